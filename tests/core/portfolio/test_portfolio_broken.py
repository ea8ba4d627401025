"""Bad input gets one line that says where and what is wrong; time and memory stay bounded."""

import json
import os
import resource
import string
import time
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.core.portfolio.portfolio_samples import dice, document
from yixing_core.errors import Refusal
from yixing_core.portfolio.answer import plan_from, read_plan
from yixing_core.portfolio.parse import parse_problem, problem_from, read_problem
from yixing_core.portfolio.reading import MAX_BYTES

BROKEN = Path(__file__).parent / "broken"
EXPECTED: dict[str, str] = json.loads((BROKEN / "expected.json").read_text(encoding="utf-8"))


def test_every_broken_problem_is_expected() -> None:
    assert {path.stem for path in BROKEN.glob("*.json")} - {"expected"} == set(EXPECTED)


@pytest.mark.parametrize("name", sorted(EXPECTED))
def test_one_line_says_where_and_what(name: str) -> None:
    with pytest.raises(Refusal) as refused:
        read_problem(BROKEN / f"{name}.json")
    words = str(refused.value)
    assert EXPECTED[name] in words
    assert refused.value.code == "portfolio.unusable"
    assert words.startswith(str(BROKEN / name))
    assert "\n" not in words
    assert len(words) < 400


_NONSENSE = {
    "zeros": b"\0" * 10_000_000,
    "brackets": b"[" * 10_000_000,
    "letters": dice(1).randbytes(10_000_000),
    "one string": b'"' + b"a" * 9_999_998 + b'"',
    "just below the limit, open": b"[" * MAX_BYTES,
    "just below the limit, many lists": b"[" + b"[]," * (MAX_BYTES // 3 - 2) + b"[]]",
    "just below the limit, many keys": b'{"members":[],"version":1,"areas":['
    + b",".join(b'{"id":"%d"}' % number for number in range(400_000))
    + b"]}",
}


@pytest.mark.parametrize("name", sorted(_NONSENSE))
def test_ten_megabytes_of_nonsense_are_refused_soon_and_cheaply(name: str, tmp_path: Path) -> None:
    place = tmp_path / "P.json"
    place.write_bytes(_NONSENSE[name])
    before, began = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.process_time()
    with pytest.raises(Refusal) as refused:
        read_problem(place)
    assert refused.value.code == "portfolio.unusable"
    assert time.process_time() - began < 10
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 600_000  # kB


def test_what_is_not_a_file_is_named(tmp_path: Path) -> None:
    for place, words in ((tmp_path, "这是文件夹"), (tmp_path / "none.json", "没有这个文件")):
        with pytest.raises(Refusal, match=words):
            read_problem(place)
        with pytest.raises(Refusal, match=words):
            read_plan(place)


def test_too_many_are_refused() -> None:
    asked: dict[str, Any] = {
        "version": 1,
        "members": [{"id": f"m{number}"} for number in range(400)],
        "areas": [{"id": f"a{number}"} for number in range(1000)],
    }
    with pytest.raises(Refusal, match="成员数乘以事项数超过200000"):
        problem_from(asked)
    with pytest.raises(Refusal, match="成员超过500个"):
        problem_from({**asked, "members": [{"id": f"m{number}"} for number in range(501)]})


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(string.printable, max_size=5),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=5), inner, max_size=4),
)


@settings(deadline=None)
@given(st.integers(0, 2**32), _JSON)
def test_a_problem_with_anything_anywhere_is_read_or_refused(seed: int, value: Any) -> None:
    source = dice(seed)
    asked = document(source, members=2, areas=3, rules=3, backup=True, objectives=["fit", "balance"])
    parent: Any = asked
    while True:
        key = source.choice(list(parent) if isinstance(parent, dict) else range(len(parent)))
        if not isinstance(parent[key], dict | list) or not parent[key] or source.random() < 0.3:
            break
        parent = parent[key]
    parent[key] = value
    refused = _refusal(asked)
    assert refused is None or (refused.code == "portfolio.unusable" and "\n" not in str(refused))


def _refusal(asked: Any) -> Refusal | None:
    try:
        problem_from(asked)
    except Refusal as refusal:
        return refusal
    return None


@settings(deadline=None)
@given(st.binary(max_size=60) | st.text(max_size=60).map(lambda text: text.encode("utf-8", "surrogatepass")))
def test_any_bytes_are_refused(data: bytes) -> None:
    with pytest.raises(Refusal):
        parse_problem(data)


@pytest.mark.parametrize(
    ("plan", "words"),
    [
        ([], "应为 {…} 形式的对象"),
        ({"version": 1}, "缺少“assignment”"),
        ({"version": 3, "assignment": {}}, "version：3超出范围"),
        ({"version": 1, "assignment": {"a1": "m1"}}, "assignment[“a1”]：应为 {…} 形式的对象"),
        ({"version": 1, "assignment": {"a1": {"lead": ["m1", "m2"]}}}, "assignment[“a1”].lead：应为文字"),
        ({"version": 1, "assignment": {}, "status": "sure"}, "status：没有“sure”这种结论"),
        ({"version": 1, "assignment": {}, "objectives": {"joy": {"value": 1}}}, "没有“joy”这种目标"),
    ],
)
def test_a_bad_plan_gets_its_line(plan: Any, words: str) -> None:
    with pytest.raises(Refusal) as refused:
        plan_from(plan)
    assert words in str(refused.value)


def test_an_unreadable_file_is_named(tmp_path: Path) -> None:
    place = tmp_path / "P.json"
    place.write_text("{}")
    place.chmod(0)
    if os.access(place, os.R_OK):  # root reads everything
        with pytest.raises(Refusal, match="缺少“version”"):
            read_problem(place)
    else:
        with pytest.raises(Refusal, match="文件打不开"):
            read_problem(place)
