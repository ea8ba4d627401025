"""Files by content: written before the commit under their digest, so that nothing is lost and nothing doubled."""

import datetime as dt
import hashlib
import os
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import transaction

from yixing.attachments.models import Attachment, StoredFile
from yixing.attachments.screening import screen
from yixing_core.errors import Message, Refusal, catalogue

if TYPE_CHECKING:
    from django.core.files import File

catalogue(
    {
        "file_destroyed": Message(
            "这份文件曾被依法销毁，不能再次上传。",
            "确需存放的，请核对是否传错文件；涉密材料走机要渠道，只登记另册占位。",
        ),
    }
)

Label = Attachment.Label
_CHUNK = 1024 * 1024
_PARTIAL = ".part"


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
        Refusal: ``file_*`` or ``classified``, as ``screening.screen`` says; ``file_destroyed`` for bytes that were
            destroyed by an action.
    """
    media_type, cleaned = screen(upload)
    digest = hashlib.sha256(cleaned).hexdigest() if cleaned is not None else digest_of(upload)
    if StoredFile.objects.filter(digest=digest, destroyed__isnull=False).exists():
        raise Refusal("file_destroyed", field="file")
    target = path_of(digest)
    if not target.exists():
        target.parent.mkdir(parents=True, exist_ok=True)
        partial = target.with_name(f"{digest}.{os.getpid()}{_PARTIAL}")
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
    return stored


def attach(
    upload: "File[bytes]",
    *,
    subject: str,
    label: Attachment.Label,
    by: str,
    at: dt.datetime,
    level: Attachment.Level = Attachment.Level.OPEN,
    readers: Iterable[int] = (),
) -> Attachment:
    """Attach an upload to something, inside an action's transaction. ``readers`` are persons, for level 内部."""
    attachment = Attachment.objects.create(
        file=write(upload, at=at),
        subject=subject,
        label=label,
        name=Path(upload.name or "未命名").name[:200],
        level=level,
        uploaded_by=by,
        uploaded=at,
    )
    if readers:
        attachment.readers.set(readers)
    return attachment


def destroy(stored: StoredFile, *, at: dt.datetime) -> None:
    """Mark bytes as destroyed now and remove them once the transaction holds; the digest stays."""
    stored.destroyed = at
    stored.save(update_fields=["destroyed"])
    transaction.on_commit(lambda: _remove(path_of(stored.digest)))


def _remove(path: Path) -> None:
    """Overwrite, then unlink. A flash disk may keep old blocks; the threat model says so."""
    if not path.exists():
        return
    with path.open("r+b") as stream:
        stream.write(bytes(path.stat().st_size))
        stream.flush()
        os.fsync(stream.fileno())
    path.unlink()


def sweep(*, now: dt.datetime, older_than: dt.timedelta = dt.timedelta(days=1)) -> int:
    """Remove bytes that no row knows: left by a transaction that failed, by a crash, or by a destruction cut short.

    Args:
        now: the present moment.
        older_than: younger files are left alone, their transaction may still be running.

    Returns:
        How many files were removed.
    """
    removed = 0
    root = Path(settings.MEDIA_ROOT)
    limit = (now - older_than).timestamp()
    for folder in sorted(root.glob("??/??")):
        files = {path.name: path for path in folder.iterdir() if path.stat().st_mtime < limit}
        kept = set(StoredFile.objects.filter(digest__in=files, destroyed__isnull=True).values_list("digest", flat=True))
        for name, path in files.items():
            if name not in kept:
                _remove(path)
                removed += 1
    return removed
