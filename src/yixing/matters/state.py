"""Where a matter stands: one pure function from its signatures, its places on agendas and what was decided."""

from collections.abc import Iterable

from yixing.matters.models import Endorsement, Matter

State = Matter.State
Stage = Endorsement.Stage
Verdict = Endorsement.Verdict

FORWARD: dict[tuple[str, str], Matter.State] = {
    (Stage.SUBMIT, Verdict.AGREE): State.UNIT_HEAD,
    (Stage.UNIT_HEAD, Verdict.AGREE): State.MEMBER,
    (Stage.MEMBER, Verdict.AGREE): State.OFFICE,
    (Stage.OFFICE, Verdict.AGREE): State.DIRECTOR,
    (Stage.DIRECTOR, Verdict.AGREE): State.CHAIR,
    (Stage.CHAIR, Verdict.LIST): State.LISTED,
    (Stage.CHAIR, Verdict.DEFER): State.DEFERRED,
    (Stage.CHAIR, Verdict.TRANSFER): State.TRANSFERRED,
}
"""What a signature leads to. A return leads to ``returned`` from any stage."""

OPEN: frozenset[str] = frozenset(
    {
        State.DRAFTING,
        State.UNIT_HEAD,
        State.MEMBER,
        State.OFFICE,
        State.DIRECTOR,
        State.CHAIR,
        State.LISTED,
        State.SCHEDULED,
        State.RETURNED,
        State.TRANSFERRED,
        State.DEFERRED,
    }
)
"""States in which something is still to come."""

BEFORE_MEETING: frozenset[str] = OPEN - {State.TRANSFERRED, State.DEFERRED}
"""States in which steps are recorded, opinions asked and the matter may be withdrawn."""

EDITABLE: frozenset[str] = frozenset({State.DRAFTING, State.UNIT_HEAD, State.RETURNED})
"""States in which the unit may still change the sheet: nobody above has signed it."""

_AFTER_ITEM: dict[str, Matter.State] = {
    "": State.SCHEDULED,
    "deferred": State.DEFERRED,
    "withdrawn": State.WITHDRAWN,
    "referred": State.LISTED,
}


def matter_state(
    signatures: Iterable[tuple[str, str]],
    *,
    items: Iterable[str] = (),
    withdrawn: bool = False,
    filed: bool = False,
    decided: bool = False,
) -> Matter.State:
    """Where a matter stands.

    Args:
        signatures: (stage, verdict) in the order in which they were given.
        items: outcomes of its items on agendas of meetings that were not cancelled, in order; empty: not concluded.
        withdrawn: it was withdrawn before the meeting.
        filed: the member in charge decided it and it is filed.
        decided: a light meeting (专题会) decided it.

    Example:
        >>> matter_state([("submit", "agree"), ("unit_head", "agree")]).value
        'member'
        >>> matter_state([("submit", "agree"), ("unit_head", "return")]).value
        'returned'
    """
    if withdrawn:
        return State.WITHDRAWN
    if filed:
        return State.FILED
    if decided:
        return State.CONCLUDED
    outcomes = list(items)
    if outcomes:
        return _AFTER_ITEM.get(outcomes[-1], State.CONCLUDED)
    state = State.DRAFTING
    for stage, verdict in signatures:
        state = State.RETURNED if verdict == Verdict.RETURN else FORWARD.get((stage, verdict), state)
    return state
