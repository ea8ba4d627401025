"""What of the division of work waits for somebody: a plan in force that became faulty, a draft he is asked about."""

import datetime as dt
from collections.abc import Sequence

from yixing.access import loaders
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

PREPARING = (Role.DIRECTOR, Role.CLERK, Role.ORGANIZATION)
"""Who is told that the plan in force has become faulty."""


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
