"""Pages of numbered documents: one of them, its files, voiding its number."""

from django.http import HttpResponse
from django.shortcuts import redirect, render

from yixing.access import kinds, loaders
from yixing.access.actions import Action, Section
from yixing.door.views import ActorRequest, acts, form_for, form_page, reads, submit
from yixing.papers import actions
from yixing.papers.content import paper_of
from yixing.papers.files import file_row
from yixing.papers.forms import VoidForm
from yixing.papers.models import Document
from yixing.papers.rendering import file_response
from yixing.people.record import record_lines
from yixing.ui.components import Badge, Fact, NextStep, RelatedItem, Tone

_TONES: dict[str, Tone] = {"draft": "quiet", "reviewed": "info", "signed": "good", "void": "bad"}


@reads(Section.WORKBENCH)
def paper(request: ActorRequest, pk: int) -> HttpResponse:
    """One document: number, signature, files."""
    row = loaders.find(Document, pk, request.actor)
    context = {
        "heading": row.title,
        "number": row.number_words or "未编号",
        "status": Badge(row.get_state_display(), _TONES[row.state]),
        "next": _next(row, request),
        "facts": _facts(row),
        "related": _related(row, request),
        "files": [file_row(row)],
        "documents": None,
        "findings": None,
        "record": record_lines(kinds.ref(row), request.actor),
    }
    return render(request, "papers/paper.html", context)


def _next(row: Document, request: ActorRequest) -> list[NextStep] | None:
    voidable = row.number is not None and row.state != Document.State.VOID
    if not voidable or not loaders.may(request.actor, Action.DOCUMENT_VOID, row):
        return None
    words = "编号保留为作废，不再使用；可以重新拟稿、另编新号。"
    return [NextStep("作废文号", f"/papers/{row.pk}/void/", primary=False, consequence=words)]


def _facts(row: Document) -> list[Fact]:
    facts = [Fact("文种", row.get_kind_display()), Fact("编号", row.number_words or "签发时编号")]
    if row.unit is not None:
        facts.append(Fact("主送", row.unit.name))
    if row.signed_on is not None:
        signer = row.signer.name if row.signer is not None else "县委办"
        facts.append(Fact("签发", f"{signer} {row.signed_on}"))
    if row.void_reason:
        facts.append(Fact("作废原因", row.void_reason))
    return facts


def _related(row: Document, request: ActorRequest) -> list[RelatedItem]:
    kind, _, key = row.subject.partition("/")
    if kind not in kinds.KINDS or not key.isdecimal():
        return []
    thing = loaders.visible(kinds.model_of(kind), request.actor).filter(pk=key).first()
    return [RelatedItem(kinds.WORDS[kind], str(thing), kinds.address(row.subject))] if thing is not None else []


@reads(Section.WORKBENCH)
def file(request: ActorRequest, pk: int, suffix: str) -> HttpResponse:
    """The document as ``.docx`` or ``.pdf``."""
    row = loaders.find(Document, pk, request.actor)
    return file_response(paper_of(row), f"{row.title}{row.number_words}", suffix)


@acts(Action.DOCUMENT_VOID)
def void(request: ActorRequest, pk: int) -> HttpResponse:
    """作废文号."""
    row = loaders.find(Document, pk, request.actor)
    form = form_for(request, VoidForm, row)
    if request.method == "POST" and submit(request, form, actions.document_void, document_id=pk) is not None:
        return redirect("papers:paper", pk)
    return form_page(
        request,
        form,
        heading=f"作废文号：{row.number_words}",
        back=f"/papers/{pk}/",
        submit="作废",
        consequence="编号保留为作废，不再使用。",
    )
