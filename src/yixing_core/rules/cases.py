"""Cases: situations in a few lines that say what the rules must answer. They are tests a secretary can read and add."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from yixing_core.rules.catalogue import FACTS, GATES, flatten, nest, unknown
from yixing_core.rules.kinds import WrongValue, coerce
from yixing_core.rules.model import STATUSES, Case, Status
from yixing_core.rules.yamlread import Entry, Problem, Problems, Unusable, listed, read


def read_cases(path: Path, file: str = "") -> tuple[Case, ...]:
    """Return the cases beside a pack; none if there is no such file.

    Raises:
        Unusable: something is wrong in the file.
    """
    if not path.exists():
        return ()
    tree = read(path, file)
    name = file or str(path)
    problems = Problems()
    if not isinstance(tree, list):
        raise Unusable([Problem(name, 1, "例子文件应是一个列表", "请每例以“- ”开头。")])
    cases = tuple(case for entry in listed(name, tree, problems) for case in _expanded(entry, titled=True))
    problems.close()
    return cases


def read_case(path: Path) -> tuple[Case, ...]:
    """Return the case of a file, or its cases if it holds a list.

    Raises:
        Unusable: the file is not a case; each problem with line and mend.
    """
    problems = Problems()
    tree = read(path)
    if isinstance(tree, Mapping):
        entries: Iterator[Entry] = iter([Entry(str(path), 1, tree, problems)])
    elif isinstance(tree, list) and tree:
        entries = listed(str(path), tree, problems)
    else:
        raise Unusable([Problem(str(path), 1, "这不是一个例子", "请写 gate、date、facts，可另写 expect。")])
    cases = tuple(case for entry in entries for case in _expanded(entry, titled=False))
    problems.close()
    return cases


def _expanded(entry: Entry, *, titled: bool) -> Iterator[Case]:
    """Yield the case and, for each line under ``also``, the case with some facts changed."""
    required = ("gate", "date", "facts", *(("title", "expect") if titled else ()))
    optional = ("also", *(() if titled else ("title", "expect")))
    if not entry.keys_known(required, optional):
        return
    case = _case(entry)
    if case is None:
        return
    yield case
    for variant in entry.entries("also"):
        if variant.keys_known(("title", "facts", "expect"), ("date",)):
            changed = _case(variant, case)
            if changed is not None:
                yield changed


def _case(entry: Entry, base: Case | None = None) -> Case | None:
    before = len(entry.problems.found)
    gate = base.gate if base else entry.text("gate")
    if gate not in GATES:
        entry.refuse("gate", unknown("关口", gate, GATES), f"可用的关口：{'、'.join(GATES)}。")
        return None
    on = entry.day("date") if entry.values.get("date") is not None or base is None else base.on
    facts = entry.inner("facts")
    flat = {**(dict(flatten(base.facts)) if base else {}), **(_facts(facts, gate) if facts else {})}
    expect = _expected(entry)
    if on is None or len(entry.problems.found) > before:
        return None
    title = f"{base.title}；{entry.text('title')}" if base else entry.text("title")
    inner = entry.inner("expect")
    places = {rule: inner.line_of(rule) for rule in expect} if inner else {}
    return Case(title, gate, on, nest(flat), expect, entry.file, entry.line, places)


def _facts(entry: Entry, gate: str, prefix: str = "") -> dict[str, Any]:
    flat: dict[str, Any] = {}
    for key, value in entry.values.items():
        name = f"{prefix}{key}"
        if isinstance(value, Mapping):
            inner = Entry(entry.file, entry.line_of(key), value, entry.problems)
            flat |= _facts(inner, gate, f"{name}.")
        elif name not in FACTS or name == "on":
            mend = "发生日期写在 date。" if name == "on" else "可用的事实见 yixing rules facts。"
            entry.refuse(key, unknown("事实", name, FACTS), mend)
        elif not GATES[gate].offers(name):
            entry.refuse(key, f"关口 {gate} 看不到“{name}”", f"可用的事实见 yixing rules facts {gate}。")
        else:
            try:
                flat[name] = coerce(FACTS[name], value)
            except WrongValue as error:
                entry.refuse(key, str(error), "请改正。")
    return flat


def _expected(entry: Entry) -> dict[str, Status]:
    inner = entry.inner("expect")
    expected: dict[str, Status] = {}
    if inner is None:
        return expected
    names = {status.value: status for status in STATUSES}
    for rule, status in inner.values.items():
        if isinstance(status, str) and status in names:
            expected[str(rule)] = names[status]
        else:
            inner.refuse(str(rule), unknown("结论", str(status), names), f"可写：{'、'.join(names)}。")
    return expected
