"""议定事项 agreed in principle whose text is not approved yet: open in their area, and with who is to approve."""

from collections.abc import Collection, Iterable

from django.db.models import Model, Q

from yixing.decisions.models import Decision
from yixing.portfolios.waiting import Source, Thing, register, renamed


def _texts(condition: Q) -> Iterable[Thing]:
    rows = Decision.objects.filter(condition, state=Decision.State.PENDING_TEXT)
    for row in rows.order_by("decided_on", "id"):
        yield Thing(
            kind="decision",
            pk=row.pk,
            number=row.number,
            text=row.title,
            state=row.get_state_display(),
            due=row.amend_by.isoformat() if row.amend_by else "",
            since=row.decided_on,
            area_id=row.area_id,
            person_id=row.approver_id,
        )


def _pass_on(ids: Collection[int], giver: int, receiver: int) -> Iterable[Model]:
    rows = Decision.objects.filter(pk__in=ids, approver_id=giver, state=Decision.State.PENDING_TEXT)
    return renamed(rows, "approver_id", receiver)


register(
    Source(
        "decision",
        in_areas=lambda ids: _texts(Q(area_id__in=ids)),
        with_people=lambda ids: _texts(Q(approver_id__in=ids)),
        pass_on=_pass_on,
    )
)
