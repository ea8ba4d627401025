"""One matter walked from 议题 to 销号, a line per step, each by the person whose step it is."""

import datetime as dt
from collections.abc import Generator, Iterator

from yixing.briefings.models import Briefing
from yixing.decisions.models import Decision
from yixing.demo.argument import begin
from yixing.demo.matters import REASONS, ask_opinions, draft, sign_by_unit, take_steps, to_the_chair
from yixing.demo.plan import Planned
from yixing.demo.world import World
from yixing.matters.actions import matter_determine
from yixing.meetings.actions import (
    meeting_agenda,
    meeting_attendance,
    meeting_close,
    meeting_conclude,
    meeting_notify,
    meeting_open,
    meeting_plan,
    minutes_draft,
    minutes_review,
    minutes_sign,
    notice_issue,
    record_check,
)
from yixing.meetings.models import AgendaItem
from yixing.supervision.actions import (
    task_accept,
    task_approve,
    task_close,
    task_consent,
    task_draft,
    task_endorse,
    task_report,
    task_verify,
)
from yixing.supervision.lines import TaskLine
from yixing.supervision.models import Report, Task

UNIT = "D20"


def walk(world: World) -> Iterator[str]:
    """Walk the matter in the first weeks of the next year, so that the year's counts stay as they are.

    Yields:
        A line per step: who, what, and where it stands in the end.
    """
    year = world.plan.year + 1
    planned = Planned(
        9001,
        "T04",
        "standing",
        title="关于城乡供水一体化二期项目的请示（第9001号）",
        area="水利",
        unit=UNIT,
        outcome="agreed",
        amount=38_000_000,
        importance="major",
        asks_opinions=True,
        replies=45,
        experts=True,
        drafted=dt.date(year, 1, 8),
    )
    day = planned.drafted
    matter = draft(world, planned, day)
    begin(world, planned, matter, dt.date(year, 1, 17))
    yield f"① 联络员起草议题单：{matter.title}"
    for _ in ask_opinions(world, planned, matter, day, day + dt.timedelta(days=20)):
        pass
    yield "② 征求75个单位意见，45个回复，逐条填写采纳情况"
    day = dt.date(year, 1, 17)
    take_steps(world, planned, matter, day)
    yield "③ 引用调研、咨询三名专家并逐条写明采纳情况，记录前置研究等程序；只作提示的项目写明理由"
    sign_by_unit(world, planned, matter, day)
    to_the_chair(world, planned, matter, day)
    yield "④ 单位负责人、分管常委（代录）、县委办、县委办主任依次审签"
    matter_determine(
        world.call("lianluo", day, for_="shuji", acknowledged=REASONS), matter_id=matter.pk, verdict="list", order=1
    )
    matter.refresh_from_db()
    yield f"⑤ 书记确定上会（签批件代录）：{matter.get_state_display()}"
    decision = yield from _meeting(world, matter.pk, dt.date(year, 1, 18), dt.date(year, 1, 22))
    yield from _task(world, decision, dt.date(year, 1, 23))


def _meeting(world: World, matter_id: int, before: dt.date, day: dt.date) -> Generator[str, None, Decision]:
    meeting = meeting_plan(
        world.call("mishu", before), kind="standing", body_id=world.bodies["standing"].pk, on=day, starts=dt.time(9)
    )
    meeting_agenda(
        world.call("mishu", before, acknowledged=REASONS), meeting_id=meeting.pk, items=[{"matter": matter_id}]
    )
    meeting_notify(world.call("mishu", before, acknowledged=REASONS), meeting_id=meeting.pk, papers_on=before)
    yield f"⑥ 列入{meeting.title}议程，印发会议通知"
    presence = {world.people[f"{n:02d}号常委"].pk: "present" for n in range(1, 12)}
    meeting_attendance(world.call("mishu", day), meeting_id=meeting.pk, presence=presence)
    meeting_open(world.call("mishu", day, acknowledged=REASONS), meeting_id=meeting.pk)
    item = AgendaItem.objects.get(meeting=meeting)
    unit = world.units[UNIT].pk
    line = {
        "text": "同意实施城乡供水一体化二期项目，由提请单位牵头。",
        "title": item.title,
        "lead": unit,
        "due": "6月底前",
    }
    item = meeting_conclude(
        world.call("mishu", day, acknowledged=REASONS), item_id=item.pk, outcome="agreed", settled=[line], in_order=True
    )
    meeting_close(world.call("mishu", day, acknowledged=REASONS), meeting_id=meeting.pk)
    yield f"⑦ 应到{item.base}人、实到{item.present}人，末位表态，同意{item.yes}票，{item.get_outcome_display()}"
    record_check(world.call("lianluo", day, for_="zhuren"), meeting_id=meeting.pk)
    minutes = minutes_draft(world.call("mishu2", day), meeting_id=meeting.pk)
    minutes_review(world.call("lianluo", day, for_="zhuren"), document_id=minutes.pk, parts_reviewed=True)
    minutes = minutes_sign(world.call("lianluo", day, for_="shuji", acknowledged=REASONS), document_id=minutes.pk)
    notice_issue(world.call("mishu2", day), meeting_id=meeting.pk)
    decision = Decision.objects.get(item=item)
    yield f"⑧ 会议纪要{minutes.series}〔{minutes.year}〕{minutes.number}号签发，议定事项{decision.number}通知牵头单位"
    return decision


def _task(world: World, decision: Decision, day: dt.date) -> Iterator[str]:
    unit = UNIT.lower()
    line = TaskLine(text="完成城乡供水一体化二期项目开工", lead_unit_id=world.units[UNIT].pk, due="6月底前")
    breakdown = task_draft(world.call("ducha", day), lines=[line], decision_id=decision.pk)
    task_approve(world.call("lianluo", day, for_="zhuren", acknowledged=REASONS), breakdown_id=breakdown.pk)
    task = Task.objects.select_related("leader").get(breakdown=breakdown)
    yield f"⑨ 责任分解经县委办主任批准，任务{task.number}下达，时限{task.due_words}（{task.due_on}）"
    task_accept(world.call(f"lianluo-{unit}", day, acknowledged=REASONS), task_id=task.pk)
    day = dt.date(day.year, 1, 25)
    report = task_report(
        world.call(f"lianluo-{unit}", day),
        task_id=task.pk,
        progress="项目已开工，佐证材料已上传。",
        ask=Report.Ask.CLOSE,
    )
    task_endorse(world.call(f"fuzeren-{unit}", day, acknowledged=REASONS), report_id=report.pk)
    yield "⑩ 联络员签收、报进展并申请办结，单位负责人审签"
    task_verify(
        world.call("ducha2", day), task_id=task.pk, method="site", finding="实地核查，项目已开工。", result="holds"
    )
    leader = world.login_of(task.leader.order if task.leader else 1)
    task_consent(world.call("lianluo", day, for_=leader), task_id=task.pk)
    task = task_close(world.call("ducha", day, acknowledged=REASONS), task_id=task.pk)
    yield f"⑪ 督查室实地核实，分管常委签认，{task.get_state_display()}"
    yield f"   呈批件在库 {Briefing.objects.count()} 件；在浏览器打开 /matters/{decision.matter_id}/ 可看全程"
