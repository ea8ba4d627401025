"""Laying down a sheet: whom it is between, what stands on it, until when it is to be signed."""

import datetime as dt
from collections.abc import Iterable, Sequence

from yixing.access.kinds import WORDS
from yixing.compliance.gates import number
from yixing.handover.changes import Change, runs
from yixing.handover.models import Handover, HandoverItem
from yixing.handover.queries import Listed, of_change
from yixing.people.models import Person
from yixing.portfolios.leads import leads
from yixing.portfolios.waiting import Thing, open_in, open_with


def due_on(prepared_on: dt.date, effective_on: dt.date) -> dt.date:
    """The last day for the three signatures: the county's number of days after it takes effect or is made."""
    return max(prepared_on, effective_on) + dt.timedelta(days=number("handover_days", effective_on))


def held_since(area_id: int, giver_id: int, effective_on: dt.date) -> dt.date:
    """Since when the giver had the area before that day; the beginning of time where he never had it."""
    before = effective_on - dt.timedelta(days=1)
    for run in reversed(runs(leads().of_area.get(area_id, ()), before)):
        if run.person is not None and run.person.pk == giver_id:
            return run.since
    return dt.date.min


def to_hand_over(
    giver: Person, receiver: Person, area_ids: Sequence[int], effective_on: dt.date, *, personal: bool
) -> list[Thing]:
    """What goes from one to the other and stands on no sheet of theirs yet.

    Args:
        giver: from whom. receiver: to whom.
        area_ids: the areas that move.
        effective_on: first day of the receiver; what began that day or later was never the giver's.
        personal: also what waits for the giver by name outside these areas, because he leaves.
    """
    things = open_in(area_ids)
    own = open_with([giver.pk]) if personal else []
    listed = Listed([*things, *own])
    found: dict[str, Thing] = {}
    for area_id in area_ids:
        change = Change(area_id, giver, receiver, effective_on, held_since(area_id, giver.pk, effective_on))
        found |= {thing.ref: thing for thing in of_change(change, things, listed)}
    found |= {thing.ref: thing for thing in own if thing.ref not in found and not listed.given_by(thing, giver.pk)}
    return list(found.values())


def add_items(sheet: Handover, things: Iterable[Thing]) -> int:
    """Write things on a sheet as they stand now; how many."""
    rows = [
        HandoverItem(
            handover=sheet,
            kind=thing.kind,
            object_id=thing.pk,
            area_id=thing.area_id,
            number=thing.number[:40],
            text=thing.text[:400],
            step=f"{WORDS[thing.kind]}：{thing.state}"[:120],
            due=thing.due[:60],
        )
        for thing in things
    ]
    HandoverItem.objects.bulk_create(rows)
    return len(rows)
