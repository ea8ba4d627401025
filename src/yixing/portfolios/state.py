"""What state a plan must be in for what is done with it."""

from yixing.portfolios.models import Division
from yixing_core.errors import Refusal


def require_draft(division: Division, verb: str) -> None:
    """Refuse whatever is done to drafts only, once a plan was adopted or laid aside.

    Raises:
        Refusal: ``wrong_state``.
    """
    if division.state != Division.State.DRAFT:
        raise Refusal(
            "wrong_state",
            what=f"“{division.name}”",
            state=division.get_state_display(),
            action=verb,
            next="需要调整的，请另拟一个方案。",
        )
