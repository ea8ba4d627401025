"""By which 议定事项 of the standing committee a plan was decided. Decisions stand above this app: asked by their label."""

import datetime as dt
from typing import Any

from django.apps import apps
from django.db.models import Q

from yixing.access import kinds, loaders
from yixing.access.actor import Actor
from yixing.portfolios import checks
from yixing.portfolios.models import Division
from yixing_core.errors import Refusal

LABEL = "decisions.Decision"
EFFECTIVE = "effective"
SUBJECT = "分工"
OFFERED = 60
"""So many of the latest are offered for choice; those that speak of the division of work come first."""


def _fit(day: dt.date) -> Q:
    """In force, decided by the committee whose members' work is divided, by the day."""
    return Q(state=EFFECTIVE, meeting__body__kind=checks.dividing_kind(), decided_on__lte=day)


def offered(actor: Actor, day: dt.date) -> list[tuple[int, str]]:
    """(number of the row, words) of the decisions in the actor's sight that may have decided a plan, for a choice."""
    rows = loaders.visible(apps.get_model(LABEL), actor).filter(_fit(day))
    own = list(_listed(rows.filter(title__contains=SUBJECT))[:OFFERED])
    more = list(_listed(rows.exclude(title__contains=SUBJECT))[: OFFERED - len(own)])
    return [(row.pk, f"{row.number}　{row.title}（{row.decided_on:%Y-%m-%d}）") for row in (*own, *more)]


def _listed(rows: Any) -> Any:
    return rows.order_by("-decided_on", "-pk").distinct()


def decided_by(decision_id: int, actor: Actor, day: dt.date) -> tuple[Any, str]:
    """The decision behind a choice, and how documents say it: the meeting and the number of the 议定事项.

    Raises:
        Refusal: ``not_found`` for one the actor does not see, ``decision_unfit`` for one that is not in force, is none
            of the committee, or was decided later than the day.
    """
    row = loaders.find(apps.get_model(LABEL), decision_id, actor)
    if not apps.get_model(LABEL)._default_manager.filter(_fit(day), pk=row.pk).exists():
        raise Refusal("decision_unfit", field="decision_id", number=row.number)
    return row, f"{row.meeting}（议定事项{row.number}）"


def address(plan: Division) -> str:
    """The page of the decision behind a plan; empty where a paper decided it."""
    return kinds.address(plan.decided_by) if plan.decided_by else ""
