"""《重大事项决策程序一览表》: the procedure of every type of matter on one sheet that a committee can adopt."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from yixing_core.papers.forms import EMPTY, facts_line, units
from yixing_core.papers.model import (
    FORM_A3_LANDSCAPE,
    Align,
    Cell,
    Column,
    Face,
    Folio,
    Paper,
    Paragraph,
    Run,
    SignatureFields,
    Table,
)
from yixing_core.papers.numbering import date_words
from yixing_core.papers.refusals import need, need_some

ALWAYS: Final = "●"
SOMETIMES: Final = "○"


@dataclass(frozen=True, slots=True, kw_only=True)
class StepColumn:
    """A step of the table: its name, who does it, and the rules it stands on."""

    label: str
    who: tuple[str, ...] = ()
    basis: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class BodyLine:
    """A body that may decide: its name, when (empty: in any case), and how it votes."""

    label: str
    condition: str = ""
    vote: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TypeLine:
    """A type of matter.

    Args:
        number, label: T04, 重大项目安排.
        steps: for each step of the table ``None`` (not taken), an empty text (必经) or the condition (视情).
        consultees: 征求意见范围.
        bodies: who may decide, from the lowest to the highest.
    """

    number: str
    label: str
    steps: tuple[str | None, ...]
    consultees: tuple[str, ...] = ()
    bodies: tuple[BodyLine, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ProcedureTableData:
    """The table of a day.

    Args:
        county: whose table it is: 示例县.
        as_of: the day whose rules and numbers it shows.
        steps: the columns.
        lines: the types, each with as many marks as there are steps.
        numbers: the county's numbers that the steps name, in words.
        checkpoint: line in the foot.
    """

    county: str
    as_of: date
    steps: tuple[StepColumn, ...]
    lines: tuple[TypeLine, ...]
    numbers: tuple[str, ...] = ()
    checkpoint: str = ""


def procedure_table_paper(data: ProcedureTableData) -> Paper:
    """One sheet A3 across: marks by type and step, conditions as numbered notes below, places for the adoption.

    Raises:
        Refusal: no county, no type, or a type whose marks do not fit the steps (``paper_table_shape``).
    """
    need(data.county, "县名", "county")
    need_some(data.lines, "事项类型", "lines")
    notes = _notes(data.lines)
    return Paper(
        name="重大事项决策程序一览表",
        title=f"{data.county}重大事项决策程序一览表",
        page=FORM_A3_LANDSCAPE,
        blocks=(
            facts_line((("按规定和参数", f"{date_words(data.as_of)}有效的各条"),), size=9.5),
            _marks(data, notes),
            *_legend(data, notes),
            SignatureFields(("审定会议", "审定日期", "施行日期", "制表", "审核"), per_row=5, size=11, before=0.2),
        ),
        folio=Folio.NONE,
        pages=1,
        must_fit=False,
        checkpoint=data.checkpoint,
    )


def _notes(lines: Sequence[TypeLine]) -> dict[str, int]:
    """The conditions of the sheet, each with the number of its note, in the order in which they are met."""
    found = [text for line in lines for text in line.steps if text]
    found += [body.condition for line in lines for body in line.bodies if body.condition]
    return {text: number for number, text in enumerate(dict.fromkeys(found), 1)}


def _marks(data: ProcedureTableData, notes: dict[str, int]) -> Table:
    columns = (
        Column("类", 0.95, Align.CENTER),
        Column("事项类型", 2.7),
        *(Column(step.label, 1.2, Align.CENTER) for step in data.steps),
        Column("征求意见范围", 3.1),
        Column("决定主体和表决方式", 6.4),
    )
    who = (
        Cell("谁办", across=2, align=Align.CENTER, face=Face.HEITI),
        *(Cell("、".join(step.who) or EMPTY, size=8) for step in data.steps),
        Cell("按本县参数", size=8, align=Align.CENTER),
        Cell("取适用的最高一级；由全委会决定的先经常委会审议提请", size=8, align=Align.CENTER),
    )
    rows: tuple[tuple[Cell | str, ...], ...] = tuple(
        (
            line.number,
            line.label,
            *(_mark(text, notes) for text in line.steps),
            Cell(units(line.consultees), size=8.5),
            Cell("；".join(_body(body, notes) for body in line.bodies) or EMPTY, size=8.5),
        )
        for line in data.lines
    )
    return Table(columns, (who, *rows), size=9, row_height=7)


def _mark(text: str | None, notes: dict[str, int]) -> str:
    if text is None:
        return ""
    return f"{SOMETIMES}{notes[text]}" if text else ALWAYS


def _body(body: BodyLine, notes: dict[str, int]) -> str:
    when = f"（注{notes[body.condition]}）" if body.condition else ""
    return f"{body.label}{when}{f'：{body.vote}' if body.vote else ''}"


def _legend(data: ProcedureTableData, notes: dict[str, int]) -> tuple[Paragraph, ...]:
    marks = f"{ALWAYS}必经　　{SOMETIMES}视情，数字为下列注的序号　　空白为规定没有要求（可以自行办理）"
    said = "；".join(f"{number}.{text.replace('；', '，')}" for text, number in notes.items())
    basis = "；".join(f"{step.label}—{'、'.join(step.basis)}" for step in data.steps if step.basis)
    parts = [
        ("标记", marks),
        ("注（适用条件）", said),
        ("本县数", "；".join(data.numbers)),
        ("依据（规定编号）", basis),
    ]
    return tuple(
        Paragraph(
            (Run(f"{name}：", Face.HEITI), Run(text)), indent=0, size=9.5, align=Align.LEFT, before=0 if at else 0.4
        )
        for at, (name, text) in enumerate(parts)
        if text
    )
