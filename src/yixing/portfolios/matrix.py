"""分工表: members across by rank, areas down by domain, a sign in each cell, and what is wrong in the first line."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from yixing.people.models import Organization, Person
from yixing.people.queries import titles_on
from yixing.portfolios import checks
from yixing.portfolios.catalogue import AreaOn, areas_on
from yixing.portfolios.checks import Findings, Line, Load
from yixing.portfolios.models import Area, Assignment
from yixing.portfolios.queries import people_of
from yixing.ui.sheets import Sheet

Relation = Assignment.Relation
SIGNS = {Relation.RESPONSIBLE: "●", Relation.LEAD: "●", Relation.ASSIST: "○", Relation.CONTACT: "·"}
_STRENGTH = (Relation.RESPONSIBLE, Relation.LEAD, Relation.ASSIST, Relation.CONTACT)


@dataclass(frozen=True, slots=True)
class Cell:
    """One member's relation to one area, and what is kept back; empty where there is none."""

    sign: str = ""
    word: str = ""
    exception: str = ""


@dataclass(frozen=True, slots=True)
class Standing:
    """Who stands in a relation to an area, for a screen too narrow for the table."""

    person: Person
    word: str
    exception: str = ""


@dataclass(frozen=True, slots=True)
class AreaRow:
    """One area across all members."""

    area: AreaOn
    cells: tuple[Cell, ...]
    standing: tuple[Standing, ...]
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
    """A column: the member, his post that day, how many areas he is in charge of and their weight."""

    person: Person
    title: str
    count: int
    weight: int
    seated: bool


@dataclass(frozen=True, slots=True)
class Name:
    """Something wrong by its name, and the page on which it is mended."""

    words: str
    url: str


@dataclass(frozen=True, slots=True)
class Note:
    """One kind of what may be wrong, and everything it was found in."""

    word: str
    names: tuple[Name, ...]


@dataclass(frozen=True, slots=True)
class Matrix:
    """The whole table, with its first line: what is wrong, by name."""

    members: tuple[MemberHead, ...]
    domains: tuple[DomainRows, ...]
    notes: tuple[Note, ...]
    areas: int

    @property
    def faults(self) -> int:
        """How many things the first line names as wrong."""
        return sum(len(note.names) for note in self.notes)


def build(lines: Sequence[Line], day: dt.date, *, whole: bool = True) -> Matrix:
    """The table of these relations against the catalogue and the members of a day.

    A constant number of queries. Whoever has a relation but no seat that day stands behind the members. Without
    ``whole`` the first line leaves out what is said of a member rather than of an area or a unit.
    """
    areas = areas_on(day)
    people = people_of(lines)
    seated = checks.seated_on(day)
    missing = Person.objects.filter(pk__in=seated - people.keys())
    people |= {person.pk: person for person in missing}
    columns = sorted(people.values(), key=lambda person: (person.pk not in seated, person.order, person.pk))
    found = checks.findings(lines, areas, day, people)
    faults = {gap.area.pk: "无人分管" for gap in found.gaps} | {each.area.pk: "分管交叉" for each in found.overlaps}
    units = {unit.pk: str(unit) for unit in Organization.objects.all()}
    relations = _relations(lines)
    rows = [_row(area, columns, relations, units, faults) for area in areas]
    loads = {load.person.pk: load for load in checks.loads(lines, areas, people, day)}
    titles = titles_on([person.pk for person in columns], day)
    return Matrix(
        members=tuple(
            _head(person, titles.get(person.pk, ""), loads.get(person.pk), seated=person.pk in seated)
            for person in columns
        ),
        domains=tuple(
            DomainRows(str(Area.Domain(domain).label), tuple(found))
            for domain, found in groupby(_by_domain(rows), key=lambda row: row.area.domain)
        ),
        notes=notes(found, whole=whole),
        areas=len(areas),
    )


def _head(person: Person, title: str, load: Load | None, *, seated: bool) -> MemberHead:
    return MemberHead(person, title, load.areas if load else 0, load.weight if load else 0, seated)


def _row(
    area: AreaOn,
    columns: Sequence[Person],
    relations: dict[tuple[int, int], list[Line]],
    units: dict[int, str],
    faults: dict[int, str],
) -> AreaRow:
    cells = tuple(_cell(relations.get((area.pk, person.pk), ())) for person in columns)
    return AreaRow(
        area,
        cells,
        tuple(
            Standing(person, cell.word, cell.exception)
            for person, cell in sorted(zip(columns, cells, strict=True), key=lambda pair: _rank(pair[1]))
            if cell.sign
        ),
        tuple(units[pk] for pk in area.unit_ids if pk in units),
        faults.get(area.pk, ""),
    )


def _rank(cell: Cell) -> int:
    return next((place for place, relation in enumerate(_STRENGTH) if relation.label == cell.word), len(_STRENGTH))


ALWAYS = ("gaps", "overlaps", "barred")
"""What the first line says even where nothing is wrong."""


PERSONAL = ("discipline", "incompatible", "heavy")
"""What is said of a member: for those who prepare the division, the chair and who watches, not for colleagues."""


def notes(found: Findings, *, whole: bool = True) -> tuple[Note, ...]:
    """What the first line of the table says: each kind with what it was found in, by name, each with its page."""
    names: dict[str, tuple[Name, ...]] = {
        "gaps": tuple(_named(gap.area, _gone(gap.gone)) for gap in found.gaps),
        "overlaps": tuple(_named(each.area, "、".join(map(str, each.people))) for each in found.overlaps),
        "barred": tuple(_named(area) for area in found.barred),
        "discipline": tuple(_named(area) for area in found.discipline),
        "incompatible": tuple(
            Name(
                f"{each.person}：{'与'.join(each.tags)}（{'、'.join(area.name for area in each.areas)}）",
                f"/portfolios/members/{each.person.pk}/",
            )
            for each in found.incompatible
        ),
        "heavy": tuple(
            Name(f"{load.person}：{load.areas} 项", f"/portfolios/members/{load.person.pk}/") for load in found.heavy
        ),
        "units": tuple(Name(str(unit), f"/people/organizations/{unit.pk}/") for unit in found.units),
        "gone_units": tuple(_named(each.area, str(each.unit)) for each in found.gone_units),
    }
    return tuple(
        Note(word, names[key])
        for key, word in checks.WORDS.items()
        if (names[key] or key in ALWAYS) and (whole or key not in PERSONAL)
    )


def _named(area: AreaOn, more: str = "") -> Name:
    return Name(f"{area.name}：{more}" if more else area.name, f"/portfolios/areas/{area.pk}/")


def _gone(people: Sequence[Person]) -> str:
    return f"{'、'.join(map(str, people))}已不在任" if people else ""


def _by_domain(rows: Sequence[AreaRow]) -> list[AreaRow]:
    order = list(Area.Domain.values)
    return sorted(rows, key=lambda row: (order.index(row.area.domain), row.area.order, row.area.pk))


def _relations(lines: Sequence[Line]) -> dict[tuple[int, int], list[Line]]:
    found: dict[tuple[int, int], list[Line]] = {}
    for line in lines:
        found.setdefault((line.area_id, line.person_id), []).append(line)
    return found


def _cell(lines: Sequence[Line]) -> Cell:
    for relation in _STRENGTH:
        for line in lines:
            if line.relation == relation:
                return Cell(SIGNS[relation], str(relation.label), line.exception)
    return Cell()


def sheet(found: Matrix) -> Sheet:
    """The table as the sheet of a workbook: a column a member, a word where he stands in a relation."""
    heads = ["领域", "分管事项", *(head.person.name for head in found.members), "归口单位"]
    lines = (
        [domain.label, row.area.name, *(_said(cell) for cell in row.cells), "、".join(row.units)]
        for domain in found.domains
        for row in domain.rows
    )
    return Sheet("分工表", heads, lines)


def _said(cell: Cell) -> str:
    return f"{cell.word}（{cell.exception}）" if cell.exception else cell.word
