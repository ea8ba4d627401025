"""The pages of a ballot: an empty sheet for each teller, counts only after the announcement, two prints."""

from collections.abc import Callable

import pytest
from django.test import Client

from tests.apps.ballots.test_ballots import STAFF, cadre_item, counted, given_out, sheet
from tests.apps.meetings import desk
from tests.apps.meetings.test_meetings_pages import at_noon
from tests.cast import Cast
from yixing.ballots.models import Poll
from yixing.meetings import actions as meetings

pytestmark = pytest.mark.django_db
__all__ = ("at_noon",)
Login = Callable[[str], Client]


def entered(poll: Poll, *lines: tuple[int, int, int]) -> dict[str, str]:
    data = {"version": str(poll.version), "issued": "11", "returned": "11", "valid": "11", "invalid": "0"}
    for order, (yes, no, abstain) in enumerate(lines, 1):
        data |= {f"yes_{order}": str(yes), f"no_{order}": str(no), f"abstain_{order}": str(abstain)}
    return data


def test_a_ballot_by_its_pages(cast: Cast, login: Login, at_noon: None) -> None:
    item = cadre_item(cast)
    clerk, scrutineer = login("秘书"), login("监票人")
    assert clerk.get(f"/polls/items/{item.pk}/").status_code == 200
    data = {"version": str(item.version), "text_1": "干部001", "post_1": "局长"} | STAFF
    data |= {f"ack-{rule}": why for rule, why in desk.ANY.items()}
    answer = clerk.post(f"/polls/items/{item.pk}/", data)
    assert answer.status_code == 302, answer.content.decode()
    poll = Poll.objects.get()
    assert clerk.get(f"/polls/{poll.pk}/count/").status_code == 200
    wrong = clerk.post(f"/polls/{poll.pk}/count/", entered(poll, (9, 1, 0)))
    assert wrong.status_code == 422
    assert "与有效票11张不符" in wrong.content.decode()
    assert clerk.post(f"/polls/{poll.pk}/count/", entered(poll, (9, 1, 1))).status_code == 302
    poll.refresh_from_db()
    page = scrutineer.get(f"/polls/{poll.pk}/confirm/").content.decode()
    assert 'value="9"' not in page
    assert ">9<" not in scrutineer.get(f"/polls/{poll.pk}/").content.decode()
    answer = scrutineer.post(f"/polls/{poll.pk}/confirm/", entered(poll, (9, 1, 1)))
    assert answer.status_code == 302, answer.content.decode()
    page = scrutineer.get(f"/polls/{poll.pk}/").content.decode()
    assert "超过应到会半数" in page
    assert clerk.get(f"/polls/{poll.pk}/void/").status_code == 200


@pytest.mark.parametrize("suffix", ["docx", "pdf"])
def test_the_prints(cast: Cast, login: Login, at_noon: None, suffix: str) -> None:
    poll = given_out(cast, cadre_item(cast))
    clerk = login("秘书")
    assert clerk.get(f"/polls/{poll.pk}/print/ballot.{suffix}").status_code == 200
    assert clerk.get(f"/polls/{poll.pk}/print/result.{suffix}").status_code == 409
    counted(cast, poll, sheet((9, 1, 1), (6, 3, 2)))
    assert clerk.get(f"/polls/{poll.pk}/print/result.{suffix}").status_code == 200
    assert clerk.get(f"/polls/{poll.pk}/print/other.{suffix}").status_code == 404


def test_strangers_find_no_ballot(cast: Cast, login: Login, at_noon: None) -> None:
    poll = given_out(cast, cadre_item(cast))
    for name in ("联络员", "单位负责人", "组织部", "系统管理员"):
        assert login(name).get(f"/polls/{poll.pk}/").status_code == 404, name
    assert login("监票人").get(f"/polls/{poll.pk}/").status_code == 200
    assert login("督查员").get(f"/polls/{poll.pk}/print/ballot.docx").status_code == 404


def test_a_plenary_of_fifteen(cast: Cast) -> None:
    """The plenary votes by ballot; a recused member, having left for the discussion, may vote (CR-13)."""
    matter = desk.matter(cast, "关于重要干部任免的事项", "T08", "cadre", decided_by="plenary")
    first = desk.opened(cast, {"matter": matter.pk, "is_referral": True})
    desk.conclude(cast, desk.first_item(first), "referred", text="提请全委会。")
    meetings.meeting_close(cast.call("秘书"), meeting_id=first.pk)
    meeting = desk.opened(cast, matter, kind="plenary", present=13)
    item = desk.first_item(meeting)
    meetings.meeting_recuse(cast.call("秘书"), item_id=item.pk, person_id=cast.people["03号常委"].pk, reason="亲属")
    poll = given_out(cast, item, [{"text": "干部003", "post": "乡镇01党委书记"}])
    assert (poll.base, poll.present, poll.entitled) == (15, 13, 13)
    done = counted(cast, poll, sheet((8, 4, 1), issued=13, returned=13, valid=13))
    assert done.options.get().passed
    assert desk.conclude(cast, item, in_order=False).outcome == "agreed"
