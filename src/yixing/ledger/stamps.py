"""Standing data – people, posts, units, the division of work, accounts, the county's numbers – and when it last changed.

Everybody's every request needs it and it changes a few times a week. One row an area (``ledger_stamp``) carries a random
value that triggers of the database renew with every write to a table of the area, in the same transaction, whoever
writes and however: action, import, migration, console. What was computed from the tables of an area is right for as
long as the value stands; it is kept for all threads of a process under that value. A value is never used twice, so one
that was rolled back stands for nothing, and a transaction sees its own changes.

``ledger.kept`` is the coarser memory: whatever has been read, until anything at all changes.
"""

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from enum import StrEnum
from typing import Any, TypeVar, cast

from django.db import connection

T = TypeVar("T")


class Standing(StrEnum):
    """An area of standing data: tables that change together and are read together."""

    PEOPLE = "people"
    PORTFOLIOS = "portfolios"
    ACCOUNTS = "accounts"
    PARAMETERS = "parameters"


TABLES: dict[Standing, tuple[str, ...]] = {
    Standing.PEOPLE: (
        "people_organizationkind",
        "people_organization",
        "people_person",
        "people_post",
        "people_body",
        "people_membership",
    ),
    Standing.PORTFOLIOS: (
        "portfolios_area",
        "portfolios_area_units",
        "portfolios_areapast",
        "portfolios_division",
        "portfolios_assignment",
        "portfolios_contact",
        "portfolios_opinion",
    ),
    Standing.ACCOUNTS: ("accounts_user", "accounts_rolegrant", "accounts_delegation", "accounts_savedview"),
    Standing.PARAMETERS: ("compliance_parameter", "compliance_adoption"),
}
LIMIT = 1024
"""Values kept by one process; the one unused longest goes first."""
_READ = "SELECT area, value FROM ledger_stamp"
_ABSENT = object()
_values: OrderedDict[Hashable, Any] = OrderedDict()
_lock = threading.Lock()
_held: ContextVar[dict[str, str] | None] = ContextVar("stamps held for one request", default=None)


@contextmanager
def held() -> Iterator[None]:
    """Outside a transaction look the stamps up once for what runs inside: one request is judged by one state.

    Inside a transaction they are looked up each time, since it may change them itself.
    """
    before = _held.get()
    token = _held.set({})
    try:
        yield
    finally:
        _held.reset(token)
        if before is not None:
            before.clear()


def stamps() -> Mapping[str, str]:
    """Area → value, as this connection sees it; an area that has no row is one of which nothing may be kept."""
    found = None if connection.in_atomic_block else _held.get()
    if found:
        return found
    if connection.vendor == "sqlite":
        connection.ensure_connection()
        rows = connection.connection.execute(_READ).fetchall()  # no wrapper of Django's: asked for many times a request
    else:
        with connection.cursor() as cursor:
            cursor.execute(_READ)
            rows = cursor.fetchall()
    read = dict(rows)
    if found is not None:
        found.update(read)
    return read


def keep(key: Hashable, make: Callable[[], T], *areas: Standing) -> T:
    """The value made under this key, made again only where one of the areas has changed since.

    Args:
        key: names what is computed and everything it depends on besides the areas (a day, a user's number).
        make: computes it from tables of these areas and the key alone. The value is shared by all threads: nobody may
            change it. A make that raises keeps nothing.
        areas: whose tables it is computed from.
    """
    now = stamps()
    states = tuple(now.get(area) for area in areas)
    if None in states:
        return make()
    place = (key, states)
    with _lock:
        found = _values.get(place, _ABSENT)
        if found is not _ABSENT:
            _values.move_to_end(place)
            return cast("T", found)
    made = make()
    with _lock:
        _values[place] = made
        while len(_values) > LIMIT:
            _values.popitem(last=False)
    return made
