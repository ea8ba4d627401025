"""Paper ballots: frozen numbers, sums that add up, two tellers, nothing that links a person with a vote."""

import json
from typing import Any

import pytest

from tests.apps.meetings import desk
from tests.apps.meetings.test_meetings_result import refusal
from tests.cast import START, Cast
from yixing.ballots import actions
from yixing.ballots.models import Option, Poll
from yixing.ballots.queries import waiting_for
from yixing.ballots.state import poll_state
from yixing.compliance.models import Parameter
from yixing.ledger.append import record_of
from yixing.ledger.models import Entry
from yixing.meetings import actions as meetings
from yixing.meetings.models import AgendaItem, Vote

pytestmark = pytest.mark.django_db
STAFF = {"chief_scrutineer": "委员12", "scrutineers": "委员13", "tellers": "干部001、干部002"}
TWO = [{"text": "干部001", "post": "县农业农村局局长"}, {"text": "干部002", "post": "乡镇01党委书记"}]


def cadre_item(cast: Cast, present: int | None = None) -> AgendaItem:
    """An item on cadres in the standing committee after everybody has spoken."""
    meeting = desk.opened(cast, desk.matter(cast, "关于调整干部的事项", "T07", "cadre"), present=present)
    item = desk.first_item(meeting)
    rows = sorted(meeting.attendances.filter(presence="present"), key=lambda row: -row.order)
    said: list[dict[str, Any]] = [{"speaker": "组织部门"}]
    said += [{"person": row.person_id, "stance": "agree"} for row in rows]
    return meetings.meeting_speak(cast.call("秘书"), item_id=item.pk, statements=said)


def given_out(cast: Cast, item: AgendaItem, options: list[dict[str, str]] | None = None) -> Poll:
    call = cast.call("秘书", acknowledged=desk.ANY)
    return actions.poll_open(call, item_id=item.pk, options=options or TWO, **STAFF)


def sheet(*lines: tuple[int, int, int], **papers: int) -> dict[str, Any]:
    counts = {order: {"yes": y, "no": n, "abstain": a} for order, (y, n, a) in enumerate(lines, 1)}
    return {"issued": 11, "returned": 11, "valid": 11, "invalid": 0} | papers | {"counts": counts}


def counted(cast: Cast, poll: Poll, count: dict[str, Any], second: dict[str, Any] | None = None) -> Poll:
    actions.poll_count(cast.call("秘书"), poll_id=poll.pk, **count)
    call = cast.call("监票人", acknowledged=desk.ANY)
    return actions.poll_confirm(call, poll_id=poll.pk, **(second or count))


def test_numbers_are_frozen_when_papers_are_given_out(cast: Cast) -> None:
    item = cadre_item(cast, present=9)
    meetings.meeting_recuse(cast.call("秘书"), item_id=item.pk, person_id=cast.people["03号常委"].pk, reason="亲属")
    poll = given_out(cast, item)
    assert (poll.base, poll.present, poll.entitled, poll.state) == (11, 9, 8, "open")
    assert refusal(given_out, cast, item).code == "poll_exists"


def test_both_tellers_and_then_the_conclusion(cast: Cast) -> None:
    item = cadre_item(cast)
    poll = counted(cast, given_out(cast, item), sheet((9, 1, 1), (5, 4, 2)))
    assert (poll.state, poll.announced_on) == ("announced", desk.DAY)
    assert list(poll.options.values_list("passed", flat=True)) == [True, False]
    assert refusal(desk.conclude, cast, item, method="oral").code == "method_poll_exists"
    done = desk.conclude(cast, item, method="secret", in_order=False, text="同意任命干部001。")
    assert (done.outcome, done.method, done.yes) == ("agreed", "secret", None)
    assert done.decisions.get().outcome == "agreed"


def test_one_line_gives_the_item_its_counts(cast: Cast) -> None:
    item = cadre_item(cast)
    counted(cast, given_out(cast, item, TWO[:1]), sheet((10, 1, 0)))
    done = desk.conclude(cast, item, in_order=False)
    decision = done.decisions.get()
    assert (done.method, done.yes, done.no, done.abstain) == ("secret", 10, 1, 0)
    assert (decision.yes, decision.no, decision.dissents.count()) == (10, 1, 0)


def test_what_was_voted_down_cannot_be_agreed(cast: Cast) -> None:
    item = cadre_item(cast)
    counted(cast, given_out(cast, item, TWO[:1]), sheet((5, 6, 0)))
    refused = refusal(desk.conclude, cast, item, in_order=False)
    assert refused.code == "vote_not_carried"
    assert "应到会11人，同意5人，未超过应到会半数（须6人）" in refused.text
    assert desk.conclude(cast, item, "rejected", in_order=False, text="未通过。").outcome == "rejected"


@pytest.mark.parametrize(("lines", "most"), [(1, 7), (2, 7)])
def test_what_was_needed_is_what_the_county_demands(cast: Cast, lines: int, most: int) -> None:
    Parameter.objects.create(key="majority", value="2/3", since=START, decision="《县委常委会议事规则》")
    item = cadre_item(cast)
    counted(cast, given_out(cast, item, TWO[:lines]), sheet(*((most, 4, 0), (5, 6, 0))[:lines]))
    refused = refusal(desk.conclude, cast, item, in_order=False)
    assert refused.code == "vote_not_carried"
    assert "同意7人，未超过应到会三分之二（须8人）" in refused.text


def test_the_second_teller_is_another_person(cast: Cast) -> None:
    poll = given_out(cast, cadre_item(cast))
    count = sheet((9, 1, 1), (6, 3, 2))
    assert refusal(actions.poll_confirm, cast.call("秘书"), poll_id=poll.pk, **count).code == "poll_state"
    actions.poll_count(cast.call("秘书"), poll_id=poll.pk, **count)
    assert refusal(actions.poll_confirm, cast.call("秘书"), poll_id=poll.pk, **count).code == "poll_same_person"


def test_differences_are_named_and_nothing_is_announced(cast: Cast) -> None:
    poll = given_out(cast, cadre_item(cast))
    other = sheet((8, 2, 1), (6, 3, 2))
    found = refusal(counted, cast, poll, sheet((9, 1, 1), (6, 3, 2)), other)
    assert "干部001（县农业农村局局长）：同意 甲9、乙8" in found.text
    poll.refresh_from_db()
    assert poll.state == "counted"
    actions.poll_count(cast.call("秘书乙"), poll_id=poll.pk, **other)
    done = actions.poll_confirm(cast.call("监票人", acknowledged=desk.ANY), poll_id=poll.pk, **other)
    assert done.state == "announced"


@pytest.mark.parametrize(
    ("count", "words"),
    [
        (sheet((9, 1, 1), (6, 3, 2), issued=12, returned=12, valid=12), "多于到会有表决权的11人"),
        (sheet((9, 1, 1), (6, 3, 2), valid=10, invalid=0), "与收回票11张不符"),
        (sheet((9, 1, 0), (6, 3, 2)), "合计10票，与有效票11张不符"),
        (sheet((9, 1, 1), (6, 3, 2), returned=12, valid=12), "多于发出票11张"),
    ],
)
def test_counts_that_do_not_add_up_are_refused(cast: Cast, count: dict[str, Any], words: str) -> None:
    poll = given_out(cast, cadre_item(cast))
    found = refusal(actions.poll_count, cast.call("秘书"), poll_id=poll.pk, **count)
    assert (found.code, words in found.text) == ("voting.papers", True)
    assert not Poll.objects.filter(issued__isnull=False).exists()


def test_a_line_may_be_spoiled_on_a_valid_paper(cast: Cast) -> None:
    poll = given_out(cast, cadre_item(cast))
    count = sheet((9, 1, 0), (6, 3, 2))
    count["counts"][1]["spoiled"] = 1
    done = counted(cast, poll, count)
    assert done.options.get(order=1).spoiled == 1


def test_a_void_ballot_keeps_its_reason_and_makes_room(cast: Cast) -> None:
    item = cadre_item(cast)
    poll = counted(cast, given_out(cast, item), sheet((9, 1, 1), (6, 3, 2)))
    assert refusal(actions.poll_void, cast.call("秘书"), poll_id=poll.pk, reason=" ").field == "reason"
    actions.poll_void(cast.call("秘书"), poll_id=poll.pk, reason="票面漏印一人")
    again = given_out(cast, item)
    assert set(item.polls.values_list("state", flat=True)) == {"void", "open"}
    counted(cast, again, sheet((11, 0, 0), (11, 0, 0)))
    desk.conclude(cast, item, in_order=False)
    assert refusal(actions.poll_void, cast.call("秘书"), poll_id=again.pk, reason="x").code == "poll_concluded"
    for row in Poll.objects.all():
        assert row.state == poll_state(row)


def test_an_offline_item_keeps_numbers_and_no_names(cast: Cast) -> None:
    meeting = desk.opened(cast, {"title": "干部事项", "nature": "cadre", "is_offline": True})
    item = desk.first_item(meeting)
    rows = sorted(meeting.attendances.all(), key=lambda row: -row.order)
    said: list[dict[str, Any]] = [{"speaker": "组织部门"}, *({"person": r.person_id, "stance": "agree"} for r in rows)]
    meetings.meeting_speak(cast.call("秘书"), item_id=item.pk, statements=said)
    poll = given_out(cast, item)
    assert list(poll.options.values_list("text", "post")) == [("人选1", ""), ("人选2", "")]
    counted(cast, poll, sheet((11, 0, 0), (11, 0, 0)))
    done = desk.conclude(cast, item, in_order=False, text="")
    assert done.decisions.get().text == "内容见另册。"
    everything = "".join(entry.line + json.dumps(record_of(entry), ensure_ascii=False) for entry in Entry.objects.all())
    assert "县农业农村局局长" not in everything


def test_no_row_and_no_entry_links_a_person_with_a_vote(cast: Cast) -> None:
    item = cadre_item(cast)
    poll = counted(cast, given_out(cast, item), sheet((9, 1, 1), (6, 3, 2)))
    desk.conclude(cast, item, in_order=False)
    assert not Vote.objects.exists()
    assert {field.name for field in Option._meta.get_fields()} >= {"yes", "no", "abstain"}
    people = {f"person/{row.person_id}" for row in item.meeting.attendances.all()}
    for entry in Entry.objects.filter(subject=f"poll/{poll.pk}"):
        assert not people & set(json.loads(entry.line)["refs"])
        record = json.dumps(record_of(entry), ensure_ascii=False)
        assert "号常委" not in record


def test_who_may_and_who_waits(cast: Cast) -> None:
    item = cadre_item(cast)
    for name in ("书记", "监票人", "督查员"):
        assert refusal(actions.poll_open, cast.call(name), item_id=item.pk, options=TWO, **STAFF).status in {403, 404}
    poll = given_out(cast, item)
    assert [row.kind for row in waiting_for(cast.actor("监票人"))] == ["计票"]
    actions.poll_count(cast.call("监票人"), poll_id=poll.pk, **sheet((9, 1, 1), (6, 3, 2)))
    assert waiting_for(cast.actor("监票人")) == []
    assert [row.kind for row in waiting_for(cast.actor("秘书"))] == ["计票复核"]


def test_watchers_must_be_named_and_not_recused(cast: Cast) -> None:
    item = cadre_item(cast)
    nobody = STAFF | {"tellers": " "}
    call = cast.call("秘书", acknowledged=desk.ANY)
    assert refusal(actions.poll_open, call, item_id=item.pk, options=TWO, **nobody).code == "poll_staff"
    assert refusal(actions.poll_open, cast.call("秘书"), item_id=item.pk, options=[], **STAFF).code == "poll_options"
    twice = [TWO[0], TWO[0]]
    assert (
        refusal(actions.poll_open, cast.call("秘书"), item_id=item.pk, options=twice, **STAFF).code
        == "poll_option_twice"
    )
