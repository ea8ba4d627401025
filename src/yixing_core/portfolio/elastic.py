"""The problem with a switch for each requirement: which of them can hold together?

Rules, ``cover:a``, ``backup:a``, ``max:m`` and ``min:m`` each have a column that is 0 where the requirement holds and
1 where it is dropped. Nothing is folded here and backups have columns of their own, so that every requirement can be
dropped for itself, with the meaning of ``docs/formats/portfolio.md``: an area without its ``cover`` has any number of
leads, and the rules hold for each of them.
"""

import itertools
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from yixing_core.portfolio.engine import INFINITY, Ended, Found, Program, Watch, certificate, minimise
from yixing_core.portfolio.problem import Problem, Role, Rule, RuleKind

Pair = tuple[str, str]


class Undecided(Exception):  # noqa: N818  (neither yes nor no: the time was over)
    """It was stopped before it knew."""


@dataclass
class Elastic:
    """The program with its switches.

    Attributes:
        switches: requirement to its column, in the order of the problem: rules, then the implicit ones.
        lead, backup: member and area to their columns.
    """

    problem: Problem
    watch: Watch = field(default_factory=Watch)
    program: Program = field(default_factory=Program)
    switches: dict[str, int] = field(default_factory=dict)
    lead: dict[Pair, int] = field(default_factory=dict)
    backup: dict[Pair, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        problem, program = self.problem, self.program
        for name in (*problem.rule, *problem.implicit()):
            self.switches[name] = program.column(0, 1)
        pairs = [(member.id, area.id) for area in problem.areas for member in problem.members]
        self.lead = {pair: program.column(0, 1) for pair in pairs}
        self.backup = {pair: program.column(0, 1) for pair in pairs} if problem.backup else {}
        for area in problem.areas:
            self._one(f"cover:{area.id}", [self.lead[member.id, area.id] for member in problem.members])
            if problem.backup:
                self._backup(area.id)
        self._bounds()
        for rule in problem.rules:
            self._rule(rule)

    # -- what can be asked -----------------------------------------------------------------------------------------

    def satisfiable(self, kept: Collection[str]) -> bool:
        """Whether these requirements can hold together, all others dropped.

        Raises:
            Undecided: it was stopped before it knew.
        """
        found = self._ask(kept, {})
        if found.ended is Ended.INFEASIBLE:
            return False
        if found.columns is None:
            raise Undecided
        return True

    def suspects(self) -> list[str] | None:
        """Requirements that already contradict each other if people could be divided; None if none do so."""
        weights = certificate(self._switched(self.switches), self.watch)
        if weights is None:
            return None
        return [name for name, column in self.switches.items() if abs(weights[column]) > 0]

    def least(self, costs: Mapping[int, int], kept: Collection[str]) -> int | None:
        """The least cost with these requirements kept; None if they cannot hold together.

        Raises:
            Undecided: it was stopped before it knew.
        """
        found = self._ask(kept, costs)
        if found.ended is Ended.INFEASIBLE:
            return None
        if found.ended is Ended.STOPPED or found.columns is None:
            raise Undecided
        return sum(cost * found.columns[column] for column, cost in costs.items())

    def fewest(self, droppable: Sequence[str]) -> list[str] | None:
        """A smallest set of requirements among these without which the rest can hold; None if there is none.

        Raises:
            Undecided: it was stopped before it knew.
        """
        kept = [name for name in self.switches if name not in set(droppable)]
        free = {self.switches[name]: 1 for name in droppable}
        found = self._ask(kept, free, fixed=kept)
        if found.ended is Ended.INFEASIBLE:
            return None
        if found.ended is Ended.STOPPED or found.columns is None:
            raise Undecided
        return [name for name in droppable if found.columns[self.switches[name]]]

    def _ask(self, kept: Collection[str], costs: Mapping[int, int], fixed: Collection[str] | None = None) -> Found:
        program = self._switched(kept) if fixed is None else self._switched(fixed, dropped=False)
        return minimise(program, [costs.get(column, 0) for column in range(len(program.lower))], self.watch)

    def _switched(self, kept: Collection[str], *, dropped: bool = True) -> Program:
        """The program with these requirements kept, and the others dropped or left open."""
        lower, upper = list(self.program.lower), list(self.program.upper)
        wanted = set(kept)
        for name, column in self.switches.items():
            if name in wanted:
                upper[column] = 0
            elif dropped:
                lower[column] = 1
        return Program(
            lower, upper, self.program.row_lower, self.program.row_upper, self.program.starts, self.program.indices,
            self.program.values,
        )  # fmt: skip

    # -- rows ------------------------------------------------------------------------------------------------------

    def _at_most(self, name: str, most: float, columns: Sequence[int], relief: float) -> None:
        self.program.row(-INFINITY, most, [*((column, 1.0) for column in columns), (self.switches[name], -relief)])

    def _at_least(self, name: str, least: float, columns: Sequence[int]) -> None:
        self.program.row(least, INFINITY, [*((column, 1.0) for column in columns), (self.switches[name], least)])

    def _one(self, name: str, columns: Sequence[int]) -> None:
        self._at_least(name, 1, columns)
        if len(columns) > 1:
            self._at_most(name, 1, columns, len(columns) - 1)

    def _backup(self, area: str) -> None:
        name = f"backup:{area}"
        members = [member.id for member in self.problem.members]
        self._one(name, [self.backup[member, area] for member in members])
        for member in members:
            self._at_most(name, 1, [self.lead[member, area], self.backup[member, area]], 1)

    def _bounds(self) -> None:
        for member in self.problem.members:
            led = [self.lead[member.id, area.id] for area in self.problem.areas]
            if member.max_areas is not None:
                self._at_most(f"max:{member.id}", member.max_areas, led, len(led))
            if member.min_areas > 0:
                self._at_least(f"min:{member.id}", member.min_areas, led)

    def _rule(self, rule: Rule) -> None:
        if rule.kind is RuleKind.FIXED:
            self._at_least(rule.id, len(rule.areas), [self.lead[rule.member, area] for area in rule.areas])
        elif rule.kind is RuleKind.TOGETHER:
            for led in self._led_by_each(rule):
                for before, after in itertools.pairwise(led):
                    self._same(rule.id, before, after)
        elif rule.kind is RuleKind.APART:
            for led in self._led_by_each(rule):
                self._at_most(rule.id, 1, led, max(0, len(led) - 1))
        elif rule.kind is RuleKind.NO_MUTUAL_BACKUP:
            for pair in self._mutual(rule):
                self._at_most(rule.id, 1, pair, 1)
        else:
            self._nothing(rule)

    def _led_by_each(self, rule: Rule) -> Iterator[list[int]]:
        for member in self.problem.members:
            yield [self.lead[member.id, area] for area in rule.areas]

    def _same(self, name: str, one: int, other: int) -> None:
        for plus, minus in ((one, other), (other, one)):
            self.program.row(-INFINITY, 0, [(plus, 1.0), (minus, -1.0), (self.switches[name], -1.0)])

    def _mutual(self, rule: Rule) -> Iterator[tuple[int, int]]:
        if self.backup:
            for area in self.problem.areas:
                for lead in rule.members:
                    for other in rule.members:
                        if lead != other:
                            yield self.lead[lead, area.id], self.backup[other, area.id]

    def _nothing(self, rule: Rule) -> None:
        inside = set(rule.areas)
        areas: Iterable[str] = [
            area.id for area in self.problem.areas if (area.id in inside) is (rule.kind is RuleKind.BARRED)
        ]
        held = [self.lead[rule.member, area] for area in areas] if Role.LEAD in rule.roles else []
        if Role.BACKUP in rule.roles and self.backup:
            held += [self.backup[rule.member, area] for area in areas]
        if held:
            self._at_most(rule.id, 0, held, len(held))
