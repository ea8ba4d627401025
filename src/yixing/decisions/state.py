"""The state of an 议定事项, one pure function of its dates."""

from yixing.decisions.models import Decision


def decision_state(decision: Decision) -> Decision.State:
    """原则同意 takes effect only when the amended text was approved; everything else on the day it was decided."""
    if decision.outcome == "agreed_in_principle" and decision.text_approved_on is None:
        return Decision.State.PENDING_TEXT
    return Decision.State.EFFECTIVE
