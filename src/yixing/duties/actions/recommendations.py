"""奖惩意见: proposed in words by a member, sent to whom it concerns; what was decided elsewhere is recorded."""

from yixing.access.actions import Action
from yixing.argument.words import needed, one_of, text_of
from yixing.door.call import Call
from yixing.door.door import action, record
from yixing.duties.actions.inquiries import member_of_call, outside
from yixing.duties.charge import area_between
from yixing.duties.models import Recommendation
from yixing.ledger.known import known
from yixing.people.models import Organization
from yixing_core.errors import Refusal


@action(Action.RECOMMENDATION_MAKE)
def recommendation_make(
    call: Call, *, kind: str, unit_id: int, title: str, text: str, sent_to_id: int, post: str = ""
) -> Recommendation:
    """Propose a reward or a sanction for a unit of one's own field, or for a post in it.

    Args:
        call: the member, or his delegate with the signed paper.
        kind: ``reward`` or ``sanction``.
        unit_id: the unit concerned.
        title: the reason in a line.
        text: what is proposed, in words.
        sent_to_id: to which unit it goes (组织部, 纪委 …).
        post: where it is about somebody, by his post; never a name.

    Raises:
        Refusal: ``field_required``, ``field_invalid``, ``duty_member``, ``recommendation_outside``.
    """
    call.require(Action.RECOMMENDATION_MAKE)
    member = member_of_call(call)
    one_of("kind", "类别", kind, Recommendation.Kind)
    unit, target = known(Organization, unit_id), known(Organization, sent_to_id)
    if unit is None or target is None:
        raise Refusal("field_required", field="unit_id" if unit is None else "sent_to_id", label="单位")
    if area_between(member.pk, unit.pk, call.on) is None:
        raise outside("recommendation_outside", member, unit, call.on)
    row = Recommendation(
        person=member,
        kind=kind,
        unit=unit,
        post=text_of("post", "职务", post, 60),
        title=needed("title", "事由", title, 120),
        text=needed("text", "意见", text, 1000),
        on=call.on,
        sent_to=target,
    )
    row.save()
    record(
        call,
        row,
        refs=[member, unit, target],
        data={"kind": kind, "post": bool(row.post)},
        note={"title": row.title, "text": row.text, "post": row.post},
    )
    return row


@action(Action.RECOMMENDATION_SETTLE)
def recommendation_settle(
    call: Call, *, recommendation_id: int, outcome: str, outcome_by: str, version: int | None = None
) -> Recommendation:
    """Record what was decided elsewhere about it; nothing follows from this here.

    Args:
        call: ``call.on`` is the day of that decision.
        recommendation_id: which one.
        outcome: in words, not adopted included.
        outcome_by: who decided, with the number of the paper where there is one.
        version: as the form saw it.

    Raises:
        Refusal: ``recommendation_settled``, ``recommendation_before``, ``field_required``, ``field_invalid``.
    """
    row = call.load(Recommendation, recommendation_id, Action.RECOMMENDATION_SETTLE, version=version)
    if row.state == Recommendation.State.SETTLED:
        raise Refusal("recommendation_settled", title=row.title)
    if call.on < row.on:
        raise Refusal("recommendation_before", field="on", on=row.on.isoformat())
    row.outcome = needed("outcome", "处理结果", outcome, 500)
    row.outcome_by = needed("outcome_by", "由谁决定", outcome_by, 120)
    row.settled_on, row.state = call.on, Recommendation.State.SETTLED
    row.save()
    record(
        call,
        row,
        refs=[row.person, row.unit, row.sent_to],
        data={"settled_on": call.on},
        note={"outcome": row.outcome, "outcome_by": row.outcome_by},
    )
    return row
