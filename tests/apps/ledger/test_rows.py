"""A row saved is the row that stands in the database, whatever was changed, and only what differs is written."""

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from django.db import DatabaseError
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from tests.cast import Cast
from yixing.people.models import Person
from yixing.portfolios.models import Area

NAMES = st.text(st.characters(codec="utf-8", exclude_characters="\0", exclude_categories=("Cs",)), max_size=20)
VALUES = {
    "name": NAMES,
    "domain": st.sampled_from(Area.Domain.values),
    "tags": st.lists(NAMES, max_size=3),
    "weight": st.integers(0, 1000),
    "order": st.integers(0, 1000),
    "since": st.none() | st.dates(dt.date(1990, 1, 1), dt.date(2100, 1, 1)),
}
CHANGES = st.lists(st.fixed_dictionaries({}, optional=VALUES), max_size=4)


class Rows(TestCase):
    """On a table of its own kind of columns: words, a choice, JSON, numbers, a day."""

    @settings(max_examples=40, deadline=None)
    @given(first=st.fixed_dictionaries(VALUES), changes=CHANGES, reads=st.lists(st.booleans(), min_size=4, max_size=4))
    def test_saving_is_what_assigning_says(
        self, first: dict[str, Any], changes: list[dict[str, Any]], reads: list[bool]
    ) -> None:
        """Against the naive oracle: a dictionary that is updated; the row is read anew at some of the steps."""
        row = Area(code="x", **first)
        row.save()
        oracle = dict(first)
        for step, (change, read) in enumerate(zip(changes, reads, strict=False), 2):
            row = Area.objects.get(pk=row.pk) if read else row
            for name, value in change.items():
                setattr(row, name, value)
            oracle |= change
            row.save()
            stored = Area.objects.values(*VALUES, "version").get(pk=row.pk)
            assert stored == oracle | {"version": step}
        row.delete()


@pytest.mark.both
def test_only_what_differs_is_written(cast: Cast, django_assert_num_queries: Any) -> None:
    row = Area.objects.get(pk=cast.areas["a01"].pk)
    row.weight = Decimal(7)  # type: ignore[assignment]  # equal to a whole number
    Area.objects.filter(pk=row.pk).update(name="别处改的")
    with django_assert_num_queries(1) as asked:
        row.save()
    assert "weight" in asked[0]["sql"]
    assert "order" not in asked[0]["sql"]
    assert Area.objects.get(pk=row.pk).name == "别处改的"


@pytest.mark.both
def test_what_lies_in_a_json_column_may_be_changed_in_place(cast: Cast) -> None:
    row = Area.objects.get(pk=cast.areas["a01"].pk)
    row.tags.append("新标签")
    row.save()
    assert "新标签" in Area.objects.get(pk=row.pk).tags


@pytest.mark.both
def test_after_reading_again_everything_is_written(cast: Cast) -> None:
    row = Area.objects.get(pk=cast.areas["a01"].pk)
    before = row.name
    Area.objects.filter(pk=row.pk).update(name="别处改的")
    row.refresh_from_db()
    row.name = before
    row.save()
    assert Area.objects.get(pk=row.pk).name == before


@pytest.mark.both
def test_a_row_that_is_gone_is_not_saved_silently(cast: Cast) -> None:
    person = Person.objects.create(name="临时", order=900)
    Person.objects.filter(pk=person.pk).delete()
    with pytest.raises(DatabaseError, match="not there"):
        person.save()
