"""The order of speaking: 汇报人 → 相关单位 → 分管常委 → 其他常委（排名由后往前）→ 县长 → 书记 (practice.md §1.3/15)."""

from collections.abc import Iterable
from dataclasses import dataclass

from yixing.meetings.models import AgendaItem, Attendance, Statement
from yixing.meetings.roll import voters
from yixing.portfolios.leads import leads


@dataclass(frozen=True, slots=True)
class Turn:
    """Somebody's place in the order. ``row`` is a member, otherwise ``speaker`` names who else speaks."""

    role: str
    row: Attendance | None = None
    speaker: str = ""

    @property
    def name(self) -> str:
        """Who it is, as the clerk reads it out."""
        return self.row.person.name if self.row is not None else self.speaker


def speaking_order(
    rows: Iterable[Attendance],
    *,
    chair_id: int | None,
    leading: frozenset[int] | set[int] = frozenset(),
    presenter: str = "",
    units: Iterable[str] = (),
) -> list[Turn]:
    """The prefilled order for one item.

    Args:
        rows: members present and not recused, in any order.
        chair_id: who presides; always last.
        leading: members in whose portfolio the item lies.
        presenter: 汇报人.
        units: who adds to it.

    Returns:
        One turn each; the second in rank (县长) comes last but one by the reversed order of rank.
    """
    ranked = sorted(rows, key=lambda row: (row.person.order, row.person_id))
    in_charge = [row for row in ranked if row.person_id in leading and row.person_id != chair_id]
    others = [row for row in reversed(ranked) if row.person_id != chair_id and row not in in_charge]
    chair = [row for row in ranked if row.person_id == chair_id]
    turns = [Turn("汇报", speaker=presenter)] if presenter else []
    turns += [Turn("补充", speaker=unit) for unit in units if unit]
    turns += [Turn("分管", row) for row in in_charge]
    turns += [Turn("发言", row) for row in others]
    return turns + [Turn("末位", row) for row in chair]


def order_of(item: AgendaItem) -> list[Turn]:
    """The prefilled order of an item, from who is there and in whose portfolio it lies that day."""
    areas: list[int] = []
    if item.matter is not None:
        areas = [*([item.matter.area_id] if item.matter.area_id else [])]
        areas += item.matter.other_areas.values_list("pk", flat=True)
    known = leads()
    leading = {person.pk for area in areas if (person := known.on(area, item.meeting.on)) is not None}
    return speaking_order(
        voters(item),
        chair_id=item.meeting.chair_id,
        leading=leading,
        presenter=item.presenter or (str(item.matter.unit) if item.matter is not None else ""),
        units=item.attending.split("、") if item.attending else (),
    )


def add_statements(item: AgendaItem, said: Iterable[Statement]) -> list[Statement]:
    """Store statements after those already there, in the order given."""
    last = item.statements.order_by("-order").values_list("order", flat=True).first() or 0
    rows = list(said)
    for place, row in enumerate(rows, last + 1):
        row.item, row.order = item, place
    return Statement.objects.bulk_create(rows)
