"""Choices for forms: people in the order of rank with their post of the day, units in that of the establishment."""

import datetime as dt
from collections.abc import Callable
from typing import Any

from django.db.models import Q

from yixing.ledger.stamps import Standing, keep
from yixing.people.models import Organization, Person, Post
from yixing.people.queries import alive, on_day, titles_on
from yixing.ui.components import Choice, Offer, Pick, pick_choices

Narrowing = Q | Callable[[dt.date], Q] | None
"""Which rows: a condition, or a function that gives the condition of a day from people and portfolios alone."""


def person_choices(day: dt.date, only: Narrowing = None, *, empty: str = "") -> Offer:
    """People by rank, each with the post held on the day; ``only`` narrows.

    Everybody, and those a function of the day narrows to, are looked up once until people change.
    """
    if isinstance(only, Q):
        return _people(day, only, empty)
    return keep(
        ("people", day, only, empty),
        lambda: _people(day, Q() if only is None else only(day), empty),
        Standing.PEOPLE,
        Standing.PORTFOLIOS,
    )


def _people(day: dt.date, only: Q, empty: str) -> Offer:
    rows = list(Person.objects.filter(only).order_by("order", "id"))
    titles = titles_on([row.pk for row in rows], day)
    picks = [Pick(row.pk, row.name, place, titles.get(row.pk, "")) for place, row in enumerate(rows)]
    return Offer(pick_choices(picks, empty=empty))


def in_office(day: dt.date) -> Q:
    """People who hold a post or sit in a body on a day; ``pk__in`` keeps the rows single."""
    from yixing.people.models import Membership  # noqa: PLC0415  (the only place that needs it)

    return Q(pk__in=Membership.objects.filter(on_day(day)).values("person_id"))


def unit_choices(day: dt.date, only: Q | None = None, *, empty: str = "") -> Offer:
    """Units that exist on the day, in the order of the establishment, grouped by kind; ``only`` narrows.

    All of them are looked up once until people change.
    """
    if only is not None:
        return _units(day, only, empty)
    return keep(("units", day, empty), lambda: _units(day, Q(), empty), Standing.PEOPLE)


def _units(day: dt.date, only: Q, empty: str) -> Offer:
    rows = Organization.objects.filter(alive(day), only).select_related("kind").order_by("order", "code")
    picks = [Pick(row.pk, row.name, place, group=row.kind.name) for place, row in enumerate(rows)]
    return Offer(pick_choices(picks, empty=empty))


def post_choices(only: Q | None = None, *, empty: str = "") -> list[Choice]:
    """Posts, grouped by unit in the order of the establishment."""
    rows: Any = Post.objects.filter(only or Q()).select_related("organization")
    rows = rows.order_by("organization__order", "organization__code", "order", "id")
    picks = [Pick(row.pk, row.name, place, group=row.organization.name) for place, row in enumerate(rows)]
    return pick_choices(picks, empty=empty)
