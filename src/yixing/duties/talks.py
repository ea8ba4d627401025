"""The due-lists of talks: who should have talked with whom by now, and who has not. Days only."""

import datetime as dt
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import combinations

from yixing.compliance.gates import number
from yixing.duties.charge import QUARTERS, quarter_span, units_in_charge, year_span
from yixing.duties.models import Talk, TalkSheet
from yixing.people.models import Organization, Person
from yixing.portfolios.queries import members_on

Kind = TalkSheet.Kind


@dataclass(frozen=True, slots=True)
class Pair:
    """Two members, the higher in rank first, who owe each other a 交心 in a quarter."""

    first: Person
    second: Person

    def __str__(self) -> str:
        return f"{self.first.name}与{self.second.name}"


@dataclass(frozen=True, slots=True)
class HeadDue:
    """A unit of a member's field with how often its head was talked with this year, and how often it should be."""

    member: Person
    unit: Organization
    days: tuple[dt.date, ...]
    needed: int

    @property
    def missing(self) -> int:
        """How many talks are still to come."""
        return max(0, self.needed - len(self.days))


def pairs_of(year: int, quarter: int) -> list[Pair]:
    """Every two members who sat at the end of a quarter, in the order of rank: of 11 members 55."""
    last = quarter_span(year, quarter)[1]
    return [Pair(first, second) for first, second in combinations(members_on(last), 2)]


def pair_days(year: int, quarter: int) -> dict[frozenset[int], dt.date]:
    """The day of each pair of a quarter that is entered, whichever of the two its row names first."""
    rows = Talk.objects.filter(sheet__kind=Kind.PAIR, sheet__year=year, sheet__quarter=quarter).order_by("id")
    return {frozenset((first, second or 0)): on for first, second, on in rows.values_list("person", "other", "on")}


def missing_pairs(year: int, quarter: int) -> list[Pair]:
    """Pairs of a quarter without a day, in the order of rank."""
    talked = pair_days(year, quarter)
    return [pair for pair in pairs_of(year, quarter) if frozenset((pair.first.pk, pair.second.pk)) not in talked]


def ended_quarters(year: int, day: dt.date) -> list[int]:
    """The quarters of a year that are over on a day (a quarter's own last day included)."""
    return [quarter for quarter in QUARTERS if quarter_span(year, quarter)[1] <= day]


def pairs_owed(year: int, day: dt.date) -> dict[int, list[Pair]]:
    """Quarter → pairs without a day, of the quarters that are over; a quarter without a gap is absent."""
    found = {quarter: missing_pairs(year, quarter) for quarter in ended_quarters(year, day)}
    return {quarter: pairs for quarter, pairs in found.items() if pairs}


def heads_due(year: int, day: dt.date) -> list[HeadDue]:
    """Every unit of every member's field on a day with its talks of the year, by rank and establishment.

    A talk counts for the unit: who was in charge before the division changed may have led it.
    """
    rows = Talk.objects.filter(sheet__kind=Kind.HEAD, sheet__year=year).order_by("on", "id")
    days: dict[int, list[dt.date]] = {}
    for unit, on in rows.values_list("unit_id", "on"):
        days.setdefault(unit or 0, []).append(on)
    needed = number("head_talks_year", day)
    return [
        HeadDue(member, unit, tuple(days.get(unit.pk, ())), needed)
        for member in members_on(day)
        for unit in units_in_charge(member.pk, day)
    ]


def life_days(year: int) -> Mapping[int, Talk]:
    """Member → the 民主生活会 of a unit of his field that he took part in this year."""
    rows = Talk.objects.filter(sheet__kind=Kind.LIFE, sheet__year=year).select_related("unit")
    return {row.person_id: row for row in rows.order_by("-on", "-id")}


def missing_life(year: int, day: dt.date) -> list[Person]:
    """Members who took part in none so far, by rank."""
    been = life_days(year)
    return [person for person in members_on(min(day, year_span(year)[1])) if person.pk not in been]


def talks_by_member(year: int) -> Counter[int]:
    """Member → how many of his due pairs, heads and meetings of the year have a day."""
    counted: Counter[int] = Counter()
    rows = Talk.objects.filter(sheet__year=year)
    for person in rows.filter(other__isnull=True).values_list("person_id", flat=True):
        counted[person] += 1
    two = rows.filter(other__isnull=False).values_list("sheet_id", "person_id", "other_id")
    pairs = {(sheet, frozenset((person, other))) for sheet, person, other in two}
    counted.update(each for _, pair in pairs for each in pair)
    return counted


def names_of(row: Talk) -> tuple[str, str]:
    """The two of a talk as a list names them: of a pair the higher in rank today first."""
    other = row.other
    if other is None:
        return row.person.name, str(row.unit)
    first, second = sorted((row.person, other), key=lambda person: (person.order, person.pk))
    return first.name, second.name
