"""Whose name stands on what was handed over: the receiver's, from his signature on and never before his first day."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence

from django.db.models import Model

from yixing.handover.changes import Holders, holders
from yixing.handover.listed import Listed, begins
from yixing.handover.models import Handover, HandoverItem
from yixing.handover.queries import known_as_holder
from yixing.handover.state import State
from yixing.portfolios.models import Division
from yixing.portfolios.waiting import Thing, open_in, open_with, pass_on

RECEIVED = (State.WITNESSING, State.DONE)
Names = dict[tuple[str, int], list[int]]
"""(Kind, the person whose name is to go) → the numbers of the things."""


def names_due(sheets: Iterable[Handover], day: dt.date) -> dict[int, Names]:
    """Sheet → the names that are to give way to its receiver's by a day; sheets without any are absent.

    Only what the receiver took over with signature, from the first day on which it is his: a draft moves nothing, and
    where the area went on to somebody else meanwhile nothing passes. In an area that moved every name gives way that
    stands there because its bearer had the area, not only the giver's; who was named on purpose stays. The number of
    queries does not grow with the sheets.
    """
    begun = [sheet for sheet in sheets if _has_begun(sheet, day)]
    items: dict[int, set[str]] = defaultdict(set)
    areas: dict[int, set[int]] = defaultdict(set)
    for item in HandoverItem.objects.filter(handover__in=begun):
        items[item.handover_id].add(item.ref)
    for link in Handover.areas.through.objects.filter(handover__in=begun):
        areas[link.handover_id].add(link.area_id)
    things = {thing.ref: thing for thing in open_with({sheet.giver_id for sheet in begun})}
    things |= {thing.ref: thing for thing in open_in(set().union(*areas.values()))}
    known, listed = holders(), Listed(things.values())
    found: dict[int, Names] = {}
    for sheet in begun:
        names: Names = defaultdict(list)
        for ref in sorted(items[sheet.pk] & things.keys()):
            thing = things[ref]
            if thing.person_id is not None and _gives_way(
                thing, sheet, areas[sheet.pk], day=day, known=known, listed=listed
            ):
                names[thing.kind, thing.person_id].append(thing.pk)
        if names:
            found[sheet.pk] = dict(names)
    return found


def _has_begun(sheet: Handover, day: dt.date) -> bool:
    counts = sheet.division is None or sheet.division.state == Division.State.IN_FORCE
    return sheet.received_on is not None and sheet.state != State.VOID and counts and begins(sheet) <= day


def _gives_way(thing: Thing, sheet: Handover, areas: set[int], *, day: dt.date, known: Holders, listed: Listed) -> bool:
    if thing.person_id == sheet.receiver_id:
        return False
    holder = known.on(thing.area_id, day)
    if thing.area_id in areas:
        own = thing.person_id == sheet.giver_id or known_as_holder(thing, day, known, listed) is not None
        return own and holder is not None and holder.pk == sheet.receiver_id
    # What waited for the giver by name, wherever it lies; unless it lies in an area that is his.
    his = holder is not None and holder.pk == sheet.giver_id and not known.seats.gone(sheet.giver_id, day)
    return thing.person_id == sheet.giver_id and not his


def pass_names(sheet: Handover, day: dt.date) -> list[Model]:
    """Put the receiver's name wherever it is due by a day; the rows that changed."""
    found: list[Model] = []
    for (kind, person_id), ids in sorted(names_due([sheet], day).get(sheet.pk, {}).items()):
        found += pass_on(kind, ids, person_id, sheet.receiver_id)
    return found


def sheets_due(day: dt.date) -> Sequence[int]:
    """The sheets received with signature by which a name is due to pass and has not: their first day has come."""
    rows = Handover.objects.filter(state__in=RECEIVED, effective_on__lte=day).select_related("division")
    return sorted(names_due(rows.order_by("id"), day))
