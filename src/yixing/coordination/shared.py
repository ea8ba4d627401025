"""交叉事项: who shares which matters, tasks and units with whom, on a day; counts that open to the very rows."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import combinations

from yixing.access.actor import Actor
from yixing.access.loaders import visible
from yixing.coordination.models import Difference
from yixing.matters.models import Matter
from yixing.matters.state import OPEN
from yixing.people.models import Organization, Person
from yixing.people.queries import alive
from yixing.portfolios.leads import Leads, leads
from yixing.supervision.models import Task
from yixing.ui.sheets import Sheet

HEADS = ("常委", "常委", "共涉事项", "共涉任务", "共管单位", "待裁定分歧")


@dataclass(slots=True)
class Pair:
    """What two members share; ``first`` stands higher in rank."""

    first: Person
    second: Person
    matters: list[Matter] = field(default_factory=list)
    tasks: list[Task] = field(default_factory=list)
    units: list[Organization] = field(default_factory=list)
    differences: list[Difference] = field(default_factory=list)

    @property
    def total(self) -> int:
        """Matters, tasks and units together."""
        return len(self.matters) + len(self.tasks) + len(self.units)


class _Pairs:
    def __init__(self, known: Leads, day: dt.date) -> None:
        self.known, self.day = known, day
        self.people: dict[int, Person] = {}
        self.found: dict[tuple[int, int], Pair] = {}

    def leaders(self, area_ids: Iterable[int | None]) -> set[int]:
        """Who is in charge of these areas that day."""
        found = set()
        for area_id in area_ids:
            person = self.known.on(area_id, self.day)
            if person is not None:
                self.people[person.pk] = person
                found.add(person.pk)
        return found

    def of_unit(self, unit_id: int) -> set[int]:
        """Who is in charge of an area to which the unit belongs."""
        return self.leaders(self.known.areas_of(unit_id, self.day))

    def each(self, members: Iterable[int]) -> Iterable[Pair]:
        """The pairs among some members."""
        ordered = sorted(set(members), key=lambda pk: (self.people[pk].order, pk))
        for one, other in combinations(ordered, 2):
            key = (one, other)
            if key not in self.found:
                self.found[key] = Pair(self.people[one], self.people[other])
            yield self.found[key]


def shared(actor: Actor, day: dt.date) -> list[Pair]:
    """The pairs of members who share something on a day, by rank; only what the actor sees is counted.

    A matter is shared by those in charge of its area and of the other areas it touches; a task by the member it is
    with and those in charge of the units that assist; a unit by those in charge of the areas to which it belongs. The
    number of queries does not depend on the number of rows.
    """
    pairs = _Pairs(leads(), day)
    _matters(pairs, actor)
    _tasks(pairs, actor)
    for unit in Organization.objects.filter(alive(day)).order_by("order", "code"):
        for pair in pairs.each(pairs.of_unit(unit.pk)):
            pair.units.append(unit)
    rows = visible(Difference, actor).filter(state=Difference.State.OPEN).select_related("first", "second")
    for row in rows.order_by("raised_on", "id"):
        pairs.people |= {row.first_id: row.first, row.second_id: row.second}
        for pair in pairs.each((row.first_id, row.second_id)):
            pair.differences.append(row)
    return sorted(pairs.found.values(), key=lambda pair: (pair.first.order, pair.first.pk, pair.second.order))


def _matters(pairs: _Pairs, actor: Actor) -> None:
    rows = visible(Matter, actor).filter(state__in=OPEN, other_areas__isnull=False).distinct()
    others = _linked(Matter.other_areas.through.objects.values_list("matter_id", "area_id"))
    for row in rows.select_related("unit", "area").order_by("-drafted_on", "-id"):
        for pair in pairs.each(pairs.leaders((row.area_id, *others.get(row.pk, ())))):
            pair.matters.append(row)


def _tasks(pairs: _Pairs, actor: Actor) -> None:
    rows = visible(Task, actor).filter(is_open=True, assist_units__isnull=False).distinct()
    links = Task.assist_units.through.objects.filter(task__is_open=True)
    others = _linked(links.values_list("task_id", "organization_id"))
    for row in rows.select_related("lead_unit", "leader", "area").order_by("due_sort", "id"):
        members = pairs.leaders((row.area_id,)) if row.area_id is not None else pairs.of_unit(row.lead_unit_id)
        for unit in others.get(row.pk, ()):
            members |= pairs.of_unit(unit)
        for pair in pairs.each(members):
            pair.tasks.append(row)


def _linked(rows: Iterable[tuple[int, int]]) -> Mapping[int, list[int]]:
    found: dict[int, list[int]] = defaultdict(list)
    for one, other in rows:
        found[one].append(other)
    return found


def sheet(pairs: Iterable[Pair]) -> Sheet:
    """The table as the sheet of a workbook."""
    rows = [
        [
            pair.first.name,
            pair.second.name,
            len(pair.matters),
            len(pair.tasks),
            len(pair.units),
            len(pair.differences),
        ]
        for pair in pairs
    ]
    return Sheet("交叉事项", list(HEADS), rows)


def rows_sheet(pairs: Iterable[Pair]) -> Sheet:
    """Behind the counts: every row that two members share."""
    lines: list[list[object]] = []
    for pair in pairs:
        names = [pair.first.name, pair.second.name]
        lines += [[*names, "事项", row.number or "未编号", row.title, str(row.unit)] for row in pair.matters]
        lines += [[*names, "任务", row.number or "", row.text, str(row.lead_unit)] for row in pair.tasks]
        lines += [[*names, "单位", row.code, row.name, ""] for row in pair.units]
        lines += [[*names, "分歧", "", row.point, str(row.about)] for row in pair.differences]
    return Sheet("明细", ["常委", "常委", "类别", "编号", "名称", "单位或事由"], lines)
