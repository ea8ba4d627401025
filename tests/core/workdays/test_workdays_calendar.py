"""Working days: the published exchanges, and arithmetic against walking day by day."""

import doctest
import json
from datetime import date, timedelta
from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yixing_core.errors import Refusal
from yixing_core.workdays import calendar as module
from yixing_core.workdays import recurrence
from yixing_core.workdays.build_table import year_table
from yixing_core.workdays.calendar import Basis, Calendar, default_calendar, month_end, read_years

CHINA = default_calendar()
ONE = timedelta(days=1)


def days(text):
    return [date.fromisoformat(item) for item in text.split()]


@pytest.mark.parametrize(
    ("off", "work"),
    [
        ("2023-01-02 2023-01-27 2023-04-05 2023-05-03 2023-06-22 2023-06-23 2023-09-29 2023-10-06", ""),
        ("", "2023-01-28 2023-01-29 2023-04-23 2023-05-06 2023-06-25 2023-10-07 2023-10-08"),
        ("2024-02-12 2024-02-16 2024-04-04 2024-05-03 2024-06-10 2024-09-16 2024-10-07", ""),
        ("", "2024-02-04 2024-02-18 2024-04-07 2024-04-28 2024-05-11 2024-09-14 2024-09-29 2024-10-12"),
        ("2025-01-28 2025-02-04 2025-05-05 2025-06-02 2025-10-08", "2025-01-26 2025-02-08 2025-09-28 2025-10-11"),
        ("2026-01-02 2026-02-23 2026-06-19 2026-10-07", "2026-01-04 2026-02-14 2026-02-28 2026-05-09 2026-10-10"),
        ("2023-06-10 2023-06-11", "2023-06-12 2023-12-29"),
    ],
)
def test_the_published_arrangements(off, work):
    assert [day for day in days(off) if CHINA.is_workday(day)] == []
    assert [day for day in days(work) if not CHINA.is_workday(day)] == []


def test_the_table_is_what_the_library_knows():
    """A published year never changes; a year that was not published yet may have become so."""
    table = json.loads(files("yixing_core.workdays").joinpath("china.json").read_text())["years"]
    assert list(table) == ["2023", "2024", "2025", "2026", "2027"]
    for year, content in table.items():
        known = year_table(int(year))
        if content["basis"] == known["basis"]:
            assert content == known
        else:
            assert (content["basis"], known["basis"]) == ("statutory", "published")


def test_what_is_known_of_a_year():
    assert [CHINA.basis(year) for year in (2022, 2023, 2026, 2027, 2028)] == [
        Basis.WEEKENDS,
        Basis.PUBLISHED,
        Basis.PUBLISHED,
        Basis.STATUTORY,
        Basis.WEEKENDS,
    ]
    assert CHINA.certain(date(2023, 1, 1), date(2026, 12, 31))
    assert CHINA.certain(date(2026, 12, 31), date(2023, 1, 1))
    assert not CHINA.certain(date(2026, 12, 31), date(2027, 1, 1))


DAYS = st.dates(date(2022, 1, 1), date(2029, 12, 31))
EXTRA = st.dictionaries(DAYS, st.booleans(), max_size=30)


@given(DAYS, st.integers(-400, 400))
def test_adding_against_a_walk(start, count):
    day, left = start, abs(count)
    while left:
        day += ONE if count > 0 else -ONE
        left -= CHINA.is_workday(day)
    assert CHINA.add_workdays(start, count) == day


@given(DAYS, DAYS)
def test_counting_against_a_walk(start, end):
    low, high = sorted((start, end))
    walked = sum(CHINA.is_workday(low + timedelta(days=n + 1)) for n in range((high - low).days))
    assert CHINA.workdays_between(start, end) == (walked if start <= end else -walked)


@given(EXTRA, DAYS, st.integers(-200, 200))
def test_a_changed_calendar_is_counted_right(changes, start, count):
    calendar = CHINA.with_days(changes)
    for day, works in changes.items():
        assert calendar.is_workday(day) is works
    reached = calendar.add_workdays(start, count)
    if count:
        assert calendar.is_workday(reached)
    assert calendar.workdays_between(start, reached) == count or count < 0
    day, left = start, abs(count)
    while left:
        day += ONE if count > 0 else -ONE
        left -= calendar.is_workday(day)
    assert reached == day


@given(DAYS, st.integers(1, 100), st.integers(1, 100))
def test_steps_add_up(start, one, other):
    assert CHINA.add_workdays(CHINA.add_workdays(start, one), other) == CHINA.add_workdays(start, one + other)


def test_zero_is_the_day_itself_also_on_a_day_off():
    assert CHINA.add_workdays(date(2023, 6, 22), 0) == date(2023, 6, 22)


@pytest.mark.parametrize(
    ("start", "count"),
    [(date.max, 1), (date(9999, 12, 25), 10), (date.min, -1), (date(1, 1, 3), -5), (date.max, -(10**9))],
)
def test_beyond_the_calendar(start, count):
    with pytest.raises(Refusal) as refusal:
        CHINA.add_workdays(start, count)
    assert refusal.value.code == "workdays.range"


def test_the_ends_of_the_calendar():
    assert CHINA.add_workdays(date(9999, 12, 30), 1) == date.max
    assert CHINA.add_workdays(date(1, 1, 2), -1) == date.min


def test_an_administrator_puts_in_the_notice_of_a_year():
    off = [date(2027, 1, 1), date(2027, 1, 2), date(2027, 2, 8)]
    calendar = CHINA.with_year(2027, off=off, work=[date(2027, 2, 20)])
    assert calendar.basis(2027) is Basis.PUBLISHED
    assert not calendar.is_workday(date(2027, 2, 8))
    assert calendar.is_workday(date(2027, 2, 20))
    assert calendar.is_workday(date(2027, 10, 1)), "the year is replaced as a whole"
    assert calendar.is_workday(date(2026, 2, 14)), "other years stay"
    assert CHINA.basis(2027) is Basis.STATUTORY, "the former calendar is untouched"


@pytest.mark.parametrize(
    ("off", "work", "why"),
    [
        ([date(2026, 12, 31)], [], "不在2027年"),
        ([date(2027, 2, 20)], [date(2027, 2, 20)], "既是"),
        ([], [date(2027, 2, 22)], "不是周末"),
    ],
)
def test_a_notice_that_cannot_be(off, work, why):
    with pytest.raises(Refusal, match=why):
        CHINA.with_year(2027, off=off, work=work)


def test_a_weekend_is_no_day_off_by_law():
    with pytest.raises(Refusal, match="周末"):
        Calendar(frozenset({date(2023, 6, 10)}), frozenset())


GOOD = {"basis": "published", "off": ["2027-01-01"], "work": ["2027-02-20"]}


def test_a_table_is_read():
    calendar = read_years({"years": {"2027": GOOD, "2028": {**GOOD, "basis": "statutory", "off": [], "work": []}}})
    assert calendar.basis(2027) is Basis.PUBLISHED
    assert calendar.basis(2028) is Basis.STATUTORY
    assert calendar.off == {date(2027, 1, 1)}


@pytest.mark.parametrize(
    "data",
    [
        None,
        [],
        {},
        {"years": {}},
        {"years": []},
        {"years": {"2027": GOOD}, "more": 1},
        {"years": {2027: GOOD}},
        {"years": {"next": GOOD}},
        {"years": {"２０２７": GOOD}},
        {"years": {"2027": []}},
        {"years": {"2027": {"off": [], "work": []}}},
        {"years": {"2027": {**GOOD, "basis": "weekends"}}},
        {"years": {"2027": {**GOOD, "basis": []}}},
        {"years": {"2027": {**GOOD, "off": "2027-01-01"}}},
        {"years": {"2027": {**GOOD, "off": ["1 January"]}}},
        {"years": {"2027": {**GOOD, "off": [20270101]}}},
        {"years": {"2028": GOOD}},
    ],
)
def test_a_table_that_cannot_be_read(data):
    with pytest.raises(Refusal) as refusal:
        read_years(data)
    assert refusal.value.code == "workdays.table"


@given(DAYS)
def test_the_end_of_the_month(day):
    end = month_end(day)
    assert (end.year, end.month) == (day.year, day.month)
    assert (end + ONE).day == 1


@pytest.mark.parametrize("documented", [module, recurrence])
def test_docstrings(documented):
    result = doctest.testmod(documented)
    assert result.attempted
    assert not result.failed
