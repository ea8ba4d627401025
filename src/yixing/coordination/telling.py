"""重大、逾期任务情况通报: which tasks the other members have not been told of, and which circulars are fresh."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Count, Exists, Min, OuterRef, Q, QuerySet

from yixing.access.actor import Actor
from yixing.compliance.gates import number
from yixing.coordination.models import TaskCircular, ToldTask
from yixing.decisions.queries import fresh_circulars
from yixing.matters.models import Importance
from yixing.supervision.models import Task
from yixing.supervision.state import OPEN
from yixing.ui.components import WorkRow

LARGE = Q(breakdown__decision__matter__isnull=False) & ~Q(breakdown__decision__matter__importance=Importance.ORDINARY)
"""A large task carries out what was decided on a 重大 or 特别重大 matter."""


def untold(on: dt.date) -> Iterator[tuple[ToldTask.Reason, Task]]:
    """Open tasks not told of yet on a day: large ones by number, then those overdue that day by deadline."""
    for reason, which, order in (
        (ToldTask.Reason.LARGE, LARGE, ("issued_on", "id")),
        (ToldTask.Reason.LATE, Q(due_on__lt=on), ("due_on", "id")),
    ):
        for task in _open(reason, on).filter(which).order_by(*order):
            yield reason, task


@dataclass(frozen=True, slots=True)
class ToTell:
    """How many large and how many overdue tasks of past months the others were not told of, and the first such day."""

    large: int
    late: int
    since: dt.date

    @property
    def due(self) -> dt.date:
        """By when: the county's days for telling the others of a direct decision, counted from the first of them."""
        return self.since + dt.timedelta(days=number("direct_brief_days", self.since))


def to_tell(on: dt.date) -> ToTell | None:
    """What the circular of the month still owes: large by their issue, overdue from the day after their deadline.

    Only what began before this month, as with direct decisions (``decisions.queries.untold``): one circular a month,
    not one a day. ``None`` where nothing waits.
    """
    first = on.replace(day=1)
    day = dt.timedelta(days=1)
    large = (
        _open(ToldTask.Reason.LARGE, on)
        .filter(LARGE, issued_on__lt=first)
        .aggregate(n=Count("pk"), day=Min("issued_on"))
    )
    late = _open(ToldTask.Reason.LATE, on).filter(due_on__lt=first - day).aggregate(n=Count("pk"), day=Min("due_on"))
    began = [*([large["day"]] if large["n"] else []), *([late["day"] + day] if late["n"] else [])]
    return ToTell(large["n"], late["n"], min(began)) if began else None


def _open(reason: ToldTask.Reason, on: dt.date) -> QuerySet[Task]:
    told = ToldTask.objects.filter(task=OuterRef("pk"), reason=reason)
    rows = Task.objects.filter(state__in=OPEN, issued_on__lte=on).filter(~Exists(told))
    return rows.select_related("lead_unit", "leader")


def line(circular: TaskCircular, reason: ToldTask.Reason, task: Task) -> ToldTask:
    """The task as it stands, for the circular."""
    due = task.due_words if task.due_on is None else f"{task.due_words}（{task.due_on}）"
    return ToldTask(
        circular=circular,
        task=task,
        reason=reason,
        text=task.text,
        unit_id=task.lead_unit_id,
        leader_id=task.leader_id,
        due=due[:80],
        progress=task.last_report,
    )


def circulars_for(actor: Actor, today: dt.date) -> list[WorkRow]:
    """The circulars of the last weeks, for those they were sent to."""
    return fresh_circulars(TaskCircular, "told", actor, today)
