"""What is wrong with a division of work, found by walking over it: nobody in charge, several, who may not be."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Q

from yixing.people.models import Body, Membership, Organization, Person
from yixing.people.queries import alive, on_day
from yixing.portfolios.models import Area, Assignment

LEADS = frozenset({Assignment.Relation.RESPONSIBLE, Assignment.Relation.LEAD})
"""负责 and 分管 are being in charge; 联系 and 协管 are not, so they never overlap."""
BARRED_TAGS = frozenset({"财务", "人事", "工程", "采购", "审批"})
"""What the first in charge does not lead himself (SZ-03); the county's own catalogue puts these tags on areas."""
DISCIPLINE_TAG = "纪检"
DISCIPLINE_POST = "纪委书记"


@dataclass(frozen=True, slots=True)
class Line:
    """One relation of a plan."""

    area_id: int
    person_id: int
    relation: str


@dataclass(frozen=True, slots=True)
class Overlap:
    """An area with more than one in charge."""

    area: Area
    people: tuple[Person, ...]


def leaders(lines: Iterable[Line]) -> dict[int, set[int]]:
    """Area → the persons in charge of it.

    >>> leaders([Line(1, 7, "lead"), Line(1, 8, "assist")])
    {1: {7}}
    """
    found: dict[int, set[int]] = defaultdict(set)
    for line in lines:
        if line.relation in LEADS:
            found[line.area_id].add(line.person_id)
    return dict(found)


def areas_on(day: dt.date) -> list[Area]:
    """The catalogue of a day."""
    return list(Area.objects.filter(alive(day)).order_by("order", "id"))


def uncovered(lines: Iterable[Line], areas: Sequence[Area]) -> list[Area]:
    """无人分管: areas nobody is in charge of, in the order of the catalogue."""
    led = leaders(lines)
    return [area for area in areas if not led.get(area.pk)]


def crossed(lines: Iterable[Line], areas: Sequence[Area], people: Mapping[int, Person]) -> list[Overlap]:
    """分管交叉: areas with several in charge, who stand in the order of rank."""
    led = leaders(lines)
    return [
        Overlap(area, tuple(sorted((people[pk] for pk in led[area.pk]), key=lambda person: (person.order, person.pk))))
        for area in areas
        if len(led.get(area.pk, ())) > 1
    ]


def barred(lines: Iterable[Line], areas: Sequence[Area], day: dt.date) -> list[Area]:
    """Areas the first in charge leads although the county's rules keep them from him."""
    chairs = set(
        Membership.objects.filter(
            on_day(day), is_chair=True, body__kind__in=(Body.Kind.STANDING_COMMITTEE, Body.Kind.PARTY_GROUP)
        ).values_list("person_id", flat=True)
    )
    led = leaders(lines)
    return [area for area in areas if chairs & led.get(area.pk, set()) and BARRED_TAGS & set(area.tags)]


def outside_discipline(lines: Iterable[Line], areas: Sequence[Area], day: dt.date) -> list[Area]:
    """Areas other than discipline that the head of discipline inspection leads."""
    heads = set(
        Membership.objects.filter(on_day(day), post__name__contains=DISCIPLINE_POST).values_list("person_id", flat=True)
    )
    led = leaders(lines)
    return [area for area in areas if heads & led.get(area.pk, set()) and DISCIPLINE_TAG not in area.tags]


def without_member(lines: Iterable[Line], day: dt.date) -> list[Organization]:
    """Units directly below the committee that belong to no area in somebody's charge and are no member's contact."""
    led = [area for area, people in leaders(lines).items() if people]
    placed = Q(areas__in=led) | (on_day(day, "contacts__") & Q(contacts__isnull=False))
    units = Organization.objects.filter(alive(day), parent__isnull=False, parent__parent__isnull=True)
    return list(units.exclude(pk__in=Organization.objects.filter(placed).values("pk")).order_by("order", "code"))
