"""分管事项 as an Excel file: the catalogue out, and the same columns in again."""

from collections.abc import Iterable
from typing import Any

from yixing.access import loaders
from yixing.access.actor import Actor
from yixing.portfolios.models import Area
from yixing.ui.sheets import Sheet, SheetColumn

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


def area_sheets(actor: Actor) -> list[Sheet]:
    """The catalogue the actor may see, in its order; lists within a cell are parted by 、."""
    rows = loaders.visible(Area, actor).prefetch_related("units").order_by("order", "id")
    return [Sheet(AREAS, [column.label for column in AREA_COLUMNS], (_line(area) for area in rows))]


def _line(area: Area) -> tuple[Any, ...]:
    codes = [unit.code for unit in sorted(area.units.all(), key=lambda unit: (unit.order, unit.code))]
    return (
        area.code,
        area.name,
        area.get_domain_display(),
        area.order,
        "、".join(area.tags),
        "、".join(codes),
        area.weight,
        area.since,
        area.until,
    )


def parts(text: str) -> list[str]:
    """The words of a cell that holds several, whichever comma parts them.

    >>> parts("D01、 D02，D03")
    ['D01', 'D02', 'D03']
    """
    for comma in "，,;；\n":
        text = text.replace(comma, "、")
    return [word.strip() for word in text.split("、") if word.strip()]


def unchanged(area: Area, values: dict[str, Any], unit_ids: Iterable[int]) -> bool:
    """Whether a row of the catalogue already says what a row of the file says."""
    same = all(getattr(area, name) == value for name, value in values.items())
    return same and {unit.pk for unit in area.units.all()} == set(unit_ids)
