"""Where a task stands and its light: pure functions, each against a naive oracle, and the light as a filter."""

import datetime as dt
from dataclasses import dataclass, fields

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.apps.supervision import loop
from tests.cast import TODAY
from yixing.supervision.models import Task
from yixing.supervision.state import ENDED, OPEN, LightKind, Records, TaskState, light, task_state, with_light

S = TaskState
DAYS = st.dates(dt.date(2023, 5, 20), dt.date(2023, 7, 10))
MAYBE = st.none() | DAYS


def naive_state(records: Records) -> TaskState:
    """The table as a clerk would read it: whatever ended it wins, else the furthest step that was reached."""
    reached = [name for name in (field.name for field in fields(Records)) if getattr(records, name) is not None]
    if "issued_on" not in reached:
        return S.DRAFT
    for name, state in (
        ("merged_on", S.MERGED),
        ("stopped_on", S.STOPPED),
        ("closed_on", S.CLOSED),
        ("kept_on", S.LONG_TERM),
        ("objected_on", S.OBJECTED),
    ):
        if name in reached:
            return state
    way = S.ISSUED
    for name, state in (("accepted_on", S.IN_HAND), ("claimed_on", S.CLAIMED), ("verified_on", S.VERIFIED)):
        if name not in reached:
            break
        way = state
    return way


@given(st.builds(Records, *[MAYBE for _ in fields(Records)]))
def test_state_against_the_naive_table(records):
    assert task_state(records) == naive_state(records)


def test_every_state_is_open_ended_or_a_draft():
    assert set(S) == OPEN | ENDED | {S.DRAFT}
    assert not OPEN & ENDED


@dataclass
class Row:
    state: str
    due_on: dt.date | None
    claimed_on: dt.date | None


def naive_light(row: Row, today: dt.date, soon: int) -> str:
    """By hand: count the days that are left."""
    if row.state == "closed":
        return "已销号"
    if row.state in ("merged", "stopped"):
        return "中止"
    if row.due_on is None or row.state in ("draft", "long_term"):
        return "正常"
    left = (row.due_on - today).days
    if row.claimed_on is not None:
        return "逾期" if left < 0 and (row.claimed_on - row.due_on).days > 0 else "正常"
    if left < 0:
        return "逾期"
    return "临期" if left <= soon else "正常"


@given(st.builds(Row, st.sampled_from([state.value for state in S]), MAYBE, MAYBE), DAYS, st.integers(0, 30))
def test_light_against_counting_days(row, today, soon):
    assert light(row, today, soon).label == naive_light(row, today, soon)


ROWS = st.lists(st.tuples(st.sampled_from(sorted(S)), MAYBE, MAYBE), min_size=1, max_size=12)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=ROWS, today=DAYS, soon=st.integers(0, 20))
def test_the_filter_is_the_function(cast, rows, today, soon):
    """Every row lies in exactly the one filter that its light names."""
    if not Task.objects.exists():
        loop.issue(cast)
    template = Task.objects.order_by("id").first()
    Task.objects.exclude(pk=template.pk).delete()
    tasks = [_row(template, place, *row) for place, row in enumerate(rows, 1)]
    made = Task.objects.filter(pk__in=[task.pk for task in tasks])
    expected = {kind: {task.pk for task in tasks if light(task, today, soon) == kind} for kind in LightKind}
    for kind in LightKind:
        assert set(made.filter(with_light(kind, today, soon)).values_list("pk", flat=True)) == expected[kind], kind


def _row(template: Task, place: int, state: str, due_on: dt.date | None, claimed_on: dt.date | None) -> Task:
    dates = {
        S.DRAFT: {"issued_on": None},
        S.OBJECTED: {"objected_on": TODAY},
        S.ISSUED: {},
        S.CLOSED: {"closed_on": TODAY},
        S.LONG_TERM: {"kept_on": TODAY},
        S.MERGED: {"merged_on": TODAY, "merged_into": template},
        S.STOPPED: {"stopped_on": TODAY},
        S.IN_HAND: {"accepted_on": TODAY, "claimed_on": None},
        S.CLAIMED: {"accepted_on": TODAY, "claimed_on": claimed_on or TODAY},
        S.VERIFIED: {"accepted_on": TODAY, "claimed_on": claimed_on or TODAY, "verified_on": TODAY},
    }[S(state)]
    task = Task(
        breakdown=template.breakdown,
        source=template.source,
        text="x",
        lead_unit=template.lead_unit,
        number=None if state == S.DRAFT else f"督2023-9{place:03d}",
        due_words="6月底前",
        due_on=due_on,
        issued_on=TODAY,
        claimed_on=claimed_on if state in (S.CLAIMED, S.VERIFIED) else None,
    )
    for name, value in dates.items():
        setattr(task, name, value)
    task.settle()
    assert task.state == state
    return task


@pytest.mark.parametrize(
    ("due", "claimed", "word"),
    [
        (TODAY, None, "临期"),
        (TODAY + dt.timedelta(days=7), None, "临期"),
        (TODAY + dt.timedelta(days=8), None, "正常"),
        (TODAY - dt.timedelta(days=1), None, "逾期"),
        (TODAY - dt.timedelta(days=1), TODAY - dt.timedelta(days=1), "正常"),
        (TODAY - dt.timedelta(days=1), TODAY, "逾期"),
    ],
)
def test_the_edges_of_the_lights(due, claimed, word):
    row = Row("claimed" if claimed else "in_hand", due, claimed)
    assert light(row, TODAY, 7).label == word
