"""Shared by every test: an own data directory, the fixed cast, clients that are logged in."""

import os
import tempfile
from collections.abc import Callable, Iterator

_DATA = tempfile.mkdtemp(prefix="yixing-test-")
os.environ["YIXING_DATA_DIR"] = _DATA
os.makedirs(os.path.join(_DATA, "log"), exist_ok=True)  # noqa: PTH103, PTH118  (before anything is imported)

import pytest  # noqa: E402  (the settings read the environment at import)
from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402

from tests.cast import Cast, build  # noqa: E402
from yixing.ledger import triggers  # noqa: E402


@pytest.fixture
def cast(db: None) -> Cast:
    """The small county with its fixed cast."""
    return build()


@pytest.fixture
def login(cast: Cast) -> Callable[[str], Client]:
    """A browser of one of the cast, without the password page."""

    def enter(name: str) -> Client:
        client = Client()
        client.force_login(cast.users[name], backend="yixing.accounts.backend.LockingBackend")
        return client

    return enter


@pytest.fixture
def committed(transactional_db: None) -> Iterator[Cast]:
    """The cast in a database with real commits: for threads, live servers and killed processes.

    The flush after such a test deletes rows, so the append-only triggers are dropped for it and put back; the
    product itself has no such path.
    """
    triggers.install()
    try:
        yield build()
    finally:
        with connection.cursor() as cursor:
            for name, table, _ in triggers._wanted(connection.vendor):
                on = f" ON {table}" if connection.vendor == "postgresql" else ""
                cursor.execute(f"DROP TRIGGER IF EXISTS {name}{on}")
