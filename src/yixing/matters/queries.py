"""Which matters somebody sees in a list, what waits for whom, what may go on an agenda, what looks like a double."""

import datetime as dt
import re
from dataclasses import dataclass, replace
from decimal import Decimal

from django.db.models import Exists, F, IntegerField, OuterRef, Q, QuerySet, Subquery

from yixing.access.actor import Actor
from yixing.access.loaders import visible
from yixing.access.roles import Role
from yixing.accounts.actors import actor_of_person
from yixing.matters.models import Endorsement, Matter, OpinionReply
from yixing.matters.state import OPEN, State
from yixing.people.models import Person
from yixing_core.workdays.calendar import next_month

SORTS = {
    "number": ("number", "id"),
    "title": ("title", "id"),
    "amount": ("amount", "id"),
    "drafted_on": ("drafted_on", "id"),
    "unit": ("unit__order", "unit__code", "id"),
}
"""Columns a list may be sorted by; ``-`` in front turns it round."""


@dataclass(frozen=True, slots=True)
class MatterFilter:
    """The sentence above the list. ``month`` is the first day of a month, ``amount_over`` is in 元."""

    tab: str = "matters"
    type_code: str = ""
    unit_id: int | None = None
    state: str = ""
    month: dt.date | None = None
    amount_over: Decimal | None = None
    mine: bool = False


def determined() -> Exists:
    """Whether the chair determined it for a meeting: then the 事项 is called 议题."""
    listing = Endorsement.objects.filter(
        matter=OuterRef("pk"), stage=Endorsement.Stage.CHAIR, verdict=Endorsement.Verdict.LIST
    )
    return Exists(listing)


def matter_list(actor: Actor, wanted: MatterFilter, *, sort: str = "") -> QuerySet[Matter]:
    """The visible matters that fit the sentence; ``sort`` is a key of ``SORTS``, newest first without one."""
    rows = visible(Matter, actor).select_related("type", "unit", "area")
    if wanted.tab == "items":
        rows = rows.filter(determined())
    if wanted.type_code:
        rows = rows.filter(type__code=wanted.type_code)
    if wanted.unit_id:
        rows = rows.filter(unit_id=wanted.unit_id)
    if wanted.state:
        rows = rows.filter(state=wanted.state)
    if wanted.month:
        following = next_month(wanted.month)
        rows = rows.filter(drafted_on__gte=wanted.month, drafted_on__lt=following)
    if wanted.amount_over is not None:
        rows = rows.filter(amount__gt=wanted.amount_over)
    if wanted.mine:
        rows = rows.filter(_own(actor))
    key = SORTS.get(sort.removeprefix("-"))
    if key is None:
        return rows.order_by("-drafted_on", "-id")
    direction = "-" if sort.startswith("-") else ""
    return rows.order_by(*(f"{direction}{column}" for column in key))


def _own(actor: Actor) -> Q:
    """Matters of one's own unit or portfolio, or that one has signed."""
    signed = Endorsement.objects.filter(person_id=actor.person_id or 0).values("matter_id")
    return Q(unit_id__in=actor.unit_ids) | Q(area_id__in=actor.area_ids) | Q(pk__in=signed)


@dataclass(frozen=True, slots=True)
class Waiting:
    """One thing that waits for an actor.

    Args:
        matter: which matter it is about.
        what: the act, as the button says it. kind: the sort of thing, in a word or two.
        url: where it is done. due: until when, if there is a day.
    """

    matter: Matter
    what: str
    kind: str
    url: str
    due: dt.date | None = None
    note: str = ""


_BY_STATE: tuple[tuple[frozenset[Role], State, str, str, str], ...] = (
    (frozenset({Role.LIAISON, Role.UNIT_HEAD}), State.DRAFTING, "送单位负责人", "起草", ""),
    (frozenset({Role.LIAISON, Role.UNIT_HEAD}), State.RETURNED, "修改后重报", "被退回", "edit/"),
    (frozenset({Role.UNIT_HEAD}), State.UNIT_HEAD, "审签", "审签", "sign/"),
    (frozenset({Role.MEMBER, Role.CHAIR}), State.MEMBER, "审签", "分管审签", "member/"),
    (frozenset({Role.CLERK}), State.OFFICE, "核对", "程序核对", "check/"),
    (frozenset({Role.DIRECTOR}), State.DIRECTOR, "审核", "议题审核", "review/"),
    (frozenset({Role.CHAIR}), State.CHAIR, "确定", "议题确定", "/matters/arrangement/"),
)
"""For which roles a state means work, what the button says, and which page of the matter it opens."""

_UNIT_SIDE = frozenset({State.DRAFTING, State.RETURNED, State.UNIT_HEAD})
LIMIT = 50


def waiting_for(actor: Actor) -> list[Waiting]:
    """What waits for this actor on his day: opinions to give, adoption tables to fill in, signatures by stage.

    Bounded to ``LIMIT`` rows a kind, the oldest first. What waits for those he may enter for (代录) follows, marked so.
    """
    own = [*_opinions(actor), *_adoptions(actor), *_signatures(actor)]
    if not actor.principal_ids:
        return own
    have = {(waiting.matter.pk, waiting.what) for waiting in own}
    return own + [each for each in _for_principals(actor) if (each.matter.pk, each.what) not in have]


def _signatures(actor: Actor) -> list[Waiting]:
    found: list[Waiting] = []
    for roles, state, what, kind, page in _BY_STATE:
        if not actor.has(*roles):
            continue
        rows = Matter.objects.filter(state=state).select_related("unit", "type").order_by("id")
        if state in _UNIT_SIDE:
            rows = rows.filter(unit_id__in=actor.unit_ids)
            if state == State.RETURNED:
                rows = rows.filter(_by_unit())
        elif state == State.MEMBER:
            rows = rows.filter(area_id__in=actor.area_ids)
        url = "/matters/{}/" + page if not page.startswith("/") else page
        found += [Waiting(row, what, kind, url.format(row.pk)) for row in rows[:LIMIT]]
    return found


def _by_unit() -> Exists:
    """A unit sent it on; what a member reported himself (临机处置) was sent by none."""
    return Exists(Endorsement.objects.filter(matter=OuterRef("pk"), stage=Endorsement.Stage.SUBMIT))


def _for_principals(actor: Actor) -> list[Waiting]:
    """What waits for those this actor may enter for (代录): signatures and opinions, marked with the name."""
    found: list[Waiting] = []
    for person in Person.objects.filter(pk__in=actor.principal_ids):
        principal = actor_of_person(person, actor.day)
        waiting = [*_opinions(principal), *_signatures(principal)]
        found += [replace(each, note=f"代{person.name}录入") for each in waiting if each.kind not in {"起草", "被退回"}]
    return found


def _opinions(actor: Actor) -> list[Waiting]:
    if not actor.has(Role.UNIT_HEAD, Role.LIAISON):
        return []
    open_ = OpinionReply.objects.filter(
        unit_id__in=actor.unit_ids, replied_on__isnull=True, round__matter__state__in=OPEN
    )
    rows = open_.select_related("round__matter__unit", "round__matter__type").order_by("round__due_on", "id")
    head = actor.has(Role.UNIT_HEAD)
    return [
        Waiting(
            reply.round.matter,
            "回复" if head else "请负责人回复",
            "征求意见",
            f"/matters/replies/{reply.pk}/" if head else f"/matters/rounds/{reply.round_id}/",
            reply.round.due_on,
        )
        for reply in rows[:LIMIT]
    ]


def _adoptions(actor: Actor) -> list[Waiting]:
    """Rounds of one's own unit in which an opinion still waits for its adoption."""
    if not actor.has(Role.UNIT_HEAD, Role.LIAISON):
        return []
    undecided = OpinionReply.objects.filter(
        round__matter__unit_id__in=actor.unit_ids, has_opinion=True, adoption="", round__matter__state__in=OPEN
    )
    rows = undecided.select_related("round__matter__unit", "round__matter__type").order_by("round_id", "id")
    rounds = {reply.round_id: reply.round for reply in rows[:LIMIT]}
    return [
        Waiting(each.matter, "填写采纳情况", "意见采纳", f"/matters/rounds/{pk}/adopt/") for pk, each in rounds.items()
    ]


def agenda_candidates() -> QuerySet[Matter]:
    """What the chair has listed and no agenda holds yet, in his order; annotated: ``chair_order``, ``meeting_hint``.

    For the agenda of a meeting: the office sees them all, so nothing is filtered by actor.
    """
    word = Endorsement.objects.filter(matter=OuterRef("pk"), stage=Endorsement.Stage.CHAIR).order_by("-id")
    return (
        Matter.objects.filter(state=State.LISTED)
        .select_related("type", "unit", "area")
        .annotate(
            chair_order=Subquery(word.values("order")[:1], output_field=IntegerField()),
            meeting_hint=Subquery(word.values("meeting_hint")[:1]),
            chair_on=Subquery(word.values("on")[:1]),
        )
        .order_by(F("chair_order").asc(nulls_last=True), "id")
    )


def arrangement(actor: Actor) -> QuerySet[Matter]:
    """《议题安排（送审）》: what waits for the chair, then what he listed and may still reorder."""
    rows = visible(Matter, actor).filter(state__in=(State.CHAIR, State.LISTED))
    word = Endorsement.objects.filter(matter=OuterRef("pk"), stage=Endorsement.Stage.CHAIR).order_by("-id")
    return (
        rows.select_related("type", "unit", "area")
        .annotate(chair_order=Subquery(word.values("order")[:1], output_field=IntegerField()))
        .order_by("state", F("chair_order").asc(nulls_last=True), "id")
    )


_NOISE = re.compile(r"关于|的|请示|报告|汇报|方案|意见|通知|情况|审议|提请|[\s《》（）()“”、，。·—-]")
_SAME = 0.6
_LOOKED_AT = 2000


def similar_open(title: str, actor: Actor, *, besides: int | None = None) -> list[Matter]:
    """Open matters the actor may see whose title says nearly the same; shown as a warning, never refused.

    Two titles are alike when, without the usual words, they share six tenths of their neighbouring characters.
    """
    wanted = _pairs(title)
    if not wanted:
        return []
    rows = visible(Matter, actor).filter(state__in=OPEN, is_offline=False).exclude(pk=besides or 0)
    titles = rows.order_by("-id").values_list("pk", "title")[:_LOOKED_AT]
    alike = [pk for pk, other in titles if likeness(wanted, _pairs(other)) >= _SAME]
    return list(Matter.objects.filter(pk__in=alike).select_related("unit", "type").order_by("-id")) if alike else []


def _pairs(title: str) -> frozenset[str]:
    text = _NOISE.sub("", title)
    return frozenset(text[at : at + 2] for at in range(len(text) - 1))


def likeness(one: frozenset[str], other: frozenset[str]) -> float:
    """Shared share of two sets: 0 (nothing) to 1 (the same).

    >>> likeness(frozenset("ab"), frozenset("abcd"))
    0.5
    """
    return len(one & other) / len(one | other) if one and other else 0.0
