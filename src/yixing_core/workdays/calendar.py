"""Which days are worked, and counting them.

A day is worked from Monday to Friday, except days off by law or by exchange, and on weekends that are worked in
exchange (调休). Counting is O(log n) over the exceptions, so that a list of ten thousand tasks costs nothing.
"""

import json
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache
from importlib.resources import files
from typing import Final, Self

from yixing_core.errors import Refusal
from yixing_core.workdays import refusals  # noqa: F401  (registers the messages this module raises)

_SATURDAY: Final = 5
_TABLE: Final = "china.json"
_LAST: Final = date.max.toordinal()


class Basis(StrEnum):
    """How well a year is known."""

    PUBLISHED = "published"
    """The notice with the exchanges is in."""
    STATUTORY = "statutory"
    """Holidays by law only; exchanges not yet announced."""
    WEEKENDS = "weekends"
    """Nothing known: Monday to Friday."""


@dataclass(frozen=True, slots=True)
class Calendar:
    """A calendar of working days.

    Attributes:
        off: weekdays that are not worked.
        work: weekend days that are worked.
        years: what is known of each year; a year that is absent counts as ``WEEKENDS``.
    """

    off: frozenset[date]
    work: frozenset[date]
    years: Mapping[int, Basis] = field(default_factory=dict)
    _off: tuple[int, ...] = field(init=False, repr=False, compare=False)
    _work: tuple[int, ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_off", tuple(sorted(day.toordinal() for day in self.off)))
        object.__setattr__(self, "_work", tuple(sorted(day.toordinal() for day in self.work)))
        for day in self.off:
            if day.weekday() >= _SATURDAY:
                raise Refusal("workdays.table", why=f"{day}本是周末，不必列为放假日")
        for day in self.work:
            if day.weekday() < _SATURDAY:
                raise Refusal("workdays.table", why=f"{day}不是周末，不能列为调休上班日")

    def is_workday(self, day: date) -> bool:
        """Tell whether a day is worked.

        Example:
            >>> default_calendar().is_workday(date(2023, 6, 25))  # a Sunday, exchanged for the Dragon Boat Festival
            True
        """
        return day not in self.off if day.weekday() < _SATURDAY else day in self.work

    def workdays_between(self, start: date, end: date) -> int:
        """Count the working days after ``start`` up to and including ``end``; negative when ``end`` is earlier.

        The day on which something begins is not counted, as terms are computed in law.

        Example:
            >>> default_calendar().workdays_between(date(2023, 6, 21), date(2023, 6, 26))  # 25th and 26th
            2
        """
        return self._worked_until(end.toordinal()) - self._worked_until(start.toordinal())

    def add_workdays(self, start: date, count: int) -> date:
        """Return the ``count``-th working day after ``start`` (before it, if negative; ``start`` itself for 0).

        Raises:
            Refusal: ``workdays.range``: beyond the years 1 to 9999.

        Example:
            >>> default_calendar().add_workdays(date(2023, 6, 21), 3)
            datetime.date(2023, 6, 27)
        """
        if count == 0:
            return start
        first = start.toordinal()
        reach = 2 * (abs(count) + len(self._off)) + 14
        if count > 0:
            wanted, low, high = self._worked_until(first) + count, first + 1, first + reach
        else:
            wanted, low, high = self._worked_until(first - 1) + count + 1, max(1, first - reach), first - 1
        found = bisect_left(range(low, high + 1), wanted, key=self._worked_until) + low
        if wanted < 1 or not 1 <= found <= _LAST:
            raise Refusal("workdays.range", start=start.isoformat(), count=count)
        return date.fromordinal(found)

    def basis(self, year: int) -> Basis:
        """Return how well a year is known."""
        return self.years.get(year, Basis.WEEKENDS)

    def certain(self, start: date, end: date) -> bool:
        """Tell whether all years from one day to another (in either order) are published."""
        low, high = sorted((start.year, end.year))
        return all(self.basis(year) is Basis.PUBLISHED for year in range(low, high + 1))

    def with_year(self, year: int, *, off: Iterable[date], work: Iterable[date]) -> Self:
        """Replace a year by its published arrangement.

        Args:
            year: the year.
            off: all days off by the notice; those on weekends may be listed and mean nothing.
            work: weekend days worked in exchange.

        Raises:
            Refusal: ``workdays.table``: a day of another year, a day both off and worked, a weekday listed as worked.
        """
        away, worked = frozenset(off), frozenset(work)
        odd = next((day for day in sorted(away | worked) if day.year != year), None)
        if odd is not None:
            raise Refusal("workdays.table", why=f"{odd}不在{year}年")
        if both := sorted(away & worked):
            raise Refusal("workdays.table", why=f"{both[0]}既是放假日又是上班日")
        return type(self)(
            off=frozenset(d for d in self.off if d.year != year) | {d for d in away if d.weekday() < _SATURDAY},
            work=frozenset(d for d in self.work if d.year != year) | worked,
            years={**self.years, year: Basis.PUBLISHED},
        )

    def with_days(self, days: Mapping[date, bool]) -> Self:
        """Change single days: True makes a day worked, False a day off. What is known of the years stays."""
        worked = {day for day, works in days.items() if works}
        away = days.keys() - worked
        return type(self)(
            off=frozenset((self.off - worked) | {d for d in away if d.weekday() < _SATURDAY}),
            work=frozenset((self.work - away) | {d for d in worked if d.weekday() >= _SATURDAY}),
            years=self.years,
        )

    def _worked_until(self, ordinal: int) -> int:
        """Count working days from the first of January 1, a Monday, up to and including a day."""
        weeks, rest = divmod(ordinal, 7)
        weekdays = 5 * weeks + min(rest, 5)
        return weekdays - bisect_right(self._off, ordinal) + bisect_right(self._work, ordinal)


def read_years(data: object) -> Calendar:
    """Read a table: ``{"years": {"2027": {"basis": "published", "off": ["2027-01-01"], "work": []}}}``.

    Raises:
        Refusal: ``workdays.table`` naming the year and what is wrong.
    """
    table = data if isinstance(data, dict) else {}
    years = table.get("years")
    if not isinstance(years, dict) or not years or set(table) - {"years", "source"}:
        raise Refusal("workdays.table", why="应以years列出各年")
    calendar = Calendar(frozenset(), frozenset())
    known: dict[int, Basis] = {}
    for name, content in years.items():
        if not isinstance(name, str) or not (name.isascii() and name.isdigit()):
            raise Refusal("workdays.table", why=f"“{name}”不是年份")
        if not isinstance(content, dict) or set(content) != {"basis", "off", "work"}:
            raise Refusal("workdays.table", why=f"{name}年应有basis、off、work三项")
        if content["basis"] not in (Basis.PUBLISHED, Basis.STATUTORY):
            raise Refusal("workdays.table", why=f"{name}年的basis应为published或statutory")
        known[int(name)] = Basis(content["basis"])
        calendar = calendar.with_year(int(name), off=_days(content["off"], name), work=_days(content["work"], name))
    return Calendar(calendar.off, calendar.work, known)


@lru_cache(maxsize=1)
def default_calendar() -> Calendar:
    """Return the calendar that comes with the product, from 2023; the year to come by statutory holidays only."""
    return read_years(json.loads(files(__package__).joinpath(_TABLE).read_text(encoding="utf-8")))


def month_end(day: date) -> date:
    """Return the last day of a day's month."""
    following = day.replace(day=28) + timedelta(days=4)
    return following - timedelta(days=following.day)


def next_month(day: date) -> date:
    """Return the first day of the month after a day's.

    Example:
        >>> next_month(date(2023, 12, 31))
        datetime.date(2024, 1, 1)
    """
    return month_end(day) + timedelta(days=1)


def _days(items: object, year: str) -> list[date]:
    if not isinstance(items, list):
        raise Refusal("workdays.table", why=f"{year}年的off和work应为日期的列表")
    try:
        return [date.fromisoformat(item) for item in items]
    except (TypeError, ValueError) as error:
        raise Refusal("workdays.table", why=f"{year}年有一项不是日期（如2023-06-12）") from error
