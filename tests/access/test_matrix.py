"""The permission matrix over HTTP: every address by everybody of the cast, on one object of each kind.

What is expected follows from the policy table: who may open nothing of it is refused, who may not see the object
does not learn that it exists, who sees it but may not act is told so; nobody meets a fault.
"""

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass
from html.parser import HTMLParser
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


# --- posting nothing, and posting nonsense ---

ACTING = (
    ("书记", "常委", "县委办主任", "单位负责人"),
    ("秘书", "督查员", "联络员", "外单位联络员"),
    ("监票人", "系统管理员", "安全管理员", "审计管理员"),
)
NONSENSE = "☃ 不是数"
ONE_CLICK = frozenset(
    {
        "matters/<int:pk>/submit/",
        "matters/<int:pk>/steps/<slug:kind>/",  # a step may be recorded bare: what it lacks is 待补
    }
)
"""Addresses whose action needs nothing but the click: an empty post by whom it belongs to does it."""


class _Names(HTMLParser):
    """The names of the fields of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.found: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note the name of each field; those of files cannot be filled with words."""
        given = dict(attrs)
        if tag in {"input", "select", "textarea"} and given.get("name") and given.get("type") != "file":
            self.found.add(str(given["name"]))


def _nonsense(client: Client, address: Address) -> dict[str, str]:
    """Nonsense for every field of the page; version and request among them."""
    names = _Names()
    response = client.get(address.path)
    if "text/html" in response.headers.get("Content-Type", "") and not response.streaming:
        names.feed(response.content.decode())
    return dict.fromkeys({*names.found, "version", "request", "on"} - {"q", "csrfmiddlewaretoken", "subject"}, NONSENSE)


def _told(response: Any) -> bool:
    """Whether the page says in a sentence what is wrong; where fields are, which ones."""
    page = response.content.decode()
    if response.status_code == 422:
        return 'class="problems' in page or "field-error" in page
    return response.status_code == NO_METHOD or "<h1>" in page


@pytest.mark.parametrize("people", ACTING, ids=["、".join(group[:2]) for group in ACTING])
def test_nothing_and_nonsense_are_refused_in_words(county: County, people: tuple[str, ...]) -> None:
    wrong = []
    before = Entry.objects.count()
    posts = [address for address in county.everywhere if not isinstance(address.guard, Section)]
    for name in people:
        client = _client(county, name)
        for address in posts:
            for what in ("nothing", "nonsense"):
                with _undone():
                    given = _nonsense(client, address) if what == "nonsense" else {}
                    response = client.post(address.path, given)
                    written = Entry.objects.count() - before
                words = f"{name} POST {address} with {what}: {response.status_code}"
                clicked = address.pattern in ONE_CLICK and 200 in expected(county, name, address)
                if written and not (clicked and what == "nothing"):
                    wrong.append(f"{words}, and something was written")
                elif response.status_code >= 500 or (response.status_code < 400 and not clicked):
                    wrong.append(words)
                elif response.status_code >= 400 and not _told(response):
                    wrong.append(f"{words}, and no word of what is wrong")
    assert not wrong, "\n".join(wrong)
    assert Entry.objects.count() == before
