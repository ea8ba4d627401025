"""Offline verification of a dossier: does every part of it hold, and if not, which does not.

Order of trust: the key speaks for the manifest (so for every file) and for the checkpoint, the checkpoint through
proofs for every entry, the entry through its digest for the record behind it; 档案.json is compared with these.
"""

import base64
import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, cast

from yixing_core.dossier import format as form
from yixing_core.dossier import refusals  # noqa: F401  (registers the messages this module meets)
from yixing_core.dossier.archive import Archive, ArchiveError
from yixing_core.dossier.entries import Earlier, Proved
from yixing_core.dossier.report import DossierReport, Finding, finding, notice
from yixing_core.errors import Refusal
from yixing_core.ledger import canonical, rotation
from yixing_core.ledger.canonical import Json, JsonObject
from yixing_core.ledger.checkpoint import Checkpoint, Note, Verifier, read_signed
from yixing_core.ledger.merkle import verify_consistency
from yixing_core.ledger.report import Extension

Progress = Callable[[int, int | None], None]
_STEP: Final = 512
_NAMED: Final = 20
"""Findings of one kind that are told singly."""
_MOST: Final = 100
"""Findings after which entries are no longer looked at: where the checkpoint is another one, none of them holds."""
_MAX_NOTE: Final = 1 << 16


@dataclass(frozen=True, slots=True)
class Claim:
    """A place of a 档案.json that must say what an entry says."""

    member: str
    here: str
    said: Json
    entry: int
    there: str


@dataclass(slots=True)
class _State:
    """What is known so far."""

    archive: Archive
    report: DossierReport
    files: dict[str, tuple[int, str]] = field(default_factory=dict)
    parts: list[tuple[str, str]] = field(default_factory=list)
    signer: Verifier | None = None
    head: Checkpoint | None = None
    changes: list[rotation.KeyChange] = field(default_factory=list)
    changed: set[str] = field(default_factory=set)
    """Files that were found to differ from the manifest: told once, and not taken apart."""


def verify_dossier(
    path: Path, key: str | None = None, checkpoint: str | None = None, progress: Progress | None = None
) -> DossierReport:
    """Verify a dossier of one decision or of a year.

    Args:
        path: the file; it is only read, nothing is unpacked.
        key: verifier key that the reader trusts; without it the report says that the signer is not pinned.
        checkpoint: text of an older checkpoint that the dossier's must extend.
        progress: called with the entries read and None.

    Returns:
        The report; damage of any kind is a finding, never an exception.

    Raises:
        Refusal: ``key`` or ``checkpoint`` is not what it should be (``field`` names it).
        OSError: the file cannot be read.
    """
    pinned = Verifier(key) if key is not None else None
    old = _Older(checkpoint) if checkpoint is not None else None
    report = DossierReport(path.name)
    try:
        archive = Archive.open(path)
    except ArchiveError as error:
        report.findings.append(finding("archive.hostile" if error.hostile else "archive.unreadable", why=error.why))
        return report
    with archive:
        state = _State(archive, report)
        _contents(state, progress)
        if pinned is not None:
            _judge_pinned(state, pinned)
        elif state.signer is not None:
            report.notices.append(notice("unpinned", fingerprint=state.signer.fingerprint))
        if old is not None:
            old.judge(state)
        _container(state)
    return report


def _contents(state: _State, progress: Progress | None) -> None:
    if not _manifest(state):
        return
    _files(state)
    _checkpoint(state)
    claims = _claims(state)
    _entries(state, claims, progress)


def _container(state: _State) -> None:
    """The zip itself: said first, since it is what the reader's own tools see."""
    found = []
    if not state.archive.whole():
        found.append(finding("archive.changed"))
    try:
        if stray := state.archive.stray():
            found.append(finding("archive.layout", why=stray))
    except ArchiveError as error:
        found.append(finding("archive.layout", why=error.why))
    state.report.findings[:0] = found


def _manifest(state: _State) -> bool:
    """Read the manifest and its signature; False where it says nothing that can be gone by."""
    report = state.report
    try:
        data = state.archive.read(form.MANIFEST, form.MAX_JSON)
        fields = _object(data)
        state.signer = Verifier(_text(fields, "key"))
        state.files = _listed(fields)
        state.parts = _parts(fields)
        report.title = _text(fields, "title")
    except (ArchiveError, Refusal) as error:
        why = f"{error.why}。" if isinstance(error, ArchiveError) else error.text
        report.findings.append(finding("manifest.unreadable", form.MANIFEST, why=why))
        return False
    report.origin, report.key = state.signer.name, state.signer.vkey
    report.fingerprint = state.signer.fingerprint
    report.decisions, report.files = len(state.parts), len(state.files)
    try:
        _require_seal(state.archive.read(form.SEAL, _MAX_NOTE), state.signer, form.digest(data))
    except (ArchiveError, Refusal) as error:
        why = f"{error.why}。" if isinstance(error, ArchiveError) else error.text
        report.findings.append(finding("manifest.signature", form.SEAL, why=why))
    return True


def _require_seal(seal: bytes, signer: Verifier, digest: str) -> None:
    note = Note.parse(_plain_text(seal))
    if not note.signed_by(signer) or note.text != form.seal_text(signer.name, digest):
        raise Refusal("dossier.line", why="没有签署人对这份清单的签名")


def _files(state: _State) -> None:
    """Every file listed is there and is what it was; none is there that is not listed."""
    present, report = state.archive.members.keys(), state.report
    for name in sorted(state.files.keys() - present):
        report.findings.append(finding("file.missing", name))
        state.changed.add(name)
    report.findings += [finding("file.added", name) for name in sorted(present - state.files.keys() - form.UNLISTED)]
    for name in sorted(present & state.files.keys()):
        size, digest = state.files[name]
        why = ""
        if state.archive.members[name].size != size:
            why = "大小不同"
        else:
            try:
                hashed = hashlib.sha256()
                for chunk in state.archive.chunks(state.archive.members[name]):
                    hashed.update(chunk)
                why = "" if hashed.hexdigest() == digest else "内容不同"
            except ArchiveError as error:
                why = error.why
        if why:
            report.findings.append(finding("file.changed", name, why=why))
            state.changed.add(name)


def _checkpoint(state: _State) -> None:
    if state.signer is None:
        return
    try:
        text = _plain_text(state.archive.read(form.CHECKPOINT, _MAX_NOTE))
        state.head = read_signed(text, [state.signer])
    except ArchiveError as error:
        if form.CHECKPOINT not in state.changed:
            state.report.findings.append(finding("checkpoint.invalid", form.CHECKPOINT, why=f"{error.why}。"))
        return
    except Refusal as refusal:
        state.report.findings.append(finding("checkpoint.invalid", form.CHECKPOINT, why=refusal.text))
        return
    state.report.size = state.head.size
    state.report.root = base64.b64encode(state.head.root).decode()


def _claims(state: _State) -> dict[int, list[Claim]]:
    """Read each 档案.json: its originals against the files, what it claims about entries for later."""
    wanted: dict[int, list[Claim]] = {}
    for folder, subject in state.parts:
        member = form.inside(folder, form.RECORD)
        if member in state.changed:
            continue
        try:
            record = _record(state, member, subject)
            _originals(state, member, folder, record)
            for claim in _claimed(member, record):
                wanted.setdefault(claim.entry, []).append(claim)
            _moved(state, member, record)
        except ArchiveError as error:
            state.report.findings.append(finding("record.unreadable", member, why=f"{error.why}。"))
        except Refusal as refusal:
            state.report.findings.append(finding("record.unreadable", member, why=refusal.text))
    return wanted


def _record(state: _State, member: str, subject: str) -> JsonObject:
    record = _object(state.archive.read(member, form.MAX_JSON))
    if record.get("subject") != subject:
        raise Refusal("dossier.line", why="不是清单所写的那件议定事项")
    return record


def _originals(state: _State, member: str, folder: str, record: JsonObject) -> None:
    originals = record.get("originals")
    for original in originals if isinstance(originals, list) else []:
        if not isinstance(original, dict) or not isinstance(original.get("file"), str):
            continue
        name = form.inside(folder, cast("str", original["file"]))
        if state.files.get(name, (0, ""))[1] != original.get("sha256"):
            state.report.findings.append(finding("record.original", member, original=original["file"]))


def _claimed(member: str, record: JsonObject) -> Iterator[Claim]:
    claims = record.get("agreement")
    for claim in claims if isinstance(claims, list) else []:
        if not isinstance(claim, dict) or claim.keys() != {"here", "entry", "there"} or type(claim["entry"]) is not int:
            raise Refusal("dossier.line", why="与存证对照的一项写法不对")
        here = str(claim["here"])
        yield Claim(member, here, _at(record, here), claim["entry"], str(claim["there"]))


def _moved(state: _State, member: str, record: JsonObject) -> None:
    moved = record.get("moved")
    if isinstance(moved, list) and moved:
        state.report.notices.append(notice("moved", member, things="、".join(map(str, moved))))


def _entries(state: _State, claims: dict[int, list[Claim]], progress: Progress | None) -> None:
    """Every line: form, order, proof, record; then what 档案.json claims about it."""
    report, previous = state.report, 0
    if form.ENTRIES in state.files and form.ENTRIES not in state.archive.members:
        return
    number = 0
    try:
        for number, line in enumerate(state.archive.lines(form.ENTRIES, form.MAX_LINE), 1):
            if progress is not None and number % _STEP == 0:
                progress(number, None)
            previous = _line(state, number, line, previous, claims)
    except ArchiveError as error:
        if form.ENTRIES not in state.changed:
            report.findings.append(finding("entries.unreadable", form.ENTRIES, line=number + 1, why=f"{error.why}。"))
        return
    report.entries = number
    if report.erased:
        report.notices.append(notice("erased", count=report.erased))
    for claim in [one for left in claims.values() for one in left][:_NAMED]:
        report.findings.append(_disagrees(claim, "没有这一条"))


def _line(state: _State, number: int, line: bytes, previous: int, claims: dict[int, list[Claim]]) -> int:
    report = state.report
    if len(report.findings) >= _MOST:
        return previous
    try:
        proved = Proved.from_line(line)
    except Refusal as refusal:
        report.findings.append(finding("entries.unreadable", form.ENTRIES, line=number, why=refusal.text))
        return previous
    seq, where = proved.seq, form.ENTRIES
    if seq <= previous:
        report.findings.append(finding("entry.order", where, seq, line=number))
    if state.head is not None and not proved.proved(state.head):
        report.findings.append(finding("entry.unproved", where, seq, line=number))
    if not proved.content_holds():
        report.findings.append(finding("entry.content", where, seq))
    report.shown += proved.behind.state == form.SHOWN
    report.erased += proved.behind.state == form.ERASED
    report.withheld += proved.behind.state == form.WITHHELD
    if proved.entry["action"] == rotation.ACTION and state.head is not None:
        _change(state, proved, number)
    for claim in claims.pop(seq, ()):
        source: Json = {"entry": proved.entry, "record": proved.behind.record}
        there = _at(source, claim.there)
        if there == claim.said and type(there) is type(claim.said):
            report.agreed += 1
        else:
            report.findings.append(_disagrees(claim, _short(there)))
    return max(seq, previous)


def _change(state: _State, proved: Proved, number: int) -> None:
    assert state.head is not None  # noqa: S101  (asked by the caller)
    current = state.changes[-1].new if state.changes else None
    try:
        change = proved.change_of_key(state.head, current)
    except Refusal as refusal:
        state.report.findings.append(finding("entries.unreadable", form.ENTRIES, line=number, why=refusal.text))
        return
    state.changes.append(change)
    if change.mode != rotation.FIRST:
        code = "key.lost" if change.mode == rotation.LOST else "key.changed"
        state.report.notices.append(
            notice(code, entry=change.seq, fingerprint=change.new.fingerprint, actor=change.actor)
        )


def _judge_pinned(state: _State, pinned: Verifier) -> None:
    """Follow the keys from the one that the reader trusts to the one that signed."""
    report = state.report
    if pinned != state.signer:
        after = next((i for i, change in enumerate(state.changes) if change.old == pinned), None)
        if after is None or state.changes[-1].new != state.signer:
            report.findings.append(finding("key.other"))
        else:
            lost = next((change for change in state.changes[after:] if change.mode == rotation.LOST), None)
            if lost is not None:
                report.findings.append(finding("key.unsigned_change", entry=lost.seq))
    report.pinned = not any(one.code.startswith(("key.", "manifest.", "checkpoint.")) for one in report.findings)


class _Older:
    """An older checkpoint that the dossier's must extend.

    Raises:
        Refusal: not a checkpoint; ``field`` is ``checkpoint``.
    """

    def __init__(self, text: str) -> None:
        plain = text.removeprefix("\ufeff").replace("\r\n", "\n").strip("\n") + "\n"
        self.note = Note.parse(plain) if "\n\n" in plain else Note(plain, ())
        self.head = Checkpoint.parse(self.note.text)

    def judge(self, state: _State) -> None:
        """Add what does not hold, or the proof if everything does."""
        report, head = state.report, state.head
        if head is None:
            return
        if self.head.origin != head.origin:
            report.findings.append(finding("checkpoint.origin", name=self.head.origin))
            return
        self._judge_signature(state)
        if self.head.size > head.size:
            report.findings.append(finding("checkpoint.shorter", old=self.head.size, size=head.size))
            return
        proof = self._proof(state, head)
        if proof is None:
            report.findings.append(finding("checkpoint.unproved", old=self.head.size))
        elif not verify_consistency(self.head.size, head.size, self.head.root, head.root, proof):
            report.findings.append(finding("checkpoint.differs", old=self.head.size))
        else:
            root = base64.b64encode(self.head.root).decode()
            report.extends = Extension(self.head.size, root, tuple(node.hex() for node in proof))

    def _proof(self, state: _State, head: Checkpoint) -> tuple[bytes, ...] | None:
        if self.head.size in (0, head.size):
            return ()
        try:
            for line in state.archive.lines(form.EARLIER, _MAX_NOTE):
                earlier = Earlier.from_line(line)
                if earlier.size == self.head.size:
                    return earlier.proof
        except (ArchiveError, Refusal):
            return None  # the damage itself was told with the files
        return None

    def _judge_signature(self, state: _State) -> None:
        if not self.note.signatures:
            state.report.notices.append(notice("checkpoint.unsigned"))
            return
        after = [change.new for change in state.changes if change.seq <= self.head.size]
        first = state.changes[0].old or state.changes[0].new if state.changes else state.signer
        key = after[-1] if after else first
        try:
            if key is None or not self.note.signed_by(key):
                state.report.findings.append(finding("checkpoint.signature", why="不是当时使用的密钥签署的。"))
        except Refusal as refusal:
            state.report.findings.append(finding("checkpoint.signature", why=refusal.text))


def _object(data: bytes) -> JsonObject:
    return canonical.decode_object_once(_plain_text(data))


def _plain_text(data: bytes) -> str:
    try:
        return data.decode()
    except UnicodeDecodeError as error:
        raise Refusal("ledger.canonical.utf8", byte=error.start + 1) from error


def _text(fields: JsonObject, name: str) -> str:
    value = fields.get(name)
    if not isinstance(value, str):
        raise Refusal("dossier.line", why=f"“{name}”应为文字")
    return value


def _listed(fields: JsonObject) -> dict[str, tuple[int, str]]:
    if fields.get("format") != form.FORMAT:
        raise Refusal("dossier.line", why=f"格式应为{form.FORMAT}；如由更新的版本生成，请用同一版本的核验工具")
    files = fields.get("files")
    if not isinstance(files, list):
        raise Refusal("dossier.line", why="没有列出文件")
    listed: dict[str, tuple[int, str]] = {}
    for file in files:
        if not isinstance(file, dict) or type(file.get("size")) is not int:
            raise Refusal("dossier.line", why="文件的写法不对")
        listed[_text(file, "name")] = (cast("int", file["size"]), _text(file, "sha256"))
    return listed


def _parts(fields: JsonObject) -> list[tuple[str, str]]:
    parts = fields.get("parts")
    if not isinstance(parts, list) or not all(isinstance(part, dict) for part in parts):
        raise Refusal("dossier.line", why="没有列出议定事项")
    found = cast("list[JsonObject]", parts)
    return [(_text(part, "folder"), _text(part, "subject")) for part in found]


def _at(value: Json, pointer: str) -> Json:
    """The value at a JSON pointer (RFC 6901); None where there is nothing."""
    for step in pointer.split("/")[1:]:
        if isinstance(value, dict):
            value = value.get(step)
        elif isinstance(value, list) and step.isdecimal() and int(step) < len(value):
            value = value[int(step)]
        else:
            return None
    return value


def _disagrees(claim: Claim, there: str) -> Finding:
    return finding(
        "record.disagrees", claim.member, claim.entry, place=claim.here, here=_short(claim.said), there=there
    )


def _short(value: Json) -> str:
    words = value if isinstance(value, str) else canonical.encode(value).decode()
    return words if len(words) <= _NAMED * 2 else f"{words[: _NAMED * 2]}…"
