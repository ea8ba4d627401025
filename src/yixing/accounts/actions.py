"""What is done to accounts: by the user himself, and by the administrators, each only his part."""

import re

from yixing.access.actions import Action
from yixing.accounts import refusals  # noqa: F401  (registers the messages this module raises)
from yixing.accounts.grants import ended, require_not_last, roles_of, running
from yixing.accounts.models import Delegation, RoleGrant, User
from yixing.door.call import Call
from yixing.door.door import action, record
from yixing.people.models import Person
from yixing_core.errors import Refusal

_USERNAME = re.compile(r"[\w.-]{2,40}")


@action(Action.PASSWORD_CHANGE)
def password_change(call: Call, *, user_id: int, current: str, new: str) -> User:
    """Change one's own password.

    Raises:
        Refusal: ``wrong_password``, ``same_password``.
    """
    user = call.load(User, user_id, Action.PASSWORD_CHANGE)
    if not user.check_password(current):
        raise Refusal("wrong_password", field="current")
    if current == new:
        raise Refusal("same_password", field="new")
    user.set_password(new)
    user.must_change_password = False
    user.save()
    record(call, user)
    return user


@action(Action.USER_CREATE)
def user_create(call: Call, *, username: str, password: str, person_id: int | None = None, label: str = "") -> User:
    """Open an account; at its first login the password must be changed. Roles are the security administrator's part.

    Args:
        call: the circumstances.
        username: login name, unique.
        password: for once; the page shows it a single time.
        person_id: whose account it is, or
        label: the name of an administrator's account; exactly one of the two.

    Raises:
        Refusal: ``forbidden``, ``not_found``, ``username_invalid``, ``username_taken``, ``account_of_whom``,
            ``person_has_account``.
    """
    call.require(Action.USER_CREATE)
    user = open_account(username=username, password=password, person_id=person_id, label=label)
    record(call, user, refs=[user.person], data={"person": person_id})
    return user


def open_account(*, username: str, password: str, person_id: int | None, label: str = "") -> User:
    """Make the row of an account inside an action; raises as ``user_create`` does."""
    if not _USERNAME.fullmatch(username):
        raise Refusal("username_invalid", field="username", username=username)
    if User.objects.filter(username=username).exists():
        raise Refusal("username_taken", field="username", username=username)
    if (person_id is None) == (not label.strip()):
        raise Refusal("account_of_whom", field="person_id")
    person = Person.objects.filter(pk=person_id).first() if person_id is not None else None
    if person_id is not None and person is None:
        raise Refusal("not_found", field="person_id")
    if person is not None and (other := User.objects.filter(person=person).first()) is not None:
        raise Refusal("person_has_account", field="person_id", person=person.name, username=other.username)
    user = User(username=username, label=label.strip(), person=person, must_change_password=True)
    user.set_password(password)
    user.save()
    return user


@action(Action.USER_CLOSE)
def user_close(call: Call, *, user_id: int, version: int | None = None) -> User:
    """Close an account: its sessions end, its roles and delegations with it. It is never deleted.

    Raises:
        Refusal: ``not_found``, ``forbidden``, ``stale``, ``own_account``, ``account_closed``, ``last_administrator``.
    """
    user = call.load(User, user_id, Action.USER_CLOSE, version=version)
    _require_other(call, user, Action.USER_CLOSE)
    if not user.is_active:
        raise Refusal("account_closed", user=str(user))
    require_not_last(user, roles_of(user, call.on), call.on)
    user.is_active = False
    user.save()
    taken: list[RoleGrant | Delegation] = [
        *RoleGrant.objects.filter(running(call.on), user=user),
        *Delegation.objects.filter(running(call.on), delegate=user),
    ]
    for row in taken:
        row.until = ended(call.on)
        row.save()
    record(call, user, refs=taken, data={"taken_back": len(taken)})
    return user


@action(Action.USER_RESET)
def user_reset(call: Call, *, user_id: int, password: str, version: int | None = None) -> User:
    """Give an account a password for once; its sessions end, and at the next login it must be changed.

    Raises:
        Refusal: ``not_found``, ``forbidden``, ``stale``, ``own_account``, ``account_closed``.
    """
    user = call.load(User, user_id, Action.USER_RESET, version=version)
    _require_other(call, user, Action.USER_RESET)
    if not user.is_active:
        raise Refusal("account_closed", user=str(user))
    user.set_password(password)
    user.must_change_password = True
    user.failures, user.locked_until = 0, None
    user.save()
    record(call, user)
    return user


@action(Action.USER_UNLOCK)
def user_unlock(call: Call, *, user_id: int, version: int | None = None) -> User:
    """Lift the lock of an account before its time is over.

    Raises:
        Refusal: ``not_found``, ``forbidden``, ``stale``, ``not_locked``.
    """
    user = call.load(User, user_id, Action.USER_UNLOCK, version=version)
    if user.locked_until is None or user.locked_until <= call.at:
        raise Refusal("not_locked", user=str(user))
    user.failures, user.locked_until = 0, None
    user.save()
    record(call, user)
    return user


def _require_other(call: Call, user: User, what: Action) -> None:
    if user.pk == call.actor.user_id:
        raise Refusal("own_account", action=what.label)
