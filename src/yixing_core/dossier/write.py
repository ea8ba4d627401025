"""Writing a dossier: a zip with fixed times and order, beside its target and moved into place whole."""

import hashlib
import os
import tempfile
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Final

from yixing_core.dossier import format as form
from yixing_core.ledger import canonical
from yixing_core.ledger.canonical import Json, JsonObject
from yixing_core.ledger.checkpoint import signature_line

if TYPE_CHECKING:
    from yixing_core.ledger.signer import Signer

_EPOCH: Final = (1980, 1, 1, 0, 0, 0)
_PLAIN_FILE: Final = 0o100644 << 16
_CHUNK: Final = 1 << 20
_DEFLATED: Final = (".json", ".jsonl", ".txt", ".pyz", ".pdf")
"""A PDF too: its fonts are packed, the structure for screen readers, half of a cover, is not."""


class Volume:
    """A dossier that is being written; get one from ``volume``.

    Files go in in the order of the calls; the caller's order and contents alone decide the bytes.
    """

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive
        self._files: list[JsonObject] = []
        self._names: set[str] = set()

    def add(self, name: str, data: bytes, *, stored: bool = False) -> str:
        """Put a file in; returns its SHA-256. ``stored``: readable without unpacking (the first files)."""
        self._note(name, len(data), digest := form.digest(data))
        self._archive.writestr(_member(name, stored=stored), data, compresslevel=9)
        return digest

    def add_file(self, name: str, source: Path) -> str:
        """Put a file of the disk in, piece by piece; returns the SHA-256 of what was read."""
        state, size = hashlib.sha256(), 0
        with source.open("rb") as stream, self._archive.open(_member(name), "w") as member:
            while chunk := stream.read(_CHUNK):
                state.update(chunk)
                size += len(chunk)
                member.write(chunk)
        self._note(name, size, digest := state.hexdigest())
        return digest

    def add_lines(self, name: str, lines: Iterator[bytes]) -> int:
        """Put a file of lines in, each ended by a newline; returns how many there were."""
        state, size, written = hashlib.sha256(), 0, 0
        with self._archive.open(_member(name), "w") as member:
            for line in lines:
                member.write(line + b"\n")
                state.update(line + b"\n")
                size += len(line) + 1
                written += 1
        self._note(name, size, state.hexdigest())
        return written

    def seal(self, head: Mapping[str, Json], parts: Sequence[Mapping[str, Json]], signer: "Signer") -> None:
        """Write the manifest over all files so far, and its signature.

        Args:
            head: ``at``, ``origin``, ``key``, ``size``, ``root``, ``scope``, ``year``, ``reader``, ``title``.
            parts: for each decision ``folder``, ``number``, ``subject``.
            signer: the key of the book.
        """
        folders: list[Json] = [dict(part) for part in parts]
        files: list[Json] = [*sorted(self._files, key=lambda file: str(file["name"]))]
        manifest = canonical.encode({**head, "format": form.FORMAT, "parts": folders, "files": files})
        text = form.seal_text(signer.name, form.digest(manifest))
        line = signature_line(signer.name, signer.verifier.key_id, signer.sign(text.encode()))
        self._archive.writestr(_member(form.MANIFEST), manifest, compresslevel=9)
        self._archive.writestr(_member(form.SEAL, stored=True), f"{text}\n{line}")

    def _note(self, name: str, size: int, digest: str) -> None:
        if name in self._names or name in form.UNLISTED:
            msg = f"twice in one dossier: {name}"
            raise ValueError(msg)
        self._names.add(name)
        self._files.append({"name": name, "size": size, "sha256": digest})


@contextmanager
def volume(target: Path) -> Iterator[Volume]:
    """Write a dossier beside ``target``; it takes the place whole when the block ends without an exception.

    Raises:
        OSError: the place cannot be written.
    """
    handle, name = tempfile.mkstemp(prefix=f".{target.name}.", suffix=".part", dir=target.parent)
    try:
        with os.fdopen(handle, "w+b") as stream:
            with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED, allowZip64=False) as archive:
                archive.comment = form.STAMP + b"0" * form.DIGEST_DIGITS
                yield Volume(archive)
            _stamp(stream)
            stream.flush()
            os.fsync(stream.fileno())
        Path(name).replace(target)
    except BaseException:
        with suppress(FileNotFoundError):
            Path(name).unlink()
        raise


def _stamp(file: BinaryIO) -> None:
    """Put the digest of all bytes before it into the last 64 bytes: a byte changed on the way shows anywhere."""
    size = file.seek(0, os.SEEK_END)
    file.seek(0)
    state, left = hashlib.sha256(), size - form.DIGEST_DIGITS
    while left:
        chunk = file.read(min(_CHUNK, left))
        state.update(chunk)
        left -= len(chunk)
    file.seek(size - form.DIGEST_DIGITS)
    file.write(state.hexdigest().encode())


def _member(name: str, *, stored: bool = False) -> zipfile.ZipInfo:
    """A member with fixed time and rights; what is compressed already is stored as it is."""
    member = zipfile.ZipInfo(name, _EPOCH)
    member.external_attr = _PLAIN_FILE
    member.create_system = 3
    packed = not stored and name.endswith(_DEFLATED)
    member.compress_type = zipfile.ZIP_DEFLATED if packed else zipfile.ZIP_STORED
    return member
