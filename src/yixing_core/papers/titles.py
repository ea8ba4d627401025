"""Breaking a long title into lines that read well: whole words as far as one can tell, lengths like a trapezium.

The standard asks for 梯形或菱形 and 词意完整 (7.3.1, GB-11). Without a dictionary the cost below is a heuristic; a
caller who knows better puts newlines into the title.
"""

from functools import cache
from itertools import pairwise

_NO_START = "，。、；：！？）》〕”’的和与及了"
_NO_END = "（《〔“‘第"
_GOOD_START = ("关于", "《", "的通知", "的意见", "的请示", "的函")
_GOOD_END = "，、；：》）"
_FUSED = (
    "关于",
    "通知",
    "工作",
    "会议",
    "意见",
    "方案",
    "情况",
    "项目",
    "建设",
    "示例",
    "县委",
    "常委",
    "纪要",
    "事项",
    "管理",
    "办法",
)


def title_lines(title: str, width: int) -> tuple[str, ...]:
    """The lines of a title, none longer than ``width`` characters.

    Args:
        title: the title; newlines in it are breaks the author wants and are kept.
        width: characters on a line, at least 4.

    Returns:
        At least one line; joined they are the title without newlines.
    """
    lines: list[str] = []
    for part in title.split("\n"):
        lines.extend(_broken(part.strip(), width))
    return tuple(lines)


def _broken(text: str, width: int) -> list[str]:
    count = -(-len(text) // width)
    if count <= 1:
        return [text]

    @cache
    def best(start: int, left: int) -> tuple[float, tuple[int, ...]]:
        """Least cost of setting ``text[start:]`` on ``left`` lines, with the breaks."""
        rest = len(text) - start
        if left == 1:
            return (_length_cost(rest, len(text), count) if rest <= width else float("inf"), ())
        choices = (
            (_length_cost(end - start, len(text), count) + _break_cost(text, end) + best(end, left - 1)[0], end)
            for end in range(start + 1, min(start + width, len(text) - left + 1) + 1)
        )
        cost, end = min(choices, default=(float("inf"), len(text)))
        return cost, (end, *best(end, left - 1)[1]) if cost < float("inf") else ()

    breaks = best(0, count)[1] or tuple(range(width, len(text), width))
    edges = [0, *breaks, len(text)]
    return [text[a:b] for a, b in pairwise(edges)]


def _length_cost(length: int, total: int, count: int) -> float:
    return ((length - total / count) ** 2) * 0.5


def _break_cost(text: str, at: int) -> float:
    """How bad it is to break before ``text[at]``."""
    before, after = text[at - 1], text[at]
    cost = 0.0
    if after in _NO_START or before in _NO_END:
        cost += 200
    if before.isascii() and before.isalnum() and after.isascii() and after.isalnum():
        cost += 200
    if any(text[at - 1 : at + 1] == word for word in _FUSED):
        cost += 60
    if text.count("《", 0, at) > text.count("》", 0, at) or text.count("〔", 0, at) > text.count("〕", 0, at):
        cost += 30
    if before in _GOOD_END or before == "的":
        cost -= 8
    if any(text.startswith(word, at) for word in _GOOD_START):
        cost -= 8
    return cost
