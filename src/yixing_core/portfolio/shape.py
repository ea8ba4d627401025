"""The problem folded: areas that stay together become one block, rules become who may lead it, backups become a price.

A backup depends on nothing but the lead of its area: given the lead, the best allowed second person of each area can be
chosen for itself. So backups need no variables; where nobody may stand in for a lead, he may not lead.
"""

import hashlib
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from yixing_core.portfolio.problem import Duty, Objective, Problem, Role, RuleKind
from yixing_core.portfolio.watch import Watch

_TIE_BITS: Final = 16


@dataclass(frozen=True, slots=True)
class Block:
    """Areas that one member leads together.

    Attributes:
        areas: their ids, in the order of the problem.
        leads: indices of the members who may lead it, ascending.
        weight: how much it burdens its lead.
    """

    areas: tuple[str, ...]
    leads: tuple[int, ...]
    weight: int


@dataclass(frozen=True)
class Shape:
    """The folded problem.

    Attributes:
        apart: groups of blocks of which a member leads one at most.
        torn: blocks of which an ``apart`` rule names two areas, so that there is no division.
        backups: ``(member index, area)`` to the best second person while that member leads; empty without backup.
    """

    problem: Problem
    blocks: tuple[Block, ...]
    apart: tuple[tuple[int, ...], ...]
    torn: frozenset[int]
    backups: Mapping[tuple[int, str], str]

    def hopeless(self) -> list[tuple[str, ...]]:
        """The areas of each block that nobody can lead, whatever becomes of the others; the smallest block first."""
        return sorted(
            (block.areas for at, block in enumerate(self.blocks) if at in self.torn or not block.leads), key=len
        )

    def gain(self, objective: Objective, member: int, block: int) -> int:
        """What it adds to a sum objective that this member leads this block."""
        problem, areas = self.problem, self.blocks[block].areas
        lead = problem.members[member].id
        if objective is Objective.FIT:
            return sum(problem.fit.get((lead, area), 0) for area in areas)
        if objective is Objective.STABILITY:
            return sum(problem.current_lead(area) not in {None, lead} for area in areas)
        return sum(problem.fit.get((self.backups[member, area], area), 0) for area in areas)

    def tie(self, member: int, block: int) -> int:
        """What decides between divisions that are equally good: first who leads today, then a digest of the ids.

        The digest does not depend on the order in which members and areas are listed.
        """
        lead = self.problem.members[member].id
        return sum(
            digest(lead, area) + (self.problem.current_lead(area) not in {None, lead}) * 4 * 2**_TIE_BITS
            for area in self.blocks[block].areas
        )

    def unfold(self, leads: Sequence[int]) -> dict[str, Duty]:
        """The division in which member ``leads[i]`` leads block i, in the order of the areas."""
        found: dict[str, Duty] = {}
        for block, member in zip(self.blocks, leads, strict=True):
            for area in block.areas:
                found[area] = Duty(self.problem.members[member].id, self.backups.get((member, area)))
        return {area.id: found[area.id] for area in self.problem.areas}


def digest(member: str, area: str) -> int:
    """A number below 2^16 that is the same wherever and whenever it is computed."""
    words = f"{len(member)}:{member}{area}".encode()
    return int.from_bytes(hashlib.blake2b(words, digest_size=_TIE_BITS // 8).digest())


_NOBODY_LOOKS_ON: Final = Watch()


def fold(problem: Problem, watch: Watch = _NOBODY_LOOKS_ON, *, unbacked: Collection[str] = ()) -> Shape:
    """Fold a problem; whether it has a division at all is not yet asked.

    Args:
        problem: what is asked.
        watch: who may stop it.
        unbacked: areas that may go without a second person although the problem asks for one.

    Raises:
        Undecided: it was stopped before it was done.
    """
    allowed = {role: _allowed(problem, role, watch) for role in Role}
    backups = _backups(problem, allowed[Role.BACKUP], watch) if problem.backup else {}
    blocks = []
    for areas in _blocks(problem):
        watch.heed()
        needing = [area for area in areas if problem.backup and area not in unbacked]
        leads = [
            number
            for number, member in enumerate(problem.members)
            if all(member.id in allowed[Role.LEAD][area] for area in areas)
            and all((number, area) in backups for area in needing)
        ]
        blocks.append(Block(areas, tuple(leads), sum(problem.area[area].weight for area in areas)))
    place = {area: number for number, block in enumerate(blocks) for area in block.areas}
    groups: dict[tuple[int, ...], None] = {}
    torn: set[int] = set()
    for rule in problem.rules:
        if rule.kind is RuleKind.APART:
            named = Counter(place[area] for area in rule.areas)
            torn.update(block for block, times in named.items() if times > 1)
            groups[tuple(sorted(named))] = None
    return Shape(problem, tuple(blocks), tuple(groups), frozenset(torn), backups)


def _allowed(problem: Problem, role: Role, watch: Watch) -> dict[str, set[str]]:
    """Who may hold the role in each area, by ``only``, ``barred`` and ``fixed``."""
    everybody = {member.id for member in problem.members}
    allowed = {area.id: set(everybody) for area in problem.areas}
    for rule in problem.rules:
        watch.heed()
        inside = set(rule.areas)
        if rule.kind is RuleKind.FIXED and role is Role.LEAD:
            for area in inside:
                allowed[area] &= {rule.member}
        elif rule.kind in {RuleKind.ONLY, RuleKind.BARRED} and role in rule.roles:
            for area, members in allowed.items():
                if (area in inside) is (rule.kind is RuleKind.BARRED):
                    members.discard(rule.member)
    return allowed


def _blocks(problem: Problem) -> Iterator[tuple[str, ...]]:
    """The classes of areas that ``together`` ties, in the order of their first areas."""
    above = {area.id: area.id for area in problem.areas}

    def top(area: str) -> str:
        while above[area] != area:
            above[area] = above[above[area]]
            area = above[area]
        return area

    for rule in problem.rules:
        if rule.kind is RuleKind.TOGETHER:
            for area in rule.areas[1:]:
                above[top(area)] = top(rule.areas[0])
    classes: dict[str, list[str]] = {}
    for one in problem.areas:
        classes.setdefault(top(one.id), []).append(one.id)
    yield from (tuple(areas) for areas in classes.values())


def _backups(problem: Problem, allowed: Mapping[str, set[str]], watch: Watch) -> dict[tuple[int, str], str]:
    """The best second person for each lead and area; none where nobody may."""
    strangers: dict[str, set[str]] = {member.id: {member.id} for member in problem.members}
    for rule in problem.rules:
        if rule.kind is RuleKind.NO_MUTUAL_BACKUP:
            watch.heed()
            members = set(rule.members)
            for member in members:
                strangers[member] |= members
    asked = Objective.BACKUP_FIT in problem.objectives
    found: dict[tuple[int, str], str] = {}
    for area in problem.areas:
        watch.heed()
        duty = problem.current.get(area.id)
        today = duty.backup if duty else None

        def rank(member: str, area: str = area.id, today: str | None = today) -> tuple[int, bool, int, int, str]:
            fit = problem.fit.get((member, area), 0)
            return (-fit if asked else 0, member != today, -fit, digest(member, area), member)

        ranked = sorted(allowed[area.id], key=rank)
        for number, lead in enumerate(problem.members):
            best = next((member for member in ranked if member not in strangers[lead.id]), None)
            if best is not None:
                found[number, area.id] = best
    return found
