"""Who has which account, in which roles, since when."""

import datetime as dt

from django.db.models import F, Prefetch, Q, QuerySet

from yixing.access import loaders
from yixing.access.actor import Actor
from yixing.access.roles import Role
from yixing.accounts.models import Delegation, RoleGrant, User
from yixing.people.models import Membership, Organization
from yixing.people.queries import on_day


def liaisons_of(unit: Organization, day: dt.date) -> QuerySet[User]:
    """The accounts that are liaison of a unit on a day."""
    holders = Membership.objects.filter(on_day(day), post__organization=unit).values("person_id")
    granted = RoleGrant.objects.filter(on_day(day), role=Role.LIAISON).values("user_id")
    return User.objects.filter(pk__in=granted, person__in=holders, is_active=True).select_related("person")


def by_rank(users: QuerySet[User]) -> QuerySet[User]:
    """The administrators first, then everybody by rank."""
    return users.order_by(F("person__order").asc(nulls_first=True), "person_id", "username")


def accounts(
    actor: Actor, day: dt.date, *, words: str = "", role: str = "", state: str = "", now: dt.datetime | None = None
) -> QuerySet[User]:
    """The accounts an administrator sees, with their roles of the day loaded as ``current``; administrators first, then by rank.

    Args:
        actor: who looks.
        day: of the roles.
        words: part of a login name, a name or a label.
        role: only holders of this role.
        state: ``active``, ``closed``, ``locked`` or ``forced`` (must change the password).
        now: the present moment, for ``locked``.
    """
    rows = loaders.visible(User, actor).select_related("person")
    current = RoleGrant.objects.filter(on_day(day)).order_by("role")
    rows = rows.prefetch_related(Prefetch("grants", queryset=current, to_attr="current"))
    if words:
        rows = rows.filter(Q(username__icontains=words) | Q(label__icontains=words) | Q(person__name__icontains=words))
    if role:
        rows = rows.filter(pk__in=RoleGrant.objects.filter(on_day(day), role=role).values("user_id"))
    states = {
        "active": Q(is_active=True),
        "closed": Q(is_active=False),
        "locked": Q(locked_until__gt=now),
        "forced": Q(must_change_password=True, is_active=True),
    }
    if state in states:
        rows = rows.filter(states[state])
    return by_rank(rows)


def delegations(actor: Actor, day: dt.date) -> QuerySet[Delegation]:
    """The delegations of a day, by the rank of the leader."""
    rows = loaders.visible(Delegation, actor).filter(on_day(day)).select_related("principal", "delegate__person")
    return rows.order_by("principal__order", "principal_id", "delegate__username")
