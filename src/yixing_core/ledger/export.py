"""Writing an export: header first, then every line as it is stored, nothing left behind that would not verify."""

import os
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path

from yixing_core.errors import Refusal
from yixing_core.ledger.header import Header
from yixing_core.ledger.merkle import CompactRange, leaf_hash


def export_lines(header: Header, lines: Iterable[bytes]) -> Iterator[bytes]:
    """Yield the lines of an export with their newlines, for a file or a response.

    Args:
        header: from ``make_header``.
        lines: the stored bytes of every entry in order, without newlines.

    Raises:
        Refusal: ``ledger.export.mismatch`` after the last line, when the lines are not those of the header. What
            was yielded must then be thrown away.
    """
    yield header.to_line() + b"\n"
    compact = CompactRange()
    for line in lines:
        compact.append(leaf_hash(line))
        yield line + b"\n"
    if compact.size != header.size:
        raise Refusal("ledger.export.mismatch", why=f"应有{header.size}条，实有{compact.size}条")
    if compact.root() != header.root:
        raise Refusal("ledger.export.mismatch", why="根值不同")


def write_export(target: Path, header: Header, lines: Iterable[bytes]) -> None:
    """Write an export beside its target and move it into place whole.

    Args:
        target: the file; replaced if it exists.
        header: from ``make_header``.
        lines: the stored bytes of every entry in order, without newlines; read once, one at a time.

    Raises:
        Refusal: ``ledger.export.mismatch``; the target is untouched.
        OSError: the place cannot be written.
    """
    handle, name = tempfile.mkstemp(prefix=f".{target.name}.", suffix=".part", dir=target.parent)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.writelines(export_lines(header, lines))
            stream.flush()
            os.fsync(stream.fileno())
        Path(name).replace(target)
    except BaseException:
        with suppress(FileNotFoundError):
            Path(name).unlink()
        raise
