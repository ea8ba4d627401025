"""The 任务台账: filter as a sentence, saved views, paging, export, print on A3."""

from typing import Any, cast
from urllib.parse import urlencode

from django.contrib import messages
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from yixing.access import loaders
from yixing.access.actions import Action, Section
from yixing.access.roles import LEADERS, OFFICE, Role
from yixing.accounts.models import SavedView as UserView
from yixing.briefings.acting import today_of
from yixing.door.kept import kept
from yixing.door.views import ActorRequest, reads
from yixing.supervision import panels, register
from yixing.supervision.forms import ListFilterForm
from yixing.supervision.limits import soon_days
from yixing.supervision.models import Breakdown, Task
from yixing.supervision.paging import BoundedPaginator
from yixing.supervision.queries import TaskFilter, task_list, undivided_decisions, undivided_instructions
from yixing.ui.components import BulkAction, SavedView
from yixing.ui.sheets import Sheet, workbook_response

PER_PAGE = 25
EXPORT_MAX = 20_000
PRINT_MAX = 500
VIEWS_MAX = 8
PAGE = "tasks"
STANDARD: tuple[tuple[str, dict[str, str]], ...] = (
    ("在办", {"state": "open"}),
    ("逾期", {"light": "late"}),
    ("临期", {"light": "due"}),
    ("本月到期", {"month": "1"}),
    ("待核实", {"state": "claimed"}),
    ("待销号", {"state": "verified"}),
    ("全部", {}),
)


@require_GET
@reads(Section.TASKS)
@kept
def tasks(request: ActorRequest) -> HttpResponse:
    """The 任务台账; ``export=xlsx`` gives what is shown."""
    today = today_of(request)
    soon = soon_days(today)
    form, rows = _wanted(request)
    if request.GET.get("export") == "xlsx":
        lines = register.lines(rows[:EXPORT_MAX], today, soon)
        return workbook_response("任务台账", [Sheet("任务台账", register.SHEET_HEADS, register.sheet_rows(lines))])
    paginator = BoundedPaginator(rows, PER_PAGE)
    page = paginator.get_page(request.GET.get("page"))
    lines = register.lines(cast("QuerySet[Task]", page.object_list), today, soon, first=page.start_index())
    page.object_list = lines
    inspector = loaders.may(request.actor, Action.TASK_REMIND)
    context = {
        "heading": "任务台账",
        "filter_form": form,
        "columns": panels.COLUMNS if inspector else panels.COLUMNS[:-1],
        "page": page,
        "count_words": paginator.words,
        "rows": register.table_rows(lines, inspector=inspector),
        "views": _views(request),
        "bulk_actions": _bulk() if inspector else [],
        "actions": _actions(request),
        "print_url": f"/tasks/print/?{_state(request)}",
        "state": _state(request),
        "empty_words": "没有符合条件的任务。",
    }
    return render(request, "supervision/tasks.html", context)


@require_GET
@reads(Section.TASKS)
def printed(request: ActorRequest) -> HttpResponse:
    """The same rows on A3, landscape."""
    today = today_of(request)
    _, rows = _wanted(request)
    context = {
        "heading": "督办事项任务台账",
        "columns": panels.COLUMNS[:-1],
        "rows": register.lines(rows[:PRINT_MAX], today, soon_days(today)),
        "more": rows[PRINT_MAX : PRINT_MAX + 1].count(),
        "limit": PRINT_MAX,
        "back_url": f"/tasks/?{_state(request)}",
        "printed_on": f"{today.year}年{today.month}月{today.day}日",
    }
    return render(request, "supervision/tasks_print.html", context)


def _wanted(request: ActorRequest) -> tuple[ListFilterForm, Any]:
    unit_side = request.actor.roles.isdisjoint(OFFICE | LEADERS | {Role.DISCIPLINE, Role.AUDITOR})
    form = ListFilterForm(request.GET or None, today=today_of(request), unit_side=unit_side)
    given = form.cleaned_data if form.is_valid() else {}
    wanted = TaskFilter(
        source=given.get("source", ""),
        leader_id=given.get("leader"),
        lead_unit_id=given.get("lead"),
        unit_id=given.get("unit"),
        light=given.get("light", ""),
        state=given.get("state", ""),
        due_month=bool(given.get("month")),
    )
    return form, task_list(request.actor, wanted, today=today_of(request), sort=request.GET.get("sort", ""))


def _bulk() -> list[BulkAction]:
    return [
        BulkAction("复制催办内容", "text", "/tasks/remind/text/", method="get", copies=True),
        BulkAction("电话催办登记", "remind", "/tasks/remind/", method="get"),
    ]


def _actions(request: ActorRequest) -> list[tuple[str, str]]:
    found = []
    if loaders.may(request.actor, Action.TASK_DRAFT):
        waiting = undivided_decisions(request.actor).count() + undivided_instructions(request.actor).count()
        found.append((f"待分解 {waiting}", "/tasks/breakdowns/pending/"))
    if loaders.may(request.actor, Action.TASK_APPROVE):
        drafts = loaders.visible(Breakdown, request.actor).filter(state=Breakdown.State.DRAFT).count()
        found.append((f"待批准的责任分解 {drafts}", "/tasks/approve/"))
    if loaders.may(request.actor, Action.TASK_ENDORSE):
        found.append(("审签反馈", "/tasks/sign/"))
    if request.actor.has(Role.LIAISON, Role.UNIT_HEAD):
        found.append(("本单位待办", "/tasks/unit/"))
    found.append(("督办通知", "/tasks/notices/"))
    return found


def _state(request: ActorRequest) -> str:
    """The filter and order of this page as a query string, without paging and export."""
    kept = request.GET.copy()
    for name in ("page", "export"):
        kept.pop(name, None)
    return kept.urlencode()


# --- saved views: each user keeps his own ---


def _views(request: ActorRequest) -> list[SavedView]:
    here = _filter_of(request)
    standard = [SavedView(label, f"?{urlencode(query)}", current=here == query) for label, query in STANDARD]
    return standard + [
        SavedView(label, f"?{query}", current=_state(request) == query) for label, query in _kept(request)
    ]


def _filter_of(request: ActorRequest) -> dict[str, str]:
    return {name: str(value) for name, value in request.GET.items() if value and name not in {"page", "sort", "export"}}


def _kept(request: ActorRequest) -> list[tuple[str, str]]:
    return list(_own(request).values_list("label", "query"))


def _own(request: ActorRequest) -> QuerySet[UserView]:
    return UserView.objects.filter(user_id=request.actor.user_id, page=PAGE)


@require_POST
@reads(Section.TASKS)
def save_view(request: ActorRequest) -> HttpResponse:
    """存为视图 under a name, or drop the view of that name when there is nothing to keep."""
    label = request.POST.get("label", "").strip()[:20]
    query = QueryDict(request.POST.get("state", "")[:300]).urlencode()[:300]
    if not label:
        messages.error(request, "“视图名称”没有填写，请补上再保存。")
        return HttpResponseRedirect(f"/tasks/?{query}")
    if request.POST.get("act") == "drop":
        _own(request).filter(label=label).delete()
        return redirect(f"/tasks/?{query}")
    with transaction.atomic():
        _own(request).filter(label=label).delete()
        UserView.objects.create(user_id=request.actor.user_id, page=PAGE, label=label, query=query)
        kept = _own(request).order_by("-id").values_list("pk", flat=True)
        _own(request).exclude(pk__in=list(kept[:VIEWS_MAX])).delete()  # the oldest makes room for the newest
    return redirect(f"/tasks/?{query}")
