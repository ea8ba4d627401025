"""The unit's pages, made for a phone: cards, 签收, 职责异议, 报进展; one report before its head."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from yixing.access import loaders
from yixing.access.actions import Action, Section
from yixing.attachments.queries import documents
from yixing.briefings.acting import act_page, today_of
from yixing.door.views import ActorRequest, acts, reads
from yixing.matters.delegates import find_to_sign
from yixing.supervision import forms
from yixing.supervision.actions import task_accept, task_endorse, task_object, task_report
from yixing.supervision.limits import object_by, soon_days
from yixing.supervision.models import Report, Task
from yixing.supervision.paging import BoundedPaginator
from yixing.supervision.queries import liaison_counts, unit_tasks
from yixing.supervision.state import TaskState
from yixing.supervision.words import light_view, source_words
from yixing.ui.components import Count, Fact, NextStep, due_words

PER_PAGE = 20


@require_GET
@reads(Section.TASKS)
def cards(request: ActorRequest) -> HttpResponse:
    """The liaison's tasks as cards; the four numbers filter them."""
    today = today_of(request)
    wanted = request.GET.get("show", "")
    numbers = liaison_counts(request.actor, today)
    board = [
        Count("待签收", numbers.to_accept, "?show=accept", current=wanted == "accept"),
        Count("待反馈", numbers.to_report, "?show=report", current=wanted == "report"),
        Count("待征求意见", numbers.to_reply, "/matters/"),
        Count("被退回", numbers.returned, "?show=returned", current=wanted == "returned"),
    ]
    soon = soon_days(today)
    page = BoundedPaginator(unit_tasks(request.actor, wanted, today), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "heading": "本单位任务",
        "board": board,
        "page": page,
        "cards": [_card(request, task, soon) for task in page.object_list],
        "all_url": "/tasks/unit/" if wanted else "",
    }
    return render(request, "supervision/cards.html", context)


def _card(request: ActorRequest, task: Task, soon: int) -> dict[str, Any]:
    today = today_of(request)
    leads = task.lead_unit_id in request.actor.unit_ids
    steps: list[NextStep] = []
    base = f"/tasks/{task.pk}"
    if leads and task.state == TaskState.ISSUED:
        steps = [
            NextStep("签收", f"{base}/accept/", method="post", version=task.version),
            NextStep("职责异议", f"{base}/object/", primary=False),
        ]
    elif leads and task.state == TaskState.IN_HAND:
        steps = [NextStep("报进展", f"{base}/report/")]
    return {
        "task": task,
        "source": source_words(task),
        "part": "牵头" if leads else "配合",
        "due": due_words(task.due_on, today) if task.due_on and task.claimed_on is None else "",
        "light": light_view(task, today, soon),
        "steps": steps,
    }


def _facts(row: Task) -> list[Fact]:
    due = f"{row.due_words}（{row.due_on}）" if row.due_on else row.due_words
    return [Fact("事项", row.text), Fact("来源", source_words(row)), Fact("时限", due)]


def _act(request: ActorRequest, row: Task, form: Any, do: Any, **page: Any) -> HttpResponse:
    return act_page(
        request,
        form,
        do,
        row=row,
        given={"task_id": row.pk},
        number=row.number or "",
        facts=[*_facts(row), *page.pop("facts", ())],
        back=f"/tasks/{row.pk}/",
        **page,
    )


@acts(Action.TASK_ACCEPT)
def accept(request: ActorRequest, pk: int) -> HttpResponse:
    """签收 in one click; the page appears only where a reason is wanted."""
    row = loaders.find(Task, pk, request.actor)
    return _act(request, row, forms.OneClickForm, task_accept, heading="签收", done="已签收。")


@acts(Action.TASK_OBJECT)
def object_(request: ActorRequest, pk: int) -> HttpResponse:
    """职责异议."""
    row = loaders.find(Task, pk, request.actor)
    until = object_by(row.assigned_on) if row.assigned_on else None
    facts = [Fact("异议期限", until.isoformat())] if until else []
    done = "异议已提出，等督查室答复。"
    return _act(
        request, row, forms.ObjectForm, task_object, heading="职责异议", done=done, facts=facts, submit_words="提出"
    )


@acts(Action.TASK_REPORT)
def report(request: ActorRequest, pk: int) -> HttpResponse:
    """报进展, with the last content offered."""
    row = loaders.find(Task, pk, request.actor)
    last = loaders.visible(Report, request.actor).filter(task=row).first()
    facts = []
    initial: dict[str, Any] = {}
    if last is not None:
        initial = {"progress": last.progress, "problems": last.problems, "next_steps": last.next_steps}
        if last.state == Report.State.RETURNED:
            initial |= {"ask": last.ask, "reason": last.reason, "extend_to": (last.extend_words, last.extend_to)}
            facts.append(Fact("单位负责人退回", last.return_reason, note=last.on.isoformat()))
    returned = row.verifications.filter(result="return").first() if row.returned_on else None
    if returned is not None:
        facts.append(Fact("督查室退回", returned.finding, note=returned.on.isoformat()))
    return _act(
        request,
        row,
        forms.ReportForm,
        task_report,
        heading="报进展",
        done="已提交。",
        facts=facts,
        initial=initial,
        submit_words="提交",
    )


@acts(Action.TASK_ENDORSE)
def endorse(request: ActorRequest, pk: int) -> HttpResponse:
    """审签 of one report by the head of the unit, or by 代录 with the signed page."""
    row = find_to_sign(
        Report, pk, request.actor, Action.TASK_ENDORSE, waits=lambda row: row.state == Report.State.UNSIGNED
    )
    facts = [
        *_facts(row.task),
        Fact("进展情况", row.progress, note=row.on.isoformat()),
        Fact("存在问题", row.problems or None),
        Fact("下步打算", row.next_steps or None),
        Fact("这次是", row.get_ask_display()),
    ]
    if row.extend_to:
        facts.append(Fact("延期至", f"{row.extend_words}（{row.extend_to}）", note=row.reason))
    seen = loaders.visible(Task, request.actor).filter(pk=row.task_id).exists()
    return act_page(
        request,
        forms.EndorseForm,
        task_endorse,
        row=row,
        given={"report_id": row.pk},
        heading="审签反馈",
        submit_words="提交",
        number=row.task.number or "",
        facts=facts,
        back=f"/tasks/{row.task_id}/" if seen and loaders.may_open(request.actor, Section.TASKS) else "/",
        done="已审签。",
        template="supervision/verify.html",
        extra={"papers": documents(f"report/{row.pk}", request.actor)},
    )
