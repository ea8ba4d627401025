"""Choosing a size at which a print fits on its pages, and the room that leaves no signature alone on one.

A .docx is laid out by the reader's program, so its length can only be estimated: each paragraph and cell is counted in
lines of whole characters. The PDF needs no estimate: it is measured and gets smaller until it fits.
"""

from collections.abc import Iterable
from math import ceil

from yixing_core.errors import Refusal
from yixing_core.papers.compose import (
    CHARACTER,
    MM,
    TABLE_PITCH,
    Bottom,
    Line,
    NewPage,
    Role,
    Room,
    Rule,
    Ruled,
    Sheet,
    compose,
    ems,
)
from yixing_core.papers.model import Cell, Panel, Paper, Run, Text, place_row
from yixing_core.papers.printable import plain

_SAFE = 0.95  # reader's programs set a little looser than the estimate
STEPS = (1.0, 0.94, 0.88, 0.82, 0.77, 0.72, 0.68)
"""Sizes that are tried: at the last, text of 3 号 is 11 pt and a table's 12 pt are 8 pt."""


def starting_step(paper: Paper) -> int:
    """The first step at which a paper is estimated to fit; 0 where nothing was promised.

    The last step is returned where none is estimated to fit: the measure decides.
    """
    if paper.pages is None:
        return 0
    room = paper.page.text_height * MM * paper.pages * _SAFE
    for step, scale in enumerate(STEPS):
        if sheet_height(compose(paper, scale)) <= room:
            return step
    return len(STEPS) - 1


def fitted(paper: Paper) -> Sheet:
    """The sheet at the estimated size and room, for renderers that cannot measure.

    Raises:
        Refusal: ``paper_does_not_fit`` if it is a tenth too long even at the smallest size.
    """
    if paper.pages is None:
        return _seated(paper)
    sheet = compose(paper, STEPS[starting_step(paper)])
    if sheet_height(sheet) <= paper.page.text_height * MM * paper.pages * 1.1:
        return sheet
    if paper.must_fit:
        raise Refusal("paper_does_not_fit", field="blocks", name=paper.name, pages=paper.pages)
    return _seated(paper)


def _seated(paper: Paper) -> Sheet:
    """The paper with as much room as is estimated to leave no signature alone on a page; full room if nothing helps."""
    sheets = [compose(paper, room=room) for room in Room]
    return next((sheet for sheet in sheets if not stands_alone(estimated_pages(sheet))), sheets[0])


def stands_alone(parts: Iterable[tuple[Role, int]]) -> bool:
    """Whether a page carries a signature without text above it, or a 版记 without anything.

    Args:
        parts: for each part what it is for and the page on which it ends.
    """
    pages: dict[Role, set[int]] = {role: set() for role in Role}
    for role, page in parts:
        pages[role].add(page)
    body = pages[Role.BODY]
    return not pages[Role.CLOSING] <= body or not pages[Role.IMPRINT] <= body | pages[Role.CLOSING]


def estimated_pages(sheet: Sheet) -> list[tuple[Role, int]]:
    """For each part of a sheet what it is for and the page on which it is estimated to end.

    Lines that stay with the next one are moved together; a table is as good as its height.
    """
    full = sheet.page.text_height * MM
    width = sheet.page.text_width * MM
    page, used = 1, _letter_height(sheet)
    result: list[tuple[Role, int]] = []
    together: list[Line] = []
    for part in sheet.parts:
        if isinstance(part, NewPage):
            page, used = page + 1, 0.0
            continue
        if isinstance(part, Line) and part.keep:
            together.append(part)
            continue
        group = [*together, part] if isinstance(part, Line) else together
        height = sum(_line_height(line, width) for line in group)
        if not isinstance(part, Line):
            height += _part_height(part, width)
        if used + height > full and (len(group) > 1 or not isinstance(part, Line)):
            page, used = page + 1, 0.0
        used += height
        page, used = page + int(used // full), used % full
        result += [(line.role, page) for line in group]
        if not isinstance(part, Line):
            result.append((Role.IMPRINT if isinstance(part, Bottom) else Role.BODY, page))
        together = []
    return result


def _letter_height(sheet: Sheet) -> float:
    """How far the head of a 信函 reaches into the type area of its first page (GB-23 and the room under its lines)."""
    return 30 * MM + sheet.letter_size * 1.05 + 4 * MM + 10 - sheet.page.top * MM if sheet.letter else 0.0


def sheet_height(sheet: Sheet) -> float:
    """Estimated height of everything on a sheet, in points; a page break counts as a full page."""
    total = _letter_height(sheet)
    page = sheet.page.text_height * MM
    for part in sheet.parts:
        if isinstance(part, NewPage):
            total = ceil(total / page) * page
        else:
            total += _part_height(part, sheet.page.text_width * MM)
    return total


def _part_height(part: Line | Ruled | Bottom | Panel, width: float) -> float:
    match part:
        case Line():
            return _line_height(part, width)
        case Ruled():
            return table_height(part)
        case Bottom():
            return 14 + sum(_line_height(line, width) for line in part.lines)
        case Panel():
            return (part.height + 8) * MM


def _line_height(line: Line, width: float) -> float:
    text = _joined(line.runs) + _joined(line.tail)
    character = CHARACTER if line.grid else line.size
    per_line = max(1, int((width - line.left - line.right) / character + 0.01))
    count = 0
    for at, piece in enumerate(text.split("\n")):
        count += max(1, ceil((ems(piece) + (line.first / character if at == 0 else 0)) / per_line))
    return line.before + count * line.pitch + _rule_height(line.above) + _rule_height(line.below)


def _rule_height(rule: Rule | None) -> float:
    return rule.gap + rule.weight if rule else 0


def _joined(text: Text) -> str:
    return plain(text if isinstance(text, str) else "".join(run.text for run in text))


def table_height(ruled: Ruled) -> float:
    """Estimated height of a table in points: each row as high as its fullest cell that spans one row only."""
    table = ruled.table
    heads = [(at, Cell((Run(column.head),))) for at, column in enumerate(table.columns)] if table.headed else []
    total = table.before * MM + (_row_height(heads, ruled) if heads else 0)
    covered = [0] * len(table.columns)
    for row in table.rows:
        total += _row_height(place_row(row, covered), ruled)
    return total


def _row_height(placed: list[tuple[int, Cell]], ruled: Ruled) -> float:
    least = ruled.table.row_height * MM
    for at, cell in placed:
        size = cell.size or ruled.size
        room = sum(ruled.widths[at : at + cell.across]) - 8
        per_line = max(1, int(room / size))
        count = sum(max(1, ceil(ems(piece) / per_line)) for piece in _joined(cell.text).split("\n"))
        height = max(count * size * TABLE_PITCH + 8, cell.height * MM)
        least = max(least, height if cell.down == 1 else height / cell.down)
    return least
