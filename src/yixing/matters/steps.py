"""What a record of a procedural step may hold: for each kind a closed list of keys, taken from the facts of the rules.

The forms, the actions and ``facts`` all read these lists, so that a value on the screen, in the record and in the
rulebook is one and the same.
"""

import datetime as dt
from collections.abc import Mapping
from typing import Any, Final

from yixing.matters.models import Step
from yixing_core.errors import Refusal
from yixing_core.rules.catalogue import FACTS
from yixing_core.rules.kinds import Fact, Kind, WrongValue, coerce, plain

StepKind = Step.Kind

_DERIVED: Final = frozenset({"done", "on", "reference"})
"""Every step has these: they come from the row itself, not from its values."""
_CADRE_DERIVED: Final = frozenset({"spontaneous"})
_EMERGENCY_DERIVED: Final = frozenset({"ratified_on", "ratified"})
BESIDE: Final = frozenset({StepKind.CADRE, StepKind.CIRCULATION, StepKind.EMERGENCY})
"""Kinds that are no step of the rulebook's list, but a record beside it."""

CIRCULATION: Final[tuple[Fact, ...]] = (Fact("circulation.agreed", Kind.BOOL, "有关常委是否同意", "会前传阅登记"),)
EMERGENCY_WORDS: Final[dict[str, tuple[str, int]]] = {
    "cause": ("何时何地何事", 500),
    "measures": ("已采取措施", 500),
    "why": ("来不及开会的原因", 200),
    "reported_to": ("已报告谁", 120),
}
"""What a member writes of a 临机处置, with the most characters of each; its dates and answers are facts of the rules."""
PEOPLE_KEY: Final = "people"
"""In 会前传阅: ids of the members to whom it was shown."""


def _facts_of(prefix: str, left_out: frozenset[str]) -> tuple[Fact, ...]:
    named = ((name.removeprefix(prefix), fact) for name, fact in FACTS.items() if name.startswith(prefix))
    return tuple(fact for short, fact in named if short not in left_out)


FIELDS: Final[dict[str, tuple[Fact, ...]]] = {
    **{kind.value: _facts_of(f"steps.{kind.value}.", _DERIVED) for kind in StepKind if kind not in BESIDE},
    StepKind.CADRE.value: _facts_of("cadre.", _CADRE_DERIVED),
    StepKind.CIRCULATION.value: CIRCULATION,
    StepKind.EMERGENCY.value: _facts_of("emergency.", _EMERGENCY_DERIVED),
}
"""The keys of ``Step.values`` by kind, in the order of the form."""

OFFICE_ONLY: Final = frozenset({StepKind.DELIBERATION.value})
"""Recorded by the office, and before the meeting seen by the office and the chair alone."""


def key_of(fact: Fact) -> str:
    """The key under which a fact's value stands in ``Step.values``: ``steps.legal.by`` stands under ``by``.

    >>> key_of(FACTS["steps.legal.by"])
    'by'
    """
    return fact.name.rpartition(".")[2]


def checked_values(kind: str, given: Mapping[str, Any]) -> dict[str, Any]:
    """The values of a record as they are stored: known keys only, each of its kind, nothing that was left empty.

    Raises:
        Refusal: ``step_kind`` for a kind that does not exist, ``step_key`` for a key the kind does not have,
            ``field_invalid`` for a value that does not fit.
    """
    if kind not in FIELDS:
        raise Refusal("step_kind", field="kind", kind=kind)
    known = {key_of(fact): fact for fact in FIELDS[kind]}
    stored: dict[str, Any] = {}
    for key, value in given.items():
        if value is None or value in ("", []):
            continue
        if kind == StepKind.CIRCULATION and key == PEOPLE_KEY:
            stored[key] = _person_ids(value)
        elif kind == StepKind.EMERGENCY and key in EMERGENCY_WORDS:
            stored[key] = _words(key, value)
        elif key in known:
            stored[key] = _plain(known[key], key, value)
        else:
            raise Refusal("step_key", field=key, kind=StepKind(kind).label, key=key)
    return stored


def refuse_ahead(values: Mapping[str, Any], today: dt.date) -> None:
    """Refuse days of a 临机处置 that have not come yet, or that stand in the wrong order.

    Args:
        values: as ``checked_values`` gives them, days as text.
        today: the day of entry.

    Raises:
        Refusal: ``emergency_ahead``, ``emergency_order``.
    """
    labels = {key_of(fact): fact.label for fact in FIELDS[StepKind.EMERGENCY]}
    for key in ("happened_on", "decided_on", "reported_on"):
        day = values.get(key)
        if day is not None and day > today.isoformat():
            raise Refusal("emergency_ahead", field=key, label=labels.get(key, "日期"), day=day)
    happened, decided = values.get("happened_on"), values.get("decided_on")
    if happened is not None and decided is not None and happened > decided:
        raise Refusal("emergency_order", field="happened_on", day=happened, on=decided)


def _plain(fact: Fact, key: str, value: object) -> object:
    try:
        return plain(coerce(fact, value))
    except WrongValue as wrong:
        raise Refusal("field_invalid", field=key, label=fact.label, why=str(wrong), mend="请改正后再提交。") from wrong


def _words(key: str, value: object) -> str:
    label, most = EMERGENCY_WORDS[key]
    text = str(value).strip()
    if len(text) > most:
        why = f"共{len(text)}字，最多{most}字"
        raise Refusal("field_invalid", field=key, label=label, why=why, mend="请写得简短些，其余的以后补充。")
    return text


def _person_ids(value: object) -> list[int]:
    if isinstance(value, list | tuple) and all(isinstance(each, int) for each in value):
        return sorted(set(value))
    raise Refusal(
        "field_invalid", field=PEOPLE_KEY, label="传阅的常委", why="不是人员名单", mend="请勾选人员后再提交。"
    )
