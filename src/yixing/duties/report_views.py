"""Pages of 分工报告: who reported on a year and who did not, drafting, recording the meeting, printing."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render

from yixing.access import loaders
from yixing.access.actions import Action, Section
from yixing.access.kinds import ref
from yixing.access.numbers import row_number
from yixing.argument.listing import said
from yixing.attachments.queries import documents
from yixing.briefings.acting import act_page, today_of
from yixing.door.views import ActorRequest, acts, form_for, reads, submit
from yixing.duties import pages, report_pages
from yixing.duties.actions import duty_report_draft, duty_report_hear
from yixing.duties.charge import members_in, usual_year, year_span
from yixing.duties.drafting import draft_text, figures_of
from yixing.duties.forms import HearForm, ReportForm, YearFilter
from yixing.duties.models import DutyReport
from yixing.duties.prints import report_print
from yixing.duties.queries import reports as listed
from yixing.papers.rendering import file_response
from yixing.people.models import Person
from yixing.people.record import record_lines
from yixing.ui.sheets import Sheet, workbook_response
from yixing_core.errors import Refusal


@reads(Section.DUTIES)
def reports(request: ActorRequest) -> HttpResponse:
    """The reports of a year, a line for everybody who owes one; who is missing is named above."""
    today, actor = today_of(request), request.actor
    form = YearFilter({"year": usual_year(today)} | request.GET.dict(), today=today)
    year = said(form).get("year") or usual_year(today)
    lines = report_pages.owed(actor, year, today, list(listed(actor, year)))
    if request.GET.get("export") == "xlsx":
        heads = [column.label for column in report_pages.COLUMNS]
        return workbook_response("分工报告", [Sheet("分工报告", heads, [line.cells for line in lines])])
    context = {
        "heading": f"分工报告（{year}年）",
        "views": pages.tabs("分工报告", actor),
        "filter_form": form,
        "columns": report_pages.COLUMNS,
        "lines": lines,
        "missing": report_pages.missing_words(lines, year, today),
    }
    return render(request, "duties/reports.html", context)


@reads(Section.DUTIES)
def duty_report(request: ActorRequest, pk: int) -> HttpResponse:
    """One report: its text, the figures it states beside those of the records, where it was heard."""
    row = loaders.find(DutyReport, pk, request.actor)
    actor = request.actor
    context = {
        "heading": str(row),
        "number": row.get_kind_display(),
        "status": pages.badge(row),
        "next": report_pages.steps(row, actor),
        "facts": report_pages.facts(row),
        "report": row,
        "checked": report_pages.checked(row, actor),
        "files": report_pages.files(row),
        "documents": documents(ref(row), actor),
        "record": record_lines(ref(row), actor),
    }
    return render(request, "duties/duty_report.html", context)


@acts(Action.DUTY_REPORT_DRAFT)
def new(request: ActorRequest) -> HttpResponse:
    """Begin a report with the text drawn from the register: ``?year=2023&person=7``, without a person that of 常委会."""
    today, actor = today_of(request), request.actor
    year = row_number(request.GET.get("year", "")) or usual_year(today)
    year = year if abs(year - today.year) <= _YEARS else usual_year(today)
    person = _person(request, year)
    kind = DutyReport.Kind.MEMBER if person else DutyReport.Kind.COMMITTEE
    known = DutyReport.objects.filter(year=year, kind=kind, person=person).first()
    if known is not None and loaders.visible(DutyReport, actor).filter(pk=known.pk).exists():
        return redirect("duties:duty_report", known.pk)
    form = form_for(request, ReportForm, initial={"text": draft_text(actor, person, year, today)})
    form.versioned = False
    given = {"kind": str(kind), "year": year, "person_id": person.pk if person else None}
    if request.method == "POST" and (made := submit(request, form, duty_report_draft, **given)) is not None:
        return redirect("duties:duty_report", made.pk)
    who = f"{person.name}分管工作" if person else "县委常委会"
    return _page(
        request, form, f"起草{who}{year}年度报告", f"/duties/reports/?year={year}", _figures(request, person, year)
    )


_YEARS = 20


def _person(request: ActorRequest, year: int) -> Person | None:
    """The member named, else the actor where he is one; the office without a name drafts that of 常委会."""
    members = members_in(*year_span(year))
    named = row_number(request.GET.get("person", ""))
    if named is not None:
        person = members.filter(pk=named).first()
        if person is None:
            raise Refusal("not_found")
        return person
    if request.GET.get("kind") == DutyReport.Kind.COMMITTEE:
        return None
    return members.filter(pk=request.actor.person_id or 0).first()


@acts(Action.DUTY_REPORT_DRAFT)
def edit(request: ActorRequest, pk: int) -> HttpResponse:
    """Go on with a draft."""
    row = loaders.find(DutyReport, pk, request.actor)
    form = form_for(request, ReportForm, row, initial={"text": row.text})
    if request.method == "POST" and submit(request, form, duty_report_draft, report_id=pk) is not None:
        return redirect("duties:duty_report", pk)
    return _page(request, form, f"修改{row}", f"/duties/reports/{pk}/", _figures(request, row.person, row.year))


def _figures(request: ActorRequest, person: Person | None, year: int) -> list[Any]:
    return report_pages.figures(figures_of(request.actor, person.pk if person else None, year), person, year)


def _page(request: ActorRequest, form: Any, heading: str, back: str, figures: list[Any]) -> HttpResponse:
    context = {
        "heading": heading,
        "form": form,
        "figures": figures,
        "refusal": form.refusal,
        "submit": "保存",
        "cancel_url": back,
        "consequence": "数字由履责登记带出，点开即是所据记录；会议听取后登记会议，不再修改。",
    }
    return render(request, "duties/report_form.html", context, status=form.status)


@acts(Action.DUTY_REPORT_HEAR)
def hear(request: ActorRequest, pk: int) -> HttpResponse:
    """登记听取分工报告."""
    row = loaders.find(DutyReport, pk, request.actor)
    return act_page(
        request,
        HearForm,
        duty_report_hear,
        row=row,
        given={"report_id": pk},
        heading="登记听取的会议",
        number=str(row),
        facts=report_pages.facts(row),
        back=f"/duties/reports/{pk}/",
        done="已登记。",
        submit_words="登记",
        consequence="登记后报告不再修改，各常委可以看到。",
    )


@reads(Section.DUTIES)
def file(request: ActorRequest, pk: int, suffix: str) -> HttpResponse:
    """The report as .docx or PDF."""
    row = loaders.find(DutyReport, pk, request.actor)
    return file_response(report_print(row), str(row), suffix)
