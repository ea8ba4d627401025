"""What is wrong with a division of work, found by walking over it: nobody in charge, several, who may not be.

Each check is a plain function over the relations and the catalogue of a day; ``findings`` asks them all, of a plan as of
any day.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass

from yixing.compliance.gates import codes, number
from yixing.ledger.stamps import Standing, keep
from yixing.people.models import Body, Membership, Organization, Person
from yixing.people.queries import alive, on_day
from yixing.portfolios.catalogue import AreaOn
from yixing.portfolios.models import Assignment, Contact
from yixing_core.rules.vocabulary import APART_PAIRS, BARRED_TAGS

LEADS = frozenset({Assignment.Relation.RESPONSIBLE, Assignment.Relation.LEAD})
"""负责 and 分管 are being in charge; 联系 and 协管 are not, so they never overlap."""
DISCIPLINE_TAG = "纪检"
DISCIPLINE_POST = "纪委书记"


@dataclass(frozen=True, slots=True)
class Line:
    """One relation of a plan; ``exception`` says which of the four powers are kept back, empty for none."""

    area_id: int
    person_id: int
    relation: str
    exception: str = ""


@dataclass(frozen=True, slots=True)
class Gap:
    """An area nobody is in charge of; ``gone`` are those a plan names who hold no seat that day."""

    area: AreaOn
    gone: tuple[Person, ...] = ()


@dataclass(frozen=True, slots=True)
class Overlap:
    """An area with more than one in charge."""

    area: AreaOn
    people: tuple[Person, ...]


@dataclass(frozen=True, slots=True)
class Incompatible:
    """Duties that the county keeps apart, led by one member: a pair of tags and his areas that carry them."""

    person: Person
    tags: tuple[str, str]
    areas: tuple[AreaOn, ...]


@dataclass(frozen=True, slots=True)
class Load:
    """How many areas a member is in charge of, and the sum of their weights; ``over`` the county's number or not."""

    person: Person
    areas: int
    weight: int
    over: bool = False


@dataclass(frozen=True, slots=True)
class GoneUnit:
    """An area whose 归口单位 does not exist that day."""

    area: AreaOn
    unit: Organization


@dataclass(frozen=True, slots=True)
class Findings:
    """Everything that is wrong with a division of work on a day, by name."""

    gaps: tuple[Gap, ...] = ()
    overlaps: tuple[Overlap, ...] = ()
    barred: tuple[AreaOn, ...] = ()
    discipline: tuple[AreaOn, ...] = ()
    incompatible: tuple[Incompatible, ...] = ()
    heavy: tuple[Load, ...] = ()
    units: tuple[Organization, ...] = ()
    gone_units: tuple[GoneUnit, ...] = ()

    @property
    def total(self) -> int:
        """How many there are of all kinds; 0 for a clean division."""
        return sum(len(getattr(self, name)) for name in WORDS)

    def words(self) -> str:
        """无人分管 2，分管交叉 3; empty for a clean division."""
        return "，".join(f"{word} {len(getattr(self, name))}" for name, word in WORDS.items() if getattr(self, name))


WORDS = {
    "gaps": "无人分管",
    "overlaps": "分管交叉",
    "barred": "一把手直接分管列明事项",
    "discipline": "纪委书记分管其他工作",
    "incompatible": "不相容职责由一人分管",
    "heavy": "分管事项过多",
    "units": "没有归口的单位",
    "gone_units": "归口单位已撤销",
}


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


def findings(lines: Sequence[Line], areas: Sequence[AreaOn], day: dt.date, people: Mapping[int, Person]) -> Findings:
    """All checks of a division of work on a day; a constant number of queries.

    Args:
        lines: the relations. areas: the catalogue of the day. people: whoever the lines name, by number.
    """
    seated = seated_on(day)
    return Findings(
        gaps=tuple(gaps(lines, areas, people, seated)),
        overlaps=tuple(crossed(lines, areas, people)),
        barred=tuple(barred(lines, areas, day)),
        discipline=tuple(outside_discipline(lines, areas, day)),
        incompatible=tuple(incompatible(lines, areas, people, day)),
        heavy=tuple(load for load in loads(lines, areas, people, day) if load.over),
        units=tuple(without_member(lines, areas, day, seated)),
        gone_units=tuple(gone_units(areas, day)),
    )


def dividing_kind() -> Body.Kind:
    """The kind of body among whose members work is divided: 常委会, or 党组会 where there is no 常委会."""
    kinds = keep("kinds of bodies", lambda: frozenset(Body.objects.values_list("kind", flat=True)), Standing.PEOPLE)
    committee = Body.Kind.STANDING_COMMITTEE
    return committee if committee in kinds or Body.Kind.PARTY_GROUP not in kinds else Body.Kind.PARTY_GROUP


def seated_on(day: dt.date) -> frozenset[int]:
    """Who has a seat with a vote on the day in a body among whose members work is divided."""
    rows = Membership.objects.filter(on_day(day), body__kind=dividing_kind(), capacity=Membership.Capacity.MEMBER)
    return frozenset(rows.values_list("person_id", flat=True))


def uncovered(lines: Iterable[Line], areas: Sequence[AreaOn], seated: Container[int] | None = None) -> list[AreaOn]:
    """无人分管: areas nobody is in charge of, in the order of the catalogue.

    With ``seated`` whoever leads an area without a seat that day does not count.
    """
    led = leaders(lines)
    return [area for area in areas if not any(seated is None or person in seated for person in led.get(area.pk, ()))]


def gaps(
    lines: Sequence[Line], areas: Sequence[AreaOn], people: Mapping[int, Person], seated: Container[int]
) -> list[Gap]:
    """无人分管, each with those whom the plan names although they hold no seat."""
    led = leaders(lines)
    return [Gap(area, _ranked(led.get(area.pk, ()), people)) for area in uncovered(lines, areas, seated)]


def crossed(lines: Iterable[Line], areas: Sequence[AreaOn], people: Mapping[int, Person]) -> list[Overlap]:
    """分管交叉: areas with several in charge, who stand in the order of rank."""
    led = leaders(lines)
    return [Overlap(area, _ranked(led[area.pk], people)) for area in areas if len(led.get(area.pk, ())) > 1]


def barred(lines: Iterable[Line], areas: Sequence[AreaOn], day: dt.date) -> list[AreaOn]:
    """Areas the first in charge leads although the county keeps them from him on that day (不直接分管, SZ-03).

    The list is the county's parameter ``barred_tags``; its own catalogue puts these tags on areas.
    """
    kept = {BARRED_TAGS[code] for code in codes("barred_tags", day)}
    heads = Membership.objects.filter(on_day(day), is_chair=True, body__kind=dividing_kind())
    chairs = set(heads.values_list("person_id", flat=True))
    led = leaders(lines)
    return [area for area in areas if chairs & led.get(area.pk, set()) and kept & set(area.tags)]


def outside_discipline(lines: Iterable[Line], areas: Sequence[AreaOn], day: dt.date) -> list[AreaOn]:
    """Areas other than discipline that the head of discipline inspection leads."""
    heads = set(
        Membership.objects.filter(on_day(day), post__name__contains=DISCIPLINE_POST).values_list("person_id", flat=True)
    )
    led = leaders(lines)
    return [area for area in areas if heads & led.get(area.pk, set()) and DISCIPLINE_TAG not in area.tags]


def incompatible(
    lines: Iterable[Line], areas: Sequence[AreaOn], people: Mapping[int, Person], day: dt.date
) -> list[Incompatible]:
    """不相容职责: for each member the pairs of tags the county keeps apart (``apart_tags``) of which he leads both.

    By rank, then in the order of the pairs. One area that carries both tags counts as well.
    """
    pairs = [APART_PAIRS[code] for code in APART_PAIRS if code in codes("apart_tags", day)]
    return [
        Incompatible(people[person], pair, tuple(area for area in own if set(pair) & set(area.tags)))
        for person, own in _led_by(lines, areas, people).items()
        for pair in pairs
        if all(any(tag in area.tags for area in own) for tag in pair)
    ]


def loads(lines: Iterable[Line], areas: Sequence[AreaOn], people: Mapping[int, Person], day: dt.date) -> list[Load]:
    """Areas and weight of each who is in charge of anything, by rank; over where he leads more than the county's number."""
    most = number("member_areas_max", day)
    return [
        Load(people[person], len(own), sum(area.weight for area in own), over=len(own) > most)
        for person, own in _led_by(lines, areas, people).items()
    ]


def most_led(lines: Iterable[Line], areas: Sequence[AreaOn]) -> int:
    """How many areas of the catalogue the member in charge of most is in charge of."""
    listed = {area.pk for area in areas}
    counts: dict[int, int] = defaultdict(int)
    for area, people in leaders(lines).items():
        for person in people if area in listed else ():
            counts[person] += 1
    return max(counts.values(), default=0)


def without_member(
    lines: Iterable[Line], areas: Sequence[AreaOn], day: dt.date, seated: Container[int] | None = None
) -> list[Organization]:
    """Units directly below the committee that belong to no area in somebody's charge and are no member's contact."""
    open_areas = {area.pk for area in uncovered(lines, areas, seated)}
    placed = {unit for area in areas if area.pk not in open_areas for unit in area.unit_ids}
    placed |= {
        unit
        for unit, person in Contact.objects.filter(on_day(day)).values_list("organization_id", "person_id")
        if seated is None or person in seated
    }
    units = Organization.objects.filter(alive(day), parent__isnull=False, parent__parent__isnull=True)
    return [unit for unit in units.order_by("order", "code") if unit.pk not in placed]


def gone_units(areas: Sequence[AreaOn], day: dt.date) -> list[GoneUnit]:
    """归口单位 that do not exist that day, by area."""
    named = {unit for area in areas for unit in area.unit_ids}
    gone = {unit.pk: unit for unit in Organization.objects.exclude(alive(day)) if unit.pk in named}
    return [GoneUnit(area, gone[unit]) for area in areas for unit in area.unit_ids if unit in gone]


def _led_by(lines: Iterable[Line], areas: Sequence[AreaOn], people: Mapping[int, Person]) -> dict[int, list[AreaOn]]:
    """Who is in charge of anything, by rank, → his areas in the order of the catalogue."""
    led = leaders(lines)
    found: dict[int, list[AreaOn]] = {}
    for area in areas:
        for person in led.get(area.pk, ()):
            found.setdefault(person, []).append(area)
    return {person.pk: found[person.pk] for person in _ranked(found, people)}


def _ranked(ids: Iterable[int], people: Mapping[int, Person]) -> tuple[Person, ...]:
    return tuple(sorted((people[pk] for pk in ids), key=lambda person: (person.order, person.pk)))
