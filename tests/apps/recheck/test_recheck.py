"""程序回查: what passed the gates passes again, what came in on paper is found, what was done later does not count."""

import datetime as dt
import io
import json
from collections import Counter
from pathlib import Path

import pytest
from django.test import Client
from openpyxl import load_workbook

from tests.access.objects import filed
from tests.apps.meetings import desk
from tests.cast import TODAY, Cast
from yixing.compliance.models import Check
from yixing.jobs.models import Job
from yixing.jobs.worker import run
from yixing.ledger.erase import erase
from yixing.ledger.models import Entry
from yixing.matters.actions import emergency_report
from yixing.matters.models import Step
from yixing.meetings import actions as meetings
from yixing.meetings.models import Meeting
from yixing.recheck.actions import recheck_run
from yixing.recheck.judge import Recheck, by_member, by_rule, by_unit, recheck
from yixing.recheck.occasions import Period, occasions
from yixing.recheck.result import kept
from yixing_core.errors import Refusal
from yixing_core.rules.model import Status

MONTH = Period(TODAY.replace(day=1), TODAY)
READERS = ["书记", "县委办主任", "秘书", "督查员", "纪委", "审计员"]
STRANGERS = ["常委", "委员", "单位负责人", "联络员", "外单位联络员", "监票人", "系统管理员", "安全管理员", "审计管理员"]


@pytest.fixture(autouse=True)
def place(settings, tmp_path: Path) -> Path:
    settings.DATA_DIR = tmp_path
    return tmp_path


def decided(cast: Cast, *, backfill: str = "", present: int = 11, **given: object) -> Meeting:
    """A meeting that concluded one matter; with ``backfill`` whatever its gates found is recorded, not refused."""
    matter = desk.matter(cast, **given)
    call = lambda: cast.call("秘书", backfill=backfill, acknowledged=desk.ANY)  # noqa: E731  (a call each)
    meeting = meetings.meeting_plan(call(), kind="standing", body_id=cast.bodies["standing"].pk, on=TODAY)
    meetings.meeting_agenda(call(), meeting_id=meeting.pk, items=[{"matter": matter.pk}])
    if not backfill:
        meetings.meeting_notify(call(), meeting_id=meeting.pk)
    people = [row.person_id for row in meeting.attendances.filter(capacity="member").order_by("order")]
    presence = {pk: "present" if place < present else "leave" for place, pk in enumerate(people)}
    reasons = {pk: "外出" for pk, state in presence.items() if state == "leave"}
    meetings.meeting_attendance(call(), meeting_id=meeting.pk, presence=presence, reasons=reasons)
    meetings.meeting_open(call(), meeting_id=meeting.pk)
    item = meeting.items.get()
    meetings.meeting_conclude(call(), item_id=item.pk, outcome="agreed", text="会议同意。", in_order=True)
    return Meeting.objects.get(pk=meeting.pk)


def found(cast: Cast, who: str = "县委办主任", period: Period = MONTH) -> Recheck:
    return recheck(cast.actor(who), period)


def rules(lapses: object) -> set[str]:
    return {each.finding.rule for each in lapses}


@pytest.mark.django_db
class TestJudging:
    def test_what_passed_its_gates_passes_again(self, cast: Cast) -> None:
        meeting = decided(cast)
        result = found(cast)
        assert result.occasions >= 7
        at_gates = {
            (each["rule"], check.gate)
            for check in Check.objects.filter(subject__in=[f"item/{meeting.items.get().pk}", f"meeting/{meeting.pk}"])
            for each in check.findings
            if each["status"] in {"missing", "violated"}
        }
        again = {(each.finding.rule, each.gate) for each in result.lapses if each.gate != "matter.submit"}
        assert {pair for pair in again if pair[1] in {gate for _, gate in at_gates}} <= at_gates
        assert not any(each.finding.blocks for each in result.open)

    def test_seven_of_eleven_for_an_appointment_is_found_by_its_rule(self, cast: Cast) -> None:
        decided(cast, backfill="补录纸质记录", present=7, kind="T07", nature="cadre")
        result = found(cast)
        few = [each for each in result.open if each.finding.rule == "LC-13"]
        assert [(each.gate, each.finding.status, each.on) for each in few] == [
            ("poll.open", Status.VIOLATED, TODAY)
        ] * len(few)
        assert few
        assert few[0].about.unit == cast.units["D02"]
        assert few[0].about.member == cast.people["09号常委"]

    def test_eight_of_eleven_is_enough(self, cast: Cast) -> None:
        decided(cast, backfill="补录纸质记录", present=8, kind="T07", nature="cadre")
        assert "LC-13" not in rules(found(cast).lapses)

    def test_a_step_taken_after_the_meeting_does_not_count(self, cast: Cast) -> None:
        meeting = decided(cast, backfill="补录纸质记录", kind="T04", amount=30_000_000)
        matter = meeting.items.get().matter
        assert "XC-04" in rules(found(cast).lapses)
        step = Step.objects.create(
            matter=matter,
            kind="research",
            on=TODAY + dt.timedelta(days=1),
            values={"count": 2, "led_by_member": True, "report": True},
        )
        assert "XC-04" in rules(found(cast).lapses)
        Step.objects.filter(pk=step.pk).update(on=TODAY)
        assert "XC-04" not in rules(found(cast).lapses)

    def test_a_warning_with_a_reason_stands_apart(self, cast: Cast) -> None:
        decided(cast, backfill="补录纸质记录", kind="T04", amount=30_000_000)
        result = found(cast)
        assert result.explained
        assert all(each.reason and not each.finding.blocks for each in result.explained)
        assert rules(result.open).isdisjoint(rules(result.explained))

    def test_an_emergency_nobody_ratified_is_found_after_its_days(self, cast: Cast) -> None:
        made = emergency_report(
            cast.call("常委", acknowledged=desk.ANY),
            cause="今日5时，沿河路积水。",
            measures="已转移居民。",
            why="须当场决断。",
            reported_to="已电话报告书记。",
            unit_id=cast.units["D02"].pk,
        )
        states = {}
        for days in (15, 16):
            result = recheck(cast.actor("县委办主任", TODAY + dt.timedelta(days=days)), MONTH)
            ratify = [each for each in result.lapses if each.gate == "matter.ratify"]
            assert {each.about.url for each in ratify} == {f"/matters/{made.pk}/"}
            states[days] = {each.finding.rule: each.finding.status for each in ratify}
        assert states[15]["XC-50"] is Status.MISSING
        assert states[16]["XC-50"] is Status.VIOLATED

    def test_what_a_light_meeting_put_on_file_is_judged(self, cast: Cast) -> None:
        decision = filed(cast)
        gates = {
            each.gate for each in occasions(cast.actor("县委办主任"), MONTH) if each.about.number == decision.number
        }
        assert gates == {"matter.decide_direct", "filing"}

    def test_another_period_is_not_judged(self, cast: Cast) -> None:
        decided(cast)
        assert found(cast, period=Period(dt.date(2020, 1, 1), dt.date(2020, 12, 31))).occasions == 0

    def test_summaries_count_what_a_naive_count_counts(self, cast: Cast) -> None:
        decided(cast, backfill="补录", present=7, kind="T07", nature="cadre")
        decided(cast, backfill="补录", kind="T04", title="关于供水工程的事项", amount=30_000_000)
        lapses = found(cast).lapses
        naive = Counter((each.finding.rule, each.finding.blocks) for each in lapses)
        for line in by_rule(lapses):
            assert (line.binding, line.other) == (naive[line.key, True], naive[line.key, False])
        for lines in (by_unit(lapses), by_member(lapses)):
            assert sum(line.binding + line.other for line in lines) == len(lapses)


@pytest.mark.django_db
class TestPage:
    def test_asked_judged_and_read(self, cast: Cast, login) -> None:
        decided(cast, backfill="补录", present=7, kind="T07", nature="cadre")
        client: Client = login("县委办主任")
        page = client.get("/recheck/")
        key = page.context["form"]["request"].value()
        given = {"since": MONTH.since.isoformat(), "until": MONTH.until.isoformat(), "request": key}
        assert client.post("/recheck/", given).status_code == 302
        job = Job.objects.get(kind="recheck")
        assert Entry.objects.get(action="recheck.run").subject == f"job/{job.pk}"
        run(job)
        stored = kept(job.pk)
        assert stored
        assert {each["rule"] for each in stored["open"]} == rules(found(cast).open)
        assert "核对" in client.get("/recheck/").content.decode()
        shown = client.get(f"/recheck/{job.pk}/")
        assert "LC-13" in shown.content.decode()
        one = client.get(f"/recheck/{job.pk}/?rule=LC-13").context["page"].object_list
        assert {each["rule"] for each in one} == {"LC-13"}
        book = client.get(f"/recheck/{job.pk}/?export=xlsx")
        sheet = load_workbook(io.BytesIO(book.content)).worksheets[0]
        assert sheet.max_row == 1 + len(stored["open"])

    def test_it_is_nobody_elses(self, cast: Cast, login) -> None:
        job = recheck_run(cast.call("纪委"), since=MONTH.since, until=MONTH.until)
        run(job)
        assert login("纪委").get(f"/recheck/{job.pk}/").status_code == 200
        assert login("秘书").get(f"/recheck/{job.pk}/").status_code == 404

    @pytest.mark.parametrize("who", READERS)
    def test_chair_office_and_inspectors_open_it(self, login, who: str) -> None:
        assert login(who).get("/recheck/").status_code == 200

    @pytest.mark.parametrize("who", STRANGERS)
    def test_nobody_else_does(self, cast: Cast, login, who: str) -> None:
        assert login(who).get("/recheck/").status_code == 403
        with pytest.raises(Refusal):
            recheck_run(cast.call(who), since=MONTH.since, until=MONTH.until)

    def test_a_span_that_cannot_be(self, cast: Cast) -> None:
        day = dt.timedelta(days=1)
        for since, until in ((TODAY, TODAY - day), (dt.date(2000, 1, 1), TODAY), (TODAY, TODAY + day)):
            with pytest.raises(Refusal) as refused:
                recheck_run(cast.call("秘书"), since=since, until=until)
            assert refused.value.code == "recheck_span"

    def test_a_result_does_not_outlive_what_it_was_written_from(
        self, cast: Cast, django_capture_on_commit_callbacks
    ) -> None:
        decided(cast, backfill="补录", present=7, kind="T07", nature="cadre")
        job = recheck_run(cast.call("秘书"), since=MONTH.since, until=MONTH.until)
        run(job)
        assert kept(job.pk)
        with django_capture_on_commit_callbacks(execute=True):
            erase([Entry.objects.filter(content__isnull=False).latest("seq")])
        assert kept(job.pk) is None

    def test_a_job_done_twice_is_the_same(self, cast: Cast) -> None:
        decided(cast)
        job = recheck_run(cast.call("秘书"), since=MONTH.since, until=MONTH.until)
        run(job)
        first = json.dumps(kept(job.pk), sort_keys=True)
        run(Job.objects.get(pk=job.pk))
        assert json.dumps(kept(job.pk), sort_keys=True) == first
