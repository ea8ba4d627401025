"""质询 that are not done: open in the area by which the unit is the member's, and with the member who judges the answer."""

from collections.abc import Collection, Iterable

from django.db.models import Model, Q

from yixing.duties.models import Inquiry
from yixing.duties.queries import judged_by
from yixing.portfolios.waiting import Source, Thing, register


def _open() -> Q:
    return ~Q(state=Inquiry.State.CLOSED)


def _inquiries(condition: Q) -> Iterable[Thing]:
    for row in Inquiry.objects.filter(_open(), condition).order_by("due_on", "id"):
        yield Thing(
            kind="inquiry",
            pk=row.pk,
            number=row.number,
            text=row.title,
            state=row.get_state_display(),
            due=row.due_on.isoformat(),
            since=row.asked_on,
            area_id=row.area_id,
            person_id=row.answers_to_id,
        )


def _pass_on(ids: Collection[int], giver: int, receiver: int) -> Iterable[Model]:
    rows = Inquiry.objects.filter(_open(), judged_by(giver), pk__in=ids)
    for row in rows.select_for_update().order_by("pk"):
        row.successor_id = receiver
        row.save()
        yield row


register(
    Source(
        "inquiry",
        in_areas=lambda ids: _inquiries(Q(area_id__in=ids)),
        with_people=lambda ids: _inquiries(judged_by(*ids)),
        pass_on=_pass_on,
    )
)
