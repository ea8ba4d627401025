"""临机处置: five fields make a matter with its number; what becomes of it is what the rules say on the day one looks."""

import datetime as dt
import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.apps.meetings import desk
from tests.apps.meetings.test_meetings_pages import at_noon
from tests.apps.meetings.test_meetings_result import refusal
from tests.cast import TODAY, Cast
from yixing.access.loaders import visible
from yixing.accounts.actors import actor_for_principal
from yixing.compliance.models import Check, Parameter
from yixing.ledger.models import Entry
from yixing.matters.actions import (
    emergency_read,
    emergency_report,
    matter_determine,
    matter_review,
    matter_submit,
    step_record,
)
from yixing.matters.actions.signatures import matter_check
from yixing.matters.emergencies import Emergency, emergencies, emergency_of, standing, sudden
from yixing.matters.models import Matter
from yixing.matters.queries import waiting_for
from yixing.recheck.judge import recheck
from yixing.recheck.occasions import Period

pytestmark = pytest.mark.django_db
__all__ = ("at_noon",)
Login = Callable[[str], Client]
FIVE: dict[str, Any] = {
    "cause": "今日5时，城关镇沿河路积水约半米，20户居民被困。",
    "measures": "已转移居民，封闭路段。",
    "why": "水位仍在上涨，须当即转移。",
    "reported_to": "5时20分已电话报告书记。",
}


def report(cast: Cast, who: str = "常委", day: dt.date = TODAY, **given: Any) -> Matter:
    words = FIVE | {"unit_id": cast.units["D02"].pk} | given
    return emergency_report(cast.call(who, day), **words)


def ratified(cast: Cast, matter: Matter, day: dt.date, outcome: str = "agreed") -> Matter:
    """The matter through office and chair onto the agenda of a meeting on a day."""
    before = day - dt.timedelta(days=3)
    call = {"acknowledged": desk.ANY}
    matter_check(cast.call("秘书", before, **call), matter_id=matter.pk)
    matter_review(cast.call("县委办主任", before, **call), matter_id=matter.pk)
    matter_determine(cast.call("书记", before, **call), matter_id=matter.pk, verdict="list")
    meeting = desk.meeting_on(cast, matter, day)
    desk.conclude_on(cast, meeting, day, outcome)
    matter.refresh_from_db()
    return matter


def stands(cast: Cast, matter: Matter, day: dt.date) -> Emergency:
    found = emergency_of(matter, cast.actor("秘书", day), day)
    assert found is not None
    return found


class TestReport:
    def test_five_fields_are_a_matter_with_its_number(self, cast: Cast) -> None:
        matter = report(cast)
        assert (matter.number, matter.state, matter.decided_by) == ("2023-001", "office", "standing_committee")
        assert matter.title == "今日5时，城关镇沿河路积水约半米，20户居民被困（临机处置）"
        assert (matter.type.code, matter.area) == ("T19", cast.areas["a01"])
        assert Entry.objects.filter(action="emergency.report").count() == 1
        found = stands(cast, matter, TODAY)
        assert (found.member, found.reported.word, found.badge.word) == ("09号常委", "已报告", "待追认")
        assert [text for _, text in found.texts] == list(FIVE.values())

    @pytest.mark.parametrize("field", ["cause", "measures", "why"])
    def test_what_the_rule_asks_is_not_left_empty(self, cast: Cast, field: str) -> None:
        refused = refusal(report, cast, **{field: " "})
        assert {each.rule for each in refused.findings if each.unmet} == {"LC-28"}
        assert not Matter.objects.exists()

    def test_only_members_report_and_a_delegate_with_the_scan(self, cast: Cast) -> None:
        assert refusal(report, cast, "秘书").status == 403
        assert refusal(report, cast, "联络员").status == 403
        clerk = cast.actor("秘书")
        member = actor_for_principal(clerk, cast.people["11号常委"])
        words = FIVE | {"unit_id": cast.units["D02"].pk}
        call = cast.call("秘书", actor=member)
        assert refusal(emergency_report, call, **words).code == "scan_required"
        scan = SimpleUploadedFile("签批.pdf", b"%PDF-1.4\n%%EOF\n", "application/pdf")
        made = emergency_report(cast.call("秘书", actor=member, scan=scan), **words)
        assert stands(cast, made, TODAY).member == "11号常委"

    def test_a_double_submit_reports_once(self, cast: Cast) -> None:
        words = FIVE | {"unit_id": cast.units["D02"].pk}
        key = uuid.uuid4()
        first = emergency_report(cast.call("常委", request=key), **words)
        assert emergency_report(cast.call("常委", request=key), **words) == first

    def test_a_correction_keeps_the_words(self, cast: Cast) -> None:
        matter = report(cast)
        step = matter.steps.get()
        values = {"decided_on": TODAY.isoformat(), "happened_on": TODAY.isoformat(), "superior_duty": True}
        call = cast.call("秘书")
        step_record(call, matter_id=matter.pk, kind="emergency", values=values, corrects_id=step.pk)
        assert [text for _, text in stands(cast, matter, TODAY).texts] == list(FIVE.values())


class TestDays:
    @pytest.mark.parametrize("field", ["happened_on", "reported_on"])
    def test_what_has_not_come_yet_is_refused(self, cast: Cast, field: str) -> None:
        ahead = TODAY + dt.timedelta(days=1)
        refused = refusal(report, cast, **{field: ahead})
        assert (refused.code, refused.field) == ("emergency_ahead", field)
        assert str(ahead) in refused.text
        assert not Matter.objects.exists()

    def test_nothing_happens_after_it_was_dealt_with(self, cast: Cast) -> None:
        before = TODAY - dt.timedelta(days=2)
        late = cast.call("常委", before, at=cast.call("常委").at)
        refused = refusal(
            emergency_report, late, **FIVE, unit_id=cast.units["D02"].pk, happened_on=before + dt.timedelta(days=1)
        )
        assert (refused.code, refused.field) == ("emergency_order", "happened_on")

    def test_a_correction_is_held_to_the_same(self, cast: Cast) -> None:
        matter = report(cast)
        step = matter.steps.get()
        refused = refusal(
            step_record,
            cast.call("秘书"),
            matter_id=matter.pk,
            kind="emergency",
            values={"decided_on": TODAY, "reported_on": TODAY + dt.timedelta(days=1)},
            corrects_id=step.pk,
        )
        assert refused.code == "emergency_ahead"


class TestReturned:
    def returned(self, cast: Cast, who: str = "常委") -> Matter:
        matter = report(cast, who)
        matter_check(cast.call("秘书"), matter_id=matter.pk, verdict="return", opinion="请写明转移人数。")
        matter.refresh_from_db()
        return matter

    def test_it_lies_with_the_member_and_not_with_the_unit(self, cast: Cast, login: Login) -> None:
        matter = self.returned(cast)
        assert matter.state == "returned"
        for who, shown in (("常委", [("重报", "")]), ("书记", [("阅", "")]), ("别的常委", [("阅", "")])):
            assert [(row.button, row.note) for row in sudden(cast.actor(who), TODAY)] == shown, who
        assert [(row.button, row.note) for row in sudden(cast.actor("秘书"), TODAY)] == [("重报", "代09号常委录入")]
        for who in ("单位负责人", "联络员", "书记", "别的常委"):
            assert not [each for each in waiting_for(cast.actor(who)) if each.matter == matter], who
        refused = refusal(matter_submit, cast.call("联络员"), matter_id=matter.pk)
        assert refused.code == "emergency_returned"
        assert "09号常委" in refused.mend
        assert "修改后重报" in login("常委").get(f"/matters/{matter.pk}/").content.decode()

    def test_reported_anew_it_goes_straight_to_the_office(self, cast: Cast) -> None:
        matter = self.returned(cast)
        again = report(cast, cause="城关镇沿河路积水，转移20户53人。", returned_id=matter.pk)
        assert (again.pk, again.number, again.state) == (matter.pk, matter.number, "office")
        steps = matter.steps.order_by("id")
        assert [step.is_revoked for step in steps] == [True, False]
        assert steps.last().values["cause"] == "城关镇沿河路积水，转移20户53人。"
        assert Entry.objects.filter(action="emergency.report", subject=f"matter/{matter.pk}").count() == 2

    def test_by_nobody_else_and_only_while_it_is_sent_back(self, cast: Cast) -> None:
        matter = self.returned(cast)
        assert refusal(report, cast, "别的常委", returned_id=matter.pk).code == "emergency_not_reporter"
        report(cast, returned_id=matter.pk)
        assert refusal(report, cast, returned_id=matter.pk).code == "wrong_state"

    @pytest.mark.usefixtures("at_noon")
    def test_the_form_shows_what_was_said_and_why_it_came_back(self, cast: Cast, login: Login) -> None:
        matter = self.returned(cast)
        page = login("常委").get(f"/matters/{matter.pk}/emergency/again/")
        words = page.content.decode()
        assert FIVE["cause"] in words
        assert "请写明转移人数。" in words
        answer = login("常委").post(
            f"/matters/{matter.pk}/emergency/again/",
            FIVE | {"unit_id": cast.units["D02"].pk, "request": uuid.uuid4(), "version": matter.version},
        )
        assert answer.status_code == 302
        matter.refresh_from_db()
        assert matter.state == "office"


class TestAtOnce:
    def test_chair_office_and_members_see_it_the_same_minute(self, cast: Cast) -> None:
        matter = report(cast)
        for who, note in (("书记", ""), ("县委办主任", ""), ("别的常委", ""), ("秘书", "代01号常委录入")):
            rows = sudden(cast.actor(who), TODAY)
            assert [(row.what, row.button, row.note) for row in rows] == [(matter.title, "阅", note)], who
            assert rows[0].due_words == "剩15天"
        emergency_read(cast.call("书记"), matter_id=matter.pk)
        assert [(row.button, row.note) for row in sudden(cast.actor("秘书"), TODAY)] == [("看", "")]
        assert [row.button for row in sudden(cast.actor("常委"), TODAY)] == ["看"]
        assert not sudden(cast.actor("联络员"), TODAY)
        assert not visible(Matter, cast.actor("外单位联络员")).filter(pk=matter.pk).exists()

    def test_read_once_by_each_leader(self, cast: Cast) -> None:
        matter = report(cast)
        emergency_read(cast.call("书记"), matter_id=matter.pk)
        assert refusal(emergency_read, cast.call("书记"), matter_id=matter.pk).code == "emergency_read"
        assert [row.button for row in sudden(cast.actor("书记"), TODAY)] == ["看"]
        assert refusal(emergency_read, cast.call("秘书"), matter_id=matter.pk).status == 403
        plain = desk.matter(cast)
        assert refusal(emergency_read, cast.call("书记"), matter_id=plain.pk).code == "emergency_none"

    def test_a_delegate_finds_what_his_leader_has_not_read(self, cast: Cast) -> None:
        report(cast)
        rows = sudden(cast.actor("领导联络员"), TODAY)
        assert rows
        assert all(row.note.startswith("代") for row in rows)


class TestRatification:
    @pytest.mark.parametrize(
        ("days", "badge", "left"),
        [(0, "待追认", "剩15天"), (15, "待追认", "今天到期"), (16, "逾期未追认", "已逾期1天")],
    )
    def test_the_day_decides_by_the_rule(self, cast: Cast, days: int, badge: str, left: str) -> None:
        day = TODAY + dt.timedelta(days=days)
        found = stands(cast, report(cast), day)
        assert (found.badge.word, found.left_words) == (badge, left)
        if badge == "逾期未追认":
            assert found.telling is not None
            assert found.telling.rule == "XC-50"
            assert [row.rule for row in sudden(cast.actor("书记", day), day)] == ["XC-50"]

    def test_in_time(self, cast: Cast) -> None:
        matter = ratified(cast, report(cast), TODAY + dt.timedelta(days=10))
        found = stands(cast, matter, TODAY + dt.timedelta(days=40))
        assert (matter.state, found.badge.word, found.telling) == ("concluded", "已追认", None)

    def test_what_is_ratified_keeps_the_number_of_that_day(self, cast: Cast) -> None:
        matter = ratified(cast, report(cast, day=desk.BEFORE), desk.DAY)
        Parameter.objects.create(
            key="ratify_days", value=1, since=desk.DAY + dt.timedelta(days=1), decision="第9次常委会"
        )
        later = desk.DAY + dt.timedelta(days=30)
        assert stands(cast, matter, later).badge.word == "已追认"
        found = recheck(cast.actor("秘书", later), Period.year(desk.DAY.year))
        assert "XC-50" not in {lapse.finding.rule for lapse in found.lapses}
        waiting = report(cast, "别的常委", day=later - dt.timedelta(days=2))
        assert stands(cast, waiting, later).badge.word == "逾期未追认"

    def test_none_is_left_out_however_many(self, cast: Cast, login: Login) -> None:
        for _ in range(27):
            report(cast)
        assert len(sudden(cast.actor("书记"), TODAY)) == 27
        second = login("秘书").get("/matters/emergencies/?page=2").content.decode()
        assert second.count('data-label="处置日期"') == 2

    def test_late_is_recorded_with_its_finding_and_not_refused(self, cast: Cast) -> None:
        day = TODAY + dt.timedelta(days=20)
        matter = ratified(cast, report(cast), day)
        found = stands(cast, matter, day)
        assert (found.badge.word, found.telling.rule if found.telling else "") == ("逾期追认", "XC-50")
        check = Check.objects.get(gate="matter.ratify")
        assert [each["rule"] for each in check.findings if each["status"] == "violated"] == ["XC-50"]

    def test_refused_and_put_off_are_told_apart(self, cast: Cast) -> None:
        day = TODAY + dt.timedelta(days=10)
        matter = ratified(cast, report(cast), day, "deferred")
        assert stands(cast, matter, day).badge.word == "待追认"
        other = ratified(cast, report(cast, cause="今日9时，供水主管爆裂。"), day, "rejected")
        assert stands(cast, other, day).badge.word == "不予追认"

    def test_the_list_asks_no_more_for_more_rows(self, cast: Cast, django_assert_max_num_queries: Any) -> None:
        for number in range(4):
            report(cast, cause=f"第{number}处险情。")
        with django_assert_max_num_queries(8):
            assert len(standing(emergencies(cast.actor("秘书")), TODAY)) == 4


@pytest.mark.usefixtures("at_noon")
class TestPages:
    def test_a_phone_reports_and_the_chair_reads(self, cast: Cast, login: Login) -> None:
        member = login("常委")
        page = member.get("/matters/emergencies/new/").content.decode()
        assert "来不及开会的原因" in page
        answer = member.post("/matters/emergencies/new/", FIVE | {"unit_id": cast.units["D02"].pk})
        assert answer.status_code == 302, answer.content.decode()
        matter = Matter.objects.get()
        chair = login("书记")
        assert "县情突发" in chair.get("/").content.decode()
        read = f"/matters/{matter.pk}/emergency/read/"
        assert "水位仍在上涨" in chair.get(read).content.decode()
        assert chair.post(read, {}).status_code == 302
        assert matter.readings.count() == 1
        office = login("秘书")
        assert "剩15天" in office.get("/matters/emergencies/?show=waiting").content.decode()
        assert office.get("/matters/emergencies/?export=xlsx").status_code == 200
        assert "已转移居民" in office.get(f"/matters/{matter.pk}/").content.decode()
