"""What ``solve`` promises, against enumeration: the best values in every order, proved, the same every time."""

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.core.portfolio.portfolio_samples import best, dice, document, problems, signed
from yixing_core.errors import Refusal
from yixing_core.portfolio import engine
from yixing_core.portfolio.answer import Status, plan_from
from yixing_core.portfolio.check import check
from yixing_core.portfolio.parse import problem_from, to_document
from yixing_core.portfolio.problem import Area, Duty, Member, Objective, Problem
from yixing_core.portfolio.solve import Progress, solve

SLOWLY = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])


@SLOWLY
@given(problems(backup=False))
def test_the_best_division_without_backups(problem: Problem) -> None:
    _agrees(problem)


@SLOWLY
@given(problems(most_areas=3, backup=True))
def test_the_best_division_with_backups(problem: Problem) -> None:
    _agrees(problem)


def _agrees(problem: Problem) -> None:
    answer, expected = solve(problem), best(problem)
    if expected is None:
        assert answer.status is Status.INFEASIBLE
        assert answer.conflict
        assert not answer.assignment
        return
    assert answer.status is Status.OPTIMAL
    assert signed(problem, answer.objectives) == expected
    assert all(reached.proved for reached in answer.objectives.values())
    assert list(answer.objectives) == list(problem.objectives)
    assert check(problem, plan_from(answer.to_document())).holds


@settings(SLOWLY, max_examples=30)
@given(st.integers(0, 2**32))
def test_neither_the_order_of_the_lists_nor_the_solver_decides_between_equally_good_divisions(seed: int) -> None:
    source = dice(seed)
    asked = document(source, members=4, areas=9, rules=3, backup=True, objectives=["fit", "balance"])
    first = solve(problem_from(asked))
    shuffled = {**asked, "members": asked["members"][::-1], "areas": source.sample(asked["areas"], 9)}
    other = solve(problem_from(shuffled))
    assert other.status is first.status
    assert dict(other.assignment) == dict(first.assignment)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(engine, "SEED", source.randint(1, 1000))
        assert solve(problem_from(asked)).assignment == first.assignment


def test_the_same_input_gives_the_same_output() -> None:
    asked = document(dice(5), members=6, areas=40, rules=4, backup=True, objectives=["balance", "fit"])
    answers = [solve(problem_from(asked)).to_document() for _ in range(3)]
    for answer in answers:
        del answer["solver"]
    assert answers[0]["status"] == "optimal"
    assert answers[1:] == answers[:-1]


def test_large_and_odd_numbers_are_exact() -> None:
    source = dice(11)
    for _ in range(15):
        asked = document(source, members=3, areas=4, rules=1, backup=False, objectives=["fit", "balance", "stability"])
        asked["fit"] = {
            member: {area: source.choice([-(10**6), 10**6, 999_999, 7]) for area in row}
            for member, row in asked["fit"].items()
        }
        for area in asked["areas"]:
            area["weight"] = source.choice([0, 1, 10**6, 10**6 - 1, 123_457])
        _agrees(problem_from(asked))


def test_who_leads_today_goes_on_where_nothing_speaks_against_it() -> None:
    people = (Member("m1", "甲"), Member("m2", "乙"))
    areas = tuple(Area(f"a{number}", f"事项{number}") for number in range(6))
    current = {area.id: Duty(people[number % 2].id, people[1 - number % 2].id) for number, area in enumerate(areas)}
    for objectives in ((), (Objective.BALANCE,)):
        problem = Problem(people, areas, current=current, backup=True, objectives=objectives)
        assert solve(problem).assignment == current


@pytest.mark.parametrize("members", [0, 2])
def test_nothing_to_divide(members: int) -> None:
    people = tuple(Member(f"m{number}", "甲") for number in range(members))
    answer = solve(Problem(people, (), objectives=(Objective.FIT, Objective.BALANCE), backup=True))
    assert answer.status is Status.OPTIMAL
    assert answer.to_document()["assignment"] == {}
    assert [reached.value for reached in answer.objectives.values()] == [0, 0]


def test_nobody_to_divide_among() -> None:
    answer = solve(Problem((), (Area("a1", "办文"),)))
    assert answer.status is Status.INFEASIBLE
    assert [reason.rule for reason in answer.conflict] == ["cover:a1"]


def test_bounds_beyond_the_number_of_areas() -> None:
    areas = (Area("a1", "办文"), Area("a2", "办会"))
    assert solve(Problem((Member("m1", "甲", max_areas=10**9),), areas)).status is Status.OPTIMAL
    answer = solve(Problem((Member("m1", "甲", min_areas=10**9),), areas))
    assert [reason.rule for reason in answer.conflict] == ["min:m1"]
    assert [(one.bound, one.steps[0].text) for one in answer.relaxations] == [
        (2, "甲分管项数的下限由1000000000项降到2项")
    ]


def test_nobody_counts_for_balance() -> None:
    problem = Problem((Member("m1", "甲", max_areas=0),), (), objectives=(Objective.BALANCE,))
    assert solve(problem).objectives[Objective.BALANCE].value == 0


def test_a_problem_goes_out_and_comes_in_the_same() -> None:
    problem = problem_from(
        document(dice(3), members=5, areas=12, rules=9, backup=True, objectives=["fit", "backup_fit"])
    )
    assert problem_from(to_document(problem)) == problem


# -- time, progress, cancel ----------------------------------------------------------------------------------------


def _large(members: int = 30, areas: int = 200) -> Problem:
    source = dice(1)
    asked = document(
        source, members=members, areas=areas, rules=0, backup=True, objectives=["balance", "fit", "stability"]
    )
    asked["members"] = [{"id": member["id"]} for member in asked["members"]]
    return problem_from(asked)


def test_progress_is_told_and_a_cancel_gives_the_best_so_far() -> None:
    told: list[Progress] = []
    answer = solve(_large(), progress=told.append, cancelled=lambda: any(one.value is not None for one in told))
    assert told
    assert {one.steps for one in told} == {4}
    assert "任务均衡" in told[0].words
    assert answer.status is Status.FEASIBLE
    assert check(_large(), answer.assignment).holds
    for objective, reached in answer.objectives.items():
        assert reached.bound >= reached.value if objective.maximised else reached.bound <= reached.value


def test_a_cancel_before_there_is_anything_says_so() -> None:
    with pytest.raises(Refusal) as refused:
        solve(_large(), cancelled=lambda: True)
    assert refused.value.code == "portfolio.cancelled"


def test_no_time_at_all_says_so() -> None:
    with pytest.raises(Refusal) as refused:
        solve(_large(), limit=1e-9)
    assert refused.value.code == "portfolio.undecided"


def test_a_limit_is_kept_and_nothing_unproved_is_called_optimal() -> None:
    problem = _large()
    answer = solve(problem, limit=5)
    assert float(answer.solver["seconds"]) < 30
    assert (answer.status is Status.OPTIMAL) == all(reached.proved for reached in answer.objectives.values())
    assert check(problem, plan_from(answer.to_document())).holds


def test_what_is_kept_is_never_given_up_for_a_later_objective() -> None:
    problem = _large(8, 40)
    for order in ([Objective.FIT, Objective.BALANCE], [Objective.BALANCE, Objective.FIT]):
        first = solve(replace(problem, objectives=(order[0],))).objectives[order[0]]
        both = solve(replace(problem, objectives=tuple(order))).objectives
        assert both[order[0]] == first
