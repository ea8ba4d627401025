"""What was read stays true until the database changes: values kept in memory for exactly that long.

No table says by itself that nothing changed, but the database does: SQLite counts what other connections committed
(``data_version``) and what this one changed; PostgreSQL tells which transactions have ended. While these stand still,
whatever was computed from rows alone is still right, whoever wrote and however: an action, a migration, a console.
Inside a transaction nothing is kept: what it sees may yet be rolled back.
"""

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Any, TypeVar, cast

from django.db import connection

T = TypeVar("T")
LIMIT = 48
"""Values kept by one thread; the one unused longest goes first."""


class _Memory(threading.local):
    """Of one thread, as the connection is: the state its values belong to."""

    def __init__(self) -> None:
        self.state: tuple[Any, ...] | None = None
        self.values: OrderedDict[Hashable, Any] = OrderedDict()


_memory = _Memory()
_ABSENT = object()


def keep(key: Hashable, make: Callable[[], T]) -> T:
    """The value made under this key, made again only where the database has changed since.

    Args:
        key: names what is computed and everything it depends on besides the database (a day, an actor, an address).
        make: computes it, from rows and the key alone. The value is shared: nobody may change it.
    """
    if connection.in_atomic_block:
        return make()
    values = _current()
    found = values.get(key, _ABSENT)
    if found is not _ABSENT:
        values.move_to_end(key)
        return cast("T", found)
    made = make()
    values[key] = made  # under the state from before it was made: a change meanwhile drops it at the next look
    while len(values) > LIMIT:
        values.popitem(last=False)
    return made


def _current() -> OrderedDict[Hashable, Any]:
    """This thread's values, emptied if the database is in another state than when they were made."""
    state = _state()
    if state != _memory.state:
        _memory.state = state
        _memory.values = OrderedDict()
    return _memory.values


def _state() -> tuple[Any, ...]:
    """What changes with every change of the database, as this thread's connection sees it."""
    connection.ensure_connection()
    raw = connection.connection
    if connection.vendor == "sqlite":
        # The connection itself is part of it: counting begins anew with another one.
        (version,) = raw.execute("PRAGMA data_version").fetchone()
        return (raw, version, raw.total_changes)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_current_snapshot()::text")
        return (raw, *cursor.fetchone())
