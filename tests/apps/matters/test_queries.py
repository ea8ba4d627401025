"""Lists, what waits for whom, candidates for an agenda, doubles."""

import datetime as dt
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from tests.apps.matters import walk
from tests.cast import TODAY, Cast
from yixing.matters.actions import matter_determine, matter_withdraw, opinion_open, opinion_reply
from yixing.matters.models import Matter
from yixing.matters.queries import (
    MatterFilter,
    agenda_candidates,
    arrangement,
    likeness,
    matter_list,
    similar_open,
    waiting_for,
)


def titles(cast: Cast, who: str, **wanted: object) -> list[str]:
    return [row.title for row in matter_list(cast.actor(who), MatterFilter(**wanted))]


@pytest.mark.django_db
class TestList:
    def made(self, cast: Cast) -> None:
        walk.draft(cast, title="甲", type_code="T05", amount=9_000_000, day=dt.date(2023, 5, 31))
        walk.draft(cast, title="乙")
        walk.listed(cast, title="丙")
        walk.draft(cast, title="丁", area_id=cast.areas["a02"].pk)

    def test_filters(self, cast: Cast) -> None:
        self.made(cast)
        assert titles(cast, "秘书") == ["丁", "丙", "乙", "甲"]
        assert titles(cast, "秘书", tab="items") == ["丙"]
        assert titles(cast, "秘书", type_code="T05") == ["甲"]
        assert titles(cast, "秘书", state="drafting") == ["丁", "乙", "甲"]
        assert titles(cast, "秘书", month=dt.date(2023, 5, 1)) == ["甲"]
        assert titles(cast, "秘书", amount_over=Decimal(5_000_000)) == ["甲"]
        assert titles(cast, "秘书", unit_id=cast.units["D03"].pk) == []
        assert titles(cast, "秘书", mine=True) == ["丙"]  # the one he has checked

    def test_everybody_sees_his_own(self, cast: Cast) -> None:
        self.made(cast)
        assert titles(cast, "常委") == ["丙", "乙", "甲"]
        assert titles(cast, "别的常委") == ["丁"]
        assert titles(cast, "外单位联络员") == []
        assert titles(cast, "组织部") == []

    def test_sorting(self, cast: Cast) -> None:
        self.made(cast)
        rows = matter_list(cast.actor("秘书"), MatterFilter(), sort="-amount")
        assert rows[0].title == "甲"
        assert matter_list(cast.actor("秘书"), MatterFilter(), sort="drafted_on")[0].title == "甲"

    def test_queries_do_not_grow_with_rows(self, cast: Cast, login) -> None:
        client = login("秘书")
        walk.draft(cast, title="第一件")
        with CaptureQueriesContext(connection) as few:
            assert client.get("/matters/").status_code == 200
        for number in range(12):
            walk.draft(cast, title=f"第{number}件", area_id=cast.areas["a03"].pk)
        with CaptureQueriesContext(connection) as many:
            assert client.get("/matters/").status_code == 200
        assert len(many) <= len(few)


@pytest.mark.django_db
class TestWaiting:
    @pytest.mark.parametrize(
        ("make", "who", "what"),
        [
            (walk.draft, "联络员", "送单位负责人"),
            (walk.to_unit_head, "单位负责人", "审签"),
            (walk.to_member, "常委", "审签"),
            (walk.to_office, "秘书", "核对"),
            (walk.to_director, "县委办主任", "审核"),
            (walk.to_chair, "书记", "确定"),
        ],
    )
    def test_each_in_his_turn_and_nobody_else(self, cast: Cast, login, make, who: str, what: str) -> None:
        matter = make(cast)
        for name in ("联络员", "单位负责人", "常委", "县委办主任", "书记", "别的常委", "外单位负责人", "督查员"):
            found = [each.what for each in waiting_for(cast.actor(name))]
            may = name == who or (who == "联络员" and name == "单位负责人")
            assert found == ([what] if may else []), name
        row = waiting_for(cast.actor(who))[0]
        assert row.matter == matter
        assert login(who).get(row.url).status_code == 200

    def test_a_delegate_sees_what_waits_for_his_principal(self, cast: Cast, login) -> None:
        walk.to_unit_head(cast)
        found = waiting_for(cast.actor("领导联络员"))
        assert [(each.what, each.note) for each in found] == [("审签", "代财政局长录入")]
        assert login("领导联络员").get(found[0].url).status_code == 200

    def test_opinions_come_first_with_their_day(self, cast: Cast, login) -> None:
        due = TODAY + dt.timedelta(days=3)
        asked = opinion_open(
            cast.call("联络员"), matter_id=walk.draft(cast).pk, unit_ids=[cast.units["D03"].pk], due_on=due, text="甲"
        )
        for name, what in (("外单位负责人", "回复"), ("外单位联络员", "请负责人回复")):
            found = waiting_for(cast.actor(name))
            assert [(each.what, each.due) for each in found] == [(what, due)]
            assert login(name).get(found[0].url).status_code == 200
        opinion_reply(cast.call("外单位负责人"), reply_id=asked.replies.get().pk, has_opinion=True, text="请缓办")
        assert waiting_for(cast.actor("外单位负责人")) == []
        assert waiting_for(cast.actor("联络员"))[0].what == "填写采纳情况"


@pytest.mark.django_db
class TestCandidates:
    def test_what_the_chair_listed_in_his_order(self, cast: Cast) -> None:
        rows = [walk.to_chair(cast, title=f"关于{name}的请示") for name in ("甲事", "乙事", "丙事")]
        for matter, order in zip(rows, (3, 1, 2), strict=True):
            matter_determine(cast.call("书记"), matter_id=matter.pk, verdict="list", order=order, meeting_hint="第12次")
        assert [row.title for row in agenda_candidates()] == ["关于乙事的请示", "关于丙事的请示", "关于甲事的请示"]
        assert agenda_candidates()[0].meeting_hint == "第12次"
        walk.on_agenda(cast, rows[1])
        matter_withdraw(cast.call("秘书"), matter_id=rows[2].pk, reason="资料不齐")
        assert [row.title for row in agenda_candidates()] == ["关于甲事的请示"]

    def test_the_arrangement_holds_what_waits_and_what_is_listed(self, cast: Cast) -> None:
        waiting, done = walk.to_chair(cast, title="甲"), walk.listed(cast, title="乙")
        assert set(arrangement(cast.actor("书记"))) == set(Matter.objects.filter(pk__in=(waiting.pk, done.pk)))


@pytest.mark.django_db
class TestDoubles:
    def test_nearly_the_same_title_of_an_open_matter(self, cast: Cast) -> None:
        first = walk.draft(cast, title="关于县城集中供热管网改造项目的请示")
        walk.draft(cast, title="关于农村饮水安全巩固提升的请示")
        found = similar_open("关于提请审议县城集中供热管网改造项目的报告", cast.actor("秘书"))
        assert found == [first]
        assert similar_open(first.title, cast.actor("秘书"), besides=first.pk) == []
        assert similar_open(first.title, cast.actor("外单位联络员")) == []
        matter_withdraw(cast.call("秘书"), matter_id=first.pk, reason="不办了")
        assert similar_open(first.title, cast.actor("秘书")) == []

    def test_titles_without_words_are_never_alike(self, cast: Cast) -> None:
        walk.draft(cast, title="关于的请示")
        assert similar_open("关于的报告", cast.actor("秘书")) == []


SETS = st.frozensets(st.text("甲乙丙丁", min_size=2, max_size=2))


@given(one=SETS, other=SETS)
def test_likeness_is_symmetric_and_between_nothing_and_the_same(one: frozenset, other: frozenset) -> None:
    assert likeness(one, other) == likeness(other, one)
    assert 0 <= likeness(one, other) <= 1
    assert (likeness(one, other) == 1) == (one == other and bool(one))
