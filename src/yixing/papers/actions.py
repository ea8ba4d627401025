"""What is done to a numbered document as such; how it comes to be signed belongs to the capability it comes from."""

from yixing.access.actions import Action
from yixing.access.kinds import resolve
from yixing.door.call import Call
from yixing.door.door import action, record
from yixing.papers import refusals  # noqa: F401  (registers the messages this module raises)
from yixing.papers.models import Document
from yixing.papers.state import document_state
from yixing_core.errors import Refusal


@action(Action.DOCUMENT_VOID)
def document_void(call: Call, *, document_id: int, reason: str, version: int | None = None) -> Document:
    """Void a signed document: it stays under its number as 作废, with the reason; the number is never used again.

    Raises:
        Refusal: ``void_draft`` before a number was given, ``void_again``.
    """
    document = call.load(Document, document_id, Action.DOCUMENT_VOID, version=version)
    if document.state == Document.State.VOID:
        raise Refusal("void_again", number=document.number_words)
    if document.number is None:
        raise Refusal("void_draft")
    if not reason.strip():
        raise Refusal("field_required", field="reason", label="作废原因")
    document.void_reason = reason.strip()
    document.state = document_state(document)
    document.save()
    data = {"series_year": document.year, "number": document.number, "kind": document.kind}
    record(call, document, refs=[resolve(document.subject)], data=data, note={"reason": reason.strip()})
    return document
