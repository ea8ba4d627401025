"""Which sheets somebody sees, what changed hands without a sheet, and what of it all waits for whom."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet

from yixing.access.actor import Actor
from yixing.access.loaders import visible
from yixing.access.roles import Role
from yixing.accounts.models import RoleGrant
from yixing.handover.changes import Change, change_of, changes
from yixing.handover.models import Handover, HandoverItem
from yixing.handover.state import OPEN, State, unsigned_late
from yixing.people.models import Membership, Person
from yixing.people.queries import on_day
from yixing.portfolios.leads import leads
from yixing.portfolios.queries import members_on
from yixing.portfolios.waiting import Thing, open_in, open_with


@dataclass(frozen=True, slots=True)
class Unlisted:
    """Open things that changed hands, or whose member left, and that stand on no sheet; ``things`` is never empty."""

    giver: Person
    receiver: Person | None
    on: dt.date
    things: tuple[Thing, ...]
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


class Listed:
    """On which sheets things stand, read once: who gave to whom, from when."""

    def __init__(self, things: Iterable[Thing]) -> None:
        wanted: dict[str, set[int]] = defaultdict(set)
        for thing in things:
            wanted[thing.kind].add(thing.pk)
        self._rows: dict[str, list[tuple[int, int, dt.date]]] = defaultdict(list)
        for kind, ids in wanted.items():
            rows = HandoverItem.objects.filter(kind=kind, object_id__in=ids).exclude(handover__state=State.VOID)
            for row in rows.select_related("handover"):
                sheet = row.handover
                self._rows[row.ref].append((sheet.giver_id, sheet.receiver_id, sheet.effective_on))

    def covers(self, thing: Thing, change: Change) -> bool:
        """Whether a sheet of this very change names the thing: the giver's, made after he had got the area himself."""
        return any(
            giver == change.giver.pk
            and (change.receiver is None or receiver == change.receiver.pk)
            and effective > change.held_since
            for giver, receiver, effective in self._rows.get(thing.ref, ())
        )

    def given_by(self, thing: Thing, person_id: int) -> bool:
        """Whether this person has handed the thing over, or is about to."""
        return any(giver == person_id for giver, *_ in self._rows.get(thing.ref, ()))


def of_change(change: Change, things: Sequence[Thing], listed: Listed) -> list[Thing]:
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

    Together with the sheets it holds every open thing of every area that ever changed hands: nothing falls between.
    """
    found = [*changes(day), *_left(day)]
    things = open_in(change.area_id for change in found)
    people = _gone_people(day)
    personal = open_with(person.pk for person in people)
    listed = Listed([*things, *personal])
    groups: dict[tuple[int, int | None, dt.date, bool], dict[str, Thing]] = {}
    by_area: dict[int, list[Thing]] = defaultdict(list)
    for thing in things:
        by_area[thing.area_id or 0].append(thing)
    known = {person.pk: person for person in people}
    for change in found:
        known |= {change.giver.pk: change.giver} | ({change.receiver.pk: change.receiver} if change.receiver else {})
        left = change.receiver is None and leads().named(change.area_id, day) is not None
        key = (change.giver.pk, change.receiver.pk if change.receiver else None, change.on, left)
        for thing in of_change(change, by_area[change.area_id], listed):
            groups.setdefault(key, {})[thing.ref] = thing
    taken = {ref for group in groups.values() for ref in group}
    for thing in personal:
        if thing.ref not in taken and not listed.given_by(thing, thing.person_id or 0):
            last = _last_day(thing.person_id or 0) + dt.timedelta(days=1)
            groups.setdefault((thing.person_id or 0, None, last, True), {})[thing.ref] = thing
    return [
        Unlisted(known[giver], known[receiver] if receiver else None, on, tuple(rows.values()), has_left=left)
        for (giver, receiver, on, left), rows in sorted(groups.items(), key=lambda each: (each[0][2], each[0][0]))
    ]


def _gone_people(day: dt.date) -> list[Person]:
    """Who held a post or a seat once and holds none any more."""
    ended = Membership.objects.filter(until__lt=day).values("person_id")
    staying = Membership.objects.filter(on_day(day)).values("person_id")
    return list(Person.objects.filter(pk__in=ended).exclude(pk__in=staying).order_by("order", "id"))


def _last_day(person_id: int) -> dt.date:
    ends = Membership.objects.filter(person_id=person_id).order_by("-until").values_list("until", flat=True)
    return next((end for end in ends if end is not None), dt.date.min)


def _left(day: dt.date) -> list[Change]:
    """Areas whose member left and which the plan in force still gives to him: from the day after his last, nobody's."""
    known = leads()
    holding = {area: person for area in known.of_area if (person := known.named(area, day)) is not None}
    gone = {person.pk for person in holding.values()} - in_office({person.pk for person in holding.values()}, day)
    found = []
    for area, person in holding.items():
        if person.pk in gone:
            begun = next(lead.since for lead in known.of_area[area] if lead.person.pk == person.pk and lead.covers(day))
            after = _last_day(person.pk) + dt.timedelta(days=1)
            found.append(Change(area, person, None, max(after, begun), begun))
    return found


def moved_to(giver_id: int, receiver_id: int, day: dt.date) -> list[Change]:
    """The areas whose last change of hands up to a day was between these two."""
    found = (change_of(area_id, day) for area_id in sorted(leads().of_area))
    return [
        change
        for change in found
        if change is not None
        and change.giver.pk == giver_id
        and change.receiver is not None
        and change.receiver.pk == receiver_id
    ]
