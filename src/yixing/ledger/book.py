"""The whole book: its tree, its checkpoints, its export."""

import datetime as dt
from collections.abc import Callable, Iterator
from pathlib import Path

from yixing.ledger.keys import signer
from yixing.ledger.models import Checkpoint, Entry
from yixing_core.ledger.export import write_export
from yixing_core.ledger.header import make_header
from yixing_core.ledger.merkle import CompactRange

_CHUNK = 5000
Progress = Callable[[int, int], None]
"""Told how much is done, of how much."""


def leaves(size: int | None = None) -> Iterator[bytes]:
    """The leaf hashes in order; of the first ``size`` entries if given."""
    rows = Entry.objects.order_by("seq")
    if size is not None:
        rows = rows.filter(seq__lte=size)
    return (bytes(leaf) for leaf in rows.values_list("leaf", flat=True).iterator(chunk_size=_CHUNK))


def lines(size: int) -> Iterator[bytes]:
    """The canonical bytes of the first ``size`` entries."""
    rows = Entry.objects.filter(seq__lte=size).order_by("seq")
    return (line.encode() for line in rows.values_list("line", flat=True).iterator(chunk_size=_CHUNK))


def size_and_root(size: int | None = None) -> tuple[int, bytes]:
    """Number of entries and the root over them."""
    tree = CompactRange()
    for leaf in leaves(size):
        tree.append(leaf)
    return tree.size, tree.root()


def make_checkpoint(at: dt.datetime) -> Checkpoint:
    """Sign the book as it stands; a book that has not grown since keeps its last checkpoint."""
    size, root = size_and_root()
    last = Checkpoint.objects.order_by("-id").first()
    if last is not None and last.size == size and bytes(last.root) == root:
        return last
    return Checkpoint.objects.create(size=size, root=root, note=signer().checkpoint(size, root), at=at)


def write_book(target: Path, at: dt.datetime, progress: Progress = lambda _done, _total: None) -> Checkpoint:
    """Write the export file of the book as it stands, and keep the checkpoint it carries.

    The file is written beside its place and moved there whole: whoever is killed meanwhile leaves no half of it.
    """
    checkpoint = make_checkpoint(at)
    header = make_header(signer(), leaves(checkpoint.size))
    write_export(target, header, _told(lines(checkpoint.size), checkpoint.size, progress))
    return checkpoint


def _told(found: Iterator[bytes], total: int, progress: Progress) -> Iterator[bytes]:
    for done, line in enumerate(found, 1):
        yield line
        if done % _CHUNK == 0 or done == total:
            progress(done, total)
