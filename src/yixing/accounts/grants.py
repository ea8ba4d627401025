"""What must hold of roles: administrators exclude each other and every business role; one of each always stays."""

import datetime as dt

from django.db.models import Q

from yixing.access.roles import ADMINISTRATORS, Role, compatible
from yixing.accounts import refusals  # noqa: F401  (registers the messages this module raises)
from yixing.accounts.models import RoleGrant, User
from yixing_core.errors import Refusal


def running(day: dt.date) -> Q:
    """Grants and delegations that hold on a day or will hold later."""
    return Q(until__isnull=True) | Q(until__gte=day)


def ended(day: dt.date) -> dt.date:
    """The last day of what is taken back on a day: it counts at once."""
    return day - dt.timedelta(days=1)


def require_compatible(user: User, role: Role, day: dt.date) -> None:
    """Refuse a role beside which the user may not hold what he holds or will hold."""
    has = frozenset(
        Role(value) for value in RoleGrant.objects.filter(running(day), user=user).values_list("role", flat=True)
    )
    if not compatible(has | {role}):
        words = "、".join(each.label for each in Role if each in has)
        raise Refusal("roles_exclude", field="role", user=str(user), has=words, role=role.label)


def grant(user: User, role: Role, since: dt.date) -> RoleGrant:
    """Give a role, inside an action.

    Raises:
        Refusal: ``account_closed``, ``role_needs_person``, ``role_held``, ``roles_exclude``.
    """
    if not user.is_active:
        raise Refusal("account_closed", field="user_id", user=str(user))
    if role not in ADMINISTRATORS and user.person_id is None:
        raise Refusal("role_needs_person", field="role", role=role.label, user=str(user))
    held = RoleGrant.objects.filter(running(since), user=user, role=role).first()
    if held is not None:
        raise Refusal("role_held", field="role", user=str(user), since=held.since.isoformat(), role=role.label)
    require_compatible(user, role, since)
    return RoleGrant.objects.create(user=user, role=role, since=since)


def require_not_last(user: User, roles: frozenset[Role], day: dt.date) -> None:
    """Refuse to leave the installation without one of its three administrators."""
    for role in roles & ADMINISTRATORS:
        others = RoleGrant.objects.filter(running(day), role=role, user__is_active=True).exclude(user=user)
        if not others.exists():
            raise Refusal("last_administrator", user=str(user), role=role.label)


def roles_of(user: User, day: dt.date) -> frozenset[Role]:
    """The roles a user holds or will hold from a day on."""
    return frozenset(
        Role(value) for value in RoleGrant.objects.filter(running(day), user=user).values_list("role", flat=True)
    )
