"""论证 on the page of a matter: experts asked, research cited, notices, hearings; and the buttons that begin one.

Those records stand above matters: they are reached by the reverse relation, their models are not imported.
"""

import datetime as dt
from dataclasses import dataclass
from typing import Any, cast

from yixing.access import loaders
from yixing.access.actions import Action
from yixing.access.actor import Actor
from yixing.access.kinds import model_of
from yixing.matters.models import Matter
from yixing.matters.state import BEFORE_MEETING
from yixing.matters.steps import StepKind
from yixing.ui.components import Badge, Tone

_OPEN_STATES = {"asked", "answered", "posted", "announced"}


@dataclass(frozen=True, slots=True)
class ArgumentRow:
    """A record of how the matter was argued, as its page lists it."""

    kind: str
    title: str
    url: str
    on: dt.date
    badge: Badge
    words: str = ""


def argument_rows(matter: Matter, actor: Actor) -> list[ArgumentRow]:
    """Everything on record, as far as the actor may see it, in the order of days."""
    rows = [*_researches(matter, actor), *_consultations(matter, actor), *_public(matter, actor)]
    return sorted(rows, key=lambda row: row.on)


def _seen(kind: str, matter: Matter, actor: Actor) -> Any:
    return cast("Any", loaders.visible(model_of(kind), actor)).filter(matter=matter)


def _badge(row: Any) -> Badge:
    tone: Tone = "warn" if row.state in _OPEN_STATES else "good"
    return Badge(row.get_state_display(), tone)


def _researches(matter: Matter, actor: Actor) -> list[ArgumentRow]:
    seen: Any = loaders.visible(model_of("research"), actor)
    rows = seen.filter(citations__matter=matter).select_related("leader")
    return [
        ArgumentRow(
            "调研",
            row.topic,
            f"/argument/research/{row.pk}/",
            row.until,
            Badge("已引用", "good"),
            f"{row.leader.name}牵头{'，有报告' if row.report_title else '，没有报告'}",
        )
        for row in rows
    ]


def _consultations(matter: Matter, actor: Actor) -> list[ArgumentRow]:
    found = []
    for row in _seen("consultation", matter, actor).prefetch_related("advices"):
        advices = list(row.advices.all())
        given = sum(bool(advice.text) for advice in advices)
        words = f"专家{len(advices)}人，已提意见{given}份"
        title = f"{row.get_mode_display()}（{row.number}）"
        found.append(
            ArgumentRow("专家咨询", title, f"/argument/consultations/{row.pk}/", row.asked_on, _badge(row), words)
        )
    return found


def _public(matter: Matter, actor: Actor) -> list[ArgumentRow]:
    found = []
    for row in _seen("public_notice", matter, actor):
        words = f"至{row.until.isoformat()}"
        words += f"，反映{row.objections}件、已答复{row.answered}件" if row.objections is not None else ""
        url = f"/argument/notices/{row.pk}/"
        found.append(ArgumentRow("公示", row.document or row.places, url, row.since, _badge(row), words))
    for row in _seen("hearing", matter, actor):
        day = row.held_on or row.planned_on
        found.append(ArgumentRow("听证", row.subject, f"/argument/hearings/{row.pk}/", day, _badge(row)))
    return found


_BEGIN: tuple[tuple[str, str, str, str], ...] = (
    # step, kind of its record, button, address of a new one; who may do one of them may do all
    (StepKind.EXPERTS, "consultation", "咨询专家", "/argument/consultations/new/{}/"),
    (StepKind.RESEARCH, "", "引用调研", "/argument/research/cite/{}/"),
    (StepKind.NOTICE, "public_notice", "发布公示", "/argument/notices/new/{}/"),
    (StepKind.HEARING, "hearing", "公告听证", "/argument/hearings/new/{}/"),
)
_PAGES = {
    "consultation": ("/argument/consultations/{}/", "看专家咨询"),
    "public_notice": ("/argument/notices/{}/", "看公示"),
    "hearing": ("/argument/hearings/{}/", "看听证"),
}
ARGUED = frozenset(step for step, *_ in _BEGIN)
"""Kinds of steps that follow from a record of 论证."""


def argument_actions(matter: Matter, actor: Actor) -> list[tuple[str, str]]:
    """Buttons (words, address) for those who may argue this matter, while it is before its meeting."""
    if matter.state not in BEFORE_MEETING or not loaders.may(actor, Action.CONSULTATION_OPEN, matter):
        return []
    return [
        (words, url.format(matter.pk))
        for step, _, words, url in _BEGIN
        if not matter.is_offline or step == StepKind.RESEARCH
    ]


def argument_mend(kind: str, matter: Matter) -> tuple[str, str] | None:
    """Address and words of the button that mends a finding on a step of 论证; ``None`` where the step form is it.

    An open record comes before a new one: what is asked, posted or announced is waited for, not begun again.
    """
    begin = next((each for each in _BEGIN if each[0] == kind), None)
    if begin is None or (matter.is_offline and kind != StepKind.RESEARCH):
        return None
    _, record, words, url = begin
    if record:
        rows: Any = model_of(record)._default_manager
        waiting = rows.filter(matter=matter, state__in=_OPEN_STATES).order_by("-pk").first()
        if waiting is not None:
            page, see = _PAGES[record]
            return page.format(waiting.pk), see
    return url.format(matter.pk), words
