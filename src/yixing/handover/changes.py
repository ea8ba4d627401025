"""Who had an area before who has it now, and since when: worked out of the spans of the division of work."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from yixing.people.models import Person
from yixing.portfolios.leads import Lead, leads

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
    """One member (or nobody) in charge of an area without a break, from a day on."""

    person: Person | None
    since: dt.date


def runs(spans: Sequence[Lead], day: dt.date) -> list[Run]:
    """Who was in charge one after the other up to a day, the present one last; spans are those of one area."""
    turns = {lead.since for lead in spans} | {lead.until + DAY for lead in spans if lead.until is not None}
    found: list[Run] = []
    for turn in sorted(each for each in turns if each <= day):
        person = next((lead.person for lead in spans if lead.covers(turn)), None)
        if not found or _pk(found[-1].person) != _pk(person):
            found.append(Run(person, turn))
    return found


def _pk(person: Person | None) -> int | None:
    return person.pk if person is not None else None


def change_of(area_id: int, day: dt.date) -> Change | None:
    """The last change of hands of an area; ``None`` where nobody, or only one, ever had it.

    A time without anybody in between does not end a member's duty to hand over: what he left goes from him to whoever
    comes after the gap; if that is himself, nothing changed hands.
    """
    return last_change(area_id, runs(leads().of_area.get(area_id, ()), day))


def last_change(area_id: int, found: Sequence[Run]) -> Change | None:
    """As ``change_of``, from the runs of the area."""
    if not found:
        return None
    *earlier, now = found
    before = next((run for run in reversed(earlier) if run.person is not None), None)
    if before is None or before.person is None or _pk(before.person) == _pk(now.person):
        return None
    return Change(area_id, before.person, now.person, now.since, before.since)


def changes(day: dt.date) -> list[Change]:
    """The last change of hands of every area that changed hands up to a day."""
    found = (change_of(area_id, day) for area_id in sorted(leads().of_area))
    return [change for change in found if change is not None]
