"""The database itself refuses to change or delete what was recorded. Product code has no way round."""

from django.db import connections

APPEND_ONLY = ("ledger_entry", "ledger_entryref", "ledger_checkpoint", "compliance_check")
"""Tables whose rows are never changed or removed. ``ledger_content`` may be deleted from (法定删除), never changed."""
NEVER_CHANGED = ("ledger_content",)
MESSAGE = "append-only: the ledger refuses change"

_SQLITE = (
    """CREATE TRIGGER IF NOT EXISTS {name} BEFORE {event} ON {table} BEGIN SELECT RAISE(ABORT, '{message}'); END"""
)
_PG_FUNCTION = f"""CREATE OR REPLACE FUNCTION yixing_refuse() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION '{MESSAGE}'; END $$"""
_PG_ROW = "CREATE TRIGGER {name} BEFORE {event} ON {table} FOR EACH STATEMENT EXECUTE FUNCTION yixing_refuse()"


def _wanted(vendor: str) -> list[tuple[str, str, str]]:
    events = ["UPDATE", "DELETE"] + (["TRUNCATE"] if vendor == "postgresql" else [])
    wanted = [(f"{table}_no_{event.lower()}", table, event) for table in APPEND_ONLY for event in events]
    return wanted + [(f"{table}_no_update", table, "UPDATE") for table in NEVER_CHANGED]


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
    return [name for name, _, _ in _wanted(connections[using].vendor) if name not in have]


def install(using: str = "default") -> None:
    """Install what is missing, on tables that exist."""
    connection = connections[using]
    tables = set(connection.introspection.table_names())
    have = present(using)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(_PG_FUNCTION)
        for name, table, event in _wanted(connection.vendor):
            if table not in tables or name in have:
                continue
            pattern = _PG_ROW if connection.vendor == "postgresql" else _SQLITE
            cursor.execute(pattern.format(name=name, table=table, event=event, message=MESSAGE))
