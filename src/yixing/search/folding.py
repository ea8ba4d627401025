"""How text is made comparable, and cut into tokens of one character each.

Chinese has no spaces between words, and every word segmenter misses names. So each character is a token of its own and
what is asked for is a phrase of them: any part of a text, of any length, is found, and nothing else.
"""

import re
import unicodedata
from collections.abc import Iterator

LONGEST = 60
"""Characters of one term; what is longer is cut."""
TERMS = 8
SEPARATOR = "sep"
"""Stands between title, number and text, so that no phrase runs from one into the next; no character becomes it."""

_SAME = str.maketrans("〔〕[]【】｛｝{}—–－―‐‑−", "()()()()()-------")
"""Brackets and dashes that one types for another: 〔2023〕 is found by [2023], （2023） and (2023)."""
_PASSED_OVER = frozenset({"Cc", "Cf", "Cs", "Zs", "Zl", "Zp"})
_ORDINAL = re.compile(r"第([一二三四五六七八九十百零〇两]+)次")
_DIGITS = {"零": 0, "〇": 0, "一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9}
_UNITS = {"十": 10, "百": 100}


def folded(text: str) -> Iterator[tuple[str, int]]:
    """The characters that count, each with its place in ``text``: full width as half, no case, no white space."""
    for place, character in enumerate(text):
        for each in unicodedata.normalize("NFKC", character).casefold().translate(_SAME):
            if unicodedata.category(each) not in _PASSED_OVER:
                yield each, place


def fold(text: str) -> str:
    """A text as it is compared.

    >>> fold("示例县委〔２０２３〕 12号")
    '示例县委(2023)12号'
    """
    return "".join(character for character, _ in folded(text))


def terms(query: str) -> list[str]:
    """The terms of a query: each must occur. 第三十六次 is asked as 第36次, as meetings are numbered.

    >>> terms(" 预算  第三十六次 ")
    ['预算', '第36次']
    """
    found = (fold(_in_digits(word))[:LONGEST] for word in query.split())
    return list(dict.fromkeys(word for word in found if word))[:TERMS]


def _in_digits(word: str) -> str:
    return _ORDINAL.sub(lambda match: f"第{_number(match[1])}次", word)


def _number(words: str) -> int:
    total, digit = 0, 0
    for word in words:
        if word in _UNITS:
            total += (digit or 1) * _UNITS[word]
            digit = 0
        else:
            digit = _DIGITS[word]
    return total + digit


def token(character: str) -> str:
    """A character as a token: itself, or its code where an index would take it for punctuation.

    >>> token("议"), token("-")
    ('议', 'x2d')
    """
    return character if not character.isascii() or character.isalnum() else f"x{ord(character):x}"


def tokens(text: str) -> list[str]:
    """The tokens of a text."""
    return [token(character) for character in fold(text)]


def spans(text: str, wanted: list[str]) -> list[tuple[int, int]]:
    """Where the terms occur in the text as it is written: begin and end of each place, in order, merged."""
    pairs = list(folded(text))
    plain = "".join(character for character, _ in pairs)
    found = []
    for term in wanted:
        place = plain.find(term)
        while place >= 0:
            found.append((pairs[place][1], pairs[place + len(term) - 1][1] + 1))
            place = plain.find(term, place + len(term))
    merged: list[tuple[int, int]] = []
    for begin, end in sorted(found):
        if merged and begin <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((begin, end))
    return merged
