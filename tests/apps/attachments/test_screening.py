"""What may be stored: judged by content, never by the name's ending; no state secrets, no bombs, no EXIF."""

import io
import zipfile

import pytest
from django.core.files.base import ContentFile
from PIL import Image

from yixing.attachments import screening
from yixing.attachments.screening import screen
from yixing_core.errors import Refusal

PDF = b"%PDF-1.4\n%%EOF\n"


def refused(name, content):
    with pytest.raises(Refusal) as caught:
        screen(ContentFile(content, name))
    return caught.value


def office(parts):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


def docx(text):
    body = "".join(f"<w:p><w:r><w:t>{line}</w:t></w:r></w:p>" for line in text.splitlines())
    return office({"[Content_Types].xml": "<Types/>", "word/document.xml": f"<w:document>{body}</w:document>"})


def picture(kind, **options):
    out = io.BytesIO()
    Image.new("RGB", (40, 20), "red").save(out, kind, **options)
    return out.getvalue()


@pytest.mark.parametrize(
    ("name", "content", "media"),
    [
        ("汇报稿.docx", docx("关于教育工作的汇报"), screening._OFFICE["word/"]),
        ("名单.xlsx", office({"xl/workbook.xml": "<workbook/>"}), screening._OFFICE["xl/"]),
        ("版式.ofd", office({"OFD.xml": "<OFD/>"}), "application/ofd"),
        ("改了名的.docx", PDF, "application/pdf"),
        ("旧文档.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(100), "application/x-ole-storage"),
        ("说明.txt", "会议说明".encode(), "text/plain"),
        ("国标.txt", "会议说明".encode("gb18030"), "text/plain"),
    ],
)
def test_the_type_follows_from_the_content(name, content, media):
    assert screen(ContentFile(content, name)) == (media, None)


@pytest.mark.parametrize(
    "content",
    [b"<html><script>", b"\xef\xbb\xbf<svg>", b"#!/bin/sh\n", b"MZ\x00\x00", b"\x7fELF\x00", office({"a.exe": "x"})],
)
def test_what_could_run_in_a_browser_or_on_a_machine_is_refused(content):
    assert refused("附件.pdf", content).code == "file_type"


def test_macros_are_refused():
    assert refused("表.xlsx", office({"xl/workbook.xml": "", "xl/vbaProject.bin": "x"})).code == "file_macro"


def test_an_empty_file_and_a_large_one_are_refused(settings):
    assert refused("空.txt", b"").code == "file_empty"
    settings.ATTACHMENT_LIMIT = 10
    refusal = refused("大.pdf", PDF)
    assert (refusal.code, refusal.status) == ("file_too_large", 413)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("【秘密】方案.txt", b"text"),
        ("机密-方案.txt", b"text"),
        ("方案 秘密★10年.txt", b"text"),
        ("绝密.pdf", PDF),
        ("方案.txt", "机密★5年\n关于方案".encode()),
        ("方案.txt", "县委文件\n  秘 密  \n关于方案".encode()),
        ("方案.docx", docx("绝密★\n关于方案")),
        ("方案.docx", office({"word/document.xml": "<w:p/>", "word/header1.xml": "<w:p>秘密★10年</w:p>"})),
        ("名单.xlsx", office({"xl/workbook.xml": "", "xl/sharedStrings.xml": "<si><t>秘密★10年</t></si>"})),
        ("旧文档.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x01" + "秘密★10年".encode("utf-16-le")),
    ],
)
def test_marks_of_state_secrets_are_refused_with_the_way_out(name, content):
    refusal = refused(name, content)
    assert (refusal.code, refusal.field) == ("classified", "file")
    assert "另册占位" in refusal.mend


@pytest.mark.parametrize(
    "text", ["保守国家秘密是公民义务", "不得泄露商业秘密。\n保密工作总结", "严守秘密 长期坚持不懈"]
)
def test_talking_of_secrecy_is_no_mark(text):
    assert screen(ContentFile(text.encode(), "保密工作总结.txt"))[0] == "text/plain"
    assert screen(ContentFile(docx(text), "保密工作总结.docx"))[0] == screening._OFFICE["word/"]


def test_zip_bombs_are_refused_without_being_unpacked(monkeypatch):
    monkeypatch.setattr(screening, "_RATIO_COUNTS_FROM", 1_000_000)
    bomb = office({"word/document.xml": "<w:p/>", "word/media/image1.bin": bytes(3_000_000)})
    assert refused("方案.docx", bomb).code == "file_bomb"


def test_a_broken_archive_is_refused():
    assert refused("方案.docx", docx("关于")[:200]).code == "file_bomb"


@pytest.mark.parametrize(("kind", "media"), [("JPEG", "image/jpeg"), ("PNG", "image/png")])
def test_photos_lose_their_exif_and_stand_upright(kind, media):
    exif = Image.Exif()
    exif[0x0112] = 6  # taken with the camera turned
    exif[0x010F] = "某品牌手机"
    exif[0x8825] = {1: "N", 2: (38.0, 28.0, 0.0)}
    found, clean = screen(ContentFile(picture(kind, exif=exif), "现场.jpg"))
    assert found == media
    with Image.open(io.BytesIO(clean)) as kept:
        assert not kept.getexif()
        assert kept.size == (20, 40)


def test_a_broken_picture_is_refused():
    assert refused("现场.png", picture("PNG")[:60]).code == "file_bomb"


def test_a_picture_of_monstrous_size_is_refused(monkeypatch):
    monkeypatch.setattr(screening, "_PIXEL_LIMIT", 100)
    assert refused("现场.png", picture("PNG")).code == "file_bomb"
