"""履责登记: what the loop recorded and what was entered, once each; colleagues get matters, not counts in a row."""

import datetime as dt
from collections import Counter

import pytest
from django.test import Client

from tests.apps.argument import arguing
from tests.apps.duties import doing
from tests.apps.meetings import desk
from tests.cast import TODAY, Cast
from yixing.argument.queries import Span
from yixing.decisions.actions import decision_file_light
from yixing.duties import actions
from yixing.duties.models import Duty, Mode
from yixing.duties.overview import members
from yixing.duties.queries import recent, register
from yixing.duties.register import HOME, by_mode, counts
from yixing.ledger.models import Entry
from yixing.matters.actions import emergency_report
from yixing.portfolios import hooks
from yixing.supervision.models import Task
from yixing_core.errors import Refusal

YEAR = Span(dt.date(2023, 1, 1), dt.date(2023, 12, 31))


def refused(code: str, do: object, *args: object, **kwargs: object) -> Refusal:
    with pytest.raises(Refusal) as caught:
        do(*args, **kwargs)  # type: ignore[operator]
    assert caught.value.code == code
    return caught.value


def test_a_duty_is_registered_with_units_and_result(cast: Cast) -> None:
    row = doing.duty(cast)
    assert (row.person, row.mode, row.on) == (cast.people["09号常委"], "coordination", TODAY)
    assert list(row.units.all()) == [cast.units["D02"]]
    entry = Entry.objects.latest("seq")
    assert (entry.action, entry.subject) == ("duty.set", f"duty/{row.pk}")
    assert "垫付" not in entry.line
    changed = doing.duty(cast, duty_id=row.pk, version=row.version, result="已到位。")
    assert (changed.pk, changed.result) == (row.pk, "已到位。")


@pytest.mark.parametrize("mode", sorted(HOME))
def test_what_is_recorded_elsewhere_is_not_entered_again(cast: Cast, mode: Mode) -> None:
    found = refused("duty_home", doing.duty, cast, mode=str(mode))
    assert mode.label in found.text
    assert "自动列入" in found.mend
    assert not Duty.objects.exists()


def test_a_member_registers_his_own_and_nobody_elses(cast: Cast) -> None:
    assert doing.duty(cast, who="常委").pk
    refused("duty_other", doing.duty, cast, who="别的常委")
    refused("forbidden", doing.duty, cast, who="联络员")


def test_only_a_member_of_that_day_has_duties(cast: Cast) -> None:
    refused("duty_member", doing.duty, cast, person_id=cast.people["财政局长"].pk)
    refused("field_required", doing.duty, cast, title=" ")
    refused("field_invalid", doing.duty, cast, mode="rest")
    refused("duty_unit", doing.duty, cast, unit_ids=[10**6])
    refused("duty_task", doing.duty, cast, task_ids=[10**6])


def _everything(cast: Cast) -> None:
    """Each of the eight, by 09号常委."""
    meeting = doing.light(cast)
    decision = meeting.decisions.get()
    call = cast.call("秘书", acknowledged=desk.ANY)
    decision_file_light(call, decision_id=decision.pk, type_code="T20", no_funds=True)
    emergency_report(
        cast.call("常委"),
        cause="今日5时，沿河路积水。",
        measures="已转移居民。",
        why="水位上涨。",
        reported_to="书记",
        unit_id=cast.units["D02"].pk,
    )
    arguing.research(cast, leader_id=cast.people["09号常委"].pk)
    doing.duty(cast)
    doing.duty(cast, mode="inspection", title="督查供热管网改造")
    doing.ask(cast)
    doing.recommend(cast)
    doing.heard(cast)


def test_the_register_has_all_eight_without_entering_them_again(cast: Cast) -> None:
    _everything(cast)
    found = register(cast.actor("书记"), YEAR, person_id=cast.people["09号常委"].pk)
    assert by_mode(found) == {
        Mode.DECISION: 2,
        Mode.MEETING: 1,
        Mode.RESEARCH: 1,
        Mode.COORDINATION: 1,
        Mode.INSPECTION: 1,
        Mode.INQUIRY: 1,
        Mode.REPORT: 1,
        Mode.AWARD: 1,
    }
    assert all(line.url for line in found)
    assert [line.on for line in found] == sorted((line.on for line in found), reverse=True)
    assert counts(found) == Counter((line.person_id, str(line.mode)) for line in found)


def test_a_line_is_seen_by_whoever_may_see_its_record(cast: Cast) -> None:
    _everything(cast)
    member = cast.people["09号常委"].pk
    own = register(cast.actor("常委"), YEAR, person_id=member)
    assert len(own) == 9
    colleague = {line.mode for line in register(cast.actor("别的常委"), YEAR, person_id=member)}
    assert Mode.AWARD not in colleague
    assert {Mode.COORDINATION, Mode.INSPECTION, Mode.INQUIRY, Mode.RESEARCH, Mode.REPORT} <= colleague
    assert register(cast.actor("委员"), YEAR, person_id=member) == []


def test_one_way_alone_is_the_same_as_picking_it_from_all(cast: Cast) -> None:
    _everything(cast)
    actor = cast.actor("书记")
    everything = register(actor, YEAR)
    for mode in Mode:
        assert register(actor, YEAR, mode=str(mode)) == [line for line in everything if line.mode == mode]


def test_recent_is_what_he_did_in_the_last_weeks(cast: Cast) -> None:
    person = cast.people["09号常委"]
    doing.duty(cast, day=TODAY - dt.timedelta(days=30), title="早些时候")
    doing.duty(cast, title="近来")
    assert [line.title for line in recent(person, TODAY)] == ["近来"]
    assert [line.title for line in recent(person, TODAY, actor=cast.actor("别的常委"), days=60)] == ["近来", "早些时候"]


def test_tasks_of_a_meeting_and_of_a_duty_are_counted(cast: Cast) -> None:
    from tests.apps.supervision import loop  # noqa: PLC0415  (only here)

    task: Task = loop.in_hand(cast)
    row = doing.duty(cast, task_ids=[task.pk])
    line = next(each for each in register(cast.actor("秘书"), YEAR) if each.ref == f"duty/{row.pk}")
    assert line.tasks == 1


def test_the_page_shows_counts_by_member_to_the_office_and_not_to_colleagues(cast: Cast, login: object) -> None:
    doing.duty(cast)
    office = _get(login, "秘书", "/duties/?year=2023")
    assert "按常委" in office
    assert "协调供热管网资金缺口" in office
    colleague = _get(login, "别的常委", "/duties/?year=2023")
    assert "协调供热管网资金缺口" in colleague
    assert "按常委" not in colleague


def _get(login: object, who: str, url: str) -> str:
    client: Client = login(who)  # type: ignore[operator]
    response = client.get(url)
    assert response.status_code == 200, response.content[:500]
    return response.content.decode()


def test_a_duty_is_entered_on_its_page(cast: Cast, login: object) -> None:
    client: Client = login("秘书")  # type: ignore[operator]
    assert client.get("/duties/new/").status_code == 200
    given = {
        "person_id": cast.people["09号常委"].pk,
        "mode": "inspection",
        "title": "督查道路养护",
        "unit_ids": [cast.units["D02"].pk],
    }
    answer = client.post("/duties/new/", given)
    row = Duty.objects.get()
    assert answer.headers["Location"] == f"/duties/{row.pk}/"
    page = client.get(f"/duties/{row.pk}/edit/").content.decode()
    assert "督查道路养护" in page
    sheet = client.get("/duties/?export=xlsx")
    assert sheet.status_code == 200
    assert actions.duty_set is not None


def test_recent_duties_join_the_pages_of_the_division_of_work(cast: Cast) -> None:
    doing.duty(cast)
    member = cast.people["09号常委"].pk
    found = hooks.recent(member, TODAY, cast.actor("别的常委"))
    assert [(duty.on, duty.words) for duty in found] == [(TODAY, "专题协调：协调供热管网资金缺口")]
    assert hooks.recent(member, TODAY, cast.actor("联络员")) == []


def test_the_chair_sees_the_members_by_rank_and_nobody_else_does(cast: Cast) -> None:
    doing.light(cast)
    rows = members(cast.actor("书记"), TODAY)
    assert [row.what for row in rows] == [f"{number:02d}号常委" for number in range(1, 12)]
    assert rows[8].kind == "分管 2 项"
    assert rows[8].note == "近一月：专题会 1　调研 0　督查 0　质询 0"
    assert [members(cast.actor(who), TODAY) for who in ("别的常委", "秘书", "纪委")] == [[], [], []]
