"""The forms of the pages: what is posted happens, what is refused comes back with the input and the way out."""

import io
import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import load_workbook

from tests.apps.matters import walk
from tests.cast import TODAY, Cast
from yixing.matters.actions import matter_withdraw
from yixing.matters.models import Matter, OpinionReply, OpinionRound, Step

pytestmark = pytest.mark.django_db


def key() -> str:
    return str(uuid.uuid4())


class TestSheet:
    def sheet(self, cast: Cast, **more: object) -> dict:
        given = {
            "request": key(),
            "unit_id": cast.units["D02"].pk,
            "title": "关于县级预备费使用的请示",
            "type_code": "T05",
            "nature": "deliberate",
            "area_id": cast.areas["a01"].pk,
            "amount_wan": "580",
            "fund_source": "预备费",
            "impacts": ["is_public_interest", "is_administrative"],
            "reason": "甲",
            "requests": "同意安排。\n财政局组织实施。",
            "options": "甲案｜快｜贵｜推荐\n乙案|慢|省",
            "competition_reviewed": "yes",
        }
        return given | more

    def test_a_draft_is_kept(self, cast: Cast, login) -> None:
        response = login("联络员").post("/matters/new/", self.sheet(cast))
        matter = Matter.objects.get()
        assert response.headers["Location"] == f"/matters/{matter.pk}/"
        assert matter.amount == 5_800_000
        assert (matter.is_public_interest, matter.is_administrative, matter.is_market) == (True, True, False)
        assert matter.competition_reviewed is True
        assert [row["plan"] for row in matter.options] == ["甲案", "乙案"]
        assert matter.drafted_on >= TODAY

    def test_a_draft_with_little_is_kept_too(self, cast: Cast, login) -> None:
        little = {
            "request": key(),
            "unit_id": cast.units["D02"].pk,
            "title": "甲",
            "type_code": "T17",
            "nature": "hear",
        }
        assert login("联络员").post("/matters/new/", little).status_code == 302

    def test_what_is_wrong_comes_back_with_the_input(self, cast: Cast, login) -> None:
        response = login("联络员").post("/matters/new/", self.sheet(cast, nature="", amount_wan="很多"))
        text = response.content.decode()
        assert response.status_code == 422
        assert "“性质”没有选择" in text
        assert "“金额（万元）”只填数字" in text
        assert "财政局组织实施。" in text
        assert not Matter.objects.exists()

    def test_the_clerk_needs_a_reason_for_another_unit(self, cast: Cast, login) -> None:
        response = login("秘书").post("/matters/new/", self.sheet(cast))
        assert response.status_code == 403
        assert "应由本单位起草" in response.content.decode()
        assert login("秘书").post("/matters/new/", self.sheet(cast, backfill="启用前已办")).status_code == 302
        assert Matter.objects.get().is_backfilled

    def test_doubles_are_shown_not_refused(self, cast: Cast, login) -> None:
        walk.draft(cast, title="关于县级预备费使用的报告")
        response = login("联络员").post("/matters/new/", self.sheet(cast), follow=True)
        assert response.status_code == 200
        assert "可能与在办事项重复" in response.content.decode()
        assert "可能重复" in response.content.decode()

    def test_an_old_form_is_told_what_changed(self, cast: Cast, login) -> None:
        matter = walk.draft(cast)
        client = login("联络员")
        for expected in (302, 409):
            given = self.sheet(cast, title="关于乙的请示", version=matter.version)
            response = client.post(f"/matters/{matter.pk}/edit/", given)
            assert response.status_code == expected
        assert "您打开这一页之后" in response.content.decode()

    def test_put_forward_again_with_what_was_written(self, cast: Cast, login) -> None:
        matter = walk.listed(cast)
        matter_withdraw(cast.call("秘书"), matter_id=matter.pk, reason="改期")
        client = login("联络员")
        page = client.get(f"/matters/new/?resubmits={matter.pk}").content.decode()
        assert matter.title in page
        client.post(f"/matters/new/?resubmits={matter.pk}", self.sheet(cast))
        assert Matter.objects.order_by("-pk").first().resubmits == matter


class TestButtons:
    def test_send_to_the_unit_head(self, cast: Cast, login) -> None:
        matter = walk.with_papers(walk.draft(cast))
        client = login("联络员")
        given = {"version": matter.version, "request": key()}
        assert client.post(f"/matters/{matter.pk}/submit/", given).status_code == 302
        again = client.post(f"/matters/{matter.pk}/submit/", {"version": matter.version, "request": key()})
        assert again.status_code == 409
        assert matter.title in again.content.decode()
        assert client.get(f"/matters/{matter.pk}/submit/").status_code == 405

    def test_a_double_click_is_one_submit(self, cast: Cast, login) -> None:
        matter = walk.with_papers(walk.draft(cast))
        given = {"version": matter.version, "request": key()}
        client = login("联络员")
        assert [client.post(f"/matters/{matter.pk}/submit/", given).status_code for _ in range(2)] == [302, 302]
        assert matter.endorsements.count() == 1

    def test_withdraw(self, cast: Cast, login) -> None:
        matter = walk.listed(cast)
        client = login("县委办主任")
        assert client.post(f"/matters/{matter.pk}/withdraw/", {"reason": "", "request": key()}).status_code == 422
        given = {"reason": "改期再议", "request": key(), "version": matter.version}
        assert client.post(f"/matters/{matter.pk}/withdraw/", given).status_code == 302
        assert Matter.objects.get().state == "withdrawn"


class TestSigning:
    def test_a_warning_asks_for_its_reason_on_the_page(self, cast: Cast, login) -> None:
        matter = walk.to_director(cast, type_code="T10")
        client = login("县委办主任")
        given = {"verdict": "agree", "version": matter.version, "request": key()}
        response = client.post(f"/matters/{matter.pk}/review/", given)
        assert response.status_code == 422
        assert 'name="ack-XC-05"' in response.content.decode()
        given |= {"ack-XC-05": "时间紧，会后补"}
        assert client.post(f"/matters/{matter.pk}/review/", given).status_code == 302
        assert Matter.objects.get().state == "chair"

    def test_a_delegate_needs_the_signed_paper(self, cast: Cast, login) -> None:
        matter = walk.to_unit_head(cast)
        client = login("领导联络员")
        url = f"/matters/{matter.pk}/sign/"
        given = {"verdict": "agree", "version": matter.version, "acting_for": cast.people["财政局长"].pk}
        assert client.post(url, given | {"request": key()}).status_code == 422
        scan = SimpleUploadedFile("签批.pdf", b"%PDF-1.4 signed")
        response = client.post(url, given | {"request": key(), "scan": scan})
        assert response.headers["Location"] == "/"  # what is signed he may no longer see
        assert Matter.objects.get().state == "member"

    def test_a_delegate_of_somebody_else_finds_nothing(self, cast: Cast, login) -> None:
        matter = walk.to_office(cast)
        assert login("领导联络员").get(f"/matters/{matter.pk}/check/").status_code == 403
        assert login("领导联络员").get(f"/matters/{matter.pk}/").status_code == 404
        assert login("领导联络员").get(f"/matters/{matter.pk}/sign/").status_code == 404

    def test_return_without_reason_stays_on_the_page(self, cast: Cast, login) -> None:
        matter = walk.to_member(cast)
        response = login("常委").post(
            f"/matters/{matter.pk}/member/", {"verdict": "return", "version": matter.version, "request": key()}
        )
        assert response.status_code == 422
        assert "退回须写明原因" in response.content.decode()

    @pytest.mark.parametrize("page", ["sign", "member", "check", "review", "determine", "edit", "withdraw", "opinions"])
    def test_strangers_find_nothing(self, cast: Cast, login, page: str) -> None:
        matter = walk.draft(cast)
        for name in ("外单位负责人", "外单位联络员", "别的常委", "审计管理员"):
            assert login(name).get(f"/matters/{matter.pk}/{page}/").status_code in {403, 404}, name


class TestArrangement:
    def given(self, *lines: tuple, **more: object) -> dict:
        posted: dict[str, object] = {"request": key(), "meeting_hint": "常委会第12次"} | more
        for matter, verdict, order in lines:
            posted |= {f"m{matter.pk}-verdict": verdict, f"m{matter.pk}-order": order}
            posted |= {f"m{matter.pk}-version": matter.version}
        return posted

    def test_the_chair_ticks_his_lines(self, cast: Cast, login) -> None:
        one, two = walk.to_chair(cast, title="甲"), walk.to_chair(cast, title="乙")
        response = login("书记").post("/matters/arrangement/", self.given((one, "list", 1), (two, "", "")))
        assert response.status_code == 302
        assert [Matter.objects.get(pk=each.pk).state for each in (one, two)] == ["listed", "chair"]

    def test_the_clerk_enters_the_signed_sheet(self, cast: Cast, login) -> None:
        one = walk.to_chair(cast)
        posted = self.given((one, "defer", ""), acting_for=cast.people["01号常委"].pk)
        client = login("秘书")
        assert client.post("/matters/arrangement/", posted).status_code == 422
        scan = SimpleUploadedFile("议题安排.pdf", b"%PDF-1.4 ticked")
        assert client.post("/matters/arrangement/", posted | {"scan": scan}).status_code == 302
        assert Matter.objects.get().state == "deferred"

    def test_one_stale_line_stops_the_sheet_and_is_named(self, cast: Cast, login) -> None:
        one, two = walk.to_chair(cast, title="甲"), walk.to_chair(cast, title="乙")
        posted = self.given((one, "list", 1), (two, "list", 2)) | {f"m{two.pk}-version": two.version - 1}
        response = login("书记").post("/matters/arrangement/", posted)
        assert response.status_code == 409
        assert response.content.decode().count("您打开这一页之后") >= 1
        assert set(Matter.objects.values_list("state", flat=True)) == {"chair"}

    def test_nothing_ticked_and_nothing_there(self, cast: Cast, login) -> None:
        assert "没有待确定的议题" in login("书记").get("/matters/arrangement/").content.decode()
        one = walk.to_chair(cast)
        response = login("书记").post("/matters/arrangement/", self.given((one, "", "")))
        assert response.status_code == 422
        assert "没有勾选任何一件" in response.content.decode()

    def test_a_delegate_of_the_chair_may(self, cast: Cast, login) -> None:
        one = walk.to_chair(cast)
        client = login("领导联络员")
        assert one.title in client.get("/matters/arrangement/").content.decode()
        assert login("联络员").get("/matters/arrangement/").status_code == 403


class TestStepsAndOpinions:
    def test_a_step_is_recorded_on_its_day(self, cast: Cast, login) -> None:
        matter = walk.draft(cast)
        given = {"on": "2023-06-08", "by": "executive", "conclusion": "agree", "document": "第9号", "request": key()}
        client = login("联络员")
        assert client.post(f"/matters/{matter.pk}/steps/government/", given).status_code == 302
        step = Step.objects.get()
        assert (step.on.isoformat(), step.document) == ("2023-06-08", "第9号")
        assert step.values == {"by": "executive", "conclusion": "agree"}
        page = client.get(f"/matters/{matter.pk}/steps/government/?corrects={step.pk}").content.decode()
        assert "第9号" in page
        given |= {"document": "第10号", "request": key()}
        client.post(f"/matters/{matter.pk}/steps/government/?corrects={step.pk}", given)
        assert Step.objects.get(is_revoked=False).document == "第10号"

    def test_a_day_to_come_is_refused(self, cast: Cast, login) -> None:
        matter = walk.draft(cast)
        given = {"on": "2099-01-01", "request": key()}
        response = login("联络员").post(f"/matters/{matter.pk}/steps/research/", given)
        assert response.status_code == 422
        assert "晚于今天" in response.content.decode()

    def test_an_unknown_kind_is_not_there(self, cast: Cast, login) -> None:
        matter = walk.draft(cast)
        assert login("联络员").get(f"/matters/{matter.pk}/steps/vote/").status_code == 404

    def test_the_members_it_touches_are_ticked_for_circulation(self, cast: Cast, login) -> None:
        matter = walk.draft(cast, other_area_ids=[cast.areas["a02"].pk])
        client = login("秘书")
        assert "06号常委" in client.get(f"/matters/{matter.pk}/steps/circulation/").content.decode()
        given = {"people": [cast.people["06号常委"].pk], "agreed": "yes", "request": key()}
        client.post(f"/matters/{matter.pk}/steps/circulation/", given)
        assert Step.objects.get().values == {"people": [cast.people["06号常委"].pk], "agreed": True}

    def test_ask_reply_adopt(self, cast: Cast, login) -> None:
        matter = walk.draft(cast, attending_unit_ids=[cast.units["D03"].pk])
        client = login("联络员")
        assert "checked" in client.get(f"/matters/{matter.pk}/opinions/").content.decode()
        given = {"unit_ids": [cast.units[code].pk for code in ("D03", "X01")], "due_on": "2099-06-20", "request": key()}
        client.post(f"/matters/{matter.pk}/opinions/", given | {"text": "请提意见", "silence_is_consent": "on"})
        asked = OpinionRound.objects.get()
        first, second = asked.replies.all()
        tap = {"has_opinion": "no", "version": second.version, "request": key()}
        assert login("乡镇负责人").post(f"/matters/replies/{second.pk}/", tap).status_code == 302
        words = {"has_opinion": "yes", "text": "请增加学校", "version": first.version, "request": key()}
        assert login("外单位负责人").post(f"/matters/replies/{first.pk}/", words).status_code == 302
        assert login("外单位联络员").get(f"/matters/rounds/{asked.pk}/").status_code == 200
        assert "请增加学校" not in login("乡镇负责人").get(f"/matters/rounds/{asked.pk}/").content.decode()
        url = f"/matters/rounds/{asked.pk}/adopt/"
        table = {f"adoption-{first.pk}": "partly", f"reason-{first.pk}": "", "request": key()}
        response = client.post(url, table)
        assert response.status_code == 422
        assert "须写明理由" in response.content.decode()
        assert client.post(url, table | {f"reason-{first.pk}": "先做两所", "request": key()}).status_code == 302
        assert OpinionReply.objects.get(pk=first.pk).adoption == "partly"
        assert "先做两所" in client.get(f"/matters/rounds/{asked.pk}/").content.decode()


class TestList:
    def test_bad_filters_do_no_harm(self, cast: Cast, login) -> None:
        walk.draft(cast)
        client = login("秘书")
        for query in ("month=六月", "over=很多", "type=T99", "state=x", "sort=name", "page=99", "tab=x", "unit=x"):
            assert client.get(f"/matters/?{query}").status_code == 200, query

    def test_export_is_what_is_shown(self, cast: Cast, login) -> None:
        walk.draft(cast, title="=cmd()")
        walk.draft(cast, title="乙", type_code="T05")
        response = login("秘书").get("/matters/?export=xlsx&type=T17")
        rows = list(load_workbook(io.BytesIO(response.content)).active.values)
        assert len(rows) == 2
        assert rows[1][1] == "'=cmd()"

    def test_the_trial_amount_changes_nothing(self, cast: Cast, login) -> None:
        matter = walk.draft(cast, amount=100)
        client = login("秘书")
        assert "分管常委" in client.get(f"/matters/{matter.pk}/procedure/").content.decode()
        assert "按 50000 万元核对" in client.get(f"/matters/{matter.pk}/procedure/?amount=50000").content.decode()
        assert client.get(f"/matters/{matter.pk}/procedure/?amount=甲").status_code == 200
        assert client.get(f"/matters/{matter.pk}/procedure/?amount=NaN").status_code == 200


def test_the_form_of_a_placeholder_has_no_place_for_content(cast: Cast, login) -> None:
    client = login("联络员")
    given = {"request": key(), "unit_id": cast.units["D02"].pk, "type_code": "T07", "nature": "cadre"}
    assert client.post("/matters/new/", given | {"is_offline": "on", "title": "关于甲某某"}).status_code == 302
    matter = Matter.objects.get()
    page = client.get(f"/matters/{matter.pk}/edit/").content.decode()
    assert 'name="reason"' not in page
    assert "甲某某" not in page
    changed = {"type_code": "T07", "nature": "cadre", "area_id": cast.areas["a04"].pk, "request": key()}
    assert client.post(f"/matters/{matter.pk}/edit/", changed | {"version": matter.version}).status_code == 302
    assert Matter.objects.get().area == cast.areas["a04"]
