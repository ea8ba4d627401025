"""Which meetings somebody sees in a list, what may go on an agenda, what of meetings waits for whom."""

import datetime as dt
from dataclasses import dataclass, replace

from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery

from yixing.access.actor import Actor
from yixing.access.loaders import visible
from yixing.access.roles import Role
from yixing.accounts.actors import actor_of_person
from yixing.matters.models import Endorsement, Matter
from yixing.matters.queries import agenda_candidates, determined
from yixing.meetings.models import AgendaItem, Meeting
from yixing.meetings.naming import LIGHT
from yixing.papers.models import Document
from yixing.people.models import Person
from yixing.ui.components import WorkRow, due_words
from yixing_core.workdays.calendar import next_month

LIMIT = 50
"""Rows a kind on the 工作台; the list page shows the rest."""
State = Meeting.State


@dataclass(frozen=True, slots=True)
class MeetingFilter:
    """The sentence above the list. ``tab`` is formal or light; ``month`` the first day of a month."""

    tab: str = "formal"
    kind: str = ""
    state: str = ""
    month: dt.date | None = None


def meeting_list(actor: Actor, wanted: MeetingFilter, *, sort: str = "") -> QuerySet[Meeting]:
    """The visible meetings that fit the sentence, the latest first, with the number of items and of 议定事项."""
    rows = visible(Meeting, actor).select_related("body", "chair")
    rows = rows.filter(kind__in=LIGHT) if wanted.tab == "light" else rows.exclude(kind__in=LIGHT)
    if wanted.kind:
        rows = rows.filter(kind=wanted.kind)
    if wanted.state:
        rows = rows.filter(state=wanted.state)
    if wanted.month:
        following = next_month(wanted.month)
        rows = rows.filter(on__gte=wanted.month, on__lt=following)
    rows = rows.annotate(item_count=Count("items", distinct=True), decision_count=Count("decisions", distinct=True))
    return rows.order_by("on", "id") if sort == "on" else rows.order_by("-on", "-id")


def in_year(rows: QuerySet[Meeting], year: int) -> QuerySet[Meeting]:
    """Meetings held in a year: those that were cancelled do not count."""
    return rows.filter(on__year=year).exclude(state=State.CANCELLED)


def concluded_items(year: int) -> QuerySet[AgendaItem]:
    """Items with a conclusion in a year; those that only pass a matter on to the plenary have ``is_referral``."""
    return AgendaItem.objects.filter(concluded_on__year=year).exclude(outcome__in=("", AgendaItem.Outcome.WITHDRAWN))


def next_meeting(day: dt.date) -> Meeting | None:
    """The next meeting of the standing committee from a day on, for the line beside the date."""
    rows = Meeting.objects.filter(kind=Meeting.Kind.STANDING, on__gte=day, state__in=(State.PLANNED, State.NOTIFIED))
    return rows.order_by("on", "id").first()


def listable(meeting: Meeting) -> QuerySet[Matter]:
    """Matters that may be put on this agenda: determined by the chair and on no other one, in the order he set."""
    elsewhere = AgendaItem.objects.filter(outcome="").exclude(meeting=meeting)
    elsewhere = elsewhere.exclude(meeting__state=State.CANCELLED)
    rows = Matter.objects.filter(determined(), state__in=(Matter.State.LISTED, Matter.State.SCHEDULED))
    rows = rows.exclude(pk__in=elsewhere.filter(matter__isnull=False).values("matter_id"))
    listing = Endorsement.objects.filter(matter=OuterRef("pk"), stage=Endorsement.Stage.CHAIR)
    chosen = Subquery(listing.order_by("-id").values("order")[:1])
    return rows.select_related("unit", "type").annotate(place=chosen).order_by(F("place").asc(nulls_last=True), "id")


def waiting_for(actor: Actor) -> list[WorkRow]:
    """What of meetings and their papers waits for this actor on his day, and for those he may enter for (代录)."""
    rows = _own(actor)
    have = {(row.url, row.button) for row in rows}
    for principal in Person.objects.filter(pk__in=actor.principal_ids).order_by("order", "id"):
        person = actor_of_person(principal, actor.day)
        found = [*(_director(person, record="record/") if person.has(Role.DIRECTOR) else ()), *_leader(person)]
        note = f"代{principal.name}录入"
        rows += [replace(row, note=note) for row in found if (row.url, row.button) not in have]
    return rows


def _own(actor: Actor) -> list[WorkRow]:
    rows: list[WorkRow] = []
    if actor.has(Role.CLERK):
        rows += _clerk(actor)
    if actor.has(Role.DIRECTOR):
        rows += _director(actor)
    return rows + _leader(actor)


def _row(meeting: Meeting, actor: Actor, kind: str, button: str, page: str) -> WorkRow:
    return WorkRow(
        what=meeting.title,
        url=f"/meetings/{meeting.pk}/",
        kind=kind,
        from_whom=str(meeting.body or meeting.get_kind_display()),
        due=meeting.on,
        due_words=due_words(meeting.on, actor.day) if meeting.on >= actor.day else "",
        button=button,
        button_url=f"/meetings/{meeting.pk}/{page}",
    )


def _clerk(actor: Actor) -> list[WorkRow]:
    """To put on an agenda, to announce, to hold, to close, to draft the 纪要 of, to send notices of."""
    upcoming = Meeting.objects.select_related("body").order_by("on", "id")
    rows = _unlisted(upcoming)
    rows += [_row(m, actor, "会议通知", "发通知", "notify/") for m in upcoming.filter(state=State.PLANNED)[:LIMIT]]
    today = upcoming.filter(state=State.NOTIFIED, on__lte=actor.day)
    rows += [_row(m, actor, "今天开会", "进会场", "room/") for m in today[:LIMIT]]
    rows += [_row(m, actor, "会议进行中", "进会场", "room/") for m in upcoming.filter(state=State.OPEN)[:LIMIT]]
    closed = upcoming.filter(state=State.CLOSED).exclude(kind__in=LIGHT).filter(items__isnull=False).distinct()
    drafted = _subjects(Document.objects.filter(kind=Document.Kind.MINUTES).exclude(state=Document.State.VOID))
    rows += [_row(m, actor, "拟会议纪要", "拟稿", "minutes/") for m in closed.exclude(pk__in=drafted)[:LIMIT]]
    return rows + _unnoticed(actor, closed)


def _unlisted(upcoming: QuerySet[Meeting]) -> list[WorkRow]:
    """One line while what the chair has determined stands on no agenda: to the next meeting's, else to plan one."""
    count = agenda_candidates().count()
    if not count:
        return []
    following = upcoming.filter(state=State.PLANNED, body__isnull=False).first()
    return [
        WorkRow(
            what=f"{count} 件议题已由书记确定，待列入会议议程",
            url="/matters/?state=listed",
            kind="编排议程",
            from_whom=following.title if following is not None else "还没有拟定会议",
            due=following.on if following is not None else None,
            button="编排议程" if following is not None else "拟定会议",
            button_url=f"/meetings/{following.pk}/agenda/" if following is not None else "/meetings/new/",
        )
    ]


def _subjects(documents: QuerySet[Document]) -> list[int]:
    """The meetings that documents belong to."""
    subjects = documents.filter(subject__startswith="meeting/").values_list("subject", flat=True)
    return [int(subject.removeprefix("meeting/")) for subject in subjects]


def _unnoticed(actor: Actor, closed: QuerySet[Meeting]) -> list[WorkRow]:
    """Meetings whose 纪要 is signed and of which no lead unit was told yet."""
    signed = _subjects(Document.objects.filter(kind=Document.Kind.MINUTES, state=Document.State.SIGNED))
    told = _subjects(Document.objects.filter(kind=Document.Kind.DECISION_NOTICE, state=Document.State.SIGNED))
    wanted = closed.filter(pk__in=set(signed) - set(told))
    with_units = wanted.filter(decisions__lead_unit__isnull=False, decisions__state="effective").distinct()
    return [_row(m, actor, "议定事项通知", "印发", "minutes/") for m in with_units[:LIMIT]]


def _director(actor: Actor, *, record: str = "") -> list[WorkRow]:
    """会议记录 and 纪要 to check; ``record`` is the page on which somebody else enters the former for him."""
    unchecked = Meeting.objects.filter(state=State.CLOSED, record_checked_on__isnull=True).exclude(kind__in=LIGHT)
    checked = unchecked.filter(items__isnull=False).select_related("body").distinct().order_by("on", "id")
    rows = [_row(meeting, actor, "会议记录", "审核", record) for meeting in checked[:LIMIT]]
    if record:
        rows = [replace(row, url=row.button_url) for row in rows]
    return rows + _documents(Q(kind=Document.Kind.MINUTES, state=Document.State.DRAFT), "纪要审核", "审核")


def _leader(actor: Actor) -> list[WorkRow]:
    """纪要 to sign: those of the meetings one presided over, and for the first secretary those of his body."""
    if not actor.has(Role.CHAIR, Role.MEMBER):
        return []
    ready = Q(kind=Document.Kind.MINUTES, state=Document.State.REVIEWED) | Q(
        kind=Document.Kind.LIGHT_MINUTES, state__in=(Document.State.DRAFT, Document.State.REVIEWED)
    )
    own = Q(chair_id=actor.person_id)
    if actor.has(Role.CHAIR):
        own |= Q(body_id__in=actor.body_ids)
    subjects = [f"meeting/{pk}" for pk in Meeting.objects.filter(own, state=State.CLOSED).values_list("pk", flat=True)]
    return _documents(ready & Q(subject__in=subjects), "纪要签发", "签发")


def _documents(wanted: Q, kind: str, button: str) -> list[WorkRow]:
    rows = Document.objects.filter(wanted, subject__startswith="meeting/").order_by("id")
    return [
        WorkRow(
            what=row.title,
            url=f"/meetings/{row.subject.removeprefix('meeting/')}/minutes/",
            kind=kind,
            number=row.number_words,
            from_whom="县委办",
            button=button,
            button_url=f"/meetings/{row.subject.removeprefix('meeting/')}/minutes/",
        )
        for row in rows[:LIMIT]
    ]
