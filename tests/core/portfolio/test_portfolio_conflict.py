"""A conflict is a conflict, is minimal, and what is said to help helps: all by enumeration."""

from collections.abc import Collection
from dataclasses import replace
from itertools import combinations

from hypothesis import HealthCheck, assume, given, settings

from tests.core.portfolio.portfolio_samples import best, problems, requirements, satisfiable
from yixing_core.portfolio.answer import Answer, Relaxation, Status
from yixing_core.portfolio.parse import problem_from
from yixing_core.portfolio.problem import Problem
from yixing_core.portfolio.solve import solve
from yixing_core.portfolio.wording import grouped

SLOWLY = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much])


@SLOWLY
@given(problems(most_members=3, most_areas=3, backup=False))
def test_a_conflict_is_minimal(problem: Problem) -> None:
    _minimal(problem, _impossible(problem))


@SLOWLY
@given(problems(most_members=2, most_areas=3, backup=True))
def test_a_conflict_with_backups_is_minimal(problem: Problem) -> None:
    _minimal(problem, _impossible(problem))


@settings(SLOWLY, max_examples=60)
@given(problems(most_members=3, most_areas=2, backup=True))
def test_a_conflict_among_three_with_backups_is_minimal(problem: Problem) -> None:
    _minimal(problem, _impossible(problem))


def _impossible(problem: Problem) -> Answer:
    answer = solve(problem)
    assume(answer.status is Status.INFEASIBLE)
    return answer


def _minimal(problem: Problem, answer: Answer) -> None:
    names = [reason.rule for reason in answer.conflict]
    assert len(set(names)) == len(names)
    assert set(names) <= set(requirements(problem))
    assert not satisfiable(problem, names)
    for name in names:
        assert satisfiable(problem, [other for other in names if other != name]), name


@settings(SLOWLY, max_examples=60)
@given(problems(most_members=3, most_areas=3, backup=False))
def test_every_relaxation_helps_and_none_that_is_single_is_left_out(problem: Problem) -> None:
    answer = _impossible(problem)
    assume(
        best(
            replace(problem, rules=(), members=tuple(replace(m, min_areas=0, max_areas=None) for m in problem.members))
        )
        is not None
    )
    everything = requirements(problem)
    single = {
        reason.rule
        for reason in answer.conflict
        if not reason.rule.startswith("cover:") and satisfiable(problem, [n for n in everything if n != reason.rule])
    }
    assert answer.relaxations
    if single:
        assert {relaxation.steps[0].rule for relaxation in answer.relaxations} == single
    for relaxation in answer.relaxations:
        dropped = {step.rule for step in relaxation.steps}
        assert satisfiable(problem, [name for name in everything if name not in dropped])
        if relaxation.bound is not None:
            _nearest(problem, relaxation, relaxation.bound)


@settings(SLOWLY, max_examples=80)
@given(problems(most_members=3, most_areas=2, backup=True))
def test_no_smaller_set_than_the_one_that_is_named_would_help(problem: Problem) -> None:
    answer = _impossible(problem)
    everything = requirements(problem)
    given_up = [name for name in everything if not name.startswith("cover:")]

    def helps(dropped: Collection[str]) -> bool:
        return satisfiable(problem, [name for name in everything if name not in dropped])

    if not answer.relaxations:
        assert not helps(given_up)
        return
    steps = [step.rule for step in answer.relaxations[0].steps]
    assert helps(steps)
    assert not any(helps(fewer) for size in range(len(steps)) for fewer in combinations(given_up, size))


def _nearest(problem: Problem, relaxation: Relaxation, bound: int) -> None:
    kind, member = relaxation.steps[0].rule.split(":")
    nearer = bound - 1 if kind == "max" else bound + 1
    for value, helps in ((bound, True), (nearer, False)):
        changed = {"max_areas": value} if kind == "max" else {"min_areas": value}
        members = tuple(replace(one, **changed) if one.id == member else one for one in problem.members)
        assert (best(replace(problem, members=members)) is not None) is helps


def _problem(rules: list[dict[str, object]], **more: object) -> Problem:
    return problem_from(
        {
            "version": 1,
            "members": [
                {"id": "m1", "name": "01号常委", "post": "县委书记"},
                {"id": "m2", "name": "02号常委", "max_areas": 1},
            ],
            "areas": [{"id": "a1", "name": "办文"}, {"id": "a2", "name": "办会"}, {"id": "a3", "name": "信息"}],
            "rules": rules,
            **more,
        }
    )


def test_the_words_of_a_conflict_and_of_what_helps() -> None:
    problem = _problem(
        [
            {"id": "R1", "kind": "only", "member": "m1", "areas": ["a1"], "basis": "统揽全局"},
            {"id": "R2", "kind": "apart", "areas": ["a1", "a2"], "basis": "不相容职责"},
        ]
    )
    answer = solve(problem)
    assert {reason.rule: reason.text for reason in answer.conflict} == {
        "R1": "01号常委（县委书记）不分管“办文”以外的事项（统揽全局）",
        "cover:a2": "“办会”必须有且只有一人分管",
        "cover:a3": "“信息”必须有且只有一人分管",
        "max:m2": "02号常委最多分管1项",
    }
    assert grouped(problem, [reason.rule for reason in answer.conflict]) == [
        "R1　01号常委（县委书记）不分管“办文”以外的事项（统揽全局）",
        "max:m2　02号常委最多分管1项",
        "“办会”、“信息”，各必须有且只有一人分管",
    ]
    assert [step.text for relaxation in answer.relaxations for step in relaxation.steps] == [
        "放开R1：不再要求01号常委（县委书记）不分管“办文”以外的事项",
        "02号常委分管项数的上限由1项放宽到2项",
    ]


def test_two_conflicts_need_two_steps() -> None:
    problem = _problem(
        [
            {"id": "R1", "kind": "barred", "member": "m1", "areas": ["a1"]},
            {"id": "R2", "kind": "barred", "member": "m2", "areas": ["a1"]},
            {"id": "R3", "kind": "fixed", "member": "m1", "areas": ["a2"]},
            {"id": "R4", "kind": "fixed", "member": "m2", "areas": ["a2"]},
        ]
    )
    answer = solve(problem)
    assert len(answer.relaxations) == 1
    dropped = {step.rule for step in answer.relaxations[0].steps}
    assert len(dropped) == 2
    assert satisfiable(problem, [name for name in requirements(problem) if name not in dropped])
