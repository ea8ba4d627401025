"""Put a dossier together: of one decision, or of a year's in one volume with one checkpoint and one verifier."""

import datetime as dt
import hashlib
import json
import re
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.utils import timezone

from yixing.access import kinds
from yixing.access.actions import Action
from yixing.access.actor import Actor
from yixing.attachments.models import Attachment
from yixing.attachments.store import path_of
from yixing.decisions.models import Decision
from yixing.dossiers.borne import agreement
from yixing.dossiers.described import described
from yixing.dossiers.record import record_of_chain
from yixing.dossiers.sheets import cover_data, index_row, proof_of
from yixing.dossiers.subjects import Chain, chain_of, entries_about, moved_since
from yixing.ledger.book import leaves, make_checkpoint
from yixing.ledger.keys import changes, signer
from yixing.ledger.models import Checkpoint, Content, Entry
from yixing.papers.content import paper_of
from yixing.papers.models import Document
from yixing.papers.rendering import fonts
from yixing.papers.series import county
from yixing_core.dossier import format as form
from yixing_core.dossier.entries import Before, Behind, Earlier, Proved
from yixing_core.dossier.write import Volume, volume
from yixing_core.errors import Refusal
from yixing_core.ledger.merkle import Tree
from yixing_core.ledger.standalone import build_pyz
from yixing_core.papers.dossiers import HOW_TO, Original, cover_paper, index_paper
from yixing_core.papers.pdf import to_pdf

Progress = Callable[[int, int], None]
_EARLIER = 200
_CHUNK = 500
_NAME = 70
_UNSAFE = re.compile(r'[\\/:*?"<>|\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]+')
_HUSHED = frozenset({Action.MEETING_SPEAK.value, Action.MEETING_CONCLUDE.value})
"""Of an item with a secret ballot the records behind these tell who stood for what before it."""


@dataclass(frozen=True, slots=True)
class Made:
    """What was written."""

    place: Path
    decisions: int
    entries: int
    size: int
    bytes: int


@dataclass(slots=True)
class _Work:
    """One volume in the making."""

    volume: Volume
    actor: Actor
    at: dt.datetime
    checkpoint: Checkpoint
    tree: Tree
    seqs: dict[int, bool] = field(default_factory=dict)
    """Numbers of the entries that go in; whether the record behind may be shown."""
    drawn: dict[int, tuple[str, str]] = field(default_factory=dict)
    """Papers of a meeting in a year's volume, once for all its decisions: name and digest."""


def build(
    target: Path,
    decisions: Sequence[Decision],
    actor: Actor,
    at: dt.datetime,
    *,
    year: int | None = None,
    progress: Progress = lambda _done, _total: None,
) -> Made:
    """Write a dossier as far as the actor may see; the same state, actor and moment give the same bytes.

    Args:
        target: the zip; replaced whole.
        decisions: visible to the actor; one, or those of ``year``.
        actor: in whose eyes.
        at: moment of making, printed on it.
        year: for a year's volume.
        progress: told how many decisions are done, of how many.

    Raises:
        Refusal: ``key_missing``, ``no_chinese_font``, ``missing_glyph``.
    """
    checkpoint = make_checkpoint(at)
    tree = Tree(leaves(checkpoint.size))
    parts: list[dict[str, Any]] = []
    with volume(target) as archive:
        work = _Work(archive, actor, at, checkpoint, tree)
        archive.add(form.README, _readme(year).encode(), stored=True)
        archive.add(form.CHECKPOINT, checkpoint.note.encode(), stored=True)
        rows = []
        for done, decision in enumerate(decisions, 1):
            folder = _folder(decision, parts) if year is not None else ""
            chain = _decision(work, decision, folder)
            rows.append(index_row(chain, folder))
            parts.append({"folder": folder, "number": decision.number, "subject": kinds.ref(decision)})
            progress(done, len(decisions))
        if year is not None:
            paper = index_paper(county(), year, tuple(rows), proof_of(checkpoint, signer().verifier))
            archive.add("目录.pdf", to_pdf(paper, fonts()))
        entries = archive.add_lines(form.ENTRIES, _lines(work))
        archive.add_lines(form.EARLIER, _earlier(checkpoint, tree))
        _verifier(archive)
        archive.seal(_head(work, decisions, year), parts, signer())
    return Made(target, len(parts), entries, checkpoint.size, target.stat().st_size)


def _decision(work: _Work, decision: Decision, folder: str) -> Chain:
    chain = chain_of(decision, work.actor)
    entries = entries_about(chain, work.checkpoint.size)
    moved = moved_since(chain, work.checkpoint.size)
    record = record_of_chain(chain, work.actor, entries)
    record["papers"] = list(_papers(work, chain, folder))
    record["originals"] = list(_originals(work, chain, folder))
    record["moved"] = moved
    record["agreement"] = agreement(record, entries, moved)
    record["made"] = {
        "at": timezone.localtime(work.at).isoformat(timespec="seconds"),
        "reader": work.actor.ref,
        "size": work.checkpoint.size,
    }
    body = json.dumps(record, ensure_ascii=False, indent=1, sort_keys=True)
    work.volume.add(form.inside(folder, form.RECORD), body.encode())
    originals = tuple(
        Original(one["name"], one["label_words"], one.get("sha256", ""), one.get("state_words", ""))
        for one in record["originals"]
    )
    data = cover_data(chain, record, originals, proof_of(work.checkpoint, signer().verifier), work.actor)
    work.volume.add(form.inside(folder, form.COVER), to_pdf(cover_paper(data), fonts()))
    hushed = {kinds.ref(item) for item in chain.items if chain.secret(item)}
    own = chain.refs()
    for entry in entries:
        shown = entry.subject in own and not (entry.subject in hushed and entry.action in _HUSHED)
        work.seqs[entry.seq] = work.seqs.get(entry.seq, True) and shown
    return chain


def _papers(work: _Work, chain: Chain, folder: str) -> Iterator[dict[str, Any]]:
    """The numbered documents as PDF; a voided one is named and not drawn."""
    for number, row in enumerate(chain.papers, 1):
        told = described(row, skip=frozenset({"content"})) | {"number_words": row.number_words}
        if row.state == "signed":
            # One old paper that cannot be drawn any more must not keep the other proofs back.
            try:
                told |= _drawn(work, row, folder, number)
            except Refusal as refusal:
                told["undrawn"] = refusal.text
        yield told


def _drawn(work: _Work, row: Document, folder: str, number: int) -> dict[str, Any]:
    """The place and digest of a paper; in a year's volume those of a meeting lie beside the folders, once for all."""
    words = _safe(f"{row.get_kind_display()} {row.number_words}")
    if folder and row.subject.startswith("meeting/"):
        if row.pk not in work.drawn:
            name = f"公文/{row.pk} {words}.pdf"
            work.drawn[row.pk] = name, work.volume.add(name, to_pdf(paper_of(row), fonts()))
        name, digest = work.drawn[row.pk]
        return {"shared": name, "sha256": digest}
    name = f"公文/{number:02d} {words}.pdf"
    return {"file": name, "sha256": work.volume.add(form.inside(folder, name), to_pdf(paper_of(row), fonts()))}


def _originals(work: _Work, chain: Chain, folder: str) -> Iterator[dict[str, Any]]:
    for number, row in enumerate(chain.attachments, 1):
        name = f"原件/{number:02d} {_safe(f'{row.get_label_display()} {row.name}')}"
        told = _told(row) | {"name": row.name, "digest": row.file.digest}
        place = path_of(row.file.digest)
        if not place.exists():
            yield told | {"state": "lost", "state_words": "文件不在，摘要见存证"}
            continue
        yield told | {"file": name, "sha256": work.volume.add_file(form.inside(folder, name), place)}
    for row in chain.hidden:
        destroyed = row.file.destroyed is not None
        words = f"已销毁（{row.get_destroyed_as_display()}）" if destroyed else "内部材料，只限指定人员"
        state = "destroyed" if destroyed else "restricted"
        yield _told(row) | {"name": "（已销毁）" if destroyed else "（内部材料）", "state": state, "state_words": words}


def _told(row: Attachment) -> dict[str, Any]:
    return {
        "id": row.pk,
        "subject": row.subject,
        "label": row.label,
        "label_words": row.get_label_display(),
        "size": row.file.size,
    }


def _lines(work: _Work) -> Iterator[bytes]:
    """The lines of ``entries.jsonl`` in order; the changes of key go in wherever the chain does not reach them."""
    keys = set(changes().filter(seq__lte=work.checkpoint.size).values_list("seq", flat=True))
    seqs = sorted(work.seqs.keys() | keys)
    for start in range(0, len(seqs), _CHUNK):
        wanted = seqs[start : start + _CHUNK]
        contents = {row.pk: row for row in Content.objects.filter(pk__in=wanted)}
        for entry in Entry.objects.filter(seq__in=wanted).order_by("seq"):
            shown = work.seqs.get(entry.seq, False)
            yield _proved(work, entry, contents.get(entry.seq), shown=shown, key=entry.seq in keys).to_line()


def _proved(work: _Work, entry: Entry, content: Content | None, *, shown: bool, key: bool) -> Proved:
    line = json.loads(entry.line)
    size, tree = work.checkpoint.size, work.tree
    if line["content"] is None:
        behind = Behind(form.NONE)
    elif content is None:
        behind = Behind(form.ERASED)
    elif not shown or len(content.record) > form.MAX_LINE // 4:
        behind = Behind(form.WITHHELD)
    else:
        behind = Behind(form.SHOWN, bytes(content.salt), json.loads(content.record))
    before = Before(tree.root(entry.seq - 1), tuple(tree.consistency(entry.seq - 1, size))) if key else None
    return Proved(line, tuple(tree.inclusion(entry.seq - 1, size)), behind, before)


def _earlier(checkpoint: Checkpoint, tree: Tree) -> Iterator[bytes]:
    """Earlier checkpoints with the proof that this one extends them: the latest, and the last of each month."""
    rows = list(Checkpoint.objects.filter(size__lt=checkpoint.size, size__gt=0).order_by("-size", "-id"))
    months: dict[tuple[int, int], Checkpoint] = {}
    for row in rows:
        months.setdefault((row.at.year, row.at.month), row)
    chosen = {row.size: row for row in (*rows[:_EARLIER], *months.values())}
    for size in sorted(chosen):
        root = tree.root(size)
        yield Earlier(size, root, tuple(tree.consistency(size, checkpoint.size))).to_line()


def _verifier(archive: Volume) -> None:
    with tempfile.TemporaryDirectory() as folder:
        archive.add(form.VERIFIER, build_pyz(Path(folder) / form.VERIFIER).read_bytes())


def _head(work: _Work, decisions: Sequence[Decision], year: int | None) -> dict[str, Any]:
    key = signer()
    title = f"{county()}{year}年度决策全过程档案" if year is not None else f"{decisions[0].number}的决策全过程档案"
    return {
        "at": timezone.localtime(work.at).isoformat(timespec="seconds"),
        "key": key.vkey,
        "origin": key.name,
        "reader": work.actor.ref,
        "scope": "year" if year is not None else "decision",
        "size": work.checkpoint.size,
        "title": title,
        "year": year,
    }


def _readme(year: int | None) -> str:
    which = f"{year}年度各件议定事项" if year is not None else "一件议定事项"
    first = "目录.pdf是全册目录，档案/下每件一个文件夹，公文/是各次会议共用的通知和纪要；" if year is not None else ""
    steps = "\n".join(f"{number}. {words}" for number, words in enumerate(HOW_TO, 1))
    return (
        f"决策全过程档案（{form.FORMAT}）\n\n"
        f"这是{which}从提出到办结的全部记录和证明，不需要原系统即可阅读和核验。\n\n"
        f"{first}封面.pdf供阅读和打印；档案.json是全部记录；原件/和公文/是材料；"
        "存证/是账本条目、包含证明和签署的校验点；清单.json列出每个文件的摘要，由存证密钥签署。\n\n"
        f"怎样核验：\n{steps}\n\n"
        "请不要解开后重新打包：核验的是这个文件本身。已依法删除的内容只留摘要，不影响核验。\n"
    )


def _folder(decision: Decision, parts: list[dict[str, Any]]) -> str:
    name = f"档案/{_safe(decision.number)}"
    taken = {part["folder"] for part in parts}
    return name if name not in taken else f"{name}（{decision.pk}）"


def _safe(name: str) -> str:
    """A file name that every system takes: no separators, no control characters, not too long, its ending kept."""
    clean = _UNSAFE.sub("_", name).strip(" .") or "未命名"
    clean = "".join(letter for letter in clean if letter.isprintable())
    stem, dot, ending = clean.rpartition(".")
    if dot and len(ending) <= len("jsonl"):
        return f"{stem[:_NAME]}.{ending}"
    return clean[:_NAME]


def file_digest(place: Path) -> str:
    """SHA-256 of a finished dossier, for whoever writes it down."""
    with place.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
