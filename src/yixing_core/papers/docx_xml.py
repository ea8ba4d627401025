"""WordprocessingML elements of lines, tables, frames and panels; measures come in points and go out in twentieths."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, TypeAlias

from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from yixing_core.papers.compose import MM, TABLE_PITCH, Line, Rule, Ruled
from yixing_core.papers.model import Align, Cell, Column, Face, Page, Panel, Run, Text, place_row
from yixing_core.papers.printable import plain

Element: TypeAlias = Any
"""An lxml element; its stubs know nothing of python-docx's own classes."""

RED = "D7000F"
LATIN = "Times New Roman"
CLOSER = "-5"
"""Quarter of a point off each character of 3 号: 28 fill the line. Said at each run, not left to a grid of characters
in the section: programs read its ``charSpace`` differently (LibreOffice sets 27, Word 28)."""
_INSET = 4.0
_JUSTIFY = {Align.LEFT: "left", Align.CENTER: "center", Align.RIGHT: "right", Align.JUSTIFY: "both"}


def element(tag: str, attributes: Mapping[str, str] | None = None, *children: Element) -> Element:
    """An element with prefixed names, its attributes and children."""
    made: Element = OxmlElement(tag)
    for name, value in (attributes or {}).items():
        made.set(qn(name), value)
    for child in children:
        made.append(child)
    return made


def twips(points: float) -> str:
    """Points as a whole number of twentieths."""
    return str(round(points * 20))


def run_element(run: Run, size: float, *, grid: bool) -> Element:
    """A run; newlines become breaks. Digits in 仿宋 are Times New Roman, in other faces the face itself."""
    latin = LATIN if run.face is Face.FANGSONG else run.face.value
    fonts = {"w:ascii": latin, "w:hAnsi": latin, "w:eastAsia": run.face.value, "w:cs": latin, "w:hint": "eastAsia"}
    half_points = str(round((run.size or size) * 2))
    properties = element("w:rPr", None, element("w:rFonts", fonts), element("w:snapToGrid", {"w:val": "0"}))
    if run.red:
        properties.append(element("w:color", {"w:val": RED}))
    if grid:
        properties.append(element("w:spacing", {"w:val": CLOSER}))
    properties.append(element("w:sz", {"w:val": half_points}))
    properties.append(element("w:szCs", {"w:val": half_points}))
    made = element("w:r", None, properties)
    for index, piece in enumerate(plain(run.text).split("\n")):
        if index:
            made.append(element("w:br"))
        if piece:
            text = element("w:t", {"xml:space": "preserve"})
            text.text = piece
            made.append(text)
    return made


def paragraph(line: Line, width: float, *, after: float = 0) -> Element:
    """A line as a paragraph. ``width`` is that of the type area (for the tail's tab stop)."""
    properties = element("w:pPr")
    if line.keep:
        properties.append(element("w:keepNext"))
    if line.above or line.below:
        properties.append(_borders(line))
    if line.tail:
        stop = element("w:tab", {"w:val": "right", "w:pos": twips(width - line.right - line.tail_in)})
        properties.append(element("w:tabs", None, stop))
    properties.append(element("w:autoSpaceDE", {"w:val": "0"}))
    properties.append(element("w:autoSpaceDN", {"w:val": "0"}))
    properties.append(element("w:snapToGrid", {"w:val": "0"}))
    spacing = {
        "w:before": twips(line.before),
        "w:after": twips(after),
        "w:line": twips(line.pitch),
        "w:lineRule": "exact",
    }
    properties.append(element("w:spacing", spacing))
    properties.append(_indents(line))
    properties.append(element("w:jc", {"w:val": _JUSTIFY[line.align]}))
    if line.outline:
        properties.append(element("w:outlineLvl", {"w:val": str(line.outline - 1)}))
    made = element("w:p", None, properties)
    for run in line.runs:
        made.append(run_element(run, line.size, grid=line.grid))
    if line.tail:
        made.append(element("w:r", None, element("w:tab")))
        for run in line.tail:
            made.append(run_element(run, line.size, grid=line.grid))
    return made


def _indents(line: Line) -> Element:
    indent = {"w:left": twips(line.left), "w:right": twips(line.right)}
    if line.first > 0:
        indent["w:firstLine"] = twips(line.first)
    elif line.first < 0:
        indent["w:hanging"] = twips(-line.first)
    return element("w:ind", indent)


def _borders(line: Line) -> Element:
    borders = element("w:pBdr")
    for side, rule in (("w:top", line.above), ("w:bottom", line.below)):
        if rule:
            borders.append(element(side, _border(rule)))
    return borders


def _border(rule: Rule) -> dict[str, str]:
    return {
        "w:val": "dashed" if rule.dashed else "single",
        "w:sz": str(max(2, round(rule.weight * 8))),
        "w:space": str(min(31, round(rule.gap))),
        "w:color": RED if rule.red else "000000",
    }


def page_break() -> Element:
    """An empty line that begins a page: a break inside a paragraph would leave half a line before it."""
    mark = element("w:r", None, element("w:br", {"w:type": "page"}))
    spacing = {"w:before": "0", "w:after": "0", "w:line": "20", "w:lineRule": "exact"}
    return element("w:p", None, element("w:pPr", None, element("w:spacing", spacing)), mark)


def bottom_table(lines: Sequence[Line], page: Page) -> list[Element]:
    """Lines on the lower edge of the type area (版记): a floating table, and a paragraph for it to hang on.

    A table, because its rules run over the whole width while its text stands one character in. Its left edge is
    measured from the sheet, not from the margin: only then does LibreOffice let it float; Word and WPS do either way.
    """
    width = page.text_width * MM
    place = {
        "w:leftFromText": "0",
        "w:rightFromText": "0",
        "w:topFromText": "120",
        "w:bottomFromText": "0",
        "w:vertAnchor": "margin",
        "w:horzAnchor": "page",
        "w:tblpX": twips(page.left * MM),
        "w:tblpYSpec": "bottom",
    }
    properties = _fixed_properties(width, element("w:tblpPr", place))
    none = {"w:w": "0", "w:type": "dxa"}
    properties.append(element("w:tblCellMar", None, element("w:left", none), element("w:right", none)))
    made = element("w:tbl", None, properties)
    made.append(element("w:tblGrid", None, element("w:gridCol", {"w:w": twips(width)})))
    for line in lines:
        borders = element("w:tcBorders")
        for side, rule in (("w:top", line.above), ("w:bottom", line.below)):
            if rule:
                borders.append(element(side, {**_border(rule), "w:space": "0"}))
        cell = element("w:tcPr", None, element("w:tcW", {"w:w": twips(width), "w:type": "dxa"}), borders)
        bare = replace(line, above=None, below=None)
        made.append(element("w:tr", None, element("w:tc", None, cell, paragraph(bare, width))))
    return [made, _room(1)]


def _fixed_properties(width: float, *first: Element) -> Element:
    """Properties of a table that is exactly ``width`` points wide and centred in the type area."""
    return element(
        "w:tblPr",
        None,
        *first,
        element("w:tblW", {"w:w": twips(width), "w:type": "dxa"}),
        element("w:jc", {"w:val": "center"}),
        element("w:tblLayout", {"w:type": "fixed"}),
    )


def panel(item: Panel, width: float) -> list[Element]:
    """A framed panel: a table of one cell of fixed size, with a small paragraph after it so that two do not join."""
    run = Run(item.text, item.face)
    line = Line((run,), align=Align.CENTER, size=item.size, pitch=item.size * 1.2, grid=False)
    edges = {"w:val": "dashed", "w:sz": "4", "w:space": "0", "w:color": "000000"}
    borders = element(
        "w:tcBorders", None, *(element(f"w:{side}", edges) for side in ("top", "left", "bottom", "right"))
    )
    box = twips(item.width * MM)
    cell = element(
        "w:tc",
        None,
        element(
            "w:tcPr",
            None,
            element("w:tcW", {"w:w": box, "w:type": "dxa"}),
            borders,
            element("w:vAlign", {"w:val": "center"}),
        ),
        paragraph(line, width),
    )
    height = element("w:trHeight", {"w:val": str(round(item.height * MM * 20)), "w:hRule": "exact"})
    row = element("w:tr", None, element("w:trPr", None, height), cell)
    grid = element("w:tblGrid", None, element("w:gridCol", {"w:w": box}))
    return [element("w:tbl", None, _fixed_properties(item.width * MM), grid, row), _room(8 * MM)]


def _room(points: float) -> Element:
    """An empty paragraph of an exact height: the only room before or after a table in this format."""
    spacing = {"w:before": "0", "w:after": "0", "w:line": twips(max(1, points)), "w:lineRule": "exact"}
    properties = element("w:pPr", None, element("w:snapToGrid", {"w:val": "0"}), element("w:spacing", spacing))
    return element("w:p", None, properties)


def table(ruled: Ruled) -> list[Element]:
    """A table with fixed widths, repeated head, rows that do not break, spans as gridSpan and vMerge."""
    item = ruled.table
    margin = {"w:w": twips(_inset(ruled)), "w:type": "dxa"}
    properties = _fixed_properties(sum(ruled.widths))
    properties.append(
        element("w:tblCellMar", None, *(element(f"w:{side}", margin) for side in ("top", "left", "bottom", "right")))
    )
    grid = element("w:tblGrid", None, *(element("w:gridCol", {"w:w": twips(width)}) for width in ruled.widths))
    made = element("w:tbl", None, properties, grid)
    if item.headed:
        made.append(_head_row(ruled))
    _rows(made, ruled)
    return [_room(item.before * MM), made, _room(1)]


def _inset(ruled: Ruled) -> float:
    return _INSET if ruled.table.ruled else 2.0


def _head_row(ruled: Ruled) -> Element:
    properties = element("w:trPr", None, element("w:cantSplit"))
    _least_height(properties, ruled.table.row_height)
    properties.append(element("w:tblHeader"))
    row = element("w:tr", None, properties)
    for at, column in enumerate(ruled.table.columns):
        row.append(_cell(_heading(column), ruled, at, ""))
    return row


def _heading(column: Column) -> Cell:
    return Cell(column.head, align=Align.CENTER, face=Face.HEITI)


def _rows(made: Element, ruled: Ruled) -> None:
    """Body rows; a cell that spans rows leaves a continuing cell (vMerge) in each of the rows it covers."""
    covered = [0] * len(ruled.table.columns)
    across: dict[int, int] = {}
    for content in ruled.table.rows:
        continuing = {at: width for at, width in across.items() if covered[at]}
        placed = dict(place_row(content, covered))
        height = max([ruled.table.row_height, *(cell.height for cell in placed.values())])
        properties = element("w:trPr", None, element("w:cantSplit"))
        _least_height(properties, height)
        row = element("w:tr", None, properties)
        for at in sorted({**placed, **continuing}):
            if at in placed:
                cell = placed[at]
                row.append(_cell(cell, ruled, at, "restart" if cell.down > 1 else ""))
                across[at] = cell.across
            else:
                row.append(_cell(Cell("", across=continuing[at]), ruled, at, "continue"))
        made.append(row)


def _least_height(properties: Element, height: float) -> None:
    if height:
        properties.append(element("w:trHeight", {"w:val": str(round(height * MM * 20)), "w:hRule": "atLeast"}))


def _cell(cell: Cell, ruled: Ruled, at: int, merge: str) -> Element:
    width = sum(ruled.widths[at : at + cell.across])
    properties = element("w:tcPr", None, element("w:tcW", {"w:w": twips(width), "w:type": "dxa"}))
    if cell.across > 1:
        properties.append(element("w:gridSpan", {"w:val": str(cell.across)}))
    if merge:
        properties.append(element("w:vMerge", {"w:val": merge}))
    properties.append(_cell_borders(cell, ruled))
    properties.append(element("w:vAlign", {"w:val": _vertical(cell, ruled)}))
    size = cell.size or ruled.size
    align = cell.align or ruled.table.columns[at].align
    made = element("w:tc", None, properties)
    for runs in _cell_lines(cell.text, cell.face):
        line = Line(
            runs, align=Align.LEFT if align is Align.JUSTIFY else align, size=size, pitch=size * TABLE_PITCH, grid=False
        )
        made.append(paragraph(line, width))
    return made


def _vertical(cell: Cell, ruled: Ruled) -> str:
    if cell.top:
        return "top"
    return "center" if ruled.table.ruled else "bottom"


def _cell_borders(cell: Cell, ruled: Ruled) -> Element:
    line = {"w:val": "single", "w:sz": "4", "w:space": "0", "w:color": "000000"}
    sides = ("top", "left", "bottom", "right") if ruled.table.ruled else (("bottom",) if cell.underlined else ())
    return element("w:tcBorders", None, *(element(f"w:{side}", line) for side in sides))


def _cell_lines(text: Text, face: Face) -> list[tuple[Run, ...]]:
    """One paragraph for each line of plain text; runs stay one paragraph with breaks in it."""
    if isinstance(text, str):
        return [(Run(piece, face),) for piece in plain(text).split("\n")]
    return [text]
