"""Files by content: written before the commit under their digest, so that nothing is lost and nothing doubled."""

import datetime as dt
import hashlib
import os
from pathlib import Path

from django.conf import settings
from django.core.files import File

from yixing.attachments.models import Attachment, StoredFile
from yixing.attachments.screening import screen

Label = Attachment.Label
_CHUNK = 1024 * 1024


def digest_of(upload: "File[bytes]") -> str:
    """SHA-256 of an upload in hexadecimal; leaves it rewound."""
    upload.seek(0)
    state = hashlib.sha256()
    for chunk in upload.chunks(_CHUNK):
        state.update(chunk)
    upload.seek(0)
    return state.hexdigest()


def path_of(digest: str) -> Path:
    """Where the bytes of a digest lie."""
    return Path(settings.MEDIA_ROOT) / digest[:2] / digest[2:4] / digest


def write(upload: "File[bytes]", *, at: dt.datetime) -> StoredFile:
    """Screen an upload and keep its bytes once.

    Raises:
        Refusal: ``file_*`` or ``classified``, as ``screening.screen`` says.
    """
    media_type, cleaned = screen(upload)
    digest = hashlib.sha256(cleaned).hexdigest() if cleaned is not None else digest_of(upload)
    target = path_of(digest)
    if not target.exists():
        target.parent.mkdir(parents=True, exist_ok=True)
        partial = target.with_name(f"{digest}.{os.getpid()}.part")
        with partial.open("wb") as out:
            if cleaned is not None:
                out.write(cleaned)
            else:
                for chunk in upload.chunks(_CHUNK):
                    out.write(chunk)
            out.flush()
            os.fsync(out.fileno())
        partial.replace(target)
    stored, _ = StoredFile.objects.get_or_create(
        digest=digest, defaults={"size": target.stat().st_size, "media_type": media_type, "stored": at}
    )
    if stored.destroyed is not None:
        stored.destroyed = None
        stored.save(update_fields=["destroyed"])
    return stored


def attach(
    upload: "File[bytes]",
    *,
    subject: str,
    label: Attachment.Label,
    by: str,
    at: dt.datetime,
    level: Attachment.Level = Attachment.Level.OPEN,
) -> Attachment:
    """Attach an upload to something, inside an action's transaction."""
    return Attachment.objects.create(
        file=write(upload, at=at),
        subject=subject,
        label=label,
        name=Path(upload.name or "未命名").name[:200],
        level=level,
        uploaded_by=by,
        uploaded=at,
    )
