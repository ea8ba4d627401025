"""``yixing import``: a workbook through the same actions as the pages, all of it or nothing, faults by cell.

Organizations, people and areas come in by the one action of their page 导入. Matters and tasks are one action a row
(a 责任分解 for all rows of one source), as if each had been entered on its page; the whole file is one transaction.
"""

import datetime as dt
import hashlib
import uuid
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.core.files import File
from django.db import transaction

from yixing.access import loaders
from yixing.access.actions import Action
from yixing.access.actor import Actor
from yixing.door.call import Call
from yixing.ledger import append as ledger
from yixing.operations import import_rows as rows_of
from yixing.operations.capacity import acting, call_for
from yixing.operations.import_rows import Step
from yixing.people.actions import people_import
from yixing.people.sheets import Outcome, try_workbook
from yixing.people.workbook import opened, require_faultless
from yixing.portfolios.cataloguing import area_import, try_areas
from yixing.portfolios.sheets import AREA_COLUMNS, AREAS
from yixing.ui.sheets import Reader, Sheet, SheetColumn, workbook_bytes
from yixing_core.errors import Message, Refusal, catalogue

catalogue(
    {
        "import_kind": Message("不认识的种类“{kind}”。", "可以导入：{known}。"),
        "import_file": Message("读不到文件 {place}。", "请核对文件名和权限。"),
        "import_not_backfill": Message(
            "“{word}”不能补录。", "请去掉 --backfill；只有 matters（事项）可以在期初建账时补录。"
        ),
    }
)


@dataclass(frozen=True, slots=True)
class Form:
    """A kind of import by rows: its word, the action, the sheet and columns it reads, and its steps."""

    word: str
    action: Action
    title: str
    columns: Callable[[], Sequence[SheetColumn]]
    steps: Callable[[Reader, list[dict[str, Any]], Actor], Iterator[Step]]


@dataclass(frozen=True, slots=True)
class Whole:
    """A kind that comes in by the one action of its page: its word, the action, how it is done and how it is tried."""

    word: str
    action: Action
    do: Callable[[Call, "File[bytes]"], object]
    attempt: Callable[["File[bytes]", dt.date], Outcome]


FORMS: dict[str, Form] = {
    "matters": Form("事项", Action.MATTER_DRAFT, rows_of.MATTERS, rows_of.matter_columns, rows_of.matter_steps),
    "tasks": Form("责任分解", Action.TASK_DRAFT, rows_of.TASKS, rows_of.task_columns, rows_of.task_steps),
}


def _of_people(kind: str, word: str) -> Whole:
    return Whole(
        word,
        Action.PEOPLE_IMPORT,
        lambda call, upload: people_import(call, kind=kind, upload=upload),
        lambda upload, _: try_workbook(kind, upload),
    )


WHOLE: dict[str, Whole] = {
    "organizations": _of_people("organizations", "机构"),
    "people": _of_people("people", "人员、职务和任职"),
    "areas": Whole("分管事项", Action.AREA_IMPORT, lambda call, upload: area_import(call, upload=upload), try_areas),
}
"""Kinds that come in by one action for the whole file."""


@dataclass(slots=True)
class Report:
    """What an import did, or would do."""

    kind: str
    actor: str
    words: str = ""
    counts: dict[str, int] = field(default_factory=dict)


def kinds() -> str:
    """The kinds that can be brought in, in words."""
    words = {key: kind.word for key, kind in (WHOLE | FORMS).items()}
    return "、".join(f"{key}（{word}）" for key, word in words.items())


def bring_in(kind: str, source: Path, *, user: str = "", backfill: str = "", keep: bool = True) -> Report:
    """Bring a workbook in.

    Args:
        kind: one of ``WHOLE`` or ``FORMS``.
        source: the .xlsx file; never changed.
        user: login name in whose name; by default the only account that may.
        backfill: the reason of a 补录 (期初建账), for matters only.
        keep: ``False`` tries it: the same actions run, and nothing of it stays.

    Raises:
        Refusal: ``import_kind``, ``import_file``, what the screening refuses, what a permission refuses, and
            ``SheetRefusal`` with every fault by sheet, row and column; then nothing was brought in.
    """
    if kind not in WHOLE and kind not in FORMS:
        raise Refusal("import_kind", kind=kind, known=kinds())
    if backfill and kind != "matters":
        raise Refusal("import_not_backfill", word=(WHOLE | FORMS)[kind].word)
    try:
        stream = source.open("rb")
    except OSError as broken:
        raise Refusal("import_file", place=source) from broken
    with stream:
        upload: File[bytes] = File(stream, name=source.name)
        if kind in WHOLE:
            return _whole(kind, upload, user, keep=keep)
        return _by_rows(kind, upload, user, backfill, keep=keep)


def _whole(kind: str, upload: "File[bytes]", user: str, *, keep: bool) -> Report:
    whole = WHOLE[kind]
    actor = acting(whole.action, user)
    loaders.require(actor, whole.action)
    call = call_for(actor)
    # Tried first in either case: the trial says in words what it would do, and the import itself returns none.
    outcome = whole.attempt(upload, call.on)
    if keep:
        whole.do(call, upload)
    counts = {
        name: sum(by_sheet.values())
        for name, by_sheet in (("made", outcome.made), ("changed", outcome.changed), ("same", outcome.same))
    }
    return Report(kind, _who(actor), outcome.words(), counts)


def _by_rows(kind: str, upload: "File[bytes]", user: str, backfill: str, *, keep: bool) -> Report:
    form = FORMS[kind]
    actor = acting(form.action, user)
    loaders.require(actor, form.action)
    reader, digest = _reader(upload)
    rows = reader.rows(form.title, form.columns())
    counts = dict.fromkeys(("made", "changed", "same"), 0)
    with transaction.atomic():
        for step in form.steps(reader, rows, actor):
            counts[_take(step, reader, form.title, _call(step, actor, digest, backfill))] += 1
        require_faultless(reader, form.title)
        if not keep:
            transaction.set_rollback(True)
    words = f"{form.title}：新增 {counts['made']}，修改 {counts['changed']}，未变 {counts['same']}"
    return Report(kind, _who(actor), words, counts)


def _reader(upload: "File[bytes]") -> tuple[Reader, str]:
    upload.seek(0)
    digest = hashlib.sha256(upload.read()).hexdigest()
    return opened(upload), digest


def _call(step: Step, actor: Actor, digest: str, backfill: str) -> Call:
    # The same row of the same file is the same request: a file that is brought in twice changes nothing twice.
    request = uuid.uuid5(uuid.NAMESPACE_OID, f"{digest}/{actor.ref}/{step.row}") if step.once else uuid.uuid4()
    return call_for(actor, on=step.on, backfill=backfill, request=request)


def _take(step: Step, reader: Reader, title: str, call: Call) -> str:
    """Do one step in a savepoint of its own; a refusal becomes a fault of the cell it is about."""
    if step.same or ledger.replayed(call.request) is not None:
        return "same"
    try:
        step.do(call)
    except Refusal as refusal:
        row, column = _cell(step, refusal)
        reader.fault(title, row, column, f"{refusal.text}{refusal.mend}")
    return "changed" if step.exists else "made"


def _cell(step: Step, refusal: Refusal) -> tuple[int, str]:
    line = refusal.facts.get("line")
    row = step.rows[line - 1] if isinstance(line, int) and 0 < line <= len(step.rows) else step.row
    columns: Mapping[str, str] = step.columns
    return row, columns.get(refusal.field) or columns.get(refusal.code) or columns[""]


def _who(actor: Actor) -> str:
    return f"{actor.name}（{actor.post_name}）"


def sample(kind: str) -> bytes:
    """An empty workbook with the columns that an import of this kind reads.

    Raises:
        Refusal: ``import_kind``; for organizations and people the export itself is the form.
    """
    if kind == "areas":
        return workbook_bytes([Sheet(AREAS, [column.label for column in AREA_COLUMNS], [])])
    form = FORMS.get(kind)
    if form is None:
        raise Refusal("import_kind", kind=kind, known="、".join(["areas", *FORMS]))
    return workbook_bytes([Sheet(form.title, [column.label for column in form.columns()], [])])
