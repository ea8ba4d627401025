"""程序核对单: on one A4 what the rules ask of a matter before the meeting, what is lacking and whom to ask."""

from dataclasses import dataclass
from enum import StrEnum

from yixing_core.papers.forms import EMPTY, facts_form
from yixing_core.papers.model import (
    BLANK,
    FORM_A4,
    Align,
    Block,
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
from yixing_core.papers.refusals import need, need_some


class Mark(StrEnum):
    """How a step stands; the value is the sign on paper, all of them characters that every Chinese font has."""

    SATISFIED = "√"
    MISSING = "○"
    VIOLATED = "×"
    NOT_APPLICABLE = "—"


MARK_WORDS = {Mark.SATISFIED: "已具备", Mark.MISSING: "待补", Mark.VIOLATED: "不符合", Mark.NOT_APPLICABLE: "不适用"}


class Verdict(StrEnum):
    """The three ends of a 程序核对单."""

    READY = "可以上会"
    COMPLETE_FIRST = "补齐后上会"
    WITH_CONSENT = "报书记同意后上会"


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckRow:
    """One step of the procedure.

    Args:
        step: e.g. ``征求意见``.
        requirement: what is asked, in one sentence.
        done: what was done: day, material.
        mark: how it stands.
        basis: regulation and article.
        verified: whether the text of the rule has been checked; otherwise 待核 is printed.
        lacking: what is still lacking and whom to ask; empty if nothing is.
    """

    step: str
    requirement: str
    done: str = ""
    mark: Mark
    basis: str
    verified: bool = True
    lacking: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProcedureCheckData:
    """程序核对单 of one matter.

    Args:
        number: number of the matter.
        title: the matter.
        kind: its type, e.g. ``大额度资金使用``.
        nature: 研究审议, 干部人事 …
        unit: 提请单位.
        body: deciding body.
        body_reason: why it is this one, with the rule.
        method: 表决方式.
        entitled: 应到.
        needed: how many yes votes carry it; ``None`` if it is not voted on.
        quorum: how many must be present; ``None`` if no number is fixed.
        rows: the steps in order.
        verdict: the ticked end; ``None`` leaves all open.
        reason: reason where the chair's consent is asked.
        checker, approver: names already known; empty leaves a place to sign.
        checked_on: day in words, empty to be filled in.
        checkpoint: line in the foot.
    """

    number: str
    title: str
    kind: str
    nature: str = "研究审议"
    unit: str = ""
    body: str
    body_reason: str = ""
    method: str = ""
    entitled: int | None = None
    needed: int | None = None
    quorum: int | None = None
    rows: tuple[CheckRow, ...]
    verdict: Verdict | None = None
    reason: str = ""
    checker: str = ""
    approver: str = ""
    checked_on: str = ""
    checkpoint: str = ""


def procedure_check_paper(data: ProcedureCheckData) -> Paper:
    """程序核对单 on one A4: what is lacking and whom to ask first, then the steps, then the verdict and signatures."""
    need(data.title, "议题名称", "title")
    need(data.body, "决定主体", "body")
    need_some(data.rows, "程序步骤", "rows")
    return Paper(
        name="程序核对单",
        title="程序核对单",
        page=FORM_A4,
        blocks=(_check_facts(data), _lacking(data.rows), _check_steps(data.rows), _legend(), *_verdict(data)),
        folio=Folio.NONE,
        pages=1,
        checkpoint=data.checkpoint,
    )


def _check_facts(data: ProcedureCheckData) -> Table:
    body = data.body + (f"（{data.body_reason}）" if data.body_reason else "")
    counts = "，".join(
        f"{words}{number}人"
        for words, number in (("应到", data.entitled), ("到会不少于", data.quorum), ("同意须达", data.needed))
        if number is not None
    )
    return facts_form(
        (
            (("议题", data.title),),
            (("编号", data.number), ("提请单位", data.unit)),
            (("类型", f"{data.kind}（{data.nature}）"), ("表决方式", data.method or "不表决")),
            (("决定主体", body), ("人数", counts)),
        )
    )


def _lacking(rows: tuple[CheckRow, ...]) -> Block:
    """The line that is read first: 缺什么、找谁."""
    lacking = [
        f"{row.step}：{row.lacking or MARK_WORDS[row.mark]}"
        for row in rows
        if row.mark in {Mark.MISSING, Mark.VIOLATED}
    ]
    text = "；".join(lacking) + "。" if lacking else "无，程序已齐。"
    runs = (Run("还缺什么、找谁：", Face.HEITI), Run(text))
    return Paragraph(runs, indent=0, size=12, before=0.25, align=Align.LEFT)


def _check_steps(rows: tuple[CheckRow, ...]) -> Table:
    columns = (
        Column("序", 0.65, Align.CENTER),
        Column("程序", 2, Align.CENTER),
        Column("要求", 3.4),
        Column("完成情况", 3.2),
        Column("结论", 1.05, Align.CENTER),
        Column("依据", 2.7),
        Column("还差什么、找谁", 3.1),
    )
    lines = tuple(
        (
            str(number),
            row.step,
            row.requirement,
            row.done or EMPTY,
            Cell(row.mark.value, size=14),
            row.basis + ("" if row.verified else "（待核）"),
            row.lacking or EMPTY,
        )
        for number, row in enumerate(rows, start=1)
    )
    return Table(columns, lines, size=11, row_height=10)


def _legend() -> Paragraph:
    text = BLANK.join(f"{mark.value}{words}" for mark, words in MARK_WORDS.items())
    return Paragraph(f"结论：{text}　　“待核”指条文尚未核对原文", indent=0, size=9, align=Align.LEFT)


def _verdict(data: ProcedureCheckData) -> tuple[Block, ...]:
    ready, complete, consent = (f"{'√' if verdict is data.verdict else '□'} {verdict.value}" for verdict in Verdict)
    reason = f"（理由：{data.reason or BLANK * 16}）"
    runs = (Run("核对结论：", Face.HEITI), Run(f"{ready}{BLANK * 2}{complete}\n{consent}{reason}"))
    known = (("核对人", data.checker), ("审核人", data.approver), ("日期", data.checked_on))
    labels = tuple(f"{name}：{value}" if value else name for name, value in known)
    return (
        Paragraph(runs, indent=0, size=12, before=0.3, align=Align.LEFT),
        SignatureFields(labels, per_row=3, size=12, before=0),
    )
