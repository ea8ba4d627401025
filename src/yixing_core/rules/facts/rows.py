"""How the tables of facts are written: one line a fact, grouped by the record they come from."""

from typing import Final, TypeAlias

from yixing_core.rules.kinds import Fact, Kind
from yixing_core.rules.vocabulary import STEPS, Choices

BOOL: Final = Kind.BOOL
INT: Final = Kind.INT
DECIMAL: Final = Kind.DECIMAL
TEXT: Final = Kind.TEXT
DATE: Final = Kind.DATE
FRACTION: Final = Kind.FRACTION

# The second column: a kind, the choices of an ``enum``, or a list around the choices of an ``enums``.
Column: TypeAlias = Kind | Choices | list[Choices]
# A row: name, kind, label, and the unit of a number.
Row: TypeAlias = tuple[str, Column, str] | tuple[str, Column, str, str]


def facts(prefix: str, source: str, *rows: Row) -> list[Fact]:
    """Return the facts of one record; ``prefix`` may be empty for names without a dot."""
    return [_fact(f"{prefix}.{row[0]}" if prefix else row[0], source, *row[1:]) for row in rows]


def step(code: str, *rows: Row) -> list[Fact]:
    """Return the facts of one procedural step: every step has ``done`` and ``on``, the rest differs."""
    label = STEPS[code]
    base: tuple[Row, Row] = (("done", BOOL, label), ("on", DATE, f"{label}日期"))
    return facts(f"steps.{code}", f"事项的程序记录：{label}", *base, *rows)


def _fact(name: str, source: str, column: Column, label: str, unit: str = "") -> Fact:
    if isinstance(column, dict):
        return Fact(name, Kind.ENUM, label, source, unit, column)
    if isinstance(column, list):
        return Fact(name, Kind.ENUMS, label, source, unit, column[0])
    return Fact(name, column, label, source, unit)
