"""What may be stored: type by content, size, no state secrets, no zip bombs; photos lose their EXIF."""

import io
import re
import zipfile
from typing import IO, TYPE_CHECKING

from django.conf import settings
from PIL import Image, ImageOps

from yixing_core.errors import Message, Refusal, catalogue

if TYPE_CHECKING:
    from django.core.files import File

catalogue(
    {
        "file_empty": Message("文件“{name}”是空的。", "请检查后重新选择。"),
        "file_too_large": Message(
            "文件“{name}”有 {size} MB，超过 {limit} MB 的限制。", "请压缩图片或拆分后再传。", 413
        ),
        "file_type": Message(
            "文件“{name}”的类型不能上传。", "可以上传：PDF、OFD、Word、Excel、WPS、图片（JPG、PNG）、纯文本。"
        ),
        "file_macro": Message("文件“{name}”带有宏程序，不能上传。", "请另存为不带宏的 .docx 或 .xlsx 后再传。"),
        "file_bomb": Message("文件“{name}”解压后过大或已损坏，不能上传。", "请用办公软件重新另存后再传。"),
    }
)

# A mark is a grade followed by a star (秘密★10年), or a grade that stands alone in its line, with or without years.
_MARK = re.compile(
    r"(绝\s*密|机\s*密|秘\s*密)\s*[★☆]|^\s*(绝\s*密|机\s*密|秘\s*密)\s*(?:[0-9０-９]+\s*年|长期)?\s*$", re.MULTILINE
)
_NAME_MARK = re.compile(r"[【\[（(〔]\s*(绝密|机密|秘密)\s*[】\]）)〕]|^(绝密|机密|秘密)(?:[-_ 　.]|$)")
_SIGNATURES = (
    (b"%PDF-", "application/pdf"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "application/x-ole-storage"),
    (b"PK\x03\x04", "application/zip"),
)
_OFFICE = {
    "word/": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xl/": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "OFD.xml": "application/ofd",
}
_TEXT_PARTS = re.compile(r"word/(document|header\d*)\.xml|xl/sharedStrings\.xml")
_UNPACKED_LIMIT = 400 * 1024 * 1024
_RATIO_LIMIT = 200
_RATIO_COUNTS_FROM = 50 * 1024 * 1024
_PIXEL_LIMIT = 80_000_000
_TEXT_READ = 20_000
"""Characters of a text that are looked at for a mark: marks stand on the first page."""
_BYTES_READ = 2 * 1024 * 1024
_BROKEN_PICTURE = (OSError, SyntaxError, ValueError, Image.DecompressionBombError, Image.DecompressionBombWarning)


def is_marked(text: str) -> bool:
    """Whether a text bears a mark of secrecy on a line of its own.

    Example:
        >>> is_marked("机密★10年"), is_marked("保守秘密")
        (True, False)
    """
    return _MARK.search(text) is not None


def screen(upload: "File[bytes]") -> tuple[str, bytes | None]:
    """Look at an upload before it is kept.

    Returns:
        The media type by content, and the bytes to keep instead of the upload's where they had to be cleaned.

    Raises:
        Refusal: ``file_empty``, ``file_too_large``, ``file_type``, ``file_macro``, ``file_bomb``, ``classified``.
    """
    name = upload.name or "未命名"
    if not upload.size:
        raise Refusal("file_empty", field="file", name=name)
    if upload.size > settings.ATTACHMENT_LIMIT:
        limit = settings.ATTACHMENT_LIMIT // 1024 // 1024
        raise Refusal("file_too_large", field="file", name=name, size=upload.size // 1024 // 1024, limit=limit)
    if found := _NAME_MARK.search(name):
        raise Refusal("classified", field="file", mark=found.group(1) or found.group(2))
    _refuse_marked(name)
    upload.seek(0)
    head = upload.read(64 * 1024)
    upload.seek(0)
    media_type = next((media for magic, media in _SIGNATURES if head.startswith(magic)), "")
    if media_type == "application/zip":
        return _office(upload, name), None
    if media_type.startswith("image/"):
        return media_type, _without_exif(upload, name, media_type)
    if media_type == "application/x-ole-storage":
        _refuse_marked_old_office(upload)
    if not media_type:
        media_type = _plain_text(upload, head, name)
    return media_type, None


def _plain_text(upload: "File[bytes]", head: bytes, name: str) -> str:
    if b"\x00" in head or head.removeprefix(b"\xef\xbb\xbf").lstrip().startswith((b"<", b"#!")):
        raise Refusal("file_type", field="file", name=name)
    for encoding in ("utf-8", "gb18030"):
        try:
            text = upload.read().decode(encoding)
        except UnicodeDecodeError:
            continue
        finally:
            upload.seek(0)
        _refuse_marked(text[:_TEXT_READ])
        return "text/plain"
    raise Refusal("file_type", field="file", name=name)


def _office(upload: IO[bytes], name: str) -> str:
    try:
        with zipfile.ZipFile(upload) as archive:
            infos = archive.infolist()
            unpacked = sum(info.file_size for info in infos)
            packed = sum(info.compress_size for info in infos) or 1
            if unpacked > _UNPACKED_LIMIT or (unpacked > _RATIO_COUNTS_FROM and unpacked / packed > _RATIO_LIMIT):
                raise Refusal("file_bomb", field="file", name=name)
            names = [info.filename for info in infos]
            if any(part.endswith("vbaProject.bin") for part in names):
                raise Refusal("file_macro", field="file", name=name)
            kind = next(
                (media for start, media in _OFFICE.items() if any(part.startswith(start) for part in names)), ""
            )
            for part in names:
                if _TEXT_PARTS.fullmatch(part):
                    with archive.open(part) as stream:
                        _refuse_marked(_words(stream.read(_BYTES_READ)))
    except (zipfile.BadZipFile, KeyError, OSError, EOFError, NotImplementedError, RuntimeError) as broken:
        raise Refusal("file_bomb", field="file", name=name) from broken
    finally:
        upload.seek(0)
    if not kind:
        raise Refusal("file_type", field="file", name=name)
    return kind


def _words(xml: bytes) -> str:
    """The text of a part of a document, a paragraph or a cell a line."""
    lines = re.sub(r"</(?:w:p|si)>", "\n", xml.decode("utf-8", "replace"))
    return re.sub(r"<[^>]+>", "", lines)[:_TEXT_READ]


def _refuse_marked_old_office(upload: IO[bytes]) -> None:
    """Word and WPS before 2007 keep their text as UTF-16, at even or odd places of the file."""
    head = upload.read(_BYTES_READ)
    upload.seek(0)
    for start in (0, 1):
        _refuse_marked(head[start:].decode("utf-16-le", "replace"))


def _refuse_marked(text: str) -> None:
    if found := _MARK.search(text):
        raise Refusal("classified", field="file", mark=re.sub(r"\s", "", found.group(1) or found.group(2)))


def _without_exif(upload: IO[bytes], name: str, media_type: str) -> bytes:
    """The picture alone: turned as the camera meant it, without place, device or thumbnail."""
    try:
        with Image.open(upload) as picture:
            if picture.width * picture.height > _PIXEL_LIMIT:
                raise Refusal("file_bomb", field="file", name=name)
            turned = ImageOps.exif_transpose(picture)
            kind, mode = ("JPEG", "RGB") if media_type == "image/jpeg" else ("PNG", "RGBA")
            clean = turned.convert(mode)
            clean.info = {}
            out = io.BytesIO()
            clean.save(out, kind, quality=90)
            return out.getvalue()
    except _BROKEN_PICTURE as broken:
        raise Refusal("file_bomb", field="file", name=name) from broken
    finally:
        upload.seek(0)
