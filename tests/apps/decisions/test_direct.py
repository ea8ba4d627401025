"""直接决定: what a member may decide alone, what of it is on file, and that the others hear of it."""

import datetime as dt
import json
from decimal import Decimal
from typing import Any

import pytest
from django.utils import timezone

from tests.apps.decisions.test_decisions import Login, agreed, file_direct
from tests.apps.meetings import desk
from tests.apps.meetings.test_meetings_pages import at_noon
from tests.apps.meetings.test_meetings_result import refusal
from tests.apps.supervision import loop
from tests.cast import START, Cast
from yixing.accounts.actors import actor_for_principal
from yixing.attachments.models import Attachment, StoredFile
from yixing.briefings.actions import instruction_file_direct
from yixing.briefings.models import Instruction
from yixing.compliance.models import Adoption, Check, Parameter
from yixing.decisions import actions
from yixing.decisions.models import Decision
from yixing.decisions.originals import complete
from yixing.decisions.queries import RegisterFilter, circulars_for, filed_list, waiting_for
from yixing.decisions.register import filed_standing, lines, told_standing
from yixing.ledger.models import Entry
from yixing.meetings import actions as meetings
from yixing.papers.models import Document

pytestmark = pytest.mark.django_db
__all__ = ("at_noon",)
MONTH_AFTER = dt.date(2023, 7, 3)
RULES = ("XC-40", "XC-40.2", "XC-41", "XC-42")


def adopt(*rules: str) -> None:
    for rule in rules:
        Adoption.objects.create(rule=rule, since=START, decision="《县委常委分工负责制运行规则》")


def unmet(refused: Any) -> set[str]:
    return {finding.rule for finding in refused.findings if finding.unmet}


class TestWhiteList:
    def test_a_type_beyond_the_list_is_refused_and_sent_to_the_committee(self, cast: Cast) -> None:
        adopt(*RULES)
        beyond = desk.matter(cast, "关于村级活动场所的事项", "T10", upto="unit_head")
        refused = refusal(file_direct, cast, matter=beyond)
        assert unmet(refused) == {"XC-40.2"}
        assert "党的建设" in refused.text
        assert "分管领域常规业务" in refused.text
        assert "常委会" in refused.mend
        assert not Decision.objects.exists()

    def test_the_county_registers_its_own_list_from_a_day_on(self, cast: Cast) -> None:
        adopt(*RULES)
        matter = desk.matter(cast, "关于村级活动场所的事项", "T10", upto="unit_head")
        row = Parameter.objects.create(
            key="direct_types", value=["routine", "party_building"], since=desk.DAY, decision="第2次常委会"
        )
        before = {"decided_on": desk.BEFORE}
        assert unmet(refusal(file_direct, cast, matter=matter, **before)) == {"XC-40.2"}
        assert file_direct(cast, matter=matter).filed_on == row.since

    def test_a_day_ahead_is_refused(self, cast: Cast) -> None:
        matter = desk.matter(cast, "关于日常维护的事项", "T20", upto="unit_head")
        refused = refusal(file_direct, cast, matter=matter, decided_on=desk.DAY + dt.timedelta(days=1))
        assert (refused.code, refused.field) == ("future_day", "decided_on")

    def test_a_sum_above_the_limit_is_refused(self, cast: Cast) -> None:
        adopt(*RULES)
        large = desk.matter(cast, "关于专项经费的事项", "T20", upto="unit_head", amount=5_000_001)
        refused = refusal(file_direct, cast, matter=large)
        assert "XC-41" in unmet(refused)
        assert "常委会" in refused.mend

    def test_what_weighs_more_is_not_decided_alone(self, cast: Cast) -> None:
        adopt(*RULES)
        heavy = desk.matter(cast, "关于重大调整的事项", "T20", upto="unit_head", importance="major")
        assert "XC-42" in unmet(refusal(file_direct, cast, matter=heavy))


def light(cast: Cast, **line: Any) -> Any:
    """A light meeting of the member in charge with one ticked line."""
    given = {
        "text": "从预备费安排防汛物资。",
        "lead": cast.units["D02"].pk,
        "due": "月底前",
        "file": {"type_code": "T20", "amount": Decimal(300_000)},
    } | line
    return meetings.meeting_light(
        cast.call("秘书", acknowledged=desk.ANY),
        kind="topic",
        title="防汛物资专题会",
        on=desk.DAY,
        chair_id=cast.people["09号常委"].pk,
        lines=[given, {"text": "由县教育局自查校舍。", "lead": cast.units["D03"].pk, "due": "月底前"}],
        area_id=cast.areas["a01"].pk,
    )


def instructed(cast: Cast, **given: Any) -> Instruction:
    """A 批示 of the member in charge of finance."""
    briefing = loop.present(cast, leader_ids=[cast.people["09号常委"].pk])
    return loop.instruct(cast, briefing, who="常委", **given)


class TestByProduct:
    def test_a_ticked_line_of_a_light_meeting_is_on_file_with_it(self, cast: Cast) -> None:
        adopt(*RULES)
        meeting = light(cast)
        filed, other = meeting.decisions.order_by("id")
        assert (filed.record, filed.basis) == ("thematic_minutes", "防汛物资专题会纪要")
        assert (filed.filed_on, filed.amount, filed.leader) == (desk.DAY, 300_000, cast.people["09号常委"])
        assert other.filed_on is None
        entry = Entry.objects.latest("seq")
        assert (entry.action, json.loads(entry.line)["data"]["filed"]) == ("meeting.light", 1)
        # What its gates found stands with the decision itself, where a recheck and a dossier look for it.
        found = Check.objects.filter(entry=entry, subject=f"decision/{filed.pk}").values_list("gate", flat=True)
        assert set(found) == {"matter.decide_direct", "filing"}

    def test_a_ticked_line_beyond_the_limit_stops_the_whole_form_at_its_tick(self, cast: Cast) -> None:
        adopt(*RULES)
        refused = refusal(light, cast, file={"type_code": "T20", "amount": Decimal(6_000_000)})
        assert (refused.field, unmet(refused)) == ("file_1", {"XC-41", "SZ-02.2"})
        assert not Decision.objects.exists()

    def test_only_in_the_portfolio_of_who_presided(self, cast: Cast) -> None:
        adopt(*RULES)
        meeting = light(cast, file=None)
        other = meeting.decisions.order_by("id").first()
        meeting.chair = cast.people["06号常委"]
        meeting.save()
        call = cast.call("秘书", acknowledged=desk.ANY)
        assert "XC-40" in unmet(
            refusal(actions.decision_file_light, call, decision_id=other.pk, type_code="T20", no_funds=True)
        )

    def test_what_was_not_ticked_is_filed_later_and_only_once(self, cast: Cast) -> None:
        meeting = light(cast, file=None)
        line = meeting.decisions.order_by("id").first()
        call = cast.call("秘书", desk.DAY + dt.timedelta(days=2), acknowledged=desk.ANY)
        filed = actions.decision_file_light(call, decision_id=line.pk, type_code="T20", no_funds=True)
        assert filed.filed_on == desk.DAY + dt.timedelta(days=2)
        again = cast.call("秘书", desk.DAY + dt.timedelta(days=2))
        assert (
            refusal(actions.decision_file_light, again, decision_id=line.pk, type_code="T20", no_funds=True).code
            == "direct_filed"
        )

    def test_what_a_meeting_decided_is_no_direct_decision(self, cast: Cast) -> None:
        row = agreed(cast)
        refused = refusal(
            actions.decision_file_light, cast.call("秘书"), decision_id=row.pk, type_code="T20", no_funds=True
        )
        assert refused.code == "direct_not_light"

    def test_an_instruction_is_filed_with_one_button(self, cast: Cast) -> None:
        adopt(*RULES)
        instruction = instructed(cast)
        call = cast.call("秘书", instruction.on, acknowledged=desk.ANY)
        made = instruction_file_direct(call, instruction_id=instruction.pk, type_code="T20", no_funds=True)
        assert (made.source, made.record, made.instruction) == ("direct", "instruction", instruction)
        assert (made.text, made.lead_unit) == (instruction.text, instruction.unit)
        assert made.due_on == instruction.due_on
        again = cast.call("秘书", instruction.on, acknowledged=desk.ANY)
        refused = refusal(instruction_file_direct, again, instruction_id=instruction.pk, type_code="T20", no_funds=True)
        assert refused.code == "direct_filed"

    @pytest.mark.usefixtures("at_noon")
    def test_the_button_stands_where_the_unit_is_the_leaders_own(self, cast: Cast, login: Login) -> None:
        own, other = instructed(cast), loop.instruct(cast)
        office = login("秘书")
        words = "列入直接决定备案"
        assert words in office.get(f"/briefings/{own.briefing_id}/").content.decode()
        assert words not in office.get(f"/briefings/{other.briefing_id}/").content.decode()
        page = f"/briefings/instructions/{own.pk}/file/"
        assert office.get(page).status_code == 200
        answer = office.post(page, {"type_code": "T20", "no_funds": "on", "ack-XC-46": "已说明"})
        assert answer.status_code == 302, answer.content.decode()
        assert "直接决定备案" in office.get(f"/briefings/{own.briefing_id}/").content.decode()

    def test_an_instruction_to_note_decides_nothing(self, cast: Cast) -> None:
        noted = instructed(cast, noted=True)
        call = cast.call("秘书", acknowledged=desk.ANY)
        refused = refusal(instruction_file_direct, call, instruction_id=noted.pk, type_code="T20", no_funds=True)
        assert refused.code == "instruction_noted"


class TestBriefing:
    def test_the_others_see_it_once_it_was_told(self, cast: Cast) -> None:
        light(cast)
        other = cast.actor("别的常委")
        assert not filed_list(other, RegisterFilter()).exists()
        assert [row.what for row in waiting_for(cast.actor("秘书", MONTH_AFTER))] == ["1 件直接决定待通报其他常委"]
        circular = actions.decision_brief(cast.call("秘书", MONTH_AFTER, acknowledged=desk.ANY), until=desk.DAY)
        assert str(circular) == "分管常委直接决定情况通报（2023年第1期）"
        assert [row.circular for row in filed_list(other, RegisterFilter(told="yes"))] == [circular]
        assert circular.members.count() == 11
        assert [row.what for row in circulars_for(cast.actor("别的常委", MONTH_AFTER), MONTH_AFTER)] == [str(circular)]
        assert not waiting_for(cast.actor("秘书", MONTH_AFTER))

    def test_nothing_is_told_twice_or_ahead(self, cast: Cast) -> None:
        light(cast)
        actions.decision_brief(cast.call("秘书"), until=desk.DAY)
        assert refusal(actions.decision_brief, cast.call("秘书"), until=desk.DAY).code == "brief_nothing"
        tomorrow = desk.DAY + dt.timedelta(days=1)
        assert refusal(actions.decision_brief, cast.call("秘书"), until=tomorrow).code == "brief_future"
        assert refusal(actions.decision_brief, cast.call("常委"), until=desk.DAY).status == 403

    def test_late_is_said_with_the_rule(self, cast: Cast) -> None:
        light(cast)
        late = desk.DAY + dt.timedelta(days=41)
        assert refusal(actions.decision_brief, cast.call("秘书", late), until=desk.DAY).code == "acknowledge"
        found = told_standing(desk.DAY, None, late)
        assert (found.badge.word, found.rule) == ("逾期未通报", "XC-45")
        assert told_standing(desk.DAY, None, late - dt.timedelta(days=1)).badge.word == "待通报"
        for days, whole, word in (
            (31, True, "逾期备案"),
            (30, True, "按期"),
            (30, False, "材料不齐"),
            (31, False, "逾期备案"),
        ):
            assert filed_standing(desk.DAY, desk.DAY + dt.timedelta(days=days), complete=whole).badge.word == word

    @pytest.mark.usefixtures("cast")
    def test_each_is_judged_by_the_days_of_its_own_time(self) -> None:
        Parameter.objects.create(key="filing_days", value=5, since=desk.DAY, decision="第2次常委会")
        before, week = desk.DAY - dt.timedelta(days=1), dt.timedelta(days=7)
        assert filed_standing(before, before + week, complete=True).badge.word == "按期"
        assert filed_standing(desk.DAY, desk.DAY + week, complete=True).badge.word == "逾期备案"


class TestWhole:
    """材料齐全 is derived from what is there."""

    def found(self, decision: Decision) -> str:
        (check,) = Check.objects.filter(gate="filing", subject=f"decision/{decision.pk}")
        return next(each["status"] for each in check.findings if each["rule"] == "XC-46")

    def test_a_paper_that_is_only_named_is_not_there(self, cast: Cast) -> None:
        decision = file_direct(cast, record_kind="instruction")
        assert self.found(decision) == "violated"
        assert complete([decision]) == set()
        assert [line.filed.badge.word for line in lines([decision], desk.DAY)] == ["材料不齐"]

    @pytest.mark.parametrize("kind", ["instruction", "thematic_minutes"])
    def test_its_original_makes_it_whole(self, cast: Cast, kind: str) -> None:
        decision = file_direct(cast, record_kind=kind, original=loop.pdf("批示.pdf"))
        assert self.found(decision) == "satisfied"
        assert complete([decision]) == {decision.pk}
        entry = json.loads(Entry.objects.get(action="decision.file_direct").line)
        assert entry["data"]["original"] == Attachment.objects.get(subject=f"decision/{decision.pk}").file.digest

    def test_the_scan_of_whoever_enters_for_him_is_one(self, cast: Cast) -> None:
        matter = desk.matter(cast, "关于日常经费的事项", "T20", upto="unit_head")
        member = actor_for_principal(cast.actor("秘书"), cast.people["09号常委"])
        call = cast.call("秘书", actor=member, scan=loop.pdf("签批件.pdf"), acknowledged=desk.ANY)
        decision = actions.decision_file_direct(
            call, matter_id=matter.pk, text="同意。", record_kind="instruction", basis="6月9日批示"
        )
        assert (self.found(decision), complete([decision])) == ("satisfied", {decision.pk})

    def test_a_request_put_forward_here_is_its_own_paper(self, cast: Cast) -> None:
        decision = file_direct(cast, record_kind="signed_request", basis="请示")
        assert self.found(decision) == "satisfied"
        bare = desk.matter(cast, "关于空白的事项", "T20", upto="unit_head", requests="", reason="")
        assert self.found(file_direct(cast, matter=bare, record_kind="signed_request")) == "violated"

    def test_minutes_and_instructions_written_here(self, cast: Cast) -> None:
        filed = light(cast).decisions.earliest("pk")
        given = instructed(cast)
        other = instruction_file_direct(
            cast.call("秘书", acknowledged=desk.ANY), instruction_id=given.pk, type_code="T20", no_funds=True
        )
        assert complete([filed, other]) == {filed.pk, other.pk}
        Document.objects.filter(kind="light_minutes").update(state="void", number=1, year=2023)
        assert complete([filed, other]) == {other.pk}

    def test_a_destroyed_original_is_none(self, cast: Cast) -> None:
        decision = file_direct(cast, original=loop.pdf())
        StoredFile.objects.update(destroyed=timezone.now())
        assert complete([decision]) == set()

    def test_asks_the_same_number_of_questions_for_more_rows(self, cast: Cast, django_assert_num_queries: Any) -> None:
        for number in range(3):
            file_direct(cast, matter=desk.matter(cast, f"关于第{number}项的事项", "T20", upto="unit_head"))
        for count in (1, 3):
            rows = list(filed_list(cast.actor("秘书"), RegisterFilter())[:count])
            with django_assert_num_queries(1):
                complete(rows)

    @pytest.mark.usefixtures("at_noon")
    def test_register_and_circular_open_and_print(self, cast: Cast, login: Login) -> None:
        light(cast)
        circular = actions.decision_brief(cast.call("秘书"), until=desk.DAY)
        page = login("秘书").get("/decisions/direct/").content.decode()
        assert "防汛物资专题会纪要" in page
        assert "第1期" in page
        other = login("别的常委")
        assert "从预备费安排防汛物资" in other.get(f"/decisions/circulars/{circular.pk}/").content.decode()
        assert other.get(f"/decisions/circulars/{circular.pk}/print.docx").status_code == 200
        assert other.get("/decisions/direct/?export=xlsx").status_code == 200
        assert login("联络员").get(f"/decisions/circulars/{circular.pk}/").status_code == 404

    @pytest.mark.usefixtures("at_noon")
    def test_the_form_of_a_light_meeting_files_without_a_second_form(self, cast: Cast, login: Login) -> None:
        said = {
            "kind": "topic",
            "title": "研究冬季供暖",
            "chair_id": cast.people["09号常委"].pk,
            "area_id": cast.areas["a01"].pk,
            "text_1": "由县财政局落实供暖补贴。",
            "lead_1": cast.units["D02"].pk,
            "due_1": "年底前",
            "file_1": "on",
            "amount_wan_1": "12.5",
        }
        answer = login("秘书").post("/meetings/light/", said)
        assert answer.status_code == 302, answer.content.decode()
        filed = Decision.objects.get()
        assert (filed.amount, filed.kind) == (125_000, cast.types["T20"])
