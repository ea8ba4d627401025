"""The rulebook's facts about an 议定事项 that is about to take effect."""

import datetime as dt
from typing import Any

from yixing.decisions.models import Decision
from yixing.matters.facts import matter_facts
from yixing.matters.models import Importance, Matter
from yixing.matters.routing import route
from yixing.matters.standing import agenda_items

_BODIES = {"plenary": "plenary", "standing_committee": "standing_committee", "party_group": "party_group"}
_OUTCOMES = {
    "agreed": "agree",
    "agreed_in_principle": "agree_in_principle",
    "conveyed": "convey",
    "heard": "heard",
    "no_objection": "no_objection",
}


def effect_facts(decision: Decision, on: dt.date, evaluate_on: dt.date | None) -> dict[str, Any]:
    """Facts for the gate ``decision.effect``, for a text agreed in principle and approved today.

    Appointments are never agreed in principle, so that what the gate asks of promotions does not arise.
    """
    matter, meeting = decision.matter, decision.meeting
    facts = matter_facts(matter, on) if matter is not None else {}
    body = meeting.body if meeting is not None else None
    at_plenary = body is not None and body.kind == "plenary"
    # Whose it is follows from the matter, not from the meeting that concluded it: else a lower body's word would do.
    plenary = at_plenary or (matter is not None and route(matter, decision.decided_on).body == "plenary")
    facts["decision"] = {
        "outcome": _OUTCOMES[decision.outcome],
        "body": "plenary" if plenary else _BODIES.get(body.kind) if body is not None else None,
        "major": matter is not None and matter.importance != Importance.ORDINARY,
        "decided_on": decision.decided_on,
        "edit_approved": True,
        "evaluation_due": evaluate_on,
    }
    facts["decision"] |= _NOTHING_OF_CADRES | proofs(matter, plenary=plenary, voted=at_plenary and _voted(decision))
    return facts


def _voted(decision: Decision) -> bool:
    """Whether the meeting's vote on it is on record: open counts, or an announced ballot that carried it."""
    item: Any = decision.item
    if decision.yes is not None or item is None:
        return decision.yes is not None
    return any(option.passed for poll in item.polls.filter(state="announced") for option in poll.options.all())


def proofs(matter: Matter | None, *, plenary: bool, voted: bool | None) -> dict[str, Any]:
    """The two proofs that what goes up to the plenary needs: the standing committee's item, the plenary's vote."""
    if not plenary:
        return {"standing_committee_proof": None, "plenary_proof": None}
    items = agenda_items(matter, meeting=False) if matter is not None else []
    reviewed = any(item.is_referral and item.outcome == "referred" for item in items)
    return {"standing_committee_proof": reviewed, "plenary_proof": voted}


def plenary_facts(matter: Matter, on: dt.date, *, carried: bool | None) -> dict[str, Any]:
    """Facts for the gate ``decision.effect`` at the plenary's own conclusion: are both proofs there.

    When it is to be evaluated is not asked at this moment: it is fixed with the decision afterwards.
    """
    decision = {"outcome": "agree", "body": "plenary", "major": False, "decided_on": on}
    return {"decision": decision | _NOTHING_OF_CADRES | proofs(matter, plenary=True, voted=carried)}


_NOTHING_OF_CADRES: dict[str, Any] = {
    "promotion": False,
    "exceptional_promotion": False,
    "filing_needed": False,
    "probation_needed": False,
    "changed": False,
}
"""Appointments take effect by papers of their own, and nothing decided before is changed."""
