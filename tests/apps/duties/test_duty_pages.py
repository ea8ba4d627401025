"""Pages of 常委履责: the number of queries does not grow with rows, whoever looks; every list exports what it shows."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.apps.duties import doing
from tests.cast import Cast

LISTS = (
    "/duties/?year=2023",
    "/duties/inquiries/",
    "/duties/recommendations/",
    "/duties/reports/?year=2023",
    "/duties/talks/?year=2023",
)


def _queries(client: Client, url: str) -> int:
    client.get(url)  # what is kept for the process is read now
    with CaptureQueriesContext(
        connection,
    ) as asked:
        assert client.get(url).status_code == 200
    return len(asked)


@pytest.mark.parametrize("url", LISTS)
def test_queries_do_not_grow_with_rows(cast: Cast, login: object, url: str) -> None:
    client: Client = login("秘书")  # type: ignore[operator]

    def more(place: int) -> None:
        doing.duty(cast, title=f"协调第{place}件")
        doing.ask(cast)
        doing.recommend(cast)
        doing.light(cast, f"研究第{place}件")
        doing.report(cast, person_id=cast.people[f"{place + 1:02d}号常委"].pk, who="秘书")
        doing.quarter(cast, [doing.pair(cast, 1, place + 1, doing.MARCH)])

    more(1)
    few = _queries(client, url)
    for place in range(2, 6):
        more(place)
    assert _queries(client, url) <= few


@pytest.mark.parametrize("url", LISTS)
def test_every_list_exports_what_it_shows(cast: Cast, login: object, url: str) -> None:
    doing.duty(cast)
    doing.ask(cast)
    doing.recommend(cast)
    client: Client = login("书记")  # type: ignore[operator]
    answer = client.get(f"{url}{'&' if '?' in url else '?'}export=xlsx")
    assert answer.status_code == 200
    assert answer.content[:2] == b"PK"


@pytest.mark.parametrize(
    ("who", "status"),
    [("书记", 200), ("别的常委", 200), ("组织部", 200), ("纪委", 200), ("联络员", 404), ("委员", 404)],
)
def test_who_opens_the_register(cast: Cast, login: object, who: str, status: int) -> None:
    client: Client = login(who)  # type: ignore[operator]
    assert client.get("/duties/").status_code == status


def test_the_unit_finds_its_inquiry_and_answers_on_a_page(cast: Cast, login: object) -> None:
    row = doing.ask(cast)
    liaison: Client = login("联络员")  # type: ignore[operator]
    assert row.title in liaison.get("/duties/inquiries/").content.decode()
    assert liaison.post(f"/duties/inquiries/{row.pk}/draft/", {"text": "因预算调整。"}).status_code == 302
    head: Client = login("单位负责人")  # type: ignore[operator]
    assert "因预算调整。" in head.get(f"/duties/inquiries/{row.pk}/sign/").content.decode()
    colleague: Client = login("别的常委")  # type: ignore[operator]
    assert "因预算调整。" not in colleague.get(f"/duties/inquiries/{row.pk}/").content.decode()
    assert head.post(f"/duties/inquiries/{row.pk}/sign/", {"text": "因预算调整，已改。"}).status_code == 302
    assert "因预算调整，已改。" in colleague.get(f"/duties/inquiries/{row.pk}/").content.decode()
    member: Client = login("常委")  # type: ignore[operator]
    demanded = {"verdict": "rectify", "demand": "按月拨付。", "rectify_by": "2199-01-01"}
    assert member.post(f"/duties/inquiries/{row.pk}/judge/", demanded).status_code == 302
    assert "整改要求和答复（第1次）" in member.get(f"/duties/inquiries/{row.pk}/").content.decode()
    asked = {"unit_id": cast.units["D03"].pk, "title": "越界", "question": "说明", "due_on": "2199-01-01"}
    assert member.post("/duties/inquiries/new/", asked).status_code == 422
