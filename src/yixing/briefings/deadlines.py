"""Deadlines as the office writes them, with the day they mean; the words are kept."""

import datetime as dt
from dataclasses import dataclass
from typing import TypeAlias

from yixing_core.workdays.calendar import default_calendar
from yixing_core.workdays.deadline import parse_deadline

Words: TypeAlias = str | tuple[str, dt.date | None]
"""``"6月底前"``, or the words with the day that was chosen for them."""


@dataclass(frozen=True, slots=True)
class Due:
    """A deadline: the words as written, the day they mean (``None``: there is none), whether it is long-term."""

    words: str = ""
    on: dt.date | None = None
    is_long_term: bool = False


def resolve(value: Words, on: dt.date) -> Due:
    """The deadline meant by the words, counted from the day they were written.

    A day that was chosen wins over the words; empty words with a day are written as that day.

    Raises:
        Refusal: the words cannot be understood; the message says what may be written.
    """
    words, day = value if isinstance(value, tuple) else (value, None)
    words = words.strip()
    if day is not None:
        return Due(words or day.isoformat(), day)
    if not words:
        return Due()
    parsed = parse_deadline(words, on, default_calendar())
    return Due(parsed.words, parsed.due, parsed.long_term)
