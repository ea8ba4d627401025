"""Proofs an outsider can check: that an entry is in the book of a checkpoint, that one checkpoint extends another."""

import base64
from typing import Any

from yixing.ledger.book import leaves
from yixing.ledger.models import Checkpoint, Entry
from yixing_core.errors import Message, Refusal, catalogue
from yixing_core.ledger.merkle import Tree

INCLUSION = "yixing-inclusion/1"
CONSISTENCY = "yixing-consistency/1"

catalogue(
    {
        "no_checkpoint": Message(
            "第 {seq} 条之后还没有存证点，暂不能出具证明。",
            "请先由审计管理员签发存证点；系统每天也会自动签发一次。",
            409,
        ),
    }
)


def inclusion(entry: Entry) -> dict[str, Any]:
    """That an entry is in the book of the earliest checkpoint after it, by RFC 6962.

    Returns:
        The line, its leaf hash, the audit path (base64, leaf to root), size and root, and the signed checkpoint.

    Raises:
        Refusal: ``no_checkpoint``.
    """
    checkpoint = Checkpoint.objects.filter(size__gte=entry.seq).order_by("size", "id").first()
    if checkpoint is None:
        raise Refusal("no_checkpoint", seq=entry.seq)
    tree = Tree(leaves(checkpoint.size))
    return {
        "format": INCLUSION,
        "seq": entry.seq,
        "line": entry.line,
        "leaf": _base64(bytes(entry.leaf)),
        "path": [_base64(node) for node in tree.inclusion(entry.seq - 1, checkpoint.size)],
        "size": checkpoint.size,
        "root": _base64(bytes(checkpoint.root)),
        "checkpoint": checkpoint.note,
    }


def consistency(old: Checkpoint, new: Checkpoint) -> dict[str, Any]:
    """That the book of ``new`` extends the book of ``old``, by RFC 6962."""
    tree = Tree(leaves(new.size))
    return {
        "format": CONSISTENCY,
        "old": old.note,
        "new": new.note,
        "path": [_base64(node) for node in tree.consistency(old.size, new.size)],
    }


def _base64(data: bytes) -> str:
    return base64.b64encode(data).decode()
