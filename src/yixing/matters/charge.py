"""In whose portfolio something lay on a day: the question every signature of a member begins with."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from yixing.ledger.stamps import Standing, keep
from yixing.matters.models import Matter
from yixing.people.models import Membership, Organization, Person
from yixing.people.queries import on_day
from yixing.portfolios.models import Assignment

LEAD = (Assignment.Relation.RESPONSIBLE, Assignment.Relation.LEAD)
"""负责 and 分管 are being in charge; 协管 and 联系 are not."""


@dataclass(frozen=True, slots=True)
class Charge:
    """Who led some areas over all time: asked for several days without asking the database again."""

    spans: Mapping[int, tuple[Assignment, ...]]

    @classmethod
    def of(cls, area_ids: Iterable[int]) -> "Charge":
        """The leads of these areas; read in one query, once until the division of work or people change."""
        wanted = frozenset(area_ids)
        if not wanted:
            return cls({})
        return keep(("charge", wanted), lambda: cls._read(wanted), Standing.PORTFOLIOS, Standing.PEOPLE)

    @classmethod
    def _read(cls, wanted: frozenset[int]) -> "Charge":
        found: dict[int, list[Assignment]] = {}
        rows = Assignment.objects.filter(area_id__in=wanted, relation__in=LEAD, division__state="in_force")
        # Of two leads (分管交叉) the higher in rank stands first and therefore counts.
        for row in rows.select_related("person").order_by("person__order", "id"):
            found.setdefault(row.area_id, []).append(row)
        return cls({area: tuple(rows) for area, rows in found.items()})

    def on(self, area_id: int | None, day: dt.date) -> Person | None:
        """The member who led the area that day; ``None`` where nobody did or no area is given."""
        for span in self.spans.get(area_id or 0, ()):
            if (span.since or dt.date.min) <= day <= (span.until or dt.date.max):
                return span.person
        return None


def members_in_charge(area_ids: Iterable[int], on: dt.date) -> dict[int, Person]:
    """Area → the member who led it that day, in one query; an area that nobody led is absent."""
    charge = Charge.of(area_ids)
    found = {area: charge.on(area, on) for area in charge.spans}
    return {area: person for area, person in found.items() if person is not None}


def member_in_charge(area_id: int | None, on: dt.date) -> Person | None:
    """The member who led the area that day; ``None`` where the area is not given or nobody led it."""
    return Charge.of([area_id]).on(area_id, on) if area_id is not None else None


def areas_of(matter: Matter) -> tuple[int, ...]:
    """Ids of the other areas the matter reaches into."""
    return tuple(matter.other_areas.values_list("pk", flat=True))


def touched_members(
    matter: Matter, on: dt.date, charge: Charge | None = None, others: Iterable[int] | None = None
) -> list[Person]:
    """The other members into whose portfolio the matter reaches that day, by rank.

    ``charge`` and ``others`` (the other areas) may be handed in where they are read already.
    """
    other_areas = areas_of(matter) if others is None else tuple(others)
    if not other_areas:
        return []
    known = charge or Charge.of([*other_areas, *([matter.area_id] if matter.area_id else [])])
    leading = known.on(matter.area_id, on)
    found = {person.pk: person for area in other_areas if (person := known.on(area, on)) is not None}
    if leading is not None:
        found.pop(leading.pk, None)
    return sorted(found.values(), key=lambda person: (person.order, person.pk))


def units_concerned(matter: Matter) -> list[Organization]:
    """推荐征求范围: the units of the areas the matter reaches into and those that are to attend, by establishment."""
    areas = [*([matter.area_id] if matter.area_id else []), *matter.other_areas.values_list("pk", flat=True)]
    of_areas = Organization.objects.filter(areas__in=areas)
    attending = matter.attending_units.all()
    found = {unit.pk: unit for unit in (*of_areas, *attending) if unit.pk != matter.unit_id}
    return sorted(found.values(), key=lambda unit: (unit.order, unit.code))


def is_head(person_id: int | None, unit_id: int, on: dt.date) -> bool:
    """Whether the person was 主要负责人 of the unit that day."""
    if person_id is None:
        return False
    held = Membership.objects.filter(on_day(on), post__organization_id=unit_id, post__is_head=True, person_id=person_id)
    return keep(("head", person_id, unit_id, on), held.exists, Standing.PEOPLE)
