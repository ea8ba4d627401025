"""From a login to an actor: posts, units, bodies, areas and principals of a day, read once a request."""

import datetime as dt
from dataclasses import replace

from yixing.access.actor import Actor
from yixing.access.roles import LEADERS, Role
from yixing.accounts.models import Delegation, RoleGrant, User
from yixing.ledger.kept import keep
from yixing.people.models import Membership, Person
from yixing.people.queries import on_day
from yixing.portfolios.models import Area, Assignment
from yixing_core.errors import Refusal

LEAD = (Assignment.Relation.RESPONSIBLE, Assignment.Relation.LEAD)


def actor_of(user: User, day: dt.date) -> Actor:
    """The actor a user is on a day; worked out once until something in the database changes."""
    return keep(("actor", user.pk, day), lambda: _actor_of(user, day))


def _actor_of(user: User, day: dt.date) -> Actor:
    roles = frozenset(
        Role(value) for value in RoleGrant.objects.filter(on_day(day), user=user).values_list("role", flat=True)
    )
    principals = frozenset(Delegation.objects.filter(on_day(day), delegate=user).values_list("principal_id", flat=True))
    return _actor(user.person, roles, day, user=user, principals=principals)


def actor_of_person(person: Person, day: dt.date) -> Actor:
    """The actor a person is on a day, whether or not he ever logs in (leaders mostly do not)."""
    user = User.objects.filter(person=person).first()
    roles = (
        frozenset(
            Role(value) for value in RoleGrant.objects.filter(on_day(day), user=user).values_list("role", flat=True)
        )
        if user
        else frozenset()
    )
    return _actor(person, roles, day, user=user, principals=frozenset())


def actor_for_principal(delegate: Actor, principal: Person, on: dt.date | None = None) -> Actor:
    """The principal as actor, with the delegate at the keyboard (代录).

    Args:
        delegate: who enters, with his delegations of today.
        principal: who signed.
        on: the day he signed, today if it is left out: he signed in the posts and the portfolio of that day.

    Raises:
        Refusal: ``not_delegate``.
    """
    if principal.pk not in delegate.principal_ids:
        raise Refusal("not_delegate", field="acting_for", principal=principal.name)
    today = actor_of_person(principal, delegate.day)
    if on is None or on >= delegate.day:
        return today.entered_by(delegate)
    then = actor_of_person(principal, on)
    # Where the system was not in use yet on that day nobody held a role; today's says what he is.
    return replace(then, day=delegate.day, roles=then.roles or today.roles).entered_by(delegate)


def actor_on(actor: Actor, on: dt.date) -> Actor:
    """The actor as he enters something late: what lay in his portfolio on the day it happened, all else of today."""
    if on >= actor.day or actor.person_id is None or actor.roles.isdisjoint(LEADERS):
        return actor
    areas = _areas(actor.person_id, on)
    return replace(actor, area_ids=areas, leads_unit_ids=_units_of(areas))


def _actor(
    person: Person | None, roles: frozenset[Role], day: dt.date, *, user: User | None, principals: frozenset[int]
) -> Actor:
    memberships = (
        list(Membership.objects.filter(on_day(day), person=person).select_related("post").order_by("post__order", "id"))
        if person
        else []
    )
    posts = [membership.post for membership in memberships if membership.post is not None]
    areas = _areas(person.pk, day) if person and roles & LEADERS else frozenset()
    return Actor(
        user_id=user.pk if user else 0,
        name=person.name if person else str(user),
        day=day,
        person_id=person.pk if person else None,
        post_id=posts[0].pk if posts else None,
        post_name=posts[0].name if posts else "、".join(Role(role).label for role in sorted(roles)),
        roles=roles,
        unit_ids=frozenset(post.organization_id for post in posts),
        body_ids=frozenset(m.body_id for m in memberships if m.body_id is not None),
        area_ids=areas,
        leads_unit_ids=_units_of(areas),
        principal_ids=principals,
        must_change_password=user.must_change_password if user else False,
    )


def _areas(person_id: int, day: dt.date) -> frozenset[int]:
    rows = Assignment.objects.filter(on_day(day), person_id=person_id, relation__in=LEAD, division__state="in_force")
    return frozenset(rows.values_list("area_id", flat=True))


def _units_of(areas: frozenset[int]) -> frozenset[int]:
    if not areas:
        return frozenset()
    rows = Area.units.through.objects.filter(area_id__in=areas)
    return frozenset(rows.values_list("organization_id", flat=True))
