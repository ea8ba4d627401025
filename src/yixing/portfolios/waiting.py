"""What is open in an area, which changes hands with it; and what of the division of work waits for somebody."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db.models import Model

from yixing.access import kinds, loaders
from yixing.access.actions import Action
from yixing.access.actor import Actor
from yixing.access.roles import Role
from yixing.ledger.stamps import Standing, keep
from yixing.people.models import Person
from yixing.portfolios.checks import Findings
from yixing.portfolios.consulting import opinions_of
from yixing.portfolios.models import Division
from yixing.portfolios.queries import findings_on
from yixing.ui.components import WorkRow

ENDED = {
    "matters.Matter": ("concluded", "returned", "withdrawn", "filed", "deferred", "transferred"),
    "supervision.Task": ("draft", "closed", "merged", "stopped"),
}
"""States in which nothing is left to do. Matters and tasks stand above this app, so they are asked by their label."""
PREPARING = (Role.DIRECTOR, Role.CLERK, Role.ORGANIZATION)
"""Who is told that the plan in force has become faulty."""


@dataclass(frozen=True, slots=True)
class OpenThing:
    """A matter or task that is open in an area."""

    area_id: int
    kind: str
    what: str
    url: str


def _open(label: str, area_ids: Iterable[int], rows: Any = None) -> Any:
    found = apps.get_model(label)._default_manager.all() if rows is None else rows  # noqa: SLF001  (a manager by label)
    return found.filter(area_id__in=list(area_ids)).exclude(state__in=ENDED[label])


def open_work(area_ids: Iterable[int]) -> int:
    """How many matters and tasks of these areas are open."""
    ids = list(area_ids)
    return sum(_open(label, ids).count() for label in ENDED)


def open_things(area_ids: Iterable[int], actor: Actor, limit: int = 200) -> list[OpenThing]:
    """The open matters and tasks of these areas in the actor's sight, by name."""
    ids = list(area_ids)
    found: list[OpenThing] = []
    for label in ENDED:
        model: type[Model] = apps.get_model(label)
        for row in _open(label, ids, loaders.visible(model, actor)).order_by("area_id", "pk")[:limit]:
            reference = kinds.ref(row)
            words = kinds.WORDS[kinds.kind_of(model)]
            found.append(OpenThing(row.area_id, words, str(row), kinds.address(reference)))
    return found


def faults_now(day: dt.date) -> Findings:
    """What is wrong with what is in force on a day; read once until people, the division or the numbers change."""
    return keep(
        ("faults of the division", day),
        lambda: findings_on(day),
        Standing.PEOPLE,
        Standing.PORTFOLIOS,
        Standing.PARAMETERS,
    )


def waiting_for(actor: Actor) -> list[WorkRow]:
    """For the office and the organization department that the plan in force became faulty, for a member what he is asked.

    Drafts that somebody is asked about for whom the actor may enter (代录) stand there too, marked so.
    """
    rows = _faulty(actor)
    drafts = keep(
        ("drafts asked about", actor.day), lambda: _unanswered(actor.day), Standing.PORTFOLIOS, Standing.PEOPLE
    )
    if not drafts:
        return rows
    if actor.has(Role.MEMBER, Role.CHAIR):
        rows += _asked(drafts, actor.person_id)
    for principal in Person.objects.filter(pk__in=actor.principal_ids).order_by("order", "id"):
        rows += _asked(drafts, principal.pk, note=f"代{principal.name}录入")
    return rows


def _faulty(actor: Actor) -> list[WorkRow]:
    if not actor.has(*PREPARING):
        return []
    found = faults_now(actor.day)
    if not found.total:
        return []
    may = loaders.may(actor, Action.DIVISION_DRAFT)
    return [
        WorkRow(
            what=f"现行分工须调整：{found.words()}",
            url="/portfolios/",
            kind="分工",
            rule="XC-90" if found.gaps else "",
            rule_url="/rules/XC-90/" if found.gaps else "",
            button="试调整" if may else "",
            button_url="/portfolios/try/" if may else "",
        )
    ]


def _asked(drafts: Sequence[tuple[Division, frozenset[int]]], person_id: int | None, note: str = "") -> list[WorkRow]:
    return [
        WorkRow(
            what=plan.name,
            url=f"/portfolios/{plan.pk}/opine/" if note else f"/portfolios/{plan.pk}/",
            kind="征求意见",
            from_whom="县委办",
            due=plan.asked_on,
            button="表示意见",
            button_url=f"/portfolios/{plan.pk}/opine/",
            note=note,
        )
        for plan, missing in drafts
        if person_id in missing
    ]


def _unanswered(day: dt.date) -> tuple[tuple[Division, frozenset[int]], ...]:
    """Drafts the members were asked about, each with those of whom an opinion is missing or no longer counts."""
    plans = Division.objects.filter(state=Division.State.DRAFT, asked_on__isnull=False).order_by("asked_on", "id")
    return tuple(
        (plan, frozenset(each.person.pk for each in opinions_of(plan, day) if not each.counts)) for plan in plans
    )
