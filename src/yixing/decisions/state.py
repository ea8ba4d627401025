"""The state of an 议定事项, one pure function of its dates."""

from yixing.decisions.models import Decision


def decision_state(decision: Decision) -> Decision.State:
    """When it is in force: at once, except two.

    原则同意 with the approval of the amended text; an appointment that promotes with its 任职文件, after the 任前公示.
    """
    if decision.outcome == "agreed_in_principle" and decision.text_approved_on is None:
        return Decision.State.PENDING_TEXT
    if decision.awaits_papers and decision.appointed_on is None:
        return Decision.State.PENDING_NOTICE
    return Decision.State.EFFECTIVE
