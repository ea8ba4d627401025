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
from yixing.people.queries import titles_on
from yixing.portfolios.waiting import open_in, open_with
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
    """What changed hands without a sheet between two, with the address that opens one."""

    left: Unlisted
    words: str
    url: str


def left_lines(found: Iterable[Unlisted], actor: Actor) -> list[LeftLine]:
    """The list 未交接; the button only for those who may open a sheet."""
    may = loaders.may(actor, Action.HANDOVER_PREPARE)
    return [LeftLine(each, _left_words(each), _prepare_url(each) if may else "") for each in found]


def _left_words(left: Unlisted) -> str:
    if left.has_left:
        return f"{left.giver.name}已离任（{left.on} 起），由谁接手还没有定"
    if left.receiver is None:
        return f"{left.giver.name}原分管，{left.on} 起无人分管"
    return f"{left.giver.name}→{left.receiver.name}，{left.on} 起"


def _prepare_url(left: Unlisted) -> str:
    given: dict[str, Any] = {"giver": left.giver.pk, "on": left.on.isoformat()}
    if left.receiver is not None:
        given |= {"receiver": left.receiver.pk, "cause": Handover.Cause.LATER.value}
    else:
        areas = sorted({thing.area_id for thing in left.things if thing.area_id is not None})
        given |= {"cause": Handover.Cause.LEAVE.value, "area": areas}
    return f"{BASE}new/?{urlencode(given, doseq=True)}"


@dataclass(frozen=True, slots=True)
class ItemLine:
    """A thing on a sheet: as it was listed, and how it stands now."""

    item: HandoverItem
    kind: str
    url: str
    ended: bool


def item_lines(row: Handover, actor: Actor) -> list[ItemLine]:
    """The things on a sheet; linked where the reader may open them. A constant number of queries for each kind."""
    items = list(row.items.select_related("area").order_by("id"))
    seen: set[str] = set()
    for kind in {item.kind for item in items}:
        ids = [item.object_id for item in items if item.kind == kind]
        found = loaders.visible(kinds.model_of(kind), actor).filter(pk__in=ids)
        seen |= {f"{kind}/{pk}" for pk in found.values_list("pk", flat=True)}
    areas = {item.area_id for item in items if item.area_id is not None}
    going = {thing.ref for thing in [*open_in(areas), *open_with([row.giver_id, row.receiver_id])]}
    return [
        ItemLine(item, WORDS[item.kind], kinds.address(item.ref) if item.ref in seen else "", item.ref not in going)
        for item in items
    ]


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


def paper(row: Handover) -> Paper:
    """工作交接单 to be printed and signed by three."""
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
                for item in row.items.select_related("area").order_by("id")
            ),
            papers=(row.papers,) if row.papers else (),
            effective_on=row.effective_on,
            checkpoint=checkpoint_line(),
        )
    )
