"""Which records of 论证 somebody sees in a list, which waits for whom, and what a member's research comes to."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Case, Count, Exists, F, IntegerField, OuterRef, Q, QuerySet, Value, When

from yixing.access.actor import Actor
from yixing.access.loaders import visible
from yixing.access.roles import Role
from yixing.argument.derived import notice_values
from yixing.argument.models import Advice, Citation, Consultation, Expert, Field, Hearing, PublicNotice, Research
from yixing.matters.models import Matter
from yixing.matters.state import OPEN
from yixing.people.queries import on_day
from yixing.ui.components import WorkRow, due_words

LIMIT = 50


@dataclass(frozen=True, slots=True)
class Span:
    """From the first day to the last of what is asked for; open ends are ``None``."""

    since: dt.date | None = None
    until: dt.date | None = None

    def within(self, column: str) -> Q:
        """Rows whose day lies in the span."""
        found = Q(**{f"{column}__gte": self.since}) if self.since else Q()
        return found & Q(**{f"{column}__lte": self.until}) if self.until else found


ALWAYS = Span()
_FIELD_ORDER = Case(
    *(When(field=value, then=Value(place)) for place, value in enumerate(Field.values)), output_field=IntegerField()
)
"""经济, 农业, 矿业, 文化, 法律: the order of the office, not of the codes."""


def experts(actor: Actor, *, field: str = "", words: str = "", day: dt.date | None = None) -> QuerySet[Expert]:
    """The pool with how often each was asked; ``day``: only those who are in it that day."""
    rows = visible(Expert, actor).select_related("organization")
    if field:
        rows = rows.filter(field=field)
    if words:
        rows = rows.filter(Q(name__contains=words) | Q(workplace__contains=words) | Q(speciality__contains=words))
    if day is not None:
        rows = rows.filter(on_day(day))
    return rows.annotate(asked=Count("advices")).order_by(_FIELD_ORDER, "id")


def consultations(
    actor: Actor, *, mode: str = "", state: str = "", field: str = "", span: Span = ALWAYS
) -> QuerySet[Consultation]:
    """Consultations with how many experts were asked, answered and signed, the latest first."""
    rows = visible(Consultation, actor).filter(span.within("asked_on")).select_related("matter__unit")
    if mode:
        rows = rows.filter(mode=mode)
    if state:
        rows = rows.filter(state=state)
    if field:
        rows = rows.filter(Exists(Advice.objects.filter(consultation=OuterRef("pk"), expert__field=field)))
    return rows.annotate(asked=Count("advices"), given=Count("advices", filter=~Q(advices__text=""))).order_by(
        "-asked_on", "-id"
    )


def researches(
    actor: Actor, *, leader_id: int | None = None, unit_id: int | None = None, mode: str = "", span: Span = ALWAYS
) -> QuerySet[Research]:
    """Researches with how many matters cite each, the latest first."""
    rows = visible(Research, actor).filter(span.within("until")).select_related("leader", "unit", "area")
    if leader_id:
        rows = rows.filter(leader_id=leader_id)
    if unit_id:
        rows = rows.filter(unit_id=unit_id)
    if mode:
        # Three known words, none of which occurs in another.
        rows = rows.filter(modes__contains=mode)
    return rows.annotate(cited=Count("citations")).order_by("-until", "-id")


def researches_led(person_id: int, span: Span = ALWAYS) -> QuerySet[Research]:
    """What a member led himself in a span, whoever asks: for the register of his work."""
    return Research.objects.filter(span.within("until"), leader_id=person_id).order_by("until", "id")


def citable(actor: Actor, matter: Matter, on: dt.date) -> QuerySet[Research]:
    """Researches the actor may let a matter rest on: over by that day, not cited yet; those of its area first."""
    cited = Citation.objects.filter(matter=matter).values("research_id")
    rows = visible(Research, actor).filter(until__lte=on).exclude(pk__in=cited).select_related("leader", "unit")
    own = Case(When(area_id=matter.area_id or 0, then=Value(0)), default=Value(1), output_field=IntegerField())
    return rows.order_by(own, "-until", "-id")


def notices(actor: Actor, *, state: str = "", span: Span = ALWAYS) -> QuerySet[PublicNotice]:
    """Public notices, the latest first."""
    rows = visible(PublicNotice, actor).filter(span.within("since")).select_related("matter__unit")
    return (rows.filter(state=state) if state else rows).order_by("-since", "-id")


@dataclass(frozen=True, slots=True)
class Posted:
    """A 任前公示 that is over, as the rulebook asks of it: the facts of ``steps.notice``; whether all was looked into."""

    facts: Mapping[str, Any]
    is_answered: bool


def appointment_notice(matter: Matter, since: dt.date) -> Posted | None:
    """The last 任前公示 of a matter posted on or after a day and over; ``None`` where there is none."""
    rows = PublicNotice.objects.filter(matter=matter, is_appointment=True, since__gte=since)
    row = rows.filter(state=PublicNotice.State.CLOSED).order_by("until", "id").last()
    if row is None:
        return None
    return Posted({"done": True, "on": row.until, **notice_values(row)}, row.answered == row.objections)


def hearings(actor: Actor, *, state: str = "", span: Span = ALWAYS) -> QuerySet[Hearing]:
    """Hearings, the latest first."""
    rows = visible(Hearing, actor).filter(span.within("planned_on")).select_related("matter__unit")
    return (rows.filter(state=state) if state else rows).order_by("-planned_on", "-id")


def argued_by(matter: Matter) -> dict[int, str]:
    """Units that took part in arguing a matter → how: who put it forward, whose people gave an expert opinion.

    They do not evaluate the decision that came of it (AD-18).
    """
    found = {matter.unit_id: "提请单位"}
    asked = Advice.objects.filter(consultation__matter=matter, expert__organization__isnull=False).exclude(text="")
    for unit in asked.values_list("expert__organization_id", flat=True):
        found.setdefault(unit, "论证专家所在单位")
    for unit in Research.objects.filter(citations__matter=matter).values_list("unit_id", flat=True):
        found.setdefault(unit, "调研承办单位")
    return found


def waiting_for(actor: Actor) -> list[WorkRow]:
    """What units have to write down themselves: opinions that are in, notices that are over, hearings that were due."""
    if not actor.has(Role.LIAISON, Role.UNIT_HEAD):
        return []
    own = Q(matter__unit_id__in=actor.unit_ids, matter__state__in=OPEN)
    asked = (
        Consultation.objects.filter(own)
        .exclude(state="concluded")
        .filter(Q(state="answered") | Q(due_on__lt=actor.day))
    )
    rows = [
        _row(
            each,
            "专家咨询",
            f"/argument/consultations/{each.pk}/",
            due=each.due_on,
            today=actor.day,
            button="填写采纳情况",
        )
        for each in asked.select_related("matter__unit").order_by("due_on", "id")[:LIMIT]
    ]
    over = PublicNotice.objects.filter(own, state="posted", until__lt=actor.day)
    rows += [
        _row(each, "公示", f"/argument/notices/{each.pk}/", due=each.until, today=actor.day, button="登记结果")
        for each in over.select_related("matter__unit").order_by("until", "id")[:LIMIT]
    ]
    due = Hearing.objects.filter(own, state="announced", planned_on__lte=actor.day)
    return rows + [
        _row(each, "听证", f"/argument/hearings/{each.pk}/", due=each.planned_on, today=actor.day, button="登记听证")
        for each in due.select_related("matter__unit").order_by(F("planned_on").asc(), "id")[:LIMIT]
    ]


def _row(
    each: Consultation | PublicNotice | Hearing, kind: str, url: str, *, due: dt.date, today: dt.date, button: str
) -> WorkRow:
    return WorkRow(
        what=each.matter.title,
        url=url,
        kind=kind,
        number=each.matter.number or "",
        from_whom=str(each.matter.unit),
        due=due,
        due_words=due_words(due, today),
        button=button,
    )
