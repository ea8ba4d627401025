"""A year's report drawn from the register: the figures, and a text that says them; both for somebody to go on with."""

import datetime as dt
from collections.abc import Sequence
from typing import Any, Final

from django.db.models import Q, QuerySet

from yixing.access.actor import Actor
from yixing.access.loaders import visible
from yixing.argument.queries import Span
from yixing.duties.charge import members_in, units_in_charge, year_span
from yixing.duties.models import DutyReport, Mode
from yixing.duties.register import Line, Wanted, by_mode, led_tasks, lines, without_annual
from yixing.meetings.models import Meeting
from yixing.people.models import Person
from yixing.portfolios.queries import areas_of
from yixing.supervision.models import Task
from yixing.supervision.state import OPEN, TaskState

UNITS: Final[dict[Mode, str]] = {
    Mode.DECISION: "件",
    Mode.MEETING: "次",
    Mode.RESEARCH: "次",
    Mode.COORDINATION: "次",
    Mode.INSPECTION: "次",
    Mode.INQUIRY: "件",
    Mode.REPORT: "次",
    Mode.AWARD: "件",
}
NAMED: Final = 6
"""How many of a mode a text names; the figure opens to all of them."""
TASKS: Final = ("tasks", "tasks_closed", "tasks_open", "tasks_kept")
LED: Final = "led_tasks"
"""Tasks that what he did led to or pushed on, each once, whoever answers for them."""
LABELS: Final = {
    LED: "履责交办、推动任务",
    "tasks": "下达任务",
    "tasks_closed": "已销号",
    "tasks_open": "在办",
    "tasks_kept": "长期坚持",
}


def register_of(actor: Actor, person_id: int | None, year: int) -> list[Line]:
    """The register of a member in a year, of everybody for ``None``; the annual reports themselves left out.

    A report counts what was done, not that it reports.
    """
    span = year_span(year)
    people = frozenset([person_id]) if person_id else frozenset(p.pk for p in members_in(*span))
    found = lines(actor, Wanted(people, Span(*span)))
    return without_annual(found)


def tasks_of(actor: Actor, person_id: int | None, year: int) -> QuerySet[Task]:
    """Tasks issued in the year that a member answers for (责任领导), of everybody for ``None``."""
    first, last = year_span(year)
    rows = visible(Task, actor).filter(issued_on__gte=first, issued_on__lte=last)
    return rows.filter(leader_id=person_id) if person_id else rows


def figures_of(actor: Actor, person_id: int | None, year: int) -> dict[str, int]:
    """Every figure a report of the year states: the eight modes, what they led to, the tasks he answers for."""
    return _figures(register_of(actor, person_id, year), tasks_of(actor, person_id, year))


def _figures(register: Sequence[Line], tasks: QuerySet[Task]) -> dict[str, int]:
    states: list[Any] = list(tasks.values_list("state", flat=True))
    return {str(mode): count for mode, count in by_mode(register).items()} | {
        LED: len(led_tasks(register)),
        "tasks": len(states),
        "tasks_closed": sum(state == TaskState.CLOSED for state in states),
        "tasks_open": sum(state in OPEN for state in states),
        "tasks_kept": sum(state == TaskState.LONG_TERM for state in states),
    }


def draft_text(actor: Actor, person: Person | None, year: int, today: dt.date) -> str:
    """The text a report begins with; what only people know stands in it as a blank to fill in."""
    register = register_of(actor, person.pk if person else None, year)
    figures = _figures(register, tasks_of(actor, person.pk if person else None, year))
    day = min(today, dt.date(year, 12, 31))
    parts = [_opening(person, year, day) if person else _committee_opening(actor, year), ""]
    parts += ["一、履行职责情况", _summary(figures), *_by_mode(register), ""]
    parts += ["二、任务落实情况", _tasks(figures), ""]
    parts += ["三、存在问题", "（请补写）", "", "四、下步打算", "（请补写）"]
    return "\n".join(parts)


def _opening(person: Person, year: int, day: dt.date) -> str:
    areas = [area.name for area in areas_of(person, day)]
    units = [str(unit) for unit in units_in_charge(person.pk, day)]
    what = f"分管{_listed(areas)}等 {len(areas)} 项工作" if areas else "没有直接分管事项"
    whose = f"，归口{_listed(units)}等 {len(units)} 个单位" if units else ""
    return f"{year}年，本人{what}{whose}。现将一年来履行职责情况报告如下。"


def _committee_opening(actor: Actor, year: int) -> str:
    meetings = visible(Meeting, actor).filter(on__year=year).exclude(state=Meeting.State.CANCELLED)
    standing = meetings.filter(kind=Meeting.Kind.STANDING).count()
    plenary = meetings.filter(kind=Meeting.Kind.PLENARY).count()
    heard = visible(DutyReport, actor).filter(Q(kind=DutyReport.Kind.MEMBER, year=year, state=DutyReport.State.HEARD))
    return (
        f"{year}年，县委常委会召开会议 {standing} 次，提请召开全委会 {plenary} 次，"
        f"听取常委分管工作报告 {heard.count()} 份。现将一年来工作情况报告如下。"
    )


def _listed(names: Sequence[str]) -> str:
    return "、".join(names[:NAMED])


def _summary(figures: dict[str, int]) -> str:
    said = [f"{mode.label} {figures[str(mode)]} {UNITS[mode]}" for mode in Mode if figures[str(mode)]]
    led = f"，由此交办和推动任务 {figures[LED]} 项" if figures[LED] else ""
    return f"全年{'，'.join(said)}{led}。" if said else "全年没有登记的履责事项。"


def _by_mode(register: Sequence[Line]) -> list[str]:
    found = []
    for place, mode in enumerate((mode for mode in Mode if any(line.mode == mode for line in register)), 1):
        named = [line for line in register if line.mode == mode]
        if mode == Mode.AWARD:
            # A report is read by every member; what is proposed about somebody is not.
            found.append(
                f"（{_COUNTED[place - 1]}）{mode.label}。就分管部门提出奖惩意见 {len(named)} 件，由有关部门按规定研究。"
            )
            continue
        titles = "；".join(f"{line.on.month}月{line.on.day}日{line.title}" for line in reversed(named[:NAMED]))
        more = "等" if len(named) > NAMED else ""
        found.append(f"（{_COUNTED[place - 1]}）{mode.label}。{titles}{more}。")
    return found


_COUNTED: Final = "一二三四五六七八"


def _tasks(figures: dict[str, int]) -> str:
    told = [name for name in TASKS if figures[name] or name != "tasks_kept"]
    said = "，".join(f"{LABELS[name]} {figures[name]} 项" for name in told)
    return f"作为责任领导，{said}。" if figures["tasks"] else "本年没有作为责任领导的任务。"
