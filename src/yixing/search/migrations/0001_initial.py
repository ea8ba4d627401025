from typing import Any

from django.db import migrations, models


def make_index(apps: Any, schema_editor: Any) -> None:
    """The index beside the rows: a full-text table of SQLite, or a table of tsvector of PostgreSQL."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("CREATE TABLE search_tokens (row_id bigint PRIMARY KEY, tokens tsvector NOT NULL)")
        schema_editor.execute("CREATE INDEX search_tokens_gin ON search_tokens USING gin (tokens)")
    else:
        schema_editor.execute("CREATE VIRTUAL TABLE search_fts USING fts5(tokens, tokenize = 'ascii')")


def drop_index(apps: Any, schema_editor: Any) -> None:
    """Take the index away."""
    table = "search_tokens" if schema_editor.connection.vendor == "postgresql" else "search_fts"
    schema_editor.execute(f"DROP TABLE {table}")


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="SearchRow",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("reference", models.CharField(max_length=60, unique=True)),
                ("kind", models.CharField(db_index=True, max_length=20)),
                ("pk_of_thing", models.BigIntegerField()),
                ("title", models.CharField(max_length=400)),
                ("number", models.CharField(blank=True, max_length=80)),
                ("number_key", models.CharField(blank=True, db_index=True, max_length=80)),
                ("on", models.DateField(null=True)),
                ("text", models.TextField()),
            ],
            options={"indexes": [models.Index(fields=["kind", "pk_of_thing"], name="search_sear_kind_67f3af_idx")]},
        ),
        migrations.RunPython(make_index, drop_index),
    ]
