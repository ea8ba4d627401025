"""Who held which post, sat in which body and headed which unit on a day; always answerable, for every day."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from yixing.ledger.stamps import Standing, keep
from yixing.people.models import Body, Membership, Organization, Person, Post


def on_day(day: dt.date, prefix: str = "") -> Q:
    """Rows whose ``since``–``until`` covers a day, both ends included; ``prefix`` reaches through a relation."""
    begun = Q(**{f"{prefix}since__lte": day})
    return begun & (Q(**{f"{prefix}until__isnull": True}) | Q(**{f"{prefix}until__gte": day}))


def overlapping(since: dt.date, until: dt.date | None) -> Q:
    """Rows whose span shares at least one day with the given one."""
    ends_later = Q(until__isnull=True) | Q(until__gte=since)
    return ends_later if until is None else ends_later & Q(since__lte=until)


def holders(post: Post, day: dt.date) -> QuerySet[Membership]:
    """Who held the post on the day, by rank; empty while it was vacant."""
    return Membership.objects.filter(on_day(day), post=post).select_related("person").order_by("person__order", "id")


def posts_of(person: Person, day: dt.date) -> QuerySet[Membership]:
    """The posts a person held on the day, the first one first; ``membership.post.organization`` is loaded."""
    held = Membership.objects.filter(on_day(day), person=person, post__isnull=False)
    return held.select_related("post__organization").order_by("post__order", "id")


@dataclass(frozen=True, slots=True)
class BodyMembers:
    """The members of a body on a day, by rank. ``voting`` is who counts for 应到; alternates never do (LC-05)."""

    voting: tuple[Person, ...]
    alternates: tuple[Person, ...]
    chair: Person | None

    @property
    def entitled(self) -> int:
        """应到: members with a vote in office that day."""
        return len(self.voting)


@dataclass(frozen=True, slots=True)
class Held:
    """A person in a post or a body from a day to a day, both included."""

    person: Person
    since: dt.date
    until: dt.date | None
    capacity: str = ""
    is_chair: bool = False

    def covers(self, day: dt.date) -> bool:
        """Whether it held that day."""
        return self.since <= day and (self.until is None or day <= self.until)


def members(body: Body, day: dt.date) -> BodyMembers:
    """The members of a body on a day: with a vote, without one, and who presides."""
    rows = [row for row in keep(("body", body.pk), lambda: _seats(body.pk), Standing.PEOPLE) if row.covers(day)]
    return BodyMembers(
        voting=tuple(row.person for row in rows if row.capacity == Membership.Capacity.MEMBER),
        alternates=tuple(row.person for row in rows if row.capacity == Membership.Capacity.ALTERNATE),
        chair=next((row.person for row in rows if row.is_chair), None),
    )


def _seats(body_id: int) -> tuple[Held, ...]:
    rows = Membership.objects.filter(body_id=body_id).select_related("person").order_by("person__order", "id")
    return tuple(Held(row.person, row.since, row.until, row.capacity, row.is_chair) for row in rows)


def heads(unit_id: int) -> tuple[Held, ...]:
    """Who headed the unit and when (主要负责人), by the order of posts; read once until people change."""

    def read() -> tuple[Held, ...]:
        rows = Membership.objects.filter(post__organization_id=unit_id, post__is_head=True).select_related("person")
        return tuple(Held(row.person, row.since, row.until) for row in rows.order_by("post__order", "id"))

    return keep(("heads", unit_id), read, Standing.PEOPLE)


def head_of(unit: Organization, day: dt.date) -> Person | None:
    """Who headed the unit on the day (主要负责人), ``None`` while nobody did."""
    return next((row.person for row in heads(unit.pk) if row.covers(day)), None)


def heads_of(unit_ids: Iterable[int], day: dt.date) -> dict[int, Person]:
    """The heads of many units on a day, in one query; a unit without a head is not in the answer."""
    held = Membership.objects.filter(on_day(day), post__organization_id__in=unit_ids, post__is_head=True)
    rows = held.select_related("person", "post").order_by("-post__order", "-id")
    return {row.post.organization_id: row.person for row in rows if row.post is not None}


def titles_on(person_ids: Iterable[int], day: dt.date) -> dict[int, str]:
    """The first post of many persons on a day, in words (县财政局局长), in one query."""
    held = Membership.objects.filter(on_day(day), person_id__in=person_ids, post__isnull=False)
    rows = held.select_related("post__organization").order_by("-post__order", "-id")
    return {row.person_id: row.post.title for row in rows if row.post is not None}


def alive(day: dt.date) -> Q:
    """Organizations that exist on a day."""
    return (Q(since__isnull=True) | Q(since__lte=day)) & (Q(until__isnull=True) | Q(until__gte=day))
