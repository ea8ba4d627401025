"""会议纪要 and 议定事项通知: what the meeting settled, and the extract for each lead unit.

Three things that must not be mixed: 会议记录 (who said what, not circulated), 会议纪要 (signed by the chair),
议定事项通知 (to one lead unit, its own items only). Format of the 纪要: GB-25.
"""

from dataclasses import dataclass
from datetime import date

from yixing_core.errors import Refusal
from yixing_core.papers.model import (
    BLANK,
    FORM_A4,
    GB_A4,
    Align,
    Block,
    Column,
    Enumeration,
    Face,
    Folio,
    Head,
    Heading,
    HeadKind,
    Imprint,
    Labelled,
    Paper,
    Paragraph,
    Run,
    Table,
)
from yixing_core.papers.numbering import DocumentNumber, ItemNumber, date_words, heading_number
from yixing_core.papers.people import Person, names_line
from yixing_core.papers.refusals import invalid, need, need_some
from yixing_core.papers.titles import SOFT


@dataclass(frozen=True, slots=True, kw_only=True)
class MinutesItem:
    """One item of a 纪要.

    Args:
        title: what was dealt with, e.g. ``关于城区供热管网改造项目的议题``.
        paragraphs: what the meeting heard, considered, demanded; ``会议`` begins them in practice.
        settled: the 议定事项 as sentences, numbered below them.
    """

    title: str
    paragraphs: tuple[str, ...] = ()
    settled: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class MinutesData:
    """A 会议纪要.

    Args:
        mark: 版头, e.g. ``中共示例县委常委会会议纪要``.
        number: e.g. ``〔2023〕12号``; empty until it is signed.
        session: e.g. ``十五届县委常委会第36次会议``.
        held: when, in words of the caller, e.g. ``2023年12月5日上午``.
        place: where.
        chair: who presided.
        present, absent, attending: 出席, 请假 (with reason in ``Person.note`` if wanted), 列席; in the order given.
        recorder: 记录.
        opening: the first paragraph; written from the facts if empty.
        items: at least one.
        signed_by: 签发; empty in a draft.
        issued_by, issued_on: office and day in the head and the 版记.
        copies: 分送.
        roll_after_text: the lists after the text, as the standard draws it; by default before, as offices do.
        checkpoint: line in the foot.
    """

    mark: str
    number: str = ""
    session: str
    held: str
    place: str = ""
    chair: Person
    present: tuple[Person, ...]
    absent: tuple[Person, ...] = ()
    attending: tuple[Person, ...] = ()
    recorder: tuple[Person, ...] = ()
    opening: str = ""
    items: tuple[MinutesItem, ...]
    signed_by: str = ""
    issued_by: str = ""
    issued_on: date | None = None
    copies: tuple[str, ...] = ()
    roll_after_text: bool = False
    checkpoint: str = ""


def minutes_paper(data: MinutesData) -> Paper:
    """会议纪要 of a formal meeting."""
    need(data.session, "会议名称", "session")
    need(data.held, "会议时间", "held")
    need_some(data.present, "出席人员", "present")
    need_some(data.items, "议定内容", "items")
    roll = _roll(data)
    text = (Paragraph(data.opening or _opening(data)), *_items(data.items))
    body = (*text, *roll) if data.roll_after_text else (*roll, *text)
    imprint = Imprint(copies=data.copies, copies_label="分送", office=data.issued_by, printed_on=data.issued_on)
    return Paper(
        name="会议纪要",
        head=_minutes_head(data.mark, data.number, data.issued_by, data.issued_on),
        blocks=(*body, *_signed(data.signed_by)),
        imprint=imprint if data.copies else Imprint(),
        checkpoint=data.checkpoint,
    )


def _minutes_head(mark: str, number: str, office: str, day: date | None, drop: float = 35) -> Head:
    if number:
        DocumentNumber.parse(number)
    return Head(kind=HeadKind.MINUTES, mark=mark, number=number, issued_by=office, issued_on=day, drop=drop)


def _signed(name: str) -> tuple[Block, ...]:
    return (Labelled("签发", name),) if name else ()


def _roll(data: MinutesData) -> tuple[Block, ...]:
    """The lists in 黑体 and 仿宋; those with nobody in them are left out."""
    lists = (
        ("出席", names_line(data.present)),
        ("请假", names_line(data.absent)),
        ("列席", names_line(data.attending)),
        ("记录", names_line(data.recorder)),
    )
    facts = (("会议", data.session), ("时间", data.held), ("地点", data.place), ("主持", data.chair.name))
    shown = lists if data.roll_after_text else (*facts, *lists)
    return tuple(Labelled(label, text, words=(label, text) in lists) for label, text in shown if text)


def _opening(data: MinutesData) -> str:
    place = f"在{data.place}" if data.place else ""
    return f"{data.held}，{data.chair.post}{data.chair.name}{place}主持召开{data.session}。现将会议议定事项纪要如下："


def _items(items: tuple[MinutesItem, ...]) -> tuple[Block, ...]:
    blocks: list[Block] = []
    for number, item in enumerate(items, start=1):
        need(item.title, "议题名称", "items")
        if not (item.paragraphs or item.settled):
            raise Refusal("field_required", field="items", label=f"议题“{item.title}”的议定内容")
        blocks.append(Heading(1, item.title, number))
        blocks.extend(Paragraph(text) for text in item.paragraphs)
        if len(item.settled) == 1:
            blocks.append(Paragraph(item.settled[0]))
        elif item.settled:
            blocks.append(Enumeration(item.settled, level=4))
    return tuple(blocks)


@dataclass(frozen=True, slots=True, kw_only=True)
class SettledItem:
    """An 议定事项.

    Args:
        number: e.g. ``2023-36-03``.
        text: what was settled, in the words of the 纪要.
        lead: 牵头单位.
        assisting: 配合单位, in the order of the establishment.
        leader: 责任领导.
        due: 时限 in the words of the meeting.
        outcome: 同意, 原则同意 …; empty if it goes without saying.
    """

    number: str
    text: str
    lead: str
    assisting: tuple[str, ...] = ()
    leader: str = ""
    due: str = ""
    outcome: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SettledNoticeData:
    """议定事项通知: an extract for one lead unit.

    Args:
        mark: 发文机关标志 of the letter, e.g. ``中共示例县委办公室``.
        number: 发文字号; empty in a draft.
        unit: the lead unit it goes to.
        session: which meeting.
        held_on: its day.
        items: only items that this unit leads; another's item is refused.
        sign_within: within how many working days the unit signs for it, ``0`` to leave the sentence out.
        demand: a sentence on reporting; a usual one if empty.
        contact: 联系人 and telephone, printed as 附注.
        issued_on: 成文日期.
        copies: 抄送, usually the members in charge.
        sealed: a seal will be put on it.
        checkpoint: line in the foot.
    """

    mark: str
    number: str = ""
    unit: str
    session: str
    held_on: date
    items: tuple[SettledItem, ...]
    sign_within: int = 2
    demand: str = ""
    contact: str = ""
    issued_on: date | None = None
    copies: tuple[str, ...] = ()
    sealed: bool = True
    checkpoint: str = ""


def settled_notice_paper(data: SettledNoticeData) -> Paper:
    """议定事项通知 in the letter format (GB-23).

    Raises:
        Refusal: ``field_invalid`` where an item is led by another unit: a unit reads its own items only.
    """
    need(data.unit, "主送单位", "unit")
    need_some(data.items, "议定事项", "items")
    for item in data.items:
        ItemNumber.parse(item.number)
        if item.lead != data.unit:
            raise invalid(
                "议定事项",
                "items",
                f"{item.number}的牵头单位是{item.lead}，不是{data.unit}",
                "通知只摘发本单位牵头的事项，请分单位印发。",
            )
    if data.number:
        DocumentNumber.parse(data.number)
    opening = f"{date_words(data.held_on)}召开的{data.session}议定，下列事项由你单位牵头落实。现通知如下："
    within = (
        f"请于收到通知后{data.sign_within}个工作日内签收；认为不属本单位职责的，同期提出职责异议。"
        if data.sign_within
        else ""
    )
    demand = data.demand or "请按时限落实，办结后报送办理情况和佐证材料；不能按期办结的，提前说明原因并申请延期。"
    return Paper(
        name="议定事项通知",
        title=f"关于落实{data.session}{SOFT}议定事项的通知",
        head=Head(kind=HeadKind.LETTER, mark=data.mark, number=data.number),
        addressee=data.unit,
        blocks=(Paragraph(opening), *_settled(data.items), Paragraph(within + demand)),
        issuers=(data.mark,),
        dated=data.issued_on,
        sealed=data.sealed,
        remark=f"联系人：{data.contact}" if data.contact else "",
        imprint=Imprint(copies=data.copies),
        checkpoint=data.checkpoint,
    )


def _settled(items: tuple[SettledItem, ...]) -> tuple[Block, ...]:
    blocks: list[Block] = []
    for number, item in enumerate(items, start=1):
        lead = heading_number(1, number) if len(items) > 1 else ""
        blocks.append(Paragraph((Run(f"{lead}议定事项{item.number}", Face.HEITI),), keep=True))
        blocks.append(Paragraph(item.text))
        facts = (
            ("会议结论", item.outcome),
            ("责任领导", item.leader),
            ("配合单位", "、".join(item.assisting)),
            ("完成时限", item.due),
        )
        runs = [run for name, text in facts if text for run in (Run(f"{name}：", Face.KAITI), Run(f"{text}。"))]
        if runs:
            blocks.append(Paragraph(tuple(runs)))
    return tuple(blocks)


@dataclass(frozen=True, slots=True, kw_only=True)
class LightMinutesData:
    """The one-page 纪要 of a 专题会, 调度会, 碰头会 or 现场办公会.

    Args:
        mark: 版头, e.g. ``中共示例县委专题会议纪要``; empty for a plain sheet.
        number: its number, empty in a draft.
        title: name of the meeting.
        held: when, in words.
        place, chair, present: where, who presided, who took part.
        problems: 存在问题 or opinions in a sentence or two, if any.
        items: the 议定事项.
        recorder: 记录人.
        signed_by: 签发.
        issued_by, issued_on: office and day.
        checkpoint: line in the foot.
    """

    mark: str = ""
    number: str = ""
    title: str
    held: str
    place: str = ""
    chair: Person
    present: tuple[Person, ...]
    problems: str = ""
    items: tuple[SettledItem, ...]
    recorder: str = ""
    signed_by: str = ""
    issued_by: str = ""
    issued_on: date | None = None
    checkpoint: str = ""


def light_minutes_paper(data: LightMinutesData) -> Paper:
    """One-page 纪要 of a light meeting: facts, then one table of what was settled."""
    need(data.title, "会议名称", "title")
    need_some(data.items, "议定事项", "items")
    facts = (
        ("时间", data.held),
        ("地点", data.place),
        ("主持", f"{data.chair.name}{f'（{data.chair.post}）' if data.chair.post else ''}"),
        ("参加", names_line(data.present)),
        ("问题", data.problems),
    )
    columns = (
        Column("序", 0.7, Align.CENTER),
        Column("议定事项", 6, Align.LEFT),
        Column("牵头单位", 2, Align.CENTER),
        Column("配合单位", 2.2, Align.CENTER),
        Column("时限", 1.8, Align.CENTER),
    )
    rows = tuple(
        (str(number), item.text, item.lead, "、".join(item.assisting) or "—", item.due or "—")
        for number, item in enumerate(data.items, start=1)
    )
    signed = f"签发：{data.signed_by or BLANK * 4}{BLANK * 3}记录：{data.recorder or BLANK * 4}"
    head = _minutes_head(data.mark, data.number, data.issued_by, data.issued_on, drop=6) if data.mark else None
    return Paper(
        name="会议纪要（一页）",
        title=data.title,
        head=head,
        page=GB_A4 if head else FORM_A4,
        blocks=(
            *(Labelled(label, text) for label, text in facts if text),
            Table(columns, rows, size=12, row_height=9),
            Paragraph(signed, before=0.6, indent=0),
        ),
        folio=Folio.NONE,
        pages=1,
        checkpoint=data.checkpoint,
    )
