"""Who is in charge of which work area, for every day: the division of work as spans, read once until it changes.

A few hundred rows answer every question of every signature, task and page, so they are read whole.
"""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TypeVar

from yixing.ledger.stamps import Standing, keep
from yixing.people.models import Person
from yixing.portfolios.models import Area, Assignment, Division

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
        """Whether it held that day."""
        return self.since <= day and (self.until is None or day <= self.until)


@dataclass(frozen=True, slots=True)
class Leads:
    """The whole division of work, over all time."""

    of_area: Mapping[int, tuple[Lead, ...]]
    """By the rank of the members: of two leads (分管交叉) the higher stands first and therefore counts."""
    of_person: Mapping[int, tuple[Lead, ...]]
    areas_of_unit: Mapping[int, tuple[int, ...]]
    """The areas a unit belongs to, in the order of the catalogue."""
    units_of_area: Mapping[int, tuple[int, ...]]

    def on(self, area_id: int | None, day: dt.date) -> Person | None:
        """The member in charge of the area that day; ``None`` where nobody was or no area is given."""
        return next((lead.person for lead in self.of_area.get(area_id or 0, ()) if lead.covers(day)), None)

    def areas_led(self, person_id: int, day: dt.date) -> frozenset[int]:
        """The areas a person is in charge of that day."""
        return frozenset(lead.area_id for lead in self.of_person.get(person_id, ()) if lead.covers(day))

    def units_of(self, area_ids: Iterable[int]) -> frozenset[int]:
        """The units that belong to any of these areas."""
        return frozenset(unit for area in area_ids for unit in self.units_of_area.get(area, ()))


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
    areas_of_unit: dict[int, list[int]] = {}
    units_of_area: dict[int, list[int]] = {}
    links = Area.units.through.objects.order_by("area__order", "area_id", "organization_id")
    for area, unit in links.values_list("area_id", "organization_id"):
        areas_of_unit.setdefault(unit, []).append(area)
        units_of_area.setdefault(area, []).append(unit)
    return Leads(_frozen(of_area), _frozen(of_person), _frozen(areas_of_unit), _frozen(units_of_area))


def _frozen(found: Mapping[int, list[T]]) -> dict[int, tuple[T, ...]]:
    return {key: tuple(values) for key, values in found.items()}


def member_in_charge(area_id: int | None, on: dt.date) -> Person | None:
    """The member who was in charge of the area that day; ``None`` where the area is not given or nobody was."""
    return leads().on(area_id, on)
