"""Pages of 呈批件 and 批示 over HTTP: for those who may, 404 for strangers, forms that say what is wrong."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.apps.supervision import loop
from yixing.briefings.models import Briefing, Instruction


def test_the_list_and_its_export(cast, login):
    loop.instruct(cast)
    client = login("秘书")
    page = client.get("/briefings/?state=instructed").content.decode()
    assert "呈2023-0001" in page
    assert "已批示在办" in page
    assert client.get("/briefings/?export=xlsx").headers["Content-Type"].startswith("application/vnd")
    assert login("联络员").get("/briefings/").status_code == 404


def test_a_list_costs_the_same_whatever_its_rows(cast, login):
    client = login("秘书")

    def queries():
        with CaptureQueriesContext(connection) as captured:
            assert client.get("/briefings/").status_code == 200
        return len(captured)

    loop.instruct(cast)
    queries()
    few = queries()
    for _ in range(5):
        loop.instruct(cast)
    assert queries() == few


def test_register_over_http(cast, login):
    client = login("秘书")
    assert client.get("/briefings/new/").status_code == 200
    page = client.post("/briefings/new/", {"kind": "incoming", "title": ""})
    assert page.status_code == 422
    assert "没有填写" in page.content.decode()
    given = {
        "kind": "incoming",
        "title": "关于防汛的来文",
        "leader_ids": [cast.people["01号常委"].pk],
        "paper": loop.pdf(),
    }
    page = client.post("/briefings/new/", given)
    assert page.status_code == 302
    assert client.get(page.headers["Location"]).status_code == 200


def test_the_leader_writes_and_answers(cast, login):
    briefing = loop.present(cast)
    chair = login("书记")
    address = f"/briefings/{briefing.pk}/"
    assert chair.get(address).status_code == 200
    assert chair.get(f"{address}instruct/").status_code == 200
    page = chair.post(f"{address}instruct/", {"text": "请办理。", "version": briefing.version})
    assert page.status_code == 422
    assert "承办单位" in page.content.decode()
    given = {"text": "请办理。", "unit_id": cast.units["D02"].pk, "due_words": "年底前", "version": briefing.version}
    assert chair.post(f"{address}instruct/", given).status_code == 302
    instruction = Instruction.objects.get()
    base = f"/briefings/instructions/{instruction.pk}/"
    inspector = login("督查员")
    assert inspector.get(f"{base}show/").status_code == 200
    shown = inspector.post(f"{base}show/", {"result": "已办结。", "signed": "on", "version": instruction.version})
    assert shown.status_code == 302
    instruction.refresh_from_db()
    assert chair.get(f"{base}answer/").status_code == 200
    assert chair.post(f"{base}answer/", {"agreed": "yes", "version": instruction.version}).status_code == 302
    assert chair.get(base).status_code == 302
    briefing.refresh_from_db()
    clerk = login("秘书")
    assert clerk.get(f"{address}close/").status_code == 200
    assert clerk.post(f"{address}close/", {"version": briefing.version}).status_code == 302
    assert Briefing.objects.get().state == "closed"


def test_the_clerk_enters_it_for_the_leader(cast, login):
    briefing = loop.present(cast)
    client = login("秘书")
    address = f"/briefings/{briefing.pk}/instruct/"
    page = client.get(address).content.decode()
    assert "代录" in page
    given = {"text": "请办理。", "unit_id": cast.units["D02"].pk, "version": briefing.version}
    given["acting_for"] = cast.people["01号常委"].pk
    assert client.post(address, given).status_code == 422
    assert client.post(address, given | {"scan": loop.pdf("批示.pdf")}).status_code == 302
    assert Instruction.objects.get().leader.name == "01号常委"


def test_a_mere_delegate_reaches_the_form_and_returns_to_his_bench(cast, login):
    briefing = loop.present(cast)
    client = login("领导联络员")
    address = f"/briefings/{briefing.pk}/instruct/"
    assert client.get(address).status_code == 200
    given = {"text": "请办理。", "unit_id": cast.units["D02"].pk, "acting_for": cast.people["01号常委"].pk}
    answer = client.post(address, given | {"scan": loop.pdf("批示.pdf")})
    assert (answer.status_code, answer.headers["Location"]) == (302, "/")


@pytest.mark.parametrize("who", ["联络员", "别的常委", "委员", "外单位负责人"])
def test_strangers_get_404(cast, login, who):
    instruction = loop.instruct(cast, unit_id=cast.units["D05"].pk)
    client = login(who)
    assert client.get(f"/briefings/{instruction.briefing_id}/").status_code == 404
    assert client.get(f"/briefings/instructions/{instruction.pk}/").status_code == 404
    assert client.get(f"/briefings/instructions/{instruction.pk}/answer/").status_code in (403, 404)
