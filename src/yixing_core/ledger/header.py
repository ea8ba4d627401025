"""The first line of an export: what is claimed about the lines that follow.

``tags`` is a help that proves nothing: three bytes of every leaf hash. When the root does not come out, they tell
which entry was changed, so that a verifier can name the place and not only say that something is wrong.
"""

import base64
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from yixing_core.ledger import canonical
from yixing_core.ledger.merkle import CompactRange

if TYPE_CHECKING:
    from yixing_core.ledger.signer import Signer

FORMAT: Final = "yixing-ledger/1"
FAMILY: Final = "yixing-ledger/"
HASH: Final = "sha256"
TAG_BYTES: Final = 3
KEYS: Final = ("format", "hash", "size", "root", "key", "checkpoint")
OPTIONAL: Final = ("tags",)


@dataclass(frozen=True, slots=True)
class Header:
    """The claims of an export.

    Attributes:
        size: number of entries.
        root: root over them.
        key: verifier key of the signer at this size.
        checkpoint: signed note over name, size and root.
        tags: ``TAG_BYTES`` bytes of each leaf hash in order, or None.
    """

    size: int
    root: bytes
    key: str
    checkpoint: str
    tags: bytes | None = None

    def to_line(self) -> bytes:
        """Return the first line, without a newline: compact JSON, ``format`` first."""
        pairs = [
            ("format", _text(FORMAT)),
            ("hash", _text(HASH)),
            ("size", str(self.size)),
            ("root", _text(_base64(self.root))),
            ("key", _text(self.key)),
            ("checkpoint", _text(self.checkpoint)),
        ]
        if self.tags is not None:
            pairs.append(("tags", _text(_base64(self.tags))))
        return ("{" + ",".join(f"{_text(name)}:{value}" for name, value in pairs) + "}").encode()


def make_header(signer: "Signer", leaves: Iterable[bytes], *, tags: bool = True) -> Header:
    """Compute and sign the header of an export.

    Args:
        signer: the key in force at the last entry.
        leaves: leaf hashes of all entries in order, as the ledger stores them.
        tags: whether the export can name a changed entry (4 bytes an entry).
    """
    compact, marks = CompactRange(), bytearray()
    for leaf in leaves:
        compact.append(leaf)
        marks += leaf[:TAG_BYTES]
    root = compact.root()
    note = signer.checkpoint(compact.size, root)
    return Header(compact.size, root, signer.vkey, note, bytes(marks) if tags else None)


def _text(value: str) -> str:
    return canonical.encode(value).decode()


def _base64(data: bytes) -> str:
    return base64.b64encode(data).decode()
