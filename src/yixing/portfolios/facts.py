"""The facts of a plan, as the rulebook sees them at ``portfolio.adopt``."""

import datetime as dt
from typing import Any

from yixing.portfolios import checks
from yixing.portfolios.catalogue import areas_on
from yixing.portfolios.handing import handed_over
from yixing.portfolios.models import Division
from yixing.portfolios.queries import lines_of, moves, people_of
from yixing.portfolios.waiting import open_in


def division_facts(
    division: Division,
    on: dt.date,
    *,
    discussed: bool = True,
    members_consulted: bool = False,
) -> dict[str, Any]:
    """What a plan that takes effect on a day covers, crosses and moves.

    Args:
        division: the plan.
        on: the day it takes effect.
        discussed: whether the committee decided it.
        members_consulted: whether each member was asked.
    """
    lines = lines_of(division)
    areas = areas_on(on)
    people = people_of(lines)
    seated = checks.seated_on(on)
    open_things = open_in(move.area.pk for move in moves(division, on) if move.before is not None)
    signed = handed_over(division)
    return {
        "portfolio": {
            "areas": len(areas),
            "gaps": len(checks.uncovered(lines, areas, seated)),
            "overlaps": len(checks.crossed(lines, areas, people)),
            "barred_led": len(checks.barred(lines, areas, on)),
            "discipline_other": len(checks.outside_discipline(lines, areas, on)),
            "discussed": discussed,
            "members_consulted": members_consulted,
            "open_work": len(open_things),
            "handovers_done": sum(thing.ref in signed for thing in open_things),
            "most_areas": checks.most_led(lines, areas),
            "units_unassigned": len(checks.without_member(lines, areas, on, seated)),
            "incompatible": len(checks.incompatible(lines, areas, people, on)),
        }
    }
