"""议定事项: numbers, leaders, deadlines, texts to approve, decisions a member took himself, who sees what."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.apps.meetings import desk
from tests.apps.meetings.test_meetings_pages import at_noon
from tests.apps.meetings.test_meetings_result import refusal
from tests.cast import Cast
from yixing.accounts.actors import actor_for_principal
from yixing.decisions import actions
from yixing.decisions.models import Decision
from yixing.decisions.queries import DecisionFilter, decision_list, waiting_for
from yixing.decisions.state import decision_state
from yixing.ledger.models import Entry
from yixing.meetings import actions as meetings

pytestmark = pytest.mark.django_db
__all__ = ("at_noon",)
Login = Callable[[str], Client]


def agreed(cast: Cast, *lines: dict[str, Any], **inputs: Any) -> Decision:
    """An 议定事项 of a meeting that is over."""
    meeting = desk.opened(cast, desk.matter(cast))
    settled = list(lines) or [{"text": "由县财政局牵头实施。", "lead": cast.units["D02"].pk, "due": "6月底前"}]
    desk.conclude(cast, desk.first_item(meeting), inputs.pop("outcome", "agreed"), settled=settled, **inputs)
    meetings.meeting_close(cast.call("秘书"), meeting_id=meeting.pk)
    decision = meeting.decisions.order_by("id").first()
    assert decision is not None
    return decision


def in_principle(cast: Cast) -> Decision:
    edit = {
        "amendment": "补充资金来源",
        "amending_unit_id": cast.units["D02"].pk,
        "approver_id": cast.people["11号常委"].pk,
        "amend_by": desk.DAY + dt.timedelta(days=10),
    }
    lines = [{"text": f"第{n}条", "lead": cast.units["D02"].pk, "due": "年底前"} for n in (1, 2)]
    return agreed(cast, *lines, outcome="agreed_in_principle", **edit)


def test_a_line_has_number_leader_and_deadline(cast: Cast) -> None:
    decision = agreed(cast)
    assert decision.number == "2023-1-01"
    assert (decision.leader, decision.area) == (cast.people["09号常委"], cast.areas["a01"])
    assert (decision.due_words, decision.due_on) == ("6月底前", dt.date(2023, 6, 30))
    assert (decision.state, decision.effective_on) == ("effective", desk.DAY)


def test_a_line_for_another_unit_goes_to_its_own_leader(cast: Cast) -> None:
    decision = agreed(cast, {"text": "乡镇落实。", "lead": cast.units["X01"].pk, "due": "长期坚持"})
    assert (decision.leader, decision.due_on) == (cast.people["03号常委"], None)


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ({"text": " ", "lead": 1}, "没有写议定内容"),
        ({"text": "落实", "lead": 10**6}, "牵头单位不存在"),
        ({"text": "落实", "due": "改天再说"}, "改天再说"),
    ],
)
def test_a_bad_line_is_named(cast: Cast, line: dict[str, Any], words: str) -> None:
    assert words in refusal(agreed, cast, line).text
    assert not Decision.objects.exists()


def test_in_principle_takes_effect_when_its_text_is_approved(cast: Cast) -> None:
    decision = in_principle(cast)
    assert (decision.state, decision.effective_on) == ("pending_text", None)
    meeting = decision.meeting
    assert meeting is not None
    assert refusal(meetings.notice_issue, cast.call("秘书"), meeting_id=meeting.pk).code == "notice_nothing"
    assert [row.kind for row in waiting_for(cast.actor("县委办主任"))] == ["修改稿审定"]
    assert refusal(actions.decision_approve_text, cast.call("书记"), decision_id=decision.pk).status == 403
    later = desk.DAY + dt.timedelta(days=4)
    actions.decision_approve_text(cast.call("县委办主任", later), decision_id=decision.pk)
    for row in Decision.objects.all():
        assert (row.state, row.effective_on, row.text_approved_on) == ("effective", later, later)
        assert row.state == decision_state(row)
    assert refusal(actions.decision_approve_text, cast.call("县委办主任", later), decision_id=decision.pk).code == (
        "decision_not_pending"
    )
    meetings.notice_issue(cast.call("秘书", later), meeting_id=meeting.pk)
    assert Entry.objects.filter(action="decision.approve_text").count() == 1


def test_a_text_is_approved_for_its_approver_with_the_scan(cast: Cast) -> None:
    decision = in_principle(cast)
    clerk = cast.actor("秘书")
    director = actor_for_principal(clerk, cast.people["11号常委"])
    call = cast.call("秘书", actor=director)
    assert refusal(actions.decision_approve_text, call, decision_id=decision.pk).code == "scan_required"
    scan = SimpleUploadedFile("审定稿.pdf", b"%PDF-1.4\n%%EOF\n", "application/pdf")
    actions.decision_approve_text(cast.call("秘书", actor=director, scan=scan), decision_id=decision.pk)
    entry = Entry.objects.get(action="decision.approve_text")
    assert entry.by == f"user/{clerk.user_id}"


def file_direct(cast: Cast, who: str = "常委", **inputs: Any) -> Decision:
    matter = inputs.pop("matter", None) or desk.matter(cast, "关于日常经费的事项", "T20", upto="unit_head")
    given = {"text": "同意安排。", "record_kind": "instruction", "basis": "6月9日批示"} | inputs
    call = cast.call(who, acknowledged=desk.ANY)
    return actions.decision_file_direct(call, matter_id=matter.pk, **given)


def test_a_member_files_what_he_decided(cast: Cast) -> None:
    decision = file_direct(cast, decided_on=desk.DAY - dt.timedelta(days=3), due="月底前")
    assert (decision.number, decision.source, decision.state) == ("备2023-001", "direct", "effective")
    assert (decision.decided_on, decision.filed_on) == (desk.DAY - dt.timedelta(days=3), desk.DAY)
    assert (decision.leader, decision.lead_unit) == (cast.people["09号常委"], cast.units["D02"])
    matter = decision.matter
    assert matter is not None
    matter.refresh_from_db()
    assert (matter.state, matter.decided_by) == ("filed", "member")


def test_direct_only_in_ones_own_portfolio_and_before_the_chair(cast: Cast) -> None:
    assert refusal(file_direct, cast, "别的常委").status in {403, 404}
    assert refusal(file_direct, cast, basis=" ").code == "direct_basis"
    waiting = desk.matter(cast, "已送书记的事项", "T20", upto="director")
    assert refusal(file_direct, cast, matter=waiting).code == "direct_state"


def test_large_sums_are_not_decided_by_one(cast: Cast) -> None:
    large = desk.matter(cast, "关于大额资金的事项", "T20", upto="unit_head", amount=6_000_000)
    given = {"text": "同意。", "record_kind": "instruction", "basis": "批示"}
    call = cast.call("常委", acknowledged={})
    found = refusal(actions.decision_file_direct, call, matter_id=large.pk, **given)
    assert "XC-41" in {each.rule for each in found.findings if each.unmet}


def test_units_see_their_lines_and_no_dissent(cast: Cast, login: Login, at_noon: None) -> None:
    person = cast.people["06号常委"]
    decision = agreed(cast, votes={person.pk: "no"}, gists={person.pk: "资金来源须再论证"})
    office = login("秘书").get(f"/decisions/{decision.pk}/").content.decode()
    assert "资金来源须再论证" in office
    unit = login("联络员").get(f"/decisions/{decision.pk}/")
    assert unit.status_code == 200
    assert "资金来源须再论证" not in unit.content.decode()
    assert login("外单位联络员").get(f"/decisions/{decision.pk}/").status_code == 404
    assert login("系统管理员").get(f"/decisions/{decision.pk}/").status_code == 404


def test_list_filter_export_and_its_queries(cast: Cast, login: Login, at_noon: None) -> None:
    agreed(cast)
    client = login("秘书")
    assert client.get("/decisions/?source=meeting&month=2023-06&sort=-due_on").content.decode().count("2023-1-01") == 1
    assert client.get("/decisions/?source=direct").content.decode().count("2023-1-01") == 0
    export = client.get("/decisions/?export=xlsx")
    assert export["Content-Type"].endswith("spreadsheetml.sheet")
    with CaptureQueriesContext(connection) as few:
        client.get("/decisions/")
    for _ in range(3):
        agreed(cast)
    with CaptureQueriesContext(connection) as many:
        client.get("/decisions/")
    assert len(many) == len(few)
    found = decision_list(cast.actor("秘书"), DecisionFilter(unit_id=cast.units["D02"].pk))
    assert found.count() == 4


def test_pages_of_approval_and_filing(cast: Cast, login: Login, at_noon: None) -> None:
    decision = in_principle(cast)
    director = login("县委办主任")
    assert director.get(f"/decisions/{decision.pk}/approve/").status_code == 200
    assert login("联络员").get(f"/decisions/{decision.pk}/approve/").status_code == 403
    answer = director.post(f"/decisions/{decision.pk}/approve/", {"version": decision.version})
    assert answer.status_code == 302, answer.content.decode()
    matter = desk.matter(cast, "关于日常经费的事项", "T20", upto="unit_head")
    member = login("常委")
    assert member.get(f"/decisions/direct/{matter.pk}/").status_code == 200
    data = {
        "version": matter.version,
        "text": "同意。",
        "record_kind": "instruction",
        "basis": "6月9日批示",
    }
    data |= {f"ack-{rule}": why for rule, why in desk.ANY.items()}
    answer = member.post(f"/decisions/direct/{matter.pk}/", data)
    assert answer.status_code == 302, answer.content.decode()
