"""征求意见: where a round and each reply stand on a day, and what the rules are told of it. Nothing here is stored."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from yixing.matters.models import Matter, OpinionReply, OpinionRound
from yixing.matters.standing import by_matter


class ReplyStanding(StrEnum):
    """What a unit's place in a round amounts to."""

    NO_OPINION = "无意见"
    HAS_OPINION = "有意见"
    WAITING = "待回复"
    SILENT = "逾期视为无意见"
    OVERDUE = "逾期未回复"


def reply_standing(
    replied_on: dt.date | None, *, has_opinion: bool, due_on: dt.date, silence_is_consent: bool, today: dt.date
) -> ReplyStanding:
    """Where one asked unit stands on a day.

    Example:
        >>> day = dt.date(2023, 6, 12)
        >>> later = dt.date(2023, 6, 13)
        >>> reply_standing(None, has_opinion=False, due_on=day, silence_is_consent=True, today=later).value
        '逾期视为无意见'
    """
    if replied_on is not None and replied_on <= today:
        return ReplyStanding.HAS_OPINION if has_opinion else ReplyStanding.NO_OPINION
    if today <= due_on:
        return ReplyStanding.WAITING
    return ReplyStanding.SILENT if silence_is_consent else ReplyStanding.OVERDUE


@dataclass(frozen=True, slots=True)
class RoundStanding:
    """A round on a day: how many were asked, answered, still wait, and whether the adoption table is complete."""

    asked: int
    replied: int
    with_opinion: int
    signed: int
    silent: int
    waiting: int
    undecided: int
    """Opinions whose adoption is not yet filled in."""

    @property
    def finished(self) -> bool:
        """Whether nothing more is waited for: everybody answered, or silence counts by now."""
        return self.waiting == 0

    @property
    def adoption_table(self) -> bool:
        """Whether the 采纳情况表 is complete."""
        return self.finished and self.undecided == 0


def round_standing(
    round_: OpinionRound, today: dt.date, replies: Sequence[OpinionReply] | None = None
) -> RoundStanding:
    """Count a round on a day; ``replies`` may be handed in where they are loaded already."""
    rows = list(round_.replies.all()) if replies is None else replies
    standings = [standing_of(reply, round_, today) for reply in rows]
    answered = [
        reply
        for reply, standing in zip(rows, standings, strict=True)
        if standing in {ReplyStanding.NO_OPINION, ReplyStanding.HAS_OPINION}
    ]
    return RoundStanding(
        asked=len(rows),
        replied=len(answered),
        with_opinion=sum(reply.has_opinion for reply in answered),
        signed=sum(reply.signer_id is not None for reply in answered),
        silent=standings.count(ReplyStanding.SILENT),
        waiting=standings.count(ReplyStanding.WAITING) + standings.count(ReplyStanding.OVERDUE),
        undecided=sum(reply.has_opinion and not reply.adoption for reply in answered),
    )


def standing_of(reply: OpinionReply, round_: OpinionRound, today: dt.date) -> ReplyStanding:
    """Where one reply stands on a day."""
    return reply_standing(
        reply.replied_on,
        has_opinion=reply.has_opinion,
        due_on=round_.due_on,
        silence_is_consent=round_.silence_is_consent,
        today=today,
    )


def rounds_of(matter: Matter) -> list[OpinionRound]:
    """The rounds of a matter with their replies, in two queries."""
    return rounds_of_each({matter.pk: matter})[matter.pk]


def rounds_of_each(matters: Mapping[int, Matter]) -> dict[int, list[OpinionRound]]:
    """The same of several matters, by their ids, in two queries."""
    rows = OpinionRound.objects.filter(matter_id__in=list(matters)).prefetch_related("replies").order_by("id")
    return by_matter(rows, matters)


def opinion_facts(rounds: Iterable[OpinionRound], on: dt.date) -> dict[str, Any]:
    """The facts of ``steps.opinions`` that the rounds give; empty where no round was opened by that day.

    Args:
        rounds: as ``rounds_of`` reads them.
        on: the day.
    """
    opened = [each for each in rounds if each.opened_on <= on]
    if not opened:
        return {}
    standings = [round_standing(each, on, list(each.replies.all())) for each in opened]
    days = [reply.replied_on for each in opened for reply in each.replies.all() if reply.replied_on is not None]
    last = max((day for day in days if day <= on), default=None)
    due = max(each.due_on for each in opened)
    finished = all(each.finished for each in standings)
    everybody = all(each.replied == each.asked for each in standings)
    return {
        # Still open is 待补, not 不符合: no fact until nothing more is waited for, or the table is complete.
        "done": finished or None,
        "on": (last if everybody and last else min(due + dt.timedelta(days=1), on)) if finished else None,
        "asked": sum(each.asked for each in standings),
        "replied": sum(each.replied for each in standings),
        "due": due,
        "days": max((each.due_on - each.opened_on).days for each in opened),
        "deemed_stated": all(each.silence_is_consent for each in opened),
        "adoption_table": all(each.adoption_table for each in standings) or None,
        "unit_heads_signed": sum(each.signed for each in standings),
    }


def refused(rounds: Iterable[OpinionRound]) -> bool:
    """Whether an opinion of a unit was not adopted."""
    not_adopted = OpinionReply.Adoption.NOT_ADOPTED
    return any(reply.adoption == not_adopted for each in rounds for reply in each.replies.all())
