"""A counter in a file of its own that several threads and processes count up; knows no model, so that a process can start with it."""

import signal
from multiprocessing.synchronize import Event
from pathlib import Path

from yixing.ledger.sqlite.base import DatabaseWrapper

SETTINGS = {
    "ENGINE": "yixing.ledger.sqlite",
    "OPTIONS": {"transaction_mode": "IMMEDIATE", "timeout": 20, "init_command": "PRAGMA journal_mode=WAL"},
    "ATOMIC_REQUESTS": False,
    "AUTOCOMMIT": True,
    "CONN_MAX_AGE": None,
    "CONN_HEALTH_CHECKS": False,
    "TIME_ZONE": None,
}


def connection_to(place: Path, *, timeout: float = 20) -> DatabaseWrapper:
    options = {**SETTINGS["OPTIONS"], "timeout": timeout}
    own = DatabaseWrapper({**SETTINGS, "OPTIONS": options, "NAME": str(place)}, alias="turns")
    own.ensure_connection()
    return own


def count_up(place: Path, times: int) -> None:
    """Read and write back, so that two at once would lose one."""
    own = connection_to(place)
    for _ in range(times):
        own._start_transaction_under_autocommit()
        cursor = own.cursor()
        cursor.execute("SELECT n FROM counter")
        cursor.execute("UPDATE counter SET n = %s", [cursor.fetchone()[0] + 1])
        own._commit()
    own.close()


def begin_and_die(place: Path, ready: Event) -> None:
    own = connection_to(place)
    own._start_transaction_under_autocommit()
    own.cursor().execute("UPDATE counter SET n = -1")
    ready.set()
    signal.pause()
