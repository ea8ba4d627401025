"""The key that signs checkpoints. It lies outside the database and is in no backup; this module never writes it."""

import base64
from typing import Self

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from yixing_core.errors import Refusal
from yixing_core.ledger.checkpoint import (
    ALGORITHM,
    KEY_ID_BYTES,
    Checkpoint,
    Verifier,
    key_hash,
    signature_line,
    strict_base64,
    usable_name,
)

_PREFIX = "PRIVATE+KEY+"
_SEED_BYTES = 32


class Signer:
    """A private Ed25519 key with the name of its log.

    Attributes:
        verifier: the public half.

    Example:
        >>> signer = Signer.generate("yixing.example/demo")
        >>> note = signer.checkpoint(0, bytes(32))
        >>> note.splitlines()[:2]
        ['yixing.example/demo', '0']
    """

    __slots__ = ("_key", "verifier")

    def __init__(self, name: str, seed: bytes) -> None:
        if not usable_name(name) or not name.isascii():
            raise Refusal("ledger.key.secret", why="名称应为不带空格和“+”的ASCII文字")
        if len(seed) != _SEED_BYTES:
            raise Refusal("ledger.key.secret", why="种子应为32字节")
        self._key = Ed25519PrivateKey.from_private_bytes(seed)
        self.verifier = Verifier.from_public(name, self._key.public_key().public_bytes_raw())

    @classmethod
    def generate(cls, name: str) -> Self:
        """Make a new key for the log of that name (ASCII, without spaces and plus signs)."""
        return cls(name, Ed25519PrivateKey.generate().private_bytes_raw())

    @classmethod
    def from_secret(cls, secret: str) -> Self:
        """Read the text that ``secret`` gave.

        Raises:
            Refusal: ``ledger.key.secret``.
        """
        name, _, rest = secret.strip().removeprefix(_PREFIX).partition("+")
        key_id, _, encoded = rest.partition("+")
        data = strict_base64(encoded)
        if not secret.startswith(_PREFIX) or data is None or data[:1] != ALGORITHM:
            raise Refusal("ledger.key.secret", why="应以PRIVATE+KEY+开头，并有四段")
        signer = cls(name, data[1:])
        if signer.verifier.key_id.hex() != key_id:
            raise Refusal("ledger.key.secret", why="编号与私钥不符")
        return signer

    @property
    def name(self) -> str:
        """Name of the log."""
        return self.verifier.name

    @property
    def vkey(self) -> str:
        """The verifier key to be published."""
        return self.verifier.vkey

    def secret(self) -> str:
        """Return the private key as one line of text, for a file that only the service may read."""
        seed = self._key.private_bytes_raw()
        key_id = key_hash(self.name, self.verifier.public)[:KEY_ID_BYTES].hex()
        return f"{_PREFIX}{self.name}+{key_id}+{base64.b64encode(ALGORITHM + seed).decode()}"

    def sign(self, message: bytes) -> bytes:
        """Return the 64-byte signature of a message."""
        return self._key.sign(message)

    def checkpoint(self, size: int, root: bytes) -> str:
        """Return the signed checkpoint of the log at a size with a root."""
        text = Checkpoint(self.name, size, root).text()
        return f"{text}\n{signature_line(self.name, self.verifier.key_id, self.sign(text.encode()))}"

    def __repr__(self) -> str:
        return f"Signer({self.name!r})"
