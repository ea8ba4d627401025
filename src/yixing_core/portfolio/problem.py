"""What is asked: members, areas of work, rules, and what matters first."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from typing import Final


class Role(StrEnum):
    """What a member is to an area."""

    LEAD = "lead"
    BACKUP = "backup"


class RuleKind(StrEnum):
    """The six kinds of rules; their meaning stands in ``docs/formats/portfolio.md``."""

    ONLY = "only"
    BARRED = "barred"
    FIXED = "fixed"
    TOGETHER = "together"
    APART = "apart"
    NO_MUTUAL_BACKUP = "no_mutual_backup"


class Objective(StrEnum):
    """What is made best, one after another."""

    FIT = "fit"
    STABILITY = "stability"
    BALANCE = "balance"
    BACKUP_FIT = "backup_fit"

    @property
    def maximised(self) -> bool:
        """Whether more is better (the other two count what one wants little of)."""
        return self in {Objective.FIT, Objective.BACKUP_FIT}

    @property
    def label(self) -> str:
        """The objective in words."""
        return _LABELS[self]

    def at_best(self, bound: int) -> str:
        """What nothing can surpass, in words."""
        return f"最多到{bound}" if self.maximised else f"最少也要{bound}"


_LABELS: Final = {
    Objective.FIT: "发挥特长",
    Objective.STABILITY: "少变动",
    Objective.BALANCE: "任务均衡",
    Objective.BACKUP_FIT: "第二责任人合适",
}


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody who may lead areas; ``max_areas`` None means no bound."""

    id: str
    name: str
    post: str = ""
    max_areas: int | None = None
    min_areas: int = 0

    @property
    def words(self) -> str:
        """Name and post, as a reader knows him."""
        return f"{self.name}（{self.post}）" if self.post else self.name


@dataclass(frozen=True, slots=True)
class Area:
    """A field of work; ``weight`` is how much it burdens its lead."""

    id: str
    name: str
    domain: str = ""
    tags: tuple[str, ...] = ()
    weight: int = 1


@dataclass(frozen=True, slots=True)
class Duty:
    """Who leads an area and who stands in; None where nobody does."""

    lead: str | None = None
    backup: str | None = None


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule; which of the fields are used depends on its kind."""

    id: str
    kind: RuleKind
    member: str = ""
    areas: tuple[str, ...] = ()
    members: tuple[str, ...] = ()
    roles: tuple[Role, ...] = (Role.LEAD,)
    basis: str = ""


@dataclass(frozen=True)
class Problem:
    """A whole problem, checked: every id that a rule or a fit names exists.

    Build one with ``parse.parse_problem`` (bytes of a file) or ``parse.problem_from`` (its JSON value); both check.

    Attributes:
        fit: ``(member, area)`` to how well it suits him, an integer; missing means 0.
        current: area to who has it today; may name members and areas that no longer exist.
        backup: whether every area also needs one second person (第二责任人).
        objectives: in the order in which they matter.
    """

    members: tuple[Member, ...]
    areas: tuple[Area, ...]
    rules: tuple[Rule, ...] = ()
    fit: Mapping[tuple[str, str], int] = field(default_factory=dict)
    current: Mapping[str, Duty] = field(default_factory=dict)
    backup: bool = False
    objectives: tuple[Objective, ...] = ()

    @cached_property
    def member(self) -> Mapping[str, Member]:
        """Members by id."""
        return {member.id: member for member in self.members}

    @cached_property
    def area(self) -> Mapping[str, Area]:
        """Areas by id."""
        return {area.id: area for area in self.areas}

    @cached_property
    def rule(self) -> Mapping[str, Rule]:
        """Rules by id."""
        return {rule.id: rule for rule in self.rules}

    def current_lead(self, area: str) -> str | None:
        """Who leads the area today, also if he is no longer a member."""
        duty = self.current.get(area)
        return duty.lead if duty else None

    def implicit(self) -> Sequence[str]:
        """Names of the requirements that need no rule: ``cover:a``, ``backup:a``, ``max:m``, ``min:m``."""
        names = [f"cover:{area.id}" for area in self.areas]
        if self.backup:
            names += [f"backup:{area.id}" for area in self.areas]
        names += [f"max:{member.id}" for member in self.members if member.max_areas is not None]
        return names + [f"min:{member.id}" for member in self.members if member.min_areas > 0]
