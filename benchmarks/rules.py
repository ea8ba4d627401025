"""10,000 cases × 40 rules, all four statuses: the rulebook beside plain Python functions, on the same cases.

    python benchmarks/rules.py [--cases 10000]

The answers of all engines are compared before anything is timed. Engines that are not installed are named as such.
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
from importlib.util import find_spec
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT / "src"), str(ROOT)]

from benchmarks import plain_rules  # noqa: E402  (the path is set above, so that the command needs no installation)
from yixing_core.rules.catalogue import FACTS, nest  # noqa: E402
from yixing_core.rules.evaluate import Rulebook  # noqa: E402
from yixing_core.rules.explain import explain  # noqa: E402
from yixing_core.rules.kinds import Fact, Kind  # noqa: E402
from yixing_core.rules.load import load_packs  # noqa: E402
from yixing_core.rules.model import STATUSES  # noqa: E402

DAY = date(2023, 6, 12)
GATE = "matter.list"
RECORDED = 0.85


def forty() -> Rulebook:
    """The rulebook with exactly the rules that plain Python has as well."""
    packs = load_packs(ROOT / "src" / "yixing" / "rulepacks")
    kept = [
        replace(pack, rules=tuple(rule for rule in pack.rules if rule.id in plain_rules.RULES and rule.gate == GATE))
        for pack in packs
    ]
    return Rulebook(kept)


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
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cases", type=int, default=10_000)
    count = parser.parse_args().cases
    rulebook = forty()
    rules = rulebook.rules(DAY, GATE)
    cases = situations(rulebook, count)
    plain = [plain_rules.RULES[rule.id] for rule in rules]
    judge = rulebook._in_force(GATE, DAY).judge  # noqa: SLF001  (the compiled gate alone, without its names)

    def by_hand() -> list[tuple[int, ...]]:
        return [tuple([function(facts, DAY) for function in plain]) for facts in cases]

    def by_gate() -> list[tuple[int, ...]]:
        return [judge(facts, DAY) for facts in cases]

    expected, got = by_hand(), by_gate()
    differing = sum(one != other for one, other in zip(expected, got, strict=True))
    print(
        f"{len(cases)} cases × {len(rules)} rules, {len(FACTS)} facts in the catalogue; answers differ in {differing}"
    )
    for number, status in enumerate(STATUSES):
        print(f"  {status.value:15} {sum(Counter(row)[number] for row in got):8}")
    floor = timed(by_hand)
    print(f"plain Python functions        {floor:7.3f} s   1.0×")
    ours = timed(by_gate)
    print(f"rulebook, statuses            {ours:7.3f} s   {ours / floor:.1f}×")
    named = timed(lambda: [rulebook.statuses(GATE, facts, DAY) for facts in cases], 2)
    print(f"rulebook, statuses by id      {named:7.3f} s   {named / floor:.1f}×")
    few = cases[: max(1, count // 10)]
    said = timed(lambda: [rulebook.gate(GATE, facts, DAY) for facts in few], 2) * len(cases) / len(few)
    print(
        f"rulebook, findings in words   {said:7.3f} s   {said / floor:.1f}×   ({said / len(cases) * 1e3:.2f} ms a case)"
    )
    print(f"full explanation of one case  {_explained(rulebook, cases):7.2f} ms")
    for engine in ("cedarpy", "regopy", "SpiffWorkflow"):
        print(f"{engine:29} {'installed, no translation of the packs' if find_spec(engine) else 'not installed'}")
    return 1 if differing else 0


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
