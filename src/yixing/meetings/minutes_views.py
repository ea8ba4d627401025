"""The 纪要 of a meeting on one page: drafting, checks beside it, review, signature, notices."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from yixing.access import loaders
from yixing.access.actions import Action, Section
from yixing.door.forms import ActionForm
from yixing.door.views import ActorRequest, acts, form_for, form_page, reads, submit
from yixing.matters.delegates import find_to_sign
from yixing.meetings import actions, pages
from yixing.meetings.actions.minutes import minutes_of, notices_of, unnoticed
from yixing.meetings.checks import minutes_mismatches
from yixing.meetings.forms import MinutesForm, MinutesSignForm, NoticeForm, PlainForm, ReviewForm
from yixing.meetings.models import Meeting
from yixing.meetings.naming import LIGHT
from yixing.papers.files import FileRow, file_row
from yixing.papers.models import Document
from yixing.people.record import record_lines
from yixing.ui.components import Badge, Fact, StripStep, Tone
from yixing_core.errors import Refusal

_TONES: dict[str, Tone] = {"draft": "quiet", "reviewed": "info", "signed": "good", "void": "bad"}


def _readable(request: ActorRequest, meeting: Meeting) -> Document | None:
    document = minutes_of(meeting)
    if document is None:
        return None
    return loaders.visible(Document, request.actor).filter(pk=document.pk).first()


@reads(Section.WORKBENCH)
def minutes(request: ActorRequest, pk: int) -> HttpResponse:
    """会议纪要 and 议定事项通知 of a meeting; for a mere delegate the 纪要 that waits for his principal."""
    if loaders.may_open(request.actor, Section.MEETINGS):
        return minutes_page(request, loaders.find(Meeting, pk, request.actor))
    meeting = Meeting.objects.filter(pk=pk).first()
    document = minutes_of(meeting) if meeting is not None else None
    if document is None:
        raise Refusal("not_found")
    if ready_to_review(document):
        document = _to_review(request, document.pk)
        return _review_page(request, document, form_for(request, ReviewForm, document))
    document = _to_sign(request, document.pk)
    return _signing_page(request, document, form_for(request, MinutesSignForm, document))


def _to_sign(request: ActorRequest, pk: int) -> Document:
    return find_to_sign(Document, pk, request.actor, Action.MINUTES_SIGN, waits=ready_to_sign)


def _to_review(request: ActorRequest, pk: int) -> Document:
    return find_to_sign(Document, pk, request.actor, Action.MINUTES_REVIEW, waits=ready_to_review)


def _review_page(request: ActorRequest, document: Document, form: ActionForm) -> HttpResponse:
    """The wording and the director's word on it, for somebody who has no other business with the meeting."""
    return form_page(
        request,
        form,
        heading=f"审核：{document.title}",
        back="/",
        submit="提交审核意见",
        template="meetings/minutes_sign.html",
        items=document.content["items"],
        submit_url=f"/meetings/minutes/{document.pk}/review/",
    )


def _signing_page(request: ActorRequest, document: Document, form: ActionForm) -> HttpResponse:
    """The wording and the signature, for somebody who has no other business with the meeting."""
    return form_page(
        request,
        form,
        heading=document.title,
        back="/",
        submit="签发",
        consequence="签发后编号，内容不再更改。",
        template="meetings/minutes_sign.html",
        items=document.content["items"],
        submit_url=f"/meetings/minutes/{document.pk}/sign/",
    )


def minutes_page(request: ActorRequest, meeting: Meeting, **forms: ActionForm) -> HttpResponse:
    """Draw the page; ``forms`` are those that came back with errors: ``draft, review, sign, notice``."""
    actor = request.actor
    document = _readable(request, meeting)
    context: dict[str, Any] = {
        "heading": f"{meeting.title}纪要",
        "meeting": meeting,
        "document": document,
        "status": Badge(document.get_state_display(), _TONES[document.state]) if document is not None else None,
        "number": document.number_words if document is not None else "",
        "strip": _strip(meeting, document),
        "facts": _facts(document),
        "files": _files(document, meeting, request),
        "documents": None,
        "findings": None,
        "record": record_lines(f"paper/{document.pk}", actor) if document is not None else [],
        "may_draft": loaders.may(actor, Action.MINUTES_DRAFT) and meeting.state == Meeting.State.CLOSED,
    }
    if document is not None and meeting.kind not in LIGHT:
        context["mismatches"] = minutes_mismatches(document, meeting)
    context |= _forms(request, meeting, document) | forms
    bad = next(iter(forms.values()), None)
    context["refusal"] = bad.refusal if bad is not None else None
    return render(request, "meetings/minutes.html", context, status=bad.status if bad is not None else 200)


def _forms(request: ActorRequest, meeting: Meeting, document: Document | None) -> dict[str, ActionForm]:
    """The forms this actor may use now, unbound."""
    actor = request.actor
    found: dict[str, ActionForm] = {}
    common: dict[str, Any] = {"actor": actor, "today": actor.day, "row": document}
    unsigned = document is not None and document.state in {Document.State.DRAFT, Document.State.REVIEWED}
    if document is not None and unsigned:
        if loaders.may(actor, Action.MINUTES_DRAFT) and document.kind == Document.Kind.MINUTES:
            found["draft"] = MinutesForm(None, document=document, **common)
        if pages.may_here(actor, Action.MINUTES_REVIEW, document) and document.kind == Document.Kind.MINUTES:
            found["review"] = ReviewForm(None, **common)
        if ready_to_sign(document) and pages.may_here(actor, Action.MINUTES_SIGN, document):
            found["sign"] = MinutesSignForm(None, **common)
    if loaders.may(actor, Action.NOTICE_ISSUE) and meeting.state == Meeting.State.CLOSED:
        units = _units(meeting)
        if units:
            found["notice"] = NoticeForm(None, actor=actor, today=actor.day, row=meeting, units=units)
    return found


def ready_to_review(document: Document) -> bool:
    """Whether a 纪要 waits for the director; that of a light meeting needs no review."""
    return document.kind == Document.Kind.MINUTES and document.state == Document.State.DRAFT


def ready_to_sign(document: Document) -> bool:
    """Whether a 纪要 waits for the signature: reviewed, or that of a light meeting, which needs no review."""
    if document.kind == Document.Kind.LIGHT_MINUTES:
        return document.state in {Document.State.DRAFT, Document.State.REVIEWED}
    return document.kind == Document.Kind.MINUTES and document.state == Document.State.REVIEWED


def _units(meeting: Meeting) -> list[tuple[str, str]]:
    return [
        (str(unit.pk), f"{unit}（{'、'.join(decision.number for decision in rows)}）")
        for unit, rows in unnoticed(meeting).items()
    ]


def _strip(meeting: Meeting, document: Document | None) -> list[StripStep]:
    signed = document is not None and document.state == Document.State.SIGNED
    told = any(row.state == Document.State.SIGNED for row in notices_of(meeting))
    steps: list[tuple[str, Any, bool]] = [("拟稿", None, document is not None)]
    if meeting.kind not in LIGHT:
        steps.append(("审核", document.reviewed_on if document else None, bool(document and document.reviewed_on)))
    steps += [("签发", document.signed_on if document else None, signed), ("印发通知", None, told)]
    first = next((index for index, (_, _, done) in enumerate(steps) if not done), len(steps))
    return [
        StripStep(label, day, "done" if done else "current" if index == first else "todo")
        for index, (label, day, done) in enumerate(steps)
    ]


def _facts(document: Document | None) -> list[Fact]:
    if document is None:
        return []
    rows = [Fact("文种", document.get_kind_display()), Fact("编号", document.number_words or "签发时编号")]
    if document.reviewer is not None:
        parts = "涉及部分已送分管常委核对" if document.parts_reviewed else ""
        rows.append(Fact("审核", f"{document.reviewer.name} {document.reviewed_on}", note=parts))
    if document.signer is not None:
        rows.append(Fact("签发", f"{document.signer.name} {document.signed_on}"))
    return rows


def _files(document: Document | None, meeting: Meeting, request: ActorRequest) -> list[FileRow]:
    rows = [document] if document is not None else []
    readable = loaders.visible(Document, request.actor)
    rows += list(readable.filter(pk__in=[row.pk for row in notices_of(meeting)]).exclude(state=Document.State.VOID))
    return [file_row(row) for row in rows]


@acts(Action.MINUTES_DRAFT)
@require_POST
def draft(request: ActorRequest, pk: int) -> HttpResponse:
    """拟稿 from the records (no fields), or saving the wording."""
    meeting = loaders.find(Meeting, pk, request.actor)
    document = _readable(request, meeting)
    wording = document is not None and "copies" in request.POST
    form: Any = form_for(request, MinutesForm, document, document=document) if wording else form_for(request, PlainForm)
    form.versioned = wording
    if submit(request, form, actions.minutes_draft, meeting_id=pk) is not None:
        return redirect("meetings:minutes", pk)
    return minutes_page(request, meeting, draft=form) if wording else minutes_page(request, meeting, plain=form)


def _document(request: ActorRequest, pk: int) -> tuple[Document, Meeting]:
    document = loaders.find(Document, pk, request.actor)
    if not document.subject.startswith("meeting/"):
        raise Refusal("not_found")
    return document, loaders.find(Meeting, int(document.subject.removeprefix("meeting/")), request.actor)


@acts(Action.MINUTES_REVIEW)
@require_POST
def review(request: ActorRequest, pk: int) -> HttpResponse:
    """审核, or back with what must change; by the director or with his scan (代录)."""
    if not loaders.may_open(request.actor, Section.MEETINGS):
        return _review_for_principal(request, _to_review(request, pk))
    document, meeting = _document(request, pk)
    form = form_for(request, ReviewForm, document)
    if submit(request, form, actions.minutes_review, document_id=pk) is not None:
        return redirect("meetings:minutes", meeting.pk)
    return minutes_page(request, meeting, review=form)


def _review_for_principal(request: ActorRequest, document: Document) -> HttpResponse:
    form = form_for(request, ReviewForm, document)
    if submit(request, form, actions.minutes_review, document_id=document.pk) is not None:
        return redirect("/")
    return _review_page(request, document, form)


@acts(Action.MINUTES_SIGN)
@require_POST
def sign(request: ActorRequest, pk: int) -> HttpResponse:
    """签发, by the chair or with his scan (代录)."""
    if not loaders.may_open(request.actor, Section.MEETINGS):
        return _sign_for_principal(request, _to_sign(request, pk))
    document, meeting = _document(request, pk)
    form = form_for(request, MinutesSignForm, document)
    if submit(request, form, actions.minutes_sign, document_id=pk) is not None:
        return redirect("meetings:minutes", meeting.pk)
    return minutes_page(request, meeting, sign=form)


def _sign_for_principal(request: ActorRequest, document: Document) -> HttpResponse:
    form = form_for(request, MinutesSignForm, document)
    if submit(request, form, actions.minutes_sign, document_id=document.pk) is not None:
        return redirect("/")
    return _signing_page(request, document, form)


@acts(Action.NOTICE_ISSUE)
@require_POST
def notices(request: ActorRequest, pk: int) -> HttpResponse:
    """印发议定事项通知."""
    meeting = loaders.find(Meeting, pk, request.actor)
    form = form_for(request, NoticeForm, meeting, units=_units(meeting))
    if submit(request, form, actions.notice_issue, meeting_id=pk) is not None:
        return redirect("meetings:minutes", pk)
    return minutes_page(request, meeting, notice=form)
