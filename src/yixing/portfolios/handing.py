"""What a plan that takes effect sets going above this app: the 工作交接单, in the same transaction and entry.

``handover`` registers both functions when Django is ready; without it a plan has no sheets and nothing is signed.
"""

from collections.abc import Callable, Sequence

from django.db.models import Model

from yixing.door.call import Call
from yixing.portfolios.models import Division

Make = Callable[[Call, Division], Sequence[Model]]
Signed = Callable[[Division], frozenset[str]]

_makers: list[Make] = []
_signed: list[Signed] = []


def register(make: Make, signed: Signed) -> None:
    """Args: what makes the sheets of a plan just adopted; what tells which things are handed over with signature."""
    _makers[:], _signed[:] = [make], [signed]


def make_sheets(call: Call, division: Division) -> list[Model]:
    """The sheets of a plan that was just adopted, for the references of its one ledger entry."""
    return [row for make in _makers for row in make(call, division)]


def handed_over(division: Division) -> frozenset[str]:
    """The things (``task/42``) on the plan's own sheets that all three have signed."""
    return frozenset[str]().union(*(signed(division) for signed in _signed))
