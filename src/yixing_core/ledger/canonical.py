"""One form of bytes for one value: RFC 8785 over a value model small enough to have no exceptions.

Keys are ASCII, so the order of RFC 8785 (by UTF-16 units) is the plain one; numbers are integers below 2^53, so
the number formatting of ECMAScript never comes up. What is left is exactly what two programs in two languages
will write the same way.
"""

import json
from typing import Final, NoReturn, TypeAlias, cast

from yixing_core.errors import Refusal
from yixing_core.ledger import refusals  # noqa: F401  (registers the messages this module raises)

Json: TypeAlias = "bool | int | str | list[Json] | dict[str, Json] | None"
JsonObject: TypeAlias = "dict[str, Json]"

INTEGER_BOUND: Final = 2**53
MAX_DEPTH: Final = 32
MAX_LINE: Final = 1 << 20
_INTEGER_DIGITS: Final = len(str(INTEGER_BOUND)) + 1

_CONTAINERS: Final = frozenset({dict, list})

_write = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False).encode


def encode(value: Json) -> bytes:
    r"""Return the RFC 8785 bytes of a value.

    Raises:
        Refusal: the value is outside the model (``ledger.canonical.*``); the sentence names the place.

    Example:
        >>> encode({"b": 1, "a": "议"})
        b'{"a":"\xe8\xae\xae","b":1}'
    """
    _check(value, "内容", 1)
    return _write(value).encode()


def parse(line: bytes) -> JsonObject:
    """Read one canonical object; whatever would not be written back as the same bytes is refused.

    Refused are: bytes that are not UTF-8, JSON that is not an object, a key twice, a fraction or an exponent, an
    integer of 2^53 or more, a key outside ASCII, nesting beyond ``MAX_DEPTH``, lines beyond ``MAX_LINE`` bytes,
    white space, another order of keys, another way to escape.

    Raises:
        Refusal: ``ledger.canonical.*``, with the place in bytes from 1 where one can be told.
    """
    if len(line) > MAX_LINE:
        raise Refusal("ledger.canonical.length", limit=MAX_LINE)
    try:
        text = line.decode()
    except UnicodeDecodeError as error:
        raise Refusal("ledger.canonical.utf8", byte=error.start + 1) from error
    value = decode(text)
    if not isinstance(value, dict):
        raise Refusal("ledger.canonical.object")
    if text.count("{") + text.count("[") > MAX_DEPTH and depth(value) > MAX_DEPTH:
        raise Refusal("ledger.canonical.depth", limit=MAX_DEPTH)
    if not _plainly_canonical(text, value):
        _compare(text, line, value)
    return value


def decode(text: str) -> Json:
    """Read JSON of the value model without asking for canonical bytes (the header of an export, a stored record).

    Raises:
        Refusal: not JSON, a fraction, too large an integer, nested beyond the interpreter's limit.
    """
    try:
        return cast("Json", _read(text))
    except json.JSONDecodeError as error:
        raise Refusal("ledger.canonical.json", byte=len(text[: error.pos].encode()) + 1) from error
    except RecursionError as error:
        raise Refusal("ledger.canonical.depth", limit=MAX_DEPTH) from error


def decode_object_once(text: str) -> JsonObject:
    """Read a JSON object in which no key stands twice at any level.

    Raises:
        Refusal: as ``decode``, and ``ledger.canonical.duplicate`` or ``ledger.canonical.object``.
    """
    if depth(decode(text)) > MAX_DEPTH:
        raise Refusal("ledger.canonical.depth", limit=MAX_DEPTH)
    value = _read_pairs(text)
    if not isinstance(value, dict):
        raise Refusal("ledger.canonical.object")
    return cast("JsonObject", value)


def depth(value: Json) -> int:
    """Return how deep lists and objects are nested: 0 for a plain value, 1 for ``{}``."""
    deepest = 0
    stack: list[tuple[Json, int]] = [(value, 1)]
    while stack:
        node, level = stack.pop()
        if isinstance(node, dict | list):
            deepest = max(deepest, level)
            inner = node.values() if isinstance(node, dict) else node
            stack.extend((child, level + 1) for child in inner)
    return deepest


def first_difference(one: bytes, other: bytes) -> int:
    """Return the place, from 0, of the first byte that differs; the shorter length when one begins the other."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((place for place, (a, b) in pairs if a != b), min(len(one), len(other)))


def _integer(digits: str) -> int:
    if digits == "-0":
        raise Refusal("ledger.canonical.zero")
    if len(digits) > _INTEGER_DIGITS or abs(int(digits)) >= INTEGER_BOUND:
        raise Refusal("ledger.canonical.integer", place=f"“{digits[:_INTEGER_DIGITS]}”")
    return int(digits)


def _fraction(digits: str) -> NoReturn:
    raise Refusal("ledger.canonical.float", place=f"“{digits[:_INTEGER_DIGITS]}”")


def _once(pairs: list[tuple[str, Json]]) -> JsonObject:
    result: JsonObject = {}
    for key, value in pairs:
        if key in result:
            raise Refusal("ledger.canonical.duplicate", key=key)
        result[key] = value
    return result


_read = json.JSONDecoder(parse_int=_integer, parse_float=_fraction, parse_constant=_fraction).decode
_read_pairs = json.JSONDecoder(object_pairs_hook=_once).decode


def _plainly_canonical(text: str, value: JsonObject) -> bool:
    """Tell quickly that ``text`` is the canonical form of ``value``; False means only that one must look closer.

    Without a backslash or white space, a text that ``decode`` has read can differ from the canonical one in two ways
    only: the order of keys and a key twice (``-0`` and fractions are refused there). A quote followed by a colon ends
    a key (or opens a value that begins with a colon, which then looks closer), so as many of them as there are keys
    means that no key stood twice.
    """
    if "\\" in text or " " in text or "\t" in text or "\r" in text or "\n" in text:
        return False
    ascii_only, keys = text.isascii(), 0
    stack: list[Json] = [value]
    while stack:
        node = stack.pop()
        if type(node) is dict:
            names = list(node)
            if names != sorted(names) or not (ascii_only or all(map(str.isascii, names))):
                return False
            keys += len(names)
            stack += [child for child in node.values() if type(child) in _CONTAINERS]
        else:
            stack += [child for child in cast("list[Json]", node) if type(child) in _CONTAINERS]
    return text.count('":') == keys


def _compare(text: str, line: bytes, value: JsonObject) -> None:
    """Compare with the bytes that we should write; refuse with the first difference."""
    _read_pairs(text)
    canonical = encode(value)
    if canonical != line:
        raise Refusal("ledger.canonical.bytes", byte=first_difference(canonical, line) + 1)


def _check(value: object, place: str, level: int) -> None:
    """Refuse what is outside the model. Exact types only: an enumeration or a date has more than one spelling."""
    kind = type(value)
    if value is None or kind is bool:
        return
    if kind is int:
        if abs(cast("int", value)) >= INTEGER_BOUND:
            raise Refusal("ledger.canonical.integer", place=place)
    elif kind is str:
        _check_text(cast("str", value), place)
    elif kind is dict or kind is list:
        if level > MAX_DEPTH:
            raise Refusal("ledger.canonical.depth", limit=MAX_DEPTH)
        if kind is list:
            for index, child in enumerate(cast("list[object]", value)):
                _check(child, f"{place}[{index}]", level + 1)
        else:
            _check_object(cast("dict[object, object]", value), place, level)
    elif kind is float:
        raise Refusal("ledger.canonical.float", place=place)
    else:
        raise Refusal("ledger.canonical.type", place=place, kind=kind.__name__)


def _check_object(value: dict[object, object], place: str, level: int) -> None:
    for key, child in value.items():
        if type(key) is not str or not key.isascii():
            raise Refusal("ledger.canonical.key", place=place, key=key)
        _check(child, f"{place}.{key}", level + 1)


def _check_text(value: str, place: str) -> None:
    try:
        value.encode()
    except UnicodeEncodeError as error:
        raise Refusal("ledger.canonical.surrogate", place=place) from error
