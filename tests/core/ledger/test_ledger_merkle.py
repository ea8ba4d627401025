"""Roots and proofs against the recursive definitions of RFC 6962, written down here as they stand there."""

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yixing_core.ledger.merkle import (
    EMPTY_ROOT,
    CompactRange,
    Tree,
    leaf_hash,
    root,
    verify_consistency,
    verify_inclusion,
)


def sha(data):
    return hashlib.sha256(data).digest()


def power_below(n):
    k = 1
    while k * 2 < n:
        k *= 2
    return k


def mth(lines):
    """§2.1"""
    if not lines:
        return sha(b"")
    if len(lines) == 1:
        return sha(b"\x00" + lines[0])
    k = power_below(len(lines))
    return sha(b"\x01" + mth(lines[:k]) + mth(lines[k:]))


def path(m, lines):
    """§2.1.1"""
    if len(lines) == 1:
        return []
    k = power_below(len(lines))
    if m < k:
        return [*path(m, lines[:k]), mth(lines[k:])]
    return [*path(m - k, lines[k:]), mth(lines[:k])]


def subproof(m, lines, whole):
    """§2.1.2"""
    if m == len(lines):
        return [] if whole else [mth(lines)]
    k = power_below(len(lines))
    if m <= k:
        return [*subproof(m, lines[:k], whole), mth(lines[k:])]
    return [*subproof(m - k, lines[k:], False), mth(lines[:k])]


def leaves(n):
    lines = [f"line {i}".encode() for i in range(n)]
    return lines, [leaf_hash(line) for line in lines]


SIZES = st.integers(0, 70)


@given(SIZES, st.integers(0, 70))
def test_roots_are_those_of_the_rfc(size, stop):
    lines, hashes = leaves(size)
    tree = Tree(hashes)
    assert root(hashes) == tree.root() == mth(lines)
    earlier = min(size, stop)
    assert tree.root(earlier) == mth(lines[:earlier])


@given(SIZES, SIZES)
def test_a_compact_range_goes_on_from_its_stored_state(first, more):
    lines, hashes = leaves(first + more)
    begun = CompactRange()
    for leaf in hashes[:first]:
        begun.append(leaf)
    resumed = CompactRange(begun.size, begun.peaks)
    for leaf in hashes[first:]:
        resumed.append(leaf)
    assert resumed.size == first + more
    assert resumed.root() == mth(lines)


@given(st.integers(1, 70), st.data())
def test_inclusion(size, data):
    lines, hashes = leaves(size)
    index = data.draw(st.integers(0, size - 1))
    proof = Tree(hashes).inclusion(index)
    assert proof == path(index, lines)
    assert verify_inclusion(hashes[index], index, size, proof, mth(lines))


@given(st.integers(1, 70), st.data())
def test_consistency(size, data):
    lines, hashes = leaves(size)
    old = data.draw(st.integers(0, size))
    proof = Tree(hashes).consistency(old)
    assert proof == (subproof(old, lines, True) if old else [])
    assert verify_consistency(old, size, mth(lines[:old]), mth(lines), proof)


@given(st.integers(2, 70), st.data())
def test_proofs_of_an_earlier_size_are_those_of_that_size(size, data):
    lines, hashes = leaves(size)
    tree = Tree(hashes)
    middle = data.draw(st.integers(1, size))
    index = data.draw(st.integers(0, middle - 1))
    assert tree.inclusion(index, middle) == path(index, lines[:middle])
    assert tree.consistency(index, middle) == (subproof(index, lines[:middle], True) if index else [])


def spoilt(proof, data):
    """A proof that differs: a hash changed, dropped, added, or two exchanged."""
    kind = data.draw(st.sampled_from(["change", "drop", "add", "swap"]))
    place = data.draw(st.integers(0, max(len(proof) - 1, 0)))
    wrong = list(proof)
    if kind == "add" or not proof:
        wrong.insert(place, sha(b"x"))
    elif kind == "drop":
        del wrong[place]
    elif kind == "change" or len(proof) == 1:
        wrong[place] = sha(wrong[place])
    else:
        other = (place + 1) % len(wrong)
        wrong[place], wrong[other] = wrong[other], wrong[place]
    return wrong


@given(st.integers(1, 70), st.data())
def test_a_spoilt_inclusion_proof_proves_nothing(size, data):
    lines, hashes = leaves(size)
    index = data.draw(st.integers(0, size - 1))
    wrong = spoilt(Tree(hashes).inclusion(index), data)
    assert not verify_inclusion(hashes[index], index, size, wrong, mth(lines))
    other = data.draw(st.integers(-1, size))
    if other != index:
        assert not verify_inclusion(hashes[index], other, size, path(index, lines), mth(lines))


@given(st.integers(2, 70), st.data())
def test_a_spoilt_consistency_proof_proves_nothing(size, data):
    lines, hashes = leaves(size)
    old = data.draw(st.integers(0, size))
    old_root, new_root = mth(lines[:old]), mth(lines)
    proof = Tree(hashes).consistency(old)
    wrong = spoilt(proof, data)
    assert not verify_consistency(old, size, old_root, new_root, wrong)
    assert not verify_consistency(old, size, sha(old_root), new_root, proof)
    if old:
        assert not verify_consistency(old, size, old_root, sha(new_root), proof)


def test_a_leaf_cannot_pass_for_a_node():
    _, hashes = leaves(2)
    assert leaf_hash(hashes[0] + hashes[1]) != root(hashes)


def test_out_of_range():
    tree = Tree(leaves(3)[1])
    for call in (
        lambda: tree.root(4),
        lambda: tree.inclusion(3),
        lambda: tree.inclusion(-1),
        lambda: tree.consistency(4),
        lambda: tree.consistency(3, 2),
        lambda: CompactRange(3, [EMPTY_ROOT]),
        lambda: CompactRange(1, [b"short"]),
    ):
        with pytest.raises(ValueError, match=r"tree of|no leaf"):
            call()
    assert not verify_consistency(3, 2, EMPTY_ROOT, EMPTY_ROOT, [])
    assert not verify_consistency(2, 3, tree.root(2), tree.root(), [])
    assert not verify_consistency(3, 4, tree.root(3), EMPTY_ROOT, [])


# Roots and proofs from the test data of the Certificate Transparency project, as printed in many implementations.
CT_LEAVES = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"]
CT_ROOTS = {
    1: "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    2: "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    3: "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    8: "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
}


@pytest.mark.parametrize("size", CT_ROOTS)
def test_published_roots(size):
    hashes = [leaf_hash(bytes.fromhex(leaf)) for leaf in CT_LEAVES[:size]]
    assert root(hashes).hex() == CT_ROOTS[size]
