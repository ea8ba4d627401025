"""试调整 and the comparison of two plans: what changes for whom, and what would be handed over; nothing is written."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from yixing.access.numbers import row_number
from yixing.people.models import Organization, Person
from yixing.portfolios import checks
from yixing.portfolios.catalogue import AreaOn
from yixing.portfolios.checks import LEADS, Line
from yixing.portfolios.models import Assignment

Relation = Assignment.Relation


@dataclass(frozen=True, slots=True)
class Shift:
    """An area whose members in charge are others than before."""

    area: AreaOn
    before: tuple[Person, ...]
    after: tuple[Person, ...]


@dataclass(frozen=True, slots=True)
class Share:
    """How much a member is in charge of: areas and their weight."""

    areas: int = 0
    weight: int = 0


@dataclass(frozen=True, slots=True)
class MemberChange:
    """What changes for one member between two divisions of work."""

    person: Person
    before: Share
    after: Share
    gained: tuple[AreaOn, ...]
    lost: tuple[AreaOn, ...]
    units_gained: tuple[Organization, ...]
    units_lost: tuple[Organization, ...]
    others: tuple[str, ...]
    """Changes of 负责, 协管, 联系 and of what is kept back, in words."""

    @property
    def weighted(self) -> bool:
        """Whether the weight says more than the number of areas."""
        return (self.before.areas, self.after.areas) != (self.before.weight, self.after.weight)


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two divisions of work side by side, by areas and by members, each in its order."""

    shifts: tuple[Shift, ...]
    members: tuple[MemberChange, ...]

    @property
    def same(self) -> bool:
        """Whether nothing differs."""
        return not self.members


def moved(lines: Sequence[Line], moves: Mapping[int, int]) -> list[Line]:
    """The lines after areas were given to other members: he leads alone; whoever assisted there and now leads, does not.

    >>> moved([Line(1, 7, "lead"), Line(1, 8, "assist"), Line(2, 7, "lead")], {1: 8})
    [Line(area_id=1, person_id=8, relation='lead', exception=''), Line(area_id=2, person_id=7, relation='lead', exception='')]
    """
    kept = [
        line
        for line in lines
        if line.area_id not in moves or (line.relation not in LEADS and line.person_id != moves[line.area_id])
    ]
    given = [Line(area, person, str(Relation.LEAD)) for area, person in moves.items()]
    return sorted([*kept, *given], key=lambda line: (line.area_id, line.person_id, line.relation))


def compare(
    before: Sequence[Line], after: Sequence[Line], areas: Sequence[AreaOn], people: Mapping[int, Person]
) -> Comparison:
    """What is different in ``after``, against the catalogue of one day.

    Args:
        people: whoever the lines name, by number.
    """
    units = {unit.pk: unit for unit in Organization.objects.all()}
    members = [_member(person, before, after, areas, units) for person in _ranked(people.values())]
    return Comparison(
        shifts=tuple(_shifts(before, after, areas, people)),
        members=tuple(each for each in members if each is not None),
    )


def _shifts(
    before: Sequence[Line], after: Sequence[Line], areas: Sequence[AreaOn], people: Mapping[int, Person]
) -> Iterable[Shift]:
    now, then = checks.leaders(before), checks.leaders(after)
    for area in areas:
        was, will = now.get(area.pk, set()), then.get(area.pk, set())
        if was != will:
            yield Shift(area, _ranked(people[pk] for pk in was), _ranked(people[pk] for pk in will))


def _member(
    person: Person,
    before: Sequence[Line],
    after: Sequence[Line],
    areas: Sequence[AreaOn],
    units: Mapping[int, Organization],
) -> MemberChange | None:
    listed = {area.pk: area for area in areas}
    was = [line for line in before if line.person_id == person.pk and line.area_id in listed]
    will = [line for line in after if line.person_id == person.pk and line.area_id in listed]
    if set(was) == set(will):
        return None
    led_before, led_after = _led(was, areas), _led(will, areas)
    units_before, units_after = _units(led_before), _units(led_after)
    return MemberChange(
        person=person,
        before=_share(led_before),
        after=_share(led_after),
        gained=tuple(area for area in led_after if area not in led_before),
        lost=tuple(area for area in led_before if area not in led_after),
        units_gained=_named(units_after - units_before, units),
        units_lost=_named(units_before - units_after, units),
        others=tuple(_others(was, will, listed)),
    )


def _led(lines: Sequence[Line], areas: Sequence[AreaOn]) -> list[AreaOn]:
    ids = {line.area_id for line in lines if line.relation in LEADS}
    return [area for area in areas if area.pk in ids]


def _units(areas: Iterable[AreaOn]) -> set[int]:
    return {unit for area in areas for unit in area.unit_ids}


def _named(ids: Iterable[int], units: Mapping[int, Organization]) -> tuple[Organization, ...]:
    return tuple(sorted((units[pk] for pk in ids if pk in units), key=lambda unit: (unit.order, unit.code)))


def _share(areas: Sequence[AreaOn]) -> Share:
    return Share(len(areas), sum(area.weight for area in areas))


def _others(was: Sequence[Line], will: Sequence[Line], areas: Mapping[int, AreaOn]) -> Iterable[str]:
    """Relations besides being in charge, and what is kept back where he stays in charge."""
    led = {line.area_id for line in was if line.relation in LEADS} & {
        line.area_id for line in will if line.relation in LEADS
    }
    told = [line for line in was if _told(line, led)], [line for line in will if _told(line, led)]
    for line in sorted(told[1], key=_place):
        if line not in told[0]:
            yield f"增：{_words(line, areas)}"
    for line in sorted(told[0], key=_place):
        if line not in told[1]:
            yield f"减：{_words(line, areas)}"


def _told(line: Line, led: set[int]) -> bool:
    return line.relation not in LEADS or line.area_id in led


def _place(line: Line) -> tuple[int, str]:
    return line.area_id, line.relation


def _words(line: Line, areas: Mapping[int, AreaOn]) -> str:
    said = f"{Relation(line.relation).label}{areas[line.area_id].name}"
    return f"{said}（例外：{line.exception}）" if line.exception else said


def _ranked(people: Iterable[Person]) -> tuple[Person, ...]:
    return tuple(sorted(people, key=lambda person: (person.order, person.pk)))


def parse_moves(words: Iterable[str], areas: Iterable[int], people: Iterable[int]) -> dict[int, int]:
    """``12:3`` → area 12 to member 3, as an address says it; whatever names nobody or nothing is passed over.

    >>> parse_moves(["12:3", "x", "12:9", "7:99"], [7, 12], [3, 9])
    {12: 9}
    """
    known, members = set(areas), set(people)
    found: dict[int, int] = {}
    for word in words:
        area, _, person = (row_number(part) if part != ":" else None for part in word.partition(":"))
        if area in known and person in members:
            found[area] = person
    return found
