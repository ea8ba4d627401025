"""One character, one token: every substring of a Chinese text is a phrase, so nothing that is there is missed.

Trigrams silently find nothing for words of two characters, and a dictionary cuts names and file numbers wrongly.
"""

import re
import unicodedata

LONGEST = 4000
"""Characters of a text that are indexed. PostgreSQL keeps 256 places of a token and 16383 places in all."""
SEPARATOR = "zz"
"""Stands between title, number and text, so that no phrase reaches across; no character has this token."""
_PASSED_OVER = re.compile(r"[PZSC]")
QUERY_LONGEST = 100


def characters(text: str) -> list[str]:
    """Letters, figures and characters of a text in order: width and case levelled, punctuation passed over.

    >>> characters("纪要〔2023〕１２号")
    ['纪', '要', '2', '0', '2', '3', '1', '2', '号']
    """
    levelled = unicodedata.normalize("NFKC", text).casefold()
    return [letter for letter in levelled if not _PASSED_OVER.match(unicodedata.category(letter))]


def key(text: str) -> str:
    """A number as it is compared: only its letters and figures.

    >>> key("2023-36-03")
    '20233603'
    """
    return "".join(characters(text))


def token(letter: str) -> str:
    """The token of one character: ASCII, so that every tokenizer of every version takes it as it is."""
    return f"u{ord(letter):x}"


def document(*texts: str) -> str:
    """The tokens of a thing, its parts kept apart."""
    parts = (" ".join(token(letter) for letter in characters(text[:LONGEST])) for text in texts if text)
    return f" {SEPARATOR} ".join(part for part in parts if part)


def phrases(query: str) -> list[str]:
    """The phrases of a query: words apart by blanks must all occur, each as it stands.

    >>> phrases("督办 17号")
    ['u7763 u529e', 'u31 u37 u53f7']
    """
    words = query[:QUERY_LONGEST].split()
    found = (" ".join(token(letter) for letter in characters(word)) for word in words)
    return [phrase for phrase in found if phrase]
