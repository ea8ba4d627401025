"""存证 for the auditor: entries, proofs and the export hold outside the product; erasure leaves the digest."""

import base64
import datetime as dt
import io
import json
import uuid

import pytest
from django.test import Client
from django.utils import timezone
from openpyxl import load_workbook

from tests.cast import TODAY
from yixing.access.actions import Action
from yixing.audit.actions import ledger_checkpoint, ledger_erase, ledger_export, ledger_key
from yixing.audit.jobs import EXPORTS, daily_checkpoint
from yixing.jobs.models import Job
from yixing.jobs.worker import run
from yixing.ledger import keys
from yixing.ledger.append import append, record_holds, record_of
from yixing.ledger.book import make_checkpoint, size_and_root, write_book
from yixing.ledger.keys import make_key
from yixing.ledger.models import Checkpoint, Content, Entry, Installation
from yixing.people.actions import person_add
from yixing_core.errors import Refusal
from yixing_core.ledger.checkpoint import read_signed
from yixing_core.ledger.merkle import EMPTY_ROOT, leaf_hash, verify_consistency, verify_inclusion
from yixing_core.ledger.rotation import first_key
from yixing_core.ledger.verify import verify_export

NOW = timezone.make_aware(dt.datetime(2023, 6, 12, 9))  # noqa: DTZ001  (made aware here)


@pytest.fixture(autouse=True)
def key(settings, tmp_path):
    settings.KEY_DIR = tmp_path
    return make_key("yixing.example/test").verifier


@pytest.fixture
def book(cast):
    for number in range(7):
        person_add(cast.call("系统管理员"), name=f"干部{number}")
    return list(Entry.objects.all())


READERS = ["审计员", "审计管理员", "纪委"]
STRANGERS = ["书记", "县委办主任", "秘书", "联络员", "系统管理员", "安全管理员"]
PAGES = ["/ledger/", "/ledger/1/", "/ledger/checkpoints/"]


@pytest.mark.parametrize("path", PAGES)
def test_who_reads_the_book(login, book, path):
    for who in READERS:
        assert login(who).get(path).status_code == 200
    for who in STRANGERS:
        assert login(who).get(path).status_code == 404


@pytest.mark.parametrize("path", ["/log/", "/log/actions/"])
def test_the_logs_are_the_audit_administrators(login, book, path):
    assert login("审计管理员").get(path).status_code == 200
    for who in (*STRANGERS, "审计员", "纪委"):
        assert login(who).get(path).status_code == 404


def test_the_record_behind_an_entry_is_for_those_in_business(login, book):
    assert "干部0" in login("审计员").get("/ledger/1/").content.decode()
    page = login("审计管理员").get("/ledger/1/").content.decode()
    assert "干部0" not in page
    assert "管理员不阅看业务内容" in page


def test_the_list_is_narrowed(login, book, cast):
    client = login("审计员")
    person = book[0].subject
    page = client.get(f"/ledger/?thing={person}&action=people.change&since={TODAY}&until={TODAY}").content.decode()
    assert 'href="/ledger/1/"' in page
    assert 'href="/ledger/2/"' not in page
    assert 'href="/ledger/1/"' not in client.get(f"/ledger/?since={TODAY + dt.timedelta(days=1)}").content.decode()
    assert 'href="/ledger/1/"' in client.get(f"/ledger/?who={book[0].actor}").content.decode()
    assert client.get("/ledger/?action=nonsense&page=x").status_code == 200
    sheet = load_workbook(io.BytesIO(client.get("/ledger/?export=xlsx").content)).active
    assert sheet.max_row == len(book) + 1


def test_the_list_takes_as_many_queries_for_more_entries(login, book, cast, django_assert_max_num_queries):
    client = login("审计员")
    with django_assert_max_num_queries(20) as few:
        client.get("/ledger/")
    for number in range(20):
        person_add(cast.call("系统管理员"), name=f"又一{number}")
    with django_assert_max_num_queries(len(few)):
        client.get("/ledger/")


def test_a_checkpoint_is_an_entry_of_its_own(cast, book, key):
    checkpoint = ledger_checkpoint(cast.call("审计管理员"))
    assert checkpoint.size == len(book)
    assert read_signed(checkpoint.note, [key]).root == bytes(checkpoint.root)
    entry = Entry.objects.get(subject=f"checkpoint/{checkpoint.pk}")
    assert json.loads(entry.line)["data"] == {"root": bytes(checkpoint.root).hex(), "size": len(book)}


@pytest.mark.parametrize("who", ["审计员", "安全管理员", "秘书"])
def test_who_does_not_sign_the_book(cast, who):
    with pytest.raises(Refusal) as refused:
        ledger_checkpoint(cast.call(who))
    assert refused.value.code == "forbidden"


def test_without_a_key_nothing_is_signed(cast, book, settings, tmp_path):
    settings.KEY_DIR = tmp_path / "elsewhere"
    with pytest.raises(Refusal) as refused:
        ledger_checkpoint(cast.call("审计管理员"))
    assert refused.value.code == "key_missing"


def test_the_proof_of_an_entry_holds_outside(login, book, key):
    client = login("审计员")
    assert client.get("/ledger/3/proof/").status_code == 409
    make_checkpoint(NOW)
    answer = client.get("/ledger/3/proof/")
    proof = json.loads(answer.content)
    assert "attachment" in answer["Content-Disposition"]
    path = [base64.b64decode(node) for node in proof["path"]]
    signed = read_signed(proof["checkpoint"], [key])
    assert leaf_hash(proof["line"].encode()) == base64.b64decode(proof["leaf"])
    assert verify_inclusion(base64.b64decode(proof["leaf"]), 2, signed.size, path, signed.root)


def test_the_book_extends_its_earlier_checkpoints(login, cast, book, key):
    old = make_checkpoint(NOW)
    person_add(cast.call("系统管理员"), name="后来")
    make_checkpoint(NOW)
    proof = json.loads(login("审计员").get(f"/ledger/checkpoints/{old.pk}/extension/").content)
    before, after = (read_signed(proof[name], [key]) for name in ("old", "new"))
    path = [base64.b64decode(node) for node in proof["path"]]
    assert verify_consistency(before.size, after.size, before.root, after.root, path)
    assert after.size == before.size + 1


def take_out(client):
    """Ask for an export, let the job loop write it, and download it."""
    answer = client.post("/ledger/export/", {"request": str(uuid.uuid4())})
    assert answer["Location"] == "/ledger/exports/"
    task = Job.objects.filter(kind="ledger.export").order_by("-id").first()
    waiting = client.get("/ledger/exports/").content.decode()
    assert "等待" in waiting
    assert 'hx-trigger="every 2s"' in waiting
    assert client.get(f"/ledger/exports/{task.pk}/").status_code == 404
    run(task)
    page = client.get("/ledger/exports/").content.decode()
    assert f"/ledger/exports/{task.pk}/" in page
    assert "hx-trigger" not in page
    return client.get(f"/ledger/exports/{task.pk}/")


def test_the_export_is_verified_without_the_product(login, cast, book, key, tmp_path):
    answer = take_out(login("审计员"))
    content = answer.getvalue()
    file = tmp_path / "L.jsonl"
    file.write_bytes(content)
    report = verify_export(file, key=key.vkey)
    assert not report.findings
    assert content.count(b"\n") == len(book) + 2
    assert "filename*=utf-8''" in answer["Content-Disposition"]
    file.write_bytes(content.replace(b"people.change", b"people.chance", 1))
    assert verify_export(file, key=key.vkey).findings
    for who in ("书记", "系统管理员"):
        assert login(who).post("/ledger/export/").status_code == 403
    for who in STRANGERS:
        assert login(who).get("/ledger/exports/").status_code == 404


def test_an_export_is_asked_for_once_and_noted(cast, book):
    call = cast.call("审计员")
    task = ledger_export(call)
    assert ledger_export(call) == task
    assert Job.objects.filter(kind="ledger.export").count() == 1
    assert Entry.objects.get(action="ledger.export").subject == f"job/{task.pk}"
    with pytest.raises(Refusal) as refused:
        ledger_export(cast.call("系统管理员"))
    assert refused.value.code == "forbidden"


def test_only_the_latest_exports_are_kept(login, cast, book, settings, tmp_path):
    settings.DATA_DIR = tmp_path
    first = ledger_export(cast.call("审计员"))
    run(first)
    for _ in range(10):
        run(ledger_export(cast.call("审计员")))
    assert len(list((tmp_path / "exports").iterdir())) == 10
    assert not EXPORTS.place(first.pk).exists()
    client = login("审计员")
    assert client.get(f"/ledger/exports/{first.pk}/").status_code == 404
    assert "已清理" in client.get("/ledger/exports/").content.decode()


def test_erasing_does_not_break_an_export(cast, book, key, tmp_path):
    before, after = tmp_path / "before.jsonl", tmp_path / "after.jsonl"
    old = write_book(before, NOW)
    ledger_erase(cast.call("安全管理员"), seqs=[entry.seq for entry in book], kind="law", reason="依法")
    write_book(after, NOW)
    assert not Content.objects.filter(entry__in=book).exists()
    report = verify_export(after, key=key.vkey, checkpoint=old.note)
    assert not report.findings
    assert after.read_bytes().split(b"\n")[1:8] == before.read_bytes().split(b"\n")[1:8]
    for entry in book:
        assert not record_holds(entry)


def test_the_page_of_an_entry_says_whether_its_record_is_the_one_that_was_digested(login, book, cast):
    client = login("审计管理员")
    assert "与条目中的摘要相符" in client.get("/ledger/2/").content.decode()
    assert record_holds(book[1])
    content = Content.objects.get(pk=2)
    Content.objects.filter(pk=2).delete()
    assert "已依法删除" in client.get("/ledger/2/").content.decode()
    Content.objects.create(entry=book[1], salt=content.salt, record=content.record.replace("干部", "干事"))
    assert "与条目中的摘要不符" in client.get("/ledger/2/").content.decode()


# --- the signing key ---


@pytest.fixture
def first(cast, key):
    """The book begins with its key, as at ``yixing init``."""
    append(
        action=Action.LEDGER_KEY,
        subject=Installation.objects.get(),
        actor="user/0",
        by=None,
        at=NOW,
        on=TODAY,
        request=uuid.uuid4(),
        data=first_key(keys.signer(), 0, EMPTY_ROOT),
    )
    return key


def change(cast, tmp_path, **given):
    """Change the key as after a commit."""
    ledger_key(cast.call("安全管理员"), reason="到期更换", **given)
    keys.settle()
    return keys.signer().verifier


def test_the_old_key_hands_over_to_the_new_one(cast, first, tmp_path):
    person_add(cast.call("系统管理员"), name="干部001")
    old = make_checkpoint(NOW)
    new = change(cast, tmp_path)
    assert new != first
    assert new.vkey == keys.registered()
    assert not keys.pending_file().exists()
    entry = Entry.objects.order_by("-seq").first()
    data = json.loads(entry.line)["data"]
    assert (data["mode"], data["old"], data["new"]) == ("signed", first.vkey, new.vkey)
    assert "到期" not in entry.line
    person_add(cast.call("系统管理员"), name="干部002")
    file = tmp_path / "L.jsonl"
    write_book(file, NOW)
    for pinned in (first.vkey, new.vkey):
        report = verify_export(file, key=pinned, checkpoint=old.note)
        assert not report.findings
    assert [notice.code for notice in report.notices] == ["key.changed"]


def test_a_lost_key_is_replaced_and_every_verification_says_so(cast, first, tmp_path):
    keys.key_file().unlink()
    with pytest.raises(Refusal) as refused:
        ledger_key(cast.call("安全管理员"), reason="更换")
    assert refused.value.code == "key_missing"
    new = change(cast, tmp_path, lost=True)
    file = tmp_path / "L.jsonl"
    write_book(file, NOW)
    report = verify_export(file, key=new.vkey)
    assert not report.findings
    assert [notice.code for notice in report.notices] == ["key.lost"]
    assert [found.code for found in verify_export(file, key=first.vkey).findings] == ["key.unsigned_change"]


def test_a_change_that_broke_off_after_the_commit_is_finished_by_whoever_signs_next(cast, first):
    ledger_key(cast.call("安全管理员"), reason="更换")
    assert keys.pending_file().exists()
    assert keys.registered() != first.vkey
    assert keys.signer().vkey == keys.registered()
    assert not keys.pending_file().exists()


def test_a_change_that_was_never_committed_leaves_the_old_key_in_force(cast, first):
    keys.prepare_key("yixing.example/test")
    assert keys.signer().vkey == first.vkey
    assert change(cast, None).vkey == keys.registered()


def test_another_key_than_the_registered_one_signs_nothing(cast, first, login):
    keys.key_file().unlink()
    make_key("yixing.example/test")
    with pytest.raises(Refusal) as refused:
        make_checkpoint(NOW)
    assert refused.value.code == "key_other"
    page = login("安全管理员").get("/ledger/key/").content.decode()
    assert "不能签署" in page
    assert "不是存证里登记的那把密钥" in page


def test_who_changes_the_key_and_why(cast, first):
    for who in ("审计管理员", "系统管理员", "县委办主任"):
        with pytest.raises(Refusal) as refused:
            ledger_key(cast.call(who), reason="更换")
        assert refused.value.code == "forbidden"
    with pytest.raises(Refusal) as refused:
        ledger_key(cast.call("安全管理员"), reason=" ")
    assert refused.value.code == "field_required"
    call = cast.call("安全管理员")
    ledger_key(call, reason="更换")
    keys.settle()
    vkey = keys.signer().vkey
    ledger_key(call, reason="更换")
    keys.settle()
    assert keys.signer().vkey == vkey


def test_the_page_of_the_key(login, cast, first):
    client = login("安全管理员")
    page = client.get("/ledger/key/").content.decode()
    assert first.fingerprint in page
    assert "可以签署" in page
    assert client.post("/ledger/key/", {"reason": ""}).status_code == 422
    assert client.post("/ledger/key/", {"reason": "到期更换", "request": str(uuid.uuid4())}).status_code == 302
    keys.settle()
    page = client.get("/ledger/key/").content.decode()
    assert keys.signer().verifier.fingerprint in page
    assert "由原密钥签署" in page
    assert "首把密钥" in page
    assert login("审计管理员").get("/ledger/key/").status_code == 403
    assert "/ledger/key/" in client.get("/roles/").content.decode()


def test_erasure_takes_the_words_and_leaves_the_digest(cast, book, key):
    size, root = size_and_root()
    ledger_erase(cast.call("安全管理员"), seqs=[2, 3, 2], kind="law", reason="本人依法申请删除")
    assert [record_of(entry) is None for entry in book[:4]] == [False, True, True, False]
    assert size_and_root(size) == (size, root)
    entry = Entry.objects.get(action="ledger.erase")
    assert json.loads(entry.line)["data"] == {"erased": 2, "kind": "law", "seqs": [2, 3]}
    assert "依法" not in entry.line


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"seqs": []}, "erase_what"),
        ({"seqs": [999]}, "erase_unknown"),
        ({"kind": "mood"}, "field_invalid"),
        ({"reason": " "}, "field_required"),
    ],
)
def test_what_an_erasure_needs(cast, book, values, code):
    with pytest.raises(Refusal) as refused:
        ledger_erase(cast.call("安全管理员"), **{"seqs": [1], "kind": "law", "reason": "依据"} | values)
    assert refused.value.code == code


def test_nothing_is_erased_twice_and_by_nobody_else(cast, book):
    ledger_erase(cast.call("安全管理员"), seqs=[1], kind="law", reason="依据")
    with pytest.raises(Refusal) as refused:
        ledger_erase(cast.call("安全管理员"), seqs=[1], kind="law", reason="依据")
    assert refused.value.code == "erase_done"
    for who in ("审计管理员", "系统管理员", "县委办主任"):
        with pytest.raises(Refusal) as refused:
            ledger_erase(cast.call(who), seqs=[2], kind="law", reason="依据")
        assert refused.value.code == "forbidden"


def test_the_erasure_page(login, book):
    client = login("安全管理员")
    assert client.get("/ledger/erase/").status_code == 200
    answer = client.post("/ledger/erase/", {"seqs": "1、x", "kind": "law", "reason": "依据"})
    assert answer.status_code == 422
    assert "“x”不是序号" in answer.content.decode()
    answer = client.post("/ledger/erase/", {"seqs": "1 2", "kind": "law", "reason": "依据"})
    assert "第 1、2 条" in answer.content.decode()
    assert "已依法删除" in login("审计员").get("/ledger/1/").content.decode()


def test_the_daily_checkpoint(cast, book):
    assert daily_checkpoint(None) == f"已签发第 {len(book)} 条处的存证点"
    assert daily_checkpoint(None) == "没有新的存证，沿用上一个存证点"
    entry = Entry.objects.order_by("-seq").first()
    assert (entry.action, entry.actor) == ("ledger.checkpoint", "user/0")
    assert Checkpoint.objects.count() == 1


def test_the_product_itself_is_called_by_its_name(login, cast, book):
    daily_checkpoint(None)
    page = login("审计员").get("/ledger/").content.decode()
    assert "系统" in page


def test_the_login_log_is_narrowed(login, cast):
    Client().post("/login/", {"username": "秘书", "password": "wrong"})
    client = login("审计管理员")
    page = client.get("/log/?outcome=wrong&q=秘书").content.decode()
    assert "口令不对" in page
    assert "127.0.0.1" in page
    assert "秘书甲" not in client.get(f"/log/?until={TODAY}").content.decode()
    assert client.get("/log/?export=xlsx").status_code == 200
