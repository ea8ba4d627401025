"""Open a 工作交接单, sign it as one of three, sign for a giver who has left, name another witness, take it back."""

import datetime as dt
from collections.abc import Collection, Iterable, Mapping, Sequence

from django.db.models import Model, Q
from django.utils import timezone

from yixing.access.actions import Action
from yixing.door.call import Call
from yixing.door.door import action, gate, record
from yixing.handover import refusals  # noqa: F401  (registers the messages this module raises)
from yixing.handover.changes import holders
from yixing.handover.models import Handover
from yixing.handover.passing import pass_names
from yixing.handover.queries import in_office
from yixing.handover.sheets import add_items, by_name, in_areas, new_sheet, on_the_list, take_off
from yixing.handover.state import OPEN, State
from yixing.people.models import Person
from yixing.portfolios.models import Area, Division
from yixing.portfolios.queries import moves
from yixing.portfolios.state import require_draft
from yixing.portfolios.waiting import Thing
from yixing_core.errors import Refusal

Cause = Handover.Cause


@action(Action.HANDOVER_PREPARE)
def handover_prepare(
    call: Call,
    *,
    giver_id: int,
    receiver_id: int,
    effective_on: dt.date,
    cause: str = Cause.LATER,
    area_ids: Sequence[int] = (),
    division_id: int | None = None,
    witness_id: int | None = None,
    reason: str = "",
    papers: str = "",
) -> Handover:
    """Open a sheet with everything open that goes from one to the other and stands on no sheet of theirs.

    A plan that takes effect opens its sheets itself; this is for what comes before (from a draft), beside (a member
    leaves, a duty moves) and after it (what was left out).

    Args:
        call: the circumstances.
        giver_id: from whom. receiver_id: to whom; in office on that day.
        effective_on: first day of the receiver.
        cause: ``plan`` with ``division_id``: the areas that the draft moves between the two; ``later``: what the list
            未交接 says went from one to the other that day; ``leave`` and ``area``: ``area_ids``. With ``leave`` also what
            waits for the giver by name.
        area_ids: the areas that move, where neither a plan nor the list tells: the giver's own with ``leave``, with
            ``area`` those of which the receiver is in charge that day.
        division_id: the draft.
        witness_id: who sees to it; if not given the office director, else the chair.
        reason: in words. papers: documents handed over with it.

    Raises:
        Refusal: ``forbidden``, ``not_found``, ``handover_people``, ``handover_not_member``, ``handover_no_witness``,
            ``handover_nothing``, ``handover_not_holder``, ``wrong_state`` for a plan that is no draft.
    """
    call.require(Action.HANDOVER_PREPARE)
    giver, receiver = call.load(Person, giver_id, Action.HANDOVER_PREPARE), _person(call, receiver_id)
    witness = _person(call, witness_id) if witness_id is not None else None
    if len({giver.pk, receiver.pk, witness.pk if witness else 0}) < 3:  # noqa: PLR2004  (three people)
        raise Refusal("handover_people", field="receiver_id", who="接收人和监交人")
    if receiver.pk not in in_office([receiver.pk], effective_on):
        raise Refusal("handover_not_member", field="receiver_id", person=receiver.name, day=effective_on.isoformat())
    division = call.load(Division, division_id, Action.HANDOVER_PREPARE) if division_id is not None else None
    things, areas = _what_goes(
        giver, receiver, effective_on, day=call.on, cause=cause, area_ids=area_ids, division=division
    )
    # Areas on which nothing is open are handed over as well, but only where it is they that move now.
    if not things and (not areas or cause == Cause.LATER):
        raise Refusal("handover_nothing", giver=giver.name, receiver=receiver.name)
    anew = take_off(call, areas if cause == Cause.LEAVE else (), things) if cause in _ANEW else []
    sheet = new_sheet(
        call,
        giver,
        receiver,
        effective_on,
        cause=cause,
        witness=witness,
        division=division,
        reason=reason.strip()[:200],
        papers=papers.strip()[:300],
    )
    if sheet is None:
        raise Refusal("handover_no_witness", field="witness_id")
    sheet.areas.set(areas)
    add_items(sheet, things)
    record(
        call,
        sheet,
        refs=[giver, receiver, sheet.witness, division, *sheet.areas.all(), *anew],
        data={"cause": cause, "effective_on": effective_on, "due_on": sheet.due_on, "items": len(things)},
        note={"items": [thing.ref for thing in things], "reason": reason},
    )
    return sheet


def _person(call: Call, pk: int) -> Person:
    return call.load(Person, pk, Action.HANDOVER_PREPARE)


_ANEW = (Cause.LEAVE, Cause.LATER)
"""What is handed over now, whatever sheet it was on its way by; before a plan is adopted nothing is taken off another."""


def _what_goes(
    giver: Person,
    receiver: Person,
    effective_on: dt.date,
    *,
    day: dt.date,
    cause: str,
    area_ids: Sequence[int],
    division: Division | None,
) -> tuple[list[Thing], list[int]]:
    """The open things, and the areas they lie in, that go from one to the other for this cause."""
    if division is not None:
        require_draft(division, "预先开具交接单")
        areas = _planned(division, giver, receiver, effective_on)
        return in_areas(giver, receiver, areas, effective_on, division_id=division.pk), areas
    if cause == Cause.LATER:
        return on_the_list(giver.pk, receiver.pk, effective_on, max(day, effective_on))
    given = Area.objects.filter(pk__in=list(area_ids)).order_by("order", "id")
    areas = [area.pk for area in given]
    known = holders()
    if cause != Cause.LEAVE:
        _require(given, {area: known.on(area, effective_on) for area in areas}, receiver, effective_on)
        return in_areas(giver, receiver, areas, effective_on), areas
    latest = max(day, effective_on)
    _require(given, {area: known.last(area, latest) for area in areas}, giver, latest)
    return _of_leaver(giver, receiver, areas, effective_on, waits=False), areas


def _require(areas: Iterable[Area], holder: Mapping[int, Person | None], person: Person, day: dt.date) -> None:
    """Refuse areas that are another's: what is not his nobody hands over, what is not to be his nobody takes."""
    others = [area.name for area in areas if (found := holder[area.pk]) is None or found.pk != person.pk]
    if others:
        raise Refusal(
            "handover_not_holder", field="area_ids", areas="、".join(others), person=person.name, day=day.isoformat()
        )


def _of_leaver(
    giver: Person, receiver: Person, areas: Collection[int], effective_on: dt.date, *, waits: bool
) -> list[Thing]:
    """What lies in the areas of somebody who leaves, and what waits for him by name."""
    things = in_areas(giver, receiver, areas, effective_on, waits=waits)
    listed = {thing.ref for thing in things}
    return [*things, *(thing for thing in by_name(giver, areas, effective_on) if thing.ref not in listed)]


def _planned(division: Division, giver: Person, receiver: Person, effective_on: dt.date) -> list[int]:
    """The areas that a draft takes from one and gives to the other; of one who left, whoever has it since gives it."""
    known, found = holders(), []
    for move in moves(division, effective_on):
        before = known.last(move.area.pk, effective_on - dt.timedelta(days=1))
        if before is not None and move.after is not None and (before.pk, move.after.pk) == (giver.pk, receiver.pk):
            found.append(move.area.pk)
    return found


@action(Action.HANDOVER_SIGN)
def handover_sign(call: Call, *, handover_id: int, papers: str = "", version: int | None = None) -> Handover:
    """Sign as the one whose turn it is: 移交人, then 接收人, then 监交人.

    With the giver's signature what came up since the sheet was opened is added. With the receiver's his name stands
    for the giver's wherever something waits for the giver by name (责任领导, 批示领导, 审定人), once it is his: what is
    signed before its day, or of a draft, passes on when the day has come (``handover_pass_on``).

    Args:
        call: the actor is one of the three, often entered for him (代录).
        handover_id: the sheet.
        papers: documents handed over, named by the giver.
        version: as the form saw it.

    Raises:
        Refusal: ``not_found``, ``forbidden``, ``stale``, ``handover_ended``, ``handover_turn``, ``handover_order``.
    """
    sheet = call.load(Handover, handover_id, Action.HANDOVER_SIGN, version=version)
    _require_open(sheet, "签字")
    whose = turn_of(sheet)
    if whose.pk != call.actor.person_id:
        raise Refusal("handover_turn", state=sheet.get_state_display(), who=whose.name)
    return _sign(call, sheet, papers=papers)


@action(Action.HANDOVER_STAND_IN)
def handover_stand_in(
    call: Call, *, handover_id: int, reason: str, papers: str = "", version: int | None = None
) -> Handover:
    """Hand over for a giver who has left, with the reason.

    Raises:
        Refusal: ``not_found``, ``forbidden``, ``stale``, ``field_required``, ``handover_ended``, ``handover_turn``,
            ``handover_in_office`` while he holds any post or seat, ``handover_people`` for the receiver or witness.
    """
    sheet = call.load(Handover, handover_id, Action.HANDOVER_STAND_IN, version=version)
    _require_open(sheet, "代为移交")
    if sheet.state != State.GIVING:
        raise Refusal("handover_turn", state=sheet.get_state_display(), who=turn_of(sheet).name)
    if in_office([sheet.giver_id], call.on):
        raise Refusal("handover_in_office", giver=sheet.giver.name)
    if not reason.strip():
        raise Refusal("field_required", field="reason", label="代为移交的原因")
    if call.actor.person_id is None or call.actor.person_id in {sheet.receiver_id, sheet.witness_id}:
        raise Refusal("handover_people", who="代为移交的人")
    sheet.stand_in_id, sheet.stand_in_reason = call.actor.person_id, reason.strip()[:200]
    return _sign(call, sheet, papers=papers)


def turn_of(sheet: Handover) -> Person:
    """Whose signature is next; of a finished sheet the witness's was the last."""
    if sheet.state == State.GIVING:
        return sheet.giver
    return sheet.receiver if sheet.state == State.RECEIVING else sheet.witness


def _sign(call: Call, sheet: Handover, *, papers: str) -> Handover:
    before = [("移交人", sheet.given_on), ("接收人", sheet.received_on)]
    for who, earlier in before:
        if earlier is not None and call.on < earlier:
            raise Refusal("handover_order", field="on", who=who, earlier=earlier.isoformat(), on=call.on.isoformat())
    begun = max(sheet.prepared_on, sheet.effective_on)
    passed = gate(call, "handover.sign", {"handover": {"begun_on": begun, "signed_on": call.on}})
    added, changed, drafts = 0, list[Model](), list[Handover]()
    place = State(sheet.state)
    if place == State.GIVING:
        sheet.given_on = call.on
        sheet.papers = papers.strip()[:300] or sheet.papers
        things = _came_since(sheet, call.on)
        added = add_items(sheet, things)
        if sheet.division is None or sheet.division.state == Division.State.IN_FORCE:
            drafts = take_off(call, (), things, keep=Q(pk=sheet.pk))
    elif place == State.RECEIVING:
        sheet.received_on = call.on
    else:
        sheet.witnessed_on = call.on
    sheet.settle()
    if place == State.RECEIVING:
        # By the day of entry: signed on paper earlier, it passes nothing that has moved on meanwhile.
        changed = pass_names(sheet, timezone.localdate(call.at))
    record(
        call,
        sheet,
        refs=[sheet.giver, sheet.receiver, sheet.witness, *changed, *drafts],
        passed=[passed],
        data={
            "place": place.value,
            "added": added,
            "passed_on": len(changed),
            "late": call.on > sheet.due_on,
            "stand_in": place == State.GIVING and sheet.stand_in_id is not None,
        },
        note={"reason": sheet.stand_in_reason} if sheet.stand_in_reason else None,
    )
    return sheet


def _came_since(sheet: Handover, day: dt.date) -> list[Thing]:
    areas = list(sheet.areas.values_list("pk", flat=True))
    giver, receiver, effective_on = sheet.giver, sheet.receiver, sheet.effective_on
    if sheet.cause == Cause.LATER:
        return on_the_list(giver.pk, receiver.pk, effective_on, max(day, effective_on))[0]
    if sheet.cause == Cause.LEAVE:
        return _of_leaver(giver, receiver, areas, effective_on, waits=True)
    return in_areas(giver, receiver, areas, effective_on, division_id=sheet.division_id, besides=sheet.pk)


@action(Action.HANDOVER_PASS_ON)
def handover_pass_on(call: Call, *, handover_id: int) -> Handover:
    """Put the receiver's name where it is due: what was signed before its day passes on when the day has come.

    Args:
        call: mostly the product's own, at night or when a plan was adopted.
        handover_id: a sheet the receiver has signed.

    Raises:
        Refusal: ``not_found``, ``forbidden``, ``handover_not_due``.
    """
    sheet = call.load(Handover, handover_id, Action.HANDOVER_PASS_ON)
    changed = pass_names(sheet, call.on)
    if not changed:
        raise Refusal("handover_not_due", sheet=str(sheet))
    record(call, sheet, refs=[sheet.giver, sheet.receiver, *changed], data={"passed_on": len(changed)})
    return sheet


@action(Action.HANDOVER_WITNESS)
def handover_witness(call: Call, *, handover_id: int, witness_id: int, version: int | None = None) -> Handover:
    """Name another witness of a sheet that is not finished.

    Raises:
        Refusal: ``not_found``, ``forbidden``, ``stale``, ``handover_ended``, ``handover_people``.
    """
    sheet = call.load(Handover, handover_id, Action.HANDOVER_WITNESS, version=version)
    _require_open(sheet, "改定监交人")
    witness = call.load(Person, witness_id, Action.HANDOVER_WITNESS)
    if witness.pk in {sheet.giver_id, sheet.receiver_id, sheet.stand_in_id}:
        raise Refusal("handover_people", field="witness_id", who="监交人")
    before = sheet.witness
    sheet.witness = witness
    sheet.settle()
    record(call, sheet, refs=[before, witness], data={"from": before.pk, "to": witness.pk})
    return sheet


@action(Action.HANDOVER_VOID)
def handover_void(call: Call, *, handover_id: int, reason: str, version: int | None = None) -> Handover:
    """Take back a sheet that is not finished; what stood on it is without a sheet again and shows as such.

    Raises:
        Refusal: ``not_found``, ``forbidden``, ``stale``, ``handover_ended``, ``field_required``.
    """
    sheet = call.load(Handover, handover_id, Action.HANDOVER_VOID, version=version)
    _require_open(sheet, "作废")
    if not reason.strip():
        raise Refusal("field_required", field="reason", label="作废原因")
    sheet.voided_on, sheet.void_reason = call.on, reason.strip()[:200]
    sheet.settle()
    record(call, sheet, refs=[sheet.giver, sheet.receiver], data={"voided": True}, note={"reason": reason.strip()})
    return sheet


def _require_open(sheet: Handover, verb: str) -> None:
    if sheet.state not in OPEN:
        raise Refusal("handover_ended", state=sheet.get_state_display(), action=verb)
