"""Which sheets somebody sees, what changed hands without a sheet, and what of it all waits for whom."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet

from yixing.access.actor import Actor
from yixing.access.loaders import visible
from yixing.access.roles import Role
from yixing.accounts.models import RoleGrant
from yixing.handover.changes import Change, Holders, holders
from yixing.handover.listed import Listed
from yixing.handover.models import Handover
from yixing.handover.state import OPEN, unsigned_late
from yixing.people.models import Membership, Person
from yixing.people.queries import on_day
from yixing.portfolios.queries import members_on
from yixing.portfolios.waiting import Thing, open_in, open_with

_Key = tuple[int, int | None, dt.date, bool]
"""Giver, receiver, day, whether the giver left."""


@dataclass(frozen=True, slots=True)
class Unlisted:
    """Open things that changed hands, or whose member left, and that stand on no sheet; ``things`` is never empty.

    ``areas`` are those of them that the giver had: what waits for him by name elsewhere is not handed over by area.
    """

    giver: Person
    receiver: Person | None
    on: dt.date
    things: tuple[Thing, ...]
    areas: frozenset[int] = frozenset()
    has_left: bool = False


def handover_list(
    actor: Actor, day: dt.date, *, state: str = "", person_id: int | None = None, late: bool = False
) -> QuerySet[Handover]:
    """The sheets an actor sees, the latest change of hands first."""
    rows = visible(Handover, actor).select_related("giver", "receiver", "witness", "division")
    if state:
        rows = rows.filter(state__in=OPEN if state == "open" else (state,))
    if person_id:
        rows = rows.filter(Q(giver_id=person_id) | Q(receiver_id=person_id) | Q(witness_id=person_id))
    if late:
        rows = rows.filter(unsigned_late(day))
    return rows.order_by("-effective_on", "-id")


def in_office(person_ids: Iterable[int], day: dt.date) -> frozenset[int]:
    """Those of these persons who hold a post or a seat on a day."""
    held = Membership.objects.filter(on_day(day), person_id__in=list(person_ids))
    return frozenset(held.values_list("person_id", flat=True))


def witness_for(giver_id: int, receiver_id: int, day: dt.date) -> Person | None:
    """Who is asked to see to it: the office director, else the chair, else the first member in rank; a third person."""
    taken = {giver_id, receiver_id}
    directors = RoleGrant.objects.filter(on_day(day), role=Role.DIRECTOR, user__person__isnull=False)
    chairs = Membership.objects.filter(on_day(day), body__kind="standing_committee", is_chair=True)
    offices: tuple[Any, ...] = (directors.values("user__person_id"), chairs.values("person_id"))
    for ids in offices:
        found = Person.objects.filter(pk__in=ids).exclude(pk__in=taken).order_by("order", "id").first()
        if found is not None:
            return found
    return members_on(day).exclude(pk__in=taken).first()


def of_change(change: Change, things: Iterable[Thing], listed: Listed) -> list[Thing]:
    """What of these things changed hands then and stands on no sheet of that change.

    What began with the new member in charge was never the other's; where nobody is in charge all of it lies open.
    """
    return [
        thing
        for thing in things
        if thing.area_id == change.area_id
        and (change.receiver is None or thing.since < change.on)
        and not listed.covers(thing, change)
    ]


def unlisted(day: dt.date) -> list[Unlisted]:
    """What changed hands up to a day and stands on no sheet, and what waits for somebody who left; must be empty.

    Together with the sheets it holds every open thing of every area that ever changed hands, and every open thing that
    bears the name of a member who had its area before: nothing falls between. The number of queries does not grow.
    """
    known = holders()
    left = known.left(day)
    found = [*left, *known.changes(day)]
    gone = known.seats.gone_people(day)
    things, personal = open_in(change.area_id for change in found), open_with(gone)
    listed = Listed([*things, *personal])
    rows = _List()
    by_area: dict[int, list[Thing]] = defaultdict(list)
    for thing in things:
        by_area[thing.area_id or 0].append(thing)
    for number, change in enumerate(found):
        for thing in of_change(change, by_area[change.area_id], listed):
            rows.put(thing, change, has_left=number < len(left))
    for thing, change in _misnamed(things, day, known, listed):
        rows.put(thing, change)
    people = Person.objects.in_bulk(gone) if personal else {}
    for thing in personal:
        person = people[thing.person_id or 0]
        handed = listed.given_by(thing, person.pk) or listed.on_its_way(thing)
        if not handed and was_his(thing, person.pk, day, known):
            after = known.seats.last_day(person.pk, day) + dt.timedelta(days=1)
            rows.put(thing, Change(0, person, None, after, after), has_left=True)
    return rows.groups()


class _List:
    """Things by giver, receiver and day; each stands in the first group it was put into."""

    def __init__(self) -> None:
        self._things: dict[_Key, list[Thing]] = defaultdict(list)
        self._areas: dict[_Key, set[int]] = defaultdict(set)
        self._people: dict[int, Person] = {}
        self._taken: set[str] = set()

    def put(self, thing: Thing, change: Change, *, has_left: bool = False) -> None:
        """Add a thing, unless it stands there already."""
        if thing.ref in self._taken:
            return
        self._taken.add(thing.ref)
        self._people |= {each.pk: each for each in (change.giver, change.receiver) if each is not None}
        key = (change.giver.pk, change.receiver.pk if change.receiver is not None else None, change.on, has_left)
        self._things[key].append(thing)
        if change.area_id:
            self._areas[key].add(change.area_id)

    def groups(self) -> list[Unlisted]:
        """The list, the earliest change first."""
        people = self._people
        return [
            Unlisted(
                people[key[0]],
                people[key[1]] if key[1] else None,
                key[2],
                tuple(things),
                frozenset(self._areas[key]),
                has_left=key[3],
            )
            for key, things in sorted(self._things.items(), key=lambda each: (each[0][2], each[0][0]))
        ]


def _misnamed(things: Iterable[Thing], day: dt.date, known: Holders, listed: Listed) -> Iterator[tuple[Thing, Change]]:
    """Things that bear the name of a member who had the area before, and whom no sheet hands to who has it now."""
    for thing in things:
        now = next(iter(reversed(known.runs(thing.area_id or 0, day))), None)
        if now is None or now.person is None or thing.person_id in {None, now.person.pk}:
            continue
        named = known_as_holder(thing, day, known, listed)
        if named is None or known.seats.gone(now.person.pk, day):
            continue
        if not listed.given_to(thing, now.person.pk, now.since):
            yield thing, Change(thing.area_id or 0, named, now.person, now.since, now.since)


def known_as_holder(thing: Thing, day: dt.date, known: Holders, listed: Listed) -> Person | None:
    """The member whose name a thing bears, where he bears it because he had the area; ``None`` for one named on purpose.

    He had the area by the division of work, or got the thing from somebody who had it on a sheet.
    """
    had = {run.person.pk: run.person for run in known.runs(thing.area_id or 0, day) if run.person is not None}
    had |= listed.receivers_from(thing, had)
    return had.get(thing.person_id or 0)


def was_his(thing: Thing, person_id: int, day: dt.date, known: Holders) -> bool:
    """Whoever still serves elsewhere leaves what he had until then; what he got since waits for him rightly."""
    if not known.seats.gone(person_id, day) or not known.seats.in_service(person_id, day):
        return True
    return thing.since <= known.seats.last_day(person_id, day)
