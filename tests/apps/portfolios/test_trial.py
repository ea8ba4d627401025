"""试调整 and 比较: what changes for whom, found by a plain walk, and nothing is written."""

import datetime as dt

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.apps.matters import walk
from tests.apps.portfolios.test_division import JULY, adopt, draft
from tests.cast import AREAS, START, TODAY
from yixing.ledger.models import Entry
from yixing.people.models import Membership
from yixing.portfolios import hooks
from yixing.portfolios.checks import LEADS, Line, leaders
from yixing.portfolios.models import Area, Assignment, Contact, Division
from yixing.portfolios.trial import moved, parse_moves

LINES = st.lists(
    st.builds(
        Line, st.integers(1, 4), st.integers(1, 4), st.sampled_from(["lead", "responsible", "contact", "assist"])
    ),
    max_size=12,
    unique=True,
)


@settings(max_examples=200, deadline=None)
@given(lines=LINES, moves=st.dictionaries(st.integers(1, 4), st.integers(1, 4)))
def test_what_is_moved_is_led_by_one_and_the_rest_stays(lines, moves):
    after = moved(lines, moves)
    assert len(set(after)) == len(after)
    for area in range(1, 5):
        if area in moves:
            assert leaders(after)[area] == {moves[area]}
            beside = {line for line in lines if line.area_id == area and line.relation not in LEADS}
            kept = {line for line in beside if line.person_id != moves[area]}
            assert {line for line in after if line.area_id == area and line.relation not in LEADS} == kept
        else:
            assert {line for line in after if line.area_id == area} == {line for line in lines if line.area_id == area}


@given(words=st.lists(st.text(max_size=6)))
def test_an_address_of_nonsense_moves_nothing(words):
    assert not parse_moves([word for word in words if not word[:1].isdecimal()], [1], [1])


def ids(cast, code, number):
    return cast.areas[code].pk, cast.people[f"{number:02d}号常委"].pk


def test_nothing_is_written_and_everything_is_told(login, cast):
    matter = walk.to_member(cast)
    before = Entry.objects.count(), Assignment.objects.count(), Division.objects.count()
    area, person = ids(cast, "a01", 2)
    client = login("秘书")
    first = client.get(f"/portfolios/try/?area={area}&to={person}")
    assert first["Location"] == f"/portfolios/try/?move={area}%3A{person}"
    page = client.get(first["Location"]).content.decode()
    assert "财政税务：09号常委 → 02号常委" in page
    assert "2 → 1" in page
    assert "0 → 1" in page
    assert matter.title in page
    assert f"/portfolios/new/?move={area}%3A{person}" in page
    assert (Entry.objects.count(), Assignment.objects.count(), Division.objects.count()) == before
    other, gone = ids(cast, "a02", 6)
    page = client.get(f"/portfolios/try/?move={area}:{person}&move={other}:999&move=nonsense").content.decode()
    assert "试了 1 项" in page
    assert gone


def test_who_may_try(login):
    for who, status in (("秘书", 200), ("书记", 200), ("组织部", 200), ("常委", 403), ("联络员", 403), ("审计员", 403)):
        assert login(who).get("/portfolios/try/").status_code == status
        assert login(who).get("/portfolios/compare/").status_code == status


def test_the_first_line_tells_what_a_change_would_break(login, cast):
    Area.objects.filter(code="a01").update(tags=["财务"])
    area, chair = ids(cast, "a01", 1)
    page = login("秘书").get(f"/portfolios/try/?move={area}:{chair}").content.decode()
    line = page[page.index("调整后") : page.index("变化的事项")]
    assert "一把手直接分管列明事项" in line
    assert "财政税务" in line


def test_two_plans_are_compared_by_what_changes_for_whom(login, cast):
    one, other = draft(cast, a01=2), draft(cast, a01=2, a02=())
    page = login("书记").get(f"/portfolios/compare/?a={one.pk}&b={other.pk}").content.decode()
    assert "变化的事项（1 项）" in page
    assert "无人分管" in page
    assert "没有变化" in login("书记").get("/portfolios/compare/").content.decode()


def test_the_panel_of_a_member(login, cast):
    Contact.objects.create(person=cast.people["09号常委"], organization=cast.units["X01"], since=START)
    path = f"/portfolios/?member={cast.people['09号常委'].pk}"

    def panel(who):
        page = login(who).get(path).content.decode()
        return page[page.index('id="member-panel"') : page.index("</aside>", page.index('id="member-panel"'))]

    for words in ("财政税务", "发展改革", "县财政局", "乡镇01", ">在办 0<", ">逾期 0<", "近来没有登记"):
        assert words in panel("书记")
    assert "在办" in panel("常委")
    assert "在办" not in panel("别的常委")
    assert "在办" not in panel("联络员")


def test_apps_above_tell_what_a_member_did_and_add_buttons(login, cast, monkeypatch):
    monkeypatch.setattr(hooks, "RECENT", [])
    monkeypatch.setattr(hooks, "BUTTONS", [])
    hooks.register_recent(lambda person, day, _: [hooks.RecentDuty(day, f"专题会议{person}", "/meetings/")])
    hooks.register_buttons(lambda *_: [hooks.NextStep("工作交接单", "/handover/")])
    number = cast.people["09号常委"].pk
    page = login("书记").get(f"/portfolios/?member={number}").content.decode()
    assert f"专题会议{number}" in page
    assert page.index("历史：某日由谁分管") < page.index("工作交接单")
    assert f"专题会议{number}" in login("书记").get(f"/portfolios/members/{number}/").content.decode()


def test_any_day_by_area_unit_and_person(login, cast):
    adopt(cast, draft(cast, a01=2))
    client = login("联络员")
    unit, area, person = cast.units["D02"].pk, cast.areas["a01"].pk, cast.people["02号常委"].pk

    def table(query):
        page = client.get(f"/portfolios/history/?{query}").content.decode()
        return page[page.index('id="results"') :]

    assert "09号常委" in table(f"day={JULY - dt.timedelta(days=1)}&area={area}")
    after = table(f"day={JULY}&unit={unit}")
    assert "02号常委" in after
    assert "09号常委" in after
    assert "农业农村" not in after
    assert "发展改革" not in table(f"day={JULY}&person={person}")
    assert "没有审定的分工方案" in table("day=2022-12-31")
    assert client.get(f"/portfolios/history/?day={TODAY}&export=xlsx").status_code == 200
    assert client.get("/portfolios/history/?day=x&area=y&unit=&person=9999").status_code == 200


def test_the_board_names_posts_areas_and_units_by_rank_and_nothing_personal(login, cast):
    cast.people["09号常委"].profile = "经济学硕士，电话13800000000"
    cast.people["09号常委"].save()
    page = login("联络员").get("/portfolios/board/").content.decode()
    places = [page.index(f"{number:02d}号常委") for number in range(1, 12)]
    assert places == sorted(places)
    assert "常务副县长" in page
    assert "财政税务、发展改革" in page
    assert "13800000000" not in page
    Membership.objects.filter(person=cast.people["09号常委"], body=cast.bodies["standing"]).update(until=START)
    assert "常务副县长" not in login("联络员").get("/portfolios/board/").content.decode()
    assert len(AREAS) == 10
