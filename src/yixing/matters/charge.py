"""In whose portfolio something lay on a day: the question every signature of a member begins with."""

import datetime as dt
from collections.abc import Collection, Iterable

from django.db.models import Q

from yixing.compliance.gates import codes
from yixing.matters.models import Matter
from yixing.people.models import Organization, Person
from yixing.people.queries import alive, heads
from yixing.portfolios.leads import leads


def areas_of(matter: Matter) -> tuple[int, ...]:
    """Ids of the other areas the matter reaches into."""
    return tuple(areas_of_each([matter.pk])[matter.pk])


def areas_of_each(matters: Collection[int]) -> dict[int, list[int]]:
    """The same of several matters, by their ids."""
    found: dict[int, list[int]] = {pk: [] for pk in matters}
    rows = Matter.other_areas.through.objects.filter(matter_id__in=list(matters))
    for matter, area in rows.order_by("area__order", "area_id").values_list("matter_id", "area_id"):
        found[matter].append(area)
    return found


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


def units_concerned(matter: Matter, on: dt.date) -> list[Organization]:
    """推荐征求范围 of a day, by establishment: whom the county asks about a matter of this type.

    Its parameter ``consultees_…`` names the units of the areas the matter reaches into (``concerned``), those that are
    to attend (``attending``), or all units of one kind of the establishment.
    """
    groups = codes(f"consultees_{matter.type.slug}", on)
    scope = Q(kind__in=groups, parent__isnull=False, parent__parent__isnull=True)
    if "concerned" in groups:
        scope |= Q(areas__in=[*([matter.area_id] if matter.area_id else []), *areas_of(matter)])
    if "attending" in groups:
        scope |= Q(pk__in=matter.attending_units.values("pk"))
    units = Organization.objects.filter(scope, alive(on)).exclude(pk=matter.unit_id)
    return list(units.order_by("order", "code").distinct())


def is_head(person_id: int | None, unit_id: int, on: dt.date) -> bool:
    """Whether the person was 主要负责人 of the unit that day."""
    if person_id is None:
        return False
    return any(span.covers(on) for span in heads(unit_id) if span.person.pk == person_id)
