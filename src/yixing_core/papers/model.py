"""What an official document or an office print consists of, without a word about how it is drawn.

A family module (``minutes``, ``ballots`` …) builds a ``Paper`` from plain data; ``compose`` turns it into lines and
tables at the measures of GB/T 9704—2012; the two renderers draw those. All text is literal: nothing in it is markup.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import TypeAlias

from yixing_core.errors import Refusal
from yixing_core.papers.numbering import date_words
from yixing_core.papers.refusals import invalid, need

BLANK = "　"  # one full-width space, the unit of all indents in an official document


class Face(StrEnum):
    """The five faces of an official document; the value is the font a .docx names."""

    FANGSONG = "仿宋_GB2312"
    HEITI = "黑体"
    KAITI = "楷体_GB2312"
    XIAOBIAOSONG = "方正小标宋简体"
    SONGTI = "宋体"


class Align(StrEnum):
    """How lines stand between the margins."""

    LEFT = "left"
    CENTER = "center"
    RIGHT = "right"
    JUSTIFY = "justify"


@dataclass(frozen=True, slots=True)
class Run:
    """Text in one face. ``size`` in points, ``None`` for the size of its line."""

    text: str
    face: Face = Face.FANGSONG
    size: float | None = None
    red: bool = False


Text: TypeAlias = str | tuple[Run, ...]
"""Either plain text in the face of its place, or runs."""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of the body; by default first line two characters in, as the standard asks (GB-13).

    Args:
        text: its text.
        indent: characters before the first line.
        left: characters before every line.
        align: how its lines stand.
        face: of plain text.
        size: points; 16 is 3 号.
        before: empty lines before it (may be a fraction).
        keep: stay on one page with the next block.
    """

    text: Text
    indent: float = 2
    left: float = 0
    align: Align = Align.JUSTIFY
    face: Face = Face.FANGSONG
    size: float = 16
    before: float = 0
    keep: bool = False


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of level 1–4; ``number`` (from 1) puts 一、/（一）/1./（1） before it, ``None`` leaves it as it is.

    ``text_after`` runs on in the same paragraph, as is usual from level 2 down.
    """

    level: int
    text: str
    number: int | None = None
    text_after: str = ""


@dataclass(frozen=True, slots=True)
class Enumeration:
    """A list: each item a paragraph of its own with the number of ``level`` (3: ``1.``, 4: ``（1）``)."""

    items: tuple[str, ...]
    level: int = 3


@dataclass(frozen=True, slots=True)
class Labelled:
    """``出席：`` in 黑体 and names in 仿宋, turned lines under the first name (GB-25).

    ``words``: the text is a list divided by full-width spaces; a PDF does not break inside a name.
    """

    label: str
    text: str
    words: bool = False


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell. Newlines in plain text begin new lines; spans as in HTML, covered cells are simply left out.

    Args:
        text: its text.
        across: columns it spans.
        down: rows it spans.
        align: of its text; ``None`` takes the column's.
        face: of plain text.
        size: points, ``None`` for the table's.
        height: least height of its row in mm.
        top: text at the top instead of the middle.
        underlined: in an unruled table, a line under it to write on.
    """

    text: Text = ""
    across: int = 1
    down: int = 1
    align: Align | None = None
    face: Face = Face.FANGSONG
    size: float | None = None
    height: float = 0
    top: bool = False
    underlined: bool = False


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its heading, its share of the width, how its text stands."""

    head: str
    share: float = 1
    align: Align = Align.LEFT


@dataclass(frozen=True, slots=True)
class Table:
    """A ruled table. Without heads (all empty) it is a form; otherwise the head is repeated on every page.

    Args:
        columns: at least one.
        rows: each a sequence of cells; a plain string is a cell.
        size: points of its text.
        row_height: least height of each row in mm.
        ruled: draw the lines.
        before: mm of room before it.
    """

    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell | str, ...], ...]
    size: float = 12
    row_height: float = 0
    ruled: bool = True
    before: float = 2

    def __post_init__(self) -> None:
        check_shape(self)

    @property
    def headed(self) -> bool:
        """Whether any column has a heading."""
        return any(column.head for column in self.columns)


@dataclass(frozen=True, slots=True)
class SignatureFields:
    """Places for signatures, ``per_row`` beside each other: ``监票人：________``.

    A label with a value (``核对人：秘书甲``) is printed without a line.
    """

    labels: tuple[str, ...]
    per_row: int = 2
    size: float = 16
    before: float = 1
    label_width: float = 0  # least width of the labels in characters, where several rows should be in line


@dataclass(frozen=True, slots=True)
class PageBreak:
    """What follows begins on a new page."""


@dataclass(frozen=True, slots=True)
class CutLine:
    """A dashed line across the page with a word on it, where the reader cuts or tears (回执)."""

    text: str


@dataclass(frozen=True, slots=True)
class Panel:
    """A framed panel with one large line in its middle: a seat card. Measures in mm, size in points."""

    text: str
    width: float
    height: float
    size: float
    face: Face = Face.XIAOBIAOSONG


Block: TypeAlias = Paragraph | Heading | Enumeration | Labelled | Table | SignatureFields | PageBreak | CutLine | Panel


class HeadKind(StrEnum):
    """Which of the standard's heads: 文件格式, 信函格式 (GB-23), 纪要格式 (GB-25)."""

    DOCUMENT = "document"
    LETTER = "letter"
    MINUTES = "minutes"


MARKINGS = frozenset({"内部", "工作秘密"})
COPY_DIGITS = 6
STATE_SECRETS = ("绝密", "机密", "秘密")


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """The red head (版头).

    Args:
        kind: which format.
        mark: 发文机关标志, e.g. ``中共示例县委文件``.
        number: 发文字号, e.g. ``示例县委〔2023〕12号``; empty for a draft, which has none yet.
        signers: 签发人 of a document that goes upwards, at most two on a line (GB-09).
        copy_number: 份号, six digits (GB-05).
        marking: 内部 or 工作秘密; markings of state secrets are refused.
        urgency: 特急 or 加急.
        issued_by: 编发机关, left above the red line of a 纪要.
        issued_on: its day, right above the red line.
        drop: mm from the upper edge of the type area to the mark: 35 (GB-07, GB-25); less on one-page prints.
    """

    mark: str
    kind: HeadKind = HeadKind.DOCUMENT
    number: str = ""
    signers: tuple[str, ...] = ()
    copy_number: str = ""
    marking: str = ""
    urgency: str = ""
    issued_by: str = ""
    issued_on: date | None = None
    drop: float = 35

    def __post_init__(self) -> None:
        need(self.mark, "发文机关标志", "mark")
        if any(self.marking.startswith(secret) for secret in STATE_SECRETS):
            raise Refusal("classified", field="marking", mark=self.marking)
        if self.marking and self.marking not in MARKINGS:
            raise Refusal("marking_refused", field="marking", mark=self.marking)
        if self.urgency not in {"", "特急", "加急"}:
            raise invalid("紧急程度", "urgency", f"没有“{self.urgency}”这一级", "请填“特急”或“加急”，平件不填。")
        if self.copy_number and not (
            len(self.copy_number) == COPY_DIGITS and self.copy_number.isascii() and self.copy_number.isdigit()
        ):
            raise invalid("份号", "copy_number", f"“{self.copy_number}”不是六位数字", "请填六位阿拉伯数字，如 000007。")


@dataclass(frozen=True, slots=True, kw_only=True)
class Imprint:
    """版记: who else gets it, which office printed it, on which day (GB-20, GB-21)."""

    copies: tuple[str, ...] = ()
    copies_label: str = "抄送"
    office: str = ""
    printed_on: date | None = None

    @property
    def empty(self) -> bool:
        """Whether nothing is to be printed."""
        return not (self.copies or self.office)


@dataclass(frozen=True, slots=True)
class Page:
    """Size and margins of the sheet in millimetres."""

    width: float
    height: float
    top: float
    bottom: float
    left: float
    right: float

    @property
    def text_width(self) -> float:
        """Width of the type area in mm."""
        return self.width - self.left - self.right

    @property
    def text_height(self) -> float:
        """Height of the type area in mm."""
        return self.height - self.top - self.bottom

    @property
    def landscape(self) -> bool:
        """Whether the sheet lies on its long side."""
        return self.width > self.height


GB_A4 = Page(210, 297, 37, 35, 28, 26)
"""The sheet of the standard: type area 156 × 225 mm (GB-01, GB-02)."""
FORM_A4 = Page(210, 297, 20, 18, 22, 18)
"""Office prints that no standard governs: narrower margins, more room for the table."""
FORM_A4_LANDSCAPE = Page(297, 210, 20, 16, 15, 15)
FORM_A3_LANDSCAPE = Page(420, 297, 22, 18, 20, 18)


class Folio(StrEnum):
    """Page numbers: as the standard has them, as ``第1页 共3页`` for prints, or none."""

    STANDARD = "standard"
    COUNTED = "counted"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Annex:
    """附件 on a page of its own (GB-19)."""

    title: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """One document, ready to be drawn.

    Args:
        name: what the office calls it (``会议纪要``); for messages and the document's properties.
        title: its title, already broken into lines where the caller wants breaks (newline).
        head: red head, ``None`` for office prints.
        page: sheet.
        subtitle: a line under the title in 楷体, e.g. the day of a ballot.
        addressee: 主送, without the colon (GB-12).
        blocks: the body.
        attachments: names in the 附件说明 (GB-14); the annexes' titles if there are annexes.
        annexes: the annexes themselves.
        issuers: 署名, one or more.
        dated: 成文日期 (GB-17).
        sealed: a seal will be put over the name (GB-15) or not (GB-16).
        remark: 附注, without its brackets (GB-18).
        imprint: 版记.
        checkpoint: checkpoint of the record, printed small in the foot of each page.
        folio: page numbers.
        pages: the number of pages it must fit on; the type gets smaller until it does.
        must_fit: whether it is refused where it does not fit at the smallest size; otherwise it takes more pages.
    """

    name: str
    title: str = ""
    head: Head | None = None
    page: Page = GB_A4
    subtitle: str = ""
    addressee: str = ""
    blocks: tuple[Block, ...] = ()
    attachments: tuple[str, ...] = ()
    annexes: tuple[Annex, ...] = ()
    issuers: tuple[str, ...] = ()
    dated: date | None = None
    sealed: bool = False
    remark: str = ""
    imprint: Imprint = field(default_factory=Imprint)
    checkpoint: str = ""
    folio: Folio = Folio.STANDARD
    pages: int | None = None
    must_fit: bool = True

    def __post_init__(self) -> None:
        need(self.name, "文书名称", "name")
        if not self.blocks:
            raise Refusal("field_required", field="blocks", label=f"{self.name}的正文")
        if self.annexes and tuple(annex.title for annex in self.annexes) != self.attachments:
            raise invalid(
                "附件说明", "attachments", "与后面所附的附件不一致", "请让附件说明的顺序、名称与附件标题相同。"
            )


def check_shape(table: Table) -> None:
    """Refuse a table whose rows do not fill its columns exactly, spans counted.

    Raises:
        Refusal: ``paper_table_shape`` with the row (from 1).
    """
    width = len(table.columns)
    covered = [0] * width
    for index, row in enumerate(table.rows, start=1):
        used = sum(1 for left in covered if left)
        used += sum(cell.across if isinstance(cell, Cell) else 1 for cell in row)
        if used != width:
            raise Refusal("paper_table_shape", row=index, cells=used, columns=width)
        place_row(row, covered)


def place_row(row: Iterable[Cell | str], covered: list[int]) -> list[tuple[int, Cell]]:
    """Put the cells of a row into the columns that no earlier cell covers; ``covered`` is moved on to the next row.

    Returns:
        Pairs of column index and cell.
    """
    placed: list[tuple[int, Cell]] = []
    taken = list(covered)
    at = 0
    for item in row:
        cell = item if isinstance(item, Cell) else Cell(item)
        while at < len(taken) and taken[at]:
            at += 1
        placed.append((at, cell))
        for column in range(at, min(at + cell.across, len(taken))):
            taken[column] = cell.down
        at += cell.across
    covered[:] = [max(0, rows - 1) for rows in taken]
    return placed


def dated_words(day: date | None) -> str:
    """``2026年3月5日``, or blanks to be filled in by hand where the day is not known yet."""
    return date_words(day) if day else "    年  月  日"
