"""The agenda as a whole: what may stand on it, and how the rows follow a new order."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from yixing.access import kinds
from yixing.matters.models import Matter, Nature
from yixing.meetings.models import AgendaItem, Meeting
from yixing_core.errors import Refusal

OWN_TITLES = frozenset({Nature.CONVEY, Nature.HEAR, Nature.CIRCULATE})
"""What may be on an agenda without a matter: nothing that is put to the vote."""
_ASIDE = 100_000


@dataclass(frozen=True, slots=True)
class Line:
    """One line of an agenda as somebody wants it: a matter, or a title of its own."""

    matter: Matter | None
    title: str
    nature: str
    presenter: str = ""
    attending: str = ""
    minutes: int = 15
    is_referral: bool = False
    is_offline: bool = False


def lines_of(rows: Sequence[Mapping[str, Any]]) -> list[Line]:
    """Agenda lines from forms, imports or the demonstration.

    Args:
        rows: keys ``matter`` (id) or ``title`` and ``nature``; ``presenter, attending, minutes, is_referral,
            is_offline`` where they differ from what the matter says.

    Raises:
        Refusal: ``agenda_empty``, ``agenda_line`` (line from 1), ``agenda_matter_twice``.
    """
    if not rows:
        raise Refusal("agenda_empty")
    wanted = [row["matter"] for row in rows if row.get("matter")]
    # Locked in one order, so that two meetings cannot take the same matter at once.
    locked = Matter.objects.select_for_update(of=("self",)).filter(pk__in=wanted).order_by("pk")
    matters = {matter.pk: matter for matter in locked.select_related("unit", "type")}
    lines = [_line(number, row, matters) for number, row in enumerate(rows, 1)]
    seen: set[int] = set()
    for line in lines:
        if line.matter is not None and line.matter.pk in seen:
            raise Refusal("agenda_matter_twice", title=line.title)
        seen |= {line.matter.pk} if line.matter is not None else set()
    return lines


def _line(number: int, row: Mapping[str, Any], matters: Mapping[int, Matter]) -> Line:
    if row.get("matter"):
        matter = matters.get(row["matter"])
        if matter is None:
            raise Refusal("agenda_line", line=number, why="没有这件事项", mend="请从已确定的议题中选择。")
        return line_of_matter(matter, row)
    title, nature = str(row.get("title") or "").strip(), str(row.get("nature") or "")
    offline = bool(row.get("is_offline"))
    if not title:
        raise Refusal("agenda_line", line=number, why="没有写议题名称", mend="请选一件已确定的议题，或写明名称。")
    if nature not in Nature.values:
        raise Refusal("agenda_line", line=number, why="没有选性质", mend="请选传达学习、听取汇报等性质。")
    if nature not in OWN_TITLES and not offline:
        raise Refusal(
            "agenda_line",
            line=number,
            why=f"“{Nature(nature).label}”的议题须由书记确定",
            mend="请先报送事项、由书记确定；涉密的登记为另册占位。",
        )
    return Line(
        matter=None,
        title=title,
        nature=nature,
        presenter=str(row.get("presenter") or ("组织部门" if nature == Nature.CADRE else "")),
        attending=str(row.get("attending") or ""),
        minutes=int(row.get("minutes") or 15),
        is_offline=offline,
    )


def line_of_matter(matter: Matter, row: Mapping[str, Any]) -> Line:
    """The line of a matter, with what the row changes about it; an offline matter shows no more than its kind."""
    attending = "、".join(str(unit) for unit in matter.attending_units.order_by("order", "code"))
    return Line(
        matter=matter,
        title=matter.title,
        nature=matter.nature,
        presenter=str(row.get("presenter") or matter.presenter),
        attending=str(row.get("attending") or attending)[:200],
        minutes=int(row.get("minutes") or matter.minutes),
        is_referral=bool(row.get("is_referral")),
        is_offline=bool(row.get("is_offline")) or matter.is_offline,
    )


def elsewhere(matter: Matter, meeting: Meeting) -> AgendaItem | None:
    """The item by which a matter waits on another meeting's agenda."""
    open_ = matter.items.filter(outcome="").exclude(meeting=meeting).exclude(meeting__state=Meeting.State.CANCELLED)
    return open_.select_related("meeting").first()


def is_busy(item: AgendaItem) -> bool:
    """Whether something was already recorded at the item, so that it can no longer simply leave the agenda."""
    return bool(item.outcome) or item.statements.exists() or item.recusals.exists() or item.polls.exists()


def rearrange(meeting: Meeting, lines: Iterable[Line]) -> list[AgendaItem]:
    """Make the rows follow the lines; a line keeps its row by its matter, otherwise by its title.

    Withdrawn items are no lines any more and keep their rows.

    Raises:
        Refusal: ``agenda_item_busy`` for a removed line with records, ``agenda_after_notice`` for one that is new once
            the notice has gone out.
    """
    here = list(meeting.items.exclude(outcome=AgendaItem.Outcome.WITHDRAWN).select_related("matter"))
    struck = list(meeting.items.filter(outcome=AgendaItem.Outcome.WITHDRAWN).order_by("order"))
    by_key = {_key(item.matter_id, item.title): item for item in here}
    kept: list[AgendaItem] = []
    new: list[Line] = []
    order: list[tuple[AgendaItem | None, Line]] = []
    for line in lines:
        item = by_key.pop(_key(line.matter.pk if line.matter else None, line.title), None)
        order.append((item, line))
        if item is None:
            new.append(line)
        else:
            kept.append(item)
    if new and meeting.notified_on is not None:
        raise Refusal("agenda_after_notice", title=new[0].title)
    for item in by_key.values():
        if is_busy(item):
            raise Refusal("agenda_item_busy", title=item.title)
        item.delete()
    # Two steps, because (meeting, order) is unique and rows change places.
    for place, item in enumerate([*kept, *struck], _ASIDE):
        AgendaItem.objects.filter(pk=item.pk).update(order=place)
    rows = [_placed(meeting, item, line, place) for place, (item, line) in enumerate(order, 1)]
    # What was withdrawn stays, struck through, behind the rest.
    for place, item in enumerate(struck, len(rows) + 1):
        AgendaItem.objects.filter(pk=item.pk).update(order=place)
    return rows


def _key(matter_id: int | None, title: str) -> tuple[int, str]:
    return (matter_id, "") if matter_id else (0, title)


def _placed(meeting: Meeting, item: AgendaItem | None, line: Line, place: int) -> AgendaItem:
    item = item or AgendaItem(meeting=meeting, matter=line.matter)
    item.order = place
    item.title, item.nature = line.title, line.nature
    item.presenter, item.attending, item.minutes = line.presenter, line.attending, line.minutes
    item.is_referral, item.is_offline = line.is_referral, line.is_offline
    item.save()
    return item


def references(items: Iterable[AgendaItem]) -> list[str]:
    """The agenda as it stands on the ledger: the matter of each line, or the line itself."""
    return [kinds.ref(item.matter) if item.matter is not None else kinds.ref(item) for item in items]
