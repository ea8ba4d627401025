"""What is searched in each kind of thing: which attribute is its title, its number, its day, its text.

A kind that is not listed here is not searched. Attributes are named, not imported, because the things stand above.
"""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

Part = str | Callable[[Any], object]


@dataclass(frozen=True, slots=True)
class Source:
    """Where the searched parts of a kind are found: names of attributes, or functions of the row."""

    title: Part
    number: Part = ""
    on: str = ""
    text: tuple[Part, ...] = ()


@dataclass(frozen=True, slots=True)
class Searched:
    """The searched parts of one thing."""

    title: str
    number: str
    on: dt.date | None
    text: str


def _meeting_number(meeting: Any) -> str:
    return f"第{meeting.number}次" if meeting.number else ""


def _tags(area: Any) -> str:
    return "、".join(area.tags)


SOURCES: dict[str, Source] = {
    "matter": Source("title", "number", "drafted_on", ("reason", "requests")),
    "meeting": Source("title", _meeting_number, "on", ("place", "participants")),
    "item": Source("title", on="concluded_on", text=("text",)),
    "decision": Source("title", "number", "decided_on", ("text", "due_words")),
    "paper": Source("title", "number_words", "signed_on"),
    "briefing": Source("title", "number", "presented_on", ("source", "source_number", "summary")),
    "instruction": Source("text", on="on", text=("requirement",)),
    "task": Source("text", "number", "issued_on", ("due_words", "last_report")),
    "area": Source("name", "code", text=(_tags,)),
    "division": Source("name", on="since", text=("decision",)),
    "organization": Source("name", "code", text=("short_name",)),
    "person": Source("name", text=("profile",)),
    "post": Source("title", text=("short_name",)),
    "body": Source("name", text=("term",)),
}


def searched(kind: str, row: Any) -> Searched:
    """The searched parts of a row of a kind in ``SOURCES``."""
    source = SOURCES[kind]
    return Searched(
        title=_read(row, source.title)[:400],
        number=_read(row, source.number)[:80],
        on=getattr(row, source.on) if source.on else None,
        text="\n".join(words for part in source.text if (words := _read(row, part))),
    )


def _read(row: Any, part: Part) -> str:
    if not part:
        return ""
    value = getattr(row, part) if isinstance(part, str) else part(row)
    return "" if value is None else str(value)
