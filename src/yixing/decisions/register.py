"""What the register of direct decisions and its circulars show: 备案 in time or late, told to the others or not yet."""

import datetime as dt
import functools
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from yixing.compliance import gates
from yixing.decisions.filing import briefing_group
from yixing.decisions.models import Circular, Decision
from yixing.decisions.originals import complete
from yixing.ui.components import Badge, Column
from yixing.ui.sheets import Sheet
from yixing_core.papers.direct import CircularData, CircularLine, circular_paper
from yixing_core.papers.model import Paper
from yixing_core.rules.model import Finding, Status

COLUMNS = (
    Column("number", "编号", sortable=True),
    Column("decided_on", "决定日期", "day", sortable=True),
    Column("leader", "分管常委", sortable=True),
    Column("title", "决定事项", "wide"),
    Column("amount", "金额（万元）", "number"),
    Column("record", "依据材料"),
    Column("filed_on", "备案", "day", sortable=True),
    Column("told", "通报其他常委"),
)
WAN = 10_000


@dataclass(frozen=True, slots=True)
class Standing:
    """How one part of the procedure stands: the word, and the rule that says so."""

    badge: Badge
    rule: str = ""
    words: str = ""


def filed_standing(decided_on: dt.date, filed_on: dt.date, *, complete: bool) -> Standing:
    """按期, 逾期备案 or 材料不齐, as the rulebook of the day has it on which it was decided (as 程序回查 has it)."""
    late = _unmet(decided_on, filed_on, complete=True)
    if late is not None:
        return Standing(Badge("逾期备案", "bad"), late.rule, late.text)
    lacking = None if complete else _unmet(decided_on, filed_on, complete=False)
    if lacking is not None:
        return Standing(Badge("材料不齐", "warn"), lacking.rule, lacking.text)
    found = _filing(decided_on, filed_on, complete=complete)
    return Standing(Badge("按期", "good"), found[0].rule if found else "", found[0].text if found else "")


def _unmet(decided_on: dt.date, filed_on: dt.date, *, complete: bool) -> Finding | None:
    found = _filing(decided_on, filed_on, complete=complete)
    return next((each for each in found if each.status is Status.VIOLATED), None)


def _filing(decided_on: dt.date, filed_on: dt.date, *, complete: bool) -> list[Finding]:
    filing = {"kind": "direct_decision", "happened_on": decided_on, "filed_on": filed_on, "complete": complete}
    return _applying(gates.findings("filing", {"filing": filing}, on=decided_on))


def told_standing(filed_on: dt.date, told_on: dt.date | None, today: dt.date) -> Standing:
    """待通报, 逾期未通报, 按期 or 逾期通报, as the rulebook of the day has it on which they were told, else of today."""
    found = _applying(gates.findings("filing", briefing_group(filed_on, told_on), on=told_on or today))
    late = next((each for each in found if each.status is Status.VIOLATED), None)
    rule = (late or found[0]).rule if found else ""
    words = (late or found[0]).text if found else ""
    if told_on is None:
        return Standing(Badge("逾期未通报", "bad") if late else Badge("待通报", "warn"), rule, words)
    return Standing(Badge("逾期通报", "bad") if late else Badge("已通报", "good"), rule, words)


def _applying(found: Iterable[Finding]) -> list[Finding]:
    return [each for each in found if each.status is not Status.NOT_APPLICABLE]


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the register."""

    decision: Decision
    kind: str
    amount: str
    filed: Standing
    told: Standing

    def cells(self) -> list[Any]:
        """The line as a spreadsheet has it, in the order of the columns."""
        row = self.decision
        circular = f"第{row.circular.ordinal}期 {row.circular.on}" if row.circular is not None else ""
        return [
            row.number,
            row.decided_on,
            row.leader.name if row.leader is not None else "",
            row.text,
            self.amount,
            f"{row.get_record_display()}：{row.basis}",
            f"{row.filed_on} {self.filed.badge.word}",
            f"{self.told.badge.word} {circular}".strip(),
        ]


def lines(rows: Iterable[Decision], today: dt.date) -> list[Line]:
    """The register's lines; the rulebook is asked once for each pair of days."""
    filed = functools.cache(filed_standing)
    told = functools.cache(told_standing)
    rows, found = list(rows), []
    whole = complete(rows)
    for row in rows:
        if row.filed_on is None:
            continue
        told_on = row.circular.on if row.circular is not None else None
        found.append(
            Line(
                decision=row,
                kind=kind_words(row),
                amount=amount_words(row),
                filed=filed(row.decided_on, row.filed_on, complete=row.pk in whole),
                told=told(row.filed_on, told_on, today),
            )
        )
    return found


def kind_words(decision: Decision) -> str:
    """The matter type: of the matter, or as the filing has it."""
    kind = decision.matter.type if decision.matter is not None else decision.kind
    return str(kind or "")


def amount_words(decision: Decision) -> str:
    """The sum in 万元; 不涉及资金 where that was said, empty where a matter's sheet has no sum."""
    if decision.matter is None and decision.amount == 0:
        return "不涉及资金"
    amount = decision.matter.amount if decision.matter is not None else decision.amount
    return "" if amount is None else f"{(amount / WAN).normalize():f}"


def sheet(rows: Iterable[Decision], today: dt.date) -> Sheet:
    """Exactly what the register shows, as the sheet of a workbook."""
    heads = [column.label for column in COLUMNS]
    return Sheet("直接决定备案", heads, [line.cells() for line in lines(rows, today)])


def circular_print(circular: Circular, rows: Iterable[Decision]) -> Paper:
    """《分管常委直接决定情况通报》 as one sheet."""
    return circular_paper(
        CircularData(
            year=circular.year,
            ordinal=circular.ordinal,
            since=circular.since,
            until=circular.until,
            issued_on=circular.on,
            members=tuple(person.name for person in circular.members.order_by("order", "id")),
            lines=tuple(
                CircularLine(
                    number=row.number,
                    decided_on=row.decided_on,
                    member=row.leader.name if row.leader is not None else "",
                    text=row.text,
                    unit=str(row.lead_unit or ""),
                    amount=amount_words(row),
                    basis=f"{row.get_record_display()}：{row.basis}",
                )
                for row in rows
            ),
        )
    )
