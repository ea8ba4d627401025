"""From a ``Paper`` to lines and tables at the measures of GB/T 9704—2012; the renderers only draw what stands here.

All measures are points unless a name says otherwise. Which number comes from where: type area, 22 lines of 28
characters, sizes and faces, positions of the head, 版记 and page number: GB-01…GB-25 (seen in two sources); the line
pitch of 28.95 pt and the size of the red mark are ours, the standard leaves them open.
"""

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import Enum, StrEnum
from typing import TypeAlias

from yixing_core.papers.model import (
    BLANK,
    Align,
    Annex,
    Block,
    Cell,
    Column,
    CutLine,
    Enumeration,
    Face,
    Folio,
    Head,
    Heading,
    HeadKind,
    Labelled,
    Page,
    PageBreak,
    Panel,
    Paper,
    Paragraph,
    Run,
    SignatureFields,
    Table,
    Text,
)
from yixing_core.papers.numbering import date_words, heading_number
from yixing_core.papers.titles import title_lines

MM = 72 / 25.4
"""Points in a millimetre."""
PITCH = 28.95
"""Distance of lines: 22 of them fill the 225 mm of the type area."""
SIZE_2, SIZE_3, SIZE_4 = 22.0, 16.0, 14.0
CHARACTER = 156 * MM / 28
"""Width of one character of the grid: 28 of them fill 156 mm."""
MARK_LARGEST = 50.0
THICK, THIN, RED_LINE = 0.35 * MM, 0.25 * MM, 0.6 * MM
TABLE_PITCH = 1.3


@dataclass(frozen=True, slots=True)
class Rule:
    """A line as wide as the type area, ``gap`` points from its text. ``dashed`` for cutting."""

    weight: float
    gap: float = 0
    red: bool = False
    dashed: bool = False


class Role(StrEnum):
    """What a part is for, where a page must not carry a signature or a 版记 alone."""

    BODY = "body"
    CLOSING = "closing"
    IMPRINT = "imprint"


class Room(Enum):
    """Empty lines a document may do without so that its signature does not stand alone on a page, step by step.

    ``title``: lines before the title, ``signature``: before the signature, ``pitch``: distance of lines in points.
    The standard fixes the first two at two lines where there is room (GB-11); the pitch is ours anyway.
    """

    FULL = (2.0, 2.0, PITCH)
    CLOSER = (1.0, 1.0, PITCH)
    TIGHT = (1.0, 0.5, 27.6)

    @property
    def title(self) -> float:
        """Empty lines before the title."""
        return self.value[0]

    @property
    def signature(self) -> float:
        """Empty lines before the signature."""
        return self.value[1]

    @property
    def pitch(self) -> float:
        """Distance of lines."""
        return self.value[2]


@dataclass(frozen=True, slots=True)
class Line:
    """One paragraph: runs, perhaps a tail at the right margin, and where it stands."""

    runs: tuple[Run, ...]
    tail: tuple[Run, ...] = ()
    align: Align = Align.LEFT
    size: float = SIZE_3
    pitch: float = PITCH
    first: float = 0
    left: float = 0
    right: float = 0
    tail_in: float = 0  # how far the tail stays from the right margin
    before: float = 0
    above: Rule | None = None
    below: Rule | None = None
    keep: bool = False
    fixed: bool = False  # ``before`` holds even at the top of a page
    grid: bool = True  # set on the grid of 28 characters
    role: Role = Role.BODY
    outline: int = 0  # level in the reader's outline, 0 for none
    words: bool = False  # do not break inside what full-width spaces divide (names)


@dataclass(frozen=True, slots=True)
class Ruled:
    """A table with its final measures: column widths in points, text size, least row height."""

    table: Table
    widths: tuple[float, ...]
    size: float


@dataclass(frozen=True, slots=True)
class NewPage:
    """Begin a page."""


@dataclass(frozen=True, slots=True)
class Bottom:
    """Lines that stand at the foot of the type area of the page on which the text ends."""

    lines: tuple[Line, ...]


Part: TypeAlias = Line | Ruled | NewPage | Bottom | Panel


@dataclass(frozen=True, slots=True)
class Sheet:
    """A whole document, measured. ``letter`` is the mark of a 信函, drawn above the type area of the first page."""

    paper: Paper
    page: Page
    parts: tuple[Part, ...]
    letter: str
    letter_size: float
    folio: Folio
    checkpoint: str


def compose(paper: Paper, scale: float = 1.0, room: Room = Room.FULL) -> Sheet:
    """Measure a paper.

    Args:
        paper: what to print.
        scale: 1 for the sizes of the standard; less shrinks body and tables of prints that must fit on one page.
        room: less than ``FULL`` where the signature would stand alone otherwise.

    Returns:
        The sheet, parts in the order of reading.
    """
    composer = _Composer(paper.page, scale, room)
    parts = tuple(composer.whole(paper))
    letter = paper.head.mark if paper.head and paper.head.kind is HeadKind.LETTER else ""
    return Sheet(paper, paper.page, parts, letter, mark_size(letter, paper.page), paper.folio, paper.checkpoint)


def mark_size(mark: str, page: Page) -> float:
    """Size of the red mark: as large as the width of the type area allows, at most ``MARK_LARGEST``."""
    width = page.text_width * MM * 0.96
    return min(MARK_LARGEST, int(2 * width / max(1.0, ems(mark))) / 2)


def ems(text: str) -> float:
    """Width of a text in characters of its size; a letter or digit counts as half.

    >>> ems("2023年12月5日"), ems("中共示例县委")
    (6.5, 6.0)
    """
    return sum(1.0 if unicodedata.east_asian_width(character) in "WFA" else 0.5 for character in text)


def as_runs(text: Text, face: Face = Face.FANGSONG) -> tuple[Run, ...]:
    """Plain text as one run in ``face``; runs as they are."""
    return (Run(text, face),) if isinstance(text, str) else text


class _Composer:
    """Walks a paper once; holds the sheet and the scale."""

    def __init__(self, page: Page, scale: float, room: Room) -> None:
        self.page = page
        self.scale = scale
        self.room = room
        self.width = page.text_width * MM

    def whole(self, paper: Paper) -> Iterator[Part]:
        if paper.head:
            yield from self.head(paper.head)
        yield from self.titles(paper)
        if paper.addressee:
            yield Line(as_runs(f"{paper.addressee}："), align=Align.LEFT, before=self.lines(1))
        elif paper.title:
            yield from self.room_under_title(paper)
        elif paper.head:
            yield Line((Run(BLANK),), pitch=PITCH * 0.6, keep=True)
        for block in paper.blocks:
            yield from self.block(block)
        yield from self.closing(paper)
        if not paper.imprint.empty and not paper.annexes:
            yield self.imprint(paper)
        for index, annex in enumerate(paper.annexes, start=1):
            yield from self.annex(annex, index, len(paper.annexes))
        if not paper.imprint.empty and paper.annexes:
            yield self.imprint(paper)

    def lines(self, count: float) -> float:
        return count * self.room.pitch * self.scale

    # -- head -------------------------------------------------------------------------------------------------

    def head(self, head: Head) -> Iterator[Line]:
        if head.kind is HeadKind.LETTER:
            yield from self.letter_corner(head)
            return
        corner = [
            Run(text, face)
            for text, face in (
                (head.copy_number, Face.FANGSONG),
                (head.marking, Face.HEITI),
                (head.urgency, Face.HEITI),
            )
            if text
        ]
        for run in corner:
            yield Line((run,))
        size = mark_size(head.mark, self.page)
        gap = max(0.0, head.drop * MM - len(corner) * PITCH)
        mark = Run(head.mark, Face.XIAOBIAOSONG, red=True)
        yield Line((mark,), align=Align.CENTER, size=size, pitch=size * 1.2, before=gap, fixed=True, grid=False)
        if head.kind is HeadKind.MINUTES:
            yield from self.minutes_number(head)
        else:
            yield from self.document_number(head)

    def letter_corner(self, head: Head) -> Iterator[Line]:
        for text in (head.copy_number, head.marking, head.urgency):
            if text:
                yield Line((Run(text, Face.FANGSONG if text == head.copy_number else Face.HEITI),))
        yield Line(as_runs(head.number or BLANK), align=Align.RIGHT)

    def minutes_number(self, head: Head) -> Iterator[Line]:
        red = Rule(RED_LINE, 4 * MM, red=True)
        yield Line(as_runs(head.number or "〔    〕  号"), align=Align.CENTER, before=PITCH * 0.6)
        day = date_words(head.issued_on) if head.issued_on else BLANK
        runs = as_runs(head.issued_by or BLANK)
        yield Line(runs, tail=as_runs(day), first=CHARACTER, tail_in=CHARACTER, before=PITCH * 0.4, below=red)

    def document_number(self, head: Head) -> Iterator[Line]:
        red = Rule(RED_LINE, 4 * MM, red=True)
        number = as_runs(head.number or "〔    〕  号")
        if not head.signers:
            yield Line(number, align=Align.CENTER, before=2 * PITCH, below=red)
            return
        pairs = [head.signers[at : at + 2] for at in range(0, len(head.signers), 2)]
        for index, pair in enumerate(pairs):
            last = index == len(pairs) - 1
            label = "签发人：" if index == 0 else BLANK * 4
            tail = (Run(label), Run(BLANK.join(pair), Face.KAITI))
            yield Line(
                number if last else (Run(BLANK),),
                tail=tail,
                first=CHARACTER,
                tail_in=CHARACTER,
                before=2 * PITCH if index == 0 else 0,
                below=red if last else None,
            )

    # -- title ------------------------------------------------------------------------------------------------

    def titles(self, paper: Paper) -> Iterator[Line]:
        if not paper.title:
            return
        standard = paper.head is not None
        size = max(SIZE_3, SIZE_2 * self.scale)
        broken = title_lines(paper.title, self.width / size - 1)
        for index, text in enumerate(broken):
            before = self.room.title * PITCH if standard and index == 0 else 0
            yield self.title_line(text, size, before)
        if paper.subtitle:
            runs = as_runs(paper.subtitle, Face.KAITI)
            yield Line(runs, align=Align.CENTER, size=SIZE_3 * self.scale, pitch=self.lines(1), keep=True)

    def title_line(self, text: str, size: float, before: float) -> Line:
        run = Run(text, Face.XIAOBIAOSONG)
        return Line((run,), align=Align.CENTER, size=size, pitch=size * 1.45, before=before, keep=True, grid=False)

    def room_under_title(self, paper: Paper) -> Iterator[Line]:
        """An empty line under the title of a text; a form goes on at once."""
        if not isinstance(paper.blocks[0], Table | Panel):
            yield Line((Run(BLANK),), size=SIZE_3 * self.scale * 0.6, pitch=self.lines(0.6), keep=True)

    # -- body -------------------------------------------------------------------------------------------------

    def block(self, block: Block) -> Iterator[Part]:
        match block:
            case Paragraph():
                yield self.paragraph(block)
            case Heading():
                yield self.heading(block)
            case Enumeration():
                for number, item in enumerate(block.items, start=1):
                    yield self.paragraph(Paragraph(f"{heading_number(block.level, number)}{_gap(block.level)}{item}"))
            case Labelled():
                yield self.labelled(block)
            case Table() | SignatureFields():
                yield self.table(block if isinstance(block, Table) else signature_table(block, self.width))
            case PageBreak():
                yield NewPage()
            case CutLine():
                yield self.cut(block)
            case Panel():
                yield block

    def paragraph(self, block: Paragraph) -> Line:
        size = block.size * self.scale
        character = self.character(size)
        return Line(
            as_runs(block.text, block.face),
            align=block.align,
            size=size,
            pitch=self.lines(1) if block.size >= SIZE_4 else size * 1.5,
            first=block.indent * character if block.align in {Align.JUSTIFY, Align.LEFT} else 0,
            left=block.left * character,
            before=self.lines(block.before),
            keep=block.keep,
            grid=size == SIZE_3,
        )

    def heading(self, block: Heading) -> Line:
        face = {1: Face.HEITI, 2: Face.KAITI}.get(block.level, Face.FANGSONG)
        number = heading_number(block.level, block.number) + _gap(block.level) if block.number is not None else ""
        runs = (Run(number + block.text, face), *([Run(block.text_after)] if block.text_after else []))
        return replace(self.paragraph(Paragraph(runs)), keep=not block.text_after, outline=block.level)

    def labelled(self, block: Labelled) -> Line:
        size = SIZE_3 * self.scale
        hang = (len(block.label) + 1) * self.character(size)
        two = 2 * self.character(size)
        runs = (Run(f"{block.label}：", Face.HEITI), Run(block.text))
        return Line(
            runs,
            align=Align.LEFT,
            size=size,
            pitch=self.lines(1),
            left=two + hang,
            first=-hang,
            grid=size == SIZE_3,
            words=block.words,
        )

    def character(self, size: float) -> float:
        """Width of one character: that of the grid at 3 号, else its size."""
        return CHARACTER if size == SIZE_3 else size

    def table(self, table: Table) -> Ruled:
        total = sum(column.share for column in table.columns)
        widths = tuple(self.width * column.share / total for column in table.columns)
        rows = tuple(
            tuple(
                replace(cell, size=cell.size * self.scale) if isinstance(cell, Cell) and cell.size else cell
                for cell in row
            )
            for row in table.rows
        )
        shrunk = replace(table, rows=rows, row_height=table.row_height * self.scale, before=table.before * self.scale)
        return Ruled(shrunk, widths, table.size * self.scale)

    def cut(self, block: CutLine) -> Line:
        rule = Rule(0.5, 2, dashed=True)
        runs = as_runs(block.text, Face.SONGTI)
        return Line(runs, align=Align.CENTER, size=9, pitch=14, before=PITCH * 0.8 * self.scale, above=rule, grid=False)

    # -- what follows the body --------------------------------------------------------------------------------

    def closing(self, paper: Paper) -> Iterator[Line]:
        yield from self.attachments(paper.attachments)
        if paper.issuers or paper.dated:
            yield from (replace(line, role=Role.CLOSING, pitch=self.lines(1)) for line in self.signature(paper))
        if paper.remark:
            runs = as_runs(f"（{paper.remark}）")
            yield Line(runs, left=2 * CHARACTER, pitch=self.lines(1), role=Role.CLOSING)

    def attachments(self, names: tuple[str, ...]) -> Iterator[Line]:
        numbered = len(names) > 1
        for index, name in enumerate(names, start=1):
            number = f"{index}. " if numbered else ""
            lead = "附件：" if index == 1 else ""
            hang = (3 + ems(number)) * CHARACTER
            first = -hang if index == 1 else -ems(number) * CHARACTER
            yield Line(
                as_runs(lead + number + name), left=2 * CHARACTER + hang, first=first, before=PITCH if index == 1 else 0
            )

    def signature(self, paper: Paper) -> Iterator[Line]:
        """署名 and 成文日期: with a seal the day stands four characters in, without one two (GB-15, GB-16)."""
        day = date_words(paper.dated) if paper.dated else ""
        columns = self.width / CHARACTER
        name_width = max((ems(name) for name in paper.issuers), default=0)
        day_width = ems(day)
        if paper.sealed:
            day_left = columns - 4 - day_width
            name_left = min(columns - name_width, day_left + (day_width - name_width) / 2)
        else:
            name_left = columns - 2 - name_width
            day_left = name_left + 2 if paper.issuers else columns - 2 - day_width
            if day_left + day_width > columns - 2:
                day_left = columns - 2 - day_width
                name_left = min(name_left, day_left - 2)
        for index, name in enumerate(paper.issuers):
            before = self.lines(self.room.signature) if index == 0 else 0
            yield Line(as_runs(name), left=max(0.0, name_left) * CHARACTER, before=before, keep=bool(day))
        if day:
            before = 0 if paper.issuers else self.lines(self.room.signature)
            yield Line(as_runs(day), left=max(0.0, day_left) * CHARACTER, before=before)

    def imprint(self, paper: Paper) -> Bottom:
        """版记 at the foot of the last page; that of a 信函 has neither lines nor printing office (GB-23)."""
        imprint = paper.imprint
        plain = paper.head is not None and paper.head.kind is HeadKind.LETTER
        character = SIZE_4
        lines: list[Line] = []
        if imprint.copies:
            label = f"{imprint.copies_label}："
            hang = ems(label) * character
            text = label + "，".join(imprint.copies) + "。"
            lines.append(
                Line(
                    as_runs(text),
                    size=SIZE_4,
                    pitch=22,
                    left=character + hang,
                    first=-hang,
                    right=character,
                    grid=False,
                )
            )
        if imprint.office and not plain:
            day = f"{date_words(imprint.printed_on)}印发" if imprint.printed_on else ""
            lines.append(
                Line(
                    as_runs(imprint.office),
                    tail=as_runs(day),
                    size=SIZE_4,
                    pitch=22,
                    left=character,
                    right=character,
                    grid=False,
                )
            )
        lines = [replace(line, role=Role.IMPRINT) for line in lines]
        if plain:
            return Bottom(tuple(lines))
        ruled = [
            replace(
                line,
                above=Rule(THICK if index == 0 else THIN, 2),
                below=Rule(THICK, 2) if index == len(lines) - 1 else None,
            )
            for index, line in enumerate(lines)
        ]
        return Bottom(tuple(ruled))

    def annex(self, annex: Annex, index: int, count: int) -> Iterator[Part]:
        yield NewPage()
        yield Line((Run(f"附件{index}" if count > 1 else "附件", Face.HEITI),), keep=True)
        for at, text in enumerate(title_lines(annex.title, self.width / SIZE_2 - 1)):
            yield self.title_line(text, SIZE_2, PITCH if at == 0 else 0)
        yield Line((Run(BLANK),), keep=True)
        for block in annex.blocks:
            yield from self.block(block)


def signature_table(block: SignatureFields, width: float) -> Table:
    """Places for signatures as an unruled table: label, room with a line under it, ``per_row`` times.

    A label that already says its value (``核对人：秘书甲``) gets no line.
    """
    size = block.size
    label = max((ems(text) for text in block.labels if "：" not in text), default=0) * size + size * 1.5
    label = max(label, block.label_width * size)
    room = max(2 * size, width / block.per_row - label - size)
    columns = (Column("", label), Column("", room), Column("", size)) * block.per_row
    rows = []
    for at in range(0, len(block.labels), block.per_row):
        labels = list(block.labels[at : at + block.per_row])
        labels += [""] * (block.per_row - len(labels))
        rows.append(tuple(cell for text in labels for cell in _signature(text)))
    return Table(columns, tuple(rows), size=size, row_height=11, ruled=False, before=block.before * 10)


def _signature(label: str) -> tuple[Cell, ...]:
    if "：" in label:
        return (Cell(label, across=2), Cell(""))
    return (Cell(f"{label}：" if label else ""), Cell("", underlined=bool(label)), Cell(""))


def _gap(level: int) -> str:
    """What stands between a heading's number and its words: a space after the point of ``1.``, else nothing."""
    return " " if level == 3 else ""  # noqa: PLR2004  (the third level of the standard)
