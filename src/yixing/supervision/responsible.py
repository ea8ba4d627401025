"""责任领导 by the division of work of a day."""

import datetime as dt
from dataclasses import dataclass

from yixing.ledger.stamps import Standing, keep
from yixing.matters.charge import LEAD, member_in_charge
from yixing.people.queries import on_day
from yixing.portfolios.models import Assignment


@dataclass(frozen=True, slots=True)
class Responsible:
    """Who leads a work area on a day; both ``None`` where nobody does (无人分管)."""

    leader_id: int | None
    area_id: int | None


def responsible(unit_id: int, on: dt.date, *, area_id: int | None = None) -> Responsible:
    """The member in whose portfolio a task lies on a day.

    The area of the source (议定事项) goes first; without one, the unit's areas in the order of the catalogue.
    """
    return keep(
        ("responsible", unit_id, on, area_id),
        lambda: _responsible(unit_id, on, area_id),
        Standing.PORTFOLIOS,
        Standing.PEOPLE,
    )


def _responsible(unit_id: int, on: dt.date, area_id: int | None) -> Responsible:
    leader = member_in_charge(area_id, on)
    if leader is not None:
        return Responsible(leader.pk, area_id)
    led = Assignment.objects.filter(on_day(on), relation__in=LEAD, division__state="in_force", area__units=unit_id)
    row = led.order_by("area__order", "person__order").first()
    return Responsible(row.person_id, row.area_id) if row is not None else Responsible(None, area_id)


def in_charge(leader_id: int, unit_id: int, on: dt.date, *, area_id: int | None = None) -> bool:
    """Whether the member led the area, or an area of the unit, on the day."""

    def asked() -> bool:
        led = Assignment.objects.filter(on_day(on), relation__in=LEAD, division__state="in_force", person_id=leader_id)
        return led.filter(area_id=area_id).exists() if area_id is not None else led.filter(area__units=unit_id).exists()

    return keep(("in charge", leader_id, unit_id, on, area_id), asked, Standing.PORTFOLIOS)
