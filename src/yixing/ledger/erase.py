"""Erase the record and salt behind entries: the digest stays, so the ledger still verifies; the words are gone."""

from collections.abc import Iterable

from yixing.ledger.models import Content, Entry


def erase(entries: Iterable[Entry]) -> int:
    """Delete what lies behind these entries, inside an action that gives the reason.

    Returns:
        How many records were there to erase.
    """
    rows = Content.objects.filter(entry_id__in=[entry.pk for entry in entries])
    count = rows.count()
    rows.delete()
    return count
