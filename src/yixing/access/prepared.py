"""One row by its number, in SQL that is put together once for an actor: what every page and action begins with.

Django compiles a question anew each time it is asked, which takes ten times as long as answering it. Kept is the
question alone – SQL, its values, how columns become a row –, never an answer: the rows are those of the moment.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import Model, QuerySet
from django.db.models.query import get_related_populators

M = TypeVar("M", bound=Model)
PLACE = -4_611_686_018_427_387_001
"""Stands for the row's number while a question is put together; no row has it."""


@dataclass(frozen=True, slots=True)
class Question(Generic[M]):
    """SQL with the row's number left open at ``place``, and how a line of the answer becomes a row."""

    sql: str
    values: tuple[Any, ...]
    place: int
    convert: Callable[[Sequence[Any]], Sequence[Any]]
    build: Callable[[Sequence[Any]], M]

    def row(self, pk: int) -> M | None:
        """The row of this number, if the question lets it through."""
        values = (*self.values[: self.place], pk, *self.values[self.place + 1 :])
        with connection.cursor() as cursor:
            cursor.execute(self.sql, values)
            line = cursor.fetchone()
        return self.build(self.convert(line)) if line is not None else None


def question(rows: QuerySet[M]) -> Question[M] | None:
    """The question of a queryset about the row ``PLACE``; ``None`` where no row can be an answer.

    Raises:
        ValueError: the number does not occur exactly once.
    """
    compiler: Any = rows.order_by()[:1].query.get_compiler(connection=connection)
    try:
        sql, values = compiler.as_sql()
    except EmptyResultSet:
        return None
    if values.count(PLACE) != 1:
        msg = f"{rows.model.__name__}: a question about one row names it {values.count(PLACE)} times"
        raise ValueError(msg)
    return Question(sql, tuple(values), values.index(PLACE), _convert(compiler), _build(compiler))


def _convert(compiler: Any) -> Callable[[Sequence[Any]], Sequence[Any]]:
    """Values of the database as values of the fields."""
    converters = compiler.get_converters([column[0] for column in compiler.select])

    def convert(line: Sequence[Any]) -> Sequence[Any]:
        (converted,) = compiler.apply_converters([line], converters)
        done: Sequence[Any] = converted
        return done

    return convert


def _build(compiler: Any) -> Callable[[Sequence[Any]], Any]:
    """A row with those it is read together with, as ``ModelIterable`` of Django builds it."""
    info = compiler.klass_info
    model, columns = info["model"], info["select_fields"]
    first, end = columns[0], columns[-1] + 1
    names = [column[0].target.attname for column in compiler.select[first:end]]
    populators = get_related_populators(info, compiler.select, connection.alias)  # type: ignore[call-arg]  # of a later Django

    def build(line: Sequence[Any]) -> Any:
        row = model.from_db(connection.alias, names, line[first:end])
        for populator in populators:
            populator.populate(line, row)
        return row

    return build
