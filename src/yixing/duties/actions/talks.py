"""登记交心谈话日期: a whole sheet at once, days only."""

import datetime as dt
from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass

from yixing.access.actions import Action
from yixing.argument.words import one_of
from yixing.door.call import Call
from yixing.door.door import action, record
from yixing.duties.charge import area_between, members_in, quarter_span, year_span
from yixing.duties.models import Talk, TalkSheet
from yixing.people.models import Organization, Person
from yixing_core.errors import Refusal

Kind = TalkSheet.Kind
Cell = tuple[int, int | None, int | None, int]
"""Member, the other one or the unit, which time."""


@dataclass(frozen=True, slots=True)
class TalkLine:
    """A cell of a sheet: who with whom on which day; without a day the cell is emptied.

    Of a pair either may stand first. ``ordinal`` counts talks with the same unit in the year.
    """

    person_id: int
    on: dt.date | None
    other_id: int | None = None
    unit_id: int | None = None
    ordinal: int = 1


@action(Action.TALK_RECORD)
def talk_record(
    call: Call,
    *,
    kind: str,
    year: int,
    lines: Collection[TalkLine],
    quarter: int = 0,
    sheet_id: int | None = None,
    version: int | None = None,
) -> TalkSheet:
    """Enter days on a sheet, as many as there are, in one entry; cells that are not named stay as they are.

    Args:
        call: ``call.on`` is the day of entry; no day entered is later.
        kind: ``pair`` (季度交心), ``head`` (与部门负责人谈话), ``life`` (参加部门民主生活会).
        year: of the sheet.
        lines: the cells that change.
        quarter: 1 to 4 for ``pair``.
        sheet_id: the sheet, where the form showed one.
        version: of that sheet.

    Raises:
        Refusal: ``field_invalid``, ``talk_quarter``, ``talk_nothing``, ``talk_who``, ``talk_span``, ``talk_future``.
    """
    one_of("kind", "清单", kind, Kind)
    if (kind == Kind.PAIR) != (quarter in {1, 2, 3, 4}):
        raise Refusal("talk_quarter", field="quarter")
    sheet = _sheet(call, kind, year, quarter=quarter, sheet_id=sheet_id, version=version)
    span = quarter_span(year, quarter) if quarter else year_span(year)
    wanted = _wanted(sheet, lines, span, call.on)
    known = _known(sheet)
    done: Counter[str] = Counter()
    new: list[Talk] = []
    for cell, day in wanted.items():
        rows = known.get(cell, [])
        row = rows[0] if rows else None
        for twice in rows[1:]:
            twice.delete()
            done["removed"] += 1
        if row is None and day is not None:
            new.append(Talk(sheet=sheet, person_id=cell[0], other_id=cell[1], unit_id=cell[2], ordinal=cell[3], on=day))
        elif row is not None and day is None:
            row.delete()
            done["removed"] += 1
        elif row is not None and day is not None and row.on != day:
            row.on = day
            row.save(update_fields=("on",))
            done["changed"] += 1
    if not new and not done:
        raise Refusal("talk_nothing")
    Talk.objects.bulk_create(new)
    if sheet_id is not None:
        sheet.save()
    record(
        call,
        sheet,
        data={"kind": kind, "year": year, "quarter": quarter, "added": len(new)}
        | {name: done[name] for name in ("changed", "removed")},
    )
    return sheet


def _sheet(call: Call, kind: str, year: int, *, quarter: int, sheet_id: int | None, version: int | None) -> TalkSheet:
    if sheet_id is not None:
        return call.load(TalkSheet, sheet_id, Action.TALK_RECORD, version=version)
    call.require(Action.TALK_RECORD)
    sheet = TalkSheet.objects.select_for_update().filter(kind=kind, year=year, quarter=quarter).first()
    if sheet is None:
        sheet = TalkSheet(kind=kind, year=year, quarter=quarter)
    sheet.save()
    return sheet


def _known(sheet: TalkSheet) -> dict[Cell, list[Talk]]:
    """The rows of a sheet by their cells, the last entered first.

    A pair is one cell whichever of the two a row names first: rows entered earlier may name the higher in rank of their day,
    and a pair whose ranks changed may stand there twice; what is entered anew leaves one of them.
    """
    found: dict[Cell, list[Talk]] = {}
    for row in Talk.objects.filter(sheet=sheet).order_by("-id"):
        found.setdefault(_cell(row), []).append(row)
    return found


def _cell(row: Talk) -> Cell:
    if row.other_id is not None:
        return _pair(row.person_id, row.other_id)
    return row.person_id, None, row.unit_id, row.ordinal


def _pair(one: int, other: int) -> Cell:
    """The cell of two members, by their numbers: a rank changes in the middle of a quarter, a number never."""
    return min(one, other), max(one, other), None, 1


def _wanted(
    sheet: TalkSheet, lines: Collection[TalkLine], span: tuple[dt.date, dt.date], today: dt.date
) -> dict[Cell, dt.date | None]:
    """The cells in their own shape, each day judged; a refusal names the higher in rank first."""
    members = {person.pk: person for person in members_in(*span)}
    rank = {pk: place for place, pk in enumerate(members)}
    units = {
        unit.pk: unit
        for unit in Organization.objects.filter(pk__in=[line.unit_id for line in lines if line.unit_id is not None])
    }
    found: dict[Cell, dt.date | None] = {}
    for line in lines:
        member = members.get(line.person_id)
        if sheet.kind == Kind.PAIR:
            other = members.get(line.other_id or 0)
            if member is None or other is None or other == member:
                raise Refusal("talk_who", who=_name(line.person_id if member is None else line.other_id))
            first, second = sorted((member.pk, other.pk), key=rank.__getitem__)
            cell: Cell = _pair(first, second)
            who = f"{members[first].name}—{members[second].name}"
        else:
            unit = units.get(line.unit_id or 0)
            if member is None or unit is None:
                raise Refusal("talk_who", who=_name(line.person_id))
            cell, who = (member.pk, None, unit.pk, line.ordinal), f"{member.name}—{unit}"
            if line.on is not None and area_between(member.pk, unit.pk, line.on) is None:
                raise Refusal("talk_who", who=who)
        if line.on is not None:
            _judge(who, line.on, span, today, str(sheet))
        found[cell] = line.on
    return found


def _judge(who: str, on: dt.date, span: tuple[dt.date, dt.date], today: dt.date, sheet: str) -> None:
    if not span[0] <= on <= span[1]:
        raise Refusal("talk_span", who=who, on=on.isoformat(), span=sheet)
    if on > today:
        raise Refusal("talk_future", who=who, on=on.isoformat())


def _name(person_id: int | None) -> str:
    return next(iter(Person.objects.filter(pk=person_id or 0).values_list("name", flat=True)), "所填的人")
