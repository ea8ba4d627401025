"""Write the test vectors of the ledger formats: a sound export, damaged ones with what must be found, proofs.

Run ``PYTHONPATH=src:. python -m tests.core.ledger.vectors.generate``; a test runs it again and compares. The keys
are made from fixed seeds and belong to nobody.
"""

import base64
import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from tests.core.ledger.ledger_samples import sample
from yixing_core.ledger import rotation
from yixing_core.ledger.header import Header, make_header
from yixing_core.ledger.merkle import Tree, leaf_hash, root
from yixing_core.ledger.signer import Signer

NAME = "yixing.example/vectors"
SIGNER, NEXT, OTHER = (Signer(NAME, letter * 32) for letter in (b"a", b"b", b"c"))
SIZE = 9
HERE = Path(__file__).parent


@dataclass(frozen=True)
class Case:
    """One file and what a verifier must say of it."""

    content: bytes
    findings: list[str]
    first_bad_entry: int | None = None
    key: str | None = None
    checkpoint: str | None = None
    notices: tuple[str, ...] = ()

    def expected(self) -> dict[str, object]:
        return {
            "key": self.key,
            "checkpoint": self.checkpoint,
            "findings": self.findings,
            "notices": list(self.notices),
            "first_bad_entry": self.first_bad_entry,
        }


def entries(size: int = SIZE) -> list[bytes]:
    return [sample(seq).to_line() for seq in range(1, size + 1)]


def export(lines: list[bytes], signer: Signer = SIGNER, *, tags: bool = True, header: Header | None = None) -> bytes:
    made = header or make_header(signer, (leaf_hash(line) for line in lines), tags=tags)
    return b"".join(line + b"\n" for line in [made.to_line(), *lines])


def checkpoint(lines: list[bytes], signer: Signer = SIGNER) -> str:
    return signer.checkpoint(len(lines), root(leaf_hash(line) for line in lines))


def with_change(kind: str) -> list[bytes]:
    """Nine entries, the sixth of which changes the key from SIGNER to NEXT."""
    lines = entries()
    before = root(leaf_hash(line) for line in lines[:5])
    data = {
        "signed": lambda: rotation.signed_change(SIGNER, NEXT, 5, before),
        "lost": lambda: rotation.lost_change(SIGNER.verifier, NEXT, 5, before),
        "forged": lambda: rotation.signed_change(SIGNER, NEXT, 5, before) | {"old": OTHER.vkey},
    }[kind]()
    lines[5] = sample(6, action=rotation.ACTION, subject="ledger/1", data=data).to_line()
    return lines


def damaged_lines() -> dict[str, tuple[list[bytes], list[str], int]]:
    """Damage to the entries under the header of the sound file."""
    good = entries()
    data_changed = good[3].replace(b'"present":4', b'"present":5')
    digest_changed = good[6].replace(b'"content":"0', b'"content":"1')
    renumbered = [*good[:3], sample(4, subject="matter/5").to_line(), sample(5, subject="matter/4").to_line()]
    return {
        "data-changed": ([*good[:3], data_changed, *good[4:]], ["entry.altered"], 4),
        "two-changed": ([*good[:3], data_changed, *good[4:6], digest_changed, *good[7:]], ["entry.altered"], 4),
        "not-canonical": ([*good[:1], good[1].replace(b",", b", ", 1), *good[2:]], ["entry.invalid"], 2),
        "not-json": ([*good[:1], good[1][:-1], *good[2:]], ["entry.invalid"], 2),
        "field-wrong": ([*good[:8], good[8].replace(b'"v":1', b'"v":2')], ["entry.invalid"], 9),
        "windows-lines": ([line + b"\r" for line in good], ["entry.invalid"], 1),
        "blank-line": ([*good[:4], b"", *good[4:]], ["entry.invalid"], 5),
        "dropped": ([*good[:4], *good[5:]], ["entry.missing"], 5),
        "dropped-three": ([*good[:4], *good[7:]], ["entry.missing"], 5),
        "first-dropped": (good[1:], ["entry.missing"], 1),
        "swapped": ([*good[:2], good[5], *good[3:5], good[2], *good[6:]], ["entry.swapped"], 3),
        "moved": ([*good[:2], *good[3:7], good[2], *good[7:]], ["entry.moved"], 3),
        "doubled": ([*good[:6], good[5], *good[6:]], ["entry.doubled"], 7),
        "repeated-later": ([*good[:6], good[1], *good[6:]], ["entry.disorder"], 7),
        "contents-swapped": ([*renumbered, *good[5:]], ["entry.altered"], 4),
        "changed-then-dropped": (
            [*good[:3], data_changed, *good[4:6], *good[7:]],
            ["entry.altered", "entry.missing"],
            4,
        ),
        "tail-cut": (good[:7], ["entry.cut"], 8),
        "all-cut": ([], ["entry.cut"], 1),
        "last-doubled": ([*good, good[8]], ["entry.extra"], 10),
        "appended": ([*good, sample(10).to_line()], ["entry.extra"], 10),
    }


def damaged_headers() -> dict[str, Case]:
    """Headers that do not belong to the entries, or not to the signer."""
    good = entries()
    sound = make_header(SIGNER, (leaf_hash(line) for line in good))
    shorter = make_header(SIGNER, (leaf_hash(line) for line in good[:8]))
    foreign = make_header(OTHER, (leaf_hash(line) for line in good))
    tags = bytes([sound.tags[0] ^ 1]) + sound.tags[1:]

    def changed(**claims: object) -> bytes:
        fields = {name: getattr(sound, name) for name in ("size", "root", "key", "checkpoint", "tags")}
        return export(good, header=Header(**{**fields, **claims}))

    whole = export(good)
    return {
        "header-size": Case(changed(size=8), ["header.size"]),
        "header-root": Case(changed(root=shorter.root), ["header.root"]),
        "header-tags": Case(changed(tags=tags), ["header.tags"]),
        "header-tags-short": Case(changed(tags=sound.tags[:-3]), ["header.field"]),
        "header-key": Case(changed(key=foreign.key), ["signature"]),
        "header-checkpoint": Case(changed(checkpoint=foreign.checkpoint), ["signature"]),
        "header-older": Case(changed(checkpoint=shorter.checkpoint), ["header.size", "header.root", "entry.extra"], 9),
        "header-forged": Case(changed(size=8, root=shorter.root, tags=shorter.tags), ["header.size", "header.root"]),
        "header-format": Case(whole.replace(b"yixing-ledger/1", b"yixing-ledger/2", 1), ["header.field"]),
        "header-hash": Case(whole.replace(b"sha256", b"sha512", 1), ["header.field"]),
        "header-space": Case(whole.replace(b":", b": ", 1), ["header.unreadable"]),
        "header-twice": Case(whole.replace(b"{", b'{"format":"yixing-ledger/1",', 1), ["header.unreadable"]),
        "header-extra": Case(whole.replace(b"{", b'{"also":1,', 1), ["header.unreadable"]),
        "header-absent": Case(whole.replace(b'"hash":"sha256",', b"", 1), ["header.unreadable"]),
        "torn": Case(whole[:-100], ["entry.torn"], 9),
        "newline-cut": Case(whole[:-1], ["entry.torn"], 9),
        "header-only-torn": Case(whole[:100], ["header.unreadable"]),
    }


def keys_and_checkpoints() -> dict[str, Case]:
    """Pinned keys, changes of key, older checkpoints."""
    good, signed, lost = entries(), with_change("signed"), with_change("lost")
    rewritten = [*good[:2], sample(3, subject="matter/99").to_line(), *good[3:]]
    forged = with_change("forged")
    changed, gone = export(signed, NEXT), export(lost, NEXT)
    return {
        "pinned": Case(export(good), [], key=SIGNER.vkey),
        "other-key": Case(export(good), ["key.other"], key=OTHER.vkey),
        "resigned": Case(export(rewritten, OTHER), ["key.other"], key=SIGNER.vkey),
        "resigned-unpinned": Case(export(rewritten, OTHER), []),
        "untagged": Case(export(good, tags=False), []),
        "untagged-changed": Case(
            export(rewritten, header=make_header(SIGNER, map(leaf_hash, good), tags=False)), ["root"]
        ),
        "extends": Case(export(good), [], checkpoint=checkpoint(good[:5])),
        "extends-itself": Case(export(good), [], checkpoint=checkpoint(good)),
        "extends-nothing": Case(export(good), [], checkpoint=checkpoint([])),
        "extends-unsigned": Case(
            export(good), [], checkpoint=checkpoint(good[:5]).split("\n\n")[0], notices=("checkpoint.unsigned",)
        ),
        "rewritten": Case(export(rewritten), ["checkpoint.differs"], checkpoint=checkpoint(good[:5])),
        "shortened": Case(export(good[:4]), ["checkpoint.shorter"], checkpoint=checkpoint(good[:5])),
        "broken-before": Case(
            export([*good[:1], *good[2:]], header=make_header(SIGNER, map(leaf_hash, good))),
            ["entry.missing", "checkpoint.unproved"],
            2,
            checkpoint=checkpoint(good[:5]),
        ),
        "checkpoint-of-another": Case(export(good), ["checkpoint.signature"], checkpoint=checkpoint(good[:5], OTHER)),
        "checkpoint-elsewhere": Case(
            export(good), ["checkpoint.origin"], checkpoint=checkpoint(good[:5], Signer("elsewhere", b"d" * 32))
        ),
        "key-changed": Case(changed, [], notices=("key.changed",)),
        "key-changed-pinned-old": Case(changed, [], key=SIGNER.vkey, notices=("key.changed",)),
        "key-changed-pinned-new": Case(changed, [], key=NEXT.vkey, notices=("key.changed",)),
        "key-changed-checkpoint": Case(changed, [], checkpoint=checkpoint(signed[:5]), notices=("key.changed",)),
        "key-changed-retired": Case(
            changed, ["checkpoint.signature"], checkpoint=checkpoint(signed[:7]), notices=("key.changed",)
        ),
        "key-changed-header": Case(export(signed), ["header.key"], notices=("key.changed",)),
        "key-change-forged": Case(export(forged, NEXT), ["entry.invalid"], 6),
        "key-lost": Case(gone, [], notices=("key.lost",)),
        "key-lost-pinned-old": Case(gone, ["key.unsigned_change"], 6, key=SIGNER.vkey, notices=("key.lost",)),
        "key-lost-pinned-new": Case(gone, [], key=NEXT.vkey, notices=("key.lost",)),
        "key-lost-checkpoint": Case(gone, [], checkpoint=checkpoint(lost[:5]), notices=("key.lost",)),
    }


def cases() -> dict[str, Case]:
    good = entries()
    header = make_header(SIGNER, (leaf_hash(line) for line in good))
    damaged = {
        name: Case(export(lines, header=header), findings, first)
        for name, (lines, findings, first) in damaged_lines().items()
    }
    sound = {"sound": Case(export(good), []), "empty": Case(export([]), [])}
    return sound | damaged | damaged_headers() | keys_and_checkpoints()


def proofs() -> dict[str, object]:
    """Roots, audit paths and consistency proofs of the sound file, in hexadecimal."""
    tree = Tree(leaf_hash(line) for line in entries())
    sizes = range(1, SIZE + 1)
    return {
        "leaves": [leaf_hash(line).hex() for line in entries()],
        "roots": [tree.root(size).hex() for size in range(SIZE + 1)],
        "inclusion": [
            {"index": index, "size": size, "path": [node.hex() for node in tree.inclusion(index, size)]}
            for size in sizes
            for index in range(size)
        ],
        "consistency": [
            {"old": old, "size": size, "path": [node.hex() for node in tree.consistency(old, size)]}
            for size in sizes
            for old in range(1, size)
        ],
    }


def readable(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, indent=1).encode() + b"\n"


def files() -> dict[str, bytes]:
    """All vectors by file name. Cases with the same bytes share one file, named after the first of them."""
    result: dict[str, bytes] = {}
    names: dict[bytes, str] = {}
    expected = {}
    for name, case in cases().items():
        file = names.setdefault(case.content, f"{name}.jsonl")
        result[file] = case.content
        expected[name] = {"file": file, **case.expected()}
    signer = {"name": NAME, "seed": base64.b64encode(b"a" * 32).decode(), "key": SIGNER.vkey}
    result["expected.json"] = readable({"signer": signer, "cases": expected})
    result["proofs.json"] = readable(proofs())
    return result


def main(write: Callable[[Path, bytes], object] = Path.write_bytes) -> None:
    for old in [*HERE.glob("*.jsonl"), *HERE.glob("*.json")]:
        old.unlink()
    for name, content in files().items():
        write(HERE / name, content)


if __name__ == "__main__":
    main()
