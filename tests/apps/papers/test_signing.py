"""Before a paper is signed: its length, a mark of secrecy, its review, and what it must not demand."""

import datetime as dt
from typing import Any

import pytest

from tests.apps.decisions.test_decisions import Login, agreed
from tests.apps.meetings.test_meetings_pages import at_noon
from tests.apps.meetings.test_meetings_result import refusal
from tests.cast import Cast
from yixing.compliance.gates import findings
from yixing.compliance.models import Check
from yixing.meetings import actions as meetings
from yixing.papers.models import Document
from yixing.papers.signing import demands_in, document_facts, texts
from yixing_core.rules.model import Severity

pytestmark = pytest.mark.django_db
__all__ = ("at_noon",)
SINCE_2024 = dt.date(2025, 3, 3)


def paper(kind: str = "decision_notice", text: str = "请抓紧落实。", **more: Any) -> Document:
    return Document(
        kind=kind, subject="meeting/1", title="关于落实的通知", content={"mark": "县委办", "items": [text]}, **more
    )


def unmet(document: Document, day: dt.date = SINCE_2024, said: Any = None) -> set[str]:
    found = findings("document.sign", document_facts(document, said), on=day)
    assert {each.severity for each in found} <= set(Severity)
    return {each.rule for each in found if each.unmet}


def test_a_short_plain_notice_meets_everything(cast: Cast) -> None:
    assert unmet(paper()) == set()
    assert unmet(paper("minutes", reviewed_on=SINCE_2024)) == set()


def test_minutes_of_a_body_are_reviewed_first(cast: Cast) -> None:
    assert unmet(paper("minutes")) == {"GW-17"}
    assert unmet(paper("light_minutes")) == set(), "drafted by the office, signed by whoever presided"


@pytest.mark.parametrize(
    ("kind", "length", "rules"),
    [
        ("supervision_notice", 4000, set()),
        ("supervision_notice", 4001, {"JF-02"}),
        ("light_minutes", 5000, set()),
        ("light_minutes", 5001, {"JF-02"}),
    ],
)
def test_length_is_that_of_the_text(cast: Cast, kind: str, length: int, rules: set[str]) -> None:
    long = paper(kind, "字" * length)
    assert unmet(long) == rules
    assert unmet(long, dt.date(2023, 6, 12)) == set(), "the rule is of 2024"


def test_a_mark_of_secrecy_stops_it(cast: Cast) -> None:
    assert unmet(paper(text="秘密★5年")) == {"GW-20"}


def test_a_demand_is_seen_and_somebody_says_what_it_is(cast: Cast) -> None:
    letter = paper(text="各单位签订责任状，年底报送贯彻落实情况。")
    assert demands_in(letter.content) == ("responsibility_letter", "report_back")
    assert unmet(letter) == {"JF-03", "JF-03.2", "JF-03.3"}
    assert unmet(letter, said=[]) == set()
    assert unmet(letter, said=["responsibility_letter"]) == {"JF-03.2"}
    assert unmet(letter, said=["report_back"]) == {"JF-03.3"}


def test_head_and_foot_are_no_text() -> None:
    assert list(texts({"mark": "县委办", "items": [{"text": "落实", "due": 3}], "checkpoint": "存证 1"})) == ["落实"]


def test_every_paper_of_a_meeting_passes_the_gate(cast: Cast) -> None:
    decision = agreed(cast)
    meeting = decision.meeting
    assert meeting is not None
    meetings.notice_issue(cast.call("秘书"), meeting_id=meeting.pk)
    asked = Check.objects.filter(gate="document.sign")
    kinds = {Document.objects.get(pk=int(each.subject.partition("/")[2])).kind for each in asked}
    assert kinds == {"meeting_notice", "decision_notice"}
    assert not any(each.violated for each in asked)


def test_a_notice_that_demands_is_stopped_and_asked_about(cast: Cast, login: Login) -> None:
    line = {"text": "与各乡镇签订责任状。", "lead": cast.units["D02"].pk, "due": "年底前"}
    decision = agreed(cast, line)
    meeting = decision.meeting
    assert meeting is not None
    page = login("秘书").get(f"/meetings/{meeting.pk}/minutes/").content.decode()
    assert "减负核对" in page
    assert "文中提到责任状" in page
    later = cast.call("秘书", SINCE_2024)
    refused = refusal(meetings.notice_issue, later, meeting_id=meeting.pk)
    assert {each.rule for each in refused.findings if each.unmet} == {"JF-03", "JF-03.2", "JF-03.3"}
    demanded = refusal(meetings.notice_issue, later, meeting_id=meeting.pk, extra_requests=["responsibility_letter"])
    assert "责任状" in demanded.text
    meetings.notice_issue(later, meeting_id=meeting.pk, extra_requests=[])
