"""Entries for the tests of the ledger: deterministic, varied, without a name in them."""

import uuid
from collections.abc import Iterator

from hypothesis import strategies as st

from yixing_core.ledger.canonical import INTEGER_BOUND
from yixing_core.ledger.entry import Entry, RuleOutcome

ACTIONS = ("matter.submit", "meeting.open", "poll.close", "task.assign", "task.close")


def sample(seq: int, /, **changes: object) -> Entry:
    """The entry with this number: the same for the same number, all kinds among the first fifteen."""
    fields: dict[str, object] = {
        "seq": seq,
        "at": f"2023-06-{seq % 28 + 1:02d}T09:{seq % 60:02d}:00+08:00",
        "on": f"2023-06-{seq % 28 + 1:02d}",
        "actor": f"post/{seq % 12 + 1}",
        "by": f"user/{seq % 7 + 1}" if seq % 3 == 0 else None,
        "action": ACTIONS[seq % len(ACTIONS)],
        "subject": f"matter/{seq}",
        "refs": tuple(f"meeting/{n}" for n in range(seq % 3)),
        "request": str(uuid.UUID(int=seq)),
        "rules": (RuleOutcome(id="LC-13", pack="county@2023.1", status="satisfied"),) if seq % 2 else (),
        "data": {"entitled": 11, "present": seq % 12, "codes": ["a", {"deep": True}]},
        "content": f"{seq:064x}" if seq % 5 else None,
    }
    return Entry(**{**fields, **changes})


def lines(count: int) -> Iterator[bytes]:
    for seq in range(1, count + 1):
        yield sample(seq).to_line()


KEYS = st.text(st.characters(max_codepoint=127), max_size=6)
SCALARS = (
    st.none()
    | st.booleans()
    | st.integers(-INTEGER_BOUND + 1, INTEGER_BOUND - 1)
    | st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
)
VALUES = st.recursive(SCALARS, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS, inner, max_size=4))
OBJECTS = st.dictionaries(KEYS, VALUES, max_size=5)
