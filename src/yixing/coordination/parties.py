"""Who may be one of the two sides of a 双分管分歧: the members, and whoever else has to do with the area that day."""

import datetime as dt

from yixing.matters.charge import areas_of
from yixing.matters.models import Matter
from yixing.people.models import Membership, Person
from yixing.people.queries import on_day
from yixing.portfolios.checks import dividing_kind
from yixing.portfolios.queries import in_force, members_on
from yixing.supervision.models import Task


def chairs_on(day: dt.date) -> frozenset[int]:
    """Who presides over the body among whose members work is divided: he rules, and is no side."""
    rows = Membership.objects.filter(on_day(day), body__kind=dividing_kind(), is_chair=True)
    return frozenset(rows.values_list("person_id", flat=True))


def areas_concerned(about: Matter | Task | None) -> tuple[int, ...]:
    """The areas a matter lies in and reaches into, or that of a task."""
    if about is None:
        return ()
    areas = (about.area_id, *(areas_of(about) if isinstance(about, Matter) else ()))
    return tuple(area for area in areas if area is not None)


def parties_on(about: Matter | Task | None, day: dt.date) -> list[Person]:
    """The possible sides of a difference on a matter or task, by rank.

    The members of the day, and whoever is 负责, 分管, 协管 or 联系 in an area concerned that day: a 副县长 who is no
    member shares the charge of the government's work (002 双重负责; contradiction C03). Never the chair.
    """
    related = in_force(day).filter(area_id__in=areas_concerned(about)).values_list("person_id", flat=True)
    ids = {*members_on(day).values_list("pk", flat=True), *related} - chairs_on(day)
    return list(Person.objects.filter(pk__in=ids).order_by("order", "id"))
