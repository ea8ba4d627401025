"""Offline verification of a ledger export: does it hold, and if not, which entry is the first that does not.

Needs the file and nothing else. The order of trust: the signature speaks for the checkpoint, the checkpoint for
the root, the root for every entry; the header's other claims are compared with these.
"""

import base64
import re
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import BinaryIO, Final, cast

from yixing_core.errors import Refusal
from yixing_core.ledger import canonical, rotation
from yixing_core.ledger.canonical import MAX_LINE, JsonObject
from yixing_core.ledger.checkpoint import Checkpoint, Note, Verifier, strict_base64
from yixing_core.ledger.entry import check_record
from yixing_core.ledger.header import FORMAT, HASH, KEYS, OPTIONAL, TAG_BYTES
from yixing_core.ledger.merkle import HASH_BYTES, CompactRange, Tree, leaf_hash
from yixing_core.ledger.report import Extension, Finding, Report, finding, notice

MAX_HEADER: Final = 1 << 28
PROGRESS_STEP: Final = 4096
_NAMED: Final = 5
_SEQ = re.compile(rb'"seq":([0-9]{1,16}),"subject"')
Progress = Callable[[int, int | None], None]


def verify_export(
    path: Path, key: str | None = None, checkpoint: str | None = None, progress: Progress | None = None
) -> Report:
    """Verify an export.

    Args:
        path: the file; it is only read.
        key: verifier key that the reader trusts; without it the report says that the signer is not pinned.
        checkpoint: text of an older checkpoint that the file must extend.
        progress: called with the entries read and the number expected.

    Returns:
        The report; damage of any kind is a finding, never an exception.

    Raises:
        Refusal: ``key`` or ``checkpoint`` is not what it should be (``field`` names it).
        OSError: the file cannot be read.
    """
    pinned = Verifier(key) if key is not None else None
    old = _Older(checkpoint) if checkpoint is not None else None
    with path.open("rb") as stream:
        claims = _Claims(stream.readline(MAX_HEADER))
        scan = _Scan(claims, keep_leaves=old is not None)
        scan.run(stream, progress)
    findings = [*claims.findings, *scan.findings, *_judge_signer(claims, scan, pinned)]
    notices = [_change_notice(change) for change in scan.changes if change.mode != rotation.FIRST]
    if pinned is None and claims.signer is not None:
        notices.append(notice("unpinned", fingerprint=claims.signer.fingerprint))
    extends = None
    if old is not None:
        extends = old.judge(claims, scan, findings)
        notices += [] if old.note.signatures else [notice("checkpoint.unsigned")]
    return Report(
        file=path.name,
        kind="ledger",
        findings=tuple(findings),
        notices=tuple(notices),
        size=scan.range.size,
        root=_base64(scan.range.root()) if scan.whole else None,
        origin=claims.note.origin if claims.note else None,
        key=claims.signer.vkey if claims.signer else None,
        fingerprint=claims.signer.fingerprint if claims.signer else None,
        pinned=pinned is not None and not any(f.code.startswith(("key.", "signature", "header.")) for f in findings),
        extends=extends,
    )


class _Claims:
    """The header line, field by field; what cannot be read becomes a finding and stays None."""

    def __init__(self, line: bytes) -> None:
        self.findings: list[Finding] = []
        self.size: int | None = None
        self.root: bytes | None = None
        self.signer: Verifier | None = None
        self.note: Checkpoint | None = None
        self.signed = False
        self.tags: bytes | None = None
        try:
            fields = _header_fields(line)
        except Refusal as refusal:
            self.findings.append(finding("header.unreadable", line=1, why=refusal.text))
            return
        self._read(fields)
        self._read_signature(fields)
        self._compare()

    def expected(self) -> int | None:
        """Number of entries to expect: as signed, else as the header says."""
        return self.note.size if self.signed and self.note else self.size

    def roots(self) -> set[bytes]:
        """Roots that the entries may have: the signed one, or if nothing is signed whatever is claimed."""
        if self.signed and self.note:
            return {self.note.root}
        claimed = (self.root, self.note.root if self.note else None)
        return {root for root in claimed if root is not None}

    def _read(self, fields: JsonObject) -> None:
        for name, wanted in (("format", FORMAT), ("hash", HASH)):
            if fields[name] != wanted:
                self._wrong(name, f"应为{wanted}；如由更新的版本生成，请用同一版本的核验工具")
        size, root = fields["size"], fields["root"]
        if type(size) is int and size >= 0:
            self.size = size
        else:
            self._wrong("size", "应为条数")
        data = strict_base64(root) if isinstance(root, str) else None
        if data is not None and len(data) == HASH_BYTES:
            self.root = data
        else:
            self._wrong("root", "应为Base64的根值")
        if "tags" in fields:
            tags = fields["tags"]
            self.tags = strict_base64(tags) if isinstance(tags, str) else None
            if self.tags is None:
                self._wrong("tags", "应为Base64的定位码")

    def _read_signature(self, fields: JsonObject) -> None:
        key, text = fields["key"], fields["checkpoint"]
        try:
            self.signer = Verifier(key if isinstance(key, str) else "")
        except Refusal as refusal:
            self._wrong("key", refusal.text.rstrip("。"))
        try:
            note = Note.parse(text if isinstance(text, str) else "")
            self.note = Checkpoint.parse(note.text)
            if self.signer is not None:
                self.signed = note.signed_by(self.signer) and self.note.origin == self.signer.name
        except Refusal as refusal:
            self.findings.append(finding("signature", line=1, why=refusal.text))
            return
        if self.signer is not None and not self.signed:
            why = f"没有{self.signer.name}这把密钥的签名。"
            self.findings.append(finding("signature", line=1, why=why))

    def _compare(self) -> None:
        if self.note is not None and self.size not in (None, self.note.size):
            self.findings.append(finding("header.size", line=1, header=self.size, signed=self.note.size))
        elif self.tags is not None and len(self.tags) != TAG_BYTES * (self.size or 0):
            self._wrong("tags", "应为每条三字节")
        if self.note is not None and self.root not in (None, self.note.root):
            self.findings.append(finding("header.root", line=1))
        if self.tags is not None and len(self.tags) != TAG_BYTES * (self.expected() or 0):
            self.tags = None

    def _wrong(self, name: str, why: str) -> None:
        self.findings.append(finding("header.field", line=1, name=name, why=why))


def _header_fields(line: bytes) -> JsonObject:
    """Read the header: one line of compact JSON, each key once, in any order."""
    if not line.endswith(b"\n"):
        raise Refusal("ledger.header.torn")
    body = line[:-1]
    try:
        text = body.decode()
    except UnicodeDecodeError as error:
        raise Refusal("ledger.canonical.utf8", byte=error.start + 1) from error
    fields = canonical.decode_object_once(text)
    absent, extra = set(KEYS) - fields.keys(), fields.keys() - set(KEYS) - set(OPTIONAL)
    if absent or extra:
        problem = "，".join([*(f"缺{k}" for k in sorted(absent)), *(f"多{k}" for k in sorted(extra))])
        raise Refusal("ledger.header.keys", problem=problem)
    pairs = (f"{_json(name)}:{_json(value)}" for name, value in fields.items())
    again = ("{" + ",".join(pairs) + "}").encode()
    if again != body:
        raise Refusal("ledger.canonical.bytes", byte=canonical.first_difference(again, body) + 1)
    return fields


class _Scan:
    """One pass over the entries: canonical bytes, fields, order, keys, hashes."""

    def __init__(self, claims: _Claims, *, keep_leaves: bool) -> None:
        self.claims = claims
        self.range = CompactRange()
        self.leaves: list[bytes] | None = [] if keep_leaves else None
        self.changes: list[rotation.KeyChange] = []
        self.findings: list[Finding] = []
        self.whole = False
        self._mistagged: list[int] = []
        self._previous = b""

    def run(self, stream: BinaryIO, progress: Progress | None) -> None:
        """Read to the end or to the first entry whose place or form is wrong, then judge."""
        expected, seq = self.claims.expected(), 0
        lines = iter(partial(stream.readline, MAX_LINE + 2), b"")
        for seq, line in enumerate(lines, 1):
            if expected is not None and seq > expected:
                self._stop(finding("entry.extra", seq, size=expected))
                break
            if progress is not None and seq % PROGRESS_STEP == 0:
                progress(seq, expected)
            try:
                self._entry(seq, line)
            except Refusal as refusal:
                self._stop(finding("entry.invalid", seq, why=_with_line_end_hint(refusal.text, line)))
                break
            except _WrongPlaceError as wrong:
                self._stop(_explain_place(seq, wrong.found, lines, same=line[:-1] == self._previous))
                break
            except _TornError:
                self._stop(finding("entry.torn", seq))
                break
            self._previous = line[:-1]
        else:
            if expected is not None and seq < expected:
                self._stop(finding("entry.cut", seq + 1, size=expected, count=seq))
            else:
                self.whole = True
                self._judge_root()

    def _entry(self, seq: int, line: bytes) -> None:
        """Check one line and add it to the tree."""
        if line[-1] != _NEWLINE:
            if len(line) > MAX_LINE:
                raise Refusal("ledger.canonical.length", limit=MAX_LINE)
            raise _TornError
        body = line[:-1]
        record = canonical.parse(body)
        check_record(record)
        if record["seq"] != seq:
            raise _WrongPlaceError(cast("int", record["seq"]))
        if record["action"] == rotation.ACTION:
            self._change_key(seq, record)
        leaf = leaf_hash(body)
        tags = self.claims.tags
        if tags is not None and tags[(seq - 1) * TAG_BYTES : seq * TAG_BYTES] != leaf[:TAG_BYTES]:
            self._mistagged.append(seq)
        self.range.append(leaf)
        if self.leaves is not None:
            self.leaves.append(leaf)

    def _change_key(self, seq: int, record: JsonObject) -> None:
        current = self.changes[-1].new if self.changes else None
        data, actor = cast("JsonObject", record["data"]), cast("str", record["actor"])
        self.changes.append(rotation.read(seq, data, self.range.root(), current, actor))

    def _stop(self, found: Finding) -> None:
        """Keep the finding at which reading ended, and before it an entry whose tag had already differed."""
        if self._mistagged:
            self.findings.append(self._altered())
        self.findings.append(found)

    def _judge_root(self) -> None:
        roots = self.claims.roots()
        if not roots:
            if self._mistagged:
                self.findings.append(self._altered())
        elif self.range.root() in roots:
            if self._mistagged:
                self.findings.append(finding("header.tags", line=1))
        elif self._mistagged:
            self.findings.append(self._altered())
        else:
            self.findings.append(finding("root"))

    def _altered(self) -> Finding:
        first, rest = self._mistagged[0], self._mistagged[1:]
        named = "、".join(str(seq) for seq in rest[:_NAMED])
        ending = "等" if len(rest) > _NAMED else ""
        more = f"，此外还有第{named}条{ending}，共{len(rest) + 1}条" if rest else ""
        return finding("entry.altered", first, more=more)


_NEWLINE: Final = ord("\n")


class _WrongPlaceError(Exception):
    """An entry in order of form stands where another should."""

    def __init__(self, found: int) -> None:
        self.found = found


class _TornError(Exception):
    """The last line has no newline."""


def _explain_place(seq: int, found: int, rest: Iterator[bytes], *, same: bool) -> Finding:
    """Say what happened to the order: ``found`` stands on the line of ``seq``; ``rest`` are the lines after it."""
    if found < seq:
        return finding("entry.doubled" if same else "entry.disorder", seq, found=found)
    for line_number, line in enumerate(rest, seq + 2):
        match = _SEQ.search(line)
        if match and int(match[1]) == seq:
            if line_number == found + 1:
                return finding("entry.swapped", seq, found=found)
            return finding("entry.moved", seq, found=found, other=line_number)
    until = f"—{found - 1}" if found - seq > 1 else ""
    return finding("entry.missing", seq, found=found, first=seq, until=until)


def _with_line_end_hint(text: str, line: bytes) -> str:
    if line.endswith(b"\r\n"):
        return f"{text}（行尾被改成了Windows的回车换行，多半是用编辑器另存所致）"
    return text


def _judge_signer(claims: _Claims, scan: _Scan, pinned: Verifier | None) -> Iterator[Finding]:
    """Follow the keys from the one that the reader trusts to the one that signed."""
    changes = scan.changes
    if changes and claims.signer is not None and scan.whole and changes[-1].new != claims.signer:
        yield finding("header.key", line=1, change=changes[-1].seq)
    if pinned is None or pinned == claims.signer:
        return
    if not scan.whole:
        yield finding("key.unproved", scan.range.size + 1)
        return
    after = next((i for i, change in enumerate(changes) if change.old == pinned), None)
    if after is None:
        yield finding("key.other", line=1)
        return
    lost = next((change for change in changes[after:] if change.mode == rotation.LOST), None)
    if lost is not None:
        yield finding("key.unsigned_change", lost.seq)


def _change_notice(change: rotation.KeyChange) -> Finding:
    code = "key.lost" if change.mode == rotation.LOST else "key.changed"
    return notice(code, change.seq, fingerprint=change.new.fingerprint, actor=change.actor)


class _Older:
    """An older checkpoint that the file must extend.

    Raises:
        Refusal: not a checkpoint; ``field`` is ``checkpoint``.
    """

    def __init__(self, text: str) -> None:
        # The text may have gone through paper, an editor or a chat: line ends are not part of what it says.
        plain = text.removeprefix("\ufeff").replace("\r\n", "\n").strip("\n") + "\n"
        self.note = Note.parse(plain) if "\n\n" in plain else Note(plain, ())
        self.head = Checkpoint.parse(self.note.text)

    def judge(self, claims: _Claims, scan: _Scan, findings: list[Finding]) -> Extension | None:
        """Add what does not hold to the findings; return the proof if everything does."""
        before = len(findings)
        origin = claims.note.origin if claims.note else None
        if origin is not None and self.head.origin != origin:
            findings.append(finding("checkpoint.origin", name=self.head.origin))
            return None
        findings += self._judge_signature(claims, scan)
        size, leaves = scan.range.size, scan.leaves or []
        if size < self.head.size:
            if scan.whole:
                findings.append(finding("checkpoint.shorter", old=self.head.size, size=size))
            else:
                findings.append(finding("checkpoint.unproved", size + 1, old=self.head.size))
            return None
        tree = Tree(leaves)
        if tree.root(self.head.size) != self.head.root:
            findings.append(finding("checkpoint.differs", old=self.head.size))
        if len(findings) > before:
            return None
        proof = tree.consistency(self.head.size)
        return Extension(self.head.size, _base64(self.head.root), tuple(node.hex() for node in proof))

    def _judge_signature(self, claims: _Claims, scan: _Scan) -> Iterator[Finding]:
        """A checkpoint counts under the key that was in force at its size, and under no other."""
        if not self.note.signatures:
            return
        key = _key_at(self.head.size, scan.changes) or claims.signer
        try:
            if key is None or not self.note.signed_by(key):
                yield finding("checkpoint.signature", why="不是当时使用的密钥签署的。")
        except Refusal as refusal:
            yield finding("checkpoint.signature", why=refusal.text)


def _key_at(size: int, changes: list[rotation.KeyChange]) -> Verifier | None:
    """Key that signs the log of this size: a change counts from its own entry on."""
    for change in reversed(changes):
        if change.seq <= size:
            return change.new
    return (changes[0].old or changes[0].new) if changes else None


def _json(value: canonical.Json) -> str:
    return canonical.encode(value).decode()


def _base64(data: bytes) -> str:
    return base64.b64encode(data).decode()
