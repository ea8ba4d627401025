"""Ballot papers balance, or the refusal says which count does not."""

from dataclasses import fields, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yixing_core.errors import Refusal
from yixing_core.voting.papers import (
    CandidateCount,
    PaperCount,
    differences,
    discrepancies,
    paper_results,
    paper_sentence,
    require_balanced,
)
from yixing_core.voting.rule import PRESETS

CADRE = PRESETS["standing_committee.cadre"]
ONE = CandidateCount("p1", "委员甲", yes=7, no=1, abstain=1)
TWO = CandidateCount("p2", "委员乙", yes=5, no=2, abstain=1, void=1)
GOOD = PaperCount(issued=11, returned=10, valid=9, invalid=1, candidates=(ONE, TWO))


def test_papers_that_balance():
    require_balanced(GOOD, voters=11)
    assert paper_sentence(GOOD) == "发出票11张、收回票10张、有效票9张、无效票1张，未投1张"
    assert paper_sentence(replace(GOOD, issued=10)) == "发出票10张、收回票10张、有效票9张、无效票1张"


def test_results_by_candidate():
    results = paper_results(CADRE, entitled=13, present=11, voters=11, count=GOOD)
    assert list(results) == ["p1", "p2"]
    assert results["p1"].sentences[-1] == "同意7票，超过应到会半数（需7票），通过"
    assert results["p2"].sentences[-1] == "同意5票，未超过应到会半数（需7票），未通过"
    assert results["p1"].not_voted == results["p2"].not_voted == 1


@pytest.mark.parametrize(
    ("change", "text"),
    [
        ({"issued": 12}, "发出票12张，多于到会有表决权的11人"),
        ({"issued": 9}, "收回票10张，多于发出票9张，本次投票无效"),
        ({"invalid": 2}, "有效票9张、无效票2张合计11张，与收回票10张不符"),
        ({"valid": 8, "invalid": 2}, "委员甲：同意7票、不同意1票、弃权1票合计9票，与有效票8张不符"),
        ({"valid": 8, "invalid": 2}, "委员乙：同意5票、不同意2票、弃权1票、该项无效1票合计9票，与有效票8张不符"),
        ({"candidates": ()}, "没有列出表决的人选或事项"),
        ({"candidates": (ONE, ONE)}, "委员甲列了2次"),
        ({"returned": -1}, "收回票不能为负数"),
        ({"candidates": (replace(ONE, no=-1),)}, "委员甲：不同意不能为负数"),
    ],
)
def test_the_count_that_does_not_add_up_is_named(change, text):
    with pytest.raises(Refusal) as refusal:
        paper_results(CADRE, entitled=13, present=11, voters=11, count=replace(GOOD, **change))
    assert refusal.value.code == "voting.papers"
    assert text in refusal.value.text
    assert text in [finding.text for finding in refusal.value.findings]


def test_every_problem_is_told_at_once():
    wrong = replace(GOOD, issued=12, invalid=2, candidates=(replace(ONE, yes=8), TWO))
    assert [d.field for d in discrepancies(wrong, voters=11)] == ["issued", "valid", "candidates"]


PAPERS = st.lists(
    st.sampled_from(["kept", "spoilt"]) | st.tuples(*[st.sampled_from(["yes", "no", "abstain", "void"])] * 2),
    max_size=12,
)


def counted(papers):
    """Count a heap of papers one by one: two lines on each valid one."""
    valid = [p for p in papers if isinstance(p, tuple)]
    lines = [
        CandidateCount(f"p{i}", f"委员{i}", **{kind: [p[i] for p in valid].count(kind) for kind in KINDS})
        for i in range(2)
    ]
    returned = len(papers) - papers.count("kept")
    return PaperCount(len(papers), returned, len(valid), papers.count("spoilt"), tuple(lines))


KINDS = ("yes", "no", "abstain", "void")


@given(PAPERS, st.integers(0, 3))
def test_a_heap_that_was_counted_balances(papers, without_paper):
    assert discrepancies(counted(papers), voters=len(papers) + without_paper) == []


@given(PAPERS, st.data())
def test_one_wrong_number_never_balances(papers, data):
    """Everybody got a paper: then a slip in any single number is noticed, except in what was not returned."""
    good = counted(papers)
    step = data.draw(st.integers(-3, 3).filter(bool))
    names = [f.name for f in fields(PaperCount) if f.name != "candidates"]
    name = data.draw(st.sampled_from([*names, *KINDS]))
    if name in KINDS:
        line = data.draw(st.integers(0, 1))
        lines = list(good.candidates)
        lines[line] = replace(lines[line], **{name: getattr(lines[line], name) + step})
        wrong = replace(good, candidates=tuple(lines))
    else:
        wrong = replace(good, **{name: getattr(good, name) + step})
    found = discrepancies(wrong, voters=len(papers))
    if name == "issued" and good.returned <= wrong.issued < good.issued:
        assert found == []
    else:
        assert found


def test_two_tellers_agree_or_differ():
    assert differences(GOOD, replace(GOOD)) == []
    second = replace(GOOD, valid=10, candidates=(TWO, replace(ONE, yes=6, no=2)))
    told = [(d.label, d.first, d.second) for d in differences(GOOD, second)]
    assert told == [("有效票", 9, 10), ("委员甲：同意", 7, 6), ("委员甲：不同意", 1, 2)]


def test_a_candidate_that_one_teller_left_out():
    told = differences(GOOD, replace(GOOD, candidates=(ONE,)))
    assert [(d.field, d.first, d.second) for d in told] == [
        ("p2.yes", 5, None),
        ("p2.no", 2, None),
        ("p2.abstain", 1, None),
        ("p2.void", 1, None),
    ]
    assert differences(replace(GOOD, candidates=(ONE,)), GOOD)[0].first is None
