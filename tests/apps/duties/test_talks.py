"""季度交心 and the other due-lists: days and nothing else, a whole sheet in one entry, gaps by name."""

import datetime as dt
from itertools import combinations

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.apps.duties import doing
from tests.cast import TODAY, Cast
from yixing.access.loaders import visible
from yixing.duties import actions
from yixing.duties.actions.talks import TalkLine
from yixing.duties.models import Talk, TalkSheet
from yixing.duties.talks import (
    ended_quarters,
    heads_due,
    missing_life,
    missing_pairs,
    names_of,
    pairs_of,
    pairs_owed,
    talks_by_member,
)
from yixing.duties.waiting import waiting_for
from yixing.duties.year import year_check
from yixing.ledger.models import Entry
from yixing_core.errors import Refusal

MARCH = dt.date(2023, 3, 20)


def refused(code: str, do: object, *args: object, **kwargs: object) -> Refusal:
    with pytest.raises(Refusal) as caught:
        do(*args, **kwargs)  # type: ignore[operator]
    assert caught.value.code == code
    return caught.value


def test_there_is_no_place_for_what_was_said() -> None:
    names = {field.name for model in (Talk, TalkSheet) for field in model._meta.get_fields()}
    assert names == {
        "id",
        "version",
        "kind",
        "year",
        "quarter",
        "talks",
        "sheet",
        "person",
        "other",
        "unit",
        "ordinal",
        "on",
    }


def test_a_quarter_of_55_pairs_is_one_entry(cast: Cast) -> None:
    before = Entry.objects.count()
    doing.quarter(cast, doing.every_pair(cast, MARCH))
    assert Entry.objects.count() == before + 1
    assert Talk.objects.count() == 55
    assert missing_pairs(2023, 1) == []


def test_gaps_are_named_by_quarter(cast: Cast) -> None:
    doing.quarter(cast, doing.every_pair(cast, MARCH, without=5))
    owed = pairs_owed(2023, TODAY)
    assert [str(pair) for pair in owed[1]] == [
        "07号常委与11号常委",
        "08号常委与09号常委",
        "08号常委与10号常委",
        "08号常委与11号常委",
        "09号常委与10号常委",
        "09号常委与11号常委",
        "10号常委与11号常委",
    ][2:]
    assert list(owed) == [1]
    check = year_check(2023, TODAY)
    finding = next(each for each in check.findings if each.rule == "XC-96")
    assert finding.text == "缺5对交心"
    assert check.names["XC-96"].names[0] == "第1季度 08号常委与10号常委"


def test_the_order_of_a_pair_does_not_matter_and_a_cell_is_changed_or_emptied(cast: Cast) -> None:
    sheet = doing.quarter(cast, [doing.pair(cast, 5, 2, MARCH)])
    row = Talk.objects.get()
    assert (row.person.name, row.other and row.other.name) == ("02号常委", "05号常委")
    later = MARCH + dt.timedelta(days=1)
    sheet = actions.talk_record(
        cast.call("秘书"),
        kind="pair",
        year=2023,
        quarter=1,
        sheet_id=sheet.pk,
        version=sheet.version,
        lines=[doing.pair(cast, 2, 5, later)],
    )
    assert Talk.objects.get().on == later
    doing.quarter(cast, [doing.pair(cast, 2, 5, None)])
    assert not Talk.objects.exists()


def test_a_pair_whose_ranks_change_in_the_quarter_stays_one_pair(cast: Cast, login: object) -> None:
    sheet = doing.quarter(cast, [doing.pair(cast, 2, 5, MARCH)])
    lower, higher = cast.people["02号常委"], cast.people["05号常委"]
    lower.order, higher.order = higher.order, lower.order
    lower.save()
    higher.save()
    doing.quarter(cast, [doing.pair(cast, 5, 2, MARCH + dt.timedelta(days=1))])
    row = Talk.objects.get()
    assert (row.sheet, row.on) == (sheet, MARCH + dt.timedelta(days=1))
    assert "05号常委与02号常委" not in [str(pair) for pair in missing_pairs(2023, 1)]
    assert names_of(row) == ("05号常委", "02号常委")
    page = login("秘书").get("/duties/talks/pairs/?year=2023&quarter=1").content.decode()  # type: ignore[operator]
    assert page.count('value="2023-03-21"') == 1


def test_a_pair_that_was_stored_twice_counts_once_and_becomes_one(cast: Cast) -> None:
    sheet = doing.quarter(cast, [doing.pair(cast, 2, 5, MARCH)])
    two, five = cast.people["02号常委"], cast.people["05号常委"]
    Talk.objects.create(sheet=sheet, person=five, other=two, on=MARCH + dt.timedelta(days=1))
    assert talks_by_member(2023) == {two.pk: 1, five.pk: 1}
    doing.quarter(cast, [doing.pair(cast, 2, 5, MARCH + dt.timedelta(days=2))])
    assert Talk.objects.get().on == MARCH + dt.timedelta(days=2)
    Talk.objects.create(sheet=sheet, person=two, other=five, on=MARCH)
    doing.quarter(cast, [doing.pair(cast, 5, 2, None)])
    assert not Talk.objects.exists()


def test_days_lie_in_the_quarter_and_have_come(cast: Cast) -> None:
    refused("talk_span", doing.quarter, cast, [doing.pair(cast, 1, 2, dt.date(2023, 4, 1))])
    refused("talk_future", doing.quarter, cast, [doing.pair(cast, 1, 2, dt.date(2023, 6, 30))], number=2)
    refused("talk_quarter", doing.quarter, cast, [doing.pair(cast, 1, 2, MARCH)], number=0)
    refused("talk_nothing", doing.quarter, cast, [])
    refused("talk_who", doing.quarter, cast, [doing.pair(cast, 1, 1, MARCH)])
    refused("forbidden", doing.quarter, cast, [doing.pair(cast, 1, 2, MARCH)], who="联络员")
    assert not TalkSheet.objects.exists()


def test_a_stale_sheet_is_refused(cast: Cast) -> None:
    sheet = doing.quarter(cast, [doing.pair(cast, 1, 2, MARCH)])
    given = {"kind": "pair", "year": 2023, "quarter": 1, "sheet_id": sheet.pk, "version": sheet.version - 1}
    refused("stale", actions.talk_record, cast.call("秘书"), lines=[doing.pair(cast, 1, 3, MARCH)], **given)


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(talked=st.sets(st.sampled_from(list(combinations(range(1, 12), 2)))))
def test_missing_is_every_pair_less_those_entered(cast: Cast, talked: set[tuple[int, int]]) -> None:
    Talk.objects.all().delete()
    if talked:
        doing.quarter(cast, [doing.pair(cast, *pair, MARCH) for pair in talked])
    gaps = {(pair.first.order, pair.second.order) for pair in missing_pairs(2023, 1)}
    assert gaps == set(combinations(range(1, 12), 2)) - talked
    assert len(pairs_of(2023, 1)) == 55


def test_quarters_end_on_their_last_day() -> None:
    assert ended_quarters(2023, dt.date(2023, 3, 30)) == []
    assert ended_quarters(2023, dt.date(2023, 3, 31)) == [1]
    assert ended_quarters(2023, dt.date(2024, 2, 1)) == [1, 2, 3, 4]


def test_talks_with_heads_and_life_meetings_are_of_ones_own_field(cast: Cast) -> None:
    member, unit, other = cast.people["09号常委"].pk, cast.units["D02"].pk, cast.units["D03"].pk
    heads = {"kind": "head", "year": 2023}
    found = refused(
        "talk_who", actions.talk_record, cast.call("秘书"), lines=[TalkLine(member, MARCH, unit_id=other)], **heads
    )
    assert "09号常委—县教育局" in found.text
    actions.talk_record(cast.call("秘书"), lines=[TalkLine(member, MARCH, unit_id=unit)], **heads)
    due = {(each.member.name, each.unit.code): each.missing for each in heads_due(2023, TODAY)}
    assert due["09号常委", "D02"] == 0
    assert due["06号常委", "D03"] == 1
    actions.talk_record(cast.call("组织部"), kind="life", year=2023, lines=[TalkLine(member, MARCH, unit_id=unit)])
    assert cast.people["09号常委"] not in missing_life(2023, TODAY)
    assert len(missing_life(2023, TODAY)) == 10


def test_a_member_sees_his_own_days_alone(cast: Cast) -> None:
    doing.quarter(cast, doing.every_pair(cast, MARCH))
    assert visible(Talk, cast.actor("别的常委")).count() == 10
    assert visible(Talk, cast.actor("书记")).count() == 55
    assert visible(Talk, cast.actor("联络员")).count() == 0


def test_the_office_is_reminded_of_the_quarter_that_ended(cast: Cast) -> None:
    doing.quarter(cast, doing.every_pair(cast, MARCH, without=5))

    def rows(who: str, day: dt.date) -> list[str]:
        return [row.what for row in waiting_for(cast.actor(who, day)) if row.kind == "季度交心"]

    assert rows("秘书", dt.date(2023, 4, 1)) == ["2023年第1季度交心还缺 5 对"]
    assert rows("常委", dt.date(2023, 4, 1)) == []
    assert rows("秘书", TODAY) == []


def test_a_quarter_is_entered_on_one_page_with_one_day_for_all(cast: Cast, login: object) -> None:
    client: Client = login("秘书")  # type: ignore[operator]
    url = "/duties/talks/pairs/?year=2023&quarter=1"
    assert client.get(url).content.decode().count('type="date"') >= 56
    people = cast.people
    own = f"p{people['01号常委'].pk}-{people['02号常委'].pk}"
    assert client.post(url, {"fill_on": "2023-03-20", own: "2023-03-05"}).status_code == 302
    assert Talk.objects.count() == 55
    assert Talk.objects.get(person=people["01号常委"], other=people["02号常委"]).on == dt.date(2023, 3, 5)
    again = {own: "2023-03-05", "version": TalkSheet.objects.get().version}
    assert client.post(url, again).status_code == 302
    assert Talk.objects.count() == 1
    page = client.get("/duties/talks/?year=2023").content.decode()
    assert "第1季度交心" in page


def test_heads_and_life_are_entered_on_their_pages(cast: Cast, login: object) -> None:
    client: Client = login("秘书")  # type: ignore[operator]
    member, unit = cast.people["09号常委"].pk, cast.units["D02"].pk
    heads = "/duties/talks/heads/?year=2023"
    assert client.get(heads).status_code == 200
    assert client.post(heads, {f"h{member}-{unit}-1": "2023-03-05"}).status_code == 302
    life = "/duties/talks/life/?year=2023"
    assert client.get(life).status_code == 200
    assert client.post(life, {f"l{member}": "2023-01-16", f"u{member}": unit}).status_code == 302
    assert {row.sheet.kind for row in Talk.objects.all()} == {"head", "life"}
    sheet = TalkSheet.objects.get(kind="life")
    given = {f"l{member}": "2023-01-17", f"u{member}": unit, "version": sheet.version}
    assert client.post(life, given).status_code == 302
    assert Talk.objects.get(sheet=sheet).on == dt.date(2023, 1, 17)
