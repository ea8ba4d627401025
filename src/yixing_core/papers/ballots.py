"""表决票 and 表决结果报告单.

A ballot carries nothing that tells it from another: no number, no checkpoint, no page number. It has no column
for other persons (nobody else may be written in, CR-12), and room for the seal.
"""

from dataclasses import dataclass
from datetime import date, datetime

from yixing_core.papers.model import (
    BLANK,
    FORM_A4,
    Align,
    Block,
    Column,
    Face,
    Folio,
    PageBreak,
    Paper,
    Paragraph,
    SignatureFields,
    Table,
)
from yixing_core.papers.numbering import date_words
from yixing_core.papers.people import spaced
from yixing_core.papers.refusals import invalid, need, need_some

MOST_BALLOTS = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A person on a ballot with the post he is to take or leave."""

    name: str
    post: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BallotData:
    """表决票.

    Args:
        session: the meeting, e.g. ``十五届县委第4次全体会议``.
        subject: what is voted on, e.g. ``重要干部任免``; empty leaves it out.
        candidates: in the order given; each once.
        copies: how many ballots to print, one on each sheet.
        seal: whose seal is put on.
        held_on: the day, ``None`` to leave it out.
        post_label: heading of the posts' column.
    """

    session: str
    subject: str = ""
    candidates: tuple[Candidate, ...]
    copies: int = 1
    seal: str
    held_on: date | None = None
    post_label: str = "拟任（免）职务"


def ballot_paper(data: BallotData) -> Paper:
    """表决票, ``copies`` times, each the same to the last dot.

    Raises:
        Refusal: no candidate, one named twice for the same post, or a number of copies that nobody needs.
    """
    need(data.session, "会议名称", "session")
    need(data.seal, "加盖印章的机关", "seal")
    need_some(data.candidates, "人选", "candidates")
    if len(set(data.candidates)) != len(data.candidates):
        raise invalid("人选", "candidates", "同一人同一职务列了两次", "请删去重复的一行。")
    if not 1 <= data.copies <= MOST_BALLOTS:
        raise invalid(
            "份数", "copies", f"{data.copies}份", f"请填 1 至 {MOST_BALLOTS} 之间的数，与到会有表决权的人数一致。"
        )
    one = _ballot(data)
    blocks: list[Block] = []
    for copy in range(data.copies):
        if copy:
            blocks.append(PageBreak())
        blocks.extend(one)
    return Paper(name="表决票", page=FORM_A4, blocks=tuple(blocks), folio=Folio.NONE)


def _ballot(data: BallotData) -> tuple[Block, ...]:
    columns = (
        Column("序", 0.7, Align.CENTER),
        Column("姓名", 2, Align.CENTER),
        Column(data.post_label, 5),
        Column("同意", 1.2, Align.CENTER),
        Column("不同意", 1.5, Align.CENTER),
        Column("弃权", 1.2, Align.CENTER),
    )
    rows = tuple(
        (str(number), spaced(person.name), person.post, "", "", "")
        for number, person in enumerate(data.candidates, start=1)
    )
    title = f"{data.session}\n{data.subject}表决票" if data.subject else f"{data.session}\n表决票"
    explained = (
        "说明：1. 在“同意”“不同意”“弃权”中选一栏，划“○”；每人只选一项，不选或者多选的，对该人的表决无效。\n"
        "2. 票上不写其他人的姓名，不作其他记号。"
    )
    day = (Paragraph(date_words(data.held_on), size=14, align=Align.RIGHT, before=0.3),) if data.held_on else ()
    return (
        *(title_block(text, number) for number, text in enumerate(title.split("\n"))),
        Table(columns, rows, size=14, row_height=14, before=4),
        Paragraph(explained, indent=0, size=12, before=0.4, align=Align.LEFT),
        Paragraph(f"（加盖{data.seal}印章）", indent=0, size=14, before=1.2, align=Align.RIGHT),
        *day,
    )


def title_block(text: str, number: int) -> Paragraph:
    """A line of a title inside a print that has several, so that each copy repeats it."""
    return Paragraph(
        text, size=22 if number else 18, align=Align.CENTER, face=Face.XIAOBIAOSONG, before=0 if number else 0.5
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class CountRow:
    """The count of one person; ``carried`` as the rule in force that day has it."""

    candidate: Candidate
    yes: int
    no: int
    abstain: int
    carried: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ResultReportData:
    """表决结果报告单.

    Args:
        session, subject: the meeting and what was voted on.
        entitled, present: 应到 and 实到.
        handed_out, returned, valid, void: 发出, 收回, 有效, 无效 ballots.
        rows: the counts in the order of the ballot.
        threshold: the question of its column, e.g. ``是否超过应到会半数``.
        basis: the rule, with its article.
        chief_scrutineer: 总监票人; ``scrutineers``: 监票人; ``tellers``: 计票人; named beside the line to sign on.
        announced_at: when the chair announced the result, ``None`` to be filled in.
        checkpoint: line in the foot.
    """

    session: str
    subject: str = ""
    entitled: int
    present: int
    handed_out: int
    returned: int
    valid: int
    void: int
    rows: tuple[CountRow, ...]
    threshold: str = "是否超过应到会半数"
    basis: str
    chief_scrutineer: str = ""
    scrutineers: tuple[str, ...] = ()
    tellers: tuple[str, ...] = ()
    announced_at: datetime | None = None
    checkpoint: str = ""


def result_report_paper(data: ResultReportData) -> Paper:
    """表决结果报告单 with places for 总监票人, 监票人 and 计票人.

    Raises:
        Refusal: numbers that contradict each other; the report of a count that does not add up is not printed.
    """
    need(data.session, "会议名称", "session")
    need(data.basis, "依据", "basis")
    need_some(data.rows, "表决结果", "rows")
    _check_counts(data)
    subject = f"{data.subject}表决结果报告单" if data.subject else "表决结果报告单"
    return Paper(
        name="表决结果报告单",
        title=f"{data.session}\n{subject}",
        page=FORM_A4,
        blocks=(
            _ballot_counts(data),
            _result_rows(data),
            Paragraph(f"依据：{data.basis}", indent=0, size=12, before=0.3, align=Align.LEFT),
            *_signatures(data),
            Paragraph(f"主持人宣布时间：{_moment(data.announced_at)}", indent=0, size=14, before=0.6),
        ),
        folio=Folio.COUNTED,
        checkpoint=data.checkpoint,
    )


def _check_counts(data: ResultReportData) -> None:
    checks = (
        (data.present <= data.entitled, "present", f"实到{data.present}人多于应到{data.entitled}人"),
        (data.handed_out <= data.present, "handed_out", f"发出{data.handed_out}张多于实到{data.present}人"),
        (data.returned <= data.handed_out, "returned", f"收回{data.returned}张多于发出{data.handed_out}张"),
        (
            data.valid + data.void == data.returned,
            "valid",
            f"有效{data.valid}张加无效{data.void}张不等于收回{data.returned}张",
        ),
        (min(data.present, data.valid, data.void) >= 0, "valid", "票数不能是负数"),
    )
    for holds, where, why in checks:
        if not holds:
            raise invalid("票数", where, why, "请甲、乙两位计票人重新核对后再印。")
    for row in data.rows:
        counted = row.yes + row.no + row.abstain
        if min(row.yes, row.no, row.abstain) < 0 or counted > data.valid:
            why = f"{row.candidate.name}的同意、不同意、弃权合计{counted}，有效票{data.valid}张"
            raise invalid("票数", "rows", why, "请甲、乙两位计票人重新核对后再印。")


def _ballot_counts(data: ResultReportData) -> Table:
    names = ("应到", "实到", "发出票", "收回票", "有效票", "无效票")
    numbers = (data.entitled, data.present, data.handed_out, data.returned, data.valid, data.void)
    columns = tuple(Column(name, 1, Align.CENTER) for name in names)
    return Table(columns, (tuple(str(number) for number in numbers),), size=14, row_height=10, before=4)


def _result_rows(data: ResultReportData) -> Table:
    columns = (
        Column("序", 0.7, Align.CENTER),
        Column("姓名", 1.6, Align.CENTER),
        Column("拟任（免）职务", 4),
        Column("同意", 0.9, Align.CENTER),
        Column("不同意", 1.3, Align.CENTER),
        Column("弃权", 0.9, Align.CENTER),
        Column(data.threshold, 1.8, Align.CENTER),
        Column("结果", 1.1, Align.CENTER),
    )
    rows = tuple(
        (
            str(number),
            spaced(row.candidate.name),
            row.candidate.post,
            str(row.yes),
            str(row.no),
            str(row.abstain),
            "是" if row.carried else "否",
            "通过" if row.carried else "未通过",
        )
        for number, row in enumerate(data.rows, start=1)
    )
    return Table(columns, rows, size=12, row_height=10)


def _signatures(data: ResultReportData) -> tuple[Block, ...]:
    """A row for each kind of teller, so that nobody signs in the wrong place."""
    places = (
        ("总监票人", (data.chief_scrutineer,)),
        ("监票人", data.scrutineers or ("", "")),
        ("计票人", data.tellers or ("", "")),
    )
    blocks = []
    for at, (place, names) in enumerate(places):
        labels = tuple(f"{place}（{name}）" if name else place for name in names)
        blocks.append(SignatureFields(labels, size=14, before=0 if at else 0.4, label_width=11))
    return tuple(blocks)


def _moment(at: datetime | None) -> str:
    if at is None:
        return f"{BLANK * 2}年{BLANK}月{BLANK}日{BLANK}时{BLANK}分"
    return f"{date_words(at.date())}{at.hour}时{at.minute:02d}分"
