"""核对覆盖: the page's figures are those of a naive count over rules and examples; which gates are asked is in the code."""

import ast
import io
import re
from pathlib import Path

import pytest
from openpyxl import load_workbook

from tests.cast import TODAY
from yixing.access.actions import Action
from yixing.compliance.gates import packs, rulebook
from yixing.door.asked import actions_by_gate, gates_by_action
from yixing.rulebook.coverage import askers, coverage, gate_lines, pages_by_action
from yixing_core.rules.catalogue import GATES
from yixing_core.rules.model import STATUSES

pytestmark = pytest.mark.django_db
URL = "/rules/coverage/"


def naive() -> dict[str, tuple[str, list[int]]]:
    """Rule → gate and the number of examples by answer, one by one."""
    found = {}
    for pack in packs():
        for rule in pack.rules:
            if not (rule.since <= TODAY and (rule.until is None or rule.until >= TODAY)):
                continue
            counts = [0, 0, 0, 0]
            for other in packs():
                for case in other.cases:
                    for identity, status in case.expect.items():
                        if identity == rule.id:
                            counts[STATUSES.index(status)] += 1
            found[rule.id] = (rule.gate, counts)
    return found


def test_figures_equal_a_naive_count(cast) -> None:
    lines = coverage(TODAY)
    assert {line.rule.id: (line.rule.gate, list(line.counts.values())) for line in lines} == naive()
    assert [line.rule.id for line in lines if line.lacking] == []
    assert all(line.cases for line in lines)
    gates = [list(GATES).index(line.rule.gate) for line in lines]
    assert gates == sorted(gates)
    for gate in gate_lines(lines):
        own = [counts for at, counts in naive().values() if at == gate.gate]
        assert (gate.rules, gate.cases, gate.lacking) == (len(own), sum(map(sum, own)), 0)
    assert sum(gate.rules for gate in gate_lines(lines)) == len(lines)


def test_the_workbook_holds_every_rule(cast, login) -> None:
    answer = login("审计员").get(URL, {"export": "xlsx", "day": TODAY.isoformat()})
    rows = list(load_workbook(io.BytesIO(answer.content)).active.iter_rows(values_only=True))
    written = {row[0]: list(row[5:9]) for row in rows if row[0] in naive()}
    assert written == {rule: counts for rule, (_, counts) in naive().items()}


def test_the_page_says_the_sums_and_narrows_to_a_gate(cast, login) -> None:
    client = login("秘书")
    whole = naive()
    text = re.sub(r"<[^>]+>", "", client.get(URL, {"day": TODAY.isoformat()}).content.decode())
    assert f"共 {len(whole)} 条规定，{sum(sum(counts) for _, counts in whole.values())} 例次；每种结论都有例子" in text
    own = {rule for rule, (gate, _) in whole.items() if gate == "poll.declare"}
    page = client.get(URL, {"day": TODAY.isoformat(), "gate": "poll.declare"}).content.decode()
    assert set(re.findall(r'<td data-label="编号" class="code">([^<]+)</td>', page)) == own
    pack = rulebook().rule("LC-13").pack
    both = client.get(URL, {"gate": "poll.declare", "pack": pack, "day": TODAY.isoformat()}).content.decode()
    assert set(re.findall(r'class="code">([^<]+)</td>', both)) == {
        rule for rule in own if rulebook().rule(rule, TODAY).pack == pack
    }


@pytest.mark.parametrize(("who", "status"), [("秘书", 200), ("审计员", 200), ("书记", 404), ("联络员", 404)])
def test_the_office_and_the_auditor_read_it(login, who: str, status: int) -> None:
    client = login(who)
    assert client.get(URL).status_code == status
    assert ("核对覆盖" in client.get("/rules/").content.decode()) is (status == 200)


@pytest.mark.parametrize("said", [{"gate": "no.such"}, {"pack": "no"}, {"day": "2023-02-30"}, {"page": "x"}])
def test_what_cannot_be_meant_shows_the_whole_list(login, said: dict) -> None:
    assert login("秘书").get(URL, said).status_code == 200


SOURCE = Path(__file__).resolve().parents[3] / "src" / "yixing"


def asked_in_source() -> set[str]:
    """Names of gates that stand where somebody asks one: in the arguments of ``gate``, ``ask`` and ``noted``, in the text."""
    found = set()
    for path in SOURCE.rglob("*.py"):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        for call in (node for node in ast.walk(tree) if isinstance(node, ast.Call)):
            name = getattr(call.func, "id", getattr(call.func, "attr", ""))
            if name in {"gate", "ask", "noted"}:
                found |= {each.value for each in call.args if isinstance(each, ast.Constant)}
        for comprehension in (node for node in ast.walk(tree) if isinstance(node, ast.ListComp)):
            inner = comprehension.elt
            if isinstance(inner, ast.Call) and isinstance(inner.func, ast.Name) and inner.func.id == "gate":
                over = [each.iter for each in comprehension.generators]
                found |= {each.value for row in over for each in ast.walk(row) if isinstance(each, ast.Constant)}
    return found & set(GATES)


def test_the_gates_that_actions_ask_are_those_the_source_asks(client) -> None:
    client.get("/login/")  # loads every view, and with it every action
    asked = {name for name, actions in actions_by_gate().items() if actions}
    assert asked == asked_in_source()
    assert {name for gates in gates_by_action().values() for name in gates} == asked


@pytest.mark.parametrize(
    ("action", "gates"),
    [
        (Action.MATTER_ADD_LATE, {"matter.add_late", "matter.list"}),
        (Action.DECISION_FILE_DIRECT, {"matter.decide_direct", "filing", "decision.effect"}),
        (Action.TASK_CLOSE, {"task.close", "task.review"}),
        (Action.POLL_CONFIRM, {"poll.declare"}),
    ],
)
def test_an_action_asks_its_own_gates_and_no_others(client, action: Action, gates: set[str]) -> None:
    client.get("/login/")
    assert gates_by_action()[action] == gates


def test_an_action_that_asks_nothing_is_left_out(client) -> None:
    client.get("/login/")
    assert Action.MATTER_DRAFT not in gates_by_action()


def test_the_page_says_who_asks_a_gate_and_which_none_asks(cast, login) -> None:
    client = login("秘书")
    text = re.sub(r"<[^>]+>", "", client.get(URL, {"day": TODAY.isoformat()}).content.decode())
    assert "办理任职（/decisions/…/appoint/）" in text
    lines = {line.gate: line for line in gate_lines(coverage(TODAY))}
    assert (lines["decision.effect"].state, lines["village.resolve"].state) == ("已启用", "尚未启用")
    assert lines["village.resolve"].asker_words == ""
    assert any("/tasks/…/close/" in each.pages for each in askers("task.close"))
    off = {line.gate for line in lines.values() if not line.is_on}
    page = client.get(URL, {"day": TODAY.isoformat(), "use": "off"}).content.decode()
    shown = set(re.findall(r'class="code">([^<]+)</td>', page))
    assert shown <= {rule for rule, (gate, _) in naive().items() if gate in off}
    assert shown
    assert f"{len(off)} 个尚未启用" in text


def test_every_action_that_asks_a_gate_has_a_page(client) -> None:
    client.get("/login/")
    assert [action.value for action in gates_by_action() if action not in pages_by_action()] == []
