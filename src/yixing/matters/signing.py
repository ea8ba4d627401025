"""What every signature on a 议题单 shares: the state it needs, who signed in which post, on which day."""

from collections.abc import Collection
from dataclasses import replace
from typing import Any

from yixing.access.actions import Action
from yixing.access.kinds import ref
from yixing.compliance.reasons import reasons
from yixing.door.call import Call
from yixing.matters.models import Endorsement, Matter
from yixing.matters.state import State
from yixing_core.errors import Refusal

_NEXT = {
    State.DRAFTING: "请先由联络员送单位负责人。",
    State.UNIT_HEAD: "请先由单位负责人审签。",
    State.MEMBER: "请先由分管常委审签。",
    State.OFFICE: "请先由县委办核对。",
    State.DIRECTOR: "请先由县委办主任审核。",
    State.CHAIR: "请等书记确定。",
    State.LISTED: "已由书记确定，请在会议议程中办理。",
    State.SCHEDULED: "已列入会议议程，请在会议中办理。",
    State.CONCLUDED: "会议已有结论，请到议定事项中查看。",
    State.DEFERRED: "请补充后由提请单位重新提请。",
    State.TRANSFERRED: "请在专题会中办理。",
    State.RETURNED: "请提请单位修改后重新送审；临机处置请报告的常委修改后重报。",
    State.WITHDRAWN: "已撤题；如需再议，请重新提请。",
    State.FILED: "分管常委已决定并备案。",
}


def in_state(matter: Matter, wanted: Collection[str], action: Action) -> None:
    """Refuse (``wrong_state``) unless the matter stands in one of the wanted states; says what to do instead."""
    if matter.state not in wanted:
        state = State(matter.state)
        raise Refusal(
            "wrong_state",
            what=f"“{matter.title}”",
            state=state.label,
            action=action.label,
            next=_NEXT[state],
        )


def backfill_allowed(call: Call, matter: Matter) -> None:
    """补录 touches only what was itself registered by 补录 (product.md, pillar 1)."""
    if call.backfill and not matter.is_backfilled:
        raise Refusal("backfill_inside", what=f"“{matter.title}”")


def sign(
    call: Call,
    matter: Matter,
    stage: Endorsement.Stage,
    verdict: Endorsement.Verdict,
    *,
    opinion: str = "",
    **more: Any,
) -> Endorsement:
    """Add one signature in the capacity of the day.

    Raises:
        Refusal: ``matter_return_reason`` for a return without a reason.
    """
    text = opinion.strip()[:500]
    if verdict == Endorsement.Verdict.RETURN and not text:
        raise Refusal("matter_return_reason", field="opinion")
    return Endorsement.objects.create(
        matter=matter,
        stage=stage,
        verdict=verdict,
        opinion=text,
        person_id=call.actor.person_id,
        post_id=call.actor.post_id,
        on=call.on,
        is_delegated=call.actor.delegate_user_id is not None,
        **more,
    )


def with_earlier_reasons(call: Call, matter: Matter) -> Call:
    """The call with the reasons that others already gave for warnings on this matter.

    The director writes why it may go on; the chair consents to that with his one tick and need not write it again.
    """
    return replace(call, acknowledged={**reasons(ref(matter), "matter.list"), **call.acknowledged})
