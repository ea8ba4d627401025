"""Who is in charge of what, on a day: read from the assignments of plans in force."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable

from django.db.models import Q, QuerySet

from yixing.people.models import Person
from yixing.portfolios.models import Area, Assignment, Division

LEADS = (Assignment.Relation.RESPONSIBLE, Assignment.Relation.LEAD)
"""负责 and 分管; 联系 and 协管 never count as lead."""


def on_day(day: dt.date) -> Q:
    """Rows whose ``since``–``until`` covers a day."""
    return Q(since__lte=day) & (Q(until__isnull=True) | Q(until__gte=day))


def in_force(day: dt.date) -> QuerySet[Assignment]:
    """All assignments in force on a day, by area and rank."""
    return (
        Assignment.objects.filter(on_day(day), division__state=Division.State.IN_FORCE)
        .select_related("area", "person", "division")
        .order_by("area__order", "person__order")
    )


def who_leads(area: Area, day: dt.date) -> Person | None:
    """The member in charge of an area on a day; ``None`` where nobody was (无人分管)."""
    found = in_force(day).filter(area=area, relation__in=LEADS).first()
    return found.person if found else None


def areas_of(person: Person, day: dt.date) -> list[Area]:
    """The areas a member was in charge of on a day."""
    return [row.area for row in in_force(day).filter(person=person, relation__in=LEADS)]


def current_areas(day: dt.date) -> QuerySet[Area]:
    """The areas of the catalogue on a day."""
    return Area.objects.filter(
        Q(since__isnull=True) | Q(since__lte=day), Q(until__isnull=True) | Q(until__gte=day)
    ).order_by("order", "id")


def _leads(assignments: Iterable[Assignment]) -> dict[int, list[Person]]:
    found: dict[int, list[Person]] = defaultdict(list)
    for row in assignments:
        if row.relation in LEADS:
            found[row.area_id].append(row.person)
    return found


def gaps(division: Division, day: dt.date) -> list[Area]:
    """无人分管: areas of the catalogue without a lead in a plan."""
    leads = _leads(_rows(division))
    return [area for area in current_areas(day) if area.pk not in leads]


def overlaps(division: Division, day: dt.date) -> list[tuple[Area, list[Person]]]:
    """分管交叉: areas with more than one lead in a plan, with the members by rank."""
    leads = _leads(_rows(division))
    return [(area, leads[area.pk]) for area in current_areas(day) if len(leads.get(area.pk, ())) > 1]


def _rows(division: Division) -> QuerySet[Assignment]:
    return division.assignments.select_related("area", "person").order_by("person__order")


def moves(division: Division, day: dt.date) -> list[tuple[Area, Person | None, Person | None]]:
    """Areas whose lead a plan changes against what was in force the day before: area, from whom, to whom."""
    before = _leads(in_force(day - dt.timedelta(days=1)))
    after = _leads(_rows(division))
    changed = []
    for area in current_areas(day):
        old, new = next(iter(before.get(area.pk, ())), None), next(iter(after.get(area.pk, ())), None)
        if old != new:
            changed.append((area, old, new))
    return changed
