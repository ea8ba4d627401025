"""What was promised, what was measured, whether it holds: on the screen and as JSON."""

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Claim:
    """One promise: a figure that has to be at least, or at most, so much."""

    text: str
    measured: float
    wanted: float
    at_least: bool
    unit: str = "×"

    @property
    def holds(self) -> bool:
        """Whether the measured figure is on the right side."""
        return self.measured >= self.wanted if self.at_least else self.measured <= self.wanted

    def line(self) -> str:
        """One line for the screen."""
        sign = "≥" if self.at_least else "≤"
        word = "holds " if self.holds else "MISSED"
        return f"{word} {self.text}: {self.measured:.2f}{self.unit} (wanted {sign} {self.wanted:g}{self.unit})"

    def record(self) -> dict[str, Any]:
        """For JSON."""
        return {"claim": self.text, "measured": round(self.measured, 3), "wanted": self.wanted, "holds": self.holds}


@dataclass(slots=True)
class Part:
    """One of the comparisons: its claims, what stands beside them without being promised, and the figures."""

    name: str
    claims: list[Claim] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    figures: dict[str, Any] = field(default_factory=dict)

    def record(self) -> dict[str, Any]:
        """For JSON."""
        return {"claims": [claim.record() for claim in self.claims], "notes": self.notes, "figures": self.figures}
