"""SQLite lets one transaction write at a time. Who waits for it here waits in a queue, not by trying again and again.

SQLite's own way of waiting is to sleep and ask anew, a little longer each time up to 100 ms: the file lies idle while
writers sleep, and who comes late may be served first. Every transaction of ours begins IMMEDIATE, so there is one place
where all wait: before it, for a lock of this process's threads and then for a lock on the folder of the database
(``flock``; the file itself must not be opened beside SQLite), both given back with the transaction. A process that is killed gives its lock back by dying. What writes
past this queue (the command line of SQLite, a backup) is still kept out by SQLite itself.
"""

import os
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.db.backends.sqlite3 import base
from django.db.utils import OperationalError

if sys.platform != "win32":
    import fcntl

_threads: dict[str, threading.Lock] = {}


class DatabaseWrapper(base.DatabaseWrapper):
    """A connection whose transactions wait their turn."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._give_back: Callable[[], None] | None = None

    def _start_transaction_under_autocommit(self) -> None:
        self._give_back = self._take_turn()
        try:
            super()._start_transaction_under_autocommit()  # type: ignore[misc]  # not in the stubs
        except BaseException:
            self._end_turn()
            raise

    def _commit(self) -> None:
        super()._commit()  # type: ignore[misc]  # not in the stubs; a commit that fails is followed by a rollback
        self._end_turn()

    def _rollback(self) -> None:
        try:
            super()._rollback()  # type: ignore[misc]  # not in the stubs
        finally:
            self._end_turn()

    def _close(self) -> None:
        try:
            super()._close()  # type: ignore[misc]  # not in the stubs
        finally:
            self._end_turn()

    def _end_turn(self) -> None:
        give_back, self._give_back = self._give_back, None
        if give_back is not None:
            give_back()

    def _take_turn(self) -> Callable[[], None] | None:
        if self.is_in_memory_db():
            return None
        place = str(self.settings_dict["NAME"])
        turn = _threads.setdefault(place, threading.Lock())
        if not turn.acquire(timeout=float(self.settings_dict["OPTIONS"].get("timeout", 5))):
            msg = "database is locked"  # as SQLite says it after the same time
            raise OperationalError(msg)
        try:
            queue = _stand_in_line(Path(place).parent)
        except BaseException:
            turn.release()
            raise

        def give_back() -> None:
            if queue is not None:
                os.close(queue)
            turn.release()

        return give_back


def _stand_in_line(folder: Path) -> int | None:
    """Wait for the other processes; closing what is returned lets the next one go."""
    if sys.platform == "win32":
        return None  # no such system call: threads queue above, processes as SQLite has it
    queue = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        fcntl.flock(queue, fcntl.LOCK_EX)
    except BaseException:
        os.close(queue)
        raise
    return queue
