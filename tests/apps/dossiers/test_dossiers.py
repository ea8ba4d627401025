"""A dossier: who may take one, that it verifies outside, and what it never holds."""

import json
import uuid
import zipfile
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from tests.apps.ballots.test_ballots import cadre_item, given_out, sheet
from tests.apps.meetings import desk
from tests.apps.supervision import loop
from tests.cast import TODAY
from yixing.access.actions import Action
from yixing.ballots.actions import poll_confirm, poll_count
from yixing.decisions.models import Decision
from yixing.dossiers.actions import dossier_take, dossier_year
from yixing.dossiers.build import build
from yixing.dossiers.jobs import DOSSIERS, write_dossier
from yixing.files.actions import attachment_add, attachment_destroy
from yixing.jobs.models import Job
from yixing.ledger.erase import erase
from yixing.ledger.keys import make_key
from yixing.ledger.models import Entry
from yixing_core.dossier.verify import verify_dossier
from yixing_core.errors import Refusal

AT = timezone.now().replace(microsecond=0)
TAKERS = ["县委办主任", "秘书", "审计员", "纪委"]
STRANGERS = ["书记", "常委", "督查员", "单位负责人", "联络员", "监票人", "系统管理员", "审计管理员"]


@pytest.fixture(autouse=True)
def key(settings, tmp_path):
    settings.KEY_DIR = tmp_path / "keys"
    settings.DATA_DIR = tmp_path
    return make_key("yixing.example/test").verifier


@pytest.fixture
def decision(cast) -> Decision:
    """One that was decided by a meeting, and whose task is closed."""
    task = loop.closed(cast)
    return task.breakdown.decision


def made(tmp_path: Path, decision: Decision, actor, **given) -> tuple[Path, dict]:
    place = tmp_path / f"{uuid.uuid4()}.zip"
    build(place, [decision], actor, AT, **given)
    with zipfile.ZipFile(place) as archive:
        return place, json.loads(archive.read("档案.json"))


def upload(name: str, words: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, b"%PDF-1.4 " + words + b"\n%%EOF\n", "application/pdf")


def attach(cast, decision, name="上会稿.pdf", words=b"a", **given):
    call = cast.call("秘书")
    return attachment_add(call, subject=f"decision/{decision.pk}", upload=upload(name, words), label="tabled", **given)


def test_it_holds_outside_and_says_what_the_book_says(cast, decision, tmp_path, key):
    attach(cast, decision)
    place, record = made(tmp_path, decision, cast.actor("审计员"))
    report = verify_dossier(place, key=key.vkey)
    assert report.findings == []
    assert report.entries == Entry.objects.filter(seq__in=[row["entry"] for row in record["timeline"]]).count()
    assert report.agreed == len(record["agreement"]) > len(record["timeline"])
    assert record["decision"]["number"] == decision.number
    assert record["tasks"][0]["closed_on"] == TODAY.isoformat()
    assert [one["file"] for one in record["originals"] if "上会稿" in one["name"]]


def test_the_same_state_and_moment_give_the_same_bytes(cast, decision, tmp_path):
    one, _ = made(tmp_path, decision, cast.actor("审计员"))
    other, _ = made(tmp_path, decision, cast.actor("审计员"))
    assert one.read_bytes() == other.read_bytes()


@pytest.mark.parametrize("who", TAKERS)
def test_who_may_take_one(cast, decision, login, who):
    client = login(who)
    assert client.get(f"/dossiers/decisions/{decision.pk}/").status_code == 200
    assert "决策全过程档案" in client.get(f"/decisions/{decision.pk}/").content.decode()
    answer = client.post(f"/dossiers/decisions/{decision.pk}/", {"request": uuid.uuid4()})
    assert answer.status_code == 302
    job = Job.objects.get(kind="dossier")
    entry = Entry.objects.get(action=Action.DOSSIER_TAKE)
    assert (entry.subject, json.loads(entry.line)["refs"]) == (f"job/{job.pk}", [f"decision/{decision.pk}"])


@pytest.mark.parametrize("who", STRANGERS)
def test_who_may_not(cast, decision, login, who):
    client = login(who)
    assert client.get(f"/dossiers/decisions/{decision.pk}/").status_code == 403
    assert client.get("/dossiers/").status_code == 403
    with pytest.raises(Refusal):
        dossier_take(cast.call(who), decision_id=decision.pk)


def test_the_job_writes_it_and_only_its_taker_fetches_it(cast, decision, login, key):
    job = dossier_take(cast.call("审计员"), decision_id=decision.pk)
    assert login("审计员").get(f"/dossiers/{job.pk}/file/").status_code == 404
    message = write_dossier(job)
    Job.objects.filter(pk=job.pk).update(state=Job.State.DONE, message=message)
    answer = login("审计员").get(f"/dossiers/{job.pk}/file/")
    assert b"".join(answer.streaming_content) == DOSSIERS.place(job.pk).read_bytes()
    assert "下载" in login("审计员").get(f"/dossiers/decisions/{decision.pk}/").content.decode()
    for who in ("纪委", "秘书", "书记", "系统管理员"):
        assert login(who).get(f"/dossiers/{job.pk}/file/").status_code == 404
    assert verify_dossier(DOSSIERS.place(job.pk), key=key.vkey).holds


def test_a_year_is_one_volume(cast, decision, tmp_path, key):
    another = loop.decide(cast)
    job = dossier_year(cast.call("纪委"), year=TODAY.year)
    write_dossier(job)
    report = verify_dossier(DOSSIERS.place(job.pk), key=key.vkey)
    assert report.findings == []
    assert report.decisions == Decision.objects.filter(decided_on__year=TODAY.year).count()
    with zipfile.ZipFile(DOSSIERS.place(job.pk)) as archive:
        names = set(archive.namelist())
    assert {f"档案/{row.number}/封面.pdf" for row in (decision, another)} <= names
    with pytest.raises(Refusal) as refused:
        dossier_year(cast.call("纪委"), year=2001)
    assert refused.value.code == "dossier_year_empty"
    with pytest.raises(Refusal):
        dossier_year(cast.call("秘书"), year=TODAY.year)


def test_what_was_lawfully_erased_is_said_to_be_erased_and_the_rest_holds(cast, decision, tmp_path):
    destroyed = attach(cast, decision, "误传.pdf", b"never again")
    attachment_destroy(cast.call("县委办主任"), attachment_id=destroyed.pk, kind="classified", reason="误录")
    erase(Entry.objects.filter(subject=f"decision/{decision.pk}")[:1])
    place, record = made(tmp_path, decision, cast.actor("审计员"))
    report = verify_dossier(place)
    assert report.findings == []
    assert "误传" not in json.dumps(record, ensure_ascii=False)
    assert "destroyed" in {one.get("state") for one in record["originals"]}
    assert b"never again" not in unpacked(place)


def unpacked(place: Path) -> bytes:
    """Everything in the archive, as it reads once unpacked."""
    with zipfile.ZipFile(place) as archive:
        return b"".join(archive.read(name) for name in archive.namelist())


def test_an_internal_file_is_for_its_readers_only(cast, decision, tmp_path):
    readers = [cast.people["09号常委"].pk]
    attach(cast, decision, "内部测算.pdf", b"kept inside", level="internal", reader_ids=readers)
    place, record = made(tmp_path, decision, cast.actor("审计员"))
    assert "restricted" in {one.get("state") for one in record["originals"]}
    everything = unpacked(place)
    assert b"kept inside" not in everything
    assert "内部测算".encode() not in everything
    own, _ = made(tmp_path, decision, cast.actor("秘书"))  # brought it in himself
    assert b"kept inside" in unpacked(own)


def test_of_a_secret_ballot_only_the_counts(cast, tmp_path):
    item = cadre_item(cast)
    poll = given_out(cast, item)
    poll_count(cast.call("监票人"), poll_id=poll.pk, **sheet((11, 0, 0), (11, 0, 0)))
    poll_confirm(cast.call("秘书", acknowledged=desk.ANY), poll_id=poll.pk, **sheet((11, 0, 0), (11, 0, 0)))
    item.refresh_from_db()
    decision = Decision.objects.create(
        number="2023-99-01", source="meeting", meeting=item.meeting, item=item, matter=item.matter, title="干部任免",
        text="同意", outcome="agreed", decided_on=TODAY, effective_on=TODAY,
    )  # fmt: skip
    place, record = made(tmp_path, decision, cast.actor("审计员"))
    assert record["votes"] == []
    assert [one["yes"] for one in record["polls"][0]["options"]] == [11, 11]
    assert record["speaking"]
    assert all("stance" not in one and "gist" not in one for one in record["speaking"])
    with zipfile.ZipFile(place) as archive:
        lines = [json.loads(line) for line in archive.read("存证/entries.jsonl").splitlines()]
    assert {one["content"]["state"] for one in lines if one["entry"]["action"] == "meeting.speak"} == {"withheld"}
    assert verify_dossier(place).findings == []


def test_a_row_changed_behind_the_book_shows(cast, decision, tmp_path):
    task = decision.breakdowns.get().tasks.get()
    type(task).objects.filter(pk=task.pk).update(closed_on=TODAY.replace(day=1))
    place, _ = made(tmp_path, decision, cast.actor("审计员"))
    report = verify_dossier(place)
    assert [one.code for one in report.findings] == ["record.disagrees"]
    assert "closed_on" in report.findings[0].text


@pytest.mark.parametrize("said", [{}, {"year": "去年"}, {"year": "99999"}, {"year": "2023", "request": "x"}])
def test_nonsense_is_answered_in_words_and_writes_nothing(cast, decision, login, said):
    before = Entry.objects.count()
    answer = login("审计员").post("/dossiers/", said)
    assert answer.status_code == 422
    assert Entry.objects.count() == before
    one = login("审计员").post(f"/dossiers/decisions/{decision.pk}/", {"request": "x"})
    assert one.status_code == 422
    assert login("审计员").get("/dossiers/99999999999999/file/").status_code == 404
    assert not Job.objects.exists()


def test_the_page_of_a_decided_matter_leads_there(cast, login):
    meeting = desk.opened(cast, desk.matter(cast, title="关于校车运营的事项"))
    line = {"text": "由县财政局保障。", "title": "保障", "lead": cast.units["D02"].pk, "due": "年底前"}
    desk.conclude(cast, desk.first_item(meeting), settled=[line])
    decision = Decision.objects.get()
    assert (
        f"/dossiers/decisions/{decision.pk}/" in login("秘书").get(f"/matters/{decision.matter_id}/").content.decode()
    )
    assert "/dossiers/" not in login("书记").get(f"/matters/{decision.matter_id}/").content.decode()
