"""Change of the signing key, written in the ledger itself.

The entry has the action ``ledger.key`` and in ``data`` the new verifier key, the old one and two signatures over
one statement that names the log, the size and root before this entry, and both keys. So a change can neither be
moved to another history nor be claimed without holding the new key. When the old key is lost its signature is
absent: then the security administrator answers for the change, and the verifier says so.
"""

import base64
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

from yixing_core.errors import Refusal
from yixing_core.ledger.canonical import JsonObject
from yixing_core.ledger.checkpoint import Verifier, strict_base64

if TYPE_CHECKING:
    from yixing_core.ledger.signer import Signer

ACTION: Final = "ledger.key"
Mode = Literal["first", "signed", "lost"]
FIRST: Final[Mode] = "first"
SIGNED: Final[Mode] = "signed"
LOST: Final[Mode] = "lost"
_HEAD: Final = "yixing-ledger-key/1"
_NAMES: Final[dict[Mode, set[str]]] = {
    FIRST: {"mode", "new", "new_signature"},
    SIGNED: {"mode", "new", "new_signature", "old", "old_signature"},
    LOST: {"mode", "new", "new_signature", "old"},
}


@dataclass(frozen=True, slots=True)
class KeyChange:
    """A change of key as an entry states it, signatures verified.

    Attributes:
        seq: the entry; a checkpoint of this size or more is signed by ``new``.
        mode: ``first`` (the log begins with this key), ``signed`` by the old one, or ``lost``.
        new: key from here on.
        old: key before; None for the first.
        actor: who is answerable.
    """

    seq: int
    mode: Mode
    new: Verifier
    old: Verifier | None
    actor: str


def statement(mode: Mode, size: int, root: bytes, old: Verifier | None, new: Verifier) -> bytes:
    """Return what both keys sign.

    Args:
        mode: kind of change.
        size: number of entries before the one that records the change.
        root: root over these.
        old: key before, None for the first.
        new: key from here on; its name is the log's.
    """
    before = old.vkey if old else "-"
    return f"{_HEAD}\n{new.name}\n{mode}\n{size}\n{_base64(root)}\n{before}\n{new.vkey}\n".encode()


def first_key(new: "Signer", size: int, root: bytes) -> JsonObject:
    """Return the data of the entry that announces the first key (usually entry 1: size 0, ``EMPTY_ROOT``)."""
    return _data(FIRST, size, root, None, new)


def signed_change(old: "Signer", new: "Signer", size: int, root: bytes) -> JsonObject:
    """Return the data of the entry by which the old key hands over to the new one, after ``size`` entries.

    Raises:
        Refusal: the keys bear names of different logs, or are the same.
    """
    data = _data(SIGNED, size, root, old.verifier, new)
    message = statement(SIGNED, size, root, old.verifier, new.verifier)
    return data | {"old_signature": _base64(old.sign(message))}


def lost_change(old: Verifier, new: "Signer", size: int, root: bytes) -> JsonObject:
    """Return the data of the entry by which the security administrator replaces a lost key.

    Raises:
        Refusal: the keys bear names of different logs, or are the same.
    """
    return _data(LOST, size, root, old, new)


def read(seq: int, data: JsonObject, root: bytes, current: Verifier | None, actor: str) -> KeyChange:
    """Read and verify a change of key.

    Args:
        seq: number of the entry.
        data: its data.
        root: root over the ``seq - 1`` entries before it.
        current: key that the log had until here, None if no entry has named one yet.
        actor: who is answerable for the entry.

    Raises:
        Refusal: ``ledger.rotation`` with the reason.
    """
    mode = next((known for known in _NAMES if data.get("mode") == known), None)
    if mode is None or data.keys() != _NAMES[mode]:
        raise _refused("应写明方式及其规定的各项")
    new, old = _key(data, "new"), None if mode == FIRST else _key(data, "old")
    if mode == FIRST and current is not None:
        raise _refused("首把密钥之前已有密钥")
    if old is not None and current is not None and old != current:
        raise _refused("旧密钥不是当时使用的那一把")
    _require_pair(old, new)
    message = statement(mode, seq - 1, root, old, new)
    if not new.verify(message, _signature(data, "new_signature")):
        raise _refused("新密钥的签名不符")
    if old is not None and mode == SIGNED and not old.verify(message, _signature(data, "old_signature")):
        raise _refused("旧密钥的签名不符")
    return KeyChange(seq, mode, new, old, actor)


def _data(mode: Mode, size: int, root: bytes, old: Verifier | None, new: "Signer") -> JsonObject:
    _require_pair(old, new.verifier)
    signature = new.sign(statement(mode, size, root, old, new.verifier))
    data: JsonObject = {"mode": mode, "new": new.vkey, "new_signature": _base64(signature)}
    return data | {"old": old.vkey} if old else data


def _require_pair(old: Verifier | None, new: Verifier) -> None:
    if old is not None and (old.name != new.name or old.public == new.public):
        raise _refused("新旧密钥应属于同一本存证，且不是同一把")


def _key(data: JsonObject, name: str) -> Verifier:
    text = data[name]
    if not isinstance(text, str):
        raise _refused(f"{name}应为公钥")
    return Verifier(text)


def _signature(data: JsonObject, name: str) -> bytes:
    text = data[name]
    signature = strict_base64(text) if isinstance(text, str) else None
    if signature is None:
        raise _refused(f"{name}应为Base64")
    return signature


def _refused(why: str) -> Refusal:
    return Refusal("ledger.rotation", why=why)


def _base64(data: bytes) -> str:
    return base64.b64encode(data).decode()
