"""一件事一张纸 as a paper: the same rows as the page, for .docx and PDF."""

import datetime as dt

from yixing.access.actor import Actor
from yixing.papers.series import checkpoint_line
from yixing.supervision.limits import soon_days
from yixing.supervision.models import Task
from yixing.supervision.onepage import one_page
from yixing.supervision.state import LightKind, light
from yixing.supervision.words import source_words
from yixing_core.papers.supervision import Event, OneMatterData
from yixing_core.papers.tasks import Light

_LIGHTS = {
    LightKind.LATE: Light.LATE,
    LightKind.DUE: Light.DUE_SOON,
    LightKind.NORMAL: Light.NORMAL,
    LightKind.DONE: Light.CLOSED,
    LightKind.STOPPED: Light.STOPPED,
}
_LONGEST = 200
"""Characters of one step on the paper: it is one A4; the page has the whole text."""


def one_matter(task: Task, actor: Actor, today: dt.date) -> OneMatterData:
    """What the paper is printed from, as far as the actor may see it."""
    page = one_page(task, actor, today)
    kind = light(task, today, soon_days(today))
    late = ((task.claimed_on or today) - task.due_on).days if kind == LightKind.LATE and task.due_on else 0
    last = task.reports.filter(state="signed").order_by("-signed_on", "-id").first()
    due = f"{task.due_words}（{task.due_on}）" if task.due_on and task.due_words != str(task.due_on) else task.due_words
    more = f"另有进展{page.left_out}条，见系统。" if page.left_out else ""
    return OneMatterData(
        number=task.number or "",
        title=task.text,
        source=source_words(task),
        leader=task.leader.name if task.leader is not None else "",
        lead=task.lead_unit.name,
        assisting=tuple(unit.name for unit in task.assist_units.order_by("order", "code")),
        due=due,
        light=_LIGHTS[kind],
        days_late=late,
        summary=f"{task.get_state_display()}。{_short(task.last_report)}{more}",
        events=tuple(
            Event(
                on=row.on, step=row.label, text=_short("：".join(part for part in (row.who.strip(), row.words) if part))
            )
            for row in page.rows
            if row.on is not None
        ),
        problems=_short(task.last_problems),
        next_steps=_short(last.next_steps) if last is not None else "",
        as_of=today,
        checkpoint=checkpoint_line(),
    )


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"
