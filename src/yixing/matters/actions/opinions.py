"""征求意见: ask units, let each answer with one tap, write down what became of each opinion."""

import datetime as dt
from collections.abc import Iterable
from typing import TypedDict

from yixing.access.actions import Action
from yixing.door.call import Call
from yixing.door.door import action, record
from yixing.matters.models import Matter, OpinionReply, OpinionRound
from yixing.matters.signing import backfill_allowed, in_state
from yixing.matters.state import BEFORE_MEETING, OPEN
from yixing.people.models import Organization
from yixing_core.errors import Refusal

Adoption = OpinionReply.Adoption


class AdoptionLine(TypedDict):
    """One line of the 采纳情况表: ``adoption`` is ``adopted``, ``partly`` or ``not_adopted``."""

    reply_id: int
    adoption: str
    reason: str


@action(Action.OPINION_OPEN)
def opinion_open(
    call: Call,
    *,
    matter_id: int,
    unit_ids: Iterable[int],
    due_on: dt.date,
    text: str,
    silence_is_consent: bool = True,
    version: int | None = None,
) -> OpinionRound:
    """Ask units for their opinion until a day.

    Args:
        call: the circumstances.
        matter_id: the matter.
        unit_ids: whom to ask; the proposing unit itself is refused.
        due_on: last day for the answer.
        text: what is asked.
        silence_is_consent: the request says that silence counts as 无意见.
        version: of the matter the form showed.

    Returns:
        The round, with one open reply for each unit.

    Raises:
        Refusal: ``wrong_state``, ``opinion_units``, ``opinion_own_unit``, ``opinion_unknown_unit``, ``opinion_due``,
            ``field_required``.
    """
    matter = call.load(Matter, matter_id, Action.OPINION_OPEN, version=version)
    backfill_allowed(call, matter)
    in_state(matter, BEFORE_MEETING, Action.OPINION_OPEN)
    units = _units(matter, set(unit_ids))
    if due_on < call.on:
        raise Refusal("opinion_due", field="due_on", due=due_on.isoformat(), on=call.on.isoformat())
    if not text.strip():
        raise Refusal("field_required", field="text", label="征求内容")
    asked = OpinionRound.objects.create(
        matter=matter,
        opened_on=call.on,
        due_on=due_on,
        silence_is_consent=silence_is_consent,
        text=text.strip()[:1000],
    )
    OpinionReply.objects.bulk_create(OpinionReply(round=asked, unit=unit) for unit in units)
    matter.save()
    record(
        call,
        asked,
        refs=[matter, *units],
        data={"asked": len(units), "due": due_on, "silence_is_consent": silence_is_consent},
    )
    return asked


def _units(matter: Matter, unit_ids: set[int]) -> list[Organization]:
    if not unit_ids:
        raise Refusal("opinion_units", field="unit_ids")
    if matter.unit_id in unit_ids:
        raise Refusal("opinion_own_unit", field="unit_ids", unit=str(matter.unit))
    units = list(Organization.objects.filter(pk__in=unit_ids, until__isnull=True))
    if len(units) != len(unit_ids):
        raise Refusal("opinion_unknown_unit", field="unit_ids", count=len(unit_ids) - len(units))
    return units


@action(Action.OPINION_REPLY)
def opinion_reply(
    call: Call, *, reply_id: int, has_opinion: bool = False, text: str = "", version: int | None = None
) -> OpinionReply:
    """The head of an asked unit answers: 无意见 with one tap, or an opinion in words. Late answers are taken too.

    Raises:
        Refusal: ``opinion_answered``, ``opinion_text``, ``opinion_over``.
    """
    reply = call.load(OpinionReply, reply_id, Action.OPINION_REPLY, version=version, related=("round__matter", "unit"))
    matter = reply.round.matter
    backfill_allowed(call, matter)
    if matter.state not in OPEN:
        raise Refusal("opinion_over", title=matter.title, state=matter.get_state_display())
    if reply.replied_on is not None:
        raise Refusal("opinion_answered", unit=str(reply.unit), on=reply.replied_on.isoformat())
    if has_opinion and not text.strip():
        raise Refusal("opinion_text", field="text")
    reply.replied_on = call.on
    reply.has_opinion = has_opinion
    reply.text = text.strip() if has_opinion else ""
    reply.signer_id = call.actor.person_id
    reply.save()
    record(
        call,
        reply,
        refs=[reply.round, matter, reply.unit],
        data={"has_opinion": has_opinion, "late": call.on > reply.round.due_on},
    )
    return reply


@action(Action.OPINION_ADOPT)
def opinion_adopt(
    call: Call, *, round_id: int, lines: Iterable[AdoptionLine], version: int | None = None
) -> OpinionRound:
    """Write down what became of each opinion of a round: 采纳, 部分采纳 or 未采纳, the latter two with a reason.

    Raises:
        Refusal: ``adoption_line``, ``adoption_reason``, ``field_invalid``, ``opinion_over``.
    """
    asked = call.load(OpinionRound, round_id, Action.OPINION_ADOPT, version=version)
    matter = asked.matter
    backfill_allowed(call, matter)
    if matter.state not in OPEN:
        raise Refusal("opinion_over", title=matter.title, state=matter.get_state_display())
    replies = {reply.pk: reply for reply in asked.replies.filter(has_opinion=True).select_related("unit")}
    counts = dict.fromkeys(Adoption.values, 0)
    for line in lines:
        reply = replies.get(line["reply_id"])
        if reply is None:
            raise Refusal("adoption_line")
        _adopt(reply, line)
        counts[reply.adoption] += 1
    asked.save()
    matter.save()
    record(
        call,
        asked,
        refs=[matter],
        data=dict(counts),
        note={"lines": {str(reply.pk): [reply.adoption, reply.adoption_reason] for reply in replies.values()}},
    )
    return asked


def _adopt(reply: OpinionReply, line: AdoptionLine) -> None:
    adoption, reason = line["adoption"], line.get("reason", "").strip()
    if adoption not in Adoption.values:
        raise Refusal(
            "field_invalid", field=f"adoption-{reply.pk}", label="采纳情况", why="没有勾选", mend="请逐条勾选后再提交。"
        )
    if adoption != Adoption.ADOPTED and not reason:
        raise Refusal("adoption_reason", field=f"reason-{reply.pk}", unit=str(reply.unit))
    reply.adoption = adoption
    reply.adoption_reason = reason[:300]
    reply.save()
