"""The lines of a 责任分解表 as they are handed in, and when two of them say the same thing."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from yixing.briefings.deadlines import Words

ALIKE = 0.6
"""Share of common two-character pieces from which two wordings count as the same thing (Dice)."""
_NOISE = re.compile(r"[\s，。、；：,.;:（）()《》“”\"'！!？?—-]+")
_NUMBERS = re.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class TaskLine:
    """One line of a 责任分解表.

    ``leader_id`` and ``area_id`` are worked out from the division of work of the day where they are left out.
    ``due`` is the deadline in words, or words and day. ``merge_into_id`` joins the line to a task that the same unit
    has already; ``duplicate_reason`` says why a line like an open task is issued all the same.
    """

    text: str
    lead_unit_id: int
    assist_unit_ids: Sequence[int] = ()
    due: Words = ""
    leader_id: int | None = None
    area_id: int | None = None
    merge_into_id: int | None = None
    duplicate_reason: str = ""


def likeness(one: str, other: str) -> float:
    """How much two wordings have in common: 0 nothing, 1 the same; wordings with different numbers are never alike.

    Dice coefficient of the sets of two-character pieces, punctuation left out.

    >>> likeness("完成集中供热管网施工图审查", "完成集中供热管网施工图审查。")
    1.0
    >>> likeness("推进重点项目3开工", "推进重点项目4开工")
    0.0
    """
    return Likeness(one).to(other)


class Likeness:
    """A wording that is compared with many others; see ``likeness``."""

    def __init__(self, text: str) -> None:
        self._numbers = set(_NUMBERS.findall(text))
        self._pieces = _pieces(text)

    def to(self, other: str) -> float:
        """How much the other has in common with it, 0–1."""
        if set(_NUMBERS.findall(other)) != self._numbers:
            return 0.0
        pieces = _pieces(other)
        if not self._pieces or not pieces:
            return 0.0
        return 2 * len(self._pieces & pieces) / (len(self._pieces) + len(pieces))


def most_alike(text: str, others: Iterable[tuple[int, str]]) -> int | None:
    """The key of the wording most like ``text``, or ``None`` where none is alike enough."""
    like = Likeness(text)
    scored = ((like.to(other), -key) for key, other in others)
    best = max(scored, default=(0.0, 0))
    return -best[1] if best[0] >= ALIKE else None


def _pieces(text: str) -> set[str]:
    plain = _NOISE.sub("", text)
    return {plain[i : i + 2] for i in range(len(plain) - 1)} or ({plain} if plain else set())
