"""Who sat in the standing committee, and which units belong to whose field, on a day or over a span."""

import datetime as dt

from django.db.models import QuerySet

from yixing.people.models import Body, Membership, Organization, Person
from yixing.people.queries import overlapping
from yixing.portfolios.leads import leads

QUARTERS = (1, 2, 3, 4)


def members_in(since: dt.date, until: dt.date) -> QuerySet[Person]:
    """Everybody who had a vote in the standing committee on a day of the span, by rank."""
    seats = Membership.objects.filter(
        overlapping(since, until), body__kind=Body.Kind.STANDING_COMMITTEE, capacity=Membership.Capacity.MEMBER
    )
    return Person.objects.filter(pk__in=seats.values("person_id")).order_by("order", "id")


def units_in_charge(person_id: int, day: dt.date) -> QuerySet[Organization]:
    """The units that belong to the areas a member is in charge of that day, in the order of the establishment."""
    known = leads()
    units = known.units_of(known.areas_led(person_id, day), day)
    return Organization.objects.filter(pk__in=units).order_by("order", "code")


def area_between(person_id: int, unit_id: int, day: dt.date) -> int | None:
    """The area by which a unit belongs to a member's field that day; ``None`` where it does not."""
    known = leads()
    led = known.areas_led(person_id, day)
    return next((area for area in known.areas_of(unit_id, day) if area in led), None)


def member_of_unit(unit_id: int, day: dt.date) -> Person | None:
    """The first member in charge of an area the unit belongs to, whom one turns to instead."""
    known = leads()
    found = (known.on(area, day) for area in known.areas_of(unit_id, day))
    return next((person for person in found if person is not None), None)


def quarter_span(year: int, quarter: int) -> tuple[dt.date, dt.date]:
    """First and last day of a quarter.

    >>> quarter_span(2023, 3)
    (datetime.date(2023, 7, 1), datetime.date(2023, 9, 30))
    """
    first = dt.date(year, 3 * quarter - 2, 1)
    following = dt.date(year + 1, 1, 1) if quarter == QUARTERS[-1] else dt.date(year, 3 * quarter + 1, 1)
    return first, following - dt.timedelta(days=1)


def year_span(year: int) -> tuple[dt.date, dt.date]:
    """First and last day of a year."""
    return dt.date(year, 1, 1), dt.date(year, 12, 31)


def usual_year(today: dt.date) -> int:
    """The year one asks for: in January the one that ended."""
    return today.year - 1 if today.month == 1 else today.year
