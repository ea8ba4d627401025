"""Random problems that have a division: one is drawn first, and no rule contradicts it."""

import random
from dataclasses import dataclass, field
from itertools import cycle
from typing import Any

KINDS = ["barred"] * 16 + ["fixed"] * 10 + ["together"] * 8 + ["apart"] * 8 + ["no_mutual_backup"] * 4 + ["only"] * 4
"""Fifty rules as a county has them: mostly who may not, then who must, then what belongs together or apart."""


@dataclass
class Draft:
    """A problem under way, with the division that it must allow."""

    source: random.Random
    members: list[str]
    areas: list[str]
    lead: dict[str, str] = field(default_factory=dict)
    backup: dict[str, str] = field(default_factory=dict)

    def led(self, member: str) -> list[str]:
        return [area for area in self.areas if self.lead[area] == member]

    def rule(self, kind: str) -> dict[str, Any] | None:
        source, member = self.source, self.source.choice(self.members)
        own = self.led(member)
        others = [area for area in self.areas if self.lead[area] != member]
        if kind == "barred":
            return {"member": member, "areas": source.sample(others, min(8, len(self.areas) // 15))}
        if kind == "only":
            return {"member": member, "areas": sorted(own + source.sample(others, len(self.areas) // 6))}
        if kind == "fixed":
            return {"member": member, "areas": source.sample(own, min(len(own), source.randint(1, 2)))}
        if kind == "together":
            return {"areas": source.sample(own, min(len(own), source.randint(2, 3)))}
        if kind == "apart":
            return {"areas": [source.choice(led) for who in source.sample(self.members, 3) if (led := self.led(who))]}
        pair = source.sample(self.members, 2)
        together = any({self.lead[area], self.backup[area]} == set(pair) for area in self.areas)
        return None if together else {"members": pair}


def instance(seed: int, members: int, areas: int, rules: int, objectives: list[str]) -> dict[str, Any]:
    """A problem as JSON; weights 1 to 5, fit 0 to 5, six in ten areas now led as in the hidden division."""
    source = random.Random(seed)  # noqa: S311  (reproducible problems, not a secret)
    draft = Draft(source, [f"m{n:02d}" for n in range(1, members + 1)], [f"a{n:03d}" for n in range(1, areas + 1)])
    for area in draft.areas:
        draft.lead[area] = source.choice(draft.members)
        near = draft.members.index(draft.lead[area]) // 3 * 3
        nearby = draft.members[near : near + 3] if near + 3 <= members else draft.members[-3:]
        draft.backup[area] = source.choice([member for member in nearby if member != draft.lead[area]])
    found: list[dict[str, Any]] = []
    for kind in cycle(KINDS):
        if len(found) == rules:
            break
        if (rule := draft.rule(kind)) is not None:
            found.append({"id": f"R{len(found) + 1}", "kind": kind, **rule})
    return {
        "version": 1,
        "members": [_member(member, len(draft.led(member)), areas // members) for member in draft.members],
        "areas": [{"id": area, "weight": source.randint(1, 5)} for area in draft.areas],
        "fit": {member: {area: source.randint(0, 5) for area in draft.areas} for member in draft.members},
        "current": {
            area: {"lead": draft.lead[area] if source.random() < 0.6 else source.choice(draft.members)}
            for area in draft.areas
            if source.random() < 0.95
        },
        "rules": found,
        "backup": True,
        "objectives": objectives,
    }


def _member(member: str, led: int, usual: int) -> dict[str, Any]:
    return {"id": member, "max_areas": max(led + 2, usual + 3), "min_areas": max(0, min(led - 1, usual // 2))}
