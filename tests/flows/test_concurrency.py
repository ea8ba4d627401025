"""Over HTTP: two people at once, a form opened ten minutes ago, a double click. One wins, the other is told."""

import re
import threading
import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from tests.apps.matters import walk
from tests.apps.supervision import loop
from tests.cast import Cast
from yixing.ledger.models import Entry
from yixing.matters.models import Endorsement, Matter
from yixing.supervision.models import Task

pytestmark = pytest.mark.both
Post = Callable[[], Any]


def _enter(cast: Cast, name: str) -> Client:
    client = Client(raise_request_exception=False)
    client.force_login(cast.users[name], backend="yixing.accounts.backend.LockingBackend")
    return client


def _keys(client: Client, path: str) -> dict[str, str]:
    """Version and request number as they stand in the form of a page."""
    page = client.get(path).content.decode()
    found = {}
    for name in ("version", "request"):
        tag = re.search(rf'<input[^>]*name="{name}"[^>]*>', page)
        assert tag, f"{path} has no {name}"
        value = re.search(r'value="([^"]*)"', tag.group(0))
        found[name] = value.group(1) if value else ""
    return found


def _at_once(*posts: Post) -> list[Any]:
    """The answers of posts that are sent at the same moment, each from a thread of its own."""
    answers: list[Any] = [None] * len(posts)
    start = threading.Barrier(len(posts))

    def run(place: int, post: Post) -> None:
        try:
            start.wait()
            answers[place] = post()
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=each) for each in enumerate(posts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return answers


def _statuses(answers: list[Any]) -> list[int]:
    return sorted(answer.status_code for answer in answers)


def test_two_people_check_one_matter(committed: Cast) -> None:
    matter = walk.to_office(committed)
    path = f"/matters/{matter.pk}/check/"
    clients = [_enter(committed, name) for name in ("秘书", "秘书乙")]
    forms = [_keys(client, path) | {"verdict": "agree", "opinion": "材料齐全。"} for client in clients]
    answers = _at_once(
        *(lambda client=client, form=form: client.post(path, form) for client, form in zip(clients, forms, strict=True))
    )
    assert _statuses(answers) == [302, 409]
    told = next(answer for answer in answers if answer.status_code == 409).content.decode()
    assert "县委办核对" in told
    assert Endorsement.objects.filter(matter=matter, stage="office").count() == 1
    assert Entry.objects.filter(action="matter.check").count() == 1
    matter.refresh_from_db()
    assert matter.state == Matter.State.DIRECTOR


def test_the_liaison_and_the_head_sign_for_one_task(committed: Cast) -> None:
    task = loop.issue(committed)
    clients = [_enter(committed, name) for name in ("联络员", "单位负责人")]
    forms = [{"version": str(task.version), "request": str(uuid.uuid4())} for _ in clients]
    path = f"/tasks/{task.pk}/accept/"
    answers = _at_once(
        *(lambda client=client, form=form: client.post(path, form) for client, form in zip(clients, forms, strict=True))
    )
    assert _statuses(answers) == [302, 409]
    assert Entry.objects.filter(action="task.accept").count() == 1
    assert Task.objects.get(pk=task.pk).state == Task.State.IN_HAND


def test_a_form_opened_ten_minutes_ago(committed: Cast) -> None:
    matter = walk.to_office(committed)
    path = f"/matters/{matter.pk}/check/"
    slow, quick = _enter(committed, "秘书"), _enter(committed, "秘书乙")
    old = _keys(slow, path)
    done = quick.post(path, _keys(quick, path) | {"verdict": "return", "opinion": "缺依据材料。"})
    assert done.status_code == 302
    entries = Entry.objects.count()
    answer = slow.post(path, old | {"verdict": "agree", "opinion": "程序已逐项核过。"})
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "县委办核对" in page, "says what was done meanwhile"
    assert "程序已逐项核过。" in page, "keeps what was written"
    assert Entry.objects.count() == entries
    assert list(Endorsement.objects.filter(matter=matter, stage="office").values_list("verdict", flat=True)) == ["return"]


def test_a_double_click_counts_once(committed: Cast) -> None:
    task = loop.in_hand(committed)
    path = f"/tasks/{task.pk}/report/"
    client = _enter(committed, "联络员")
    form = _keys(client, path) | {"progress": "施工图已审查。", "ask": "none"}
    twins = [_enter(committed, "联络员") for _ in range(2)]
    answers = _at_once(*(lambda twin=twin: twin.post(path, form) for twin in twins))
    assert _statuses(answers) == [302, 302]
    assert task.reports.count() == 1
    assert Entry.objects.filter(request=form["request"]).count() == 1


def test_a_double_click_on_what_makes_a_new_row(committed: Cast) -> None:
    client = _enter(committed, "联络员")
    form = _keys(client, "/matters/new/") | {
        "unit_id": committed.units["D02"].pk,
        "title": "关于县级预备费使用的请示",
        "type_code": "T17",
        "nature": "deliberate",
    }
    twins = [_enter(committed, "联络员") for _ in range(2)]
    answers = _at_once(*(lambda twin=twin: twin.post("/matters/new/", form) for twin in twins))
    assert _statuses(answers) == [302, 302]
    assert answers[0].headers["Location"] == answers[1].headers["Location"]
    assert Matter.objects.count() == 1
