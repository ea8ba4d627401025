"""Questions to the database that are put into SQL once and asked many times.

Building a question costs Django ten times what SQLite needs to answer it from an index. What is put together here
depends on the question alone, never on a row, so it may be remembered for good; the answer never is.
"""

import itertools
from collections.abc import Callable, Iterable, Sequence
from typing import Any, NamedTuple

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import Q, QuerySet


class Prepared(NamedTuple):
    """SQL and its values; empty SQL for a question that no row can answer."""

    sql: str
    values: tuple[Any, ...]

    def rows(self, values: Sequence[Any] | None = None) -> list[tuple[Any, ...]]:
        """The rows as the database gives them (SQLite: days as text); with other ``values``, if some are given."""
        if not self.sql:
            return []
        with connection.cursor() as cursor:
            cursor.execute(self.sql, self.values if values is None else values)
            return list(cursor.fetchall())

    def cut(self, first: int, number: int) -> "Prepared":
        """The same question for ``number`` rows from the row ``first`` (0: the first one)."""
        return Prepared(f"{self.sql} LIMIT %s OFFSET %s", (*self.values, number, first)) if self.sql else self

    def count(self, most: int) -> int:
        """How many rows there are, counted up to ``most``."""
        sql = f"SELECT COUNT(*) FROM ({self.sql} LIMIT %s) AS counted"  # noqa: S608  (its own SQL, no value in it)
        found = Prepared(sql, (*self.values, most)).rows() if self.sql else []
        return int(found[0][0]) if found else 0


NOTHING = Prepared("", ())


def prepared(rows: QuerySet[Any, Any]) -> Prepared:
    """The question of a queryset, which is not asked."""
    try:
        sql, values = rows.query.sql_with_params()
    except EmptyResultSet:
        return NOTHING
    return Prepared(sql, tuple(values))


def prepared_for(size: int, make: Callable[[Sequence[int]], QuerySet[Any, Any]]) -> Prepared:
    """The question about ``size`` keys; its values are the keys in their order and nothing else.

    Raises:
        ValueError: the queryset has other values besides.
    """
    places = tuple(range(1, size + 1))
    question = prepared(make(places))
    if question.values != places:
        raise ValueError(f"a question about {size} keys has {len(question.values)} values")
    return question


def sides(condition: Q, *, deep: bool = False) -> list[Q]:
    """Conditions of which one holds exactly where ``condition`` holds; ``deep`` splits what lies under an "and" too."""
    if condition.negated or (condition.connector == Q.AND and not deep):
        return [condition]
    children = [sides(child, deep=deep) if isinstance(child, Q) else [Q(child)] for child in condition.children]
    if condition.connector == Q.OR:
        return [side for child in children for side in child]
    return together(*children)


def together(*groups: Iterable[Q]) -> list[Q]:
    """Conditions of which one holds exactly where of each group one holds.

    An "or" over several columns is looked up in no index in the order of the list; a union of its sides is.
    """
    return [Q(*chosen) for chosen in itertools.product(*groups)]
