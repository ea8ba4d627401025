"""The state of a meeting and of its items, each one pure function of the records."""

from yixing.matters.models import Nature
from yixing.meetings.models import AgendaItem, Meeting

Outcome = AgendaItem.Outcome
VOTED = frozenset({Outcome.AGREED, Outcome.AGREED_IN_PRINCIPLE, Outcome.REJECTED, Outcome.REFERRED})
"""Outcomes that rest on a vote."""
CARRIED = frozenset({Outcome.AGREED, Outcome.AGREED_IN_PRINCIPLE, Outcome.REFERRED})
"""Outcomes that need the majority."""
DECIDING = frozenset(
    {Outcome.AGREED, Outcome.AGREED_IN_PRINCIPLE, Outcome.CONVEYED, Outcome.HEARD, Outcome.NO_OBJECTION}
)
"""Outcomes that make an 议定事项."""

_POSSIBLE: dict[str, tuple[Outcome, ...]] = {
    Nature.DELIBERATE: (Outcome.AGREED, Outcome.AGREED_IN_PRINCIPLE, Outcome.DEFERRED, Outcome.REJECTED),
    Nature.CADRE: (Outcome.AGREED, Outcome.DEFERRED, Outcome.REJECTED),
    Nature.HEAR: (Outcome.HEARD,),
    Nature.CONVEY: (Outcome.CONVEYED,),
    Nature.CIRCULATE: (Outcome.NO_OBJECTION, Outcome.DEFERRED),
}


def meeting_state(meeting: Meeting) -> Meeting.State:
    """Where a meeting stands, from its dates alone."""
    if meeting.cancelled_reason:
        return Meeting.State.CANCELLED
    if meeting.closed_at is not None:
        return Meeting.State.CLOSED
    if meeting.opened_at is not None:
        return Meeting.State.OPEN
    if meeting.notified_on is not None:
        return Meeting.State.NOTIFIED
    return Meeting.State.PLANNED


def possible_outcomes(nature: str, *, is_referral: bool = False) -> tuple[Outcome, ...]:
    """What may become of an item: only 研究审议 and 干部人事 end in a vote (practice.md §1.1/6).

    Example:
        >>> [outcome.label for outcome in possible_outcomes("hear")]
        ['听取', '撤题']
    """
    if is_referral:
        return (Outcome.REFERRED, Outcome.DEFERRED, Outcome.REJECTED, Outcome.WITHDRAWN)
    return (*_POSSIBLE[nature], Outcome.WITHDRAWN)


def outcome_word(outcome: str, nature: str) -> str:
    """The outcome in the office's word: what is 暂缓 for a matter is 缓议 for cadres.

    Example:
        >>> outcome_word("deferred", "cadre"), outcome_word("deferred", "deliberate")
        ('缓议', '暂缓')
    """
    if outcome == Outcome.DEFERRED and nature == Nature.CADRE:
        return "缓议"
    return Outcome(outcome).label if outcome else ""
