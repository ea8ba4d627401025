"""Pages of 专家咨询: the list, a 咨询书 with its opinions, asking, taking down, adopting, the two prints."""

from django.http import HttpResponse
from django.shortcuts import redirect, render

from yixing.access import loaders
from yixing.access.actions import Action, Section
from yixing.access.kinds import ref
from yixing.access.numbers import row_number
from yixing.argument import pages, prints
from yixing.argument.actions import consultation_conclude, consultation_open, consultation_reply
from yixing.argument.forms import AdviceForm, ConcludeForm, ConsultationFilter, ConsultForm
from yixing.argument.listing import list_page, said, span_of
from yixing.argument.models import Advice, Consultation
from yixing.argument.queries import consultations as asked_of
from yixing.attachments.queries import documents
from yixing.door.views import ActorRequest, acts, form_for, form_page, reads, submit
from yixing.matters.models import Matter
from yixing.matters.prints import links
from yixing.matters.state import OPEN
from yixing.matters.views import today_of
from yixing.papers.rendering import file_response
from yixing.people.record import record_lines
from yixing_core.errors import Refusal


@reads(Section.MATTERS)
def consultations(request: ActorRequest) -> HttpResponse:
    """专家咨询: what was asked of whom, and where it stands."""
    form = ConsultationFilter(request.GET or None)
    wanted = said(form)
    rows = asked_of(
        request.actor,
        mode=wanted.get("mode", ""),
        state=wanted.get("state", ""),
        field=wanted.get("field", ""),
        span=span_of(wanted),
    )
    return list_page(
        request,
        "咨询",
        rows,
        template="argument/consultations.html",
        form=form,
        columns=pages.CONSULTATION_COLUMNS,
        cells=pages.consultation_cells,
        unit_word="次",
    )


@acts(Action.CONSULTATION_OPEN)
def new(request: ActorRequest, pk: int) -> HttpResponse:
    """发出咨询书 on a matter."""
    matter = loaders.find(Matter, pk, request.actor)
    form = form_for(request, ConsultForm, matter)
    if request.method == "POST" and (made := submit(request, form, consultation_open, matter_id=pk)) is not None:
        return redirect("argument:consultation", made.pk)
    return form_page(
        request,
        form,
        heading="咨询专家",
        back=f"/matters/{pk}/",
        submit="发出咨询书",
        template="argument/act.html",
        matter=matter,
        direct_url=f"/matters/{pk}/steps/experts/",
    )


@reads(Section.MATTERS)
def consultation(request: ActorRequest, pk: int) -> HttpResponse:
    """One 咨询书: who was asked, what each said, what became of it."""
    actor = request.actor
    row = loaders.find(Consultation, pk, actor)
    may = row.matter.state in OPEN and loaders.may(actor, Action.CONSULTATION_REPLY, row)
    context = {
        "heading": "专家咨询",
        "number": row.number,
        "matter": row.matter,
        "consultation": row,
        "status": pages.badge(row),
        "next": pages.consultation_steps(row, actor),
        "strip": pages.consultation_strip(row),
        "facts": pages.consultation_facts(row),
        "advices": [
            (advice, pages.advice_words(advice)) for advice in row.advices.select_related("expert").order_by("pk")
        ],
        "may_reply": may and row.concluded_on is None,
        "documents": documents(ref(row), actor),
        "prints": [
            *links(f"/argument/consultations/{pk}/letter", "专家咨询书"),
            *links(f"/argument/consultations/{pk}/adoption", "专家意见采纳情况表"),
        ],
        "record": record_lines(ref(row), actor),
    }
    return render(request, "argument/consultation.html", context)


@acts(Action.CONSULTATION_REPLY)
def advice(request: ActorRequest, pk: int) -> HttpResponse:
    """登记专家意见: of the expert behind ``?advice=``, or of the first who has not answered."""
    row = loaders.find(Consultation, pk, request.actor)
    asked = _asked(row, request.GET.get("advice", ""))
    form = form_for(request, AdviceForm, row, advice=asked)
    if request.method == "POST" and submit(request, form, consultation_reply, consultation_id=pk) is not None:
        return redirect("argument:consultation", pk)
    return form_page(
        request,
        form,
        heading=f"登记专家意见：{asked.expert.name}",
        back=f"/argument/consultations/{pk}/",
        submit="登记",
        template="argument/act.html",
        matter=row.matter,
        question=row.question,
    )


def _asked(row: Consultation, number: str) -> Advice:
    rows = row.advices.select_related("expert").order_by("pk")
    named = rows.filter(pk=row_number(number) or 0) if number else rows.filter(replied_on__isnull=True)
    found = named.first() or (None if number else rows.first())
    if found is None:
        raise Refusal("not_found")
    return found


@acts(Action.CONSULTATION_CONCLUDE)
def conclude(request: ActorRequest, pk: int) -> HttpResponse:
    """专家意见采纳情况: 采纳, 部分采纳 or 未采纳 for each opinion, with the reason."""
    row = loaders.find(Consultation, pk, request.actor)
    form = form_for(request, ConcludeForm, row)
    if request.method == "POST" and submit(request, form, consultation_conclude, consultation_id=pk) is not None:
        return redirect("argument:consultation", pk)
    return form_page(
        request,
        form,
        heading="专家意见采纳情况",
        back=f"/argument/consultations/{pk}/",
        submit="形成采纳情况",
        consequence="“专家论证”一项随之登记，人数、署名和利害关系由记录算出；未回复的专家不计。",
        template="argument/conclude.html",
        matter=row.matter,
        lines=[(each, form[f"adoption-{each.pk}"], form[f"reason-{each.pk}"]) for each in form.advices],
    )


@reads(Section.MATTERS)
def adoption(request: ActorRequest, pk: int, suffix: str) -> HttpResponse:
    """专家意见采纳情况表."""
    row = loaders.find(Consultation, pk, request.actor)
    return file_response(
        prints.adoption_print(row, today_of(request)), f"专家意见采纳情况表-{row.matter.title}", suffix
    )


@reads(Section.MATTERS)
def letter(request: ActorRequest, pk: int, suffix: str) -> HttpResponse:
    """专家咨询书."""
    row = loaders.find(Consultation, pk, request.actor)
    return file_response(prints.letter_print(row), f"专家咨询书-{row.matter.title}", suffix)
