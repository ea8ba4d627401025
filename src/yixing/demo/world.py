"""Everybody and everything the demonstration's scripts act with: actors, calls, clocks, and a schedule by days."""

import datetime as dt
import heapq
import random
import uuid
from collections.abc import Callable, Generator, Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from django.core.files.base import ContentFile
from django.utils import timezone

from yixing.access.actor import Actor
from yixing.accounts.actors import actor_of
from yixing.accounts.models import User
from yixing.demo import numbers
from yixing.demo.plan import Plan
from yixing.door.call import Call
from yixing.people.models import Body, Organization, Person
from yixing.portfolios.models import Area

SCAN = b"%PDF-1.4\n% placeholder of a signed page in the demonstration county\n%%EOF\n"
_NAMESPACE = uuid.UUID("0d8e6d5c-7a4e-5b8e-9b6e-3c1f2a4b5d60")

Script = Generator[dt.date, None, None]
"""A course of events: yields the day on which it wants to go on."""


@dataclass(slots=True)
class World:
    """The county while its year is played."""

    plan: Plan
    chance: random.Random = field(default_factory=lambda: random.Random(numbers.SEED))
    users: dict[str, User] = field(default_factory=dict)
    people: dict[str, Person] = field(default_factory=dict)
    units: dict[str, Organization] = field(default_factory=dict)
    areas: dict[str, Area] = field(default_factory=dict)
    bodies: dict[str, Body] = field(default_factory=dict)
    owner: dict[str, dict[str, int]] = field(default_factory=dict)
    """Plan of division (V2, V3) → area name → member number."""
    unit_member: dict[str, int] = field(default_factory=dict)
    """Unit code → number of the member it belongs to."""
    switch: dt.date = dt.date.max
    """From this day V3 is in force."""
    assists: list[tuple[str, int]] = field(default_factory=list)
    """协管: area name, member number."""
    divided_by: int | None = None
    """The 议定事项 of the committee that decided V3."""
    told: int = 0
    faults: bool = False
    """Whether what the year leaves out on purpose is wanted (``yixing demo --faults``)."""
    experts: list[int] = field(default_factory=list)
    researches: list[int] = field(default_factory=list)
    """Those done so far, in the order of days."""
    open_records: dict[tuple[int, str], int] = field(default_factory=dict)
    """(matter of the plan, step) → the consultation, notice or hearing that was begun for it."""
    _actors: dict[tuple[str, bool], Actor] = field(default_factory=dict)

    def load(self) -> None:
        """Read what was built."""
        self.users = {user.username: user for user in User.objects.select_related("person")}
        self.people = {person.name: person for person in Person.objects.all()}
        self.units = {unit.code: unit for unit in Organization.objects.all()}
        self.areas = {area.name: area for area in Area.objects.all()}
        self.bodies = {body.code: body for body in Body.objects.all()}

    def forget_actors(self) -> None:
        """After posts, areas or divisions changed."""
        self._actors.clear()

    def actor(self, login: str, day: dt.date) -> Actor:
        """The actor of a login on a day; read once before and once after the change of division."""
        key = (login, day >= self.switch)
        if key not in self._actors:
            self._actors[key] = actor_of(self.users[login], day)
        return replace(self._actors[key], day=day)

    def call(self, login: str, day: dt.date, *, for_: str = "", late: int = 0, **given: Any) -> Call:
        """A call by a login on a day; ``for_`` makes it a 代录 with the scan, ``late`` enters it days afterwards."""
        self.told += 1
        actor = self.actor(login, day)
        if for_:
            actor = self.actor(for_, day).entered_by(actor)
            given["scan"] = ContentFile(SCAN, name="签批件.pdf")
        moment = dt.datetime.combine(day + dt.timedelta(days=late), dt.time(9)) + dt.timedelta(
            seconds=self.told % 28000
        )
        return Call(
            actor=actor,
            at=timezone.make_aware(moment),
            on=day,
            request=uuid.uuid5(_NAMESPACE, f"{self.plan.year}/{self.told}"),
            **given,
        )

    def member_of(self, area: str, day: dt.date) -> int:
        """Number of the member in charge of an area that day."""
        return self.owner["V3" if day >= self.switch else "V2"][area]

    def login_of(self, member: int) -> str:
        """Login of a member."""
        return {1: "shuji", 11: "zhuren"}.get(member, f"changwei{member:02d}")


def run(scripts: Iterator[Script], tell: Callable[[int, dt.date], None], following: list[Script]) -> int:
    """Play scripts side by side in the order of days; a script that asks for an earlier day goes on at once.

    Args:
        scripts: what is there from the start.
        tell: told the number of steps and the day.
        following: scripts that others set going; taken up after each step.

    Returns:
        How many steps were taken.
    """
    queue: list[tuple[dt.date, int, Script]] = []
    number = 0
    today = dt.date.min

    def take_up(script: Script) -> None:
        nonlocal number
        day = next(script, None)
        if day is not None:
            number += 1
            heapq.heappush(queue, (max(day, today), number, script))

    for script in scripts:
        take_up(script)
    steps = 0
    while queue:
        today, place, script = heapq.heappop(queue)
        day = next(script, None)
        steps += 1
        tell(steps, today)
        if day is not None:
            heapq.heappush(queue, (max(day, today), place, script))
        while following:
            take_up(following.pop(0))
    return steps
