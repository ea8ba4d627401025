"""程序回查 of the moment a decision takes effect: from the records of that day, whatever was found then."""

import datetime as dt

import pytest

from tests.apps.decisions.test_appointments import AFTER, appoint, batch, decided, posted
from tests.apps.meetings import desk
from tests.cast import Cast
from yixing.argument.models import PublicNotice
from yixing.decisions.models import Decision
from yixing.matters.models import Matter
from yixing.recheck.judge import recheck
from yixing.recheck.occasions import Occasion, Period, occasions

pytestmark = pytest.mark.django_db
SPAN = Period(desk.DAY, desk.DAY)


def effects(cast: Cast) -> list[Occasion]:
    return [each for each in occasions(cast.actor("纪委", AFTER), SPAN) if each.gate == "decision.effect"]


def found(cast: Cast) -> set[str]:
    return {
        lapse.finding.rule
        for lapse in recheck(cast.actor("纪委", AFTER), SPAN).lapses
        if lapse.gate == "decision.effect"
    }


def test_a_transfer_is_judged_on_the_day_of_the_meeting(cast: Cast) -> None:
    decided(cast, batch(cast, promotion=False))
    assert [each.on for each in effects(cast)] == [desk.DAY]
    assert found(cast) == set()


def test_a_promotion_on_the_day_of_its_papers_and_not_before(cast: Cast) -> None:
    decision = decided(cast, batch(cast, promotion=True))
    assert effects(cast) == []
    posted(cast, decision)
    appoint(cast, decision)
    assert [each.on for each in effects(cast)] == [AFTER]
    assert found(cast) == set()


def test_a_notice_that_turns_out_too_short_is_found(cast: Cast) -> None:
    decision = decided(cast, batch(cast, promotion=True))
    posted(cast, decision)
    appoint(cast, decision)
    notice = PublicNotice.objects.get()
    PublicNotice.objects.filter(pk=notice.pk).update(until=notice.since + dt.timedelta(days=2))
    assert found(cast) == {"CR-16"}


def test_what_was_decided_before_it_was_asked_is_not_judged_by_it(cast: Cast) -> None:
    decision = decided(cast, batch(cast))
    rows = Decision.objects.filter(item=decision.item)
    rows.update(awaits_papers=False, state="effective", effective_on=desk.DAY)
    assert effects(cast) == []


def test_a_major_one_without_the_day_of_its_evaluation_is_found(cast: Cast) -> None:
    decision = decided(cast, batch(cast, promotion=False))
    Matter.objects.update(importance="major")
    Decision.objects.filter(pk=decision.pk).update(evaluate_on=None)
    assert found(cast) == {"XC-88"}
