"""Laying down a sheet: whom it is between, what stands on it, until when it is to be signed; taking things off again."""

import datetime as dt
from collections.abc import Collection, Iterable, Sequence

from django.db.models import Q

from yixing.access.kinds import WORDS
from yixing.compliance.gates import number
from yixing.door.call import Call
from yixing.handover.changes import Change, holders
from yixing.handover.listed import Listed
from yixing.handover.models import Handover, HandoverItem
from yixing.handover.queries import of_change, unlisted, was_his, witness_for
from yixing.handover.state import UNRECEIVED, State
from yixing.people.models import Person
from yixing.portfolios.models import Division
from yixing.portfolios.waiting import Thing, open_in, open_with

ANEW = "所列事项已转入后开具的工作交接单"


def due_on(prepared_on: dt.date, effective_on: dt.date) -> dt.date:
    """The last day for the three signatures: the county's number of days after it takes effect or is made."""
    return max(prepared_on, effective_on) + dt.timedelta(days=number("handover_days", effective_on))


def new_sheet(
    call: Call,
    giver: Person,
    receiver: Person,
    effective_on: dt.date,
    *,
    cause: str,
    witness: Person | None = None,
    division: Division | None = None,
    reason: str = "",
    papers: str = "",
) -> Handover | None:
    """A sheet without things or areas yet; ``None`` where there is no third person to see to it."""
    witness = witness or witness_for(giver.pk, receiver.pk, effective_on)
    if witness is None:
        return None
    sheet = Handover(
        cause=cause,
        division=division,
        reason=reason,
        giver=giver,
        receiver=receiver,
        witness=witness,
        papers=papers,
        prepared_on=call.on,
        effective_on=effective_on,
        due_on=due_on(call.on, effective_on),
    )
    sheet.settle()
    return sheet


def in_areas(
    giver: Person,
    receiver: Person,
    area_ids: Collection[int],
    effective_on: dt.date,
    *,
    division_id: int | None = None,
    besides: int | None = None,
    waits: bool = True,
) -> list[Thing]:
    """What of these areas goes from one to the other and stands on no sheet of theirs yet.

    Args:
        giver: from whom. receiver: to whom.
        area_ids: the areas that move.
        effective_on: first day of the receiver; what began that day or later was never the giver's.
        division_id: the plan whose sheet it is; of a draft its own sheets count as well.
        besides: the sheet that is asked for.
        waits: what stands on another sheet that nobody has received yet stays there.
    """
    things, known = open_in(area_ids), holders()
    listed = Listed(things, draft_id=division_id)
    found: dict[str, Thing] = {}
    for area_id in area_ids:
        begun = known.held_since(area_id, giver.pk, effective_on)
        change = Change(area_id, giver, receiver, effective_on, begun)
        found |= {thing.ref: thing for thing in of_change(change, things, listed)}
    return [thing for thing in found.values() if not (waits and listed.on_its_way(thing, besides=besides))]


def by_name(giver: Person, area_ids: Collection[int], day: dt.date) -> list[Thing]:
    """What waits for somebody who leaves by name, and that stands on no sheet yet.

    What lies in another area of his goes with that area.
    """
    things, known = open_with([giver.pk]), holders()
    listed = Listed(things)
    return [
        thing
        for thing in things
        if not listed.given_by(thing, giver.pk)
        and not listed.on_its_way(thing)
        and was_his(thing, giver.pk, day, known)
        and (thing.area_id in area_ids or not _holds(known.on(thing.area_id, day), giver))
    ]


def _holds(holder: Person | None, giver: Person) -> bool:
    return holder is not None and holder.pk == giver.pk


def on_the_list(giver_id: int, receiver_id: int, effective_on: dt.date, day: dt.date) -> tuple[list[Thing], list[int]]:
    """What the list 未交接 of a day says went from one to the other on a day: the things, and the areas they lie in."""
    things: list[Thing] = []
    areas: set[int] = set()
    for left in unlisted(day):
        if left.receiver is not None and (left.giver.pk, left.receiver.pk, left.on) == (
            giver_id,
            receiver_id,
            effective_on,
        ):
            things += left.things
            areas |= left.areas
    return things, sorted(areas)


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


def take_off(
    call: Call, areas: Collection[int], things: Sequence[Thing] = (), *, keep: Q | None = None
) -> list[Handover]:
    """Take areas with everything in them, and single things, off the sheets nobody has received yet; those changed.

    What is handed over anew then stands on one sheet only. A sheet on which nothing is left is void; one that the
    giver had signed is his to sign again, since it says something else now.

    Args:
        call: the circumstances.
        areas: areas that go another way.
        things: things that do.
        keep: sheets that stay as they are.
    """
    single = Q(pk__in=())
    for kind in {thing.kind for thing in things}:
        single |= Q(kind=kind, object_id__in=[thing.pk for thing in things if thing.kind == kind])
    going = Q(area_id__in=list(areas)) | single
    named = HandoverItem.objects.filter(going).values("handover_id")
    moved = Handover.areas.through.objects.filter(area_id__in=list(areas)).values("handover_id")
    rows = Handover.objects.filter(Q(pk__in=named) | Q(pk__in=moved), state__in=UNRECEIVED)
    found = []
    for sheet in (rows if keep is None else rows.exclude(keep)).order_by("pk").select_for_update(of=("self",)):
        sheet.items.filter(going).delete()
        sheet.areas.remove(*areas)
        sheet.given_on, sheet.stand_in, sheet.stand_in_reason = None, None, ""
        if not sheet.items.exists() and not sheet.areas.exists():
            sheet.voided_on, sheet.void_reason = call.on, ANEW
        sheet.settle()
        found.append(sheet)
    return found


def void_all(call: Call, division: Division, why: str, *, keep: Collection[tuple[int, int]] = ()) -> list[Handover]:
    """Void the sheets of a plan, signed or not, except those of the pairs given: what they say does not come about."""
    found = []
    rows = Handover.objects.filter(division=division).exclude(state=State.VOID)
    for sheet in rows.order_by("pk").select_for_update():
        if (sheet.giver_id, sheet.receiver_id) not in keep:
            sheet.voided_on, sheet.void_reason = call.on, why
            sheet.settle()
            found.append(sheet)
    return found
