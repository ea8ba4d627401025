"""Pages of 奖惩意见: the list, one of them, proposing, recording what was decided elsewhere."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render

from yixing.access import loaders
from yixing.access.actions import Action, Section
from yixing.access.kinds import ref
from yixing.argument.listing import said
from yixing.briefings.acting import act_page, today_of
from yixing.door.views import ActorRequest, acts, allowed, form_for, form_page, reads, submit
from yixing.duties import pages
from yixing.duties.actions import recommendation_make, recommendation_settle
from yixing.duties.forms import RecommendationForm, SettleForm, YearFilter
from yixing.duties.models import Recommendation
from yixing.duties.queries import recommendations as listed
from yixing.people.record import record_lines
from yixing.ui.components import NextStep
from yixing.ui.sheets import workbook_response

PER_PAGE = 25


@reads(Section.DUTIES)
def recommendations(request: ActorRequest) -> HttpResponse:
    """奖惩意见 in the reader's sight: the chair, the office, 组织部 and 纪委 all of them, a member his own."""
    form = YearFilter(request.GET or None, today=today_of(request), whole=True)
    rows = listed(request.actor, year=said(form).get("year"))
    if request.GET.get("export") == "xlsx":
        cells = (pages.recommendation_cells(row) for row in rows)
        return workbook_response("奖惩意见", [pages.sheet("奖惩意见", pages.RECOMMENDATION_COLUMNS, cells)])
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    may = allowed(request.actor, Action.RECOMMENDATION_MAKE)
    context = {
        "heading": "奖惩意见",
        "views": pages.tabs("奖惩意见", request.actor),
        "filter_form": form,
        "columns": pages.RECOMMENDATION_COLUMNS,
        "page": page,
        "lines": [(row, pages.recommendation_cells(row), pages.badge(row)) for row in page.object_list],
        "actions": [NextStep("提出奖惩意见", "/duties/recommendations/new/")] if may else [],
        "empty_words": "没有奖惩意见。",
    }
    return render(request, "duties/recommendations.html", context)


@reads(Section.DUTIES)
def recommendation(request: ActorRequest, pk: int) -> HttpResponse:
    """One of them, with what became of it."""
    row = loaders.find(Recommendation, pk, request.actor)
    open_ = row.state == Recommendation.State.SENT
    may = loaders.may(request.actor, Action.RECOMMENDATION_SETTLE, row)
    settle = NextStep("登记处理结果", f"/duties/recommendations/{pk}/settle/")
    context = {
        "heading": row.title,
        "number": "奖惩意见",
        "status": pages.badge(row),
        "next": (settle if may else NextStep("登记处理结果", who=f"{row.sent_to}或县委办")) if open_ else None,
        "facts": pages.recommendation_facts(row),
        "record": record_lines(ref(row), request.actor),
    }
    return render(request, "ui/object.html", context)


@acts(Action.RECOMMENDATION_MAKE)
def new(request: ActorRequest) -> HttpResponse:
    """提出奖惩意见."""
    form = form_for(request, RecommendationForm)
    if request.method == "POST" and (made := submit(request, form, recommendation_make)) is not None:
        seen = loaders.visible(Recommendation, request.actor).filter(pk=made.pk).exists()
        return redirect("duties:recommendation", made.pk) if seen else redirect("workbench:workbench")
    return form_page(
        request,
        form,
        heading="提出奖惩意见",
        back="/duties/recommendations/",
        submit="提出",
        consequence="只有书记、县委办、组织部、纪委和本人看得到；由送达单位按规定研究，系统不作任何处理。",
    )


@acts(Action.RECOMMENDATION_SETTLE)
def settle(request: ActorRequest, pk: int) -> HttpResponse:
    """登记处理结果."""
    row = loaders.find(Recommendation, pk, request.actor)
    return act_page(
        request,
        SettleForm,
        recommendation_settle,
        row=row,
        given={"recommendation_id": pk},
        heading="登记处理结果",
        facts=pages.recommendation_facts(row),
        back=f"/duties/recommendations/{pk}/",
        done="已登记。",
    )
