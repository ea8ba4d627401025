"""The answer: a division with the values it reached, or the smallest reason why there is none (``PLAN.json``)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Any, Final

from yixing_core.portfolio.problem import Duty, Objective
from yixing_core.portfolio.reading import Reader, quoted, read_file, read_json

VERSION: Final = 1
UNEXPLAINED: Final = "unexplained"
"""Stands where a conflict could not be worked out; no requirement has this name."""


class Status(StrEnum):
    """How sure the answer is."""

    OPTIMAL = "optimal"
    FEASIBLE = "feasible"
    INFEASIBLE = "infeasible"

    @property
    def label(self) -> str:
        """The status in words."""
        return _LABELS[self]


_LABELS: Final = {
    Status.OPTIMAL: "已证明最优",
    Status.FEASIBLE: "可行，尚未证明最优",
    Status.INFEASIBLE: "不存在符合全部要求的方案",
}


@dataclass(frozen=True, slots=True)
class Reached:
    """The value of an objective and the best that could still be; equal where it is proved."""

    value: int
    bound: int

    @property
    def proved(self) -> bool:
        """Whether nothing better exists, given what came before."""
        return self.value == self.bound


@dataclass(frozen=True, slots=True)
class Reason:
    """One requirement of a conflict: a rule's id, or ``cover:a``, ``backup:a``, ``max:m``, ``min:m``; and its words."""

    rule: str
    text: str


@dataclass(frozen=True, slots=True)
class Relaxation:
    """What would make the problem solvable: all of ``steps`` together, and nothing else.

    Attributes:
        steps: each a requirement and the words of what to do about it.
        bound: for a single ``max:m`` or ``min:m`` the nearest bound that suffices.
    """

    steps: tuple[Reason, ...]
    bound: int | None = None


@dataclass(frozen=True)
class Answer:
    """What ``solve`` found.

    Attributes:
        assignment: area to who leads it and who stands in, in the order of the areas; empty if infeasible.
        objectives: in the order in which they were asked.
        conflict: if infeasible, minimal: dropping any one member makes the rest satisfiable; or one line, named
            ``UNEXPLAINED``, that says why it could not be worked out.
        relaxations: the smallest changes that would help; not part of the file.
        solver: name, version, seconds.
    """

    status: Status
    assignment: Mapping[str, Duty] = field(default_factory=dict)
    objectives: Mapping[Objective, Reached] = field(default_factory=dict)
    conflict: tuple[Reason, ...] = ()
    relaxations: tuple[Relaxation, ...] = ()
    solver: Mapping[str, str | float] = field(default_factory=dict)

    @property
    def explained(self) -> bool:
        """Whether the conflict names requirements."""
        return any(reason.rule != UNEXPLAINED for reason in self.conflict)

    def to_document(self) -> dict[str, Any]:
        """The JSON value of ``PLAN.json``."""
        return {
            "version": VERSION,
            "status": self.status.value,
            "assignment": {
                area: {"lead": duty.lead} | ({} if duty.backup is None else {"backup": duty.backup})
                for area, duty in self.assignment.items()
            },
            "objectives": {
                objective.value: {"value": reached.value, "bound": reached.bound}
                for objective, reached in self.objectives.items()
            },
            "conflict": [{"rule": reason.rule, "text": reason.text} for reason in self.conflict],
            "solver": dict(self.solver),
        }


@dataclass(frozen=True)
class Plan:
    """A division to be judged: what a file says, whoever made it."""

    assignment: Mapping[str, Duty]
    status: Status | None = None
    objectives: Mapping[Objective, Reached] = field(default_factory=dict)


def read_plan(path: Path) -> Plan:
    """The division in a file.

    Raises:
        Refusal: ``portfolio.unusable``.
    """
    name = str(path)
    return plan_from(read_json(read_file(path), name), name)


def plan_from(document: Any, name: str = "PLAN.json") -> Plan:
    """The division in a JSON value; only ``version`` and ``assignment`` are needed.

    Raises:
        Refusal: ``portfolio.unusable``.
    """
    top = Reader(document, name).object(("version", "assignment"), ("status", "objectives", "conflict", "solver"))
    top["version"].integer(VERSION, VERSION)
    status = None
    if "status" in top:
        value = top["status"].text()
        if value not in set(Status):
            raise top["status"].wrong(f"没有{quoted(value)}这种结论", f"可用的：{'、'.join(Status)}。")
        status = Status(value)
    return Plan(
        {area: _duty(entry) for area, entry in top["assignment"].entries()},
        status,
        _objectives(top["objectives"]) if "objectives" in top else {},
    )


def _duty(reader: Reader) -> Duty:
    fields = reader.object((), ("lead", "backup"))
    given = {role: value.id() for role, value in fields.items() if value.value is not None}
    return Duty(given.get("lead"), given.get("backup"))


def _objectives(reader: Reader) -> dict[Objective, Reached]:
    found = {}
    for name, entry in reader.entries():
        if name not in set(Objective):
            raise entry.wrong(f"没有{quoted(name)}这种目标", f"可用的：{'、'.join(Objective)}。")
        fields = entry.object(("value",), ("bound",))
        value = fields["value"].integer(-(10**18), 10**18)
        bound = fields["bound"].integer(-(10**18), 10**18) if "bound" in fields else value
        found[Objective(name)] = Reached(value, bound)
    return found
