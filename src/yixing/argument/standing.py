"""What every record of 论证 asks of its matter before it may be begun or completed."""

from yixing.access.actions import Action
from yixing.door.call import Call
from yixing.matters.models import Matter
from yixing.matters.signing import backfill_allowed, in_state
from yixing.matters.state import OPEN
from yixing_core.errors import Refusal


def arguable(call: Call, matter: Matter, act: Action, *, content: bool = True) -> None:
    """Refuse unless the matter is open, may be touched by this call, and may hold ``content`` at all.

    Raises:
        Refusal: ``wrong_state``, ``backfill_inside``, ``matter_offline_papers`` (an 另册占位 is argued on paper).
    """
    backfill_allowed(call, matter)
    in_state(matter, OPEN, act)
    if content and matter.is_offline:
        raise Refusal("matter_offline_papers")
