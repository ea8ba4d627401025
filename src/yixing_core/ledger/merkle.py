"""The Merkle log of RFC 6962: hashes, roots, proofs, and their verification.

A hash is 32 bytes of SHA-256. Leaves and nodes are hashed with different first bytes, so that no line can pass for
a node (RFC 6962 §2.1). Three ways to the same root: ``root`` of a sequence, ``CompactRange`` for appending with
only log2(n) hashes kept, ``Tree`` that keeps every level and can prove.
"""

import hashlib
from collections.abc import Iterable, Sequence
from typing import Final

LEAF_PREFIX: Final = b"\x00"
NODE_PREFIX: Final = b"\x01"
HASH_BYTES: Final = 32
EMPTY_ROOT: Final = hashlib.sha256().digest()


def leaf_hash(line: bytes) -> bytes:
    """Return the hash of an entry's line (without its newline)."""
    return hashlib.sha256(LEAF_PREFIX + line).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Return the hash of an inner node."""
    return hashlib.sha256(NODE_PREFIX + left + right).digest()


def root(leaves: Iterable[bytes]) -> bytes:
    """Return the root over a sequence of leaf hashes; of none, SHA-256 of nothing."""
    compact = CompactRange()
    for leaf in leaves:
        compact.append(leaf)
    return compact.root()


class CompactRange:
    """The peaks of a growing tree: enough to append and to give the root, in log2(n) hashes.

    Args:
        size: number of leaves already in.
        peaks: roots of the complete subtrees of that many leaves, largest first, as ``peaks`` returned them.

    Raises:
        ValueError: the number of peaks does not fit the size.

    Example:
        >>> compact = CompactRange()
        >>> for line in (b"a", b"b", b"c"):
        ...     compact.append(leaf_hash(line))
        >>> compact.size, len(compact.peaks)
        (3, 2)
    """

    __slots__ = ("_peaks", "size")

    def __init__(self, size: int = 0, peaks: Iterable[bytes] = ()) -> None:
        self.size = size
        self._peaks = list(peaks)
        if size < 0 or len(self._peaks) != size.bit_count() or any(len(p) != HASH_BYTES for p in self._peaks):
            msg = f"{len(self._peaks)} peaks do not make a tree of {size}"
            raise ValueError(msg)

    @property
    def peaks(self) -> tuple[bytes, ...]:
        """The state to be stored with ``size``, from which a later job goes on appending."""
        return tuple(self._peaks)

    def append(self, leaf: bytes) -> None:
        """Add a leaf hash at the end."""
        carry, node, peaks = self.size, leaf, self._peaks
        while carry & 1:
            node = hashlib.sha256(NODE_PREFIX + peaks.pop() + node).digest()
            carry >>= 1
        peaks.append(node)
        self.size += 1

    def root(self) -> bytes:
        """Return the root over all leaves so far."""
        return _fold(self._peaks)


class Tree:
    """A log with all its levels: roots of any earlier size and proofs, each in O(log² n) hashes.

    Args:
        leaves: leaf hashes to begin with.
    """

    __slots__ = ("_levels",)

    def __init__(self, leaves: Iterable[bytes] = ()) -> None:
        self._levels: list[list[bytes]] = [[]]
        for leaf in leaves:
            self.append(leaf)

    @property
    def size(self) -> int:
        """Number of leaves."""
        return len(self._levels[0])

    def append(self, leaf: bytes) -> None:
        """Add a leaf hash at the end."""
        levels = self._levels
        levels[0].append(leaf)
        level = 0
        while len(levels[level]) % 2 == 0:
            if level + 1 == len(levels):
                levels.append([])
            pair = levels[level][-2:]
            levels[level + 1].append(node_hash(pair[0], pair[1]))
            level += 1

    def root(self, size: int | None = None) -> bytes:
        """Return the root at a size, now or earlier.

        Raises:
            ValueError: larger than the tree.
        """
        return self._range(0, self._sized(size))

    def inclusion(self, index: int, size: int | None = None) -> list[bytes]:
        """Return the audit path of a leaf in the tree of that size (RFC 6962 §2.1.1), nearest sibling first.

        Args:
            index: place of the leaf from 0 (entry ``seq`` is leaf ``seq - 1``).
            size: of the tree; the present one if left out.

        Raises:
            ValueError: no such leaf or size.
        """
        high = self._sized(size)
        if not 0 <= index < high:
            msg = f"no leaf {index} in a tree of {high}"
            raise ValueError(msg)
        low, path = 0, []
        while high - low > 1:
            middle = low + _split(high - low)
            if index < middle:
                path.append(self._range(middle, high))
                high = middle
            else:
                path.append(self._range(low, middle))
                low = middle
        return path[::-1]

    def consistency(self, old: int, size: int | None = None) -> list[bytes]:
        """Return the proof that the tree of ``size`` extends the one of ``old`` leaves (RFC 6962 §2.1.2).

        From nothing, and to itself, the proof is empty.

        Raises:
            ValueError: ``old`` is larger than ``size``, or ``size`` than the tree.
        """
        high = self._sized(size)
        if not 0 <= old <= high:
            msg = f"a tree of {high} does not extend one of {old}"
            raise ValueError(msg)
        low, path, whole = 0, [], True
        if old in (0, high):
            return []
        while old != high:
            middle = low + _split(high - low)
            if old <= middle:
                path.append(self._range(middle, high))
                high = middle
            else:
                path.append(self._range(low, middle))
                low, whole = middle, False
        if not whole:
            path.append(self._range(low, high))
        return path[::-1]

    def _sized(self, size: int | None) -> int:
        if size is None:
            return self.size
        if not 0 <= size <= self.size:
            msg = f"size {size} in a tree of {self.size}"
            raise ValueError(msg)
        return size

    def _range(self, low: int, high: int) -> bytes:
        """Root over leaves low..high; ``low`` is a multiple of the largest power of two within the range."""
        peaks = []
        while low < high:
            level = (high - low).bit_length() - 1
            peaks.append(self._levels[level][low >> level])
            low += 1 << level
        return _fold(peaks)


def verify_inclusion(leaf: bytes, index: int, size: int, path: Sequence[bytes], root_hash: bytes) -> bool:
    """Tell whether a leaf hash stands at ``index`` (from 0) of the tree with that size and root (RFC 9162 §2.1.3.2)."""
    if not 0 <= index < size:
        return False
    place, last, node = index, size - 1, leaf
    for sibling in path:
        if last == 0:
            return False
        if place & 1 or place == last:
            node = node_hash(sibling, node)
            while not place & 1 and place:
                place, last = place >> 1, last >> 1
        else:
            node = node_hash(node, sibling)
        place, last = place >> 1, last >> 1
    return last == 0 and node == root_hash


def verify_consistency(old: int, new: int, old_root: bytes, new_root: bytes, path: Sequence[bytes]) -> bool:
    """Tell whether the tree of ``new`` leaves extends the one of ``old`` leaves (RFC 9162 §2.1.4.2).

    An empty tree is extended by every tree; its root must be ``EMPTY_ROOT`` and the path empty.
    """
    if not 0 <= old <= new:
        return False
    if old == 0:
        return not path and old_root == EMPTY_ROOT
    if old == new:
        return not path and old_root == new_root
    nodes = list(path)
    if old & (old - 1) == 0:
        nodes.insert(0, old_root)
    if not nodes:
        return False
    return _climb(old - 1, new - 1, nodes) == (old_root, new_root)


def _climb(place: int, last: int, nodes: list[bytes]) -> tuple[bytes, bytes] | None:
    """Rebuild both roots from a consistency path; None when the path is too short or too long."""
    while place & 1:
        place, last = place >> 1, last >> 1
    older = newer = nodes[0]
    for node in nodes[1:]:
        if last == 0:
            return None
        if place & 1 or place == last:
            older, newer = node_hash(node, older), node_hash(node, newer)
            while not place & 1 and place:
                place, last = place >> 1, last >> 1
        else:
            newer = node_hash(newer, node)
        place, last = place >> 1, last >> 1
    return (older, newer) if last == 0 else None


def _split(count: int) -> int:
    """Largest power of two smaller than ``count`` (> 1)."""
    return 1 << ((count - 1).bit_length() - 1)


def _fold(peaks: Sequence[bytes]) -> bytes:
    if not peaks:
        return EMPTY_ROOT
    node = peaks[-1]
    for peak in peaks[-2::-1]:
        node = node_hash(peak, node)
    return node
