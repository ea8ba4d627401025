"""Prints of supervision: 督办通知 with its 回执, 批示件呈批单, 一件事一张纸, 工作交接单."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from yixing_core.papers.forms import EMPTY, facts_form, facts_line, label, units
from yixing_core.papers.model import (
    BLANK,
    FORM_A4,
    Align,
    Annex,
    Block,
    Cell,
    Column,
    Enumeration,
    Folio,
    Head,
    Heading,
    Imprint,
    Paper,
    Paragraph,
    SignatureFields,
    Table,
)
from yixing_core.papers.numbering import DocumentNumber, date_words
from yixing_core.papers.refusals import invalid, need, need_some
from yixing_core.papers.tasks import Light
from yixing_core.papers.titles import SOFT


@dataclass(frozen=True, slots=True, kw_only=True)
class SupervisionNoticeData:
    """督办通知 with its 回执.

    Args:
        mark: red mark, e.g. ``督办通知`` or ``中共示例县委办公室督办通知``.
        number: given at 签发, e.g. ``督办〔2023〕17号``; empty in a draft.
        signer: 签发人.
        unit: 主送, the lead unit.
        copies: 抄送, the member in charge first.
        subject: what it is about (事由).
        basis: the words of the meeting or the 批示.
        problems: 存在问题.
        demands: 办理要求, item by item.
        answer_by: last day for the answer; ``answer_how``: its form.
        approved_by: 立项批准人.
        office, issued_on, contact: who issues it, when, whom to call.
        checkpoint: line in the foot.
    """

    mark: str
    number: str = ""
    signer: str = ""
    unit: str
    copies: tuple[str, ...] = ()
    subject: str
    basis: str
    problems: str = ""
    demands: tuple[str, ...]
    answer_by: date
    answer_how: str = "书面回复，由单位主要负责人签字并加盖公章"
    approved_by: str
    office: str
    issued_on: date | None = None
    contact: str = ""
    checkpoint: str = ""


def supervision_notice_paper(data: SupervisionNoticeData) -> Paper:
    """督办通知, and on the next page the 回执 the unit fills in.

    Raises:
        Refusal: no demand, nobody who approved it, or a day for the answer before the day of the notice.
    """
    for value, name, where in (
        (data.unit, "主送单位", "unit"),
        (data.subject, "事由", "subject"),
        (data.basis, "依据", "basis"),
        (data.approved_by, "立项批准人", "approved_by"),
    ):
        need(value, name, where)
    need_some(data.demands, "办理要求", "demands")
    if data.number:
        DocumentNumber.parse(data.number)
    if data.issued_on and data.answer_by < data.issued_on:
        why = f"{date_words(data.answer_by)}早于印发日期{date_words(data.issued_on)}"
        raise invalid("反馈时限", "answer_by", why, "请改为印发日期之后的一天。")
    return Paper(
        name="督办通知",
        title=f"关于{data.subject}{SOFT}的督办通知",
        head=Head(
            mark=data.mark,
            number=data.number,
            signers=(data.signer,) if data.signer else (),
            drop=8,
            issued_on=data.issued_on,
        ),
        addressee=data.unit,
        blocks=_notice_text(data),
        attachments=("督办通知回执",),
        annexes=(_reply_form(data),),
        issuers=(data.office,),
        dated=data.issued_on,
        sealed=True,
        remark=f"联系人：{data.contact}" if data.contact else "",
        imprint=Imprint(copies=data.copies, office=data.office, printed_on=data.issued_on)
        if data.copies
        else Imprint(),
        checkpoint=data.checkpoint,
    )


def _notice_text(data: SupervisionNoticeData) -> tuple[Block, ...]:
    sections: list[tuple[str, str | tuple[str, ...]]] = [("事由与依据", data.basis)]
    if data.problems:
        sections.append(("存在问题", data.problems))
    sections.append(("办理要求", data.demands))
    sections.append(("反馈时限与形式", f"请于{date_words(data.answer_by)}前反馈。{data.answer_how}。"))
    blocks: list[Block] = [Paragraph(f"经{data.approved_by}批准立项，现就有关事项通知如下，请认真办理。")]
    for number, (title, text) in enumerate(sections, start=1):
        blocks.append(Heading(1, title, number))
        if isinstance(text, tuple) and len(text) > 1:
            blocks.append(Enumeration(text, level=4))
        else:
            blocks.append(Paragraph(text if isinstance(text, str) else text[0]))
    return tuple(blocks)


def _reply_form(data: SupervisionNoticeData) -> Annex:
    """The 回执: a line to sign for it, then an answer to each demand."""
    receipt = facts_form(
        (
            (("通知文号", data.number or EMPTY), ("反馈时限", date_words(data.answer_by))),
            (("签收单位", data.unit), ("签收人", BLANK)),
            (("联络员电话", BLANK), ("签收时间", BLANK)),
        ),
        size=12,
        row_height=10,
        label_share=1.7,
    )
    columns = (Column("序", 0.7, Align.CENTER), Column("办理要求", 4), Column("办理结果（逐条对应）", 6))
    answers = Table(
        columns,
        tuple((str(number), demand, Cell("", height=17)) for number, demand in enumerate(data.demands, start=1)),
        size=12,
    )
    rest = facts_form(
        ((("未完成原因和时限", Cell(BLANK, height=15)),), (("佐证材料", BLANK),)),
        size=12,
        row_height=10,
        label_share=1.2,
    )
    signed = Paragraph(f"单位主要负责人（签字）：{BLANK * 6}（盖章）", indent=0, size=12, before=1)
    day = Paragraph(f"{BLANK * 3}年{BLANK * 2}月{BLANK * 2}日", indent=0, size=12, align=Align.RIGHT, before=0.4)
    return Annex("督办通知回执", (receipt, answers, rest, signed, day))


@dataclass(frozen=True, slots=True, kw_only=True)
class Instruction:
    """A 批示: who, when, the words; ``by`` where a delegate entered it from the signed sheet."""

    leader: str
    text: str
    on: date
    by: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SubmissionData:
    """批示件呈批单.

    Args:
        number: its number in the register.
        received_on: 收文日期.
        origin, origin_number: 来文单位 and 来文字号.
        title: 来文标题.
        urgency: 特急, 加急 or empty.
        proposal: 拟办意见 with the name of who proposes.
        proposed_by: 拟办人.
        instructions: 批示 in the order given; room for them if there are none.
        unit, due: 承办单位 and 时限 in words.
        result: 办理情况.
        shown: 呈阅 of the result: 批示 on it.
        checkpoint: line in the foot.
    """

    number: str
    received_on: date
    origin: str
    origin_number: str = ""
    title: str
    urgency: str = ""
    proposal: str = ""
    proposed_by: str = ""
    instructions: tuple[Instruction, ...] = ()
    unit: str = ""
    due: str = ""
    result: str = ""
    shown: tuple[Instruction, ...] = ()
    checkpoint: str = ""


def submission_paper(data: SubmissionData) -> Paper:
    """批示件呈批单 on one A4.

    Raises:
        Refusal: a 批示 dated before the paper came in.
    """
    need(data.title, "来文标题", "title")
    need(data.origin, "来文单位", "origin")
    for instruction in (*data.instructions, *data.shown):
        if instruction.on < data.received_on:
            why = (
                f"{instruction.leader}的批示日期{date_words(instruction.on)}早于收文日期{date_words(data.received_on)}"
            )
            raise invalid("批示日期", "instructions", why, "请核对批示件上的日期。")
    proposal = data.proposal + (f"（{data.proposed_by}）" if data.proposed_by else "")
    form = facts_form(
        (
            (("编号", data.number), ("收文日期", date_words(data.received_on))),
            (("来文单位", data.origin), ("来文字号", data.origin_number)),
            (("来文标题", Cell(data.title, height=14)),),
            (("紧急程度", data.urgency or "平件"), ("承办单位", data.unit or BLANK)),
            (("办理时限", data.due or BLANK),),
            (("拟办意见", Cell(proposal or BLANK, height=26)),),
            (("领导批示", Cell(_instructions(data.instructions), height=52)),),
            (("办理情况", Cell(data.result or BLANK, height=36)),),
            (("呈阅意见", Cell(_instructions(data.shown), height=32)),),
        ),
        size=12,
        row_height=10,
    )
    return Paper(
        name="批示件呈批单",
        title="批示件呈批单",
        page=FORM_A4,
        blocks=(form,),
        folio=Folio.NONE,
        pages=1,
        checkpoint=data.checkpoint,
    )


def _instructions(instructions: Sequence[Instruction]) -> str:
    return (
        "\n".join(
            f"{item.text}（{item.leader}，{date_words(item.on)}{f'，{item.by}代录' if item.by else ''}）"
            for item in instructions
        )
        or BLANK
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One thing that happened to a matter: when, which step, what in a sentence."""

    on: date
    step: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OneMatterData:
    """一件事一张纸: everything about one task on one A4 to hand to the 书记.

    Args:
        number, title, source: of the task.
        leader, lead, assisting, due: 责任领导, 牵头单位, 配合单位, 时限 in words.
        light, days_late: how it stands.
        summary: how things stand in one sentence; it comes first.
        events: 会议, 议定, 通知, 签收, 反馈, 核实 … by day.
        problems, next_steps: 存在问题, 下步打算.
        as_of: the day of the sheet.
        checkpoint: line in the foot.
    """

    number: str
    title: str
    source: str = ""
    leader: str = ""
    lead: str
    assisting: tuple[str, ...] = ()
    due: str = ""
    light: Light
    days_late: int = 0
    summary: str
    events: tuple[Event, ...]
    problems: str = ""
    next_steps: str = ""
    as_of: date
    checkpoint: str = ""


def one_matter_paper(data: OneMatterData) -> Paper:
    """一件事一张纸, the summary first, then the way of the matter by day.

    Raises:
        Refusal: nothing to show, or events that are not in the order of their days.
    """
    need(data.title, "事项", "title")
    need(data.summary, "目前情况", "summary")
    need_some(data.events, "办理经过", "events")
    days = [event.on for event in data.events]
    if days != sorted(days):
        raise invalid("办理经过", "events", "没有按日期先后排列", "请按日期先后排列。")
    late = f"（超期{data.days_late}天）" if data.days_late else ""
    form = facts_form(
        (
            (("事项", data.title),),
            (("编号", data.number), ("来源", data.source)),
            (("责任领导", data.leader), ("牵头单位", data.lead)),
            (("配合单位", units(data.assisting)), ("时限", data.due)),
            (("目前情况", f"【{data.light.value}{late}】{data.summary}"),),
        ),
        size=13,
        row_height=10,
    )
    columns = (Column("日期", 2.5, Align.CENTER), Column("环节", 1.6, Align.CENTER), Column("办理经过", 8))
    events = Table(
        columns, tuple((date_words(event.on), event.step, event.text) for event in data.events), size=12, row_height=8
    )
    rest = facts_form(
        ((("存在问题", data.problems),), (("下步打算", data.next_steps),)), size=13, row_height=10, value_share=8.6
    )
    return Paper(
        name="一件事一张纸",
        title="重要事项办理情况",
        page=FORM_A4,
        blocks=(form, events, rest, facts_line((("截至", date_words(data.as_of)),), before=0.3)),
        folio=Folio.NONE,
        pages=1,
        checkpoint=data.checkpoint,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class HandoverItem:
    """A piece of open work that changes hands."""

    number: str
    text: str
    state: str
    due: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class HandoverData:
    """工作交接单.

    Args:
        area: what field of work changes hands; ``reason``: why (调整分工 …).
        giver, taker, witness: 移交人, 接收人, 监交人.
        items: open work; empty means that there is none, which is printed.
        papers: documents and papers handed over.
        effective_on: from when the taker is responsible.
        checkpoint: line in the foot.
    """

    area: str
    reason: str = ""
    giver: str
    taker: str
    witness: str
    items: tuple[HandoverItem, ...] = ()
    papers: tuple[str, ...] = ()
    effective_on: date
    checkpoint: str = ""


def handover_paper(data: HandoverData) -> Paper:
    """工作交接单 for three signatures.

    Raises:
        Refusal: giver, taker and witness are not three people.
    """
    need(data.area, "交接的工作", "area")
    names = {
        need(name, place, where)
        for name, place, where in (
            (data.giver, "移交人", "giver"),
            (data.taker, "接收人", "taker"),
            (data.witness, "监交人", "witness"),
        )
    }
    if len(names) < 3:  # noqa: PLR2004  (three roles)
        raise invalid("监交人", "witness", "移交人、接收人、监交人有重名", "三方须是三个人，请重选。")
    columns = (
        Column("序", 0.6, Align.CENTER),
        Column("编号", 2.6, Align.CENTER),
        Column("在办事项", 4.3),
        Column("办到哪一步", 2.4),
        Column("时限", 2.2, Align.CENTER),
        Column("备注", 1.6),
    )
    rows: tuple[tuple[Cell | str, ...], ...] = tuple(
        (str(number), item.number, item.text, item.state, item.due or EMPTY, item.note or EMPTY)
        for number, item in enumerate(data.items, start=1)
    ) or ((label("无"), EMPTY, "没有在办事项", EMPTY, EMPTY, EMPTY),)
    facts = facts_form(
        (
            (("交接工作", data.area),),
            (("交接事由", data.reason), ("生效日期", date_words(data.effective_on))),
            (("移交材料", "、".join(data.papers)),),
        )
    )
    labels = tuple(
        f"{place}（{name}）"
        for place, name in (("移交人", data.giver), ("接收人", data.taker), ("监交人", data.witness))
    )
    return Paper(
        name="工作交接单",
        title="工作交接单",
        page=FORM_A4,
        blocks=(
            facts,
            Table(columns, rows, size=12, row_height=9),
            SignatureFields((*labels, "交接日期"), per_row=2, size=12, label_width=11),
        ),
        folio=Folio.COUNTED,
        checkpoint=data.checkpoint,
    )
