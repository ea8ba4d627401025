"""存证 for the auditor: entries, proofs and the export hold outside the product; erasure leaves the digest."""

import base64
import datetime as dt
import io
import json
import uuid

import pytest
from django.utils import timezone
from openpyxl import load_workbook

from tests.cast import TODAY
from yixing.audit.actions import ledger_checkpoint, ledger_erase, ledger_export
from yixing.audit.jobs import daily_checkpoint
from yixing.ledger.append import record_of
from yixing.ledger.book import make_checkpoint, size_and_root
from yixing.ledger.keys import make_key
from yixing.ledger.models import Checkpoint, Entry
from yixing.people.actions import person_add
from yixing_core.errors import Refusal
from yixing_core.ledger.checkpoint import read_signed
from yixing_core.ledger.merkle import leaf_hash, verify_consistency, verify_inclusion
from yixing_core.ledger.verify import verify_export

NOW = timezone.make_aware(dt.datetime(2023, 6, 12, 9))  # noqa: DTZ001


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


def test_the_export_is_verified_without_the_product(login, cast, book, key, tmp_path):
    call = cast.call("审计员")
    checkpoint = ledger_export(call)
    assert ledger_export(call) == checkpoint
    answer = login("审计员").post("/ledger/export/", {"request": str(uuid.uuid4())})
    content = answer.getvalue()
    file = tmp_path / "L.jsonl"
    file.write_bytes(content)
    report = verify_export(file, key=key.vkey)
    assert not report.findings
    assert content.count(b"\n") == len(book) + 2
    file.write_bytes(content.replace(b"people.change", b"people.chance", 1))
    assert verify_export(file, key=key.vkey).findings
    for who in ("书记", "系统管理员"):
        assert login(who).post("/ledger/export/").status_code == 403


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
    from django.test import Client  # noqa: PLC0415

    Client().post("/login/", {"username": "秘书", "password": "wrong"})
    client = login("审计管理员")
    page = client.get("/log/?outcome=wrong&q=秘书").content.decode()
    assert "口令不对" in page
    assert "127.0.0.1" in page
    assert "秘书甲" not in client.get(f"/log/?until={TODAY}").content.decode()
    assert client.get("/log/?export=xlsx").status_code == 200
