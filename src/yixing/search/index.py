"""The index of things: refreshed in the transaction of the action that changed them, healed by a job every night.

``gathering`` stands around an action: every thing saved inside that has a source is refreshed once, at its end. What
cannot be indexed is logged and left to the job; it never fails an action.
"""

import logging
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from itertools import islice
from typing import Any

from django.apps import apps
from django.db import connections, transaction
from django.db.models import Model
from django.db.models.expressions import RawSQL

from yixing.search.engines import Texts, engine
from yixing.search.models import SearchRow
from yixing.search.sources import KINDS, SOURCES, entry_of

log = logging.getLogger("yixing.search")
_CHUNK = 500
_gathered: ContextVar[dict[tuple[str, Any], Model] | None] = ContextVar("things to index", default=None)
_paused: ContextVar[bool] = ContextVar("indexing paused", default=False)
Progress = Callable[[int, int], None]


@contextmanager
def paused() -> Iterator[None]:
    """For a whole year played at once: index nothing on the way, everything at the end (``rebuild``)."""
    token = _paused.set(True)
    try:
        yield
    finally:
        _paused.reset(token)


@contextmanager
def gathering() -> Iterator[None]:
    """Refresh, at the end, everything that is saved inside; nothing if it fails."""
    if _paused.get():
        yield
        return
    token = _gathered.set({})
    try:
        yield
        refresh(*(_gathered.get() or {}).values())
    finally:
        _gathered.reset(token)


def saved(sender: type[Model], instance: Model, **_: Any) -> None:
    """Receiver of ``post_save``: note the thing if it is searched and somebody gathers."""
    rows = _gathered.get()
    label = sender._meta.label  # noqa: SLF001  (Django's documented model metadata)
    if rows is not None and label in SOURCES:
        rows[label, instance.pk] = instance


def refresh(*things: Model) -> None:
    """Bring the index up to date with these things, inside the running transaction."""
    wanted = [thing for thing in things if thing._meta.label in SOURCES]  # noqa: SLF001
    if not wanted:
        return
    try:
        with transaction.atomic():
            _write([entry_of(thing) for thing in wanted])
    except Exception:
        # An index that lags is mended by the nightly job; an action that fails for it is not.
        log.exception("could not index %s", ", ".join(f"{thing._meta.label}/{thing.pk}" for thing in wanted))  # noqa: SLF001


def _texts(row: SearchRow) -> Texts:
    return row.title, row.number, row.text


def _write(entries: Sequence[dict[str, Any]]) -> int:
    """Write what differs; how many rows."""
    references = [entry["reference"] for entry in entries]
    old = {row.reference: row for row in SearchRow.objects.filter(reference__in=references)}
    index = engine()
    written = 0
    for entry in entries:
        row = old.get(entry["reference"])
        if row is not None and all(getattr(row, name) == value for name, value in entry.items()):
            continue
        with connections["default"].cursor() as cursor:
            if row is None:
                row = SearchRow.objects.create(**entry)
            else:
                index.drop(cursor, row.pk, _texts(row))
                for name, value in entry.items():
                    setattr(row, name, value)
                row.save()
            index.put(cursor, row.pk, _texts(row))
        written += 1
    return written


def matching(terms: Sequence[str]) -> RawSQL:
    """The numbers of the rows in which every term occurs, for ``pk__in``."""
    sql, values = engine().matching(terms)
    return RawSQL(sql, values)  # noqa: S611  (the terms are parameters)


def install(using: str = "default") -> None:
    """Make the index where it is not there; fill a new one from the rows, empty one whose rows are gone."""
    if SearchRow._meta.db_table not in connections[using].introspection.table_names():  # noqa: SLF001
        return
    index = engine(using)
    with transaction.atomic(using), connections[using].cursor() as cursor:
        made = index.install(cursor)
        rows = SearchRow.objects.using(using)
        if not rows.exists():
            index.clear(cursor)
        elif made:
            _fill(rows.iterator(chunk_size=_CHUNK), cursor)


def refill() -> None:
    """Make the index anew from its rows, as after a backup was restored."""
    with transaction.atomic(), connections["default"].cursor() as cursor:
        engine().clear(cursor)
        _fill(SearchRow.objects.iterator(chunk_size=_CHUNK), cursor)


def _fill(rows: Iterable[SearchRow], cursor: Any) -> None:
    index = engine()
    for row in rows:
        index.put(cursor, row.pk, _texts(row))


def rebuild(progress: Progress = lambda _done, _total: None) -> int:
    """Compare every thing with its row and write what differs; rows of things that are gone go too.

    Returns:
        How many rows were written or removed.
    """
    models = [apps.get_model(label) for label in SOURCES]
    total = sum(model._default_manager.count() for model in models)  # noqa: SLF001
    done = changed = 0
    for model in models:
        rows = model._default_manager.order_by("pk").iterator(chunk_size=_CHUNK)  # noqa: SLF001
        while chunk := list(islice(rows, _CHUNK)):
            with transaction.atomic():
                changed += _write([entry_of(row) for row in chunk])
            done += len(chunk)
            progress(done, total)
    return changed + _remove_orphans()


def _remove_orphans() -> int:
    removed = 0
    for kind, label in KINDS.items():
        things = apps.get_model(label)._default_manager.values("pk")  # noqa: SLF001
        for row in SearchRow.objects.filter(kind=kind).exclude(pk_of_thing__in=things):
            with transaction.atomic(), connections["default"].cursor() as cursor:
                engine().drop(cursor, row.pk, _texts(row))
                row.delete()
            removed += 1
    return removed
