"""One task: its page, 一件事一张纸, and what the office and the leaders do to it."""

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
from yixing.matters.difference_panel import difference_panel
from yixing.papers.rendering import file_response
from yixing.people.record import record_lines
from yixing.supervision import forms, panels
from yixing.supervision.actions import (
    task_close,
    task_consent,
    task_extend,
    task_keep,
    task_merge,
    task_reassign,
    task_remind,
    task_reopen,
    task_stop,
    task_verify,
)
from yixing.supervision.limits import soon_days
from yixing.supervision.models import Report, Task
from yixing.supervision.onepage import one_page
from yixing.supervision.prints import one_matter
from yixing.supervision.words import light_view
from yixing.ui.components import DocumentLink, Fact
from yixing_core.errors import Refusal
from yixing_core.papers.supervision import one_matter_paper


@require_GET
@reads(Section.TASKS)
def task(request: ActorRequest, pk: int) -> HttpResponse:
    """One 督办事项: what next, facts, strip, what was reported, found and said, what it hangs together with."""
    row = loaders.find(Task, pk, request.actor)
    today = today_of(request)
    reports = loaders.visible(Report, request.actor).filter(task=row).select_related("unit", "signer")
    context = {
        "heading": row.text,
        "number": row.number or "待下达",
        "task": row,
        "light": light_view(row, today, soon_days(today)),
        "status": panels.badge(row),
        "next": panels.next_steps(row, request.actor),
        "facts": panels.task_facts(row, today),
        "strip": panels.strip(row),
        "demands": panels.task_demands(row, today) if row.is_open else [],
        "reports": [(report, documents(f"report/{report.pk}", request.actor)) for report in reports],
        "objections": row.objections.select_related("unit", "suggested_unit", "new_unit"),
        "verifications": row.verifications.select_related("person"),
        "consents": row.consents.select_related("person"),
        "reminders": row.reminder_rows.all(),
        "differences": difference_panel("task", row.pk, request.actor, is_open=row.is_open),
        "findings": None,
        "related": panels.related(row, request.actor),
        "documents": [*documents(f"task/{row.pk}", request.actor), *_sheet_links(row)],
        "record": record_lines(f"task/{row.pk}", request.actor),
    }
    return render(request, "supervision/task.html", context)


def _sheet_links(row: Task) -> list[DocumentLink]:
    page = DocumentLink("一件事一张纸", f"/tasks/{row.pk}/sheet/", kind="打印")
    if row.issued_on is None:
        return [page]
    return [
        page,
        DocumentLink("一件事一张纸", f"/tasks/{row.pk}/sheet.docx", kind="Word"),
        DocumentLink("一件事一张纸", f"/tasks/{row.pk}/sheet.pdf", kind="PDF"),
    ]


@require_GET
@reads(Section.TASKS)
def sheet(request: ActorRequest, pk: int) -> HttpResponse:
    """一件事一张纸: from the decision to 销号 on one A4."""
    row = loaders.find(Task, pk, request.actor)
    today = today_of(request)
    context = {
        "heading": "一件事一张纸",
        "number": row.number or "",
        "task": row,
        "page": one_page(row, request.actor, today),
        "back_url": f"/tasks/{row.pk}/",
        "printed_on": f"{today.year}年{today.month}月{today.day}日印",
    }
    return render(request, "supervision/sheet.html", context)


@require_GET
@reads(Section.TASKS)
def sheet_file(request: ActorRequest, pk: int, suffix: str) -> HttpResponse:
    """一件事一张纸 as ``.docx`` or ``.pdf``."""
    row = loaders.find(Task, pk, request.actor)
    if row.issued_on is None:
        raise Refusal("not_found")
    paper = one_matter_paper(one_matter(row, request.actor, today_of(request)))
    return file_response(paper, f"一件事一张纸（{row.number}）", suffix)


def _act(request: ActorRequest, row: Task, form: Any, do: Any, **page: Any) -> HttpResponse:
    """One form about one task, with its text, unit and deadline above."""
    today = today_of(request)
    due = f"{row.due_words}（{row.due_on}）" if row.due_on else row.due_words
    facts = [
        Fact("事项", row.text),
        Fact("牵头单位", row.lead_unit),
        Fact("时限", due, note=light_view(row, today, soon_days(today)).word),
        *page.pop("facts", ()),
    ]
    return act_page(
        request,
        form,
        do,
        row=row,
        given={"task_id": row.pk},
        number=row.number or "",
        facts=facts,
        back=back_to(request, row),
        **page,
    )


def back_to(request: ActorRequest, row: Task) -> str:
    """The task's page where the actor may open it; a mere delegate returns to the 工作台."""
    seen = loaders.visible(Task, request.actor).filter(pk=row.pk).exists()
    return f"/tasks/{row.pk}/" if seen and loaders.may_open(request.actor, Section.TASKS) else "/"


@acts(Action.TASK_REASSIGN)
def reassign(request: ActorRequest, pk: int) -> HttpResponse:
    """答复职责异议, or a change of units."""
    row = loaders.find(Task, pk, request.actor)
    objection = row.objections.filter(answered_on__isnull=True).select_related("unit", "suggested_unit").first()
    facts = []
    initial = {}
    if objection is not None:
        facts = [
            Fact("异议理由", objection.reason, note=objection.on.isoformat()),
            Fact("建议承办单位", objection.suggested_unit),
        ]
        initial = {"new_unit_id": objection.suggested_unit_id}
    heading = "答复职责异议" if objection is not None else "改派"
    done = "已答复。" if objection is not None else "已变更承办单位。"
    return _act(
        request, row, forms.ReassignForm, task_reassign, heading=heading, done=done, facts=facts, initial=initial
    )


@acts(Action.TASK_EXTEND)
def extend(request: ActorRequest, pk: int) -> HttpResponse:
    """延期批复."""
    row = loaders.find(Task, pk, request.actor)
    asked = row.reports.filter(ask=Report.Ask.EXTEND, state=Report.State.SIGNED, answered__isnull=True).first()
    facts = [Fact("已延期", f"{row.extensions} 次")]
    if asked is not None:
        facts += [Fact("申请延期至", f"{asked.extend_words}（{asked.extend_to}）"), Fact("理由", asked.reason)]
    return _act(
        request,
        row,
        forms.ExtendForm,
        task_extend,
        heading="延期批复",
        done="已批复。",
        facts=facts,
        submit_words="批复",
    )


@acts(Action.TASK_REMIND)
def remind(request: ActorRequest, pk: int) -> HttpResponse:
    """电话催办."""
    row = loaders.find(Task, pk, request.actor)
    facts = [Fact("已催办", f"{row.reminders} 次", note=str(row.last_reminded_on or ""))]
    return _act(
        request,
        row,
        forms.RemindForm,
        task_remind,
        heading="电话催办登记",
        done="已登记。",
        facts=facts,
        submit_words="登记",
    )


@acts(Action.TASK_VERIFY)
def verify(request: ActorRequest, pk: int) -> HttpResponse:
    """核实, with what the unit claimed before one's eyes."""
    row = loaders.find(Task, pk, request.actor)
    last = row.reports.filter(state=Report.State.SIGNED).select_related("signer").first()
    facts = []
    extra: dict[str, Any] = {}
    if last is not None:
        facts = [
            Fact("进展情况", last.progress, note=f"{last.signed_on} {last.signer}审签"),
            Fact("存在问题", last.problems or None),
            Fact("下步打算", last.next_steps or None),
            Fact("申请", last.get_ask_display()),
        ]
        extra = {"papers": documents(f"report/{last.pk}", request.actor)}
    return _act(
        request,
        row,
        forms.VerifyForm,
        task_verify,
        heading="核实",
        done="核实情况已登记。",
        facts=facts,
        extra=extra,
        template="supervision/verify.html",
        submit_words="登记核实情况",
    )


@acts(Action.TASK_CONSENT)
def consent(request: ActorRequest, pk: int) -> HttpResponse:
    """The word of the leader whom the source demands, by himself or by 代录."""
    row = find_to_sign(
        Task, pk, request.actor, Action.TASK_CONSENT, waits=lambda row: row.state in {"claimed", "verified"}
    )
    found = row.verifications.select_related("person").first()
    facts = [Fact("办结情况", row.last_report or None, note=str(row.claimed_on or ""))]
    if found is not None:
        facts.append(Fact("核实情况", found.finding, note=f"{found.on} {found.get_method_display()} {found.person}"))
    return _act(request, row, forms.ConsentForm, task_consent, heading="签认", done="已签认。", facts=facts)


@acts(Action.TASK_CLOSE)
def close(request: ActorRequest, pk: int) -> HttpResponse:
    """销号."""
    row = loaders.find(Task, pk, request.actor)
    facts = [
        Fact(demand.words, "✓ 已具备" if demand.met else "○ 待补")
        for demand in panels.task_demands(row, today_of(request))
    ]
    return _act(request, row, forms.CloseForm, task_close, heading="销号", done="已销号。", facts=facts)


@acts(Action.TASK_KEEP)
def keep(request: ActorRequest, pk: int) -> HttpResponse:
    """转长期坚持."""
    row = loaders.find(Task, pk, request.actor)
    words = "不再计时限，单位继续按月报进展。"
    return _act(request, row, forms.KeepForm, task_keep, heading="转长期坚持", done="已转长期坚持。", consequence=words)


@acts(Action.TASK_MERGE)
def merge(request: ActorRequest, pk: int) -> HttpResponse:
    """并入."""
    row = loaders.find(Task, pk, request.actor)
    words = "单位只在并入的任务上报一次；本项来源要求的签认，在那项任务销号时一并要求。"
    return _act(request, row, forms.MergeForm, task_merge, heading="并入", done="已并入。", consequence=words)


@acts(Action.TASK_STOP)
def stop(request: ActorRequest, pk: int) -> HttpResponse:
    """终止."""
    row = loaders.find(Task, pk, request.actor)
    words = "任务不再督办，须有领导同意的记录。"
    return _act(request, row, forms.StopForm, task_stop, heading="终止任务", done="任务已终止。", consequence=words)


@acts(Action.TASK_REOPEN)
def reopen(request: ActorRequest, pk: int) -> HttpResponse:
    """重新启动."""
    row = loaders.find(Task, pk, request.actor)
    words = "任务重新计入在办，原来的核实和签认不再有效。"
    return _act(
        request, row, forms.ReopenForm, task_reopen, heading="重新启动", done="任务已重新启动。", consequence=words
    )
