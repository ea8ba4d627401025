"""Quorum and result of an item from the county's parameters of that day, computed by ``yixing_core.voting``."""

import datetime as dt
from decimal import Decimal
from fractions import Fraction
from typing import Any

from yixing.compliance import parameters
from yixing.compliance.gates import rulebook
from yixing.matters.models import Matter, Nature
from yixing.meetings.models import AgendaItem, Meeting
from yixing.meetings.roll import present_rows, voters
from yixing.people.models import Body
from yixing_core.voting.poll import Counts, PollResult, Quorum, poll_result, quorum
from yixing_core.voting.rule import Base, Compare, Threshold, VotingRule

CADRE_TYPES = frozenset({"cadre_appointment", "key_cadre_appointment"})


def is_cadre(item: AgendaItem) -> bool:
    """Whether the item is 任免 or a punishment: there two thirds must be present (LC-13)."""
    if item.matter is None:
        return item.nature == Nature.CADRE
    return is_appointment(item.matter) or item.matter.is_punishment


def is_appointment(matter: Matter) -> bool:
    """Whether the matter is 干部任免."""
    return matter.type.slug in CADRE_TYPES


def rule_of(meeting: Meeting, item: AgendaItem | None = None) -> VotingRule:
    """The rule in force for a body on the meeting's day, stricter for cadres.

    Source: LC-04, LC-06, LC-12, LC-13, LC-15; that a recused member may vote by ballot in the plenary: CR-13.
    """
    read = _Parameters(meeting.on, meeting.body_id)
    plenary = meeting.body is not None and meeting.body.kind == Body.Kind.PLENARY
    cadre = item is not None and is_cadre(item)
    share = "quorum_plenary" if plenary else "quorum_cadre" if cadre else "quorum_standing"
    compare = Compare.AT_LEAST if read.value("quorum_inclusive") else Compare.MORE_THAN
    return VotingRule(
        quorum=_threshold(read.fraction(share), compare),
        majority=_threshold(read.fraction("majority"), Compare.MORE_THAN),
        recused_may_vote=plenary and cadre,
        basis=("LC-04", "LC-06") if plenary else ("LC-13", "LC-15") if cadre else ("LC-12", "LC-15"),
    )


def _threshold(share: Fraction, compare: Compare) -> Threshold:
    return Threshold(share.numerator, share.denominator, compare, Base.ENTITLED)


def is_large(amount: Decimal | None, day: dt.date, body_id: int | None) -> bool:
    """Whether a sum is 大额资金 by the county's number of that day."""
    limit = _Parameters(day, body_id).value("large_funds")
    return amount is not None and limit is not None and amount >= Decimal(str(limit))


class _Parameters:
    """The county's value of a parameter on a day, the pack's default where it set none."""

    def __init__(self, day: dt.date, body_id: int | None) -> None:
        self._set = parameters.on_day(day, body_id)
        self._defaults = rulebook().defaults(day)

    def value(self, key: str) -> Any:
        found = self._set.get(key)
        return self._defaults.get(f"params.{key}") if found is None else found

    def fraction(self, key: str) -> Fraction:
        return Fraction(str(self.value(key)))


def entitled_of(meeting: Meeting) -> int:
    """应到: frozen at the opening, before that the members of the day."""
    if meeting.entitled is not None:
        return meeting.entitled
    return meeting.attendances.filter(capacity="member").count()


def quorum_of(meeting: Meeting, item: AgendaItem | None = None) -> Quorum:
    """Whether enough are there, for the meeting or for one item, with the sentence of the sheet."""
    return quorum(rule_of(meeting, item), entitled=entitled_of(meeting), present=len(present_rows(meeting)))


def may_vote(item: AgendaItem, rule: VotingRule) -> int:
    """How many of those present may vote on the item."""
    return len(present_rows(item.meeting)) if rule.recused_may_vote else len(voters(item))


def result_of(item: AgendaItem, counts: Counts) -> PollResult:
    """The result of an open vote: every member present and not recused has voted."""
    rule = rule_of(item.meeting, item)
    return poll_result(
        rule,
        entitled=entitled_of(item.meeting),
        present=len(present_rows(item.meeting)),
        voters=len(voters(item)),
        counts=counts,
    )
