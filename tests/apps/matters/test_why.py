"""为什么 behind a finding: complete for what is unmet, shorter for what is there, each fact leading to its record."""

import re
from time import perf_counter

import pytest

from tests.apps.matters import walk
from tests.cast import TODAY, Cast
from yixing.compliance import gates
from yixing.matters.actions import step_record
from yixing.matters.findings import finding_views
from yixing.matters.records import record_links
from yixing.matters.routing import route
from yixing.rulebook.why import why_of
from yixing_core.rules.explain import explain
from yixing_core.rules.model import MARKS, Status

pytestmark = pytest.mark.django_db


def views_of(cast: Cast, matter):
    found = route(matter, TODAY)
    views = finding_views(found.findings, matter, cast.actor("秘书"), on=TODAY, facts=found.facts)
    return found, {view.rule: view for view in views}


def test_what_is_unmet_is_explained_whole(cast: Cast) -> None:
    found, views = views_of(cast, walk.to_office(cast, type_code="T04", amount=8_000_000, fund_source="县级财政"))
    facts = gates.with_parameters(found.facts, TODAY)
    unmet = [finding for finding in found.findings if finding.unmet]
    assert unmet
    for finding in unmet:
        told, why = explain(gates.rulebook(), finding, facts, TODAY), views[finding.rule].why
        assert why is not None
        assert (why.requirement, why.basis, why.adopted) == (told.requires, told.basis, told.adopted)
        assert [(step.depth, step.words, step.value) for step in why.steps] == [
            (each.depth, f"{each.part}{each.words}", each.shown) for each in told.derivation
        ]
        assert [(fact.label, fact.value, fact.source) for fact in why.facts] == [
            (fact.label, fact.shown, fact.source) for fact in told.facts
        ]
        assert why.case_count == len(told.cases) > 0
        marked = {f"{MARKS[case.expect[finding.rule]]} {case.title}" for case in told.cases}
        assert set(why.cases) <= marked
        assert len({title[0] for title in why.cases}) == len(why.cases) <= len(Status)


def test_what_is_there_is_told_shorter_and_what_does_not_apply_not_at_all(cast: Cast) -> None:
    matter = walk.to_office(cast, type_code="T16", is_stability_risk=True)
    step_record(cast.call("秘书"), matter_id=matter.pk, kind="risk", values={"conclusion": "low"})
    found, views = views_of(cast, matter)
    for finding in found.findings:
        why = views[finding.rule].why
        if finding.status is Status.NOT_APPLICABLE:
            assert why is None
        elif finding.status is Status.SATISFIED:
            assert why is not None
            assert {step.depth for step in why.steps} == {0}
            assert why.facts
            assert not why.cases


def test_every_link_of_a_fact_leads_somewhere(cast: Cast, login) -> None:
    matter = walk.to_office(cast, type_code="T04", amount=8_000_000, fund_source="县级财政")
    good = {"by": "executive", "conclusion": "agree"}
    step_record(cast.call("秘书"), matter_id=matter.pk, kind="government", values=good, document="第9号")
    _, views = views_of(cast, matter)
    links = {fact.url for view in views.values() if view.why for fact in view.why.facts if fact.url}
    page = f"/matters/{matter.pk}/"
    assert {f"{page}#sheet", f"{page}#steps", f"{page}#signatures"} <= links
    client = login("秘书")
    anchors = set(re.findall(r'id="([\w-]+)"', client.get(page).content.decode()))
    for link in links:
        address, _, anchor = link.partition("#")
        assert anchor in anchors if address == page else client.get(address).status_code == 200, link


def test_no_record_no_link(cast: Cast) -> None:
    links = record_links(walk.draft(cast, type_code="T04"))
    assert links("steps.research.done") == ""
    assert links("cadre.meeting_held") == ""
    assert links("present") == ""


def test_a_refusal_says_why_as_well(cast: Cast, login) -> None:
    matter = walk.to_office(cast, type_code="T10")
    page = login("秘书").get(f"/matters/{matter.pk}/").content.decode()
    assert "推导" in page
    assert "看全部" in page
    finding = next(each for each in route(matter, TODAY).findings if each.unmet)
    bare, dated = why_of(finding), why_of(finding, TODAY)
    assert bare is not None
    assert dated is not None
    assert (bare.steps, bare.facts, bare.basis) == (dated.steps, dated.facts, dated.basis)


def test_an_explanation_costs_next_to_nothing(cast: Cast) -> None:
    matter = walk.to_office(cast, type_code="T04", amount=8_000_000, fund_source="县级财政")
    found = route(matter, TODAY).findings
    gates.read_examples()
    why_of(found[0], TODAY)
    spent = []
    for finding in found:
        begun = perf_counter()
        why_of(finding, TODAY)
        spent.append(perf_counter() - begun)
    assert sorted(spent)[len(spent) // 2] < 0.005
