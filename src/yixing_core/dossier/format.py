"""Names, limits and small pieces that writer and verifier of a dossier share."""

import hashlib
from typing import Final

FORMAT: Final = "yixing-dossier/1"
FAMILY: Final = "yixing-dossier/"

README: Final = "说明.txt"
CHECKPOINT: Final = "存证/checkpoint"
ENTRIES: Final = "存证/entries.jsonl"
EARLIER: Final = "存证/earlier.jsonl"
VERIFIER: Final = "yixing-verify.pyz"
MANIFEST: Final = "清单.json"
SEAL: Final = "清单.note"
RECORD: Final = "档案.json"
COVER: Final = "封面.pdf"
UNLISTED: Final = frozenset({MANIFEST, SEAL})
"""The two files that the manifest cannot list: itself and its signature."""

STAMP: Final = f"{FORMAT} sha256=".encode()
DIGEST_DIGITS: Final = 64
COMMENT_BYTES: Final = len(STAMP) + DIGEST_DIGITS

MAX_JSON: Final = 64 << 20
"""Most bytes of a manifest or a 档案.json."""
MAX_LINE: Final = 4 << 20
"""Most bytes of a line of ``entries.jsonl``: an entry, its proof and the record behind it."""
SHOWN: Final = "shown"
ERASED: Final = "erased"
WITHHELD: Final = "withheld"
NONE: Final = "none"
CONTENT_STATES: Final = frozenset({SHOWN, ERASED, WITHHELD, NONE})


def seal_text(origin: str, manifest_digest: str) -> str:
    """Return what the signing key of the book signs for a manifest.

    The second line of a checkpoint is a number and that of a seal the name of the log, so that neither passes for
    the other.
    """
    return f"{FORMAT}\n{origin}\n{manifest_digest}\n"


def digest(data: bytes) -> str:
    """Return SHA-256 in hexadecimal."""
    return hashlib.sha256(data).hexdigest()


def inside(folder: str, name: str) -> str:
    """Return the name of a file in the folder of one decision; the only decision has none.

    >>> inside("", "档案.json"), inside("档案/1", "档案.json")
    ('档案.json', '档案/1/档案.json')
    """
    return f"{folder}/{name}" if folder else name
