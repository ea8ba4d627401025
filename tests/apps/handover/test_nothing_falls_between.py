"""After any plans and any leaving, every open thing of a moved area stands on one sheet of that move, or on the list."""

import datetime as dt
from collections import Counter

from django.db import transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.apps.handover.moving import ANY, DAY, adopted, inquiry, matter, task
from tests.cast import START, TODAY, Cast
from yixing.duties.models import Inquiry
from yixing.handover.actions import handover_prepare
from yixing.handover.models import Handover, HandoverItem
from yixing.handover.queries import unlisted
from yixing.handover.state import State
from yixing.people.models import Membership
from yixing.portfolios.models import Assignment

CODES = ("a01", "a02", "a03")
MEMBERS = (2, 3, 6, 9)
PLAN = st.fixed_dictionaries({code: st.sampled_from(MEMBERS) for code in CODES})
STEP = st.one_of(
    st.tuples(st.just("plan"), PLAN),
    st.tuples(st.just("matter"), st.sampled_from(CODES)),
    st.tuples(st.just("task"), st.sampled_from(CODES)),
    st.tuples(st.just("inquiry"), st.sampled_from(CODES)),
    st.tuples(st.just("close"), st.integers(0, 5)),
    st.tuples(st.just("leave"), st.sampled_from(MEMBERS)),
    st.tuples(st.just("prepare"), st.just(0)),
)
WALK = st.lists(STEP, min_size=2, max_size=9)


def leader_then(area_id: int, day: dt.date) -> int | None:
    """Naively: whoever of the spans that cover the day."""
    held = [
        row.person_id
        for row in Assignment.objects.filter(area_id=area_id, relation__in=("lead", "responsible"), since__isnull=False)
        if row.since <= day and (row.until is None or row.until >= day)
    ]
    return held[0] if held else None


def last_move(area_id: int, day: dt.date) -> tuple[int, int, dt.date, dt.date] | None:
    """Naively, day by day backwards: (giver, receiver, first day of the receiver, first day of the giver)."""
    now, first = leader_then(area_id, day), day
    while first > START and leader_then(area_id, first - DAY) == now:
        first -= DAY
    before = leader_then(area_id, first - DAY)
    if before is None or now is None:
        return None
    begun = first - DAY
    while begun > START and leader_then(area_id, begun - DAY) == before:
        begun -= DAY
    return before, now, first, begun


def gone(person_id: int, day: dt.date) -> bool:
    return not any(
        row.since <= day and (row.until is None or row.until >= day)
        for row in Membership.objects.filter(person_id=person_id)
    )


def walk(cast: Cast, steps: list[tuple[str, object]]) -> dt.date:
    day, made, plan = TODAY, [], {"a01": 9, "a02": 6, "a03": 3}
    for what, value in steps:
        day += 3 * DAY
        match what:
            case "plan":
                plan = dict(value)
                adopted(cast, since=day, on=day, **plan)
            case "matter":
                made.append(matter(cast, value, day))
            case "task":
                made.append(task(cast, value, day, f"{plan[value]:02d}号常委"))
            case "inquiry":
                made.append(inquiry(cast, value, f"{plan[value]:02d}号常委", day))
            case "close" if value < len(made):
                _close(made[value], day)
            case "leave":
                Membership.objects.filter(person=cast.people[f"{value:02d}号常委"], until=None).update(until=day - DAY)
            case "prepare":
                _prepare(cast, day)
    return day


def _close(row, day):
    if isinstance(row, Inquiry):
        Inquiry.objects.filter(pk=row.pk).update(state="closed", closed_on=day)
    elif hasattr(row, "closed_on"):
        row.refresh_from_db()
        row.accepted_on = row.claimed_on = row.closed_on = day
        row.settle()
    else:
        type(row).objects.filter(pk=row.pk).update(state="concluded")


def _prepare(cast: Cast, day: dt.date) -> None:
    for left in unlisted(day):
        if left.receiver is not None and not gone(left.receiver.pk, day):
            handover_prepare(
                cast.call("秘书", day, acknowledged=ANY),
                giver_id=left.giver.pk,
                receiver_id=left.receiver.pk,
                effective_on=left.on,
            )


def open_things(cast: Cast) -> list[tuple[str, int, dt.date]]:
    from yixing.portfolios.waiting import open_in  # noqa: PLC0415  (only to name what is open, not to place it)

    ids = [cast.areas[code].pk for code in CODES]
    return [(thing.ref, thing.area_id or 0, thing.since) for thing in open_in(ids)]


@settings(
    max_examples=20,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
    phases=(Phase.explicit, Phase.reuse, Phase.generate),  # a walk takes a second: shrinking one would take minutes
)
@given(steps=WALK)
def test_every_open_thing_is_on_one_sheet_or_on_the_list(cast: Cast, steps: list[tuple[str, object]]) -> None:
    with transaction.atomic():
        day = walk(cast, steps)
        left = unlisted(day)
        waiting = Counter(thing.ref for each in left for thing in each.things if not each.has_left)
        stranded = {thing.ref for each in left for thing in each.things if each.has_left}
        for ref, area_id, since in open_things(cast):
            move = last_move(area_id, day)
            if move is not None and since < move[2]:
                giver, receiver, first, begun = move
                kind, pk = ref.split("/")
                sheets = HandoverItem.objects.filter(
                    kind=kind,
                    object_id=pk,
                    handover__giver_id=giver,
                    handover__receiver_id=receiver,
                    handover__effective_on__gt=begun,
                    handover__effective_on__lte=first,
                ).exclude(handover__state=State.VOID)
                assert sheets.count() + waiting[ref] == 1, (ref, move, steps)
            else:
                assert waiting[ref] == 0, (ref, move, steps)
            holder = leader_then(area_id, day)
            if holder is not None and gone(holder, day):
                assert ref in stranded, (ref, steps)
        assert not Handover.objects.filter(effective_on__gt=day).exists()
        transaction.set_rollback(True)
