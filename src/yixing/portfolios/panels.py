"""What the pages show of one member on a day: his areas, units and townships, his work in hand, his 履责 of late."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.apps import apps
from django.db.models import F, Q

from yixing.access import loaders
from yixing.access.actor import Actor
from yixing.access.roles import Role
from yixing.people.models import Organization, Person
from yixing.people.queries import titles_on
from yixing.portfolios import hooks
from yixing.portfolios.catalogue import AreaOn, areas_on
from yixing.portfolios.checks import LEADS, Line
from yixing.portfolios.models import Assignment, Contact
from yixing.portfolios.queries import contacts_of

TASKS = "supervision.Task"
"""Tasks stand above this app, so they are asked by their label."""


@dataclass(frozen=True, slots=True)
class Held:
    """An area in which the member stands in a relation, and what of the four powers is kept back."""

    area: AreaOn
    word: str
    exception: str = ""


@dataclass(frozen=True, slots=True)
class Work:
    """在办 and 逾期 of a member."""

    in_hand: int
    late: int


@dataclass(frozen=True, slots=True)
class MemberPanel:
    """One member on a day."""

    person: Person
    title: str
    led: tuple[Held, ...]
    others: tuple[Held, ...]
    units: tuple[Organization, ...]
    contacts: tuple[Contact, ...]
    work: Work | None
    """``None`` where the looker is not to count a colleague's work, or another day than today is asked."""
    recent: tuple[hooks.RecentDuty, ...]

    @property
    def weight(self) -> int:
        """Sum of the weights of his areas."""
        return sum(held.area.weight for held in self.led)


def panel(person: Person, lines: Sequence[Line], day: dt.date, actor: Actor) -> MemberPanel:
    """What a division of work gives one member on a day."""
    areas = {area.pk: area for area in areas_on(day)}
    mine = [line for line in lines if line.person_id == person.pk and line.area_id in areas]
    mine.sort(key=lambda line: (areas[line.area_id].order, line.area_id))
    held = [
        (line, Held(areas[line.area_id], str(Assignment.Relation(line.relation).label), line.exception))
        for line in mine
    ]
    led = tuple(each for line, each in held if line.relation in LEADS)
    named = {unit for each in led for unit in each.area.unit_ids}
    return MemberPanel(
        person=person,
        title=titles_on([person.pk], day).get(person.pk, ""),
        led=led,
        others=tuple(each for line, each in held if line.relation not in LEADS),
        units=tuple(Organization.objects.filter(pk__in=named).order_by("order", "code")),
        contacts=tuple(contacts_of(person, day)),
        work=_work(person, day, actor),
        recent=tuple(hooks.recent(person.pk, day, actor)),
    )


def _work(person: Person, day: dt.date, actor: Actor) -> Work | None:
    """Counts are for the chair and the office, and for himself: colleagues get matters, not counts of each other."""
    counts = actor.has(Role.CHAIR, Role.DIRECTOR, Role.CLERK, Role.INSPECTOR) or actor.person_id == person.pk
    if not counts or day != actor.day:
        return None
    rows = loaders.visible(apps.get_model(TASKS), actor).filter(leader_id=person.pk, is_open=True)
    # As the register's lights have it: what was claimed in time is not late while it is being verified.
    unclaimed = Q(claimed_on__isnull=True) | Q(claimed_on__gt=F("due_on"))
    return Work(in_hand=rows.count(), late=rows.filter(unclaimed, due_on__lt=day).count())
