"""决策全过程档案 on paper: the cover of one decision, the contents of a year's."""

from dataclasses import dataclass
from datetime import date

from yixing_core.papers.forms import EMPTY, facts_form
from yixing_core.papers.model import (
    FORM_A4,
    Align,
    Column,
    Face,
    Folio,
    Heading,
    Paper,
    Paragraph,
    Table,
)
from yixing_core.papers.numbering import date_words
from yixing_core.papers.refusals import need

HOW_TO = (
    "在装有Python 3.11以上的电脑上，不需联网，打开命令行，进入本档案所在文件夹。",
    "解出档案里的yixing-verify.pyz，运行：python3 yixing-verify.pyz 档案文件名.zip",
    "看到“成立”，再把显示的指纹与本页、会议纪要或密钥公告上印的逐组比对。",
)


@dataclass(frozen=True, slots=True)
class ChainStep:
    """A step of the chain: its phase (事项, 程序 …), the day, what was done, the number of its entry."""

    phase: str
    on: date
    text: str
    entry: int


@dataclass(frozen=True, slots=True)
class Ground:
    """What a decision rests on: what kind of thing (专家咨询, 调研, 批示 …), its day, what it says in one line."""

    kind: str
    on: date
    text: str


@dataclass(frozen=True, slots=True)
class Original:
    """An original in the dossier: its name, what it is, its SHA-256; or why it is not there."""

    name: str
    label: str
    sha256: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Proof:
    """The checkpoint and who signed it."""

    origin: str
    size: int
    root: str
    fingerprint: str
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CoverData:
    """The cover of one dossier.

    Args:
        county: whose committee.
        number, title, text, body, decided_on, outcome, votes: of the decision.
        lead, leader: who carries it out.
        grounds: how it was argued and what it rests on, who was told, what was found afterwards.
        chain: the steps in the order of their days.
        originals: in the order of the dossier.
        proof: checkpoint and key.
        made_on, made_for: when and for whom it was made.
    """

    county: str
    number: str
    title: str
    text: str
    body: str
    decided_on: date
    outcome: str
    votes: str
    lead: str
    leader: str
    grounds: tuple[Ground, ...]
    chain: tuple[ChainStep, ...]
    originals: tuple[Original, ...]
    proof: Proof
    made_on: date
    made_for: str


@dataclass(frozen=True, slots=True)
class IndexRow:
    """A decision in the contents of a year."""

    number: str
    title: str
    body: str
    decided_on: date
    outcome: str
    folder: str


def cover_paper(data: CoverData) -> Paper:
    """封面、目录和核验方法."""
    need(data.number, "编号", "number")
    need(data.title, "事项", "title")
    form = facts_form(
        (
            (("事项", data.title),),
            (("编号", data.number), ("议定日期", date_words(data.decided_on))),
            (("决定主体", data.body), ("结论", data.outcome)),
            (("议定内容", data.text),),
            (("表决", data.votes),),
            (("牵头单位", data.lead), ("责任领导", data.leader)),
        ),
        size=12,
        row_height=9,
    )
    return Paper(
        name="决策全过程档案",
        title="决策全过程档案",
        subtitle=f"中共{data.county}委员会",
        page=FORM_A4,
        blocks=(
            form,
            *_title("依据和论证", 1),
            _grounds(data.grounds),
            *_title("全过程", 2),
            _chain(data.chain),
            *_title("原件目录", 3),
            _originals(data.originals),
            *_title("存证校验点", 4),
            *_proof(data.proof),
            *_title("怎样核验", 5),
            *_how(),
            Paragraph(f"{date_words(data.made_on)}为{data.made_for}制作，只含其有权查看的内容。", size=11, before=0.5),
        ),
        folio=Folio.COUNTED,
        checkpoint=f"存证 {data.proof.size} · {data.proof.root[:16]}",
    )


def index_paper(county: str, year: int, rows: tuple[IndexRow, ...], proof: Proof) -> Paper:
    """目录 of a year's volume."""
    columns = (
        Column("序", 0.6, Align.CENTER),
        Column("编号", 1.7, Align.CENTER),
        Column("事项", 5),
        Column("决定主体", 2.4, Align.CENTER),
        Column("议定日期", 1.7, Align.CENTER),
        Column("结论", 1.3, Align.CENTER),
    )
    lines = tuple(
        (str(at), row.number, row.title, row.body, row.decided_on.isoformat(), row.outcome)
        for at, row in enumerate(rows, 1)
    )
    return Paper(
        name="决策全过程档案目录",
        title=f"{year}年度决策全过程档案目录",
        subtitle=f"中共{county}委员会　共{len(rows)}件",
        page=FORM_A4,
        blocks=(
            *((Table(columns, lines, size=10, row_height=7),) if lines else (Paragraph("本年度没有议定事项。"),)),
            *_title("存证校验点（全册共用）", 1),
            *_proof(proof),
            *_title("怎样核验", 2),
            *_how(),
        ),
        folio=Folio.COUNTED,
        checkpoint=f"存证 {proof.size} · {proof.root[:16]}",
    )


def _how() -> tuple[Paragraph, ...]:
    return tuple(Paragraph(f"{number}. {words}", size=11) for number, words in enumerate(HOW_TO, 1))


def _title(text: str, number: int) -> tuple[Heading, ...]:
    return (Heading(1, text, number=number),)


def _grounds(grounds: tuple[Ground, ...]) -> Table:
    columns = (Column("类别", 1.5, Align.CENTER), Column("日期", 1.6, Align.CENTER), Column("内容", 7.6))
    rows = tuple((one.kind, one.on.isoformat(), one.text) for one in grounds)
    none = ((EMPTY, EMPTY, "没有专家咨询、调研、公示、听证、批示、备案、评估的记录"),)
    return Table(columns, rows or none, size=10.5, row_height=7)


def _chain(steps: tuple[ChainStep, ...]) -> Table:
    columns = (
        Column("阶段", 1, Align.CENTER),
        Column("日期", 1.6, Align.CENTER),
        Column("办理经过", 7),
        Column("存证", 1.1, Align.CENTER),
    )
    rows = tuple((step.phase, step.on.isoformat(), step.text, str(step.entry)) for step in steps)
    return Table(columns, rows or ((EMPTY,) * len(columns),), size=10.5, row_height=7)


def _originals(originals: tuple[Original, ...]) -> Table:
    columns = (
        Column("序", 0.6, Align.CENTER),
        Column("文件", 4.2),
        Column("类别", 1.6, Align.CENTER),
        Column("摘要（SHA-256）", 4.6),
    )
    rows = tuple(
        (str(at), one.name, one.label, one.note or f"{one.sha256[:32]}\n{one.sha256[32:]}")
        for at, one in enumerate(originals, 1)
    )
    return Table(columns, rows or ((EMPTY, "没有原件", EMPTY, EMPTY),), size=9.5, row_height=7)


def _proof(proof: Proof) -> tuple[Table, Paragraph]:
    form = facts_form(
        (
            (("存证名称", proof.origin),),
            (("条数", str(proof.size)),),
            (("根值", proof.root),),
            (("密钥指纹", proof.fingerprint),),
            (("校验点签名", proof.note.strip().splitlines()[-1].removeprefix("— ")),),
        ),
        size=10.5,
        row_height=7,
        value_share=8.6,
    )
    words = "校验点由本县存证密钥签署。只有离开机器的校验点才有证明力：请将本页与档案分别保存。"
    return form, Paragraph(words, size=10.5, face=Face.KAITI, before=0.2)
