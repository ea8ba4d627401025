"""What the database itself does: refuses to change or delete what was recorded, and renews the stamps of standing data.

Product code has no way round, nor has a console.
"""

import secrets
from collections.abc import Iterator
from dataclasses import dataclass

from django.db import connections

from yixing.ledger.stamps import TABLES

APPEND_ONLY = ("ledger_entry", "ledger_entryref", "ledger_checkpoint", "compliance_check")
"""Tables whose rows are never changed or removed. ``ledger_content`` may be deleted from (法定删除), never changed."""
NEVER_CHANGED = ("ledger_content",)
MESSAGE = "append-only: the ledger refuses change"

_SQLITE_REFUSE = "CREATE TRIGGER {name} BEFORE {event} ON {table} BEGIN SELECT RAISE(ABORT, '{words}'); END"
_SQLITE_RENEW = (
    "CREATE TRIGGER {name} AFTER {event} ON {table} BEGIN "
    "INSERT INTO ledger_stamp (area, value) VALUES ('{words}', lower(hex(randomblob(16)))) "
    "ON CONFLICT (area) DO UPDATE SET value = excluded.value; END"
)
_PG_FUNCTIONS = """
CREATE OR REPLACE FUNCTION yixing_refuse() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION '%', TG_ARGV[0]; END $$;
CREATE OR REPLACE FUNCTION yixing_renew() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN
  INSERT INTO ledger_stamp (area, value) VALUES (TG_ARGV[0], gen_random_uuid()::text)
  ON CONFLICT (area) DO UPDATE SET value = excluded.value;
  RETURN NULL;
END $$"""
_PG_REFUSE = (
    "CREATE TRIGGER {name} BEFORE {event} ON {table} FOR EACH STATEMENT EXECUTE FUNCTION yixing_refuse('{words}')"
)
_PG_RENEW = "CREATE TRIGGER {name} AFTER {event} ON {table} FOR EACH STATEMENT EXECUTE FUNCTION yixing_renew('{words}')"
_FORGET = (
    "INSERT INTO ledger_stamp (area, value) VALUES (%s, %s) ON CONFLICT (area) DO UPDATE SET value = excluded.value"
)


@dataclass(frozen=True, slots=True)
class Trigger:
    """A trigger that should be there. ``words``: what it says (refusing) or whose stamp it renews."""

    name: str
    table: str
    event: str
    words: str
    refuses: bool

    def statement(self, vendor: str) -> str:
        """The SQL that makes it."""
        refusing, renewing = (_PG_REFUSE, _PG_RENEW) if vendor == "postgresql" else (_SQLITE_REFUSE, _SQLITE_RENEW)
        return (refusing if self.refuses else renewing).format(
            name=self.name, table=self.table, event=self.event, words=self.words
        )


def wanted(vendor: str) -> Iterator[Trigger]:
    """Every trigger that should be there on such a database."""
    whole = ["TRUNCATE"] if vendor == "postgresql" else []
    for table in APPEND_ONLY:
        for event in ["UPDATE", "DELETE", *whole]:
            yield Trigger(f"{table}_no_{event.lower()}", table, event, MESSAGE, refuses=True)
    for table in NEVER_CHANGED:
        yield Trigger(f"{table}_no_update", table, "UPDATE", MESSAGE, refuses=True)
    for area, tables in TABLES.items():
        for table in tables:
            for event in ["INSERT", "UPDATE", "DELETE", *whole]:
                yield Trigger(f"{table}_stamp_{event.lower()}", table, event, area.value, refuses=False)


def present(using: str = "default") -> set[str]:
    """Names of the triggers that are installed."""
    connection = connections[using]
    query = (
        "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal"
        if connection.vendor == "postgresql"
        else "SELECT name FROM sqlite_master WHERE type = 'trigger'"
    )
    with connection.cursor() as cursor:
        cursor.execute(query)
        return {row[0] for row in cursor.fetchall()}


def missing(using: str = "default") -> list[str]:
    """Names of triggers that should be there and are not (``yixing doctor`` asks)."""
    have = present(using)
    return [trigger.name for trigger in wanted(connections[using].vendor) if trigger.name not in have]


def install(using: str = "default") -> None:
    """Install what is missing, on tables that exist; what was kept of a table that had lost its trigger is forgotten."""
    connection = connections[using]
    tables = set(connection.introspection.table_names())
    have = present(using)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(_PG_FUNCTIONS)
        for trigger in wanted(connection.vendor):
            if trigger.table not in tables or trigger.name in have:
                continue
            cursor.execute(trigger.statement(connection.vendor))
            if not trigger.refuses:
                cursor.execute(_FORGET, [trigger.words, secrets.token_hex(16)])
