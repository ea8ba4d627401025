"""Which 议定事项 somebody sees in a list, what of them waits for whom, and what is counted of them."""

import datetime as dt
from dataclasses import dataclass, replace

from django.db.models import Count, F, Q, QuerySet

from yixing.access.actor import Actor
from yixing.access.loaders import visible
from yixing.accounts.actors import actor_of_person
from yixing.decisions.models import Decision
from yixing.people.models import Person
from yixing.ui.components import WorkRow, due_words

LIMIT = 50
SORTS = {
    "number": ("decided_on", "number"),
    "due_on": ("due_on", "id"),
    "decided_on": ("decided_on", "id"),
    "lead": ("lead_unit__order", "id"),
    "leader": ("leader__order", "id"),
}
"""Columns a list may be sorted by; ``-`` in front turns it round."""


@dataclass(frozen=True, slots=True)
class DecisionFilter:
    """The sentence above the list. ``month`` is the first day of a month."""

    source: str = ""
    state: str = ""
    outcome: str = ""
    leader_id: int | None = None
    unit_id: int | None = None
    month: dt.date | None = None


def decision_list(actor: Actor, wanted: DecisionFilter, *, sort: str = "") -> QuerySet[Decision]:
    """The visible 议定事项 that fit the sentence, the latest first, with the number of their tasks."""
    rows = visible(Decision, actor).select_related("meeting", "lead_unit", "leader", "item", "matter")
    for name, value in (("source", wanted.source), ("state", wanted.state), ("outcome", wanted.outcome)):
        if value:
            rows = rows.filter(**{name: value})
    if wanted.leader_id:
        rows = rows.filter(leader_id=wanted.leader_id)
    if wanted.unit_id:
        assisting = Decision.assist_units.through.objects.filter(organization_id=wanted.unit_id)
        rows = rows.filter(Q(lead_unit_id=wanted.unit_id) | Q(pk__in=assisting.values("decision_id")))
    if wanted.month:
        following = (wanted.month.replace(day=28) + dt.timedelta(days=4)).replace(day=1)
        rows = rows.filter(decided_on__gte=wanted.month, decided_on__lt=following)
    rows = rows.annotate(task_count=Count("breakdowns__tasks", distinct=True))
    key = SORTS.get(sort.removeprefix("-"))
    if key is None:
        return rows.order_by("-decided_on", "-id")
    return rows.order_by(*(F(column).desc() if sort.startswith("-") else F(column).asc() for column in key))


def decided_in(year: int) -> QuerySet[Decision]:
    """议定事项 of a year, from whichever source; what a figure counts and opens to."""
    return Decision.objects.filter(decided_on__year=year)


def pending_texts() -> QuerySet[Decision]:
    """Agreed in principle and not approved yet, the earliest deadline first."""
    return Decision.objects.filter(state=Decision.State.PENDING_TEXT).order_by("amend_by", "id")


def waiting_for(actor: Actor) -> list[WorkRow]:
    """Texts this actor is to approve, and those of whom he may enter for (代录, marked so)."""
    rows = _texts(actor)
    for principal in Person.objects.filter(pk__in=actor.principal_ids).order_by("order", "id"):
        note = f"代{principal.name}录入"
        rows += [replace(row, note=note) for row in _texts(actor_of_person(principal, actor.day))]
    return rows


def _texts(actor: Actor) -> list[WorkRow]:
    found = pending_texts().filter(approver_id=actor.person_id).select_related("amending_unit", "meeting")
    # The lines of one item share one text, which is approved once.
    texts = {decision.item_id or -decision.pk: decision for decision in reversed(found[:LIMIT])}
    return [
        WorkRow(
            what=decision.title,
            url=f"/decisions/{decision.pk}/",
            kind="修改稿审定",
            number=decision.number,
            from_whom=str(decision.amending_unit or ""),
            due=decision.amend_by,
            due_words=due_words(decision.amend_by, actor.day) if decision.amend_by else "",
            button="审定",
            button_url=f"/decisions/{decision.pk}/approve/",
        )
        for decision in reversed(texts.values())
    ]
