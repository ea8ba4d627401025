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
from yixing_core.rules.kinds import LARGEST, Fact, WrongValue, coerce, plain

LOGIN_KEYS = frozenset({"login_failures", "login_lock_minutes"})
"""Numbers of the login: set by the security administrator, not by the office."""
LIMITS = {"login_failures": (3, 10), "login_lock_minutes": (10, 1440), "due_soon_days": (0, 90)}
"""Between which values a number makes sense at all."""


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


@action(Action.RULE_END)
def rule_end(call: Call, *, adoption_id: int, until: dt.date, decision: str, version: int | None = None) -> Adoption:
    """End an adoption by a recorded decision; ``until`` is the last day on which it blocks.

    What happened up to that day is judged as before, also when it is entered later.

    Raises:
        Refusal: ``not_found``, ``forbidden``, ``stale``, ``basis_required``, ``rule_ended`` where it has ended
            already, ``rule_end_before`` for a day before it began.
    """
    adoption = call.load(Adoption, adoption_id, Action.RULE_END, version=version)
    if adoption.until is not None:
        raise Refusal("rule_ended", rule=adoption.rule, until=adoption.until.isoformat())
    if not decision.strip():
        raise Refusal("basis_required", field="decision")
    if until < adoption.since:
        raise Refusal("rule_end_before", field="until", since=adoption.since.isoformat())
    adoption.until, adoption.end_decision = until, decision.strip()
    adoption.save()
    record(
        call, adoption, data={"rule": adoption.rule, "until": until.isoformat()}, note={"decision": decision.strip()}
    )
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
    if key in LOGIN_KEYS:
        raise Refusal("parameter_of_login", field="key", label=FACTS[PREFIX + key].label)
    return _set(call, key, value, Parameter(body_id=body_id, since=since, decision=decision, note=note.strip()))


@action(Action.LOGIN_LIMIT)
def login_limit(call: Call, *, key: str, value: Any, since: dt.date, decision: str, note: str = "") -> Parameter:
    """Set after how many failures an account is locked, or for how long: the security administrator's numbers.

    Raises:
        Refusal: ``parameter_unknown`` for any other number, and what ``parameter_set`` refuses.
    """
    call.require(Action.LOGIN_LIMIT)
    if key not in LOGIN_KEYS:
        raise Refusal("parameter_unknown", field="key", key=key)
    return _set(call, key, value, Parameter(since=since, decision=decision, note=note.strip()))


def _set(call: Call, key: str, value: Any, row: Parameter) -> Parameter:
    fact = FACTS.get(PREFIX + key)
    if fact is None:
        raise Refusal("parameter_unknown", field="key", key=key)
    row.key, row.decision = key, row.decision.strip()
    if not row.decision:
        raise Refusal("basis_required", field="decision")
    row.value = _stored(fact, key, value)
    same = Q(body__isnull=True) if row.body_id is None else Q(body_id=row.body_id)
    if Parameter.objects.filter(same, key=key, since=row.since).exists():
        raise Refusal("parameter_same_day", field="since", label=fact.label, since=row.since.isoformat())
    row.save()
    data = {"key": key, "value": str(row.value), "since": row.since.isoformat()}
    record(call, row, data=data, note={"decision": row.decision})
    return row


def _stored(fact: Fact, key: str, value: Any) -> Any:
    try:
        stored = plain(coerce(fact, value))
    except WrongValue as wrong:
        raise Refusal(
            "field_invalid", field="value", label=fact.label, why=str(wrong), mend="请改正后再提交。"
        ) from wrong
    low, high = LIMITS.get(key, (0, LARGEST))
    if isinstance(stored, int) and not low <= stored <= high:
        why = f"应在 {low} 和 {high} 之间"
        raise Refusal("field_invalid", field="value", label=fact.label, why=why, mend="请改正后再提交。")
    return stored
