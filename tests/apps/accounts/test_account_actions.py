"""Accounts, roles and delegations: each administrator does his part only, and none of them any business."""

import datetime as dt

import pytest

from tests.cast import PASSWORD, START, TODAY
from yixing.access.actions import Action
from yixing.access.policy import POLICY
from yixing.access.roles import ADMINISTRATORS, BUSINESS, Role
from yixing.accounts.actions import user_close, user_create, user_reset, user_unlock
from yixing.accounts.actors import actor_of
from yixing.accounts.models import Delegation, RoleGrant, User
from yixing.accounts.role_actions import delegation_set, liaison_handover, role_grant, role_revoke
from yixing.ledger.append import record_of
from yixing.ledger.models import Entry
from yixing.people.models import Membership, Person, Post
from yixing_core.errors import Refusal

DAY = dt.timedelta(days=1)


def refusal(function, *args, **kwargs):
    with pytest.raises(Refusal) as refused:
        function(*args, **kwargs)
    return refused.value.code


@pytest.fixture
def newcomer(cast):
    person = Person.objects.create(name="干部030")
    post = Post.objects.create(organization=cast.units["D02"], name="科员", order=9)
    Membership.objects.create(person=person, post=post, since=START)
    return person


def opened(cast, person, username="ganbu30"):
    return user_create(cast.call("系统管理员"), username=username, password="once-only-2023", person_id=person.pk)


def test_an_account_is_opened_without_a_role_and_wants_a_new_password(cast, newcomer):
    user = opened(cast, newcomer)
    assert user.must_change_password
    assert actor_of(user, TODAY).roles == frozenset()
    entry = Entry.objects.get(action="user.create")
    assert "password" not in record_of(entry)
    assert "ganbu30" not in entry.line


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"username": "联络员"}, "username_taken"),
        ({"username": "a"}, "username_invalid"),
        ({"username": "有 空格"}, "username_invalid"),
        ({"label": "又是管理员"}, "account_of_whom"),
        ({"person_id": None}, "account_of_whom"),
        ({"person_id": 999999}, "not_found"),
    ],
)
def test_what_an_account_needs(cast, newcomer, values, code):
    given = {"username": "ganbu30", "password": "once-only-2023", "person_id": newcomer.pk} | values
    assert refusal(user_create, cast.call("系统管理员"), **given) == code


def test_a_person_has_one_account(cast):
    given = {"username": "second", "password": "x", "person_id": cast.people["秘书甲"].pk}
    assert refusal(user_create, cast.call("系统管理员"), **given) == "person_has_account"


PARTS = {
    Action.USER_CREATE: Role.SYSTEM_ADMIN,
    Action.USER_CLOSE: Role.SYSTEM_ADMIN,
    Action.PEOPLE_CHANGE: Role.SYSTEM_ADMIN,
    Action.PEOPLE_IMPORT: Role.SYSTEM_ADMIN,
    Action.USER_RESET: Role.SECURITY_ADMIN,
    Action.USER_UNLOCK: Role.SECURITY_ADMIN,
    Action.LOGIN_LIMIT: Role.SECURITY_ADMIN,
    Action.ROLE_GRANT: Role.SECURITY_ADMIN,
    Action.ROLE_REVOKE: Role.SECURITY_ADMIN,
    Action.DELEGATION_SET: Role.SECURITY_ADMIN,
    Action.LEDGER_KEY: Role.SECURITY_ADMIN,
    Action.LEDGER_ERASE: Role.SECURITY_ADMIN,
    Action.LEDGER_CHECKPOINT: Role.AUDIT_ADMIN,
}


@pytest.mark.parametrize("action", [action for action in Action if action is not Action.PASSWORD_CHANGE])
def test_every_administrator_has_his_own_part_and_no_business(action):
    roles = {role for grant in POLICY.get(action, ()) for role in grant.roles}
    own = PARTS.get(action)
    assert roles & ADMINISTRATORS <= ({own} if own else {Role.AUDIT_ADMIN} if action is Action.LEDGER_EXPORT else set())
    if own is not None:
        assert roles == {own}


@pytest.mark.parametrize("who", ["系统管理员", "安全管理员", "审计管理员"])
@pytest.mark.parametrize("role", list(Role))
def test_an_administrator_gets_no_second_role(cast, who, role):
    user = cast.users[who]
    given = {"user_id": user.pk, "role": role.value}
    code = refusal(role_grant, cast.call("安全管理员"), **given)
    held = RoleGrant.objects.get(user=user).role == role
    assert code == ("role_held" if held else "roles_exclude" if role in ADMINISTRATORS else "role_needs_person")


@pytest.mark.parametrize("role", sorted(ADMINISTRATORS))
def test_nobody_in_business_becomes_an_administrator(cast, role):
    for who in ("秘书", "书记", "领导联络员"):
        given = {"user_id": cast.users[who].pk, "role": role}
        assert refusal(role_grant, cast.call("安全管理员"), **given) == "roles_exclude"


def test_a_role_to_come_excludes_as_well(cast, newcomer):
    user = opened(cast, newcomer)
    role_grant(cast.call("安全管理员"), user_id=user.pk, role="clerk", since=TODAY + 30 * DAY)
    assert actor_of(user, TODAY).roles == frozenset()
    given = {"user_id": user.pk, "role": "audit_admin"}
    assert refusal(role_grant, cast.call("安全管理员"), **given) == "roles_exclude"


def test_a_role_is_granted_and_taken_back_at_once(cast, newcomer):
    user = opened(cast, newcomer)
    row = role_grant(cast.call("安全管理员"), user_id=user.pk, role="liaison")
    assert actor_of(user, TODAY).roles == {Role.LIAISON}
    assert refusal(role_grant, cast.call("安全管理员"), user_id=user.pk, role="liaison") == "role_held"
    role_revoke(cast.call("安全管理员"), grant_id=row.pk)
    assert actor_of(user, TODAY).roles == frozenset()
    assert refusal(role_revoke, cast.call("安全管理员"), grant_id=row.pk) == "role_ended"
    role_grant(cast.call("安全管理员"), user_id=user.pk, role="liaison")
    assert actor_of(user, TODAY).roles == {Role.LIAISON}


def test_business_roles_are_of_people(cast):
    label = user_create(cast.call("系统管理员"), username="spare", password="once-only-2023", label="备用管理员")
    for role in BUSINESS:
        given = {"user_id": label.pk, "role": role.value}
        assert refusal(role_grant, cast.call("安全管理员"), **given) == "role_needs_person"
    role_grant(cast.call("安全管理员"), user_id=label.pk, role="security_admin")


def test_the_last_of_the_three_stays(cast):
    grant = RoleGrant.objects.get(user=cast.users["审计管理员"])
    assert refusal(role_revoke, cast.call("安全管理员"), grant_id=grant.pk) == "last_administrator"
    assert refusal(user_close, cast.call("系统管理员"), user_id=cast.users["审计管理员"].pk) == "last_administrator"
    second = user_create(cast.call("系统管理员"), username="spare", password="once-only-2023", label="审计管理员乙")
    role_grant(cast.call("安全管理员"), user_id=second.pk, role="audit_admin")
    role_revoke(cast.call("安全管理员"), grant_id=grant.pk)


def test_nobody_acts_on_his_own_account(cast):
    grant = RoleGrant.objects.get(user=cast.users["安全管理员"])
    assert refusal(role_revoke, cast.call("安全管理员"), grant_id=grant.pk) == "own_account"
    own = {"user_id": cast.users["系统管理员"].pk}
    assert refusal(user_close, cast.call("系统管理员"), **own) == "own_account"
    own = {"user_id": cast.users["安全管理员"].pk, "password": "x"}
    assert refusal(user_reset, cast.call("安全管理员"), **own) == "own_account"


def test_a_closed_account_loses_everything_and_keeps_its_past(cast):
    user = cast.users["秘书"]
    user_close(cast.call("系统管理员"), user_id=user.pk)
    assert actor_of(user, TODAY).roles == frozenset()
    assert actor_of(user, TODAY).principal_ids == frozenset()
    assert actor_of(user, TODAY - DAY).roles == {Role.CLERK}
    assert refusal(user_close, cast.call("系统管理员"), user_id=user.pk) == "account_closed"
    given = {"user_id": user.pk, "role": "clerk"}
    assert refusal(role_grant, cast.call("安全管理员"), **given) == "account_closed"
    given = {"user_id": user.pk, "password": "x"}
    assert refusal(user_reset, cast.call("安全管理员"), **given) == "account_closed"


def test_a_reset_password_is_for_once(cast):
    user = user_reset(cast.call("安全管理员"), user_id=cast.users["秘书"].pk, password="new-for-once-1")
    assert user.check_password("new-for-once-1")
    assert not user.check_password(PASSWORD)
    assert user.must_change_password


def test_a_lock_is_lifted(cast):
    user = cast.users["秘书"]
    call = cast.call("安全管理员")
    assert refusal(user_unlock, call, user_id=user.pk) == "not_locked"
    User.objects.filter(pk=user.pk).update(locked_until=call.at + dt.timedelta(minutes=5), failures=1)
    user_unlock(cast.call("安全管理员"), user_id=user.pk)
    user.refresh_from_db()
    assert (user.failures, user.locked_until) == (0, None)


@pytest.mark.parametrize("who", ["系统管理员", "审计管理员", "书记", "县委办主任", "单位负责人"])
def test_others_grant_nothing(cast, who):
    given = {"user_id": cast.users["监票人"].pk, "role": "clerk"}
    assert refusal(role_grant, cast.call(who), **given) in {"forbidden", "not_found"}
    given = {"principal_id": cast.people["06号常委"].pk, "delegate_id": cast.users["秘书"].pk}
    assert refusal(delegation_set, cast.call(who), **given) in {"forbidden", "not_found"}


def test_a_delegate_enters_for_a_leader_until_he_no_longer_may(cast):
    user, leader = cast.users["秘书乙"], cast.people["06号常委"]
    given = {"principal_id": leader.pk, "delegate_id": user.pk}
    delegation_set(cast.call("安全管理员"), **given)
    assert leader.pk in actor_of(user, TODAY).principal_ids
    assert refusal(delegation_set, cast.call("安全管理员"), **given) == "delegation_held"
    delegation_set(cast.call("安全管理员"), **given, ends=True)
    assert leader.pk not in actor_of(user, TODAY).principal_ids
    assert refusal(delegation_set, cast.call("安全管理员"), **given, ends=True) == "delegation_none"
    assert Delegation.objects.filter(delegate=user).count() == 1


@pytest.mark.parametrize(("who", "words"), [("审计管理员", "管理员不办理业务"), ("别的常委", "不能为自己代录")])
def test_who_is_unfit_to_be_a_delegate(cast, who, words):
    given = {"principal_id": cast.people["06号常委"].pk, "delegate_id": cast.users[who].pk}
    with pytest.raises(Refusal) as refused:
        delegation_set(cast.call("安全管理员"), **given)
    assert words in refused.value.text


def test_the_unit_head_hands_his_liaison_over_in_one_step(cast, newcomer):
    unit = cast.units["D02"]
    call = cast.call("单位负责人")
    given = {"organization_id": unit.pk, "to_person_id": newcomer.pk, "password": "once-only-2023"}
    liaison_handover(call, **given)
    receiver = User.objects.get(person=newcomer)
    assert receiver.username == f"d02-{newcomer.pk}"
    assert receiver.must_change_password
    assert actor_of(receiver, TODAY).roles == {Role.LIAISON}
    assert actor_of(receiver, TODAY).unit_ids == {unit.pk}
    assert actor_of(cast.users["联络员"], TODAY).roles == frozenset()
    assert liaison_handover(call, **given) == unit
    assert User.objects.filter(person=newcomer).count() == 1
    assert refusal(liaison_handover, cast.call("单位负责人"), **given) == "liaison_same"
    entry = Entry.objects.get(action="liaison.handover")
    assert '"opened":true' in entry.line


def test_a_liaison_with_an_account_keeps_it(cast, newcomer):
    user = opened(cast, newcomer)
    given = {"organization_id": cast.units["D02"].pk, "to_person_id": newcomer.pk}
    liaison_handover(cast.call("单位负责人"), **given)
    assert User.objects.get(person=newcomer) == user
    assert user.check_password("once-only-2023")


def test_of_two_liaisons_one_is_named(cast, newcomer):
    second = opened(cast, newcomer)
    role_grant(cast.call("安全管理员"), user_id=second.pk, role="liaison")
    third = Person.objects.create(name="干部031")
    Membership.objects.create(person=third, post=Post.objects.get(name="科员"), since=START)
    given = {"organization_id": cast.units["D02"].pk, "to_person_id": third.pk, "password": "once-only-2023"}
    assert refusal(liaison_handover, cast.call("单位负责人"), **given) == "which_liaison"
    wrong = cast.users["外单位联络员"].pk
    assert refusal(liaison_handover, cast.call("单位负责人"), **given, from_user_id=wrong) == "not_found"
    liaison_handover(cast.call("单位负责人"), **given, from_user_id=second.pk)
    assert actor_of(cast.users["联络员"], TODAY).roles == {Role.LIAISON}
    assert actor_of(second, TODAY).roles == frozenset()


def test_a_liaison_is_of_the_unit_and_another_head_has_no_say(cast, newcomer):
    given = {"organization_id": cast.units["D02"].pk, "to_person_id": cast.people["教育联络员"].pk}
    assert refusal(liaison_handover, cast.call("单位负责人"), **given) == "not_in_unit"
    given = {"organization_id": cast.units["D02"].pk, "to_person_id": newcomer.pk, "password": "once-only-2023"}
    assert refusal(liaison_handover, cast.call("外单位负责人"), **given) == "forbidden"
    assert refusal(liaison_handover, cast.call("联络员"), **given) == "forbidden"
