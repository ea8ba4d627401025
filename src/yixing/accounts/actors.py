"""From a login to an actor: posts, units, bodies, areas and principals of a day, read once a request."""

import datetime as dt

from yixing.access.actor import Actor
from yixing.access.roles import LEADERS, Role
from yixing.accounts.models import Delegation, RoleGrant, User
from yixing.ledger.stamps import Standing, keep
from yixing.people.models import Membership, Person
from yixing.people.queries import on_day
from yixing.portfolios.models import Area, Assignment
from yixing_core.errors import Refusal

LEAD = (Assignment.Relation.RESPONSIBLE, Assignment.Relation.LEAD)


def actor_of(user: User, day: dt.date) -> Actor:
    """The actor a user is on a day; worked out once until people, accounts or the division of work change."""
    areas = (Standing.ACCOUNTS, Standing.PEOPLE, Standing.PORTFOLIOS)
    return keep(("actor", user.pk, day), lambda: _actor_of(user, day), *areas)


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


def actor_for_principal(delegate: Actor, principal: Person) -> Actor:
    """The principal as actor, with the delegate at the keyboard (代录).

    Raises:
        Refusal: ``not_delegate``.
    """
    if principal.pk not in delegate.principal_ids:
        raise Refusal("not_delegate", field="acting_for", principal=principal.name)
    return actor_of_person(principal, delegate.day).entered_by(delegate)


def _actor(
    person: Person | None, roles: frozenset[Role], day: dt.date, *, user: User | None, principals: frozenset[int]
) -> Actor:
    memberships = (
        list(Membership.objects.filter(on_day(day), person=person).select_related("post").order_by("post__order", "id"))
        if person
        else []
    )
    posts = [membership.post for membership in memberships if membership.post is not None]
    areas = _areas(person, day) if person and roles & LEADERS else frozenset()
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
        leads_unit_ids=frozenset(
            Area.units.through.objects.filter(area_id__in=areas).values_list("organization_id", flat=True)
        )
        if areas
        else frozenset(),
        principal_ids=principals,
        must_change_password=user.must_change_password if user else False,
    )


def _areas(person: Person, day: dt.date) -> frozenset[int]:
    rows = Assignment.objects.filter(on_day(day), person=person, relation__in=LEAD, division__state="in_force")
    return frozenset(rows.values_list("area_id", flat=True))
