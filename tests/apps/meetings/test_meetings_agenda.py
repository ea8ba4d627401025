"""The agenda: only what the chair determined, each matter once, late items with consent and a reason."""

import datetime as dt

import pytest

from tests.apps.meetings import desk
from tests.apps.meetings.test_meetings_result import refusal
from tests.cast import Cast
from yixing.compliance.models import Check
from yixing.ledger.models import Entry
from yixing.matters.actions import matter_withdraw
from yixing.meetings import actions
from yixing.papers.models import Document

pytestmark = pytest.mark.django_db


def test_who_may_plan(cast: Cast) -> None:
    for name in ("联络员", "书记", "督查员", "监票人"):
        assert refusal(actions.meeting_plan, cast.call(name), on=desk.DAY).status == 403
    assert actions.meeting_plan(cast.call("县委办主任"), on=desk.DAY).number == 1


def test_meetings_of_a_term_are_numbered_without_gaps(cast: Cast) -> None:
    titles = [desk.planned(cast).title for _ in range(2)]
    assert titles == ["十五届县委常委会第1次会议", "十五届县委常委会第2次会议"]
    assert actions.meeting_plan(cast.call("秘书"), on=desk.DAY, number=36).title == "十五届县委常委会第36次会议"
    assert refusal(actions.meeting_plan, cast.call("秘书"), on=desk.DAY, number=5).code == "meeting_number_taken"
    assert desk.planned(cast).number == 37
    assert desk.planned(cast, "plenary").title == "十五届县委全委会第1次会议"


def test_by_year_where_the_body_has_it_so(cast: Cast) -> None:
    body = cast.bodies["standing"]
    body.numbering = "year"
    body.save()
    assert desk.planned(cast).title == "县委常委会2023年第1次会议"
    assert desk.planned(cast, on=dt.date(2024, 1, 5)).title == "县委常委会2024年第1次会议"


def test_the_sheet_follows_the_members_of_the_day(cast: Cast) -> None:
    meeting = desk.planned(cast)
    left = cast.people["10号常委"].memberships.get(body=cast.bodies["standing"])
    left.until = desk.DAY - dt.timedelta(days=1)
    left.save()
    actions.meeting_plan(cast.call("秘书"), meeting_id=meeting.pk, on=desk.DAY)
    assert meeting.attendances.filter(capacity="member").count() == 10


def test_a_matter_that_was_not_determined_does_not_go_on(cast: Cast) -> None:
    waiting = desk.matter(cast, upto="director")
    assert refusal(desk.with_agenda, cast, waiting).code == "agenda_matter_state"
    twice = desk.matter(cast)
    assert refusal(desk.with_agenda, cast, twice, twice).code == "agenda_matter_twice"


def test_a_matter_waits_on_one_agenda_only(cast: Cast) -> None:
    matter = desk.matter(cast)
    first = desk.with_agenda(cast, matter)
    matter.refresh_from_db()
    assert matter.state == "scheduled"
    assert refusal(desk.with_agenda, cast, matter).code == "agenda_matter_elsewhere"
    actions.meeting_cancel(cast.call("秘书"), meeting_id=first.pk, reason="改期")
    matter.refresh_from_db()
    assert matter.state == "listed"
    desk.with_agenda(cast, matter)


def test_what_is_voted_on_needs_the_chair_unless_it_stays_on_paper(cast: Cast) -> None:
    found = refusal(desk.with_agenda, cast, {"title": "自拟", "nature": "deliberate"})
    assert "第1行" in found.text
    meeting = desk.with_agenda(cast, {"title": "干部事项", "nature": "cadre", "is_offline": True})
    assert desk.first_item(meeting).is_offline


def test_lines_keep_their_rows_when_they_change_places(cast: Cast) -> None:
    one, two = desk.matter(cast), desk.matter(cast, "关于修订制度的事项")
    meeting = desk.with_agenda(cast, one, two)
    before = {item.matter_id: item.pk for item in meeting.items.all()}
    lines = [{"matter": two.pk}, {"title": "传达学习", "nature": "convey"}, {"matter": one.pk}]
    actions.meeting_agenda(cast.call("秘书"), meeting_id=meeting.pk, items=lines)
    after = {item.matter_id: (item.pk, item.order) for item in meeting.items.all()}
    assert after[two.pk] == (before[two.pk], 1)
    assert after[one.pk] == (before[one.pk], 3)
    actions.meeting_agenda(cast.call("秘书"), meeting_id=meeting.pk, items=[{"matter": one.pk}])
    two.refresh_from_db()
    assert two.state == "listed"


def test_a_withdrawn_matter_stays_struck_through(cast: Cast) -> None:
    one, two = desk.matter(cast), desk.matter(cast, "关于修订制度的事项")
    meeting = desk.notified(cast, one, two)
    matter_withdraw(cast.call("单位负责人"), matter_id=one.pk, reason="数据要核实")
    actions.meeting_agenda(cast.call("秘书"), meeting_id=meeting.pk, items=[{"matter": two.pk}])
    rows = list(meeting.items.order_by("order").values_list("matter_id", "outcome"))
    assert rows == [(two.pk, ""), (one.pk, "withdrawn")]


def test_after_the_notice_a_new_line_is_refused(cast: Cast) -> None:
    meeting = desk.notified(cast, desk.matter(cast))
    lines = [{"title": "又一件", "nature": "convey"}]
    assert (
        refusal(actions.meeting_agenda, cast.call("秘书"), meeting_id=meeting.pk, items=lines).code
        == "agenda_after_notice"
    )


def test_the_notice_is_numbered_and_kept(cast: Cast) -> None:
    meeting = desk.notified(cast, desk.matter(cast))
    notice = Document.objects.get(subject=f"meeting/{meeting.pk}")
    assert (notice.state, notice.number_words) == ("signed", "示例县委办会〔2023〕1号")
    assert notice.content["topics"] == ["关于教师培训的事项"]
    assert refusal(actions.meeting_notify, cast.call("秘书"), meeting_id=meeting.pk).code == "meeting_not_open"


def test_a_notice_that_is_late_needs_a_reason(cast: Cast) -> None:
    meeting = desk.with_agenda(cast, desk.matter(cast))
    found = refusal(actions.meeting_notify, cast.call("秘书", desk.DAY), meeting_id=meeting.pk)
    assert found.code == "acknowledge"
    assert "LC-21" in found.text


def late(cast: Cast, meeting_id: int, matter_id: int, **inputs: object) -> object:
    given: dict[str, object] = {"consented": True, "reason": "上级要求立即研究"} | inputs
    call = cast.call("秘书", acknowledged=desk.ANY)
    return actions.matter_add_late(call, meeting_id=meeting_id, matter_id=matter_id, **given)  # type: ignore[arg-type]


def test_a_late_item_stands_on_the_chairs_consent(cast: Cast) -> None:
    meeting = desk.notified(cast, desk.matter(cast))
    extra = desk.matter(cast, "关于突发情况的事项", upto="director")
    assert refusal(late, cast, meeting.pk, extra.pk, consented=False).code == "late_no_consent"
    assert refusal(late, cast, meeting.pk, extra.pk, reason=" ").field == "reason"
    late(cast, meeting.pk, extra.pk)
    item = meeting.items.get(matter=extra)
    assert (item.is_late, item.order, item.late_reason) == (True, 2, "上级要求立即研究")
    extra.refresh_from_db()
    assert extra.state == "scheduled"
    word = extra.endorsements.get(stage="chair")
    assert (word.person, word.verdict, word.is_delegated) == (cast.people["01号常委"], "list", True)
    assert Check.objects.filter(subject=f"matter/{extra.pk}", gate="matter.add_late").exists()
    assert Entry.objects.filter(action="matter.add_late", subject=f"matter/{extra.pk}").exists()


@pytest.mark.parametrize(
    ("kind", "nature", "extra"),
    [
        ("T07", "cadre", {}),
        ("T12", "deliberate", {"is_punishment": True}),
        ("T05", "deliberate", {"amount": 6_000_000}),
    ],
)
def test_never_late_are_cadres_punishments_and_large_sums(
    cast: Cast, kind: str, nature: str, extra: dict[str, object]
) -> None:
    meeting = desk.notified(cast, desk.matter(cast))
    matter = desk.matter(cast, "不得临时增加的事项", kind, nature, **extra)
    found = refusal(late, cast, meeting.pk, matter.pk)
    assert found.code == "late_never"
    assert not meeting.items.filter(matter=matter).exists()


def test_a_form_opened_before_is_told(cast: Cast) -> None:
    meeting = desk.planned(cast)
    version = meeting.version
    desk.with_agenda(cast, desk.matter(cast))
    actions.meeting_plan(cast.call("秘书"), meeting_id=meeting.pk, on=desk.DAY, place="另一间")
    lines = [{"title": "传达", "nature": "convey"}]
    call = cast.call("秘书乙")
    assert refusal(actions.meeting_agenda, call, meeting_id=meeting.pk, items=lines, version=version).code == "stale"


def test_nobody_votes_and_then_was_not_there(cast: Cast) -> None:
    meeting = desk.opened(cast, desk.matter(cast), {"title": "传达学习", "nature": "convey"})
    desk.conclude(cast, desk.first_item(meeting))
    person = cast.people["03号常委"].pk
    found = refusal(actions.meeting_attendance, cast.call("秘书"), meeting_id=meeting.pk, presence={person: "absent"})
    assert found.code == "attendance_frozen"
    stranger = cast.people["委员12"].pk
    found = refusal(
        actions.meeting_attendance, cast.call("秘书"), meeting_id=meeting.pk, presence={stranger: "present"}
    )
    assert found.code == "attendance_stranger"
