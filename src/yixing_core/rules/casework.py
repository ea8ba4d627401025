"""Run the cases beside the packs and say what they test: a rule nobody tests is a rule nobody can trust."""

from collections.abc import Iterable
from dataclasses import dataclass

from yixing_core.rules.catalogue import unknown
from yixing_core.rules.evaluate import Rulebook
from yixing_core.rules.model import Case, Finding, Rule, Status
from yixing_core.rules.reach import Reach, reach
from yixing_core.rules.yamlread import Problems


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one rule answered in one case, beside what the case expects; ``None``: the rule did not answer."""

    case: Case
    rule: str
    expected: Status
    got: Status | None

    @property
    def holds(self) -> bool:
        """Whether the rule answered as expected."""
        return self.expected is self.got


def answer(rulebook: Rulebook, case: Case) -> tuple[Finding, ...]:
    """Return the findings for the facts of a case.

    Raises:
        Refusal: ``rules_fact``.
    """
    return rulebook.gate(case.gate, case.facts, case.on)


def compare(rulebook: Rulebook, case: Case) -> tuple[Outcome, ...]:
    """Return, for each rule the case expects something of, what it answered."""
    answered = rulebook.statuses(case.gate, case.facts, case.on)
    return tuple(Outcome(case, rule, status, answered.get(rule)) for rule, status in case.expect.items())


def run(rulebook: Rulebook, cases: Iterable[Case]) -> tuple[Outcome, ...]:
    """Return the outcomes of all cases in order."""
    return tuple(outcome for case in cases for outcome in compare(rulebook, case))


def rules_known(rulebook: Rulebook, cases: Iterable[Case]) -> None:
    """See to it that cases expect something only of rules there are, at whatever gate and on whatever day.

    Raises:
        Unusable: a case names another rule, with the line on which it does.
    """
    known = {rule.id: None for rule in rulebook.rules()}
    problems = Problems()
    for case in cases:
        for rule in case.expect:
            if rule not in known:
                place = case.file, case.places.get(rule, case.line)
                problems.add(*place, unknown("规定", rule, known), "请核对编号：yixing rules list。")
    problems.close()


def uncovered(rules: Iterable[Rule], cases: Iterable[Case]) -> dict[str, tuple[Status, ...]]:
    """Return, for each rule, the statuses no case expects of it although it could have them.

    A rule without ``when`` is never "not applicable", and one whose check any recorded fact fulfils is never violated.
    """
    tested: dict[str, set[Status]] = {}
    for case in cases:
        for rule, status in case.expect.items():
            tested.setdefault(rule, set()).add(status)
    gaps: dict[str, tuple[Status, ...]] = {}
    for each in rules:
        impossible = {Status.NOT_APPLICABLE} if each.when is None else set()
        if reach(each.check) is Reach.ALWAYS:
            impossible.add(Status.VIOLATED)
        absent = tuple(s for s in Status if s not in impossible and s not in tested.get(each.id, set()))
        if absent:
            gaps[each.id] = absent
    return gaps
