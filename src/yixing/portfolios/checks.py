"""What is wrong with a division of work, found by walking over it: nobody in charge, several, who may not be."""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Q

from yixing.compliance.gates import codes
from yixing.people.models import Body, Membership, Organization, Person
from yixing.people.queries import alive, on_day
from yixing.portfolios.models import Area, Assignment
from yixing_core.rules.vocabulary import BARRED_TAGS

LEADS = frozenset({Assignment.Relation.RESPONSIBLE, Assignment.Relation.LEAD})
"""负责 and 分管 are being in charge; 联系 and 协管 are not, so they never overlap."""
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
    """Areas the first in charge leads although the county keeps them from him on that day (不直接分管, SZ-03).

    The list is the county's parameter ``barred_tags``; its own catalogue puts these tags on areas.
    """
    kept = {BARRED_TAGS[code] for code in codes("barred_tags", day)}
    chairs = set(
        Membership.objects.filter(
            on_day(day), is_chair=True, body__kind__in=(Body.Kind.STANDING_COMMITTEE, Body.Kind.PARTY_GROUP)
        ).values_list("person_id", flat=True)
    )
    led = leaders(lines)
    return [area for area in areas if chairs & led.get(area.pk, set()) and kept & set(area.tags)]


def most_led(lines: Iterable[Line]) -> int:
    """How many areas the member in charge of most is in charge of.

    >>> most_led([Line(1, 7, "lead"), Line(2, 7, "lead"), Line(3, 8, "lead"), Line(4, 8, "contact")])
    2
    """
    return max(Counter(person for people in leaders(lines).values() for person in people).values(), default=0)


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
