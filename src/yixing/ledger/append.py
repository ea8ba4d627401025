"""Append one entry: sequence, canonical bytes and leaf hash; the tree is computed at checkpoints by a job."""

import datetime as dt
import json
import secrets
import uuid
from collections.abc import Iterable, Mapping
from decimal import Decimal
from enum import Enum
from typing import Any

from django.db import connection
from django.db.models import Model
from django.utils import timezone

from yixing.access import kinds
from yixing.access.actions import Action
from yixing.ledger.models import Content, Entry, EntryRef
from yixing.ledger.rows import insert
from yixing_core.ledger.canonical import encode
from yixing_core.ledger.entry import Entry as Line
from yixing_core.ledger.entry import RuleOutcome, content_digest
from yixing_core.ledger.merkle import leaf_hash

_REQUEST = Entry._meta.get_field("request")
_HEAD_LOCK = 0x59495849  # "YIXI": the ledger head, always the last lock taken


def hold_head() -> int:
    """Lock the head of the book for the rest of this transaction; how many entries it has."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_HEAD_LOCK])
        # SQLite writers are already alone: every transaction begins IMMEDIATE.
        cursor.execute("SELECT max(seq) FROM ledger_entry")
        return cursor.fetchone()[0] or 0


def plain(value: Any) -> Any:  # noqa: PLR0911  (one return per kind reads best as a table)
    """A value as it may stand in canonical JSON: dates as ISO text, decimals and floats as text."""
    if isinstance(value, Mapping):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [plain(item) for item in value]
    if isinstance(value, Enum):
        value = value.value
    if isinstance(value, bool | int | str) or value is None:
        return value
    if isinstance(value, dt.datetime):
        return (
            timezone.localtime(value).isoformat(timespec="seconds") if timezone.is_aware(value) else value.isoformat()
        )
    if isinstance(value, dt.date | dt.time):
        return value.isoformat()
    if isinstance(value, Decimal | float | uuid.UUID):
        return str(value)
    if isinstance(value, bytes | memoryview):
        return bytes(value).hex()
    msg = f"cannot stand in a record: {type(value).__name__}"
    raise TypeError(msg)


def snapshot(row: Model) -> dict[str, Any]:
    """The full row, column by column, as the record behind the content digest; ``unrecorded`` columns stay out."""
    hidden = getattr(row, "unrecorded", ())
    columns = [field.attname for field in row._meta.concrete_fields]
    return {name: plain(getattr(row, name)) for name in columns if name not in hidden}


def append(
    *,
    action: Action,
    subject: Model,
    actor: str,
    by: str | None,
    at: dt.datetime,
    on: dt.date,
    request: uuid.UUID,
    refs: Iterable[Model] = (),
    rules: Iterable[Mapping[str, str]] = (),
    data: Mapping[str, Any] | None = None,
    record: Mapping[str, Any] | None = None,
) -> Entry:
    """Append one entry for one action, inside the action's transaction.

    Args:
        action: what was done.
        subject: the row it was done to; its full row is the record unless ``record`` is given.
        actor: ``post/12`` or ``user/7``.
        by: the delegate of a 代录.
        at: moment of entry.
        on: day it happened.
        request: unique; the same request a second time is refused by the database.
        refs: other rows the entry is about.
        rules: id, pack and status of each finding.
        data: ids, dates, counts and codes only: never a name, free text or a file.
        record: what the content digest covers; names and text belong here.

    Returns:
        The stored entry; its ``seq`` starts at 1.
    """
    reference = kinds.ref(subject)
    others = sorted({kinds.ref(row) for row in refs} - {reference})
    salt = secrets.token_bytes(16)
    body = plain(snapshot(subject) if record is None else {"row": snapshot(subject), **record})
    digest = content_digest(salt, body)
    seq = hold_head() + 1
    line = Line(
        seq=seq,
        at=timezone.localtime(at).isoformat(timespec="seconds"),
        on=on.isoformat(),
        actor=actor,
        by=by,
        action=str(action.value),
        subject=reference,
        refs=tuple(others),
        request=str(request),
        rules=tuple(RuleOutcome(**rule) for rule in rules),
        data=plain(data or {}),
        content=digest,
    ).to_line()
    entry = Entry(
        seq=seq,
        request=request,
        at=at,
        on=on,
        action=action.value,
        actor=actor,
        by=by or "",
        subject=reference,
        line=line.decode(),
        leaf=leaf_hash(line),
    )
    insert(entry)
    insert(Content(entry=entry, salt=salt, record=encode(body).decode()))
    insert(*(EntryRef(entry=entry, ref=ref) for ref in others))
    return entry


def replayed(request: uuid.UUID) -> Entry | None:
    """The entry of an earlier submit of the same form, if there is one."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            # Two submits of one form at once: the second waits here until the first has committed.
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [request.int & 0x7FFFFFFFFFFFFFFF])
        cursor.execute(
            "SELECT seq FROM ledger_entry WHERE request = %s", [_REQUEST.get_db_prep_value(request, connection)]
        )
        found = cursor.fetchone()
    return Entry.objects.get(pk=found[0]) if found is not None else None


def record_of(entry: Entry) -> dict[str, Any] | None:
    """The record behind an entry, ``None`` once it was erased."""
    content = Content.objects.filter(pk=entry.pk).first()
    return json.loads(content.record) if content else None


def record_holds(entry: Entry) -> bool:
    """Whether the record behind an entry is the one whose digest the entry carries; ``False`` once it was erased."""
    content = Content.objects.filter(pk=entry.pk).first()
    if content is None:
        return False
    digest: str = content_digest(bytes(content.salt), json.loads(content.record))
    return bool(digest == json.loads(entry.line)["content"])
