"""A row as data: its columns, the word beside each code, the name beside each row it points to."""

from collections.abc import Iterable
from typing import Any

from django.db.models import ForeignKey, Model

from yixing.ledger.append import plain


def described(row: Model, *, skip: frozenset[str] = frozenset()) -> dict[str, Any]:
    """The columns of a row but for ``skip`` and those that never stand in a record."""
    hidden = frozenset(getattr(row, "unrecorded", ())) | skip | {"version"}
    found: dict[str, Any] = {}
    for column in row._meta.concrete_fields:
        if column.attname in hidden or column.name in hidden:
            continue
        value = getattr(row, column.attname)
        found[column.attname] = plain(value)
        if isinstance(column, ForeignKey) and value is not None:
            found[column.name] = str(getattr(row, column.name))
        elif column.choices and value not in (None, ""):
            found[f"{column.attname}_words"] = str(getattr(row, f"get_{column.name}_display")())
    return found


def described_all(rows: Iterable[Model], skip: frozenset[str] = frozenset()) -> list[dict[str, Any]]:
    """Each of them."""
    return [described(row, skip=skip) for row in rows]
