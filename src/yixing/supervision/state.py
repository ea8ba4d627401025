"""Where a 督办事项 stands, from its records alone; and its light, which also depends on today and is never stored."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Protocol

from django.db.models import F, Q, TextChoices


class TaskState(TextChoices):
    """Where a task stands in the procedure."""

    DRAFT = "draft", "待下达"
    ISSUED = "issued", "待签收"
    OBJECTED = "objected", "职责异议"
    IN_HAND = "in_hand", "推进中"
    CLAIMED = "claimed", "申请办结"
    VERIFIED = "verified", "已核实待销号"
    CLOSED = "closed", "已销号"
    LONG_TERM = "long_term", "长期坚持"
    MERGED = "merged", "已并入"
    STOPPED = "stopped", "已终止"


S = TaskState

OPEN = frozenset({S.ISSUED, S.OBJECTED, S.IN_HAND, S.CLAIMED, S.VERIFIED})
"""Issued and not ended: what is chased. Stored beside the state as ``is_open`` for the lists."""
ENDED = frozenset({S.CLOSED, S.LONG_TERM, S.MERGED, S.STOPPED})


@dataclass(frozen=True, slots=True)
class Records:
    """What decides where a task stands.

    ``objected_on`` is the day of an objection that nobody has answered yet; ``claimed_on`` the day of a signed 办结申请
    that still holds (a verification with another result, or reopening, takes it back); ``verified_on`` the day of a
    verification that found it true.
    """

    issued_on: date | None = None
    objected_on: date | None = None
    accepted_on: date | None = None
    claimed_on: date | None = None
    verified_on: date | None = None
    closed_on: date | None = None
    kept_on: date | None = None
    stopped_on: date | None = None
    merged_on: date | None = None


def task_state(records: Records) -> TaskState:  # noqa: PLR0911  (a ladder: one rung a state)
    """Where a task stands.

    >>> task_state(Records()), task_state(Records(issued_on=date(2023, 6, 1)))
    (TaskState.DRAFT, TaskState.ISSUED)
    """
    if records.issued_on is None:
        return S.DRAFT
    if records.merged_on is not None:
        return S.MERGED
    if records.stopped_on is not None:
        return S.STOPPED
    if records.closed_on is not None:
        return S.CLOSED
    if records.kept_on is not None:
        return S.LONG_TERM
    if records.objected_on is not None:
        return S.OBJECTED
    if records.accepted_on is None:
        return S.ISSUED
    if records.claimed_on is None:
        return S.IN_HAND
    return S.CLAIMED if records.verified_on is None else S.VERIFIED


class LightKind(TextChoices):
    """The five lights, in the order in which lists count them."""

    LATE = "late", "逾期"
    DUE = "due", "临期"
    NORMAL = "normal", "正常"
    DONE = "done", "已销号"
    STOPPED = "stopped", "中止"


class Lit(Protocol):
    """What a light is computed from."""

    @property
    def state(self) -> str:
        """Code of ``TaskState``."""

    @property
    def due_on(self) -> date | None:
        """The deadline."""

    @property
    def claimed_on(self) -> date | None:
        """The day of a signed 办结申请 that still holds."""


def light(task: Lit, today: date, soon: int) -> LightKind:
    """The light of a task on a day; ``soon`` is how many days before its deadline it counts as 临期.

    A unit that claimed in time is not late while the office verifies; one that claimed late stays late until closed.
    Drafts, long-term tasks and tasks without a day are 正常.

    >>> from types import SimpleNamespace as Row
    >>> light(Row(state="in_hand", due_on=date(2023, 6, 30), claimed_on=None), date(2023, 6, 26), 7)
    LightKind.DUE
    >>> light(Row(state="claimed", due_on=date(2023, 6, 30), claimed_on=date(2023, 6, 29)), date(2023, 7, 5), 7)
    LightKind.NORMAL
    """
    if task.state == S.CLOSED:
        return LightKind.DONE
    if task.state in {S.MERGED, S.STOPPED}:
        return LightKind.STOPPED
    if task.state not in OPEN or task.due_on is None:
        return LightKind.NORMAL
    if task.claimed_on is not None:
        return LightKind.LATE if task.due_on < today and task.claimed_on > task.due_on else LightKind.NORMAL
    if task.due_on < today:
        return LightKind.LATE
    return LightKind.DUE if task.due_on <= today + timedelta(days=soon) else LightKind.NORMAL


def is_open(prefix: str = "") -> Q:
    """The tasks that are chased."""
    # Said twice for SQLite: ``IN`` for the indexes of which it is one column, the bare truth for the one of these alone.
    return Q(**{f"{prefix}is_open__in": (True,), f"{prefix}is_open": True})


def with_light(kind: LightKind, today: date, soon: int, prefix: str = "") -> Q:
    """The rows that have a light on a day: the same as ``light``, as a filter over stored columns.

    ``prefix`` reaches tasks through a relation (``tasks__``).
    """

    def q(**lookups: object) -> Q:
        return Q(**{f"{prefix}{name}": value for name, value in lookups.items()})

    claimed = q(claimed_on__isnull=False)
    claimed_late = claimed & q(claimed_on__gt=F(f"{prefix}due_sort"))
    opened = is_open(prefix)
    match kind:
        case LightKind.DONE:
            return q(state=S.CLOSED)
        case LightKind.STOPPED:
            return q(state__in=(S.MERGED, S.STOPPED))
        case LightKind.LATE:
            # due_sort for due_on, which is the same wherever there is a day: the index on it holds all that is asked.
            return opened & q(due_sort__lt=today) & (q(claimed_on__isnull=True) | claimed_late)
        case LightKind.DUE:
            window = (today, today + timedelta(days=soon))
            return opened & q(claimed_on__isnull=True, due_sort__range=window)
        case LightKind.NORMAL:
            in_time = claimed & (q(due_sort__gte=today) | q(claimed_on__lte=F(f"{prefix}due_sort")))
            far = q(claimed_on__isnull=True, due_sort__gt=today + timedelta(days=soon))
            return q(state=S.DRAFT) | q(state=S.LONG_TERM) | (opened & far) | (opened & in_time)
