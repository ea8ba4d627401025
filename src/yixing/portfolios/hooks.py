"""What apps above add to the pages of the division of work: recent 履责 of a member, further buttons.

They register a function when they are loaded (``AppConfig.ready``); nothing here imports them.
"""

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from yixing.access.actor import Actor
from yixing.portfolios.models import Division
from yixing.ui.components import NextStep


@dataclass(frozen=True, slots=True)
class RecentDuty:
    """One line of 近期履责: the day, what he did in words, its page."""

    on: dt.date
    words: str
    url: str = ""


Recent = Callable[[int, dt.date, Actor], Sequence[RecentDuty]]
"""(number of the person, day, who looks) → what he did lately, the latest first."""
Buttons = Callable[[Actor, Division | None, dt.date], Sequence[NextStep]]
"""(who looks, the plan shown or ``None``, day) → buttons."""

RECENT: list[Recent] = []
BUTTONS: list[Buttons] = []
MORE: list[Buttons] = []


def register_recent(find: Recent) -> None:
    """Show what this finds under 近期履责 in the panel and on the page of a member."""
    RECENT.append(find)


def register_buttons(make: Buttons, *, more: bool = False) -> None:
    """Add buttons behind 历史 on the pages of plans (工作交接单), or with ``more`` under 更多 (测算建议方案)."""
    (MORE if more else BUTTONS).append(make)


def recent(person_id: int, day: dt.date, actor: Actor, limit: int = 5) -> list[RecentDuty]:
    """近期履责 of a member as the apps above know it, the latest first."""
    found = [duty for find in RECENT for duty in find(person_id, day, actor)]
    return sorted(found, key=lambda duty: duty.on, reverse=True)[:limit]


def buttons(actor: Actor, plan: Division | None, day: dt.date, *, more: bool = False) -> list[NextStep]:
    """What the apps above add."""
    return [step for make in (MORE if more else BUTTONS) for step in make(actor, plan, day)]
