"""What is open in an area or with a person, and changes hands with it: each app that has such things names them here.

Matters, tasks, 批示 and texts to approve stand above this app; they register a ``Source`` when Django is ready
(``<app>/in_hand.py``), and what comes later (letters, problems) joins in the same way.
"""

import datetime as dt
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Model, QuerySet

from yixing.access import kinds, loaders
from yixing.access.actor import Actor


@dataclass(frozen=True, slots=True)
class Thing:
    """One open thing, as a 工作交接单 lists it.

    ``state`` and ``due`` are words of the office, ``since`` is the day it began, ``area_id`` the area it lies in,
    ``person_id`` the member it waits for by name (责任领导, 批示领导, 审定人), whatever his portfolio.
    """

    kind: str
    pk: int
    text: str
    state: str
    since: dt.date
    number: str = ""
    due: str = ""
    area_id: int | None = None
    person_id: int | None = None

    @property
    def ref(self) -> str:
        """``task/42``."""
        return f"{self.kind}/{self.pk}"

    @property
    def word(self) -> str:
        """任务, 事项: what it is called."""
        return kinds.WORDS[self.kind]

    @property
    def url(self) -> str:
        """Its page; says nothing about who may open it."""
        return kinds.address(self.ref)


def _nothing(_: Collection[int]) -> Iterable[Thing]:
    return ()


def _nobody(_ids: Collection[int], _giver: int, _receiver: int) -> Iterable[Model]:
    return ()


@dataclass(frozen=True, slots=True)
class Source:
    """The open things of one kind.

    Args:
        kind: short name as on the ledger, ``task``.
        in_areas: those that lie in any of these areas.
        with_people: those that wait for any of these persons by name.
        pass_on: (ids, giver, receiver) → the rows in which the receiver's name now stands for the giver's; called when
            the receiver has signed.
    """

    kind: str
    in_areas: Callable[[Collection[int]], Iterable[Thing]] = _nothing
    with_people: Callable[[Collection[int]], Iterable[Thing]] = _nothing
    pass_on: Callable[[Collection[int], int, int], Iterable[Model]] = _nobody


_SOURCES: dict[str, Source] = {}


def register(source: Source) -> None:
    """Add the open things of one kind; once for each kind, at start."""
    _SOURCES[source.kind] = source


def open_in(area_ids: Iterable[int]) -> list[Thing]:
    """Everything open in these areas, kind by kind in the order of registration."""
    ids = frozenset(area_ids)
    return [thing for source in _SOURCES.values() for thing in source.in_areas(ids)] if ids else []


def open_with(person_ids: Iterable[int]) -> list[Thing]:
    """Everything open that waits for one of these persons by name."""
    ids = frozenset(person_ids)
    return [thing for source in _SOURCES.values() for thing in source.with_people(ids)] if ids else []


def in_sight(things: Iterable[Thing], actor: Actor) -> list[Thing]:
    """Those of the things that the actor may see, in their order."""
    things = list(things)
    seen: set[str] = set()
    for kind in {thing.kind for thing in things}:
        rows = loaders.visible(kinds.model_of(kind), actor)
        ids = rows.filter(pk__in=[thing.pk for thing in things if thing.kind == kind]).values_list("pk", flat=True)
        seen |= {f"{kind}/{pk}" for pk in ids}
    return [thing for thing in things if thing.ref in seen]


def renamed(rows: QuerySet[Any], column: str, person_id: int) -> Iterable[Model]:
    """Put a person's name into a column of these rows, one after the other in the order of their numbers.

    A help for ``Source.pass_on``: ``renamed(Task.objects.filter(pk__in=ids, leader_id=giver), "leader_id", receiver)``.
    """
    for row in rows.select_for_update().order_by("pk"):
        setattr(row, column, person_id)
        row.save()
        yield row


def pass_on(kind: str, ids: Collection[int], giver_id: int, receiver_id: int) -> list[Model]:
    """Put the receiver's name for the giver's in things of a kind; the rows that changed."""
    source = _SOURCES.get(kind)
    return list(source.pass_on(ids, giver_id, receiver_id)) if source is not None and ids else []
