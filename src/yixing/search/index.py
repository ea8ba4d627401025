"""Keep the index: in the transaction of the action that changed a thing, so that what is there is found at once."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.db import connection
from django.db.models import Model
from django.db.models.expressions import RawSQL

from yixing.access import kinds
from yixing.search.models import SearchRow
from yixing.search.sources import SOURCES, searched
from yixing.search.tokens import document, key, phrases

_BATCH = 500
_COLUMNS = ("kind", "pk_of_thing", "title", "number", "number_key", "on", "text")


def note(rows: Iterable[Model]) -> int:
    """Bring the index up to date for these rows; one query where nothing that is searched has changed.

    Rows of kinds that are not searched are passed over.

    Returns:
        How many were written.
    """
    wanted = {}
    for row in rows:
        kind = kinds.kind_of(type(row))
        if kind in SOURCES:
            wanted[f"{kind}/{row.pk}"] = _row(kind, row)
    if not wanted:
        return 0
    known = {row.reference: row for row in SearchRow.objects.filter(reference__in=wanted)}
    changed = [row for reference, row in wanted.items() if _differs(row, known.get(reference))]
    if changed:
        # In the order of references: two actions that write the same rows never wait for each other in a circle.
        _write(sorted(changed, key=lambda row: row.reference))
    return len(changed)


def matching(query: str) -> RawSQL | None:
    """The ids of the rows in which every word of a query occurs as it stands; ``None`` for a query without words."""
    found = phrases(query)
    if not found:
        return None
    if connection.vendor == "postgresql":
        conditions = " AND ".join("tokens @@ phraseto_tsquery('simple', %s)" for _ in found)
        return RawSQL(f"SELECT row_id FROM search_tokens WHERE {conditions}", found)  # noqa: S608, S611  (only placeholders are put together)
    words = " AND ".join(f'"{phrase}"' for phrase in found)
    return RawSQL("SELECT rowid FROM search_fts WHERE search_fts MATCH %s", [words])


def rebuild() -> int:
    """Make the index anew from all things: after a restore, or when what is searched has changed.

    Returns:
        How many rows it has now.
    """
    for kind in SOURCES:
        for batch in _batches(kinds.model_of(kind)):
            _write([_row(kind, row) for row in batch])
    return SearchRow.objects.count()


def refresh() -> int:
    """Bring in what the index missed; everything, where the index itself is gone. How many rows were written."""
    if SearchRow.objects.exists() and not _has_tokens():
        return rebuild()
    return sum(note(batch) for kind in SOURCES for batch in _batches(kinds.model_of(kind)))


def _batches(model: type[Model]) -> Iterator[list[Any]]:
    batch: list[Any] = []
    for row in model._default_manager.order_by("pk").iterator(chunk_size=_BATCH):  # noqa: SLF001  (the documented way)
        batch.append(row)
        if len(batch) == _BATCH:
            yield batch
            batch = []
    if batch:
        yield batch


def _row(kind: str, thing: Any) -> SearchRow:
    parts = searched(kind, thing)
    return SearchRow(
        reference=f"{kind}/{thing.pk}",
        kind=kind,
        pk_of_thing=thing.pk,
        title=parts.title,
        number=parts.number,
        number_key=key(parts.number),
        on=parts.on,
        text=parts.text,
    )


def _differs(row: SearchRow, known: SearchRow | None) -> bool:
    return known is None or any(getattr(row, name) != getattr(known, name) for name in _COLUMNS)


def _write(rows: list[SearchRow]) -> None:
    # On conflict: two actions that name the same thing at once both write it, and the later one stands.
    written = SearchRow.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["reference"], update_fields=list(_COLUMNS)
    )
    tokens = [(row.pk, document(row.title, row.number, row.text)) for row in written]
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.executemany(
                "INSERT INTO search_tokens (row_id, tokens) VALUES (%s, to_tsvector('simple', %s)) "
                "ON CONFLICT (row_id) DO UPDATE SET tokens = EXCLUDED.tokens",
                tokens,
            )
        else:
            cursor.executemany("DELETE FROM search_fts WHERE rowid = %s", [(pk,) for pk, _ in tokens])
            cursor.executemany("INSERT INTO search_fts (rowid, tokens) VALUES (%s, %s)", tokens)


def _has_tokens() -> bool:
    table = "search_tokens" if connection.vendor == "postgresql" else "search_fts"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT 1 FROM {table} LIMIT 1")  # noqa: S608  (one of two names of ours)
        return cursor.fetchone() is not None
