"""The rulebook's facts about an 议定事项 that is about to take effect."""

import datetime as dt
from typing import Any

from yixing.decisions.models import Decision
from yixing.matters.facts import matter_facts
from yixing.matters.models import Importance

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
    plenary = body is not None and body.kind == "plenary"
    facts["decision"] = {
        "outcome": _OUTCOMES[decision.outcome],
        "body": _BODIES.get(body.kind) if body is not None else None,
        "major": matter is not None and matter.importance != Importance.ORDINARY,
        "decided_on": decision.decided_on,
        "edit_approved": True,
        "standing_committee_proof": facts.get("matter", {}).get("standing_committee_reviewed") if plenary else None,
        "plenary_proof": decision.yes is not None if plenary else None,
        "promotion": False,
        "exceptional_promotion": False,
        "filing_needed": False,
        "probation_needed": False,
        "evaluation_due": evaluate_on,
        "changed": False,
    }
    return facts
