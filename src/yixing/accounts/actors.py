"""From a login to an actor: posts, units, bodies, areas and principals of a day, read once a request."""

import datetime as dt
from dataclasses import dataclass, replace
from typing import Any

from yixing.access.actor import Actor
from yixing.access.roles import LEADERS, Role
from yixing.accounts.models import Delegation, RoleGrant, User
from yixing.ledger.stamps import Standing, keep
from yixing.people.models import Membership, Person
from yixing.portfolios.leads import leads
from yixing_core.errors import Refusal

_STANDING = (Standing.ACCOUNTS, Standing.PEOPLE)


@dataclass(frozen=True, slots=True)
class _Span:
    """What held from a day to a day, both included."""

    what: Any
    since: dt.date
    until: dt.date | None

    def covers(self, day: dt.date) -> bool:
        return self.since <= day and (self.until is None or day <= self.until)


@dataclass(frozen=True, slots=True)
class _History:
    """What makes a person or an account an actor, over all time: read once, asked for any day."""

    person: Person | None
    user_id: int
    user_name: str
    must_change_password: bool
    roles: tuple[_Span, ...]
    principals: tuple[_Span, ...]
    memberships: tuple[_Span, ...]
    """By the order of posts; ``what`` is the row with its post."""

    def on(self, day: dt.date) -> Actor:
        """The actor of a day."""
        roles = frozenset(span.what for span in self.roles if span.covers(day))
        memberships = [span.what for span in self.memberships if span.covers(day)]
        posts = [row.post for row in memberships if row.post is not None]
        known = leads()
        areas = known.areas_led(self.person.pk, day) if self.person is not None and roles & LEADERS else frozenset()
        return Actor(
            user_id=self.user_id,
            name=self.person.name if self.person else self.user_name,
            day=day,
            person_id=self.person.pk if self.person else None,
            post_id=posts[0].pk if posts else None,
            post_name=posts[0].name if posts else "、".join(role.label for role in sorted(roles)),
            roles=roles,
            unit_ids=frozenset(post.organization_id for post in posts),
            body_ids=frozenset(row.body_id for row in memberships if row.body_id is not None),
            area_ids=areas,
            leads_unit_ids=known.units_of(areas, day),
            principal_ids=frozenset(span.what for span in self.principals if span.covers(day)),
            must_change_password=self.must_change_password,
        )


def actor_of(user: User, day: dt.date) -> Actor:
    """The actor a user is on a day; what makes him one is read once until people, accounts or portfolios change."""
    return keep(("actor", user.pk), lambda: _history(user.person, user), *_STANDING).on(day)


def actor_of_person(person: Person, day: dt.date) -> Actor:
    """The actor a person is on a day, whether or not he ever logs in (leaders mostly do not)."""
    own = ("actor of person", person.pk)
    history = keep(own, lambda: _history(person, User.objects.filter(person=person).first()), *_STANDING)
    return replace(history.on(day), principal_ids=frozenset())


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
    known = leads()
    areas = known.areas_led(actor.person_id, on)
    return replace(actor, area_ids=areas, leads_unit_ids=known.units_of(areas, on))


def _history(person: Person | None, user: User | None) -> _History:
    memberships: Any = Membership.objects.filter(person=person).select_related("post").order_by("post__order", "id")
    return _History(
        person=person,
        user_id=user.pk if user else 0,
        user_name=str(user),
        must_change_password=user.must_change_password if user else False,
        roles=tuple(_Span(Role(role), *days) for role, *days in _spans(RoleGrant.objects.filter(user=user), "role")),
        principals=tuple(_Span(*row) for row in _spans(Delegation.objects.filter(delegate=user), "principal_id")),
        memberships=tuple(_Span(row, row.since, row.until) for row in memberships) if person else (),
    )


def _spans(rows: Any, what: str) -> Any:
    return rows.values_list(what, "since", "until")
