"""Entries of the book as an auditor asks for them."""

import datetime as dt

from django.db.models import Q, QuerySet

from yixing.access import loaders
from yixing.access.actor import Actor
from yixing.accounts.models import SignIn
from yixing.ledger.models import Entry, EntryRef


def entries(
    actor: Actor,
    *,
    action: str = "",
    thing: str = "",
    who: str = "",
    since: dt.date | None = None,
    until: dt.date | None = None,
) -> QuerySet[Entry]:
    """The entries the actor may read, the latest first.

    Args:
        actor: who reads.
        action: only this action.
        thing: only about this thing, as ``matter/117``, as subject or named beside it.
        who: only by this post or account, as ``post/12`` or ``user/7``; a delegate counts.
        since: first day of entry.
        until: last day of entry.
    """
    rows = loaders.visible(Entry, actor)
    if action:
        rows = rows.filter(action=action)
    if thing:
        rows = rows.filter(Q(subject=thing) | Q(pk__in=EntryRef.objects.filter(ref=thing).values("entry_id")))
    if who:
        rows = rows.filter(Q(actor=who) | Q(by=who))
    if since is not None:
        rows = rows.filter(at__date__gte=since)
    if until is not None:
        rows = rows.filter(at__date__lte=until)
    return rows.order_by("-seq")


def sign_ins(
    actor: Actor, *, words: str = "", outcome: str = "", since: dt.date | None = None, until: dt.date | None = None
) -> QuerySet[SignIn]:
    """The login log, the latest first."""
    rows = loaders.visible(SignIn, actor).select_related("user__person")
    if words:
        rows = rows.filter(Q(user__username__icontains=words) | Q(user__person__name__icontains=words))
    if outcome:
        rows = rows.filter(outcome=outcome)
    if since is not None:
        rows = rows.filter(at__date__gte=since)
    if until is not None:
        rows = rows.filter(at__date__lte=until)
    return rows.order_by("-id")
