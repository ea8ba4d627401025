"""The permission matrix over HTTP: every address by everybody of the cast, on one object of each kind.

What is expected follows from the policy table: who may open nothing of it is refused, who may not see the object
does not learn that it exists, who sees it but may not act is told so; nobody meets a fault.
"""

from typing import Any

import pytest

from tests.access.county import PEOPLE, County, capacities, client_of, may_do, read_out, sees, undone
from tests.access.objects import Address
from yixing.access.actions import Section
from yixing.access.actor import Actor
from yixing.access.loaders import may_open
from yixing.access.roles import Role
from yixing.ballots.views import KEEPS
from yixing.door.views import allowed
from yixing.ledger.models import Entry
from yixing.meetings.pages import KEEPS_RECORD
from yixing.rulebook.coverage import READERS

GROUPS = [PEOPLE[start::4] for start in range(4)]
FOUND = frozenset({200, 302})
NOT_THERE = frozenset({404})
EXCEPTIONS: dict[str, tuple[frozenset[Role], frozenset[int]]] = {
    # The papers around a meeting and the ballots are kept by the office: a member sees the meeting, not its sheets.
    "meetings/<int:pk>/print/<slug:what>.<slug:suffix>": (KEEPS_RECORD, NOT_THERE),
    "polls/<int:pk>/print/<slug:what>.<slug:suffix>": (frozenset(KEEPS), NOT_THERE),
    # Whether every rule is tested is asked by the office and the auditor.
    "rules/coverage/": (READERS, NOT_THERE),
    # A 批示 stands on the page of its 呈批件, which the unit it was given to does not see; it sees its task.
    "briefings/instructions/<int:pk>/": (frozenset(Role) - {Role.UNIT_HEAD, Role.LIAISON}, NOT_THERE),
}
"""Address → who is treated by the table, and what everybody else gets."""
NOTHING_YET: dict[str, frozenset[int]] = {
    # Nothing waits for the chair: the office and the chair are told so, everybody else finds no such list.
    "matters/arrangement.<slug:suffix>": frozenset({404, 422}),
    # No checkpoint covers the entry yet, and no book was exported yet.
    "ledger/<int:seq>/proof/": frozenset({409}),
    "ledger/exports/<int:pk>/": frozenset({404}),
    # Nothing was rechecked yet.
    "recheck/<int:pk>/": NOT_THERE,
    # No dossier was made yet.
    "dossiers/<int:pk>/file/": frozenset({404}),
}
"""Address → what it answers in this small county, where there is nothing to show yet."""
NO_METHOD = 405
"""The answer of addresses that take only a POST; alike for everybody, so it tells nobody anything."""


def expected(county: County, name: str, address: Address) -> frozenset[int]:
    """The statuses that the policy table leaves open for reading an address."""
    actor = county.actors[name]
    thing = county.things.get(address.kind)
    kept_by, others_get = EXCEPTIONS.get(address.pattern, (actor.roles, FOUND))
    if actor.roles.isdisjoint(kept_by):
        return others_get
    if address.pattern in NOTHING_YET and not (
        isinstance(address.guard, Section) and not may_open(actor, address.guard)
    ):
        return NOTHING_YET[address.pattern] | FOUND
    if isinstance(address.guard, Section):
        hidden = not may_open(actor, address.guard) or (thing is not None and not sees(actor, thing))
        return NOT_THERE if hidden else FOUND
    if not any(allowed(actor, action) for action in address.guard):
        return frozenset({403})
    return FOUND if thing is None else _expected_of(actor, address, thing)


def _expected_of(actor: Actor, address: Address, thing: Any) -> frozenset[int]:
    if not any(sees(each, thing) for each in capacities(actor)):
        return NOT_THERE
    if not sees(actor, thing):
        return FOUND | NOT_THERE  # a delegate opens what he may sign for somebody, and nothing else
    return FOUND if may_do(actor, address, thing) else FOUND | {403}


@pytest.mark.parametrize("people", GROUPS, ids=["、".join(group[:3]) for group in GROUPS])
def test_everybody_at_every_address(county: County, people: list[str]) -> None:
    wrong = []
    before = Entry.objects.count()
    for name in people:
        client = client_of(county, name)
        for address in county.everywhere:
            with undone():
                status = read_out(client.get(address.path)).status_code
            want = expected(county, name, address)
            if status != NO_METHOD and status not in want:
                wrong.append(f"{name} GET {address}: {status}, expected {sorted(want)}")
    assert not wrong, "\n".join(wrong)
    assert Entry.objects.count() == before, "reading writes nothing"


def test_every_address_with_a_number_has_its_object(county: County) -> None:
    lost = [str(address) for address in county.everywhere if "<int:" in address.pattern and not address.kind]
    assert not lost
    assert {address.kind for address in county.everywhere} - {""} <= county.things.keys()
