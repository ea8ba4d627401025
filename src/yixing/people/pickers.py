"""Choices for forms: people in the order of rank with their post of the day, units in that of the establishment."""

import datetime as dt
from typing import Any

from django.db.models import Q

from yixing.people.models import Organization, Person, Post
from yixing.people.queries import alive, on_day, titles_on
from yixing.ui.components import Choice, Pick, pick_choices


def person_choices(day: dt.date, only: Q | None = None, *, empty: str = "") -> list[Choice]:
    """People by rank, each with the post held on the day; ``only`` narrows."""
    rows = list(Person.objects.filter(only or Q()).order_by("order", "id"))
    titles = titles_on([row.pk for row in rows], day)
    picks = [Pick(row.pk, row.name, place, titles.get(row.pk, "")) for place, row in enumerate(rows)]
    return pick_choices(picks, empty=empty)


def in_office(day: dt.date) -> Q:
    """People who hold a post or sit in a body on a day; ``pk__in`` keeps the rows single."""
    from yixing.people.models import Membership  # noqa: PLC0415  (the only place that needs it)

    return Q(pk__in=Membership.objects.filter(on_day(day)).values("person_id"))


def unit_choices(day: dt.date, only: Q | None = None, *, empty: str = "") -> list[Choice]:
    """Units that exist on the day, in the order of the establishment, grouped by kind."""
    rows = Organization.objects.filter(alive(day), only or Q()).select_related("kind").order_by("order", "code")
    picks = [Pick(row.pk, row.name, place, group=row.kind.name) for place, row in enumerate(rows)]
    return pick_choices(picks, empty=empty)


def post_choices(only: Q | None = None, *, empty: str = "") -> list[Choice]:
    """Posts, grouped by unit in the order of the establishment."""
    rows: Any = Post.objects.filter(only or Q()).select_related("organization")
    rows = rows.order_by("organization__order", "organization__code", "order", "id")
    picks = [Pick(row.pk, row.name, place, group=row.organization.name) for place, row in enumerate(rows)]
    return pick_choices(picks, empty=empty)
