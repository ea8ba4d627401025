# ruff: noqa: ARG001  (every rule is called with the day, few need it)
"""Forty rules of ``matter.list`` as somebody would write them by hand in plain Python: the floor of the comparison.

Each function takes the nested facts and the day and returns one of four statuses, with the same meaning of "missing" as
the packs: a false part of an ``and`` settles it, whatever else is not recorded.
"""

from datetime import date
from typing import Any

SATISFIED, MISSING, VIOLATED, NOT_APPLICABLE = range(4)
SET = {"params.hearing_types": ("livelihood",)}
"""What the county of these rules has set; every other number is the one the packs propose."""
CADRE = frozenset({"cadre_appointment", "key_cadre_appointment"})
DECIDED = frozenset({"deliberate", "cadre"})
AGREED = frozenset({"agree", "agree_in_principle"})
GOVERNMENT = frozenset({"major_project", "large_funds", "livelihood", "urban_rural_planning", "environment"})
RESEARCH = frozenset({"long_term_plan", "annual_deployment", "major_project", "livelihood", "urban_rural_planning"})
OPINIONS = frozenset(
    {
        "long_term_plan",
        "annual_deployment",
        "major_project",
        "large_funds",
        "establishment",
        "cadre_appraisal",
        "party_building",
        "livelihood",
        "urban_rural_planning",
        "regulation",
    }
)
EXPERTS = frozenset({"long_term_plan", "major_project", "large_funds", "urban_rural_planning", "environment"})
NOTICE = EXPERTS | {"agriculture", "regulation"}
RISK = frozenset({"major_project", "livelihood", "urban_rural_planning", "environment"})
NONE: dict[str, Any] = {}


def _all(*parts: bool | None) -> int:
    if False in parts:
        return VIOLATED
    return MISSING if None in parts else SATISFIED


def _cadre_flag(facts: dict[str, Any], flag: str) -> bool | None:
    """Whether the matter is a cadre matter with this flag; ``None``: not known."""
    kind = facts.get("matter", NONE).get("type")
    value = facts.get("cadre", NONE).get(flag)
    if (kind is not None and kind not in CADRE) or value is False:
        return False
    return None if kind is None or value is None else True


def cr_01(facts: dict[str, Any], on: date) -> int:
    applies = _cadre_flag(facts, "appointment")
    if not applies:
        return MISSING if applies is None else NOT_APPLICABLE
    cadre = facts.get("cadre", NONE)
    return _all(cadre.get("motion_done"), cadre.get("recommendation_done"), cadre.get("inspection_done"))


def cr_02(facts: dict[str, Any], on: date) -> int:
    applies = _cadre_flag(facts, "term_change")
    if not applies:
        return MISSING if applies is None else NOT_APPLICABLE
    cadre = facts.get("cadre", NONE)
    candidates, seats = cadre.get("candidates"), cadre.get("seats")
    if candidates is None or seats is None:
        return MISSING
    return SATISFIED if candidates > seats else VIOLATED


def cr_05(facts: dict[str, Any], on: date) -> int:
    applies = _cadre_flag(facts, "appointment")
    if not applies:
        return MISSING if applies is None else NOT_APPLICABLE
    day = facts.get("cadre", NONE).get("recommended_on")
    if day is None:
        return MISSING
    return SATISFIED if (on - day).days <= 365 else VIOLATED


def cr_06(facts: dict[str, Any], on: date) -> int:
    applies = _cadre_flag(facts, "inspection_done")
    if not applies:
        return MISSING if applies is None else NOT_APPLICABLE
    number = facts.get("cadre", NONE).get("inspectors")
    if number is None:
        return MISSING
    return SATISFIED if number >= 2 else VIOLATED


def cr_07(facts: dict[str, Any], on: date) -> int:
    applies = _cadre_flag(facts, "unit_candidate")
    if not applies:
        return MISSING if applies is None else NOT_APPLICABLE
    return _all(facts.get("cadre", NONE).get("leader_consulted"))


def cr_07_2(facts: dict[str, Any], on: date) -> int:
    applies = _cadre_flag(facts, "non_party")
    if not applies:
        return MISSING if applies is None else NOT_APPLICABLE
    return _all(facts.get("cadre", NONE).get("united_front_consulted"))


def cr_08(facts: dict[str, Any], on: date) -> int:
    applies = _cadre_flag(facts, "dual_managed")
    if not applies:
        return MISSING if applies is None else NOT_APPLICABLE
    cadre = facts.get("cadre", NONE)
    answered, agreed, asked = cadre.get("dual_answered"), cadre.get("dual_agreed"), cadre.get("dual_asked_on")
    waited = None if asked is None else (on - asked).days > 30
    if answered is None:
        return VIOLATED if agreed is False and waited is False else MISSING
    decisive = agreed if answered else waited
    return MISSING if decisive is None else SATISFIED if decisive else VIOLATED


def cr_09(facts: dict[str, Any], on: date) -> int:
    applies = _cadre_flag(facts, "exceptional")
    if not applies:
        return MISSING if applies is None else NOT_APPLICABLE
    return _all(facts.get("cadre", NONE).get("exceptional_approved"))


def cr_19(facts: dict[str, Any], on: date) -> int:
    kind = facts.get("matter", NONE).get("type")
    if kind not in CADRE:
        return MISSING if kind is None else NOT_APPLICABLE
    conflict = facts.get("cadre", NONE).get("kin_conflict")
    return MISSING if conflict is None else VIOLATED if conflict else SATISFIED


def cr_20(facts: dict[str, Any], on: date) -> int:
    applies = _cadre_flag(facts, "chief_of_township")
    if not applies:
        return MISSING if applies is None else NOT_APPLICABLE
    home = facts.get("cadre", NONE).get("home_area_chief")
    return MISSING if home is None else VIOLATED if home else SATISFIED


def cr_22_2(facts: dict[str, Any], on: date) -> int:
    kind = facts.get("matter", NONE).get("type")
    if kind not in CADRE:
        return MISSING if kind is None else NOT_APPLICABLE
    cadre = facts.get("cadre", NONE)
    parts = (cadre.get("circulated_instead"), cadre.get("spontaneous"))
    if True in parts:
        return VIOLATED
    return MISSING if None in parts else SATISFIED


def lc_11(facts: dict[str, Any], on: date) -> int:
    stage = facts.get("stage")
    if stage != "agenda":
        return MISSING if stage is None else NOT_APPLICABLE
    chair = facts.get("steps", NONE).get("chair", NONE)
    result = chair.get("conclusion")
    return _all(chair.get("done"), None if result is None else result == "list")


def lc_24(facts: dict[str, Any], on: date) -> int:
    stage = facts.get("stage")
    matter = facts.get("matter", NONE)
    body = matter.get("body")
    if (stage is not None and stage != "agenda") or (body is not None and body != "plenary"):
        return NOT_APPLICABLE
    if stage is None or body is None:
        return MISSING
    return _all(matter.get("standing_committee_reviewed"))


def xc_01(facts: dict[str, Any], on: date) -> int:
    matter = facts.get("matter", NONE)
    kind, who = matter.get("type"), matter.get("submitter")
    if kind in {"relay_superior", "emergency_ratification"} or who in {"member", "secretary"}:
        return NOT_APPLICABLE
    if kind is None or who is None:
        return MISSING
    step = facts.get("steps", NONE).get("unit_head", NONE)
    signer = step.get("by")
    return _all(step.get("done"), None if signer is None else signer == "unit_head")


def _for_decision(facts: dict[str, Any], kinds: frozenset[str]) -> bool | None:
    matter = facts.get("matter", NONE)
    nature, kind = matter.get("nature"), matter.get("type")
    if (nature is not None and nature not in DECIDED) or (kind is not None and kind not in kinds):
        return False
    return None if nature is None or kind is None else True


def xc_02(facts: dict[str, Any], on: date) -> int:
    applies = _for_decision(facts, GOVERNMENT)
    if not applies:
        return MISSING if applies is None else NOT_APPLICABLE
    step = facts.get("steps", NONE).get("government", NONE)
    result, reference = step.get("conclusion"), step.get("reference")
    return _all(
        step.get("done"),
        None if result is None else result in AGREED,
        None if reference is None else reference != "",
    )


def xc_03(facts: dict[str, Any], on: date) -> int:
    applies = _for_decision(facts, frozenset({"large_funds"}))
    if not applies:
        return MISSING if applies is None else NOT_APPLICABLE
    step = facts.get("steps", NONE).get("finance", NONE)
    result = step.get("conclusion")
    return _all(step.get("done"), None if result is None else result in AGREED, step.get("signed"))


def xc_04(facts: dict[str, Any], on: date) -> int:
    applies = _for_decision(facts, RESEARCH)
    if not applies:
        return MISSING if applies is None else NOT_APPLICABLE
    step = facts.get("steps", NONE).get("research", NONE)
    count = step.get("count")
    return _all(step.get("done"), None if count is None else count >= 1, step.get("report"))


def xc_05(facts: dict[str, Any], on: date) -> int:
    applies = _for_decision(facts, OPINIONS)
    if not applies:
        return MISSING if applies is None else NOT_APPLICABLE
    step = facts.get("steps", NONE).get("opinions", NONE)
    asked = step.get("asked")
    return _all(step.get("done"), None if asked is None else asked >= 1, step.get("adoption_table"))


def xc_05_2(facts: dict[str, Any], on: date) -> int:
    step = facts.get("steps", NONE).get("opinions", NONE)
    if step.get("done") is None:
        return NOT_APPLICABLE
    replied, asked = step.get("replied"), step.get("asked")
    complete = None if replied is None or asked is None else replied >= asked
    if complete:
        return SATISFIED
    stated, due = step.get("deemed_stated"), step.get("due")
    over = None if due is None else due < on
    if stated is False or over is False:
        silent: bool | None = False
    else:
        silent = None if stated is None or over is None else True
    if silent:
        return SATISFIED
    return MISSING if complete is None or silent is None else VIOLATED


def xc_06(facts: dict[str, Any], on: date) -> int:
    applies = _for_decision(facts, EXPERTS)
    if not applies:
        return MISSING if applies is None else NOT_APPLICABLE
    step = facts.get("steps", NONE).get("experts", NONE)
    count = step.get("count")
    return _all(step.get("done"), None if count is None else count >= 3)


def xc_07(facts: dict[str, Any], on: date) -> int:
    matter = facts.get("matter", NONE)
    nature, kind, public = matter.get("nature"), matter.get("type"), matter.get("public_interest")
    if nature is not None and nature not in DECIDED:
        return NOT_APPLICABLE
    if kind is None:
        return MISSING
    if kind != "livelihood":
        if kind not in NOTICE or public is False:
            return NOT_APPLICABLE
        if public is None:
            return MISSING
    if nature is None:
        return MISSING
    step = facts.get("steps", NONE).get("notice", NONE)
    days, count, answered = step.get("days"), step.get("count"), step.get("answered")
    return _all(
        step.get("done"),
        None if days is None else days >= 7,
        None if count is None or answered is None else answered >= count,
    )


def xc_08(facts: dict[str, Any], on: date) -> int:
    applies = _for_decision(facts, frozenset({"livelihood"}))
    if not applies:
        return MISSING if applies is None else NOT_APPLICABLE
    return _all(facts.get("steps", NONE).get("hearing", NONE).get("done"))


def xc_09(facts: dict[str, Any], on: date) -> int:
    applies = _for_decision(facts, frozenset({"regulation"}))
    normative = facts.get("matter", NONE).get("normative")
    if applies is False or normative is False:
        return NOT_APPLICABLE
    if applies is None or normative is None:
        return MISSING
    step = facts.get("steps", NONE).get("legal", NONE)
    result = step.get("conclusion")
    return _all(step.get("done"), None if result is None else result == "lawful")


def xc_10(facts: dict[str, Any], on: date) -> int:
    kind = facts.get("matter", NONE).get("type")
    if kind not in CADRE:
        return MISSING if kind is None else NOT_APPLICABLE
    step = facts.get("steps", NONE).get("deliberation", NONE)
    people = step.get("people")
    complete = None if people is None else {"secretary", "deputy", "member_in_charge"} <= set(people)
    return _all(step.get("done"), step.get("mature"), complete)


def xc_11(facts: dict[str, Any], on: date) -> int:
    matter = facts.get("matter", NONE)
    kind, risky = matter.get("type"), matter.get("stability_risk")
    if (kind is not None and kind not in RISK) or risky is False:
        return NOT_APPLICABLE
    if kind is None or risky is None:
        return MISSING
    step = facts.get("steps", NONE).get("risk", NONE)
    result = step.get("conclusion")
    return _all(step.get("done"), None if result is None else result != "high")


def xc_12(facts: dict[str, Any], on: date) -> int:
    kind = facts.get("matter", NONE).get("type")
    if kind is None:
        return MISSING
    if kind in {"relay_superior", "emergency_ratification"}:
        return NOT_APPLICABLE
    step = facts.get("steps", NONE).get("member", NONE)
    result = step.get("conclusion")
    return _all(step.get("done"), step.get("in_charge"), None if result is None else result in AGREED)


def xc_13(facts: dict[str, Any], on: date) -> int:
    stage = facts.get("stage")
    if stage not in {"director", "chair", "agenda"}:
        return MISSING if stage is None else NOT_APPLICABLE
    return _all(facts.get("steps", NONE).get("office", NONE).get("done"))


def xc_14(facts: dict[str, Any], on: date) -> int:
    stage = facts.get("stage")
    if stage not in {"chair", "agenda"}:
        return MISSING if stage is None else NOT_APPLICABLE
    return _all(facts.get("steps", NONE).get("director", NONE).get("done"))


def xc_15(facts: dict[str, Any], on: date) -> int:
    matter = facts.get("matter", NONE)
    dissent = matter.get("dissent")
    if not dissent:
        return MISSING if dissent is None else NOT_APPLICABLE
    return _all(matter.get("dissent_explained"))


def xc_16(facts: dict[str, Any], on: date) -> int:
    matter = facts.get("matter", NONE)
    touched, briefed = matter.get("touched_members"), matter.get("briefed_members")
    if touched is None:
        return MISSING
    if touched <= 0:
        return NOT_APPLICABLE
    return MISSING if briefed is None else SATISFIED if briefed >= touched else VIOLATED


def xc_17(facts: dict[str, Any], on: date) -> int:
    matter = facts.get("matter", NONE)
    nature, kind, words = matter.get("nature"), matter.get("type"), matter.get("report_words")
    if nature not in {"deliberate", "hear", None} or kind == "emergency_ratification":
        return NOT_APPLICABLE
    if nature is None or kind is None:
        return MISSING
    return MISSING if words is None else SATISFIED if words <= 3000 else VIOLATED


def _administrative(facts: dict[str, Any], flag: str) -> bool | None:
    matter = facts.get("matter", NONE)
    listed, value = matter.get("administrative"), matter.get(flag)
    if listed is False or value is False:
        return False
    return None if listed is None or value is None else True


def _listed_and_taken(facts: dict[str, Any], step: str) -> bool | None:
    if facts.get("steps", NONE).get(step, NONE).get("done") is None:
        return False
    return facts.get("matter", NONE).get("administrative")


def ad_04(facts: dict[str, Any], on: date) -> int:
    applies = _administrative(facts, "cross_unit")
    if not applies:
        return MISSING if applies is None else NOT_APPLICABLE
    matter = facts.get("matter", NONE)
    dissent, explained = matter.get("dissent"), matter.get("dissent_explained")
    if dissent is False or explained:
        settled: bool | None = True
    else:
        settled = None if dissent is None or explained is None else False
    return _all(facts.get("steps", NONE).get("opinions", NONE).get("done"), settled)


def ad_05(facts: dict[str, Any], on: date) -> int:
    listed = facts.get("matter", NONE).get("administrative")
    step = facts.get("steps", NONE).get("opinions", NONE)
    if listed is False or not step.get("public"):
        return NOT_APPLICABLE
    if listed is None:
        return MISSING
    days, explained = step.get("public_days"), step.get("shortening_explained")
    if (days is not None and days >= 30) or explained:
        return SATISFIED
    return MISSING if days is None or explained is None else VIOLATED


def ad_06(facts: dict[str, Any], on: date) -> int:
    applies = _listed_and_taken(facts, "hearing")
    if not applies:
        return MISSING if applies is None else NOT_APPLICABLE
    days = facts.get("steps", NONE).get("hearing", NONE).get("papers_days")
    return MISSING if days is None else SATISFIED if days >= 7 else VIOLATED


def ad_07(facts: dict[str, Any], on: date) -> int:
    applies = _listed_and_taken(facts, "hearing")
    if not applies:
        return MISSING if applies is None else NOT_APPLICABLE
    step = facts.get("steps", NONE).get("hearing", NONE)
    return _all(step.get("public"), step.get("participants_announced"), step.get("record_signed"))


def ad_08(facts: dict[str, Any], on: date) -> int:
    applies = _administrative(facts, "specialised")
    if not applies:
        return MISSING if applies is None else NOT_APPLICABLE
    step = facts.get("steps", NONE).get("experts", NONE)
    signed, count = step.get("signed"), step.get("count")
    return _all(step.get("done"), None if signed is None or count is None else signed >= count)


def ad_09(facts: dict[str, Any], on: date) -> int:
    applies = _listed_and_taken(facts, "experts")
    if not applies:
        return MISSING if applies is None else NOT_APPLICABLE
    conflicted = facts.get("steps", NONE).get("experts", NONE).get("conflicted")
    return MISSING if conflicted is None else SATISFIED if conflicted == 0 else VIOLATED


def ad_10(facts: dict[str, Any], on: date) -> int:
    applies = _administrative(facts, "stability_risk")
    if not applies:
        return MISSING if applies is None else NOT_APPLICABLE
    step = facts.get("steps", NONE).get("risk", NONE)
    result = step.get("conclusion")
    return _all(step.get("done"), None if result is None else result != "high")


def ad_11(facts: dict[str, Any], on: date) -> int:
    listed = facts.get("matter", NONE).get("administrative")
    if not listed:
        return MISSING if listed is None else NOT_APPLICABLE
    step = facts.get("steps", NONE).get("legal", NONE)
    result = step.get("conclusion")
    return _all(step.get("done"), None if result is None else result == "lawful")


def ad_11_2(facts: dict[str, Any], on: date) -> int:
    applies = _listed_and_taken(facts, "legal")
    if not applies:
        return MISSING if applies is None else NOT_APPLICABLE
    days = facts.get("steps", NONE).get("legal", NONE).get("workdays")
    return MISSING if days is None else SATISFIED if days >= 7 else VIOLATED


RULES = {
    name.upper().replace("_", "-", 1).replace("_", "."): function
    for name, function in list(globals().items())
    if name[:3] in {"cr_", "lc_", "xc_", "ad_"}
}
