"""Prints of 常委履责: a year's report of a member to 常委会, or of 常委会 to 全委会."""

import re
from dataclasses import dataclass
from datetime import date
from typing import Final

from yixing_core.papers.model import Align, Block, Column, Heading, Paper, Paragraph, Table
from yixing_core.papers.numbering import date_words
from yixing_core.papers.refusals import need
from yixing_core.papers.titles import SOFT

_FIRST: Final = re.compile(r"[一二三四五六七八九十]{1,3}、")
_SECOND: Final = re.compile(r"（[一二三四五六七八九十]{1,3}）")


@dataclass(frozen=True, slots=True, kw_only=True)
class DutyReportData:
    """分工报告 of a year.

    Args:
        who: whose work it reports on, e.g. ``01号常委分管工作``.
        year: of which year.
        text: the report; a line is a paragraph, ``一、`` and ``（一）`` at its beginning make it a heading.
        figures: label, number and unit of each figure it rests on, for the table at its end.
        signer, dated: who reports, on which day.
        meeting: at which it was heard; empty before.
        checkpoint: line in the foot.
    """

    who: str
    year: int
    text: str
    figures: tuple[tuple[str, int, str], ...] = ()
    signer: str = ""
    dated: date | None = None
    meeting: str = ""
    checkpoint: str = ""


def duty_report_paper(data: DutyReportData) -> Paper:
    """The report with the figures it rests on as a table behind it.

    Raises:
        Refusal: ``field_required`` without a text or without whose report it is.
    """
    need(data.who, "报告人", "who")
    need(data.text.strip(), "正文", "text")
    lines = [line.strip() for line in data.text.splitlines() if line.strip()]
    return Paper(
        name="分工报告",
        title=f"{data.who}{SOFT}{data.year}年度报告",
        blocks=(*(_block(line) for line in lines), *_figures(data)),
        issuers=(data.signer,) if data.signer else (),
        dated=data.dated,
        checkpoint=data.checkpoint,
    )


def _block(line: str) -> Block:
    if _FIRST.match(line):
        return Heading(1, line)
    found = _SECOND.match(line)
    if found is None:
        return Paragraph(line)
    title, stop, rest = line.partition("。")
    return Heading(2, f"{title}{stop}", text_after=rest)


def _figures(data: DutyReportData) -> tuple[Block, ...]:
    if not data.figures:
        return ()
    columns = (Column("项目", 3), Column("数量", 1, Align.CENTER))
    rows = tuple((label, f"{value} {unit}") for label, value, unit in data.figures)
    heard = f"{data.meeting}听取。" if data.meeting else ""
    day = f"截至{date_words(data.dated)}。" if data.dated else ""
    return (
        Paragraph(f"附：所据登记{SOFT}（{data.year}年）", before=1, keep=True),
        Table(columns, rows),
        Paragraph(f"数字由履责登记和任务登记带出。{day}{heard}", size=12, indent=0, before=0.4),
    )
