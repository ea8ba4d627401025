"""The 任务台账: filter as a sentence, saved views, paging, export, print on A3."""

import datetime as dt
import functools
from typing import cast
from urllib.parse import urlencode

from django.contrib import messages
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import redirect, render
from django.utils.safestring import SafeString
from django.views.decorators.http import require_GET, require_POST

from yixing.access import loaders
from yixing.access.actions import Action, Section
from yixing.access.roles import LEADERS, OFFICE, Role
from yixing.accounts.models import SavedView as UserView
from yixing.briefings.acting import today_of
from yixing.door.kept import kept
from yixing.door.views import ActorRequest, reads
from yixing.ledger.kept import keep
from yixing.ledger.stamps import Standing
from yixing.ledger.stamps import keep as standing
from yixing.supervision import panels, register
from yixing.supervision.forms import ListFilterForm
from yixing.supervision.limits import soon_days
from yixing.supervision.models import Breakdown
from yixing.supervision.paging import BoundedPaginator
from yixing.supervision.queries import TaskFilter, TaskKeys, task_list, undivided_count
from yixing.ui.components import BulkAction, SavedView
from yixing.ui.drawing import Address, draw_sentence
from yixing.ui.sheets import Sheet, workbook_response

PER_PAGE = 25
EXPORT_MAX = 20_000
PRINT_MAX = 500
VIEWS_MAX = 8
PAGE = "tasks"
STANDARD: tuple[tuple[str, dict[str, str], str], ...] = tuple(
    (label, query, f"?{urlencode(query)}")
    for label, query in (
        ("在办", {"state": "open"}),
        ("逾期", {"light": "late"}),
        ("临期", {"light": "due"}),
        ("本月到期", {"month": "1"}),
        ("待核实", {"state": "claimed"}),
        ("待销号", {"state": "verified"}),
        ("全部", {}),
    )
)


@require_GET
@reads(Section.TASKS)
@kept
def tasks(request: ActorRequest) -> HttpResponse:
    """The 任务台账; ``export=xlsx`` gives what is shown."""
    today = today_of(request)
    soon = soon_days(today)
    wanted, sentence = _wanted(request)
    sort = request.GET.get("sort", "")
    if request.GET.get("export") == "xlsx":
        rows = task_list(request.actor, wanted, today=today, sort=sort)
        lines = register.lines(rows[:EXPORT_MAX], today, soon)
        return workbook_response("任务台账", [Sheet("任务台账", register.SHEET_HEADS, register.sheet_rows(lines))])
    paginator = BoundedPaginator(TaskKeys(request.actor, wanted, today, sort), PER_PAGE)
    page = paginator.get_page(request.GET.get("page"))
    lines = register.page_lines(cast("list[int]", page.object_list), today, soon, first=page.start_index())
    page.object_list = lines
    inspector = loaders.may(request.actor, Action.TASK_REMIND)
    state = _state(request)
    context = {
        "heading": "任务台账",
        "sentence": sentence,
        "columns": panels.COLUMNS if inspector else panels.COLUMNS[:-1],
        "page": page,
        "count_words": paginator.words,
        "rows": register.table_rows(lines, inspector=inspector),
        "views": _views(request),
        "bulk_actions": _bulk() if inspector else [],
        "actions": _actions(request),
        "print_url": f"/tasks/print/?{state}",
        "state": state,
        "empty_words": "没有符合条件的任务。",
    }
    return render(request, "supervision/tasks.html", context)


@require_GET
@reads(Section.TASKS)
def printed(request: ActorRequest) -> HttpResponse:
    """The same rows on A3, landscape."""
    today = today_of(request)
    wanted, _ = _wanted(request)
    rows = task_list(request.actor, wanted, today=today, sort=request.GET.get("sort", ""))
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


def _wanted(request: ActorRequest) -> tuple[TaskFilter, SafeString]:
    """What the sentence above the list asks for, and the sentence as it is drawn, with these blanks filled in."""
    unit_side = request.actor.roles.isdisjoint(OFFICE | LEADERS | {Role.DISCIPLINE, Role.AUDITOR})
    asked = tuple((name, request.GET.get(name, "")) for name in (*ListFilterForm.base_fields, "sort"))
    today = today_of(request)
    key = ("sentence of the register", unit_side, today, asked)
    make = functools.partial(_sentence, dict(asked), today, unit_side=unit_side)
    return standing(key, make, Standing.PEOPLE, Standing.PORTFOLIOS)


def _sentence(asked: dict[str, str], today: dt.date, *, unit_side: bool) -> tuple[TaskFilter, SafeString]:
    form = ListFilterForm(asked, today=today, unit_side=unit_side)
    given = form.cleaned_data if form.is_valid() else {}
    wanted = TaskFilter(
        source=given.get("source", ""),
        leader_id=given.get("leader"),
        lead_unit_id=given.get("lead"),
        unit_id=given.get("unit"),
        light=given.get("light", ""),
        state=given.get("state", ""),
        due_month=bool(given.get("month")),
        issued_year=given.get("year"),
    )
    return wanted, draw_sentence(form, path="/tasks/", sort=asked["sort"])


def _bulk() -> list[BulkAction]:
    return [
        BulkAction("复制催办内容", "text", "/tasks/remind/text/", method="get", copies=True),
        BulkAction("电话催办登记", "remind", "/tasks/remind/", method="get"),
    ]


def _actions(request: ActorRequest) -> list[tuple[str, str]]:
    found = []
    if loaders.may(request.actor, Action.TASK_DRAFT):
        waiting = keep(("undivided", request.actor), lambda: undivided_count(request.actor))
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
    return Address(request.GET).with_(page=None, export=None)


# --- saved views: each user keeps his own ---


def _views(request: ActorRequest) -> list[SavedView]:
    here = _filter_of(request)
    standard = [SavedView(label, address, current=here == query) for label, query, address in STANDARD]
    return standard + [
        SavedView(label, f"?{query}", current=_state(request) == query) for label, query in _kept(request)
    ]


def _filter_of(request: ActorRequest) -> dict[str, str]:
    return {name: str(value) for name, value in request.GET.items() if value and name not in {"page", "sort", "export"}}


def _kept(request: ActorRequest) -> list[tuple[str, str]]:
    """Name and query of each; read once until accounts change, to which they belong."""
    views = _own(request).values_list("label", "query")
    return standing(("views", request.actor.user_id, PAGE), lambda: list(views), Standing.ACCOUNTS)


def _own(request: ActorRequest) -> QuerySet[UserView]:
    return UserView.objects.filter(user_id=request.actor.user_id, page=PAGE)


@require_POST
@reads(Section.TASKS)
def save_view(request: ActorRequest) -> HttpResponse:
    """存为视图 under a name, or drop the view of that name when there is nothing to keep."""
    label = "".join(sign for sign in request.POST.get("label", "") if sign.isprintable()).strip()[:20]
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
