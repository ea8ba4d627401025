"""What is done with the book itself: sign it, take it out, change its key, erase what lies behind an entry."""

from collections.abc import Sequence

from django.db import transaction

from yixing.access.actions import Action
from yixing.audit import refusals  # noqa: F401  (registers the messages this module raises)
from yixing.door.call import Call
from yixing.door.door import action, record
from yixing.jobs.models import Job
from yixing.jobs.worker import enqueue
from yixing.ledger import keys
from yixing.ledger.append import hold_head
from yixing.ledger.book import make_checkpoint, size_and_root
from yixing.ledger.erase import erase
from yixing.ledger.models import Checkpoint, Entry, Installation
from yixing_core.errors import Refusal
from yixing_core.ledger.checkpoint import Verifier
from yixing_core.ledger.rotation import lost_change, signed_change

EXPORT = "ledger.export"
"""Kind of the job that writes the file."""
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
def ledger_export(call: Call) -> Job:
    """Have the whole book written as a file to be verified outside; a job does it and tells how far it is.

    Raises:
        Refusal: ``forbidden``, ``key_missing``.
    """
    call.require(Action.LEDGER_EXPORT)
    keys.signer()
    job = enqueue(EXPORT, due=call.at)
    record(call, job)
    return job


@action(Action.LEDGER_KEY)
def ledger_key(call: Call, *, reason: str, lost: bool = False) -> Installation:
    """Hand over to a new signing key, signed by the old one; or replace a key that is lost.

    A lost key cannot sign its successor: the security administrator answers for the change, and every verification
    says so. The new file takes the place of the old one after the commit.

    Args:
        call: the circumstances.
        reason: why, in words.
        lost: the old key is gone, or must be taken for known to others.

    Raises:
        Refusal: ``forbidden``, ``field_required``, ``key_missing``, ``key_other``, ``key_unknown``.
    """
    call.require(Action.LEDGER_KEY)
    if not reason.strip():
        raise Refusal("field_required", field="reason", label="原因")
    installation = Installation.objects.get()
    size, root = size_and_root(hold_head())
    if lost:
        before = keys.registered()
        if before is None:
            raise Refusal("key_unknown", field="lost")
        data = lost_change(Verifier(before), keys.prepare_key(installation.origin), size, root)
    else:
        old = keys.signer()
        data = signed_change(old, keys.prepare_key(installation.origin), size, root)
    record(call, installation, data=data, note={"reason": reason.strip()})
    transaction.on_commit(keys.settle)
    return installation


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
