"""The permission matrix over HTTP: every address by everybody of the cast, on one object of each kind.

What is expected follows from the policy table: who may open nothing of it is refused, who may not see the object
does not learn that it exists, who sees it but may not act is told so; nobody meets a fault.
"""

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from django.apps import apps
from django.db import transaction
from django.test import Client
from django.utils import timezone

from tests.access.objects import Address, addresses, make
from tests.cast import ROLES, Cast
from yixing.access.actions import Section
from yixing.access.actor import Actor
from yixing.access.kinds import KINDS
from yixing.access.loaders import may, may_open, visible
from yixing.access.policy import POLICY, RELATIONS, VISIBLE
from yixing.access.roles import Role
from yixing.accounts.actors import actor_of, actor_of_person
from yixing.ballots.views import KEEPS
from yixing.door.views import allowed
from yixing.ledger.models import Entry
from yixing.meetings.pages import KEEPS_RECORD
from yixing.people.models import Person

PEOPLE = [name for name, _, _ in ROLES]
GROUPS = [PEOPLE[start::4] for start in range(4)]
FOUND = frozenset({200, 302})
NOT_THERE = frozenset({404})
EXCEPTIONS: dict[str, tuple[frozenset[Role], frozenset[int]]] = {
    # The papers around a meeting and the ballots are kept by the office: a member sees the meeting, not its sheets.
    "meetings/<int:pk>/print/<slug:what>.<slug:suffix>": (KEEPS_RECORD, NOT_THERE),
    "polls/<int:pk>/print/<slug:what>.<slug:suffix>": (frozenset(KEEPS), NOT_THERE),
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
}
"""Address → what it answers in this small county, where there is nothing to show yet."""
NO_METHOD = 405
"""The answer of addresses that take only a POST; alike for everybody, so it tells nobody anything."""


@dataclass(frozen=True, slots=True)
class County:
    """The small county with its objects and everybody's actor of the day."""

    cast: Cast
    things: dict[str, Any]
    actors: dict[str, Actor]
    everywhere: list[Address]


@pytest.fixture
def county(cast: Cast) -> County:
    things = make(cast)
    today = timezone.localdate()
    actors = {name: actor_of(user, today) for name, user in cast.users.items()}
    return County(cast, things, actors, addresses(things))


@contextlib.contextmanager
def _undone() -> Iterator[None]:
    """Whatever is written inside is taken back."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def _client(county: County, name: str) -> Client:
    client = Client(raise_request_exception=False)
    client.force_login(county.cast.users[name], backend="yixing.accounts.backend.LockingBackend")
    return client


def _read_out(response: Any) -> Any:
    """A download is closed once it was read."""
    if response.streaming:
        list(response.streaming_content)
    return response


def _capacities(actor: Actor) -> list[Actor]:
    """The actor himself, and everybody he may enter for."""
    people = Person.objects.filter(pk__in=actor.principal_ids)
    return [actor, *(actor_of_person(person, actor.day) for person in people)]


def _sees(actor: Actor, thing: Any) -> bool:
    if thing._meta.label == "attachments.Attachment":
        kind, _, number = thing.subject.partition("/")
        return visible(apps.get_model(KINDS[kind]), actor).filter(pk=number).exists()
    if thing._meta.label not in VISIBLE:
        return True
    return visible(type(thing), actor).filter(pk=thing.pk).exists()


def _may(actor: Actor, address: Address, thing: Any) -> bool:
    """Whether the table lets him do what the address is for; a relation to another kind of row says nothing here."""
    known = RELATIONS.get(thing._meta.label, {}).keys() | {"everything"}
    about = [action for action in address.guard if all(grant.relation in known for grant in POLICY[action])]
    return not about or any(may(actor, action, thing) for action in about)


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
        hidden = not may_open(actor, address.guard) or (thing is not None and not _sees(actor, thing))
        return NOT_THERE if hidden else FOUND
    if not any(allowed(actor, action) for action in address.guard):
        return frozenset({403})
    return FOUND if thing is None else _expected_of(actor, address, thing)


def _expected_of(actor: Actor, address: Address, thing: Any) -> frozenset[int]:
    if not any(_sees(each, thing) for each in _capacities(actor)):
        return NOT_THERE
    if not _sees(actor, thing):
        return FOUND | NOT_THERE  # a delegate opens what he may sign for somebody, and nothing else
    return FOUND if _may(actor, address, thing) else FOUND | {403}


@pytest.mark.parametrize("people", GROUPS, ids=["、".join(group[:3]) for group in GROUPS])
def test_everybody_at_every_address(county: County, people: list[str]) -> None:
    wrong = []
    before = Entry.objects.count()
    for name in people:
        client = _client(county, name)
        for address in county.everywhere:
            with _undone():
                status = _read_out(client.get(address.path)).status_code
            want = expected(county, name, address)
            if status != NO_METHOD and status not in want:
                wrong.append(f"{name} GET {address}: {status}, expected {sorted(want)}")
    assert not wrong, "\n".join(wrong)
    assert Entry.objects.count() == before, "reading writes nothing"


def test_every_address_with_a_number_has_its_object(county: County) -> None:
    lost = [str(address) for address in county.everywhere if "<int:" in address.pattern and not address.kind]
    assert not lost
    assert {address.kind for address in county.everywhere} - {""} <= county.things.keys()
