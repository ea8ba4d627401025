"""Command lines that speak Chinese: what argparse says about them, in the words of those who type them.

A command of the core is one ``family`` with a ``command`` for each thing it does::

    parser, commands = family("yixing rules", "list,test", about="规定库。", examples="例：yixing rules test")
    listing = command(commands, "list", "列出规定", run=list_rules, example="例：yixing rules list")
    listing.add_argument("--gate", help="只列一个关口")
    options = parser.parse_args(["list", "--gate", "poll.open"])  # options.run is list_rules
"""

import argparse
import re
from collections.abc import Callable
from typing import Any, Final, NoReturn

_SAID: Final = (
    (re.compile(r"unrecognized arguments: (.*)"), "多了“{}”"),
    (re.compile(r"the following arguments are required: (.*)"), "缺少{}"),
    (re.compile(r"argument .*: invalid choice: '(.*)' .*"), "没有“{}”这个命令"),
    (re.compile(r"argument (\S+): expected one argument"), "{}后面缺一个值"),
    (re.compile(r"argument \S+: (.*)"), "{}"),
)
"""What argparse says, and how we say it."""


class UsageError(Exception):
    """The command line cannot be understood; its text is one line for the user."""


class _Formatter(argparse.RawDescriptionHelpFormatter):
    def add_usage(self, usage: str | None, actions: Any, groups: Any, prefix: str | None = None) -> None:
        super().add_usage(usage, actions, groups, prefix or "用法：")


class Parser(argparse.ArgumentParser):
    """A parser that raises ``UsageError`` in Chinese instead of leaving the program."""

    def error(self, message: str) -> NoReturn:
        """Say in our words what argparse found wrong.

        Raises:
            UsageError: always.
        """
        said = next((text.format(match[1]) for sign, text in _SAID if (match := sign.fullmatch(message))), message)
        raise UsageError(f"{self.prog}：{said}。用法见 {self.prog} --help。")


def family(prog: str, names: str, *, about: str, examples: str) -> tuple[Parser, Any]:
    """A command with commands below it.

    Args:
        prog: as typed, such as ``yixing rules``.
        names: of the commands below it, with commas, for the line of usage.
        about: what it is for. examples: shown at the end of its help.

    Returns:
        The parser, and what ``command`` adds to.
    """
    parser = Parser(
        prog=prog,
        usage=f"{prog} {{{names}}} …",
        description=about,
        epilog=examples,
        formatter_class=_Formatter,
        add_help=False,
    )
    parser.add_argument_group("选项").add_argument("-h", "--help", action="help", help="显示这份说明")
    commands = parser.add_subparsers(title="命令", metavar="命令", required=True, prog=prog, parser_class=Parser)
    return parser, commands


def command(commands: Any, name: str, about: str, *, run: Callable[..., int], example: str) -> argparse._ArgumentGroup:
    """Add one command, which knows ``--help`` and ``--json``; the group takes its further arguments.

    Args:
        commands: from ``family``.
        name: as typed. about: what it does, in a line.
        run: stands as ``run`` in the options of who chose this command; returns the exit code.
        example: shown at the end of its help.
    """
    parser: argparse.ArgumentParser = commands.add_parser(
        name, help=about, description=about, epilog=example, formatter_class=_Formatter, add_help=False
    )
    group = parser.add_argument_group("参数")
    group.add_argument("-h", "--help", action="help", help="显示这份说明")
    group.add_argument("--json", action="store_true", help="输出供机器读的 JSON")
    parser.set_defaults(run=run)
    return group
