"""查询: by number, meeting and post; each reader finds what he may see, and every result opens."""

import datetime as dt

import pytest

from tests.cast import START, TODAY
from yixing.access.kinds import model_of
from yixing.access.loaders import visible
from yixing.briefings.models import Briefing, Instruction
from yixing.decisions.models import Decision
from yixing.lookup import queries
from yixing.matters.models import Matter, OpinionReply, OpinionRound
from yixing.meetings.models import Meeting
from yixing.people.models import Membership, Person, Post
from yixing.search import index
from yixing.search.folding import terms
from yixing.search.models import SearchRow


@pytest.fixture
def county(cast):
    """A few things of each kind about the budget, some of the finance bureau, some of the education bureau."""
    finance, education = cast.units["D02"], cast.units["D03"]
    common = {"type": cast.types["T05"], "nature": "deliberate", "drafted_on": TODAY}
    own = Matter.objects.create(title="关于全县预算调整的请示", unit=finance, area=cast.areas["a01"], **common)
    other = Matter.objects.create(
        title="关于教育预算的请示", number="议2023-7", reason="生均预算偏低", unit=education, **common
    )
    meeting = Meeting.objects.create(
        kind="standing",
        body=cast.bodies["standing"],
        title="十五届县委常委会第36次会议",
        number=36,
        year=2023,
        on=TODAY,
    )
    Decision.objects.create(
        number="2023-36-03",
        source="meeting",
        meeting=meeting,
        title="预算调整",
        text="原则同意调整预算，由县财政局牵头。",
        outcome="agreed",
        decided_on=TODAY,
        lead_unit=finance,
        effective_on=TODAY,
    )
    asked = OpinionRound.objects.create(
        matter=own, opened_on=TODAY, due_on=TODAY + dt.timedelta(days=5), text="请对预算调整提出意见"
    )
    OpinionReply.objects.create(
        round=asked, unit=education, replied_on=TODAY, has_opinion=True, text="建议增加学校预算"
    )
    briefing = Briefing.objects.create(number="呈2023-9", kind="incoming", title="预算执行情况", presented_on=TODAY)
    Instruction.objects.create(briefing=briefing, leader=cast.people["01号常委"], on=TODAY, text="请抓紧预算执行")
    index.rebuild()
    return {"own": own, "other": other}


def titles(cast, who, words, kind=""):
    found = queries.look_up(terms(words), cast.actor(who), kind=kind)
    return SearchRow.objects.filter(pk__in=found.ids)


@pytest.mark.both
def test_by_number_meeting_and_any_characters(login, cast, county):
    client = login("秘书")
    for words, expected in {
        "2023-36-03": "预算调整",
        "第36次": "十五届县委常委会第36次会议",
        "第三十六次": "十五届县委常委会第36次会议",
        "议2023-7": "关于教育预算的请示",
        "算调": "预算调整",
        "呈2023-9": "预算执行情况",
    }.items():
        page = client.get("/search/", {"q": words}).content.decode()
        assert expected in page.replace("<mark>", "").replace("</mark>", ""), words
    page = client.get("/search/", {"q": "偏低"}).content.decode()
    assert "生均预算<mark>偏低</mark>" in page


@pytest.mark.both
def test_everybody_finds_what_he_may_see_and_nothing_else(cast, county):
    for who in cast.users:
        actor = cast.actor(who)
        expected = set()
        for kind in queries.open_kinds(actor):
            seen = set(visible(model_of(kind), actor).values_list("pk", flat=True))
            rows = SearchRow.objects.filter(kind=kind, pk_of_thing__in=seen)
            expected |= {row.pk for row in rows if "预算" in f"{row.title}|{row.text}"}
        found = queries.look_up(["预算"], actor)
        assert set(found.ids) == expected, who
        assert sum((found.counts or {}).values()) == len(expected)


def test_the_other_unit_does_not_find_it(cast, county):
    assert titles(cast, "联络员", "生均").count() == 0
    assert titles(cast, "外单位联络员", "生均").count() == 1
    assert titles(cast, "审计管理员", "预算").count() == 0
    assert titles(cast, "监票人", "预算").count() == 0
    assert {row.kind for row in titles(cast, "书记", "预算")} >= {"matter", "decision", "briefing", "instruction"}


def test_a_reply_opens_the_round_it_belongs_to(login, cast, county):
    page = login("秘书").get("/search/", {"q": "学校预算"}).content.decode()
    assert f"/matters/rounds/{OpinionRound.objects.get().pk}/" in page


@pytest.mark.parametrize("who", ["秘书", "书记", "联络员", "外单位联络员", "常委", "督查员", "审计员"])
def test_every_result_opens(login, cast, county, who):
    client = login(who)
    found = queries.look_up(["预算"], cast.actor(who))
    assert found.ids
    for hit in queries.hits(found.ids, ["预算"]):
        assert client.get(hit.url, follow=True).status_code == 200, hit


def test_the_kinds_are_tabs_with_counts(login, cast, county):
    page = login("秘书").get("/search/", {"q": "预算"}).content.decode()
    assert 'kind=matter">事项 <span class="figure">2</span>' in page
    assert "kind=task" not in page
    page = login("秘书").get("/search/", {"q": "预算", "kind": "decision"}).content.decode()
    assert "2023-36-03" in page
    assert "关于教育" not in page.replace("<mark>", "").replace("</mark>", "")
    assert login("秘书").get("/search/", {"q": "预算", "kind": "user"}).status_code == 200


def test_the_number_itself_comes_first(cast, county):
    found = queries.look_up(["2023-36-03"], cast.actor("秘书"))
    assert SearchRow.objects.get(pk=found.ids[0]).number == "2023-36-03"
    Decision.objects.create(
        number="2023-36-031", source="light", title="又一项", text="2023-36-03 的后续", outcome="agreed",
        decided_on=TODAY + dt.timedelta(days=1), effective_on=TODAY,
    )  # fmt: skip
    index.rebuild()
    found = queries.look_up(["2023-36-03"], cast.actor("秘书"))
    assert SearchRow.objects.get(pk=found.ids[0]).number == "2023-36-03"


def holder_names(cast, words, day=TODAY, who="秘书"):
    return [row.person.name for row in queries.post_holders(words, cast.actor(who), day)]


def test_a_post_leads_to_its_holder_on_the_day(login, cast):
    assert holder_names(cast, "书记")[0] == "01号常委"
    assert "02号常委" not in holder_names(cast, "书记")
    assert holder_names(cast, "县长") == ["02号常委"]
    assert holder_names(cast, "常务副县长") == ["09号常委"]
    assert holder_names(cast, "组织部部长") == ["05号常委"]
    assert holder_names(cast, "财政局长") == ["财政局长"]
    assert holder_names(cast, "县长", who="安全管理员") == []
    assert holder_names(cast, "长") == []
    page = login("秘书").get("/search/", {"q": "县长", "day": str(TODAY)}).content.decode()
    assert "县委副书记、县长" in page
    assert f"/people/persons/{cast.people['02号常委'].pk}/" in page


def test_a_surname_with_a_post_as_one_says_it(cast):
    person = Person.objects.create(name="张某甲", order=200)
    post = Post.objects.create(organization=cast.units["D05"], name="部长", short_name="张部长室")
    Membership.objects.create(person=person, post=post, since=START, until=TODAY)
    assert holder_names(cast, "张部长") == ["张某甲"]
    assert holder_names(cast, "张某甲部长") == ["张某甲"]
    assert holder_names(cast, "李部长") == []
    assert holder_names(cast, "张部长", TODAY + dt.timedelta(days=1)) == []


def test_rules_are_found_too(login, cast):
    page = login("秘书").get("/search/", {"q": "末位表态"}).content.decode()
    assert "/rules/LC-18/" in page


def test_nothing_found_says_so_kindly(login, cast):
    page = login("秘书").get("/search/", {"q": "不存在的话"}).content.decode()
    assert "没有找到含有“不存在的话”的内容" in page
    page = login("秘书").get("/search/").content.decode()
    assert "请输入要找的字" in page
    for words in ("   ", "\0", "〔", "x" * 400, "<script>", "100%"):
        answer = login("秘书").get("/search/", {"q": words})
        assert answer.status_code == 200
        assert "<script>" not in answer.content.decode().replace('<script src="', "").replace("<script defer", "")


@pytest.mark.both
def test_very_many_places_are_not_counted_but_listed(cast, county, monkeypatch):
    monkeypatch.setattr(queries, "BOUND", 2)
    monkeypatch.setattr(queries, "LIMIT", 3)
    found = queries.look_up(["预算"], cast.actor("秘书"))
    assert found.counts is None
    assert len(found.ids) == 3
    assert found.more


def test_the_number_of_queries_does_not_grow(
    login, cast, county, django_assert_num_queries, django_assert_max_num_queries
):
    client = login("秘书")
    client.get("/search/", {"q": "预算"})
    with django_assert_max_num_queries(24) as few:
        client.get("/search/", {"q": "预算"})
    common = {"type": cast.types["T05"], "nature": "deliberate", "unit": cast.units["D02"], "drafted_on": TODAY}
    for number in range(40):
        Matter.objects.create(title=f"预算{number}", **common)
    index.rebuild()
    with django_assert_max_num_queries(len(few)):
        page = client.get("/search/", {"q": "预算", "page": 2}).content.decode()
    assert page.count("<mark>预算</mark>") >= 15


def test_excerpts_are_cut_around_the_place():
    text = "甲" * 50 + "预算" + "乙" * 200
    pieces = queries.excerpt(text, ["预算"])
    assert ("预算", True) in pieces
    assert pieces[0] == ("…", False)
    assert pieces[-1] == ("…", False)
    assert sum(len(piece) for piece, _ in pieces) < 130
    assert queries.excerpt("甲乙", ["预算"]) == ()
    assert queries.segments("", []) == ()
