"""By which 议定事项 of the standing committee a plan was decided. Decisions stand above this app: asked by their label."""

import datetime as dt
from typing import Any

from django.apps import apps
from django.db.models import Q

from yixing.access import kinds, loaders
from yixing.access.actor import Actor
from yixing.access.numbers import row_number
from yixing.portfolios import checks
from yixing.portfolios.models import Division
from yixing_core.errors import Refusal

LABEL = "decisions.Decision"
EFFECTIVE = "effective"
SUBJECT = "分工"
CARRIED = ("agreed", "agreed_in_principle")
OFFERED = 60
"""So many of the latest are offered for choice."""


def _fit(day: dt.date) -> Q:
    """Agreed to by the committee whose members' work is divided, in force, by the day; speaks of the division of work.

    A decision decides one plan: what decided another is spent.
    """
    spoken = Q(title__contains=SUBJECT) | Q(text__contains=SUBJECT)
    kind = checks.dividing_kind()
    known = Division.objects.filter(state=Division.State.IN_FORCE).exclude(decided_by="")
    spent = [row_number(plan.rpartition("/")[2]) for plan in known.values_list("decided_by", flat=True)]
    carried = Q(state=EFFECTIVE, outcome__in=CARRIED, meeting__body__kind=kind, decided_on__lte=day)
    return carried & spoken & ~Q(pk__in=spent)


def offered(actor: Actor, day: dt.date) -> list[tuple[int, str]]:
    """(number of the row, words) of the decisions in the actor's sight that may have decided a plan, for a choice."""
    rows = loaders.visible(apps.get_model(LABEL), actor).filter(_fit(day)).order_by("-decided_on", "-pk")
    return [(row.pk, f"{row.number}　{row.title}（{row.decided_on:%Y-%m-%d}）") for row in rows.distinct()[:OFFERED]]


def decided_by(decision_id: int, actor: Actor, day: dt.date) -> tuple[Any, str]:
    """The decision behind a choice, and how documents say it: the meeting and the number of the 议定事项.

    Raises:
        Refusal: ``not_found`` for one the actor does not see, ``decision_unfit`` for one that was not agreed to, is not
            in force, is none of the committee, does not speak of 分工, decided another plan, or came later than the day.
    """
    row = loaders.find(apps.get_model(LABEL), decision_id, actor)
    if not apps.get_model(LABEL)._default_manager.filter(_fit(day), pk=row.pk).exists():
        raise Refusal("decision_unfit", field="decision_id", number=row.number)
    return row, f"{row.meeting}（议定事项{row.number}）"


def address(plan: Division) -> str:
    """The page of the decision behind a plan; empty where a paper decided it."""
    return kinds.address(plan.decided_by) if plan.decided_by else ""
