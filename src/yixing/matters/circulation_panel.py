"""会前传阅 on the page of a matter: the button of who is to read it; who has read it, for the office and the chair.

The readings stand above matters: they are reached by the reverse relation, their model is not imported.
"""

import datetime as dt
from dataclasses import dataclass
from typing import Any, cast

from yixing.access.actor import Actor
from yixing.access.roles import OFFICE, Role
from yixing.matters.charge import touched_members
from yixing.matters.models import Matter
from yixing.matters.state import State

_GOING_ROUND = frozenset({State.MEMBER, State.OFFICE, State.DIRECTOR, State.CHAIR, State.LISTED, State.SCHEDULED})


@dataclass(frozen=True, slots=True)
class ReaderRow:
    """A member into whose field the matter reaches: read on a day, with his word, or not yet."""

    name: str
    on: dt.date | None
    words: str


@dataclass(frozen=True, slots=True)
class CirculationPanel:
    """Who reads it before the meeting; ``read_url`` for the member whose turn it is."""

    rows: tuple[ReaderRow, ...]
    read_url: str


def circulation_panel(matter: Matter, actor: Actor, day: dt.date) -> CirculationPanel | None:
    """``None`` where the matter touches nobody else's field, or the reader has nothing to do with it."""
    touched = touched_members(matter, day)
    if not touched:
        return None
    last: dict[int, Any] = {}
    for row in cast("Any", matter).perusals.order_by("on", "id"):
        last[row.person_id] = row
    own = actor.person_id in {person.pk for person in touched}
    may = own and matter.state in _GOING_ROUND and actor.person_id not in last
    sees_all = actor.has(*OFFICE, Role.CHAIR)
    rows = tuple(
        ReaderRow(person.name, last[person.pk].on if person.pk in last else None, _words(last.get(person.pk)))
        for person in touched
        if sees_all or person.pk == actor.person_id
    )
    return CirculationPanel(rows, f"/portfolios/together/circulation/{matter.pk}/" if may else "") if rows else None


def _words(row: Any) -> str:
    if row is None:
        return "未传阅"
    if row.agreed:
        return f"同意{f'：{row.opinion}' if row.opinion else ''}"
    return f"有意见：{row.opinion}"
