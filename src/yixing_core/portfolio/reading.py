"""JSON from outside, read strictly: bounded size and depth, no duplicate keys, no NaN, ids that fit on one line.

A ``Reader`` knows where it stands (``rules[3].areas[0]``), so every refusal says what is wrong and where.
"""

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, NoReturn

from yixing_core.errors import Refusal
from yixing_core.portfolio import refusals as refusals

MAX_BYTES: Final = 4 * 1024 * 1024
"""A file larger than this is not read; 40 members and 600 areas need less than one."""
LONGEST_ID: Final = 100
LONGEST_TEXT: Final = 500
_LONGEST_NUMBER: Final = 18
_SHOWN: Final = 40


def unusable(place: str, what: str, mend: str = "") -> Refusal:
    """The refusal of input: where, what is wrong, how to mend it; always one line."""
    return Refusal("portfolio.unusable", place=place, what=what, mend=mend)


def quoted(value: object) -> str:
    """A value from outside, short and on one line, to be shown in a message."""
    text = value if isinstance(value, str) else repr(value)
    if len(text) > _SHOWN:
        text = text[:_SHOWN] + "…"
    return "“" + "".join(letter if letter.isprintable() else "?" for letter in text) + "”"


def read_file(path: Path) -> bytes:
    """The bytes of a file, never more than one beyond ``MAX_BYTES``.

    Raises:
        Refusal: there is no such file, or it cannot be read.
    """
    try:
        with path.open("rb") as file:
            return file.read(MAX_BYTES + 1)
    except OSError as wrong:
        words = {FileNotFoundError: "没有这个文件", IsADirectoryError: "这是文件夹，不是文件"}
        raise unusable(str(path), words.get(type(wrong), "文件打不开"), "请核对文件名和权限。") from wrong


def read_json(data: bytes, place: str) -> Any:
    """The JSON value in ``data``.

    Raises:
        Refusal: too large, not UTF-8, not JSON, nested too deeply, a duplicate key, NaN or an endless number.
    """
    if len(data) > MAX_BYTES:
        raise unusable(place, f"文件超过{MAX_BYTES // 1024 // 1024}MB", "分工问题远小于此，请核对是不是这个文件。")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as wrong:
        raise unusable(place, f"第{wrong.start + 1}个字节起不是UTF-8编码", "请以UTF-8编码另存。") from None
    try:
        return json.loads(text, object_pairs_hook=_once, parse_constant=_constant, parse_int=_integer)
    except json.JSONDecodeError as wrong:
        where = f"{place}:{wrong.lineno}:{wrong.colno}"
        raise unusable(where, "不是正确的JSON", "请核对引号、逗号和括号。") from None
    except RecursionError:
        raise unusable(place, "括号嵌套太深", "请核对是不是这个文件。") from None
    except _Wrong as wrong:
        raise unusable(place, str(wrong), wrong.mend) from None


class _Wrong(Exception):  # noqa: N818  (turned into a refusal where the file's name is known)
    def __init__(self, what: str, mend: str) -> None:
        self.mend = mend
        super().__init__(what)


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        seen: set[str] = set()
        for key, _ in pairs:
            if key in seen:
                raise _Wrong(f"同一处有两个键{quoted(key)}", "请删去多余的一个。")
            seen.add(key)
    return found


def _constant(name: str) -> NoReturn:
    raise _Wrong(f"{name}不是数", "请改成整数。")


def _integer(digits: str) -> int:
    if len(digits) > _LONGEST_NUMBER:
        raise _Wrong(f"整数{quoted(digits)}太长", f"请用不超过{_LONGEST_NUMBER}位的整数。")
    return int(digits)


@dataclass(frozen=True, slots=True)
class Reader:
    """A value and where it stands."""

    value: Any
    file: str
    path: str = ""

    def wrong(self, what: str, mend: str = "") -> Refusal:
        """A refusal that names this place."""
        return unusable(f"{self.file}：{self.path}" if self.path else self.file, what, mend)

    def object(self, required: tuple[str, ...] = (), optional: tuple[str, ...] = ()) -> Mapping[str, "Reader"]:
        """The fields of an object; a missing or an unknown one is refused."""
        if not isinstance(self.value, dict):
            raise self.wrong("应为 {…} 形式的对象")
        for key in required:
            if key not in self.value:
                raise self.wrong(f"缺少“{key}”", "请补上。")
        known = {*required, *optional}
        for key in self.value:
            if key not in known:
                raise self.wrong(f"不认识的键{quoted(key)}", f"可用的键：{'、'.join((*required, *optional))}。")
        return {key: self._at(f".{key}" if self.path else key, value) for key, value in self.value.items()}

    def entries(self) -> Iterator[tuple[str, "Reader"]]:
        """Key and value of an object whose keys are ids."""
        if not isinstance(self.value, dict):
            raise self.wrong("应为 {…} 形式的对象")
        for key, value in self.value.items():
            yield key, self._at(f"[{quoted(key)}]", value)

    def items(self) -> Iterator["Reader"]:
        """The members of a list."""
        if not isinstance(self.value, list):
            raise self.wrong("应为 […] 形式的列表")
        for number, value in enumerate(self.value):
            yield self._at(f"[{number}]", value)

    def integer(self, least: int, most: int) -> int:
        """An integer within bounds; neither 1.0 nor true is one."""
        if not isinstance(self.value, int) or isinstance(self.value, bool):
            raise self.wrong(f"应为整数，不能是{quoted(self.value)}", f"请填{least}至{most}的整数。")
        if not least <= self.value <= most:
            raise self.wrong(f"{self.value}超出范围", f"请填{least}至{most}的整数。")
        return self.value

    def boolean(self) -> bool:
        """True or false."""
        if not isinstance(self.value, bool):
            raise self.wrong(f"应为 true 或 false，不能是{quoted(self.value)}")
        return self.value

    def text(self, longest: int = LONGEST_TEXT) -> str:
        """A string that can be shown."""
        if not isinstance(self.value, str):
            raise self.wrong(f"应为文字，不能是{quoted(self.value)}")
        if len(self.value) > longest:
            raise self.wrong(f"文字超过{longest}字", "请缩短。")
        if any("\ud800" <= letter <= "\udfff" for letter in self.value):
            raise self.wrong("文字里有不成对的代理字符", "请重新输入这段文字。")
        return self.value

    def id(self) -> str:
        """An id: printable, on one line, without spaces at its ends."""
        text = self.text(LONGEST_ID)
        if not text or text != text.strip() or not text.isprintable():
            raise self.wrong(f"编号{quoted(text)}不能用", "编号不能为空，不能含换行等控制字符，首尾不能有空格。")
        return text

    def unique(self, what: str, read: Callable[["Reader"], str]) -> tuple[str, ...]:
        """A list without a value that stands twice."""
        found: dict[str, None] = {}
        for item in self.items():
            value = read(item)
            if value in found:
                raise item.wrong(f"{what}{quoted(value)}重复", "请删去多余的一个。")
            found[value] = None
        return tuple(found)

    def _at(self, step: str, value: Any) -> "Reader":
        return Reader(value, self.file, f"{self.path}{step}")
