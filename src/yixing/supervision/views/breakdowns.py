"""责任分解: what waits to be broken down, the table of lines, one of them with what becomes of it."""

import functools
import uuid
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET

from yixing.access import loaders
from yixing.access.actions import Action, Section
from yixing.access.numbers import row_number
from yixing.briefings.acting import act_page, do_each, ticked, today_of
from yixing.briefings.models import Instruction
from yixing.decisions.models import Decision
from yixing.door.call import Call
from yixing.door.views import ActorRequest, acts, call_of, form_for, reads, submit
from yixing.people.record import record_lines
from yixing.supervision import panels
from yixing.supervision.actions import task_draft, task_send_back
from yixing.supervision.duplicates import similar_task
from yixing.supervision.forms import BreakdownForm, Lines, ManyForm, SendBackForm, line_formset
from yixing.supervision.lines import TaskLine
from yixing.supervision.models import Breakdown, Task
from yixing.supervision.queries import breakdown_list, undivided_decisions, undivided_instructions, with_columns
from yixing.supervision.responsible import responsible
from yixing.ui.components import Badge, Column, Fact, NextStep, RelatedItem, SavedView
from yixing_core.errors import Refusal

PER_PAGE = 25
LINES_MAX = 40
COLUMNS = (
    Column("source", "来源", kind="wide"),
    Column("kind", "类别"),
    Column("lines", "任务数", kind="number"),
    Column("drafter", "起草人"),
    Column("drafted_on", "起草日期", kind="day"),
    Column("approved_on", "批准日期", kind="day"),
    Column("state", "状态"),
)
_TONES: dict[str, Any] = {
    Breakdown.State.DRAFT: "warn",
    Breakdown.State.APPROVED: "good",
    Breakdown.State.SENT_BACK: "bad",
}
Source = Decision | Instruction


def badge(row: Breakdown) -> Badge:
    """Where a 责任分解 stands."""
    return Badge(row.get_state_display(), _TONES[row.state])


@require_GET
@reads(Section.TASKS)
def breakdowns(request: ActorRequest) -> HttpResponse:
    """The list of 责任分解."""
    state = request.GET.get("state", "")
    rows = breakdown_list(request.actor, state if state in Breakdown.State.values else "")
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    states = [("", "全部"), *Breakdown.State.choices]
    context = {
        "heading": "责任分解",
        "columns": COLUMNS,
        "page": page,
        "rows": [(row, badge(row)) for row in page.object_list],
        "views": [SavedView(label, f"?state={code}" if code else "?", current=state == code) for code, label in states],
        "empty_words": "没有责任分解。",
    }
    return render(request, "supervision/breakdowns.html", context)


@acts(Action.TASK_DRAFT)
def pending(request: ActorRequest) -> HttpResponse:
    """待分解: 议定事项 and 批示 without one; ticked ones are drafted at once, with the line their source suggests."""
    form = form_for(request, ManyForm)
    refused: dict[int, Refusal] = {}
    if request.method == "POST" and form.is_valid():
        decisions, instructions = ticked(request, "decisions"), ticked(request, "instructions")
        if not decisions and not instructions:
            form.refuse(Refusal("nothing_chosen"))
        else:
            call = call_of(request, form)
            refused = do_each(call, lambda one, pk: _draft_decision(request, one, pk), decisions)
            # A 批示 may have the number of an 议定事项: its submit has a key of its own.
            call = replace(call, request=uuid.uuid5(call.request, "instructions"))
            refused |= do_each(call, lambda one, pk: _draft_instruction(request, one, pk), instructions)
            done = len(decisions) + len(instructions) - len(refused)
            if done:
                messages.success(request, f"已起草 {done} 件，送县委办主任批准。")
            if not refused:
                return redirect("supervision:breakdowns")
            form.refuse(next(iter(refused.values())))
    context = {
        "heading": "待分解",
        "form": form,
        "refusal": form.refusal,
        "decisions": undivided_decisions(request.actor)[:PER_PAGE],
        "instructions": undivided_instructions(request.actor)[:PER_PAGE],
    }
    return render(request, "supervision/pending.html", context, status=form.status)


def _draft_decision(request: ActorRequest, call: Call, pk: int) -> Breakdown:
    return task_draft(call, decision_id=pk, lines=[_suggested(loaders.find(Decision, pk, request.actor))])


def _draft_instruction(request: ActorRequest, call: Call, pk: int) -> Breakdown:
    return task_draft(call, instruction_id=pk, lines=[_suggested(loaders.find(Instruction, pk, request.actor))])


def _suggested(source: Source) -> TaskLine:
    """The line that a source suggests: its words, its unit, its deadline."""
    unit_id, text, assists = _of(source)
    if unit_id is None:
        raise Refusal("nothing_chosen")
    return TaskLine(text=text, lead_unit_id=unit_id, assist_unit_ids=assists, due=(source.due_words, source.due_on))


def _of(source: Source) -> tuple[int | None, str, tuple[int, ...]]:
    if isinstance(source, Decision):
        text = source.text if len(source.text) <= 400 else source.title  # noqa: PLR2004  (the length of Task.text)
        assists = tuple(source.assist_units.values_list("pk", flat=True))
        return source.lead_unit_id, text, assists
    return source.unit_id, (source.requirement or source.text)[:400], ()


def _initial(source: Source, request: ActorRequest) -> list[dict[str, Any]]:
    unit_id, text, assists = _of(source)
    area_id = source.area_id if isinstance(source, Decision) else None
    leader = responsible(unit_id, today_of(request), area_id=area_id).leader_id if unit_id else None
    return [
        {
            "text": text,
            "lead_unit_id": unit_id,
            "assist_unit_ids": list(assists),
            "due": (source.due_words, source.due_on),
            "leader_id": leader,
        }
    ]


@acts(Action.TASK_DRAFT)
def new(request: ActorRequest) -> HttpResponse:
    """A 责任分解 of the source named in the address, prefilled from it."""
    model, pk = _named(request)
    given = {"decision_id" if model is Decision else "instruction_id": pk}

    @functools.cache
    def source() -> Source:
        found: Source = loaders.find(model, pk, request.actor)
        return found

    back = "/tasks/breakdowns/pending/"
    return _edit(request, None, source, given=given, initial=lambda: _initial(source(), request), back=back)


def _named(request: ActorRequest) -> tuple[type[Decision] | type[Instruction], int]:
    """The source that the address names: its kind and its number."""
    for model, key in ((Decision, "decision"), (Instruction, "instruction")):
        number = row_number(request.GET.get(key, ""))
        if number is not None:
            return model, number
    raise Refusal("no_source")


@acts(Action.TASK_DRAFT)
def edit(request: ActorRequest, pk: int) -> HttpResponse:
    """The lines of a draft, or of one that was sent back, again."""
    row = loaders.find(Breakdown, pk, request.actor)
    source = row.decision or row.instruction
    if source is None:
        raise Refusal("not_found")
    found = source

    def initial() -> list[dict[str, Any]]:
        return [_again(task) for task in row.tasks.prefetch_related("assist_units").order_by("id")]

    back = f"/tasks/breakdowns/{row.pk}/"
    return _edit(request, row, lambda: found, given={"breakdown_id": row.pk}, initial=initial, back=back)


def _again(task: Task) -> dict[str, Any]:
    """A drafted line as the form takes it."""
    return {
        "text": task.text,
        "lead_unit_id": task.lead_unit_id,
        "assist_unit_ids": [unit.pk for unit in task.assist_units.all()],
        "due": (task.due_words, task.due_on),
        "leader_id": task.leader_id,
        "duplicate_reason": task.duplicate_reason,
        "merge": task.merged_into_id is not None,
        "merge_into_id": task.merged_into_id,
    }


def _edit(
    request: ActorRequest,
    row: Breakdown | None,
    source: Callable[[], Source],
    *,
    given: dict[str, Any],
    initial: Callable[[], list[dict[str, Any]]],
    back: str,
) -> HttpResponse:
    """``source`` and ``initial`` are read only where the page is shown: a submit that is accepted needs neither."""
    form = form_for(request, BreakdownForm, row)
    today = today_of(request)
    if request.method == "POST":
        lines = line_formset(today, _with_more(request.POST))
        if "more" not in request.POST and lines.is_valid():
            given["lines"] = [line.line() for line in lines.filled()]
            made = submit(request, form, task_draft, **given)
            if made is not None:
                messages.success(request, "责任分解已起草，送县委办主任批准。")
                return redirect("supervision:breakdown", made.pk)
            _mark_similar(lines, form.refusal)
    else:
        lines = line_formset(today, initial=initial())
    context = {
        "heading": "责任分解",
        "form": form,
        "lines": lines,
        "refusal": form.refusal,
        "facts": _source_facts(source()),
        "submit": "送县委办主任批准",
        "cancel_url": back,
        "returned": row.opinion if row is not None else "",
    }
    status = form.status
    if request.method == "POST" and "more" not in request.POST and not lines.is_valid():
        status = max(status, 422)
    return render(request, "supervision/divide.html", context, status=status)


def _with_more(data: QueryDict) -> QueryDict:
    """The submitted table, with one more empty line where that was asked for."""
    if "more" not in data:
        return data
    copy = data.copy()
    total = row_number(data.get("lines-TOTAL_FORMS", "0"))
    if total is not None:
        copy["lines-TOTAL_FORMS"] = str(min(total + 1, LINES_MAX))
    return copy


def _mark_similar(lines: Lines, refusal: Refusal | None) -> None:
    """Offer the merger on every line that is like an open task."""
    if refusal is None or refusal.code != "duplicate":
        return
    for line in lines.filled():
        line.similar = similar_task(line.line())


def _source_facts(source: Source) -> list[Fact]:
    if isinstance(source, Decision):
        return [
            Fact("议定事项", source.title, url=f"/decisions/{source.pk}/", note=source.number),
            Fact("会议", source.meeting),
            Fact("议定内容", source.text),
            Fact("时限", source.due_words or None, note=str(source.due_on or "")),
        ]
    return [
        Fact("呈批件", source.briefing.title, url=f"/briefings/{source.briefing_id}/", note=source.briefing.number),
        Fact("批示领导", source.leader, note=source.on.isoformat()),
        Fact("批示原文", source.text),
        Fact("时限", source.due_words or None, note=str(source.due_on or "")),
    ]


@require_GET
@reads(Section.TASKS)
def breakdown(request: ActorRequest, pk: int) -> HttpResponse:
    """One 责任分解 with its lines."""
    row = loaders.find(Breakdown, pk, request.actor)
    source = row.decision or row.instruction
    tasks = with_columns(loaders.visible(Task, request.actor).filter(breakdown=row).order_by("id"))
    facts = _source_facts(source) if source is not None else []
    if row.approved_on:
        facts.append(Fact("批准", row.approved_on.isoformat(), note=str(row.approver or "")))
    if row.opinion:
        facts.append(Fact("意见", row.opinion))
    context = {
        "heading": f"责任分解：{row}"[:80],
        "status": badge(row),
        "next": _steps(row, request),
        "facts": facts,
        "tasks": tasks,
        "related": _related(row, request),
        "findings": None,
        "record": record_lines(f"breakdown/{row.pk}", request.actor),
    }
    return render(request, "supervision/breakdown.html", context)


def _steps(row: Breakdown, request: ActorRequest) -> list[NextStep]:
    steps = []
    if row.state == Breakdown.State.DRAFT and panels.may_sign(request.actor, Action.TASK_APPROVE, row):
        steps.append(NextStep("批准", "/tasks/approve/"))
        if loaders.may(request.actor, Action.TASK_SEND_BACK, row):
            steps.append(NextStep("退回修改", f"/tasks/breakdowns/{row.pk}/send-back/", primary=False))
    if row.state != Breakdown.State.APPROVED and loaders.may(request.actor, Action.TASK_DRAFT, row):
        first = row.state == Breakdown.State.SENT_BACK
        steps.append(NextStep("修改", f"/tasks/breakdowns/{row.pk}/edit/", primary=first))
    if not steps and row.state == Breakdown.State.DRAFT:
        return [NextStep("批准", who="县委办主任")]
    return steps


def _related(row: Breakdown, request: ActorRequest) -> list[RelatedItem]:
    tasks = loaders.visible(Task, request.actor).filter(breakdown=row, issued_on__isnull=False)
    return [
        RelatedItem(
            "督办事项", task.text, f"/tasks/{task.pk}/", task.number or "", task.due_on, badge=panels.badge(task)
        )
        for task in tasks.order_by("id")
    ]


@acts(Action.TASK_SEND_BACK)
def send_back(request: ActorRequest, pk: int) -> HttpResponse:
    """退回责任分解."""
    row = loaders.find(Breakdown, pk, request.actor)
    source = row.decision or row.instruction
    return act_page(
        request,
        SendBackForm,
        task_send_back,
        row=row,
        given={"breakdown_id": row.pk},
        heading="退回责任分解",
        submit_words="退回修改",
        facts=_source_facts(source) if source is not None else [],
        back=f"/tasks/breakdowns/{row.pk}/",
        done="已退回督查员修改。",
    )
