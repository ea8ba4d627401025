"""PDF bytes of a paper, through the typst compiler that ships in a wheel: PDF/A-2u, the same bytes every time."""

import json
import re
from datetime import UTC, datetime
from functools import lru_cache
from importlib import resources
from typing import Any

import typst

from yixing_core.errors import Refusal
from yixing_core.papers.compose import (
    CHARACTER,
    MM,
    SIZE_3,
    Bottom,
    Line,
    NewPage,
    Part,
    Role,
    Room,
    Rule,
    Ruled,
    Sheet,
    compose,
    ems,
)
from yixing_core.papers.fit import STEPS, stands_alone
from yixing_core.papers.fonts import FontSource, font_book
from yixing_core.papers.model import Align, Cell, Column, Face, Panel, Paper, Run, Table, Text, place_row
from yixing_core.papers.printable import check_printable, plain, sheet_texts
from yixing_core.papers.refusals import missing_glyphs

_CELL_INSET = 4.0
_TAGGED_CELLS = 600
_LONG_CELL = 400  # characters; a longer cell may run over the end of a page
_EPOCH = datetime(2000, 1, 1, tzinfo=UTC)


def to_pdf(paper: Paper, fonts: FontSource | None = None) -> bytes:
    """Draw a paper as PDF/A-2u.

    Args:
        paper: what to print.
        fonts: where fonts come from; the installed ones if not given.

    Returns:
        The file. The same paper and the same fonts give the same bytes.

    Raises:
        Refusal: ``no_chinese_font``, ``missing_glyph``, ``paper_text_control``, or ``paper_does_not_fit`` where the
            paper must fit on a number of pages and does not at the smallest size.
    """
    source = fonts or FontSource()
    if paper.pages is None:
        return _file(_seated(paper, source), paper)
    step = 0
    while True:
        compiler = _compiler(compose(paper, STEPS[step]), source)
        if _pages(compiler) <= paper.pages:
            return _file(compiler, paper)
        step += 1
        if step == len(STEPS):
            if not paper.must_fit:
                return _file(_seated(paper, source), paper)
            raise Refusal("paper_does_not_fit", field="blocks", name=paper.name, pages=paper.pages)


def pdf_pages(paper: Paper, fonts: FontSource | None = None) -> int:
    """The number of pages at the sizes of the standard, whatever the paper must fit on."""
    return _pages(_compiler(compose(paper), fonts or FontSource()))


def _pages(compiler: typst.Compiler) -> int:
    return int(json.loads(compiler.query("<pages>", field="value", one=True)))


def _seated(paper: Paper, source: FontSource) -> typst.Compiler:
    """The paper with as much room as leaves no signature and no 版记 alone on a page; full room if nothing helps."""
    first = None
    for room in Room:
        compiler = _compiler(compose(paper, room=room), source)
        first = first or compiler
        parts = json.loads(compiler.query("<part>", field="value"))
        if not stands_alone((Role(part["role"]), part["page"]) for part in parts):
            return compiler
    assert first is not None  # noqa: S101  (Room is not empty)
    return first


def _compiler(sheet: Sheet, source: FontSource) -> typst.Compiler:
    check_printable(sheet)
    book = font_book(source)
    chains = book.chains_for(sheet_texts(sheet))
    data = json.dumps(_sheet(sheet, chains), ensure_ascii=False)
    return typst.Compiler(_template(), font_paths=book.fonts, ignore_system_fonts=True, sys_inputs={"sheet": data})


def _file(compiler: typst.Compiler, paper: Paper) -> bytes:
    made = datetime(paper.dated.year, paper.dated.month, paper.dated.day, tzinfo=UTC) if paper.dated else _EPOCH
    try:
        pdf = compiler.compile(_template(), format="pdf", pdf_standards="a-2u", timestamp=made, pdf_tags=_tagged(paper))
    except typst.TypstError as error:
        undrawn = _UNDRAWN.match(error.message)
        if undrawn:
            raise missing_glyphs(_unescaped(undrawn["text"])) from error
        raise
    if not isinstance(pdf, bytes):
        msg = "the compiler gave no single file for a PDF"
        raise TypeError(msg)
    return pdf


def _tagged(paper: Paper) -> bool:
    """Whether the structure is written for screen readers: not for large tables, where it is 20 times the rest."""
    tables = (block for block in paper.blocks if isinstance(block, Table))
    return sum(len(table.rows) * len(table.columns) for table in tables) <= _TAGGED_CELLS


_UNDRAWN = re.compile(r'.*the text `"(?P<text>.*)"` could not be displayed')
_ESCAPED = re.compile(r"\\u\{([0-9a-f]+)\}")


def _unescaped(text: str) -> str:
    r"""The characters the compiler names, which writes those that do not print as ``\u{e123}``."""
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text)


@lru_cache(maxsize=1)
def _template() -> bytes:
    return resources.files("yixing_core.papers").joinpath("official.typ").read_bytes()


def _sheet(sheet: Sheet, chains: dict[Face, tuple[str, ...]]) -> dict[str, Any]:
    page = sheet.page
    return {
        "title": plain(sheet.paper.title).replace("\n", "") or sheet.paper.name,
        "author": list(sheet.paper.issuers),
        "fonts": {face.name: list(chain) for face, chain in chains.items()},
        "page": {name: getattr(page, name) for name in ("width", "height", "top", "bottom", "left", "right")},
        "letter": plain(sheet.letter),
        "letter-size": sheet.letter_size,
        "folio": sheet.folio.value,
        "checkpoint": plain(sheet.checkpoint),
        "character": CHARACTER,
        "parts": [_part(part) for part in sheet.parts],
    }


def _part(part: Part) -> dict[str, Any]:
    match part:
        case Line():
            return _line(part)
        case Ruled():
            return _table(part)
        case NewPage():
            return {"kind": "page"}
        case Bottom():
            return {"kind": "bottom", "lines": [_line(line) for line in part.lines]}
        case Panel():
            run = _run(Run(part.text, part.face))
            return {"kind": "panel", "width": part.width, "height": part.height, "size": part.size, "run": run}


def _line(line: Line) -> dict[str, Any]:
    return {
        "kind": "line",
        "runs": [_run(run) for run in line.runs],
        "tail": [_run(run) for run in line.tail],
        "align": line.align.value,
        "size": line.size,
        "pitch": line.pitch,
        "first": line.first,
        "left": line.left,
        "right": line.right,
        "tail-in": line.tail_in,
        "words": line.words,
        "role": line.role.value,
        "before": line.before,
        "above": _rule(line.above),
        "below": _rule(line.below),
        "keep": line.keep,
        "fixed": line.fixed,
        "tracking": CHARACTER - SIZE_3 if line.grid and line.size == SIZE_3 else 0,
    }


def _run(run: Run) -> dict[str, Any]:
    return {"text": plain(run.text), "face": run.face.name, "size": run.size, "red": run.red}


def _rule(rule: Rule | None) -> dict[str, Any] | None:
    if rule is None:
        return None
    return {"weight": rule.weight, "gap": rule.gap, "red": rule.red, "dashed": rule.dashed}


def _runs(text: Text, face: Face) -> list[dict[str, Any]]:
    return [_run(run) for run in ((Run(text, face),) if isinstance(text, str) else text)]


def _table(ruled: Ruled) -> dict[str, Any]:
    table = ruled.table
    covered = [0] * len(table.columns)
    first = 1 if table.headed else 0
    cells = [
        _cell(cell, ruled, x=column, y=row)
        for row, content in enumerate(table.rows, start=first)
        for column, cell in place_row(content, covered)
    ]
    heads = [_cell(_head(column), ruled, x=at, y=0) for at, column in enumerate(table.columns)] if table.headed else []
    return {
        "kind": "table",
        "widths": list(ruled.widths),
        "size": ruled.size,
        "before": table.before,
        "inset": _CELL_INSET if table.ruled else 2.0,
        "heads": heads,
        "cells": cells,
    }


def _head(column: Column) -> Cell:
    return Cell(column.head, align=Align.CENTER, face=Face.HEITI)


def _cell(cell: Cell, ruled: Ruled, *, x: int, y: int) -> dict[str, Any]:
    table = ruled.table
    align = cell.align or table.columns[x].align
    height = max(cell.height, table.row_height if cell.down == 1 else 0)
    inset_mm = 2 * (_CELL_INSET + 0.15 * ruled.size) / MM
    room = sum(ruled.widths[x : x + cell.across]) - 2 * _CELL_INSET
    runs = _runs(cell.text, cell.face)
    for run in runs:
        run["text"] = breakable(run["text"], room / (run["size"] or cell.size or ruled.size))
    return {
        "runs": runs,
        "x": x,
        "y": y,
        "across": cell.across,
        "down": cell.down,
        "align": align.value,
        "size": cell.size,
        "height": max(0.0, height - inset_mm) if height else 0,
        "top": cell.top,
        "ruled": table.ruled,
        "underlined": cell.underlined,
        "breakable": sum(len(run["text"]) for run in runs) > _LONG_CELL,
    }


_LATIN = re.compile(r"[!-~]+")
_BREAK = "\u200b"


def breakable(text: str, room: float) -> str:
    """Text in which no Latin word is wider than ``room`` characters: it gets places to break, after its hyphens if any.

    Such a word (``RW2023-001``) has no place to break by itself and would be printed across the border of its cell.
    """

    def mended(found: re.Match[str]) -> str:
        word = found.group()
        if ems(word) <= room:
            return word
        pieces = re.findall(r"[^-/_.]+[-/_.]*|[-/_.]+", word)
        if all(ems(piece) <= room for piece in pieces):
            return _BREAK.join(pieces)
        return _BREAK.join(word)

    return _LATIN.sub(mended, text)
