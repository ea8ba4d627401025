"""Matters on their way and opinions still asked: what changes hands with an area."""

from collections.abc import Collection, Iterable

from django.db.models import Count, Q

from yixing.matters.models import Matter, OpinionRound
from yixing.matters.state import BEFORE_MEETING, OPEN
from yixing.portfolios.waiting import Source, Thing, register
from yixing_core.rules.vocabulary import EMERGENCY_TYPE


def _matters(area_ids: Collection[int]) -> Iterable[Thing]:
    # What was sent back or put off and then brought up anew goes on under its new number.
    rows = Matter.objects.filter(area_id__in=area_ids, state__in=OPEN, resubmitted_as__isnull=True)
    for row in rows.select_related("type").order_by("drafted_on", "id"):
        emergency = row.type.slug == EMERGENCY_TYPE
        yield Thing(
            kind="matter",
            pk=row.pk,
            number=row.number or "",
            text=row.title,
            state=f"临机处置待追认（{row.get_state_display()}）" if emergency else row.get_state_display(),
            since=row.drafted_on,
            area_id=row.area_id,
        )


def _rounds(area_ids: Collection[int]) -> Iterable[Thing]:
    rows = OpinionRound.objects.filter(matter__area_id__in=area_ids, matter__state__in=BEFORE_MEETING).annotate(
        asked=Count("replies"), came=Count("replies", filter=Q(replies__replied_on__isnull=False))
    )
    for row in rows.select_related("matter").order_by("opened_on", "id"):
        if row.came < row.asked:
            yield Thing(
                kind="round",
                pk=row.pk,
                number=row.matter.number or "",
                text=str(row),
                state=f"已回{row.came}份、应回{row.asked}份",
                due=row.due_on.isoformat(),
                since=row.opened_on,
                area_id=row.matter.area_id,
            )


register(Source("matter", in_areas=_matters))
register(Source("round", in_areas=_rounds))
