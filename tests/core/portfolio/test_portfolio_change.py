"""Somebody leaves or arrives, an area is pinned; any division is judged; two divisions are compared."""

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from tests.core.portfolio.portfolio_samples import dice, document, holds, problems, requirements, values
from yixing_core.errors import Refusal
from yixing_core.portfolio.answer import Plan, Reached, Status
from yixing_core.portfolio.change import forbid, pin, redivide, release
from yixing_core.portfolio.check import check
from yixing_core.portfolio.compare import compare
from yixing_core.portfolio.parse import problem_from
from yixing_core.portfolio.problem import Area, Duty, Member, Objective, Problem, Role
from yixing_core.portfolio.solve import solve

SLOWLY = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])


@SLOWLY
@given(problems(), st.integers(0, 2**32))
def test_the_check_agrees_with_the_sentences_of_the_format(problem: Problem, seed: int) -> None:
    source = dice(seed)
    who = [member.id for member in problem.members]
    plan = {
        area.id: Duty(source.choice([*who, None]), source.choice([*who, None]) if problem.backup else None)
        for area in problem.areas
    }
    leads = {area: frozenset({duty.lead} - {None}) for area, duty in plan.items()}
    backups = {area: frozenset({duty.backup} - {None}) for area, duty in plan.items()}
    verdict = check(problem, plan)
    wrong = {name for name in requirements(problem) if not holds(problem, name, leads, backups)}
    assert {found.rule for found in verdict.violations} == wrong
    expected = values(problem, leads, backups)
    signs = [-1 if objective.maximised else 1 for objective in problem.objectives]
    assert [sign * verdict.objectives[one] for sign, one in zip(signs, problem.objectives, strict=True)] == list(
        expected
    )


def _county() -> Problem:
    asked = document(dice(4), members=5, areas=20, rules=0, backup=True, objectives=["fit", "balance"])
    asked["members"] = [{"id": member["id"]} for member in asked["members"]]
    asked["current"] = {}
    problem = problem_from(asked)
    return replace(problem, current=solve(problem).assignment)


def test_when_a_member_leaves_only_what_he_led_moves() -> None:
    problem = _county()
    left = redivide(problem, gone=["m2"])
    answer = solve(left)
    his = [area for area, duty in problem.current.items() if duty.lead == "m2"]
    assert answer.status is Status.OPTIMAL
    assert his
    assert [area for area in answer.assignment if answer.assignment[area].lead != problem.current[area].lead] == his
    assert answer.objectives[Objective.STABILITY] == Reached(len(his), len(his))
    assert "m2" not in {one for duty in answer.assignment.values() for one in (duty.lead, duty.backup)}


def test_rules_about_somebody_who_left_fall_away() -> None:
    asked = document(dice(4), members=4, areas=6, rules=0, backup=True, objectives=[])
    asked["rules"] = [
        {"id": "R1", "kind": "fixed", "member": "m1", "areas": ["a1"]},
        {"id": "R2", "kind": "no_mutual_backup", "members": ["m1", "m2"]},
        {"id": "R3", "kind": "no_mutual_backup", "members": ["m1", "m2", "m3"]},
        {"id": "R4", "kind": "together", "areas": ["a1", "a2"]},
    ]
    left = redivide(problem_from(asked), gone=["m1"])
    assert [(rule.id, rule.members) for rule in left.rules] == [("R3", ("m2", "m3")), ("R4", ())]


def test_a_newcomer_takes_as_much_as_he_must() -> None:
    problem = _county()
    grown = redivide(problem, arriving=[Member("new", "新任", min_areas=3)], fit={("new", "a3"): 9})
    answer = solve(grown)
    assert answer.objectives[Objective.STABILITY].value == 3
    assert answer.assignment["a3"].lead == "new"
    with pytest.raises(Refusal) as refused:
        redivide(problem, arriving=[Member("m1", "新任")])
    assert refused.value.code == "portfolio.present"
    with pytest.raises(Refusal, match="没有“m9”这个成员"):
        redivide(problem, gone=["m9"])


def test_pins_and_prohibitions_are_rules_with_names() -> None:
    problem = _county()
    lead = problem.current["a1"].lead
    other = next(member.id for member in problem.members if member.id != lead)
    pinned = pin(problem, "a1", other)
    assert solve(pinned).assignment["a1"].lead == other
    assert solve(forbid(pin(pinned, "a1", str(lead)), "a1", other)).assignment["a1"].lead == lead
    conflict = solve(forbid(pinned, "a1", other, roles=(Role.LEAD, Role.BACKUP))).conflict
    assert {reason.rule for reason in conflict} == {"pin:a1", f"forbid:a1:{other}"}
    assert release(pinned, "pin:a1") == problem
    for wrong in (
        lambda: pin(problem, "a99", "m1"),
        lambda: forbid(problem, "a1", "m99"),
        lambda: release(problem, "R"),
    ):
        with pytest.raises(Refusal) as refused:
            wrong()
        assert refused.value.code == "portfolio.unknown"


@SLOWLY
@given(problems(), st.integers(0, 2**32))
def test_a_comparison_is_complete_and_turns_round(problem: Problem, seed: int) -> None:
    source = dice(seed)
    who = [*(member.id for member in problem.members), "gone", None]
    before, after = (
        {area.id: Duty(source.choice(who), source.choice(who)) for area in problem.areas if source.random() < 0.9}
        for _ in range(2)
    )
    assume(before != after)
    there, back = compare(problem, before, after), compare(problem, after, before)
    assert {(one.area, one.before, one.after) for one in there.moves} == {
        (one.area, one.after, one.before) for one in back.moves
    }
    shares = {share.member: share for share in back.shares}
    for share in there.shares:
        turned = shares[share.member]
        assert (share.takes, share.gives, share.backs) == (turned.gives, turned.takes, turned.unbacks)
        assert (share.areas, share.weight) == (turned.areas[::-1], turned.weight[::-1])
        assert share.areas[1] - share.areas[0] == len(share.takes) - len(share.gives)
    moved = [one.area for one in there.moves if one.lead_changes]
    assert sorted(moved) == sorted({area for share in there.shares for area in (*share.takes, *share.gives)})


def test_a_plan_that_claims_too_much_is_found() -> None:
    people = (Member("m1", "甲"), Member("m2", "乙"))
    problem = Problem(people, (Area("a1", "办文"),), fit={("m1", "a1"): 3}, objectives=(Objective.FIT,))
    right = {"a1": Duty("m1")}
    for reached, status, found in (
        (Reached(3, 3), Status.OPTIMAL, []),
        (Reached(4, 4), Status.OPTIMAL, ["value:fit"]),
        (Reached(3, 2), Status.FEASIBLE, ["value:fit"]),
        (Reached(3, 5), Status.FEASIBLE, []),
        (Reached(3, 5), Status.OPTIMAL, ["status"]),
    ):
        verdict = check(problem, Plan(right, status, {Objective.FIT: reached}))
        assert [one.rule for one in verdict.violations] == found
    other = check(problem, Plan(right, None, {Objective.BALANCE: Reached(0, 0)}))
    assert [one.rule for one in other.violations] == ["value:balance"]
    strangers = check(replace(problem, backup=True), {"a1": Duty("x", "y")})
    assert [one.rule for one in strangers.violations] == ["cover:a1", "backup:a1"]
