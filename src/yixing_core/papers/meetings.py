"""Prints around a meeting: 会议通知, 会议议程, 签到册, 材料目录（份号）, 会议记录."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from yixing_core.papers.forms import EMPTY, facts_line, units
from yixing_core.papers.model import (
    BLANK,
    FORM_A4,
    FORM_A4_LANDSCAPE,
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
    SignatureFields,
    Table,
)
from yixing_core.papers.numbering import DocumentNumber
from yixing_core.papers.people import Person, names_line, spaced
from yixing_core.papers.refusals import invalid, need, need_some
from yixing_core.papers.titles import SOFT


@dataclass(frozen=True, slots=True, kw_only=True)
class MeetingNoticeData:
    """会议通知.

    Args:
        mark: 发文机关标志; ``number``: 发文字号, empty in a draft.
        session: the meeting.
        addressee: who is invited, in words.
        held, place: when and where, in words.
        topics: the 议题, in order.
        present: 出席; ``attending``: 列席, both in words (``全体县委常委``).
        requirements: sentences on leave, papers, phones; usual ones if empty.
        contact, issued_on, copies, sealed, checkpoint: as in other letters.
    """

    mark: str
    number: str = ""
    session: str
    addressee: str
    held: str
    place: str
    topics: tuple[str, ...] = ()
    present: str
    attending: str = ""
    requirements: tuple[str, ...] = ()
    contact: str = ""
    issued_on: date | None = None
    copies: tuple[str, ...] = ()
    sealed: bool = True
    checkpoint: str = ""


USUAL_REQUIREMENTS = (
    "请准时参加会议。因故不能参加的，会前向会议主持人请假并说明事由，由承办单位登记。",
    "会议材料会前送阅，会后按份号清退；请勿复印、拍照、外传。",
)


def meeting_notice_paper(data: MeetingNoticeData) -> Paper:
    """会议通知 in the letter format (GB-23)."""
    for value, name, where in (
        (data.session, "会议名称", "session"),
        (data.held, "会议时间", "held"),
        (data.place, "会议地点", "place"),
        (data.present, "出席人员", "present"),
    ):
        need(value, name, where)
    if data.number:
        DocumentNumber.parse(data.number)
    sections: list[tuple[str, str | tuple[str, ...]]] = [("会议时间", data.held), ("会议地点", data.place)]
    if data.topics:
        sections.append(("会议议题", data.topics))
    sections.append(("出席人员", data.present))
    if data.attending:
        sections.append(("列席人员", data.attending))
    sections.append(("有关要求", data.requirements or USUAL_REQUIREMENTS))
    blocks: list[Block] = [Paragraph(f"经研究，定于{data.held}召开{data.session}。现将有关事项通知如下：")]
    for number, (title, text) in enumerate(sections, start=1):
        blocks.append(Heading(1, title, number))
        blocks.append(Paragraph(text) if isinstance(text, str) else Enumeration(text, level=4))
    return Paper(
        name="会议通知",
        title=f"关于召开{SOFT}{data.session}的通知",
        head=Head(kind=HeadKind.LETTER, mark=data.mark, number=data.number),
        addressee=data.addressee,
        blocks=tuple(blocks),
        issuers=(data.mark,),
        dated=data.issued_on,
        sealed=data.sealed,
        remark=f"联系人：{data.contact}" if data.contact else "",
        imprint=Imprint(copies=data.copies),
        checkpoint=data.checkpoint,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class AgendaItem:
    """A line of the agenda.

    Args:
        title, nature, unit, reporter: 议题, 性质, 提请单位, 汇报人.
        attending: units that wait outside and are called in (候会).
        minutes: how long it may take.
        copies: 份号 of its papers, in words (``1—20``).
    """

    title: str
    nature: str
    unit: str
    reporter: str = ""
    attending: tuple[str, ...] = ()
    minutes: int | None = None
    copies: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AgendaData:
    """会议议程.

    Args:
        session, held, place, chair: meeting, when, where, who presides.
        entitled: 应到; ``absent``: who asked for leave.
        items: in the order the chair set.
        checkpoint: line in the foot.
    """

    session: str
    held: str
    place: str = ""
    chair: Person
    entitled: int
    absent: tuple[Person, ...] = ()
    items: tuple[AgendaItem, ...]
    checkpoint: str = ""


def agenda_paper(data: AgendaData) -> Paper:
    """会议议程 across an A4."""
    need(data.session, "会议名称", "session")
    need_some(data.items, "议题", "items")
    columns = (
        Column("序", 0.6, Align.CENTER),
        Column("议题", 5.6),
        Column("性质", 1.3, Align.CENTER),
        Column("提请单位", 1.9, Align.CENTER),
        Column("汇报人", 1.7, Align.CENTER),
        Column("列席（候会）", 2.4),
        Column("时长", 1, Align.CENTER),
        Column("材料（份号）", 1.9, Align.CENTER),
    )
    rows = tuple(
        (
            str(number),
            item.title,
            item.nature,
            item.unit,
            item.reporter or EMPTY,
            units(item.attending),
            f"{item.minutes}分钟" if item.minutes else EMPTY,
            item.copies or EMPTY,
        )
        for number, item in enumerate(data.items, start=1)
    )
    total = sum(item.minutes or 0 for item in data.items)
    people = (
        ("应到", f"{data.entitled}人"),
        ("请假", names_line(data.absent) or "无"),
        ("议题", f"{len(data.items)}件"),
        ("预计", f"{total}分钟" if total else ""),
    )
    return Paper(
        name="会议议程",
        title=f"{data.session}议程",
        page=FORM_A4_LANDSCAPE,
        blocks=(
            facts_line((("时间", data.held), ("地点", data.place), ("主持", data.chair.name))),
            facts_line(people),
            Table(columns, rows, size=12, row_height=11),
        ),
        folio=Folio.COUNTED,
        checkpoint=data.checkpoint,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class SignInData:
    """签到册.

    Args:
        session, held, place: meeting, when, where.
        present: 应到会, in order of rank; their count is 应到.
        attending: 列席, in order.
        leave: who asked for leave, with the reason in ``Person.note``; printed in their own line of the list.
        checkpoint: line in the foot.
    """

    session: str
    held: str = ""
    place: str = ""
    present: tuple[Person, ...]
    attending: tuple[Person, ...] = ()
    leave: tuple[Person, ...] = ()
    checkpoint: str = ""


def sign_in_paper(data: SignInData) -> Paper:
    """签到册: 出席 and 列席 apart, counts to be filled in at the end.

    Raises:
        Refusal: somebody asked for leave who is not expected.
    """
    need(data.session, "会议名称", "session")
    need_some(data.present, "应到人员", "present")
    expected = {person.name for person in (*data.present, *data.attending)}
    strangers = [person.name for person in data.leave if person.name not in expected]
    if strangers:
        raise invalid("请假人员", "leave", f"{'、'.join(strangers)}不在应到和列席名单里", "请核对姓名。")
    reasons = {person.name: f"请假（{person.note}）" if person.note else "请假" for person in data.leave}
    blocks: list[Block] = [
        facts_line((("时间", data.held), ("地点", data.place))),
        _caption("出席", len(data.present)),
        _sign_rows(data.present, reasons),
    ]
    if data.attending:
        blocks += [_caption("列席", len(data.attending)), _sign_rows(data.attending, reasons)]
    counts = f"应到{len(data.present)}人，实到{BLANK * 2}人，请假{BLANK * 2}人，缺席{BLANK * 2}人，列席{BLANK * 2}人。"
    blocks += [
        Paragraph(counts, indent=0, size=14, before=0.5),
        SignatureFields(("记录人", "审核人"), per_row=2, size=14, before=0.2),
    ]
    return Paper(
        name="签到册",
        title=f"{data.session}\n签到册",
        page=FORM_A4,
        blocks=tuple(blocks),
        folio=Folio.COUNTED,
        checkpoint=data.checkpoint,
    )


def _caption(name: str, count: int) -> Paragraph:
    return Paragraph(
        f"{name}（{count}人）", indent=0, size=14, face=Face.HEITI, before=0.3, align=Align.LEFT, keep=True
    )


def _sign_rows(people: Sequence[Person], notes: dict[str, str]) -> Table:
    columns = (
        Column("序", 0.7, Align.CENTER),
        Column("姓名", 1.8, Align.CENTER),
        Column("单位及职务", 3.4),
        Column("签到", 2.8, Align.CENTER),
        Column("备注", 1.8, Align.CENTER),
    )
    rows = tuple(
        (str(number), spaced(person.name), person.post, "", notes.get(person.name, ""))
        for number, person in enumerate(people, start=1)
    )
    return Table(columns, rows, size=13, row_height=12, before=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class MaterialItem:
    """A paper for the meeting.

    Args:
        title: its name.
        version: 会前修改稿, 上会稿, 会后修改稿 or 印发稿.
        pages: number of pages, ``None`` if unknown.
        copies: how many.
        take_back: whether the copies are collected after the meeting.
    """

    title: str
    version: str = "上会稿"
    pages: int | None = None
    copies: int
    take_back: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class MaterialListData:
    """材料目录（份号） with the register of handing out and taking back.

    Args:
        session: the meeting; ``held``: when.
        items: the papers.
        holders: who gets the copy of which number, from 1; empty leaves the register out.
        checkpoint: line in the foot.
    """

    session: str
    held: str = ""
    items: tuple[MaterialItem, ...]
    holders: tuple[Person, ...] = ()
    checkpoint: str = ""


def material_list_paper(data: MaterialListData) -> Paper:
    """材料目录, then 份号发放清退登记.

    Raises:
        Refusal: fewer copies of a paper than holders.
    """
    need(data.session, "会议名称", "session")
    need_some(data.items, "材料", "items")
    for item in data.items:
        if item.copies < max(1, len(data.holders)):
            why = f"《{item.title}》{item.copies}份，发放{len(data.holders)}人"
            raise invalid("份数", "items", why, "请加印，或核对发放名单。")
    register = (_caption("份号发放清退登记", len(data.holders)), _register(data.holders)) if data.holders else ()
    return Paper(
        name="材料目录",
        title=f"{data.session}\n材料目录",
        page=FORM_A4,
        blocks=(facts_line((("时间", data.held), ("材料", f"{len(data.items)}件"))), _materials(data.items), *register),
        folio=Folio.COUNTED,
        checkpoint=data.checkpoint,
    )


def _materials(items: Sequence[MaterialItem]) -> Table:
    columns = (
        Column("序", 0.7, Align.CENTER),
        Column("材料名称", 5.4),
        Column("稿次", 1.6, Align.CENTER),
        Column("页数", 0.9, Align.CENTER),
        Column("份数", 0.9, Align.CENTER),
        Column("份号", 2.2, Align.CENTER),
        Column("清退", 1.1, Align.CENTER),
    )
    rows = tuple(
        (
            str(number),
            item.title,
            item.version,
            str(item.pages) if item.pages else EMPTY,
            str(item.copies),
            f"{1:06d}—{item.copies:06d}" if item.copies > 1 else f"{1:06d}",
            "清退" if item.take_back else EMPTY,
        )
        for number, item in enumerate(items, start=1)
    )
    return Table(columns, rows, size=12, row_height=10)


def _register(holders: Sequence[Person]) -> Table:
    columns = (
        Column("份号", 1.3, Align.CENTER),
        Column("姓名", 1.8, Align.CENTER),
        Column("单位及职务", 3.2),
        Column("领取签字", 2, Align.CENTER),
        Column("清退签字", 2, Align.CENTER),
        Column("备注", 1.4, Align.CENTER),
    )
    rows = tuple(
        (f"{number:06d}", spaced(person.name), person.post, "", "", "")
        for number, person in enumerate(holders, start=1)
    )
    return Table(columns, rows, size=12, row_height=10, before=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """What one person said, in the order of speaking; ``role`` e.g. 汇报, 补充, 分管, 表态."""

    speaker: Person
    text: str
    role: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordItem:
    """One item of a 会议记录.

    Args:
        title, nature: what was dealt with and how.
        called_in: who was called in for it; ``recused``: who left the room.
        statements: in the order of speaking.
        method, votes: 表决方式 and result in words; empty where nothing is voted on.
        outcome: 结论.
    """

    title: str
    nature: str = ""
    called_in: tuple[Person, ...] = ()
    recused: tuple[Person, ...] = ()
    statements: tuple[Statement, ...] = ()
    method: str = ""
    votes: str = ""
    outcome: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordData:
    """会议记录: who said what; kept by the office, not circulated.

    Args:
        session, held, place, chair, present, absent, attending: the facts of the meeting.
        entitled: 应到.
        items: in the order they were dealt with.
        recorder, reviewer: 记录人, 审核人 (县委办主任); empty leaves a place.
        checkpoint: line in the foot.
    """

    session: str
    held: str
    place: str = ""
    chair: Person
    entitled: int
    present: tuple[Person, ...]
    absent: tuple[Person, ...] = ()
    attending: tuple[Person, ...] = ()
    items: tuple[RecordItem, ...]
    recorder: str = ""
    reviewer: str = ""
    checkpoint: str = ""


def record_paper(data: RecordData) -> Paper:
    """会议记录.

    Raises:
        Refusal: more present than entitled, or no item.
    """
    need(data.session, "会议名称", "session")
    need_some(data.present, "出席人员", "present")
    need_some(data.items, "议题", "items")
    if len(data.present) > data.entitled:
        raise invalid("应到人数", "entitled", f"出席{len(data.present)}人多于应到{data.entitled}人", "请核对名单。")
    facts = (
        ("时间", data.held, False),
        ("地点", data.place, False),
        ("主持", data.chair.name, False),
        ("应到", f"{data.entitled}人，实到{len(data.present)}人", False),
        ("出席", names_line(data.present), True),
        ("请假", names_line(data.absent), True),
        ("列席", names_line(data.attending), True),
    )
    blocks: list[Block] = [Labelled(name, text, words=words) for name, text, words in facts if text]
    for number, item in enumerate(data.items, start=1):
        blocks.extend(_record_item(item, number))
    names = (("记录人", data.recorder), ("审核人", data.reviewer))
    labels = tuple(f"{place}：{name}" if name else place for place, name in names)
    return Paper(
        name="会议记录",
        title=f"{data.session}记录",
        subtitle="（内部存档，不外传）",
        page=GB_A4,
        blocks=(*blocks, SignatureFields(labels, per_row=2, size=14)),
        checkpoint=data.checkpoint,
    )


def _record_item(item: RecordItem, number: int) -> list[Block]:
    need(item.title, "议题名称", "items")
    blocks: list[Block] = [Heading(1, item.title + (f"（{item.nature}）" if item.nature else ""), number)]
    for name, people in (("候会入场", item.called_in), ("回避", item.recused)):
        if people:
            blocks.append(Labelled(name, names_line(people), words=True))
    for said in item.statements:
        role = f"（{said.role}）" if said.role else ""
        blocks.append(Paragraph((Run(f"{said.speaker.name}{role}：", Face.KAITI), Run(said.text))))
    for name, text in (("表决方式", item.method), ("表决结果", item.votes), ("结论", item.outcome)):
        if text:
            blocks.append(Paragraph((Run(f"{name}：", Face.HEITI), Run(text))))
    return blocks
