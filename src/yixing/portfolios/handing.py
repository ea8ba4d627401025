"""What a plan that takes effect sets going above this app: the 工作交接单, in the same transaction and entry.

A draft laid aside takes its sheets with it. ``handover`` registers these functions when Django is ready; without it a
plan has no sheets and nothing is signed.
"""

from collections.abc import Callable, Sequence

from django.db.models import Model

from yixing.door.call import Call
from yixing.portfolios.models import Division

Make = Callable[[Call, Division], Sequence[Model]]
Signed = Callable[[Division], frozenset[str]]

_makers: list[Make] = []
_signed: list[Signed] = []
_voiders: list[Make] = []


def register(make: Make, signed: Signed, void: Make) -> None:
    """Take in what the sheets of plans need.

    Args:
        make: makes the sheets of a plan just adopted.
        signed: tells which things are handed over with signature.
        void: voids the sheets of a draft just laid aside.
    """
    _makers[:], _signed[:], _voiders[:] = [make], [signed], [void]


def make_sheets(call: Call, division: Division) -> list[Model]:
    """The sheets of a plan that was just adopted, for the references of its one ledger entry."""
    return [row for make in _makers for row in make(call, division)]


def void_sheets(call: Call, division: Division) -> list[Model]:
    """The sheets of a draft that was just laid aside, void now, for the references of its one ledger entry."""
    return [row for void in _voiders for row in void(call, division)]


def handed_over(division: Division) -> frozenset[str]:
    """The things (``task/42``) on the plan's own sheets that all three have signed."""
    return frozenset[str]().union(*(signed(division) for signed in _signed))
