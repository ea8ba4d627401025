"""Read YAML with the line of every key, and collect what is wrong as sentences with file and line."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, Final

from ruamel.yaml import YAML
from ruamel.yaml.constructor import RoundTripConstructor
from ruamel.yaml.error import MarkedYAMLError, YAMLError

from yixing_core.rules.catalogue import unknown

LARGEST_FILE: Final = 2_000_000


class _DatesAsText(RoundTripConstructor):
    """Leaves dates as they are written, so that 2023-13-01 is refused on its own line and not as a broken file."""


_DatesAsText.add_constructor("tag:yaml.org,2002:timestamp", RoundTripConstructor.construct_yaml_str)


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One thing that is wrong in a file: where, what, and how to mend it."""

    file: str
    line: int
    what: str
    mend: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line} {self.what}。{self.mend}"

    def as_dict(self) -> dict[str, object]:
        """Return file, line, what and mend."""
        return {"file": self.file, "line": self.line, "what": self.what, "mend": self.mend}


class Unusable(Exception):  # noqa: N818  (an answer about somebody's file, not a fault of ours)
    """The file cannot be used; ``problems`` says why, in the order of the lines."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(sorted(problems))
        super().__init__("\n".join(str(problem) for problem in self.problems))


@dataclass
class Problems:
    """What was found wrong so far; reading goes on, so that one run shows everything."""

    found: list[Problem] = field(default_factory=list)

    def add(self, file: str, line: int, what: str, mend: str) -> None:
        """Remember one more."""
        self.found.append(Problem(file, line, what, mend))

    def close(self) -> None:
        """Raise ``Unusable`` if anything was found."""
        if self.found:
            raise Unusable(self.found)


@dataclass(frozen=True)
class Entry:
    """A mapping in a YAML file, with the line of each of its keys."""

    file: str
    line: int
    values: Mapping[str, Any]
    problems: Problems

    def line_of(self, key: str) -> int:
        """Return the line on which ``key`` stands; for an absent one the line of the entry."""
        places = getattr(self.values, "lc", None)
        if places is None or key not in self.values:
            return self.line
        return int(places.key(key)[0]) + 1

    def refuse(self, key: str, what: str, mend: str) -> None:
        """Note that the value of ``key`` is wrong."""
        self.problems.add(self.file, self.line_of(key), what, mend)

    def keys_known(self, required: Sequence[str], optional: Sequence[str] = ()) -> bool:
        """Whether every key is known and every required one is there; notes what is not."""
        before = len(self.problems.found)
        known = dict.fromkeys((*required, *optional))
        for key in self.values:
            if key not in known:
                self.refuse(str(key), unknown("键", str(key), known), f"可用的键：{'、'.join(known)}。")
        for key in required:
            if self.values.get(key) is None:
                self.refuse(key, f"缺少“{key}”", f"请补写 {key}: …。")
        return len(self.problems.found) == before

    def text(self, key: str) -> str:
        """Return the text of ``key``, empty if absent; notes a value that is no text."""
        value = self.values.get(key)
        if value is None:
            return ""
        if isinstance(value, str):
            return " ".join(str(value).split("\n")).strip()
        if isinstance(value, int | float) and not isinstance(value, bool):
            return str(value)
        self.refuse(key, f"“{key}”应是一句文字", "请写成一行文字；含冒号或引号时整句加单引号。")
        return ""

    def day(self, key: str) -> date | None:
        """Return the date of ``key``; notes a value that is none."""
        value = self.values.get(key)
        if value is None:
            return None
        try:
            return date.fromisoformat(str(value))
        except ValueError:
            self.refuse(key, f"“{key}”不是日期：{value}", "请写成 2023-06-12 的样子。")
        return None

    def inner(self, key: str) -> "Entry | None":
        """Return the mapping under ``key``; notes a value that is none."""
        value = self.values.get(key)
        if value is None:
            return None
        if not isinstance(value, Mapping):
            self.refuse(key, f"“{key}”应是一组“键: 值”", f"请写成 {key}: {{键: 值}}。")
            return None
        return Entry(self.file, self.line_of(key), value, self.problems)

    def entries(self, key: str) -> Iterator["Entry"]:
        """Yield the mappings of the list under ``key``; notes whatever is none."""
        value = self.values.get(key)
        if value is None:
            return
        if not isinstance(value, Sequence) or isinstance(value, str):
            self.refuse(key, f"“{key}”应是一个列表", "请每条以“- ”开头。")
            return
        yield from listed(self.file, value, self.problems)


def listed(file: str, items: Sequence[Any], problems: Problems) -> Iterator[Entry]:
    """Yield the mappings of a list with their lines."""
    for number, item in enumerate(items):
        line = int(items.lc.item(number)[0]) + 1 if hasattr(items, "lc") else 0
        if isinstance(item, Mapping):
            yield Entry(file, line, item, problems)
        else:
            problems.add(file, line, f"第{number + 1}条应是一组“键: 值”", "请检查缩进和“- ”。")


def read(path: Path, name: str = "") -> Any:
    """Return the YAML of a file as ruamel's collections, which know their lines.

    Raises:
        Unusable: no such file, too large, not UTF-8, or not YAML.
    """
    file = name or str(path)
    try:
        if path.stat().st_size > LARGEST_FILE:
            raise Unusable([Problem(file, 1, "文件太大", "请拆成几个规定包。")])
        text = path.read_text(encoding="utf-8")
    except OSError as error:
        raise Unusable([Problem(file, 1, f"打不开文件（{error.strerror}）", "请核对路径和权限。")]) from None
    except UnicodeDecodeError:
        raise Unusable([Problem(file, 1, "文件不是 UTF-8 编码", "请另存为 UTF-8。")]) from None
    return parse_text(text, file)


def parse_text(text: str, file: str) -> Any:
    """Return the YAML of ``text``.

    Raises:
        Unusable: it is not YAML.
    """
    try:
        yaml = YAML(typ="rt", pure=True)
        yaml.Constructor = _DatesAsText
        return yaml.load(text)
    except MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        if "duplicate key" in str(error.problem):
            key = str(error.problem).split('"')[1]
            raise Unusable([Problem(file, line, f"“{key}”写了两次", "请删去一个。")]) from None
        raise Unusable([Problem(file, line, "这里的格式读不懂", "请检查缩进、冒号后的空格和引号是否成对。")]) from None
    except (YAMLError, ValueError, RecursionError):
        raise Unusable([Problem(file, 1, "文件格式读不懂", "请检查缩进、冒号后的空格和引号是否成对。")]) from None
