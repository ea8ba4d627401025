"""Storing whole rows with statements that are put together once a table.

Every action stores a handful of whole rows. Django compiles each INSERT and UPDATE anew, which takes longer than the
database needs to carry it out; here the statement of a table is kept. Values pass through the fields as ever, and a
failing statement leaves the transaction as Django leaves it.
"""

import functools
from collections.abc import Iterable
from typing import Any

from django.db import DatabaseError, connection, transaction
from django.db.models import AutoField, Field, JSONField, Model
from django.db.models.signals import post_save

READ = "_read"
"""Under this name a row carries the columns as they were read."""


@functools.cache
def _fields(model: type[Model]) -> "tuple[Field[Any, Any], ...]":
    """The columns that a new row brings along: all but a number that the database gives out."""
    fields = model._meta.local_concrete_fields
    return tuple(field for field in fields if not isinstance(field, AutoField))


@functools.cache
def _insert(model: type[Model], vendor: str) -> str:
    del vendor  # part of the key: quoting is the database's own
    quote = connection.ops.quote_name
    names = ", ".join(quote(str(field.column)) for field in _fields(model))
    return f"INSERT INTO {quote(model._meta.db_table)} ({names}) VALUES "  # noqa: S608  (names of our tables)


@functools.cache
def _update(model: type[Model], columns: tuple[str, ...], vendor: str) -> str:
    del vendor
    quote = connection.ops.quote_name
    key = model._meta.pk
    names = ", ".join(f"{quote(column)} = %s" for column in columns)
    table, column = quote(model._meta.db_table), quote(str(key.column))
    return f"UPDATE {table} SET {names} WHERE {column} = %s"  # noqa: S608  (names of our tables)


def _value(field: "Field[Any, Any]", row: Model, *, add: bool) -> Any:
    return field.get_db_prep_save(field.pre_save(row, add), connection)


def _marks(count: int) -> str:
    return f"({', '.join(['%s'] * count)})"


def insert(*rows: Model) -> None:
    """Store new rows of one model that nothing listens to; numbers the database gives out are not read back."""
    if not rows:
        return
    model = type(rows[0])
    fields = _fields(model)
    values = [_value(field, row, add=True) for row in rows for field in fields]
    with transaction.mark_for_rollback_on_error(), connection.cursor() as cursor:
        cursor.execute(_insert(model, connection.vendor) + ", ".join([_marks(len(fields))] * len(rows)), values)
    for row in rows:
        row._state.adding = False
        row._state.db = connection.alias


def store(row: Model) -> None:
    """Save a whole row, new or changed, as ``Model.save`` would: its number is read back, ``post_save`` is sent.

    Raises:
        DatabaseError: the row to be changed is gone; ``IntegrityError`` as ever.
    """
    # What ``Model.save`` does first, and nothing public does: take the number of a related row that was saved since.
    row._prepare_related_fields_for_save(operation_name="save")  # type: ignore[attr-defined]  # noqa: SLF001  (see above)
    created = row._state.adding
    with transaction.mark_for_rollback_on_error(), connection.cursor() as cursor:
        (_add if created else _change)(row, cursor)
    names = [field.attname for field in _fields(type(row))]
    remember(row, names, [row.__dict__.get(name) for name in names])
    post_save.send(sender=type(row), instance=row, created=created, update_fields=None, raw=False, using="default")


def _add(row: Model, cursor: Any) -> None:
    model = type(row)
    fields = _fields(model)
    key = model._meta.pk
    given_out = isinstance(key, AutoField) and row.pk is None
    statement = _insert(model, connection.vendor) + _marks(len(fields))
    if given_out and connection.vendor == "postgresql":
        statement += f" RETURNING {connection.ops.quote_name(str(key.column))}"
    cursor.execute(statement, [_value(field, row, add=True) for field in fields])
    if given_out:
        row.pk = cursor.fetchone()[0] if connection.vendor == "postgresql" else cursor.lastrowid
    row._state.adding = False
    row._state.db = connection.alias


def _change(row: Model, cursor: Any) -> None:
    """Write the columns that differ from what was read: each that is named costs the upkeep of its indexes."""
    model = type(row)
    key = model._meta.pk
    read = row.__dict__.get(READ) or {}
    changed: list[tuple[str, Any]] = []
    for field in _fields(model):
        value = field.pre_save(row, add=False)
        # What lies in a JSON column may have been changed in place, so that what was read changed with it.
        same = field.attname in read and read[field.attname] == value and not isinstance(field, JSONField)
        if field is not key and not same:
            changed.append((str(field.column), field.get_db_prep_save(value, connection)))
    if changed:
        statement = _update(model, tuple(column for column, _ in changed), connection.vendor)
        cursor.execute(statement, [*(value for _, value in changed), row.pk])
        if cursor.rowcount == 0:
            msg = f"{model.__name__} {row.pk} is not there any more"
            raise DatabaseError(msg)


def remember(row: Model, names: Iterable[str], values: Iterable[Any]) -> None:
    """Note what stands in the database, so that a save writes what differs."""
    row.__dict__[READ] = dict(zip(names, values, strict=True))


def forget(row: Model) -> None:
    """What stands in the database is not known any more: a save writes everything."""
    row.__dict__.pop(READ, None)
