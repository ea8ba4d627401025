"""会前传阅: to whom a matter goes before its meeting, who has read it, and the step that follows from the readings."""

import datetime as dt
from collections.abc import Iterable

from yixing.access.actor import Actor
from yixing.access.kinds import ref
from yixing.access.loaders import visible
from yixing.access.roles import LEADERS
from yixing.coordination.models import Perusal
from yixing.matters.charge import touched_members
from yixing.matters.models import Matter, Step
from yixing.matters.standing import restate
from yixing.matters.state import State
from yixing.matters.steps import PEOPLE_KEY, StepKind, checked_values

CIRCULATING = (State.MEMBER, State.OFFICE, State.DIRECTOR, State.CHAIR, State.LISTED, State.SCHEDULED)
"""From the unit head's signature to the meeting."""


def last_words(readings: Iterable[Perusal]) -> dict[int, Perusal]:
    """Member → his last reading."""
    return {reading.person_id: reading for reading in sorted(readings, key=lambda each: (each.on, each.pk))}


def write_step(matter: Matter, latest: Perusal) -> None:
    """The step 会前传阅 from all readings; what was entered from paper beside it goes on to count.

    Everybody who read is among the people; it is agreed where the last word of each is.
    """
    readings = last_words(Perusal.objects.filter(matter=matter))
    standing = Step.objects.filter(matter=matter, kind=StepKind.CIRCULATION, is_revoked=False)
    typed = [step.values.get("agreed") for step in standing.filter(origin="")]
    standing.exclude(origin="").update(is_revoked=True)
    agreed = all(reading.agreed for reading in readings.values()) and False not in typed
    Step.objects.create(
        matter=matter,
        kind=StepKind.CIRCULATION,
        on=latest.on,
        values=checked_values(StepKind.CIRCULATION, {PEOPLE_KEY: sorted(readings), "agreed": agreed}),
        origin=ref(latest),
    )
    restate(matter)


def read_by(matter: Matter) -> set[int]:
    """Who has read it, on record here or entered from paper."""
    steps = Step.objects.filter(matter=matter, kind=StepKind.CIRCULATION, is_revoked=False)
    return {person for step in steps for person in step.values.get(PEOPLE_KEY, ())}


def to_read(actor: Actor, day: dt.date) -> list[Matter]:
    """Matters that reach into this member's field, are on their way to a meeting and that he has not read."""
    if not actor.has(*LEADERS) or actor.person_id is None:
        return []
    rows = visible(Matter, actor).filter(state__in=CIRCULATING, other_areas__in=actor.area_ids).distinct()
    rows = rows.exclude(pk__in=Perusal.objects.filter(person_id=actor.person_id).values("matter_id"))
    return [
        row
        for row in rows.select_related("unit").order_by("drafted_on", "id")
        if actor.person_id in {person.pk for person in touched_members(row, day)}
        and actor.person_id not in read_by(row)
    ]
