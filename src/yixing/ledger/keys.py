"""The signing key of an installation: a file outside the database, readable by the service only, in no backup."""

import os
from pathlib import Path

from django.conf import settings

from yixing_core.errors import Message, Refusal, catalogue
from yixing_core.ledger.signer import Signer

catalogue(
    {
        "key_missing": Message(
            "找不到存证签名密钥 {place}。", "请从密钥保管处恢复该文件；确已遗失的，由安全管理员更换密钥。", 409
        ),
        "key_exists": Message("存证签名密钥 {place} 已经存在，不会覆盖。", "请先移走原文件再新建。", 409),
    }
)


def key_file() -> Path:
    """Where the private key lies."""
    return Path(settings.KEY_DIR) / "ledger.key"


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
    return signer


def signer() -> Signer:
    """The key in force.

    Raises:
        Refusal: ``key_missing``.
    """
    place = key_file()
    if not place.exists():
        raise Refusal("key_missing", place=place)
    return Signer.from_secret(place.read_text(encoding="ascii"))
