"""Breaking a long title into lines that read well: whole words as far as one can tell, lines of like length.

The standard asks for 梯形或菱形 and 词意完整 (7.3.1, GB-11). Without a dictionary the cost below is a heuristic over
the words that titles of the trade are made of; a caller who knows a good place puts ``SOFT`` there, who insists, a
newline.
"""

import re
import unicodedata
from functools import cache
from itertools import pairwise

SOFT = "\u200b"
"""A good place to break a title; prints nothing."""

_NO_START = "，。、；：！？）》〕”’的和与及了"
_NO_END = "（《〔“‘第"
_GOOD_END = "，、；：》）"
_GOOD_START = "《"
_WORDS = re.compile(
    "关于|召开|落实|征求|印发|审议|研究|听取|批转|转发|调整|开展|加强|做好|推进|实施|"
    "进一步|通知|通报|意见|请示|批复|报告|函件|决定|纪要|方案|办法|细则|规定|规则|计划|"
    "规划|要点|总结|汇报|情况|工作|会议|议题|议定|事项|项目|建设|改造|资金|安排|管理|"
    "监督|检查|督查|督办|整改|考核|评议|评价|领导|干部|任免|人事|组织|宣传|纪律|作风|"
    "廉政|党风|党建|安全|生产|环境|保护|生态|经济|社会|发展|农业|农村|乡村|振兴|教育|"
    "医疗|卫生|城区|供热|管网|交通|道路|财政|预算|决算|示例县委|示例县|县委|常委会|全委会|"
    "全体会议|委员会|办公室|党组|政府|年度|季度|月度|重点|重大|专项|专题|征求意见稿|"
    "征求意见|送审稿|责任|分解|进展|缓慢|问题|清单|台账|材料|目录|程序|核对"
)


def title_lines(title: str, width: float) -> tuple[str, ...]:
    """The lines of a title, none wider than ``width`` characters of its size.

    Args:
        title: the title; newlines in it are breaks the author wants, ``SOFT`` marks good places.
        width: room on a line, at least 4; letters and digits count half.

    Returns:
        At least one line; joined they are the title without newlines and ``SOFT``.
    """
    lines: list[str] = []
    for part in title.split("\n"):
        lines.extend(_Breaker(part.strip(), width).lines())
    return tuple(lines)


class _Breaker:
    """Cheapest breaks of one text by dynamic programming over its few characters."""

    def __init__(self, text: str, width: float) -> None:
        pieces = text.split(SOFT)
        self.text = "".join(pieces)
        self.soft = set()
        at = 0
        for piece in pieces[:-1]:
            at += len(piece)
            self.soft.add(at)
        self.width = width
        sizes = (1.0 if unicodedata.east_asian_width(character) in "WFA" else 0.5 for character in self.text)
        self.edges = [0.0]
        for size in sizes:
            self.edges.append(self.edges[-1] + size)
        self.inside = {at for word in _WORDS.finditer(self.text) for at in range(word.start() + 1, word.end())}

    def lines(self) -> list[str]:
        count = max(1, -int(-self.edges[-1] // self.width))
        while True:
            breaks = self.best(count)
            if breaks is not None:
                marks = [0, *breaks, len(self.text)]
                return [self.text[start:end] for start, end in pairwise(marks)]
            count += 1

    def best(self, count: int) -> tuple[int, ...] | None:
        """Where to break into ``count`` lines at the least cost; ``None`` if that many are too few."""
        even = self.edges[-1] / count

        @cache
        def cheapest(start: int, left: int) -> tuple[float, tuple[int, ...]] | None:
            if left == 1:
                size = self.edges[-1] - self.edges[start]
                return ((size - even) ** 2, ()) if size <= self.width else None
            found: tuple[float, tuple[int, ...]] | None = None
            for end in range(start + 1, len(self.text)):
                size = self.edges[end] - self.edges[start]
                if size > self.width:
                    break
                rest = cheapest(end, left - 1)
                if rest is None:
                    continue
                cost = (size - even) ** 2 + self.cost(end) + rest[0]
                if found is None or cost < found[0]:
                    found = (cost, (end, *rest[1]))
            return found

        result = cheapest(0, count)
        return result[1] if result else None

    def cost(self, at: int) -> float:
        """How bad it is to break before the character at ``at``."""
        before, after = self.text[at - 1], self.text[at]
        both_latin = before.isascii() and after.isascii() and before.isalnum() and after.isalnum()
        costs = (
            (after in _NO_START or before in _NO_END, 1000),
            (both_latin, 1000),
            (before.isascii() and before.isdigit() and not after.isascii(), 200),
            (at in self.inside, 200),
            (self.text.count("《", 0, at) > self.text.count("》", 0, at), 30),
            (before in _GOOD_END or after in _GOOD_START or before == "的", -30),
            (at in self.soft, -120),
        )
        return sum(price for holds, price in costs if holds)
