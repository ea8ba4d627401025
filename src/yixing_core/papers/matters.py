"""Prints on the way of a matter to the meeting: 议题单, 议题安排, 意见采纳情况表, 征求意见函."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from yixing_core.papers.forms import EMPTY, facts_form, facts_line, label, numbered_lines, units
from yixing_core.papers.model import (
    BLANK,
    FORM_A4,
    FORM_A4_LANDSCAPE,
    Align,
    Block,
    Cell,
    Column,
    Folio,
    Head,
    HeadKind,
    Imprint,
    Paper,
    Paragraph,
    SignatureFields,
    Table,
)
from yixing_core.papers.numbering import DocumentNumber, date_words
from yixing_core.papers.refusals import invalid, need, need_some
from yixing_core.papers.titles import SOFT


@dataclass(frozen=True, slots=True, kw_only=True)
class Opinion:
    """One line of the opinion column: who, what, when; ``by`` where a delegate entered it from a signed sheet."""

    place: str
    text: str = ""
    name: str = ""
    on: date | None = None
    by: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """One of several solutions compared (方案比选)."""

    name: str
    gain: str
    cost: str
    conclusion: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class MatterSheetData:
    """议题单, in the order in which the office reads it.

    Args:
        number, title, kind, nature, unit: number, name (关于…的…), type, nature (研究审议 …), 提请单位.
        unit_head, signed_on: who signed for the unit and when; empty leaves the place free.
        member: 归口分管常委 of that day; ``others``: further members it touches.
        amount: 金额及资金来源 in words, e.g. ``860万元，县级财政``.
        reasons: 提请理由, at most 300 characters in practice.
        asks: what the meeting is asked to decide, item by item.
        prior_study: 前置研究 with meeting, day, number; ``consultation``: scope, answered of asked; ``disputes``:
            不同意见及协调情况; ``legality``: unit, conclusion, number.
        options: 方案比选.
        attachments: names of the papers.
        reporter, attending, minutes: 汇报人, 列席单位, 建议时长 in minutes.
        separate: a 另册 item: contents stay on paper.
        opinions: the opinion column; empty places for the usual four if none are given.
        body, office, chair: what the deciding body, its office and its chair are called here.
        checkpoint: line in the foot.
    """

    number: str
    title: str
    kind: str
    nature: str
    unit: str
    unit_head: str = ""
    signed_on: date | None = None
    member: str
    others: tuple[str, ...] = ()
    amount: str = ""
    reasons: str
    asks: tuple[str, ...]
    prior_study: str = ""
    consultation: str = ""
    disputes: str = ""
    legality: str = ""
    options: tuple[Option, ...] = ()
    attachments: tuple[str, ...] = ()
    reporter: str = ""
    attending: tuple[str, ...] = ()
    minutes: int | None = None
    separate: bool = False
    opinions: tuple[Opinion, ...] = ()
    body: str = "县委常委会"
    office: str = "县委办"
    chair: str = "书记"
    checkpoint: str = ""


def matter_sheet_paper(data: MatterSheetData) -> Paper:
    """议题单 for signature."""
    need(data.title, "议题名称", "title")
    need(data.unit, "提请单位", "unit")
    need(data.reasons, "提请理由", "reasons")
    need_some(data.asks, "请会议决定的具体事项", "asks")
    if data.minutes is not None and data.minutes <= 0:
        raise invalid("建议时长", "minutes", f"不能是{data.minutes}分钟", "请填一个大于 0 的分钟数。")
    options = (_options(data.options),) if data.options else ()
    return Paper(
        name="议题单",
        title=f"{data.body}议题单",
        page=FORM_A4,
        blocks=(_matter_facts(data), *options, _opinion_table(data)),
        folio=Folio.COUNTED,
        pages=1,
        must_fit=False,
        checkpoint=data.checkpoint,
    )


def _matter_facts(data: MatterSheetData) -> Table:
    signed = data.unit_head + (f"（{date_words(data.signed_on)}）" if data.signed_on else "")
    minutes = f"{data.minutes}分钟" if data.minutes else ""
    return facts_form(
        (
            (("议题名称", data.title),),
            (("编号", data.number), ("类型", data.kind)),
            (("性质", data.nature), ("涉密", "是（另册）" if data.separate else "否")),
            (("提请单位", data.unit), ("负责人审签", signed or BLANK)),
            (("归口常委", data.member), ("涉及常委", units(data.others))),
            (("金额来源", data.amount),),
            (("提请理由", Cell(data.reasons, height=22)),),
            (("请会议决定", Cell(numbered_lines(data.asks), height=18)),),
            (("前置研究", data.prior_study),),
            (("征求意见", data.consultation),),
            (("不同意见", data.disputes),),
            (("合法性审查", data.legality),),
            (("附件", numbered_lines(data.attachments) if data.attachments else EMPTY),),
            (("汇报人", data.reporter), ("建议时长", minutes)),
            (("列席单位", units(data.attending)),),
        ),
        size=11,
        row_height=8,
        label_share=1.4,
    )


def _options(options: tuple[Option, ...]) -> Table:
    columns = (
        Column("方案", 1.5, Align.CENTER),
        Column("利", 3),
        Column("弊", 3),
        Column("结论", 1.5, Align.CENTER),
    )
    rows = tuple((option.name, option.gain, option.cost, option.conclusion or EMPTY) for option in options)
    return Table(columns, rows, size=11, row_height=8)


def _opinion_table(data: MatterSheetData) -> Table:
    """The opinion column: what was written, or room to write it; the chair's place has his four choices."""
    chair = f"{data.chair}确定"
    places = ("分管领导意见", f"{data.office}核对", f"{data.office}主任意见", chair)
    rows = []
    for opinion in data.opinions or tuple(Opinion(place=place) for place in places):
        open_to_chair = opinion.place == chair and not opinion.text
        text = BLANK.join(f"□ {choice.value}" for choice in Determination) if open_to_chair else opinion.text
        delegate = f"（{opinion.by}代录）" if opinion.by else ""
        day = date_words(opinion.on) if opinion.on else f"{BLANK * 2}年{BLANK}月{BLANK}日"
        signed = f"{opinion.name or BLANK * 3}{delegate}\n{day}"
        rows.append((label(opinion.place), Cell(text, height=15), Cell(signed, align=Align.CENTER)))
    columns = (Column("", 1.7), Column("", 5), Column("", 2.2))
    return Table(columns, tuple(rows), size=11, before=0)


class Determination(StrEnum):
    """What the chair ticks for each line of the 议题安排."""

    ON_AGENDA = "上会"
    POSTPONED = "暂缓"
    TOPICAL = "转专题会"
    RETURNED = "退回"


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposedItem:
    """A line of the 议题安排: the matter, who brings it, how its procedure stands, what the chair ticked."""

    title: str
    nature: str
    unit: str
    member: str = ""
    procedure: str = ""
    minutes: int | None = None
    ticked: Determination | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AgendaProposalData:
    """《常委会议题安排（送审）》: one page, one tick a line.

    Args:
        session, held, place: meeting, when, where, in words.
        items: in the order the office proposes.
        director: the director of the office who checked it; empty leaves a place.
        submitted_on: the day it is put before the chair.
        office, chair: what the office and the chair are called here.
        checkpoint: line in the foot.
    """

    session: str
    held: str = ""
    place: str = ""
    items: tuple[ProposedItem, ...]
    director: str = ""
    submitted_on: date | None = None
    office: str = "县委办"
    chair: str = "书记"
    checkpoint: str = ""


def agenda_proposal_paper(data: AgendaProposalData) -> Paper:
    """《常委会议题安排（送审）》 on one A4 for the chair's ticks."""
    need(data.session, "会议名称", "session")
    need_some(data.items, "议题", "items")
    columns = (
        Column("序", 0.7, Align.CENTER),
        Column("议题", 4.6),
        Column("性质", 1.05, Align.CENTER),
        Column("提请单位", 1.7, Align.CENTER),
        Column("分管常委", 1.4, Align.CENTER),
        Column("程序核对", 1.75, Align.CENTER),
        *(Column(name, 1, Align.CENTER) for name in ("上会", "暂缓", "转专题会", "退回")),
    )
    rows: tuple[tuple[Cell | str, ...], ...] = tuple(
        (
            str(number),
            item.title + (f"（{item.minutes}分钟）" if item.minutes else ""),
            item.nature,
            item.unit,
            item.member or EMPTY,
            item.procedure or EMPTY,
            *(Cell("√" if item.ticked is choice else "□", size=13) for choice in Determination),
        )
        for number, item in enumerate(data.items, start=1)
    )
    facts = (("时间", data.held), ("地点", data.place))
    shown = (facts_line(facts),) if any(value for _, value in facts) else ()
    checked = f"{data.office}主任审核" + (f"：{data.director}" if data.director else "")
    day = f"送审日期：{date_words(data.submitted_on)}" if data.submitted_on else "送审日期"
    return Paper(
        name="常委会议题安排（送审）",
        title=f"{data.session}议题安排\n（送审）",
        page=FORM_A4,
        blocks=(
            *shown,
            Table(columns, rows, size=11, row_height=13),
            Paragraph(
                "请在每行选一格划“√”；调整先后的，在“序”栏改写。", indent=0, size=10.5, align=Align.LEFT, before=0.2
            ),
            SignatureFields((checked, day), per_row=2, size=12, before=0.3),
            SignatureFields((f"{data.chair}签批", "签批日期"), per_row=2, size=12, before=0.2),
        ),
        folio=Folio.NONE,
        pages=1,
        checkpoint=data.checkpoint,
    )


class Adoption(StrEnum):
    """What became of an opinion."""

    ADOPTED = "采纳"
    PARTLY = "部分采纳"
    NOT_ADOPTED = "未采纳"
    NONE = "无意见"
    SILENT = "逾期视为无意见"


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitOpinion:
    """The opinion of one unit and what became of it; what is not adopted in full needs a reason."""

    unit: str
    opinion: str = ""
    adoption: Adoption
    reason: str = ""
    on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class OpinionTableData:
    """意见采纳情况表 of one consultation.

    Args:
        title: what was consulted on.
        unit: who asked.
        period: when, in words.
        opinions: one for each unit asked, in the order of the establishment; a unit with three opinions has three.
        asked: how many units were asked.
        filled_by, filled_on: who filled it in and when.
        checkpoint: line in the foot.
    """

    title: str
    unit: str
    period: str = ""
    opinions: tuple[UnitOpinion, ...]
    asked: int
    filled_by: str = ""
    filled_on: date | None = None
    checkpoint: str = ""


def opinion_table_paper(data: OpinionTableData) -> Paper:
    """意见采纳情况表（单位｜意见｜采纳情况｜理由）, counts in its first line.

    Raises:
        Refusal: an opinion not adopted in full has no reason, or more units answered than were asked.
    """
    need(data.title, "征求意见的事项", "title")
    need_some(data.opinions, "意见", "opinions")
    for opinion in data.opinions:
        if opinion.adoption in {Adoption.PARTLY, Adoption.NOT_ADOPTED} and not opinion.reason.strip():
            why = f"{opinion.unit}的意见{opinion.adoption.value}，没有写理由"
            raise invalid("未采纳理由", "opinions", why, "部分采纳、未采纳的都要写明理由。")
    answered = {opinion.unit for opinion in data.opinions if opinion.adoption is not Adoption.SILENT}
    if len(answered) > data.asked:
        why = f"回复单位{len(answered)}个，多于征求单位{data.asked}个"
        raise invalid("征求单位数", "asked", why, "请核对征求意见的范围。")
    return Paper(
        name="意见采纳情况表",
        title="意见采纳情况表",
        page=FORM_A4_LANDSCAPE,
        blocks=(
            facts_line((("事项", data.title),)),
            facts_line((("起草单位", data.unit), ("征求时间", data.period))),
            facts_line((("情况", _adoption_counts(data, len(answered))),)),
            _opinion_rows(data.opinions),
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


def _adoption_counts(data: OpinionTableData, answered: int) -> str:
    counted = [sum(1 for opinion in data.opinions if opinion.adoption is kind) for kind in Adoption]
    adopted, partly, rejected, none, silent = counted
    given = adopted + partly + rejected
    return (
        f"征求{data.asked}个单位，回复{answered}个（无意见{none}个），逾期视为无意见{silent}个；"
        f"提出意见{given}条，采纳{adopted}条，部分采纳{partly}条，未采纳{rejected}条。"
    )


def _opinion_rows(opinions: tuple[UnitOpinion, ...]) -> Table:
    columns = (
        Column("序", 0.6, Align.CENTER),
        Column("单位", 1.8, Align.CENTER),
        Column("意见", 6),
        Column("采纳情况", 1.8, Align.CENTER),
        Column("理由", 3.6),
        Column("回复日期", 1.9, Align.CENTER),
    )
    rows = tuple(
        (
            str(number),
            item.unit,
            item.opinion or EMPTY,
            item.adoption.value,
            item.reason or EMPTY,
            date_words(item.on) if item.on else EMPTY,
        )
        for number, item in enumerate(opinions, start=1)
    )
    return Table(columns, rows, size=11, row_height=8)


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsultationLetterData:
    """征求意见函.

    Args:
        mark: 发文机关标志; ``number``: 发文字号.
        addressee: the units asked, in words.
        draft: name of what is sent for opinions.
        background: one or two sentences why.
        answer_by: last day for an answer.
        silence_is_consent: whether silence counts as 无意见; if so the letter must say it.
        attachments: names of the attachments.
        contact: name and telephone; ``issued_on``: 成文日期; ``sealed``: with a seal.
        checkpoint: line in the foot.
    """

    mark: str
    number: str = ""
    addressee: str
    draft: str
    background: str = ""
    answer_by: date
    silence_is_consent: bool = True
    attachments: tuple[str, ...] = ()
    contact: str = ""
    issued_on: date | None = None
    sealed: bool = True
    checkpoint: str = ""


def consultation_letter_paper(data: ConsultationLetterData) -> Paper:
    """征求意见函 in the letter format (GB-23).

    Raises:
        Refusal: the last day lies before the day of the letter.
    """
    need(data.addressee, "主送单位", "addressee")
    need(data.draft, "征求意见的文稿", "draft")
    if data.number:
        DocumentNumber.parse(data.number)
    if data.issued_on and data.answer_by < data.issued_on:
        why = f"回复截止{date_words(data.answer_by)}早于发函日期{date_words(data.issued_on)}"
        raise invalid("回复截止日期", "answer_by", why, "请改为发函日期之后的一天。")
    silence = "逾期未回复的，视为无意见。" if data.silence_is_consent else ""
    text = f"{data.background}现将{data.draft}送你们征求意见，请认真研究，于{date_words(data.answer_by)}前反馈。"
    how: tuple[Block, ...] = (
        Paragraph(text),
        Paragraph(f"反馈意见须经单位主要负责人审签；没有意见的，请回复“无意见”。{silence}"),
    )
    return Paper(
        name="征求意见函",
        title=f"关于征求{SOFT}{data.draft}{SOFT}意见的函",
        head=Head(kind=HeadKind.LETTER, mark=data.mark, number=data.number),
        addressee=data.addressee,
        blocks=how,
        attachments=data.attachments,
        issuers=(data.mark,),
        dated=data.issued_on,
        sealed=data.sealed,
        remark=f"联系人：{data.contact}" if data.contact else "",
        imprint=Imprint(),
        checkpoint=data.checkpoint,
    )
