"""决策后评估: on which day a major decision is to be evaluated, by whom not, and where that stands today."""

import datetime as dt
from typing import Final

from django.db.models import Count, F, Min, Q, QuerySet

from yixing.access.actions import Action
from yixing.access.actor import Actor
from yixing.access.loaders import may, visible
from yixing.argument.queries import argued_by
from yixing.compliance.gates import number
from yixing.decisions.models import Decision
from yixing.matters.models import Importance, Step
from yixing.matters.standing import standing_steps
from yixing.people.models import Organization
from yixing.ui.components import Light, LightKind, WorkRow, due_words

LIMIT = 20
STANDINGS: Final = (("normal", "正常"), ("due", "临期"), ("late", "逾期"), ("done", "已评估"))
"""Where an evaluation stands, in the order of the filter."""


def is_major(decision: Decision) -> bool:
    """Whether it decides a matter that is more than ordinary."""
    return decision.matter is not None and decision.matter.importance != Importance.ORDINARY


def evaluation_day(decision: Decision, effective_on: dt.date) -> dt.date | None:
    """The day on which a major decision that takes effect is to be evaluated; ``None`` for an ordinary one."""
    if not is_major(decision):
        return None
    return effective_on + dt.timedelta(days=number("evaluation_days", effective_on))


def has_evaluation_day(decision: Decision) -> bool:
    """Whether another line of the same item carries the day already: one decision is evaluated once."""
    if decision.item_id is None or not is_major(decision):
        return False
    return Decision.objects.filter(item_id=decision.item_id, evaluate_on__isnull=False).exists()


def argued_before(decision: Decision) -> dict[str, str]:
    """Units, by name, that put forward, argued or assessed the matter → how; they do not evaluate it (AD-18)."""
    if decision.matter is None:
        return {}
    units = argued_by(decision.matter)
    names = dict(Organization.objects.filter(pk__in=units).values_list("pk", "name"))
    found = {names[pk]: how for pk, how in units.items()}
    for step in standing_steps(decision.matter):
        if step.kind == Step.Kind.RISK and step.values.get("by"):
            found.setdefault(str(step.values["by"]), "风险评估单位")
    return found


def soon(today: dt.date) -> dt.date:
    """The last day that counts as 临期 today: it takes weeks to evaluate."""
    return today + dt.timedelta(days=number("evaluation_soon_days", today))


def standing(decision: Decision, today: dt.date) -> LightKind:
    """正常, 临期, 逾期 or 已评估 on a day; ``_condition`` says the same of rows."""
    if decision.evaluated_on is not None:
        return "done"
    due = decision.evaluate_on or dt.date.max
    if due < today:
        return "late"
    return "due" if due <= soon(today) else "normal"


def _condition(kind: str, today: dt.date) -> Q:
    near = soon(today)
    open_ = Q(evaluated_on__isnull=True)
    return {
        "done": Q(evaluated_on__isnull=False),
        "late": open_ & Q(evaluate_on__lt=today),
        "due": open_ & Q(evaluate_on__gte=today, evaluate_on__lte=near),
        "normal": open_ & Q(evaluate_on__gt=near),
    }[kind]


def light(decision: Decision, today: dt.date) -> Light:
    """The light of an evaluation, with the dates it follows from."""
    kind = standing(decision, today)
    if kind == "done":
        return Light("done", f"{decision.evaluated_on} 已评估", said="已评估")
    return Light(kind, f"应于 {decision.evaluate_on} 前评估")


def evaluations(
    actor: Actor, today: dt.date, *, kind: str = "", leader_id: int | None = None, unit_id: int | None = None
) -> QuerySet[Decision]:
    """Decisions to be evaluated in the actor's sight, what is due first on top."""
    rows = visible(Decision, actor).filter(evaluate_on__isnull=False)
    if kind:
        rows = rows.filter(_condition(kind, today))
    if leader_id:
        rows = rows.filter(leader_id=leader_id)
    if unit_id:
        rows = rows.filter(lead_unit_id=unit_id)
    order = (F("evaluated_on").asc(nulls_first=True), "evaluate_on", "-id")
    return rows.select_related("leader", "lead_unit", "matter", "meeting").order_by(*order)


def due_in(first: dt.date, last: dt.date) -> QuerySet[Decision]:
    """Evaluations that fell due in a span, whoever asks: for the review of a year (AD-18)."""
    return Decision.objects.filter(evaluate_on__gte=first, evaluate_on__lte=last)


def waiting_for(actor: Actor) -> list[WorkRow]:
    """Evaluations that are near or over: for the office one line of how many, for the leader each of his own."""
    near = Q(evaluate_on__lte=soon(actor.day), evaluated_on__isnull=True)
    rows = Decision.objects.filter(near)
    if may(actor, Action.DECISION_EVALUATE):
        return _counted(rows, actor.day)
    own = rows.filter(leader_id=actor.person_id or 0).select_related("lead_unit").order_by("evaluate_on", "id")
    return [
        WorkRow(
            what=decision.title,
            url=f"/decisions/{decision.pk}/",
            kind="决策后评估",
            number=decision.number,
            from_whom=str(decision.lead_unit or ""),
            due=decision.evaluate_on,
            due_words=due_words(decision.evaluate_on, actor.day) if decision.evaluate_on else "",
            light=light(decision, actor.day),
        )
        for decision in own[:LIMIT]
    ]


def _counted(rows: QuerySet[Decision], today: dt.date) -> list[WorkRow]:
    """How many are late and how many are near, with the earliest day of each."""
    found = []
    for kind, words in (("late", "逾期未评估"), ("due", "临近评估期限")):
        counted = rows.filter(_condition(kind, today)).aggregate(count=Count("pk"), first=Min("evaluate_on"))
        if counted["count"]:
            row = WorkRow(
                what=f"{words}的重大决策 {counted['count']} 项",
                url=f"/decisions/evaluations/?kind={kind}",
                kind="决策后评估",
                due=counted["first"],
                due_words=due_words(counted["first"], today),
                button="去安排",
            )
            found.append(row)
    return found
