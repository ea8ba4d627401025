"""The procedure table of a county: for each type of matter its steps, who does them, who decides and by what vote.

Nothing of it is written down anywhere: the rules of the day are asked with the type alone, and what they leave open is
the condition under which they apply. A county that changes a parameter or whose regulations change gets another table.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from yixing_core.rules.catalogue import FACTS
from yixing_core.rules.evaluate import Rulebook
from yixing_core.rules.kinds import Kind, Value, coerce
from yixing_core.rules.model import Rule, Status
from yixing_core.rules.residual import conjuncts, number_words, residual, residual_words
from yixing_core.rules.vocabulary import (
    CONSULTEES,
    DECIDING_BODIES,
    MATTER_TYPE_NUMBERS,
    MATTER_TYPES,
    NATURES,
    POLL_METHODS,
    STEPS,
)

NATURE_OF_TYPE: Final[dict[str, str]] = {
    "relay_superior": "convey",
    "cadre_appointment": "cadre",
    "key_cadre_appointment": "cadre",
}
"""How a matter of the type is usually put before a meeting; all others are deliberated."""
_VOTED: Final = frozenset({"deliberate", "cadre"})
_PREFIX: Final = "params."


@dataclass(frozen=True, slots=True)
class Term:
    """One rule that asks for a step or a body.

    Args:
        rule: the rule.
        condition: when it applies to this type, in words; empty: always.
        numbers: the county's numbers that it checks, in words.
        parts: what must all hold for it to apply, as written in the rule.
    """

    rule: Rule
    condition: str
    numbers: tuple[str, ...] = ()
    parts: frozenset[str] = frozenset()

    @property
    def always(self) -> bool:
        """Whether it applies to every matter of the type."""
        return not self.condition


@dataclass(frozen=True, slots=True)
class TableStep:
    """A step that matters of the type take: always (必经), or under the conditions of its terms (视情)."""

    step: str
    label: str
    terms: tuple[Term, ...]

    @property
    def always(self) -> bool:
        """必经: one of its rules applies to every matter of the type."""
        return any(term.always for term in self.terms)

    @property
    def applying(self) -> tuple[Term, ...]:
        """The rules that make the step: those that always apply, or else those that may."""
        return tuple(term for term in self.terms if term.always) or self.terms

    @property
    def who(self) -> str:
        """谁办."""
        return "、".join(dict.fromkeys(term.rule.who for term in self.applying))

    @property
    def condition(self) -> str:
        """When, in words; empty: always."""
        return "" if self.always else either(self.terms)


@dataclass(frozen=True, slots=True)
class TableBody:
    """A body that may have to decide, under which condition (empty: in any case), how it votes, and why."""

    body: str
    label: str
    condition: str
    vote: str
    rules: tuple[Rule, ...]


@dataclass(frozen=True, slots=True)
class TableRow:
    """The procedure of one type of matter.

    Args:
        code, number, label: the type, e.g. ``major_project``, ``T04``, 重大项目安排.
        nature: as what it is put before the meeting.
        steps: in the order of the sheet.
        bodies: from the lowest to the highest.
        consultees: whom it is sent to for opinions; empty where no step asks for opinions.
    """

    code: str
    number: str
    label: str
    nature: str
    steps: tuple[TableStep, ...]
    bodies: tuple[TableBody, ...]
    consultees: tuple[str, ...]

    @property
    def required(self) -> tuple[TableStep, ...]:
        """必经程序."""
        return tuple(step for step in self.steps if step.always)

    @property
    def conditional(self) -> tuple[TableStep, ...]:
        """视情程序."""
        return tuple(step for step in self.steps if not step.always)


def either(terms: Sequence[Term]) -> str:
    """The conditions of several rules as one; what another one covers already is left out."""
    kept = [term for term in terms if not any(other.parts < term.parts for other in terms)]
    return "；或者".join(dict.fromkeys(term.condition for term in kept))


_KINDS: Final = frozenset({"party", "government", "direct", "mass", "law", "township"})


def consultee_words(scope: Collection[str]) -> tuple[str, ...]:
    """Whom a matter is sent to, in words; all kinds of units together are said in one.

    >>> consultee_words(("concerned", "township"))
    ('所涉领域的归口单位', '各乡镇街道')
    """
    if set(scope) >= _KINDS:
        return ("县直各单位和各乡镇街道",)
    return tuple(label for code, label in CONSULTEES.items() if code in scope)


def procedure_table(rulebook: Rulebook, params: Mapping[str, Any], on: date) -> tuple[TableRow, ...]:
    """Return the table of a day.

    Args:
        rulebook: the rules, with what the county adopted.
        params: the county's own parameters of the day, by name without ``params.``.
        on: the day.

    Raises:
        WrongValue: a parameter's value does not fit it.
    """
    given = dict(rulebook.defaults(on))
    for name, value in params.items():
        fact = FACTS.get(_PREFIX + name)
        if fact is not None and value is not None:
            given[fact.name] = coerce(fact, value)
    return tuple(_row(rulebook, code, given, on) for code in MATTER_TYPES)


def _row(rulebook: Rulebook, code: str, given: Mapping[str, Value], on: date) -> TableRow:
    nature = NATURE_OF_TYPE.get(code, "deliberate")
    values = {**given, "matter.type": code, "matter.nature": nature, "stage": "agenda", "on": on}
    steps = _steps(rulebook, values, on)
    scope = given.get(f"{_PREFIX}consultees_{code}")
    asking = any(step.step == "opinions" for step in steps)
    return TableRow(
        code=code,
        number=MATTER_TYPE_NUMBERS[code],
        label=MATTER_TYPES[code],
        nature=NATURES[nature],
        steps=steps,
        bodies=_bodies(rulebook, values, on),
        consultees=consultee_words(scope) if isinstance(scope, tuple) and asking else (),
    )


def _term(rule: Rule, values: Mapping[str, Value]) -> Term | None:
    left = residual(rule.when.root, values) if rule.when is not None else True
    if left is False:
        return None
    numbers = tuple(
        number_words(fact, values.get(fact.name))
        for fact in rule.check.facts
        if fact.name.startswith(_PREFIX) and fact.kind in {Kind.INT, Kind.DECIMAL, Kind.FRACTION}
    )
    if isinstance(left, bool):
        return Term(rule, "", numbers)
    return Term(rule, residual_words(left, values), numbers, conjuncts(left))


def _steps(rulebook: Rulebook, values: Mapping[str, Value], on: date) -> tuple[TableStep, ...]:
    terms: dict[str, list[Term]] = {}
    for rule in rulebook.rules(on, "matter.list"):
        term = _term(rule, values) if rule.step else None
        if term is not None:
            terms.setdefault(rule.step, []).append(term)
    return tuple(TableStep(step, label, tuple(terms[step])) for step, label in STEPS.items() if step in terms)


def _bodies(rulebook: Rulebook, values: Mapping[str, Value], on: date) -> tuple[TableBody, ...]:
    """The bodies that may decide: what is asked for in any case, and what more may raise it; the highest wins."""
    terms: dict[str, list[Term]] = {}
    for rule in rulebook.rules(on, "matter.route"):
        term = _term(rule, values) if rule.decides else None
        if term is not None:
            terms.setdefault(rule.decides, []).append(term)
    ranks = list(DECIDING_BODIES)
    certain = [ranks.index(body) for body, found in terms.items() if any(term.always for term in found)]
    lowest = max(certain, default=0)
    return tuple(
        TableBody(
            body=body,
            label=DECIDING_BODIES[body],
            condition="" if rank == lowest and certain else either(terms[body]),
            vote=vote_words(rulebook, values, body, on),
            rules=tuple(term.rule for term in terms[body] if term.always or rank != lowest or not certain),
        )
        for rank, body in enumerate(ranks)
        if rank >= lowest and body in terms
    )


def vote_words(rulebook: Rulebook, values: Mapping[str, Value], body: str, on: date) -> str:
    """How a body votes on matters of a type: the methods to which no rule of the poll gate objects."""
    if body == "member":
        return "直接决定并备案"
    if values["matter.nature"] not in _VOTED:
        return "不表决"
    matter = {"type": values["matter.type"], "body": body}
    params = {name.removeprefix(_PREFIX): value for name, value in values.items() if name.startswith(_PREFIX)}
    allowed = []
    for method, label in POLL_METHODS.items():
        asked = {"matter": matter, "body": {"kind": body}, "poll": {"method": method}, "params": params}
        if Status.VIOLATED not in rulebook.statuses("poll.open", asked, on).values():
            allowed.append(label)
    if not allowed:
        return "未定"
    return allowed[0] if len(allowed) == 1 else f"{'、'.join(allowed[:-1])}或{allowed[-1]}"
