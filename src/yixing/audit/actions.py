"""What is done with the book itself: sign it, take it out, erase what lies behind an entry."""

from collections.abc import Sequence

from yixing.access.actions import Action
from yixing.audit import refusals  # noqa: F401  (registers the messages this module raises)
from yixing.door.call import Call
from yixing.door.door import action, record
from yixing.ledger.book import make_checkpoint
from yixing.ledger.erase import erase
from yixing.ledger.models import Checkpoint, Entry
from yixing_core.errors import Refusal

REASONS = {"law": "法定删除", "classified": "误录涉密"}


@action(Action.LEDGER_CHECKPOINT)
def ledger_checkpoint(call: Call) -> Checkpoint:
    """Sign the book as it stands before this entry.

    Raises:
        Refusal: ``forbidden``, ``key_missing``.
    """
    call.require(Action.LEDGER_CHECKPOINT)
    checkpoint = make_checkpoint(call.at)
    record(call, checkpoint, data={"size": checkpoint.size, "root": bytes(checkpoint.root)})
    return checkpoint


@action(Action.LEDGER_EXPORT)
def ledger_export(call: Call) -> Checkpoint:
    """Note that the book is taken out, as of the checkpoint that is returned; the caller writes the file.

    Raises:
        Refusal: ``forbidden``, ``key_missing``.
    """
    call.require(Action.LEDGER_EXPORT)
    checkpoint = make_checkpoint(call.at)
    record(call, checkpoint, data={"size": checkpoint.size, "root": bytes(checkpoint.root)})
    return checkpoint


@action(Action.LEDGER_ERASE)
def ledger_erase(call: Call, *, seqs: Sequence[int], kind: str, reason: str) -> Entry:
    """Erase record and salt behind entries because the law or a mistake wants it; entries and digests stay.

    Args:
        call: the circumstances.
        seqs: numbers of the entries.
        kind: ``law`` (法定删除) or ``classified`` (误录涉密).
        reason: in words, without repeating what must be forgotten.

    Raises:
        Refusal: ``forbidden``, ``erase_what``, ``erase_unknown``, ``erase_done``, ``field_required``,
            ``field_invalid``.
    """
    call.require(Action.LEDGER_ERASE)
    if not seqs:
        raise Refusal("erase_what", field="seqs")
    if kind not in REASONS:
        words = "、".join(REASONS.values())
        raise Refusal("field_invalid", field="kind", label="类别", why=f"没有“{kind}”", mend=f"可选：{words}。")
    if not reason.strip():
        raise Refusal("field_required", field="reason", label="原因")
    wanted = sorted(set(seqs))
    entries = {entry.seq: entry for entry in Entry.objects.filter(seq__in=wanted)}
    for seq in wanted:
        if seq not in entries:
            raise Refusal("erase_unknown", field="seqs", seq=seq)
    count = erase(entries.values())
    if count == 0:
        raise Refusal("erase_done", field="seqs")
    first, *others = entries.values()
    record(
        call, first, refs=others, data={"seqs": wanted, "kind": kind, "erased": count}, note={"reason": reason.strip()}
    )
    return first
