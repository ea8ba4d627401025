"""What the pages of 工作交接 show: view models from rows, and the sheet as a paper."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from yixing.access import kinds, loaders
from yixing.access.actions import Action
from yixing.access.actor import Actor
from yixing.access.kinds import WORDS
from yixing.door.views import allowed
from yixing.handover.actions import turn_of
from yixing.handover.models import Handover, HandoverItem
from yixing.handover.queries import Unlisted, in_office
from yixing.handover.state import OPEN, State
from yixing.papers.series import checkpoint_line
from yixing.people.models import Person
from yixing.people.queries import titles_on
from yixing.portfolios.waiting import Thing, in_sight, open_in, open_with
from yixing.ui.components import Badge, Column, Fact, Light, NextStep, StripStep, Tone, due_words
from yixing.ui.sheets import Sheet
from yixing_core.papers.model import Paper
from yixing_core.papers.supervision import HandoverData, handover_paper
from yixing_core.papers.supervision import HandoverItem as PaperItem

BASE = "/portfolios/handovers/"
COLUMNS = (
    Column("who", "移交人、接收人"),
    Column("witness", "监交人"),
    Column("cause", "事由"),
    Column("areas", "分管事项", "wide"),
    Column("items", "在办", "number"),
    Column("effective_on", "生效", "day"),
    Column("due_on", "办结期限", "day"),
    Column("state", "状态"),
)
_TONES: dict[str, Tone] = {
    State.GIVING: "warn",
    State.RECEIVING: "warn",
    State.WITNESSING: "info",
    State.DONE: "good",
    State.VOID: "quiet",
}
_PLACES = (
    ("移交人", "giver", "given_on"),
    ("接收人", "receiver", "received_on"),
    ("监交人", "witness", "witnessed_on"),
)


def badge(row: Handover) -> Badge:
    """Where a sheet stands, in a stamped word."""
    return Badge(row.get_state_display(), _TONES[row.state])


def light(row: Handover, day: dt.date) -> Light | None:
    """A light while signatures are missing."""
    if row.state not in OPEN:
        return None
    words = f"办结期限 {row.due_on}，{due_words(row.due_on, day)}"
    return Light("late" if day > row.due_on else "normal", words)


@dataclass(frozen=True, slots=True)
class ListLine:
    """A sheet as the list shows it."""

    row: Handover
    areas: str
    items: int
    badge: Badge
    light: Light | None

    def cells(self) -> list[Any]:
        """The line as a spreadsheet has it, in the order of the columns."""
        row = self.row
        return [
            f"{row.giver.name}→{row.receiver.name}",
            row.witness.name,
            row.get_cause_display(),
            self.areas,
            self.items,
            row.effective_on,
            row.due_on,
            self.badge.word + ("（逾期）" if self.light is not None and self.light.kind == "late" else ""),
        ]


def list_lines(rows: Sequence[Handover], day: dt.date) -> list[ListLine]:
    """The lines of a page: areas and items read once for all."""
    ids = [row.pk for row in rows]
    areas: dict[int, list[str]] = defaultdict(list)
    links = Handover.areas.through.objects.filter(handover_id__in=ids).select_related("area")
    for link in links.order_by("area__order", "area_id"):
        areas[link.handover_id].append(link.area.name)
    items: dict[int, int] = defaultdict(int)
    for pk in HandoverItem.objects.filter(handover_id__in=ids).values_list("handover_id", flat=True):
        items[pk] += 1
    return [ListLine(row, "、".join(areas[row.pk]) or "—", items[row.pk], badge(row), light(row, day)) for row in rows]


def workbook(lines: Iterable[ListLine]) -> Sheet:
    """Exactly what the list shows."""
    return Sheet("工作交接", [column.label for column in COLUMNS], [line.cells() for line in lines])


@dataclass(frozen=True, slots=True)
class LeftLine:
    """What changed hands without a sheet between two, with the address that opens one.

    ``things`` are those the reader may see, ``hidden`` tells how many more there are.
    """

    left: Unlisted
    words: str
    url: str
    things: tuple[Thing, ...]

    @property
    def hidden(self) -> int:
        """How many stand there that the reader may not see."""
        return len(self.left.things) - len(self.things)


def left_lines(found: Sequence[Unlisted], actor: Actor) -> list[LeftLine]:
    """The list 未交接; giver and receiver see all that is theirs, others what they may open.

    The button is for those who may open a sheet.
    """
    may = loaders.may(actor, Action.HANDOVER_PREPARE)
    seen = {thing.ref for thing in in_sight((thing for each in found for thing in each.things), actor)}
    lines = []
    for each in found:
        own = actor.person_id is not None and actor.person_id in {each.giver.pk, _pk(each.receiver)}
        things = tuple(thing for thing in each.things if own or thing.ref in seen)
        lines.append(LeftLine(each, _left_words(each), _prepare_url(each) if may else "", things))
    return lines


def _pk(person: Person | None) -> int | None:
    return person.pk if person is not None else None


def _left_words(left: Unlisted) -> str:
    if left.has_left:
        return f"{left.giver.name}已离任或卸任（{left.on} 起），由谁接手还没有定"
    if left.receiver is None:
        return f"{left.giver.name}原分管，{left.on} 起无人分管"
    return f"{left.giver.name}→{left.receiver.name}，{left.on} 起"


def _prepare_url(left: Unlisted) -> str:
    given: dict[str, Any] = {"giver": left.giver.pk, "on": left.on.isoformat()}
    if left.receiver is not None:
        given |= {"receiver": left.receiver.pk, "cause": Handover.Cause.LATER.value}
    else:
        given |= {"cause": Handover.Cause.LEAVE.value, "area": sorted(left.areas)}
    return f"{BASE}new/?{urlencode(given, doseq=True)}"


@dataclass(frozen=True, slots=True)
class ItemLine:
    """A thing on a sheet: as it was listed, and how it stands now."""

    item: HandoverItem
    kind: str
    url: str
    ended: bool


def readable(row: Handover, actor: Actor) -> tuple[list[HandoverItem], set[str], int]:
    """The things on a sheet that a reader may read, which of them he may open, and how many he may not read.

    Who signs a sheet, and who enters the signature for him, reads what is signed; everybody else what he may open.
    """
    items = list(row.items.select_related("area").order_by("id"))
    seen: set[str] = set()
    for kind in {item.kind for item in items}:
        ids = [item.object_id for item in items if item.kind == kind]
        found = loaders.visible(kinds.model_of(kind), actor).filter(pk__in=ids)
        seen |= {f"{kind}/{pk}" for pk in found.values_list("pk", flat=True)}
    parties = {row.giver_id, row.receiver_id, row.witness_id}
    if parties.isdisjoint({actor.person_id, *actor.principal_ids}):
        shown = [item for item in items if item.ref in seen]
        return shown, seen, len(items) - len(shown)
    return items, seen, 0


def item_lines(row: Handover, actor: Actor) -> tuple[list[ItemLine], str]:
    """The things on a sheet, linked where the reader may open them, and in words how many he may not read.

    A constant number of queries for each kind.
    """
    items, seen, hidden = readable(row, actor)
    areas = {item.area_id for item in items if item.area_id is not None}
    going = {thing.ref for thing in [*open_in(areas), *open_with([row.giver_id, row.receiver_id])]}
    lines = [
        ItemLine(item, WORDS[item.kind], kinds.address(item.ref) if item.ref in seen else "", item.ref not in going)
        for item in items
    ]
    return lines, hidden_words(hidden)


def hidden_words(count: int) -> str:
    """另有 N 件 that the reader may not read; empty for none."""
    return f"另有 {count} 件，不在您的查阅范围内" if count else ""


def strip(row: Handover) -> list[StripStep]:
    """The three signatures."""
    steps = []
    for place, who, column in _PLACES:
        on, person = getattr(row, column), getattr(row, who)
        turn = row.state in OPEN and on is None and person.pk == turn_of(row).pk
        note = person.name
        if who == "giver" and row.stand_in is not None:
            note = f"{row.stand_in.name}代{person.name}"
        steps.append(StripStep(place, on, "done" if on else "current" if turn else "todo", note))
    return steps


def facts(row: Handover, day: dt.date) -> list[Fact]:
    """What the sheet says besides its things."""
    titles = titles_on([row.giver_id, row.receiver_id, row.witness_id], row.effective_on)
    areas = "、".join(row.areas.order_by("order", "id").values_list("name", flat=True))
    found = [
        *(Fact(place, _named(getattr(row, who), titles)) for place, who, _ in _PLACES),
        Fact("事由", row.get_cause_display() + (f"（{row.reason}）" if row.reason else "")),
        Fact("分管事项", areas or "—"),
        Fact("生效日期", row.effective_on.isoformat()),
        Fact("办结期限", row.due_on.isoformat(), note=due_words(row.due_on, day) if row.state in OPEN else ""),
    ]
    if row.division is not None:
        found.append(Fact("分工方案", row.division.name, url=f"/portfolios/{row.division_id}/"))
    for label, value in (
        ("移交材料", row.papers),
        ("代为移交的原因", row.stand_in_reason),
        ("作废", f"{row.voided_on}：{row.void_reason}" if row.voided_on else ""),
    ):
        if value:
            found.append(Fact(label, value))
    return found


def _named(person: Any, titles: dict[int, str]) -> str:
    title = titles.get(person.pk, "")
    return f"{person.name}（{title}）" if title else person.name


def next_steps(row: Handover, actor: Actor) -> list[NextStep]:
    """The signature that is due, or whose it is; then what the office may do."""
    if row.state not in OPEN:
        return []
    turn = turn_of(row)
    steps: list[NextStep] = []
    own = turn.pk == actor.person_id
    if own or (turn.pk in actor.principal_ids and allowed(actor, Action.HANDOVER_SIGN)):
        steps.append(
            NextStep(
                "签字" if own else "上传签字单（代录）",
                f"{BASE}{row.pk}/sign/",
                who="" if own else f"代{turn.name}录入，须附签字的交接单。",
            )
        )
    else:
        steps.append(NextStep("签字", who=f"{turn.name}（{row.get_state_display()[1:]}人）"))
    if row.state == State.GIVING and loaders.may(actor, Action.HANDOVER_STAND_IN, row):
        gone = row.giver_id not in in_office([row.giver_id], actor.day)
        if gone:
            steps.append(NextStep("代为移交", f"{BASE}{row.pk}/stand-in/", primary=not own))
    if loaders.may(actor, Action.HANDOVER_WITNESS, row):
        steps.append(NextStep("改定监交人", f"{BASE}{row.pk}/witness/", primary=False))
        steps.append(NextStep("作废", f"{BASE}{row.pk}/void/", primary=False))
    return steps


def paper(row: Handover, actor: Actor) -> Paper:
    """工作交接单 to be printed and signed by three, as its reader may read it."""
    items, _, hidden = readable(row, actor)
    areas = "、".join(row.areas.order_by("order", "id").values_list("name", flat=True))
    reason = row.get_cause_display()
    if row.division is not None and row.division.decision:
        reason = f"{reason}（{row.division.decision}）"
    return handover_paper(
        HandoverData(
            area=areas or "本人承办的事项",
            reason=f"{reason}：{row.reason}" if row.reason else reason,
            giver=row.giver.name,
            taker=row.receiver.name,
            witness=row.witness.name,
            items=tuple(
                PaperItem(
                    number=item.number or "—",
                    text=item.text,
                    state=item.step,
                    due=item.due,
                    note=item.area.name if item.area is not None else "",
                )
                for item in items
            ),
            papers=tuple(words for words in (row.papers, hidden_words(hidden)) if words),
            effective_on=row.effective_on,
            checkpoint=checkpoint_line(),
        )
    )
