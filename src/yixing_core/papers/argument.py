"""Prints of 论证咨询: 专家意见采纳情况表, 专家咨询书."""

from dataclasses import dataclass
from datetime import date

from yixing_core.papers.forms import EMPTY, facts_form, facts_line
from yixing_core.papers.model import (
    BLANK,
    FORM_A4,
    FORM_A4_LANDSCAPE,
    Align,
    Cell,
    Column,
    Folio,
    Paper,
    Paragraph,
    SignatureFields,
    Table,
)
from yixing_core.papers.numbering import date_words
from yixing_core.papers.refusals import need, need_some


@dataclass(frozen=True, slots=True, kw_only=True)
class ExpertOpinion:
    """What one expert said and what became of it.

    Args:
        name, place, field: who, from where, in which field.
        opinion: his words; empty where he gave none.
        signed: his paper is signed and sealed. conflicted: he gave an opinion although he has an interest.
        adoption: 采纳, 部分采纳, 未采纳, 回避, 未回复 or 待填. reason: why not in full.
        on: the day of his paper.
    """

    name: str
    place: str = ""
    field: str = ""
    opinion: str = ""
    signed: bool = False
    conflicted: bool = False
    adoption: str = ""
    reason: str = ""
    on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ExpertTableData:
    """专家意见采纳情况表 of one consultation.

    Args:
        number, title, unit: of the 咨询书, the matter, who asked.
        mode: 书面咨询 or 论证会; ``held_on`` is the day of the latter.
        question: what was asked; ``asked_on`` when.
        opinions: one for each expert asked.
        conclusion: of the whole, in words.
        filled_by, filled_on: who filled it in and when.
        checkpoint: line in the foot.
    """

    number: str
    title: str
    unit: str
    mode: str = ""
    question: str = ""
    asked_on: date
    held_on: date | None = None
    opinions: tuple[ExpertOpinion, ...]
    conclusion: str = ""
    filled_by: str = ""
    filled_on: date | None = None
    checkpoint: str = ""


def expert_table_paper(data: ExpertTableData) -> Paper:
    """专家意见采纳情况表（专家｜意见｜署名｜采纳情况｜理由）, counts in its first lines.

    Raises:
        Refusal: title, number or experts are missing.
    """
    need(data.title, "咨询的事项", "title")
    need(data.number, "咨询书编号", "number")
    need_some(data.opinions, "专家", "opinions")
    held = f"，{date_words(data.held_on)}召开" if data.held_on else ""
    conclusion = (facts_line((("论证结论", data.conclusion),), before=0.4),) if data.conclusion else ()
    return Paper(
        name="专家意见采纳情况表",
        title="专家意见采纳情况表",
        page=FORM_A4_LANDSCAPE,
        blocks=(
            facts_line((("事项", data.title),)),
            facts_line((("提请单位", data.unit), ("咨询书", data.number), ("方式", f"{data.mode}{held}"))),
            facts_line((("咨询问题", data.question),)),
            facts_line((("情况", _counts(data)),)),
            _rows(data.opinions),
            *conclusion,
            Paragraph(
                f"填表人：{data.filled_by or BLANK * 4}{BLANK * 4}填表日期："
                f"{date_words(data.filled_on) if data.filled_on else ''}",
                indent=0,
                size=12,
                before=0.4,
            ),
        ),
        folio=Folio.COUNTED,
        checkpoint=data.checkpoint,
    )


def _counts(data: ExpertTableData) -> str:
    given = [opinion for opinion in data.opinions if opinion.opinion]
    counted = {word: sum(each.adoption == word for each in given) for word in ("采纳", "部分采纳", "未采纳")}
    stood_aside = sum(each.adoption == "回避" for each in data.opinions)
    words = f"咨询{len(data.opinions)}人，提出意见{len(given)}人（署名{sum(each.signed for each in given)}份）"
    words += f"，回避{stood_aside}人" if stood_aside else ""
    conflicted = sum(each.conflicted for each in given)
    words += f"，其中有利害关系{conflicted}人" if conflicted else ""
    return f"{words}；" + "，".join(f"{word}{count}条" for word, count in counted.items()) + "。"


def _rows(opinions: tuple[ExpertOpinion, ...]) -> Table:
    columns = (
        Column("序", 0.6, Align.CENTER),
        Column("专家", 2.4, Align.CENTER),
        Column("领域", 0.9, Align.CENTER),
        Column("意见", 5.4),
        Column("署名", 0.9, Align.CENTER),
        Column("采纳情况", 1.5, Align.CENTER),
        Column("理由", 3.2),
        Column("回复日期", 1.8, Align.CENTER),
    )
    rows = tuple(
        (
            str(number),
            f"{item.name}（{item.place}）" if item.place else item.name,
            item.field or EMPTY,
            item.opinion or EMPTY,
            ("是" if item.signed else "否") if item.opinion else EMPTY,
            f"{item.adoption}（有利害关系）" if item.conflicted else item.adoption or EMPTY,
            item.reason or EMPTY,
            date_words(item.on) if item.on else EMPTY,
        )
        for number, item in enumerate(opinions, start=1)
    )
    return Table(columns, rows, size=11, row_height=8)


@dataclass(frozen=True, slots=True, kw_only=True)
class ExpertLetterData:
    """专家咨询书: the question, and the place where the expert writes, declares and signs.

    Args:
        number, title, unit: of the 咨询书, the matter, who asks.
        mode: 书面咨询 or 论证会; ``place`` is where the latter is held.
        question: what is asked.
        experts: who is asked, in words.
        asked_on, due_on: when it goes out, until when (or on which day) the answer is wanted.
        checkpoint: line in the foot.
    """

    number: str
    title: str
    unit: str
    mode: str = ""
    question: str
    experts: tuple[str, ...]
    asked_on: date
    due_on: date
    place: str = ""
    checkpoint: str = ""


def expert_letter_paper(data: ExpertLetterData) -> Paper:
    """专家咨询书 on one A4, to be signed and sent back.

    Raises:
        Refusal: title, question or experts are missing.
    """
    need(data.title, "咨询的事项", "title")
    need(data.question, "咨询问题", "question")
    need_some(data.experts, "专家", "experts")
    where = f"，{data.place}" if data.place else ""
    return Paper(
        name="专家咨询书",
        title="专家咨询书",
        page=FORM_A4,
        blocks=(
            facts_form(
                (
                    (("编号", data.number), ("咨询单位", data.unit)),
                    (("事项", data.title),),
                    (("方式", f"{data.mode}{where}"), ("回复期限", date_words(data.due_on))),
                    (("专家", "、".join(data.experts)),),
                    (("咨询问题", Cell(data.question, height=45, top=True)),),
                    (("专家意见", Cell("", height=80, top=True)),),
                    (("利害关系", "□ 与本事项没有利害关系　　□ 有利害关系，申请回避"),),
                )
            ),
            SignatureFields(("专家签名（盖章）", "日期"), size=12),
            Paragraph(f"发出日期：{date_words(data.asked_on)}", indent=0, size=12, before=0.4),
        ),
        folio=Folio.COUNTED,
        pages=1,
        must_fit=False,
        checkpoint=data.checkpoint,
    )
