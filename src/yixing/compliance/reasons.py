"""The reasons given for warnings: words of a person, kept where 法定删除 reaches them."""

import json

from yixing.ledger.models import Content


def reasons(subject: str, gate: str) -> dict[str, str]:
    """Rule → the last reason that somebody gave for it when an action on this thing passed this gate.

    Args:
        subject: ``matter/117``.
        gate: a name of the catalogue.

    A reason whose record was lawfully erased is gone from here as well.
    """
    records = Content.objects.filter(entry__checks__subject=subject, entry__checks__gate=gate)
    given: dict[str, str] = {}
    for record in records.order_by("entry_id").values_list("record", flat=True).distinct():
        given |= json.loads(record).get("acknowledged", {})
    return given
