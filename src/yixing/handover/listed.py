"""On which sheets open things stand: read once for many things, asked one by one."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from yixing.handover.changes import Change
from yixing.handover.models import Handover, HandoverItem
from yixing.handover.state import UNRECEIVED, State
from yixing.people.models import Person
from yixing.portfolios.models import Division
from yixing.portfolios.waiting import Thing


def begins(sheet: Handover) -> dt.date:
    """The first day of the receiver: that of the sheet, and never before the plan it belongs to takes effect."""
    since = sheet.division.since if sheet.division is not None else None
    return max(sheet.effective_on, since) if since is not None else sheet.effective_on


@dataclass(frozen=True, slots=True)
class Line:
    """A sheet that names a thing: who gives to whom, from when, and whether it was received with signature."""

    sheet_id: int
    giver_id: int
    receiver: Person
    begins: dt.date
    received: bool


class Listed:
    """The sheets that count. Those of a draft count for the draft alone: nothing moves until it is adopted.

    Args:
        things: whatever will be asked about.
        draft_id: the draft whose own sheets count as well.
    """

    def __init__(self, things: Iterable[Thing], *, draft_id: int | None = None) -> None:
        wanted: dict[str, set[int]] = defaultdict(set)
        for thing in things:
            wanted[thing.kind].add(thing.pk)
        self._rows: dict[str, list[Line]] = defaultdict(list)
        for kind, ids in wanted.items():
            rows = HandoverItem.objects.filter(kind=kind, object_id__in=ids).exclude(handover__state=State.VOID)
            for row in rows.select_related("handover__receiver", "handover__division").order_by("handover_id"):
                sheet = row.handover
                if sheet.division is None or _counts(sheet.division, draft_id):
                    received = sheet.state not in UNRECEIVED
                    self._rows[row.ref].append(Line(sheet.pk, sheet.giver_id, sheet.receiver, begins(sheet), received))

    def covers(self, thing: Thing, change: Change) -> bool:
        """Whether a sheet of this very change names the thing, or one that already takes it a step further.

        Where nobody has the area any more every sheet of the giver's counts that is from after he had got it.
        """
        for line in self._rows.get(thing.ref, ()):
            if change.receiver is None:
                if line.giver_id == change.giver.pk and line.begins > change.held_since:
                    return True
            elif line.begins >= change.on:
                pair = (line.giver_id, line.receiver.pk) == (change.giver.pk, change.receiver.pk)
                if pair or (line.giver_id == change.receiver.pk and not line.received):
                    return True
        return False

    def given_by(self, thing: Thing, person_id: int) -> bool:
        """Whether this person has handed the thing over, or is about to."""
        return any(line.giver_id == person_id for line in self._rows.get(thing.ref, ()))

    def given_to(self, thing: Thing, person_id: int, since: dt.date) -> bool:
        """Whether a sheet from that day on, signed or not, gives the thing to this person."""
        return any(line.receiver.pk == person_id and line.begins >= since for line in self._rows.get(thing.ref, ()))

    def on_its_way(self, thing: Thing, *, besides: int | None = None) -> bool:
        """Whether it stands on another sheet that nobody has received yet."""
        return any(not line.received and line.sheet_id != besides for line in self._rows.get(thing.ref, ()))

    def receivers_from(self, thing: Thing, people: Mapping[int, Person]) -> dict[int, Person]:
        """Who got the thing with signature from one of these people, and from those in turn."""
        found = dict(people)
        for line in self._rows.get(thing.ref, ()):
            if line.received and line.giver_id in found:
                found[line.receiver.pk] = line.receiver
        return found


def _counts(division: Division, draft_id: int | None) -> bool:
    return division.state == Division.State.IN_FORCE or division.pk == draft_id
