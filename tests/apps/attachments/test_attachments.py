"""Files hang on things: seen by whom the thing is seen, internal ones by the named only, destroyed ones by nobody."""

import datetime as dt
import os
import uuid

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from tests.cast import TODAY
from yixing.attachments.models import Attachment, StoredFile
from yixing.attachments.queries import documents
from yixing.attachments.store import path_of, sweep
from yixing.files.actions import attachment_add, attachment_destroy
from yixing.ledger.append import record_of
from yixing.ledger.models import Entry
from yixing.matters.models import Matter
from yixing_core.errors import Refusal

PDF = b"%PDF-1.4 1\n%%EOF\n"


@pytest.fixture(autouse=True)
def _files(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def matter(cast):
    return Matter.objects.create(
        title="关于财政预算的事项",
        type=cast.types["T05"],
        nature="deliberate",
        unit=cast.units["D02"],
        area=cast.areas["a01"],
        drafted_on=TODAY,
        reason="理由",
        requests="同意",
    )


def add(cast, matter, who="联络员", name="汇报稿.pdf", content=PDF, **kwargs):
    given = {"subject": f"matter/{matter.pk}", "label": "tabled"} | kwargs
    return attachment_add(cast.call(who), upload=ContentFile(content, name), **given)


def test_a_file_hangs_on_its_thing_and_leaves_one_entry(cast, matter):
    attachment = add(cast, matter)
    entry = Entry.objects.get(subject=f"attachment/{attachment.pk}")
    assert entry.action == "attachment.add"
    assert [ref.ref for ref in entry.references.all()] == [f"matter/{matter.pk}"]
    assert "汇报稿" not in entry.line
    assert attachment.file.digest in entry.line
    (link,) = documents(f"matter/{matter.pk}", cast.actor("秘书"))
    assert (link.name, link.stage, link.kind) == ("汇报稿.pdf", "上会稿", "PDF")


def test_the_same_bytes_are_kept_once(cast, matter):
    first, second = add(cast, matter), add(cast, matter, name="副本.pdf", label="issued")
    assert first.file_id == second.file_id


def test_a_repeated_submit_adds_nothing(cast, matter):
    call = cast.call("联络员")
    given = {"subject": f"matter/{matter.pk}", "label": "tabled"}
    first = attachment_add(call, upload=ContentFile(PDF, "a.pdf"), **given)
    assert attachment_add(call, upload=ContentFile(PDF, "a.pdf"), **given) == first
    assert Attachment.objects.count() == 1


@pytest.mark.parametrize(
    ("who", "code"), [("外单位联络员", "not_found"), ("系统管理员", "forbidden"), ("审计管理员", "forbidden")]
)
def test_who_may_not_see_the_thing_adds_nothing_to_it(cast, matter, who, code):
    with pytest.raises(Refusal) as refused:
        add(cast, matter, who=who)
    assert refused.value.code == code
    assert not Attachment.objects.exists()


def test_internal_files_are_for_the_named_and_whoever_brought_them(cast, matter, login):
    reader = cast.people["09号常委"]
    attachment = add(cast, matter, who="秘书", level="internal", reader_ids=[reader.pk])
    reference = f"matter/{matter.pk}"
    assert len(documents(reference, cast.actor("常委"))) == 1
    assert len(documents(reference, cast.actor("秘书"))) == 1
    for who in ("书记", "县委办主任", "秘书乙", "联络员", "纪委"):
        assert not documents(reference, cast.actor(who))
        assert login(who).get(f"/files/{attachment.pk}/").status_code == 404
    answer = login("常委").get(f"/files/{attachment.pk}/")
    assert answer.status_code == 200
    answer.close()


def test_internal_needs_somebody_named(cast, matter):
    with pytest.raises(Refusal) as refused:
        add(cast, matter, level="internal")
    assert refused.value.code == "readers_missing"


def test_download_is_an_attachment_with_its_chinese_name(cast, matter, login):
    attachment = add(cast, matter, name="汇报稿.pdf")
    response = login("联络员").get(f"/files/{attachment.pk}/")
    assert response.getvalue() == PDF
    assert response["Content-Disposition"] == "attachment; filename*=utf-8''%E6%B1%87%E6%8A%A5%E7%A8%BF.pdf"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Type"] == "application/pdf"
    assert "sandbox" in response["Content-Security-Policy"]
    assert login("外单位联络员").get(f"/files/{attachment.pk}/").status_code == 404


def test_destruction_removes_bytes_name_and_record_and_keeps_the_digest(
    cast, matter, login, django_capture_on_commit_callbacks
):
    attachment, twin = add(cast, matter, name="误传.pdf"), add(cast, matter, name="又一份.pdf", label="basis")
    digest = attachment.file.digest
    added = Entry.objects.get(subject=f"attachment/{attachment.pk}")
    with django_capture_on_commit_callbacks(execute=True):
        attachment_destroy(
            cast.call("县委办主任"), attachment_id=attachment.pk, kind="classified", reason="误传，已报告保密办"
        )
    assert not path_of(digest).exists()
    assert record_of(added) is None
    assert not documents(f"matter/{matter.pk}", cast.actor("秘书"))
    for row in (attachment, twin):
        row.refresh_from_db()
        assert row.name == "（已销毁）"
    entry = Entry.objects.get(action="attachment.destroy")
    assert digest in entry.line
    assert record_of(entry)["destroyed_reason"] == "误传，已报告保密办"
    assert login("秘书").get(f"/files/{attachment.pk}/").status_code == 404
    page = login("秘书").get(f"/files/{attachment.pk}/about/").content.decode()
    assert "误传，已报告保密办" in page
    assert digest in page
    with pytest.raises(Refusal) as refused:
        add(cast, matter, name="再传.pdf")
    assert refused.value.code == "file_destroyed"
    with pytest.raises(Refusal) as refused:
        attachment_destroy(cast.call("县委办主任"), attachment_id=twin.pk, kind="law", reason="重复")
    assert refused.value.code == "already_destroyed"


def test_only_the_office_director_destroys(cast, matter):
    attachment = add(cast, matter)
    for who in ("秘书", "联络员", "书记", "系统管理员"):
        with pytest.raises(Refusal) as refused:
            attachment_destroy(cast.call(who), attachment_id=attachment.pk, kind="law", reason="理由")
        assert refused.value.code == "forbidden"


def test_upload_page(cast, matter, login):
    client = login("联络员")
    subject = f"matter/{matter.pk}"
    page = client.get(f"/files/add/?subject={subject}&label=basis")
    assert page.status_code == 200
    assert matter.title in page.content.decode()
    answer = client.post(
        "/files/add/",
        {
            "subject": subject,
            "label": "basis",
            "level": "open",
            "request": str(uuid.uuid4()),
            "upload": SimpleUploadedFile("依据.txt", "依据".encode()),
        },
    )
    assert answer.status_code == 302
    assert Attachment.objects.get().label == "basis"
    assert login("外单位联络员").get(f"/files/add/?subject={subject}").status_code == 404
    assert login("系统管理员").get(f"/files/add/?subject={subject}").status_code == 403


def test_a_marked_file_is_refused_at_its_field(cast, matter, login):
    answer = login("联络员").post(
        "/files/add/",
        {
            "subject": f"matter/{matter.pk}",
            "label": "basis",
            "level": "open",
            "upload": SimpleUploadedFile("方案.txt", "秘密★10年".encode()),
        },
    )
    assert answer.status_code == 422
    assert "不能存放国家秘密" in answer.content.decode()
    assert not StoredFile.objects.exists()


def test_the_sweep_removes_what_no_row_knows(cast, matter):
    kept = path_of(add(cast, matter).file.digest)
    orphan = path_of("ab" * 32)
    orphan.parent.mkdir(parents=True)
    orphan.write_bytes(b"left by a transaction that failed")
    now = timezone.now()
    assert sweep(now=now) == 0
    old = (now - dt.timedelta(days=2)).timestamp()
    for path in (kept, orphan):
        os.utime(path, (old, old))
    assert sweep(now=now) == 1
    assert kept.exists()
    assert not orphan.exists()


def test_an_offline_matter_keeps_its_papers_on_paper(cast, matter, login):
    Matter.objects.filter(pk=matter.pk).update(is_offline=True, title="大额资金（另册）", reason="", requests="")
    with pytest.raises(Refusal) as refused:
        add(cast, matter)
    assert refused.value.code == "attachment_offline"
    assert not Attachment.objects.exists()
    page = login("联络员").post(
        f"/files/add/?subject=matter/{matter.pk}",
        {
            "subject": f"matter/{matter.pk}",
            "label": "tabled",
            "level": "open",
            "upload": SimpleUploadedFile("汇报稿.pdf", PDF, "application/pdf"),
            "request": str(uuid.uuid4()),
        },
    )
    assert page.status_code == 422
    assert "另册占位不存材料。" in page.content.decode()
