"""Tables as Excel files: out of a list page exactly what it shows, and back in, with every fault at its cell."""

import datetime as dt
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import IO, Any, Literal

from django.http import HttpResponse
from django.utils import timezone
from django.utils.http import content_disposition_header
from openpyxl import Workbook, load_workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
Kind = Literal["text", "number", "day", "tick", "choice"]
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_GUARD = "'"
_ROWS = 20_000
_WIDEST = 60
_YES, _NO = "是", "否"


@dataclass(frozen=True, slots=True)
class SheetColumn:
    """A column: ``key`` is the name in code, ``label`` the head of the column. ``choices`` are words to codes."""

    key: str
    label: str
    kind: Kind = "text"
    required: bool = False
    choices: Mapping[str, str] = field(default_factory=dict)
    longest: int = 2000


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet to be written: its name, heads, and rows of plain values."""

    title: str
    heads: Sequence[str]
    rows: Iterable[Sequence[Any]]


@dataclass(frozen=True, slots=True)
class CellFault:
    """What is wrong with one cell, in words; ``row`` counts as Excel does, ``column`` is the head."""

    sheet: str
    row: int
    column: str
    text: str

    def __str__(self) -> str:
        return f"“{self.sheet}”第{self.row}行“{self.column}”：{self.text}"


def guarded(value: Any) -> Any:
    """A value as it may stand in a cell: text that a spreadsheet would take for a formula gets an apostrophe.

    >>> guarded("=1+1"), guarded("部门01"), guarded(3)
    ("'=1+1", '部门01', 3)
    """
    if isinstance(value, bool):
        return _YES if value else _NO
    if isinstance(value, dt.datetime):
        return timezone.localtime(value).strftime("%Y-%m-%d %H:%M") if timezone.is_aware(value) else value
    if isinstance(value, dt.date | int | float) or value is None:
        return value
    text = str(value)
    return _GUARD + text if text.startswith(_FORMULA) else text


def workbook_bytes(sheets: Iterable[Sheet]) -> bytes:
    """The bytes of an .xlsx file."""
    book = Workbook()
    book.remove(book.active)  # type: ignore[arg-type]  # a new workbook always has one
    for sheet in sheets:
        page = book.create_sheet(sheet.title)
        page.append([guarded(head) for head in sheet.heads])
        for cell in page[1]:
            cell.font = Font(bold=True)
            cell.alignment = Alignment(wrap_text=True, vertical="top")
        widths = [len(head) for head in sheet.heads]
        for row in sheet.rows:
            values = [guarded(value) for value in row]
            page.append(values)
            widths = [max(width, len(str(value or ""))) for width, value in zip(widths, values, strict=True)]
        for place, width in enumerate(widths, 1):
            page.column_dimensions[get_column_letter(place)].width = min(_WIDEST, 2 * width + 2)
        page.freeze_panes = "A2"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def workbook_response(name: str, sheets: Iterable[Sheet]) -> HttpResponse:
    """The file as a download called ``name`` (without its ending)."""
    response = HttpResponse(workbook_bytes(sheets), content_type=MEDIA_TYPE)
    response.headers["Content-Disposition"] = content_disposition_header(True, f"{name}.xlsx") or "attachment"
    return response


class Reader:
    """Reads the sheets of an uploaded workbook and gathers the faults of all of them.

    Args:
        stream: the file; already screened for its type and for bombs.
    """

    def __init__(self, stream: IO[bytes]) -> None:
        stream.seek(0)
        self._book = load_workbook(stream, read_only=True, data_only=True)
        self.faults: list[CellFault] = []

    @property
    def titles(self) -> list[str]:
        """Names of the sheets in the file."""
        return list(self._book.sheetnames)

    def rows(self, title: str, columns: Sequence[SheetColumn]) -> list[dict[str, Any]]:
        """The rows of a sheet by key, with ``row`` (Excel's number); empty lines are passed over.

        A cell that is wrong becomes ``None`` and a fault. A sheet that is absent, or a head that is missing or unknown,
        is a fault of line 1.
        """
        if title not in self._book.sheetnames:
            self.fault(title, 1, "工作表", f"没有名为“{title}”的工作表；请用导出的文件作样表。")
            return []
        lines = self._book[title].iter_rows(values_only=True)
        heads = [str(head).strip() if head is not None else "" for head in next(lines, ())]
        places = {head: place for place, head in enumerate(heads) if head}
        known = {column.label for column in columns}
        for head in places:
            if head not in known:
                self.fault(title, 1, head, "没有这一列；请用导出的文件作样表。")
        missing = [column for column in columns if column.required and column.label not in places]
        for column in missing:
            self.fault(title, 1, column.label, "缺这一列。")
        if missing:
            return []
        found: list[dict[str, Any]] = []
        for number, line in enumerate(lines, 2):
            if all(value is None or str(value).strip() == "" for value in line):
                continue
            if len(found) >= _ROWS:
                self.fault(title, number, "行数", f"超过 {_ROWS} 行，请分成几个文件。")
                break
            row: dict[str, Any] = {"row": number}
            for column in columns:
                place = places.get(column.label)
                value = line[place] if place is not None and place < len(line) else None
                row[column.key] = self._value(title, number, column, value)
            found.append(row)
        return found

    def fault(self, sheet: str, row: int, column: str, text: str) -> None:
        """Note a fault; imports note their own ones here as well."""
        self.faults.append(CellFault(sheet, row, column, text))

    def _value(self, sheet: str, row: int, column: SheetColumn, value: Any) -> Any:
        text = _text(value)
        if text == "":
            if column.required:
                self.fault(sheet, row, column.label, "没有填写。")
            return None if column.kind != "text" else ""
        try:
            return _parsed(column, value, text)
        except ValueError as wrong:
            self.fault(sheet, row, column.label, str(wrong))
            return None


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        value = int(value)  # a code typed into a number cell
    text = str(value).strip()
    return text[1:] if text.startswith(_GUARD) and text[1:].startswith(_FORMULA) else text


def _parsed(column: SheetColumn, value: Any, text: str) -> Any:
    if column.kind == "number":
        if not text.isdecimal():
            msg = f"“{text}”不是整数。"
            raise ValueError(msg)
        return int(text)
    if column.kind == "day":
        return _day(value, text)
    if column.kind == "tick":
        if text not in {_YES, _NO}:
            msg = f"“{text}”应为“是”或“否”。"
            raise ValueError(msg)
        return text == _YES
    if column.kind == "choice":
        if text not in column.choices:
            msg = f"“{text}”不在可选范围内：{'、'.join(column.choices)}。"
            raise ValueError(msg)
        return column.choices[text]
    if len(text) > column.longest:
        msg = f"超过 {column.longest} 个字。"
        raise ValueError(msg)
    return text


def _day(value: Any, text: str) -> dt.date:
    if isinstance(value, dt.datetime):
        return value.date()
    if isinstance(value, dt.date):
        return value
    for form in ("%Y-%m-%d", "%Y/%m/%d", "%Y年%m月%d日", "%Y.%m.%d"):
        try:
            return dt.datetime.strptime(text, form).date()  # noqa: DTZ007  (a day has no time zone)
        except ValueError:
            continue
    msg = f"“{text}”不是日期，应写成 2023-06-30。"
    raise ValueError(msg)
