"""Which characters may be printed, and all the text of a sheet in one pass.

Text reaches us by copying from other programs. What prints nothing is dropped, line ends are made one kind; what
would change the reading (controls, direction overrides, broken surrogates) is refused, never dropped in silence.
"""

import re
import unicodedata
from collections.abc import Iterator

from yixing_core.errors import Refusal
from yixing_core.papers.compose import Bottom, Line, NewPage, Ruled, Sheet
from yixing_core.papers.model import Cell, Panel, Run, Table, Text

_INVISIBLE = re.compile("[\u00ad\u200b\u200c\u200d\u2060\ufeff]")
_LINE_ENDS = re.compile("\r\n|[\r\u2028\u2029\u0085\v\f]")
_NEAR = 8


def plain(text: str) -> str:
    """The text as it is printed: one kind of line end, tabs as spaces, nothing invisible."""
    return _INVISIBLE.sub("", _LINE_ENDS.sub("\n", text)).replace("\t", " ")


def check_printable(sheet: Sheet) -> None:
    """Refuse a sheet with a character that cannot be printed.

    Raises:
        Refusal: ``paper_text_control`` with the code point and the text before it.
    """
    for text in sheet_texts(sheet):
        for at, character in enumerate(text):
            if character != "\n" and not _may_print(character):
                code = f"U+{ord(character):04X}"
                near = text[max(0, at - _NEAR) : at] or "开头"
                raise Refusal("paper_text_control", field="blocks", label=sheet.paper.name, point=code, near=near)


def _may_print(character: str) -> bool:
    category = unicodedata.category(character)
    if category in {"Cc", "Cs"}:
        return False
    return not _turns_direction(character)


def _turns_direction(character: str) -> bool:
    return "\u200e" <= character <= "\u200f" or "\u202a" <= character <= "\u202e" or "\u2066" <= character <= "\u2069"


def sheet_texts(sheet: Sheet) -> Iterator[str]:
    """Every text that the sheet shows, in the order of reading, as ``plain`` makes it."""
    yield plain(sheet.letter)
    yield plain(sheet.checkpoint)
    yield plain(sheet.paper.name)
    for part in sheet.parts:
        match part:
            case Line():
                yield from _line_texts(part)
            case Bottom():
                for line in part.lines:
                    yield from _line_texts(line)
            case Ruled():
                yield from _table_texts(part.table)
            case Panel():
                yield plain(part.text)
            case NewPage():
                pass


def _table_texts(table: Table) -> Iterator[str]:
    for column in table.columns:
        yield plain(column.head)
    for row in table.rows:
        for cell in row:
            yield from _text(cell.text if isinstance(cell, Cell) else cell)


def _line_texts(line: Line) -> Iterator[str]:
    yield from _text(line.runs)
    yield from _text(line.tail)


def _text(text: Text) -> Iterator[str]:
    runs = (Run(text),) if isinstance(text, str) else text
    for run in runs:
        yield plain(run.text)
