"""The keys of a page are those of the list; asking for them looks into an index and puts nothing together twice."""

import datetime as dt
import itertools

import pytest
from django.db import connection
from django.db.models import Q
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from tests.apps.supervision import loop
from tests.cast import TODAY
from yixing.supervision import queries, register
from yixing.supervision.models import Task
from yixing.supervision.paging import BoundedPaginator
from yixing.supervision.prepared import prepared, prepared_for, sides, together
from yixing.supervision.queries import SORTS, TaskFilter, TaskKeys, task_list
from yixing.supervision.state import LightKind

LATE = dt.date(2023, 7, 10)
PEOPLE = ("督查员", "书记", "常委", "农业常委", "联络员", "外单位联络员", "单位负责人", "审计员", "委员", "监票人")


def _some_of_each(cast):
    unit, other = cast.units["D02"].pk, cast.units["D03"].pk
    loop.issue(cast)
    loop.issue(cast, loop.line(cast, "D03", due="9月底前", assist_unit_ids=[unit]))
    loop.in_hand(cast, instruction_id=loop.instruct(cast).pk)
    loop.in_hand(cast, loop.line(cast, assist_unit_ids=[other]))
    loop.claimed(cast)
    loop.closed(cast)
    loop.draft(cast)
    return unit, other


def _filters(unit, other, leader):
    yield TaskFilter()
    for light in (*LightKind, ""):
        for state in ("", "open", "closed"):
            yield TaskFilter(light=light, state=state)
            yield TaskFilter(light=light, state=state, unit_id=unit)
    yield TaskFilter(source="decision", leader_id=leader)
    yield TaskFilter(due_month=True, lead_unit_id=other)
    for year in (2022, 2023):
        yield TaskFilter(issued_year=year, leader_id=leader, state="closed")
        yield TaskFilter(issued_year=year)
    yield TaskFilter(lead_unit_id=unit, unit_id=other, light="late")


@pytest.mark.both
@pytest.mark.django_db
def test_the_keys_are_those_of_the_list(cast):
    unit, other = _some_of_each(cast)
    found = 0
    filters = list(_filters(unit, other, cast.people["09号常委"].pk))
    sorts = [sign + key for key in SORTS for sign in ("", "-")]
    asked = [(wanted, "") for wanted in filters] + [(TaskFilter(), sort) for sort in sorts]
    for who, (wanted, sort) in itertools.product(PEOPLE, asked):
        for today in (TODAY, LATE):
            actor = cast.actor(who, today)
            listed = [task.pk for task in task_list(actor, wanted, today=today, sort=sort)]
            keys = TaskKeys(actor, wanted, today, sort)
            assert (keys[0:50], keys.counted(50)) == (listed, len(listed)), (who, wanted, sort)
            assert keys[1:3] == listed[1:3]
            assert keys.counted(2) == min(2, len(listed))
            found += len(listed)
    assert found > 1000


def test_a_page_of_lines_is_what_the_list_says(cast):
    _some_of_each(cast)
    tasks = task_list(cast.actor("督查员"), TaskFilter(), today=LATE)
    pks = [task.pk for task in tasks]
    assert register.page_lines(pks, LATE, 7, first=3) == register.lines(tasks, LATE, 7, first=3)
    assert register.page_lines(pks[::-1], LATE, 7)[0].pk == pks[-1]
    assert register.page_lines([], LATE, 7) == []


def test_a_question_is_put_together_once_and_asks_no_row(cast):
    _some_of_each(cast)
    actor = cast.actor("常委")
    queries._keys.cache_clear()
    with CaptureQueriesContext(connection) as captured:
        for _ in range(2):
            queries._keys(actor, TaskFilter(light="late"), LATE, 7, "")
    assert len(captured) == 0
    assert queries._keys.cache_info().misses == 1


def test_what_is_kept_of_a_question_is_not_its_answer(cast):
    keys = TaskKeys(cast.actor("督查员"), TaskFilter(), TODAY)
    assert (keys[0:25], keys.counted(5)) == ([], 0)
    task = loop.issue(cast)
    assert (keys[0:25], keys.counted(5)) == ([task.pk], 1)


@pytest.mark.parametrize("who", ["督查员", "联络员", "常委"])
@pytest.mark.parametrize(
    "wanted",
    [
        TaskFilter(),
        TaskFilter(light="late"),
        TaskFilter(light="done"),
        TaskFilter(state="open"),
        TaskFilter(state="closed"),
        TaskFilter(source="decision"),
        TaskFilter(issued_year=2023),
        TaskFilter(issued_year=2023, leader_id=9, state="open"),
    ],
)
def test_no_list_is_read_from_end_to_end(cast, who, wanted):
    """In the order of days nothing is sorted by hand but the few tasks that one only assists with or instructed.

    Who sees but some is led to these, never to all that have a state, a source, or are open.
    """
    keys = TaskKeys(cast.actor(who), wanted, LATE)
    question = keys._question("").cut(0, 25)
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN QUERY PLAN {question.sql}", question.values)
        steps = [row[3] for row in cursor.fetchall()]
    whole = [step for step in steps if step.startswith("SCAN supervision_task") and "INDEX" not in step]
    assert not whole
    if who == "督查员":
        assert not [step for step in steps if "TEMP B-TREE" in step]
        assert any("INDEX task_" in step for step in steps)
    else:
        wide = ("INDEX task_due", "INDEX task_open_due", "INDEX task_state_due", "INDEX task_source_due")
        assert not [step for step in steps if any(f"{name} " in f"{step} " for name in wide)]


CONDITIONS = st.recursive(
    st.sampled_from([Q(a=1), Q(b=2), ~Q(c=3), Q(a=1, b=2), ~(Q(a=1) | Q(b=2))]),
    lambda inner: st.lists(inner, min_size=2, max_size=3).flatmap(
        lambda parts: st.sampled_from([Q(*parts), Q(*parts, _connector=Q.OR)])
    ),
    max_leaves=6,
)


def _holds(condition, row):
    if not isinstance(condition, Q):
        name, value = condition
        return row[name] == value
    found = [_holds(child, row) for child in condition.children]
    held = any(found) if condition.connector == Q.OR else all(found)
    return held is not condition.negated


@given(CONDITIONS, CONDITIONS)
def test_the_sides_of_a_condition_hold_where_it_holds(one, other):
    for a, b, c in itertools.product((1, 0), (2, 0), (3, 0)):
        row = {"a": a, "b": b, "c": c}
        for deep in (False, True):
            assert any(_holds(side, row) for side in sides(one, deep=deep)) == _holds(one, row)
        both = together(sides(one, deep=True), sides(other))
        assert any(_holds(side, row) for side in both) == (_holds(one, row) and _holds(other, row))


def test_a_question_about_keys_has_no_other_value(cast):
    loop.issue(cast)
    with pytest.raises(ValueError, match="2 keys"):
        prepared_for(2, lambda pks: Task.objects.filter(pk__in=pks, text="供热"))
    nobody = prepared(Task.objects.none())
    assert (nobody.rows(), nobody.cut(0, 5).rows(), nobody.count(5)) == ([], [], 0)


def test_the_paginator_takes_keys_and_rows(cast):
    for _ in range(3):
        loop.issue(cast)
    actor = cast.actor("督查员")
    rows = BoundedPaginator(task_list(actor, TaskFilter(), today=TODAY), 2)
    keys = BoundedPaginator(TaskKeys(actor, TaskFilter(), TODAY), 2)
    assert [task.pk for task in rows.page(2)] == list(keys.page(2))
    assert (rows.words, rows.num_pages) == (keys.words, keys.num_pages) == ("3", 2)
