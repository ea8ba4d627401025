"""列入直接决定备案 from a paper: 纪要, 批示. The one place where an 议定事项 without a sheet is put on file."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from django.utils import timezone

from yixing.access.kinds import ref
from yixing.compliance.gates import Passed, codes
from yixing.decisions import refusals  # noqa: F401  (registers the messages this module raises)
from yixing.decisions.deliberating import names_secretaries, refuse_deciding
from yixing.decisions.leaders import area_of_unit, leader_of_area
from yixing.decisions.models import Decision
from yixing.decisions.originals import is_complete
from yixing.door.call import Call
from yixing.door.door import gate
from yixing.matters.models import Importance, MatterType
from yixing.people.models import Organization
from yixing_core.errors import Refusal


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """What a member's paper says of something he decided alone: what kind of paper, its number, type and sum.

    A paper carries no sheet: what weighs more than an ordinary matter is put forward as a matter instead.
    """

    record: str
    basis: str
    decider_id: int | None
    type: MatterType
    amount: Decimal | None = None


def type_of(code: str) -> MatterType:
    """The matter type with a code.

    Raises:
        Refusal: ``field_invalid``.
    """
    row = MatterType.objects.filter(code=code).first()
    if row is None:
        raise Refusal("field_invalid", field="type_code", label="类型", why="没有这个类型", mend="请从列表中选择。")
    return row


def listed_types(on: dt.date) -> list[MatterType]:
    """The types that a member may decide alone on a day, in their order."""
    return list(MatterType.objects.filter(slug__in=codes("direct_types", on)).order_by("order", "code"))


def put_on_file(call: Call, decision: Decision, paper: Paper) -> list[Passed]:
    """Put an 议定事项 on file as a member's own decision, once the rulebook lets it pass.

    Args:
        call: the circumstances; the day of filing is the day of entry.
        decision: saved, with its area, units and ``decided_on``.
        paper: what it rests on.

    Returns:
        The findings of the gates ``matter.decide_direct`` and ``filing``, for the action's record.

    Raises:
        Refusal: ``direct_filed``, ``direct_area``, ``direct_basis``, or one of the gates.
    """
    if decision.filed_on is not None:
        raise Refusal("direct_filed", number=decision.number, on=decision.filed_on.isoformat())
    if decision.area is None:
        raise Refusal("direct_area", title=decision.title)
    decision.record, decision.basis = paper.record, paper.basis.strip()[:200]
    if not decision.basis:
        raise Refusal("direct_basis", field="basis")
    if names_secretaries(decision.basis):
        raise refuse_deciding(decision.decided_on, field="basis")
    decision.kind, decision.amount = paper.type, paper.amount
    decision.filed_on = timezone.localdate(call.at)
    passed = [
        gate(call, "matter.decide_direct", _facts(decision, paper)),
        gate(call, "filing", {"filing": filing_group(decision, brought=call.scan is not None)}),
    ]
    decision.save()
    return [replace(each, about=ref(decision)) for each in passed]


def _facts(decision: Decision, paper: Paper) -> dict[str, Any]:
    day = decision.decided_on
    leading = leader_of_area(decision.area, day)
    return {
        "matter": {"type": paper.type.slug, "importance": Importance.ORDINARY.value, "amount": paper.amount},
        "direct": {
            "in_charge": leading is not None and leading.pk == paper.decider_id,
            "listed": paper.type.slug in codes("direct_types", day),
            "record": paper.record,
            "decided_on": day,
            "filed_on": decision.filed_on,
            "other_field": bool(_others(decision.assist_units.all(), day, paper.decider_id)),
        },
    }


def _others(units: Iterable[Organization], day: dt.date, decider_id: int | None) -> set[int]:
    """Members into whose field it reaches: those who lead the areas of the assisting units."""
    leaders = (leader_of_area(area_of_unit(unit), day) for unit in units)
    return {leader.pk for leader in leaders if leader is not None} - {decider_id or 0}


def filing_group(decision: Decision, *, brought: bool = False) -> dict[str, Any]:
    """The group ``filing`` for gate ``filing``: whether a direct decision was put on file in time, its paper there.

    ``brought``: the original comes with the action that is running.
    """
    return {
        "kind": "direct_decision",
        "happened_on": decision.decided_on,
        "filed_on": decision.filed_on,
        "complete": is_complete(decision, brought=brought),
    }


def briefing_group(filed_on: dt.date, briefed_on: dt.date | None) -> dict[str, Any]:
    """The groups ``filing`` and ``direct`` for gate ``filing``: whether the others were told in time."""
    return {
        "filing": {"kind": "direct_briefing", "happened_on": filed_on, "filed_on": briefed_on},
        "direct": {"briefed": briefed_on is not None},
    }
