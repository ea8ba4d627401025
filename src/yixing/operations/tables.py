"""Every row of every table as text and back, the same on SQLite and PostgreSQL."""

import base64
import json
from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.apps.registry import Apps
from django.core.management.color import no_style
from django.db import connections
from django.db.models import Model

from yixing.ledger.append import plain

LEFT_OUT = frozenset({"sessions.Session", "contenttypes.ContentType", "auth.Permission", "auth.Group", "ledger.Stamp"})
_BATCH = 500


def stored_models(registry: Apps = apps) -> list[type[Model]]:
    """The tables of a backup, in an order in which rows can be put back; link tables of many-to-many included.

    ``registry``: the models as they were, where rows of an earlier release are put back.
    """
    models = [m for m in registry.get_models(include_auto_created=True) if m._meta.managed and not m._meta.proxy]
    own = [m for m in models if m._meta.label not in LEFT_OUT and not m._meta.label.startswith(("auth.", "sessions."))]
    return sorted(own, key=lambda m: (m._meta.auto_created is not False, m._meta.label))


def dump_rows(model: type[Model], using: str) -> Iterator[bytes]:
    """One line of JSON a row: the values of its columns in the model's order."""
    fields = model._meta.concrete_fields
    rows = model._base_manager.using(using).order_by("pk").values_list(*(f.attname for f in fields))
    for row in rows.iterator(chunk_size=2000):
        yield json.dumps([_text(value) for value in row], ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


def _text(value: Any) -> Any:
    return base64.b64encode(bytes(value)).decode() if isinstance(value, bytes | memoryview) else plain(value)


def load_rows(model: type[Model], lines: Iterator[bytes], columns: list[str], using: str) -> int:
    """Put rows back; columns are those of the backup, so that an older one fits a newer table.

    Returns:
        How many.
    """
    fields = {field.attname: field for field in model._meta.concrete_fields}
    batch: list[Model] = []
    count = 0
    for line in lines:
        values = zip(columns, json.loads(line), strict=True)
        batch.append(model(**{n: _value(fields[n], v) for n, v in values if n in fields}))
        if len(batch) >= _BATCH:
            count += _store(model, batch, using)
            batch = []
    return count + _store(model, batch, using)


def _value(field: Any, value: Any) -> Any:
    if value is None:
        return None
    if field.get_internal_type() == "BinaryField":
        return base64.b64decode(value)
    return value if field.get_internal_type() == "JSONField" else field.to_python(value)


def _store(model: type[Model], batch: list[Model], using: str) -> int:
    model._base_manager.using(using).bulk_create(batch)
    return len(batch)


def columns_of(model: type[Model]) -> list[str]:
    """Names of a model's columns, in the order ``dump_rows`` writes them."""
    return [field.attname for field in model._meta.concrete_fields]


def reset_counters(using: str) -> None:
    """After rows came with their own numbers: let the database count on from the highest."""
    connection = connections[using]
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), stored_models()):
            cursor.execute(statement)
