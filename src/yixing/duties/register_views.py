"""Pages of 履责登记: the register by member and year, one entered duty, registering."""

import datetime as dt
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render

from yixing.access import loaders
from yixing.access.actions import Action, Section
from yixing.access.kinds import ref
from yixing.access.numbers import row_number
from yixing.argument.listing import said
from yixing.argument.queries import Span
from yixing.briefings.acting import act_page, today_of
from yixing.briefings.models import Briefing
from yixing.door.views import ActorRequest, acts, form_for, form_page, reads, submit
from yixing.duties import pages
from yixing.duties.actions import duty_assign, duty_set
from yixing.duties.charge import members_in, usual_year, year_span
from yixing.duties.forms import AssignForm, DutyForm, RegisterFilter
from yixing.duties.models import Duty
from yixing.duties.queries import register, sees_overview
from yixing.duties.register import led_tasks, without_annual
from yixing.matters.delegates import find_to_sign
from yixing.people.record import record_lines
from yixing.ui.components import NextStep
from yixing.ui.sheets import workbook_response

_CONSEQUENCE = "保存后列入履责登记，带入本人的年度分工报告。"
PER_PAGE = 25


@reads(Section.DUTIES)
def duties(request: ActorRequest) -> HttpResponse:
    """履责登记 of a year; ``export=xlsx`` gives what is shown, for the office with the counts by member."""
    today, actor = today_of(request), request.actor
    chosen = _year(request.GET.get("year", ""), today)
    people = list(members_in(*year_span(chosen)))
    form = RegisterFilter(request.GET.dict() | {"year": chosen}, today=today, people=people)
    wanted = said(form)
    person, mode = wanted.get("person"), wanted.get("mode", "")
    everything = register(actor, Span(*year_span(chosen)), person_id=person)
    lines = without_annual(everything) if wanted.get("annual") == "no" else everything
    with_tasks = bool(wanted.get("tasks"))
    shown = [line for line in lines if (not mode or line.mode == mode) and (line.tasks or not with_tasks)]
    names = {each.pk: each.name for each in people}
    overview = pages.overview(everything, people, chosen) if sees_overview(actor) and not person else []
    if request.GET.get("export") == "xlsx":
        rows = (pages.line_cells(line, names) for line in shown)
        sheets = [pages.sheet("履责登记", pages.LINE_COLUMNS, rows)]
        return workbook_response("履责登记", [*sheets, *([pages.overview_sheet(overview)] if overview else [])])
    page = Paginator(shown, PER_PAGE).get_page(request.GET.get("page"))
    counted = {"year": chosen, "person": person, "annual": wanted.get("annual")}
    context = {
        "heading": f"常委履责（{chosen}年）",
        "year": chosen,
        "views": pages.tabs("履责登记", actor),
        "filter_form": form,
        "columns": pages.LINE_COLUMNS,
        "page": page,
        "lines": [(line, names.get(line.person_id, "")) for line in page.object_list],
        "overview": overview,
        "figures": pages.figures(lines, counted) if person else [],
        "led": len(led_tasks(shown)) if with_tasks else None,
        "actions": _buttons(request),
        "empty_words": "没有符合条件的履责事项。",
    }
    return render(request, "duties/duties.html", context)


def _year(asked: str, today: dt.date) -> int:
    """The year of the address; the usual one where it names none, or one to come."""
    year = row_number(asked) or 0
    return year if dt.MINYEAR < year <= today.year else usual_year(today)


def _buttons(request: ActorRequest) -> list[NextStep]:
    may = loaders.may(request.actor, Action.DUTY_SET)
    return [NextStep("登记履责", "/duties/new/")] if may else []


@reads(Section.DUTIES)
def duty(request: ActorRequest, pk: int) -> HttpResponse:
    """One entered duty: what came of it, the 批示 on it, the tasks it led to and pushed on."""
    row = loaders.find(Duty, pk, request.actor)
    actor = request.actor
    context: dict[str, Any] = {
        "heading": row.title,
        "number": "履责登记",
        "next": pages.duty_steps(row, actor),
        "facts": pages.duty_facts(row),
        "tasks": pages.duty_tasks(row, actor, today_of(request)),
        "related": pages.duty_papers(row, actor),
        "documents": pages.duty_documents(row, actor),
        "subject": ref(row) if loaders.may(actor, Action.DUTY_SET, row) else "",
        "record": record_lines(ref(row), actor),
    }
    return render(request, "duties/duty.html", context)


@acts(Action.DUTY_ASSIGN)
def assign(request: ActorRequest, pk: int) -> HttpResponse:
    """交办履责结果: the member's 批示 on what came of it, his own or entered for him."""
    row = find_to_sign(Duty, pk, request.actor, Action.DUTY_ASSIGN, waits=_assignable)
    seen = loaders.visible(Duty, request.actor).filter(pk=pk).exists()
    return act_page(
        request,
        AssignForm,
        duty_assign,
        row=row,
        given={"duty_id": pk},
        heading="交办履责结果",
        submit_words="交办",
        number="履责登记",
        facts=pages.duty_facts(row),
        back=f"/duties/{pk}/" if seen and loaders.may_open(request.actor, Section.DUTIES) else "/",
        done="已交办，待督查室分解为任务。",
        consequence="登记为本人的批示，列入督查室“待分解”；承办单位不止一个的，逐个交办。",
    )


def _assignable(row: Duty) -> bool:
    return row.briefing is None or row.briefing.state != Briefing.State.CLOSED


@acts(Action.DUTY_SET)
def new(request: ActorRequest) -> HttpResponse:
    """登记履责."""
    form = form_for(request, DutyForm)
    form.versioned = False
    if request.method == "POST" and (made := submit(request, form, duty_set)) is not None:
        return redirect("duties:duty", made.pk)
    return form_page(request, form, heading="登记履责", back="/duties/", consequence=_CONSEQUENCE)


@acts(Action.DUTY_SET)
def edit(request: ActorRequest, pk: int) -> HttpResponse:
    """Change what is written of a duty."""
    row = loaders.find(Duty, pk, request.actor)
    form = form_for(request, DutyForm, row)
    if request.method == "POST" and submit(request, form, duty_set, duty_id=pk) is not None:
        return redirect("duties:duty", pk)
    return form_page(request, form, heading="修改履责登记", back=f"/duties/{pk}/", consequence=_CONSEQUENCE)
