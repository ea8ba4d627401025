"""Choosing a size at which a print fits on the pages it was promised to fit on.

A .docx is laid out by the reader's program, so its length can only be estimated: each paragraph and cell is counted in
lines of whole characters. The PDF needs no estimate: it is measured and gets smaller until it fits.
"""

from math import ceil

from yixing_core.errors import Refusal
from yixing_core.papers.compose import MM, TABLE_PITCH, Bottom, Line, NewPage, Rule, Ruled, Sheet, compose, ems
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
    """The sheet at the estimated size, for renderers that cannot measure.

    Raises:
        Refusal: ``paper_does_not_fit`` if it is a tenth too long even at the smallest size.
    """
    step = starting_step(paper)
    sheet = compose(paper, STEPS[step])
    if paper.pages is None or sheet_height(sheet) <= paper.page.text_height * MM * paper.pages * 1.1:
        return sheet
    if paper.must_fit:
        raise Refusal("paper_does_not_fit", field="blocks", name=paper.name, pages=paper.pages)
    return compose(paper)


def sheet_height(sheet: Sheet) -> float:
    """Estimated height of everything on a sheet, in points; a page break counts as a full page."""
    total = 0.0
    page = sheet.page.text_height * MM
    for part in sheet.parts:
        match part:
            case Line():
                total += _line_height(part, sheet.page.text_width * MM)
            case Ruled():
                total += table_height(part)
            case Bottom():
                total += 14 + sum(_line_height(line, sheet.page.text_width * MM) for line in part.lines)
            case NewPage():
                total = ceil(total / page) * page
            case Panel():
                total += (part.height + 8) * MM
    return total


def _line_height(line: Line, width: float) -> float:
    text = _joined(line.runs) + _joined(line.tail)
    room = max(line.size, width - line.left - line.right)
    count = 0
    for at, piece in enumerate(text.split("\n")):
        length = ems(piece) * line.size + (line.first if at == 0 else 0)
        count += max(1, ceil(length / (room // line.size * line.size)))
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
