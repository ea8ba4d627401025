"""The embedded database of the projects we compare with: set as the product sets its own."""

from pathlib import Path
from typing import Any


def sqlite(place: Path) -> dict[str, Any]:
    """Django's settings for a SQLite file; a test holds the options against those of the product."""
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": place,
        "CONN_MAX_AGE": None,
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": (
                "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; "
                "PRAGMA recursive_triggers=ON; PRAGMA foreign_keys=ON;"
            ),
        },
    }
