"""What is wrong with the division of work is found on any day, by name: whatever changed, area, unit, person or plan."""

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.apps.portfolios.test_division import JULY, adopt, draft
from tests.cast import START, TODAY
from yixing.compliance.models import Parameter
from yixing.people.models import Membership, Organization, Person
from yixing.portfolios import checks
from yixing.portfolios.catalogue import AreaOn
from yixing.portfolios.cataloguing import area_set
from yixing.portfolios.checks import Findings, Line
from yixing.portfolios.facts import division_facts
from yixing.portfolios.models import Area, Assignment
from yixing.portfolios.queries import findings_of, findings_on
from yixing.workbench.sections import waiting

DAY = dt.timedelta(days=1)
LATER = TODAY + 30 * DAY


def names(found, kind):
    return [str(getattr(each, "area", getattr(each, "person", each))) for each in getattr(found, kind)]


def leave(cast, number, last):
    Membership.objects.filter(person=cast.people[f"{number:02d}号常委"], body=cast.bodies["standing"]).update(
        until=last
    )


def test_the_small_county_s_division_is_clean(cast):
    assert findings_on(TODAY) == Findings()
    assert findings_on(START - DAY) == Findings()


def test_who_leaves_the_committee_leaves_his_areas_to_nobody(cast):
    leave(cast, 9, TODAY)
    assert findings_on(TODAY).total == 0
    found = findings_on(TODAY + DAY)
    assert names(found, "gaps") == ["财政税务", "发展改革"]
    assert [person.name for person in found.gaps[0].gone] == ["09号常委"]
    assert names(found, "units") == ["县财政局"]
    assert found.words() == "无人分管 2，没有归口的单位 1"
    assert division_facts(draft(cast), LATER)["portfolio"]["gaps"] == 2


def test_a_new_area_an_area_that_ends_and_a_unit_that_is_dissolved(cast):
    area_set(cast.call("秘书"), code="a11", name="网络舆情", domain="culture", since=LATER)
    assert findings_on(LATER - DAY).total == 0
    assert names(findings_on(LATER), "gaps") == ["网络舆情"]
    area_set(cast.call("秘书"), code="a11", name="网络舆情", domain="culture", since=LATER, until=LATER)
    assert findings_on(LATER + DAY).total == 0
    Organization.objects.filter(code="D03").update(until=TODAY)
    found = findings_on(TODAY + DAY)
    assert [(each.area.name, each.unit.name) for each in found.gone_units] == [("教育", "县教育局")]


def test_a_new_unit_belongs_to_nobody(cast):
    unit = Organization.objects.get(code="X01")
    Organization.objects.create(code="X02", name="乡镇02", kind=unit.kind, parent=unit.parent, order=90, since=LATER)
    assert findings_on(LATER - DAY).total == 0
    assert names(findings_on(LATER), "units") == ["乡镇02"]


def test_duties_the_county_keeps_apart(cast):
    for code, tag in (("a01", "财务"), ("a07", "采购"), ("a06", "工程"), ("a05", "采购")):
        Area.objects.filter(code=code).update(tags=[tag])
    found = findings_on(TODAY).incompatible
    assert [(each.person.name, each.tags, [area.name for area in each.areas]) for each in found] == [
        ("09号常委", ("财务", "采购"), ["财政税务", "发展改革"]),
        ("11号常委", ("工程", "采购"), ["办会", "督查"]),
    ]
    Parameter.objects.create(key="apart_tags", value=["projects_procurement"], since=LATER, decision="第18次常委会")
    assert names(findings_on(LATER), "incompatible") == ["11号常委"]
    facts = division_facts(draft(cast, a05=3), TODAY)["portfolio"]
    assert facts["incompatible"] == 1


def test_who_leads_too_much_and_the_weight_of_it(cast):
    Parameter.objects.create(key="member_areas_max", value=1, since=LATER, decision="第18次常委会")
    Area.objects.filter(code="a07").update(weight=5)
    assert findings_on(LATER - DAY).total == 0
    heavy = findings_on(LATER).heavy
    assert {(load.person.name, load.areas, load.weight) for load in heavy if load.person.order == 9} == {
        ("09号常委", 2, 6)
    }


def test_it_is_on_the_first_line_and_on_the_workbench_until_a_plan_mends_it(login, cast):
    def rows(who, day):
        return [row for row in waiting(cast.actor(who, day), day, whole=True).rows if row.kind == "分工"]

    leave(cast, 6, JULY - 2 * DAY)
    assert not rows("秘书", TODAY)
    for who in ("秘书", "县委办主任", "组织部"):
        (row,) = rows(who, JULY - DAY)
        assert row.what == "现行分工须调整：无人分管 1，没有归口的单位 1"
    for who in ("常委", "联络员", "书记"):
        assert not rows(who, JULY - DAY)
    page = login("秘书").get(f"/portfolios/?day={JULY - DAY}").content.decode()
    line = page[page.index("findings-first") : page.index("● 负责")]
    assert f"/portfolios/areas/{cast.areas['a02'].pk}/" in line
    assert "教育：06号常委已不在任" in line
    assert f"/people/organizations/{cast.units['D03'].pk}/" in line
    adopt(cast, draft(cast, a02=3))
    assert not rows("秘书", JULY)


def test_a_plan_is_judged_as_of_its_day(cast):
    plan = draft(cast, a02=())
    leave(cast, 9, TODAY)
    assert names(findings_of(plan, TODAY), "gaps") == ["教育"]
    assert names(findings_of(plan, LATER), "gaps") == ["财政税务", "教育", "发展改革"]


def test_as_many_queries_for_many_areas(cast, django_assert_num_queries, django_assert_max_num_queries):
    def ask():
        return findings_on(TODAY)

    Area.objects.create(code="y", name="事项", domain="party", order=90)
    with django_assert_max_num_queries(40) as few:
        ask()
    division = Assignment.objects.first().division
    for number in range(30):
        area = Area.objects.create(code=f"z{number}", name=f"事项{number}", domain="party", order=100 + number)
        Assignment.objects.create(
            division=division, area=area, person=cast.people["03号常委"], relation="lead", since=START
        )
    with django_assert_max_num_queries(len(few)):
        found = ask()
    assert names(found, "gaps") == ["事项"]


TAGS = ("财务", "采购", "纪检", "人事")
LINES = st.lists(
    st.builds(
        Line, st.integers(1, 5), st.integers(1, 4), st.sampled_from(["lead", "responsible", "contact", "assist"])
    ),
    max_size=14,
    unique=True,
)
CATALOGUE = st.lists(st.frozensets(st.sampled_from(TAGS), max_size=2), min_size=5, max_size=5)


@pytest.mark.django_db
@settings(max_examples=60, deadline=None)
@given(lines=LINES, tags=CATALOGUE, seated=st.frozensets(st.integers(1, 4)))
def test_gaps_and_incompatible_duties_against_a_naive_walk(lines, tags, seated):
    areas = [
        AreaOn(pk=pk, code=str(pk), name=str(pk), domain="party", tags=tuple(sorted(own)))
        for pk, own in enumerate(tags, 1)
    ]
    people = {pk: Person(pk=pk, name=str(pk), order=pk) for pk in range(1, 5)}
    assert [area.pk for area in checks.uncovered(lines, areas, seated)] == [
        area.pk
        for area in areas
        if not any(
            line.area_id == area.pk and line.relation in {"lead", "responsible"} and line.person_id in seated
            for line in lines
        )
    ]
    # Of the default pairs only these have both tags in this catalogue.
    pairs = [("财务", "采购"), ("财务", "纪检"), ("人事", "纪检")]
    wanted = []
    for person in range(1, 5):
        own = {
            tag
            for line in lines
            if line.person_id == person and line.relation in {"lead", "responsible"}
            for tag in tags[line.area_id - 1]
        }
        wanted += [(person, pair) for pair in pairs if set(pair) <= own]
    assert [(each.person.pk, each.tags) for each in checks.incompatible(lines, areas, people, TODAY)] == wanted
