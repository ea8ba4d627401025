"""Who is in charge of which work area, for every day: the division of work as spans, read once until it changes.

A few hundred rows answer every question of every signature, task and page, so they are read whole.
"""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TypeVar

from yixing.ledger.stamps import Standing, keep
from yixing.people.models import Membership, Person
from yixing.portfolios.checks import dividing_kind
from yixing.portfolios.models import Area, AreaPast, Assignment, Division

T = TypeVar("T")
LEAD = (Assignment.Relation.RESPONSIBLE, Assignment.Relation.LEAD)
"""负责 and 分管 are being in charge; 协管 and 联系 are not."""


@dataclass(frozen=True, slots=True)
class Lead:
    """One member in charge of one area from a day to a day, both included; ``until`` is ``None`` while it runs."""

    area_id: int
    person: Person
    since: dt.date
    until: dt.date | None

    def covers(self, day: dt.date) -> bool:
        """Whether the plan said so that day."""
        return self.since <= day and (self.until is None or day <= self.until)


@dataclass(frozen=True, slots=True)
class Belonging:
    """A unit that belonged to an area from a day to a day; ``None`` where there is no such day."""

    area_id: int
    unit_id: int
    since: dt.date | None
    until: dt.date | None

    def covers(self, day: dt.date) -> bool:
        """Whether it did that day."""
        return (self.since is None or self.since <= day) and (self.until is None or day <= self.until)


@dataclass(frozen=True, slots=True)
class Leads:
    """The whole division of work, over all time."""

    of_area: Mapping[int, tuple[Lead, ...]]
    """By the rank of the members: of two leads (分管交叉) the higher stands first and therefore counts."""
    of_person: Mapping[int, tuple[Lead, ...]]
    of_unit: Mapping[int, tuple[Belonging, ...]]
    """The areas a unit belonged to, in the order of the catalogue."""
    units_of_area: Mapping[int, tuple[Belonging, ...]]
    left: Mapping[int, dt.date]
    """The last day in office of those who had a seat among the members and have none any more."""

    def in_office(self, person_id: int, day: dt.date) -> bool:
        """Whether he had not left by that day; who never had a seat on record is taken at the word of the plan."""
        return day <= self.left.get(person_id, dt.date.max)

    def named(self, area_id: int | None, day: dt.date) -> Person | None:
        """Whom the plan names for the area that day, in office or not."""
        return next((lead.person for lead in self.of_area.get(area_id or 0, ()) if lead.covers(day)), None)

    def on(self, area_id: int | None, day: dt.date) -> Person | None:
        """The member in charge of the area that day; ``None`` where nobody was or no area is given."""
        spans = (lead for lead in self.of_area.get(area_id or 0, ()) if lead.covers(day))
        return next((lead.person for lead in spans if self.in_office(lead.person.pk, day)), None)

    def areas_led(self, person_id: int, day: dt.date) -> frozenset[int]:
        """The areas a person is in charge of that day."""
        if not self.in_office(person_id, day):
            return frozenset()
        return frozenset(lead.area_id for lead in self.of_person.get(person_id, ()) if lead.covers(day))

    def areas_of(self, unit_id: int, day: dt.date) -> tuple[int, ...]:
        """The areas a unit belongs to that day, in the order of the catalogue."""
        return tuple(each.area_id for each in self.of_unit.get(unit_id, ()) if each.covers(day))

    def units_of(self, area_ids: Iterable[int], day: dt.date) -> frozenset[int]:
        """The units that belong to any of these areas that day."""
        return frozenset(
            each.unit_id for area in area_ids for each in self.units_of_area.get(area, ()) if each.covers(day)
        )


def leads() -> Leads:
    """The division of work as it stands now, with its history."""
    return keep("leads", _read, Standing.PORTFOLIOS, Standing.PEOPLE)


def _read() -> Leads:
    # Where a later plan changed nothing, the earlier row goes on and that of the later has no day of its own.
    rows = Assignment.objects.filter(
        relation__in=LEAD, division__state=Division.State.IN_FORCE, since__isnull=False
    ).select_related("person")
    of_area: dict[int, list[Lead]] = {}
    of_person: dict[int, list[Lead]] = {}
    for row in rows.order_by("person__order", "id"):
        lead = Lead(row.area_id, row.person, row.since or dt.date.max, row.until)
        of_area.setdefault(row.area_id, []).append(lead)
        of_person.setdefault(row.person_id, []).append(lead)
    of_unit: dict[int, list[Belonging]] = {}
    units_of_area: dict[int, list[Belonging]] = {}
    for each in _belongings():
        of_unit.setdefault(each.unit_id, []).append(each)
        units_of_area.setdefault(each.area_id, []).append(each)
    return Leads(_frozen(of_area), _frozen(of_person), _frozen(of_unit), _frozen(units_of_area), _left())


def _belongings() -> Iterator[Belonging]:
    """What the catalogue says and said of the units of each area, area by area in its order."""
    pasts: dict[int, list[AreaPast]] = {}
    for past in AreaPast.objects.order_by("area_id", "until"):
        pasts.setdefault(past.area_id, []).append(past)
    now: dict[int, list[int]] = {}
    links = Area.units.through.objects.order_by("area_id", "organization_id")
    for area, unit in links.values_list("area_id", "organization_id"):
        now.setdefault(area, []).append(unit)
    for area in Area.objects.order_by("order", "id").values_list("pk", flat=True):
        since = None
        for past in pasts.get(area, ()):
            yield from (Belonging(area, unit, since, past.until) for unit in past.unit_ids)
            since = past.until + dt.timedelta(days=1)
        yield from (Belonging(area, unit, since, None) for unit in now.get(area, ()))


def _left() -> dict[int, dt.date]:
    seats = Membership.objects.filter(body__kind=dividing_kind(), capacity=Membership.Capacity.MEMBER)
    ends: dict[int, list[dt.date | None]] = {}
    for person, until in seats.values_list("person_id", "until"):
        ends.setdefault(person, []).append(until)
    return {
        person: max(days)
        for person, found in ends.items()
        if len(days := [each for each in found if each]) == len(found)
    }


def _frozen(found: Mapping[int, list[T]]) -> dict[int, tuple[T, ...]]:
    return {key: tuple(values) for key, values in found.items()}


def member_in_charge(area_id: int | None, on: dt.date) -> Person | None:
    """The member who was in charge of the area that day; ``None`` where the area is not given or nobody was."""
    return leads().on(area_id, on)
