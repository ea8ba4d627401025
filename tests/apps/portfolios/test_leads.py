"""Who is in charge, by the plan, by the seats and by the catalogue of the day: each counts for its own days."""

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.apps.portfolios.test_division import DAY, JULY
from tests.cast import START
from yixing.people.models import Membership, Organization, OrganizationKind
from yixing.portfolios import history
from yixing.portfolios.catalogue import areas_on
from yixing.portfolios.cataloguing import area_set
from yixing.portfolios.leads import leads, member_in_charge
from yixing.portfolios.models import Area, AreaPast
from yixing.portfolios.queries import who_lead

pytestmark = pytest.mark.django_db


def seats(cast, number):
    return Membership.objects.filter(
        person=cast.people[f"{number:02d}号常委"], capacity="member", body=cast.bodies["standing"]
    )


def test_who_lost_his_seat_is_in_charge_of_nothing_from_the_next_day(cast):
    nine, a01 = cast.people["09号常委"], cast.areas["a01"]
    assert seats(cast, 9).update(until=JULY - DAY)
    assert member_in_charge(a01.pk, JULY - DAY) == nine
    assert member_in_charge(a01.pk, JULY) is None
    assert a01.pk not in who_lead([a01.pk], JULY)
    assert leads().areas_led(nine.pk, JULY) == frozenset()
    assert leads().named(a01.pk, JULY) == nine
    (row,) = history.rows(JULY, area_id=a01.pk)
    assert row.in_charge == "无人分管、09号常委（已不在任）"
    (row,) = history.rows(JULY - DAY, area_id=a01.pk)
    assert row.in_charge == "09号常委"


def test_who_came_back_is_in_charge_again(cast):
    (seat,) = seats(cast, 9)
    Membership.objects.filter(pk=seat.pk).update(until=JULY - DAY)
    Membership.objects.create(person=seat.person, body=seat.body, capacity="member", since=JULY + DAY)
    assert member_in_charge(cast.areas["a01"].pk, JULY + DAY) == seat.person


def test_the_history_page_says_who_had_left(login, cast):
    seats(cast, 9).update(until=JULY - DAY)
    page = login("县委办主任").get(f"/portfolios/history/?day={JULY}").content.decode()
    assert "（已不在任）" in page
    assert "无人分管" in page


def test_a_change_of_the_units_counts_from_its_day(cast):
    area, old, new = cast.areas["a01"], cast.units["D01"], cast.units["D02"]
    area.units.set([old])
    call = cast.call("县委办主任")
    values = {"code": area.code, "name": area.name, "domain": area.domain, "unit_ids": [new.pk]}
    area_set(call, **values, from_day=JULY)
    known = leads()
    assert known.units_of([area.pk], JULY - DAY) == {old.pk}
    assert known.units_of([area.pk], JULY) == {new.pk}
    assert area.pk in known.areas_of(old.pk, JULY - DAY)
    assert area.pk not in known.areas_of(old.pk, JULY)
    assert cast.actor("常委").leads_unit_ids >= {old.pk}


@settings(max_examples=25, deadline=None)
@given(
    pasts=st.dictionaries(st.integers(1, 40), st.frozensets(st.integers(0, 3)), max_size=4),
    now=st.frozensets(st.integers(0, 3)),
    asked=st.integers(0, 45),
)
def test_the_units_of_a_day_are_those_of_the_catalogue_of_that_day(pasts, now, asked):
    kind = OrganizationKind.objects.get_or_create(code="unit", defaults={"name": "部门", "order": 9})[0]
    units = [
        Organization.objects.get_or_create(code=f"U{number}", defaults={"name": f"部门{number}", "kind": kind})[0]
        for number in range(4)
    ]
    area = Area.objects.create(code=f"x{Area.objects.count()}", name="事项", domain="party")
    area.units.set([units[each] for each in now])
    for until, were in pasts.items():
        AreaPast.objects.create(
            area=area,
            until=START + dt.timedelta(days=until),
            name="事项",
            domain="party",
            weight=1,
            unit_ids=[units[each].pk for each in were],
        )
    day = START + dt.timedelta(days=asked)
    (said,) = [each for each in areas_on(day) if each.pk == area.pk]
    known = leads()
    assert known.units_of([area.pk], day) == set(said.unit_ids)
    assert {unit.pk for unit in units if area.pk in known.areas_of(unit.pk, day)} == set(said.unit_ids)
