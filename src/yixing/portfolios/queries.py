"""Who is in charge of what, on any day; what is wrong with a plan; what a plan moves."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import QuerySet

from yixing.people.models import Person
from yixing.people.queries import on_day
from yixing.portfolios import catalogue, checks
from yixing.portfolios.catalogue import AreaOn
from yixing.portfolios.checks import Findings, Line, Overlap
from yixing.portfolios.leads import leads
from yixing.portfolios.models import Area, Assignment, Contact, Division


def in_force(day: dt.date) -> QuerySet[Assignment]:
    """Every relation that holds on a day."""
    return Assignment.objects.filter(on_day(day), division__state=Division.State.IN_FORCE)


def division_on(day: dt.date) -> Division | None:
    """The plan in force on a day."""
    plans = Division.objects.filter(state=Division.State.IN_FORCE, since__lte=day)
    return plans.order_by("-since", "-id").first()


def day_of_plan(division: Division, today: dt.date) -> dt.date:
    """The day a plan is looked at: its first; of a draft the day it is meant for, which is never behind us."""
    since = division.since or today
    return max(since, today) if division.state == Division.State.DRAFT else since


def who_leads(area: Area, day: dt.date) -> Person | None:
    """The member in charge of the area on the day; of several (分管交叉) the first in rank; ``None`` for a gap."""
    return leads().on(area.pk, day)


def who_lead(area_ids: Iterable[int], day: dt.date) -> dict[int, Person]:
    """Area → member in charge; an area without one is absent."""
    known = leads()
    return {area: person for area in area_ids if (person := known.on(area, day)) is not None}


def areas_of(person: Person, day: dt.date) -> QuerySet[Area]:
    """The areas a member is in charge of on a day, in the order of the catalogue."""
    return Area.objects.filter(pk__in=leads().areas_led(person.pk, day)).order_by("order", "id")


def contacts_of(person: Person, day: dt.date) -> QuerySet[Contact]:
    """The townships a member keeps contact with on a day."""
    rows = Contact.objects.filter(on_day(day), person=person).select_related("organization")
    return rows.order_by("organization__order", "id")


def lines_of(division: Division) -> list[Line]:
    """The relations a plan lays down, whatever came of them."""
    rows = division.assignments.order_by("area__order", "area_id", "person__order", "id")
    return [Line(*row) for row in rows.values_list("area_id", "person_id", "relation", "exception")]


def lines_on(day: dt.date) -> list[Line]:
    """The relations in force on a day."""
    rows = in_force(day).order_by("area__order", "area_id", "person__order", "id")
    return [Line(*row) for row in rows.values_list("area_id", "person_id", "relation", "exception")]


def gaps(division: Division, day: dt.date | None = None) -> list[AreaOn]:
    """无人分管 in a plan, against the catalogue of a day (default: the day it takes effect, or today's catalogue)."""
    return checks.uncovered(lines_of(division), _catalogue(division, day))


def overlaps(division: Division, day: dt.date | None = None) -> list[Overlap]:
    """分管交叉 in a plan."""
    lines = lines_of(division)
    return checks.crossed(lines, _catalogue(division, day), people_of(lines))


def findings_of(division: Division, day: dt.date) -> Findings:
    """All that is wrong with a plan, were it in force on a day."""
    lines = lines_of(division)
    return checks.findings(lines, catalogue.areas_on(day), day, people_of(lines))


def findings_on(day: dt.date) -> Findings:
    """All that is wrong with what is in force on a day; nothing before the first plan."""
    if division_on(day) is None:
        return Findings()
    lines = lines_on(day)
    return checks.findings(lines, catalogue.areas_on(day), day, people_of(lines))


def people_of(lines: Iterable[Line]) -> dict[int, Person]:
    """The persons that lines name."""
    return {person.pk: person for person in Person.objects.filter(pk__in={line.person_id for line in lines})}


def members_on(day: dt.date) -> QuerySet[Person]:
    """The members among whom work is divided: those of the standing committee with a vote, by rank."""
    return Person.objects.filter(pk__in=checks.seated_on(day)).order_by("order", "id")


@dataclass(frozen=True, slots=True)
class Move:
    """An area whose member in charge changes; ``None`` where there was or will be nobody."""

    area: Area
    before: Person | None
    after: Person | None


def moves(division: Division, day: dt.date) -> list[Move]:
    """The areas that change hands when a plan takes effect on a day, in the order of the catalogue."""
    lines, present = lines_of(division), lines_on(day - dt.timedelta(days=1))
    people = people_of([*lines, *present])
    now, then = checks.leaders(present), checks.leaders(lines)
    found = []
    for area in Area.objects.filter(pk__in=now.keys() | then.keys()).order_by("order", "id"):
        before, after = now.get(area.pk, set()), then.get(area.pk, set())
        if before != after:
            found.append(Move(area, _first(before - after or before, people), _first(after - before or after, people)))
    return found


def _first(ids: set[int], people: dict[int, Person]) -> Person | None:
    return min((people[pk] for pk in ids), key=lambda person: (person.order, person.pk), default=None)


def _catalogue(division: Division, day: dt.date | None) -> tuple[AreaOn, ...]:
    if day is None and division.since is None:
        return catalogue.catalogue_now()
    return catalogue.areas_on(day or division.since or dt.date.max)
