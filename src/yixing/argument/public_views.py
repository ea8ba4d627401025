"""Pages of 公示 and 听证."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render

from yixing.access import loaders
from yixing.access.actions import Action, Section
from yixing.access.kinds import ref
from yixing.argument import pages
from yixing.argument.actions import hearing_announce, hearing_hold, publicity_close, publicity_open
from yixing.argument.forms import HearingForm, HearingResultForm, NoticeForm, NoticeResultForm, PublicFilter
from yixing.argument.listing import list_page, said, span_of
from yixing.argument.models import Hearing, PublicNotice
from yixing.argument.queries import hearings as heard
from yixing.argument.queries import notices as posted
from yixing.attachments.queries import documents
from yixing.door.views import ActorRequest, acts, form_for, form_page, reads, submit
from yixing.matters.models import Matter
from yixing.people.record import record_lines


@reads(Section.MATTERS)
def notices(request: ActorRequest) -> HttpResponse:
    """公示."""
    form = PublicFilter(request.GET or None)
    return list_page(
        request,
        "公示",
        posted(request.actor, span=span_of(said(form))),
        template="argument/notices.html",
        form=form,
        columns=pages.NOTICE_COLUMNS,
        cells=pages.notice_cells,
        unit_word="次",
    )


@acts(Action.PUBLICITY_OPEN)
def notice_new(request: ActorRequest, pk: int) -> HttpResponse:
    """发布公示 of a matter."""
    matter = loaders.find(Matter, pk, request.actor)
    form = form_for(request, NoticeForm, matter)
    if request.method == "POST" and (made := submit(request, form, publicity_open, matter_id=pk)) is not None:
        return redirect("argument:public_notice", made.pk)
    return _act(request, form, matter, "发布公示", "发布", direct=f"/matters/{pk}/steps/notice/")


@reads(Section.MATTERS)
def notice(request: ActorRequest, pk: int) -> HttpResponse:
    """One public notice."""
    row = loaders.find(PublicNotice, pk, request.actor)
    steps = pages.notice_steps(row, request.actor)
    return _object(request, row, heading="公示", text=row.text, next=steps, facts=pages.notice_facts(row))


@acts(Action.PUBLICITY_CLOSE)
def notice_close(request: ActorRequest, pk: int) -> HttpResponse:
    """登记公示结果."""
    row = loaders.find(PublicNotice, pk, request.actor)
    form = form_for(request, NoticeResultForm, row)
    if request.method == "POST" and submit(request, form, publicity_close, notice_id=pk) is not None:
        return redirect("argument:public_notice", pk)
    return _act(request, form, row.matter, "登记公示结果", "登记", back=f"/argument/notices/{pk}/")


@reads(Section.MATTERS)
def hearings(request: ActorRequest) -> HttpResponse:
    """听证."""
    form = PublicFilter(request.GET or None)
    return list_page(
        request,
        "听证",
        heard(request.actor, span=span_of(said(form))),
        template="argument/hearings.html",
        form=form,
        columns=pages.HEARING_COLUMNS,
        cells=pages.hearing_cells,
        unit_word="次",
    )


@acts(Action.HEARING_ANNOUNCE)
def hearing_new(request: ActorRequest, pk: int) -> HttpResponse:
    """公告听证 on a matter."""
    matter = loaders.find(Matter, pk, request.actor)
    form = form_for(request, HearingForm, matter)
    if request.method == "POST" and (made := submit(request, form, hearing_announce, matter_id=pk)) is not None:
        return redirect("argument:hearing", made.pk)
    return _act(request, form, matter, "公告听证", "公告", direct=f"/matters/{pk}/steps/hearing/")


@reads(Section.MATTERS)
def hearing(request: ActorRequest, pk: int) -> HttpResponse:
    """One hearing."""
    row = loaders.find(Hearing, pk, request.actor)
    facts, strip = pages.hearing_facts(row), pages.hearing_strip(row)
    steps = pages.hearing_steps(row, request.actor)
    return _object(request, row, heading="听证", text=row.subject, next=steps, facts=facts, strip=strip)


@acts(Action.HEARING_HOLD)
def hearing_hold_(request: ActorRequest, pk: int) -> HttpResponse:
    """登记听证."""
    row = loaders.find(Hearing, pk, request.actor)
    form = form_for(request, HearingResultForm, row)
    if request.method == "POST" and submit(request, form, hearing_hold, hearing_id=pk) is not None:
        return redirect("argument:hearing", pk)
    return _act(request, form, row.matter, "登记听证", "登记", back=f"/argument/hearings/{pk}/")


def _act(
    request: ActorRequest, form: Any, matter: Matter, heading: str, button: str, *, back: str = "", direct: str = ""
) -> HttpResponse:
    return form_page(
        request,
        form,
        heading=heading,
        back=back or f"/matters/{matter.pk}/",
        submit=button,
        template="argument/act.html",
        matter=matter,
        direct_url=direct,
    )


def _object(request: ActorRequest, row: PublicNotice | Hearing, **shown: Any) -> HttpResponse:
    """The page of either; ``shown`` is what they do not share: heading, text, next, facts, strip."""
    context = {
        "matter": row.matter,
        "status": pages.badge(row),
        "documents": documents(ref(row), request.actor),
        "subject": ref(row) if shown["next"] else "",
        "record": record_lines(ref(row), request.actor),
    }
    return render(request, "argument/public.html", context | shown)
