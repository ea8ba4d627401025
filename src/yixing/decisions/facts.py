"""The rulebook's facts about an 议定事项 that is about to take effect, each derived from a record."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from yixing.argument.queries import appointment_notice
from yixing.compliance.gates import number, rulebook, with_parameters
from yixing.decisions.models import Appointment, Decision
from yixing.matters.facts import CADRE_TYPES, Records, cadre_facts, matter_facts, with_more
from yixing.matters.models import Importance, Matter
from yixing.matters.standing import agenda_items

Facts = dict[str, Any]
_BODIES = {"plenary": "plenary", "standing_committee": "standing_committee", "party_group": "party_group"}
_RANK = {"member": 0, "party_group": 0, "standing_committee": 1, "plenary": 2}
"""Whose word may change whose: that of the same body or of a higher one."""
_OUTCOMES = {
    "agreed": "agree",
    "agreed_in_principle": "agree_in_principle",
    "conveyed": "convey",
    "heard": "heard",
    "no_objection": "no_objection",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Effect:
    """What is to take effect: who decided what with which outcome, and when.

    ``voted`` is whether the plenary's vote is on record; ``evaluate_on`` the day fixed for 决策后评估; ``text_approved``
    whether the amended text of 原则同意 was approved.
    """

    matter: Matter | None
    body: str | None
    outcome: str
    decided_on: dt.date
    on: dt.date
    evaluate_on: dt.date | None = None
    voted: bool | None = None
    text_approved: bool | None = None


def effect_facts(effect: Effect, *, group: Mapping[str, Any] | None = None, papers: Appointment | None = None) -> Facts:
    """Facts for the gate ``decision.effect``.

    Args:
        effect: what is to take effect.
        group: the matter's own facts where they were read already.
        papers: of an appointment: what its papers say; without them only that there is no promotion can be known.

    Returns:
        The groups ``decision``, ``matter`` and ``steps``; the notice before an appointment stands under ``steps.notice``.
    """
    matter = effect.matter
    facts: Facts = dict(group if group is not None else matter_facts(matter, effect.on) if matter is not None else {})
    # Whose it is follows from the matter, not from the meeting that concluded it: else a lower body's word would do.
    plenary = effect.body == "plenary" or (bool(facts) and _belongs_to(facts, effect.decided_on) == "plenary")
    cadre: Mapping[str, Any] = facts.pop("cadre", {})
    facts["decision"] = {
        "outcome": _OUTCOMES.get(effect.outcome),
        "body": "plenary" if plenary else effect.body,
        "major": matter is not None and matter.importance != Importance.ORDINARY,
        "decided_on": effect.decided_on,
        "edit_approved": effect.text_approved,
        "evaluation_due": effect.evaluate_on,
        **_proofs(matter, plenary=plenary, voted=effect.voted),
        **_change(effect),
        **_appointing(matter, cadre, papers),
    }
    if is_appointment(matter):
        facts["steps"] = {**facts.get("steps", {}), "notice": {}}
        posted = appointment_notice(matter, effect.decided_on) if matter is not None else None
        if posted is not None:
            facts["steps"]["notice"] = posted.facts
            facts["decision"]["public_wait_done"] = posted.is_answered
    return facts


def _belongs_to(group: Mapping[str, Any], on: dt.date) -> str | None:
    """The body that decides a matter by the rules of the day, whatever it is stated to be."""
    return rulebook().deciding_body(with_parameters(with_more(dict(group), matter={"body": None}), on), on)[0]


def decision_effect(decision: Decision, on: dt.date, evaluate_on: dt.date | None) -> Effect:
    """What takes effect with a decision that stands, on a day: an approved text, an appointment, a plain 同意."""
    body = decision.meeting.body.kind if decision.meeting is not None and decision.meeting.body is not None else ""
    return Effect(
        matter=decision.matter,
        body=_BODIES.get(body) if decision.meeting is not None else "member",
        outcome=decision.outcome,
        decided_on=decision.decided_on,
        on=on,
        evaluate_on=evaluate_on,
        voted=body == "plenary" and _voted(decision),
        text_approved=True if decision.outcome == "agreed_in_principle" else None,
    )


def concluded_effect(matter: Matter, body: str, outcome: str, on: dt.date, *, carried: bool | None = None) -> Effect:
    """What takes effect by being concluded on a day; the day of its evaluation follows from the county's number."""
    major = matter.importance != Importance.ORDINARY
    return Effect(
        matter=matter,
        body=body,
        outcome=outcome,
        decided_on=on,
        on=on,
        evaluate_on=on + dt.timedelta(days=number("evaluation_days", on)) if major else None,
        voted=carried if body == "plenary" else None,
    )


def is_appointment(matter: Matter | None) -> bool:
    """Whether it is 干部任免: what is decided takes effect by papers of its own where somebody is promoted."""
    return matter is not None and matter.type.slug in CADRE_TYPES


def awaits_papers(matter: Matter | None) -> bool:
    """Whether what is agreed waits for 任前公示 and 任职文件: unless it is on record that nobody is promoted."""
    return matter is not None and is_appointment(matter) and promotes(matter) is not False


def promotes(matter: Matter) -> bool | None:
    """Whether somebody is promoted, as the 干部工作程序 says; ``None`` while it does not say."""
    found: bool | None = cadre_facts(matter, Records.of(matter)).get("promotion")
    return found


def _appointing(matter: Matter | None, cadre: Mapping[str, Any], papers: Appointment | None) -> Facts:
    """What the gate asks of promotions. Where nobody is appointed nobody is promoted."""
    if not is_appointment(matter):
        return {"promotion": False, "exceptional_promotion": False, "probation_needed": False}
    promotion = papers.is_promotion if papers is not None else cadre.get("promotion")
    if promotion is False:
        return {"promotion": False, "exceptional_promotion": False, "probation_needed": False}
    return {
        "promotion": promotion,
        "exceptional_promotion": cadre.get("exceptional"),
        "exception_explained": papers.is_exception_explained if papers is not None else None,
        "probation_needed": papers.needs_probation if papers is not None else None,
        "probation_months": papers.probation_months if papers is not None else None,
    }


def _change(effect: Effect) -> Facts:
    """Whether it changes or stops what was decided before, and by a body that may: the one that decided, or a higher."""
    original = effect.matter.resubmits if effect.matter is not None else None
    before = changed_decision(original) if original is not None else None
    if before is None:
        return {"changed": False}
    earlier = decision_effect(before, effect.on, None).body
    if earlier is None or effect.body is None:
        return {"changed": True, "change_decided": None}
    return {"changed": True, "change_decided": _RANK.get(effect.body, 0) >= _RANK.get(earlier, 0)}


def changed_decision(original: Matter) -> Decision | None:
    """What is in force on a matter that is put forward anew: what a new decision on it changes."""
    rows = Decision.objects.filter(matter=original, state=Decision.State.EFFECTIVE).order_by("id")
    return rows.select_related("meeting__body").first()


def _voted(decision: Decision) -> bool:
    """Whether the meeting's vote on it is on record: open counts, or an announced ballot that carried it."""
    item: Any = decision.item
    if decision.yes is not None or item is None:
        return decision.yes is not None
    return any(option.passed for poll in item.polls.filter(state="announced") for option in poll.options.all())


def _proofs(matter: Matter | None, *, plenary: bool, voted: bool | None) -> Facts:
    """The two proofs that what goes up to the plenary needs: the standing committee's item, the plenary's vote."""
    if not plenary:
        return {"standing_committee_proof": None, "plenary_proof": None}
    items = agenda_items(matter, meeting=False) if matter is not None else []
    reviewed = any(item.is_referral and item.outcome == "referred" for item in items)
    return {"standing_committee_proof": reviewed, "plenary_proof": voted}
