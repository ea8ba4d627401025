"""Who had an area before who has it now, and since when: worked out of the division of work and of who left.

The division of work says who is in charge. Where its member lost his seat, the area stays with him in the plan until
another plan follows; a 工作交接单 of 人员变动 tells to whom it went meanwhile. Both together are ``Holders``.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from yixing.handover.models import Handover
from yixing.handover.seats import Seats, seats
from yixing.handover.state import State
from yixing.people.models import Person
from yixing.portfolios.leads import Lead, Leads, leads

DAY = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Change:
    """The last change of hands of an area up to a day.

    ``on`` is the first day of ``receiver`` (``None``: nobody has it since then), ``held_since`` that of ``giver``.
    """

    area_id: int
    giver: Person
    receiver: Person | None
    on: dt.date
    held_since: dt.date


@dataclass(frozen=True, slots=True)
class Run:
    """One member (or nobody) with an area without a break, from a day on."""

    person: Person | None
    since: dt.date


@dataclass(frozen=True, slots=True)
class GivenOn:
    """An area that a sheet of 人员变动 gave on, from a day."""

    giver_id: int
    receiver: Person
    on: dt.date


def runs(spans: Sequence[Lead], day: dt.date) -> list[Run]:
    """Who was in charge one after the other up to a day, the present one last; spans are those of one area."""
    turns = {lead.since for lead in spans} | {lead.until + DAY for lead in spans if lead.until is not None}
    return _joined(
        Run(next((lead.person for lead in spans if lead.covers(turn)), None), turn)
        for turn in sorted(each for each in turns if each <= day)
    )


def _joined(found: Iterable[Run]) -> list[Run]:
    """Neighbours with the same member are one run."""
    joined: list[Run] = []
    for run in found:
        if not joined or _pk(joined[-1].person) != _pk(run.person):
            joined.append(run)
    return joined


def _pk(person: Person | None) -> int | None:
    return person.pk if person is not None else None


def last_change(area_id: int, found: Sequence[Run]) -> Change | None:
    """The last change of hands; ``None`` where nobody, or only one, ever had the area.

    A time without anybody in between does not end a member's duty to hand over: what he left goes from him to whoever
    comes after the gap; if that is himself, nothing changed hands.
    """
    if not found:
        return None
    *earlier, now = found
    before = next((run for run in reversed(earlier) if run.person is not None), None)
    if before is None or before.person is None or _pk(before.person) == _pk(now.person):
        return None
    return Change(area_id, before.person, now.person, now.since, before.since)


class Holders:
    """Who has an area in hand, on any day; a snapshot that answers for all areas."""

    def __init__(self, known: Leads, given_on: Mapping[int, Sequence[GivenOn]], sitting: Seats) -> None:
        self.leads = known
        self.seats = sitting
        self._given_on = given_on
        self._runs: dict[tuple[int, dt.date], list[Run]] = {}

    @property
    def areas(self) -> list[int]:
        """Every area anybody ever was in charge of."""
        return sorted(self.leads.of_area)

    def runs(self, area_id: int, day: dt.date) -> list[Run]:
        """Who had it one after the other up to a day, the present one last."""
        if (area_id, day) not in self._runs:
            self._runs[area_id, day] = self._worked_out(area_id, day)
        return self._runs[area_id, day]

    def _worked_out(self, area_id: int, day: dt.date) -> list[Run]:
        found = runs(self.leads.of_area.get(area_id, ()), day)
        for given in self._given_on.get(area_id, ()):
            place = sum(run.since <= given.on for run in found)
            if given.on <= day and place and self._went(found[:place], given):
                found.insert(place, Run(given.receiver, given.on))
        return _joined(found)

    def _went(self, before: Sequence[Run], given: GivenOn) -> bool:
        """Whether the area was the giver's to give: he had it and lost his seat, or nobody has it after him."""
        if before[-1].person is not None:
            return before[-1].person.pk == given.giver_id and self.seats.gone(given.giver_id, given.on)
        last = next((run.person for run in reversed(before) if run.person is not None), None)
        return _pk(last) == given.giver_id

    def on(self, area_id: int | None, day: dt.date) -> Person | None:
        """Who has the area that day; ``None`` where nobody has, or no area is given."""
        found = self.runs(area_id, day) if area_id is not None else []
        return found[-1].person if found else None

    def last(self, area_id: int, day: dt.date) -> Person | None:
        """Who has it that day, or had it last where nobody has it any more."""
        return next((run.person for run in reversed(self.runs(area_id, day)) if run.person is not None), None)

    def change_of(self, area_id: int, day: dt.date) -> Change | None:
        """The last change of hands of an area up to a day."""
        return last_change(area_id, self.runs(area_id, day))

    def changes(self, day: dt.date) -> list[Change]:
        """The last change of hands of every area that changed hands up to a day."""
        found = (self.change_of(area_id, day) for area_id in self.areas)
        return [change for change in found if change is not None]

    def left(self, day: dt.date) -> list[Change]:
        """Areas whose member lost his seat and which nobody took over: from the day after his last, nobody's."""
        found = []
        for area_id in self.areas:
            now = next(iter(reversed(self.runs(area_id, day))), None)
            if now is not None and now.person is not None and self.seats.gone(now.person.pk, day):
                after = self.seats.last_day(now.person.pk, day) + DAY
                found.append(Change(area_id, now.person, None, max(after, now.since), now.since))
        return found

    def held_since(self, area_id: int, person_id: int, effective_on: dt.date) -> dt.date:
        """Since when somebody had the area before that day; the beginning of time where he never had it."""
        for run in reversed(self.runs(area_id, effective_on - DAY)):
            if _pk(run.person) == person_id:
                return run.since
        return dt.date.min


def holders() -> Holders:
    """The snapshot of now; one query besides what is kept of the division of work and of the seats."""
    links = Handover.areas.through.objects.filter(handover__cause=Handover.Cause.LEAVE)
    links = links.exclude(handover__state=State.VOID).select_related("handover__receiver")
    given: dict[int, list[GivenOn]] = defaultdict(list)
    for link in links.order_by("handover__effective_on", "handover_id"):
        sheet = link.handover
        given[link.area_id].append(GivenOn(sheet.giver_id, sheet.receiver, sheet.effective_on))
    return Holders(leads(), given, seats())
