"""Bring a file to a thing; destroy one that the law or a mistake wants gone."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from yixing.access import kinds, loaders
from yixing.access.actions import Action
from yixing.attachments import store
from yixing.attachments.models import Attachment, StoredFile
from yixing.attachments.queries import find_attachment
from yixing.door.call import Call
from yixing.door.door import action, record
from yixing.files import refusals  # noqa: F401  (registers the messages this module raises)
from yixing.ledger.erase import erase
from yixing.ledger.models import Entry
from yixing_core.errors import Refusal

if TYPE_CHECKING:
    from django.core.files import File


@action(Action.ATTACHMENT_ADD)
def attachment_add(
    call: Call,
    *,
    subject: str,
    upload: "File[bytes]",
    label: str,
    level: str = Attachment.Level.OPEN,
    reader_ids: Sequence[int] = (),
) -> Attachment:
    """Attach a file to a thing the actor may see.

    Args:
        call: the circumstances.
        subject: the thing, as ``matter/117``.
        upload: the file; screened by content.
        label: one of ``Attachment.Label``: 会前修改稿, 上会稿, 会后修改稿, 印发稿, 依据, 佐证 …
        level: ``open``, or ``internal`` for named readers only.
        reader_ids: the persons who may read an internal file; whoever brings it in always may.

    Raises:
        Refusal: ``not_found``, ``readers_missing``, ``attachment_offline`` for an 另册占位, and what ``attachments.store.write`` refuses.
    """
    call.require(Action.ATTACHMENT_ADD)
    if not subject:
        raise Refusal("subject_unknown", field="subject")
    thing = loaders.find_by_ref(subject, call.actor)
    # An 另册占位, whatever kind of thing it is, keeps its papers on paper.
    if getattr(thing, "is_offline", False):
        raise Refusal("attachment_offline", field="upload")
    internal = level == Attachment.Level.INTERNAL
    if internal and not reader_ids:
        raise Refusal("readers_missing", field="reader_ids")
    attachment = store.attach(
        upload,
        subject=subject,
        label=Attachment.Label(label),
        by=call.actor.ref,
        at=call.at,
        level=Attachment.Level(level),
        readers=sorted({*reader_ids, *([call.actor.person_id] if call.actor.person_id else [])}) if internal else (),
    )
    record(
        call,
        attachment,
        refs=[thing],
        data={
            "digest": attachment.file.digest,
            "size": attachment.file.size,
            "label": label,
            "level": level,
            "readers": [f"person/{pk}" for pk in sorted(reader_ids)] if internal else [],
        },
    )
    return attachment


@action(Action.ATTACHMENT_DESTROY)
def attachment_destroy(call: Call, *, attachment_id: int, kind: str, reason: str) -> Attachment:
    """Destroy the bytes of a file, its name and the record of its upload; the digest and the reason stay.

    The same bytes may hang on several things: they are gone from all of them.

    Args:
        call: the circumstances.
        attachment_id: the file.
        kind: ``law`` (法定删除) or ``classified`` (误录涉密).
        reason: in words, without repeating what must be forgotten.

    Raises:
        Refusal: ``not_found``, ``forbidden``, ``already_destroyed``, ``field_required``.
    """
    call.require(Action.ATTACHMENT_DESTROY)
    attachment = find_attachment(attachment_id, call.actor, to_read=False)
    stored = StoredFile.objects.select_for_update().get(pk=attachment.file_id)
    if stored.destroyed is not None:
        raise Refusal("already_destroyed")
    if not reason.strip():
        raise Refusal("field_required", field="reason", label="销毁原因")
    together = list(Attachment.objects.filter(file=stored))
    for row in together:
        row.name = "（已销毁）"
        row.destroyed_as = Attachment.Destruction(kind)
        row.destroyed_reason = reason.strip()
        row.save()
    store.destroy(stored, at=call.at)
    erased = erase(Entry.objects.filter(subject__in=[kinds.ref(row) for row in together]))
    attachment = next(row for row in together if row.pk == attachment.pk)
    record(
        call,
        attachment,
        refs=[kinds.resolve(row.subject) for row in together],
        data={"digest": stored.digest, "kind": kind, "files": len(together), "erased": erased},
    )
    return attachment
