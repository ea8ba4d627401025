"""What the rulebook asks of a division plan, counted from its lines."""

import datetime as dt
from typing import Any

from yixing.people.models import Membership, Organization
from yixing.portfolios.models import Division
from yixing.portfolios.queries import LEADS, current_areas, gaps, overlaps

BARRED = frozenset({"人事", "财务", "工程", "采购", "审批"})
"""Tags of what the first in command does not lead himself (SZ-03)."""
DISCIPLINE = "纪检"


def division_facts(division: Division, day: dt.date, *, members_consulted: bool = False) -> dict[str, Any]:
    """Facts for the gate ``portfolio.adopt``: the plan's own lines, as of the day it is to begin."""
    lines = list(division.assignments.filter(relation__in=LEADS).select_related("area"))
    chairs = set(Membership.objects.filter(is_chair=True).values_list("person_id", flat=True))
    inspectors = set(Membership.objects.filter(post__name__contains="纪委书记").values_list("person_id", flat=True))
    led = {row.area_id for row in lines}
    unassigned = Organization.objects.filter(parent__isnull=False).exclude(areas__in=led).distinct()
    return {
        "portfolio": {
            "areas": current_areas(day).count(),
            "gaps": len(gaps(division, day)),
            "overlaps": len(overlaps(division, day)),
            "barred_led": sum(row.person_id in chairs and bool(BARRED & set(row.area.tags)) for row in lines),
            "discipline_other": sum(row.person_id in inspectors and DISCIPLINE not in row.area.tags for row in lines),
            "discussed": True,
            "members_consulted": members_consulted,
            "units_unassigned": unassigned.count(),
        }
    }
