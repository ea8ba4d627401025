"""Pieces that many office prints share: labelled cells, grids of facts, lines of facts, units in a row."""

from collections.abc import Iterable, Sequence

from yixing_core.papers.model import BLANK, Align, Cell, Column, Face, Paragraph, Run, Table, Text

EMPTY = "—"
"""What stands where there is nothing to say: a form with an empty box asks the reader whether it was forgotten."""


def label(text: str) -> Cell:
    """The cell of a form that says what stands beside it."""
    return Cell(text, align=Align.CENTER, face=Face.HEITI)


def facts_form(
    rows: Sequence[Sequence[tuple[str, Text | Cell]]],
    *,
    size: float = 12,
    row_height: float = 9,
    label_share: float = 1.5,
    value_share: float = 3.6,
) -> Table:
    """A form of facts: each row holds pairs of a label and a value; a row with fewer pairs lets its last value run on.

    Args:
        rows: for each row its pairs; a value may be a cell with a height of its own.
        size: points.
        row_height: mm.
        label_share: width of a label's column beside ``value_share``.
        value_share: width of a value's column.
    """
    most = max(len(row) for row in rows)
    columns = (Column("", label_share), Column("", value_share)) * most
    lines = []
    for row in rows:
        cells: list[Cell] = []
        for at, (name, value) in enumerate(row):
            across = 1 if at < len(row) - 1 else 2 * (most - len(row)) + 1
            cells += [label(name), _spanning(value, across)]
        lines.append(tuple(cells))
    return Table(columns, tuple(lines), size=size, row_height=row_height)


def _spanning(value: Text | Cell, across: int) -> Cell:
    if isinstance(value, Cell):
        return Cell(
            value.text,
            across,
            align=value.align,
            face=value.face,
            size=value.size,
            height=value.height,
            top=value.top,
        )
    return Cell(value or EMPTY, across)


def facts_line(pairs: Iterable[tuple[str, str]], *, size: float = 12, before: float = 0) -> Paragraph:
    """Facts in one line: labels in 黑体, values in 仿宋, those without a value left out."""
    runs: list[Run] = []
    for name, value in pairs:
        if value:
            runs += [Run(f"{BLANK * 2 if runs else ''}{name}：", Face.HEITI), Run(value)]
    return Paragraph(tuple(runs), indent=0, size=size, before=before, align=Align.LEFT)


def units(names: Iterable[str]) -> str:
    """Units in the order given, divided by 、; a dash where there are none.

    >>> units(["部门05", "部门20"]), units([])
    ('部门05、部门20', '—')
    """
    return "、".join(names) or EMPTY


def numbered_lines(items: Sequence[str]) -> str:
    """Items one below the other with ``1.`` before each; a single one stands alone."""
    if len(items) == 1:
        return items[0]
    return "\n".join(f"{number}. {item}" for number, item in enumerate(items, start=1))
