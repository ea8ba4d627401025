"""Which fonts a PDF can be set in, and which characters they have.

A document names 方正小标宋简体, 仿宋_GB2312, 黑体, 楷体_GB2312; few machines have them. For each face a
chain of families is tried: what the site put into its font directory or installed, then free substitutes. The last
links, Noto Serif CJK SC and Noto Sans CJK SC, also fill in single characters that a nicer font lacks (Fandol lacks many
characters of names).

Coverage is read from the ``cmap`` tables of the font files themselves (OpenType 1.9, formats 4 and 12), before anything
is drawn; after drawing, the PDF/A export refuses a page with an undrawn character once more.
"""

import mmap
import struct
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

import typst

from yixing_core.errors import Refusal
from yixing_core.papers.model import Face
from yixing_core.papers.refusals import missing_glyphs, private

SUBSTITUTES = (
    "Noto Serif CJK SC",
    "Source Han Serif SC",
    "Source Han Serif CN",
    "思源宋体",
    "Noto Serif SC",
    "FandolSong",
)
SANS = ("Noto Sans CJK SC", "Source Han Sans SC", "Source Han Sans CN", "思源黑体", "Noto Sans SC", "FandolHei")
OTHERS = ("WenQuanYi Zen Hei", "WenQuanYi Micro Hei", "AR PL UMing CN", "AR PL SungtiL GB", "Droid Sans Fallback")

CHAINS: dict[Face, tuple[str, ...]] = {
    Face.XIAOBIAOSONG: (
        "FZXiaoBiaoSong-B05S",
        "方正小标宋简体",
        "FZXiaoBiaoSong-B05",
        "方正小标宋_GBK",
        "FZXBSJW--GB1-0",
    ),
    Face.FANGSONG: (
        "FangSong_GB2312",
        "仿宋_GB2312",
        "FangSong",
        "仿宋",
        "STFangsong",
        "华文仿宋",
        "FandolFang",
        "FandolFang R",
    ),
    Face.HEITI: ("SimHei", "黑体", "STHeiti", "华文黑体", *SANS),
    Face.KAITI: (
        "KaiTi_GB2312",
        "楷体_GB2312",
        "KaiTi",
        "楷体",
        "STKaiti",
        "华文楷体",
        "FandolKai",
        "LXGW WenKai",
        "AR PL UKai CN",
    ),
    Face.SONGTI: ("SimSun", "宋体", "NSimSun", "STSong", "华文宋体"),
}
"""Families that are tried for each face before the substitutes, best first."""

_PROBE = "中共县委会议纪要督查〔〕年月日一二三"
_BMP = 0xFFFF


@dataclass(frozen=True, slots=True)
class FontSource:
    """Where fonts may come from.

    Args:
        directories: folders with the site's own (licensed) fonts.
        system: also use the fonts installed on the machine.
    """

    directories: tuple[str, ...] = ()
    system: bool = True


@dataclass(frozen=True, slots=True)
class FontReport:
    """What ``chinese_font_available`` found.

    Args:
        available: at least one family can print Chinese.
        chains: for each face the families that are there, best first.
        substituted: faces that are printed in a substitute.
        searched: where was looked, in words.
    """

    available: bool
    chains: dict[Face, tuple[str, ...]] = field(default_factory=dict)
    substituted: tuple[Face, ...] = ()
    searched: tuple[str, ...] = ()

    def sentence(self) -> str:
        """The report in one Chinese sentence, for ``yixing doctor``."""
        if not self.available:
            return "没有可用的中文字体，PDF 暂不能生成：请安装 fonts-noto-cjk，或把字体放进数据目录的 fonts 文件夹。"
        if not self.substituted:
            return "公文字体齐全。"
        faces = "、".join(face.value for face in self.substituted)
        return f"可以生成 PDF；{faces}没有安装，以{self.chains[self.substituted[0]][0]}等代替。"


class FontBook:
    """The fonts of one source: families by face, coverage by character. Build it through ``font_book``."""

    def __init__(self, source: FontSource) -> None:
        self.source = source
        self.fonts = typst.Fonts(
            include_system_fonts=source.system,
            include_embedded_fonts=False,
            font_paths=[folder for folder in source.directories if Path(folder).is_dir()],
        )
        self.files: dict[str, tuple[tuple[str, int], ...]] = {}
        for font in self.fonts.fonts():
            if font.path is not None and font.style == "normal":
                self.files[font.family] = (*self.files.get(font.family, ()), (font.path, font.index))
        self._coverage: dict[str, Coverage] = {}

    def covers(self, family: str, character: str) -> bool:
        """Whether every upright variant of a family has a glyph for the character."""
        if family not in self._coverage:
            files = self.files.get(family, ())
            self._coverage[family] = Coverage.intersection([Coverage.of_file(path, index) for path, index in files])
        return ord(character) in self._coverage[family]

    def chain(self, face: Face) -> tuple[str, ...]:
        """The families present for a face that can print Chinese, best first; empty where there are none."""
        wanted = (*CHAINS[face], *SUBSTITUTES, *SANS, *OTHERS)
        present = [family for family in dict.fromkeys(wanted) if family in self.files and self._chinese(family)]
        return tuple(present) or tuple(family for family in sorted(self.files) if self._chinese(family))[:1]

    def _chinese(self, family: str) -> bool:
        return all(self.covers(family, character) for character in _PROBE)

    def report(self) -> FontReport:
        """What can be printed with these fonts."""
        chains = {face: self.chain(face) for face in Face}
        substituted = tuple(face for face, chain in chains.items() if not chain or chain[0] not in CHAINS[face])
        searched = (*self.source.directories, *(("系统字体",) if self.source.system else ()))
        return FontReport(all(chains.values()), chains, substituted, searched)

    def chains_for(self, texts: Iterable[str]) -> dict[Face, tuple[str, ...]]:
        """Chains with which every character of the texts can be drawn; other installed families are added where needed.

        Raises:
            Refusal: ``no_chinese_font``, or ``missing_glyph`` naming each character that no font has.
        """
        report = self.report()
        if not report.available:
            raise Refusal("no_chinese_font")
        wanted = sorted({character for text in texts for character in text if not character.isspace()})
        common = [family for family in report.chains[Face.FANGSONG] if all(family in c for c in report.chains.values())]
        first: list[str] = []
        extra: list[str] = []
        missing: list[str] = []
        for character in wanted:
            allowed = self._own() if private(character) else sorted(self.files)
            known = [family for family in (*first, *extra, *common) if family in allowed]
            if any(self.covers(family, character) for family in known) or _needs_no_glyph(character):
                continue
            found = next((family for family in allowed if self.covers(family, character)), None)
            if found:
                (first if private(character) else extra).append(found)
            else:
                missing.append(character)
        if missing:
            raise missing_glyphs(missing)
        return {face: tuple(dict.fromkeys((*first, *chain, *extra))) for face, chain in report.chains.items()}

    def _own(self) -> list[str]:
        """Families of the site's own directories.

        A character of the private use areas means what the site made it mean: any other font that has one there draws
        something else (OpenSymbol an ornament), which is worse than a gap.
        """
        folders = [Path(folder).resolve() for folder in self.source.directories]
        return sorted(
            family
            for family, files in self.files.items()
            if any(Path(path).resolve().is_relative_to(folder) for path, _ in files for folder in folders)
        )


def _needs_no_glyph(character: str) -> bool:
    """Variation selectors choose a form of the character before them and draw nothing themselves."""
    point = ord(character)
    return 0xFE00 <= point <= 0xFE0F or 0xE0100 <= point <= 0xE01EF  # noqa: PLR2004  (the two blocks of selectors)


_BOOKS: dict[tuple[FontSource, tuple[tuple[str, float], ...]], FontBook] = {}


def font_book(source: FontSource) -> FontBook:
    """The book of a source. Scanning takes about 0.1 s, so a book that can print Chinese is kept for the process.

    It is made anew when a file in the source's directories changed, and as long as no Chinese font is found: whoever
    installs one need not restart anything.
    """
    key = (source, _stamp(source.directories))
    if key not in _BOOKS:
        book = FontBook(source)
        if not book.report().available:
            return book
        _BOOKS[key] = book
    return _BOOKS[key]


def _stamp(directories: Iterable[str]) -> tuple[tuple[str, float], ...]:
    """Names and times of the files in the directories."""
    files = (path for folder in directories if Path(folder).is_dir() for path in sorted(Path(folder).rglob("*")))
    return tuple((str(path), path.stat().st_mtime) for path in files if path.is_file())


def chinese_font_available(source: FontSource | None = None) -> FontReport:
    """Which Chinese fonts this machine offers; ``source`` defaults to the installed ones."""
    return font_book(source or FontSource()).report()


class Coverage:
    """A set of code points, kept as sorted ranges: a large Chinese font has 45,000 of them."""

    def __init__(self, ranges: Iterable[tuple[int, int]]) -> None:
        self.starts: list[int] = []
        self.ends: list[int] = []
        for start, end in sorted(ranges):
            if self.ends and start <= self.ends[-1] + 1:
                self.ends[-1] = max(self.ends[-1], end)
            else:
                self.starts.append(start)
                self.ends.append(end)

    def __contains__(self, point: int) -> bool:
        at = bisect_right(self.starts, point) - 1
        return at >= 0 and point <= self.ends[at]

    @classmethod
    def intersection(cls, parts: Sequence["Coverage"]) -> "Coverage":
        """What all parts contain; nothing if there are none."""
        if not parts:
            return cls([])
        result = parts[0]
        for part in parts[1:]:
            result = result.common(part)
        return result

    def common(self, other: "Coverage") -> "Coverage":
        """What both contain, by one pass over both."""
        ranges = []
        mine = theirs = 0
        while mine < len(self.starts) and theirs < len(other.starts):
            start = max(self.starts[mine], other.starts[theirs])
            end = min(self.ends[mine], other.ends[theirs])
            if start <= end:
                ranges.append((start, end))
            if self.ends[mine] < other.ends[theirs]:
                mine += 1
            else:
                theirs += 1
        return Coverage(ranges)

    @classmethod
    def of_file(cls, path: str, index: int) -> "Coverage":
        """The characters of one face in a font file; a file that cannot be read has none."""
        return _coverage(path, index)


@lru_cache(maxsize=256)
def _coverage(path: str, index: int) -> Coverage:
    """Coverage of a face, read through a memory map: of a collection of 20 MB only the tables are touched."""
    with Path(path).open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
        try:
            return _cmap_coverage(path, data, _cmap_offset(data, index))
        except (struct.error, IndexError, KeyError):
            return Coverage([])  # a damaged font is a font without characters; the caller names what is missing


_SHARED: dict[tuple[str, int], Coverage] = {}  # faces of one collection mostly share one cmap


def _cmap_offset(data: mmap.mmap, index: int) -> int:
    start = struct.unpack_from(">I", data, 12 + 4 * index)[0] if data[:4] == b"ttcf" else 0
    count = struct.unpack_from(">H", data, start + 4)[0]
    for at in range(start + 12, start + 12 + 16 * count, 16):
        if data[at : at + 4] == b"cmap":
            return int(struct.unpack_from(">I", data, at + 8)[0])
    raise KeyError(b"cmap")


def _cmap_coverage(path: str, data: mmap.mmap, cmap: int) -> Coverage:
    """Code points of all Unicode subtables of a ``cmap`` table."""
    if (path, cmap) not in _SHARED:
        ranges: list[tuple[int, int]] = []
        for record in range(struct.unpack_from(">H", data, cmap + 2)[0]):
            platform, encoding, offset = struct.unpack_from(">HHI", data, cmap + 4 + 8 * record)
            if platform == 0 or (platform == 3 and encoding in {1, 10}):  # noqa: PLR2004  (Unicode; Windows Unicode)
                ranges.extend(_subtable(data, cmap + offset))
        _SHARED[path, cmap] = Coverage(ranges)
    return _SHARED[path, cmap]


def _subtable(data: mmap.mmap, at: int) -> list[tuple[int, int]]:
    kind = struct.unpack_from(">H", data, at)[0]
    if kind == 12:  # noqa: PLR2004  (format 12)
        groups = struct.unpack_from(">I", data, at + 12)[0]
        found = (struct.unpack_from(">III", data, at + 16 + 12 * group) for group in range(groups))
        return [(first + (glyph == 0), last) for first, last, glyph in found if first + (glyph == 0) <= last]
    if kind == 4:  # noqa: PLR2004  (format 4)
        return _segments(data, at)
    return []


def _segments(data: mmap.mmap, at: int) -> list[tuple[int, int]]:
    """Format 4: segments; in those with an index array each character is looked up, glyph 0 means absent."""
    count = struct.unpack_from(">H", data, at + 6)[0] // 2
    ends = struct.unpack_from(f">{count}H", data, at + 14)
    starts = struct.unpack_from(f">{count}H", data, at + 16 + 2 * count)
    offsets_at = at + 16 + 6 * count
    offsets = struct.unpack_from(f">{count}H", data, offsets_at)
    ranges: list[tuple[int, int]] = []
    for segment, (first, last, offset) in enumerate(zip(starts, ends, offsets, strict=True)):
        if first == _BMP:
            continue
        if offset == 0:
            ranges.append((first, last))
            continue
        base = offsets_at + 2 * segment + offset
        glyphs = struct.unpack_from(f">{last - first + 1}H", data, base)
        ranges.extend((first + step, first + step) for step, glyph in enumerate(glyphs) if glyph)
    return ranges
