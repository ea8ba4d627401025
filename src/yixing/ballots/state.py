"""The state of a paper ballot, one pure function of its records."""

from yixing.ballots.models import Poll


def poll_state(poll: Poll) -> Poll.State:
    """已发票 → 已计票待复核 → 已公布; 作废 from each of them until the item is concluded."""
    if poll.void_reason:
        return Poll.State.VOID
    if poll.confirmed_by:
        return Poll.State.ANNOUNCED
    if poll.counted_by:
        return Poll.State.COUNTED
    return Poll.State.OPEN
