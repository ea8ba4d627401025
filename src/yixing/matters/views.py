"""Pages of a matter itself: the list, the object page, drafting and changing the sheet, withdrawing."""

import datetime as dt
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from yixing.access import loaders
from yixing.access.actions import Action, Section
from yixing.access.actor import Actor
from yixing.access.numbers import row_number
from yixing.attachments.queries import documents
from yixing.door.views import ActorRequest, acts, allowed, form_for, form_page, reads, submit
from yixing.matters import panels
from yixing.matters.actions import matter_draft, matter_revise, matter_submit, matter_withdraw
from yixing.matters.argument_panel import argument_actions, argument_rows
from yixing.matters.circulation_panel import circulation_panel
from yixing.matters.difference_panel import difference_panel
from yixing.matters.emergencies import emergency_of
from yixing.matters.findings import body_reason, finding_views, lacking_lines, sees_deliberation
from yixing.matters.forms import ArrangementForm, ListFilterForm, OneClickForm, SheetForm, WithdrawForm, sheet_initial
from yixing.matters.listing import COLUMNS, matter_rows, workbook
from yixing.matters.models import Matter
from yixing.matters.prints import links
from yixing.matters.queries import MatterFilter, matter_list, similar_open
from yixing.matters.routing import Route, route, without_deliberation
from yixing.matters.standing import reporter
from yixing.matters.state import BEFORE_MEETING, EDITABLE, OPEN
from yixing.matters.trial_forms import TrialForm
from yixing.matters.two_steps import two_steps
from yixing.people.record import record_lines
from yixing.ui.components import NextStep, SavedView
from yixing_core.rules.model import Finding

PER_PAGE = 25
WAN = 10000


def today_of(request: ActorRequest) -> dt.date:
    """The day of the request in local time."""
    return timezone.localdate(request.received_at)


# --- the list ---


@reads(Section.MATTERS)
def matters(request: ActorRequest) -> HttpResponse:
    """事项议题: two tabs, the filter as a sentence, 25 a page; ``export=xlsx`` gives what is shown."""
    form = ListFilterForm(request.GET or None, today=today_of(request))
    wanted = _wanted(form, request.GET.get("tab", "matters"))
    rows = matter_list(request.actor, wanted, sort=request.GET.get("sort", ""))
    if request.GET.get("export") == "xlsx":
        return workbook("议题" if wanted.tab == "items" else "事项", matter_rows(rows))
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "heading": "事项议题",
        "views": _tabs(request, wanted.tab),
        "filter_form": form,
        "columns": COLUMNS,
        "page": page,
        "rows": matter_rows(page.object_list),
        "actions": _list_actions(request.actor),
        "empty_words": "没有符合条件的事项。",
    }
    return render(request, "matters/matters.html", context)


def _wanted(form: ListFilterForm, tab: str) -> MatterFilter:
    given: dict[str, Any] = form.cleaned_data if form.is_valid() else {}
    over = given.get("over")
    return MatterFilter(
        tab="items" if tab == "items" else "matters",
        type_code=given.get("type", ""),
        unit_id=given.get("unit"),
        state=given.get("state", ""),
        month=given.get("month") or None,
        amount_over=None if over is None else over * WAN,
        mine=bool(given.get("mine")),
    )


def _tabs(request: HttpRequest, tab: str) -> list[SavedView]:
    found = []
    for key, label in (("matters", "事项"), ("items", "议题")):
        query = request.GET.copy()
        query.pop("page", None)
        query["tab"] = key
        found.append(SavedView(label, f"?{query.urlencode()}", current=tab == key))
    found.append(SavedView("须提请全委会", "/matters/plenary/"))
    found.append(SavedView("临机处置", "/matters/emergencies/"))
    return found


def _list_actions(actor: Actor) -> list[NextStep]:
    buttons = []
    if allowed(actor, Action.EMERGENCY_REPORT):
        buttons.append(NextStep("报告临机处置", "/matters/emergencies/new/", primary=False))
    if loaders.may(actor, Action.MATTER_DRAFT):
        buttons.append(NextStep("起草事项", "/matters/new/"))
    buttons.append(NextStep("论证咨询", "/argument/consultations/", primary=False))
    if loaders.may(actor, Action.MATTER_DETERMINE) or loaders.may(actor, Action.MATTER_REVIEW):
        buttons.append(NextStep("议题安排", "/matters/arrangement/", primary=not any(each.primary for each in buttons)))
    elif loaders.may(actor, Action.MATTER_CHECK):
        buttons.append(NextStep("议题安排", "/matters/arrangement/", primary=False))
    return buttons


# --- the object page ---


@reads(Section.MATTERS)
def matter(request: ActorRequest, pk: int) -> HttpResponse:
    """One matter: what next, the sheet, signatures, 程序核对, opinions, what it hangs with, 办理记录."""
    row = loaders.find(Matter, pk, request.actor)
    return object_page(request, row)


def object_page(request: ActorRequest, row: Matter, *, refusal: Any = None, status: int = 200) -> HttpResponse:
    """Draw the object page; with a refusal where a button on it was refused."""
    actor, today = request.actor, today_of(request)
    checked = row.state in BEFORE_MEETING
    found = route(row, today) if checked else None
    context = {
        "heading": row.title,
        "number": row.number or "未编号",
        "matter": row,
        "status": panels.status_badge(row),
        "refusal": refusal,
        "next": panels.next_steps(row, actor, today),
        "papers_lacking": _papers_lacking(row, found),
        "returned": panels.last_return(row),
        "strip": panels.strip(row),
        "facts": panels.sheet_facts(row, today),
        "texts": panels.sheet_texts(row),
        "signatures": row.endorsements.exclude(stage="submit").select_related("person", "post").order_by("id"),
        "argument": argument_rows(row, actor),
        "argument_actions": argument_actions(row, actor),
        "circulation": circulation_panel(row, actor, today),
        "differences": difference_panel("matter", row.pk, actor, is_open=row.state in OPEN),
        "steps": panels.step_rows(row, actor),
        "rounds": panels.round_rows(row, today),
        "emergency": emergency_of(row, actor, today),
        "steps_up": two_steps(row, today),
        "route": found,
        "trial_form": TrialForm(None, matter=row, today=today) if found else None,
        "body_reason": body_reason(found) if found else "",
        "findings": finding_views(found.findings, row, actor, on=today, facts=found.facts) if found else None,
        "lacking": lacking_lines(_shown_lacking(row, actor, found)) if found else [],
        "alike": similar_open(row.title, actor, besides=row.pk) if row.state in BEFORE_MEETING else [],
        "related": panels.related(row, actor),
        "documents": documents(f"matter/{row.pk}", actor),
        "decided": panels.decided(row, actor),
        "prints": [
            *links(f"/matters/{row.pk}/sheet", "议题单"),
            *links(f"/matters/{row.pk}/procedure", "程序核对单"),
        ],
        "subject": f"matter/{row.pk}" if checked and not row.is_offline else "",
        "record": record_lines(f"matter/{row.pk}", actor),
    }
    return render(request, "matters/matter.html", context, status=status)


def _papers_lacking(row: Matter, found: Route | None) -> bool:
    """Whether the unit head would find no report attached: said while the unit can still attach it."""
    if found is None or row.is_offline or row.state not in {Matter.State.DRAFTING, Matter.State.RETURNED}:
        return False
    if row.state == Matter.State.RETURNED and reporter(row) is not None:
        return False  # a 临机处置 is its report; there is no other paper
    return not found.facts["matter"]["report_attached"]


def _shown_lacking(row: Matter, actor: Actor, found: Route) -> tuple[Finding, ...]:
    return found.lacking if sees_deliberation(actor, row) else without_deliberation(found.lacking)


# --- the sheet ---


@acts(Action.MATTER_DRAFT)
def new(request: ActorRequest) -> HttpResponse:
    """起草事项: what is written is kept as a draft and sent on from its page."""
    initial = _from_earlier(request)
    form = form_for(request, SheetForm, initial=initial)
    form.versioned = False
    original = row_number(request.GET.get("resubmits", ""))
    if request.method == "POST" and (made := submit(request, form, matter_draft, resubmits_id=original)) is not None:
        _warn_of_doubles(request, made)
        return redirect("matters:matter", made.pk)
    return _sheet_page(request, form, "起草事项", "/matters/")


def _from_earlier(request: ActorRequest) -> dict[str, Any]:
    """The sheet of the matter that is put forward again, as it stood."""
    earlier = row_number(request.GET.get("resubmits", ""))
    if earlier is None:
        return {}
    row = loaders.find(Matter, earlier, request.actor)
    return sheet_initial(row) | {"unit_id": row.unit_id}


def _warn_of_doubles(request: HttpRequest, made: Matter) -> None:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    alike = similar_open(made.title, actor, besides=made.pk)
    if alike and not made.is_offline:
        names = "、".join(f"“{row.title}”（{row.unit}，{row.get_state_display()}）" for row in alike[:3])
        messages.warning(request, f"可能与在办事项重复：{names}。请核对，避免重复提请。")


@acts(Action.MATTER_REVISE)
def edit(request: ActorRequest, pk: int) -> HttpResponse:
    """改议题单, or after the unit head's signature what the office arranges."""
    row = loaders.find(Matter, pk, request.actor)
    kind = SheetForm if row.state in EDITABLE else ArrangementForm
    form = form_for(request, kind, row)
    if request.method == "POST" and submit(request, form, matter_revise, matter_id=pk) is not None:
        return redirect("matters:matter", pk)
    return _sheet_page(request, form, "改议题单" if kind is SheetForm else "调整汇报人和列席", f"/matters/{pk}/")


def _sheet_page(request: ActorRequest, form: Any, heading: str, back: str) -> HttpResponse:
    if not isinstance(form, SheetForm):
        return form_page(request, form, heading=heading, back=back, template="matters/act.html")
    opening, groups = _sheet_groups(form)
    return form_page(
        request,
        form,
        heading=heading,
        back=back,
        consequence="保存为草稿，不会送出；送单位负责人在事项页上办理。",
        template="matters/sheet.html",
        opening=opening,
        groups=groups,
    )


_OPENING = ("unit_id", "title", "type_code", "nature", "is_offline")
_GROUPS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("归口", ("area_id", "other_area_ids", "submitter")),
    ("提请", ("reason", "requests", "disagreement", "options")),
    ("金额", ("amount_wan", "fund_source")),
    ("轻重和影响", ("importance", "impacts", "competition_reviewed", "superior_asked_on", "superior_approved")),
    ("上会安排", ("presenter", "attending_unit_ids", "minutes", "report_words")),
)


def _sheet_groups(form: SheetForm) -> tuple[list[Any], list[dict[str, Any]]]:
    """The fields of the sheet as the page groups them: what every draft needs first, the rest by subject."""
    opening = [form[name] for name in _OPENING if name in form.fields]
    return opening, [
        {"title": title, "fields": fields}
        for title, names in _GROUPS
        if (fields := [form[name] for name in names if name in form.fields])
    ]


@require_POST
@acts(Action.MATTER_SUBMIT)
def send(request: ActorRequest, pk: int) -> HttpResponse:
    """送单位负责人, one button."""
    row = loaders.find(Matter, pk, request.actor)
    form = form_for(request, OneClickForm, row)
    if submit(request, form, matter_submit, matter_id=pk) is None:
        return object_page(request, loaders.find(Matter, pk, request.actor), refusal=form.refusal, status=form.status)
    return redirect("matters:matter", pk)


@acts(Action.MATTER_WITHDRAW)
def withdraw(request: ActorRequest, pk: int) -> HttpResponse:
    """撤题, with its reason."""
    row = loaders.find(Matter, pk, request.actor)
    form = form_for(request, WithdrawForm, row)
    if request.method == "POST" and submit(request, form, matter_withdraw, matter_id=pk) is not None:
        return redirect("matters:matter", pk)
    return form_page(
        request,
        form,
        heading="撤题",
        back=f"/matters/{pk}/",
        submit="撤题",
        consequence="撤题后不再上会，材料保留；需要再议时重新提请。",
        template="matters/act.html",
        matter=row,
    )
