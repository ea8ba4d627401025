"""Roles and delegations, by the security administrator; the liaison's handover, by the unit head himself."""

import datetime as dt

from yixing.access.actions import Action
from yixing.access.roles import ADMINISTRATORS, Role
from yixing.accounts import refusals  # noqa: F401  (registers the messages this module raises)
from yixing.accounts.actions import open_account
from yixing.accounts.grants import ended, grant, require_compatible, require_not_last, roles_of, running
from yixing.accounts.models import Delegation, RoleGrant, User
from yixing.accounts.queries import liaisons_of
from yixing.door.call import Call
from yixing.door.door import action, record
from yixing.people.models import Membership, Organization, Person
from yixing.people.queries import on_day
from yixing_core.errors import Refusal


@action(Action.ROLE_GRANT)
def role_grant(call: Call, *, user_id: int, role: str, since: dt.date | None = None) -> RoleGrant:
    """Give a user a role from a day on (default: the day of the call).

    Raises:
        Refusal: ``not_found``, ``forbidden``, ``account_closed``, ``role_needs_person``, ``role_held``,
            ``roles_exclude``.
    """
    user = call.load(User, user_id, Action.ROLE_GRANT)
    row = grant(user, Role(role), since or call.on)
    record(call, row, refs=[user], data={"role": role, "user": user.pk, "since": row.since})
    return row


@action(Action.ROLE_REVOKE)
def role_revoke(call: Call, *, grant_id: int, version: int | None = None) -> RoleGrant:
    """Take a role back; it counts at once.

    Raises:
        Refusal: ``not_found``, ``forbidden``, ``stale``, ``role_ended``, ``own_account``, ``last_administrator``.
    """
    row = call.load(RoleGrant, grant_id, Action.ROLE_REVOKE, version=version)
    if row.until is not None and row.until < call.on:
        raise Refusal("role_ended", until=row.until.isoformat())
    if row.user_id == call.actor.user_id:
        raise Refusal("own_account", action=Action.ROLE_REVOKE.label)
    require_not_last(row.user, frozenset({Role(row.role)}), call.on)
    row.until = ended(call.on)
    row.save()
    record(call, row, refs=[row.user], data={"role": row.role, "user": row.user_id, "until": row.until})
    return row


@action(Action.DELEGATION_SET)
def delegation_set(
    call: Call, *, principal_id: int, delegate_id: int, ends: bool = False, since: dt.date | None = None
) -> Delegation:
    """Let a user enter for a leader what he said or signed on paper (代录), or with ``ends`` no longer.

    Args:
        call: the circumstances.
        principal_id: the person who signs.
        delegate_id: the account that enters.
        ends: end it instead of beginning it; counts at once.
        since: first day, default the day of the call.

    Raises:
        Refusal: ``not_found``, ``forbidden``, ``delegate_unfit``, ``delegation_held``, ``delegation_none``.
    """
    call.require(Action.DELEGATION_SET)
    principal = call.load(Person, principal_id, Action.DELEGATION_SET)
    delegate = call.load(User, delegate_id, Action.DELEGATION_SET)
    held = Delegation.objects.filter(running(call.on), principal=principal, delegate=delegate).first()
    words = {"user": str(delegate), "principal": principal.name}
    if ends:
        if held is None:
            raise Refusal("delegation_none", **words)
        held.until = ended(call.on)
        held.save()
        row = held
    else:
        if held is not None:
            raise Refusal("delegation_held", since=held.since.isoformat(), **words)
        _require_fit(delegate, principal, call.on)
        row = Delegation.objects.create(principal=principal, delegate=delegate, since=since or call.on)
    record(
        call,
        row,
        refs=[principal, delegate],
        data={"principal": principal.pk, "delegate": delegate.pk, "since": row.since, "until": row.until},
    )
    return row


def _require_fit(delegate: User, principal: Person, day: dt.date) -> None:
    why = ""
    if not delegate.is_active:
        why = "账户已停用"
    elif delegate.person_id == principal.pk:
        why = "不能为自己代录"
    elif roles_of(delegate, day) & ADMINISTRATORS:
        why = "管理员不办理业务"
    elif delegate.person_id is None:
        why = "账户没有对应人员"
    if why:
        raise Refusal("delegate_unfit", field="delegate_id", user=str(delegate), why=why)


@action(Action.LIAISON_HANDOVER)
def liaison_handover(
    call: Call,
    *,
    organization_id: int,
    to_person_id: int,
    from_user_id: int | None = None,
    username: str = "",
    password: str = "",
) -> Organization:
    """The unit head hands the work of his liaison to somebody else of the unit, in one step.

    The role passes at once; open work hangs on the unit, so nothing else has to move. Where the receiver has no account
    yet, one is opened with a password for once.

    Args:
        call: the circumstances.
        organization_id: the unit, which the actor heads.
        to_person_id: who receives; holds a post in the unit that day.
        from_user_id: whose work is handed over; may be left out where the unit has one liaison or none.
        username: login name of a new account, default the unit's code and the person's number.
        password: for once, needed only for a new account.

    Raises:
        Refusal: ``not_found``, ``forbidden``, ``not_in_unit``, ``which_liaison``, ``liaison_same``,
            ``roles_exclude``, and what ``user_create`` refuses.
    """
    unit = call.load(Organization, organization_id, Action.LIAISON_HANDOVER)
    person = Person.objects.filter(pk=to_person_id).first()
    held = Membership.objects.filter(on_day(call.on), person_id=to_person_id, post__organization=unit)
    if person is None or not held.exists():
        name = person.name if person else "所选人员"
        raise Refusal("not_in_unit", field="to_person_id", person=name, day=call.on.isoformat(), unit=unit.name)
    leaving = _leaving(unit, from_user_id, call.on)
    receiver = User.objects.filter(person=person).first()
    opened = receiver is None
    if receiver is None:
        login = username or f"{unit.code.lower()}-{person.pk}"
        receiver = open_account(username=login, password=password, person_id=person.pk)
    if Role.LIAISON in roles_of(receiver, call.on):
        raise Refusal("liaison_same", field="to_person_id", person=person.name, unit=unit.name)
    require_compatible(receiver, Role.LIAISON, call.on)
    for row in RoleGrant.objects.filter(running(call.on), user__in=leaving, role=Role.LIAISON):
        row.until = ended(call.on)
        row.save()
    grant(receiver, Role.LIAISON, call.on)
    record(
        call,
        unit,
        refs=[person, receiver, *leaving],
        data={"from": [user.pk for user in leaving], "to": receiver.pk, "opened": opened},
    )
    return unit


def _leaving(unit: Organization, from_user_id: int | None, day: dt.date) -> list[User]:
    found = list(liaisons_of(unit, day))
    if from_user_id is not None:
        found = [user for user in found if user.pk == from_user_id]
        if not found:
            raise Refusal("not_found", field="from_user_id")
    elif len(found) > 1:
        raise Refusal("which_liaison", field="from_user_id", unit=unit.name, count=len(found))
    return found
