"""Where an inquiry stands: a pure function of its rounds; the action that changed them stores the answer."""

from collections.abc import Sequence

from yixing.duties.models import Inquiry, InquiryRound

WAITING = (Inquiry.State.ASKED, Inquiry.State.DRAFTED, Inquiry.State.RECTIFYING)
"""States in which the unit is waited for, and the deadline runs."""


def inquiry_state(rounds: Sequence[InquiryRound]) -> Inquiry.State:
    """The state that follows from the rounds, in their order; there is always at least one.

    Example: a first answer that did not satisfy opened a second round, which nobody has answered: 待整改答复.
    """
    last = rounds[-1]
    if last.verdict == InquiryRound.Verdict.SATISFIED:
        return Inquiry.State.CLOSED
    if last.signed_on is not None:
        return Inquiry.State.ANSWERED
    if last.text:
        return Inquiry.State.DRAFTED
    return Inquiry.State.RECTIFYING if last.ordinal > 1 else Inquiry.State.ASKED
