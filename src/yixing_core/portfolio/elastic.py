"""The problem with a switch for each requirement: which of them can hold together?

Rules, ``cover:a``, ``backup:a``, ``max:m`` and ``min:m`` each have a column that is 0 where the requirement holds and
1 where it is dropped. Nothing is folded here and backups have columns of their own, so that every requirement can be
dropped for itself, with the meaning of ``docs/formats/portfolio.md``: an area without its ``cover`` has any number of
leads, and the rules hold for each of them. An area of which nothing here demands that somebody holds it stays empty,
where no prohibition is broken, so it is left out.
"""

import itertools
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Literal

from yixing_core.portfolio.engine import INFINITY, Ended, Found, Program, Tableau, integral, minimise
from yixing_core.portfolio.problem import Problem, Role, Rule, RuleKind
from yixing_core.portfolio.watch import Undecided, Watch

Pair = tuple[str, str]


@dataclass
class Elastic:
    """The program with its switches.

    Raises:
        Undecided: the time was over before it was built.

    Attributes:
        watch: who may stop the building and every question; its time is that of all of them together.
        names: the requirements that are considered at all; None for all of them.
        switches: requirement to its column, in the order of the problem: rules, then the implicit ones.
        lead, backup: member and area to their columns, where some requirement speaks of them.
    """

    problem: Problem
    watch: Watch = field(default_factory=Watch)
    names: Collection[str] | None = None
    program: Program = field(default_factory=Program)
    switches: dict[str, int] = field(default_factory=dict)
    lead: dict[Pair, int] = field(default_factory=dict)
    backup: dict[Pair, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        wanted = None if self.names is None else set(self.names)
        for name in (*self.problem.rule, *self.problem.implicit()):
            if wanted is None or name in wanted:
                self.switches[name] = self.program.column(0, 1)
        self._areas = self._held()
        for name in self.switches:
            self.watch.heed()
            if name in self.problem.rule:
                self._rule(self.problem.rule[name])
            else:
                self._implicit(name)

    @cached_property
    def _tableau(self) -> Tableau:
        return Tableau(self.program, self.watch)

    def _held(self) -> dict[str, None]:
        """Areas of which some requirement demands that somebody leads them or stands in, in the order of the problem."""
        held: set[str] = set()
        for name in self.switches:
            kind, _, subject = name.partition(":")
            if name in self.problem.rule:
                rule = self.problem.rule[name]
                if rule.kind in {RuleKind.FIXED, RuleKind.TOGETHER}:
                    held.update(rule.areas)
            elif kind == "min":
                return dict.fromkeys(self.problem.area)
            elif kind != "max":
                held.add(subject)
        return {area: None for area in self.problem.area if area in held}

    # -- what can be asked -----------------------------------------------------------------------------------------

    def satisfiable(self, kept: Collection[str]) -> bool:
        """Whether these requirements can hold together, all others dropped.

        Raises:
            Undecided: it was stopped before it knew.
        """
        corner = self._corner(kept)
        if corner is Ended.INFEASIBLE:
            return False
        if corner is Ended.STOPPED:
            raise Undecided
        if integral(corner):
            return True
        found = self._ask(kept, [0] * len(self.program.lower))
        if found.ended is Ended.STOPPED and found.columns is None:
            raise Undecided
        return found.columns is not None

    def suspects(self, kept: Collection[str] | None = None) -> list[str] | None:
        """Of these requirements (or all) those that contradict each other even if areas could be split; None if none.

        They are named by floating point: whoever relies on them asks ``satisfiable``.
        """
        among = self.switches if kept is None else kept
        weights = self._tableau.certificate() if self._corner(among) is Ended.INFEASIBLE else None
        if weights is None:
            return None
        wanted = set(among)
        return [name for name, column in self.switches.items() if name in wanted and abs(weights[column]) > 0]

    def _corner(self, kept: Collection[str]) -> Sequence[float] | Literal[Ended.INFEASIBLE, Ended.STOPPED]:
        if not self.switches:
            return ()
        wanted = set(kept)
        bounds = [int(name not in wanted) for name in self.switches]
        corner = self._tableau.ask(list(self.switches.values()), bounds, bounds)
        return Ended.STOPPED if corner is Ended.OPTIMAL else corner

    def fewest(self, droppable: Sequence[str]) -> list[str] | None:
        """A smallest set of requirements among these without which the rest can hold; None if there is none.

        Raises:
            Undecided: it was stopped before it knew.
        """
        fixed = set(self.switches) - set(droppable)
        free = {self.switches[name] for name in droppable}
        found = self._ask(fixed, [int(column in free) for column in range(len(self.program.lower))], dropped=False)
        if found.ended is Ended.INFEASIBLE:
            return None
        if found.ended is Ended.STOPPED or found.columns is None:
            raise Undecided
        return [name for name in droppable if found.columns[self.switches[name]]]

    def _ask(self, kept: Collection[str], costs: Sequence[int], *, dropped: bool = True) -> Found:
        """Minimise with these requirements kept, and the others dropped or left open."""
        lower, upper = list(self.program.lower), list(self.program.upper)
        wanted = set(kept)
        for name, column in self.switches.items():
            if name in wanted:
                upper[column] = 0
            elif dropped:
                lower[column] = 1
        return minimise(replace(self.program, lower=lower, upper=upper), costs, self.watch)

    # -- rows ------------------------------------------------------------------------------------------------------

    def _at_most(self, name: str, most: float, columns: Sequence[int], relief: float) -> None:
        self.program.row(-INFINITY, most, [*((column, 1.0) for column in columns), (self.switches[name], -relief)])

    def _at_least(self, name: str, least: float, columns: Sequence[int]) -> None:
        self.program.row(least, INFINITY, [*((column, 1.0) for column in columns), (self.switches[name], least)])

    def _one(self, name: str, columns: Sequence[int]) -> None:
        self._at_least(name, 1, columns)
        if len(columns) > 1:
            self._at_most(name, 1, columns, len(columns) - 1)

    def _led(self, member: str, areas: Iterable[str]) -> list[int]:
        return [self._column(self.lead, member, area) for area in areas]

    def _backed(self, member: str, areas: Iterable[str]) -> list[int]:
        return [self._column(self.backup, member, area) for area in areas]

    def _column(self, columns: dict[Pair, int], member: str, area: str) -> int:
        if (member, area) not in columns:
            columns[member, area] = self.program.column(0, 1)
        return columns[member, area]

    def _implicit(self, name: str) -> None:
        kind, _, subject = name.partition(":")
        if kind == "cover":
            self._one(name, [self._column(self.lead, member.id, subject) for member in self.problem.members])
        elif kind == "backup":
            self._one(name, [self._column(self.backup, member.id, subject) for member in self.problem.members])
            for member in self.problem.members:
                self._at_most(name, 1, [*self._led(member.id, [subject]), *self._backed(member.id, [subject])], 1)
        else:
            member, led = self.problem.member[subject], self._led(subject, self._areas)
            if kind == "max" and member.max_areas is not None:
                self._at_most(name, member.max_areas, led, len(led))
            else:
                self._at_least(name, member.min_areas, led)

    def _rule(self, rule: Rule) -> None:
        if rule.kind is RuleKind.FIXED:
            self._at_least(rule.id, len(rule.areas), self._led(rule.member, rule.areas))
        elif rule.kind is RuleKind.TOGETHER:
            for led in self._led_by_each(rule):
                for before, after in itertools.pairwise(led):
                    self._same(rule.id, before, after)
        elif rule.kind is RuleKind.APART:
            for led in self._led_by_each(rule):
                self._at_most(rule.id, 1, led, max(0, len(led) - 1))
        elif rule.kind is RuleKind.NO_MUTUAL_BACKUP:
            self._mutual(rule)
        else:
            self._nothing(rule)

    def _led_by_each(self, rule: Rule) -> Iterator[list[int]]:
        areas = [area for area in rule.areas if area in self._areas]
        for member in self.problem.members:
            self.watch.heed()
            yield self._led(member.id, areas)

    def _same(self, name: str, one: int, other: int) -> None:
        for plus, minus in ((one, other), (other, one)):
            self.program.row(-INFINITY, 0, [(plus, 1.0), (minus, -1.0), (self.switches[name], -1.0)])

    def _mutual(self, rule: Rule) -> None:
        """In each area either they only lead, or they only stand in, or one of them alone does both.

        One column for each of these cases keeps the rows as many as the members; a row for each two of them would
        say the same, less tightly.
        """
        for area in self._areas if self.problem.backup else ():
            self.watch.heed()
            leading, standing = self.program.column(0, 1), self.program.column(0, 1)
            both = [self.program.column(0, 1) for _ in rule.members]
            self.program.row(-INFINITY, 1, [(column, 1.0) for column in (leading, standing, *both)])
            for member, alone in zip(rule.members, both, strict=True):
                for case, held in ((leading, self._led(member, [area])), (standing, self._backed(member, [area]))):
                    terms = [*((column, 1.0) for column in held), (case, -1.0), (alone, -1.0)]
                    self.program.row(-INFINITY, 0, [*terms, (self.switches[rule.id], -1.0)])

    def _nothing(self, rule: Rule) -> None:
        inside = set(rule.areas)
        areas = [area for area in self._areas if (area in inside) is (rule.kind is RuleKind.BARRED)]
        held = self._led(rule.member, areas) if Role.LEAD in rule.roles else []
        if Role.BACKUP in rule.roles and self.problem.backup:
            held += self._backed(rule.member, areas)
        if held:
            self._at_most(rule.id, 0, held, len(held))
