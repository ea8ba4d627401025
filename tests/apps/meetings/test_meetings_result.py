"""Quorum, majority and outcome: what the numbers of the day allow, at their boundaries."""

import datetime as dt
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from tests.apps.meetings import desk
from tests.cast import Cast
from yixing.compliance.models import Check
from yixing.compliance.reasons import reasons
from yixing.decisions.models import Decision
from yixing.meetings import actions
from yixing.meetings.models import AgendaItem, Meeting, Vote
from yixing.meetings.state import meeting_state
from yixing.people.models import Membership, Person
from yixing_core.errors import Refusal

pytestmark = pytest.mark.django_db


def refusal(do: object, *args: object, **kwargs: object) -> Refusal:
    with pytest.raises(Refusal) as caught:
        do(*args, **kwargs)  # type: ignore[operator]
    return caught.value


@pytest.mark.parametrize(("present", "opens"), [(5, False), (6, True)])
def test_half_of_the_committee_opens_a_meeting(cast: Cast, present: int, *, opens: bool) -> None:
    meeting = desk.seated(cast, desk.notified(cast, desk.matter(cast)), present)
    call = cast.call("秘书", acknowledged=desk.ANY)
    if opens:
        assert actions.meeting_open(call, meeting_id=meeting.pk).present == present
    else:
        found = refusal(actions.meeting_open, call, meeting_id=meeting.pk)
        assert "LC-12" in {each.rule for each in found.findings if each.blocks}
        assert "应到11人、实到5人" in found.text
        meeting.refresh_from_db()
        assert (meeting.state, meeting.entitled) == ("notified", None)


@pytest.mark.parametrize(("members", "opens"), [(23, False), (24, True)])
def test_two_thirds_of_35_open_a_plenary(cast: Cast, members: int, *, opens: bool) -> None:
    for number in range(16, 36):
        person = Person.objects.create(name=f"委员{number}", order=number)
        Membership.objects.create(
            person=person, body=cast.bodies["plenary"], capacity="member", since=dt.date(2023, 1, 1)
        )
    meeting = desk.seated(
        cast, desk.notified(cast, {"title": "听取常委会工作报告", "nature": "hear"}, kind="plenary"), members
    )
    call = cast.call("秘书", acknowledged=desk.ANY)
    if opens:
        actions.meeting_open(call, meeting_id=meeting.pk)
        meeting.refresh_from_db()
        assert (meeting.entitled, meeting.present) == (35, 24)
    else:
        assert "应到35人、实到23人" in refusal(actions.meeting_open, call, meeting_id=meeting.pk).text


@pytest.mark.parametrize(("present", "carried"), [(7, False), (8, True)])
def test_cadres_need_two_thirds_present(cast: Cast, present: int, *, carried: bool) -> None:
    meeting = desk.opened(cast, desk.matter(cast, "关于调整干部的事项", "T07", "cadre"), present=present)
    item = desk.first_item(meeting)
    if carried:
        assert desk.conclude(cast, item).outcome == "agreed"
    else:
        found = refusal(desk.conclude, cast, item)
        assert {"LC-13", "CR-10"} <= {each.rule for each in found.findings if each.blocks}
        assert not Decision.objects.exists()
        assert not Vote.objects.exists()


@pytest.mark.parametrize(("against", "carried"), [(6, False), (5, True)])
def test_six_of_eleven_carry(cast: Cast, against: int, *, carried: bool) -> None:
    meeting = desk.opened(cast, desk.matter(cast))
    people = [row.person_id for row in meeting.attendances.order_by("order")]
    votes = dict.fromkeys(people[-against:], "no")
    item = desk.first_item(meeting)
    if carried:
        done = desk.conclude(cast, item, votes=votes)
        assert (done.yes, done.no) == (6, 5)
        assert done.decisions.get().dissents.count() == 5
    else:
        found = refusal(desk.conclude, cast, item, votes=votes)
        assert "同意5票" in found.text
        assert desk.conclude(cast, item, "rejected", votes=votes, text="不同意。").outcome == "rejected"
        assert not Decision.objects.exists()


def test_the_base_is_who_should_be_there_not_who_is(cast: Cast) -> None:
    meeting = desk.opened(cast, desk.matter(cast), present=6)
    item = desk.first_item(meeting)
    one = meeting.attendances.order_by("order")[5].person_id
    found = refusal(desk.conclude, cast, item, votes={one: "abstain"})
    assert "同意5票" in found.text
    assert desk.conclude(cast, item).yes == 6


def test_a_rejection_that_was_carried_is_refused(cast: Cast) -> None:
    meeting = desk.opened(cast, desk.matter(cast))
    assert refusal(desk.conclude, cast, desk.first_item(meeting), "rejected", text="不同意。").code == "vote_carried"


def test_the_recused_neither_speaks_nor_votes(cast: Cast) -> None:
    meeting = desk.opened(cast, desk.matter(cast), present=7)
    item = desk.first_item(meeting)
    away = cast.people["03号常委"]
    call = cast.call("秘书")
    actions.meeting_recuse(call, item_id=item.pk, person_id=away.pk, reason="涉及亲属")
    said = [{"person": away.pk, "stance": "agree"}]
    assert refusal(actions.meeting_speak, cast.call("秘书"), item_id=item.pk, statements=said).code == "speech_absent"
    assert refusal(desk.conclude, cast, item, votes={away.pk: "no"}).code == "vote_absent"
    done = desk.conclude(cast, item)
    assert (done.base, done.present, done.yes) == (11, 7, 6)
    assert not done.votes.filter(person=away).exists()


def test_recusal_may_be_taken_back(cast: Cast) -> None:
    meeting = desk.opened(cast, desk.matter(cast))
    item, person = desk.first_item(meeting), cast.people["03号常委"]
    actions.meeting_recuse(cast.call("秘书"), item_id=item.pk, person_id=person.pk, reason="误登")
    actions.meeting_recuse(cast.call("秘书"), item_id=item.pk, person_id=person.pk, withdraw=True)
    assert desk.conclude(cast, item).yes == 11


def test_the_chair_speaking_first_is_recorded_and_needs_a_reason(cast: Cast) -> None:
    meeting = desk.opened(cast, desk.matter(cast))
    item = desk.first_item(meeting)
    said = [
        {"speaker": "财政局长"},
        {"person": cast.people["01号常委"].pk, "stance": "none"},
        {"person": cast.people["01号常委"].pk, "stance": "agree"},
        {"person": cast.people["02号常委"].pk, "stance": "agree"},
    ]
    actions.meeting_speak(cast.call("秘书"), item_id=item.pk, statements=said)
    found = refusal(desk.conclude, cast, item, in_order=False, acknowledged={})
    assert found.code == "acknowledge"
    assert "LC-18" in found.text
    done = desk.conclude(cast, item, in_order=False, acknowledged={"LC-18": "书记先行表态，已提醒。"})
    assert reasons(f"item/{done.pk}", "item.conclude") == {"LC-18": "书记先行表态，已提醒。"}


def test_introducing_is_no_stand(cast: Cast) -> None:
    meeting = desk.opened(cast, desk.matter(cast))
    item = desk.first_item(meeting)
    chair = {"person": cast.people["01号常委"].pk, "stance": "none", "gist": "介绍背景"}
    actions.meeting_speak(cast.call("秘书"), item_id=item.pk, statements=[chair])
    desk.conclude(cast, item, acknowledged={})
    assert item.statements.order_by("-order").first().person == cast.people["01号常委"]  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("nature", "good", "bad"),
    [("convey", "conveyed", "agreed"), ("hear", "heard", "rejected"), ("circulate", "no_objection", "agreed")],
)
def test_the_nature_decides_what_it_can_come_to(cast: Cast, nature: str, good: str, bad: str) -> None:
    meeting = desk.opened(cast, {"title": "一件", "nature": nature})
    item = desk.first_item(meeting)
    assert refusal(desk.conclude, cast, item, bad).code == "outcome_impossible"
    done = desk.conclude(cast, item, good, text="抓好落实。", in_order=False)
    assert (done.outcome, done.method, done.yes) == (good, "none", None)
    assert done.decisions.get().text == "抓好落实。"


def test_what_goes_on_to_the_plenary_makes_no_decision(cast: Cast) -> None:
    matter = desk.matter(cast, "关于长远规划的事项", "T02", decided_by="plenary", importance="exceptional")
    meeting = desk.opened(cast, {"matter": matter.pk, "is_referral": True})
    item = desk.first_item(meeting)
    assert refusal(desk.conclude, cast, item, "agreed").code == "outcome_referral"
    desk.conclude(cast, item, "referred", text="提请全委会。")
    matter.refresh_from_db()
    assert matter.state == "listed"
    assert not Decision.objects.exists()


@pytest.mark.parametrize(("outcome", "missing"), [("agreed_in_principle", "修改要求"), ("deferred", "须补充")])
def test_outcomes_that_need_more_say_what(cast: Cast, outcome: str, missing: str) -> None:
    meeting = desk.opened(cast, desk.matter(cast))
    assert missing in refusal(desk.conclude, cast, desk.first_item(meeting), outcome).text


def test_two_clerks_conclude_one_item_at_once(committed: Cast) -> None:
    cast = committed
    meeting = desk.opened(cast, desk.matter(cast))
    item = desk.first_item(meeting)
    calls = [cast.call(name, acknowledged=desk.ANY) for name in ("秘书", "秘书乙")]
    begin = Barrier(2)

    def conclude(call: object, outcome: str) -> str:
        begin.wait()
        try:
            more = {"supplement": "补充论证"} if outcome == "deferred" else {"text": "同意。"}
            actions.meeting_conclude(
                call, item_id=item.pk, outcome=outcome, in_order=True, version=item.version, **more
            )  # type: ignore[arg-type]
        except Refusal as refused:
            return refused.code
        finally:
            connection.close()
        return outcome

    with ThreadPoolExecutor(2) as pool:
        results = sorted(pool.map(conclude, calls, ("agreed", "deferred")))
    assert len({"agreed", "deferred"} & set(results)) == 1
    assert {"stale", "item_concluded"} & set(results)
    item.refresh_from_db()
    assert item.outcome in results
    assert Decision.objects.count() == (1 if item.outcome == "agreed" else 0)


def test_the_same_submit_twice_is_one_conclusion(cast: Cast) -> None:
    meeting = desk.opened(cast, desk.matter(cast))
    item = desk.first_item(meeting)
    call = cast.call("秘书", acknowledged=desk.ANY)
    for _ in range(2):
        done = actions.meeting_conclude(call, item_id=item.pk, outcome="agreed", text="同意。", in_order=True)
        assert done.pk == item.pk
    assert Decision.objects.count() == 1


def test_a_closed_meeting_refuses_change(cast: Cast) -> None:
    meeting = desk.opened(cast, desk.matter(cast), {"title": "传达学习", "nature": "convey"})
    first, second = meeting.items.order_by("order")
    desk.conclude(cast, first)
    found = refusal(actions.meeting_close, cast.call("秘书"), meeting_id=meeting.pk)
    assert "传达学习" in found.text
    desk.conclude(cast, second, "conveyed", text="抓好落实。", in_order=False)
    actions.meeting_close(cast.call("秘书"), meeting_id=meeting.pk)
    person = cast.people["03号常委"].pk
    given = {"meeting_id": meeting.pk}
    for do, more in (
        (actions.meeting_attendance, {**given, "presence": {person: "absent"}}),
        (actions.meeting_agenda, {**given, "items": [{"title": "又一件", "nature": "convey"}]}),
        (actions.meeting_open, given),
        (actions.meeting_close, given),
        (actions.meeting_cancel, {**given, "reason": "x"}),
        (actions.meeting_recuse, {"item_id": first.pk, "person_id": person, "reason": "x"}),
        (actions.meeting_speak, {"item_id": first.pk, "statements": [{"speaker": "某人"}]}),
    ):
        assert refusal(do, cast.call("秘书"), **more).code == "meeting_not_open"
    assert refusal(desk.conclude, cast, first).code == "meeting_not_open"


def test_back_entry_records_what_it_would_refuse(cast: Cast) -> None:
    """补录 of a meeting on cadres with 7 of 11: the findings stand in the record, nothing is refused."""
    matter = desk.matter(cast, "关于调整干部的事项", "T07", "cadre")
    why = {"backfill": "会后三日补录，依据会议记录本。", "acknowledged": {}}
    meeting = actions.meeting_plan(cast.call("秘书", **why), on=desk.DAY)
    actions.meeting_agenda(cast.call("秘书", **why), meeting_id=meeting.pk, items=[{"matter": matter.pk}])
    meeting = desk.seated(cast, meeting, 7)
    actions.meeting_open(cast.call("秘书", **why), meeting_id=meeting.pk)
    item = desk.first_item(meeting)
    done = actions.meeting_conclude(cast.call("秘书", **why), item_id=item.pk, outcome="agreed", text="同意。")
    assert done.outcome == "agreed"
    assert done.decisions.get().is_backfilled
    violated = {
        finding["rule"]
        for check in Check.objects.filter(subject=f"item/{item.pk}")
        for finding in check.findings
        if finding["status"] == "violated"
    }
    assert {"LC-13", "CR-10"} <= violated


def test_states_follow_from_the_records(cast: Cast) -> None:
    meetings = [
        desk.planned(cast),
        desk.with_agenda(cast, desk.matter(cast)),
        desk.notified(cast, desk.matter(cast)),
        desk.opened(cast, desk.matter(cast)),
    ]
    cancelled = actions.meeting_cancel(cast.call("秘书"), meeting_id=meetings[0].pk, reason="另行安排")
    assert cancelled.state == "cancelled"
    for meeting in Meeting.objects.all():
        assert meeting.state == meeting_state(meeting)
    assert AgendaItem.objects.filter(outcome="").count() == 3
