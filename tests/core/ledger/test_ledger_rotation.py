"""A change of the signing key holds only where and as it was signed."""

import pytest

from yixing_core.errors import Refusal
from yixing_core.ledger import rotation
from yixing_core.ledger.entry import require_discreet
from yixing_core.ledger.merkle import EMPTY_ROOT, leaf_hash
from yixing_core.ledger.signer import Signer

OLD = Signer("yixing.example/demo", b"a" * 32)
NEW = Signer("yixing.example/demo", b"b" * 32)
OTHER = Signer("yixing.example/demo", b"c" * 32)
STRANGER = Signer("elsewhere.example", b"d" * 32)
ROOT = leaf_hash(b"seven entries")


def read(data, seq=8, root=ROOT, current=OLD.verifier):
    return rotation.read(seq, data, root, current, "post/90")


def test_signed_by_the_old_key():
    change = read(rotation.signed_change(OLD, NEW, 7, ROOT))
    assert (change.mode, change.old, change.new, change.actor) == ("signed", OLD.verifier, NEW.verifier, "post/90")
    assert read(rotation.signed_change(OLD, NEW, 7, ROOT), current=None) == change


def test_lost():
    change = read(rotation.lost_change(OLD.verifier, NEW, 7, ROOT))
    assert (change.mode, change.old, change.new) == ("lost", OLD.verifier, NEW.verifier)


def test_first():
    change = read(rotation.first_key(OLD, 0, EMPTY_ROOT), 1, EMPTY_ROOT, None)
    assert (change.mode, change.old, change.new) == ("first", None, OLD.verifier)


def test_the_data_may_go_into_the_ledger():
    require_discreet(rotation.signed_change(OLD, NEW, 7, ROOT))


GOOD = rotation.signed_change(OLD, NEW, 7, ROOT)


@pytest.mark.parametrize(
    ("data", "kwargs"),
    [
        (GOOD, {"seq": 9}),
        (GOOD, {"root": EMPTY_ROOT}),
        (GOOD, {"current": OTHER.verifier}),
        (GOOD | {"mode": "lost"}, {}),
        ({k: v for k, v in GOOD.items() if k != "old_signature"} | {"mode": "lost"}, {}),
        (GOOD | {"mode": ["signed"]}, {}),
        (GOOD | {"more": 1}, {}),
        (GOOD | {"new": 1}, {}),
        (GOOD | {"new": OTHER.vkey}, {}),
        (GOOD | {"old": OTHER.vkey}, {"current": None}),
        (GOOD | {"old_signature": GOOD["new_signature"]}, {}),
        (GOOD | {"new_signature": GOOD["old_signature"]}, {}),
        (GOOD | {"new_signature": None}, {}),
        (GOOD | {"new_signature": "?"}, {}),
        (rotation.first_key(NEW, 7, ROOT), {}),
        (rotation.first_key(NEW, 7, ROOT) | {"mode": "lost", "old": OLD.vkey}, {}),
        ({}, {}),
    ],
)
def test_what_does_not_hold(data, kwargs):
    with pytest.raises(Refusal) as refusal:
        read(data, **kwargs)
    assert refusal.value.code == "ledger.rotation"


def test_a_malformed_key_is_named():
    with pytest.raises(Refusal) as refusal:
        read(GOOD | {"new": NEW.vkey[:-1]})
    assert refusal.value.code == "ledger.key.malformed"


@pytest.mark.parametrize("new", [OLD, STRANGER])
def test_a_change_is_to_another_key_of_the_same_log(new):
    with pytest.raises(Refusal):
        rotation.signed_change(OLD, new, 7, ROOT)
    with pytest.raises(Refusal):
        rotation.lost_change(OLD.verifier, new, 7, ROOT)
