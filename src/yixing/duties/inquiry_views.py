"""Pages of 专题质询: the list, one inquiry with its rounds, asking, answering, judging."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render

from yixing.access import loaders
from yixing.access.actions import Action, Section
from yixing.access.kinds import ref
from yixing.access.roles import OFFICE
from yixing.argument.listing import said
from yixing.attachments.queries import documents
from yixing.briefings.acting import act_page, today_of
from yixing.door.views import ActorRequest, acts, allowed, form_for, form_page, reads, submit
from yixing.duties import pages
from yixing.duties.actions import inquiry_draft, inquiry_judge, inquiry_open, inquiry_sign
from yixing.duties.forms import AnswerForm, AnswerSignForm, InquiryFilter, InquiryForm, JudgeForm
from yixing.duties.models import Inquiry
from yixing.duties.queries import inquiries as listed
from yixing.duties.state import WAITING
from yixing.matters.delegates import find_to_sign
from yixing.people.record import record_lines
from yixing.supervision.models import Task
from yixing.ui.components import Fact, NextStep, RelatedItem
from yixing.ui.sheets import workbook_response

PER_PAGE = 25


@reads(Section.TASKS)
def inquiries(request: ActorRequest) -> HttpResponse:
    """专题质询: who asked which unit what, until when, where it stands."""
    today = today_of(request)
    form = InquiryFilter(request.GET or None, today=today)
    wanted = said(form)
    rows = listed(request.actor, today, state=wanted.get("state", ""), person_id=wanted.get("person"))
    if request.GET.get("export") == "xlsx":
        cells = (pages.inquiry_cells(row, today) for row in rows)
        return workbook_response("专题质询", [pages.sheet("专题质询", pages.INQUIRY_COLUMNS, cells)])
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    may = allowed(request.actor, Action.INQUIRY_OPEN)
    context = {
        "heading": "专题质询",
        "views": pages.tabs("专题质询", request.actor),
        "filter_form": form,
        "columns": pages.INQUIRY_COLUMNS,
        "page": page,
        "lines": [(row, pages.light(row, today)) for row in page.object_list],
        "actions": [NextStep("提出专题质询", "/duties/inquiries/new/")] if may else [],
        "empty_words": "没有符合条件的质询。",
    }
    return render(request, "duties/inquiries.html", context)


@reads(Section.TASKS)
def inquiry(request: ActorRequest, pk: int) -> HttpResponse:
    """One inquiry: every round, what waits for whom."""
    row = loaders.find(Inquiry, pk, request.actor)
    today, actor = today_of(request), request.actor
    drafts = actor.has(*OFFICE) or row.unit_id in actor.unit_ids
    task = loaders.visible(Task, actor).filter(pk=row.task_id or 0).first()
    context = {
        "heading": row.title,
        "number": f"专题质询 {row.number}",
        "status": pages.badge(row),
        "light": pages.light(row, today),
        "next": pages.inquiry_steps(row, actor),
        "facts": pages.inquiry_facts(row, today),
        "rounds": pages.round_facts(list(row.rounds.select_related("head", "drafter")), drafts=drafts),
        "related": [RelatedItem("督办事项", task.text, f"/tasks/{task.pk}/", task.number or "")] if task else [],
        "documents": documents(ref(row), actor),
        "record": record_lines(ref(row), actor),
    }
    return render(request, "duties/inquiry.html", context)


@acts(Action.INQUIRY_OPEN)
def new(request: ActorRequest) -> HttpResponse:
    """提出专题质询."""
    form = form_for(request, InquiryForm)
    if request.method == "POST" and (made := submit(request, form, inquiry_open)) is not None:
        seen = loaders.visible(Inquiry, request.actor).filter(pk=made.pk).exists()
        return redirect("duties:inquiry", made.pk) if seen else redirect("workbench:workbench")
    return form_page(
        request,
        form,
        heading="提出专题质询",
        back="/duties/inquiries/",
        submit="提出质询",
        consequence="提出后即编号，单位联络员和负责人的工作台上随即出现。",
    )


@acts(Action.INQUIRY_DRAFT)
def draft(request: ActorRequest, pk: int) -> HttpResponse:
    """拟质询答复."""
    row = loaders.find(Inquiry, pk, request.actor)
    return act_page(
        request,
        AnswerForm,
        inquiry_draft,
        row=row,
        given={"inquiry_id": pk},
        heading="拟质询答复",
        number=row.number,
        facts=[*pages.inquiry_facts(row, today_of(request)), *_asked(row)],
        back=f"/duties/inquiries/{pk}/",
        done="已拟稿，等单位负责人审签。",
        submit_words="送单位负责人审签",
    )


@acts(Action.INQUIRY_SIGN)
def sign(request: ActorRequest, pk: int) -> HttpResponse:
    """审签质询答复, by the head of the unit or by 代录 with the signed paper."""
    row = find_to_sign(Inquiry, pk, request.actor, Action.INQUIRY_SIGN, waits=lambda row: row.state in WAITING)
    return act_page(
        request,
        AnswerSignForm,
        inquiry_sign,
        row=row,
        given={"inquiry_id": pk},
        heading="审签质询答复",
        number=row.number,
        facts=[*pages.inquiry_facts(row, today_of(request)), *_asked(row)],
        back=_back(request, row),
        done="已审签，答复送质询的常委。",
        submit_words="审签",
        consequence="审签后不再修改。",
    )


@acts(Action.INQUIRY_JUDGE)
def judge(request: ActorRequest, pk: int) -> HttpResponse:
    """评判质询答复."""
    row = find_to_sign(
        Inquiry, pk, request.actor, Action.INQUIRY_JUDGE, waits=lambda row: row.state == Inquiry.State.ANSWERED
    )
    return act_page(
        request,
        JudgeForm,
        inquiry_judge,
        row=row,
        given={"inquiry_id": pk},
        heading="评判质询答复",
        number=row.number,
        facts=[*pages.inquiry_facts(row, today_of(request)), *_asked(row)],
        back=_back(request, row),
        done="已评判。",
        submit_words="评判",
    )


def _asked(row: Inquiry) -> list[Fact]:
    rounds = list(row.rounds.select_related("head", "drafter"))[-1:]
    return [fact for _, facts in pages.round_facts(rounds, drafts=False) for fact in facts]


def _back(request: ActorRequest, row: Inquiry) -> str:
    """The inquiry's page where the actor may open it; a mere delegate returns to the 工作台."""
    seen = loaders.visible(Inquiry, request.actor).filter(pk=row.pk).exists()
    return f"/duties/inquiries/{row.pk}/" if seen and loaders.may_open(request.actor, Section.TASKS) else "/"
