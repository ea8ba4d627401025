"""常委履责, the register: what the loop recorded of each member, and what was entered here, as one list by day.

A 专题会 is recorded where its 议定事项 are, a research where matters cite it, a direct decision where it is filed. They
stand here without being entered again; each line opens to its own record, and only who may see that sees the line.
"""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef

from yixing.access.actor import Actor
from yixing.access.kinds import address, ref
from yixing.access.loaders import visible
from yixing.argument.models import Research
from yixing.argument.queries import Span
from yixing.decisions.models import Decision
from yixing.duties.models import Duty, DutyReport, Inquiry, Mode, Recommendation
from yixing.matters.models import Endorsement, Matter, Step
from yixing.meetings.models import Meeting
from yixing.meetings.naming import LIGHT
from yixing.supervision.models import Task

CHAIRED = LIGHT - {Meeting.Kind.SECRETARY}
"""专题会, 调度会, 碰头会, 现场办公会. A 书记专题会 only deliberates and is nobody's own."""
SHORT = 80


@dataclass(frozen=True, slots=True)
class Line:
    """One thing a member did. ``source`` says where it is recorded, ``ref`` which record it opens to.

    ``task_ids`` are the tasks it led to or pushed on, once they are issued.
    """

    mode: Mode
    on: dt.date
    person_id: int
    title: str
    source: str
    ref: str
    result: str = ""
    units: tuple[str, ...] = ()
    task_ids: frozenset[int] = frozenset()

    @property
    def tasks(self) -> int:
        """How many tasks, each once."""
        return len(self.task_ids)

    @property
    def url(self) -> str:
        """The page of its record."""
        return address(self.ref)


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which lines: of whom (nobody named: of all), in which ways, in which span."""

    people: frozenset[int]
    span: Span
    mode: str = ""


def lines(actor: Actor, wanted: Wanted) -> list[Line]:
    """The register as far as the actor may see what it rests on, the latest first."""
    found: list[Line] = []
    for modes, read in _SOURCES:
        if not wanted.mode or wanted.mode in modes:
            found += read(actor, wanted)
    if wanted.mode:
        found = [line for line in found if line.mode == wanted.mode]
    return sorted(found, key=lambda line: (line.on, line.ref), reverse=True)


def without_annual(found: Iterable[Line]) -> list[Line]:
    """The lines without the annual 分工报告 themselves: what a year's report counts of 专题报告."""
    return [line for line in found if not line.ref.startswith("duty_report/")]


def counts(found: Iterable[Line]) -> Counter[tuple[int, str]]:
    """(person, mode) → how many."""
    return Counter((line.person_id, str(line.mode)) for line in found)


def by_mode(found: Iterable[Line]) -> dict[Mode, int]:
    """Mode → how many, all eight in their order.

    >>> list(by_mode([]).values())
    [0, 0, 0, 0, 0, 0, 0, 0]
    """
    counted = Counter(line.mode for line in found)
    return {mode: counted[mode] for mode in Mode}


def led_tasks(found: Iterable[Line]) -> frozenset[int]:
    """The tasks behind some lines, each once, however many of the lines name it."""
    return frozenset().union(*(line.task_ids for line in found))


def _tasks_by(column: str, rows: Any) -> dict[int, frozenset[int]]:
    """Row → its tasks that are issued, whatever became of them; a draft is a working paper of the office."""
    found: dict[int, set[int]] = defaultdict(set)
    issued = Task.objects.filter(issued_on__isnull=False, **{f"{column}__in": rows.order_by().values("pk")})
    for pk, task in issued.values_list(column, "pk"):
        found[pk].add(task)
    return {pk: frozenset(tasks) for pk, tasks in found.items()}


def _short(text: str) -> str:
    words = " ".join(text.split())
    return words if len(words) <= SHORT else f"{words[: SHORT - 1]}…"


def _meetings(actor: Actor, wanted: Wanted) -> list[Line]:
    rows = (
        visible(Meeting, actor)
        .filter(wanted.span.within("on"), kind__in=CHAIRED, chair_id__in=wanted.people)
        .exclude(state=Meeting.State.CANCELLED)
    )
    decided = visible(Decision, actor).filter(meeting__in=rows.values("pk")).order_by("pk")
    tasks = _tasks_by("breakdown__decision", decided)
    settled: dict[int, list[tuple[str, frozenset[int]]]] = {}
    for pk, meeting, unit, short in decided.values_list("pk", "meeting_id", "lead_unit__name", "lead_unit__short_name"):
        settled.setdefault(meeting, []).append((short or unit or "", tasks.get(pk, frozenset())))
    return [
        Line(
            Mode.MEETING,
            row.on,
            row.chair_id or 0,
            row.title,
            row.get_kind_display(),
            ref(row),
            result=f"议定事项 {len(settled[row.pk])} 项" if row.pk in settled else "",
            units=tuple(dict.fromkeys(unit for unit, _ in settled.get(row.pk, ()) if unit)),
            task_ids=frozenset().union(*(led for _, led in settled.get(row.pk, ()))),
        )
        for row in rows
    ]


def _decisions(actor: Actor, wanted: Wanted) -> list[Line]:
    rows = visible(Decision, actor).filter(
        wanted.span.within("decided_on"), filed_on__isnull=False, leader_id__in=wanted.people
    )
    tasks = _tasks_by("breakdown__decision", rows)
    return [
        Line(
            Mode.DECISION,
            row.decided_on,
            row.leader_id or 0,
            row.title,
            "直接决定备案",
            ref(row),
            result=_short(row.text),
            units=(str(row.lead_unit),) if row.lead_unit else (),
            task_ids=tasks.get(row.pk, frozenset()),
        )
        for row in rows.select_related("lead_unit")
    ]


def _emergencies(actor: Actor, wanted: Wanted) -> list[Line]:
    """Whoever acted in need signed the report as the member in charge."""
    acted = Step.objects.filter(kind=Step.Kind.EMERGENCY, is_revoked=False, matter=OuterRef("pk"))
    rows = visible(Matter, actor).filter(Exists(acted), wanted.span.within("drafted_on")).select_related("unit")
    signed = Endorsement.objects.filter(
        stage=Endorsement.Stage.MEMBER, person_id__in=wanted.people, matter__in=rows.values("pk")
    )
    by = dict(signed.order_by("-id").values_list("matter_id", "person_id"))
    return [
        Line(
            Mode.DECISION,
            row.drafted_on,
            by[row.pk],
            row.title,
            "临机处置",
            ref(row),
            result=row.get_state_display(),
            units=(str(row.unit),),
        )
        for row in rows.filter(pk__in=list(by))
    ]


def _researches(actor: Actor, wanted: Wanted) -> list[Line]:
    rows = visible(Research, actor).filter(wanted.span.within("until"), leader_id__in=wanted.people)
    return [
        Line(
            Mode.RESEARCH,
            row.until,
            row.leader_id,
            row.topic,
            "调研",
            ref(row),
            result=row.report_title or f"发现问题 {row.findings} 个，提出建议 {row.proposals} 条",
            units=(str(row.unit),),
        )
        for row in rows.select_related("unit")
    ]


def _inquiries(actor: Actor, wanted: Wanted) -> list[Line]:
    rows = visible(Inquiry, actor).filter(wanted.span.within("asked_on"), person_id__in=wanted.people)
    return [
        Line(
            Mode.INQUIRY,
            row.asked_on,
            row.person_id,
            row.title,
            "专题质询",
            ref(row),
            result=row.get_state_display(),
            units=(str(row.unit),),
            task_ids=frozenset({row.task_id} if row.task_id is not None else ()),
        )
        for row in rows.select_related("unit")
    ]


def _recommendations(actor: Actor, wanted: Wanted) -> list[Line]:
    rows = visible(Recommendation, actor).filter(wanted.span.within("on"), person_id__in=wanted.people)
    return [
        Line(
            Mode.AWARD,
            row.on,
            row.person_id,
            row.title,
            "奖惩意见",
            ref(row),
            result=(row.outcome and _short(row.outcome)) or f"已送{row.sent_to}",
            units=(str(row.unit),),
        )
        for row in rows.select_related("unit", "sent_to")
    ]


def _reports(actor: Actor, wanted: Wanted) -> list[Line]:
    rows = visible(DutyReport, actor).filter(
        wanted.span.within("heard_on"), state=DutyReport.State.HEARD, person_id__in=wanted.people
    )
    return [
        Line(
            Mode.REPORT,
            row.heard_on or dt.date.max,
            row.person_id or 0,
            str(row),
            "分工报告",
            ref(row),
            result=f"{row.meeting}听取" if row.meeting else "",
        )
        for row in rows.select_related("person", "meeting")
    ]


def _duties(actor: Actor, wanted: Wanted) -> list[Line]:
    rows = visible(Duty, actor).filter(wanted.span.within("on"), person_id__in=wanted.people)
    pushed, assigned = _tasks_by("duties", rows), _tasks_by("breakdown__instruction__briefing__duty", rows)
    return [
        Line(
            Mode(row.mode),
            row.on,
            row.person_id,
            row.title,
            "履责登记",
            ref(row),
            result=_short(row.result),
            units=tuple(str(unit) for unit in row.units.all()),
            task_ids=pushed.get(row.pk, frozenset()) | assigned.get(row.pk, frozenset()),
        )
        for row in rows.prefetch_related("units")
    ]


Read = Callable[[Actor, Wanted], list[Line]]
_ALL = frozenset(map(str, Mode))
_SOURCES: tuple[tuple[frozenset[str], Read], ...] = (
    (frozenset({str(Mode.DECISION)}), _decisions),
    (frozenset({str(Mode.DECISION)}), _emergencies),
    (frozenset({str(Mode.MEETING)}), _meetings),
    (frozenset({str(Mode.RESEARCH)}), _researches),
    (frozenset({str(Mode.INQUIRY)}), _inquiries),
    (frozenset({str(Mode.AWARD)}), _recommendations),
    (frozenset({str(Mode.REPORT)}), _reports),
    (_ALL, _duties),
)
"""Where lines come from, with the modes each gives: a new record of the loop that is somebody's duty joins here."""

HOME: Mapping[Mode, tuple[str, str]] = {
    Mode.DECISION: ("直接决定在“直接决定备案”里办理，临机处置在“报告临机处置”里登记", "/decisions/direct/"),
    Mode.MEETING: ("专题会、调度会、碰头会、现场办公会在“登记专题会”里登记", "/meetings/light/"),
    Mode.RESEARCH: ("调研在“论证咨询—调研”里登记", "/argument/research/new/"),
    Mode.INQUIRY: ("质询在“提出专题质询”里办理", "/duties/inquiries/new/"),
    Mode.AWARD: ("奖惩意见在“提出奖惩意见”里办理", "/duties/recommendations/new/"),
}
"""Modes that are recorded elsewhere, in words, and the address where that is done."""
