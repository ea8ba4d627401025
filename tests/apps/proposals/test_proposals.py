"""测算建议方案: the least change when a member leaves, what the county forbids, a reason in words, and who sees the numbers."""

import datetime as dt
import json
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from tests.cast import PASSWORD, Cast
from yixing.access.loaders import visible
from yixing.compliance.models import Parameter
from yixing.jobs import worker
from yixing.jobs.models import Job
from yixing.ledger.erase import erase
from yixing.ledger.models import Entry
from yixing.people.models import Membership, Person
from yixing.portfolios.actions import division_draft
from yixing.portfolios.models import Area, Division
from yixing.proposals.actions import proposal_ask, proposal_stop
from yixing.proposals.asked import document_of
from yixing.proposals.jobs import answer_of, keep
from yixing.proposals.models import Proposal
from yixing_core.errors import Refusal
from yixing_core.portfolio.answer import plan_from
from yixing_core.portfolio.check import check
from yixing_core.portfolio.parse import problem_from


def asked(cast: Cast, who: str = "组织部", **given: Any) -> Proposal:
    return proposal_ask(cast.call(who), **given)


def person(cast: Cast, number: int) -> int:
    return cast.people[f"{number:02d}号常委"].pk


def answered(cast: Cast, **given: Any) -> tuple[Proposal, dict[str, Any]]:
    proposal = asked(cast, **given)
    worker.run(Job.objects.get(pk=proposal.job_id))
    answer = answer_of(proposal)
    assert answer is not None
    return proposal, answer


def leads(answer: dict[str, Any]) -> dict[int, int]:
    return {int(area[1:]): int(duty["lead"][1:]) for area, duty in answer["assignment"].items()}


def in_force(cast: Cast) -> dict[int, int]:
    return dict(Division.objects.get(state="in_force").assignments.values_list("area_id", "person_id"))


@pytest.fixture(autouse=True)
def _shelf(tmp_path: Any, settings: Any) -> None:
    settings.DATA_DIR = tmp_path


def test_a_clean_plan_in_force_is_left_as_it_is(cast: Cast) -> None:
    _, answer = answered(cast)
    assert answer["status"] == "optimal"
    assert leads(answer) == in_force(cast)
    assert answer["objectives"]["stability"] == {"value": 0, "bound": 0}
    assert check(problem_from(answer["problem"]), plan_from(answer_file(answer)).assignment).holds


_BESIDE = {"problem", "lines", "relaxations", "told", "unexplained"}


def answer_file(answer: dict[str, Any]) -> dict[str, Any]:
    """The part that is ``PLAN.json``."""
    return {name: value for name, value in answer.items() if name not in _BESIDE}


def test_when_a_member_leaves_only_his_areas_move(cast: Cast) -> None:
    now = in_force(cast)
    _, answer = answered(cast, away=[person(cast, 9)])
    his = {area for area, lead in now.items() if lead == person(cast, 9)}
    assert his
    after = leads(answer)
    assert {area for area in now if now[area] != after[area]} == his
    assert person(cast, 9) not in after.values()


def test_what_is_fixed_and_ruled_out_holds(cast: Cast) -> None:
    a01, a02 = cast.areas["a01"].pk, cast.areas["a02"].pk
    pins, bans = [(a01, person(cast, 2))], [(a02, person(cast, 6))]
    _, answer = answered(cast, pins=pins, bans=bans)
    after = leads(answer)
    assert after[a01] == person(cast, 2)
    assert after[a02] != person(cast, 6)
    assert answer["objectives"]["stability"]["value"] == 2


def test_strengths_first_gives_a_domain_to_whom_it_suits(cast: Cast) -> None:
    fit = {person(cast, 8): {"culture": 5}}
    _, answer = answered(cast, preference="strengths", fit=fit)
    culture = set(Area.objects.filter(domain="culture").values_list("pk", flat=True))
    assert {leads(answer)[area] for area in culture} == {person(cast, 8)}


def test_the_chair_does_not_lead_what_the_county_keeps_from_him_and_the_reason_is_said(cast: Cast) -> None:
    money = cast.areas["a01"]
    Area.objects.filter(pk=money.pk).update(tags=["财务"])
    _, answer = answered(cast, pins=[(money.pk, person(cast, 1))])
    assert answer["status"] == "infeasible"
    assert {reason["rule"].partition(":")[0] for reason in answer["conflict"]} <= {"SZ-03", "pin", "cover"}
    words = "".join(reason["text"] for reason in answer["conflict"])
    assert "一把手不直接分管" in words
    assert "财政税务" in words
    assert answer["relaxations"]


def test_the_head_of_discipline_leads_discipline_only(cast: Cast) -> None:
    rules = document_of(asked(cast))["rules"]
    only = next(rule for rule in rules if rule["kind"] == "only")
    assert (only["member"], only["areas"]) == (f"m{person(cast, 4)}", [f"a{cast.areas['a09'].pk}"])


def test_the_problem_can_be_computed_again_from_the_file(cast: Cast, client: Client) -> None:
    proposal = asked(cast, fit={person(cast, 3): {"economy": 2}})
    client.login(username=cast.users["组织部"].username, password=PASSWORD)
    got = client.get(f"/portfolios/proposals/{proposal.pk}/problem.json")
    assert json.loads(got.content) == document_of(proposal)


def test_the_file_of_a_computation_is_the_problem_that_was_solved(cast: Cast, client: Client) -> None:
    proposal, answer = answered(cast)
    Area.objects.filter(pk=cast.areas["a01"].pk).update(name="改了名的事项")
    client.login(username=cast.users["组织部"].username, password=PASSWORD)
    got = json.loads(client.get(f"/portfolios/proposals/{proposal.pk}/problem.json").content)
    assert got == answer["problem"]
    assert got != document_of(proposal)


def test_what_is_erased_does_not_live_on_in_an_answer(
    cast: Cast, django_capture_on_commit_callbacks: Callable[..., AbstractContextManager[object]]
) -> None:
    proposal, _ = answered(cast)
    with django_capture_on_commit_callbacks(execute=True):
        erase(Entry.objects.filter(action="proposal.ask"))
    assert answer_of(proposal) is None


def test_stopped_it_ends_and_cannot_be_stopped_again(cast: Cast) -> None:
    proposal = proposal_stop(cast.call("组织部"), proposal_id=asked(cast).pk)
    assert proposal.stopped_on is not None
    with pytest.raises(Refusal) as refused:
        proposal_stop(cast.call("组织部"), proposal_id=proposal.pk)
    assert refused.value.code == "proposal_over"


def test_numbers_about_persons_are_for_the_chair_and_the_organization_department_and_not_in_the_book(
    cast: Cast,
) -> None:
    proposal = asked(cast, fit={person(cast, 3): {"economy": 4}})
    who = [name for name in cast.users if visible(Proposal, cast.actor(name)).filter(pk=proposal.pk).exists()]
    assert who == ["书记", "组织部"]
    line = Entry.objects.get(action="proposal.ask").line
    assert "economy" not in line
    for name in ("秘书", "县委办主任", "常委"):
        with pytest.raises(Refusal) as refused:
            asked(cast, name)
        assert refused.value.code == "forbidden"


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"pins": [(999, 1)]}, "proposal_unknown"),
        ({"away": [999]}, "proposal_unknown"),
        ({"fit": {1: {"economy": 6}}}, "proposal_fit"),
        ({"fit": {1: {"sport": 1}}}, "proposal_fit"),
        ({"preference": "best"}, "field_invalid"),
        ({"seconds": 10**6}, "field_invalid"),
        ({"seconds": 300}, "field_invalid"),
        ({"division_id": 999}, "not_found"),
    ],
)
def test_what_cannot_be_computed_is_refused(cast: Cast, given: dict[str, Any], code: str) -> None:
    first = person(cast, 1)
    given = {name: {first: next(iter(value.values()))} if name == "fit" else value for name, value in given.items()}
    with pytest.raises(Refusal) as refused:
        asked(cast, **given)
    assert refused.value.code == code
    assert not Proposal.objects.exists()


def test_a_member_who_is_still_to_come_is_divided_for_from_a_draft_meant_for_his_day(
    cast: Cast, client: Client
) -> None:
    comes = timezone.localdate() + dt.timedelta(days=30)
    comer = Person.objects.create(name="12号常委", order=12)
    Membership.objects.create(person=comer, body=cast.bodies["standing"], capacity="member", since=comes)
    lines = [(area, member, "lead") for area, member in in_force(cast).items()]
    plan = division_draft(cast.call("秘书"), name="到任后", lines=lines, since=comes)
    client.login(username=cast.users["组织部"].username, password=PASSWORD)
    form = client.get("/portfolios/proposals/new/").context["form"]
    data = {name: form[name].value() for name in form.fields if form[name].value() is not None}
    data |= {"division_id": plan.pk, "pins": f"{cast.areas['a01'].pk}:{comer.pk}"}
    assert client.post("/portfolios/proposals/new/", data).status_code == 302
    proposal = Proposal.objects.get()
    assert proposal.on == comes
    worker.run(Job.objects.get(pk=proposal.job_id))
    answer = answer_of(proposal)
    assert answer is not None
    assert leads(answer)[cast.areas["a01"].pk] == comer.pk
    assert "12号常委" in client.get(f"/portfolios/proposals/{proposal.pk}/").content.decode()


def test_the_pages_from_asking_to_the_draft(cast: Cast, client: Client) -> None:
    client.login(username=cast.users["组织部"].username, password=PASSWORD)
    page = client.get("/portfolios/proposals/new/")
    assert page.status_code == 200
    form = page.context["form"]
    data = {name: form[name].value() for name in form.fields if form[name].value() is not None}
    data |= {"away": [person(cast, 9)], f"fit-{person(cast, 3)}-economy": "3"}
    made = client.post("/portfolios/proposals/new/", data, follow=True)
    proposal = Proposal.objects.get()
    assert made.redirect_chain == [(f"/portfolios/proposals/{proposal.pk}/", 302)]
    assert "停止测算" in made.content.decode()
    worker.run(Job.objects.get(pk=proposal.job_id))
    page = client.get(f"/portfolios/proposals/{proposal.pk}/")
    text = page.content.decode()
    assert "已证明最优" in text
    assert "财政税务" in text
    steps = {step.label: step.url for step in page.context["next"]}
    draft = client.get(steps["拟成草案"])
    assert draft.status_code == 200
    again = client.get(f"/portfolios/proposals/new/?from={proposal.pk}&ban={cast.areas['a01'].pk}:{person(cast, 3)}")
    assert "财政税务不由03号常委分管" in again.content.decode()
    assert again.context["form"][f"fit-{person(cast, 3)}-economy"].value() == 3


def page_of(client: Client, cast: Cast, proposal: Proposal) -> tuple[str, Any]:
    client.login(username=cast.users["组织部"].username, password=PASSWORD)
    got = client.get(f"/portfolios/proposals/{proposal.pk}/")
    assert got.status_code == 200
    return got.content.decode(), got.context


def test_the_number_of_the_county_only_prompts_unless_it_is_asked_for(cast: Cast, client: Client) -> None:
    """C20: the number is a prompt (XC-89); a tick makes the computation keep to it."""
    fit = {person(cast, 8): dict.fromkeys(Area.Domain.values, 5)}
    number = _number(cast, 3)
    free, answer = answered(cast, preference="strengths", fit=fit)
    assert not any("max_areas" in member for member in answer["problem"]["members"])
    led = list(leads(answer).values()).count(person(cast, 8))
    assert led > number
    words, _ = page_of(client, cast, free)
    assert f"08号常委 {led} 项，超过本县提示的 {number} 项" in words
    _, kept = answered(cast, preference="strengths", fit=fit, capped=True)
    assert {member["max_areas"] for member in kept["problem"]["members"]} == {number}
    assert list(leads(kept).values()).count(person(cast, 8)) == number
    assert Proposal.objects.order_by("id").last() != free
    again = client.get(f"/portfolios/proposals/new/?from={Proposal.objects.latest('id').pk}")
    assert again.context["form"]["capped"].value() is True


def _number(cast: Cast, value: int) -> int:
    since = cast.call("书记").on - dt.timedelta(days=1)
    Parameter.objects.create(key="member_areas_max", value=value, since=since, decision="第18次常委会")
    return value


def test_an_area_that_carries_both_of_two_duties_kept_apart_is_said_before_and_after(
    cast: Cast, client: Client
) -> None:
    """Whoever leads it, the gate refuses; so the page does not call the division good without a word."""
    Area.objects.filter(pk=cast.areas["a01"].pk).update(tags=["财务", "采购"])
    proposal, answer = answered(cast)
    assert answer["status"] == "optimal"
    words, context = page_of(client, cast, proposal)
    assert [each["area"].pk for each in context["contradictory"]] == [cast.areas["a01"].pk]
    assert f'<a href="/portfolios/areas/{cast.areas["a01"].pk}/">财政税务</a>同时标有财务和采购' in words
    assert "有不相容事项" in context["status"].word
    assert "有不相容事项" in Job.objects.get(pk=proposal.job_id).message
    assert "同时标有" in client.get("/portfolios/proposals/new/").content.decode()


def test_a_seat_corrected_afterwards_leaves_the_page_as_it_was_computed(cast: Cast, client: Client) -> None:
    proposal, answer = answered(cast, away=[person(cast, 9)])
    _, before = page_of(client, cast, proposal)
    takes = next(lead for area, lead in leads(answer).items() if in_force(cast)[area] == person(cast, 9))
    Membership.objects.filter(person_id=takes).delete()
    words, after = page_of(client, cast, proposal)
    assert after["moves"] == before["moves"]
    assert "常委名单" in words
    assert "在测算后有改动" in words
    assert "拟成草案" not in [step.label for step in after["next"]]


def test_a_draft_edited_afterwards_is_said_and_its_moves_are_not_taken_over(cast: Cast, client: Client) -> None:
    lines = list(Division.objects.get(state="in_force").assignments.values_list("area_id", "person_id", "relation"))
    base = division_draft(cast.call("秘书"), name="调整方案", lines=lines[1:])
    proposal, _ = answered(cast, division_id=base.pk)
    words, before = page_of(client, cast, proposal)
    assert "拟成草案" in [step.label for step in before["next"]]
    assert "在测算后有改动" not in words
    assert set(before["moves"]) == {lines[0][0]}
    division_draft(cast.call("秘书"), name="调整方案", lines=lines[3:], division_id=base.pk)
    words, after = page_of(client, cast, proposal)
    assert after["moves"] == before["moves"]
    assert f"以此为底的方案（{base.name}）在测算后有改动" in words
    assert "再测算" in [step.label for step in after["next"]]
    assert "拟成草案" not in [step.label for step in after["next"]]


def test_what_was_not_worked_out_is_said_in_words(cast: Cast, client: Client) -> None:
    proposal, answer = answered(cast)
    for kept in ({"unexplained": "时间不够，没有找出"}, {}):
        answer |= {"status": "infeasible", "assignment": {}, "told": [], "conflict": []} | kept
        keep(proposal.job_id, answer)
        words, _ = page_of(client, cast, proposal)
        assert "不存在符合全部要求的方案。时间不够，没有找出" in words


def test_one_who_may_not_ask_finds_no_page(cast: Cast, client: Client) -> None:
    proposal = asked(cast)
    client.login(username=cast.users["县委办主任"].username, password=PASSWORD)
    assert client.get(f"/portfolios/proposals/{proposal.pk}/").status_code == 404
    assert client.get("/portfolios/proposals/").status_code == 403
