"""推荐征求范围: whom the county asks about a matter of a type, as its parameter of the day says."""

import datetime as dt

import pytest

from tests.apps.matters.walk import draft
from tests.cast import START, TODAY
from yixing.compliance.models import Parameter
from yixing.matters.charge import units_concerned

LATER = TODAY + dt.timedelta(days=30)


def codes(matter, day=TODAY):
    return [unit.code for unit in units_concerned(matter, day)]


@pytest.mark.parametrize(
    ("groups", "expected"),
    [
        ([], []),
        (["concerned"], ["D04"]),
        (["attending"], ["D03"]),
        (["concerned", "attending"], ["D03", "D04"]),
        (["township"], ["X01"]),
        (["party", "township", "attending"], ["D01", "D03", "D05", "X01"]),
        (["government"], ["D03", "D04"]),
    ],
)
def test_the_scope_is_the_county_s(cast, groups, expected):
    """The unit that asks is never asked; each unit stands once, in the order of the establishment."""
    Parameter.objects.create(key="consultees_agriculture", value=groups, since=START, decision="议定")
    matter = draft(cast, area_id=cast.areas["a03"].pk, attending_unit_ids=[cast.units["D03"].pk])
    assert codes(matter) == expected


def test_the_scope_follows_the_day_and_the_type(cast):
    Parameter.objects.create(key="consultees_agriculture", value=["party"], since=LATER, decision="议定")
    matter = draft(cast, area_id=cast.areas["a03"].pk)
    assert codes(matter) == ["D04", "X01"]
    assert codes(matter, LATER) == ["D01", "D05"]
    other = draft(cast, type_code="T11", area_id=cast.areas["a03"].pk)
    assert codes(other, LATER) == ["D04"]


def test_a_unit_that_is_no_more_is_not_asked(cast):
    matter = draft(cast, area_id=cast.areas["a03"].pk)
    unit = cast.units["X01"]
    unit.until = TODAY
    unit.save()
    assert "X01" in codes(matter)
    assert "X01" not in codes(matter, LATER)


def test_the_form_is_ticked_beforehand(login, cast):
    matter = draft(cast, area_id=cast.areas["a03"].pk)
    page = login("联络员").get(f"/matters/{matter.pk}/opinions/")
    assert page.context["form"].initial["unit_ids"] == [cast.units["D04"].pk, cast.units["X01"].pk]


def test_in_whose_name_a_matter_comes_forward_follows_the_county_s_list(cast):
    assert draft(cast, type_code="T17").submitter == "government_department"
    assert draft(cast, type_code="T05").submitter == "government_party_group"
    Parameter.objects.create(key="government_types", value=["agriculture"], since=START, decision="议定")
    assert draft(cast, type_code="T17").submitter == "government_party_group"
    assert draft(cast, type_code="T05").submitter == "government_department"
