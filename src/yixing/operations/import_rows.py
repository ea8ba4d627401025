"""What each row of an import becomes: the action it stands for, with its inputs looked up by code and name."""

import datetime as dt
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import partial
from typing import Any

from django.db.models import Model

from yixing.access import loaders
from yixing.access.actor import Actor
from yixing.briefings.deadlines import resolve
from yixing.briefings.models import Instruction
from yixing.decisions.models import Decision
from yixing.door.call import Call
from yixing.matters.actions import matter_draft
from yixing.matters.models import MatterType, Nature
from yixing.matters.sheet import IMPACTS
from yixing.people.models import Organization, Person
from yixing.portfolios.models import Area
from yixing.portfolios.sheets import parts
from yixing.supervision.actions import task_draft
from yixing.supervision.duplicates import similar_task
from yixing.supervision.lines import TaskLine
from yixing.ui.sheets import Reader, SheetColumn
from yixing_core.errors import Refusal

Row = dict[str, Any]
MATTERS, TASKS = "议题单", "责任分解"


@dataclass(frozen=True, slots=True)
class Step:
    """One action to be done. ``rows`` are the rows of the file it stands for, ``row`` the first of them.

    ``columns`` says in which column a refusal belongs, by the name of its field or its code; ``""`` for any other.
    ``once``: the same row of the same file is done one single time, for what has no code of its own.
    """

    row: int
    do: Callable[[Call], Model]
    columns: Mapping[str, str]
    rows: Sequence[int] = ()
    on: dt.date | None = None
    exists: bool = False
    same: bool = False
    once: bool = False


class _Lookup:
    """Rows by their code or name; what is not there becomes a fault of its cell."""

    def __init__(self, reader: Reader, title: str) -> None:
        self.reader, self.title = reader, title
        self.units = {unit.code: unit for unit in Organization.objects.all()}
        self.areas = {area.code: area for area in Area.objects.all()}
        self.people: dict[str, list[Person]] = {}
        for person in Person.objects.all():
            self.people.setdefault(person.name, []).append(person)

    def fault(self, row: Row, column: str, text: str) -> None:
        self.reader.fault(self.title, row["row"], column, text)

    def unit(self, row: Row, key: str, column: str) -> int | None:
        if not row[key]:
            return None
        unit = self.units.get(row[key])
        if unit is None:
            self.fault(row, column, f"没有编码为“{row[key]}”的单位。")
        return unit.pk if unit else None

    def several(self, row: Row, key: str, column: str) -> list[int]:
        found = []
        for code in parts(row[key] or ""):
            if code in self.units:
                found.append(self.units[code].pk)
            else:
                self.fault(row, column, f"没有编码为“{code}”的单位。")
        return found

    def area(self, row: Row, key: str, column: str) -> int | None:
        if not row[key]:
            return None
        area = self.areas.get(row[key])
        if area is None:
            self.fault(row, column, f"没有编码为“{row[key]}”的分管事项。")
        return area.pk if area else None

    def person(self, row: Row, key: str, column: str) -> int | None:
        if not row[key]:
            return None
        same = self.people.get(row[key], [])
        if len(same) != 1:
            self.fault(
                row,
                column,
                f"有 {len(same)} 个人叫“{row[key]}”，请到页面上办理。" if same else f"没有叫“{row[key]}”的人。",
            )
            return None
        return same[0].pk


def _sound(rows: list[Row], columns: Sequence[SheetColumn]) -> list[Row]:
    """The rows whose obligatory cells were read; the others have their faults already."""
    wanted = [column.key for column in columns if column.required]
    return [row for row in rows if all(row[key] not in (None, "") for key in wanted)]


# 事项 -------------------------------------------------------------------------------------------------------------------


def matter_columns() -> Sequence[SheetColumn]:
    """The 议题单 in one line: what the page asks, impacts as ticks."""
    types = {word: kind.code for kind in MatterType.objects.all() for word in (kind.name, kind.code)}
    return (
        SheetColumn("title", "名称", required=True, longest=200),
        SheetColumn("type_code", "类型", "choice", required=True, choices=types),
        SheetColumn(
            "nature", "性质", "choice", required=True, choices={label: value for value, label in Nature.choices}
        ),
        SheetColumn("unit", "提请单位编码", required=True, longest=20),
        SheetColumn("area", "分管事项编码", longest=20),
        SheetColumn("amount", "金额（元）", longest=20),
        SheetColumn("fund_source", "资金来源", longest=120),
        SheetColumn("reason", "提请理由", longest=300),
        SheetColumn("requests", "请会议决定的事项"),
        SheetColumn("on", "起草日期", "day"),
        *(SheetColumn(name, label, "tick") for name, label in IMPACTS),
    )


_MATTER_CELLS = {
    "title": "名称",
    "type_code": "类型",
    "nature": "性质",
    "unit_id": "提请单位编码",
    "area_id": "分管事项编码",
    "amount": "金额（元）",
    "fund_source": "资金来源",
    "reason": "提请理由",
    "requests": "请会议决定的事项",
    "on": "起草日期",
    "future_day": "起草日期",
    "": "名称",
}


def matter_steps(reader: Reader, rows: list[Row], _: Actor) -> Iterator[Step]:
    """One ``matter_draft`` a row, on the day it says."""
    lookup = _Lookup(reader, MATTERS)
    for row in _sound(rows, matter_columns()):
        unit, area = lookup.unit(row, "unit", "提请单位编码"), lookup.area(row, "area", "分管事项编码")
        amount = _amount(lookup, row)
        if unit is None:
            continue
        sheet = {name: row[name] for name in ("title", "type_code", "nature", "fund_source", "reason", "requests")}
        sheet |= {name: bool(row[name]) for name, _label in IMPACTS} | {"area_id": area, "amount": amount}
        yield Step(
            row["row"],
            partial(matter_draft, unit_id=unit, **sheet),
            _MATTER_CELLS,
            on=row["on"],
            once=True,
        )


def _amount(lookup: _Lookup, row: Row) -> Decimal | None:
    text = (row["amount"] or "").replace(",", "").replace("，", "")
    if not text:
        return None
    try:
        amount = Decimal(text)
    except InvalidOperation:
        amount = Decimal("NaN")
    if not amount.is_finite() or abs(amount) >= Decimal(10) ** 13:
        lookup.fault(row, "金额（元）", f"“{row['amount']}”不是金额，应写成 1200000 或 1200000.50。")
        return None
    return amount


# 责任分解 ---------------------------------------------------------------------------------------------------------------

TASK_COLUMNS = (
    SheetColumn("source", "来源编号", required=True, longest=30),
    SheetColumn("text", "任务内容", required=True, longest=400),
    SheetColumn("lead", "牵头单位编码", required=True, longest=20),
    SheetColumn("assist", "配合单位编码"),
    SheetColumn("leader", "责任领导", longest=40),
    SheetColumn("due", "时限", longest=60),
    SheetColumn("duplicate_reason", "不并入的理由", longest=200),
)
_TASK_CELLS = {
    "text": "任务内容",
    "duplicate_reason": "不并入的理由",
    "deadline": "时限",
    "duplicate": "任务内容",
    "": "来源编号",
}


def task_columns() -> Sequence[SheetColumn]:
    """The 责任分解表: one line a task."""
    return TASK_COLUMNS


def task_steps(reader: Reader, rows: list[Row], actor: Actor) -> Iterator[Step]:
    """One ``task_draft`` for all rows of a source, in the order in which the sources first stand in the file."""
    lookup = _Lookup(reader, TASKS)
    by_source: dict[str, list[Row]] = {}
    for row in _sound(rows, TASK_COLUMNS):
        by_source.setdefault(row["source"], []).append(row)
    for number, given in by_source.items():
        origin = _origin(number, actor)
        if isinstance(origin, str):
            lookup.fault(given[0], "来源编号", origin)
            continue
        lines = [line for row in given if (line := _line(lookup, row, origin)) is not None]
        if len(lines) < len(given):
            continue
        named = {"decision_id" if isinstance(origin, Decision) else "instruction_id": origin.pk}
        yield Step(
            given[0]["row"],
            partial(task_draft, lines=lines, **named),
            _TASK_CELLS,
            rows=[row["row"] for row in given],
            once=True,
        )


def _origin(number: str, actor: Actor) -> Decision | Instruction | str:
    """The 议定事项 of this number, or the one 批示 on the 呈批件 of this number; otherwise why there is none."""
    decision = loaders.visible(Decision, actor).filter(number=number).first()
    if decision is not None:
        return decision
    given = list(loaders.visible(Instruction, actor).filter(briefing__number=number, is_noted=False)[:2])
    if len(given) == 1:
        return given[0]
    if given:
        return f"呈批件“{number}”有几条批示，请到页面上分解。"
    return f"没有编号为“{number}”的议定事项或呈批件。"


def _line(lookup: _Lookup, row: Row, origin: Decision | Instruction) -> TaskLine | None:
    """The line, or nothing where a cell of it cannot be used; what the action would say of a line is said of its cell."""
    before = len(lookup.reader.faults)
    unit = lookup.unit(row, "lead", "牵头单位编码")
    assist = lookup.several(row, "assist", "配合单位编码")
    leader = lookup.person(row, "leader", "责任领导")
    if unit in assist:
        lookup.fault(row, "配合单位编码", "牵头单位不能又是配合单位。")
    try:
        due = resolve(row["due"] or "", origin.decided_on if isinstance(origin, Decision) else origin.on)
        if not due.words and not origin.due_words:
            lookup.fault(row, "时限", "没有填写，来源也没有时限。")
    except Refusal as refusal:
        lookup.fault(row, "时限", f"{refusal.text}{refusal.mend}")
    if unit is None or len(lookup.reader.faults) > before:
        return None
    line = TaskLine(
        text=row["text"],
        lead_unit_id=unit,
        assist_unit_ids=assist,
        due=row["due"] or "",
        leader_id=leader,
        duplicate_reason=row["duplicate_reason"] or "",
    )
    if not line.duplicate_reason and (alike := similar_task(line)) is not None:
        lookup.fault(
            row, "任务内容", f"与在办的{alike.number or '任务'}“{alike.text[:30]}”相似；确需另立的，请填不并入的理由。"
        )
        return None
    return line
