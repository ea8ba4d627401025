"""The small county with one object of each kind, and what the policy table says of a person and an object."""

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db import transaction
from django.test import Client

from tests.access.objects import Address
from tests.cast import ROLES, Cast
from yixing.access.actor import Actor
from yixing.access.kinds import KINDS
from yixing.access.loaders import may, visible
from yixing.access.policy import POLICY, VISIBLE
from yixing.access.relations import RELATIONS
from yixing.accounts.actors import actor_of_person
from yixing.people.models import Person

PEOPLE = [name for name, _, _ in ROLES]


@dataclass(frozen=True, slots=True)
class County:
    """The small county with its objects and everybody's actor of the day."""

    cast: Cast
    things: dict[str, Any]
    actors: dict[str, Actor]
    everywhere: list[Address]


@contextlib.contextmanager
def undone() -> Iterator[None]:
    """Whatever is written inside is taken back."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def client_of(county: County, name: str) -> Client:
    """A browser of one of the cast that is shown faults as pages."""
    client = Client(raise_request_exception=False)
    client.force_login(county.cast.users[name], backend="yixing.accounts.backend.LockingBackend")
    return client


def read_out(response: Any) -> Any:
    """A download is closed once it was read."""
    if response.streaming:
        list(response.streaming_content)
    return response


def capacities(actor: Actor) -> list[Actor]:
    """The actor himself, and everybody he may enter for."""
    people = Person.objects.filter(pk__in=actor.principal_ids)
    return [actor, *(actor_of_person(person, actor.day) for person in people)]


def sees(actor: Actor, thing: Any) -> bool:
    """Whether the row is among what he may see; a file is seen with the thing it hangs on."""
    if thing._meta.label == "attachments.Attachment":
        kind, _, number = thing.subject.partition("/")
        return visible(apps.get_model(KINDS[kind]), actor).filter(pk=number).exists()
    if thing._meta.label not in VISIBLE:
        return True
    return visible(type(thing), actor).filter(pk=thing.pk).exists()


def may_do(actor: Actor, address: Address, thing: Any) -> bool:
    """Whether the table lets him do what the address is for; a relation to another kind of row says nothing here."""
    known = RELATIONS.get(thing._meta.label, {}).keys() | {"everything"}
    about = [action for action in address.guard if all(grant.relation in known for grant in POLICY[action])]
    return not about or any(may(actor, action, thing) for action in about)
