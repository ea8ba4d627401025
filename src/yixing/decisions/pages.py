"""What the pages of 议定事项 show: view models from rows, nothing else."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from yixing.access import loaders
from yixing.access.actions import Action
from yixing.access.actor import Actor
from yixing.accounts.actors import actor_of_person
from yixing.argument.derived import span_workdays
from yixing.argument.models import PublicNotice
from yixing.decisions.evaluation import light
from yixing.decisions.forms import OUTCOMES
from yixing.decisions.models import Appointment, Decision
from yixing.matters.models import Matter
from yixing.matters.two_steps import two_steps
from yixing.people.models import Person
from yixing.ui.components import Badge, Column, Fact, NextStep, RelatedItem, StripStep
from yixing.ui.sheets import Sheet

COLUMNS = (
    Column("number", "编号", sortable=True),
    Column("source", "会议"),
    Column("title", "议定内容", "wide"),
    Column("outcome", "结论"),
    Column("lead", "牵头", sortable=True),
    Column("assist", "配合"),
    Column("leader", "责任领导", sortable=True),
    Column("due_on", "时限", "day", sortable=True),
    Column("text_state", "修改稿"),
    Column("tasks", "任务", "number"),
)
_WORDS = dict(OUTCOMES)


def _loose(row: Any) -> Any:
    """A row whose rows of higher layers are reached by the reverse relation, as their models are not imported here."""
    return row


def outcome_word(decision: Decision) -> str:
    """The conclusion in the office's word."""
    return _WORDS.get(decision.outcome, decision.outcome)


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the list."""

    decision: Decision
    source: str
    outcome: str
    assist: str
    text_state: str
    tasks: int

    def cells(self) -> list[Any]:
        """The line as a spreadsheet has it, in the order of the columns."""
        row = self.decision
        return [
            row.number,
            self.source,
            row.text,
            self.outcome,
            str(row.lead_unit or ""),
            self.assist,
            row.leader.name if row.leader is not None else "",
            row.due_words or (row.due_on.isoformat() if row.due_on else ""),
            self.text_state,
            self.tasks,
        ]


def line(decision: Decision) -> Line:
    """The line of one 议定事项; ``assist_units`` and ``task_count`` are loaded with the list."""
    assist = sorted(decision.assist_units.all(), key=lambda unit: (unit.order, unit.code))
    return Line(
        decision=decision,
        source=str(decision.meeting) if decision.meeting is not None else decision.get_source_display(),
        outcome=outcome_word(decision),
        assist="、".join(str(unit) for unit in assist),
        text_state=text_state(decision),
        tasks=getattr(decision, "task_count", 0),
    )


def text_state(decision: Decision) -> str:
    """Where the amended text stands; empty where none is needed."""
    if decision.outcome != "agreed_in_principle":
        return ""
    return "已审定" if decision.text_approved_on is not None else "修改中"


def badge(decision: Decision) -> Badge:
    """In force, or waiting for its text."""
    pending = decision.state != Decision.State.EFFECTIVE
    return Badge(decision.get_state_display(), "warn" if pending else "good")


def _approvers(decision: Decision, actor: Actor) -> bool:
    """Whether the actor, or somebody he may enter for, approves this text."""
    if loaders.may(actor, Action.DECISION_APPROVE_TEXT, decision):
        return True
    people = Person.objects.filter(pk__in=actor.principal_ids)
    return any(
        loaders.may(actor_of_person(person, actor.day), Action.DECISION_APPROVE_TEXT, decision) for person in people
    )


def next_steps(decision: Decision, actor: Actor) -> list[NextStep]:
    """审定, or 分解 by the inspector, or whom it waits for."""
    if decision.state == Decision.State.PENDING_TEXT:
        if _approvers(decision, actor):
            return [NextStep("审定修改稿", f"/decisions/{decision.pk}/approve/")]
        name = decision.approver.name if decision.approver is not None else "审定人"
        return [NextStep("审定修改稿", who=name)]
    if decision.state == Decision.State.PENDING_NOTICE:
        return appoint_steps(decision, actor)
    steps = _file_step(decision, actor)
    has_breakdown = _loose(decision).breakdowns.exists()
    if has_breakdown or decision.lead_unit is None:
        return steps
    if loaders.may(actor, Action.TASK_DRAFT):
        return [NextStep("分解", f"/tasks/breakdowns/new/?decision={decision.pk}"), *steps]
    return [NextStep("责任分解", who="督查室"), *steps]


def appoint_steps(decision: Decision, actor: Actor) -> list[NextStep]:
    """任前公示 first, then 办理任职; or who does it."""
    posted = posted_notices(decision)
    running = next((row for row in posted if row.state == PublicNotice.State.POSTED), None)
    steps = []
    if running is not None and loaders.may(actor, Action.PUBLICITY_CLOSE, running):
        steps.append(NextStep("登记公示结果", f"/argument/notices/{running.pk}/close/"))
    if not posted and decision.matter is not None and loaders.may(actor, Action.PUBLICITY_OPEN, decision.matter):
        steps.append(NextStep("发布任前公示", f"/argument/notices/new/{decision.matter.pk}/"))
    if loaders.may(actor, Action.DECISION_APPOINT, decision):
        return [*steps, NextStep("办理任职", f"/decisions/{decision.pk}/appoint/", primary=not steps)]
    return steps or [NextStep("任前公示、任职", who="县委办、组织部")]


def posted_notices(decision: Decision) -> list[PublicNotice]:
    """The 任前公示 posted since it was decided, oldest first."""
    rows = PublicNotice.objects.filter(matter=decision.matter_id, is_appointment=True)
    return list(rows.filter(since__gte=decision.decided_on).order_by("since", "id"))


def notice_words(decision: Decision) -> str:
    """How the 任前公示 stands, in one sentence."""
    rows = posted_notices(decision)
    if not rows:
        return "还没有公示；提拔任职的须先公示。"
    last = rows[-1]
    days = f"{last.since} 至 {last.until}，{span_workdays(last.since, last.until)} 个工作日"
    if last.state == PublicNotice.State.POSTED:
        return f"{days}，还没有登记结果。"
    return f"{days}；收到反映 {last.objections} 件，已核实答复 {last.answered} 件。"


def _file_step(decision: Decision, actor: Actor) -> list[NextStep]:
    """列入直接决定备案, where a light meeting of the member in charge settled it and it is not on file."""
    meeting = decision.meeting
    if decision.source != Decision.Source.LIGHT or decision.filed_on is not None or meeting is None:
        return []
    if decision.leader_id is None or decision.leader_id != meeting.chair_id:
        return []
    if not loaders.may(actor, Action.DECISION_FILE_LIGHT, decision):
        return []
    return [NextStep("列入直接决定备案", f"/decisions/{decision.pk}/file/", primary=False)]


def strip(decision: Decision) -> list[StripStep]:
    """原则同意 → 修改 → 审定 → 生效, where a text is amended; otherwise nothing."""
    if decision.outcome != "agreed_in_principle":
        return []
    done = decision.text_approved_on
    unit = str(decision.amending_unit or "")
    return [
        StripStep("原则同意", decision.decided_on, "done"),
        StripStep("修改", decision.amend_by, "done" if done else "current", unit),
        StripStep("审定", done, "done" if done else "todo", decision.approver.name if decision.approver else ""),
        StripStep("生效", decision.effective_on, "done" if decision.effective_on else "todo"),
    ]


def facts(decision: Decision) -> list[Fact]:
    """The facts of an 议定事项."""
    meeting, matter = decision.meeting, decision.matter
    rows = [
        Fact("议定内容", decision.text),
        Fact("来源", decision.get_source_display() if meeting is None else meeting.title),
        Fact("结论", outcome_word(decision)),
        Fact("议定日期", decision.decided_on.isoformat()),
        Fact("牵头单位", str(decision.lead_unit or "—")),
        Fact("配合单位", "、".join(str(unit) for unit in decision.assist_units.order_by("order", "code")) or "—"),
        Fact("责任领导", _leader(decision), note=f"{decision.decided_on} 的分工" if decision.leader else ""),
        Fact("时限", decision.due_words or "—", note=_day(decision.due_on)),
    ]
    if matter is not None and matter.decided_by:
        rows.insert(3, Fact("决定主体", matter.get_decided_by_display()))
    if decision.amendment:
        rows += [
            Fact("修改要求", decision.amendment),
            Fact("修改单位", str(decision.amending_unit or "")),
            Fact("审定人", decision.approver.name if decision.approver else ""),
            Fact("修改时限", _day(decision.amend_by)),
        ]
    if decision.filed_on is not None:
        rows += _filing(decision)
    if matter is not None and matter.decided_by == "plenary":
        rows += _proofs(matter, decision.decided_on)
    if decision.awaits_papers:
        rows += _appointment(decision)
    waits = "任职文件印发之日生效" if decision.state == Decision.State.PENDING_NOTICE else "审定后生效"
    rows.append(Fact("生效日期", _day(decision.effective_on) or waits))
    if decision.evaluate_on:
        done = f"已于 {_day(decision.evaluated_on)} 评估" if decision.evaluated_on else "应在此日以前评估"
        rows.append(Fact("决策后评估", _day(decision.evaluate_on), note=done))
    return rows


def _appointment(decision: Decision) -> list[Fact]:
    """任前公示 and 任职文件 of an appointment; its first line holds the paper for all of them."""
    rows = [Fact("任前公示", notice_words(decision))]
    found = Appointment.objects.filter(decision__item_id=decision.item_id).first() if decision.item_id else None
    if found is not None:
        probation = f"试用期{found.probation_months}个月" if found.probation_months else ""
        rows.append(Fact("任职文件", found.document, note=f"{found.on} {probation}".strip()))
    return rows


def _proofs(matter: Matter, on: dt.date) -> list[Fact]:
    """The two proofs of what the plenary decides, each with its meeting."""
    found = two_steps(matter, on)
    if found is None:
        return []
    return [
        Fact(proof.label, proof.title or "还没有", url=proof.url, note=f"{proof.on or ''} {proof.words}".strip())
        for proof in (found.standing, found.plenary)
    ]


def _filing(decision: Decision) -> list[Fact]:
    """What one member decided alone: its paper, when it went on file, in which circular the others were told."""
    told = decision.circular
    url = f"/decisions/circulars/{told.pk}/" if told is not None else ""
    return [
        Fact("备案依据", f"{decision.get_record_display()}：{decision.basis}"),
        *_consents(decision),
        Fact("备案日期", _day(decision.filed_on)),
        Fact("通报其他常委", f"第{told.ordinal}期（{told.on}）" if told is not None else "待通报", url=url),
    ]


def _consents(decision: Decision) -> list[Fact]:
    """商得同意, where others agreed."""
    rows = decision.consents.select_related("person")
    words = "、".join(f"{row.person.name}（{row.on}）" for row in rows)
    return [Fact("商得同意", words)] if words else []


def evaluate_steps(decision: Decision, actor: Actor) -> list[NextStep]:
    """登记评估, for those who may, as long as it was not done; afterwards nothing."""
    if decision.evaluate_on is None or decision.effective_on is None or decision.evaluated_on is not None:
        return []
    if not loaders.may(actor, Action.DECISION_EVALUATE):
        return []
    return [NextStep("登记评估", f"/decisions/{decision.pk}/evaluate/", primary=False)]


EVALUATION_COLUMNS = (
    Column("number", "编号"),
    Column("title", "议定事项", "wide"),
    Column("decided_on", "议定", "day"),
    Column("leader", "责任领导"),
    Column("lead", "牵头单位"),
    Column("evaluate_on", "应评估", "day"),
    Column("light", "状态", "light"),
    Column("evaluated_on", "已评估", "day"),
)


def evaluation_cells(decision: Decision, today: dt.date) -> list[Any]:
    """A line of 决策后评估 as a spreadsheet has it."""
    return [
        decision.number,
        decision.title,
        decision.decided_on,
        _leader(decision),
        str(decision.lead_unit or "—"),
        decision.evaluate_on,
        light(decision, today).word,
        decision.evaluated_on,
    ]


def _leader(decision: Decision) -> str:
    return decision.leader.name if decision.leader is not None else "—"


def _day(day: dt.date | None) -> str:
    return day.isoformat() if day is not None else ""


def votes(decision: Decision) -> list[tuple[str, str]]:
    """How it was decided: method and counts; of a ballot with several names each line's counts."""
    item = decision.item
    if item is None or item.method in {"", "none"}:
        return []
    rows = [("表决方式", item.get_method_display())]
    if item.yes is not None:
        words = f"应到{item.base}人，实到{item.present}人：同意{item.yes}，不同意{item.no}，弃权{item.abstain}"
        return [*rows, ("票数", words)]
    polls: Any = _loose(item).polls.filter(state="announced").prefetch_related("options")
    for poll in polls:
        for option in poll.options.all():
            passed = "通过" if option.passed else "未通过"
            rows.append((option.text, f"同意{option.yes}、不同意{option.no}、弃权{option.abstain}，{passed}"))
    return rows


def related(decision: Decision, actor: Actor) -> list[RelatedItem]:
    """Matter, meeting and tasks, as far as the actor may see them."""
    found: list[RelatedItem] = []
    if decision.matter is not None:
        visible = loaders.visible(type(decision.matter), actor).filter(pk=decision.matter.pk).exists()
        if visible:
            number = decision.matter.number or ""
            found.append(RelatedItem("事项", decision.matter.title, f"/matters/{decision.matter.pk}/", number))
    if decision.meeting is not None:
        visible = loaders.visible(type(decision.meeting), actor).filter(pk=decision.meeting.pk).exists()
        if visible:
            found.append(
                RelatedItem("会议", decision.meeting.title, f"/meetings/{decision.meeting.pk}/", on=decision.meeting.on)
            )
    return found + _tasks(decision, actor)


def _tasks(decision: Decision, actor: Actor) -> list[RelatedItem]:
    breakdowns: Any = _loose(decision).breakdowns
    model = breakdowns.model.tasks.rel.related_model
    rows = loaders.visible(model, actor).filter(breakdown__decision=decision).order_by("id")
    return [
        RelatedItem(
            "督办", row.text, f"/tasks/{row.pk}/", row.number or "", row.due_on, badge=Badge(row.get_state_display())
        )
        for row in rows
    ]


def sheet(rows: Iterable[Decision]) -> Sheet:
    """Exactly what the list shows, as the sheet of a workbook."""
    heads = [column.label for column in COLUMNS]
    lines = (line(row) for row in rows)
    return Sheet("议定事项", heads, [line.cells() for line in lines])
