"""The county's own rules and numbers (规定库): adopted or set from a day on, each by a decision, with history."""

import datetime as dt
from typing import Any

from django.db.models import Q

from yixing.access.actions import Action
from yixing.compliance.gates import packs
from yixing.compliance.models import Adoption, Parameter
from yixing.door.call import Call
from yixing.door.door import action, record
from yixing.rulebook import refusals  # noqa: F401  (registers the messages this module raises)
from yixing.rulebook.words import PREFIX
from yixing_core.errors import Refusal
from yixing_core.rules.catalogue import FACTS
from yixing_core.rules.kinds import WrongValue, coerce, plain


@action(Action.RULE_ADOPT)
def rule_adopt(call: Call, *, rule: str, since: dt.date, decision: str) -> Adoption:
    """Adopt a rule by a recorded decision; from ``since`` it blocks instead of warning.

    Raises:
        Refusal: ``rule_unknown``, ``basis_required``, ``rule_adopted``.
    """
    call.require(Action.RULE_ADOPT)
    if rule not in {each.id for pack in packs() for each in pack.rules}:
        raise Refusal("rule_unknown", field="rule", rule=rule)
    if not decision.strip():
        raise Refusal("basis_required", field="decision")
    running = Adoption.objects.filter(Q(until__isnull=True) | Q(until__gte=since), rule=rule).first()
    if running is not None:
        raise Refusal("rule_adopted", field="rule", rule=rule, since=running.since.isoformat())
    adoption = Adoption.objects.create(rule=rule, since=since, decision=decision.strip())
    record(call, adoption, data={"rule": rule, "since": since.isoformat()}, note={"decision": decision.strip()})
    return adoption


@action(Action.PARAMETER_SET)
def parameter_set(
    call: Call, *, key: str, value: Any, since: dt.date, decision: str, body_id: int | None = None, note: str = ""
) -> Parameter:
    """Set one number of the county from a day on, by a decision; earlier values stay as history.

    Args:
        call: the circumstances.
        key: a name of the closed list, without ``params.``.
        value: of the parameter's type; money in 元, shares as ``"2/3"``.
        since: the first day it holds.
        decision: by what it was decided.
        body_id: for one body only.
        note: words beside it.

    Raises:
        Refusal: ``parameter_unknown``, ``field_invalid``, ``basis_required``, ``parameter_same_day``.
    """
    call.require(Action.PARAMETER_SET)
    fact = FACTS.get(PREFIX + key)
    if fact is None:
        raise Refusal("parameter_unknown", field="key", key=key)
    if not decision.strip():
        raise Refusal("basis_required", field="decision")
    try:
        stored = plain(coerce(fact, value))
    except WrongValue as wrong:
        raise Refusal(
            "field_invalid", field="value", label=fact.label, why=str(wrong), mend="请改正后再提交。"
        ) from wrong
    same = Q(body__isnull=True) if body_id is None else Q(body_id=body_id)
    if Parameter.objects.filter(same, key=key, since=since).exists():
        raise Refusal("parameter_same_day", field="since", label=fact.label, since=since.isoformat())
    row = Parameter.objects.create(
        key=key, body_id=body_id, value=stored, since=since, decision=decision.strip(), note=note.strip()
    )
    record(call, row, data={"key": key, "value": str(stored), "since": since.isoformat()}, note={"decision": decision})
    return row
