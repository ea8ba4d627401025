"""责任领导 by the division of work of a day."""

import datetime as dt
from dataclasses import dataclass

from yixing.portfolios.leads import leads


@dataclass(frozen=True, slots=True)
class Responsible:
    """Who leads a work area on a day; both ``None`` where nobody does (无人分管)."""

    leader_id: int | None
    area_id: int | None


def responsible(unit_id: int, on: dt.date, *, area_id: int | None = None) -> Responsible:
    """The member in whose portfolio a task lies on a day.

    The area of the source (议定事项) goes first; without one, the unit's areas in the order of the catalogue.
    """
    known = leads()
    own = known.areas_of(unit_id, on)
    for area in (area_id, *own):
        leader = known.on(area, on)
        if leader is not None:
            return Responsible(leader.pk, area)
    return Responsible(None, area_id)


def in_charge(leader_id: int, unit_id: int, on: dt.date, *, area_id: int | None = None) -> bool:
    """Whether the member led the area, or an area of the unit, on the day."""
    known = leads()
    led = known.areas_led(leader_id, on)
    return area_id in led if area_id is not None else not led.isdisjoint(known.areas_of(unit_id, on))
