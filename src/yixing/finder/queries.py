"""What is found, for whom: every result is a row that ``visible`` gives this actor."""

import datetime as dt
import functools
import operator
from dataclasses import dataclass

from django.db.models import Case, Count, F, IntegerField, Q, QuerySet, Value, When

from yixing.access import kinds, loaders
from yixing.access.actor import Actor
from yixing.access.policy import VISIBLE, condition
from yixing.people.models import Membership, Person, Post
from yixing.people.queries import on_day
from yixing.search.index import matching
from yixing.search.models import SearchRow
from yixing.search.sources import SOURCES
from yixing.search.tokens import key


def found(query: str, actor: Actor, kind: str = "") -> QuerySet[SearchRow]:
    """The things in which every word of the query occurs, as far as the actor may see them; the best first.

    A number that is the query itself stands first, then numbers that begin with it, then titles, then the rest; within
    each the latest first.

    Args:
        query: words apart by blanks; each is looked for as it stands, from one character on.
        actor: who looks.
        kind: only this kind of thing.
    """
    ids = matching(query)
    seen = _seen_by(actor, kind)
    if ids is None or seen is None:
        return SearchRow.objects.none()
    number, whole = key(query), query.strip()
    place = Case(
        When(number_key=number, then=Value(0)),
        When(number_key__startswith=number, then=Value(1)),
        When(title__icontains=whole, then=Value(2)),
        default=Value(3),
        output_field=IntegerField(),
    )
    rows = SearchRow.objects.filter(seen, pk__in=ids)
    return rows.annotate(place=place).order_by("place", F("on").desc(nulls_last=True), "-id")


def counts(query: str, actor: Actor) -> dict[str, int]:
    """How many things of each kind are found, in one query, in the order of the loop."""
    rows = found(query, actor).order_by().values("kind").annotate(count=Count("id")).values_list("kind", "count")
    by_kind = dict(rows)
    return {kind: by_kind[kind] for kind in SOURCES if kind in by_kind}


def _seen_by(actor: Actor, only: str = "") -> Q | None:
    """The index rows of things the actor may see; ``None`` where he may see nothing that is searched."""
    parts = []
    for kind in SOURCES:
        if only and kind != only:
            continue
        label = kinds.KINDS[kind]
        allowed = condition(VISIBLE.get(label, ()), label, actor)
        if allowed is None:
            continue
        if allowed == Q():
            parts.append(Q(kind=kind))
        else:
            things = loaders.visible(kinds.model_of(kind), actor).order_by().values("pk")
            parts.append(Q(kind=kind, pk_of_thing__in=things))
    return functools.reduce(operator.or_, parts) if parts else None


@dataclass(frozen=True, slots=True)
class Holder:
    """Who held a post that is called as the query says, on a day."""

    person: Person
    title: str


def holders(query: str, actor: Actor, day: dt.date) -> list[Holder]:
    """书记, 县长, 财政局局长: who it was on the day, by rank; nobody where the query is no form of address.

    Args:
        query: a post's form of address or name, with or without the unit's name before it.
        actor: who looks; without a right to see people nobody is named.
        day: of the holding.
    """
    words = query.strip()
    called = Q(short_name=words) | Q(name=words)
    posts = loaders.visible(Post, actor).filter(called).order_by().values("pk")
    held = Membership.objects.filter(on_day(day), post__in=posts).select_related("person", "post__organization")
    rows = held.order_by("person__order", "person_id", "id")
    return [Holder(row.person, row.post.title) for row in rows if row.post is not None]
