"""A plan that takes effect makes its sheets: one for each pair of members between whom areas move."""

import datetime as dt

from django.db.models import Model

from yixing.access.actor import Actor
from yixing.door.call import Call
from yixing.handover.changes import Change, changes
from yixing.handover.models import Handover, HandoverItem
from yixing.handover.queries import witness_for
from yixing.handover.sheets import add_items, due_on, to_hand_over
from yixing.handover.state import OPEN, State
from yixing.people.models import Person
from yixing.portfolios import handing, hooks
from yixing.portfolios.models import Division
from yixing.ui.components import NextStep

NO_LONGER = "审定的方案不再移交这些事项"


def make_sheets(call: Call, division: Division) -> list[Model]:
    """The sheets of a plan just adopted; those prepared from its draft count and are brought up to date.

    A pair without any open thing gets its sheet as well: that there is nothing is also handed over with signature.
    Where no third person is left to see to it none is made; what moves then stands in ``queries.unlisted``.
    """
    since = division.since or call.on
    pairs: dict[tuple[int, int], list[Change]] = {}
    for change in changes(since):
        if change.on == since and change.receiver is not None:
            pairs.setdefault((change.giver.pk, change.receiver.pk), []).append(change)
    touched: list[Model] = list(_void_the_rest(call, division, set(pairs)))
    for moved in pairs.values():
        giver, receiver = moved[0].giver, moved[0].receiver
        if receiver is not None:
            touched += _sheets(call, division, giver, receiver, [change.area_id for change in moved])
    return touched


def _void_the_rest(call: Call, division: Division, pairs: set[tuple[int, int]]) -> list[Handover]:
    found = []
    for sheet in Handover.objects.select_for_update().filter(division=division, state__in=OPEN):
        if (sheet.giver_id, sheet.receiver_id) not in pairs:
            sheet.voided_on, sheet.void_reason = call.on, NO_LONGER
            sheet.settle()
            found.append(sheet)
    return found


def _sheets(call: Call, division: Division, giver: Person, receiver: Person, areas: list[int]) -> list[Handover]:
    """The pair's sheets: one that nobody has signed yet is laid down anew, else what is missing gets its own."""
    since = division.since or call.on
    own = Handover.objects.select_for_update().filter(division=division, giver=giver, receiver=receiver)
    sheet = own.filter(state=State.GIVING).first()
    if sheet is not None:
        HandoverItem.objects.filter(handover=sheet).delete()
    things = to_hand_over(giver, receiver, areas, since, personal=False)
    if sheet is None:
        signed = list(own.exclude(state=State.VOID))
        known = {area for each in signed for area in each.areas.values_list("pk", flat=True)}
        if signed and not things and known >= set(areas):
            return []
        sheet = new_sheet(call, giver, receiver, since, cause=Handover.Cause.PLAN, division=division)
        if sheet is None:
            return []
    sheet.effective_on, sheet.due_on = since, due_on(call.on, since)
    sheet.settle()
    sheet.areas.set(areas)
    add_items(sheet, things)
    return [sheet]


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


def signed_things(division: Division) -> frozenset[str]:
    """What all three have signed on the sheets of a plan."""
    rows = HandoverItem.objects.filter(handover__division=division, handover__state=State.DONE)
    return frozenset(f"{kind}/{pk}" for kind, pk in rows.values_list("kind", "object_id"))


def _button(_actor: Actor, _plan: Division | None, _day: dt.date) -> list[NextStep]:
    return [NextStep("工作交接单", "/portfolios/handovers/", primary=False)]


handing.register(make_sheets, signed_things)
hooks.register_buttons(_button)
