"""Entries with their proofs: one line each, what stands in ``存证/entries.jsonl``."""

import base64
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, cast

from yixing_core.dossier.format import CONTENT_STATES, NONE, SHOWN
from yixing_core.errors import Refusal
from yixing_core.ledger import canonical, rotation
from yixing_core.ledger.canonical import Json, JsonObject
from yixing_core.ledger.checkpoint import Checkpoint, Verifier, strict_base64
from yixing_core.ledger.entry import SALT_BYTES, check_record, content_digest
from yixing_core.ledger.merkle import EMPTY_ROOT, HASH_BYTES, leaf_hash, verify_consistency, verify_inclusion

_KEYS: Final = frozenset({"entry", "proof", "content"})
_BEFORE: Final = "before"


@dataclass(frozen=True, slots=True)
class Behind:
    """The record behind an entry: its state, and salt and record where the reader may see them."""

    state: str
    salt: bytes = b""
    record: "JsonObject | None" = None


@dataclass(frozen=True, slots=True)
class Before:
    """Root of the book before a change of key, and the proof that the checkpoint extends it."""

    root: bytes
    proof: tuple[bytes, ...]


@dataclass(frozen=True, slots=True)
class Proved:
    """One line, taken apart."""

    entry: JsonObject
    proof: tuple[bytes, ...]
    behind: Behind
    before: Before | None = None

    @property
    def seq(self) -> int:
        """Number of the entry."""
        return cast("int", self.entry["seq"])

    def to_line(self) -> bytes:
        """Return the canonical bytes of the line, without a newline."""
        content: JsonObject = {"state": self.behind.state}
        if self.behind.state == SHOWN:
            content |= {"salt": self.behind.salt.hex(), "record": self.behind.record}
        line: JsonObject = {"entry": self.entry, "proof": _encoded(self.proof), "content": content}
        if self.before is not None:
            line[_BEFORE] = {"root": _base64(self.before.root), "proof": _encoded(self.before.proof)}
        return canonical.encode(line)

    @classmethod
    def from_line(cls, line: bytes) -> "Proved":
        """Read a line; the entry's own canonical bytes are those of its value.

        Raises:
            Refusal: ``ledger.*`` or ``dossier.line`` with the reason.
        """
        try:
            text = line.decode()
        except UnicodeDecodeError as error:
            raise Refusal("ledger.canonical.utf8", byte=error.start + 1) from error
        value = canonical.decode_object_once(text)
        if canonical.encode(value) != line:
            raise Refusal("dossier.line", why="不是规范写法（RFC 8785）")
        if value.keys() - {_BEFORE} != _KEYS:
            raise Refusal("dossier.line", why="应有且只有条目、证明和记录三项")
        entry = value["entry"]
        if not isinstance(entry, dict):
            raise Refusal("dossier.line", why="条目不是对象")
        check_record(entry)
        behind = _behind(value["content"], digest=entry["content"])
        return cls(entry, _hashes(value["proof"]), behind, _before(value.get(_BEFORE)))

    def proved(self, head: Checkpoint) -> bool:
        """Tell whether the entry is in the book that the checkpoint signs."""
        leaf = leaf_hash(canonical.encode(self.entry))
        return verify_inclusion(leaf, self.seq - 1, head.size, self.proof, head.root)

    def content_holds(self) -> bool:
        """Tell whether a record that is shown is the one whose digest the entry carries."""
        if self.behind.record is None:
            return True
        return content_digest(self.behind.salt, self.behind.record) == self.entry["content"]

    def change_of_key(self, head: Checkpoint, current: Verifier | None) -> rotation.KeyChange:
        """Read this entry as a change of key.

        Raises:
            Refusal: it does not hold.
        """
        root, proof = (self.before.root, self.before.proof) if self.before is not None else (EMPTY_ROOT, ())
        if not verify_consistency(self.seq - 1, head.size, root, head.root, proof):
            raise Refusal("ledger.rotation", why="此前存证的根值没有证明")
        data, actor = cast("JsonObject", self.entry["data"]), cast("str", self.entry["actor"])
        return rotation.read(self.seq, data, root, current, actor)


@dataclass(frozen=True, slots=True)
class Earlier:
    """An earlier checkpoint and the proof that the dossier's extends it: one line of ``存证/earlier.jsonl``."""

    size: int
    root: bytes
    proof: tuple[bytes, ...]

    def to_line(self) -> bytes:
        """Return the canonical bytes of the line."""
        return canonical.encode({"size": self.size, "root": _base64(self.root), "proof": _encoded(self.proof)})

    @classmethod
    def from_line(cls, line: bytes) -> "Earlier":
        """Read a line.

        Raises:
            Refusal: not canonical, or not the three fields.
        """
        value = canonical.parse(line)
        size = value.get("size")
        if value.keys() != {"size", "root", "proof"} or type(size) is not int or size < 0:
            raise Refusal("dossier.line", why="应有且只有条数、根值、证明三项")
        return cls(size, _hash(value["root"]), _hashes(value["proof"]))


def _behind(value: Json, *, digest: Json) -> Behind:
    state = value.get("state") if isinstance(value, dict) else None
    if not isinstance(value, dict) or state not in CONTENT_STATES:
        raise Refusal("dossier.line", why="记录的状态不对")
    if (state == NONE) != (digest is None):
        raise Refusal("dossier.line", why="条目与记录的有无不一致")
    if state != SHOWN:
        if value.keys() != {"state"}:
            raise Refusal("dossier.line", why="不公开的记录却带有内容")
        return Behind(str(state))
    salt = value.get("salt")
    record = value.get("record")
    if value.keys() != {"state", "salt", "record"} or not isinstance(salt, str) or not isinstance(record, dict):
        raise Refusal("dossier.line", why="公开的记录应有盐值和记录")
    try:
        data = bytes.fromhex(salt)
    except ValueError as error:
        raise Refusal("dossier.line", why="盐值不是十六进制") from error
    if len(data) != SALT_BYTES or data.hex() != salt:
        raise Refusal("dossier.line", why="盐值应为16字节的小写十六进制")
    return Behind(SHOWN, data, record)


def _before(value: Json) -> Before | None:
    if value is None:
        return None
    if not isinstance(value, dict) or value.keys() != {"root", "proof"}:
        raise Refusal("dossier.line", why="此前的根值写法不对")
    return Before(_hash(value["root"]), _hashes(value["proof"]))


def _hashes(value: Json) -> tuple[bytes, ...]:
    if not isinstance(value, list):
        raise Refusal("dossier.line", why="证明应为一串摘要")
    return tuple(_hash(one) for one in value)


def _hash(value: Json) -> bytes:
    data = strict_base64(value) if isinstance(value, str) else None
    if data is None or len(data) != HASH_BYTES:
        raise Refusal("dossier.line", why="摘要应为32字节的Base64")
    return data


def _encoded(hashes: Sequence[bytes]) -> list[Json]:
    return [_base64(one) for one in hashes]


def _base64(data: bytes) -> str:
    return base64.b64encode(data).decode()
