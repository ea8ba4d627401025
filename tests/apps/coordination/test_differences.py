"""Two members see one point differently: the chair rules, with the day, and it stands on the matter."""

import datetime as dt
import uuid

import pytest

from tests.apps.handover.moving import matter, task
from tests.cast import START, TODAY
from yixing.access.loaders import visible
from yixing.coordination.actions import difference_raise, difference_rule, difference_settle, difference_state
from yixing.coordination.models import Difference
from yixing.coordination.waiting import waiting_for
from yixing.ledger.models import Entry
from yixing.portfolios.models import Assignment, Division
from yixing_core.errors import Refusal

LIST = "/portfolios/together/differences/"
WORDS = {"point": "由谁牵头", "first_position": "由财政局牵头", "second_position": "由教育局牵头"}


def raised(cast, row=None, who="常委", first="09号常委", second="06号常委", **given):
    row = row or matter(cast)
    about = {f"{'task' if hasattr(row, 'lead_unit') else 'matter'}_id": row.pk}
    pair = {"first_id": cast.people[first].pk, "second_id": cast.people[second].pk}
    return difference_raise(cast.call(who), **(about | pair | WORDS | given))


def test_raised_by_one_of_the_two_and_ruled_by_the_chair(cast):
    row = raised(cast)
    assert (row.state, row.raised_on) == (Difference.State.OPEN, TODAY)
    row = difference_rule(cast.call("书记", TODAY + dt.timedelta(days=2)), difference_id=row.pk, outcome="first")
    assert (row.state, str(row.ruler), row.ruled_on) == ("ruled", "01号常委", TODAY + dt.timedelta(days=2))
    entry = Entry.objects.get(action="difference.rule")
    assert '"outcome":"first"' in entry.line
    assert '"days":2' in entry.line
    assert "财政局" not in entry.line
    assert f"matter/{row.matter_id}" in entry.line


def test_on_a_task_as_well(cast):
    row = raised(cast, task(cast))
    assert str(row.about) == row.task.text


def test_the_clerk_may_register_it_for_them(cast):
    assert raised(cast, who="秘书").pk


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"second": "09号常委"}, "difference_people"),
        ({"second": "01号常委"}, "difference_people"),
        ({"second": "委员12"}, "difference_people"),
        ({"first": "03号常委"}, "difference_own"),
        ({"point": "  "}, "field_required"),
        ({"second_position": ""}, "field_required"),
        ({"matter_id": None}, "difference_about"),
        ({"task_id": 1}, "difference_about"),
        ({"who": "联络员"}, "forbidden"),
        ({"who": "书记"}, "forbidden"),
    ],
)
def test_what_cannot_be_raised(cast, given, code):
    with pytest.raises(Refusal) as refused:
        raised(cast, **given)
    assert refused.value.code == code


def test_a_member_raises_on_what_he_sees_only(cast):
    with pytest.raises(Refusal) as refused:
        raised(cast, matter(cast, "a04"))
    assert refused.value.code == "not_found"


def test_one_open_difference_of_the_two_on_one_thing(cast):
    row = raised(cast)
    with pytest.raises(Refusal) as refused:
        raised(cast, row.matter, who="秘书", first="06号常委", second="09号常委")
    assert refused.value.code == "difference_open"
    difference_settle(cast.call("别的常委"), difference_id=row.pk, agreement="由财政局牵头，教育局配合。")
    assert raised(cast, row.matter).pk != row.pk


def test_another_ruling_needs_words_and_nothing_is_ruled_twice(cast):
    row = raised(cast)
    for outcome, code in (("other", "field_required"), ("meeting", "field_required"), ("no", "field_invalid")):
        with pytest.raises(Refusal) as refused:
            difference_rule(cast.call("书记"), difference_id=row.pk, outcome=outcome)
        assert refused.value.code == code
    difference_rule(cast.call("书记"), difference_id=row.pk, outcome="other", ruling="由发改局牵头。")
    for again in (
        lambda: difference_rule(cast.call("书记"), difference_id=row.pk, outcome="first"),
        lambda: difference_settle(cast.call("常委"), difference_id=row.pk, agreement="一致"),
    ):
        with pytest.raises(Refusal) as refused:
            again()
        assert refused.value.code == "difference_ended"


def deputy(cast, relation="assist", area="a01"):
    """委员12, a 副县长 who is no member, with a relation to an area from this year's plan."""
    person = cast.people["委员12"]
    more = {"division": Division.objects.get(), "area": cast.areas[area], "relation": relation, "since": START}
    Assignment.objects.create(person=person, **more)
    return person


@pytest.mark.parametrize("relation", ["assist", "contact", "lead"])
def test_a_deputy_who_shares_the_charge_of_the_area_is_a_side(cast, relation):
    person = deputy(cast, relation)
    row = raised(cast, second="委员12")
    assert row.second == person
    assert raised(cast, task(cast), who="秘书", first="委员12", second="09号常委").first == person


def test_he_is_none_where_he_has_nothing_to_do_with_the_area_that_day(cast):
    person = deputy(cast, area="a02")
    with pytest.raises(Refusal) as refused:
        raised(cast, second="委员12")
    assert refused.value.code == "difference_people"
    wider = matter(cast)
    wider.other_areas.add(cast.areas["a02"])
    assert raised(cast, wider, second="委员12").pk
    Assignment.objects.filter(person=person).update(until=TODAY - dt.timedelta(days=1))
    with pytest.raises(Refusal) as refused:
        raised(cast, matter(cast, "a02"), who="秘书", second="委员12")
    assert refused.value.code == "difference_people"


def test_he_finds_it_on_his_workbench_and_says_what_he_holds(login, cast):
    deputy(cast)
    row = raised(cast, second="委员12")
    [waiting_row] = waiting_for(cast.actor("委员"))
    assert (waiting_row.button, waiting_row.button_url) == ("表明意见", f"{LIST}{row.pk}/state/")
    client = login("委员")
    assert "表明意见" in client.get(f"{LIST}{row.pk}/").content.decode()
    keys = {"request": uuid.uuid4(), "version": row.version}
    answer = client.post(f"{LIST}{row.pk}/state/", keys | {"position": "政府已明确由教育局牵头"})
    assert answer.status_code == 302
    row.refresh_from_db()
    assert (row.first_position, row.second_position) == ("由财政局牵头", "政府已明确由教育局牵头")
    entry = Entry.objects.get(action="difference.state")
    assert '"side":"second"' in entry.line
    assert "教育局" not in entry.line
    assert difference_settle(cast.call("委员"), difference_id=row.pk, agreement="由财政局牵头。").state == "agreed"


def test_only_the_two_say_what_they_hold_and_only_while_it_is_open(cast):
    row = raised(cast)

    def state(who, position="另一种意见"):
        return difference_state(cast.call(who), difference_id=row.pk, position=position)

    for who, code in (("县长", "not_found"), ("书记", "forbidden"), ("秘书", "forbidden"), ("委员", "not_found")):
        with pytest.raises(Refusal) as refused:
            state(who)
        assert refused.value.code == code
    for words, code in (("由财政局牵头", "difference_said"), (" ", "field_required")):
        with pytest.raises(Refusal) as refused:
            state("常委", words)
        assert refused.value.code == code
    assert state("常委").first_position == "另一种意见"
    difference_rule(cast.call("书记"), difference_id=row.pk, outcome="first")
    with pytest.raises(Refusal) as refused:
        state("常委", "再改")
    assert refused.value.code == "difference_ended"


def test_the_form_offers_the_members_and_who_shares_the_charge(login, cast):
    deputy(cast)
    row = matter(cast)
    form = login("常委").get(f"{LIST}new/?matter={row.pk}").context["form"]
    names = [str(label).split("（")[0] for value, label in form.fields["second_id"].choices if value]
    assert names == [f"{number:02d}号常委" for number in range(2, 12)] + ["委员12"]


@pytest.mark.parametrize(
    ("who", "sees"),
    [
        ("常委", True),
        ("别的常委", True),
        ("书记", True),
        ("秘书", True),
        ("纪委", True),
        ("县长", False),
        ("联络员", False),
    ],
)
def test_who_sees_it(cast, who, sees):
    row = raised(cast)
    assert visible(Difference, cast.actor(who)).filter(pk=row.pk).exists() is sees


def test_the_workbench_of_the_chair_and_of_the_two(cast):
    row = raised(cast)
    [chair] = waiting_for(cast.actor("书记"))
    assert (chair.button, chair.button_url) == ("裁定", f"{LIST}{row.pk}/rule/")
    for who in ("常委", "别的常委"):
        [own] = waiting_for(cast.actor(who))
        assert (own.from_whom, own.button_url) == ("等书记裁定", f"{LIST}{row.pk}/state/")
    assert waiting_for(cast.actor("县长")) == []
    difference_rule(cast.call("书记"), difference_id=row.pk, outcome="second")
    assert waiting_for(cast.actor("书记")) == []


def test_it_is_raised_from_the_matter_and_stands_there_with_its_ruling(login, cast):
    row = matter(cast)
    page = login("常委").get(f"/matters/{row.pk}/").content.decode()
    address = f"{LIST}new/?matter={row.pk}"
    assert address in page
    assert login("常委").get(address).status_code == 200
    given = WORDS | {
        "request": uuid.uuid4(),
        "matter": row.pk,
        "first_id": cast.people["09号常委"].pk,
        "second_id": cast.people["06号常委"].pk,
    }
    assert login("常委").post(f"{LIST}new/", given).status_code == 302
    made = Difference.objects.get()
    ruled = {"request": uuid.uuid4(), "version": made.version, "outcome": "first", "ruling": "以财政局为主。"}
    assert login("书记").post(f"{LIST}{made.pk}/rule/", ruled).status_code == 302
    page = login("书记").get(f"/matters/{row.pk}/").content.decode()
    assert "由谁牵头" in page
    assert "书记裁定：按提出方意见，以财政局为主。" in page
    assert "由谁牵头" not in login("联络员").get(f"/matters/{row.pk}/").content.decode()
    assert login("别的常委").get(f"{LIST}{made.pk}/").status_code == 200
    assert "由谁牵头" in login("书记").get(LIST).content.decode()


def test_it_is_raised_from_a_task(login, cast):
    row = task(cast)
    assert f"{LIST}new/?task={row.pk}" in login("常委").get(f"/tasks/{row.pk}/").content.decode()
