"""Pages of what members decided alone: the register, filing from a light meeting, the circulars to the others."""

import datetime as dt

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET

from yixing.access import kinds, loaders
from yixing.access.actions import Action, Section
from yixing.access.actor import Actor
from yixing.compliance import gates
from yixing.decisions import actions, register
from yixing.decisions.filing import listed_types
from yixing.decisions.forms import BriefForm, FileLightForm, RegisterFilterForm
from yixing.decisions.models import Circular, Decision
from yixing.decisions.queries import RegisterFilter, filed_list
from yixing.door.views import ActorRequest, acts, form_for, form_page, reads, submit
from yixing.papers.rendering import file_response
from yixing.people.record import record_lines
from yixing.ui.components import Column, DocumentLink, Fact, NextStep, SavedView
from yixing.ui.sheets import workbook_response

PER_PAGE = 25
CIRCULAR_COLUMNS = (
    Column("ordinal", "期号"),
    Column("on", "通报日期", "day"),
    Column("period", "备案时间"),
    Column("count", "件数", "number"),
)


def _today(request: ActorRequest) -> dt.date:
    return timezone.localdate(request.received_at)


def sections(current: str) -> list[SavedView]:
    """The pages of 议定事项."""
    pages = (("all", "议定事项", "/decisions/"), ("direct", "直接决定备案", "/decisions/direct/"))
    more = (
        ("circulars", "直接决定通报", "/decisions/circulars/"),
        ("evaluations", "决策后评估", "/decisions/evaluations/"),
    )
    return [SavedView(label, url, current=key == current) for key, label, url in (*pages, *more)]


def scope_words(on: dt.date) -> str:
    """What a member may decide alone on a day, in one sentence."""
    types = "、".join(row.name for row in listed_types(on))
    limit = gates.value("direct_funds", on)
    money = f"，金额不超过{(limit / register.WAN).normalize():f}万元" if limit is not None else ""
    return f"本县分管常委直接决定的范围：{types or '没有登记'}{money}；超出的提交常委会。"


@require_GET
@reads(Section.DECISIONS)
def direct_register(request: ActorRequest) -> HttpResponse:
    """直接决定备案: who decided what alone, by which paper, on file in time or late, told to the others or not."""
    today = _today(request)
    form = RegisterFilterForm(request.GET or None)
    said = form.cleaned_data if form.is_valid() else {}
    wanted = RegisterFilter(
        leader_id=said["leader"].pk if said.get("leader") else None,
        record=said.get("record", ""),
        month=said.get("month") or None,
        told=said.get("told", ""),
    )
    rows = filed_list(request.actor, wanted, sort=request.GET.get("sort", ""))
    if request.GET.get("export") == "xlsx":
        return workbook_response("直接决定备案", [register.sheet(rows, today)])
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    may_brief = loaders.may(request.actor, Action.DECISION_BRIEF)
    context = {
        "heading": "直接决定备案",
        "views": sections("direct"),
        "filter_form": form,
        "columns": register.COLUMNS,
        "page": page,
        "lines": register.lines(page.object_list, today),
        "scope": scope_words(today),
        "actions": [NextStep("通报其他常委", "/decisions/direct/brief/")] if may_brief else [],
        "empty_words": "没有符合条件的直接决定。",
        "empty_hint": "登记专题会时勾选、在批示上或签批的请示上点“列入直接决定备案”，即列在这里。",
    }
    return render(request, "decisions/register.html", context)


@acts(Action.DECISION_FILE_LIGHT)
def file_light(request: ActorRequest, pk: int) -> HttpResponse:
    """列入直接决定备案, for a line of a light meeting that was not ticked when it was registered."""
    row = loaders.find(Decision, pk, request.actor)
    form = form_for(request, FileLightForm, row)
    if request.method == "POST" and submit(request, form, actions.decision_file_light, decision_id=pk) is not None:
        messages.success(request, "已列入直接决定备案。")
        return redirect("decisions:decision", pk)
    return form_page(
        request,
        form,
        heading=f"列入直接决定备案：{row.title}",
        back=f"/decisions/{pk}/",
        submit="列入备案",
        consequence=scope_words(row.decided_on),
    )


@acts(Action.DECISION_BRIEF)
def brief(request: ActorRequest) -> HttpResponse:
    """通报: what was filed up to a day goes to the other members as one sheet."""
    form = form_for(request, BriefForm)
    if request.method == "POST":
        made = submit(request, form, actions.decision_brief)
        if made is not None:
            messages.success(request, f"第{made.ordinal}期已记为通报，可打印送阅。")
            return redirect("decisions:circular", made.pk)
    today = _today(request)
    waiting = filed_list(request.actor, RegisterFilter(told="no")).order_by("filed_on", "id")
    return form_page(
        request,
        form,
        heading="通报直接决定",
        back="/decisions/direct/",
        submit="通报其他常委",
        consequence="通报后，其他常委在工作台和“直接决定通报”里看到这些决定；本期编号不再改动。",
        template="decisions/brief.html",
        lines=register.lines(waiting[: PER_PAGE * 2], today),
    )


@require_GET
@reads(Section.DECISIONS)
def circulars(request: ActorRequest) -> HttpResponse:
    """The circulars sent so far, the latest first."""
    rows = loaders.visible(Circular, request.actor).annotate(count=Count("decisions")).order_by("-on", "-id")
    context = {
        "heading": "直接决定通报",
        "views": sections("circulars"),
        "columns": CIRCULAR_COLUMNS,
        "page": Paginator(rows, PER_PAGE).get_page(request.GET.get("page")),
        "unit_word": "期",
        "empty_words": "还没有通报过直接决定。",
        "empty_hint": "县委办按月把已备案的直接决定通报其他常委。",
    }
    return render(request, "decisions/circulars.html", context)


@require_GET
@reads(Section.DECISIONS)
def circular(request: ActorRequest, pk: int) -> HttpResponse:
    """One circular: what was told, to whom, and its print."""
    row = loaders.find(Circular, pk, request.actor)
    base = f"/decisions/circulars/{pk}/print"
    context = {
        "heading": str(row),
        "number": f"{row.year}年第{row.ordinal}期",
        "circular": row,
        "facts": [
            Fact("备案时间", f"{row.since} 至 {row.until}"),
            Fact("通报日期", row.on.isoformat()),
            Fact("送达", "、".join(person.name for person in row.members.order_by("order", "id"))),
        ],
        "lines": register.lines(_told(row, request.actor), _today(request)),
        "documents": [
            DocumentLink("分管常委直接决定情况通报", f"{base}.{suffix}", kind=words)
            for suffix, words in (("docx", "Word"), ("pdf", "PDF"))
        ],
        "findings": None,
        "record": record_lines(kinds.ref(row), request.actor),
    }
    return render(request, "decisions/circular.html", context)


@require_GET
@reads(Section.DECISIONS)
def circular_file(request: ActorRequest, pk: int, suffix: str) -> HttpResponse:
    """The circular as ``.docx`` or ``.pdf``."""
    row = loaders.find(Circular, pk, request.actor)
    return file_response(register.circular_print(row, _told(row, request.actor)), str(row), suffix)


def _told(row: Circular, actor: Actor) -> list[Decision]:
    return list(filed_list(actor, RegisterFilter()).filter(circular=row).order_by("filed_on", "id"))
