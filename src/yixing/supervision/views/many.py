"""One thing done to many: signing reports, approving 责任分解, entering calls, the text to copy."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET

from yixing.access import loaders
from yixing.access.actions import Action, Section
from yixing.access.numbers import row_number
from yixing.accounts.actors import actor_of_person
from yixing.briefings.acting import do_each, ticked, today_of
from yixing.door.forms import written
from yixing.door.views import ActorRequest, acts, call_of, form_for, reads
from yixing.matters.delegates import principals_for
from yixing.supervision.actions import task_approve, task_endorse, task_remind
from yixing.supervision.forms import ApproveManyForm, RemindManyForm, SignManyForm
from yixing.supervision.limits import soon_days
from yixing.supervision.models import Breakdown, Report, Task
from yixing.supervision.queries import breakdown_list, reports_to_sign, with_columns
from yixing.supervision.words import light_view, reminder_text, source_words
from yixing_core.errors import Refusal

MANY = 100
"""Rows a page of this kind shows at most; the rest follow when these are done."""


def _version(request: ActorRequest, pk: int) -> int | None:
    return row_number(request.POST.get(f"version-{pk}", ""))


def _tell(request: ActorRequest, done: int, refused: dict[int, Refusal], word: str) -> None:
    if done:
        messages.success(request, f"{word} {done} 件。")
    if refused:
        messages.error(request, f"有 {len(refused)} 件没有办成，原因写在各件上。")


# --- the head of a unit signs several reports ---


@acts(Action.TASK_ENDORSE)
def sign(request: ActorRequest) -> HttpResponse:
    """审签反馈: every report that waits, one tick each."""
    form = form_for(request, SignManyForm)
    refused: dict[int, Refusal] = {}
    rows = _to_sign(request)
    if request.method == "POST" and form.is_valid():
        answers = {row.pk: request.POST.get(f"answer-{row.pk}", "") for row in rows}
        wanted = [pk for pk, answer in answers.items() if answer in {"yes", "no"}]
        if not wanted:
            form.refuse(Refusal("nothing_chosen"))
        else:
            refused = _sign_each(request, form, wanted, answers)
        if wanted and not refused:
            _tell(request, len(wanted), refused, "已审签")
            return redirect("supervision:sign")
        _tell(request, len(wanted) - len(refused), refused, "已审签")
        rows = _to_sign(request)
    context = {
        "heading": "审签反馈",
        "form": form,
        "refusal": form.refusal,
        "rows": [(row, source_words(row.task), refused.get(row.pk), _kept(request, row.pk)) for row in rows],
    }
    status = max([form.status, *(refusal.status for refusal in refused.values())])
    return render(request, "supervision/sign.html", context, status=status)


def _kept(request: ActorRequest, pk: int) -> dict[str, str]:
    return {"answer": request.POST.get(f"answer-{pk}", ""), "opinion": request.POST.get(f"opinion-{pk}", "")}


def _sign_each(request: ActorRequest, form: Any, ids: list[int], answers: dict[int, str]) -> dict[int, Refusal]:
    def one(call: Any, pk: int) -> Report:
        return task_endorse(
            call,
            report_id=pk,
            version=_version(request, pk),
            agreed=answers[pk] == "yes",
            opinion=written(request.POST, f"opinion-{pk}", label="意见", most=200),
        )

    return _each(request, form, one, ids)


def _each(request: ActorRequest, form: Any, one: Any, ids: list[int]) -> dict[int, Refusal]:
    try:
        call = call_of(request, form)
    except Refusal as refusal:
        form.refuse(refusal)
        return dict.fromkeys(ids, refusal)
    return do_each(call, one, ids)


def _to_sign(request: ActorRequest) -> list[Report]:
    """Own reports, and those of the heads for whom the user may enter."""
    found = {row.pk: row for row in reports_to_sign(request.actor)[:MANY]} if _is_head(request) else {}
    for person in principals_for(request.actor, Action.TASK_ENDORSE):
        principal = actor_of_person(person, request.actor.day)
        found |= {row.pk: row for row in reports_to_sign(principal)[:MANY]}
    return list(found.values())[:MANY]


def _is_head(request: ActorRequest) -> bool:
    return loaders.may(request.actor, Action.TASK_ENDORSE)


# --- the director approves several 责任分解 ---


@acts(Action.TASK_APPROVE)
def approve(request: ActorRequest) -> HttpResponse:
    """待批准的责任分解, one tick each; all tasks of a ticked one are issued at once."""
    form = form_for(request, ApproveManyForm)
    refused: dict[int, Refusal] = {}
    if request.method == "POST" and form.is_valid():
        ids = ticked(request)
        if not ids:
            form.refuse(Refusal("nothing_chosen"))
        else:
            opinion = form.cleaned_data["opinion"]

            def one(call: Any, pk: int) -> Breakdown:
                return task_approve(call, breakdown_id=pk, version=_version(request, pk), opinion=opinion)

            refused = _each(request, form, one, ids)
            _tell(request, len(ids) - len(refused), refused, "已批准并下达责任分解")
            if not refused:
                return redirect("supervision:approve")
            form.refuse(next(iter(refused.values())))
    rows = breakdown_list(_approver(request), Breakdown.State.DRAFT)[:MANY]
    tasks = with_columns(Task.objects.filter(breakdown__in=[row.pk for row in rows]).order_by("id"))
    by_breakdown: dict[int, list[Task]] = {}
    for task in tasks:
        by_breakdown.setdefault(task.breakdown_id, []).append(task)
    ticks = set(ticked(request)) if request.method == "POST" else set()
    context = {
        "heading": "待批准的责任分解",
        "form": form,
        "refusal": form.refusal,
        "rows": [(row, by_breakdown.get(row.pk, []), refused.get(row.pk), row.pk in ticks) for row in rows],
    }
    return render(request, "supervision/approve.html", context, status=form.status)


def _approver(request: ActorRequest) -> Any:
    """The actor himself, or the director for whom he may enter."""
    if loaders.may(request.actor, Action.TASK_APPROVE):
        return request.actor
    people = principals_for(request.actor, Action.TASK_APPROVE)
    return actor_of_person(people[0], request.actor.day) if people else request.actor


# --- calls ---


@acts(Action.TASK_REMIND)
def remind(request: ActorRequest) -> HttpResponse:
    """电话催办登记 for the ticked tasks: who answered and what he said, one line each."""
    form = form_for(request, RemindManyForm)
    rows = list(with_columns(loaders.visible(Task, request.actor).filter(pk__in=ticked(request)[:MANY])))
    refused: dict[int, Refusal] = {}
    if request.method == "POST" and rows and form.is_valid():

        def one(call: Any, pk: int) -> Task:
            who = written(request.POST, f"who-{pk}", label="接听人", most=60)
            said = written(request.POST, f"said-{pk}", label="答复", most=200)
            return task_remind(call, task_id=pk, answered_by=who, said=said)

        refused = _each(request, form, one, [row.pk for row in rows])
        _tell(request, len(rows) - len(refused), refused, "已登记电话催办")
        if not refused:
            return redirect("supervision:tasks")
        rows = [row for row in rows if row.pk in refused]
    if not rows:
        form.refuse(Refusal("nothing_chosen"))
    today = today_of(request)
    soon = soon_days(today)
    context = {
        "heading": "电话催办登记",
        "form": form,
        "refusal": form.refusal,
        "rows": [(row, light_view(row, today, soon), refused.get(row.pk), _said(request, row.pk)) for row in rows],
        "text": reminder_text(rows, today, office="县委督查室", contact=request.actor.name),
    }
    status = max([form.status, *(refusal.status for refusal in refused.values())])
    return render(request, "supervision/remind.html", context, status=status)


def _said(request: ActorRequest, pk: int) -> dict[str, str]:
    return {"who": request.POST.get(f"who-{pk}", ""), "said": request.POST.get(f"said-{pk}", "")}


@require_GET
@reads(Section.TASKS)
def remind_text(request: ActorRequest) -> HttpResponse:
    """复制催办内容: the text for the ticked tasks, by unit."""
    today = today_of(request)
    rows = with_columns(loaders.visible(Task, request.actor).filter(pk__in=ticked(request)[:MANY]))
    ordered = list(rows.order_by("lead_unit__order", "lead_unit__code", "due_sort", "id"))
    context = {
        "heading": "复制催办内容",
        "rows": ordered,
        "text": reminder_text(ordered, today, office="县委督查室", contact=request.actor.name) if ordered else "",
    }
    return render(request, "supervision/remind_text.html", context)
