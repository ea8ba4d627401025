"""Quorum and result, with the sentences of the result sheet."""

from dataclasses import dataclass
from enum import StrEnum

from yixing_core.errors import Refusal
from yixing_core.voting.rule import Base, Threshold, VotingRule


@dataclass(frozen=True, slots=True)
class Quorum:
    """Whether enough are there.

    Attributes:
        entitled: 应到会.
        present: 实到会.
        needed: smallest number that is enough.
    """

    entitled: int
    present: int
    needed: int

    @property
    def met(self) -> bool:
        """Whether enough are there."""
        return self.present >= self.needed

    @property
    def sentence(self) -> str:
        """The sentence for the sheet."""
        verdict = "符合" if self.met else "不足"
        return f"应到{self.entitled}人、实到{self.present}人，{verdict}规定人数（需{self.needed}人以上）"


def quorum(rule: VotingRule, *, entitled: int, present: int) -> Quorum:
    """Compute the quorum.

    Args:
        rule: the rule in force on the day.
        entitled: 应到会, from ``electorate``.
        present: 实到会 of the same circle.

    Raises:
        Refusal: a number is negative, or more are present than entitled.

    Example:
        >>> from yixing_core.voting.rule import PRESETS
        >>> quorum(PRESETS["standing_committee"], entitled=11, present=9).sentence
        '应到11人、实到9人，符合规定人数（需6人以上）'
    """
    _require_counts({"应到人数": entitled, "实到人数": present})
    if present > entitled:
        raise Refusal("voting.present", field="present", present=present, entitled=entitled)
    return Quorum(entitled, present, rule.quorum.needed(entitled))


@dataclass(frozen=True, slots=True)
class Counts:
    """Votes on one item. ``postpone`` is 缓议 as an opinion on a cadre (CR-10); ``invalid`` papers or marks."""

    yes: int
    no: int = 0
    abstain: int = 0
    postpone: int = 0
    invalid: int = 0

    @property
    def cast(self) -> int:
        """All votes given, invalid ones included."""
        return self.yes + self.no + self.abstain + self.postpone + self.invalid

    @property
    def sentence(self) -> str:
        """The counts in words; 缓议 and 无效 only where there are any."""
        parts = [f"同意{self.yes}票", f"不同意{self.no}票", f"弃权{self.abstain}票"]
        parts += [f"缓议{self.postpone}票"] if self.postpone else []
        parts += [f"无效{self.invalid}票"] if self.invalid else []
        return "、".join(parts)


class Outcome(StrEnum):
    """What came of a poll."""

    CARRIED = "carried"
    """通过."""
    NOT_CARRIED = "not_carried"
    """未通过."""
    NO_QUORUM = "no_quorum"
    """Too few were there: the vote has no effect (CR-23)."""

    @property
    def words(self) -> str:
        """The word on the sheet."""
        return {"carried": "通过", "not_carried": "未通过", "no_quorum": "到会人数不足，表决无效"}[self.value]


@dataclass(frozen=True, slots=True)
class PollResult:
    """The result of one item.

    Attributes:
        outcome: what came of it.
        quorum: whether enough were there.
        counts: the votes.
        needed: smallest number of 同意 that carries.
        of: number that the share was taken of.
        not_voted: present with a vote and did not use it (未投; not the same as 弃权).
        sentences: for the sheet: attendance, counts, result.
    """

    outcome: Outcome
    quorum: Quorum
    counts: Counts
    needed: int
    of: int
    not_voted: int
    sentences: tuple[str, ...]

    @property
    def carried(self) -> bool:
        """Whether it was carried."""
        return self.outcome is Outcome.CARRIED


def poll_result(
    rule: VotingRule, *, entitled: int, present: int, counts: Counts, voters: int | None = None, written: int = 0
) -> PollResult:
    """Compute the result of one item; every item is voted on by itself (LC-17).

    Args:
        rule: the rule in force on the day.
        entitled: 应到会.
        present: 实到会.
        counts: the votes.
        voters: present and entitled to vote on this item; ``present`` if left out (nobody recused).
        written: written opinions of the absent; reported, never counted (LC-14).

    Raises:
        Refusal: a number is negative, or the numbers contradict each other.

    Example:
        >>> from yixing_core.voting.rule import PRESETS
        >>> rule = PRESETS["standing_committee"]
        >>> poll_result(rule, entitled=11, present=9, counts=Counts(yes=6, no=3)).sentences[-1]
        '同意6票，超过应到会半数（需6票），通过'
    """
    there = quorum(rule, entitled=entitled, present=present)
    may_vote = present if voters is None else voters
    _require_counts({"有表决权人数": may_vote, "书面意见份数": written, **_named(counts)})
    if may_vote > present:
        raise Refusal("voting.voters", voters=may_vote, present=present)
    if counts.cast > may_vote:
        raise Refusal("voting.too_many", cast=counts.cast, voters=may_vote)
    of = {Base.ENTITLED: entitled, Base.PRESENT: present, Base.CAST: counts.cast}[rule.majority.base]
    carried = rule.majority.met(counts.yes, of)
    outcome = Outcome.NO_QUORUM if not there.met else Outcome.CARRIED if carried else Outcome.NOT_CARRIED
    needed, not_voted = rule.majority.needed(of), may_vote - counts.cast
    sentences = [there.sentence]
    sentences += [f"回避不参加表决{present - may_vote}人"] if present > may_vote else []
    sentences += [counts.sentence + (f"，未投{not_voted}票" if not_voted else "")]
    sentences += [f"另有书面意见{written}份，不计入票数"] if written else []
    verdict = rule.majority.verdict(counts.yes, of)
    sentences += [f"同意{counts.yes}票，{verdict}（需{needed}票），{outcome.words}"]
    return PollResult(outcome, there, counts, needed, of, not_voted, tuple(sentences))


@dataclass(frozen=True, slots=True)
class Consultation:
    """A written consultation of all members between plenary meetings (CR-15): whether the appointment may go on."""

    asked: int
    opposed: int
    stops_at: int

    @property
    def stopped(self) -> bool:
        """Whether so many oppose that the decision may not be taken."""
        return self.opposed >= self.stops_at

    @property
    def sentence(self) -> str:
        """The sentence for the sheet."""
        verdict = "超过半数，不得作出任用决定" if self.stopped else "未超过半数"
        return f"征求{self.asked}名委员意见，不同意{self.opposed}人，{verdict}（{self.stops_at}人以上为超过半数）"


def consultation(limit: Threshold, *, asked: int, opposed: int) -> Consultation:
    """Judge a written consultation.

    Args:
        limit: share of those asked whose opposition stops it (by CR-15, more than half).
        asked: members asked.
        opposed: members who answered 不同意.

    Raises:
        Refusal: a number is negative, or more oppose than were asked.
    """
    _require_counts({"征求人数": asked, "不同意人数": opposed})
    if opposed > asked:
        raise Refusal("voting.too_many", cast=opposed, voters=asked)
    return Consultation(asked, opposed, limit.needed(asked))


def _named(counts: Counts) -> dict[str, int]:
    return {
        "同意": counts.yes,
        "不同意": counts.no,
        "弃权": counts.abstain,
        "缓议": counts.postpone,
        "无效": counts.invalid,
    }


def _require_counts(numbers: dict[str, int]) -> None:
    for name, value in numbers.items():
        if type(value) is not int or value < 0:
            raise Refusal("voting.number", name=name, value=value)
