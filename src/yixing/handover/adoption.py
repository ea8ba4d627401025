"""A plan that takes effect makes its sheets: one for each pair of members between whom areas move."""

import datetime as dt

from django.db.models import Model, Q

from yixing.access.actor import Actor
from yixing.door.call import Call
from yixing.handover.changes import Change, holders, last_change, runs
from yixing.handover.jobs import KIND
from yixing.handover.models import Handover, HandoverItem
from yixing.handover.sheets import add_items, due_on, in_areas, new_sheet, take_off, void_all
from yixing.handover.state import State
from yixing.jobs.worker import enqueue
from yixing.people.models import Person
from yixing.portfolios import handing, hooks
from yixing.portfolios.leads import LEAD, leads
from yixing.portfolios.models import Division
from yixing.ui.components import NextStep

NO_LONGER = "审定的方案不再移交这些事项"
DROPPED = "方案草案未采用"


def make_sheets(call: Call, division: Division) -> list[Model]:
    """The sheets of a plan just adopted; those prepared from its draft count and are brought up to date.

    A pair without any open thing gets its sheet as well: that there is nothing is also handed over with signature.
    What earlier sheets still had on its way is taken off them: each thing is on its way once. Where no third person is
    left to see to it no sheet is made; what moves then stands in ``queries.unlisted``.
    """
    since = division.since or call.on
    touched: list[Model] = list(_take_off_earlier(call, division, since))
    pairs: dict[tuple[int, int], list[Change]] = {}
    for change in holders().changes(since):
        if change.on == since and change.receiver is not None:
            pairs.setdefault((change.giver.pk, change.receiver.pk), []).append(change)
    touched += void_all(call, division, NO_LONGER, keep=pairs)
    for moved in pairs.values():
        giver, receiver = moved[0].giver, moved[0].receiver
        if receiver is not None:
            touched += _sheets(call, division, giver, receiver, [change.area_id for change in moved])
    if since <= call.on and division.handovers.filter(state__in=(State.WITNESSING, State.DONE)).exists():
        enqueue(KIND, due=call.at)
    return touched


def _take_off_earlier(call: Call, division: Division, since: dt.date) -> list[Handover]:
    """Areas that move now go their new way, whatever earlier sheet had not yet arrived.

    A sheet of somebody who left stays where the plan confirms its receiver.
    """
    moved: dict[int | None, list[int]] = {}
    for area_id, spans in leads().of_area.items():
        change = last_change(area_id, runs(spans, since))
        if change is not None and change.on == since:
            moved.setdefault(change.receiver.pk if change.receiver is not None else None, []).append(area_id)
    found: dict[int, Handover] = {}
    for receiver, areas in moved.items():
        confirmed = Q(cause=Handover.Cause.LEAVE, receiver_id=receiver or 0)
        found |= {sheet.pk: sheet for sheet in take_off(call, areas, keep=Q(division=division) | confirmed)}
    return list(found.values())


def _sheets(call: Call, division: Division, giver: Person, receiver: Person, areas: list[int]) -> list[Handover]:
    """The pair's sheets: one that nobody has signed yet is laid down anew, else what is missing gets its own."""
    since = division.since or call.on
    own = Handover.objects.select_for_update().filter(division=division, giver=giver, receiver=receiver)
    sheet = own.filter(state=State.GIVING).first()
    if sheet is not None:
        HandoverItem.objects.filter(handover=sheet).delete()
    things = in_areas(giver, receiver, areas, since)
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


def void_sheets(call: Call, division: Division) -> list[Handover]:
    """The sheets of a draft just laid aside: nothing moves, so nothing is handed over, signed or not."""
    return void_all(call, division, DROPPED)


def signed_things(division: Division) -> frozenset[str]:
    """What all three have signed on the sheets of a plan, or of somebody who left, where the plan confirms his receiver."""
    rows = HandoverItem.objects.filter(handover__state=State.DONE)
    signed = [item.ref for item in rows.filter(handover__division=division)]
    leads_now = division.assignments.filter(relation__in=LEAD).values_list("area_id", "person_id")
    confirmed, known = frozenset(leads_now), holders()
    for item in rows.filter(handover__cause=Handover.Cause.LEAVE, area__isnull=False).select_related("handover"):
        holder = known.last(item.area_id or 0, dt.date.max)
        receiver = item.handover.receiver_id
        if holder is not None and holder.pk == receiver and (item.area_id, receiver) in confirmed:
            signed.append(item.ref)
    return frozenset(signed)


def _button(_actor: Actor, _plan: Division | None, _day: dt.date) -> list[NextStep]:
    return [NextStep("工作交接单", "/portfolios/handovers/", primary=False)]


handing.register(make_sheets, signed_things, void_sheets)
hooks.register_buttons(_button)
