"""《分管常委直接决定情况通报》: what members decided alone and put on file, as one sheet for the others."""

from dataclasses import dataclass
from datetime import date

from yixing_core.papers.forms import facts_line
from yixing_core.papers.model import FORM_A4_LANDSCAPE, Align, Column, Folio, Paper, Paragraph, Table
from yixing_core.papers.numbering import date_words
from yixing_core.papers.refusals import invalid, need_some


@dataclass(frozen=True, slots=True, kw_only=True)
class CircularLine:
    """One direct decision: number, day, who decided, what, by which unit, sum in 万元 (may be empty), its paper."""

    number: str
    decided_on: date
    member: str
    text: str
    unit: str = ""
    amount: str = ""
    basis: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CircularData:
    """The circular of a period.

    Args:
        year, ordinal: 2023年第3期.
        since, until: first and last day of filing.
        issued_on: when it was sent round.
        members: to whom, by rank.
        lines: the decisions in the order in which they were filed.
        office: who sends it.
        checkpoint: line in the foot.
    """

    year: int
    ordinal: int
    since: date
    until: date
    issued_on: date
    members: tuple[str, ...]
    lines: tuple[CircularLine, ...]
    office: str = "县委办"
    checkpoint: str = ""


def circular_paper(data: CircularData) -> Paper:
    """《分管常委直接决定情况通报》.

    Raises:
        Refusal: no decision, or a period that ends before it begins.
    """
    need_some(data.lines, "直接决定", "lines")
    if data.until < data.since:
        raise invalid("通报期间", "until", "截止日期早于开始日期", "请核对备案的起止日期。")
    return Paper(
        name="分管常委直接决定情况通报",
        title="分管常委直接决定情况通报",
        subtitle=f"{data.year}年第{data.ordinal}期",
        page=FORM_A4_LANDSCAPE,
        blocks=(
            facts_line(
                (("备案时间", f"{date_words(data.since)}至{date_words(data.until)}"), ("件数", f"{len(data.lines)}件"))
            ),
            facts_line((("送", "、".join(data.members)),)),
            _table(data.lines),
            Paragraph(f"{data.office}　{date_words(data.issued_on)}", indent=0, size=12, before=0.4, align=Align.RIGHT),
        ),
        folio=Folio.COUNTED,
        pages=1,
        must_fit=False,
        checkpoint=data.checkpoint,
    )


def _table(lines: tuple[CircularLine, ...]) -> Table:
    columns = (
        Column("序", 0.6, Align.CENTER),
        Column("编号", 1.5, Align.CENTER),
        Column("决定日期", 1.6, Align.CENTER),
        Column("分管常委", 1.4, Align.CENTER),
        Column("决定事项", 5),
        Column("承办单位", 1.8, Align.CENTER),
        Column("金额（万元）", 1.2, Align.CENTER),
        Column("依据材料", 2.8),
    )
    rows = tuple(
        (
            str(place),
            line.number,
            date_words(line.decided_on),
            line.member,
            line.text,
            line.unit,
            line.amount,
            line.basis,
        )
        for place, line in enumerate(lines, 1)
    )
    return Table(columns, rows, size=11, row_height=8)
