"""What a body has adopted about quorum and majority, as data."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final, Self

from yixing_core.errors import Refusal
from yixing_core.voting import refusals  # noqa: F401  (registers the messages this module raises)

_DIGITS: Final = "零一二三四五六七八九十"


class Base(StrEnum):
    """What a share is taken of."""

    ENTITLED = "entitled"
    """应到会: everybody who should be there and has a vote."""
    PRESENT = "present"
    """实到会: those of them who are there."""
    CAST = "cast"
    """收回票: papers returned, or votes given, invalid ones included."""

    @property
    def words(self) -> str:
        """The term of the trade."""
        return {"entitled": "应到会", "present": "实到会", "cast": "收回票"}[self.value]


class Compare(StrEnum):
    """Whether the share itself is enough."""

    AT_LEAST = "at_least"
    """以上 (the number itself included)."""
    MORE_THAN = "more_than"
    """超过, 过."""


@dataclass(frozen=True, slots=True)
class Threshold:
    """A share of a base: ``Threshold(2, 3, Compare.AT_LEAST, Base.ENTITLED)`` is 应到会三分之二以上.

    Raises:
        Refusal: ``voting.rule``: not a share between 0 and 1 that can be reached.

    Example:
        >>> Threshold(1, 2, Compare.MORE_THAN, Base.ENTITLED).needed(12)
        7
        >>> Threshold(1, 2, Compare.AT_LEAST, Base.ENTITLED).needed(12)
        6
    """

    numerator: int
    denominator: int
    compare: Compare
    base: Base

    def __post_init__(self) -> None:
        if not 0 < self.numerator <= self.denominator:
            raise Refusal("voting.rule", why=f"比例{self.numerator}/{self.denominator}应大于0且不大于1")
        if self.numerator == self.denominator and self.compare is Compare.MORE_THAN:
            raise Refusal("voting.rule", why="“超过全体”永远达不到")

    def needed(self, count: int) -> int:
        """Return the smallest number that satisfies the share of ``count``; at least one, also of nobody."""
        share = self.numerator * count
        if self.compare is Compare.AT_LEAST:
            return max(1, -(-share // self.denominator))
        return share // self.denominator + 1

    def met(self, number: int, count: int) -> bool:
        """Tell whether ``number`` satisfies the share of ``count``."""
        return number >= self.needed(count)

    @property
    def fraction(self) -> str:
        """The share in words: 半数, 三分之二, 全体."""
        if (self.numerator, self.denominator) == (1, 2):
            return "半数"
        if self.numerator == self.denominator:
            return "全体"
        return f"{_numeral(self.denominator)}分之{_numeral(self.numerator)}"

    def verdict(self, number: int, count: int) -> str:
        """Return the phrase of a result sheet: 超过应到会半数, 未达到应到会三分之二."""
        verb = "超过" if self.compare is Compare.MORE_THAN else "达到"
        return f"{'' if self.met(number, count) else '未'}{verb}{self.base.words}{self.fraction}"


@dataclass(frozen=True, slots=True)
class VotingRule:
    """Quorum and majority of a body for a kind of matter.

    Attributes:
        quorum: share of those who should be there (its base is always 应到会).
        majority: share that must agree.
        recused_in_base: whether a recused member still counts as 应到会 and 实到会 for that item. The articles seen so
            far do not say; counting him (the default) makes a majority harder to reach, never easier.
        recused_may_vote: whether he may vote after leaving the room for the discussion (CR-13); by LC-20 he may not.
        basis: ids of the rules it comes from.

    Raises:
        Refusal: ``voting.rule``.
    """

    quorum: Threshold
    majority: Threshold
    recused_in_base: bool = True
    recused_may_vote: bool = False
    basis: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if self.quorum.base is not Base.ENTITLED:
            raise Refusal("voting.rule", why="到会人数的比例应以应到会人数计算")
        if self.recused_may_vote and not self.recused_in_base:
            raise Refusal("voting.rule", why="回避人员可以投票的，应计入应到会人数")

    def to_data(self) -> dict[str, object]:
        """Return the rule as plain data, for storage."""
        return {
            "quorum": _threshold_data(self.quorum),
            "majority": _threshold_data(self.majority),
            "recused_in_base": self.recused_in_base,
            "recused_may_vote": self.recused_may_vote,
            "basis": list(self.basis),
        }

    @classmethod
    def from_data(cls, data: Mapping[str, object]) -> Self:
        """Read stored data; unknown and absent keys are refused.

        Raises:
            Refusal: ``voting.rule`` naming what is wrong.
        """
        _require_keys(data, {"quorum", "majority", "recused_in_base", "recused_may_vote", "basis"}, "规则")
        basis = data["basis"]
        if not isinstance(basis, list) or not all(isinstance(item, str) for item in basis):
            raise Refusal("voting.rule", why="basis应为依据编号的列表")
        return cls(
            quorum=_threshold(data["quorum"], "quorum"),
            majority=_threshold(data["majority"], "majority"),
            recused_in_base=_yes_or_no(data, "recused_in_base"),
            recused_may_vote=_yes_or_no(data, "recused_may_vote"),
            basis=tuple(basis),
        )


def _threshold_data(threshold: Threshold) -> dict[str, object]:
    return {
        "numerator": threshold.numerator,
        "denominator": threshold.denominator,
        "compare": threshold.compare.value,
        "base": threshold.base.value,
    }


def _threshold(data: object, name: str) -> Threshold:
    if not isinstance(data, Mapping):
        raise Refusal("voting.rule", why=f"{name}应写明numerator、denominator、compare、base")
    _require_keys(data, {"numerator", "denominator", "compare", "base"}, name)
    numerator, denominator = data["numerator"], data["denominator"]
    if type(numerator) is not int or type(denominator) is not int:
        raise Refusal("voting.rule", why=f"{name}的分子分母应为整数")
    try:
        return Threshold(numerator, denominator, Compare(data["compare"]), Base(data["base"]))
    except ValueError as error:
        raise Refusal("voting.rule", why=f"{name}的compare或base不在规定的几种之内") from error


def _require_keys(data: Mapping[str, object], names: set[str], place: str) -> None:
    if set(data) != names:
        odd = "、".join(sorted(str(name) for name in set(data) ^ names))
        raise Refusal("voting.rule", why=f"{place}的各项不对（{odd}）")


def _yes_or_no(data: Mapping[str, object], name: str) -> bool:
    value = data[name]
    if not isinstance(value, bool):
        raise Refusal("voting.rule", why=f"{name}应为是或否")
    return value


def _numeral(number: int) -> str:
    return _DIGITS[number] if number < len(_DIGITS) else str(number)


_HALF_PRESENT: Final = Threshold(1, 2, Compare.AT_LEAST, Base.ENTITLED)
_TWO_THIRDS_PRESENT: Final = Threshold(2, 3, Compare.AT_LEAST, Base.ENTITLED)
_MORE_THAN_HALF: Final = Threshold(1, 2, Compare.MORE_THAN, Base.ENTITLED)

PRESETS: Final[Mapping[str, VotingRule]] = {
    "standing_committee": VotingRule(_HALF_PRESENT, _MORE_THAN_HALF, basis=("LC-12", "LC-15", "LC-20")),
    "standing_committee.cadre": VotingRule(
        _TWO_THIRDS_PRESENT, _MORE_THAN_HALF, basis=("LC-13", "CR-10", "CR-11", "LC-20")
    ),
    "full_committee": VotingRule(_TWO_THIRDS_PRESENT, _MORE_THAN_HALF, basis=("LC-04", "LC-06", "LC-20")),
    "full_committee.cadre": VotingRule(
        _TWO_THIRDS_PRESENT, _MORE_THAN_HALF, recused_may_vote=True, basis=("LC-04", "CR-12", "CR-13", "CR-15")
    ),
}
"""Starting points that a county confirms or changes when it registers its own rules of procedure."""
