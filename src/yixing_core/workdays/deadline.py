"""Deadlines as the office words them, resolved to a date with the words kept.

前, 之前 and 以前 include the day itself, as a deadline does; 三季度前 likewise means by the end of the third quarter.
Words without a year mean the next such day, at most half a year ahead into the following year; further than that the
year must be said. A date that falls on a day off stays as it was said.
"""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from yixing_core.errors import Refusal
from yixing_core.workdays.calendar import Calendar, month_end
from yixing_core.workdays.recurrence import Every, Recurrence

AHEAD: Final = timedelta(days=184)
"""How far into the next year a day without a year may lie."""

_NUMBER: Final = r"(?:[0-9]{1,4}|[一二两三四五六七八九十]{1,3})"
_BY: Final = r"(?:之前|以前|前|为止|止)?"
_YEAR: Final = r"(?:(?P<year>[0-9]{4})年|(?P<of>今年|本年|当年|明年|次年|来年))?"
_WEEKDAYS: Final = "一二三四五六日"
_LEAD = re.compile(r"^(?:请|务必|务请|应|须|需|力争|确保)*(?:于|在|至|截至|截止到|截止|到)?")
_HOUR: Final = r"(?:上午|下午|中午|晚上)?(?:[0-9]{1,2}[:时点](?:[0-9]{1,2}(?::[0-9]{2})?分?|整|半)?)?(?:下班)?"
_TAIL: Final = (
    r"(?:全部|基本)?(?:完成整改|整改完成|整改到位|落实到位|办理完毕|完成|办结|办复|反馈|报送|上报|报告|回复|落实|整改"
    r"|办理|报)?"
)
_DIGITS: Final = {letter: value for value, letter in enumerate("零一二三四五六七八九")} | {"两": 2}
_TEN: Final = 10


@dataclass(frozen=True, slots=True)
class Deadline:
    """A deadline.

    Attributes:
        words: as they were written.
        due: the day, that day included; the next one if it comes back; None if it is long-term without a report.
        recurring: how it comes back, or None.
        long_term: whether the matter has no end (长期坚持).
        provisional: whether working days of a year were counted whose exchanges are not published yet.
    """

    words: str
    due: date | None
    recurring: Recurrence | None = None
    long_term: bool = False
    provisional: bool = False


@dataclass(frozen=True, slots=True)
class _Said:
    """The words in one spelling, the day they were said, and the calendar."""

    words: str
    match: re.Match[str]
    today: date
    calendar: Calendar

    def __getitem__(self, name: str) -> str | None:
        found: str | None = self.match.groupdict().get(name)
        return found

    def number(self, name: str) -> int:
        """Return the number of a group that matched."""
        return _number(self.match[name])

    @property
    def year(self) -> int | None:
        """The year that was said, or None."""
        if self["year"]:
            return int(self.match["year"])
        if self["of"]:
            return self.today.year + (self["of"] in ("明年", "次年", "来年"))
        return None

    def on(self, year: int, month: int, day: int) -> date:
        """Return a date that was said."""
        try:
            return date(year, month, day)
        except ValueError as error:
            raise Refusal("workdays.deadline.date", field="deadline", words=self.words) from error

    def end_of(self, month: int, last: int = 31) -> date:
        """Return the last day of a month of the year that was said, or an earlier day of it."""
        return self.nearest(lambda year: self.on(year, month, min(last, month_end(self.on(year, month, 1)).day)))

    def nearest(self, of_year: Callable[[int], date]) -> date:
        """Resolve a day of a year: the year that was said, else this one, else shortly the next."""
        if self.year is not None:
            return of_year(self.year)
        this = of_year(self.today.year)
        if this >= self.today:
            return this
        following = of_year(self.today.year + 1)
        if following - self.today > AHEAD:
            raise Refusal("workdays.deadline.past", field="deadline", words=self.words, day=this.isoformat())
        return following


_Answer = date | Recurrence
_FORMS: Final[list[tuple[re.Pattern[str], Callable[[_Said], _Answer]]]] = []


def _form(pattern: str, by: str = _HOUR + _BY) -> Callable[[Callable[[_Said], _Answer]], Callable[[_Said], _Answer]]:
    """Register how one way of saying it is resolved; ``by`` is what may follow it, an hour of the day and 前."""

    def register(resolve: Callable[[_Said], _Answer]) -> Callable[[_Said], _Answer]:
        _FORMS.append((re.compile(f"(?:{pattern}){by}{_TAIL}"), resolve))
        return resolve

    return register


def parse_deadline(words: str, today: date, calendar: Calendar) -> Deadline:
    """Resolve a deadline.

    Args:
        words: as written; kept in the answer.
        today: the day on which it was said (the day it happened, not the day it was entered).
        calendar: for working days.

    Raises:
        Refusal: ``workdays.deadline*``: not understood (the mend lists what may be written), ambiguous, no such day,
            past, or too far.

    Example:
        >>> from yixing_core.workdays.calendar import default_calendar
        >>> parse_deadline("6月底前", date(2023, 3, 1), default_calendar()).due
        datetime.date(2023, 6, 30)
    """
    kept = words.strip()
    # White space between digits parts a date from an hour; elsewhere it means nothing.
    parted = re.sub(r"(?<=[0-9])\s+(?=[0-9])", "日", unicodedata.normalize("NFKC", kept))
    plain = _LEAD.sub("", re.sub(r"[\s。;]+", "", parted))
    try:
        return _parse(kept, plain, today, calendar)
    except OverflowError as error:
        raise Refusal("workdays.deadline.range", field="deadline", words=kept) from error


def _parse(words: str, plain: str, today: date, calendar: Calendar) -> Deadline:
    lasting = _LONG_TERM.fullmatch(plain)
    if lasting and not lasting["report"]:
        return Deadline(words, None, long_term=True)
    text = lasting["report"] if lasting else plain
    answer = _resolve(words, text, today, calendar)
    if isinstance(answer, Recurrence):
        return Deadline(words, answer.next_on_or_after(today), answer, long_term=lasting is not None)
    if answer is None or lasting:
        raise Refusal("workdays.deadline", field="deadline", words=words)
    provisional = "工作日" in text and not calendar.certain(today, answer)
    return Deadline(words, answer, provisional=provisional)


_LONG_TERM = re.compile(
    r"(?:长期坚持|长期推进|长期|持续推进|持续坚持|常态化推进|常态化坚持|常态化开展|常态化)"
    r"(?:[,:(]*(?P<report>按.+报|每.+?)\)?)?"
)


def _resolve(words: str, text: str, today: date, calendar: Calendar) -> _Answer | None:
    for pattern, resolve in _FORMS:
        match = pattern.fullmatch(text)
        if match:
            return resolve(_Said(words, match, today, calendar))
    return None


def _number(text: str) -> int:
    """Read 25, 十, 十五, 二十, 二十五; 0 for letters that make no number."""
    if text.isdigit():
        return int(text)
    tens, ten, ones = text.rpartition("十")
    if not ten:
        return _DIGITS[text] if len(text) == 1 else 0
    if len(tens) > 1 or len(ones) > 1 or "十" in tens:
        return 0
    return (_DIGITS[tens] if tens else 1) * _TEN + (_DIGITS[ones] if ones else 0)


@_form(r"(?:立即|立刻|即刻|即时|马上|随即|即办|立行立改|立即整改|立即办理|当日|当天|今日|今天)")
def _at_once(said: _Said) -> date:
    return said.today


@_form(r"(?:次日|明日|明天)")
def _tomorrow(said: _Said) -> date:
    return said.today + timedelta(days=1)


@_form(r"(?P<y>[0-9]{4})(?:年|-|/|\.)(?P<m>[0-9]{1,2})(?:月|-|/|\.)(?P<d>[0-9]{1,2})[日号]?")
def _full_date(said: _Said) -> date:
    return said.on(said.number("y"), said.number("m"), said.number("d"))


@_form(r"(?P<y>[0-9]{4})(?P<m>[0-9]{2})(?P<d>[0-9]{2})")
def _eight_digits(said: _Said) -> date:
    return said.on(said.number("y"), said.number("m"), said.number("d"))


@_form(rf"{_YEAR}(?P<m>{_NUMBER})月(?P<d>{_NUMBER})[日号]")
def _month_and_day(said: _Said) -> date:
    month, day = said.number("m"), said.number("d")
    if (month, day) == (2, 29) and said.year is None:
        return said.nearest(lambda year: _leap_day(said, year))
    return said.nearest(lambda year: said.on(year, month, day))


def _leap_day(said: _Said, year: int) -> date:
    """29 February of this year or, when it has none, of the next."""
    days = [y for y in (year, year + 1) if month_end(date(y, 2, 1)).day == 29]  # noqa: PLR2004  (a calendar fact)
    return said.on(days[0] if days else year, 2, 29)


@_form(rf"(?P<which>本月|当月|下月|下个月|次月)(?P<d>{_NUMBER})[日号]")
def _day_of_near_month(said: _Said) -> date:
    first = _near_month(said)
    return said.on(first.year, first.month, said.number("d"))


@_form(rf"(?P<d>{_NUMBER})[日号](?:之前|以前|前)")
def _day_alone(said: _Said) -> date:
    day = said.number("d")
    this = said.today.replace(day=1)
    if not 1 <= day <= 31:  # noqa: PLR2004  (a calendar fact)
        raise Refusal("workdays.deadline.date", field="deadline", words=said.words)
    if day < said.today.day:
        this = month_end(this) + timedelta(days=1)
    return said.on(this.year, this.month, day)


@_form(rf"{_YEAR}(?P<m>{_NUMBER})月(?:份)?(?P<part>底|末|内|上旬|中旬|下旬)?")
def _part_of_month(said: _Said) -> date:
    month = said.number("m")
    if said["part"] is None and "前" in said.match.string:
        first, second = f"{month}月底前", f"{(month - 2) % 12 + 1}月底前"
        raise Refusal("workdays.deadline.ambiguous", field="deadline", words=said.words, first=first, second=second)
    return said.end_of(month, _LAST_OF_PART.get(said["part"] or "", 31))


_LAST_OF_PART: Final = {"上旬": 10, "中旬": 20}


@_form(r"(?P<which>本月|当月|下月|下个月|次月)(?:份)?(?P<part>底|末|内|上旬|中旬|下旬)?")
def _part_of_near_month(said: _Said) -> date:
    last = month_end(_near_month(said))
    return last.replace(day=_LAST_OF_PART.get(said["part"] or "", last.day))


@_form(r"月[底末]")
def _this_month_end(said: _Said) -> date:
    return month_end(said.today)


def _near_month(said: _Said) -> date:
    """First day of the month that was said."""
    this = said.today.replace(day=1)
    return this if said["which"] in ("本月", "当月") else month_end(this) + timedelta(days=1)


@_form(rf"{_YEAR}(?:第)?(?P<q>[一二三四1-4])季度?(?:末|底|内)?")
def _quarter(said: _Said) -> date:
    return said.end_of(said.number("q") * 3)


@_form(r"(?P<which>本|这个|下|下个)?季度?(?:末|底|内)")
def _near_quarter(said: _Said) -> date:
    end = Recurrence(Every.QUARTER).next_on_or_after(said.today)
    if said["which"] in ("下", "下个"):
        end = Recurrence(Every.QUARTER).next_on_or_after(end + timedelta(days=1))
    return end


@_form(rf"{_YEAR}(?P<half>上半年|下半年|年中)(?:末|底|内)?")
def _half(said: _Said) -> date:
    return said.end_of(12 if said["half"] == "下半年" else 6)


@_form(rf"{_YEAR}(?:年)?(?:[底末内])|年度?[底末内]|本年度?[底末内]|今年(?:之)?内|全年")
def _year_end(said: _Said) -> date:
    return said.end_of(12)


@_form(rf"(?P<n>{_NUMBER})个?工作日(?:之内|以内|内)?", "")
def _working_days(said: _Said) -> date:
    return said.calendar.add_workdays(said.today, _positive(said))


@_form(rf"(?P<n>{_NUMBER})(?:天(?:之内|以内|内)?|日(?:之内|以内|内))", "")
def _days(said: _Said) -> date:
    return said.today + timedelta(days=_positive(said))


@_form(rf"(?P<n>{_NUMBER})个?(?:周|星期)(?:之内|以内|内)", "")
def _weeks(said: _Said) -> date:
    return said.today + timedelta(weeks=_positive(said))


@_form(rf"(?:(?P<n>{_NUMBER})个?|(?P<half>半)个?)月(?:之内|以内|内)", "")
def _months(said: _Said) -> date:
    if said["half"]:
        return said.today + timedelta(days=15)
    return _months_later(said, _positive(said))


@_form(rf"(?:(?P<n>{_NUMBER})|(?P<half>半))年(?:之内|以内|内)", "")
def _years(said: _Said) -> date:
    return _months_later(said, 6 if said["half"] else _positive(said) * 12)


def _months_later(said: _Said, count: int) -> date:
    """The same day that many months later, or the last of a month that has no such day."""
    years, month = divmod(said.today.month - 1 + count, 12)
    if said.today.year + years > date.max.year:
        raise OverflowError
    first = said.today.replace(day=1, month=month + 1, year=said.today.year + years)
    return first.replace(day=min(said.today.day, month_end(first).day))


def _positive(said: _Said) -> int:
    count = said.number("n")
    if count == 0:
        raise Refusal("workdays.deadline", field="deadline", words=said.words)
    return count


@_form(r"(?P<which>本|这|下)?(?:周|星期)(?P<d>[一二三四五六日天末内])")
def _weekday(said: _Said) -> date:
    number = _WEEKDAYS.find(said.match["d"]) + 1 or len(_WEEKDAYS)
    if said["which"] is None:
        return Recurrence(Every.WEEK, number).next_on_or_after(said.today)
    monday = said.today - timedelta(days=said.today.weekday())
    due = monday + timedelta(days=number - 1, weeks=said["which"] == "下")
    if due < said.today:
        raise Refusal("workdays.deadline.past", field="deadline", words=said.words, day=due.isoformat())
    return due


@_form(rf"每个?月(?:的)?(?:(?P<d>{_NUMBER})[日号]|(?P<part>月?[底末]|上旬|中旬|下旬))?")
def _every_month(said: _Said) -> Recurrence:
    day = said.number("d") if said["d"] else _LAST_OF_PART.get(said["part"] or "", 31)
    if not 1 <= day <= 31:  # noqa: PLR2004  (a calendar fact)
        raise Refusal("workdays.deadline.date", field="deadline", words=said.words)
    return Recurrence(Every.MONTH, day)


@_form(r"(?:每个?季度?(?:末|底)?|按季度?)")
def _every_quarter(said: _Said) -> Recurrence:  # noqa: ARG001  (all forms are called alike)
    return Recurrence(Every.QUARTER)


@_form(r"(?:每半年(?:末|底)?|按半年)")
def _every_half(said: _Said) -> Recurrence:  # noqa: ARG001  (all forms are called alike)
    return Recurrence(Every.HALF)


@_form(r"按月")
def _monthly(said: _Said) -> Recurrence:  # noqa: ARG001  (all forms are called alike)
    return Recurrence(Every.MONTH)


@_form(r"(?:每(?:周|星期)(?P<d>[一二三四五六日天末])?|按周)")
def _every_week(said: _Said) -> Recurrence:
    return Recurrence(Every.WEEK, _WEEKDAYS.find(said["d"] or "日") + 1 or len(_WEEKDAYS))


@_form(rf"(?:每年(?:年?[底末]|(?P<m>{_NUMBER})月(?:(?P<d>{_NUMBER})[日号]|[底末]))?|按年度?)")
def _every_year(said: _Said) -> Recurrence:
    month = said.number("m") if said["m"] else 12
    day = said.number("d") if said["d"] else 31
    leap = said.on(2024, month, 1)
    if not 1 <= day <= (month_end(leap).day if said["d"] else 31):
        raise Refusal("workdays.deadline.date", field="deadline", words=said.words)
    return Recurrence(Every.YEAR, day, month)
