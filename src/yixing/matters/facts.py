"""The rulebook's facts about a matter, each derived from a record; without the record there is no fact."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from yixing.access.kinds import ref
from yixing.attachments.models import Attachment
from yixing.compliance.gates import codes
from yixing.matters import opinions
from yixing.matters.charge import areas_of_each, is_head, touched_members
from yixing.matters.models import Endorsement, Matter, Nature, OpinionRound, Step
from yixing.matters.sheet import request_lines
from yixing.matters.standing import agenda_items, agenda_items_of, standing_steps_of, valid_signatures_of
from yixing.matters.steps import BESIDE, FIELDS, PEOPLE_KEY, StepKind, key_of
from yixing.portfolios.leads import member_in_charge

Facts = dict[str, Any]
Stage = Endorsement.Stage
Verdict = Endorsement.Verdict
CADRE_TYPES = frozenset({"cadre_appointment", "key_cadre_appointment"})
_REPORT = frozenset({Attachment.Label.TABLED, Attachment.Label.BEFORE})
_ON_PAPER: Facts = {
    "title_given": True,
    "reason_given": True,
    "asks": 1,
    "reporter_named": True,
    "report_attached": True,
    "draft_attached": True,
    "basis_attached": True,
    "report_words": 0,
}
"""What an 另册占位 states by being one: sheet and papers exist on paper (材料线下) and are checked there."""
RATIFIED = {"agreed": True, "agreed_in_principle": True, "rejected": False}
_DETERMINED = {
    Verdict.LIST: "list",
    Verdict.DEFER: "postpone",
    Verdict.TRANSFER: "thematic",
    Verdict.RETURN: "return",
}


@dataclass(frozen=True, slots=True)
class Records:
    """What a matter's facts are derived from, each read once."""

    steps: tuple[Step, ...]
    signatures: tuple[Endorsement, ...]
    items: tuple[Any, ...]
    rounds: tuple[OpinionRound, ...]
    other_areas: tuple[int, ...]

    @classmethod
    def of(cls, matter: Matter) -> "Records":
        """Read the records of a saved matter."""
        return cls.each([matter])[matter.pk]

    @classmethod
    def each(cls, matters: Iterable[Matter]) -> dict[int, "Records"]:
        """Read the records of saved matters, by the id of the matter; as many queries for many as for one."""
        rows = {matter.pk: matter for matter in matters}
        steps, signatures = standing_steps_of(rows), valid_signatures_of(rows)
        items, rounds, others = agenda_items_of(rows), opinions.rounds_of_each(rows), areas_of_each(rows)
        return {
            pk: cls(tuple(steps[pk]), tuple(signatures[pk]), tuple(items[pk]), tuple(rounds[pk]), tuple(others[pk]))
            for pk in rows
        }

    def by(self, day: dt.date) -> "Records":
        """The same with only the steps taken and signatures given by that day."""
        return replace(
            self,
            steps=tuple(step for step in self.steps if step.on <= day),
            signatures=tuple(each for each in self.signatures if each.on <= day),
        )

    def latest(self, kind: str) -> Step | None:
        """The last record of a kind: several of one kind are several occasions, the last of which is judged."""
        return next((step for step in reversed(self.steps) if step.kind == kind), None)


def matter_facts(matter: Matter, on: dt.date, /, *, records: Records | None = None, **extra: Any) -> Facts:
    """Facts for the gates ``matter.submit``, ``.list``, ``.route``, ``.add_late`` and ``.decide_direct``.

    Args:
        matter: a saved row.
        on: the day that is judged: portfolios are those of that day.
        records: what it is derived from, where that is not simply everything recorded by now.
        extra: further facts by their top name: ``stage="director"``, ``late={...}``, ``direct={...}``; a mapping is
            merged into the group of that name, so ``matter={"amount": ...}`` asks what would be.

    Returns:
        Nested facts as ``yixing_core.rules.catalogue`` names them.
    """
    records = records or Records.of(matter)
    facts: Facts = {"matter": _matter(matter, on, records), "steps": _steps(matter, on, records)}
    cadre = cadre_facts(matter, records)
    if cadre:
        facts["cadre"] = cadre
    return with_more(facts, **extra)


def with_more(facts: Facts, /, **extra: Any) -> Facts:
    """The facts with others beside or over them, group by group."""
    merged = dict(facts)
    for name, value in extra.items():
        merged[name] = {**merged.get(name, {}), **value} if isinstance(value, Mapping) else value
    return merged


def late_facts(*, consented: bool | None, reason: str, papers_given: bool | None) -> Facts:
    """The group ``late`` for gate ``matter.add_late``: the chair's consent, the reason, the papers."""
    return {"consented": consented, "reason_given": bool(reason.strip()), "papers_given": papers_given}


def direct_facts(
    matter: Matter,
    *,
    decider_id: int,
    decided_on: dt.date,
    record: str | None,
    filed_on: dt.date | None = None,
) -> Facts:
    """The group ``direct`` for gate ``matter.decide_direct``: a member decides alone, what the paper is, who agreed.

    Which types he may decide alone is the county's list of that day (parameter ``direct_types``).

    Args:
        matter: the 事项.
        decider_id: the member.
        decided_on: the day he decided: his portfolio of that day counts.
        record: ``thematic_minutes``, ``instruction`` or ``signed_request``; ``None`` where there is no paper.
        filed_on: day of filing.
    """
    leading = member_in_charge(matter.area_id, decided_on)
    circulated = matter.steps.filter(is_revoked=False, kind=StepKind.CIRCULATION).order_by("on", "id").last()
    values = circulated.values if circulated else {}
    return {
        "in_charge": leading is not None and leading.pk == decider_id,
        "listed": matter.type.slug in codes("direct_types", decided_on),
        "record": record,
        "decided_on": decided_on,
        "filed_on": filed_on,
        "other_field": bool(touched_members(matter, decided_on)),
        "other_member_agreed": values.get("agreed"),
    }


def emergency_facts(matter: Matter) -> Facts:
    """The group ``emergency`` for gates ``matter.emergency`` and ``matter.ratify``: the 临机处置 record, the agenda."""
    record = matter.steps.filter(is_revoked=False, kind=StepKind.EMERGENCY).order_by("on", "id").last()
    return emergency_group(record, agenda_items(matter, meeting=False))


def emergency_group(record: Step | None, items: Iterable[Any]) -> Facts:
    """The same from records that were read already. What was put off or withdrawn is no conclusion."""
    facts: Facts = {}
    if record:
        facts |= {key_of(fact): record.values.get(key_of(fact)) for fact in FIELDS[StepKind.EMERGENCY]}
    concluded = [item for item in items if item.outcome in RATIFIED]
    if concluded:
        facts |= {"ratified": RATIFIED[concluded[-1].outcome], "ratified_on": concluded[-1].concluded_on}
    return facts


def _matter(matter: Matter, on: dt.date, records: Records) -> Facts:
    facts: Facts = {
        "type": matter.type.slug,
        "nature": matter.nature,
        "importance": matter.importance,
        "body": matter.decided_by or None,
        "submitter": matter.submitter or None,
        "amount": matter.amount,
        "funds_source": matter.fund_source or None,
        "title_given": _given(matter.title),
        "reason_given": _given(matter.reason),
        "asks": len(request_lines(matter)) or None,
        "report_words": matter.report_words,
        "reporter_named": _given(matter.presenter),
        "options": len(matter.options) or None,
        "punishment": matter.is_punishment,
        "classified": matter.is_offline,
        "offline": matter.is_offline,
    }
    facts |= _impact(matter) | _papers(matter) | _others(matter, on, records) | _tabled(records)
    return facts | _ON_PAPER if matter.is_offline else facts


def _given(text: str) -> bool | None:
    """What is merely not filled in is 待补, not 不符合: then there is no fact."""
    return bool(text.strip()) or None


def _impact(matter: Matter) -> Facts:
    return {
        "public_interest": matter.is_public_interest,
        "stability_risk": matter.is_stability_risk,
        "specialised": matter.is_professional,
        "administrative": matter.is_administrative,
        "normative": matter.is_normative,
        "policy_question": matter.is_policy_question,
        "superior_approval_needed": matter.needs_superior,
        "superior_asked_on": matter.superior_asked_on,
        "superior_approved": matter.superior_approved,
        "market_subjects": matter.is_market,
        "fair_competition_reviewed": matter.competition_reviewed,
        "cross_unit": matter.is_cross_unit,
    }


def _papers(matter: Matter) -> Facts:
    rows = Attachment.objects.filter(subject=ref(matter), file__destroyed__isnull=True)
    labels = set(rows.values_list("label", flat=True))
    report = not labels.isdisjoint(_REPORT)
    return {
        "report_attached": report or None,
        "draft_attached": report or None,
        "basis_attached": Attachment.Label.BASIS in labels or None,
    }


def _others(matter: Matter, on: dt.date, records: Records) -> Facts:
    """What others have to do with it: dissent of units, other members' fields."""
    touched = {person.pk for person in touched_members(matter, on, records.other_areas)}
    circulated = [step for step in records.steps if step.kind == StepKind.CIRCULATION]
    shown = {person for step in circulated for person in step.values.get(PEOPLE_KEY, ())}
    explained = _given(matter.disagreement)
    return {
        "dissent": bool(explained or opinions.refused(records.rounds)),
        "dissent_explained": explained,
        "touched_members": len(touched),
        "briefed_members": len(touched & shown) if circulated else None,
    }


def _tabled(records: Records) -> Facts:
    """What its places on agendas say: added late, reviewed by the standing committee on the way to the plenary."""
    referred = [item for item in records.items if item.is_referral and item.outcome == "referred"]
    facts: Facts = {
        "late": any(item.is_late for item in records.items),
        "standing_committee_reviewed": bool(referred),
    }
    if referred:
        facts["standing_committee_reviewed_on"] = referred[-1].concluded_on
    return facts


def _steps(matter: Matter, on: dt.date, records: Records) -> Facts:
    """The group ``steps``: one subgroup for each step with a record or a signature, none for the others."""
    facts: Facts = {}
    for step in records.steps:
        if step.kind in BESIDE:
            continue
        facts[step.kind] = {"done": True, "on": step.on} | {
            key_of(fact): step.values.get(key_of(fact)) for fact in FIELDS[step.kind]
        }
    if "government" in facts and (held := records.latest(StepKind.GOVERNMENT)):
        facts["government"]["reference"] = held.document or None
    if "research" in facts and facts["research"]["count"] is None:
        facts["research"]["count"] = sum(row.kind == StepKind.RESEARCH for row in records.steps)
    asked = opinions.opinion_facts(records.rounds, on)
    if asked:
        facts["opinions"] = facts.get("opinions", {}) | asked
    return facts | _signatures(matter, records)


def _signatures(matter: Matter, records: Records) -> Facts:
    facts: Facts = {}
    for signature in records.signatures:
        if signature.stage == Stage.SUBMIT:
            continue
        facts[signature.stage] = {"done": True, "on": signature.on} | _signature(matter, signature)
    return facts


def _signature(matter: Matter, signature: Endorsement) -> Facts:
    match signature.stage:
        case Stage.UNIT_HEAD:
            head = is_head(signature.person_id, matter.unit_id, signature.on)
            return {"by": "unit_head" if head else "unit_deputy"}
        case Stage.MEMBER:
            leading = member_in_charge(matter.area_id, signature.on)
            in_charge = leading is not None and leading.pk == signature.person_id
            return {"in_charge": in_charge, "conclusion": "agree"}
        case Stage.CHAIR:
            return {"conclusion": _DETERMINED[Verdict(signature.verdict)]}
    return {}


def cadre_facts(matter: Matter, records: Records) -> Facts:
    """The group ``cadre``: what the 干部工作程序 says; empty for what is no matter of cadres."""
    if matter.type.slug not in CADRE_TYPES and matter.nature != Nature.CADRE:
        return {}
    facts: Facts = {"spontaneous": any(item.is_late for item in records.items)}
    record = records.latest(StepKind.CADRE)
    if record:
        facts |= {key_of(fact): record.values.get(key_of(fact)) for fact in FIELDS[StepKind.CADRE]}
    return facts
