"""Numbers without gaps, documents frozen at 签发, files made on demand, a voided number that stays."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, transaction
from django.test import Client

from tests.apps.meetings import desk
from tests.apps.meetings.test_meetings_pages import at_noon
from tests.apps.meetings.test_meetings_result import refusal
from tests.cast import Cast
from yixing.meetings import actions as meetings
from yixing.meetings.actions.minutes import minutes_of
from yixing.meetings.models import Meeting
from yixing.papers import actions, rendering
from yixing.papers.content import content_of, data_of, restored
from yixing.papers.models import Document
from yixing.papers.numbering import continue_from, take_number
from yixing.papers.state import document_state
from yixing_core.papers.fonts import FontSource
from yixing_core.papers.minutes import MinutesData

__all__ = ("at_noon",)
Login = Callable[[str], Client]


@pytest.mark.django_db
def test_numbers_run_on_by_series_and_year() -> None:
    assert [take_number("纪要", 2023) for _ in range(3)] == [1, 2, 3]
    assert (take_number("纪要", 2024), take_number("通知", 2023)) == (1, 1)
    assert continue_from("纪要", 2023, 40)
    assert not continue_from("纪要", 2023, 12)
    assert not continue_from("纪要", 2023, 0)
    assert take_number("纪要", 2023) == 41


@pytest.mark.django_db
def test_a_number_of_a_refused_action_is_given_again() -> None:
    @transaction.atomic
    def refused() -> None:
        take_number("纪要", 2023)
        raise ValueError("refused")

    with pytest.raises(ValueError, match="refused"):
        refused()
    assert take_number("纪要", 2023) == 1


@pytest.mark.django_db(transaction=True)
def test_no_number_outside_a_transaction() -> None:
    with pytest.raises(RuntimeError):
        take_number("纪要", 2023)


def test_two_at_once_take_two_numbers(committed: Cast) -> None:
    def take(_: int) -> int:
        try:
            with transaction.atomic():
                return take_number("纪要", 2023)
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        assert sorted(pool.map(take, range(12))) == list(range(1, 13))


def drafted(cast: Cast, present: int = 9) -> tuple[Meeting, Document]:
    meeting = desk.opened(cast, desk.matter(cast), {"title": "传达学习", "nature": "convey"}, present=present)
    first, second = meeting.items.order_by("order")
    lines = [{"text": "由县财政局牵头实施。", "lead": cast.units["D02"].pk, "due": "6月底前"}]
    desk.conclude(cast, first, settled=lines)
    desk.conclude(cast, second, "conveyed", text="抓好落实。", in_order=False)
    meetings.meeting_close(cast.call("秘书"), meeting_id=meeting.pk)
    return meeting, meetings.minutes_draft(cast.call("秘书"), meeting_id=meeting.pk)


def signed(cast: Cast) -> tuple[Meeting, Document]:
    meeting, document = drafted(cast)
    meetings.minutes_review(cast.call("县委办主任"), document_id=document.pk, parts_reviewed=True)
    return meeting, meetings.minutes_sign(cast.call("书记"), document_id=document.pk)


@pytest.mark.django_db
def test_a_draft_has_no_number_and_a_signed_one_does(cast: Cast) -> None:
    meeting, document = drafted(cast)
    assert (document.state, document.number) == ("draft", None)
    call = cast.call("书记")
    assert refusal(meetings.minutes_sign, call, document_id=document.pk).code == "minutes_state"
    meetings.minutes_review(cast.call("县委办主任"), document_id=document.pk, parts_reviewed=True)
    document = meetings.minutes_sign(cast.call("书记"), document_id=document.pk)
    assert (document.state, document.number, document.content["signed_by"]) == ("signed", 1, "01号常委")
    assert refusal(meetings.minutes_draft, cast.call("秘书"), meeting_id=meeting.pk).code == "minutes_exists"
    assert document.state == document_state(document)


@pytest.mark.django_db
def test_only_the_chair_signs(cast: Cast) -> None:
    _, document = drafted(cast)
    meetings.minutes_review(cast.call("县委办主任"), document_id=document.pk, parts_reviewed=True)
    for name in ("县委办主任", "秘书", "常委"):
        assert refusal(meetings.minutes_sign, cast.call(name), document_id=document.pk).status in {403, 404}


@pytest.mark.django_db
def test_a_changed_draft_is_reviewed_again(cast: Cast) -> None:
    meeting, document = drafted(cast)
    meetings.minutes_review(cast.call("县委办主任"), document_id=document.pk)
    items = document.content["items"]
    items[0]["paragraphs"] = ["会议同意。"]
    changed = meetings.minutes_draft(cast.call("秘书"), meeting_id=meeting.pk, items=items)
    assert (changed.pk, changed.state, changed.content["items"][0]["paragraphs"]) == (
        document.pk,
        "draft",
        ["会议同意。"],
    )


@pytest.mark.django_db
def test_a_draft_that_contradicts_the_record_is_not_signed(cast: Cast) -> None:
    meeting, document = drafted(cast)
    items = document.content["items"][:1]
    items[0] |= {"paragraphs": ["会议同意。"], "settled": []}
    meetings.minutes_draft(cast.call("秘书"), meeting_id=meeting.pk, items=items)
    meetings.minutes_review(cast.call("县委办主任"), document_id=document.pk, parts_reviewed=True)
    found = refusal(meetings.minutes_sign, cast.call("书记"), document_id=document.pk)
    assert {"LC-29", "XC-67"} <= {each.rule for each in found.findings if each.unmet}


@pytest.mark.django_db
def test_what_is_stored_is_what_was_built(cast: Cast) -> None:
    _, document = signed(cast)
    data = data_of(document)
    assert isinstance(data, MinutesData)
    assert (data.number, len(data.present), len(data.absent)) == ("县委常委会纪要〔2023〕1号", 9, 2)
    assert content_of(restored(MinutesData, content_of(data))) == content_of(data)


@pytest.mark.django_db
def test_a_void_number_stays_and_is_not_used_again(cast: Cast) -> None:
    meeting, document = signed(cast)
    assert refusal(actions.document_void, cast.call("秘书"), document_id=document.pk, reason="x").status == 403
    director = cast.call("县委办主任")
    assert refusal(actions.document_void, director, document_id=document.pk, reason="").field == "reason"
    gone = actions.document_void(cast.call("县委办主任"), document_id=document.pk, reason="漏印一项")
    assert (gone.state, gone.number) == ("void", 1)
    again = cast.call("县委办主任")
    assert refusal(actions.document_void, again, document_id=document.pk, reason="x").code == "void_again"
    new = meetings.minutes_draft(cast.call("秘书"), meeting_id=meeting.pk)
    meetings.minutes_review(cast.call("县委办主任"), document_id=new.pk, parts_reviewed=True)
    assert meetings.minutes_sign(cast.call("书记"), document_id=new.pk).number == 2
    current = minutes_of(meeting)
    assert current is not None
    assert current.pk == new.pk


@pytest.mark.django_db
@pytest.mark.parametrize("suffix", ["docx", "pdf"])
def test_files_and_pages(cast: Cast, login: Login, at_noon: None, suffix: str) -> None:
    meeting, document = signed(cast)
    meetings.notice_issue(cast.call("秘书"), meeting_id=meeting.pk)
    client = login("秘书")
    for row in Document.objects.all():
        assert client.get(f"/papers/{row.pk}/").status_code == 200
        answer = client.get(f"/papers/{row.pk}/file.{suffix}")
        assert answer.status_code == 200
        assert "attachment" in answer["Content-Disposition"]
    assert client.get(f"/papers/{document.pk}/file.odt").status_code == 404
    assert login("县委办主任").get(f"/papers/{document.pk}/void/").status_code == 200
    assert client.get(f"/papers/{document.pk}/void/").status_code == 403
    assert login("外单位联络员").get(f"/papers/{document.pk}/file.{suffix}").status_code == 404


@pytest.mark.django_db
def test_without_a_chinese_font_the_pdf_is_refused_and_the_docx_goes_on(
    cast: Cast, login: Login, at_noon: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, document = signed(cast)
    monkeypatch.setattr(rendering, "fonts", lambda: FontSource(system=False))
    client = login("秘书")
    refused = client.get(f"/papers/{document.pk}/file.pdf")
    assert refused.status_code >= 400
    assert "fonts-noto-cjk" in refused.content.decode()
    assert client.get(f"/papers/{document.pk}/file.docx").status_code == 200
