"""代录: for whom of his principals somebody may sign a matter, and which rows he may open to do it."""

from collections.abc import Callable
from typing import TypeVar

from django.db.models import Model

from yixing.access import loaders
from yixing.access.actions import Action
from yixing.access.actor import Actor
from yixing.accounts.actors import actor_of_person
from yixing.people.models import Person
from yixing_core.errors import Refusal

M = TypeVar("M", bound=Model)


def principals_for(actor: Actor, action: Action, row: Model | None = None) -> list[Person]:
    """The persons for whom the actor may enter this action on this row, by rank."""
    people = Person.objects.filter(pk__in=actor.principal_ids).order_by("order", "id")
    return [person for person in people if loaders.may(actor_of_person(person, actor.day), action, row)]


def find_to_sign(model: type[M], pk: int, actor: Actor, action: Action, *, waits: Callable[[M], bool]) -> M:
    """The row a signing page is about: visible to the actor, or waiting for one of his principals to sign it.

    Args:
        model: of the row. pk: its number.
        actor: who opens the page.
        action: what is signed.
        waits: whether the row still waits for this signature; once it does not, a delegate has no business with it.

    Raises:
        Refusal: ``not_found``; a delegate who may sign for nobody does not learn that the row exists.
    """
    try:
        return loaders.find(model, pk, actor)
    except Refusal:
        row = model._default_manager.filter(pk=pk).first()
        if row is None or not waits(row) or not principals_for(actor, action, row):
            raise
        return row
