"""What every record of 论证 asks of its matter before it may be begun or completed."""

from typing import Any, cast

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


def postable(call: Call, matter: Matter, act: Action) -> bool:
    """Refuse what may not be posted now; whether it is a 任前公示: the meeting has decided, the appointment has not begun.

    What was kept on paper until then (另册) is posted like any other: with the 任前公示 the names are public.

    Raises:
        Refusal: as ``arguable``.
    """
    if not awaits_appointment(matter):
        arguable(call, matter, act)
        return False
    backfill_allowed(call, matter)
    return True


def awaits_appointment(matter: Matter) -> bool:
    """Whether a decision on the matter waits for its 任前公示. Decisions stand above: reached by the reverse relation."""
    return bool(cast("Any", matter).decisions.filter(state="pending_notice").exists())
