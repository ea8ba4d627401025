"""Whose portfolio a thing lay in on a day: 责任领导 is never typed where the division of work knows it."""

import datetime as dt

from yixing.people.models import Organization, Person
from yixing.portfolios.leads import leads
from yixing.portfolios.models import Area


def leader_of_area(area: Area | None, day: dt.date) -> Person | None:
    """The member who led the area that day by the division in force; ``None`` where nobody did."""
    return leads().on(area.pk, day) if area is not None else None


def own_area_of(unit: Organization | None, person_id: int | None, day: dt.date) -> Area | None:
    """The first area of a unit that this person led that day; ``None`` where the unit is not in his portfolio."""
    if unit is None or person_id is None:
        return None
    known = leads()
    own = known.areas_led(person_id, day)
    found = next((pk for pk in known.areas_of(unit.pk, day) if pk in own), None)
    return Area.objects.filter(pk=found).first() if found is not None else None


def area_of_unit(unit: Organization | None) -> Area | None:
    """The first area, in the order of the catalogue, to which a unit belongs; a township's contact is no area."""
    return unit.areas.order_by("order", "id").first() if unit is not None else None
