"""Numbers are written and read as the standard has them; whatever else is refused with the reason."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yixing_core.errors import Refusal
from yixing_core.papers.numbering import (
    DocumentNumber,
    ItemNumber,
    SessionNumber,
    chinese_numeral,
    chinese_value,
    date_words,
    heading_number,
)

MARKS = st.text(alphabet="示例县委办发函通报组纪", max_size=8)


@given(MARKS, st.integers(1949, 2999), st.integers(1, 99_999))
def test_a_document_number_reads_back(mark, year, serial):
    number = DocumentNumber(mark, year, serial)
    assert DocumentNumber.parse(str(number)) == number


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("示例县委[2023]12号", "六角括号"),
        ("示例县委（2023）12号", "六角括号"),
        ("示例县委〔23〕12号", "四位全称"),
        ("示例县委〔2023〕012号", "虚位"),
        ("示例县委〔2023〕第12号", "不加“第”"),
        ("示例县委〔2023〕12", "号"),
        ("示例县委 〔2023〕12号", "空格"),
        ("", "没有填写"),
    ],
)
def test_a_wrong_number_is_refused_with_the_reason(text, why):
    with pytest.raises(Refusal) as refused:
        DocumentNumber.parse(text)
    assert why in refused.value.text
    assert "〔2023〕12号" in refused.value.mend


@given(st.integers(1949, 2999), st.integers(1, 999), st.integers(1, 99))
def test_an_item_number_reads_back(year, meeting, item):
    number = ItemNumber(year, meeting, item)
    assert ItemNumber.parse(str(number)) == number


@given(st.sampled_from(["县委常委会", "县委全委会", ""]), st.integers(1, 500), st.none() | st.integers(1, 99))
def test_a_session_number_reads_back(body, serial, term):
    session = SessionNumber(body, serial, term)
    assert SessionNumber.parse(str(session)) == session


def test_the_short_form_of_a_session_is_read():
    assert SessionNumber.parse("第36次") == SessionNumber("", 36)
    assert SessionNumber.parse("十五届县委常委会第36次会议") == SessionNumber("县委常委会", 36, 15)


@pytest.mark.parametrize("text", ["36次", "第036次", "", "第次会议"])
def test_what_is_no_session_is_refused(text):
    with pytest.raises(Refusal):
        SessionNumber.parse(text)


@given(st.integers(0, 9999))
def test_chinese_figures_read_back(number):
    assert chinese_value(chinese_numeral(number)) == number


def test_headings_are_numbered_as_the_standard_has_them():
    assert [heading_number(level, 12) for level in (1, 2, 3, 4)] == ["十二、", "（十二）", "12.", "（12）"]


@given(st.dates(date(1949, 1, 1), date(2999, 12, 31)))
def test_days_carry_no_leading_zero(day):
    assert date_words(day) == f"{day.year}年{day.month}月{day.day}日"
