"""The state of a document, one pure function of its dates."""

from yixing.papers.models import Document


def document_state(document: Document) -> Document.State:
    """拟稿, 已审核, 已签发 or 作废; a voided document keeps its number."""
    if document.void_reason:
        return Document.State.VOID
    if document.signed_on is not None:
        return Document.State.SIGNED
    if document.reviewed_on is not None:
        return Document.State.REVIEWED
    return Document.State.DRAFT
