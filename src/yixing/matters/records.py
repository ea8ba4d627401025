"""Where the records behind the facts of a matter can be read: for the links of 为什么."""

from collections.abc import Callable

from yixing.access import kinds
from yixing.matters.models import Endorsement, Matter
from yixing.matters.standing import standing_steps
from yixing.matters.steps import StepKind

_SIGNED = frozenset(Endorsement.Stage.values)
_PAPERS = frozenset({"report_attached", "draft_attached", "basis_attached"})
_ELSEWHERE = frozenset({"late", "standing_committee_reviewed", "standing_committee_reviewed_on"})
"""Facts of the agenda: its meeting is not everybody's to open."""


def record_links(matter: Matter) -> Callable[[str], str]:
    """Name of a fact → the address of its record: a page of its own, or its place on the matter's page.

    The matter's rows are read once, here; what is found is asked many times a page.

    Example:
        ``record_links(matter)("matter.amount")`` → ``"/matters/7/#sheet"``
    """
    page = f"/matters/{matter.pk}/"
    origins = {step.kind: kinds.address(step.origin) if step.origin else "" for step in standing_steps(matter)}
    asked = matter.rounds.order_by("-id").values_list("pk", flat=True).first()

    def found(name: str) -> str:
        group, _, rest = name.partition(".")
        if group == "matter":
            return "" if rest in _ELSEWHERE else f"{page}#{'papers' if rest in _PAPERS else 'sheet'}"
        kind = StepKind.CADRE.value if group == "cadre" else rest.partition(".")[0] if group == "steps" else ""
        if kind in _SIGNED:
            return f"{page}#signatures"
        if kind == StepKind.OPINIONS and asked is not None:
            return f"/matters/rounds/{asked}/"
        return (origins[kind] or f"{page}#steps") if kind in origins else ""

    return found
