"""What the pages of 常委履责 show: view models from rows, nothing else."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from urllib.parse import urlencode

from yixing.access import loaders
from yixing.access.actions import Action, Section
from yixing.access.actor import Actor
from yixing.access.kinds import ref
from yixing.access.roles import OFFICE, Role
from yixing.attachments.queries import documents
from yixing.briefings.models import Briefing, Instruction
from yixing.compliance.gates import number
from yixing.duties.models import Duty, DutyReport, Inquiry, InquiryRound, Mode, Recommendation
from yixing.duties.queries import sees_overview
from yixing.duties.register import Line, by_mode, counts, led_tasks
from yixing.duties.state import WAITING
from yixing.matters.delegates import principals_for
from yixing.people.models import Person
from yixing.supervision.limits import soon_days
from yixing.supervision.models import Task
from yixing.supervision.words import light_view
from yixing.ui.components import (
    Badge,
    Column,
    DocumentLink,
    Fact,
    Figure,
    Light,
    NextStep,
    RelatedItem,
    SavedView,
    Tone,
    due_words,
)
from yixing.ui.sheets import Sheet

READERS_OF_AWARDS = OFFICE | {Role.CHAIR, Role.ORGANIZATION, Role.DISCIPLINE}
LINE_COLUMNS = (
    Column("on", "日期", "day"),
    Column("person", "常委"),
    Column("mode", "方式"),
    Column("title", "事项", "wide"),
    Column("units", "涉及单位"),
    Column("result", "结果", "wide"),
    Column("tasks", "任务", "number"),
    Column("source", "出自"),
)
INQUIRY_COLUMNS = (
    Column("number", "编号"),
    Column("title", "质询事项", "wide"),
    Column("person", "常委"),
    Column("unit", "单位"),
    Column("asked_on", "提出", "day"),
    Column("due_on", "期限", "day"),
    Column("state", "状态"),
)
RECOMMENDATION_COLUMNS = (
    Column("on", "提出", "day"),
    Column("person", "常委"),
    Column("kind", "类别"),
    Column("unit", "单位"),
    Column("title", "事由", "wide"),
    Column("sent_to", "送达单位"),
    Column("state", "状态"),
    Column("outcome", "处理结果", "wide"),
)
_TONES: dict[str, Tone] = {
    "asked": "warn",
    "drafted": "warn",
    "rectifying": "warn",
    "answered": "info",
    "closed": "good",
    "sent": "info",
    "settled": "good",
    "draft": "plain",
    "heard": "good",
}


def tabs(current: str, actor: Actor) -> list[SavedView]:
    """The lists of 常委履责 beside each other, as far as the actor may open them."""
    found = [("履责登记", "/duties/"), ("专题质询", "/duties/inquiries/")]
    if not loaders.may_open(actor, Section.DUTIES):
        return [SavedView("专题质询", "/duties/inquiries/", current=True)]
    if actor.has(*READERS_OF_AWARDS, Role.MEMBER):
        found.append(("奖惩意见", "/duties/recommendations/"))
    if actor.roles - {Role.ORGANIZATION}:
        found.append(("分工报告", "/duties/reports/"))
    found.append(("交心谈话", "/duties/talks/"))
    if sees_overview(actor):
        found.append(("年度核对", "/duties/year/"))
    return [SavedView(label, url, current=label == current) for label, url in found]


def badge(row: Inquiry | Recommendation | DutyReport) -> Badge:
    """Where a record stands, in a stamped word."""
    return Badge(row.get_state_display(), _TONES[row.state])


def light(row: Inquiry, today: dt.date) -> Light | None:
    """The light of an inquiry: the unit's deadline while the unit is waited for; none afterwards."""
    if row.state not in WAITING:
        return None
    if row.due_on < today:
        return Light("late", f"期限 {row.due_on}，{due_words(row.due_on, today)}")
    soon = today + dt.timedelta(days=number("due_soon_days", today))
    kind = "due" if row.due_on <= soon else "normal"
    return Light(kind, f"期限 {row.due_on}，{due_words(row.due_on, today)}")  # type: ignore[arg-type]  # one of the kinds


# --- the register ---


def line_cells(line: Line, people: Mapping[int, str]) -> list[Any]:
    """A line of the register as the spreadsheet has it."""
    units = "、".join(line.units)
    name = people.get(line.person_id, "")
    return [line.on, name, line.mode.label, line.title, units, line.result, line.tasks or None, line.source]


def sheet(title: str, columns: Sequence[Column], rows: Iterable[Sequence[Any]]) -> Sheet:
    """What a list shows, as the sheet of a workbook."""
    return Sheet(title, [column.label for column in columns], [list(row) for row in rows])


def figures(found: Sequence[Line], said: Mapping[str, Any]) -> list[Figure]:
    """The eight counts of what is shown; each opens to its lines."""
    kept = {name: value for name, value in said.items() if value and name != "mode"}
    return [
        Figure(mode.label, count, url=f"/duties/?{urlencode({**kept, 'mode': str(mode)})}")
        for mode, count in by_mode(found).items()
    ]


Overview = tuple[Person, list[tuple[str, int, str]]]
"""A member with his counts: heading, how many, where it opens."""


def overview(found: Sequence[Line], people: Sequence[Person], year: int) -> list[Overview]:
    """Members by rank, each with his eight counts and the tasks they led to; for the chair and the office."""
    counted = counts(found)
    rows = []
    for person in people:
        base = {"year": year, "person": person.pk}
        cells = [
            (str(mode.label), counted[person.pk, str(mode)], f"/duties/?{urlencode(base | {'mode': str(mode)})}")
            for mode in Mode
        ]
        led = led_tasks(line for line in found if line.person_id == person.pk)
        cells.append(("落实任务", len(led), f"/duties/?{urlencode(base | {'tasks': 'yes'})}"))
        rows.append((person, cells))
    return rows


def overview_sheet(rows: Sequence[Overview]) -> Sheet:
    """The same as the sheet of a workbook."""
    heads = ["常委", *(label for label, _, _ in (rows[0][1] if rows else ()))]
    return Sheet("按常委", heads, [[person.name, *(count for _, count, _ in cells)] for person, cells in rows])


def duty_facts(row: Duty) -> list[Fact]:
    """One entered duty, label and value."""
    return [
        Fact("常委", row.person.name),
        Fact("方式", row.get_mode_display()),
        Fact("日期", row.on.isoformat()),
        Fact("涉及单位", "、".join(str(unit) for unit in row.units.all()) or "—"),
        Fact("结果", row.result or "没有登记"),
    ]


def duty_steps(row: Duty, actor: Actor) -> list[NextStep] | None:
    """What next with a duty: break down what its member assigned; assign it, himself or by 代录; change it."""
    found = []
    undivided = Instruction.objects.filter(
        briefing=row.briefing_id or 0, state=Instruction.State.IN_HAND, breakdowns__isnull=True
    ).first()
    if undivided is not None and loaders.may(actor, Action.TASK_DRAFT):
        found.append(NextStep("分解", f"/tasks/breakdowns/new/?instruction={undivided.pk}"))
    elif undivided is not None:
        found.append(NextStep("责任分解", who="督查室"))
    if row.briefing is None or row.briefing.state != Briefing.State.CLOSED:
        own = loaders.may(actor, Action.DUTY_ASSIGN, row)
        if own or principals_for(actor, Action.DUTY_ASSIGN, row):
            first = row.briefing is None
            found.append(NextStep("交办" if first else "再交办", f"/duties/{row.pk}/assign/", primary=first))
    if loaders.may(actor, Action.DUTY_SET, row):
        found.append(NextStep("修改", f"/duties/{row.pk}/edit/", primary=False))
    return found or None


def duty_papers(row: Duty, actor: Actor) -> list[RelatedItem]:
    """The 呈批件 of a duty and the 批示 on it, as far as the actor sees them."""
    briefing = loaders.visible(Briefing, actor).filter(pk=row.briefing_id or 0).first()
    if briefing is None or not loaders.may_open(actor, Section.BRIEFINGS):
        return []
    url = f"/briefings/{briefing.pk}/"
    stands = Badge(briefing.get_state_display())
    found = [RelatedItem("呈批件", briefing.title, url, briefing.number, briefing.presented_on, badge=stands)]
    given = loaders.visible(Instruction, actor).filter(briefing=briefing).select_related("unit").order_by("id")
    for each in given:
        words = f"{each.unit}：{each.text}" if each.unit else each.text
        url = f"/briefings/instructions/{each.pk}/"
        found.append(RelatedItem("批示", words, url, on=each.on, badge=Badge(each.get_state_display())))
    return found


def duty_documents(row: Duty, actor: Actor) -> list[DocumentLink]:
    """What was attached to a duty, and the signed papers of the 批示 on it that the actor sees."""
    given = loaders.visible(Instruction, actor).filter(briefing=row.briefing_id or 0).order_by("id")
    return [found for each in (row, *given) for found in documents(ref(each), actor)]


def duty_tasks(row: Duty, actor: Actor, today: dt.date) -> list[RelatedItem]:
    """The tasks of a duty, each once: what its 批示 led to (交办), then what it pushed on (推动)."""
    tasks = loaders.visible(Task, actor).select_related("lead_unit").order_by("number", "pk")
    assigned = list(tasks.filter(breakdown__instruction__briefing=row.briefing_id or 0))
    known = {task.pk for task in assigned}
    pushed = [task for task in tasks.filter(duties=row) if task.pk not in known]
    soon = soon_days(today)
    return [
        RelatedItem(
            word,
            f"{task.lead_unit}：{task.text}",
            f"/tasks/{task.pk}/",
            task.number or "",
            task.due_on,
            light=light_view(task, today, soon) if task.issued_on else None,
            badge=Badge(task.get_state_display()),
        )
        for word, group in (("交办", assigned), ("推动", pushed))
        for task in group
    ]


# --- inquiries ---


def inquiry_cells(row: Inquiry, today: dt.date) -> list[Any]:
    """An inquiry as the spreadsheet has it."""
    shown = light(row, today)
    state = row.get_state_display()
    words = f"{state}（{shown.word}）" if shown is not None and shown.kind == "late" else state
    return [row.number, row.title, row.person.name, str(row.unit), row.asked_on, row.due_on, words]


def inquiry_facts(row: Inquiry, today: dt.date) -> list[Fact]:
    """An inquiry, label and value."""
    left = due_words(row.due_on, today) if row.state in WAITING else ""
    return [
        Fact("质询常委", row.person.name, note=f"已交接，由{row.successor.name}评判" if row.successor else ""),
        Fact("质询单位", str(row.unit)),
        Fact("分管事项", str(row.area or "—")),
        Fact("提出日期", row.asked_on.isoformat()),
        Fact("整改期限" if row.state == Inquiry.State.RECTIFYING else "答复期限", row.due_on.isoformat(), note=left),
        *([Fact("办结日期", row.closed_on.isoformat())] if row.closed_on else []),
    ]


def round_facts(rounds: Sequence[InquiryRound], *, drafts: bool) -> list[tuple[str, list[Fact]]]:
    """Each round with its heading; a draft that nobody signed is shown to the unit and the office only."""
    return [(_round_words(one), _round(one, drafts=drafts)) for one in rounds]


def _round_words(one: InquiryRound) -> str:
    return "质询和答复" if one.ordinal == 1 else f"整改要求和答复（第{one.ordinal - 1}次）"


def _round(one: InquiryRound, *, drafts: bool) -> list[Fact]:
    found = [Fact("质询内容" if one.ordinal == 1 else "整改要求", one.demand, note=f"期限 {one.due_on}")]
    if one.signed_on is not None:
        late = (one.signed_on - one.due_on).days
        note = f"{one.head or ''} {one.signed_on} 审签{f'，超期 {late} 天' if late > 0 else ''}"
        found.append(Fact("答复", one.text, note=note.strip()))
    elif one.text and drafts:
        found.append(Fact("答复（拟稿，未审签）", one.text, note=f"{one.drafter or ''} {one.drafted_on} 拟稿".strip()))
    if one.verdict:
        found.append(Fact("评判", one.get_verdict_display(), note=f"{one.judged_on} {one.opinion}".strip()))
    return found


def inquiry_steps(row: Inquiry, actor: Actor) -> list[NextStep] | None:
    """What next with an inquiry: for the unit, its head, the member, or those who enter for them."""
    base = f"/duties/inquiries/{row.pk}"

    def may(action: Action) -> bool:
        return loaders.may(actor, action, row) or bool(principals_for(actor, action, row))

    if row.state == Inquiry.State.CLOSED:
        return None
    if row.state == Inquiry.State.ANSWERED:
        if may(Action.INQUIRY_JUDGE):
            return [NextStep("评判答复", f"{base}/judge/")]
        return [NextStep("评判答复", who=row.answers_to.name)]
    steps = []
    if may(Action.INQUIRY_SIGN):
        steps.append(NextStep("审签答复", f"{base}/sign/"))
    if loaders.may(actor, Action.INQUIRY_DRAFT, row):
        steps.append(
            NextStep(
                "拟答复" if row.state != Inquiry.State.DRAFTED else "修改拟稿", f"{base}/draft/", primary=not steps
            )
        )
    waits = "主要负责人审签" if row.state == Inquiry.State.DRAFTED else "拟稿、主要负责人审签"
    return steps or [NextStep("答复", who=f"{row.unit}{waits}")]


# --- 奖惩意见 ---


def recommendation_cells(row: Recommendation) -> list[Any]:
    """A recommendation as the spreadsheet has it."""
    about = f"{row.unit}{row.post}"
    kind, state = row.get_kind_display(), row.get_state_display()
    return [row.on, row.person.name, kind, about, row.title, str(row.sent_to), state, row.outcome]


def recommendation_facts(row: Recommendation) -> list[Fact]:
    """A recommendation, label and value."""
    found = [
        Fact("提出常委", row.person.name),
        Fact("类别", row.get_kind_display()),
        Fact("对象", f"{row.unit}{f' {row.post}' if row.post else ''}"),
        Fact("提出日期", row.on.isoformat()),
        Fact("意见", row.text),
        Fact("送达单位", str(row.sent_to)),
    ]
    if row.settled_on is not None:
        found.append(Fact("处理结果", row.outcome, note=f"{row.outcome_by}，{row.settled_on}"))
    return found
