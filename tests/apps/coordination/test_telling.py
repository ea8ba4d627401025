"""重大、逾期任务情况通报: all members are told of a large or overdue task, once for each reason, without seeing more."""

import datetime as dt
from typing import Any

import pytest
from django.test import Client

from tests.apps.handover.moving import matter, task
from tests.cast import PASSWORD, TODAY, Cast
from yixing.access.loaders import visible
from yixing.coordination.actions import task_circulate
from yixing.coordination.models import TaskCircular, ToldTask
from yixing.coordination.telling import circulars_for, to_tell
from yixing.coordination.waiting import waiting_for
from yixing.decisions.models import Decision
from yixing.ledger.models import Entry
from yixing.supervision.models import Task
from yixing_core.errors import Refusal

DAY = dt.timedelta(days=1)


def late(cast: Cast, **given: Any) -> Task:
    row = task(cast, "a01")
    row.due_on = TODAY - DAY
    for name, value in given.items():
        setattr(row, name, value)
    row.settle()
    return row


def told(cast: Cast, on: dt.date = TODAY, who: str = "秘书") -> TaskCircular:
    return task_circulate(cast.call(who, on))


def test_an_overdue_task_is_told_once_to_all_members(cast: Cast) -> None:
    row = late(cast)
    circular = told(cast)
    line = circular.told.get()
    assert (line.task, line.reason, line.text, line.unit) == (row, ToldTask.Reason.LATE, row.text, row.lead_unit)
    assert circular.members.count() == 11
    with pytest.raises(Refusal) as refused:
        told(cast, TODAY + DAY)
    assert refused.value.code == "circular_nothing"


def test_what_is_due_today_or_has_ended_is_not_overdue(cast: Cast) -> None:
    late(cast, due_on=TODAY)
    late(cast, closed_on=TODAY)
    with pytest.raises(Refusal):
        told(cast)
    assert told(cast, TODAY + DAY).told.count() == 1


def test_a_large_task_is_told_when_it_is_issued_and_again_when_it_is_late(cast: Cast) -> None:
    row = late(cast, due_on=TODAY + DAY)
    with pytest.raises(Refusal):
        told(cast)
    weighty = matter(cast, importance="major")
    Decision.objects.filter(pk=row.breakdown.decision_id).update(matter=weighty)
    assert told(cast).told.get().reason == ToldTask.Reason.LARGE
    assert told(cast, TODAY + 2 * DAY).told.get().reason == ToldTask.Reason.LATE


def test_a_member_reads_the_circular_and_does_not_thereby_see_the_task(cast: Cast, client: Client) -> None:
    row, circular = late(cast), told(cast)
    other = cast.actor("别的常委")
    assert not visible(Task, other).filter(pk=row.pk).exists()
    assert [each.url for each in circulars_for(other, TODAY)] == [f"/portfolios/together/circulars/{circular.pk}/"]
    client.login(username=cast.users["别的常委"].username, password=PASSWORD)
    page = client.get(f"/portfolios/together/circulars/{circular.pk}/").content.decode()
    assert row.text in page
    assert f"/tasks/{row.pk}/" not in page
    client.login(username=cast.users["联络员"].username, password=PASSWORD)
    assert client.get(f"/portfolios/together/circulars/{circular.pk}/").status_code == 404


def test_the_book_holds_counts_and_references_and_no_words(cast: Cast) -> None:
    row = late(cast)
    told(cast)
    line = Entry.objects.get(action="task.circulate").line
    assert '"late":1' in line
    assert f"task/{row.pk}" in line
    assert row.text not in line


@pytest.mark.parametrize("who", ["书记", "常委", "联络员", "组织部"])
def test_only_the_office_and_the_inspectors_tell(cast: Cast, who: str) -> None:
    late(cast)
    with pytest.raises(Refusal) as refused:
        told(cast, who=who)
    assert refused.value.code == "forbidden"


def test_the_page_shows_beforehand_what_it_tells(cast: Cast, client: Client) -> None:
    row = late(cast)
    client.login(username=cast.users["督查员"].username, password=PASSWORD)
    page = client.get("/portfolios/together/circulars/new/")
    assert row.text in page.content.decode()
    form = page.context["form"]
    client.post("/portfolios/together/circulars/new/", {"request": form["request"].value()})
    assert TaskCircular.objects.get().told.get().task == row


def _rows(cast: Cast, who: str, day: dt.date = TODAY) -> list[Any]:
    return [row for row in waiting_for(cast.actor(who, day)) if row.kind == "任务情况通报"]


def test_the_office_is_reminded_once_a_month_with_the_day_and_the_rule(cast: Cast) -> None:
    late(cast, due_on=dt.date(2023, 5, 20), issued_on=dt.date(2023, 5, 2))
    large = late(cast, due_on=TODAY + DAY, issued_on=dt.date(2023, 5, 25))
    Decision.objects.filter(pk=large.breakdown.decision_id).update(matter=matter(cast, importance="major"))
    for who in ("秘书", "督查员"):
        [row] = _rows(cast, who)
        assert row.what == "2 件任务待通报其他常委（重大 1、逾期 1）"
        assert (row.due, row.rule, row.button_url) == (
            dt.date(2023, 5, 21) + 40 * DAY,
            "XC-45",
            "/portfolios/together/circulars/new/",
        )
    assert [_rows(cast, who) for who in ("书记", "常委", "联络员", "组织部")] == [[]] * 4
    told(cast)
    assert _rows(cast, "秘书") == []


def test_what_became_late_this_month_waits_for_the_next(cast: Cast) -> None:
    late(cast, due_on=dt.date(2023, 5, 31), issued_on=dt.date(2023, 5, 2))
    assert to_tell(TODAY) is None
    assert [row.due for row in _rows(cast, "秘书", dt.date(2023, 7, 1))] == [dt.date(2023, 6, 1) + 40 * DAY]
    assert told(cast).told.count() == 1, "whoever tells earlier tells all that is late that day"
