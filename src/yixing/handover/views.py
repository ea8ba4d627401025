"""Pages of 工作交接: the list with what stands on no sheet, one sheet, its signatures, its print."""

import datetime as dt
from collections.abc import Callable
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from yixing.access import loaders
from yixing.access.actions import Action, Section
from yixing.access.actor import Actor
from yixing.access.kinds import ref
from yixing.access.numbers import row_number
from yixing.access.roles import OFFICE, Role
from yixing.door.views import ActorRequest, acts, form_for, form_page, reads, submit
from yixing.handover import actions, pages
from yixing.handover.forms import HandoverFilter, PrepareForm, SignForm, StandInForm, VoidForm, WitnessForm
from yixing.handover.models import Handover
from yixing.handover.queries import Unlisted, handover_list, unlisted
from yixing.handover.state import OPEN
from yixing.matters.delegates import find_to_sign
from yixing.papers.files import FileRow
from yixing.papers.rendering import file_response
from yixing.people.record import record_lines
from yixing.ui.components import NextStep
from yixing.ui.sheets import workbook_response

PER_PAGE = 25
_SEE_ALL = OFFICE | {Role.CHAIR, Role.DISCIPLINE, Role.AUDITOR}
"""Who sees everything that stands on no sheet; giver and receiver see what concerns them."""


def _today(request: ActorRequest) -> dt.date:
    return timezone.localdate(request.received_at)


def _left(actor: Actor, day: dt.date) -> list[Unlisted]:
    found = unlisted(day)
    if actor.has(*_SEE_ALL):
        return found
    mine = actor.person_id
    return [each for each in found if mine in {each.giver.pk, each.receiver.pk if each.receiver else None}]


@reads(Section.PORTFOLIOS)
def handovers(request: ActorRequest) -> HttpResponse:
    """工作交接: what stands on no sheet first, then the sheets."""
    day = _today(request)
    form = HandoverFilter(request.GET or None, today=day)
    wanted: dict[str, Any] = form.cleaned_data if form.is_valid() else {}
    rows = handover_list(
        request.actor,
        day,
        state=wanted.get("state", ""),
        person_id=wanted.get("person"),
        late=bool(wanted.get("late")),
    )
    if request.GET.get("export") == "xlsx":
        return workbook_response("工作交接", [pages.workbook(pages.list_lines(list(rows), day))])
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    may = loaders.may(request.actor, Action.HANDOVER_PREPARE)
    context = {
        "heading": "工作交接",
        "filter_form": form,
        "columns": pages.COLUMNS,
        "page": page,
        "lines": pages.list_lines(list(page.object_list), day),
        "left": pages.left_lines(_left(request.actor, day), request.actor),
        "actions": [NextStep("开具交接单", f"{pages.BASE}new/")] if may else [],
        "unit_word": "份",
        "empty_words": "没有符合条件的工作交接单。",
        "empty_hint": "分工方案审定时自动开具；人员变动、职责划转由县委办开具。",
    }
    return render(request, "handover/handovers.html", context)


@reads(Section.PORTFOLIOS)
def handover(request: ActorRequest, pk: int) -> HttpResponse:
    """One sheet: the three signatures, what is on it, its print, its record."""
    row = loaders.find(Handover, pk, request.actor)
    day = _today(request)
    lines, hidden = pages.item_lines(row, request.actor)
    context = {
        "heading": str(row),
        "number": row.get_cause_display(),
        "status": pages.badge(row),
        "light": pages.light(row, day),
        "handover": row,
        "next": pages.next_steps(row, request.actor),
        "strip": pages.strip(row),
        "facts": pages.facts(row, day),
        "lines": lines,
        "hidden": hidden,
        "files": [FileRow("工作交接单", f"{pages.BASE}{pk}/sheet")],
        "record": record_lines(ref(row), request.actor),
    }
    return render(request, "handover/handover.html", context)


@reads(Section.PORTFOLIOS)
def sheet_file(request: ActorRequest, pk: int, suffix: str) -> HttpResponse:
    """工作交接单 as ``.docx`` or ``.pdf``, for three signatures."""
    row = loaders.find(Handover, pk, request.actor)
    return file_response(pages.paper(row, request.actor), str(row), suffix)


def _to_sign(request: ActorRequest, pk: int) -> Handover:
    """A sheet one sees, or one that waits for somebody one may enter for."""
    return find_to_sign(Handover, pk, request.actor, Action.HANDOVER_SIGN, waits=lambda row: row.state in OPEN)


@acts(Action.HANDOVER_PREPARE)
def new(request: ActorRequest) -> HttpResponse:
    """开具工作交接单; the address prefills it from the list of what stands on no sheet."""
    given: dict[str, Any] = {
        f"{name}_id": row_number(request.GET.get(name, "")) for name in ("giver", "receiver", "division")
    }
    given["cause"] = request.GET.get("cause", "")
    given["area_ids"] = [number for each in request.GET.getlist("area") if (number := row_number(each)) is not None]
    given["effective_on"] = request.GET.get("on", "")
    form = form_for(request, PrepareForm, initial={name: value for name, value in given.items() if value})
    if request.method == "POST" and (made := submit(request, form, actions.handover_prepare)) is not None:
        return redirect("handover:handover", made.pk)
    words = "在办的事项、任务、批示、待审定文稿由系统列入，移交人签字时再补列新增的。"
    return form_page(request, form, heading="开具工作交接单", back=pages.BASE, submit="开具", consequence=words)


@acts(Action.HANDOVER_SIGN)
def sign(request: ActorRequest, pk: int) -> HttpResponse:
    """签字, of the one whose turn it is."""
    row = _to_sign(request, pk)
    form = form_for(request, SignForm, row)
    words = {
        "giving": "签字时补列开单后新增的在办事项；签后由接收人签字。",
        "receiving": "签字后，原以移交人为责任领导、审定人、批示领导的在办事项改由接收人负责；先于生效之日签的，到日起改。",
        "witnessing": "签字后交接办结，不再改动。",
    }.get(row.state, "")
    return _act(
        request, form, row, actions.handover_sign, heading=f"{row.get_state_display()}签字", label="签字", words=words
    )


@acts(Action.HANDOVER_STAND_IN)
def stand_in(request: ActorRequest, pk: int) -> HttpResponse:
    """代为移交."""
    row = loaders.find(Handover, pk, request.actor)
    form = form_for(request, StandInForm, row)
    words = "只有移交人已经离任时才能代为移交，原因随单留存。"
    return _act(request, form, row, actions.handover_stand_in, heading="代为移交", label="代为移交", words=words)


@acts(Action.HANDOVER_WITNESS)
def witness(request: ActorRequest, pk: int) -> HttpResponse:
    """改定监交人."""
    row = loaders.find(Handover, pk, request.actor)
    form = form_for(request, WitnessForm, row)
    return _act(request, form, row, actions.handover_witness, heading="改定监交人", label="保存")


@acts(Action.HANDOVER_VOID)
def void(request: ActorRequest, pk: int) -> HttpResponse:
    """作废."""
    row = loaders.find(Handover, pk, request.actor)
    form = form_for(request, VoidForm, row)
    words = "作废后单上的在办事项列入“未交接”，须另开交接单。"
    return _act(request, form, row, actions.handover_void, heading="作废工作交接单", label="作废", words=words)


def _act(
    request: ActorRequest,
    form: Any,
    row: Handover,
    do: Callable[..., Handover],
    *,
    heading: str,
    label: str,
    words: str = "",
) -> HttpResponse:
    seen = loaders.visible(Handover, request.actor).filter(pk=row.pk).exists()
    back = f"{pages.BASE}{row.pk}/" if seen else "/"
    if request.method == "POST" and submit(request, form, do, handover_id=row.pk) is not None:
        return redirect(back)
    return form_page(
        request,
        form,
        heading=heading,
        back=back,
        submit=label,
        consequence=words,
        template="handover/act.html",
        handover=row,
        lines=pages.item_lines(row, request.actor)[0] if do is actions.handover_sign else None,
        files=[FileRow("工作交接单", f"{pages.BASE}{row.pk}/sheet")] if seen else [],
    )
