"""A list is computed once until something changes; each reader still gets forms of his own, and only what is his."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.cast import TODAY, Cast
from yixing.decisions.models import Decision
from yixing.people.models import Organization
from yixing.supervision.models import Breakdown, Task

PAGE = "/tasks/?light=late"
KEY = re.compile(r'name="request" value="([^"]+)"')
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')
READS_OF_SESSION = 1
"""The session is looked up for every page; its user is kept until accounts or people change."""


def _late_task(cast: Cast) -> None:
    decision = Decision.objects.create(
        number="1", source="direct", title="供热", text="同意", outcome="agreed", decided_on=TODAY, effective_on=TODAY
    )
    breakdown = Breakdown.objects.create(decision=decision, drafted_on=TODAY, approved_on=TODAY, state="approved")
    Task(
        number="督2023-0001",
        breakdown=breakdown,
        source="decision",
        text="完成供热管网改造",
        lead_unit=cast.units["D02"],
        due_words="6月底前",
        due_on=TODAY,
        issued_on=TODAY,
    ).settle()


def _client(cast: Cast, name: str) -> Client:
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast.users[name], backend="yixing.accounts.backend.LockingBackend")
    client.get(PAGE)  # brings the secret of the forms
    return client


def _text(client: Client) -> str:
    answer = client.get(PAGE)
    assert answer.status_code == 200
    return answer.content.decode()


def _queries(client: Client, page: str = PAGE) -> int:
    with CaptureQueriesContext(connection) as found:
        assert client.get(page).status_code == 200
    return len(found)


@pytest.mark.django_db(transaction=True)
def test_the_second_look_reads_the_session_only_and_a_change_shows_at_once(committed: Cast) -> None:
    _late_task(committed)
    client = _client(committed, "督查员")
    assert _queries(client) > READS_OF_SESSION
    assert _queries(client) == READS_OF_SESSION
    assert _queries(client, "/tasks/?light=due") > READS_OF_SESSION

    keys = [KEY.findall(_text(client)) for _ in range(3)]
    assert keys[0]
    assert len({key for found in keys for key in found}) == sum(map(len, keys))

    Organization.objects.filter(code="D02").update(name="县财政和国资局")
    assert "县财政和国资局" in _text(client)


@pytest.mark.django_db(transaction=True)
def test_what_is_kept_for_one_is_not_shown_to_another(committed: Cast) -> None:
    _late_task(committed)
    clients = [_client(committed, name) for name in ("督查员", "单位负责人", "外单位负责人")]
    for _ in range(2):
        inspector, own, other = map(_text, clients)
        assert "督查员甲" in inspector
        assert "督查员甲" not in own + other
        assert "完成供热管网改造" in inspector
        assert "完成供热管网改造" in own
        assert "完成供热管网改造" not in other
    assert _client(committed, "监票人").get(PAGE).status_code == 404
    assert Client().get(PAGE).status_code == 302


@pytest.mark.django_db(transaction=True)
def test_the_forms_of_a_kept_page_work_and_a_message_is_shown_once(committed: Cast) -> None:
    client = _client(committed, "督查员")
    _text(client)
    for label in ("逾期", ""):
        token = TOKEN.search(_text(client))
        assert token is not None
        given = {"csrfmiddlewaretoken": token[1], "label": label, "state": "light=late"}
        assert client.post("/tasks/views/", given).status_code == 302
    assert "没有填写" in _text(client)
    assert "没有填写" not in _text(client)
    assert "csrftoken" in client.get(PAGE).cookies
