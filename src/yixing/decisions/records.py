"""How an 议定事项 comes to stand: one plain function, shared by meetings, light meetings and filed decisions."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Model

from yixing.decisions import refusals  # noqa: F401  (registers the messages this module raises)
from yixing.decisions.deliberating import is_secretaries, refuse_deciding
from yixing.decisions.evaluation import evaluation_day, has_evaluation_day
from yixing.decisions.leaders import area_of_unit, leader_of_area
from yixing.decisions.models import Decision
from yixing.decisions.state import decision_state
from yixing.door.forms import resolve_deadline
from yixing.people.models import Organization, Person
from yixing.portfolios.models import Area
from yixing_core.errors import Refusal


@dataclass(frozen=True, slots=True)
class Settled:
    """One line of what was settled: 事项, 牵头, 配合, 时限.

    ``due`` are the office's words (``6月底前``) or words and day; it may be empty where nothing is to be done.
    """

    text: str
    title: str = ""
    lead: Organization | None = None
    assist: tuple[Organization, ...] = ()
    due: str | tuple[str, dt.date | None] = ""


@dataclass(frozen=True, slots=True)
class Amendment:
    """原则同意: what is to be changed, by whom, approved by whom, until when. All four or the outcome is refused."""

    text: str
    unit: Organization
    approver: Person
    until: dt.date


@dataclass(frozen=True, slots=True, kw_only=True)
class Circumstances:
    """What the lines of one conclusion share.

    ``origin`` are the columns that say where it comes from (``meeting``, ``item``, ``matter``, ``basis`` …);
    ``counts`` the open or secret votes; ``awaits_papers`` marks an appointment that waits for 任前公示 and 任职文件.
    """

    source: Decision.Source
    outcome: str
    on: dt.date
    is_backfilled: bool = False
    area: Area | None = None
    amendment: Amendment | None = None
    awaits_papers: bool = False
    origin: Mapping[str, Any] = field(default_factory=dict)
    counts: Mapping[str, int | None] = field(default_factory=dict)


def settled_of(rows: Iterable[Mapping[str, Any]]) -> list[Settled]:
    """Lines as forms, imports and the demonstration give them: keys ``text, title, lead, assist, due``, units by id.

    Raises:
        Refusal: ``settled_line`` with the number of the line (from 1).
    """
    lines: list[Settled] = []
    for number, row in enumerate(rows, 1):
        text = str(row.get("text") or "").strip()
        if not text:
            raise Refusal("settled_line", line=number, why="没有写议定内容", mend="请写明，或删去这一行。")
        assist = [pk for pk in row.get("assist") or () if pk]
        if row.get("lead") and row["lead"] in assist:
            raise Refusal("settled_line", line=number, why="牵头单位又列在配合单位里", mend="请从配合单位中去掉。")
        lead = _unit(row.get("lead"), number)
        units = Organization.objects.in_bulk(assist)
        if len(units) != len(set(assist)):
            raise Refusal("settled_line", line=number, why="配合单位不存在", mend="请从单位名录中选择。")
        ordered = sorted(units.values(), key=lambda unit: (unit.order, unit.code))
        lines.append(
            Settled(
                text=text,
                title=str(row.get("title") or "").strip(),
                lead=lead,
                assist=tuple(ordered),
                due=row.get("due") or "",
            )
        )
    return lines


def _unit(pk: int | None, line: int) -> Organization | None:
    if not pk:
        return None
    unit = Organization.objects.filter(pk=pk).first()
    if unit is None:
        raise Refusal("settled_line", line=line, why="牵头单位不存在", mend="请从单位名录中选择。")
    return unit


def settle(line: Settled, number: str, title: str, about: Circumstances) -> Decision:
    """Write one 议定事项 under its number, with the 责任领导 of that day and the deadline resolved.

    Args:
        line: what was settled.
        number: as ``meetings.naming`` or the filing gives it.
        title: used where the line has none of its own.
        about: what it shares with the other lines.

    Raises:
        Refusal: the deadline's words cannot be understood; ``secretary_decides`` for a meeting that only 酝酿.
    """
    meeting = about.origin.get("meeting")
    if meeting is not None and is_secretaries(meeting):
        raise refuse_deciding(about.on)
    words, due_on = _deadline(line.due, about.on)
    area = _area(line, about)
    amendment = about.amendment
    decision = Decision(
        number=number,
        source=about.source,
        area=area,
        title=line.title or title,
        text=line.text,
        outcome=about.outcome,
        decided_on=about.on,
        lead_unit=line.lead,
        leader=leader_of_area(area, about.on),
        due_words=words,
        due_on=due_on,
        amendment=amendment.text if amendment else "",
        amending_unit=amendment.unit if amendment else None,
        approver=amendment.approver if amendment else None,
        amend_by=amendment.until if amendment else None,
        is_backfilled=about.is_backfilled,
        awaits_papers=about.awaits_papers,
        **about.origin,
        **about.counts,
    )
    decision.state = decision_state(decision)
    decision.effective_on = about.on if decision.state == Decision.State.EFFECTIVE else None
    if decision.effective_on is not None and not has_evaluation_day(decision):
        decision.evaluate_on = evaluation_day(decision, decision.effective_on)
    decision.save()
    decision.assist_units.set(line.assist)
    return decision


def _area(line: Settled, about: Circumstances) -> Area | None:
    """The area of the matter, unless the line goes to a unit that belongs elsewhere: then that unit's own."""
    if about.area is None or line.lead is None:
        return about.area or area_of_unit(line.lead)
    at_home = about.area.units.filter(pk=line.lead.pk).exists()
    return about.area if at_home else area_of_unit(line.lead) or about.area


def _deadline(due: str | tuple[str, dt.date | None], on: dt.date) -> tuple[str, dt.date | None]:
    if not due or due == ("", None):
        return "", None
    words, day, _ = resolve_deadline(due, on)
    return words, day


def refs_of(decisions: Iterable[Decision]) -> list[Model | None]:
    """Decisions and the matters behind them, as references of a ledger entry."""
    found: list[Model | None] = []
    for decision in decisions:
        found += [decision, decision.matter]
    return found
