"""What every measured database is filled with, whoever's it is."""

USER = "inspector"
PASSWORD = "measured-on-loopback"  # noqa: S105  (of scratch databases that are thrown away)
UNITS = 75
MEMBERS = 11
ENDED, LATE = 0.80, 0.12
"""Of all tasks: ended, and open past their day; the rest is open and in time."""


def cumulated_shares(units: int = UNITS) -> list[float]:
    """The units' shares of all tasks added up, the busiest first: it has a twentieth.

    >>> round(cumulated_shares()[0], 3), round(cumulated_shares()[-1], 3)
    (0.049, 1.0)
    """
    weights = [1 / (rank + 8) for rank in range(1, units + 1)]
    return [sum(weights[: place + 1]) / sum(weights) for place in range(units)]
