"""Entries of the book as an auditor asks for them."""

import datetime as dt

from django.db.models import Q, QuerySet
from django.utils import timezone

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
    return rows.filter(_entered(since, until)).order_by("-seq")


def sign_ins(
    actor: Actor, *, words: str = "", outcome: str = "", since: dt.date | None = None, until: dt.date | None = None
) -> QuerySet[SignIn]:
    """The login log, the latest first."""
    rows = loaders.visible(SignIn, actor).select_related("user__person")
    if words:
        rows = rows.filter(Q(user__username__icontains=words) | Q(user__person__name__icontains=words))
    if outcome:
        rows = rows.filter(outcome=outcome)
    return rows.filter(_entered(since, until)).order_by("-id")


def _entered(since: dt.date | None, until: dt.date | None) -> Q:
    """Moments from the beginning of a day to the end of another, both included: a span, so that an index serves."""
    found = Q()
    if since is not None:
        found &= Q(at__gte=_midnight(since))
    if until is not None:
        found &= Q(at__lt=_midnight(until + dt.timedelta(days=1)))
    return found


def _midnight(day: dt.date) -> dt.datetime:
    return timezone.make_aware(dt.datetime.combine(day, dt.time()))
