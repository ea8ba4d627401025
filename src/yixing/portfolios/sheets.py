"""分管事项 as an Excel file: the catalogue out, and the same columns in again, with every fault at its cell."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from yixing.access import loaders
from yixing.access.actor import Actor
from yixing.people.models import Organization
from yixing.people.queries import alive
from yixing.people.workbook import opened, require_faultless
from yixing.portfolios.catalogue import AreaOn, as_it_stands
from yixing.portfolios.models import Area
from yixing.ui.sheets import Reader, Sheet, SheetColumn

if TYPE_CHECKING:
    from django.core.files import File

AREAS = "分管事项"
AREA_COLUMNS = (
    SheetColumn("code", "编码", required=True, longest=20),
    SheetColumn("name", "名称", required=True, longest=60),
    SheetColumn(
        "domain", "领域", "choice", required=True, choices={label: value for value, label in Area.Domain.choices}
    ),
    SheetColumn("order", "序", "number"),
    SheetColumn("tags", "标签"),
    SheetColumn("units", "归口单位编码"),
    SheetColumn("weight", "权重", "number"),
    SheetColumn("since", "自", "day"),
    SheetColumn("until", "至", "day"),
)
_LARGEST = {"order": 99_999, "weight": 1_000}


@dataclass(frozen=True, slots=True)
class AreaRow:
    """One row of a file that may be brought in: the fields of the area, and its units."""

    code: str
    values: dict[str, Any]
    units: tuple[Organization, ...]

    def says(self, area: Area) -> bool:
        """Whether the catalogue already says what the row says."""
        same = all(getattr(area, name) == value for name, value in self.values.items())
        return same and {unit.pk for unit in area.units.all()} == {unit.pk for unit in self.units}


def area_sheets(actor: Actor) -> list[Sheet]:
    """The catalogue the actor may see, in its order; lists within a cell are parted by 、."""
    rows = list(loaders.visible(Area, actor).prefetch_related("units").order_by("order", "id"))
    return [areas_sheet([as_it_stands(area) for area in rows], {area.pk: area for area in rows})]


def areas_sheet(rows: Iterable[AreaOn], known: Mapping[int, Area]) -> Sheet:
    """Areas as they stood on some day, as a sheet that can be brought in again; ``known`` has their days."""
    codes = dict(Organization.objects.values_list("pk", "code"))
    lines = (
        (
            row.code,
            row.name,
            row.domain_word,
            row.order,
            "、".join(row.tags),
            "、".join(codes[pk] for pk in row.unit_ids if pk in codes),
            row.weight,
            known[row.pk].since,
            known[row.pk].until,
        )
        for row in rows
    )
    return Sheet(AREAS, [column.label for column in AREA_COLUMNS], lines)


def parts(text: str) -> list[str]:
    """The words of a cell that holds several, whichever comma parts them.

    >>> parts("D01、 D02，D03")
    ['D01', 'D02', 'D03']
    """
    for comma in "，,;；\n":
        text = text.replace(comma, "、")
    return [word.strip() for word in text.split("、") if word.strip()]


def read_areas(upload: "File[bytes]", on: dt.date) -> list[AreaRow]:
    """The rows of a workbook, all of them sound.

    Args:
        upload: the .xlsx file. on: the day whose units may be named.

    Raises:
        Refusal: ``sheet_unreadable``, what the screening refuses, and ``SheetRefusal`` with every fault by cell.
    """
    reader = opened(upload)
    units = {unit.code: unit for unit in Organization.objects.filter(alive(on))}
    seen: set[str] = set()
    found: list[AreaRow] = []
    for row in reader.rows(AREAS, AREA_COLUMNS):
        if not row["code"] or not row["name"] or row["domain"] is None:
            continue  # its fault is noted already
        if row["code"] in seen:
            reader.fault(AREAS, row["row"], "编码", f"“{row['code']}”在文件中出现两次。")
        seen.add(row["code"])
        _check(reader, row)
        found.append(AreaRow(row["code"], _values(row), _units(reader, row, units)))
    require_faultless(reader, AREAS)
    return found


def _check(reader: Reader, row: dict[str, Any]) -> None:
    if row["since"] and row["until"] and row["until"] < row["since"]:
        reader.fault(AREAS, row["row"], "至", "结束日期早于开始日期。")
    for key, largest in _LARGEST.items():
        if (row[key] or 0) > largest:
            label = next(column.label for column in AREA_COLUMNS if column.key == key)
            reader.fault(AREAS, row["row"], label, f"最大 {largest}。")
    for word in parts(row["tags"]):
        if len(word) > TAG_LONGEST:
            reader.fault(AREAS, row["row"], "标签", f"“{word}”超过 {TAG_LONGEST} 个字；几个标签用顿号分开。")


TAG_LONGEST = 12


def _values(row: dict[str, Any]) -> dict[str, Any]:
    return {
        "name": row["name"],
        "domain": row["domain"],
        "since": row["since"],
        "until": row["until"],
        "order": row["order"] or 0,
        "weight": 1 if row["weight"] is None else row["weight"],
        "tags": sorted(set(parts(row["tags"]))),
    }


def _units(reader: Reader, row: dict[str, Any], known: dict[str, Organization]) -> tuple[Organization, ...]:
    words: Sequence[str] = parts(row["units"])
    for word in words:
        if word not in known:
            reader.fault(AREAS, row["row"], "归口单位编码", f"没有编码为“{word}”的单位，或已撤销。")
    return tuple(known[word] for word in dict.fromkeys(words) if word in known)
