"""The index of things: refreshed in the transaction of the action that changed them, healed by a job every night.

``gathering`` stands around an action: every thing saved inside that has a source is refreshed once, at its end. What
cannot be indexed is logged and left to the job; it never fails an action.
"""

import logging
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from django.apps import apps
from django.db import connections, transaction
from django.db.models import Model
from django.db.models.expressions import RawSQL

from yixing.ledger.rows import store
from yixing.search.engines import Texts, engine
from yixing.search.models import SearchRow
from yixing.search.sources import KINDS, SOURCES, entry_of, read_along

log = logging.getLogger("yixing.search")
_CHUNK = 500
_gathered: ContextVar["_Gathered | None"] = ContextVar("things to index", default=None)
_paused: ContextVar[bool] = ContextVar("indexing paused", default=False)
Progress = Callable[[int, int], None]
Key = tuple[str, Any]
"""Label and number of a thing."""


@dataclass(slots=True)
class _Gathered:
    """What an action saved that is searched, and which of it is new: that has no row in the index yet."""

    things: dict[Key, Model] = field(default_factory=dict)
    new: set[Key] = field(default_factory=set)


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
    gathered = _Gathered()
    token = _gathered.set(gathered)
    try:
        yield
        refresh(*gathered.things.values(), new=gathered.new)
    finally:
        _gathered.reset(token)


def saved(sender: type[Model], instance: Model, *, created: bool = False, **_: Any) -> None:
    """Receiver of ``post_save``: note the thing if it is searched and somebody gathers."""
    gathered = _gathered.get()
    if gathered is not None and sender._meta.label in SOURCES:
        key = _key(instance)
        gathered.things[key] = instance
        if created:
            gathered.new.add(key)


def refresh(*things: Model, new: Collection[Key] = ()) -> None:
    """Bring the index up to date with these things, inside the running transaction; ``new`` ones have no row yet."""
    wanted = {_key(thing): thing for thing in things if thing._meta.label in SOURCES}
    if not wanted:
        return
    try:
        with transaction.atomic():
            _write([entry_of(thing) for key, thing in wanted.items() if key not in new])
            for key in new:
                _add(entry_of(wanted[key]))
    except Exception:
        # An index that lags is mended by the nightly job; an action that fails for it is not.
        log.exception("could not index %s", ", ".join(f"{label}/{pk}" for label, pk in wanted))


def _key(thing: Model) -> Key:
    return thing._meta.label, thing.pk


def _texts(row: SearchRow) -> Texts:
    return row.title, row.number, row.text


def _write(entries: Sequence[dict[str, Any]]) -> int:
    """Write what differs; how many rows."""
    if not entries:
        return 0
    references = [entry["reference"] for entry in entries]
    places = ", ".join(["%s"] * len(references))
    sql = f"SELECT * FROM search_searchrow WHERE reference IN ({places})"  # noqa: S608  (places, no value in it)
    old = {row.reference: row for row in SearchRow.objects.raw(sql, references)}
    index = engine()
    written = 0
    for entry in entries:
        row = old.get(entry["reference"])
        if row is not None and all(getattr(row, name) == value for name, value in entry.items()):
            continue
        written += 1
        if row is None:
            _add(entry)
            continue
        with connections["default"].cursor() as cursor:
            index.drop(cursor, row.pk, _texts(row))
            for name, value in entry.items():
                setattr(row, name, value)
            store(row)
            index.put(cursor, row.pk, _texts(row))
    return written


def _add(entry: dict[str, Any]) -> None:
    row = SearchRow(**entry)
    store(row)
    with connections["default"].cursor() as cursor:
        engine().put(cursor, row.pk, _texts(row))


def matching(terms: Sequence[str]) -> RawSQL:
    """The numbers of the rows in which every term occurs, for ``pk__in``."""
    sql, values = engine().matching(terms)
    return RawSQL(sql, values)  # noqa: S611  (the terms are parameters)


def install(using: str = "default") -> None:
    """Make the index where it is not there; fill a new one from the rows, empty one whose rows are gone."""
    if SearchRow._meta.db_table not in connections[using].introspection.table_names():
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
    total = sum(model._default_manager.count() for model in models)
    done = changed = 0
    for model in models:
        things = model._default_manager.select_related(*read_along(model._meta.label))
        rows = things.order_by("pk").iterator(chunk_size=_CHUNK)
        while chunk := list(islice(rows, _CHUNK)):
            with transaction.atomic():
                changed += _write([entry_of(row) for row in chunk])
            done += len(chunk)
            progress(done, total)
    return changed + _remove_orphans()


def _remove_orphans() -> int:
    removed = 0
    for kind, label in KINDS.items():
        things = apps.get_model(label)._default_manager.values("pk")
        for row in SearchRow.objects.filter(kind=kind).exclude(pk_of_thing__in=things):
            with transaction.atomic(), connections["default"].cursor() as cursor:
                engine().drop(cursor, row.pk, _texts(row))
                row.delete()
            removed += 1
    return removed
