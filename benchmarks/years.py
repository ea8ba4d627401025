"""Ten years out of one: every row of the loop written again for each earlier year, with keys and days of its own."""

import datetime as dt
import re
from typing import Any

from django.apps import apps
from django.db import connection, models, transaction

APPS = ("matters", "argument", "meetings", "ballots", "decisions", "briefings", "supervision", "papers")
BESIDE = ("compliance.Check", "attachments.Attachment", "ledger.Entry", "ledger.EntryRef", "ledger.Content")
STANDING = frozenset({"matters.MatterType", "argument.Expert"})
OFFSET = 1_000_000
YEAR_STEP = 3
"""Numbers are unique in a year: the copies count in years that nothing else has."""
_THING = re.compile(r"^([a-z_]+)/(\d+)$")


def copy_years(years: int) -> None:
    """Copy what one year left behind ``years`` times, each a year earlier.

    Written in bulk past the actions: the size is what is wanted, not the history; the copied book does not verify.
    """
    wanted = [model for app in APPS for model in apps.get_app_config(app).get_models(include_auto_created=True)]
    wanted += [apps.get_model(label) for label in BESIDE]
    copied = {model for model in wanted if model._meta.label not in STANDING}
    with transaction.atomic(), connection.constraint_checks_disabled():
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA defer_foreign_keys=ON")
        for model in copied:
            rows = list(model._default_manager.all())
            for year in range(1, years + 1):
                model._default_manager.bulk_create([_copy(row, copied, year) for row in rows], batch_size=500)


def _copy(row: models.Model, copied: set[type[models.Model]], year: int) -> models.Model:
    given: dict[str, Any] = {}
    for field in row._meta.concrete_fields:
        value = getattr(row, field.attname)
        given[field.attname] = _moved(field, value, copied, year)
    return type(row)(**given)


def _moved(field: Any, value: Any, copied: set[type[models.Model]], year: int) -> Any:  # noqa: PLR0911  (one return per kind of field)
    shift = year * OFFSET
    if value is None:
        return None
    if field.is_relation:
        return value + shift if field.related_model in copied else value
    if field.primary_key or (isinstance(field, models.BigIntegerField) and field.unique):
        return value + shift if isinstance(value, int) else f"{value}~{year}"
    if isinstance(field, models.DateField | models.DateTimeField):
        return value - dt.timedelta(days=365 * year)
    if field.name == "year":
        return value + YEAR_STEP * year
    if isinstance(field, models.UUIDField):
        import uuid

        return uuid.uuid5(value, str(year))
    if isinstance(value, str) and (found := _THING.match(value)):
        return f"{found[1]}/{int(found[2]) + shift}"
    if isinstance(value, str) and field.unique:
        return f"{value[:20]}~{year}"
    return value
