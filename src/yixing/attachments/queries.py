"""Which files hang on a thing, for whom."""

from django.db.models import Q, QuerySet

from yixing.access import kinds, loaders
from yixing.access.actor import Actor
from yixing.attachments.models import Attachment
from yixing.ui.components import DocumentLink
from yixing_core.errors import Refusal

FORMATS = {
    "application/pdf": "PDF",
    "application/ofd": "OFD",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "Word",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "Excel",
    "application/x-ole-storage": "WPS/Word",
    "image/jpeg": "图片",
    "image/png": "图片",
    "text/plain": "文本",
}


def readable(actor: Actor) -> Q:
    """Attachments whose level lets this actor read them: 一般, or 内部 where he is named or brought it in himself."""
    named = Attachment.readers.through.objects.filter(person_id=actor.person_id or 0).values("attachment_id")
    return Q(level=Attachment.Level.OPEN) | Q(pk__in=named) | Q(uploaded_by=actor.ref)


def attached(reference: str, actor: Actor) -> QuerySet[Attachment]:
    """The files of a thing that the actor may read; destroyed ones are not among them.

    The caller has found the thing for this actor: whoever may not see it may not see its files.
    """
    rows = Attachment.objects.filter(readable(actor), subject=reference, file__destroyed__isnull=True)
    return rows.select_related("file").order_by("id")


def documents(reference: str, actor: Actor) -> list[DocumentLink]:
    """The files of a thing as links for its page; one query, none of the 内部 files of others."""
    return [
        DocumentLink(
            name=row.name,
            url=kinds.address(f"attachment/{row.pk}"),
            kind=FORMATS.get(row.file.media_type, ""),
            size=row.file.size,
            stage=row.get_label_display(),
        )
        for row in attached(reference, actor)
    ]


def find_attachment(attachment_id: int, actor: Actor, *, to_read: bool = True) -> Attachment:
    """One file whose thing the actor may see; with ``to_read`` also one that he may open.

    Raises:
        Refusal: ``not_found``.
    """
    row = Attachment.objects.filter(pk=attachment_id).select_related("file").first()
    if row is None:
        raise Refusal("not_found")
    loaders.find_by_ref(row.subject, actor)
    if to_read and not may_be_read(row, actor):
        raise Refusal("not_found")
    return row


def may_be_read(attachment: Attachment, actor: Actor) -> bool:
    """Whether the actor, who may see the thing, may open this file of it."""
    if attachment.file.destroyed is not None:
        return False
    return Attachment.objects.filter(readable(actor), pk=attachment.pk).exists()
