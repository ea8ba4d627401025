"""Whatever is there is found, from one character on, by whoever may see it and by nobody else."""

import datetime as dt

import pytest
from django.db import connection
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.cast import START, TODAY
from yixing.access import kinds, loaders
from yixing.access.policy import VISIBLE
from yixing.decisions.models import Decision
from yixing.finder.queries import counts, found, holders
from yixing.finder.views import marked
from yixing.matters.models import Matter
from yixing.meetings.models import Meeting
from yixing.people.actions import organization_revise, person_add
from yixing.people.models import Membership, Person
from yixing.search.index import note, rebuild, refresh
from yixing.search.models import SearchRow
from yixing.search.sources import SOURCES, searched
from yixing.search.tokens import characters


@pytest.fixture
def county(cast):
    """A few things of the loop, indexed."""
    cast.matter = Matter.objects.create(
        number="2023-T05-003",
        title="关于安排农村道路养护资金的请示",
        type=cast.types["T05"],
        nature="deliberate",
        unit=cast.units["D02"],
        area=cast.areas["a01"],
        drafted_on=TODAY,
        reason="雨季水毁路段增多",
        requests="同意安排五百八十万元",
    )
    cast.meeting = Meeting.objects.create(
        kind="standing",
        body=cast.bodies["standing"],
        title="十五届县委常委会第36次会议",
        number=36,
        year=2023,
        on=TODAY,
    )
    cast.decision = Decision.objects.create(
        number="2023-36-03",
        source="meeting",
        meeting=cast.meeting,
        area=cast.areas["a01"],
        title="农村道路养护资金",
        text="会议同意安排农村道路养护资金。",
        outcome="agreed",
        decided_on=TODAY,
        effective_on=TODAY,
        lead_unit=cast.units["D02"],
    )
    rebuild()
    return cast


def titles(query, actor, kind=""):
    return [row.title for row in found(query, actor, kind)]


@pytest.mark.parametrize(
    "query",
    ["道", "道路", "农村道路养护", "水毁路段", "2023-36-03", "2023〔36〕03", "20233603", "36", "养护 资金", "Ｔ０５"],
)
def test_chinese_substrings_numbers_and_words_are_found(county, query):
    assert titles(query, county.actor("秘书"))


@pytest.mark.parametrize("query", ["", " ", "，。", "道养", "资金养护", "道路 航空", "2023-36-04", "路路"])
def test_what_is_not_there_is_not_found(county, query):
    assert titles(query, county.actor("秘书")) == []


def test_a_number_stands_before_a_title_and_a_title_before_a_text(county):
    Matter.objects.create(
        title="其他事项",
        type=county.types["T05"],
        nature="deliberate",
        unit=county.units["D02"],
        drafted_on=TODAY + dt.timedelta(days=1),
        reason="见2023-36-03",
        requests="农村道路",
    )
    rebuild()
    assert titles("2023-36-03", county.actor("秘书")) == ["农村道路养护资金", "其他事项"]
    assert titles("农村道路", county.actor("秘书"))[-1] == "其他事项"


def test_meetings_are_found_by_their_number(county):
    assert titles("第36次", county.actor("秘书"), "meeting") == ["十五届县委常委会第36次会议"]


def test_no_phrase_reaches_from_title_into_text(county):
    assert titles("请示雨季", county.actor("秘书")) == []


def test_posts_lead_to_their_holders_of_the_day(county):
    actor = county.actor("秘书")
    assert [(each.person.name, each.title) for each in holders("县委书记", actor, TODAY)] == [("01号常委", "县委书记")]
    held = Membership.objects.get(person=county.people["01号常委"], post__name="县委书记")
    held.post.short_name = "书记"
    held.post.save()
    held.until = TODAY
    held.save()
    successor = Person.objects.create(name="12号常委", order=1)
    Membership.objects.create(person=successor, post=held.post, since=TODAY + dt.timedelta(days=1))
    assert [each.person.name for each in holders("书记", actor, TODAY)] == ["01号常委"]
    assert [each.person.name for each in holders("书记", actor, TODAY + dt.timedelta(days=1))] == ["12号常委"]
    assert holders("书记", county.actor("审计管理员"), TODAY) == []
    assert holders("没有的职务", actor, TODAY) == []


CAST = [
    "书记",
    "常委",
    "别的常委",
    "县委办主任",
    "委员",
    "候补委员",
    "秘书",
    "督查员",
    "单位负责人",
    "联络员",
    "外单位联络员",
    "乡镇负责人",
    "领导联络员",
    "监票人",
    "组织部",
    "纪委",
    "审计员",
    "系统管理员",
    "安全管理员",
    "审计管理员",
]


@pytest.mark.parametrize("who", CAST)
def test_results_are_what_is_visible_and_nothing_else(county, who):
    """Against a naive walk: every row of every kind, seen or not, looked through for the character."""
    actor = county.actor(who)
    expected = set()
    for kind in SOURCES:
        model = kinds.model_of(kind)
        if kinds.KINDS[kind] not in VISIBLE:
            continue
        for row in loaders.visible(model, actor):
            parts = searched(kind, row)
            if any("县" in "".join(characters(text)) for text in (parts.title, parts.number, parts.text)):
                expected.add(f"{kind}/{row.pk}")
    assert {row.reference for row in found("县", actor)} == expected
    assert sum(counts("县", actor).values()) == len(expected)


def test_an_action_brings_its_thing_into_the_index(county):
    person_add(county.call("系统管理员"), name="欧阳𠮷", profile="农业经济")
    for query in ("欧阳", "阳𠮷", "𠮷", "农业经济"):
        assert "欧阳𠮷" in titles(query, county.actor("秘书"))
    unit = county.units["D02"]
    organization_revise(
        county.call("系统管理员"),
        organization_id=unit.pk,
        code="D02",
        name="县财政金融局",
        kind="government",
        parent_id=unit.parent_id,
    )
    assert titles("县财政金融局", county.actor("秘书"), "organization") == ["县财政金融局"]
    assert titles("县财政局", county.actor("秘书"), "organization") == []


def test_an_action_that_changes_nothing_searched_costs_one_query(
    county, django_assert_num_queries, django_assert_max_num_queries
):
    with django_assert_num_queries(1):
        assert note([county.matter, county.decision, county.users["秘书"]]) == 0
    county.matter.reason = "改写"
    with django_assert_max_num_queries(4):
        assert note([county.matter, county.decision]) == 1


def test_what_the_index_missed_is_brought_in(county):
    Person.objects.create(name="漏网")
    assert titles("漏网", county.actor("秘书")) == []
    assert refresh() == 1
    assert titles("漏网", county.actor("秘书")) == ["漏网"]
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM " + ("search_tokens" if connection.vendor == "postgresql" else "search_fts"))
    assert titles("漏网", county.actor("秘书")) == []
    assert refresh() == SearchRow.objects.count()
    assert titles("漏网", county.actor("秘书")) == ["漏网"]


TEXT = st.text(alphabet="县委常会议定事项督办0123-〔〕号，aA𠮷 ", min_size=0, max_size=30)


@pytest.mark.django_db
@settings(max_examples=60, deadline=None)
@given(names=st.lists(TEXT.filter(str.strip), min_size=1, max_size=4), data=st.data())
def test_every_substring_is_found_and_nothing_else(names, data):
    SearchRow.objects.all().delete()
    people = [Person.objects.create(name=name[:40]) for name in names]
    note(people)
    whole = data.draw(st.sampled_from(names))
    start = data.draw(st.integers(0, len(whole) - 1))
    query = whole[start : data.draw(st.integers(start + 1, len(whole)))]
    words = ["".join(characters(word)) for word in query.split()]
    words = [word for word in words if word]
    expected = {
        person.pk for person in people if words and all(word in "".join(characters(person.name)) for word in words)
    }
    from yixing.search.index import matching  # noqa: PLC0415

    ids = matching(query)
    got = set() if ids is None else set(SearchRow.objects.filter(pk__in=ids).values_list("pk_of_thing", flat=True))
    assert got & {person.pk for person in people} == expected


@pytest.mark.parametrize(
    "query", ['"', "'", "*", "AND", "NOT x", "a OR b", "(", "道路*", "tokens:道", "\x00", "%s", "x" * 500]
)
def test_signs_of_query_languages_are_only_letters(county, query):
    list(found(query, county.actor("秘书")))


# --- the page ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("who", CAST)
def test_everybody_may_open_the_page(login, county, who):
    assert login(who).get("/search/?q=县&kind=person&page=99&day=x").status_code == 200


def test_the_page_shows_numbers_marks_and_kinds(login, county):
    page = login("秘书").get("/search/?q=道路").content.decode()
    assert f'href="/matters/{county.matter.pk}/"' in page
    assert "农村<mark>道路</mark>养护" in page
    assert "议定事项" in page
    page = login("秘书").get("/search/?q=道路&kind=decision").content.decode()
    assert f'href="/decisions/{county.decision.pk}/"' in page
    assert f'href="/matters/{county.matter.pk}/"' not in page


def test_a_stranger_sees_nothing_of_it(login, county):
    page = login("外单位联络员").get("/search/?q=农村道路养护").content.decode()
    assert "没有查到" in page


def test_the_page_names_the_holder_of_a_post(login, county):
    page = login("秘书").get(f"/search/?q=常务副县长&day={START}").content.decode()
    assert "09号常委" in page


def test_the_queries_do_not_grow(login, county, django_assert_max_num_queries):
    client = login("秘书")
    with django_assert_max_num_queries(25) as few:
        client.get("/search/?q=县")
    for number in range(40):
        Person.objects.create(name=f"县{number}")
    rebuild()
    with django_assert_max_num_queries(len(few)):
        page = client.get("/search/?q=县").content.decode()
    assert "page=2" in page


@pytest.mark.parametrize(
    ("text", "words", "expected"),
    [
        ("督办<17>号", ["17"], "督办&lt;<mark>17</mark>&gt;号"),
        ("aXa", ["A", "x"], "<mark>a</mark><mark>X</mark><mark>a</mark>"),
        ("县委县委办", ["县委", "委县"], "<mark>县委</mark><mark>县委</mark>办"),
        ("ß&İ", ["i"], "ß&amp;İ"),
        ("", ["x"], ""),
    ],
)
def test_marks_are_put_around_words_and_nothing_is_let_through(text, words, expected):
    assert marked(text, words) == expected
