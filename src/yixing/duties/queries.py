"""What somebody sees of 常委履责 in lists, what is near or late, and what a member did lately."""

import datetime as dt
from collections.abc import Iterable

from django.db.models import Q, QuerySet

from yixing.access.actions import Section
from yixing.access.actor import Actor
from yixing.access.loaders import may_open, visible
from yixing.accounts.actors import actor_of_person
from yixing.argument.queries import Span
from yixing.duties.charge import members_in
from yixing.duties.models import DutyReport, Inquiry, Recommendation
from yixing.duties.register import Line, Wanted, lines
from yixing.duties.state import WAITING
from yixing.people.models import Person

RECENT_DAYS = 30


def register(actor: Actor, span: Span, *, person_id: int | None = None, mode: str = "") -> list[Line]:
    """The register in the actor's sight, of one member or of all who sat in the span, the latest first."""
    if person_id is not None:
        people = frozenset([person_id])
    else:
        since, until = span.since or dt.date.min, span.until or actor.day
        people = frozenset(members_in(since, until).values_list("pk", flat=True))
    return lines(actor, Wanted(people, span, mode))


def recent(person: Person, day: dt.date, *, actor: Actor | None = None, days: int = RECENT_DAYS) -> list[Line]:
    """近期履责: what a member did in the days up to and including ``day``, the latest first.

    Args:
        person: the member.
        day: up to which day.
        actor: who reads, since each line is seen with its record; the member himself if not given.
        days: how far back.
    """
    reader = actor if actor is not None else actor_of_person(person, day)
    return lines(reader, Wanted(frozenset([person.pk]), Span(day - dt.timedelta(days=days - 1), day)))


def sees_overview(actor: Actor) -> bool:
    """Whether the actor may see the members' counts beside each other: whoever may look back over what others did.

    Colleagues get matters, not counts in a row (practice: no ranking).
    """
    return may_open(actor, Section.RECHECK)


def late(day: dt.date) -> Q:
    """Inquiries whose answer is overdue; what waits for the member is not."""
    return Q(state__in=WAITING, due_on__lt=day)


def judged_by(*person_ids: int) -> Q:
    """Inquiries whose answer one of these judges: asked by him and not handed over, or taken over by him."""
    return Q(person_id__in=person_ids, successor__isnull=True) | Q(successor_id__in=person_ids)


def inquiries(actor: Actor, day: dt.date, *, state: str = "", person_id: int | None = None) -> QuerySet[Inquiry]:
    """Inquiries in the actor's sight: open ones by their deadline first, then those done, the latest first."""
    rows = visible(Inquiry, actor).select_related("person", "unit")
    if state == "late":
        rows = rows.filter(late(day))
    elif state:
        rows = rows.filter(state=state)
    if person_id:
        rows = rows.filter(Q(person_id=person_id) | Q(successor_id=person_id))
    return rows.order_by("-asked_on", "-id")


def recommendations(actor: Actor, *, year: int | None = None) -> QuerySet[Recommendation]:
    """奖惩意见 in the actor's sight, the latest first."""
    rows = visible(Recommendation, actor).select_related("person", "unit", "sent_to")
    return (rows.filter(on__year=year) if year else rows).order_by("-on", "-id")


def reports(actor: Actor, year: int) -> QuerySet[DutyReport]:
    """Reports of a year in the actor's sight: that of 常委会 first, then by rank."""
    rows = visible(DutyReport, actor).filter(year=year).select_related("person", "meeting")
    return rows.order_by("kind", "person__order", "id")


def names(people: Iterable[Person]) -> str:
    """01号常委、02号常委."""
    return "、".join(person.name for person in people)
