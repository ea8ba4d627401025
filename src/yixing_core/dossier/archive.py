"""Reading a zip that may be damaged or hostile, in bounded memory, without unpacking anything to the disk.

A narrow profile of the format (APPNOTE 4.3): one disk, no encryption, no zip64, stored or deflated, sizes in the
central directory; every byte of the file belongs to a member or to the directory.
"""

import hashlib
import os
import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Final, Self

from yixing_core.dossier import format as form

MAX_DIRECTORY: Final = 8 << 20
MAX_MEMBERS: Final = 40_000
MAX_NAME: Final = 600
BOMB_BYTES: Final = 4 << 20
BOMB_RATIO: Final = 200
_CHUNK: Final = 1 << 18
_END: Final = struct.Struct("<4s4H2LH")
_CENTRAL: Final = struct.Struct("<4s6H3L5H2L")
_LOCAL: Final = struct.Struct("<4s5H3L2H")
_END_SIGN: Final = b"PK\x05\x06"
_CENTRAL_SIGN: Final = b"PK\x01\x02"
_LOCAL_SIGN: Final = b"PK\x03\x04"
_ENCRYPTED: Final = 0x2041
_ZIP64_COUNT: Final = 0xFFFF
_ZIP64_PLACE: Final = 0xFFFFFFFF
_STORED: Final = 0
_DEFLATED: Final = 8


class ArchiveError(Exception):
    """The archive cannot be read; ``hostile`` where nobody writes such a file by mistake."""

    def __init__(self, why: str, *, hostile: bool = False) -> None:
        super().__init__(why)
        self.why = why
        self.hostile = hostile


@dataclass(frozen=True, slots=True)
class Member:
    """A file in the archive, as the central directory has it."""

    name: str
    method: int
    crc: int
    packed: int
    size: int
    offset: int


class Archive:
    """An opened archive: names first, contents one at a time.

    Raises:
        ArchiveError: not readable, or refused.
        OSError: the file cannot be read.
    """

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._length = stream.seek(0, os.SEEK_END)
        self.members: dict[str, Member] = {}
        self._directory = 0
        self._read_directory()

    @classmethod
    def open(cls, path: Path) -> Self:
        """Open a file of the disk."""
        stream = path.open("rb")
        try:
            return cls(stream)
        except BaseException:
            stream.close()
            raise

    def close(self) -> None:
        """Close the file."""
        self._stream.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def whole(self) -> bool:
        """Tell whether the bytes of the file are those that were stamped into its last 64."""
        self._stream.seek(max(0, self._length - form.COMMENT_BYTES))
        tail = self._stream.read(form.COMMENT_BYTES)
        if not tail.startswith(form.STAMP):
            return False
        state = hashlib.sha256()
        self._stream.seek(0)
        left = self._length - form.DIGEST_DIGITS
        while left:
            chunk = self._stream.read(min(_CHUNK, left))
            state.update(chunk)
            left -= len(chunk)
        return tail[len(form.STAMP) :] == state.hexdigest().encode()

    def stray(self) -> str:
        """Say where bytes lie that belong to no member; empty where every byte has its place."""
        at = 0
        for member in sorted(self.members.values(), key=lambda one: one.offset):
            if member.offset != at:
                return f"“{member.name}”之前"
            at = self._data_at(member) + member.packed
        return "" if at == self._directory else "各文件之后"

    def chunks(self, member: Member) -> Iterator[bytes]:
        """Yield the contents of a member piece by piece, never more than its declared size.

        Raises:
            ArchiveError: damaged: other than the declared size or checksum.
        """
        place = self._data_at(member)
        crc, done = 0, 0
        pieces = self._plain(member, place) if member.method == _STORED else self._inflated(member, place)
        for piece in pieces:
            done += len(piece)
            if done > member.size:
                raise ArchiveError("解开后比所写的大")
            crc = zlib.crc32(piece, crc)
            yield piece
        if done != member.size or crc != member.crc:
            raise ArchiveError("解开后与所写的大小或校验和不同")

    def read(self, name: str, limit: int) -> bytes:
        """Return a member whole.

        Raises:
            ArchiveError: absent, damaged, or larger than ``limit`` bytes.
        """
        member = self.members.get(name)
        if member is None:
            raise ArchiveError("没有这个文件")
        if member.size > limit:
            raise ArchiveError(f"大小超过{limit >> 20}MB")
        return b"".join(self.chunks(member))

    def lines(self, name: str, limit: int) -> Iterator[bytes]:
        """Yield the lines of a member without their newlines.

        Raises:
            ArchiveError: absent, damaged, a line longer than ``limit`` bytes, or no newline at the end.
        """
        member = self.members.get(name)
        if member is None:
            raise ArchiveError("没有这个文件")
        rest = b""
        for chunk in self.chunks(member):
            *whole, rest = (rest + chunk).split(b"\n")
            yield from whole
            if len(rest) > limit:
                raise ArchiveError(f"有一行超过{limit >> 20}MB")
        if rest:
            raise ArchiveError("最后一行没有写完")

    def _read_directory(self) -> None:
        self._stream.seek(max(0, self._length - _END.size - 0xFFFF))
        tail = self._stream.read()
        place = tail.rfind(_END_SIGN)
        if place < 0 or len(tail) - place < _END.size:
            raise ArchiveError("没有结尾的目录，多半是被截断")
        _, disk, first, here, count, size, offset, comment = _END.unpack_from(tail, place)
        end = self._length - len(tail) + place
        if _ZIP64_COUNT in (here, count) or _ZIP64_PLACE in (size, offset):
            raise ArchiveError("用了档案不用的zip64格式", hostile=True)
        if disk or first or here != count or comment != len(tail) - place - _END.size:
            raise ArchiveError("结尾的目录被改动")
        if size > MAX_DIRECTORY or count > MAX_MEMBERS:
            raise ArchiveError("文件数目多得不合情理", hostile=True)
        if offset + size != end:
            raise ArchiveError("目录不在所写的位置")
        self._directory = offset
        self._stream.seek(offset)
        self._members(self._stream.read(size), count)

    def _members(self, directory: bytes, count: int) -> None:
        at, seen = 0, set()
        for _ in range(count):
            if len(directory) - at < _CENTRAL.size or directory[at : at + 4] != _CENTRAL_SIGN:
                raise ArchiveError("目录被改动")
            fields = _CENTRAL.unpack_from(directory, at)
            _, _, _, flags, method, _, _, crc, packed, size, named, extra, words, _, _, _, offset = fields
            raw = directory[at + _CENTRAL.size : at + _CENTRAL.size + named]
            at += _CENTRAL.size + named + extra + words
            member = Member(_name(raw), method, crc, packed, size, offset)
            self._admit(member, flags)
            if member.name.casefold() in seen:
                raise ArchiveError(f"“{member.name}”出现了两次", hostile=True)
            seen.add(member.name.casefold())
            self.members[member.name] = member
        if at != len(directory):
            raise ArchiveError("目录被改动")

    def _admit(self, member: Member, flags: int) -> None:
        if flags & _ENCRYPTED:
            raise ArchiveError(f"“{member.name}”是加密的", hostile=True)
        if member.method not in (_STORED, _DEFLATED):
            raise ArchiveError(f"“{member.name}”用了档案不用的压缩方法")
        if member.size > BOMB_BYTES and member.size > BOMB_RATIO * max(1, member.packed):
            raise ArchiveError(f"“{member.name}”解开后大得不合情理（压缩炸弹）", hostile=True)
        if member.offset + _LOCAL.size + member.packed > self._directory:
            raise ArchiveError(f"“{member.name}”的位置不对")

    def _data_at(self, member: Member) -> int:
        """Place of the contents; what stands before them must say the same as the directory."""
        self._stream.seek(member.offset)
        head = self._stream.read(_LOCAL.size)
        if len(head) < _LOCAL.size or head[:4] != _LOCAL_SIGN:
            raise ArchiveError("文件头被改动")
        _, _, flags, method, _, _, crc, packed, size, named, extra = _LOCAL.unpack(head)
        name = self._stream.read(named)
        if name != member.name.encode() or flags & _ENCRYPTED:
            raise ArchiveError("文件头与目录不一致")
        if (method, crc, packed, size) != (member.method, member.crc, member.packed, member.size):
            raise ArchiveError("文件头与目录不一致")
        place: int = member.offset + _LOCAL.size + named + extra
        if place + member.packed > self._directory:
            raise ArchiveError("文件头与目录不一致")
        return place

    def _plain(self, member: Member, place: int) -> Iterator[bytes]:
        end = place + member.packed
        while place < end:
            self._stream.seek(place)  # between two pieces another member may have been read
            chunk = self._stream.read(min(_CHUNK, end - place))
            if not chunk:
                raise ArchiveError("内容不全")
            place += len(chunk)
            yield chunk

    def _inflated(self, member: Member, place: int) -> Iterator[bytes]:
        inflate = zlib.decompressobj(-zlib.MAX_WBITS)
        try:
            for packed in self._plain(member, place):
                rest = packed
                while rest or inflate.unconsumed_tail:
                    yield inflate.decompress(rest, _CHUNK)
                    rest = inflate.unconsumed_tail
                    if inflate.eof:
                        break
                if inflate.unused_data:
                    raise ArchiveError("内容之后还有别的字节")
            yield inflate.flush()
        except zlib.error as error:
            raise ArchiveError("压缩的内容被改动") from error
        if not inflate.eof:
            raise ArchiveError("压缩的内容不全")


def _name(raw: bytes) -> str:
    """The name of a member: relative, of plain parts, in UTF-8."""
    if not raw or len(raw) > MAX_NAME:
        raise ArchiveError("有文件没有名称或名称过长", hostile=True)
    try:
        name = raw.decode()
    except UnicodeDecodeError as error:
        raise ArchiveError("有文件的名称不是UTF-8文字") from error
    parts = name.split("/")
    if any(part in ("", ".", "..") for part in parts) or any(c in name for c in "\\:\0") or not name.isprintable():
        raise ArchiveError(f"文件名“{name[:80]}”指向档案之外", hostile=True)
    return name
