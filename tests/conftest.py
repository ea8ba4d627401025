"""Shared by every test: the fixed cast, clients that are logged in, a database with real commits."""

from collections.abc import Callable, Iterator

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from hypothesis import HealthCheck, settings

from tests.cast import Cast, build
from yixing.ledger import triggers

# How long an example takes says how busy the machine is, not whether a promise holds.
settings.register_profile("promises", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("promises")


@pytest.fixture(autouse=True)
def _nothing_remembered() -> None:
    """The clock of a demonstration must not outlive the test in which it was one."""
    cache.clear()


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
            for trigger in triggers.wanted(connection.vendor):
                if trigger.refuses:
                    on = f" ON {trigger.table}" if connection.vendor == "postgresql" else ""
                    cursor.execute(f"DROP TRIGGER IF EXISTS {trigger.name}{on}")
