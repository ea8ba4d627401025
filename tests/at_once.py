"""Several people at the same moment: threads that start together, each with its own connection."""

import threading
from collections.abc import Callable
from typing import Any

from django.db import connections

from yixing_core.errors import Refusal


def at_once(*acts: Callable[[], Any]) -> list[Any]:
    """Run each in a thread of its own, from one starting line; their results or refusals in order."""
    results: list[Any] = [None] * len(acts)
    line = threading.Barrier(len(acts))

    def run(place: int, act: Callable[[], Any]) -> None:
        try:
            line.wait(timeout=20)
            results[place] = act()
        except Refusal as refusal:
            results[place] = refusal
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert not any(thread.is_alive() for thread in threads)
    return results
