"""In whose portfolio something lay on a day: the question every signature of a member begins with."""

import datetime as dt
from collections.abc import Iterable

from yixing.matters.models import Matter
from yixing.people.models import Membership, Organization, Person
from yixing.people.queries import on_day
from yixing.portfolios.models import Assignment

LEAD = (Assignment.Relation.RESPONSIBLE, Assignment.Relation.LEAD)
"""负责 and 分管 are being in charge; 协管 and 联系 are not."""


def members_in_charge(area_ids: Iterable[int], on: dt.date) -> dict[int, Person]:
    """Area → the member who led it that day, in one query; an area that nobody led is absent."""
    rows = (
        Assignment.objects.filter(on_day(on), area_id__in=list(area_ids), relation__in=LEAD, division__state="in_force")
        .select_related("person")
        .order_by("area_id", "-person__order")
    )
    # Of two leads (分管交叉) the higher in rank stands last and therefore counts.
    return {row.area_id: row.person for row in rows}


def member_in_charge(area_id: int | None, on: dt.date) -> Person | None:
    """The member who led the area that day; ``None`` where the area is not given or nobody led it."""
    return members_in_charge([area_id], on).get(area_id) if area_id is not None else None


def touched_members(matter: Matter, on: dt.date) -> list[Person]:
    """The other members into whose portfolio the matter reaches that day, by rank."""
    leading = member_in_charge(matter.area_id, on)
    others = members_in_charge(matter.other_areas.values_list("pk", flat=True), on)
    found = {person.pk: person for person in others.values() if leading is None or person.pk != leading.pk}
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
    held = Membership.objects.filter(on_day(on), post__organization_id=unit_id, post__is_head=True)
    return person_id is not None and held.filter(person_id=person_id).exists()
