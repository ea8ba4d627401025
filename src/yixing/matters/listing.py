"""The list of matters: its columns, its rows in words, and the same as a spreadsheet."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.http import HttpResponse

from yixing.matters.models import Matter
from yixing.matters.panels import status_badge
from yixing.portfolios.leads import member_in_charge
from yixing.ui.components import Badge, Column
from yixing.ui.sheets import Sheet, workbook_response

COLUMNS = (
    Column("number", "编号", sortable=True),
    Column("title", "名称", "wide", sortable=True),
    Column("type", "类型"),
    Column("nature", "性质"),
    Column("unit", "提请单位", sortable=True),
    Column("member", "分管常委"),
    Column("amount", "金额（万元）", "number", sortable=True),
    Column("drafted_on", "起草", "day", sortable=True),
    Column("state", "状态"),
)


@dataclass(frozen=True, slots=True)
class MatterRow:
    """A matter as the list shows it."""

    pk: int
    number: str
    title: str
    type: str
    nature: str
    unit: str
    member: str
    amount: Decimal | None
    drafted_on: dt.date
    state: Badge
    backfilled: bool


def matter_rows(matters: Iterable[Matter]) -> list[MatterRow]:
    """Rows in words; the member is the one in whose portfolio it lay on the day it was drafted."""
    found = list(matters)
    leading = _members(found)
    return [
        MatterRow(
            pk=row.pk,
            number=row.number or "—",
            title=row.title,
            type=row.type.name,
            nature=row.get_nature_display(),
            unit=str(row.unit),
            member=leading.get(row.pk, "—"),
            amount=None if row.amount is None else (row.amount / 10000).normalize(),
            drafted_on=row.drafted_on,
            state=status_badge(row),
            backfilled=row.is_backfilled,
        )
        for row in found
    ]


def _members(matters: list[Matter]) -> dict[int, str]:
    """Matter → the member in charge on the day it was drafted."""
    found = {row.pk: member_in_charge(row.area_id, row.drafted_on) for row in matters}
    return {pk: person.name for pk, person in found.items() if person is not None}


def workbook(heading: str, rows: Iterable[MatterRow]) -> HttpResponse:
    """Exactly what the list shows, as .xlsx."""
    return workbook_response(heading, [sheet(heading, rows)])


def sheet(heading: str, rows: Iterable[MatterRow]) -> Sheet:
    """Exactly what the list shows, as the sheet of a workbook."""
    lines = [
        (
            row.number,
            row.title,
            row.type,
            row.nature,
            row.unit,
            row.member,
            None if row.amount is None else float(row.amount),
            row.drafted_on,
            row.state.word,
        )
        for row in rows
    ]
    return Sheet(heading, [column.label for column in COLUMNS], lines)
