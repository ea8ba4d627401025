"""Pages of 调研: the list, one research with the matters that cite it, registering, citing."""

from django.http import HttpResponse
from django.shortcuts import redirect, render

from yixing.access import loaders
from yixing.access.actions import Action, Section
from yixing.access.kinds import ref
from yixing.argument import pages
from yixing.argument.actions import research_cite, research_set
from yixing.argument.forms import CiteForm, ResearchFilter, ResearchForm
from yixing.argument.listing import list_page, said, span_of
from yixing.argument.models import Research
from yixing.argument.queries import researches as done
from yixing.attachments.queries import documents
from yixing.door.views import ActorRequest, acts, form_for, form_page, reads, submit
from yixing.matters.models import Matter
from yixing.matters.views import today_of
from yixing.people.record import record_lines
from yixing.ui.components import NextStep

_CONSEQUENCE = "保存后可在事项页上引用；调研报告在调研页上传。"


@reads(Section.MATTERS)
def researches(request: ActorRequest) -> HttpResponse:
    """调研: who led what, with which report, and how many matters rest on it."""
    form = ResearchFilter(request.GET or None, today=today_of(request))
    wanted = said(form)
    rows = done(
        request.actor,
        leader_id=wanted.get("leader"),
        unit_id=wanted.get("unit"),
        mode=wanted.get("mode", ""),
        span=span_of(wanted),
    )
    may = loaders.may(request.actor, Action.RESEARCH_SET)
    return list_page(
        request,
        "调研",
        rows,
        template="argument/researches.html",
        form=form,
        columns=pages.RESEARCH_COLUMNS,
        cells=pages.research_cells,
        actions=[NextStep("登记调研", "/argument/research/new/")] if may else [],
        unit_word="次",
    )


@reads(Section.MATTERS)
def research(request: ActorRequest, pk: int) -> HttpResponse:
    """One research."""
    row = loaders.find(Research, pk, request.actor)
    may = loaders.may(request.actor, Action.RESEARCH_SET, row)
    context = {
        "heading": row.topic,
        "number": "调研",
        "status": None,
        "research": row,
        "next": [NextStep("修改", f"/argument/research/{pk}/edit/", primary=False)] if may else [],
        "facts": pages.research_facts(row),
        "related": pages.citing(row, request.actor),
        "documents": documents(ref(row), request.actor),
        "subject": ref(row) if may else "",
        "record": record_lines(ref(row), request.actor),
    }
    return render(request, "argument/research.html", context)


@acts(Action.RESEARCH_SET)
def new(request: ActorRequest) -> HttpResponse:
    """登记调研."""
    form = form_for(request, ResearchForm)
    form.versioned = False
    if request.method == "POST" and (made := submit(request, form, research_set)) is not None:
        return redirect("argument:research", made.pk)
    return form_page(request, form, heading="登记调研", back="/argument/research/", consequence=_CONSEQUENCE)


@acts(Action.RESEARCH_SET)
def edit(request: ActorRequest, pk: int) -> HttpResponse:
    """Change what is written of a research; the open matters that cite it follow."""
    row = loaders.find(Research, pk, request.actor)
    form = form_for(request, ResearchForm, row)
    if request.method == "POST" and submit(request, form, research_set, research_id=pk) is not None:
        return redirect("argument:research", pk)
    return form_page(request, form, heading="修改调研", back=f"/argument/research/{pk}/", consequence=_CONSEQUENCE)


@acts(Action.RESEARCH_CITE)
def cite(request: ActorRequest, pk: int) -> HttpResponse:
    """引用调研 for a matter."""
    matter = loaders.find(Matter, pk, request.actor)
    form = form_for(request, CiteForm, matter)
    if request.method == "POST" and submit(request, form, research_cite, matter_id=pk) is not None:
        return redirect("matters:matter", pk)
    may = loaders.may(request.actor, Action.RESEARCH_SET)
    return form_page(
        request,
        form,
        heading="引用调研",
        back=f"/matters/{pk}/",
        submit="引用",
        consequence="“调查研究”一项随之登记，次数、是否常委牵头、有无报告由引用的调研算出。",
        template="argument/cite.html",
        matter=matter,
        none=not form.fields["research_ids"].choices,
        new_url="/argument/research/new/" if may else "",
        direct_url=f"/matters/{pk}/steps/research/",
    )
