"""Where an installation keeps its data, its keys and its secret. No Django here: settings are built from it."""

import os
import secrets
from pathlib import Path

DEMO_PREFIX = "demo-"
COPIES = ("dossiers", "rechecks", "proposals")
"""Folders of files that were written from records and can be written anew: none may outlive what it was written from."""
FOLDERS = ("files", "polls", "keys", "exports", *COPIES)
"""All folders of the data directory; an export of the ledger holds digests, no words, and outlives what is erased."""


def data_dir() -> Path:
    """The data directory: ``YIXING_DATA_DIR``, or a folder of the user's."""
    given = os.environ.get("YIXING_DATA_DIR")
    if given:
        return Path(given).expanduser().resolve()
    base = os.environ.get("XDG_DATA_HOME") or str(Path.home() / ".local" / "share")
    return Path(base) / "yixing"


def key_dir(data: Path) -> Path:
    """The directory of the signing keys: ``YIXING_KEY_DIR``, or ``keys`` in the data directory. Never in a backup."""
    return Path(os.environ.get("YIXING_KEY_DIR") or data / "keys")


def secret_file(data: Path) -> Path:
    """The file that holds the key for sessions and forms: ``YIXING_SECRET_FILE``, or ``secret`` in the data directory."""
    return Path(os.environ.get("YIXING_SECRET_FILE") or data / "secret")


def read_secret(data: Path) -> str:
    """The installation's secret; where there is none yet, one for this process only (nothing can be signed to last)."""
    path = secret_file(data)
    return path.read_text(encoding="utf-8").strip() if path.exists() else secrets.token_urlsafe(50)


def write_secret(data: Path, *, demo: bool) -> None:
    """Make the secret of a new installation; a demonstration's carries a prefix that a production start refuses."""
    path = secret_file(data)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.touch(mode=0o600)
    path.write_text((DEMO_PREFIX if demo else "") + secrets.token_urlsafe(50), encoding="utf-8")


def is_demo_secret(data: Path) -> bool:
    """Whether the secret was made by the demonstration."""
    return read_secret(data).startswith(DEMO_PREFIX)
