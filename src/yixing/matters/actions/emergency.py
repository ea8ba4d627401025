"""临机处置: reported from five fields, at once a matter with its number; read by the leaders (阅)."""

import datetime as dt

from django.utils import timezone

from yixing.access.actions import Action
from yixing.access.roles import Role
from yixing.door.call import Call
from yixing.door.door import action, gate, record
from yixing.matters.actions.signatures import SERIES
from yixing.matters.facts import emergency_facts, matter_facts
from yixing.matters.models import Endorsement, Matter, MatterType, Nature, Reading, Step, Submitter
from yixing.matters.routing import route
from yixing.matters.signing import backfill_allowed, in_state, sign
from yixing.matters.standing import reporter, restate
from yixing.matters.state import State
from yixing.matters.steps import checked_values, refuse_ahead
from yixing.papers.numbering import take_number
from yixing.people.models import Organization
from yixing.portfolios.leads import leads
from yixing.portfolios.models import Area
from yixing_core.errors import Refusal
from yixing_core.rules.vocabulary import EMERGENCY_TYPE

TITLE = 40
"""Characters of the cause that become the title where none is given."""


@action(Action.EMERGENCY_REPORT)
def emergency_report(
    call: Call,
    *,
    cause: str,
    measures: str,
    why: str,
    reported_to: str,
    unit_id: int,
    title: str = "",
    area_id: int | None = None,
    happened_on: dt.date | None = None,
    reported_on: dt.date | None = None,
    superior_duty: bool = False,
    returned_id: int | None = None,
    version: int | None = None,
) -> Matter:
    """A member reports what he did in need, when there was no time for a meeting; nothing else is needed now.

    The matter has its number at once, stands before the chair and the office, and waits for the office to put it on
    the agenda of the standing committee (追认).

    Args:
        call: the circumstances; ``on`` is the day he acted, the actor the member or whoever enters for him (代录).
        cause: when, where and what happened.
        measures: what was done.
        why: why there was no time for a meeting.
        reported_to: to whom he reported, and how.
        unit_id: the unit responsible for what follows.
        title: of the matter; from the cause if not given.
        area_id: of his portfolio; that of the unit if it is his, else the first he leads.
        happened_on: the day it happened, the day he acted if not given.
        reported_on: the day he reported, the day he acted if not given.
        superior_duty: whether it is an incident that superiors have to be told of.
        returned_id: his own report that was sent back and is reported anew. version: of it, as the form showed it.

    Raises:
        Refusal: ``field_required``, ``field_invalid``, ``emergency_not_member``, ``emergency_type``,
            ``emergency_ahead``, ``emergency_order``, of a report that was sent back ``wrong_state``,
            ``emergency_not_reporter``; or the gate ``matter.emergency``.
    """
    call.require(Action.EMERGENCY_REPORT)
    if call.actor.person_id is None:
        raise Refusal("emergency_not_member")
    unit = Organization.objects.filter(pk=unit_id).first()
    if unit is None:
        raise Refusal("field_required", field="unit_id", label="责任单位")
    words = {"cause": cause, "measures": measures, "why": why, "reported_to": reported_to}
    name = title.strip() or _title(cause)
    matter = (
        _matter(call, unit, name, cause, area_id)
        if returned_id is None
        else _again(call, returned_id, unit, name, cause, version=version)
    )
    values = words | {
        "happened_on": happened_on or call.on,
        "decided_on": call.on,
        "reported_on": (reported_on or call.on) if reported_to.strip() else None,
        "cause_given": bool(cause.strip()) or None,
        "measures_given": bool(measures.strip()) or None,
        "could_not_convene": bool(why.strip()) or None,
        "superior_duty": superior_duty,
    }
    checked = checked_values(Step.Kind.EMERGENCY, values)
    refuse_ahead(checked, timezone.localdate(call.at))
    Step.objects.create(matter=matter, kind=Step.Kind.EMERGENCY, on=call.on, values=checked)
    sign(call, matter, Endorsement.Stage.MEMBER, Endorsement.Verdict.AGREE)
    facts = matter_facts(matter, call.on, emergency=emergency_facts(matter))
    passed = [gate(call, "matter.emergency", facts)]
    matter.decided_by = route(matter, call.on).body or ""
    restate(matter)
    data = {"number": matter.number, "decided_on": call.on, "reported_on": values["reported_on"]}
    record(call, matter, refs=[unit, matter.area], passed=passed, data=data, note=words | {"title": matter.title})
    return matter


def _again(call: Call, matter_id: int, unit: Organization, title: str, cause: str, *, version: int | None) -> Matter:
    """His own report that was sent back, with what he says now; what he said before stays, marked as corrected."""
    matter = call.load(Matter, matter_id, Action.EMERGENCY_REPORT, version=version)
    backfill_allowed(call, matter)
    in_state(matter, {State.RETURNED}, Action.EMERGENCY_REPORT)
    who = reporter(matter)
    if who is None:
        raise Refusal("emergency_none", title=matter.title)
    if who.pk != call.actor.person_id:
        raise Refusal("emergency_not_reporter", who=who.name)
    Step.objects.filter(matter=matter, kind=Step.Kind.EMERGENCY, is_revoked=False).update(is_revoked=True)
    matter.unit, matter.title, matter.reason = unit, title[:200], cause.strip()[:300]
    matter.save()
    return matter


def _title(cause: str) -> str:
    text = " ".join(cause.split()).rstrip("。；，")
    return f"{text[:TITLE]}{'…' if len(text) > TITLE else ''}（临机处置）"


def _matter(call: Call, unit: Organization, title: str, cause: str, area_id: int | None) -> Matter:
    kind = MatterType.objects.filter(slug=EMERGENCY_TYPE).first()
    if kind is None:
        raise Refusal("emergency_type")
    matter = Matter(
        unit=unit,
        title=title[:200],
        type=kind,
        nature=Nature.DELIBERATE,
        submitter=Submitter.SECRETARY if call.actor.has(Role.CHAIR) else Submitter.MEMBER,
        area=_area(call, unit, area_id),
        drafted_on=call.on,
        reason=cause.strip()[:300],
        requests="请追认本次临机处置。",
        presenter=call.actor.name[:60],
        is_backfilled=bool(call.backfill),
        number=f"{call.on.year}-{take_number(SERIES, call.on.year):03d}",
    )
    matter.save()
    return matter


def _area(call: Call, unit: Organization, area_id: int | None) -> Area | None:
    """The area he acted in: the one given, else one of the unit's that is his, else the first of his own."""
    known = leads()
    own = known.areas_led(call.actor.person_id or 0, call.on)
    of_unit = known.areas_of(unit.pk, call.on)
    wanted = area_id or next((pk for pk in of_unit if pk in own), None)
    if wanted is None:
        return Area.objects.filter(pk__in=own).order_by("order", "id").first()
    return Area.objects.filter(pk=wanted).first()


@action(Action.EMERGENCY_READ)
def emergency_read(call: Call, *, matter_id: int, version: int | None = None) -> Matter:
    """阅: a leader has read the report of a 临机处置.

    Raises:
        Refusal: ``emergency_none`` where the matter is no 临机处置, ``emergency_read`` where he has read it already.
    """
    matter = call.load(Matter, matter_id, Action.EMERGENCY_READ, version=version)
    if not matter.steps.filter(kind=Step.Kind.EMERGENCY, is_revoked=False).exists():
        raise Refusal("emergency_none", title=matter.title)
    if call.actor.person_id is None:
        raise Refusal("emergency_not_member")
    earlier = Reading.objects.filter(matter=matter, person_id=call.actor.person_id).first()
    if earlier is not None:
        raise Refusal("emergency_read", on=earlier.on.isoformat())
    Reading.objects.create(matter=matter, person_id=call.actor.person_id, on=call.on)
    record(call, matter)
    return matter
