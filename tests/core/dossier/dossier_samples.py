"""A dossier of a made-up book: every kind of line, a change of key, an original, claims that hold."""

import json
import uuid
from pathlib import Path
from typing import Any

from yixing_core.dossier import format as form
from yixing_core.dossier.entries import Before, Behind, Earlier, Proved
from yixing_core.dossier.write import volume
from yixing_core.ledger import rotation
from yixing_core.ledger.entry import Entry, content_digest
from yixing_core.ledger.merkle import EMPTY_ROOT, Tree, leaf_hash
from yixing_core.ledger.signer import Signer
from yixing_core.ledger.standalone import build_pyz

LOG = "yixing.example/county"
OLD_KEY = Signer(LOG, bytes(range(32)))
KEY = Signer(LOG, bytes(range(1, 33)))
SIZE = 40
CHANGED_AT = 7
SALT = bytes(16)
ORIGINAL = b"%PDF-1.4 original\n" * 40


def _secret(seq: int) -> dict[str, Any]:
    return {"row": {"id": seq, "title": "关于供水的请示"}}


def sample(seq: int, **changes: Any) -> Entry:
    """The entry with this number."""
    fields: dict[str, Any] = {
        "seq": seq,
        "at": f"2023-06-{seq % 28 + 1:02d}T09:{seq % 60:02d}:00+08:00",
        "on": f"2023-06-{seq % 28 + 1:02d}",
        "actor": f"post/{seq % 12 + 1}",
        "action": "matter.submit",
        "subject": f"matter/{seq}",
        "request": str(uuid.UUID(int=seq)),
        "data": {"entitled": 11, "present": seq % 12},
    }
    return Entry(**{**fields, **changes})


def book() -> tuple[list[Any], Tree]:
    """Entries and tree: entry 1 names the first key, entry 7 changes it."""
    entries, tree = [], Tree()
    for seq in range(1, SIZE + 1):
        changes: dict[str, Any] = {"content": None}
        if seq == 1:
            changes |= {"action": rotation.ACTION, "data": rotation.first_key(OLD_KEY, 0, EMPTY_ROOT)}
        elif seq == CHANGED_AT:
            data = rotation.signed_change(OLD_KEY, KEY, seq - 1, tree.root())
            changes |= {"action": rotation.ACTION, "data": data}
        elif seq % 2 == 0:
            changes |= {"content": content_digest(SALT, _secret(seq))}
        entry = sample(seq, **changes)
        entries.append(entry)
        tree.append(leaf_hash(entry.to_line()))
    return entries, tree


def lines(entries: list[Any], tree: Tree, seqs: tuple[int, ...]) -> list[bytes]:
    """The lines of these entries: shown, erased and withheld records in turn."""
    found = []
    for seq in seqs:
        entry = entries[seq - 1]
        behind = Behind(form.NONE)
        if entry.content is not None:
            state = (form.SHOWN, form.ERASED, form.WITHHELD)[seq // 2 % 3]
            behind = Behind(form.SHOWN, SALT, _secret(seq)) if state == form.SHOWN else Behind(state)
        key = entry.action == rotation.ACTION
        before = Before(tree.root(seq - 1), tuple(tree.consistency(seq - 1, SIZE))) if key else None
        proof = tuple(tree.inclusion(seq - 1, SIZE))
        found.append(Proved(entry.record(), proof, behind, before).to_line())
    return found


def record(entries: list[Any], changes: dict[str, Any]) -> bytes:
    """A small 档案.json with claims about entries 10 and 12."""
    original = {"file": "原件/01 上会稿.pdf", "sha256": form.digest(ORIGINAL)}
    value = {
        "subject": "decision/1",
        "decision": {"decided_on": entries[9].on, "present": 10},
        "originals": [original],
        "moved": [],
        "agreement": [
            {"here": "/decision/decided_on", "entry": 10, "there": "/entry/on"},
            {"here": "/decision/present", "entry": 10, "there": "/entry/data/present"},
        ],
    }
    return json.dumps({**value, **changes}, ensure_ascii=False).encode()


def write(target: Path, *, signer: Signer = KEY, **changes: Any) -> Path:
    """Write the dossier; ``record`` changes 档案.json, ``swap`` exchanges the proofs of entries 10 and 11."""
    entries, tree = book()
    seqs = (1, CHANGED_AT, 10, 11, 12, 13, 14, SIZE)
    made = lines(entries, tree, seqs)
    if changes.get("swap"):
        ten, eleven = (json.loads(line) for line in made[2:4])
        ten["proof"], eleven["proof"] = eleven["proof"], ten["proof"]
        made[2:4] = [
            json.dumps(one, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode() for one in (ten, eleven)
        ]
    with volume(target) as archive:
        archive.add(form.README, f"决策全过程档案（{form.FORMAT}）\n".encode(), stored=True)
        archive.add(form.CHECKPOINT, signer.checkpoint(SIZE, tree.root()).encode(), stored=True)
        archive.add("原件/01 上会稿.pdf", ORIGINAL)
        archive.add(form.RECORD, record(entries, changes.get("record", {})))
        archive.add(form.COVER, b"%PDF-1.7 cover")
        archive.add_lines(form.ENTRIES, iter(made))
        earlier = (Earlier(size, tree.root(size), tuple(tree.consistency(size, SIZE))).to_line() for size in (5, 20))
        archive.add_lines(form.EARLIER, earlier)
        pyz = build_pyz(target.with_name("v.pyz"))
        archive.add(form.VERIFIER, pyz.read_bytes())
        pyz.unlink()
        head = {"at": "2023-06-12T09:30:00+08:00", "key": signer.vkey, "origin": LOG, "reader": "user/1"}
        more = {"scope": "decision", "size": SIZE, "title": "2023-36-03的决策全过程档案", "year": None}
        archive.seal({**head, **more}, [{"folder": "", "number": "2023-36-03", "subject": "decision/1"}], signer)
    return target
