"""10,000 cases × 40 rules, all four statuses: the rulebook, plain Python, Cedar, Rego and DMN on the same cases.

    python benchmarks/rules.py [--cases 10000] [--engine-cases 10000]

Processor time of this one process. The policies of the other engines are generated from the same packs and read before
the clock starts; so are the cases, in the form each takes. No engine's time is printed unless all its answers are those
of the plain functions. Engines that are not installed are named as such.
"""

import argparse
import gc
import random
import statistics
import sys
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from importlib import import_module
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT / "src"), str(ROOT)]

from benchmarks import plain_rules
from benchmarks.engines.logic import Answers, Cases, Engine, Gate
from yixing_core.rules.catalogue import FACTS, nest
from yixing_core.rules.evaluate import Rulebook
from yixing_core.rules.explain import explain
from yixing_core.rules.kinds import Fact, Kind
from yixing_core.rules.load import load_packs
from yixing_core.rules.model import STATUSES

DAY = date(2023, 6, 12)
GATE = "matter.list"
RECORDED = 0.85

# The other engines: as they are printed, our translation, the package it needs.
ENGINES = {"Cedar": ("cedar", "cedarpy"), "Rego": ("rego", "regopy"), "DMN": ("dmn", "SpiffWorkflow")}


def forty() -> Rulebook:
    """The rulebook with exactly the rules that plain Python has as well, in a county that set ``plain_rules.SET``."""
    packs = load_packs(ROOT / "src" / "yixing" / "rulepacks")
    kept = [
        replace(
            pack,
            rules=tuple(rule for rule in pack.rules if rule.id in plain_rules.RULES and rule.gate == GATE),
            parameters=tuple(
                replace(each, value=plain_rules.SET.get(each.fact.name, each.value)) for each in pack.parameters
            ),
        )
        for pack in packs
    ]
    return Rulebook(kept)


def by_hand(rulebook: Rulebook, cases: Cases) -> Answers:
    """What plain Python answers: the statuses of each case, in the order of the rules."""
    functions = [plain_rules.RULES[rule.id] for rule in rulebook.rules(DAY, GATE)]
    return [tuple([function(facts, DAY) for function in functions]) for facts in cases]


def by_gate(rulebook: Rulebook, cases: Cases) -> Answers:
    """The same by the rulebook's compiled gate."""
    judge = rulebook._in_force(GATE, DAY).judge  # noqa: SLF001  (the compiled gate alone, without its names)
    return [judge(facts, DAY) for facts in cases]


def situations(rulebook: Rulebook, count: int) -> list[dict[str, Any]]:
    """Random matters, some facts not recorded, so that every rule meets every status."""
    source = random.Random(20230612)  # noqa: S311  (reproducible cases, not a secret)
    facts = {fact.name: fact for rule in rulebook.rules(DAY, GATE) for fact in rule.facts}
    wanted = [fact for name, fact in facts.items() if name != "on" and not name.startswith("params.")]
    return [
        nest({fact.name: _value(fact, source) for fact in wanted if source.random() < RECORDED}) for _ in range(count)
    ]


def _value(fact: Fact, source: random.Random) -> Any:
    match fact.kind:
        case Kind.BOOL:
            return source.random() < 0.7
        case Kind.ENUM:
            return source.choice(list(fact.choices or ()))
        case Kind.ENUMS:
            return tuple(code for code in (fact.choices or ()) if source.random() < 0.8)
        case Kind.DATE:
            return DAY - timedelta(days=source.randint(0, 400))
        case Kind.TEXT:
            return source.choice(["第12号", ""])
    return source.choice([0, 1, 2, 3, 5, 7, 10, 30, 2500, 3500])


def timed(work: Callable[[], object], rounds: int = 5) -> float:
    """CPU seconds of the best of some rounds: other work on the machine does not count."""
    gc.collect()
    seconds = []
    for _ in range(rounds):
        start = time.process_time()
        work()
        seconds.append(time.process_time() - start)
    return min(seconds)


def main() -> int:
    """Compare, time, print; 1 if answers differ."""
    options = _options()
    rulebook = forty()
    cases = situations(rulebook, options.cases)
    gate = Gate(rulebook.rules(DAY, GATE), rulebook.defaults(DAY), DAY)
    expected = by_hand(rulebook, cases)
    print(f"{len(cases)} cases × {len(gate.rules)} rules, {len(FACTS)} facts in the catalogue")
    for number, status in enumerate(STATUSES):
        print(f"  {status.value:15} {sum(Counter(row)[number] for row in expected):8}")
    if not _equal("rulebook", gate, expected, by_gate(rulebook, cases)):
        return 1
    floor = timed(lambda: by_hand(rulebook, cases))
    _line("plain Python functions", floor, floor)
    _line("rulebook, statuses", timed(lambda: by_gate(rulebook, cases)), floor)
    _line("rulebook, statuses by id", timed(lambda: [rulebook.statuses(GATE, facts, DAY) for facts in cases], 2), floor)
    few = cases[: max(1, len(cases) // 10)]
    said = timed(lambda: [rulebook.gate(GATE, facts, DAY) for facts in few], 2) * len(cases) / len(few)
    _line("rulebook, findings in words", said, floor, f"{said / len(cases) * 1e3:.2f} ms a case")
    print(f"full explanation of one case  {_explained(rulebook, cases):7.2f} ms")
    some = min(options.engine_cases, len(cases))
    equal = [_rival(name, gate, cases[:some], expected, floor) for name in ENGINES]
    return 0 if all(equal) else 1


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cases", type=int, default=10_000)
    parser.add_argument("--engine-cases", type=int, default=10_000, help="how many of them the other engines are asked")
    return parser.parse_args()


def _rival(name: str, gate: Gate, cases: Cases, expected: Answers, floor: float) -> bool:
    """Make one of the other engines ready, ask it once, compare, and only then print its time."""
    module, package = ENGINES[name]
    if not find_spec(package):
        print(f"{name:29} not installed (pip install -r benchmarks/requirements.txt)")
        return True
    engine: Engine = import_module(f"benchmarks.engines.{module}").engine(gate, cases)
    gc.collect()
    start = time.process_time()
    answers = engine.answer()
    seconds = time.process_time() - start
    if not _equal(name, gate, expected[: len(cases)], answers):
        return False
    scale = len(expected) / len(cases)
    scaled = "" if scale == 1 else f"scaled from {len(cases)} cases; "
    _line(name, seconds * scale, floor, f"{scaled}version {version(package)}; {engine.about}")
    return True


def _equal(name: str, gate: Gate, expected: Answers, got: Answers) -> bool:
    """Whether all four statuses are the same everywhere; says where not, and then there are no times."""
    differing = [
        f"case {number}: {rule.id} is {STATUSES[right].value}, not {STATUSES[answer].value}"
        for number, (row, other) in enumerate(zip(expected, got, strict=True))
        for rule, right, answer in zip(gate.rules, row, other, strict=True)
        if right != answer
    ]
    if differing:
        print(f"{name:29} {len(differing)} answers differ, so no times; {differing[0]}")
    else:
        print(f"{name:29} {len(got)} cases × {len(gate.rules)} rules: all statuses equal")
    return not differing


def _line(what: str, seconds: float, floor: float, remark: str = "") -> None:
    print(f"{what:29} {seconds:7.3f} s {seconds / floor:7.1f}×" + (f"   ({remark})" if remark else ""), flush=True)


def _explained(rulebook: Rulebook, cases: list[dict[str, Any]]) -> float:
    """Median milliseconds for all findings of a case, each explained to the last sub-expression."""

    def one(facts: dict[str, Any]) -> float:
        start = time.process_time()
        for finding in rulebook.gate(GATE, facts, DAY):
            explain(rulebook, finding, facts, DAY).lines()
        return (time.process_time() - start) * 1e3

    return statistics.median(one(facts) for facts in cases[:50])


if __name__ == "__main__":
    raise SystemExit(main())
