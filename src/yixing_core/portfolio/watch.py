"""Who looks on while something is computed: until when, who may stop it, who is told how far it is."""

import time
from collections.abc import Callable
from dataclasses import dataclass


class Undecided(Exception):  # noqa: N818  (neither yes nor no: the time was over)
    """It was stopped before it knew."""


@dataclass(frozen=True, slots=True)
class Watch:
    """Who looks on; building counts as much as solving.

    Attributes:
        until: the moment (of ``time.monotonic``) at which it ends; None for as long as needed.
        stopped: asked now and then; True stops it.
        told: told the best value and the best bound so far.
    """

    until: float | None = None
    stopped: Callable[[], bool] | None = None
    told: Callable[[float, float], None] | None = None

    def left(self) -> float | None:
        """Seconds that are left; None for as long as needed."""
        return None if self.until is None else max(0.0, self.until - time.monotonic())

    def over(self) -> bool:
        """Whether the time is over, or somebody stopped it."""
        return self.left() == 0.0 or (self.stopped is not None and self.stopped())

    def heed(self) -> None:
        """Go on, or end here.

        Raises:
            Undecided: the time is over, or somebody stopped it.
        """
        if self.over():
            raise Undecided
