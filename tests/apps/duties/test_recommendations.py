"""奖惩意见: in words, about a unit of one's field or a post in it; seen by few; nothing follows from it here."""

import datetime as dt

import pytest
from django.test import Client

from tests.apps.duties import doing
from tests.cast import TODAY, Cast
from yixing.access.loaders import visible
from yixing.duties import actions
from yixing.duties.models import Recommendation
from yixing.ledger.models import Entry
from yixing_core.errors import Refusal


def refused(code: str, do: object, *args: object, **kwargs: object) -> Refusal:
    with pytest.raises(Refusal) as caught:
        do(*args, **kwargs)  # type: ignore[operator]
    assert caught.value.code == code
    return caught.value


def test_it_is_seen_by_the_chair_the_office_the_two_departments_and_its_author_alone(cast: Cast) -> None:
    row = doing.recommend(cast, post="局长")
    seen = {who for who in cast.users if visible(Recommendation, cast.actor(who)).filter(pk=row.pk).exists()}
    assert seen == {"书记", "县委办主任", "秘书", "秘书乙", "督查员", "组织部", "纪委", "常委"}


def test_the_ledger_has_no_word_of_it(cast: Cast) -> None:
    doing.recommend(cast)
    entry = Entry.objects.latest("seq")
    assert entry.action == "recommendation.make"
    assert "表扬" not in entry.line


def test_only_about_a_unit_of_his_field(cast: Cast) -> None:
    found = refused("recommendation_outside", doing.recommend, cast, unit_id=cast.units["D03"].pk)
    assert "06号常委" in found.mend
    refused("forbidden", doing.recommend, cast, who="单位负责人")
    refused("field_invalid", doing.recommend, cast, kind="fine")
    refused("field_required", doing.recommend, cast, text=" ")


def test_what_was_decided_elsewhere_is_recorded_once(cast: Cast) -> None:
    row = doing.recommend(cast)
    given = {"recommendation_id": row.pk, "outcome": "已通报表扬。", "outcome_by": "县委组织部〔2023〕6号"}
    refused("forbidden", actions.recommendation_settle, cast.call("常委"), **given)
    refused(
        "recommendation_before", actions.recommendation_settle, cast.call("组织部", TODAY - dt.timedelta(1)), **given
    )
    settled = actions.recommendation_settle(cast.call("组织部"), **given)
    assert (settled.state, settled.settled_on) == ("settled", TODAY)
    refused("recommendation_settled", actions.recommendation_settle, cast.call("组织部"), **given)


def test_it_is_proposed_and_settled_on_its_pages(cast: Cast, login: object) -> None:
    client: Client = login("常委")  # type: ignore[operator]
    given = {
        "kind": "sanction",
        "unit_id": cast.units["D02"].pk,
        "title": "拨付迟缓",
        "text": "建议约谈。",
        "sent_to_id": cast.units["D05"].pk,
    }
    assert client.post("/duties/recommendations/new/", given).status_code == 302
    row = Recommendation.objects.get()
    department: Client = login("组织部")  # type: ignore[operator]
    assert "建议约谈" in department.get(f"/duties/recommendations/{row.pk}/").content.decode()
    settled = {"outcome": "已约谈。", "outcome_by": "县委"}
    assert department.post(f"/duties/recommendations/{row.pk}/settle/", settled).status_code == 302
    other: Client = login("别的常委")  # type: ignore[operator]
    assert other.get(f"/duties/recommendations/{row.pk}/").status_code == 404
    assert "拨付迟缓" not in other.get("/duties/recommendations/").content.decode()
