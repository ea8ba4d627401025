"""常委分工一览 on the chair's 工作台: each member's field, tasks and last month's 履责, by rank; matters behind each line."""

import datetime as dt
from collections import Counter

from django.db.models import Count

from yixing.access.actor import Actor
from yixing.access.loaders import visible
from yixing.access.roles import Role
from yixing.argument.queries import Span
from yixing.duties.charge import usual_year
from yixing.duties.models import Mode
from yixing.duties.queries import RECENT_DAYS, register
from yixing.duties.register import counts
from yixing.portfolios.leads import leads
from yixing.portfolios.queries import members_on
from yixing.supervision.models import Task
from yixing.supervision.state import OPEN, LightKind, with_light
from yixing.ui.components import WorkRow

SHOWN = ((Mode.MEETING, "专题会"), (Mode.RESEARCH, "调研"), (Mode.INSPECTION, "督查"), (Mode.INQUIRY, "质询"))
"""What the line of a member counts of the last month (practice of the chair's page)."""


def members(actor: Actor, today: dt.date) -> list[WorkRow]:
    """A line a member, for the chair alone; the number of queries does not depend on how many there are."""
    if not actor.has(Role.CHAIR):
        return []
    since = today - dt.timedelta(days=RECENT_DAYS - 1)
    done = counts(register(actor, Span(since, today)))
    in_hand, late = _tasks(actor, today)
    known = leads()
    return [
        WorkRow(
            what=person.name,
            url=f"/duties/?year={usual_year(today)}&person={person.pk}",
            kind=f"分管 {len(known.areas_led(person.pk, today))} 项",
            from_whom=f"在办 {in_hand[person.pk]}　逾期 {late[person.pk]}",
            note="近一月：" + "　".join(f"{word} {done[person.pk, str(mode)]}" for mode, word in SHOWN),
        )
        for person in members_on(today)
    ]


def _tasks(actor: Actor, today: dt.date) -> tuple[Counter[int], Counter[int]]:
    """Open tasks and overdue ones by 责任领导."""
    rows = visible(Task, actor).filter(leader__isnull=False).order_by()
    open_ = rows.filter(state__in=OPEN).values_list("leader_id").annotate(n=Count("pk"))
    late = rows.filter(with_light(LightKind.LATE, today, 0)).values_list("leader_id").annotate(n=Count("pk"))
    return Counter(dict(open_)), Counter(dict(late))
