"""《议题安排》: a whole list determined at once, one tick a line; every line is an action of its own."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.db import transaction

from yixing.door.call import Call
from yixing.matters.actions import matter_determine
from yixing.matters.models import Endorsement, Matter
from yixing_core.errors import Refusal


@dataclass(frozen=True, slots=True)
class Line:
    """One ticked line; ``version`` is that of the row the page showed."""

    matter_id: int
    verdict: str
    order: int | None = None
    opinion: str = ""
    version: int | None = None


class LineRefused(Refusal):
    """A refusal that knows the line it belongs to."""

    def __init__(self, refusal: Refusal, matter_id: int) -> None:
        super().__init__(refusal.code, field=refusal.field, findings=refusal.findings, **refusal.facts)
        self.matter_id = matter_id


def line_request(request: uuid.UUID, matter_id: int) -> uuid.UUID:
    """The request key of one line: the same page sent twice determines nothing twice.

    >>> line_request(uuid.UUID(int=1), 7) == line_request(uuid.UUID(int=1), 7)
    True
    """
    return uuid.uuid5(request, f"matter/{matter_id}")


def determine_lines(call: Call, lines: Sequence[Line], *, meeting_hint: str = "") -> list[Matter]:
    """Determine all ticked lines, or none of them.

    Args:
        call: the circumstances of the page; a scan is attached to every line's matter.
        lines: the ticked ones.
        meeting_hint: the meeting the chair has in mind.

    Raises:
        LineRefused: the first line that cannot be done; nothing has been written then.
        Refusal: ``matter_no_lines``, ``matter_order`` where two lines claim one place.
    """
    if not lines:
        raise Refusal("matter_no_lines")
    _places(lines)
    with transaction.atomic():
        # Every row before the first ledger entry: locks are taken objects first, ledger head last.
        wanted = sorted(line.matter_id for line in lines)
        list(Matter.objects.select_for_update().filter(pk__in=wanted).order_by("pk").values_list("pk", flat=True))
        return [_determine(call, line, meeting_hint) for line in lines]


def _determine(call: Call, line: Line, meeting_hint: str) -> Matter:
    own = replace(call, request=line_request(call.request, line.matter_id))
    try:
        return matter_determine(
            own,
            matter_id=line.matter_id,
            verdict=line.verdict,
            order=line.order,
            meeting_hint=meeting_hint,
            opinion=line.opinion,
            version=line.version,
        )
    except Refusal as refusal:
        raise LineRefused(refusal, line.matter_id) from refusal


def _places(lines: Sequence[Line]) -> None:
    taken: dict[int, int] = {}
    for line in lines:
        if line.verdict != Endorsement.Verdict.LIST or line.order is None:
            continue
        if line.order in taken:
            other = Matter.objects.filter(pk=taken[line.order]).first()
            raise Refusal("matter_order", field=f"order-{line.matter_id}", order=line.order, title=str(other or ""))
        taken[line.order] = line.matter_id
