"""Erase the record and salt behind entries: the digest stays, so the ledger still verifies; the words are gone."""

from collections.abc import Iterable
from pathlib import Path

from django.conf import settings
from django.db import transaction

from yixing.installation import COPIES
from yixing.ledger.models import Content, Entry


def erase(entries: Iterable[Entry]) -> int:
    """Delete what lies behind these entries, inside an action that gives the reason.

    Returns:
        How many records were there to erase.
    """
    rows = Content.objects.filter(entry_id__in=[entry.pk for entry in entries])
    count = rows.count()
    rows.delete()
    transaction.on_commit(_forget_copies)
    return count


def _forget_copies() -> None:
    for folder in COPIES:
        for copy in (Path(settings.DATA_DIR) / folder).glob("*"):
            copy.unlink(missing_ok=True)
