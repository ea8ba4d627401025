"""The command that verifies a file offline: ``yixing verify FILE`` and, as one file of its own, ``yixing-verify.pyz``.

Which kinds of file it knows is said by ``yixing_core.verifier``.

Exit codes: 0 holds, 1 damage, 2 unusable input, 3 a fault of ours. Once the kind of a file is recognised every
damage is 1, even where nothing of it can be read any more.
"""

import json
import os
import re
import sys
import tempfile
import traceback
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Protocol

from yixing_core.errors import Refusal
from yixing_core.ledger import canonical
from yixing_core.ledger.canonical import JsonObject
from yixing_core.ledger.header import FAMILY
from yixing_core.ledger.verify import MAX_HEADER, Progress, verify_export

HOLDS: Final = 0
DAMAGED: Final = 1
UNUSABLE: Final = 2
FAULT: Final = 3
HEAD_BYTES: Final = 1 << 16

HELP: Final = """\
用法：{prog} 文件 [--key 公钥] [--checkpoint 旧校验点] [--json]

离线核验{kinds}：只读这个文件，不连网络、数据库和服务器。
不成立时说出第一条不成立的是哪一条。

  文件                 要核验的文件，种类由内容识别
  --key 公钥           您信任的公钥（印在纪要、档案或密钥公告上）；不写则只给出签署人的指纹
  --checkpoint 文件    您手里更早的校验点，或更早的一份导出；核验这份文件是在它之后追加而成
  --json               给出供程序读取的结果
  --help               显示本说明

例：
  {prog} L.jsonl
  {prog} D.zip
  {prog} L.jsonl --key yixing.example/county+330bd880+AY... --checkpoint 2023年6月.txt

返回值：0 成立；1 不成立；2 文件或参数不可用；3 本程序故障。
"""

_SEQUENCE = re.compile(rb'"seq":[0-9]+,"subject":"').search


class Outcome(Protocol):
    """What the verification of any kind of file answers with."""

    @property
    def holds(self) -> bool:
        """Whether nothing is wrong."""

    def record(self) -> JsonObject:
        """The answer for machines."""

    def sentences(self) -> list[str]:
        """The answer for people."""


class Verification(Protocol):
    """A verifier of one kind of file; see ``verify_export`` for the arguments."""

    def __call__(self, path: Path, key: str | None, checkpoint: str | None, progress: Progress | None) -> Outcome:
        """Verify the file."""


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of file that the command knows.

    Attributes:
        title: its name for people.
        recognise: tells from the first ``HEAD_BYTES`` bytes; must not be led astray by one changed byte.
        verify: the verifier.
    """

    title: str
    recognise: Callable[[bytes], bool]
    verify: Verification


def looks_like_export(head: bytes) -> bool:
    """Tell from its beginning whether a file is (or was, before damage) a ledger export.

    Three signs, any of which is enough, so that damage to one of them does not hide the others: the name of the
    format, the fields of the header, an entry.
    """
    return FAMILY.encode() in head[:256] or (b'"checkpoint":' in head and b'"root":' in head) or bool(_SEQUENCE(head))


LEDGER: Final = Kind("存证导出", looks_like_export, verify_export)


@dataclass(frozen=True, slots=True)
class Request:
    """The arguments of one call."""

    file: Path
    key: str | None = None
    checkpoint: Path | None = None
    json: bool = False


def main(argv: Sequence[str], *, prog: str = "yixing verify", kinds: Sequence[Kind] = (LEDGER,)) -> int:
    """Run the command; the answer goes to stdout, everything else to stderr in one line.

    Args:
        argv: arguments after the name of the command.
        prog: how the user called it, for the help.
        kinds: kinds of file that are known here.

    Returns:
        The exit code.
    """
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            # A file name or a damaged key may hold what the terminal cannot show; that is no fault of the check.
            stream.reconfigure(errors="backslashreplace")
    try:
        return _run(argv, prog, kinds)
    except Refusal as refusal:
        option = f"--{refusal.field}：" if refusal.field else ""
        sys.stderr.write(f"{option}{refusal}\n")
        return UNUSABLE
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return FAULT
    except KeyboardInterrupt:
        sys.stderr.write("已中断，没有得出结论。\n")
        return FAULT
    except Exception:  # noqa: BLE001  (the last line of defence: a fault of ours is one line, never a traceback)
        sys.stderr.write(f"核验程序故障，没有得出结论；请把{_keep_details()}交给系统管理员。\n")
        return FAULT


def parse_arguments(argv: Sequence[str], prog: str) -> Request | None:
    """Read the arguments; None when help was asked for.

    Raises:
        Refusal: ``ledger.input.usage`` with what is wrong.
    """
    values: dict[str, str] = {}
    files: list[str] = []
    rest, as_json, options = list(argv), False, True
    while rest:
        word = rest.pop(0)
        name, equals, value = word.partition("=")
        if options and word in ("--help", "-h"):
            return None
        if options and word == "--":
            options = False
        elif options and word == "--json":
            as_json = True
        elif options and name in ("--key", "--checkpoint"):
            if not equals and not rest:
                raise _usage(f"{name}后面缺内容", prog)
            if name in values:
                raise _usage(f"{name}写了两次", prog)
            values[name] = value if equals else rest.pop(0)
        elif options and word.startswith("-") and word != "-":
            raise _usage(f"没有{word}这个选项", prog)
        else:
            files.append(word)
    if len(files) != 1:
        raise _usage("请写出要核验的文件" if not files else f"一次核验一个文件，这里写了{len(files)}个", prog)
    key, older = values.get("--key"), values.get("--checkpoint")
    return Request(
        file=Path(files[0]),
        key=key.strip() if key is not None else None,
        checkpoint=Path(older) if older is not None else None,
        json=as_json,
    )


def read_checkpoint(path: Path) -> str:
    """Read an older checkpoint: its own text, or the one in the first line of an older export.

    Raises:
        Refusal: cannot be read or is not text.
    """
    try:
        with path.open("rb") as stream:
            content = stream.read(HEAD_BYTES)
            if looks_like_export(content):
                stream.seek(0)
                content = stream.readline(MAX_HEADER)
        text = content.decode()
    except OSError as error:
        raise _unreadable(path, error) from error
    except UnicodeDecodeError as error:
        raise Refusal("ledger.input.unreadable", file=path.name, why="不是UTF-8文本") from error
    if not text.startswith("{"):
        return text
    try:
        note = canonical.decode_object_once(text).get("checkpoint")
    except Refusal as refusal:
        raise Refusal("ledger.input.unreadable", file=path.name, why=refusal.text.rstrip("。")) from refusal
    return note if isinstance(note, str) else ""


def _run(argv: Sequence[str], prog: str, kinds: Sequence[Kind]) -> int:
    request = parse_arguments(argv, prog)
    if request is None:
        sys.stdout.write(HELP.format(prog=prog, kinds="、".join(kind.title for kind in kinds)))
        return HOLDS
    kind = _recognise(request.file, kinds)
    checkpoint = read_checkpoint(request.checkpoint) if request.checkpoint is not None else None
    progress = _show_progress if sys.stderr.isatty() else None
    try:
        outcome = kind.verify(request.file, request.key, checkpoint, progress)
    except OSError as error:
        raise _unreadable(request.file, error) from error
    finally:
        if progress is not None:
            sys.stderr.write("\r\033[K")
    if request.json:
        sys.stdout.write(json.dumps(outcome.record(), ensure_ascii=False, indent=1) + "\n")
    else:
        sys.stdout.write("\n".join(outcome.sentences()) + "\n")
    sys.stdout.flush()
    return HOLDS if outcome.holds else DAMAGED


def _recognise(path: Path, kinds: Sequence[Kind]) -> Kind:
    try:
        with path.open("rb") as stream:
            head = stream.read(HEAD_BYTES) if path.is_file() else None
    except OSError as error:
        raise _unreadable(path, error) from error
    if head is None:
        # A pipe can be read only once, and the file is opened again by its verifier.
        raise Refusal("ledger.input.unreadable", file=path.name, why="不是普通文件，请先存成文件")
    for kind in kinds:
        if kind.recognise(head):
            return kind
    raise Refusal("ledger.input.kind", file=path.name, kinds="、".join(kind.title for kind in kinds))


def _show_progress(done: int, expected: int | None) -> None:
    of = f"/{expected}" if expected is not None else ""
    sys.stderr.write(f"\r已核验{done}{of}条")
    sys.stderr.flush()


def _usage(why: str, prog: str) -> Refusal:
    return Refusal("ledger.input.usage", why=why, prog=prog)


def _unreadable(path: Path, error: OSError) -> Refusal:
    reasons = {
        FileNotFoundError: "没有这个文件",
        PermissionError: "没有读取权限",
        IsADirectoryError: "是文件夹，不是文件",
    }
    why = reasons.get(type(error), f"不能读取（{error.strerror or error}）")
    return Refusal("ledger.input.unreadable", file=path.name or str(path), why=why)


def _keep_details() -> str:
    """Write the traceback to a file of its own; return where it lies."""
    with tempfile.NamedTemporaryFile(
        "w", prefix="yixing-verify-", suffix=".log", delete=False, encoding="utf-8", errors="backslashreplace"
    ) as stream:
        stream.write(traceback.format_exc())
    return stream.name
