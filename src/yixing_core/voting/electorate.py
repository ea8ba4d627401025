"""Who should be there and who has a vote, on a day and for an item (LC-05, LC-20, CR-13)."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from enum import IntEnum

from yixing_core.errors import Refusal
from yixing_core.voting.rule import VotingRule


class Role(IntEnum):
    """In what capacity somebody sits there; the larger one counts when a person has two on a day."""

    ATTENDING = 1
    """列席: may speak, has no vote."""
    ALTERNATE = 2
    """候补委员: attends, may speak, has no vote (LC-05)."""
    MEMBER = 3
    """委员, 常委: has a vote."""


@dataclass(frozen=True, slots=True)
class Seat:
    """A person's place in a body.

    Attributes:
        person: id.
        role: capacity.
        since: first day.
        until: last day, that day included; None while it lasts.
        rank: order of rank, smaller first.
    """

    person: str
    role: Role
    since: date
    until: date | None = None
    rank: int = 0

    def on(self, day: date) -> bool:
        """Tell whether the seat is held on a day."""
        return self.since <= day and (self.until is None or day <= self.until)


@dataclass(frozen=True, slots=True)
class Electorate:
    """Who counts for one item, each in order of rank.

    Attributes:
        base: 应到会: those whose number the shares are taken of.
        voters: those who may vote on the item, present or not.
        recused: members who are recused.
        others: alternates and those who attend.
    """

    base: tuple[str, ...]
    voters: tuple[str, ...]
    recused: tuple[str, ...]
    others: tuple[str, ...]

    def present(self, there: Collection[str]) -> int:
        """Return 实到会: how many of the base are among those there."""
        return len(set(self.base).intersection(there))

    def voters_present(self, there: Collection[str]) -> int:
        """Return how many of those there may vote. The absent cannot give their vote to another (LC-08, LC-14)."""
        return len(set(self.voters).intersection(there))


def electorate(seats: Iterable[Seat], on: date, rule: VotingRule, recused: Collection[str] = ()) -> Electorate:
    """Say who counts for an item on the day it is voted on.

    Vacant seats do not count: 应到会 is the number of members in office that day.

    Args:
        seats: all seats of the body in time, in any order.
        on: the day of the vote.
        rule: says what recusal does to base and vote.
        recused: ids of those recused from the item.

    Raises:
        Refusal: ``voting.nobody``: no member has a seat on that day; ``voting.recused_unknown``.
    """
    held: dict[str, Seat] = {}
    for seat in seats:
        if seat.on(on) and (seat.person not in held or seat.role > held[seat.person].role):
            held[seat.person] = seat
    ranked = sorted(held.values(), key=lambda seat: (seat.rank, seat.person))
    members = [seat.person for seat in ranked if seat.role is Role.MEMBER]
    if not members:
        raise Refusal("voting.nobody", on=on.isoformat())
    unknown = sorted(set(recused) - held.keys())
    if unknown:
        raise Refusal("voting.recused_unknown", people="、".join(unknown))
    away = set(recused)
    return Electorate(
        base=tuple(p for p in members if rule.recused_in_base or p not in away),
        voters=tuple(p for p in members if rule.recused_may_vote or p not in away),
        recused=tuple(p for p in members if p in away),
        others=tuple(seat.person for seat in ranked if seat.role is not Role.MEMBER),
    )
