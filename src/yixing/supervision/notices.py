"""督办通知 as lists and pages show them: where each stands on a day, which are late, what the register lacks."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from yixing.access.actor import Actor
from yixing.access.loaders import visible
from yixing.access.roles import OFFICE, Role
from yixing.accounts.actors import actor_of_person
from yixing.papers.models import Document
from yixing.papers.numbering import missing
from yixing.papers.series import marks_for
from yixing.people.models import Person
from yixing.supervision.models import Notice, Task
from yixing.supervision.state import LightKind, with_light
from yixing.ui.components import Badge, Column, Fact, Tone, WorkRow, due_words

COLUMNS = (
    Column("number", "文号"),
    Column("title", "事由", kind="wide"),
    Column("unit", "主送"),
    Column("signed", "签发", kind="day"),
    Column("answer_by", "反馈时限", kind="day"),
    Column("received", "签收", kind="day"),
    Column("answered", "回复", kind="day"),
    Column("state", "状态"),
)
SHOWS = (("", "全部"), ("draft", "待签发"), ("receive", "待签收"), ("answer", "待回复"), ("late", "逾期未回复"))
LIMIT = 50
_SIGNED = Q(document__state=Document.State.SIGNED)
_OPEN = _SIGNED & Q(answered_on__isnull=True)


def late(day: dt.date) -> Q:
    """Notices whose answer is overdue on a day: signed, not answered, the last day has passed."""
    return _OPEN & Q(answer_by__lt=day)


def notice_list(actor: Actor, show: str, day: dt.date) -> QuerySet[Notice]:
    """The visible notices: the latest first, or of one kind by the day on which the answer is due."""
    rows = visible(Notice, actor).select_related("document", "unit", "task", "approved_by")
    wanted = {
        "draft": Q(document__state=Document.State.DRAFT),
        "receive": _OPEN & Q(received_on__isnull=True),
        "answer": _OPEN,
        "late": late(day),
    }.get(show)
    if wanted is None:
        return rows.order_by(F("document__year").desc(nulls_first=True), F("document__number").desc(), "-id")
    return rows.filter(wanted).order_by("answer_by", "id")


def badge(notice: Notice, day: dt.date) -> Badge:
    """Where a notice stands on a day, in the office's words."""
    words, tone = _state(notice, day)
    return Badge(words, tone)


def _state(notice: Notice, day: dt.date) -> tuple[str, Tone]:
    if notice.document.state != Document.State.SIGNED:
        return ("作废", "quiet") if notice.document.state == Document.State.VOID else ("待签发", "plain")
    if notice.answered_on is not None:
        days = (notice.answered_on - notice.answer_by).days
        return (f"已回复（超期{days}天）", "warn") if days > 0 else ("按期回复", "good")
    if notice.answer_by < day:
        return f"逾期未回复（{(day - notice.answer_by).days}天）", "bad"
    return ("待签收", "warn") if notice.received_on is None else ("待回复", "plain")


def facts(notice: Notice, day: dt.date) -> list[Fact]:
    """The facts of one notice."""
    left = due_words(notice.answer_by, day) if notice.answered_on is None else ""
    found = [
        Fact("任务", f"{notice.task.number} {notice.task.text}"),
        Fact("主送", notice.unit.name),
        Fact("立项批准人", notice.approved_by.name),
        Fact("签发", notice.document.signed_on and notice.document.signed_on.isoformat(), note=_name(notice)),
        Fact("反馈时限", notice.answer_by.isoformat(), note=left),
        Fact("签收", notice.received_on and notice.received_on.isoformat(), note=str(notice.receiver or "")),
        Fact("回复", notice.answered_on and notice.answered_on.isoformat(), note=str(notice.head or "")),
    ]
    if notice.unfinished:
        found.append(Fact("未完成的原因和时限", notice.unfinished))
    if notice.is_backfilled:
        found.append(Fact("补录", "系统外办理后补录"))
    return found


def _name(notice: Notice) -> str:
    return notice.document.signer.name if notice.document.signer is not None else ""


def answers(notice: Notice) -> list[tuple[str, str]]:
    """Each demand with what the unit answered to it, empty before it did."""
    demands = notice.document.content["demands"]
    return list(zip(demands, [*notice.results, *[""] * len(demands)][: len(demands)], strict=True))


# --- what the register lacks ---


@dataclass(frozen=True, slots=True)
class Lacks:
    """缺号 of the year, and overdue tasks on which nobody was sent a 督办通知."""

    year: int
    numbers: list[int]
    tasks: int

    @property
    def words(self) -> str:
        """缺号：第17号；逾期未发督办通知 3 件 — or nothing."""
        parts = [f"{self.year}年缺号：{'、'.join(f'第{number}号' for number in self.numbers)}"] if self.numbers else []
        if self.tasks:
            parts.append(f"逾期未发督办通知 {self.tasks} 件")
        return "；".join(parts)


def unnoticed(actor: Actor, day: dt.date) -> QuerySet[Task]:
    """Overdue tasks without a 督办通知 that stands: signed, not voided."""
    noticed = Notice.objects.filter(_SIGNED, task=OuterRef("pk"))
    overdue = visible(Task, actor).filter(with_light(LightKind.LATE, day, 0))
    return overdue.filter(~Exists(noticed)).order_by("due_sort", "id")


def lacks(actor: Actor, day: dt.date) -> Lacks:
    """What an office that checks its register finds; nothing for those outside the office."""
    if actor.roles.isdisjoint(OFFICE | {Role.CHAIR, Role.DISCIPLINE, Role.AUDITOR}):
        return Lacks(day.year, [], 0)
    series = marks_for(Document.Kind.SUPERVISION_NOTICE).series
    return Lacks(day.year, missing(series, day.year), unnoticed(actor, day).count())


# --- what waits for whom ---


def waiting_for(actor: Actor) -> list[WorkRow]:
    """督办通知 that wait for this actor, or for those he may enter for."""
    rows = _own(actor)
    have = {(row.url, row.button) for row in rows}
    for principal in Person.objects.filter(pk__in=actor.principal_ids).order_by("order", "id"):
        found = _signing(actor_of_person(principal, actor.day), note=f"代{principal.name}录入")
        rows += [row for row in found if (row.url, row.button) not in have]
    return rows


def _own(actor: Actor) -> list[WorkRow]:
    rows = _signing(actor)
    if actor.has(Role.LIAISON, Role.UNIT_HEAD):
        rows += _rows(actor, "receive", "签收", "receive/")
    if actor.has(Role.INSPECTOR):
        rows += _rows(actor, "late", "核对", "")
    return rows


def _signing(actor: Actor, note: str = "") -> list[WorkRow]:
    rows: list[WorkRow] = []
    if actor.has(Role.DIRECTOR):
        rows += _rows(actor, "draft", "签发", "sign/", note)
    if actor.has(Role.UNIT_HEAD):
        rows += _rows(actor, "answer", "回复", "answer/", note)
    return rows


def _rows(actor: Actor, show: str, button: str, page: str, note: str = "") -> list[WorkRow]:
    kinds = dict(SHOWS)
    found = notice_list(actor, show, actor.day)
    if button in {"签收", "回复"}:
        found = found.filter(unit_id__in=actor.unit_ids)
    return [
        WorkRow(
            what=notice.document.title,
            url=f"/tasks/notices/{notice.pk}/",
            kind=f"督办通知{kinds[show]}",
            number=notice.document.number_words,
            from_whom=str(notice.unit),
            due=notice.answer_by,
            due_words=due_words(notice.answer_by, actor.day),
            button=button,
            button_url=f"/tasks/notices/{notice.pk}/{page}",
            note=note,
        )
        for notice in found[:LIMIT]
    ]
