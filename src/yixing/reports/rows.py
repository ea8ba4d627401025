"""One line for any record behind a figure: what it is, when, and where its page is."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Model

ADDRESSES: dict[str, str] = {
    "matters.Matter": "/matters/{pk}/",
    "argument.Expert": "/argument/experts/{pk}/",
    "argument.Consultation": "/argument/consultations/{pk}/",
    "argument.Research": "/argument/research/{pk}/",
    "argument.Hearing": "/argument/hearings/{pk}/",
    "meetings.Meeting": "/meetings/{pk}/",
    "decisions.Decision": "/decisions/{pk}/",
    "supervision.Task": "/tasks/{pk}/",
    "handover.Handover": "/portfolios/handovers/{pk}/",
    "papers.Document": "/papers/{pk}/",
    "briefings.Briefing": "/briefings/{pk}/",
    "ballots.Poll": "/polls/{pk}/",
    "duties.Duty": "/duties/{pk}/",
    "duties.Inquiry": "/duties/inquiries/{pk}/",
    "duties.DutyReport": "/duties/reports/{pk}/",
    "duties.TalkSheet": "/duties/talks/{pk}/",
}
_PARENTS = ("matter", "meeting", "item", "round", "task", "briefing", "handover", "sheet")
_DAYS = (
    "asked_on",
    "held_on",
    "until",
    "concluded_on",
    "decided_on",
    "signed_on",
    "issued_on",
    "replied_on",
    "opened_on",
    "effective_on",
    "heard_on",
    "on",
    "drafted_on",
)


@dataclass(frozen=True, slots=True)
class FigureRow:
    """Number, words, day and address of a record."""

    number: str
    title: str
    on: date | None
    url: str


def row_of(row: Model) -> FigureRow:
    """The line of a record; a record without a page of its own leads to the one it belongs to."""
    target: Any = row
    while target._meta.label not in ADDRESSES:
        parent = next((name for name in _PARENTS if getattr(target, name, None) is not None), None)
        if parent is None:
            break
        target = getattr(target, parent)
    address = ADDRESSES.get(target._meta.label, "")
    day = next((value for name in _DAYS if isinstance(value := getattr(row, name, None), date)), None)
    title = str(row) if type(row).__str__ is not Model.__str__ else str(target)
    number = getattr(row, "number", None) or getattr(target, "number", None) or ""
    return FigureRow(str(number), title, day, address.format(pk=target.pk))
