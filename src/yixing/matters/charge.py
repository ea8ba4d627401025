"""In whose portfolio something lay on a day: the question every signature of a member begins with."""

import datetime as dt
from collections.abc import Iterable

from yixing.matters.models import Matter
from yixing.people.models import Organization, Person
from yixing.people.queries import heads
from yixing.portfolios.leads import leads


def areas_of(matter: Matter) -> tuple[int, ...]:
    """Ids of the other areas the matter reaches into."""
    return tuple(matter.other_areas.values_list("pk", flat=True))


def touched_members(matter: Matter, on: dt.date, others: Iterable[int] | None = None) -> list[Person]:
    """The other members into whose portfolio the matter reaches that day, by rank.

    ``others`` (the other areas) may be handed in where they are read already.
    """
    other_areas = areas_of(matter) if others is None else tuple(others)
    known = leads()
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
    return any(span.covers(on) for span in heads(unit_id) if span.person.pk == person_id)
