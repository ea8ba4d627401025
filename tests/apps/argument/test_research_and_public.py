"""调研, 公示, 听证: days and counts are computed; matters cite, the step follows."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.apps.argument import arguing
from tests.apps.matters import walk
from tests.apps.matters.refusing import refused
from tests.cast import TODAY, Cast
from yixing.argument import actions
from yixing.argument.derived import span_days, span_workdays
from yixing.argument.models import Citation, Research
from yixing.argument.queries import argued_by, citable, researches_led, waiting_for
from yixing.matters.actions import step_record
from yixing.matters.facts import matter_facts
from yixing.matters.models import Matter, Step
from yixing_core.workdays.calendar import default_calendar

DAY = dt.timedelta(days=1)


def facts_of(matter: Matter, kind: str) -> dict[str, object]:
    facts: dict[str, object] = matter_facts(Matter.objects.get(pk=matter.pk), TODAY)["steps"].get(kind, {})
    return facts


def cite(cast: Cast, matter: Matter, *rows: Research, who: str = "联络员") -> Matter:
    return actions.research_cite(cast.call(who), matter_id=matter.pk, research_ids=[row.pk for row in rows])


@pytest.mark.django_db
class TestResearch:
    def test_who_led_it_that_day_is_looked_up(self, cast: Cast) -> None:
        assert arguing.research(cast).is_led_by_member
        other = arguing.research(cast, topic="乡村道路调研", leader_id=cast.people["财政局长"].pk)
        assert not other.is_led_by_member
        assert arguing.research(cast, modes=["meeting", "visit"]).mode_words == "调查会、走访"

    @pytest.mark.parametrize(
        ("changes", "code"),
        [
            ({"modes": []}, "research_modes"),
            ({"modes": ["flying"]}, "research_modes"),
            ({"until": arguing.EARLIER - DAY}, "research_span"),
            ({"until": TODAY + DAY}, "research_future"),
            ({"topic": " "}, "field_required"),
            ({"leader_id": 10**6}, "field_required"),
        ],
    )
    def test_what_is_refused(self, cast: Cast, changes: dict[str, object], code: str) -> None:
        with refused(code):
            arguing.research(cast, **changes)

    def test_units_register_their_own(self, cast: Cast) -> None:
        assert arguing.research(cast, "联络员").unit == cast.units["D02"]
        with refused("research_unit"):
            arguing.research(cast, "外单位联络员")

    def test_a_matter_rests_on_what_it_cites(self, cast: Cast) -> None:
        matter = arguing.matter(cast)
        plain = arguing.research(cast, topic="甲", leader_id=cast.people["财政局长"].pk, report_title="")
        cite(cast, matter, plain)
        assert facts_of(matter, "research") == {
            "done": True, "on": plain.until, "count": 1, "led_by_member": False, "report": False,
        }  # fmt: skip
        led = arguing.research(cast, topic="乙", until=arguing.EARLIER + 5 * DAY)
        cite(cast, matter, led)
        assert facts_of(matter, "research") == {
            "done": True, "on": led.until, "count": 2, "led_by_member": True, "report": True,
        }  # fmt: skip
        assert Step.objects.filter(matter=matter, kind="research", is_revoked=False).count() == 1

    def test_what_was_entered_on_paper_counts_along(self, cast: Cast) -> None:
        matter = arguing.matter(cast)
        step_record(cast.call("联络员"), matter_id=matter.pk, kind="research", values={"count": 2, "report": True})
        cite(cast, matter, arguing.research(cast, report_title=""))
        found = facts_of(matter, "research")
        assert (found["count"], found["report"], found["led_by_member"]) == (3, True, True)

    def test_several_matters_cite_one_and_a_change_reaches_them(self, cast: Cast) -> None:
        row = arguing.research(cast, report_title="")
        matters = [arguing.matter(cast, title=f"关于第{n}段管网的请示") for n in (1, 2)]
        for matter in matters:
            cite(cast, matter, row)
        arguing.research(cast, research_id=row.pk)
        assert [facts_of(matter, "research")["report"] for matter in matters] == [True, True]
        assert Citation.objects.count() == 2

    def test_what_may_not_be_cited(self, cast: Cast) -> None:
        matter, row = arguing.matter(cast), arguing.research(cast)
        with refused("research_none"):
            cite(cast, matter)
        cite(cast, matter, row)
        with refused("research_cited"):
            cite(cast, matter, row)
        elsewhere = arguing.research(cast, topic="教育", unit_id=cast.units["D03"].pk, area_id=cast.areas["a02"].pk)
        with refused("not_found"):
            cite(cast, matter, elsewhere)
        cite(cast, matter, elsewhere, who="秘书")
        early = walk.draft(cast, day=arguing.EARLIER)
        with refused("research_later"):
            actions.research_cite(cast.call("联络员", arguing.EARLIER), matter_id=early.pk, research_ids=[row.pk])

    def test_what_a_member_led_is_counted_by_days(self, cast: Cast) -> None:
        row = arguing.research(cast)
        arguing.research(cast, topic="别人的", leader_id=cast.people["03号常委"].pk)
        assert list(researches_led(cast.people["09号常委"].pk)) == [row]
        matter = arguing.matter(cast)
        assert citable(cast.actor("联络员"), matter, TODAY).filter(pk=row.pk).exists()
        assert not citable(cast.actor("联络员"), matter, arguing.EARLIER).exists()


@pytest.mark.django_db
class TestNotice:
    def test_days_are_counted_from_the_span(self, cast: Cast) -> None:
        matter = arguing.matter(cast)
        row = arguing.notice(cast, matter)
        assert facts_of(matter, "notice") == {}
        actions.publicity_close(cast.call("联络员"), notice_id=row.pk, objections=2, answered=1)
        found = facts_of(matter, "notice")
        assert (found["days"], found["count"], found["answered"], found["on"]) == (7, 2, 1, row.until)
        actions.publicity_close(cast.call("联络员"), notice_id=row.pk, objections=2, answered=2)
        assert facts_of(matter, "notice")["answered"] == 2
        assert Step.objects.filter(kind="notice", is_revoked=False).count() == 1

    def test_what_is_refused(self, cast: Cast) -> None:
        matter = arguing.matter(cast)
        with refused("notice_span"):
            arguing.notice(cast, matter, until=arguing.EARLIER - DAY)
        running = arguing.notice(cast, matter, until=TODAY + DAY)
        with refused("notice_running"):
            actions.publicity_close(cast.call("联络员"), notice_id=running.pk, objections=0, answered=0)
        over = arguing.notice(cast, matter)
        with refused("notice_answered"):
            actions.publicity_close(cast.call("联络员"), notice_id=over.pk, objections=0, answered=1)


@pytest.mark.django_db
class TestHearing:
    def test_the_days_the_papers_lay_are_computed(self, cast: Cast) -> None:
        row = arguing.hearing(cast)
        days = {"participants_on": row.participants_on, "papers_on": row.papers_on}
        actions.hearing_hold(
            cast.call("联络员"), hearing_id=row.pk, participants=15, **days, is_presented=True, is_record_signed=True
        )
        found = facts_of(row.matter, "hearing")
        assert (found["papers_days"], found["participants_announced"], found["public"], found["record_signed"]) == (
            8, True, True, True,
        )  # fmt: skip

    def test_a_day_that_is_not_known_gives_no_value(self, cast: Cast) -> None:
        row = arguing.hearing(cast)
        actions.hearing_hold(cast.call("联络员"), hearing_id=row.pk, participants=15)
        found = facts_of(row.matter, "hearing")
        assert (found["papers_days"], found["participants_announced"]) == (None, None)

    def test_days_must_be_in_order(self, cast: Cast) -> None:
        with refused("hearing_before"):
            arguing.hearing(cast, planned_on=TODAY - 20 * DAY)
        row = arguing.hearing(cast)
        with refused("hearing_early"):
            actions.hearing_hold(cast.call("联络员", TODAY - 15 * DAY), hearing_id=row.pk, participants=9)
        with refused("hearing_order"):
            actions.hearing_hold(cast.call("联络员"), hearing_id=row.pk, participants=9, papers_on=TODAY + DAY)


@pytest.mark.django_db
def test_what_is_due_waits_for_the_unit(cast: Cast) -> None:
    matter = arguing.matter(cast, day=TODAY - 10 * DAY)
    assert waiting_for(cast.actor("联络员")) == []
    arguing.answered(cast, matter)
    arguing.notice(cast, matter)
    arguing.hearing(cast, matter)
    rows = waiting_for(cast.actor("联络员"))
    assert [(row.kind, row.button) for row in rows] == [
        ("专家咨询", "填写采纳情况"),
        ("公示", "登记结果"),
        ("听证", "登记听证"),
    ]
    assert waiting_for(cast.actor("外单位联络员")) == []


@pytest.mark.django_db
def test_who_argued_is_known(cast: Cast) -> None:
    matter = arguing.matter(cast)
    arguing.concluded(cast, matter, experts=[arguing.expert(cast, organization_id=cast.units["D04"].pk)])
    elsewhere = arguing.research(cast, unit_id=cast.units["D03"].pk)
    cite(cast, matter, elsewhere)
    assert argued_by(matter) == {
        cast.units["D02"].pk: "提请单位",
        cast.units["D04"].pk: "论证专家所在单位",
        cast.units["D03"].pk: "调研承办单位",
    }


SPANS = st.tuples(st.dates(dt.date(2023, 1, 1), dt.date(2024, 12, 1)), st.integers(0, 29))


@given(SPANS)
def test_spans_agree_with_counting_day_by_day(span: tuple[dt.date, int]) -> None:
    since, more = span
    days = [since + n * DAY for n in range(more + 1)]
    assert span_days(since, days[-1]) == len(days)
    assert span_workdays(since, days[-1]) == sum(default_calendar().is_workday(day) for day in days)
