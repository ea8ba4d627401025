"""A plan is drafted, checked, decided and in force from a day; who led what on a day stays answerable."""

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.cast import AREAS, START, TODAY
from yixing.accounts.actors import actor_of
from yixing.accounts.models import RoleGrant, User
from yixing.compliance.models import Adoption, Parameter
from yixing.ledger.models import Entry
from yixing.people.models import Membership, Organization, OrganizationKind, Person
from yixing.portfolios import checks
from yixing.portfolios.actions import _take_over, division_adopt, division_draft
from yixing.portfolios.catalogue import AreaOn
from yixing.portfolios.cataloguing import area_set, contact_set
from yixing.portfolios.checks import Line
from yixing.portfolios.facts import division_facts
from yixing.portfolios.leads import member_in_charge
from yixing.portfolios.models import Area, Assignment, Contact, Division
from yixing.portfolios.opinions import division_ask, division_opine
from yixing.portfolios.queries import (
    areas_of,
    contacts_of,
    division_on,
    gaps,
    members_on,
    moves,
    overlaps,
    who_lead,
    who_leads,
)
from yixing_core.errors import Refusal

DAY = dt.timedelta(days=1)
JULY = dt.date(2023, 7, 1)
REASONS = dict.fromkeys(
    ("SZ-03", "SZ-09", "XC-90", "XC-91", "XC-91.2", "XC-92", "XC-93", "XC-94"), "已口头征求，书记同意"
)


def current(cast, **changes):
    """The lines of the cast's division, with some areas given to other members (several: a tuple, none: ())."""
    given_members = {code: changes.get(code, member) for code, _, _, member, _ in AREAS}
    return [
        (cast.areas[code].pk, cast.people[f"{number:02d}号常委"].pk, "lead")
        for code, members in given_members.items()
        for number in (members if isinstance(members, tuple) else (members,))
    ]


def draft(cast, who="秘书", **changes):
    return division_draft(cast.call(who), name="调整方案", lines=current(cast, **changes))


def asked(cast, **changes):
    """A draft the members are asked about."""
    return division_ask(cast.call("秘书"), division_id=draft(cast, **changes).pk)


def opine(cast, division, number, **said):
    """One member's opinion: he agrees unless something else is said."""
    known = {1: "书记", 2: "县长", 3: "农业常委", 6: "别的常委", 9: "常委", 11: "县委办主任"}
    login = known.get(number, f"常委{number:02d}")
    if login not in cast.users:
        cast.users[login] = User.objects.create(username=login, person=cast.people[f"{number:02d}号常委"])
        RoleGrant.objects.create(user=cast.users[login], role="member", since=START)
    return division_opine(cast.call(login), division_id=division.pk, **({"agrees": True} | said))


def adopt(cast, division, who="县委办主任", since=JULY, **kwargs):
    given = {"decision": "第18次常委会"} | kwargs
    return division_adopt(cast.call(who, acknowledged=REASONS), division_id=division.pk, since=since, **given)


def test_a_plan_takes_over_and_what_it_does_not_change_goes_on(cast):
    kept = Assignment.objects.get(area=cast.areas["a02"])
    division = adopt(cast, draft(cast, a01=2))
    assert who_leads(cast.areas["a01"], JULY - DAY).name == "09号常委"
    assert who_leads(cast.areas["a01"], JULY).name == "02号常委"
    assert who_leads(cast.areas["a02"], JULY).name == "06号常委"
    kept.refresh_from_db()
    assert (kept.since, kept.until) == (START, None)
    assert Assignment.objects.filter(area=cast.areas["a02"], since__isnull=False).count() == 1
    assert division_on(JULY) == division
    assert division_on(JULY - DAY).until == JULY - DAY
    entry = Entry.objects.get(action="division.adopt")
    assert f'"moved":[{{"area":{cast.areas["a01"].pk}' in entry.line
    assert "方案" not in entry.line


def test_an_actor_leads_what_the_plan_of_the_day_gives_him(cast):
    adopt(cast, draft(cast, a01=2))
    before = actor_of(cast.users["常委"], JULY - DAY)
    after = actor_of(cast.users["常委"], JULY)
    assert before.area_ids - after.area_ids == {cast.areas["a01"].pk}
    assert cast.areas["a01"].pk in actor_of(cast.users["县长"], JULY).area_ids


def test_gaps_and_overlaps_are_found_by_name(cast):
    division = draft(cast, a02=(), a03=(3, 8), a06=(11, 10, 4))
    assert [area.name for area in gaps(division)] == ["教育"]
    assert [(each.area.name, [person.name for person in each.people]) for each in overlaps(division)] == [
        ("农业农村", ["03号常委", "08号常委"]),
        ("督查", ["04号常委", "10号常委", "11号常委"]),
    ]


@pytest.mark.parametrize(("changes", "rule"), [({"a02": ()}, "XC-90"), ({"a03": (3, 8)}, "XC-91")])
def test_a_plan_with_a_gap_or_an_overlap_does_not_come_into_force(cast, changes, rule):
    Adoption.objects.create(rule=rule, since=START, decision="运行规则")
    with pytest.raises(Refusal) as refused:
        adopt(cast, draft(cast, **changes))
    assert refused.value.code == "gate"
    assert rule in {finding.rule for finding in refused.value.findings if finding.blocks}
    assert Division.objects.filter(state="in_force").count() == 1


def test_warnings_want_a_reason(cast):
    division = draft(cast)
    with pytest.raises(Refusal) as refused:
        division_adopt(cast.call("县委办主任"), division_id=division.pk, since=JULY, decision="第18次常委会")
    assert refused.value.code == "acknowledge"


def test_the_facts_of_a_plan(cast):
    cast.areas["a10"].tags = ["人事"]
    cast.areas["a10"].save()
    facts = division_facts(draft(cast, a02=4), JULY)["portfolio"]
    assert facts == {
        "areas": 10,
        "gaps": 0,
        "overlaps": 0,
        "barred_led": 1,
        "discipline_other": 1,
        "incompatible": 0,
        "discussed": True,
        "members_consulted": False,
        "open_work": 0,
        "handovers_done": 0,
        "units_unassigned": 0,
        "most_areas": 2,
    }


def test_a_new_unit_belongs_to_nobody_until_it_is_placed(cast):
    kind = OrganizationKind.objects.get(pk="township")
    unit = Organization.objects.create(code="X99", name="乡镇99", kind=kind, parent=cast.units["县委"], order=99)
    division = draft(cast)
    assert division_facts(division, JULY)["portfolio"]["units_unassigned"] == 1
    contact_set(cast.call("秘书"), person_id=cast.people["03号常委"].pk, organization_id=unit.pk, since=START)
    assert division_facts(division, JULY)["portfolio"]["units_unassigned"] == 0


def test_moves_name_what_changes_hands(cast):
    division = draft(cast, a01=2, a08=())
    assert [(move.area.name, str(move.before), str(move.after)) for move in moves(division, JULY)] == [
        ("财政税务", "09号常委", "02号常委"),
        ("乡村振兴", "03号常委", "None"),
    ]


def test_a_draft_is_laid_down_anew_and_an_adopted_plan_is_not(cast):
    division = draft(cast)
    again = division_draft(
        cast.call("组织部"),
        name="改名",
        lines=current(cast, a01=2),
        division_id=division.pk,
        version=division.version,
    )
    assert again.assignments.count() == len(AREAS)
    with pytest.raises(Refusal) as refused:
        division_draft(cast.call("秘书"), name="x", lines=[], division_id=division.pk, version=division.version)
    assert refused.value.code == "stale"
    adopt(cast, again)
    for attempt in (
        lambda: division_draft(cast.call("秘书"), name="x", lines=[], division_id=division.pk),
        lambda: adopt(cast, division),
    ):
        with pytest.raises(Refusal) as refused:
            attempt()
        assert refused.value.code == "wrong_state"


@pytest.mark.parametrize(
    ("kwargs", "code"),
    [({"decision": " "}, "decision_needed"), ({"since": START}, "division_order")],
)
def test_what_an_adoption_needs(cast, kwargs, code):
    with pytest.raises(Refusal) as refused:
        adopt(cast, draft(cast), **kwargs)
    assert refused.value.code == code


def test_an_empty_plan_is_not_adopted(cast):
    division = division_draft(cast.call("秘书"), name="空", lines=[])
    with pytest.raises(Refusal) as refused:
        adopt(cast, division)
    assert refused.value.code == "division_empty"


@pytest.mark.parametrize(
    ("lines", "code"),
    [
        ([(999999, 1, "lead")], "division_lines"),
        (["person"], "division_lines"),
        (["relation"], "division_lines"),
        (["twice"], "division_twice"),
    ],
)
def test_lines_name_what_exists_once(cast, lines, code):
    area, person = cast.areas["a01"].pk, cast.people["09号常委"].pk
    known = {
        "person": [(area, 999999, "lead")],
        "relation": [(area, person, "boss")],
        "twice": [(area, person, "lead"), (area, person, "lead")],
    }
    given_lines = known[lines[0]] if isinstance(lines[0], str) else lines
    with pytest.raises(Refusal) as refused:
        division_draft(cast.call("秘书"), name="x", lines=given_lines)
    assert refused.value.code == code


@pytest.mark.parametrize("who", ["书记", "联络员", "督查员", "系统管理员"])
def test_who_may_not_draft(cast, who):
    with pytest.raises(Refusal) as refused:
        draft(cast, who=who)
    assert refused.value.code == "forbidden"


@pytest.mark.parametrize(("who", "code"), [("秘书", "forbidden"), ("组织部", "forbidden"), ("联络员", "not_found")])
def test_only_the_office_director_adopts(cast, who, code):
    division = draft(cast)
    with pytest.raises(Refusal) as refused:
        adopt(cast, division, who=who)
    assert refused.value.code == code


def test_a_repeated_submit_makes_one_plan(cast):
    call = cast.call("秘书")
    lines = current(cast)
    assert division_draft(call, name="一", lines=lines) == division_draft(call, name="一", lines=lines)


def test_areas_of_the_catalogue(cast):
    area = area_set(
        cast.call("秘书"),
        code="a11",
        name="网络舆情",
        domain="culture",
        order=11,
        tags=["舆情", "舆情"],
        unit_ids=[cast.units["D01"].pk],
    )
    assert (area.tags, [unit.code for unit in area.units.all()]) == (["舆情"], ["D01"])
    assert "网络舆情" in [gap.name for gap in gaps(draft(cast))]
    area_set(cast.call("秘书"), code="a11", name="网络舆情", domain="culture", until=TODAY, version=area.version)
    assert "网络舆情" not in [gap.name for gap in gaps(draft(cast), JULY)]
    for kwargs, code in (({"domain": "arms"}, "field_invalid"), ({"unit_ids": [999999]}, "division_lines")):
        with pytest.raises(Refusal) as refused:
            area_set(cast.call("秘书"), code="a12", name="x", **({"domain": "culture"} | kwargs))
        assert refused.value.code == code


def test_a_township_has_one_contact_at_a_time(cast):
    unit, first, second = cast.units["X01"], cast.people["03号常委"], cast.people["08号常委"]
    contact_set(cast.call("秘书"), person_id=first.pk, organization_id=unit.pk, since=START)
    contact_set(cast.call("秘书"), person_id=second.pk, organization_id=unit.pk, since=JULY)
    assert [row.organization for row in contacts_of(first, JULY - DAY)] == [unit]
    assert not contacts_of(first, JULY)
    with pytest.raises(Refusal) as refused:
        contact_set(cast.call("秘书"), person_id=first.pk, organization_id=unit.pk, since=JULY)
    assert refused.value.code == "contact_taken"
    assert Contact.objects.count() == 2


def test_many_areas_without_a_query_once_the_division_is_read(cast, django_assert_num_queries):
    ids = [area.pk for area in cast.areas.values()]
    who_lead(ids[:1], TODAY)
    with django_assert_num_queries(0):
        found = who_lead(ids, TODAY)
    assert {pk: person.name for pk, person in found.items()} == {
        cast.areas[code].pk: f"{member:02d}号常委" for code, _, _, member, _ in AREAS
    }
    assert [area.name for area in areas_of(cast.people["11号常委"], TODAY)] == ["办会", "督查"]


def test_work_is_divided_among_the_standing_committee(cast):
    assert [person.order for person in members_on(TODAY)] == list(range(1, 12))
    Membership.objects.filter(person=cast.people["10号常委"]).update(until=TODAY - DAY)
    assert cast.people["10号常委"] not in members_on(TODAY)


RELATION = st.sampled_from(["lead", "responsible", "contact", "assist"])
LINES = st.lists(st.builds(Line, st.integers(1, 4), st.integers(1, 4), RELATION), max_size=12, unique=True)


@settings(max_examples=200, deadline=None)
@given(lines=LINES)
def test_coverage_against_a_naive_walk(lines):
    areas = [AreaOn(pk=pk, code=str(pk), name=str(pk), domain="party") for pk in range(1, 5)]
    people = {pk: Person(pk=pk, name=str(pk), order=10 - pk) for pk in range(1, 5)}
    lead = {
        area.pk: [
            pk
            for pk in (4, 3, 2, 1)
            if any(
                line.area_id == area.pk and line.person_id == pk and line.relation in {"lead", "responsible"}
                for line in lines
            )
        ]
        for area in areas
    }
    assert [area.pk for area in checks.uncovered(lines, areas)] == [pk for pk, who in lead.items() if not who]
    assert [(each.area.pk, [person.pk for person in each.people]) for each in checks.crossed(lines, areas, people)] == [
        (pk, who) for pk, who in lead.items() if len(who) > 1
    ]


PLAN = st.fixed_dictionaries({code: st.sampled_from([2, 3, 9]) for code in ("a01", "a02", "a03")})


@pytest.mark.django_db
@settings(max_examples=15, deadline=None)
@given(plans=st.lists(PLAN, min_size=1, max_size=4), asked=st.integers(0, 150))
def test_history_against_a_naive_walk(plans, asked):
    """Whatever was adopted one after another: on every day each area is led by what the latest plan by then says."""
    division_count = Division.objects.count()
    areas = {code: Area.objects.create(code=f"{code}-{division_count}", name=code, domain="party") for code in plans[0]}
    people = {number: Person.objects.create(name=f"干部{number}", order=number) for number in (2, 3, 9)}
    told: list[tuple[dt.date, dict[str, int]]] = []
    for place, plan in enumerate(plans):
        since = START + dt.timedelta(days=30 * place)
        Division.objects.filter(until__isnull=True).update(until=since - DAY)
        division = Division.objects.create(name=f"方案{place}", state="in_force", since=since)
        Assignment.objects.bulk_create(
            Assignment(division=division, area=areas[code], person=people[number], relation="lead")
            for code, number in plan.items()
        )
        _take_over(division, since)
        told.append((since, plan))
    day = START + dt.timedelta(days=asked)
    plan = [plan for since, plan in told if since <= day][-1]
    assert {code: who_leads(area, day) for code, area in areas.items()} == {
        code: people[number] for code, number in plan.items()
    }
    Assignment.objects.all().delete()


def test_who_is_in_charge_follows_the_spans_where_a_plan_changed_nothing_and_a_later_one_did(cast):
    """The unchanged row of the second plan has no day of its own; the third plan must not be overruled by it."""
    area = cast.areas["a02"]
    first = Assignment.objects.get(area=area, since__isnull=False)
    Division.objects.filter(state="in_force").update(until=JULY - DAY)
    second = Division.objects.create(name="第二版", state="in_force", since=JULY, until=JULY + 29 * DAY)
    Assignment.objects.create(division=second, area=area, person=first.person, relation=first.relation)
    third = Division.objects.create(name="第三版", state="in_force", since=JULY + 30 * DAY)
    Assignment.objects.filter(pk=first.pk).update(until=JULY + 29 * DAY)
    after = cast.people["11号常委"]
    Assignment.objects.create(division=third, area=area, person=after, relation="lead", since=JULY + 30 * DAY)
    assert member_in_charge(area.pk, JULY) == first.person
    assert member_in_charge(area.pk, JULY + 29 * DAY) == first.person
    assert member_in_charge(area.pk, JULY + 30 * DAY) == after


def test_what_the_first_in_charge_may_not_lead_is_the_county_s_list(cast):
    cast.areas["a10"].tags = ["审计"]
    cast.areas["a10"].save()
    plan = draft(cast)
    assert division_facts(plan, JULY)["portfolio"]["barred_led"] == 0
    Parameter.objects.create(key="barred_tags", value=["audit"], since=JULY, decision="第18次常委会")
    assert division_facts(plan, JULY)["portfolio"]["barred_led"] == 1
    assert division_facts(plan, JULY - dt.timedelta(days=1))["portfolio"]["barred_led"] == 0
