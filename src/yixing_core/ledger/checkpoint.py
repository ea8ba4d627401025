"""Signed tree heads: C2SP tlog-checkpoint, signed-note and verifier keys, with Ed25519.

Only a checkpoint that left the machine proves anything, so it is text that can be printed: the name of the log,
its size, its root, and a line with the signature. Sources: c2sp.org/tlog-checkpoint, c2sp.org/signed-note.
"""

import base64
import binascii
import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final, Self

from yixing_core.errors import Refusal
from yixing_core.ledger import (
    ed25519,
    refusals,  # noqa: F401  (registers the messages this module raises)
)
from yixing_core.ledger.merkle import HASH_BYTES

ALGORITHM: Final = b"\x01"
KEY_ID_BYTES: Final = 4
MAX_SIGNATURES: Final = 100
_DASH: Final = "— "
_SIZE = re.compile(r"0|[1-9][0-9]{0,18}").fullmatch
_KEY_ID = re.compile(r"[0-9a-f]{8}").fullmatch
_TEXT_LINES: Final = 3


def key_hash(name: str, public: bytes) -> bytes:
    """Return SHA-256 over name, newline, algorithm and key; its first four bytes are the key id."""
    return hashlib.sha256(name.encode() + b"\n" + ALGORITHM + public).digest()


def usable_name(name: str) -> bool:
    """Tell whether a key or log may be called so: not empty, no white space, no plus, no control characters."""
    return bool(name) and "+" not in name and name.isprintable() and not any(letter.isspace() for letter in name)


def strict_base64(text: str) -> bytes | None:
    """Read standard Base64 in its one spelling; None for anything else, unused bits that are not zero included."""
    try:
        data = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        return None
    return data if base64.b64encode(data).decode() == text else None


class Verifier:
    """A public key with the name of its log, read from a verifier key ``name+keyid+base64``.

    Attributes:
        vkey: the text it was read from.
        name: name of the log and of the key.
        key_id: four bytes that mark this key in signature lines.
        public: the Ed25519 key, 32 bytes.

    Raises:
        Refusal: ``ledger.key.malformed``, saying which part is wrong.
    """

    def __init__(self, vkey: str) -> None:
        parts = vkey.split("+", 2)
        if len(parts) != 3:  # noqa: PLR2004  (name, id, key)
            raise Refusal("ledger.key.malformed", field="key", why="应为三段，以“+”分开")
        name, key_id, encoded = parts
        data = strict_base64(encoded)
        if not usable_name(name):
            raise Refusal("ledger.key.malformed", field="key", why="名称为空，或含有空格")
        if data is None or data[:1] != ALGORITHM or not ed25519.usable(data[1:]):
            raise Refusal("ledger.key.malformed", field="key", why="第三段不是Ed25519公钥")
        if not _KEY_ID(key_id) or key_hash(name, data[1:])[:KEY_ID_BYTES].hex() != key_id:
            raise Refusal("ledger.key.malformed", field="key", why="第二段与名称和公钥算出的编号不符，可能抄错")
        self.vkey = vkey
        self.name = name
        self.public = data[1:]
        self.key_id = bytes.fromhex(key_id)

    @classmethod
    def from_public(cls, name: str, public: bytes) -> Self:
        """Make the verifier of a raw public key."""
        return cls(f"{name}+{key_hash(name, public)[:KEY_ID_BYTES].hex()}+{_base64(ALGORITHM + public)}")

    @cached_property
    def fingerprint(self) -> str:
        """The key's hash in sixteen groups of four, to be compared by eye or read out; begins with the key id."""
        digits = key_hash(self.name, self.public).hex()
        return " ".join(digits[i : i + 4] for i in range(0, len(digits), 4))

    def verify(self, message: bytes, signature: bytes) -> bool:
        """Tell whether the 64-byte signature fits the message."""
        return ed25519.verify(self.public, message, signature)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Verifier) and self.vkey == other.vkey

    def __hash__(self) -> int:
        return hash(self.vkey)

    def __repr__(self) -> str:
        return f"Verifier({self.vkey!r})"


@dataclass(frozen=True, slots=True)
class Signature:
    """One signature line: whose, and the bytes."""

    name: str
    key_id: bytes
    signature: bytes


@dataclass(frozen=True, slots=True)
class Note:
    """A signed note, taken apart but not verified."""

    text: str
    signatures: tuple[Signature, ...]

    @classmethod
    def parse(cls, note: str) -> Self:
        """Take a signed note apart.

        Raises:
            Refusal: ``ledger.note.malformed``.
        """
        if any(letter != "\n" and (letter < " " or "\ud800" <= letter <= "\udfff") for letter in note):
            raise _malformed("含有控制字符，行尾应只有换行符")
        head, blank, tail = note.rpartition("\n\n")
        if not blank or not tail.endswith("\n"):
            raise _malformed("正文与签名之间应有一个空行，末行应有换行")
        lines = tail[:-1].split("\n")
        if len(lines) > MAX_SIGNATURES:
            raise _malformed(f"签名超过{MAX_SIGNATURES}个")
        return cls(f"{head}\n", tuple(_signature(line) for line in lines))

    def signed_by(self, key: Verifier) -> bool:
        """Tell whether the key signed this note.

        Raises:
            Refusal: ``ledger.note.signature``: there is a line of this key and it does not fit the text.
        """
        mine = [s for s in self.signatures if s.name == key.name and s.key_id == key.key_id]
        if not all(key.verify(self.text.encode(), s.signature) for s in mine):
            raise Refusal("ledger.note.signature", name=key.name)
        return bool(mine)


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """A tree head: log, size, root. What a checkpoint says, signed or not."""

    origin: str
    size: int
    root: bytes

    def text(self) -> str:
        """Return the text that is signed: three lines."""
        return f"{self.origin}\n{self.size}\n{_base64(self.root)}\n"

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read the text of a note as a checkpoint; extension lines are allowed and ignored.

        Raises:
            Refusal: ``ledger.note.malformed``.
        """
        lines = text.split("\n")
        if len(lines) <= _TEXT_LINES or lines.pop() or not all(lines):
            raise _malformed("正文应为名称、条数、根值三行")
        origin, size, root = lines[:_TEXT_LINES]
        data = strict_base64(root)
        if not _SIZE(size):
            raise _malformed("第二行应为条数")
        if data is None or len(data) != HASH_BYTES:
            raise _malformed("第三行应为Base64的根值")
        return cls(origin, int(size), data)


def read_signed(note: str, keys: Sequence[Verifier]) -> Checkpoint:
    """Read a checkpoint and require the signature of one of the keys, each for its own log.

    Raises:
        Refusal: malformed, not signed by any of them, a signature that does not fit, or the name of another log.
    """
    opened = Note.parse(note)
    checkpoint = Checkpoint.parse(opened.text)
    signed = [key for key in keys if opened.signed_by(key) and key.name == checkpoint.origin]
    if not signed:
        raise Refusal("ledger.note.unsigned", name="、".join(sorted({key.name for key in keys})))
    return checkpoint


def signature_line(name: str, key_id: bytes, signature: bytes) -> str:
    """Return the line that a signed note carries for one signature."""
    return f"{_DASH}{name} {_base64(key_id + signature)}\n"


def _signature(line: str) -> Signature:
    name, _, encoded = line.removeprefix(_DASH).partition(" ")
    data = strict_base64(encoded)
    if not line.startswith(_DASH) or not usable_name(name) or data is None or len(data) <= KEY_ID_BYTES:
        raise _malformed("签名行应为“— 名称 Base64”")
    return Signature(name, data[:KEY_ID_BYTES], data[KEY_ID_BYTES:])


def _malformed(why: str) -> Refusal:
    return Refusal("ledger.note.malformed", field="checkpoint", why=why)


def _base64(data: bytes) -> str:
    return base64.b64encode(data).decode()
