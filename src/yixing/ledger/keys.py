"""The signing key of an installation: a file outside the database, readable by the service only, in no backup.

Which key is in force stands in the book itself (``ledger.key``). A new key lies beside the old one until its entry is
committed and then takes its place; whoever signs next finishes a change that broke off in between.
"""

import json
import os
from pathlib import Path

from django.conf import settings
from django.db.models import QuerySet

from yixing.ledger.models import Entry, Installation
from yixing_core.errors import Message, Refusal, catalogue
from yixing_core.ledger.rotation import ACTION
from yixing_core.ledger.signer import Signer

catalogue(
    {
        "key_missing": Message(
            "找不到存证签名密钥 {place}。", "请从密钥保管处恢复该文件；确已遗失的，由安全管理员更换密钥。", 409
        ),
        "key_exists": Message("存证签名密钥 {place} 已经存在，不会覆盖。", "请先移走原文件再新建。", 409),
        "key_other": Message(
            "{place} 不是存证里登记的那把密钥。", "请恢复登记的密钥文件；确已遗失的，由安全管理员更换密钥。", 409
        ),
    }
)


def key_file() -> Path:
    """Where the private key lies."""
    return Path(settings.KEY_DIR) / "ledger.key"


def pending_file() -> Path:
    """Where a new key lies until its entry is committed."""
    return Path(settings.KEY_DIR) / "ledger.key.new"


def make_key(origin: str, *, to: Path | None = None) -> Signer:
    """Make the first key of the log ``origin``, or a new one at another place.

    Raises:
        Refusal: ``key_exists``.
    """
    place = to or key_file()
    place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    signer = Signer.generate(origin)
    try:
        handle = os.open(place, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError as existing:
        raise Refusal("key_exists", place=place) from existing
    with os.fdopen(handle, "w", encoding="ascii") as out:
        out.write(signer.secret() + "\n")
        out.flush()
        os.fsync(out.fileno())
    return signer


def prepare_key(origin: str) -> Signer:
    """Make the key that is to follow; one that was prepared earlier and never came into force is thrown away."""
    settle()
    pending_file().unlink(missing_ok=True)
    return make_key(origin, to=pending_file())


def changes() -> QuerySet[Entry]:
    """The entries that name a key, the latest first."""
    # All changes of key are about the installation, which has few entries of its own.
    subjects = [f"installation/{pk}" for pk in Installation.objects.values_list("pk", flat=True)]
    return Entry.objects.filter(subject__in=subjects, action=ACTION).order_by("-seq")


def registered() -> str | None:
    """The verifier key in force, as the book says; ``None`` where no entry names one."""
    line = changes().values_list("line", flat=True).first()
    return str(json.loads(line)["data"]["new"]) if line is not None else None


def settle() -> None:
    """Put a new key in its place once the book says that it is in force; the old one is destroyed by it."""
    pending = pending_file()
    if pending.exists() and _read(pending).vkey == registered():
        pending.replace(key_file())


def signer() -> Signer:
    """The key in force.

    Raises:
        Refusal: ``key_missing``; ``key_other`` where the file is not the key that the book names.
    """
    settle()
    place = key_file()
    if not place.exists():
        raise Refusal("key_missing", place=place)
    found = _read(place)
    if registered() not in {None, found.vkey}:
        raise Refusal("key_other", place=place)
    return found


def _read(place: Path) -> Signer:
    return Signer.from_secret(place.read_text(encoding="ascii"))
