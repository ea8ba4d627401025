"""分工表: members across by rank, areas down by domain, a sign in each cell, and what is wrong in the first line."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from yixing.people.models import Person
from yixing.people.queries import titles_on
from yixing.portfolios import checks
from yixing.portfolios.checks import Line, Overlap
from yixing.portfolios.models import Area, Assignment
from yixing.portfolios.queries import members_on, people_of
from yixing.ui.sheets import Sheet

Relation = Assignment.Relation
SIGNS = {Relation.RESPONSIBLE: "●", Relation.LEAD: "●", Relation.ASSIST: "○", Relation.CONTACT: "·"}
_STRENGTH = (Relation.RESPONSIBLE, Relation.LEAD, Relation.ASSIST, Relation.CONTACT)


@dataclass(frozen=True, slots=True)
class Cell:
    """One member's relation to one area; empty where there is none."""

    sign: str = ""
    word: str = ""


@dataclass(frozen=True, slots=True)
class AreaRow:
    """One area across all members."""

    area: Area
    cells: tuple[Cell, ...]
    units: tuple[str, ...]
    fault: str
    """无人分管 or 分管交叉, empty if there is just one in charge."""


@dataclass(frozen=True, slots=True)
class DomainRows:
    """The areas of one domain."""

    label: str
    rows: tuple[AreaRow, ...]


@dataclass(frozen=True, slots=True)
class MemberHead:
    """A column: the member, his post that day, how many areas he is in charge of."""

    person: Person
    title: str
    count: int


@dataclass(frozen=True, slots=True)
class Matrix:
    """The whole table, with its first line: what is wrong, by name."""

    members: tuple[MemberHead, ...]
    domains: tuple[DomainRows, ...]
    gaps: tuple[Area, ...]
    overlaps: tuple[Overlap, ...]
    barred: tuple[Area, ...]
    areas: int


def build(lines: Sequence[Line], day: dt.date) -> Matrix:
    """The table of these relations against the catalogue and the members of a day.

    A constant number of queries. Whoever has a relation but no seat that day stands behind the members.
    """
    areas = checks.areas_on(day)
    people = people_of(lines)
    seated = list(members_on(day))
    known = {person.pk for person in seated}
    others = sorted((p for p in people.values() if p.pk not in known), key=lambda person: (person.order, person.pk))
    columns = [*seated, *others]
    gaps, overlaps = checks.uncovered(lines, areas), checks.crossed(lines, areas, people)
    faults = {area.pk: "无人分管" for area in gaps} | {each.area.pk: "分管交叉" for each in overlaps}
    units = _units(areas)
    relations = _relations(lines)
    rows = [
        AreaRow(
            area,
            tuple(_cell(relations.get((area.pk, person.pk), ())) for person in columns),
            units.get(area.pk, ()),
            faults.get(area.pk, ""),
        )
        for area in areas
    ]
    led = checks.leaders(lines)
    titles = titles_on([person.pk for person in columns], day)
    return Matrix(
        members=tuple(
            MemberHead(person, titles.get(person.pk, ""), sum(person.pk in who for who in led.values()))
            for person in columns
        ),
        domains=tuple(
            DomainRows(Area.Domain(domain).label, tuple(found))
            for domain, found in groupby(_by_domain(rows), key=lambda row: row.area.domain)
        ),
        gaps=tuple(gaps),
        overlaps=tuple(overlaps),
        barred=tuple(checks.barred(lines, areas, day)),
        areas=len(areas),
    )


def _by_domain(rows: Sequence[AreaRow]) -> list[AreaRow]:
    order = list(Area.Domain.values)
    return sorted(rows, key=lambda row: (order.index(row.area.domain), row.area.order, row.area.pk))


def _units(areas: Sequence[Area]) -> dict[int, tuple[str, ...]]:
    found: dict[int, list[str]] = {}
    links = Area.units.through.objects.filter(area__in=areas).select_related("organization")
    for link in links.order_by("organization__order", "organization__code"):
        found.setdefault(link.area_id, []).append(str(link.organization))
    return {pk: tuple(names) for pk, names in found.items()}


def _relations(lines: Sequence[Line]) -> dict[tuple[int, int], list[str]]:
    found: dict[tuple[int, int], list[str]] = {}
    for line in lines:
        found.setdefault((line.area_id, line.person_id), []).append(line.relation)
    return found


def _cell(relations: Sequence[str]) -> Cell:
    strongest = next((relation for relation in _STRENGTH if relation in relations), None)
    return Cell(SIGNS[strongest], strongest.label) if strongest is not None else Cell()


def sheet(found: Matrix) -> Sheet:
    """The table as the sheet of a workbook: a column a member, a word where he stands in a relation."""
    heads = ["领域", "分管事项", *(head.person.name for head in found.members), "归口单位"]
    lines = (
        [domain.label, row.area.name, *(cell.word for cell in row.cells), "、".join(row.units)]
        for domain in found.domains
        for row in domain.rows
    )
    return Sheet("分工表", heads, lines)
