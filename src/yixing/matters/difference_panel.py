"""分管分歧 on the page of a matter or a task: what two members saw differently, and what the chair said.

Those records stand above matters: they are reached by the reverse relation, their model is not imported.
"""

import datetime as dt
from dataclasses import dataclass
from typing import Any, cast

from yixing.access import loaders
from yixing.access.actions import Action
from yixing.access.actor import Actor
from yixing.access.kinds import model_of
from yixing.door.views import allowed
from yixing.ui.components import Badge


@dataclass(frozen=True, slots=True)
class DifferenceRow:
    """A difference in one line."""

    on: dt.date
    title: str
    url: str
    words: str
    badge: Badge


@dataclass(frozen=True, slots=True)
class DifferencePanel:
    """The differences on one thing, and the address of a new one for those who may raise it."""

    rows: tuple[DifferenceRow, ...]
    raise_url: str


def difference_panel(kind: str, pk: int, actor: Actor, *, is_open: bool) -> DifferencePanel:
    """Everything on record as far as the actor may see it.

    Args:
        kind: ``matter`` or ``task``. pk: its number.
        actor: who reads.
        is_open: whether something may still be raised on it.
    """
    seen = cast("Any", loaders.visible(model_of("difference"), actor)).filter(**{f"{kind}_id": pk})
    rows = tuple(
        DifferenceRow(
            row.raised_on,
            f"{row.first.name}、{row.second.name}：{row.point}",
            f"/portfolios/together/differences/{row.pk}/",
            _words(row),
            Badge(row.get_state_display(), "warn" if row.state == "open" else "good"),
        )
        for row in seen.select_related("first", "second").order_by("raised_on", "id")
    )
    may = is_open and allowed(actor, Action.DIFFERENCE_RAISE)
    return DifferencePanel(rows, f"/portfolios/together/differences/new/?{kind}={pk}" if may else "")


def _words(row: Any) -> str:
    if row.ruled_on is not None:
        return f"{row.ruled_on} 书记裁定：{row.get_outcome_display()}{f'，{row.ruling}' if row.ruling else ''}"
    if row.agreed_on is not None:
        return f"{row.agreed_on} 协商一致：{row.agreement}"
    return ""
