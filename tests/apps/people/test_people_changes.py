"""Units, posts, people and memberships change by the system administrator alone; who held what on a day stays known."""

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.cast import START, TODAY
from yixing.ledger.models import Entry
from yixing.people import actions as people
from yixing.people.models import Body, Membership, Organization, OrganizationKind, Person, Post
from yixing.people.queries import head_of, heads_of, holders, members, posts_of, titles_on
from yixing.people.spans import check_membership
from yixing_core.errors import Refusal

DAY = dt.timedelta(days=1)


@pytest.fixture
def admin(cast):
    return lambda **kwargs: cast.call("系统管理员", **kwargs)


def code_of(refused):
    return (refused.value.code, refused.value.field)


def test_a_unit_with_a_post_and_its_head(cast, admin):
    unit = people.organization_add(
        admin(), code="D77", name="县统计局", kind="government", parent_id=cast.units["县委"].pk, order=77
    )
    post = people.post_add(admin(), organization_id=unit.pk, name="局长", order=1, is_head=True)
    person = people.person_add(admin(), name="干部001", order=300)
    membership = people.membership_begin(admin(), person_id=person.pk, post_id=post.pk, since=TODAY)
    assert head_of(unit, TODAY) == person
    assert head_of(unit, TODAY - DAY) is None
    assert [row.post.title for row in posts_of(person, TODAY)] == ["县统计局局长"]
    entries = Entry.objects.filter(action="people.change")
    assert [entry.subject for entry in entries] == [
        f"organization/{unit.pk}",
        f"post/{post.pk}",
        f"person/{person.pk}",
        f"membership/{membership.pk}",
    ]
    assert not any(word in entry.line for entry in entries for word in ("干部001", "统计"))
    assert {ref.ref for ref in entries.last().references.all()} == {
        f"organization/{unit.pk}",
        f"post/{post.pk}",
        f"person/{person.pk}",
    }


CHANGES = {
    "organization_kind_set": {"code": "group", "name": "群团"},
    "organization_add": {"code": "D99", "name": "部门99", "kind": "government"},
    "person_add": {"name": "干部002"},
}


@pytest.mark.parametrize("name", sorted(CHANGES))
@pytest.mark.parametrize("who", ["安全管理员", "审计管理员", "书记", "秘书", "组织部"])
def test_nobody_else_changes_units_and_people(cast, name, who):
    before = Entry.objects.count()
    with pytest.raises(Refusal) as refused:
        getattr(people, name)(cast.call(who), **CHANGES[name])
    assert refused.value.code == "forbidden"
    assert Entry.objects.count() == before


def test_kinds_are_data(cast, admin):
    people.organization_kind_set(admin(), code="group", name="群团", order=4)
    people.organization_kind_set(admin(), code="group", name="群众团体", order=5)
    assert OrganizationKind.objects.get(pk="group").name == "群众团体"
    with pytest.raises(Refusal) as refused:
        people.organization_kind_set(admin(), code="other", name="乡镇")
    assert refused.value.code == "code_taken"


def test_a_code_belongs_to_one_unit(cast, admin):
    with pytest.raises(Refusal) as refused:
        people.organization_add(admin(), code="D02", name="又一个", kind="government")
    assert code_of(refused) == ("code_taken", "code")


def revise(call, unit, **changes):
    given_values = {
        "code": unit.code,
        "name": unit.name,
        "kind": unit.kind_id,
        "parent_id": unit.parent_id,
        "order": unit.order,
        "version": unit.version,
    }
    return people.organization_revise(call, organization_id=unit.pk, **given_values | changes)


def test_a_unit_is_never_below_itself(cast, admin):
    child = people.organization_add(
        admin(), code="D88", name="二级单位", kind="government", parent_id=cast.units["D02"].pk
    )
    for parent in (child, cast.units["D02"]):
        with pytest.raises(Refusal) as refused:
            revise(admin(), cast.units["D02"], parent_id=parent.pk)
        assert code_of(refused) == ("unit_circle", "parent_id")


def test_a_unit_is_dissolved_when_nobody_is_left_in_it(cast, admin):
    unit = cast.units["D03"]
    with pytest.raises(Refusal) as refused:
        revise(admin(), unit, until=TODAY)
    assert code_of(refused) == ("unit_in_use", "until")
    for membership in Membership.objects.filter(post__organization=unit):
        people.membership_end(admin(), membership_id=membership.pk, until=TODAY)
    revise(admin(), unit, until=TODAY)
    assert head_of(unit, TODAY) is not None
    assert head_of(unit, TODAY + DAY) is None


def test_a_form_opened_before_another_change_is_refused(cast, admin):
    unit = cast.units["D02"]
    revise(admin(), unit, name="县财政局（国资办）")
    with pytest.raises(Refusal) as refused:
        revise(admin(), unit, name="县财政局")
    assert refused.value.code == "stale"
    assert "变更机构人员" in refused.value.text


def test_a_head_is_one_at_a_time(cast, admin):
    post = Post.objects.get(organization=cast.units["D02"], is_head=True)
    successor = people.person_add(admin(), name="干部003")
    with pytest.raises(Refusal) as refused:
        people.membership_begin(admin(), person_id=successor.pk, post_id=post.pk, since=TODAY)
    assert code_of(refused) == ("post_occupied", "since")
    assert "财政局长" in refused.value.text
    held = Membership.objects.get(post=post)
    people.membership_end(admin(), membership_id=held.pk, until=TODAY - DAY)
    people.membership_begin(admin(), person_id=successor.pk, post_id=post.pk, since=TODAY)
    assert [row.person.name for row in holders(post, TODAY - DAY)] == ["财政局长"]
    assert [row.person.name for row in holders(post, TODAY)] == ["干部003"]
    assert heads_of([post.organization_id], TODAY)[post.organization_id] == successor
    with pytest.raises(Refusal) as refused:
        people.membership_revise(admin(), membership_id=held.pk, since=START, until=TODAY)
    assert refused.value.code == "post_occupied"


def test_a_post_of_several_becomes_the_heads_only_when_one_held_it(cast, admin):
    post = people.post_add(admin(), organization_id=cast.units["D02"].pk, name="副局长")
    for name in ("干部004", "干部005"):
        person = people.person_add(admin(), name=name)
        people.membership_begin(admin(), person_id=person.pk, post_id=post.pk, since=TODAY)
    with pytest.raises(Refusal) as refused:
        people.post_revise(admin(), post_id=post.pk, name="副局长", is_head=True)
    assert refused.value.code == "post_occupied"


def test_nobody_holds_the_same_post_twice_at_once(cast, admin):
    person = cast.people["秘书甲"]
    post = posts_of(person, TODAY)[0].post
    with pytest.raises(Refusal) as refused:
        people.membership_begin(admin(), person_id=person.pk, post_id=post.pk, since=TODAY)
    assert code_of(refused) == ("held_already", "since")


def test_a_membership_is_of_a_post_or_of_a_body(cast, admin):
    person, body = cast.people["秘书甲"], cast.bodies["plenary"]
    with pytest.raises(Refusal) as refused:
        people.membership_begin(admin(), person_id=person.pk, since=TODAY)
    assert refused.value.code == "membership_of_what"
    with pytest.raises(Refusal) as refused:
        people.membership_begin(admin(), person_id=person.pk, body_id=body.pk, capacity="holder", since=TODAY)
    assert refused.value.code == "capacity_wrong"
    with pytest.raises(Refusal) as refused:
        people.membership_begin(admin(), person_id=person.pk, body_id=body.pk, since=TODAY, until=TODAY - DAY)
    assert refused.value.code == "span_backwards"


def test_the_members_of_a_body_on_a_day(cast, admin):
    body = cast.bodies["plenary"]
    before = members(body, TODAY)
    assert (before.entitled, len(before.alternates)) == (15, 1)
    assert before.chair == cast.people["01号常委"]
    assert [person.order for person in before.voting] == sorted(person.order for person in before.voting)
    leaving = Membership.objects.get(body=body, person=cast.people["委员15"])
    people.membership_end(admin(), membership_id=leaving.pk, until=TODAY - DAY)
    moving_up = Membership.objects.get(body=body, capacity="alternate")
    people.membership_end(admin(), membership_id=moving_up.pk, until=TODAY - DAY)
    people.membership_begin(admin(), person_id=moving_up.person_id, body_id=body.pk, since=TODAY)
    after = members(body, TODAY)
    assert (after.entitled, len(after.alternates)) == (15, 0)
    assert members(body, TODAY - DAY) == before


def test_a_body_has_one_chair_at_a_time(cast, admin):
    body = cast.bodies["standing"]
    person = cast.people["委员12"]
    with pytest.raises(Refusal) as refused:
        people.membership_begin(admin(), person_id=person.pk, body_id=body.pk, since=TODAY, is_chair=True)
    assert code_of(refused) == ("chair_occupied", "is_chair")


def test_a_body_is_set_up_and_revised(cast, admin):
    body = people.body_add(
        admin(), code="group", name="县政府党组", kind="party_group", organization_id=cast.units["D02"].pk
    )
    people.body_revise(
        admin(), body_id=body.pk, code="group", name="县政府党组会", kind="party_group", version=body.version
    )
    assert Body.objects.get(code="group").name == "县政府党组会"
    with pytest.raises(Refusal) as refused:
        people.body_add(admin(), code="standing", name="x", kind="plenary", organization_id=cast.units["县委"].pk)
    assert code_of(refused) == ("code_taken", "code")


def test_a_repeated_submit_makes_one_person(cast, admin):
    call = admin()
    assert people.person_add(call, name="干部006") == people.person_add(call, name="干部006")
    assert Person.objects.filter(name="干部006").count() == 1


def test_titles_of_many_in_one_query(cast, django_assert_num_queries):
    ids = [person.pk for person in cast.people.values()]
    with django_assert_num_queries(1):
        titles = titles_on(ids, TODAY)
    assert titles[cast.people["财政局长"].pk] == "县财政局局长"
    assert titles[cast.people["01号常委"].pk] == "县委书记"
    assert cast.people["委员12"].pk not in titles


SPANS = st.tuples(st.integers(0, 20), st.one_of(st.none(), st.integers(0, 20)))


@pytest.mark.django_db
@settings(max_examples=40, deadline=None)
@given(spans=st.lists(SPANS, min_size=1, max_size=6), asked=st.integers(0, 25))
def test_whoever_is_let_in_is_the_only_head_on_every_day(spans, asked):
    """Against a naive walk over the days: a span is let in exactly when no day of it was taken."""
    kind, _ = OrganizationKind.objects.get_or_create(code="party", defaults={"name": "党委部门"})
    number = Organization.objects.count()
    unit = Organization.objects.create(code=f"H{number}", name=f"部门{number}", kind=kind)
    post = Post.objects.create(organization=unit, name="部长", is_head=True)
    taken: dict[int, Person] = {}
    for place, (first, last) in enumerate(spans):
        person = Person.objects.create(name=f"干部{number}-{place}")
        row = Membership(
            person=person, post=post, since=START + first * DAY, until=None if last is None else START + last * DAY
        )
        days = range(first, 60 if last is None else last + 1)
        free = len(days) > 0 and not any(day in taken for day in days)
        try:
            check_membership(row)
        except Refusal:
            assert not free
        else:
            assert free
            row.save()
            taken |= dict.fromkeys(days, person)
    assert head_of(unit, START + asked * DAY) == taken.get(asked)
