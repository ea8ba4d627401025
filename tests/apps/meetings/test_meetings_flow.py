"""A meeting from its plan to its notices, as one clerk runs it."""

import pytest

from tests.apps.meetings import desk
from tests.cast import Cast
from yixing.meetings import actions
from yixing.papers.models import Document

pytestmark = pytest.mark.django_db


def test_one_clerk_runs_a_whole_meeting(cast: Cast) -> None:
    first, second = desk.matter(cast), desk.matter(cast, "关于修订制度的事项")
    learning = {"title": "传达学习上级会议精神", "nature": "convey"}
    meeting = desk.opened(cast, learning, first, second, present=9)
    assert (meeting.title, meeting.entitled, meeting.present) == ("十五届县委常委会第1次会议", 11, 9)
    items = list(meeting.items.order_by("order"))
    desk.conclude(cast, items[0], "conveyed", text="各级各部门抓好贯彻落实。")
    lines = [
        {
            "text": "由县财政局牵头实施。",
            "lead": cast.units["D02"].pk,
            "assist": [cast.units["D03"].pk],
            "due": "6月底前",
        },
        {"text": "乡镇01配合。", "lead": cast.units["X01"].pk, "due": "长期坚持"},
    ]
    done = desk.conclude(cast, items[1], settled=lines)
    assert (done.yes, done.no, done.base, done.present) == (9, 0, 11, 9)
    desk.conclude(cast, items[2], "deferred", text="", supplement="补充论证", again_on=desk.DAY.replace(month=7))
    meeting = actions.meeting_close(cast.call("秘书", desk.DAY), meeting_id=meeting.pk)
    numbers = list(meeting.decisions.order_by("id").values_list("number", "leader__name", "due_words"))
    assert numbers == [
        ("2023-1-01", None, ""),
        ("2023-1-02", "09号常委", "6月底前"),
        ("2023-1-03", "03号常委", "长期坚持"),
    ]
    actions.record_check(cast.call("县委办主任", desk.DAY), meeting_id=meeting.pk)
    draft = actions.minutes_draft(cast.call("秘书", desk.DAY), meeting_id=meeting.pk)
    actions.minutes_review(cast.call("县委办主任", desk.DAY), document_id=draft.pk, parts_reviewed=True)
    signed = actions.minutes_sign(cast.call("书记", desk.DAY, acknowledged=desk.ANY), document_id=draft.pk)
    assert (signed.state, signed.number_words) == ("signed", "县委常委会纪要〔2023〕1号")
    actions.notice_issue(cast.call("秘书", desk.DAY), meeting_id=meeting.pk)
    notices = Document.objects.filter(kind="decision_notice").order_by("number")
    assert [(row.unit.code, row.number) for row in notices if row.unit] == [("D02", 1), ("X01", 2)]
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.state, second.state) == ("concluded", "deferred")
