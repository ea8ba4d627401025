"""Which briefings somebody sees, and what of them waits for whom."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

from yixing.access.actor import Actor
from yixing.access.loaders import visible
from yixing.access.roles import LEADERS, Role
from yixing.accounts.actors import actor_of_person
from yixing.briefings.models import Briefing, Instruction
from yixing.people.models import Body, Membership, Person
from yixing.people.queries import on_day
from yixing.ui.components import WorkRow

LIMIT = 50
"""Rows a kind on the 工作台; the list page shows the rest."""
SORTS: dict[str, tuple[str, ...]] = {
    "number": ("number", "id"),
    "kind": ("kind", "id"),
    "presented_on": ("presented_on", "id"),
    "closed_on": ("closed_on", "id"),
}


@dataclass(frozen=True, slots=True)
class BriefingFilter:
    """The sentence above the list; empty parts do not narrow."""

    kind: str = ""
    leader_id: int | None = None
    unit_id: int | None = None
    state: str = ""


def briefing_list(actor: Actor, wanted: BriefingFilter, *, sort: str = "") -> QuerySet[Briefing]:
    """The visible briefings that fit the sentence, the latest first; leaders and 批示 come in two more queries."""
    rows = visible(Briefing, actor)
    if wanted.kind:
        rows = rows.filter(kind=wanted.kind)
    if wanted.state:
        rows = rows.filter(state=wanted.state)
    given = Instruction.objects.filter(briefing=OuterRef("pk"))
    if wanted.leader_id:
        addressed = Briefing.leaders.through.objects.filter(person_id=wanted.leader_id).values("briefing_id")
        rows = rows.filter(Exists(given.filter(leader_id=wanted.leader_id)) | Q(pk__in=addressed))
    if wanted.unit_id:
        rows = rows.filter(Exists(given.filter(unit_id=wanted.unit_id)))
    key = SORTS.get(sort.removeprefix("-"), ("-presented_on", "-id"))
    falling = "-" if sort.startswith("-") and sort.removeprefix("-") in SORTS else ""
    return rows.order_by(*(f"{falling}{column}" for column in key)).prefetch_related(
        Prefetch("leaders", Person.objects.order_by("order", "id")),
        Prefetch("instructions", Instruction.objects.select_related("leader", "unit").order_by("id")),
    )


def to_instruct(actor: Actor) -> QuerySet[Briefing]:
    """Briefings that lie before this leader and on which he has written nothing yet."""
    own = Instruction.objects.filter(briefing=OuterRef("pk"), leader_id=actor.person_id)
    rows = (
        visible(Briefing, actor).filter(~Exists(own), leaders=actor.person_id or 0).exclude(state=Briefing.State.CLOSED)
    )
    return rows.order_by("presented_on", "id")


def answers_to(actor: Actor) -> Q:
    """批示 that wait for this leader's word: his own, and those he took over from one who left."""
    return Q(leader_id=actor.person_id, successor__isnull=True) | Q(successor_id=actor.person_id or 0)


def to_answer(actor: Actor) -> QuerySet[Instruction]:
    """批示 of this leader whose result lies before him."""
    rows = visible(Instruction, actor).filter(answers_to(actor), state=Instruction.State.SHOWN)
    return rows.select_related("briefing", "unit").order_by("shown_on", "id")


def own_instructions(actor: Actor) -> QuerySet[Instruction]:
    """The leader's 批示 that are not done (您的批示), the nearest limit first."""
    open_ = (Instruction.State.IN_HAND, Instruction.State.SHOWN)
    rows = visible(Instruction, actor).filter(answers_to(actor), state__in=open_)
    return rows.select_related("briefing", "unit").order_by("due_on", "id")


def to_close(actor: Actor) -> QuerySet[Briefing]:
    """Briefings on which nothing is open any more; closing them is one click of the office."""
    open_ = Instruction.objects.filter(briefing=OuterRef("pk")).exclude(
        state__in=(Instruction.State.NOTED, Instruction.State.APPROVED)
    )
    busy = (Briefing.State.NOTED, Briefing.State.INSTRUCTED)
    return visible(Briefing, actor).filter(~Exists(open_), state__in=busy).order_by("presented_on", "id")


def leading(day: dt.date) -> Q:
    """People before whom papers are put: who sits in the standing committee on a day."""
    seats = Membership.objects.filter(on_day(day), body__kind=Body.Kind.STANDING_COMMITTEE)
    return Q(pk__in=seats.values("person_id"))


def waiting_for(actor: Actor) -> list[WorkRow]:
    """What waits for this actor, and for those he may enter for (marked so); ``LIMIT`` rows a kind."""
    rows = _own(actor)
    for principal in Person.objects.filter(pk__in=actor.principal_ids).order_by("order", "id"):
        rows += _leader(actor_of_person(principal, actor.day), note=f"代{principal.name}录入")
    return rows


def _own(actor: Actor) -> list[WorkRow]:
    rows = _leader(actor)
    if actor.has(Role.CLERK, Role.DIRECTOR):
        rows += [
            WorkRow(
                what=briefing.title,
                url=f"/briefings/{briefing.pk}/",
                kind="呈批件办结",
                number=briefing.number,
                button="办结",
            )
            for briefing in to_close(actor)[:LIMIT]
        ]
    return rows


def _leader(actor: Actor, note: str = "") -> list[WorkRow]:
    if actor.roles.isdisjoint(LEADERS):
        return []
    rows = [
        WorkRow(
            what=briefing.title,
            url=f"/briefings/{briefing.pk}/",
            kind=briefing.get_kind_display(),
            number=briefing.number,
            from_whom=briefing.source,
            button="批示",
            button_url=f"/briefings/{briefing.pk}/instruct/",
            note=note,
        )
        for briefing in to_instruct(actor)[:LIMIT]
    ]
    rows += [
        WorkRow(
            what=f"{instruction.briefing.title}（{instruction.text[:30]}）",
            url=f"/briefings/{instruction.briefing_id}/",
            kind="办理结果",
            number=instruction.briefing.number,
            from_whom=str(instruction.unit or ""),
            due=instruction.due_on,
            button="阅示",
            button_url=f"/briefings/instructions/{instruction.pk}/answer/",
            note=note,
        )
        for instruction in to_answer(actor)[:LIMIT]
    ]
    return rows
