"""Numbers of documents, meetings and items: how they are written and read. The counting is the database's.

Source: GB/T 9704—2012, 7.2.5 and 7.3.5.4 (GB-08, GB-17 of our reading; seen in two sources): year in full in 〔〕, no
leading zeros, no 第, 号 at the end; dates in Arabic figures without leading zeros; heading numbers per 7.3.3 (GB-13).
"""

import re
from dataclasses import dataclass
from datetime import date
from typing import Self

from yixing_core.papers.refusals import invalid, number_refused

_DIGITS = "零一二三四五六七八九"
_TENS = 10
_LARGEST = 9999
_FIRST_YEAR, _LAST_YEAR = 1949, 2999
_NUMBER = re.compile(r"(?P<mark>[^〔〕\s]*)〔(?P<year>\d{4})〕(?P<serial>\d+)号")
_ITEM = re.compile(r"(?P<year>\d{4})-(?P<meeting>\d{1,4})-(?P<item>\d{2,3})")
_SESSION = re.compile(r"(?:(?P<term>[零一二三四五六七八九十百]+)届)?(?P<body>[^第\s]*?)第(?P<serial>\d+)次(?:会议)?")


def date_words(day: date) -> str:
    """A day as documents write it.

    >>> date_words(date(2026, 3, 5))
    '2026年3月5日'
    """
    return f"{day.year}年{day.month}月{day.day}日"


def chinese_numeral(number: int) -> str:
    """A whole number from 0 to 9999 in Chinese figures, as headings and terms use them.

    >>> [chinese_numeral(n) for n in (1, 10, 11, 20, 105, 110, 1010)]
    ['一', '十', '十一', '二十', '一百零五', '一百一十', '一千零一十']
    """
    if not 0 <= number <= _LARGEST:
        msg = f"no Chinese numeral for {number}"
        raise ValueError(msg)
    if number == 0:
        return _DIGITS[0]
    words = ""
    gap = False
    rest = number
    for unit, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, rest = divmod(rest, unit)
        if digit:
            words += (_DIGITS[0] if gap else "") + _DIGITS[digit] + name
            gap = False
        elif words and rest:
            gap = True
    return words[1:] if _TENS <= number < 2 * _TENS else words


def chinese_value(words: str) -> int:
    """The number that Chinese figures write; the inverse of ``chinese_numeral``.

    Raises:
        ValueError: the words are not a number.
    """
    total = digit = 0
    units = {"十": 10, "百": 100, "千": 1000}
    for character in words:
        if character in units:
            total += (digit or 1) * units[character]
            digit = 0
        else:
            digit = _DIGITS.index(character)
    total += digit
    if chinese_numeral(total) != words:
        msg = f"not a Chinese number: {words}"
        raise ValueError(msg)
    return total


def heading_number(level: int, number: int) -> str:
    """The number before a heading: ``一、`` ``（一）`` ``1.`` ``（1）`` for levels 1 to 4.

    >>> [heading_number(level, 3) for level in (1, 2, 3, 4)]
    ['三、', '（三）', '3.', '（3）']
    """
    forms = {
        1: f"{chinese_numeral(number)}、",
        2: f"（{chinese_numeral(number)}）",
        3: f"{number}.",
        4: f"（{number}）",
    }
    if level not in forms:
        msg = f"headings have levels 1 to 4, not {level}"
        raise ValueError(msg)
    return forms[level]


@dataclass(frozen=True, slots=True, order=True)
class DocumentNumber:
    """发文字号. ``mark`` is the 发文机关代字 (data of the installation), empty for a 纪要.

    >>> str(DocumentNumber("示例县委", 2023, 12))
    '示例县委〔2023〕12号'
    """

    mark: str
    year: int
    serial: int

    def __post_init__(self) -> None:
        text = f"{self.mark}〔{self.year}〕{self.serial}号"
        if self.serial < 1:
            raise number_refused(text, "序号从 1 起")
        if not _FIRST_YEAR <= self.year <= _LAST_YEAR:
            raise number_refused(text, "年份要写四位全称")
        if re.search(r"[〔〕\[\]【】()（）\s]", self.mark):
            raise number_refused(text, "机关代字里不能有括号和空格")

    def __str__(self) -> str:
        return f"{self.mark}〔{self.year}〕{self.serial}号"

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read a number; whatever the standard does not allow is refused with the reason.

        Raises:
            Refusal: ``number_form``.
        """
        stripped = text.strip()
        found = _NUMBER.fullmatch(stripped)
        if not found:
            raise number_refused(stripped, _why_not(stripped))
        serial = found["serial"]
        if serial.startswith("0"):
            raise number_refused(stripped, "序号编了虚位（前面有 0）")
        return cls(found["mark"], int(found["year"]), int(serial))


def _why_not(text: str) -> str:
    """The first thing that keeps a text from being a document number, in words."""
    reasons = (
        (not text, "没有填写"),
        (bool(re.search(r"[\[【(（]\d{2,4}[\]】)）]", text)), "年份要用六角括号〔〕"),
        (bool(re.search(r"〔\d{1,3}〕|〔\d{5,}〕", text)), "年份要写四位全称"),
        (bool(re.search(r"〕\s*第", text)), "序号前不加“第”"),
        (not text.endswith("号"), "末尾要有“号”"),
        (bool(re.search(r"\s", text)), "中间有空格"),
    )
    return next((why for holds, why in reasons if holds), "不是“代字〔年份〕序号号”的样子")


@dataclass(frozen=True, slots=True, order=True)
class ItemNumber:
    """Number of an 议定事项: year, number of the meeting, number of the item.

    >>> str(ItemNumber(2023, 36, 3)), ItemNumber.parse("2023-36-03")
    ('2023-36-03', ItemNumber(year=2023, meeting=36, item=3))
    """

    year: int
    meeting: int
    item: int

    def __post_init__(self) -> None:
        if self.meeting < 1 or self.item < 1 or not _FIRST_YEAR <= self.year <= _LAST_YEAR:
            raise invalid("议定事项编号", "item", "年份或序号不对", "写成“2023-36-03”。")

    def __str__(self) -> str:
        return f"{self.year}-{self.meeting}-{self.item:02d}"

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read an item's number.

        Raises:
            Refusal: ``field_invalid``.
        """
        found = _ITEM.fullmatch(text.strip())
        if not found:
            why = f"“{text}”不是“年份-会议次数-序号”的样子"
            raise invalid("议定事项编号", "item", why, "写成“2023-36-03”。")
        return cls(int(found["year"]), int(found["meeting"]), int(found["item"]))


@dataclass(frozen=True, slots=True)
class SessionNumber:
    """Number of a meeting of a body: by term (``十五届县委常委会第36次会议``) or, with ``term=None``, without.

    >>> str(SessionNumber("县委常委会", 36, term=15)), str(SessionNumber("", 36))
    ('十五届县委常委会第36次会议', '第36次会议')
    """

    body: str
    serial: int
    term: int | None = None

    def __post_init__(self) -> None:
        if self.serial < 1 or (self.term is not None and self.term < 1):
            raise invalid("会议次数", "session", "届次和次数从 1 起", "写成“第36次”。")

    def __str__(self) -> str:
        term = f"{chinese_numeral(self.term)}届" if self.term else ""
        return f"{term}{self.body}第{self.serial}次会议"

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read ``第36次``, ``县委常委会第36次会议`` or ``十五届县委常委会第36次会议``.

        Raises:
            Refusal: ``field_invalid``.
        """
        found = _SESSION.fullmatch(text.strip())
        if not found or found["serial"].startswith("0"):
            why = f"“{text}”不是会议次数的样子"
            raise invalid("会议次数", "session", why, "写成“第36次”。")
        try:
            term = chinese_value(found["term"]) if found["term"] else None
        except ValueError as error:
            why = f"届次“{found['term']}”读不出来"
            raise invalid("会议次数", "session", why, "届次写成“十五届”。") from error
        return cls(found["body"], int(found["serial"]), term)
