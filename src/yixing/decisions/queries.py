"""Which 议定事项 somebody sees in a list, what of them waits for whom, and what is counted of them."""

import datetime as dt
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import Count, F, Model, Q, QuerySet

from yixing.access import kinds
from yixing.access.actor import Actor
from yixing.access.loaders import visible
from yixing.access.roles import Role
from yixing.accounts.actors import actor_of_person
from yixing.compliance.gates import number
from yixing.decisions.models import Circular, Decision
from yixing.people.models import Person
from yixing.ui.components import WorkRow, due_words
from yixing_core.workdays.calendar import next_month

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
        following = next_month(wanted.month)
        rows = rows.filter(decided_on__gte=wanted.month, decided_on__lt=following)
    rows = rows.annotate(task_count=Count("breakdowns__tasks", distinct=True))
    key = SORTS.get(sort.removeprefix("-"))
    if key is None:
        return rows.order_by("-decided_on", "-id")
    return rows.order_by(*(F(column).desc() if sort.startswith("-") else F(column).asc() for column in key))


@dataclass(frozen=True, slots=True)
class RegisterFilter:
    """The sentence above the register of direct decisions. ``month``: the first day of the month of filing."""

    leader_id: int | None = None
    record: str = ""
    month: dt.date | None = None
    told: str = ""


def filed_list(actor: Actor, wanted: RegisterFilter, *, sort: str = "") -> QuerySet[Decision]:
    """直接决定备案: the visible 议定事项 that one member decided alone, the latest filed first."""
    rows = visible(Decision, actor).filter(filed_on__isnull=False)
    rows = rows.select_related("leader", "matter__type", "kind", "circular", "lead_unit", "instruction")
    if wanted.leader_id:
        rows = rows.filter(leader_id=wanted.leader_id)
    if wanted.record:
        rows = rows.filter(record=wanted.record)
    if wanted.month:
        following = next_month(wanted.month)
        rows = rows.filter(filed_on__gte=wanted.month, filed_on__lt=following)
    if wanted.told:
        rows = rows.filter(circular__isnull=wanted.told == "no")
    key = REGISTER_SORTS.get(sort.removeprefix("-"))
    if key is None:
        return rows.order_by("-filed_on", "-id")
    return rows.order_by(*(F(column).desc() if sort.startswith("-") else F(column).asc() for column in key))


REGISTER_SORTS = {
    "number": ("number", "id"),
    "decided_on": ("decided_on", "id"),
    "filed_on": ("filed_on", "id"),
    "leader": ("leader__order", "id"),
}


def untold(today: dt.date) -> QuerySet[Decision]:
    """Filed in the months before this one and told to nobody yet, the earliest first."""
    rows = Decision.objects.filter(filed_on__lt=today.replace(day=1), circular__isnull=True)
    return rows.order_by("filed_on", "id")


def circulars_for(actor: Actor, today: dt.date) -> list[WorkRow]:
    """直接决定通报 of the last weeks, for those it was sent to: what the others decided since."""
    return fresh_circulars(Circular, "decisions", actor, today)


def fresh_circulars(model: type[Model], lines: str, actor: Actor, today: dt.date) -> list[WorkRow]:
    """The latest two of the last weeks, for the 工作台 of those they were sent to; ``lines`` names what is counted."""
    if not actor.has(Role.MEMBER, Role.CHAIR):
        return []
    rows: QuerySet[Any] = visible(model, actor)
    rows = rows.filter(on__gt=today - dt.timedelta(days=FRESH_DAYS), on__lte=today).annotate(count=Count(lines))
    return [
        WorkRow(
            what=str(row),
            url=kinds.address(kinds.ref(row)),
            kind=kinds.WORDS[kinds.kind_of(model)],
            from_whom=f"{row.count} 件",
            due=row.on,
            button="看",
        )
        for row in rows.order_by("-on", "-id")[:2]
    ]


FRESH_DAYS = 35
"""How long a circular stands on the 工作台 of those it was sent to: until the next month's."""


def decided_in(year: int) -> QuerySet[Decision]:
    """议定事项 of a year, from whichever source; what a figure counts and opens to."""
    return Decision.objects.filter(decided_on__year=year)


def pending_texts() -> QuerySet[Decision]:
    """Agreed in principle and not approved yet, the earliest deadline first."""
    return Decision.objects.filter(state=Decision.State.PENDING_TEXT).order_by("amend_by", "id")


def pending_appointments() -> QuerySet[Decision]:
    """Appointments that were decided and wait for 任前公示 and 任职文件, the earliest first."""
    return Decision.objects.filter(state=Decision.State.PENDING_NOTICE).order_by("decided_on", "id")


def waiting_for(actor: Actor) -> list[WorkRow]:
    """Texts this actor is to approve, and those of whom he may enter for (代录, marked so)."""
    rows = [*_texts(actor), *_untold(actor), *_appointments(actor)]
    for principal in Person.objects.filter(pk__in=actor.principal_ids).order_by("order", "id"):
        note = f"代{principal.name}录入"
        rows += [replace(row, note=note) for row in _texts(actor_of_person(principal, actor.day))]
    return rows


def _untold(actor: Actor) -> list[WorkRow]:
    """One line for the office while direct decisions of past months were told to nobody."""
    if not actor.has(Role.CLERK):
        return []
    rows = untold(actor.day)
    first = rows.first()
    if first is None or first.filed_on is None:
        return []
    due = first.filed_on + dt.timedelta(days=number("direct_brief_days", first.filed_on))
    return [
        WorkRow(
            what=f"{rows.count()} 件直接决定待通报其他常委",
            url="/decisions/direct/?told=no",
            kind="直接决定通报",
            due=due,
            due_words=due_words(due, actor.day),
            rule="XC-45",
            rule_url="/rules/XC-45/",
            button="通报",
            button_url="/decisions/direct/brief/",
        )
    ]


def _appointments(actor: Actor) -> list[WorkRow]:
    """Decided appointments for the clerk, one line an item: its lines take effect by one paper."""
    if not actor.has(Role.CLERK):
        return []
    items = {row.item_id or -row.pk: row for row in reversed(pending_appointments()[:LIMIT])}
    return [
        WorkRow(
            what=row.title,
            url=f"/decisions/{row.pk}/",
            kind="任前公示、任职",
            number=row.number,
            from_whom=str(row.meeting or ""),
            rule="CR-16",
            rule_url="/rules/CR-16/",
            button="办理",
            button_url=f"/decisions/{row.pk}/",
        )
        for row in reversed(items.values())
    ]


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
