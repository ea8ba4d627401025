"""临机处置 as lists and pages show it: reported or not, ratified in time, still to be, or late, as the rulebook has it."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal, cast

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

from yixing.access.actor import Actor
from yixing.access.loaders import visible
from yixing.access.roles import OFFICE, Role
from yixing.accounts.actors import actor_of_person
from yixing.compliance import gates
from yixing.matters.facts import RATIFIED, emergency_group
from yixing.matters.models import Endorsement, Matter, Step
from yixing.matters.steps import EMERGENCY_WORDS
from yixing.people.models import Person
from yixing.ui.components import Badge, Column, Light, WorkRow
from yixing_core.rules.model import Finding, Status

Stands = Literal["waiting", "late", "ratified", "ratified_late", "refused"]
WORDS: dict[Stands, Badge] = {
    "waiting": Badge("待追认", "warn"),
    "late": Badge("逾期未追认", "bad"),
    "ratified": Badge("已追认", "good"),
    "ratified_late": Badge("逾期追认", "bad"),
    "refused": Badge("不予追认", "bad"),
}
COLUMNS = (
    Column("number", "编号"),
    Column("title", "事项", "wide"),
    Column("member", "处置常委"),
    Column("decided_on", "处置日期", "day"),
    Column("reported", "报告"),
    Column("limit", "追认期限", "day"),
    Column("stands", "追认"),
)
READERS = frozenset({Role.CHAIR, Role.MEMBER, Role.DIRECTOR})


@dataclass(frozen=True, slots=True)
class Emergency:
    """One 临机处置 on a day.

    ``stands`` is what the rules at ``matter.ratify`` say of its ratification, those of the day it was ratified or, while
    it waits, of today; ``limit`` the last day for it, ``left`` the days to it (negative: over). ``findings`` are all that
    apply, ``telling`` the one that is not satisfied.
    """

    matter: Matter
    step: Step
    member: str
    member_id: int | None
    decided_on: dt.date
    ratified_on: dt.date | None
    reported: Badge
    reported_on: dt.date | None
    limit: dt.date
    left: int
    stands: Stands
    findings: tuple[Finding, ...]
    read_by: frozenset[int]

    @property
    def badge(self) -> Badge:
        """待追认, 逾期未追认, 已追认, 逾期追认, 不予追认."""
        return WORDS[self.stands]

    @property
    def is_open(self) -> bool:
        """Whether it still waits for the standing committee."""
        return self.stands in {"waiting", "late"}

    @property
    def left_words(self) -> str:
        """剩N天, 今天到期 or 已逾期N天 while it is open; else when it was concluded."""
        if not self.is_open:
            return f"{self.ratified_on} 议决" if self.ratified_on else ""
        if self.left < 0:
            return f"已逾期{-self.left}天"
        return f"剩{self.left}天" if self.left else "今天到期"

    @property
    def light(self) -> Light | None:
        """A light for whoever has to see to it."""
        if not self.is_open:
            return None
        kind: Any = "late" if self.left < 0 else "due" if self.left <= SOON else "normal"
        return Light(kind, f"追认期限 {self.limit}，{self.left_words}")

    @property
    def telling(self) -> Finding | None:
        """What is wrong, else what is missing."""
        unmet = [each for each in self.findings if each.unmet]
        return min(unmet, key=lambda each: each.status is not Status.VIOLATED, default=None)

    @property
    def texts(self) -> list[tuple[str, str]]:
        """The words of the report with their labels; none where it was entered afterwards without them."""
        said = [(label, str(self.step.values.get(key, ""))) for key, (label, _) in EMERGENCY_WORDS.items()]
        return [(label, text) for label, text in said if text]


SOON = 5
"""Days before the limit from which the line is marked."""


def emergencies(actor: Actor) -> QuerySet[Matter]:
    """The visible matters with the record of a 临机处置, the latest first."""
    return loaded(visible(Matter, actor))


def loaded(rows: QuerySet[Matter]) -> QuerySet[Matter]:
    """Those of the rows that are a 临机处置, with what their standing is worked out from."""
    steps = Step.objects.filter(kind=Step.Kind.EMERGENCY, is_revoked=False)
    rows = rows.filter(Exists(steps.filter(matter=OuterRef("pk"))))
    signed = Endorsement.objects.filter(stage=Endorsement.Stage.MEMBER).select_related("person").order_by("id")
    return (
        rows.select_related("unit", "area", "type")
        .prefetch_related(
            Prefetch("steps", steps.order_by("on", "id"), to_attr="emergency_steps"),
            Prefetch("endorsements", signed, to_attr="member_signatures"),
            "items__meeting",
            "readings",
        )
        .order_by("-drafted_on", "-id")
    )


def standing(rows: Iterable[Matter], today: dt.date) -> list[Emergency]:
    """How each stands on a day; rows without the day of the act cannot be judged and are left out."""
    found = (_standing(row, today) for row in rows)
    return [each for each in found if each is not None]


def emergency_of(matter: Matter, actor: Actor, today: dt.date) -> Emergency | None:
    """The 临机处置 of one matter; ``None`` where it is none."""
    return next(iter(standing(emergencies(actor).filter(pk=matter.pk), today)), None)


def _standing(matter: Matter, today: dt.date) -> Emergency | None:
    loaded = cast("Any", matter)
    step = loaded.emergency_steps[-1]
    items = [item for item in loaded.items.all() if item.meeting.state != "cancelled"]
    items.sort(key=lambda item: (item.meeting.on, item.pk))
    facts = emergency_group(step, items)
    decided_on = day_of(facts.get("decided_on"))
    if decided_on is None:
        return None
    on = judged_on(facts, today)
    found = gates.findings("matter.ratify", {"emergency": facts}, on=on)
    found = tuple(each for each in found if each.status is not Status.NOT_APPLICABLE)
    limit = decided_on + dt.timedelta(days=gates.number("ratify_days", on))
    signatures = loaded.member_signatures
    person = signatures[-1].person if signatures else None
    return Emergency(
        matter=matter,
        step=step,
        member=person.name if person is not None else "",
        member_id=person.pk if person is not None else None,
        decided_on=decided_on,
        ratified_on=facts.get("ratified_on"),
        reported=_reported(found),
        reported_on=day_of(facts.get("reported_on")),
        limit=limit,
        left=(limit - today).days,
        stands=_stands(found, ratified=facts.get("ratified")),
        findings=found,
        read_by=frozenset(row.person_id for row in loaded.readings.all()),
    )


def day_of(value: Any) -> dt.date | None:
    """A day of the group ``emergency``, as a record keeps it (text) or as it was read."""
    return dt.date.fromisoformat(value) if isinstance(value, str) else value


def judged_on(facts: Mapping[str, Any], today: dt.date) -> dt.date:
    """The day whose rules say how a 临机处置 stands: that of its ratification, today while it waits for one."""
    return day_of(facts.get("ratified_on")) or today


def _asks(found: Iterable[Finding], fact: str) -> list[Finding]:
    return [each for each in found if fact in each.facts]


def _reported(found: Iterable[Finding]) -> Badge:
    """已报告, 迟报 or 未报告, from the rules that look at the day of the report."""
    about = _asks(found, "emergency.reported_on")
    if any(each.status is Status.VIOLATED for each in about):
        return Badge("迟报", "bad")
    return Badge("未报告", "warn") if any(each.unmet for each in about) else Badge("已报告", "good")


def _stands(found: Iterable[Finding], *, ratified: bool | None) -> Stands:
    """Where the ratification stands, from the rules that look at its day."""
    late = any(each.status is Status.VIOLATED for each in _asks(found, "emergency.ratified_on"))
    if ratified is None:
        return "late" if late else "waiting"
    if not ratified:
        return "refused"
    return "ratified_late" if late else "ratified"


# --- the 工作台 ---


def sudden(actor: Actor, today: dt.date) -> list[WorkRow]:
    """县情突发: what waits for ratification, and what this leader has not read, for leaders and the office.

    Whoever also enters for the chair finds each once: with 阅 for the chair, as long as it is to be read.
    """
    rows = _rows(actor, today)
    for each in _sent_back(actor, today):
        own = each.member_id == actor.person_id
        rows[each.matter.pk] = _again(each, "" if own else f"代{each.member}录入")
    for person in Person.objects.filter(pk__in=actor.principal_ids).order_by("order", "id"):
        principal = actor_of_person(person, actor.day)
        # The chair's 阅 mostly comes back on paper; the other leaders see it on their own pages.
        unread = _unread(principal, today) if principal.has(Role.CHAIR) else []
        for each in unread:
            known = rows.get(each.matter.pk)
            if known is None or known.button == "看":
                rows[each.matter.pk] = _row(each, principal, f"代{person.name}录入")
    return list(rows.values())


def _rows(actor: Actor, today: dt.date) -> dict[int, WorkRow]:
    """By matter."""
    if actor.roles.isdisjoint(READERS | OFFICE):
        return {}
    reads = not actor.roles.isdisjoint(READERS)
    found = standing(_current(actor, today), today)
    shown = [each for each in found if each.is_open or (reads and _fresh(each, actor, today))]
    return {each.matter.pk: _row(each, actor) for each in shown}


def _sent_back(actor: Actor, today: dt.date) -> list[Emergency]:
    """Reports that were sent back to this leader, or to one he enters for; what a unit put forward is the unit's."""
    mine = {actor.person_id, *actor.principal_ids} - {None}
    if not mine:
        return []
    by_unit = Endorsement.objects.filter(matter=OuterRef("pk"), stage=Endorsement.Stage.SUBMIT)
    rows = loaded(Matter.objects.filter(~Exists(by_unit), state=Matter.State.RETURNED))
    return [each for each in standing(rows, today) if each.member_id in mine]


def _again(each: Emergency, note: str) -> WorkRow:
    url = f"/matters/{each.matter.pk}/emergency/again/"
    return WorkRow(
        what=each.matter.title,
        url=url,
        kind="临机处置",
        number=each.matter.number or "",
        from_whom="被退回",
        due=each.limit,
        due_words=each.left_words,
        light=each.light,
        button="重报",
        button_url=url,
        note=note,
    )


def _unread(actor: Actor, today: dt.date) -> list[Emergency]:
    if actor.roles.isdisjoint(READERS):
        return []
    return [each for each in standing(_current(actor, today), today) if _fresh(each, actor, today)]


def _current(actor: Actor, today: dt.date) -> QuerySet[Matter]:
    """Those that still wait for the committee, however old, and those of the last weeks."""
    recent = today - dt.timedelta(days=FRESH_DAYS)
    fresh = Step.objects.filter(kind=Step.Kind.EMERGENCY, is_revoked=False, on__gte=recent, matter=OuterRef("pk"))
    settled = visible(Matter, actor).filter(items__outcome__in=RATIFIED)
    return emergencies(actor).filter(Exists(fresh) | ~Q(pk__in=settled.values("pk")))


def _fresh(each: Emergency, actor: Actor, today: dt.date) -> bool:
    """Not read by this leader, and of the last weeks: an old one is no longer news."""
    return _unread_by(each, actor) and (today - each.decided_on).days <= FRESH_DAYS


def _unread_by(each: Emergency, actor: Actor) -> bool:
    """Whoever made the report has no need to read it."""
    return actor.person_id is not None and actor.person_id not in {each.member_id, *each.read_by}


FRESH_DAYS = 30


def _row(each: Emergency, actor: Actor, note: str = "") -> WorkRow:
    base = f"/matters/{each.matter.pk}/"
    reads = not actor.roles.isdisjoint(READERS) and _unread_by(each, actor)
    telling = next((found for found in each.findings if found.status is Status.VIOLATED), None)
    return WorkRow(
        what=each.matter.title,
        url=f"{base}emergency/read/" if note else base,
        kind="临机处置",
        number=each.matter.number or "",
        from_whom=f"{each.member}　{each.badge.word}",
        due=each.limit if each.is_open else None,
        due_words=each.left_words,
        light=each.light,
        rule=telling.rule if telling is not None else "",
        rule_url=f"/rules/{telling.rule}/" if telling is not None else "",
        button="阅" if reads else "看",
        button_url=f"{base}emergency/read/" if reads else base,
        note=note,
    )
