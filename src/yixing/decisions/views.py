"""Pages of 议定事项: the list, one of them, approving a text, filing a member's own decision."""

import datetime as dt

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from yixing.access import kinds, loaders
from yixing.access.actions import Action, Section
from yixing.attachments.queries import documents
from yixing.decisions import actions, pages
from yixing.decisions.evaluation import evaluations as to_evaluate
from yixing.decisions.evaluation import light
from yixing.decisions.filing_views import scope_words, sections
from yixing.decisions.forms import (
    AppointForm,
    ApproveForm,
    DecisionFilterForm,
    DirectForm,
    EvaluateForm,
    EvaluationFilterForm,
)
from yixing.decisions.models import Decision
from yixing.decisions.procedure import kept_gates, sees_procedure
from yixing.decisions.queries import DecisionFilter, decision_list
from yixing.door.views import ActorRequest, acts, form_for, form_page, reads, submit
from yixing.matters.models import Matter
from yixing.people.record import record_lines
from yixing.ui.sheets import Sheet, workbook_response

PER_PAGE = 25


def _today(request: ActorRequest) -> dt.date:
    return timezone.localdate(request.received_at)


@reads(Section.DECISIONS)
def decisions(request: ActorRequest) -> HttpResponse:
    """议定事项: the filter as a sentence, 25 a page; ``export=xlsx`` gives what is shown."""
    form = DecisionFilterForm(request.GET or None)
    said = form.cleaned_data if form.is_valid() else {}
    leader, unit = said.get("leader"), said.get("unit")
    wanted = DecisionFilter(
        source=said.get("source", ""),
        state=said.get("state", ""),
        outcome=said.get("outcome", ""),
        leader_id=leader.pk if leader else None,
        unit_id=unit.pk if unit else None,
        month=said.get("month") or None,
    )
    rows = decision_list(request.actor, wanted, sort=request.GET.get("sort", "")).prefetch_related("assist_units")
    if request.GET.get("export") == "xlsx":
        return workbook_response("议定事项", [pages.sheet(rows)])
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "heading": "议定事项",
        "views": sections("all"),
        "filter_form": form,
        "columns": pages.COLUMNS,
        "page": page,
        "lines": [pages.line(row) for row in page.object_list],
        "today": _today(request),
        "empty_words": "没有符合条件的议定事项。",
        "may_take_year": loaders.may(request.actor, Action.DOSSIER_YEAR),
    }
    return render(request, "decisions/decisions.html", context)


@reads(Section.DECISIONS)
def evaluations(request: ActorRequest) -> HttpResponse:
    """决策后评估: what is due first on top; ``export=xlsx`` gives what is shown."""
    today = _today(request)
    form = EvaluationFilterForm(request.GET or None)
    said = form.cleaned_data if form.is_valid() else {}
    leader, unit = said.get("leader"), said.get("unit")
    rows = to_evaluate(
        request.actor,
        today,
        kind=said.get("kind", ""),
        leader_id=leader.pk if leader else None,
        unit_id=unit.pk if unit else None,
    )
    if request.GET.get("export") == "xlsx":
        heads = [column.label for column in pages.EVALUATION_COLUMNS]
        sheet = Sheet("决策后评估", heads, (pages.evaluation_cells(row, today) for row in rows))
        return workbook_response("决策后评估", [sheet])
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    may = loaders.may(request.actor, Action.DECISION_EVALUATE)
    context = {
        "heading": "决策后评估",
        "views": sections("evaluations"),
        "filter_form": form,
        "columns": pages.EVALUATION_COLUMNS,
        "page": page,
        "lines": [(row, light(row, today), may and row.evaluated_on is None) for row in page.object_list],
        "empty_words": "没有要评估的重大决策。",
        "empty_hint": "轻重为“重大”“特别重大”的议定事项生效后，按本县规定的期限列在这里。",
    }
    return render(request, "decisions/evaluations.html", context)


@acts(Action.DECISION_EVALUATE)
def evaluate(request: ActorRequest, pk: int) -> HttpResponse:
    """登记决策后评估."""
    row = loaders.find(Decision, pk, request.actor)
    form = form_for(request, EvaluateForm, row)
    if request.method == "POST" and submit(request, form, actions.decision_evaluate, decision_id=pk) is not None:
        return redirect("decisions:decision", pk)
    return form_page(
        request,
        form,
        heading=f"登记决策后评估：{row.title}",
        back=f"/decisions/{pk}/",
        submit="登记评估",
        consequence="评估结论与决定一并存档，不能更改；需要调整或停止的，按原程序提请。",
        number=row.number,
    )


@reads(Section.DECISIONS)
def decision(request: ActorRequest, pk: int) -> HttpResponse:
    """One 议定事项: what was decided, how, by whom it is carried out, what follows from it."""
    actor = request.actor
    row = loaders.find(Decision, pk, actor)
    context = {
        "heading": row.title,
        "number": row.number,
        "decision": row,
        "status": pages.badge(row),
        "next": [*pages.next_steps(row, actor), *pages.evaluate_steps(row, actor)],
        "may_take": loaders.may(actor, Action.DOSSIER_TAKE),
        "strip": pages.strip(row),
        "facts": pages.facts(row),
        "votes": pages.votes(row),
        "procedure": sees_procedure(actor),
        "dissents": list(row.dissents.select_related("person").order_by("person__order"))
        if sees_procedure(actor)
        else [],
        "gates": kept_gates(row) if sees_procedure(actor) else [],
        "evaluations": row.evaluations.order_by("on", "pk"),
        "related": pages.related(row, actor),
        "documents": documents(kinds.ref(row), actor),
        "findings": None,
        "record": record_lines(kinds.ref(row), actor),
    }
    return render(request, "decisions/decision.html", context)


@acts(Action.DECISION_APPROVE_TEXT)
def approve(request: ActorRequest, pk: int) -> HttpResponse:
    """审定修改稿: from then on it is in force."""
    row = loaders.find(Decision, pk, request.actor)
    form = form_for(request, ApproveForm, row)
    if request.method == "POST" and submit(request, form, actions.decision_approve_text, decision_id=pk) is not None:
        return redirect("decisions:decision", pk)
    return form_page(
        request,
        form,
        heading=f"审定修改稿：{row.title}",
        back=f"/decisions/{pk}/",
        submit="审定，生效",
        consequence="审定之日起生效，可以印发和交办。",
        template="decisions/approve.html",
        number=row.number,
        decision=row,
        documents=documents(kinds.ref(row), request.actor),
    )


@acts(Action.DECISION_APPOINT)
def appoint(request: ActorRequest, pk: int) -> HttpResponse:
    """办理任职: with its paper an appointment takes effect."""
    row = loaders.find(Decision, pk, request.actor)
    form = form_for(request, AppointForm, row)
    if request.method == "POST" and submit(request, form, actions.decision_appoint, decision_id=pk) is not None:
        return redirect("decisions:decision", pk)
    return form_page(
        request,
        form,
        heading=f"办理任职：{row.title}",
        back=f"/decisions/{pk}/",
        submit="登记任职文件，生效",
        consequence=f"任职文件日期起生效。任前公示：{pages.notice_words(row)}",
        number=row.number,
    )


@acts(Action.DECISION_FILE_DIRECT)
def direct(request: ActorRequest, pk: int) -> HttpResponse:
    """列入直接决定备案, for a matter of one's portfolio."""
    matter = loaders.find(Matter, pk, request.actor)
    form = form_for(request, DirectForm, matter)
    if (
        request.method == "POST"
        and (made := submit(request, form, actions.decision_file_direct, matter_id=pk)) is not None
    ):
        return redirect("decisions:decision", made.pk)
    return form_page(
        request,
        form,
        heading=f"列入直接决定备案：{matter.title}",
        back=f"/matters/{pk}/",
        submit="列入备案",
        consequence=f"成为“分管常委决定（备案）”的议定事项，事项随之办结。{scope_words(_today(request))}",
    )
