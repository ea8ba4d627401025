"""The expert pool as an Excel file: the export is the sample; in again with faults by cell, all or nothing."""

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from yixing.argument.models import Expert, Field
from yixing.people.workbook import opened, require_faultless
from yixing.ui.sheets import SheetColumn

if TYPE_CHECKING:
    from django.core.files import File

SHEET: Final = "专家库"
COLUMNS: Final = (
    SheetColumn("field", "领域", "choice", required=True, choices={str(each.label): each.value for each in Field}),
    SheetColumn("name", "姓名", required=True, longest=60),
    SheetColumn("workplace", "工作单位", required=True, longest=120),
    SheetColumn("title", "职称职务", longest=60),
    SheetColumn("speciality", "专长", longest=200),
    SheetColumn("since", "入库", "day"),
    SheetColumn("until", "出库", "day"),
    SheetColumn("asked", "咨询次数", "number"),
)
"""As exported; how often somebody was asked is counted, never brought in."""
_WRITTEN: Final = ("field", "title", "speciality", "since", "until")


@dataclass(frozen=True, slots=True)
class Outcome:
    """How many were new, how many differed, how many were the same."""

    made: int
    changed: int
    same: int


def apply_experts(upload: "File[bytes]", on: dt.date) -> Outcome:
    """Bring a workbook in, inside the transaction of an action; who is not in the file stays as he is.

    Args:
        upload: the .xlsx file. on: the day of entry for those without one.

    Raises:
        Refusal: ``sheet_unreadable``, what the screening refuses, ``SheetRefusal`` with every fault; then the
            transaction must be rolled back.
    """
    reader = opened(upload)
    rows = reader.rows(SHEET, COLUMNS)
    known = {(expert.name, expert.workplace): expert for expert in Expert.objects.all()}
    seen: set[tuple[str, str]] = set()
    counts = {"made": 0, "changed": 0, "same": 0}
    for row in rows:
        key = (row["name"], row["workplace"])
        if not all(key) or row["field"] is None:
            continue  # its fault is noted already
        if key in seen:
            reader.fault(SHEET, row["row"], "姓名", f"{key[1]}的{key[0]}在文件中出现两次。")
            continue
        seen.add(key)
        expert = known.get(key) or Expert(name=key[0], workplace=key[1])
        values = _values(row, expert, on)
        if values["until"] is not None and values["until"] < values["since"]:
            reader.fault(SHEET, row["row"], "出库", "早于入库日期。")
        else:
            counts[_write(expert, values)] += 1
    require_faultless(reader, SHEET)
    return Outcome(**counts)


def _write(expert: Expert, values: dict[str, Any]) -> str:
    """Keep what differs; whether it was ``made``, ``changed`` or the ``same``."""
    new = expert.pk is None
    if not new and all(getattr(expert, name) == value for name, value in values.items()):
        return "same"
    for name, value in values.items():
        setattr(expert, name, value)
    expert.save()
    return "made" if new else "changed"


def _values(row: dict[str, Any], expert: Expert, on: dt.date) -> dict[str, Any]:
    values = {name: row[name] for name in _WRITTEN}
    values["since"] = values["since"] or (on if expert.pk is None else expert.since)
    return values
