"""Pages of 履责登记: the register by member and year, one entered duty, registering."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render

from yixing.access import loaders
from yixing.access.actions import Action, Section
from yixing.access.kinds import ref
from yixing.argument.listing import said
from yixing.argument.queries import Span
from yixing.attachments.queries import documents
from yixing.briefings.acting import today_of
from yixing.door.views import ActorRequest, acts, form_for, form_page, reads, submit
from yixing.duties import pages
from yixing.duties.actions import duty_set
from yixing.duties.charge import members_in, usual_year, year_span
from yixing.duties.forms import DutyForm, RegisterFilter
from yixing.duties.models import Duty
from yixing.duties.queries import register, sees_overview
from yixing.people.record import record_lines
from yixing.supervision.models import Task
from yixing.ui.components import NextStep, RelatedItem
from yixing.ui.sheets import workbook_response

_CONSEQUENCE = "保存后列入履责登记，带入本人的年度分工报告。"
PER_PAGE = 25


@reads(Section.DUTIES)
def duties(request: ActorRequest) -> HttpResponse:
    """履责登记 of a year; ``export=xlsx`` gives what is shown, for the office with the counts by member."""
    today, actor = today_of(request), request.actor
    year = usual_year(today)
    people = list(members_in(*year_span(year)))
    form = RegisterFilter({"year": year} | request.GET.dict(), today=today, people=people)
    wanted = said(form)
    chosen = wanted.get("year") or year
    if chosen != year:
        people = list(members_in(*year_span(chosen)))
    person, mode = wanted.get("person"), wanted.get("mode", "")
    everything = register(actor, Span(*year_span(chosen)), person_id=person)
    shown = [line for line in everything if not mode or line.mode == mode]
    names = {each.pk: each.name for each in people}
    overview = pages.overview(everything, people, chosen) if sees_overview(actor) and not person else []
    if request.GET.get("export") == "xlsx":
        rows = (pages.line_cells(line, names) for line in shown)
        sheets = [pages.sheet("履责登记", pages.LINE_COLUMNS, rows)]
        return workbook_response("履责登记", [*sheets, *([pages.overview_sheet(overview)] if overview else [])])
    page = Paginator(shown, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "heading": f"常委履责（{chosen}年）",
        "year": chosen,
        "views": pages.tabs("履责登记", actor),
        "filter_form": form,
        "columns": pages.LINE_COLUMNS,
        "page": page,
        "lines": [(line, names.get(line.person_id, "")) for line in page.object_list],
        "overview": overview,
        "figures": pages.figures(everything, {"year": chosen, "person": person}) if person else [],
        "actions": _buttons(request),
        "empty_words": "没有符合条件的履责事项。",
    }
    return render(request, "duties/duties.html", context)


def _buttons(request: ActorRequest) -> list[NextStep]:
    may = loaders.may(request.actor, Action.DUTY_SET)
    return [NextStep("登记履责", "/duties/new/")] if may else []


@reads(Section.DUTIES)
def duty(request: ActorRequest, pk: int) -> HttpResponse:
    """One entered duty with the tasks it pushed on."""
    row = loaders.find(Duty, pk, request.actor)
    may = loaders.may(request.actor, Action.DUTY_SET, row)
    tasks = loaders.visible(Task, request.actor).filter(duties=row).order_by("number", "pk")
    related = [RelatedItem("任务", task.text, f"/tasks/{task.pk}/", task.number or "", task.due_on) for task in tasks]
    context: dict[str, Any] = {
        "heading": row.title,
        "number": "履责登记",
        "next": [NextStep("修改", f"/duties/{pk}/edit/", primary=False)] if may else None,
        "facts": pages.duty_facts(row),
        "related": related,
        "documents": documents(ref(row), request.actor),
        "subject": ref(row) if may else "",
        "record": record_lines(ref(row), request.actor),
    }
    return render(request, "duties/duty.html", context)


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
