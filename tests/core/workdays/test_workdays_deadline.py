"""Deadlines: the words of the office become dates, and the words are kept."""

import doctest
from contextlib import suppress
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from yixing_core.errors import Refusal
from yixing_core.workdays import deadline
from yixing_core.workdays.calendar import default_calendar
from yixing_core.workdays.deadline import parse_deadline
from yixing_core.workdays.recurrence import Every, Recurrence
from yixing_core.workdays.refusals import FORMS

CHINA = default_calendar()
MONDAY = date(2023, 6, 12)
ONE = timedelta(days=1)


def due(words, today=MONDAY):
    return parse_deadline(words, today, CHINA).due


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("6月30日", "2023-06-30"),
        ("6月30日前", "2023-06-30"),
        ("６月３０日前", "2023-06-30"),
        ("六月三十日之前", "2023-06-30"),
        ("十二月二十五号以前", "2023-12-25"),
        ("2023年6月30日", "2023-06-30"),
        ("2023年6月30日前", "2023-06-30"),
        ("2023-06-30", "2023-06-30"),
        ("2023/6/30", "2023-06-30"),
        ("2023.6.30前", "2023-06-30"),
        ("20230630", "2023-06-30"),
        ("2023-06-30 00:00:00", "2023-06-30"),
        ("2023-06-3 17:00前", "2023-06-03"),
        ("2022年6月30日", "2022-06-30"),
        ("今年5月1日", "2023-05-01"),
        ("明年3月1日前", "2024-03-01"),
        ("6月30日17时前", "2023-06-30"),
        ("6月30日下班前", "2023-06-30"),
        ("6月30日上午9点半前", "2023-06-30"),
        ("今天下班前", "2023-06-12"),
        ("25日前", "2023-06-25"),
        ("10日前", "2023-07-10"),
        ("本月25日前", "2023-06-25"),
        ("下月10日前", "2023-07-10"),
        ("6月底前", "2023-06-30"),
        ("6月底", "2023-06-30"),
        ("6月末", "2023-06-30"),
        ("6月份内", "2023-06-30"),
        ("6月", "2023-06-30"),
        ("7月上旬", "2023-07-10"),
        ("7月中旬前", "2023-07-20"),
        ("7月下旬", "2023-07-31"),
        ("2024年2月底前", "2024-02-29"),
        ("明年2月底前", "2024-02-29"),
        ("2024年3月", "2024-03-31"),
        ("月底", "2023-06-30"),
        ("月底前", "2023-06-30"),
        ("本月底前", "2023-06-30"),
        ("本月内", "2023-06-30"),
        ("本月", "2023-06-30"),
        ("下个月底前", "2023-07-31"),
        ("下月中旬", "2023-07-20"),
        ("三季度前", "2023-09-30"),
        ("三季度末", "2023-09-30"),
        ("三季度末前", "2023-09-30"),
        ("第三季度", "2023-09-30"),
        ("2023年三季度", "2023-09-30"),
        ("2024年第1季度末", "2024-03-31"),
        ("季末", "2023-06-30"),
        ("季度末前", "2023-06-30"),
        ("本季度末", "2023-06-30"),
        ("下季度末", "2023-09-30"),
        ("上半年", "2023-06-30"),
        ("下半年", "2023-12-31"),
        ("2024年上半年", "2024-06-30"),
        ("年底前", "2023-12-31"),
        ("年末", "2023-12-31"),
        ("年内", "2023-12-31"),
        ("今年底前", "2023-12-31"),
        ("今年年底前", "2023-12-31"),
        ("2024年底前", "2024-12-31"),
        ("2024年年底前", "2024-12-31"),
        ("明年底前", "2024-12-31"),
        ("本年度内", "2023-12-31"),
        ("全年", "2023-12-31"),
        ("立即", "2023-06-12"),
        ("即办", "2023-06-12"),
        ("立行立改", "2023-06-12"),
        ("立即整改到位", "2023-06-12"),
        ("当日", "2023-06-12"),
        ("次日", "2023-06-13"),
        ("3个工作日内", "2023-06-15"),
        ("十个工作日内", "2023-06-27"),
        ("10个工作日", "2023-06-27"),
        ("15日内", "2023-06-27"),
        ("二十日以内", "2023-07-02"),
        ("5天", "2023-06-17"),
        ("两周内", "2023-06-26"),
        ("1个月内", "2023-07-12"),
        ("三个月内", "2023-09-12"),
        ("半个月内", "2023-06-27"),
        ("半年内", "2023-12-12"),
        ("一年内", "2024-06-12"),
        ("周五前", "2023-06-16"),
        ("本周五下班前", "2023-06-16"),
        ("下周一", "2023-06-19"),
        ("本周内", "2023-06-18"),
        ("请于6月20日前反馈", "2023-06-20"),
        ("力争年底前完成", "2023-12-31"),
        ("截至6月底全部完成整改", "2023-06-30"),
        (" 6 月 底 前 。", "2023-06-30"),
    ],
)
def test_words_become_a_date(words, day):
    answer = parse_deadline(words, MONDAY, CHINA)
    assert answer.due == date.fromisoformat(day)
    assert answer.words == words.strip()
    assert answer.recurring is None
    assert not answer.long_term


@pytest.mark.parametrize(
    ("words", "today", "day"),
    [
        ("1月底前", "2023-11-20", "2024-01-31"),
        ("3月底前", "2023-12-01", "2024-03-31"),
        ("2月底前", "2023-12-01", "2024-02-29"),
        ("一季度末", "2023-12-01", "2024-03-31"),
        ("年底前", "2023-12-31", "2023-12-31"),
        ("6月30日", "2023-06-30", "2023-06-30"),
        ("31日前", "2023-01-31", "2023-01-31"),
        ("5日前", "2023-12-06", "2024-01-05"),
        ("1个月内", "2024-01-31", "2024-02-29"),
        ("季末", "2023-07-01", "2023-09-30"),
        ("2月29日", "2023-12-01", "2024-02-29"),
        ("2月29日", "2024-02-01", "2024-02-29"),
        ("3个工作日内", "2023-06-21", "2023-06-27"),
        ("周一前", "2023-06-12", "2023-06-12"),
    ],
)
def test_words_without_a_year(words, today, day):
    assert due(words, date.fromisoformat(today)) == date.fromisoformat(day)


@pytest.mark.parametrize(
    ("words", "recurrence", "first", "said"),
    [
        ("每月25日前", Recurrence(Every.MONTH, 25), "2023-06-25", "每月25日"),
        ("每月10日前报送", Recurrence(Every.MONTH, 10), "2023-07-10", "每月10日"),
        ("每月底前", Recurrence(Every.MONTH), "2023-06-30", "每月底"),
        ("每月", Recurrence(Every.MONTH), "2023-06-30", "每月底"),
        ("按月报", Recurrence(Every.MONTH), "2023-06-30", "每月底"),
        ("每月中旬", Recurrence(Every.MONTH, 20), "2023-06-20", "每月20日"),
        ("每季度末", Recurrence(Every.QUARTER), "2023-06-30", "每季度末"),
        ("每季度", Recurrence(Every.QUARTER), "2023-06-30", "每季度末"),
        ("每半年", Recurrence(Every.HALF), "2023-06-30", "每半年末"),
        ("每周五", Recurrence(Every.WEEK, 5), "2023-06-16", "每周五"),
        ("每周", Recurrence(Every.WEEK, 7), "2023-06-18", "每周日"),
        ("每年底前", Recurrence(Every.YEAR, 31, 12), "2023-12-31", "每年底"),
        ("每年6月30日前", Recurrence(Every.YEAR, 30, 6), "2023-06-30", "每年6月30日"),
        ("每年3月底", Recurrence(Every.YEAR, 31, 3), "2024-03-31", "每年3月底"),
    ],
)
def test_deadlines_that_come_back(words, recurrence, first, said):
    answer = parse_deadline(words, MONDAY, CHINA)
    assert (answer.recurring, answer.due) == (recurrence, date.fromisoformat(first))
    assert answer.recurring.words == said
    assert not answer.long_term


@pytest.mark.parametrize("words", ["长期", "长期坚持", "持续推进", "常态化开展"])
def test_what_has_no_end(words):
    answer = parse_deadline(words, MONDAY, CHINA)
    assert (answer.due, answer.recurring, answer.long_term) == (None, None, True)


@pytest.mark.parametrize(
    ("words", "recurrence"),
    [
        ("长期（按月报）", Recurrence(Every.MONTH)),
        ("长期坚持，每月25日前报", Recurrence(Every.MONTH, 25)),
        ("长期（按季度报）", Recurrence(Every.QUARTER)),
        ("常态化（每半年报）", Recurrence(Every.HALF)),
        ("长期，每年底报告", Recurrence(Every.YEAR, 31, 12)),
    ],
)
def test_what_has_no_end_and_is_reported(words, recurrence):
    answer = parse_deadline(words, MONDAY, CHINA)
    assert answer.long_term
    assert answer.recurring == recurrence
    assert answer.due == recurrence.next_on_or_after(MONDAY)


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("", ""),
        ("尽快", ""),
        ("6月30", ""),
        ("若干工作日内", ""),
        ("0日内", ""),
        ("零个工作日内", ""),
        ("5天前", ""),
        ("长期，尽快报", ""),
        ("长期，按需报", ""),
        ("十十日内", ""),
        ("6月前", ".ambiguous"),
        ("2024年6月份前完成", ".ambiguous"),
        ("2月30日", ".date"),
        ("2023-02-29", ".date"),
        ("2023年2月29日", ".date"),
        ("13月底前", ".date"),
        ("32日前", ".date"),
        ("每月32日前", ".date"),
        ("每年2月30日", ".date"),
        ("每年13月1日", ".date"),
        ("3月底前", ".past"),
        ("5月1日", ".past"),
        ("一季度末", ".past"),
        ("9999年内", ".range"),
        ("9999年13月1日", ".date"),
    ],
)
def test_refusals_say_what_may_be_written(words, code):
    with pytest.raises(Refusal) as refusal:
        due(words)
    assert refusal.value.code == f"workdays.deadline{code}"
    assert refusal.value.field == "deadline"
    if not code:
        assert FORMS in refusal.value.mend


@pytest.mark.parametrize("words", ["下月底", "2年内", "每季度", "9999日内", "次日", "季末后"])
def test_the_end_of_the_calendar_is_a_refusal(words):
    with pytest.raises(Refusal):
        due(words, date.max)


def test_a_day_of_this_week_that_is_over():
    with pytest.raises(Refusal) as refusal:
        due("本周一", date(2023, 6, 15))
    assert refusal.value.code == "workdays.deadline.past"
    assert due("周一", date(2023, 6, 15)) == date(2023, 6, 19)


def test_either_reading_of_an_ambiguous_month_is_offered():
    with pytest.raises(Refusal, match="“6月底前”或“5月底前”"):
        due("6月前")
    with pytest.raises(Refusal, match="“1月底前”或“12月底前”"):
        due("1月前")


@pytest.mark.parametrize("form", FORMS.split("、"))
def test_what_the_refusal_offers_is_understood(form):
    assert parse_deadline(form, MONDAY, CHINA).words == form


def test_working_days_of_an_unpublished_year_are_provisional():
    assert not parse_deadline("10个工作日内", MONDAY, CHINA).provisional
    assert parse_deadline("10个工作日内", date(2026, 12, 25), CHINA).provisional
    assert not parse_deadline("15日内", date(2026, 12, 25), CHINA).provisional


DAYS = st.dates(date(2022, 1, 1), date(2030, 12, 31))


def walk(day, until):
    while not until(day):
        day += ONE
    return day


def is_month_end(day):
    return (day + ONE).day == 1


@given(DAYS)
def test_ends_against_a_walk(today):
    assert due("月底", today) == walk(today, is_month_end)
    assert due("季末", today) == walk(today, lambda d: is_month_end(d) and d.month % 3 == 0)
    assert due("年底前", today) == walk(today, lambda d: is_month_end(d) and d.month == 12)
    assert due("周五前", today) == walk(today, lambda d: d.weekday() == 4)


@given(DAYS, st.integers(1, 60))
def test_terms_against_a_walk(today, count):
    assert due(f"{count}日内", today) == today + count * ONE
    day, left = today, count
    while left:
        day += ONE
        left -= CHINA.is_workday(day)
    assert due(f"{count}个工作日内", today) == day


@given(DAYS, DAYS)
def test_a_day_that_is_written_out_is_that_day(today, day):
    for words in (f"{day.year}年{day.month}月{day.day}日前", day.isoformat(), f"{day:%Y/%m/%d}"):
        assert due(words, today) == day
    if (day - today).days in range(180):
        assert due(f"{day.month}月{day.day}日前", today) == day
        if is_month_end(day):
            assert due(f"{day.month}月底前", today) == day


@given(DAYS, st.sampled_from(Every), st.integers(1, 31), st.integers(1, 12))
def test_recurrence_against_a_walk(today, every, day, month):
    """The day of that number, or the last of a month that is too short for it."""
    months = {
        Every.MONTH: range(1, 13),
        Every.QUARTER: (3, 6, 9, 12),
        Every.HALF: (6, 12),
        Every.YEAR: (month,),
    }
    if every is Every.WEEK:
        number = (day - 1) % 7 + 1
        answer = Recurrence(every, number).next_on_or_after(today)
        assert answer == walk(today, lambda d: d.isoweekday() == number)
        return
    answer = Recurrence(every, day, month if every is Every.YEAR else 0).next_on_or_after(today)

    def fits(one: date) -> bool:
        return one.month in months[every] and (one.day == day or (is_month_end(one) and one.day < day))

    assert answer == walk(today, fits)


PIECES = st.sampled_from(
    [*"一二三四五六七八九十两半年月日天周季度上下中旬底末内前每按报长期个本明今第工作", *"0123456789-/.", " "]
)


@settings(max_examples=300)
@given(st.lists(PIECES, max_size=8).map("".join) | st.text(max_size=10), DAYS)
def test_any_words_are_understood_or_refused(words, today):
    answer = None
    with suppress(Refusal):
        answer = parse_deadline(words, today, CHINA)
    if answer is None:
        return
    assert answer.words == words.strip()
    assert answer.due is not None or answer.long_term
    if answer.recurring:
        assert answer.due >= today


def test_docstrings():
    result = doctest.testmod(deadline)
    assert result.attempted
    assert not result.failed
