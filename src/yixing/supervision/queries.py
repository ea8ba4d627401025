"""Which tasks somebody sees, in what order, and the counts on his phone. Everything starts from ``visible``."""

import datetime as dt
import functools
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, Exists, F, OuterRef, Prefetch, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.db.models.lookups import Exact

from yixing.access.actor import Actor
from yixing.access.loaders import sight, visible
from yixing.briefings.models import Instruction
from yixing.decisions.models import Decision
from yixing.matters.models import OpinionReply
from yixing.matters.state import OPEN as OPEN_MATTERS
from yixing.people.models import Organization
from yixing.supervision.authority import sources_needing
from yixing.supervision.limits import soon_days
from yixing.supervision.models import Breakdown, Report, Task
from yixing.supervision.prepared import NOTHING, Prepared, prepared, sides, together
from yixing.supervision.state import LightKind, TaskState, is_open, with_light
from yixing_core.workdays.calendar import month_end

SORTS: dict[str, tuple[str, ...]] = {
    "number": ("number", "id"),
    "unit": ("lead_unit__order", "lead_unit__code", "due_sort", "id"),
    "leader": ("leader__order", "due_sort", "id"),
    "due": ("due_sort", "id"),
    "reported": ("last_report_on", "id"),
    "reminders": ("reminders", "id"),
    "extensions": ("extensions", "id"),
    "closed": ("closed_on", "id"),
}
"""Columns the 任务台账 may be sorted by; ``-`` in front turns it round."""


@dataclass(frozen=True, slots=True)
class TaskFilter:
    """The sentence above the 任务台账; empty parts do not narrow.

    ``unit_id`` is lead or assisting, ``lead_unit_id`` lead only. ``light`` is a ``LightKind``, ``state`` a
    ``TaskState`` or ``open``. ``due_month`` keeps what is due in the month of ``today`` (本月到期),
    ``issued_year`` what was issued (下达) in that year.
    """

    source: str = ""
    leader_id: int | None = None
    lead_unit_id: int | None = None
    unit_id: int | None = None
    light: str = ""
    state: str = ""
    due_month: bool = False
    issued_year: int | None = None


def task_list(actor: Actor, wanted: TaskFilter, *, today: dt.date, sort: str = "") -> QuerySet[Task]:
    """The issued tasks the actor sees that fit the sentence, the nearest deadline first.

    Exports and prints read them through ``register.lines`` or ``with_columns``, in two queries whatever the number of
    rows; a page of them comes faster from ``TaskKeys`` and ``register.page_lines``.
    """
    rows = visible(Task, actor)
    rows = rows.filter(*_fits(wanted, today, _soon(wanted, today), all_seen=sight(Task, actor) == Q()))
    return rows.order_by(*_order(sort))


@dataclass(frozen=True, slots=True)
class TaskKeys:
    """The keys of ``task_list`` as a paginator cuts them: counted up to a bound, and read a page at a time.

    Each is one look into an index, in SQL that is put together once for the same question.
    """

    actor: Actor
    wanted: TaskFilter
    today: dt.date
    sort: str = ""

    def counted(self, most: int) -> int:
        """How many there are, counted up to ``most``."""
        return self._question("").count(most)

    def __getitem__(self, part: slice) -> list[int]:
        """The keys of a page, in the order of the list."""
        cut = self._question(self.sort).cut(part.start or 0, part.stop - (part.start or 0))
        return [row[0] for row in cut.rows()]

    def _question(self, sort: str) -> Prepared:
        return _keys(self.actor, self.wanted, self.today, _soon(self.wanted, self.today), sort)


@functools.lru_cache(maxsize=512)
def _keys(actor: Actor, wanted: TaskFilter, today: dt.date, soon: int, sort: str) -> Prepared:
    seen = sight(Task, actor)
    if seen is None:
        return NOTHING
    order = _order(sort)
    by_day = order[0].removeprefix("-") == "due_sort"
    fits = _fits(wanted, today, soon, all_seen=seen == Q())
    parts = together(sides(seen, deep=True), *map(sides, fits)) if by_day else [Q(seen, *fits)]
    one, *others = (Task.objects.filter(part).order_by() for part in parts)
    if not others:
        return prepared(one.order_by(*order).values_list("pk"))
    rows = [part.values_list("pk", "due_sort") for part in (one, *others)]
    return prepared(rows[0].union(*rows[1:]).order_by(*order))


def _soon(wanted: TaskFilter, today: dt.date) -> int:
    return soon_days(today) if wanted.light else 0


def _fits(wanted: TaskFilter, today: dt.date, soon: int, *, all_seen: bool) -> list[Q]:
    """What must hold of a task to stand in the list, besides that the actor sees it.

    Where he sees but some, those are the way into the table, and a state or source, which half of all tasks have, is
    only looked at in their rows.
    """
    has = _leads if all_seen else _is
    fits = _issued(wanted.issued_year)
    if wanted.source:
        fits &= has("source", wanted.source)
    if wanted.leader_id:
        fits &= Q(leader_id=wanted.leader_id)
    if wanted.lead_unit_id:
        fits &= Q(lead_unit_id=wanted.lead_unit_id)
    if wanted.state == "open":
        fits &= is_open()
    elif wanted.state:
        fits &= has("state", wanted.state)
    if wanted.due_month:
        fits &= is_open() & Q(due_sort__range=(today.replace(day=1), month_end(today)))
    found = [fits]
    if wanted.unit_id:
        assisted = Task.assist_units.through.objects.filter(organization_id=wanted.unit_id).values("task_id")
        found.append(Q(lead_unit_id=wanted.unit_id) | Q(pk__in=assisted))
    if wanted.light == LightKind.DONE:
        found.append(has("state", TaskState.CLOSED))
    elif wanted.light:
        found.append(with_light(LightKind(wanted.light), today, soon))
    return found


def _issued(year: int | None) -> Q:
    if year is None:
        return Q(issued_on__isnull=False)
    return Q(issued_on__range=(dt.date(year, 1, 1), dt.date(year, 12, 31)))


def _leads(column: str, value: str) -> Q:
    """A column has a value, and its index may lead to the rows."""
    return Q(**{column: value})


def _is(column: str, value: str) -> Q:
    """A column has a value; written so that no index on it is thought of."""
    return Q(Exact(Coalesce(F(column), Value("")), value))


def _order(sort: str) -> Sequence[str]:
    key = SORTS.get(sort.removeprefix("-"), SORTS["due"])
    return tuple(f"-{column}" for column in key) if sort.startswith("-") else key


def with_columns(rows: QuerySet[Task]) -> QuerySet[Task]:
    """The rows with their units, leaders and sources, in two queries whatever their number."""
    assisting = Prefetch("assist_units", Organization.objects.order_by("order", "code"))
    return rows.select_related(
        "lead_unit",
        "leader",
        "verifier",
        "breakdown__decision__meeting",
        "breakdown__instruction__leader",
        "breakdown__instruction__briefing",
    ).prefetch_related(assisting)


def late_tasks(actor: Actor, today: dt.date) -> QuerySet[Task]:
    """What is late of what the actor sees, the longest first."""
    return task_list(actor, TaskFilter(light=LightKind.LATE), today=today)


def due_for_report(today: dt.date, soon: int) -> Q:
    """Tasks in hand of which a report is wanted now.

    One in every month; one more when the deadline comes near or has passed and nothing was said for as many days as
    counts as near; one after every 催办. Nothing while a report waits for the signature of the unit's head.
    """
    waiting = Exists(Report.objects.filter(task=OuterRef("pk"), state=Report.State.UNSIGNED))
    silent = Q(last_report_on__isnull=True) | Q(last_report_on__lt=today.replace(day=1))
    near = Q(due_sort__lte=today + dt.timedelta(days=soon), last_report_on__lt=today - dt.timedelta(days=soon))
    chased = Q(last_reminded_on__gt=F("last_report_on"))
    return Q(state=TaskState.IN_HAND, returned_on__isnull=True) & ~waiting & (silent | near | chased)


def returned() -> Q:
    """Tasks whose last report or claim came back, and nothing was sent since."""
    return is_open() & Q(returned_on__isnull=False)


@dataclass(frozen=True, slots=True)
class LiaisonCounts:
    """The four numbers on the liaison's phone: 待签收, 待反馈, 待征求意见, 被退回."""

    to_accept: int = 0
    to_report: int = 0
    to_reply: int = 0
    returned: int = 0


def liaison_counts(actor: Actor, today: dt.date) -> LiaisonCounts:
    """The four numbers for the units in which the actor holds a post; two queries."""
    led = Task.objects.filter(is_open(), lead_unit_id__in=actor.unit_ids)
    counts = led.aggregate(
        to_accept=Count("pk", filter=Q(state=TaskState.ISSUED)),
        to_report=Count("pk", filter=due_for_report(today, soon_days(today))),
        returned=Count("pk", filter=returned()),
    )
    replies = OpinionReply.objects.filter(
        unit_id__in=actor.unit_ids, replied_on__isnull=True, round__matter__state__in=OPEN_MATTERS
    )
    return LiaisonCounts(to_reply=replies.count(), **counts)


def unit_tasks(actor: Actor, wanted: str, today: dt.date) -> QuerySet[Task]:
    """The cards on the liaison's phone: all that is open, or one of the four numbers (``accept``, ``report`` …)."""
    rows = visible(Task, actor).filter(is_open())
    mine = Q(lead_unit_id__in=actor.unit_ids)
    match wanted:
        case "accept":
            rows = rows.filter(mine, state=TaskState.ISSUED)
        case "report":
            rows = rows.filter(mine & due_for_report(today, soon_days(today)))
        case "returned":
            rows = rows.filter(mine & returned())
    return with_columns(rows.order_by("due_sort", "id"))


def reports_to_sign(actor: Actor) -> QuerySet[Report]:
    """What waits for the signature of the head of the actor's units, the oldest first."""
    rows = visible(Report, actor).filter(state=Report.State.UNSIGNED, unit_id__in=actor.unit_ids)
    return rows.select_related("task__lead_unit", "task__breakdown__decision", "unit").order_by("id")


def undivided_decisions(actor: Actor) -> QuerySet[Decision]:
    """议定事项 in force of which no 责任分解 exists yet, the oldest first; those without a lead unit oblige nobody."""
    divided = Breakdown.objects.filter(decision=OuterRef("pk"))
    rows = visible(Decision, actor).filter(~Exists(divided), state=Decision.State.EFFECTIVE, lead_unit__isnull=False)
    return rows.select_related("meeting", "lead_unit", "leader").order_by("decided_on", "id")


def undivided_instructions(actor: Actor) -> QuerySet[Instruction]:
    """批示 that ask for work and have no 责任分解 yet, the oldest first."""
    divided = Breakdown.objects.filter(instruction=OuterRef("pk"))
    rows = visible(Instruction, actor).filter(~Exists(divided), state=Instruction.State.IN_HAND)
    return rows.select_related("briefing", "leader", "unit").order_by("on", "id")


def undivided_count(actor: Actor) -> int:
    """How many 议定事项 and 批示 wait for their 责任分解."""
    return undivided_decisions(actor).count() + undivided_instructions(actor).count()


def breakdown_list(actor: Actor, state: str = "") -> QuerySet[Breakdown]:
    """责任分解 the actor sees, the latest first."""
    rows = visible(Breakdown, actor)
    if state:
        rows = rows.filter(state=state)
    # Counted for the lines that are shown; joined, the tasks of all years were counted before a page was cut.
    lines = Task.objects.filter(breakdown=OuterRef("pk")).order_by().values("breakdown").values(n=Count("pk"))
    return (
        rows.select_related("decision__meeting", "instruction__leader", "instruction__briefing", "drafter")
        .annotate(lines=Coalesce(Subquery(lines), 0))
        .order_by("-id")
    )


def agreed(on: dt.date) -> Q:
    """Tasks with every word that their own source demands on a day; 销号 is the inspector's next act.

    What was merged into them is looked at when they are closed.
    """
    consented = Q(consented_on__isnull=False)
    approved = Q(breakdown__instruction__approved_on__isnull=False) & (
        Q(reopened_on__isnull=True) | Q(breakdown__instruction__approved_on__gt=F("reopened_on"))
    )
    leader = Q(source__in=sources_needing("instructing_leader", on))
    member = Q(source__in=sources_needing("member", on))
    verified = Q(state=TaskState.VERIFIED)
    # The states in front and no source by itself: SQLite then looks at these few only, not at all of one source.
    ripe = Q(state__in=(TaskState.CLAIMED, TaskState.VERIFIED))
    return ripe & ((leader & (consented | approved)) | (verified & ((member & consented) | ~(leader | member))))


def to_consent(actor: Actor, on: dt.date) -> QuerySet[Task]:
    """Tasks that wait for the word of this member as the one in charge: verified, or merged into one that is."""
    own = Q(source__in=sources_needing("member", on), leader_id=actor.person_id, consented_on__isnull=True)
    carried = Q(state=TaskState.VERIFIED) | Q(state=TaskState.MERGED, merged_into__state=TaskState.VERIFIED)
    return with_columns(visible(Task, actor).filter(own & carried).order_by("verified_on", "id"))
