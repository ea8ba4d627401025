"""Pages of a meeting before and after the room: list, object, plan, agenda, notice, late items, cancelling, light."""

import datetime as dt

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from yixing.access import loaders
from yixing.access.actions import Action, Section
from yixing.attachments.queries import documents
from yixing.door.forms import ActionForm
from yixing.door.views import ActorRequest, acts, form_for, form_page, reads, submit
from yixing.matters.delegates import find_to_sign
from yixing.matters.models import Matter
from yixing.meetings import actions, pages
from yixing.meetings.forms import (
    AgendaForm,
    CancelForm,
    LateForm,
    LightForm,
    MeetingFilterForm,
    NotifyForm,
    PlainForm,
    PlanForm,
    plan_initial,
)
from yixing.meetings.models import AgendaItem, Meeting
from yixing.meetings.queries import MeetingFilter, listable, meeting_list
from yixing.people.record import record_lines
from yixing.ui.components import NextStep, SavedView
from yixing.ui.sheets import workbook_response
from yixing_core.errors import Refusal

PER_PAGE = 25


def today_of(request: ActorRequest) -> dt.date:
    """The day of the request in local time."""
    return timezone.localdate(request.received_at)


# --- the list ---


@reads(Section.MEETINGS)
def meetings(request: ActorRequest) -> HttpResponse:
    """会议: formal and light ones in two tabs, 25 a page; ``export=xlsx`` gives what is shown."""
    form = MeetingFilterForm(request.GET or None)
    said = form.cleaned_data if form.is_valid() else {}
    tab = "light" if request.GET.get("tab") == "light" else "formal"
    wanted = MeetingFilter(tab, said.get("kind", ""), said.get("state", ""), said.get("month") or None)
    rows = meeting_list(request.actor, wanted, sort=request.GET.get("sort", ""))
    if request.GET.get("export") == "xlsx":
        return workbook_response("会议", [pages.sheet("会议", rows)])
    context = {
        "heading": "会议",
        "views": _tabs(request, tab),
        "filter_form": form,
        "columns": pages.COLUMNS,
        "page": Paginator(rows, PER_PAGE).get_page(request.GET.get("page")),
        "unit_word": "次",
        "actions": _list_actions(request),
        "empty_words": "没有符合条件的会议。",
    }
    return render(request, "meetings/meetings.html", context)


def _tabs(request: HttpRequest, tab: str) -> list[SavedView]:
    found = []
    for key, label in (("formal", "常委会、全委会"), ("light", "专题会、调度会")):
        query = request.GET.copy()
        query.pop("page", None)
        query["tab"] = key
        found.append(SavedView(label, f"?{query.urlencode()}", current=tab == key))
    return found


def _list_actions(request: ActorRequest) -> list[NextStep]:
    buttons = []
    if loaders.may(request.actor, Action.MEETING_PLAN):
        buttons.append(NextStep("拟定会议", "/meetings/new/"))
    if loaders.may(request.actor, Action.MEETING_LIGHT):
        buttons.append(NextStep("登记专题会", "/meetings/light/", primary=not buttons))
    return buttons


# --- the object page ---


@reads(Section.MEETINGS)
def meeting(request: ActorRequest, pk: int) -> HttpResponse:
    """One meeting: what next, its agenda with what came of it, its papers, its 议定事项, 办理记录."""
    return meeting_page(request, loaders.find(Meeting, pk, request.actor))


def meeting_page(request: ActorRequest, row: Meeting, form: ActionForm | None = None) -> HttpResponse:
    """Draw the page of a meeting; with a form whose button was refused, its refusal."""
    actor = request.actor
    context = {
        "heading": row.title,
        "meeting": row,
        "status": pages.badge(row),
        "form": form,
        "refusal": form.refusal if form is not None else None,
        "next": pages.next_steps(row, actor),
        "strip": pages.strip(row),
        "facts": pages.facts(row),
        "items": pages.item_lines(row, actor),
        "related": pages.decisions_of(row, actor),
        "files": pages.papers_of(row, actor),
        "prints": pages.prints_of(row, actor),
        "documents": documents(f"meeting/{row.pk}", actor),
        "findings": None,
        "record": record_lines(f"meeting/{row.pk}", actor),
    }
    return render(request, "meetings/meeting.html", context, status=form.status if form is not None else 200)


@reads(Section.MEETINGS)
def item(request: ActorRequest, pk: int) -> HttpResponse:
    """An item stands on the page of its meeting."""
    row = loaders.find(AgendaItem, pk, request.actor)
    return redirect("meetings:meeting", row.meeting_id)


# --- planning ---


@acts(Action.MEETING_PLAN)
def new(request: ActorRequest) -> HttpResponse:
    """拟定会议."""
    form = form_for(request, PlanForm)
    form.versioned = False
    if request.method == "POST" and (made := submit(request, form, actions.meeting_plan)) is not None:
        return redirect("meetings:meeting", made.pk)
    return form_page(request, form, heading="拟定会议", back="/meetings/", submit="拟定")


@acts(Action.MEETING_PLAN)
def edit(request: ActorRequest, pk: int) -> HttpResponse:
    """改时间地点."""
    row = loaders.find(Meeting, pk, request.actor)
    form = form_for(request, PlanForm, row, initial=plan_initial(row))
    if request.method == "POST" and submit(request, form, actions.meeting_plan, meeting_id=pk) is not None:
        return redirect("meetings:meeting", pk)
    return form_page(request, form, heading=f"{row.title}：改时间地点", back=f"/meetings/{pk}/")


@acts(Action.MEETING_AGENDA)
def agenda(request: ActorRequest, pk: int) -> HttpResponse:
    """编排议程: what the chair determined, in the order he set, and titles of one's own."""
    row = loaders.find(Meeting, pk, request.actor)
    items = list(row.items.exclude(outcome="withdrawn").select_related("matter__unit").order_by("order"))
    matters = list(listable(row)) if row.state == Meeting.State.PLANNED else []
    form = form_for(request, AgendaForm, row, matters=matters, items=items)
    if request.method == "POST" and submit(request, form, actions.meeting_agenda, meeting_id=pk) is not None:
        return redirect("meetings:meeting", pk)
    note = "" if row.state == Meeting.State.PLANNED else "通知已发出：可以调整次序、撤下，增加议题请用“临时增加议题”。"
    return form_page(
        request,
        form,
        heading=f"{row.title}：编排议程",
        back=f"/meetings/{pk}/",
        submit="保存议程",
        template="meetings/agenda.html",
        note=note,
    )


@acts(Action.MATTER_ADD_LATE)
def late(request: ActorRequest, pk: int) -> HttpResponse:
    """临时增加议题: 书记同意, a reason, findings that stay visible."""
    row = loaders.find(Meeting, pk, request.actor)
    ready = (*actions.planning.LATE_FROM,)
    matters = list(
        Matter.objects.filter(state__in=ready).exclude(items__outcome="").select_related("unit").order_by("-id")[:50]
    )
    form = form_for(request, LateForm, matters=matters)
    if request.method == "POST" and submit(request, form, actions.matter_add_late, meeting_id=pk) is not None:
        return redirect("meetings:meeting", pk)
    words = "干部任免、处分和大额资金不得临时增加。"
    return form_page(
        request, form, heading=f"{row.title}：临时增加议题", back=f"/meetings/{pk}/", submit="增加", consequence=words
    )


@acts(Action.MEETING_NOTIFY)
def notify(request: ActorRequest, pk: int) -> HttpResponse:
    """印发会议通知."""
    row = loaders.find(Meeting, pk, request.actor)
    form = form_for(request, NotifyForm, row)
    if request.method == "POST" and submit(request, form, actions.meeting_notify, meeting_id=pk) is not None:
        return redirect("meetings:meeting", pk)
    words = "通知编号并留存；此后增加议题须按临时增加办理。"
    return form_page(
        request, form, heading=f"{row.title}：发会议通知", back=f"/meetings/{pk}/", submit="印发通知", consequence=words
    )


@acts(Action.MEETING_CANCEL)
def cancel(request: ActorRequest, pk: int) -> HttpResponse:
    """取消会议."""
    row = loaders.find(Meeting, pk, request.actor)
    form = form_for(request, CancelForm, row)
    if request.method == "POST" and submit(request, form, actions.meeting_cancel, meeting_id=pk) is not None:
        return redirect("meetings:meeting", pk)
    words = "会议不再召开，次数保留，议题等候另行安排。"
    return form_page(
        request, form, heading=f"取消{row.title}", back=f"/meetings/{pk}/", submit="取消会议", consequence=words
    )


@acts(Action.MEETING_LIGHT)
def light(request: ActorRequest) -> HttpResponse:
    """登记专题会: one short form."""
    form = form_for(request, LightForm)
    if request.method == "POST" and (made := submit(request, form, actions.meeting_light)) is not None:
        return redirect("meetings:meeting", made.pk)
    return form_page(
        request, form, heading="登记专题会", back="/meetings/", submit="登记", template="meetings/light.html"
    )


@acts(Action.RECORD_CHECK)
def record(request: ActorRequest, pk: int) -> HttpResponse:
    """会议记录已审核: one click of the office director; a page of its own for whoever enters it with his scan (代录)."""
    row = find_to_sign(Meeting, pk, request.actor, Action.RECORD_CHECK, waits=_unchecked)
    form = form_for(request, PlainForm, row)
    back = f"/meetings/{pk}/" if loaders.may_open(request.actor, Section.MEETINGS) else "/"
    if request.method == "POST" and submit(request, form, actions.record_check, meeting_id=pk) is not None:
        return redirect(back)
    if loaders.may(request.actor, Action.RECORD_CHECK, row):
        return meeting_page(request, row, form) if request.method == "POST" else redirect(back)
    words = "会议记录由县委办主任审核；不印发，与会人员可核对本人发言。"
    return form_page(
        request, form, heading=f"{row.title}：审核会议记录", back=back, submit="会议记录已审核", consequence=words
    )


def _unchecked(meeting: Meeting) -> bool:
    return meeting.state == Meeting.State.CLOSED and meeting.record_checked_on is None


def found_meeting(request: ActorRequest, pk: int) -> Meeting:
    """A meeting whose office papers this actor may read; for others it does not exist."""
    row = loaders.find(Meeting, pk, request.actor)
    if not request.actor.has(*pages.KEEPS_RECORD):
        raise Refusal("not_found")
    return row
