"""Deadlines that come back: 每月25日前, 每季度末, 每周五."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

from yixing_core.workdays.calendar import month_end

_WEEKDAYS: Final = "一二三四五六日"
_END: Final = 31
_QUARTER_ENDS: Final = (3, 6, 9, 12)
_HALF_ENDS: Final = (6, 12)


class Every(StrEnum):
    """How often."""

    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    HALF = "half"
    YEAR = "year"


@dataclass(frozen=True, slots=True)
class Recurrence:
    """A deadline that comes back.

    Attributes:
        every: how often.
        day: day of the month (31: the last one, whatever its number), or of the week from 1 for Monday.
        month: for a year, which month; 0 otherwise (quarters and halves end in their last month).
    """

    every: Every
    day: int = _END
    month: int = 0

    def next_on_or_after(self, day: date) -> date:
        """Return the first deadline that is not before a day.

        A month that has no such day ends it with its last one.

        Raises:
            OverflowError: beyond the year 9999.

        Example:
            >>> Recurrence(Every.MONTH, 25).next_on_or_after(date(2023, 6, 26))
            datetime.date(2023, 7, 25)
        """
        if self.every is Every.WEEK:
            return day + timedelta(days=(self.day - day.isoweekday()) % 7)
        month = day.replace(day=1)
        while True:
            if self._falls_in(month.month):
                due = month.replace(day=min(self.day, month_end(month).day))
                if due >= day:
                    return due
            month = month_end(month) + timedelta(days=1)

    @property
    def words(self) -> str:
        """The recurrence in words: 每月25日, 每季度末."""
        if self.every is Every.WEEK:
            return f"每周{_WEEKDAYS[self.day - 1]}"
        end = self.day == _END
        if self.every is Every.MONTH:
            return "每月底" if end else f"每月{self.day}日"
        if self.every is Every.YEAR:
            last = "底" if end else f"{self.day}日"
            return "每年底" if end and self.month == _HALF_ENDS[-1] else f"每年{self.month}月{last}"
        return "每季度末" if self.every is Every.QUARTER else "每半年末"

    def _falls_in(self, month: int) -> bool:
        if self.every is Every.MONTH:
            return True
        if self.every is Every.YEAR:
            return month == self.month
        return month in (_QUARTER_ENDS if self.every is Every.QUARTER else _HALF_ENDS)
