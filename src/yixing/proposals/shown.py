"""The answer of a computation as its page shows it: of the problem that was solved, whatever was changed since."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from yixing.compliance.gates import number
from yixing.people.models import Person
from yixing.portfolios.catalogue import AreaOn, areas_on
from yixing.portfolios.checks import LEADS, Line
from yixing.portfolios.models import Area, Assignment
from yixing.portfolios.trial import Comparison, compare, moved
from yixing.proposals.asked import base_lines, both_tags, document_of
from yixing.proposals.models import Proposal

_DOMAINS = {str(domain.label): domain.value for domain in Area.Domain}


@dataclass(frozen=True, slots=True)
class Solved:
    """What a computation started from, as it was then.

    Attributes:
        areas: its catalogue; the units of each as they are known today.
        lines: the relations of the plan it started from.
    """

    areas: tuple[AreaOn, ...]
    lines: tuple[Line, ...]


def solved(found: Proposal, answer: dict[str, Any]) -> Solved:
    """What was solved, read from what is kept with the answer; an answer of before relations were kept has leads only."""
    problem = answer["problem"]
    current: dict[str, dict[str, str]] = problem["current"]
    units = {area.pk: area.unit_ids for area in areas_on(found.on)}
    areas = tuple(
        AreaOn(
            pk=(pk := int(area["id"][1:])),
            code="",
            name=area["name"],
            domain=_DOMAINS[area["domain"]],
            tags=tuple(area["tags"]),
            weight=area["weight"],
            order=order,
            unit_ids=units.get(pk, ()),
        )
        for order, area in enumerate(problem["areas"])
    )
    led = [[int(area[1:]), int(duty["lead"][1:]), str(Assignment.Relation.LEAD)] for area, duty in current.items()]
    return Solved(areas, tuple(Line(*line) for line in answer.get("lines", led)))


def leads_of(answer: dict[str, Any]) -> dict[int, int]:
    """Area → who is suggested to lead it."""
    return {int(area[1:]): int(duty["lead"][1:]) for area, duty in answer["assignment"].items()}


def changes_of(base: Solved, leads: dict[int, int]) -> tuple[Comparison, dict[int, int]]:
    """What changes for whom, and the areas that move with who takes them."""
    named = {line.person_id for line in base.lines} | set(leads.values())
    people = {person.pk: person for person in Person.objects.filter(pk__in=named)}
    shifts = compare(base.lines, moved(base.lines, leads), base.areas, people).shifts
    moves = {shift.area.pk: leads[shift.area.pk] for shift in shifts if shift.area.pk in leads}
    return compare(base.lines, moved(base.lines, moves), base.areas, people), moves


def changed_since(found: Proposal, answer: dict[str, Any]) -> list[str]:
    """What the computation rests on and is no longer as it was then, in words; names do not matter to it."""
    was, lines = answer["problem"], base_lines(found)
    now = document_of(found, lines)
    then = solved(found, answer).lines if "lines" in answer else None
    plan = "现行分工" if found.division is None else f"以此为底的方案（{found.division.name}）"
    told = {
        plan: was["current"] != now["current"] if then is None else _held(then) != _held(lines),
        "分管事项目录": _asked(was["areas"]) != _asked(now["areas"]),
        "常委名单": _asked(was["members"]) != _asked(now["members"]),
        "本县规定的限制": was["rules"] != now["rules"],
    }
    return [what for what, changed in told.items() if changed]


def _held(lines: Iterable[Line]) -> set[Line]:
    return set(lines)


def _asked(rows: Iterable[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    return {row["id"]: {name: row.get(name) for name in ("tags", "weight", "domain", "max_areas")} for row in rows}


def contradictory(areas: Iterable[AreaOn], day: dt.date) -> list[dict[str, Any]]:
    """Areas nobody can lead without a finding, as the pages say them."""
    return [{"area": area, "tags": "和".join(pair)} for area, pair in both_tags(areas, day)]


def burdened(base: Solved, leads: dict[int, int], day: dt.date) -> list[str]:
    """Who would lead more areas than the county's number, which only prompts."""
    most = number("member_areas_max", day)
    after = moved(base.lines, leads)
    listed = {area.pk for area in base.areas}
    counts: dict[int, set[int]] = {}
    for line in after:
        if line.relation in LEADS and line.area_id in listed:
            counts.setdefault(line.person_id, set()).add(line.area_id)
    over = {person: len(own) for person, own in counts.items() if len(own) > most}
    people = Person.objects.filter(pk__in=over).order_by("order", "id")
    return [f"{person.name} {over[person.pk]} 项，超过本县提示的 {most} 项" for person in people]
