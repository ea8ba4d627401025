"""试算: what another amount, impact, weight or day would change; held against two judgements of altered copies."""

import copy
import datetime as dt
import random
from decimal import Decimal

import pytest

from tests.apps.matters import walk
from tests.cast import START, TODAY, Cast
from yixing.ledger.models import Entry
from yixing.matters.actions import step_record
from yixing.matters.models import Importance, Matter
from yixing.matters.routing import route
from yixing.matters.trial import FACT_OF, Answer, Supposed, trial
from yixing.portfolios.leads import member_in_charge
from yixing_core.rules.model import Status

pytestmark = pytest.mark.django_db


def altered(matter: Matter, supposed: Supposed) -> Matter:
    """A copy of the row with other fields, never saved."""
    other = copy.copy(matter)
    other.amount, other.importance = supposed.amount, supposed.importance
    for name in FACT_OF:
        setattr(other, name, name in supposed.impacts)
    return other


def applying(found, *, besides: set[str]) -> set[str]:
    ids = {each.rule for line in found.steps if line.step in besides for each in line.findings}
    return {each.rule for each in found.findings if each.status is not Status.NOT_APPLICABLE} - ids


def agrees(matter: Matter, supposed: Supposed, answer: Answer) -> None:
    before, after = route(matter, TODAY), route(altered(matter, supposed), supposed.on)
    assert answer.body == (before.body_label, after.body_label)
    old, new = ({line.label for line in each.steps} for each in (before, after))
    assert {each.label for each in answer.added} == new - old
    assert {each.label for each in answer.dropped} == old - new
    sure = {line.label: line.certain for line in before.steps}
    turned = {line.label for line in after.steps if sure.get(line.label, line.certain) != line.certain}
    assert {each.label for each in answer.settled} == turned
    assert answer.same == len(old & new) - len(turned)
    changed = (old ^ new) | turned
    codes = {line.step for each in (before, after) for line in each.steps if line.label in changed}
    was, will = applying(before, besides=codes), applying(after, besides=codes)
    assert {rule for each in answer.gained for rule, _ in each.basis} == will - was
    assert {rule for each in answer.lost for rule, _ in each.basis} == was - will
    leading = [member_in_charge(matter.area_id, day) for day in (TODAY, supposed.on)]
    assert answer.charge == tuple(person.name if person else "无人分管" for person in leading)


def test_against_altered_copies(cast: Cast) -> None:
    chance = random.Random(20230612)  # noqa: S311  (the same draws each time, no secret)
    amounts = [None, Decimal(0), Decimal(499_999), Decimal(5_000_000), Decimal(20_000_000), Decimal(300_000_000)]
    moved = 0
    for code in ("T04", "T10", "T16", "T17", "T20"):
        matter = walk.draft(cast, type_code=code, amount=chance.choice([100, 8_000_000]), fund_source="县级财政")
        for _ in range(5):
            ticked = frozenset(name for name in FACT_OF if chance.random() < 0.3)
            days = [TODAY, START, TODAY + dt.timedelta(days=900)]
            supposed = Supposed(chance.choice(amounts), ticked, chance.choice(Importance.values), chance.choice(days))
            answer = trial(matter, supposed, TODAY, confidential=True)
            agrees(matter, supposed, answer)
            moved += not answer.nothing
    assert moved


def test_the_same_changes_nothing(cast: Cast) -> None:
    matter = walk.to_office(cast, type_code="T04", amount=8_000_000, fund_source="县级财政")
    answer = trial(matter, Supposed.as_it_is(matter, TODAY), TODAY, confidential=True)
    assert answer.nothing
    assert answer.supposed == ()
    assert answer.same == len(route(matter, TODAY).steps)


def test_a_larger_amount_in_words(cast: Cast, login) -> None:
    matter = walk.draft(cast, amount=100)
    entries = Entry.objects.count()
    asked = {"asked": "1", "amount_wan": "500", "importance": "ordinary"}
    page = login("联络员").get(f"/matters/{matter.pk}/trial/", asked).content.decode()
    assert "决定主体由<b>分管常委</b>变为<b>常委会</b>" in page
    assert "改为500 万元" in page
    matter.refresh_from_db()
    assert (matter.amount, Entry.objects.count()) == (100, entries)


def test_the_form_opens_with_the_sheet_and_asks_nothing_yet(cast: Cast, login) -> None:
    matter = walk.draft(cast, amount=80_000, is_market=True)
    client = login("联络员")
    for page in (f"/matters/{matter.pk}/trial/", f"/matters/{matter.pk}/"):
        text = client.get(page).content.decode()
        assert 'value="8"' in text
        assert 'name="impacts" value="is_market"' in text
        assert "试算结果" not in text
    assert f"/matters/{matter.pk}/trial/" in client.get(f"/matters/{matter.pk}/procedure/").content.decode()


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"amount_wan": "很多"}, "金额"),
        ({"amount_wan": "-1"}, "金额"),
        ({"on": "2023-02-30"}, "按哪一天核对"),
        ({"impacts": "is_nothing"}, "影响"),
        ({"importance": "extreme"}, "轻重"),
    ],
)
def test_what_cannot_be_meant_is_named(cast: Cast, login, said: dict, words: str) -> None:
    page = login("联络员").get(f"/matters/{walk.draft(cast).pk}/trial/", {"asked": "1"} | said)
    assert page.status_code == 200
    text = page.content.decode()
    assert "试算结果" not in text
    assert words in text[text.index('id="trial-answer"') :]


@pytest.mark.parametrize(("who", "told"), [("联络员", False), ("秘书", True)])
def test_deliberation_stays_inside(cast: Cast, login, *, who: str, told: bool) -> None:
    matter = walk.to_office(cast, type_code="T18")
    values = {"form": "individual", "people": ["secretary"], "mature": True, "decided": False}
    step_record(cast.call("秘书"), matter_id=matter.pk, kind="deliberation", values=values)
    asked = {"asked": "1", "impacts": "is_policy_question"}
    page = login(who).get(f"/matters/{matter.pk}/trial/", asked).content.decode()
    assert ("酝酿" in page) is told
