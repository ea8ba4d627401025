"""列入直接决定备案 from a paper: 纪要, 批示. The one place where an 议定事项 without a sheet is put on file."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any, TypedDict

from django.utils import timezone

from yixing.access.kinds import ref
from yixing.compliance.gates import Passed, codes
from yixing.decisions import refusals  # noqa: F401  (registers the messages this module raises)
from yixing.decisions.deliberating import names_secretaries, refuse_deciding
from yixing.decisions.leaders import area_of_unit, leader_of_area
from yixing.decisions.models import Consent, Decision
from yixing.decisions.originals import is_complete
from yixing.door.call import Call
from yixing.door.door import gate
from yixing.matters.charge import touched_members
from yixing.matters.facts import direct_facts, matter_facts
from yixing.matters.models import Importance, Matter, MatterType
from yixing.people.models import Organization
from yixing_core.errors import Refusal


class Said(TypedDict, total=False):
    """What whoever files from a paper says of it, as forms and imports give it."""

    type_code: str
    amount: Decimal | None
    no_funds: bool
    consent_ids: Sequence[int]
    consented_on: dt.date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """What a member's paper says of something he decided alone: what kind of paper, its number, type and sum.

    Where the paper belongs to a matter, type, sum and weight are the matter's own and nothing said here counts. Without
    a matter it weighs as an ordinary one: what weighs more is put forward as a matter instead.
    """

    record: str
    basis: str
    decider_id: int | None
    type: MatterType | None = None
    amount: Decimal | None = None
    no_funds: bool = False
    """不涉及资金: said, not merely left out."""
    consents: tuple[int, ...] = ()
    """The other members who agreed, where it reaches into their fields (商得同意)."""
    consented_on: dt.date | None = None


def paper_of(record: str, basis: str, decider_id: int | None, said: Said) -> Paper:
    """The paper with what was said of it.

    Raises:
        Refusal: ``field_invalid`` for a type that does not exist.
    """
    code = said.get("type_code")
    return Paper(
        record=record,
        basis=basis,
        decider_id=decider_id,
        type=type_of(code) if code else None,
        amount=said.get("amount"),
        no_funds=bool(said.get("no_funds")),
        consents=tuple(sorted(set(said.get("consent_ids") or ()))),
        consented_on=said.get("consented_on"),
    )


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
        Refusal: ``direct_filed``, ``direct_area``, ``direct_basis``, ``direct_funds``, ``direct_funds_both``,
            ``direct_consent``, or one of the gates.
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
    _write_said(decision, paper)
    decision.filed_on = timezone.localdate(call.at)
    passed = [
        gate(call, "matter.decide_direct", _facts(decision, paper)),
        gate(call, "filing", {"filing": filing_group(decision, brought=call.scan is not None)}),
    ]
    decision.save()
    Consent.objects.bulk_create(
        Consent(decision=decision, person_id=pk, on=paper.consented_on or decision.decided_on) for pk in paper.consents
    )
    return [replace(each, about=ref(decision)) for each in passed]


def _write_said(decision: Decision, paper: Paper) -> None:
    """Type and sum of what has no matter of its own; a sum is given, or it is said that there is none."""
    if paper.consents and paper.consented_on is None:
        raise Refusal("direct_consent", field="consented_on")
    if decision.matter is not None:
        return
    if paper.type is None:
        raise Refusal("field_required", field="type_code", label="事项类型")
    if paper.amount and paper.no_funds:
        raise Refusal("direct_funds_both", field="no_funds")
    if paper.amount is None and not paper.no_funds:
        raise Refusal("direct_funds", field="amount_wan")
    decision.kind, decision.amount = paper.type, Decimal(0) if paper.no_funds else paper.amount


def _facts(decision: Decision, paper: Paper) -> dict[str, Any]:
    day = decision.decided_on
    others = _others(decision.assist_units.all(), day, paper.decider_id)
    if decision.matter is not None:
        return _facts_of_matter(decision, decision.matter, paper, others)
    leading = leader_of_area(decision.area, day)
    assert paper.type is not None  # noqa: S101  (``_write_said`` refused it otherwise)
    return {
        "matter": {
            "type": paper.type.slug,
            "importance": Importance.ORDINARY.value,
            "amount": None if paper.no_funds else paper.amount,
        },
        "direct": {
            "in_charge": leading is not None and leading.pk == paper.decider_id,
            "listed": paper.type.slug in codes("direct_types", day),
            "record": paper.record,
            "decided_on": day,
            "filed_on": decision.filed_on,
            "other_field": bool(others),
            "other_member_agreed": _agreed(others, paper, day),
        },
    }


def _facts_of_matter(decision: Decision, matter: Matter, paper: Paper, others: set[int]) -> dict[str, Any]:
    """The matter's own type, sum and weight; its 会前传阅 counts as consent like what is said with the paper."""
    day = decision.decided_on
    others = others | {person.pk for person in touched_members(matter, day)}
    direct = direct_facts(
        matter,
        decider_id=paper.decider_id or 0,
        decided_on=day,
        record=paper.record,
        filed_on=decision.filed_on,
    )
    agreed = _agreed(others, paper, day)
    direct["other_field"] = bool(others)
    if agreed is not None:
        direct["other_member_agreed"] = agreed
    return matter_facts(matter, day, direct=direct)


def _agreed(others: set[int], paper: Paper, day: dt.date) -> bool | None:
    """Whether all other members concerned had agreed when it was decided; ``None`` where nothing of it is on record."""
    if not paper.consents or paper.consented_on is None:
        return None
    return others <= set(paper.consents) and paper.consented_on <= day


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
