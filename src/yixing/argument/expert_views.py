"""Pages of the expert pool."""

from django.http import HttpResponse
from django.shortcuts import redirect, render

from yixing.access import loaders
from yixing.access.actions import Action, Section
from yixing.access.kinds import ref
from yixing.argument import pages
from yixing.argument.actions import expert_import, expert_set
from yixing.argument.forms import ExpertFilter, ExpertForm, ExpertImportForm
from yixing.argument.listing import list_page, said
from yixing.argument.models import Consultation, Expert
from yixing.argument.queries import experts as pool
from yixing.door.views import ActorRequest, acts, form_for, form_page, reads, submit
from yixing.matters.views import today_of
from yixing.people.record import record_lines
from yixing.ui.components import Badge, NextStep, RelatedItem

_SHOWN = 50


@reads(Section.MATTERS)
def experts(request: ActorRequest) -> HttpResponse:
    """专家库 by field; those who left it only on demand."""
    form = ExpertFilter(request.GET or None)
    wanted = said(form)
    day = None if wanted.get("all") else today_of(request)
    rows = pool(request.actor, field=wanted.get("field", ""), words=wanted.get("words", "").strip(), day=day)
    may = loaders.may(request.actor, Action.EXPERT_SET)
    return list_page(
        request,
        "专家库",
        rows,
        template="argument/experts.html",
        form=form,
        columns=pages.EXPERT_COLUMNS,
        cells=pages.expert_cells,
        actions=[
            NextStep("登记专家", "/argument/experts/new/"),
            NextStep("导入", "/argument/experts/import/", primary=False),
        ]
        if may
        else [],
        unit_word="人",
    )


@reads(Section.MATTERS)
def expert(request: ActorRequest, pk: int) -> HttpResponse:
    """One expert, and what he was asked as far as the reader may see it."""
    row = loaders.find(Expert, pk, request.actor)
    asked = loaders.visible(Consultation, request.actor).filter(advices__expert=row).select_related("matter")
    steps = [NextStep("修改", f"/argument/experts/{pk}/edit/", primary=False)]
    context = {
        "heading": row.name,
        "number": "专家库",
        "status": Badge("已出库", "quiet") if row.until and row.until < today_of(request) else Badge("在库", "good"),
        "next": steps if loaders.may(request.actor, Action.EXPERT_SET) else [],
        "facts": pages.expert_facts(row),
        "related": [
            RelatedItem(
                "咨询",
                each.matter.title,
                f"/argument/consultations/{each.pk}/",
                each.number,
                each.asked_on,
                badge=pages.badge(each),
            )
            for each in asked.order_by("-asked_on", "-pk")[:_SHOWN]
        ],
        "record": record_lines(ref(row), request.actor),
    }
    return render(request, "ui/object.html", context)


@acts(Action.EXPERT_SET)
def new(request: ActorRequest) -> HttpResponse:
    """登记专家."""
    form = form_for(request, ExpertForm)
    form.versioned = False
    if request.method == "POST" and (made := submit(request, form, expert_set)) is not None:
        return redirect("argument:expert", made.pk)
    return form_page(request, form, heading="登记专家", back="/argument/experts/")


@acts(Action.EXPERT_SET)
def edit(request: ActorRequest, pk: int) -> HttpResponse:
    """Change what is written of an expert, or let him leave the pool."""
    row = loaders.find(Expert, pk, request.actor)
    form = form_for(request, ExpertForm, row)
    if request.method == "POST" and submit(request, form, expert_set, expert_id=pk) is not None:
        return redirect("argument:expert", pk)
    return form_page(request, form, heading=f"修改专家：{row.name}", back=f"/argument/experts/{pk}/")


@acts(Action.EXPERT_IMPORT)
def import_(request: ActorRequest) -> HttpResponse:
    """导入专家库 from a workbook; faults are listed by row and column."""
    form = form_for(request, ExpertImportForm)
    if request.method == "POST" and submit(request, form, expert_import) is not None:
        return redirect("argument:experts")
    return form_page(
        request, form, heading="导入专家库", back="/argument/experts/", submit="导入", template="argument/import.html"
    )
