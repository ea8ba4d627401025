"""近期履责 in the panel and on the page of a member: what he did in the last weeks, as far as the looker may see it."""

import datetime as dt

from yixing.access.actor import Actor
from yixing.argument.queries import Span
from yixing.duties.queries import RECENT_DAYS
from yixing.duties.register import Wanted, lines
from yixing.portfolios.hooks import RecentDuty, register_recent


def recent_duties(person_id: int, day: dt.date, actor: Actor) -> list[RecentDuty]:
    """A member's lines of the register up to a day, the latest first."""
    span = Span(day - dt.timedelta(days=RECENT_DAYS - 1), day)
    found = lines(actor, Wanted(frozenset([person_id]), span))
    return [RecentDuty(line.on, f"{line.mode.label}：{line.title}", line.url) for line in found]


register_recent(recent_duties)
