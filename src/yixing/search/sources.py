"""What is searched of each kind of thing: names of columns, by the label of the model.

This app stands below those that own the models, so they are named here and never imported. A path reaches through a
relation (``unit__name``); what is not on the thing's own page is not here.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Model

from yixing.search.models import NUMBER, TITLE

_LONGEST = 20_000
"""Characters of the text of one thing."""


@dataclass(frozen=True, slots=True)
class Source:
    """Columns of one model. ``page`` is the path to the thing whose page shows it, with its kind."""

    kind: str
    title: str
    number: str = ""
    on: str = ""
    text: tuple[str, ...] = ()
    page: tuple[str, str] = ("", "")


SOURCES: dict[str, Source] = {
    "matters.Matter": Source(
        "matter", "title", "number", "drafted_on", ("reason", "requests", "presenter", "unit__name")
    ),
    "matters.OpinionRound": Source("round", "matter__title", "", "opened_on", ("text",)),
    "matters.OpinionReply": Source(
        "reply", "round__matter__title", "", "replied_on", ("text", "unit__name"), ("round", "round_id")
    ),
    "argument.Expert": Source("expert", "name", "", "since", ("workplace", "speciality")),
    "argument.Consultation": Source("consultation", "matter__title", "number", "asked_on", ("question", "summary")),
    "argument.Research": Source(
        "research", "topic", "", "until", ("places", "report_title", "summary", "leader__name")
    ),
    "argument.PublicNotice": Source("public_notice", "matter__title", "", "since", ("text", "places", "document")),
    "argument.Hearing": Source("hearing", "subject", "", "planned_on", ("place", "result")),
    "meetings.Meeting": Source("meeting", "title", "", "on", ("place", "participants")),
    "meetings.AgendaItem": Source("item", "title", "", "concluded_on", ("text", "presenter", "supplement")),
    "decisions.Decision": Source(
        "decision", "title", "number", "decided_on", ("text", "amendment", "basis", "lead_unit__name", "due_words")
    ),
    "briefings.Briefing": Source("briefing", "title", "number", "presented_on", ("summary", "source", "source_number")),
    "briefings.Instruction": Source(
        "instruction", "briefing__title", "", "on", ("text", "requirement", "leader__name", "unit__name")
    ),
    "supervision.Task": Source("task", "text", "number", "issued_on", ("text", "lead_unit__name", "due_words")),
    "supervision.Report": Source(
        "report", "task__text", "", "on", ("progress", "problems", "next_steps", "unit__name"), ("task", "task_id")
    ),
    "duties.Duty": Source("duty", "title", "", "on", ("result", "person__name")),
    "duties.Inquiry": Source("inquiry", "title", "number", "asked_on", ("unit__name", "person__name")),
    "papers.Document": Source("paper", "title", "number_words", "signed_on", ("content",)),
    "portfolios.Division": Source("division", "name", "", "since", ("decision",)),
    "portfolios.Area": Source("area", "name", "code", "", ("tags",)),
    "people.Organization": Source("organization", "name", "code", "", ("short_name",)),
    "people.Person": Source("person", "name", "", "", ("profile",)),
    "people.Post": Source("post", "title", "", "", ("short_name", "organization__name")),
    "people.Body": Source("body", "name", "", "", ("term",)),
}
KINDS: dict[str, str] = {source.kind: label for label, source in SOURCES.items()}


def value_at(row: Any, path: str) -> Any:
    """The value at the end of a path; ``None`` where a relation on the way is empty."""
    for name in path.split("__") if path else ():
        row = getattr(row, name, None)
        if row is None:
            return None
    return row if path else None


def words_of(value: Any) -> str:
    """Every text in a value: of a JSON column those of its leaves."""
    if isinstance(value, str):
        return value
    if isinstance(value, dict):
        return "\n".join(filter(None, (words_of(item) for item in value.values())))
    if isinstance(value, list | tuple):
        return "\n".join(filter(None, (words_of(item) for item in value)))
    return ""


def read_along(label: str) -> tuple[str, ...]:
    """The relations to read together with the things of a model, where many are read.

    Example:
        >>> read_along("matters.OpinionReply")
        ('round__matter', 'unit')
    """
    source = SOURCES[label]
    paths = {path.rpartition("__")[0] for path in (source.title, source.number, source.on, *source.text)}
    return tuple(sorted(paths - {""}))


def entry_of(row: Model) -> dict[str, Any]:
    """The columns of a thing's row in the index."""
    source = SOURCES[row._meta.label]
    reference = f"{source.kind}/{row.pk}"
    day = value_at(row, source.on)
    kind, path = source.page
    target = value_at(row, path)
    texts = (words_of(value_at(row, name)) for name in source.text)
    return {
        "reference": reference,
        "kind": source.kind,
        "pk_of_thing": row.pk,
        "page": f"{kind}/{target}" if target is not None else reference,
        "title": words_of(value_at(row, source.title)).strip()[:TITLE],
        "number": words_of(value_at(row, source.number)).strip()[:NUMBER],
        "on": day if isinstance(day, date) else None,
        "text": "\n".join(text.strip() for text in texts if text.strip())[:_LONGEST],
    }
