"""Read YAML with the line of every key, and collect what is wrong as sentences with file and line."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any, Final

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.nodes import MappingNode, Node, SequenceNode

from yixing_core.rules.catalogue import unknown
from yixing_core.rules.kinds import brief

LARGEST_FILE: Final = 500_000


class Located(dict[str, Any]):
    """A mapping that knows on which line each of its keys stands."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: dict[str, int] = {}


class LocatedList(list[Any]):
    """A list that knows on which line each of its items begins."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[int] = []


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One thing that is wrong in a file: where, what, and how to mend it."""

    file: str
    line: int
    what: str
    mend: str

    def __str__(self) -> str:
        line = f"{self.file}:{self.line} {self.what}。{self.mend}"
        return "".join(letter if letter.isprintable() or letter == "\u3000" else " " for letter in line)

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
        lines = self.values.lines if isinstance(self.values, Located) else {}
        return lines.get(key, self.line)

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
        if isinstance(value, int | Decimal) and not isinstance(value, bool):
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
            self.refuse(key, f"“{key}”不是日期：{brief(str(value))}", "请写成 2023-06-12 的样子。")
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
        line = items.lines[number] if isinstance(items, LocatedList) else 0
        if isinstance(item, Mapping):
            yield Entry(file, line, item, problems)
        else:
            problems.add(file, line, f"第{number + 1}条应是一组“键: 值”", "请检查缩进和“- ”。")


def read(path: Path, name: str = "") -> Any:
    """Return the YAML of a file as ``Located`` mappings and lists.

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
    """Return the YAML of ``text``. Dates stay text, so that a wrong one is refused on its own line.

    Raises:
        Unusable: it is not YAML, repeats a key, or uses anchors.
    """
    try:
        root = YAML(typ="safe", pure=True).compose(text)
    except MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise Unusable([Problem(file, line, "这里的格式读不懂", _FORM)]) from None
    except (YAMLError, ValueError, RecursionError):
        raise Unusable([Problem(file, 1, "文件格式读不懂", _FORM)]) from None
    return None if root is None else _Constructor(file).value(root)


# What a file may hold besides mappings and lists. Tags that make anything else are refused; dates stay text.
_PLAIN: Final = "tag:yaml.org,2002:"
_KINDS: Final = frozenset({"map", "seq", "str", "int", "float", "bool", "null", "timestamp"})

# Longer numbers stay text, which no fact takes for a number.
_DIGITS: Final = 40

_FORM: Final = "请检查缩进、冒号后的空格和引号是否成对。"


@dataclass
class _Constructor:
    """Turns YAML nodes into values with lines. Anchors are refused: they could make a small file endless."""

    file: str
    seen: set[int] = field(default_factory=set)

    def value(self, node: Node) -> Any:
        line = node.start_mark.line + 1
        if id(node) in self.seen:
            raise Unusable([Problem(self.file, line, "不能用 & 和 * 引用别处的内容", "请把内容写出来。")])
        self.seen.add(id(node))
        if str(node.tag).removeprefix(_PLAIN) not in _KINDS:
            what = f"不能用“{brief(str(node.tag))}”这样的标记"
            raise Unusable([Problem(self.file, line, what, "请去掉感叹号开头的标记，只写内容。")])
        if isinstance(node, MappingNode):
            return self.mapping(node)
        if isinstance(node, SequenceNode):
            items = LocatedList()
            for item in node.value:
                items.append(self.value(item))
                items.lines.append(item.start_mark.line + 1)
            return items
        return self.scalar(node, line)

    def mapping(self, node: MappingNode) -> Located:
        found = Located()
        for key_node, value_node in node.value:
            line = key_node.start_mark.line + 1
            key = self.value(key_node)
            if not isinstance(key, str):
                raise Unusable(
                    [Problem(self.file, line, "冒号前应是一个名称", "请写成“名称: 值”；名称是数字时加引号。")]
                )
            if key in found:
                raise Unusable([Problem(self.file, line, f"“{key}”写了两次", "请删去一个。")])
            found[key] = self.value(value_node)
            found.lines[key] = line
        return found

    def scalar(self, node: Node, line: int) -> Any:
        text = str(node.value)
        if any("\ud800" <= letter <= "\udfff" or letter == "\0" for letter in text):
            raise Unusable([Problem(self.file, line, "这里有不成文字的字符", "请删去后重新输入。")])
        match str(node.tag).rpartition(":")[2]:
            case "null":
                return None
            case "bool" if text.lower() in {"true", "false"}:
                return text.lower() == "true"
            case "int" if text.lstrip("+-").isdecimal() and len(text) <= _DIGITS:
                return int(text)
            case "float" if len(text) <= _DIGITS:
                try:
                    return Decimal(text)
                except InvalidOperation:
                    return text
        return text
