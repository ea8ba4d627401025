"""Tasks that have not ended: open in their area, and with the member named as 责任领导."""

from collections.abc import Collection, Iterable

from django.db.models import Model, Q

from yixing.portfolios.waiting import Source, Thing, register, renamed
from yixing.supervision.models import Task
from yixing.supervision.state import OPEN, TaskState

_GOES_ON = (*sorted(OPEN), TaskState.LONG_TERM)
"""长期坚持 is reported every month: whoever takes over takes it over as well."""


def _tasks(condition: Q) -> Iterable[Thing]:
    rows = Task.objects.filter(condition, state__in=_GOES_ON)
    for row in rows.order_by("due_sort", "id"):
        if row.issued_on is not None:
            yield Thing(
                kind="task",
                pk=row.pk,
                number=row.number or "",
                text=row.text,
                state=row.get_state_display(),
                due=row.due_on.isoformat() if row.due_on else row.due_words,
                since=row.issued_on,
                area_id=row.area_id,
                person_id=row.leader_id,
            )


def _pass_on(ids: Collection[int], giver: int, receiver: int) -> Iterable[Model]:
    return renamed(Task.objects.filter(pk__in=ids, leader_id=giver, state__in=_GOES_ON), "leader_id", receiver)


register(
    Source(
        "task",
        in_areas=lambda ids: _tasks(Q(area_id__in=ids)),
        with_people=lambda ids: _tasks(Q(leader_id__in=ids)),
        pass_on=_pass_on,
    )
)
