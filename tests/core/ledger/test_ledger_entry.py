"""An entry is written one way, read back the same, and refused with the field that is wrong."""

import hashlib
from datetime import UTC, datetime

import pytest
from hypothesis import given

from tests.core.ledger.ledger_samples import OBJECTS, sample
from yixing_core.errors import Refusal
from yixing_core.ledger import canonical
from yixing_core.ledger.entry import KEYS, Entry, RuleOutcome, content_digest, moment, new_salt, require_discreet


def test_the_line_of_the_format_description():
    entry = Entry(
        seq=1,
        at="2023-06-12T09:30:00+08:00",
        on="2023-06-12",
        actor="post/12",
        by="user/7",
        action="meeting.open",
        subject="meeting/36",
        refs=("matter/117",),
        request="6f1c2f0e-3c1e-4b6e-9f55-0a8b5f5d2c11",
        rules=(RuleOutcome(id="LC-13", pack="county@1", status="satisfied"),),
        data={"present": 9},
    )
    assert entry.to_line().decode() == (
        '{"action":"meeting.open","actor":"post/12","at":"2023-06-12T09:30:00+08:00","by":"user/7","content":null,'
        '"data":{"present":9},"on":"2023-06-12","refs":["matter/117"],"request":"6f1c2f0e-3c1e-4b6e-9f55-0a8b5f5d2c11",'
        '"rules":[{"id":"LC-13","pack":"county@1","status":"satisfied"}],"seq":1,"subject":"meeting/36","v":1}'
    )
    assert list(KEYS) == sorted(entry.record())


@pytest.mark.parametrize("seq", range(1, 16))
def test_a_line_is_read_back(seq):
    entry = sample(seq)
    assert Entry.from_line(entry.to_line()) == entry


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("v", 2),
        ("v", True),
        ("seq", 0),
        ("seq", True),
        ("at", "2023-06-12T09:30:00"),
        ("at", "2023-06-12T09:30:00Z"),
        ("at", "2023-06-12T09:30:00.5+08:00"),
        ("at", "2023-06-31T09:30:00+08:00"),
        ("at", None),
        ("on", "2023-02-29"),
        ("on", "20230612"),
        ("on", "2023-W24-1"),
        ("actor", "12"),
        ("actor", "post/某甲"),
        ("actor", None),
        ("by", ""),
        ("action", "open"),
        ("action", "Meeting.open"),
        ("subject", "meeting/"),
        ("refs", ("matter 1",)),
        ("request", "6F1C2F0E-3C1E-4B6E-9F55-0A8B5F5D2C11"),
        ("content", "0" * 63),
        ("content", "A" * 64),
        ("rules", (RuleOutcome(id="LC-13", pack="p", status="ok"),)),
        ("rules", (RuleOutcome(id="", pack="p", status="satisfied"),)),
        ("rules", (RuleOutcome(id="LC 13", pack="p", status="satisfied"),)),
    ],
)
def test_the_wrong_field_is_named(field, value):
    with pytest.raises(Refusal) as refusal:
        sample(3, **{field: value})
    assert refusal.value.field == field
    assert f"“{field}”" in refusal.value.text


@pytest.mark.parametrize("value", [[], "x", None, 3])
@pytest.mark.parametrize("field", ["data", "refs", "rules"])
def test_a_field_of_another_kind_is_refused(field, value):
    record = sample(1).record() | {field: value}
    if type(value) is list and field != "data":
        Entry.from_line(canonical.encode(record))
        return
    with pytest.raises(Refusal) as refusal:
        Entry.from_line(canonical.encode(record))
    assert refusal.value.field == field


def test_keys_are_exactly_the_thirteen():
    record = sample(1).record()
    del record["by"]
    with pytest.raises(Refusal, match="缺by，多note"):
        Entry.from_line(canonical.encode(record | {"note": 1}))


@given(OBJECTS)
def test_a_digest_is_that_of_salt_and_bytes(record):
    salt = bytes(range(16))
    assert content_digest(salt, record) == hashlib.sha256(salt + canonical.encode(record)).hexdigest()
    assert content_digest(new_salt(), record) != content_digest(new_salt(), record)


def test_a_salt_is_sixteen_bytes():
    with pytest.raises(ValueError, match="15 bytes"):
        content_digest(b"x" * 15, {})


@pytest.mark.parametrize(
    "data", [{"who": "委员甲"}, {"a": [{"b": "two words"}]}, {"note": "同意"}, {"a": "x" * 201}, {"a": "line\n"}]
)
def test_names_and_prose_stay_out(data):
    with pytest.raises(Refusal) as refusal:
        require_discreet(data)
    assert refusal.value.code == "ledger.entry.indiscreet"


def test_ids_dates_counts_and_codes_may_go_in():
    require_discreet({"on": "2023-06-12", "yes": 9, "ids": ["member/3"], "sum": "1200.50", "x": None, "y": [True, ""]})


def test_a_moment_has_an_offset():
    assert moment(datetime(2023, 6, 12, 1, 2, 3, 999, tzinfo=UTC)) == "2023-06-12T01:02:03+00:00"
    with pytest.raises(ValueError, match="time zone"):
        moment(datetime(2023, 6, 12))  # noqa: DTZ001  (the missing zone is the point)
