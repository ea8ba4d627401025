"""Whoever enters something late acts with the portfolio of the day it happened."""

import datetime as dt
import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.apps.matters import walk
from tests.cast import START, TODAY
from yixing.accounts.actors import actor_for_principal, actor_on
from yixing.door.views import call_of
from yixing.portfolios.models import Assignment, Division
from yixing_core.errors import Refusal

CHANGED = dt.date(2023, 6, 1)


@pytest.fixture
def changed(cast):
    """From 1 June on the finance area (a01) is the second member's, no longer the ninth's."""
    old = Assignment.objects.get(area=cast.areas["a01"])
    old.until = CHANGED - dt.timedelta(days=1)
    old.save()
    Division.objects.filter(state="in_force").update(until=CHANGED - dt.timedelta(days=1))
    plan = Division.objects.create(name="调整", state="in_force", since=CHANGED)
    new = {"division": plan, "area": cast.areas["a01"], "relation": "lead", "since": CHANGED}
    Assignment.objects.create(person=cast.people["02号常委"], **new)
    return cast


def areas(cast, actor):
    return {code for code, area in cast.areas.items() if area.pk in actor.area_ids}


def test_a_leader_who_enters_late_has_the_portfolio_of_that_day(changed):
    cast = changed
    member = cast.actor("常委")
    assert areas(cast, member) == {"a07"}
    then = actor_on(member, CHANGED - dt.timedelta(days=1))
    assert areas(cast, then) == {"a01", "a07"}
    assert cast.units["D02"].pk in then.leads_unit_ids
    assert (then.day, then.roles, then.unit_ids) == (member.day, member.roles, member.unit_ids)
    assert actor_on(member, TODAY) is member


def test_whoever_is_no_leader_stays_who_he_is(changed):
    clerk = changed.actor("联络员")
    assert actor_on(clerk, START) is clerk


def test_a_leader_signed_in_the_capacity_of_the_day_on_which_he_signed(changed):
    cast = changed
    delegate = cast.actor("领导联络员")
    ninth = cast.people["09号常委"]
    now, then = actor_for_principal(delegate, ninth), actor_for_principal(delegate, ninth, dt.date(2023, 5, 20))
    assert (areas(cast, now), areas(cast, then)) == ({"a07"}, {"a01", "a07"})
    assert then.delegate_user_id == delegate.user_id
    before_the_system = actor_for_principal(delegate, ninth, START - dt.timedelta(days=30))
    assert before_the_system.roles == now.roles
    with pytest.raises(Refusal) as refused:
        actor_for_principal(delegate, cast.people["03号常委"], dt.date(2023, 5, 20))
    assert refused.value.code == "not_delegate"


def test_a_call_made_of_a_form_judges_by_the_day_it_happened(changed, rf):
    cast = changed
    request = rf.post("/", {})
    request.actor = cast.actor("常委")
    request.received_at = cast.call("常委").at

    class Form:
        data = request.POST

        def __init__(self, **cleaned):
            self.cleaned_data = {"request": uuid.uuid4()} | cleaned

        def acknowledged(self):
            return {}

    assert areas(cast, call_of(request, Form()).actor) == {"a07"}
    late = call_of(request, Form(on=dt.date(2023, 5, 20)))
    assert areas(cast, late.actor) == {"a01", "a07"}
    assert late.on == dt.date(2023, 5, 20)


def test_the_signature_of_a_past_day_is_entered_for_who_was_in_charge_then(changed):
    from yixing.matters.actions import matter_member_sign  # noqa: PLC0415  (of this one test)

    cast = changed
    matter = walk.to_member(cast)
    day = dt.date(2023, 5, 30)
    actor = actor_for_principal(cast.actor("领导联络员"), cast.people["09号常委"], day)
    scan = SimpleUploadedFile("签批件.pdf", b"%PDF-1.4 x\n%%EOF\n", "application/pdf")
    call = cast.call("领导联络员", TODAY, on=day, actor=actor, scan=scan)
    assert matter_member_sign(call, matter_id=matter.pk).pk == matter.pk
    # Today the area is another's, and he may not sign as of today.
    other = walk.to_member(cast)
    now = actor_for_principal(cast.actor("领导联络员"), cast.people["09号常委"])
    with pytest.raises(Refusal) as refused:
        matter_member_sign(cast.call("领导联络员", actor=now, scan=scan), matter_id=other.pk)
    assert refused.value.code in {"forbidden", "not_found"}
