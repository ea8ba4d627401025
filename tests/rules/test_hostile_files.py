"""Files that try to be more than rules: refused with file, line and the way out, in bounded time and memory."""

import time
import tracemalloc
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from tests.rules.packs import PACK_DIR
from yixing_core.rules.cases import read_case
from yixing_core.rules.casework import answer, rules_known
from yixing_core.rules.evaluate import Rulebook
from yixing_core.rules.load import load_pack
from yixing_core.rules.yamlread import LARGEST_FILE, Problem, Unusable, parse_text, read

FILE = "some/rules.yaml"
SECONDS = 3.0
LAUGHS = "a: &a [哈, 哈]\n" + "".join(
    f"{two}: &{two} [*{one}, *{one}, *{one}]\n" for one, two in zip("abcdefgh", "bcdefghi", strict=True)
)
REAL = [path.read_text(encoding="utf-8") for path in sorted(PACK_DIR.glob("c*/*.yaml"))]


@pytest.mark.parametrize(
    ("text", "line", "what"),
    [
        (LAUGHS, 1, "引用"),
        ("a: &a {x: 1}\nb:\n  <<: *a\n", 3, "标记"),
        ("a: &a [*a]", 1, "引用"),
        ("a: &a x\n*a : 1", 1, "引用"),
        ('a: 1\nb: !!python/object/apply:os.system ["true"]', 2, "标记"),
        ("!!python/object:os.path {a: 1}", 1, "标记"),
        ("a: !!binary aGVsbG8=", 1, "标记"),
        ("a: !!set {x, y}", 1, "标记"),
        ("a: 1\n\nb: !own 1", 3, "标记"),
        ("a: 1\nb: 2\na: 3", 3, "“a”写了两次"),
        ("? [a, b]\n: 1", 1, "冒号前"),
        ("1: 甲", 1, "冒号前"),
        ('a: 甲\nb: "\\ud800"', 2, "不成文字"),
        ('a: "\\0"', 1, "不成文字"),
        ("a: \x00", 1, "读不懂"),
        ("a: 1\n---\nb: 2", 2, "读不懂"),
        ("a:\n\tb: 1", 2, "读不懂"),
        ("[" * 20_000, 1, "读不懂"),
        ("\n".join(" " * n + "a:" for n in range(900)), 1, "读不懂"),
    ],
    ids=range(19),
)  # fmt: skip
def test_what_is_more_than_data_is_refused_on_its_line(text: str, line: int, what: str) -> None:
    start = time.process_time()
    with pytest.raises(Unusable) as refused:
        parse_text(text, FILE)
    (problem,) = refused.value.problems
    assert (problem.file, problem.line) == (FILE, line)
    assert what in problem.what
    assert problem.mend
    assert time.process_time() - start < 3 * SECONDS


def test_what_yaml_makes_of_a_word_is_not_guessed() -> None:
    """Numbers beyond any sum and the yes and no of old YAML stay text, so that no fact takes them for a value."""
    assert parse_text("%YAML 1.1\n---\n{a: yes, b: off}", FILE) == {"a": "yes", "b": "off"}
    assert parse_text("{a: 2023-06-12, b: 0x10, c: .nan}", FILE) == {"a": "2023-06-12", "b": "0x10", "c": ".nan"}
    assert parse_text("a: " + "9" * 5000, FILE) == {"a": "9" * 5000}


@given(
    st.text(max_size=200)
    | st.text(alphabet="[]{}:,-&*!|>%@`'\"#?\n ab1\t", max_size=200)
    | st.builds(
        lambda text, place, cut, piece: text[: place % len(text)] + piece + text[place % len(text) + cut :],
        st.sampled_from([text[:1500] for text in REAL]),
        st.integers(0, 10**6),
        st.integers(0, 40),
        st.text(alphabet="[]{}:,-&*!|>%\"'#?\n ab\u2028\x85", max_size=8) | st.text(max_size=4),
    )
)
@example("- " * 400)
@example("? " * 400)
@example("{" * 400)
@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_any_text_is_data_or_refused(text: str) -> None:
    start = time.process_time()
    for problem in _refused(text):
        str(problem).encode()
        assert problem.line > 0
        assert len(problem.what) < 300
    assert time.process_time() - start < SECONDS


def _refused(text: str) -> tuple[Problem, ...]:
    try:
        parse_text(text, FILE)
    except Unusable as refused:
        return refused.problems
    return ()


@given(content=st.binary(max_size=300))
@example(content="规定".encode("gb18030"))
@example(content="规定".encode("utf-16"))
@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_bytes_are_a_case_or_refused(content: bytes, tmp_path: Path) -> None:
    file = tmp_path / "case.yaml"
    file.write_bytes(content)
    with pytest.raises(Unusable) as refused:
        read_case(file)
    assert all(problem.mend for problem in refused.value.problems)


def test_ten_megabytes_are_refused_unread(tmp_path: Path) -> None:
    folder = tmp_path / "large"
    folder.mkdir()
    (folder / "rules.yaml").write_bytes(b"- {a: [\n" * 1_250_000)
    tracemalloc.start()
    try:
        with pytest.raises(Unusable, match="文件太大"):
            load_pack(folder)
        assert tracemalloc.get_traced_memory()[1] < 1_000_000
    finally:
        tracemalloc.stop()


def test_the_packs_are_far_below_the_limit() -> None:
    assert max(path.stat().st_size for path in PACK_DIR.glob("*/*.yaml")) * 4 < LARGEST_FILE


def test_a_folder_for_a_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Unusable, match="打不开"):
        read(tmp_path)


@pytest.mark.parametrize(
    ("facts", "what"),
    [
        ("{present: 6, body: {kind: " + "x" * 50_000 + "}}", "没有“xxx"),
        ("{present: " + "9" * 5000 + "}", "应为整数"),
        ("{present: {x: {y: 1}}}", "没有叫“present.x.y”"),
        ("{matter: {amount: 1e-999999999}}", "应为数"),
        ("{matter: {amount: 1e999999999}}", "应为数"),
        ("{matter: {amount: 0e999999999}}", "应为数"),
        ("{params: {majority: 1e-99999999}}", "应为比例"),
        ("{params: {majority: '１/２'}}", "应为比例"),
        ("{" + "y" * 1000 + ": 1}", "没有叫“yyy"),
        ("[1, 2]", "应是一组"),
        ("{body: 7}", "没有叫“body”"),
        ("{steps: {deliberation: {people: [[secretary]]}}}", "应为多选"),
    ],
)
def test_a_value_no_fact_can_hold_is_refused_in_a_short_sentence(facts: str, what: str, tmp_path: Path) -> None:
    file = tmp_path / "case.yaml"
    file.write_text(f"gate: poll.open\ndate: 2023-06-12\nfacts: {facts}\n", encoding="utf-8")
    start = time.process_time()
    with pytest.raises(Unusable) as refused:
        read_case(file)
    assert all(problem.line == 3 and problem.mend and len(problem.what) < 300 for problem in refused.value.problems)
    assert any(what in problem.what for problem in refused.value.problems), refused.value.problems
    assert time.process_time() - start < SECONDS


# A pack and its cases with a hole where any value may stand.
WHOLE = """\
pack: §good§
title: §试写的规定包§
about: §说明§
citation: §{regulation: §某条例§, edition: §"2020"§, article: §第一条§, confidence: §V1§, note: §无§}§
effective: §{from: §2020-01-01§, until: §2030-01-01§}§
parameters: §
- §{name: §notice_days§, value: §1§, from: §2020-01-01§, basis: §某条例§, confidence: §V1§}§
§
rules: §
- id: §AB-01§
  title: §到会人数§
  requires: §到会须过半。§
  gate: §matter.list§
  step: §research§
  when: §matter.type == "routine"§
  check: §steps.research.done and steps.research.count >= 6§
  message: §共{steps.research.count}§
  met: §已有{steps.research.count}§
  lack: §审查§
  who: §会议秘书§
  mend: §请补足。§
  fill: §请登记。§
  effective: §{from: §2020-01-01§}§
- id: §AB-02§
  title: §决定主体§
  requires: §由常委会决定。§
  gate: §matter.route§
  decides: §standing_committee§
  message: §应由常委会决定§
  who: §县委办§
  mend: §请改。§
§
"""
WHOLE_CASES = """\
- title: §甲§
  gate: §matter.list§
  date: §2023-06-12§
  facts: §{matter: §{type: §routine§, amount: §5§, public_interest: §true§}§, steps: §{research: §{count: §6§, on: §2023-01-01§}§}§}§
  expect: §{AB-01: §satisfied§}§
  also: §
  - {title: §乙§, date: §2023-06-13§, facts: §{steps: §{research: §{count: §5§}§}§}§, expect: §{AB-01: §violated§}§}
§
"""
WORDS = [
    "",
    "~",
    "7",
    "-1.5",
    "true",
    "2023-13-01",
    "'{'",
    "'{a{b}}'",
    '"\\n"',
    "'present'",
    "1e999999",
    ".nan",
    "0x1F",
]
SHAPES = [
    "[]",
    "{}",
    "[甲, [乙]]",
    "{甲: {乙: 丙}}",
    "[{a: 1}]",
    "'＝'",
    "!!int 甲",
    "*x",
    "'\"x\" in body.kind'",
    "9" * 50,
]
STRANGE = st.sampled_from(WORDS + SHAPES)


def holed(text: str, replaced: dict[int, str]) -> str:
    """The text with some of its values replaced; what lies between the first § and its partner is one value."""
    parts = text.split("§")
    return "".join(replaced.get(number, part) for number, part in enumerate(parts))


@given(
    rules=st.dictionaries(st.integers(0, WHOLE.count("§")), STRANGE, max_size=3),
    cases=st.dictionaries(st.integers(0, WHOLE_CASES.count("§")), STRANGE, max_size=3),
)
@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_value_in_any_place_is_taken_or_refused(
    rules: dict[int, str], cases: dict[int, str], tmp_path: Path
) -> None:
    folder = tmp_path / "good"
    folder.mkdir(exist_ok=True)
    (folder / "rules.yaml").write_text(holed(WHOLE, rules), encoding="utf-8")
    (folder / "cases.yaml").write_text(holed(WHOLE_CASES, cases), encoding="utf-8")
    problems, lines = _judged(folder)
    assert all(problem.line > 0 and problem.what and problem.mend for problem in problems)
    assert all(lines)


def _judged(folder: Path) -> tuple[tuple[Problem, ...], list[str]]:
    """What is wrong with the pack and its cases, or what their rules say."""
    try:
        pack = load_pack(folder)
        rulebook = Rulebook([pack])
        rules_known(rulebook, pack.cases)
    except Unusable as refused:
        return refused.problems, []
    return (), [finding.first_line for case in pack.cases for finding in answer(rulebook, case)]


def test_the_pack_without_strange_values_is_a_good_one(tmp_path: Path) -> None:
    (tmp_path / "good").mkdir()
    (tmp_path / "good" / "rules.yaml").write_text(holed(WHOLE, {}), encoding="utf-8")
    (tmp_path / "good" / "cases.yaml").write_text(holed(WHOLE_CASES, {}), encoding="utf-8")
    pack = load_pack(tmp_path / "good")
    assert (len(pack.rules), len(pack.cases)) == (2, 2)
