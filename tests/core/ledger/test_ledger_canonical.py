"""One value has one form of bytes; whatever else is refused with its place."""

import contextlib
import json
from datetime import date
from enum import IntEnum

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tests.core.ledger.ledger_samples import KEYS, OBJECTS, VALUES
from yixing_core.errors import Refusal
from yixing_core.ledger.canonical import INTEGER_BOUND, MAX_DEPTH, MAX_LINE, depth, encode, parse


def escaped(text: str) -> str:
    """RFC 8785 §3.2.2.2, letter by letter."""
    short = {8: "\\b", 9: "\\t", 10: "\\n", 12: "\\f", 13: "\\r", 34: '\\"', 92: "\\\\"}
    parts = []
    for letter in text:
        code = ord(letter)
        parts.append(short.get(code) or (f"\\u{code:04x}" if code < 32 else letter))
    return '"' + "".join(parts) + '"'


def naive(value: object) -> str:
    """Write a value as RFC 8785 says, without the json module."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, str):
        return escaped(value)
    if isinstance(value, list):
        return "[" + ",".join(naive(item) for item in value) + "]"
    assert isinstance(value, dict)
    keys = sorted(value, key=lambda key: key.encode("utf-16-be"))
    return "{" + ",".join(f"{escaped(key)}:{naive(value[key])}" for key in keys) + "}"


@given(VALUES)
def test_bytes_are_those_of_rfc_8785(value):
    assert encode(value) == naive(value).encode()


@given(OBJECTS)
@example({"a": ":b", '"': ':"', "": ""})
@example({"a": "\u2028\x7f\x00é议😀"})
def test_what_is_written_is_read_back(value):
    assert parse(encode(value)) == value


LETTERS = st.sampled_from([*list('{}[]",:\\ \t\n-0123456789.eabu'), "议", "null", '{"a":', '"b"', "true"])


@given(st.lists(LETTERS, max_size=12).map("".join) | st.text(max_size=20))
@example('{"a":1,"a":1}')
@example('{"a":-0}')
@example('{"b":":","b":2}')
@example('{"a":{"b":1},"a":":"}')
def test_parse_accepts_nothing_but_canonical_bytes(text):
    """Against the oracle: read leniently, write naively, compare."""
    line = text.encode("utf-8", "surrogatepass")
    try:
        value = parse(line)
    except Refusal:
        return
    assert naive(json.loads(line)) == text
    assert value == json.loads(line)


@given(OBJECTS, st.data())
def test_a_changed_byte_never_reads_as_the_same_value(value, data):
    line = bytearray(encode(value))
    place = data.draw(st.integers(0, len(line) - 1))
    line[place] ^= data.draw(st.integers(1, 255))
    with contextlib.suppress(Refusal):
        assert parse(bytes(line)) != value


@pytest.mark.parametrize(
    ("line", "code"),
    [
        (b'{"a":1,"a":1}', "duplicate"),
        (b'{"x":{"a":1,"a":2}}', "duplicate"),
        (b'{"a":1.5}', "float"),
        (b'{"a":1e3}', "float"),
        (b'{"a":NaN}', "float"),
        (b'{"a":-Infinity}', "float"),
        (b'{"a":-0}', "zero"),
        (b'{"a":9007199254740992}', "integer"),
        (b'{"a":-9007199254740992}', "integer"),
        (b'{"a":' + b"9" * 5000 + b"}", "integer"),
        (b'{"a": 1}', "bytes"),
        (b'{"b":1,"a":1}', "bytes"),
        (b'{"a":"\\u0041"}', "bytes"),
        (b'{"a":"\\/"}', "bytes"),
        (b'{"a":"\\u001F"}', "bytes"),
        (b'{"a":1}\r', "bytes"),
        (b'{"a":"\\ud800"}', "surrogate"),
        ('{"议":1}'.encode(), "key"),
        (b'{"a":"\xff"}', "utf8"),
        (b'{"a":"\xed\xa0\x80"}', "utf8"),
        (b'\xef\xbb\xbf{"a":1}', "json"),
        (b'{"a":1', "json"),
        (b'{"a":"\n"}', "json"),
        (b"", "json"),
        (b"[1]", "object"),
        (b"7", "object"),
        (b'{"a":' + b"[" * MAX_DEPTH + b"]" * MAX_DEPTH + b"}", "depth"),
        (b'{"a":' + b"[" * 100_000, "depth"),
        (b'{"a":"' + b"x" * MAX_LINE + b'"}', "length"),
    ],
)
def test_refusals_say_what_is_wrong(line, code):
    with pytest.raises(Refusal) as refusal:
        parse(line)
    assert refusal.value.code == f"ledger.canonical.{code}"
    assert refusal.value.text
    assert refusal.value.mend


class Colour(IntEnum):
    RED = 1


@pytest.mark.parametrize(
    ("value", "code"),
    [
        (1.0, "float"),
        (INTEGER_BOUND, "integer"),
        (-INTEGER_BOUND, "integer"),
        ("\ud800", "surrogate"),
        ({"议": 1}, "key"),
        ({1: 1}, "key"),
        ((1, 2), "type"),
        (b"x", "type"),
        (date(2023, 6, 12), "type"),
        (Colour.RED, "type"),
    ],
)
def test_values_outside_the_model_are_not_written(value, code):
    with pytest.raises(Refusal) as refusal:
        encode({"data": [value]})
    assert refusal.value.code == f"ledger.canonical.{code}"
    assert "内容.data[0]" in refusal.value.text


def test_nesting_is_bounded_when_writing():
    value = []
    for _ in range(MAX_DEPTH - 1):
        value = [value]
    assert depth(value) == MAX_DEPTH
    encode(value)
    with pytest.raises(Refusal):
        encode([value])


@given(KEYS, VALUES)
def test_depth_counts_levels(key, value):
    assert depth({key: value}) == depth(value) + 1
