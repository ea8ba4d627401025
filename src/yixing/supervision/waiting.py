"""What of 责任分解 and 督办事项 waits for whom: the rows of the 工作台, with the day and the one button."""

from collections.abc import Iterable
from dataclasses import replace

from django.db.models import Q

from yixing.access.actor import Actor
from yixing.access.loaders import visible
from yixing.access.roles import Role
from yixing.accounts.actors import actor_of_person
from yixing.people.models import Person
from yixing.supervision.limits import soon_days
from yixing.supervision.models import Breakdown, Report, Task
from yixing.supervision.queries import (
    agreed,
    breakdown_list,
    reports_to_sign,
    to_consent,
    undivided_decisions,
    undivided_instructions,
    unit_tasks,
    with_columns,
)
from yixing.supervision.state import LightKind, TaskState, is_open, with_light
from yixing.supervision.words import light_view, source_words
from yixing.ui.components import WorkRow, due_words

LIMIT = 50
"""Rows a kind; the list page shows the rest."""
_NOT_CHASED = (TaskState.OBJECTED, TaskState.CLAIMED, TaskState.VERIFIED)
"""Open, but it is not the unit's turn."""


def waiting_for(actor: Actor) -> list[WorkRow]:
    """What waits for this actor on his day, and for those he may enter for (代录, marked so); ``LIMIT`` rows a kind."""
    rows: list[WorkRow] = []
    if actor.has(Role.INSPECTOR):
        rows += _inspector(actor)
    if actor.has(Role.DIRECTOR):
        rows += _director(actor)
    if actor.has(Role.MEMBER, Role.CHAIR):
        rows += _leader(actor)
    if actor.has(Role.UNIT_HEAD):
        rows += _head(actor)
    if actor.has(Role.LIAISON, Role.UNIT_HEAD):
        rows += _unit(actor)
    have = {(row.url, row.button) for row in rows}
    for principal in Person.objects.filter(pk__in=actor.principal_ids).order_by("order", "id"):
        found = _principal(actor_of_person(principal, actor.day), f"代{principal.name}录入")
        rows += [row for row in found if (row.url, row.button) not in have]
    return rows


def _principal(principal: Actor, note: str) -> list[WorkRow]:
    rows: list[WorkRow] = []
    if principal.has(Role.DIRECTOR):
        rows += _director(principal)
    if principal.has(Role.MEMBER, Role.CHAIR):
        rows += _leader(principal)
    if principal.has(Role.UNIT_HEAD):
        rows += _head(principal)
    return [replace(row, note=note) for row in rows]


def _inspector(actor: Actor) -> list[WorkRow]:
    rows = _to_divide(actor)
    rows += [
        WorkRow(
            what=str(breakdown),
            url=f"/tasks/breakdowns/{breakdown.pk}/",
            kind="责任分解退回",
            note=breakdown.opinion,
            button="修改",
            button_url=f"/tasks/breakdowns/{breakdown.pk}/edit/",
        )
        for breakdown in breakdown_list(actor, Breakdown.State.SENT_BACK)[:LIMIT]
    ]
    tasks = with_columns(visible(Task, actor))
    late = with_light(LightKind.LATE, actor.day, soon_days(actor.day))
    extending = Report.objects.filter(ask=Report.Ask.EXTEND, state=Report.State.SIGNED, answered__isnull=True)
    kinds = (
        (tasks.filter(state=TaskState.OBJECTED), "职责异议", "答复", "reassign/"),
        (tasks.filter(is_open(), reports__in=extending), "申请延期", "批复", "extend/"),
        (tasks.filter(state=TaskState.CLAIMED).exclude(agreed(actor.day)), "申请办结", "核实", "verify/"),
        (tasks.filter(agreed(actor.day)), "待销号", "销号", "close/"),
        (tasks.filter(late, ~Q(state__in=_NOT_CHASED)), "逾期", "电话催办", "remind/"),
    )
    for found, kind, button, page in kinds:
        rows += _task_rows(found.order_by("due_sort", "id")[:LIMIT], actor, kind, button, page)
    return rows


def _to_divide(actor: Actor) -> list[WorkRow]:
    rows = [
        WorkRow(
            what=decision.title,
            url=f"/tasks/breakdowns/new/?decision={decision.pk}",
            kind="议定事项分解",
            number=decision.number,
            from_whom=str(decision.meeting or ""),
            due=decision.due_on,
            due_words=decision.due_words,
            button="分解",
        )
        for decision in undivided_decisions(actor)[:LIMIT]
    ]
    rows += [
        WorkRow(
            what=f"{instruction.leader}：{instruction.text[:40]}",
            url=f"/tasks/breakdowns/new/?instruction={instruction.pk}",
            kind="批示分解",
            number=instruction.briefing.number,
            from_whom=str(instruction.unit or ""),
            due=instruction.due_on,
            due_words=instruction.due_words,
            button="分解",
        )
        for instruction in undivided_instructions(actor)[:LIMIT]
    ]
    return rows


def _director(actor: Actor) -> list[WorkRow]:
    return [
        WorkRow(
            what=str(breakdown),
            url=f"/tasks/breakdowns/{breakdown.pk}/",
            kind="责任分解",
            from_whom=str(breakdown.drafter or ""),
            button="批准",
            button_url="/tasks/approve/",
        )
        for breakdown in breakdown_list(actor, Breakdown.State.DRAFT)[:LIMIT]
    ]


def _leader(actor: Actor) -> list[WorkRow]:
    return _task_rows(to_consent(actor, actor.day)[:LIMIT], actor, "销号签认", "签认", "consent/")


def _head(actor: Actor) -> list[WorkRow]:
    soon = soon_days(actor.day)
    return [
        WorkRow(
            what=report.task.text,
            url=f"/tasks/{report.task_id}/",
            kind="审签反馈",
            number=report.task.number or "",
            from_whom=report.get_ask_display(),
            due=report.task.due_on,
            light=light_view(report.task, actor.day, soon),
            button="审签",
            button_url="/tasks/sign/",
        )
        for report in reports_to_sign(actor)[:LIMIT]
    ]


def _unit(actor: Actor) -> list[WorkRow]:
    kinds = (
        ("accept", "待签收", "签收", ""),
        ("returned", "被退回", "重报", "report/"),
        ("report", "待反馈", "报进展", "report/"),
    )
    rows: list[WorkRow] = []
    for wanted, kind, button, page in kinds:
        rows += _task_rows(unit_tasks(actor, wanted, actor.day)[:LIMIT], actor, kind, button, page)
    return rows


def _task_rows(tasks: Iterable[Task], actor: Actor, kind: str, button: str, page: str) -> list[WorkRow]:
    soon = soon_days(actor.day)
    return [
        WorkRow(
            what=task.text,
            url=f"/tasks/{task.pk}/",
            kind=kind,
            number=task.number or "",
            from_whom=f"{source_words(task)}　{task.lead_unit}",
            due=task.due_on,
            due_words=due_words(task.due_on, actor.day) if task.due_on else task.due_words,
            light=light_view(task, actor.day, soon),
            button=button,
            button_url=f"/tasks/{task.pk}/{page}",
        )
        for task in tasks
    ]
