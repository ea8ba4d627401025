"""``yixing rules``: list rules and facts, judge one case, run the cases of a pack. No Django, no database.

Exit codes: 0 everything holds, 1 findings or failed cases, 2 unusable input (one line each: place, what, mend).
"""

import argparse
import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from yixing_core.commands import Parser, UsageError, command, family
from yixing_core.rules.cases import read_case
from yixing_core.rules.casework import Outcome, answer, compare, rules_known, run, uncovered
from yixing_core.rules.catalogue import FACTS, GATES, unknown
from yixing_core.rules.evaluate import Rulebook
from yixing_core.rules.explain import explain
from yixing_core.rules.kinds import KIND_LABELS, Fact
from yixing_core.rules.load import RULES_FILE, load_pack, load_packs
from yixing_core.rules.model import MARKS, STATUS_LABELS, Case, Finding, Pack, Rule, Severity, Status
from yixing_core.rules.trace import Workdays, weekdays
from yixing_core.rules.yamlread import Problem, Unusable

HOLDS, FOUND, UNUSABLE = 0, 1, 2

_EXAMPLES = """例：
  yixing rules list --date 2023-06-12        某日有效的规定
  yixing rules facts poll.open               “表决”这个关口能用的事实
  yixing rules check 例子.yaml               一个例子的核对结果
  yixing rules test county                   运行一个规定包的全部例子
"""
_CASE_EXAMPLE = """例子文件的写法：
  gate: poll.open
  date: 2023-06-12
  facts: {body: {kind: standing_committee, entitled: 11}, present: 7, matter: {type: cadre_appointment}}
  expect: {LC-13: violated}
写了 expect 的，与之不同即返回 1；没写的，有“待补”或“不符合”即返回 1。"""


def main(argv: Sequence[str], pack_dir: Path, workdays: Workdays = weekdays) -> int:
    """Run ``yixing rules`` with the arguments after ``rules``; return the exit code.

    Args:
        argv: arguments, such as ``["test", "county", "--json"]``.
        pack_dir: the folder of the packs in force.
        workdays: the official calendar.
    """
    try:
        options = _parser().parse_args(list(argv))
        code: int = options.run(_Call(options, pack_dir, workdays))
    except Unusable as error:
        sys.stderr.write("".join(f"{problem}\n" for problem in error.problems))
        return UNUSABLE
    except UsageError as error:
        sys.stderr.write(f"{error}\n")
        return UNUSABLE
    except SystemExit as leaving:  # argparse leaves this way after --help
        return int(leaving.code or HOLDS)
    return code


@dataclass(frozen=True)
class _Call:
    options: argparse.Namespace
    pack_dir: Path
    workdays: Workdays

    def packs(self) -> tuple[Pack, ...]:
        return load_packs(self.pack_dir)

    def rulebook(self) -> Rulebook:
        return Rulebook(self.packs(), workdays=self.workdays)

    def put(self, data: Any, lines: Sequence[str]) -> None:
        if self.options.json:
            sys.stdout.write(json.dumps(data, ensure_ascii=False, indent=1) + "\n")
        else:
            sys.stdout.write("".join(f"{line}\n" for line in lines))


def _parser() -> Parser:
    parser, commands = family(
        "yixing rules",
        "list,facts,check,test",
        about="规定库：查规定、查事实、核对一个例子、运行全部例子。",
        examples=_EXAMPLES,
    )
    listing = command(
        commands, "list", "列出某日有效的规定", run=_list, example="例：yixing rules list --gate matter.list --json"
    )
    listing.add_argument("--date", type=_day, help="哪一天，如 2023-06-12；不写为今天")
    listing.add_argument("--gate", help="只列一个关口，如 poll.open")
    facts = command(commands, "facts", "列出关口和事实", run=_facts, example="例：yixing rules facts poll.open")
    facts.add_argument("gate", nargs="?", help="关口，如 poll.open；不写列全部")
    check = command(commands, "check", "核对一个例子", run=_check, example=_CASE_EXAMPLE)
    check.add_argument("case", type=Path, help="例子文件（YAML）")
    check.add_argument("--why", action="store_true", help="每条规定说明为什么")
    test = command(
        commands,
        "test",
        "运行例子",
        run=_test,
        example="例：yixing rules test county\n    yixing rules test ./我的规定包",
    )
    test.add_argument("pack", nargs="?", help="规定包的名称，或规定包文件夹；不写运行全部")
    return parser


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"“{text}”不是日期，请写成 2023-06-12 的样子") from None


def _known_gate(name: str | None) -> None:
    if name is not None and name not in GATES:
        raise UsageError(f"{unknown('关口', name, GATES)}。可用的关口：{'、'.join(GATES)}。")


# -- list ----------------------------------------------------------------------------------------------------------


def _list(call: _Call) -> int:
    _known_gate(call.options.gate)
    on = call.options.date or datetime.now(tz=ZoneInfo("Asia/Shanghai")).date()
    rulebook = call.rulebook()
    rules = rulebook.rules(on, call.options.gate)
    lines = [f"{on.isoformat()} 有效的规定 {len(rules)} 条"]
    lines += [
        f"{rule.id}　{'硬' if rulebook.severity(rule, on) is Severity.BLOCK else '提示'}　{rule.gate}　{rule.title}"
        f"　{rule.citation}　例{len(rulebook.cases(rule.id))}"
        for rule in rules
    ]
    call.put([_rule(rulebook, rule, on) for rule in rules], lines)
    return HOLDS


def _rule(rulebook: Rulebook, rule: Rule, on: date) -> dict[str, Any]:
    return {
        "id": rule.id,
        "pack": rule.pack,
        "title": rule.title,
        "gate": rule.gate,
        "requires": rule.requires,
        "citation": rule.citation.as_dict(),
        "severity": rulebook.severity(rule, on).value,
        "effective": {"from": rule.since.isoformat(), "until": rule.until.isoformat() if rule.until else None},
        "cases": [case.title for case in rulebook.cases(rule.id)],
    }


# -- facts ---------------------------------------------------------------------------------------------------------


def _facts(call: _Call) -> int:
    name = call.options.gate
    _known_gate(name)
    gates = [GATES[name]] if name else list(GATES.values())
    facts = GATES[name].facts if name else tuple(FACTS.values())
    used: dict[str, list[str]] = {}
    for rule in call.rulebook().rules(gate=name):
        for fact in rule.facts:
            used.setdefault(fact.name, []).append(rule.id)
    data = {
        "gates": [{"name": gate.name, "label": gate.label, "asked": gate.asked} for gate in gates],
        "facts": [
            fact.as_dict()
            | {
                "gates": [gate.name for gate in gates if gate.offers(fact.name)],
                "rules": list(dict.fromkeys(used.get(fact.name, []))),
            }
            for fact in facts
        ],
    }
    lines = [f"{gate.name}　暂不能“{gate.label}”　{gate.asked}" for gate in gates]
    lines += ["", *(_fact_line(fact, used.get(fact.name, [])) for fact in facts)]
    call.put(data, lines)
    return HOLDS


def _fact_line(fact: Fact, used: Sequence[str]) -> str:
    choices = "：" + "、".join(f"{code}＝{label}" for code, label in fact.choices.items()) if fact.choices else ""
    unit = f"（{fact.unit}）" if fact.unit else ""
    rules = f"　用于 {'、'.join(dict.fromkeys(used))}" if used else ""
    return f"{fact.name}　{KIND_LABELS[fact.kind]}　{fact.label}{unit}{choices}　来自{fact.source}{rules}"


# -- check ---------------------------------------------------------------------------------------------------------


def _check(call: _Call) -> int:
    rulebook = call.rulebook()
    cases = read_case(call.options.case)
    rules_known(rulebook, cases)
    answers = [(case, answer(rulebook, case)) for case in cases]
    differences = [outcome for case in cases for outcome in compare(rulebook, case) if not outcome.holds]
    lines: list[str] = []
    for case, findings in answers:
        lines += _findings(call, rulebook, case, findings)
    lines += [_difference(outcome) for outcome in differences]
    if call.options.json:
        sys.stderr.write("".join(f"{_difference(outcome)}\n" for outcome in differences))
    data = [[finding.as_dict() for finding in findings] for _, findings in answers]
    call.put(data[0] if len(data) == 1 else data, lines)
    unmet = any(finding.unmet for case, findings in answers if not case.expect for finding in findings)
    return FOUND if differences or unmet else HOLDS


def _findings(call: _Call, rulebook: Rulebook, case: Case, findings: Sequence[Finding]) -> list[str]:
    heading = case.title or f"{GATES[case.gate].label}　{case.on.isoformat()}"
    refused = [finding for finding in findings if finding.blocks]
    lines = [heading, f"暂不能{GATES[case.gate].label}：{len(refused)}条不具备" if refused else "没有硬性不具备的"]
    for finding in findings:
        if finding.status is Status.NOT_APPLICABLE and not call.options.why:
            continue
        weight = "" if finding.severity is Severity.BLOCK else "（提示）"
        lines.append(f"{MARKS[finding.status]} {finding.rule}{weight}　{finding.first_line}")
        if finding.unmet:
            lines.append(f"　　{finding.mend}")
        if call.options.why:
            lines += [f"　　{line}" for line in explain(rulebook, finding, case.facts, case.on).lines()[1:]]
    return lines


def _difference(outcome: Outcome) -> str:
    got = STATUS_LABELS[outcome.got] if outcome.got else "没有回答（当日无此规定，或不在这个关口）"
    place = f"{outcome.case.file}:{outcome.case.line}"
    return f"{place} {outcome.case.title}：{outcome.rule} 应为{STATUS_LABELS[outcome.expected]}，实为{got}"


# -- test ----------------------------------------------------------------------------------------------------------


def _test(call: _Call) -> int:
    chosen, rulebook = _chosen(call)
    cases = [case for pack in chosen for case in pack.cases]
    rules_known(rulebook, cases)
    outcomes = run(rulebook, cases)
    failed = [outcome for outcome in outcomes if not outcome.holds]
    gaps = uncovered([rule for pack in chosen for rule in pack.rules], cases)
    data = {
        "packs": [pack.id for pack in chosen],
        "rules": sum(len(pack.rules) for pack in chosen),
        "cases": len(cases),
        "checks": len(outcomes),
        "failed": [
            {
                "file": outcome.case.file,
                "line": outcome.case.line,
                "title": outcome.case.title,
                "rule": outcome.rule,
                "expected": outcome.expected.value,
                "got": outcome.got.value if outcome.got else None,
            }
            for outcome in failed
        ],
        "uncovered": {rule: [status.value for status in statuses] for rule, statuses in gaps.items()},
    }
    lines = [_difference(outcome) for outcome in failed]
    lines += [
        f"{rule} 还没有“{'、'.join(STATUS_LABELS[s] for s in statuses)}”的例子" for rule, statuses in gaps.items()
    ]
    lines.append(f"规定{data['rules']}条，例子{len(cases)}个，核对{len(outcomes)}次，不符{len(failed)}次")
    call.put(data, lines)
    return FOUND if failed else HOLDS


def _chosen(call: _Call) -> tuple[tuple[Pack, ...], Rulebook]:
    name = call.options.pack
    if name is None:
        packs = call.packs()
        return packs, Rulebook(packs, workdays=call.workdays)
    folder = Path(name) if (Path(name) / RULES_FILE).is_file() else call.pack_dir / name
    if not (folder / RULES_FILE).is_file():
        known = {path.parent.name: None for path in sorted(call.pack_dir.glob(f"*/{RULES_FILE}"))}
        raise Unusable([Problem(name, 1, unknown("规定包", name, known), f"可用的规定包：{'、'.join(known)}。")])
    pack = load_pack(folder.resolve())
    others = () if folder.parent != call.pack_dir else tuple(p for p in call.packs() if p.id != pack.id)
    return (pack,), Rulebook((pack, *others), workdays=call.workdays)
