"""Where a 工作交接单 stands, from its signatures alone. Whether it is late depends on the day and is never stored."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Q, TextChoices


class State(TextChoices):
    """Whose signature is next."""

    GIVING = "giving", "待移交"
    RECEIVING = "receiving", "待接收"
    WITNESSING = "witnessing", "待监交"
    DONE = "done", "已交接"
    VOID = "void", "已作废"


OPEN = (State.GIVING, State.RECEIVING, State.WITNESSING)
UNRECEIVED = (State.GIVING, State.RECEIVING)
"""What stands on such a sheet is on its way; with the receiver's signature it has arrived."""


@dataclass(frozen=True, slots=True)
class Signatures:
    """The days of the three signatures, in the order in which they are given."""

    given_on: dt.date | None = None
    received_on: dt.date | None = None
    witnessed_on: dt.date | None = None
    voided_on: dt.date | None = None


def handover_state(signatures: Signatures) -> State:
    """Where a sheet stands.

    >>> handover_state(Signatures()), handover_state(Signatures(dt.date(2023, 7, 3)))
    (State.GIVING, State.RECEIVING)
    """
    if signatures.voided_on is not None:
        return State.VOID
    if signatures.given_on is None:
        return State.GIVING
    if signatures.received_on is None:
        return State.RECEIVING
    return State.WITNESSING if signatures.witnessed_on is None else State.DONE


def unsigned_late(day: dt.date) -> Q:
    """Sheets whose last day has passed without the three signatures."""
    return Q(state__in=OPEN, due_on__lt=day)
