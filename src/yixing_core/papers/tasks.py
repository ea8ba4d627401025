"""The working registers of supervision: 责任分解表 and 任务台账."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from yixing_core.papers.forms import EMPTY, facts_line, units
from yixing_core.papers.model import (
    FORM_A3_LANDSCAPE,
    FORM_A4_LANDSCAPE,
    Align,
    Cell,
    Column,
    Folio,
    Paper,
    SignatureFields,
    Table,
)
from yixing_core.papers.numbering import date_words
from yixing_core.papers.refusals import need, need_some


class Light(StrEnum):
    """The state of a task; on paper always as a word, never as a colour alone."""

    NORMAL = "正常"
    DUE_SOON = "临期"
    LATE = "逾期"
    CLOSED = "已销号"
    STOPPED = "中止"


@dataclass(frozen=True, slots=True, kw_only=True)
class BreakdownRow:
    """One task of a 责任分解表."""

    number: str
    text: str
    task: str
    lead: str
    assisting: tuple[str, ...] = ()
    leader: str
    due: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BreakdownData:
    """《议定事项责任分解表》.

    Args:
        title: e.g. ``十五届县委常委会第36次会议议定事项``.
        rows: several tasks of one 议定事项 stand in successive rows and share its cells.
        drafted_by, approved_by, dated: who drafted and approved it (督查室, 县委办主任), and when.
        drafter, approver: what these two places are called here.
        checkpoint: line in the foot.
    """

    title: str
    rows: tuple[BreakdownRow, ...]
    drafted_by: str = ""
    approved_by: str = ""
    dated: date | None = None
    drafter: str = "督查室拟"
    approver: str = "县委办主任审批"
    checkpoint: str = ""


def breakdown_paper(data: BreakdownData) -> Paper:
    """责任分解表 across an A4; the 议定事项 is printed once for all its tasks."""
    need(data.title, "标题", "title")
    need_some(data.rows, "任务", "rows")
    columns = (
        Column("序", 0.6, Align.CENTER),
        Column("编号", 1.7, Align.CENTER),
        Column("议定事项", 4.2),
        Column("任务", 4.2),
        Column("责任领导", 1.4, Align.CENTER),
        Column("牵头单位", 1.7, Align.CENTER),
        Column("配合单位", 2, Align.CENTER),
        Column("时限", 1.6, Align.CENTER),
    )
    day = f"日期：{date_words(data.dated)}" if data.dated else "日期"
    names = ((data.drafter, data.drafted_by), (data.approver, data.approved_by))
    labels = tuple(f"{place}：{name}" if name else place for place, name in names)
    return Paper(
        name="责任分解表",
        title=f"{data.title}责任分解表",
        page=FORM_A4_LANDSCAPE,
        blocks=(
            Table(columns, _breakdown_rows(data.rows), size=11, row_height=9),
            SignatureFields((*labels, day), per_row=3, size=12, before=0.3),
        ),
        folio=Folio.COUNTED,
        checkpoint=data.checkpoint,
    )


def _breakdown_rows(rows: Sequence[BreakdownRow]) -> tuple[tuple[Cell | str, ...], ...]:
    lines: list[tuple[Cell | str, ...]] = []
    at = 0
    while at < len(rows):
        end = at
        while end < len(rows) and (rows[end].number, rows[end].text) == (rows[at].number, rows[at].text):
            end += 1
        for index in range(at, end):
            row = rows[index]
            need(row.lead, f"第{index + 1}行的牵头单位", "rows")
            shared = (Cell(row.number, down=end - at), Cell(row.text, down=end - at)) if index == at else ()
            rest = (row.task, row.leader, row.lead, units(row.assisting), row.due or EMPTY)
            lines.append((str(index + 1), *shared, *rest))
        at = end
    return tuple(lines)


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterRow:
    """One task of the 任务台账, every field in the words of the register.

    Args:
        number, text, source: 编号, 事项（原文）, 来源.
        leader, lead, assisting: 责任领导, 牵头单位, 配合单位.
        due_words, due: 时限 as written and the day it comes to.
        signed: day of 签收; ``progress``, ``progress_on``: 最新进展; ``problems``: 存在问题.
        light, days_late: 灯 and 超期 in days.
        chased, extended: how often 催办 and 延期.
        verifier, closed_on: 核实人, 销号日期.
    """

    number: str
    text: str
    source: str = ""
    leader: str = ""
    lead: str
    assisting: tuple[str, ...] = ()
    due_words: str = ""
    due: date | None = None
    signed: date | None = None
    progress: str = ""
    progress_on: date | None = None
    problems: str = ""
    light: Light
    days_late: int = 0
    chased: int = 0
    extended: int = 0
    verifier: str = ""
    closed_on: date | None = None


class RegisterSheet(StrEnum):
    """The sheet of a 任务台账."""

    A3 = "A3"
    A4 = "A4"


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterData:
    """任务台账.

    Args:
        title: e.g. ``县委常委会议定事项任务台账``.
        selection: what is shown, as the sentence of the filter; empty leaves it out.
        as_of: the day the lights are computed for.
        rows: in the order of the list on screen.
        sheet: A3 with all 17 columns, or A4 with the eleven that matter at a table.
        office: who keeps it.
        checkpoint: line in the foot.
    """

    title: str
    selection: str = ""
    as_of: date
    rows: tuple[RegisterRow, ...]
    sheet: RegisterSheet = RegisterSheet.A3
    office: str = ""
    checkpoint: str = ""


def register_paper(data: RegisterData) -> Paper:
    """任务台账 across an A3 or A4, its head on every page, with counts by state in the first line."""
    need(data.title, "标题", "title")
    need_some(data.rows, "任务", "rows")
    wide = data.sheet is RegisterSheet.A3
    counts = "，".join(
        f"{light.value}{count}件" for light in Light if (count := sum(1 for row in data.rows if row.light is light))
    )
    first = (("截至", date_words(data.as_of)), ("共", f"{len(data.rows)}件（{counts}）"), ("填报", data.office))
    selection = (facts_line((("范围", data.selection),), size=10.5),) if data.selection else ()
    columns = _REGISTER_A3 if wide else _REGISTER_A4
    rows = tuple(
        tuple(_register_cells(row, number)[column.head] for column in columns)
        for number, row in enumerate(data.rows, start=1)
    )
    return Paper(
        name="任务台账",
        title=data.title,
        page=FORM_A3_LANDSCAPE if wide else FORM_A4_LANDSCAPE,
        blocks=(facts_line(first, size=11), *selection, Table(columns, rows, size=10 if wide else 9.5, row_height=8)),
        folio=Folio.COUNTED,
        checkpoint=data.checkpoint,
    )


_REGISTER_A3 = (
    Column("序", 0.6, Align.CENTER),
    Column("编号", 1.75, Align.CENTER),
    Column("事项（原文）", 4.7),
    Column("来源", 1.7, Align.CENTER),
    Column("责任领导", 1.4, Align.CENTER),
    Column("牵头单位", 1.5, Align.CENTER),
    Column("配合单位", 1.7, Align.CENTER),
    Column("时限", 1.9, Align.CENTER),
    Column("签收", 1.75, Align.CENTER),
    Column("最新进展", 4.4),
    Column("存在问题", 2.4),
    Column("状态", 1.1, Align.CENTER),
    Column("超期", 0.8, Align.CENTER),
    Column("催办", 0.8, Align.CENTER),
    Column("延期", 0.8, Align.CENTER),
    Column("核实人", 1.2, Align.CENTER),
    Column("销号日期", 1.75, Align.CENTER),
)
_REGISTER_A4 = (
    Column("序", 0.7, Align.CENTER),
    Column("编号", 1.8, Align.CENTER),
    Column("事项（原文）", 5),
    Column("责任领导", 1.4, Align.CENTER),
    Column("牵头单位", 1.5, Align.CENTER),
    Column("配合单位", 1.6, Align.CENTER),
    Column("时限", 1.9, Align.CENTER),
    Column("最新进展", 4.2),
    Column("状态", 1.1, Align.CENTER),
    Column("超期", 0.9, Align.CENTER),
    Column("销号日期", 1.6, Align.CENTER),
)


def _register_cells(row: RegisterRow, number: int) -> dict[str, str]:
    """The text of each column by its heading; days in tables are written 2026-03-05."""
    need(row.text, f"第{number}行的事项", "rows")
    need(row.lead, f"第{number}行的牵头单位", "rows")
    due = "\n".join(part for part in (row.due_words, f"（{row.due.isoformat()}）" if row.due else "") if part)
    progress = row.progress + (f"（{row.progress_on.isoformat()}）" if row.progress_on else "")
    return {
        "序": str(number),
        "编号": row.number,
        "事项（原文）": row.text,
        "来源": row.source or EMPTY,
        "责任领导": row.leader or EMPTY,
        "牵头单位": row.lead,
        "配合单位": units(row.assisting),
        "时限": due or EMPTY,
        "签收": row.signed.isoformat() if row.signed else "未签收",
        "最新进展": progress or EMPTY,
        "存在问题": row.problems or EMPTY,
        "状态": row.light.value,
        "超期": f"{row.days_late}天" if row.days_late else EMPTY,
        "催办": f"{row.chased}次" if row.chased else EMPTY,
        "延期": f"{row.extended}次" if row.extended else EMPTY,
        "核实人": row.verifier or EMPTY,
        "销号日期": row.closed_on.isoformat() if row.closed_on else EMPTY,
    }
