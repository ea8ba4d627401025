"""``yixing demo --faults``: the planted faults that the loop can see, entered as 补录, and each found by name.

Of the 18 faults of the demonstration these concern the loop: 1 and 2 (gaps and overlaps of the draft division), 3
(a project without research), 4 (a key appointment decided by the standing committee), 5 (a direct decision above the
threshold), 6 (appointments with seven of eleven present), 7 (an emergency ratified too late), 10 (three overdue tasks
without a 督办通知), 11 (no 督办通知 bears number 17). The year itself leaves out what faults 8 (two members without a
yearly report) and 9 (five pairs of the third quarter) need.
"""

import datetime as dt
from collections.abc import Iterator
from typing import Any

from yixing.access.kinds import ref
from yixing.access.loaders import visible
from yixing.compliance.models import Check
from yixing.decisions.actions import decision_brief, decision_file_direct
from yixing.decisions.models import Decision
from yixing.demo.matters import CADRE_VALUES, REASONS, STEP_VALUES
from yixing.demo.world import World
from yixing.door.call import Call
from yixing.duties.year import year_check
from yixing.matters.actions import (
    emergency_report,
    matter_check,
    matter_determine,
    matter_draft,
    matter_member_sign,
    matter_review,
    matter_sign,
    matter_submit,
    step_record,
)
from yixing.matters.models import Matter
from yixing.matters.routing import route
from yixing.meetings.actions import (
    meeting_agenda,
    meeting_attendance,
    meeting_close,
    meeting_conclude,
    meeting_open,
    meeting_plan,
)
from yixing.meetings.models import AgendaItem, Meeting
from yixing.portfolios.models import Division
from yixing.portfolios.queries import gaps, overlaps
from yixing.supervision.actions import supervision_draft, supervision_sign, task_approve, task_draft
from yixing.supervision.lines import TaskLine
from yixing.supervision.models import Task
from yixing.supervision.notices import lacks, unnoticed
from yixing.supervision.state import TaskState
from yixing_core.rules.model import Status

WHY = "补录系统启用前的纸质记录，供检查使用。"
PAPER_VALUES: dict[str, dict[str, Any]] = STEP_VALUES | {
    "research": {"count": 2, "led_by_member": True, "report": True},
    "opinions": {
        "asked": 74,
        "replied": 74,
        "days": 7,
        "deemed_stated": True,
        "adoption_table": True,
        "unit_heads_signed": 74,
        "public": False,
    },
    "experts": {"count": 5, "signed": 5, "conflicted": 0, "adoption_table": True},
    "notice": {"days": 7},
}
"""What the paper says of each step."""


def plant(world: World) -> Iterator[str]:
    """Plant the faults and find them again.

    Yields:
        A line per fault: its number, what it is, by which rule it was found.
    """
    year = world.plan.year
    yield from _division(world, dt.date(year, 1, 3))
    day = dt.date(year, 11, 1)
    title = "关于缺调研记录的重大项目的请示"
    large: dict[str, Any] = {"amount": 30_000_000, "importance": "major"}
    project = _brought(world, "T04", "重点项目统筹", title, day, without="research", **large)
    key = _brought(world, "T08", "干部选任", "关于重要干部任免由常委会直接决定的请示", day, nature="cadre")
    cadre = _brought(world, "T07", "干部选任", "关于到会人数不足的干部任免的请示", day, nature="cadre")
    late = _emergency(world, "关于逾期追认临机处置的请示", dt.date(year, 10, 8), day)
    full = _meeting(world, [project, key, late], dt.date(year, 11, 8), present=11)
    few = _meeting(world, [cadre], dt.date(year, 11, 9), present=7)
    direct = _direct(world, day)
    # What was filed is told to the others as always: only what was planted is to be found.
    decision_brief(world.call("mishu", dt.date(year, 11, 10)), until=dt.date(year, 11, 1))
    items = {item.matter_id: item for item in AgendaItem.objects.filter(meeting__in=[full, few])}
    yield _found(3, "重大项目缺调研记录即排会", project, items[project.pk].meeting, items[project.pk], rule="XC-04")
    yield _found(4, "重要干部任免由常委会直接决定", key, items[key.pk].meeting, items[key.pk], rule="XC-30")
    yield _found(5, "直接决定金额超过门槛", *direct, rule="XC-41")
    yield _found(6, "任免议题到会 7/11", few, items[cadre.pk], rule="LC-13")
    yield _found(7, "临机处置逾期追认", late, items[late.pk].meeting, items[late.pk], rule="XC-50")
    yield from _year(year)
    yield from _notices(world, dt.date(year, 12, 28), direct[1])


def _division(world: World, day: dt.date) -> Iterator[str]:
    draft = Division.objects.filter(state=Division.State.DRAFT).order_by("id").first()
    if draft is None:
        return
    del world
    yield f"1　分工草案无人分管：{'、'.join(area.name for area in gaps(draft, day))}"
    words = "、".join(
        f"{crossed.area.name}（{'、'.join(person.name for person in crossed.people)}）"
        for crossed in overlaps(draft, day)
    )
    yield f"2　分工草案分管交叉：{words}"


def _matter(world: World, code: str, area: str, title: str, day: dt.date, **more: Any) -> Matter:
    """A matter on paper, entered afterwards, with nothing but its sheet."""
    return matter_draft(
        world.call("mishu", day, late=4, backfill=WHY),
        unit_id=world.units[_unit(world, area)].pk,
        type_code=code,
        area_id=world.areas[area].pk,
        title=title,
        nature=more.pop("nature", "deliberate"),
        reason="补录。",
        requests="请审议。",
        **more,
    )


def _unit(world: World, area: str) -> str:
    """The first unit of the member in charge that is not the office itself."""
    member = world.owner["V2"][area]
    return next(code for code, other in world.unit_member.items() if other == member and code != "D01")


def _brought(world: World, code: str, area: str, title: str, day: dt.date, *, without: str = "", **more: Any) -> Matter:
    """A matter on paper that was signed by everybody and took every step but one: only that is to be found."""
    matter = _matter(world, code, area, title, day, presenter="提请单位主要负责人", **more)
    if code in {"T07", "T08"}:
        values = CADRE_VALUES | {"recommended_on": day - dt.timedelta(days=40)}
        step_record(_paper(world, "mishu", day), matter_id=matter.pk, kind="cadre", values=values)
    for line in route(matter, day, stage="chair").steps:
        if line.step in PAPER_VALUES and line.step != without and line.status is not Status.SATISFIED:
            values = dict(PAPER_VALUES[line.step])
            if line.step == "finance":
                values["signed_on"] = day
            call = _paper(world, "mishu", day - dt.timedelta(days=2))
            step_record(call, matter_id=matter.pk, kind=line.step, values=values, document="纸质材料，另附")
    unit = _unit(world, area).lower()
    matter_submit(_paper(world, f"lianluo-{unit}", day), matter_id=matter.pk)
    matter_sign(_paper(world, f"fuzeren-{unit}", day), matter_id=matter.pk)
    member = world.login_of(world.member_of(area, day))
    matter_member_sign(_paper(world, "lianluo", day, for_=member), matter_id=matter.pk)
    _to_the_meeting(world, matter, day)
    return matter


def _to_the_meeting(world: World, matter: Matter, day: dt.date) -> None:
    matter_check(_paper(world, "mishu", day), matter_id=matter.pk)
    matter_review(_paper(world, "lianluo", day, for_="zhuren"), matter_id=matter.pk)
    matter_determine(_paper(world, "lianluo", day, for_="shuji"), matter_id=matter.pk, verdict="list")


def _paper(world: World, login: str, day: dt.date, *, for_: str = "") -> Call:
    """What stands on paper, with a reason for whatever only warns."""
    return world.call(login, day, for_=for_, late=5, backfill=WHY, acknowledged=REASONS)


def _emergency(world: World, title: str, day: dt.date, before: dt.date) -> Matter:
    """An emergency that was reported at once and then lay for weeks."""
    area = "应急管理总责"
    matter = emergency_report(
        _paper(world, "lianluo", day, for_=world.login_of(world.member_of(area, day))),
        cause="当日清晨，山洪冲毁道路，情况紧急。",
        measures="已转移群众，封控现场，调集抢险力量。",
        why="须当场决断，来不及召集会议。",
        reported_to="处置同时已电话报告书记、县长。",
        unit_id=world.units[_unit(world, area)].pk,
        area_id=world.areas[area].pk,
        title=title,
    )
    _to_the_meeting(world, matter, before)
    return matter


def _meeting(world: World, matters: list[Matter], day: dt.date, *, present: int) -> Meeting:
    """A meeting of the standing committee entered afterwards; its gates record what they find."""

    def call() -> Call:
        return _paper(world, "mishu", day)

    meeting = meeting_plan(call(), kind="standing", body_id=world.bodies["standing"].pk, on=day)
    meeting_agenda(call(), meeting_id=meeting.pk, items=[{"matter": matter.pk} for matter in matters])
    presence = {
        world.people[f"{number:02d}号常委"].pk: "present" if number <= present else "leave" for number in range(1, 12)
    }
    reasons = {pk: "外出" for pk, state in presence.items() if state == "leave"}
    meeting_attendance(call(), meeting_id=meeting.pk, presence=presence, reasons=reasons)
    meeting_open(call(), meeting_id=meeting.pk)
    for item in AgendaItem.objects.filter(meeting=meeting).order_by("order"):
        meeting_conclude(call(), item_id=item.pk, outcome="agreed", text="补录：会议同意。", in_order=True)
    meeting_close(call(), meeting_id=meeting.pk)
    return meeting


def _direct(world: World, day: dt.date) -> tuple[Any, ...]:
    matter = _matter(world, "T20", "市场监管", "关于超过门槛的直接决定的请示", day, amount=6_000_000)
    decision = decision_file_direct(
        world.call("changwei09", day, late=4, backfill=WHY),
        matter_id=matter.pk,
        text="同意。",
        record_kind="signed_request",
        basis="签批的请示",
        decided_on=day,
    )
    return matter, decision


def _found(number: int, words: str, *things: Any, rule: str = "") -> str:
    """The line of a fault: which rules were not satisfied where it was planted."""
    checks = Check.objects.filter(subject__in=[ref(thing) for thing in things], violated__gt=0)
    open_ = {
        finding["rule"]
        for check in checks
        for finding in check.findings
        if finding["status"] in {"violated", "missing"}
    }
    found = rule in open_ if rule else bool(open_)
    shown = rule if rule and found else "、".join(sorted(open_)[:6])
    return f"{number}　{words}：{'已查出（' + shown + '）' if found else '没有查出'}"


def _notices(world: World, day: dt.date, decision: Decision) -> Iterator[str]:
    """督办通知 for all overdue tasks but three, numbered without a gap; then one that was numbered on paper, as 18."""
    inspector = world.call("ducha", day).actor
    overdue = list(unnoticed(inspector, day))
    others = visible(Task, inspector).filter(state=TaskState.IN_HAND).exclude(pk__in=[task.pk for task in overdue])
    noticed = overdue[:-UNNOTICED]
    short = max(0, LACKING - 1 - len(noticed))
    noticed += list(others.order_by("due_sort", "id")[:short])
    for task in noticed[: LACKING - 1]:
        _notice(world, task, day)
    _notice(world, _paper_task(world, decision, day), day, number=LACKING + 1)
    for task in noticed[LACKING - 1 :]:
        _notice(world, task, day)
    found = lacks(inspector, day)
    tasks = "、".join(task.number or "" for task in unnoticed(inspector, day))
    yield _told(10, f"逾期任务未发督办通知 {found.tasks} 件", tasks if found.tasks == UNNOTICED else "")
    gap = "、".join(f"第{number}号" for number in found.numbers)
    yield _told(11, "督办通知缺号", gap if found.numbers == [LACKING] else "")


def _year(year: int) -> Iterator[str]:
    """What the check of the year finds of members who did not report and pairs that did not talk, by name."""
    check = year_check(year, dt.date(year, 12, 31))
    open_ = {finding.rule for finding in check.open}
    for number, rule, words in ((8, "XC-95", "常委缺年度分工报告"), (9, "XC-96", "季度交心缺对")):
        found = check.names[rule].names
        yield _told(number, f"{words} {len(found)}", "、".join(found) if rule in open_ else "")


UNNOTICED = 3
"""Overdue tasks that are left without a notice (fault 10)."""
LACKING = 17
"""The number that no notice bears (fault 11)."""


def _told(number: int, words: str, shown: str) -> str:
    return f"{number}　{words}：{'已查出（' + shown + '）' if shown else '没有查出'}"


def _paper_task(world: World, decision: Decision, day: dt.date) -> Task:
    """The task of a decision that was taken and chased on paper."""
    line = TaskLine(text="落实直接决定的资金拨付", lead_unit_id=next(iter(world.units.values())).pk, due="年底前")
    call = world.call("ducha", day, late=2, backfill=WHY)
    breakdown = task_draft(call, decision_id=decision.pk, lines=[line])
    task_approve(world.call("zhuren", day, late=2, backfill=WHY), breakdown_id=breakdown.pk)
    return breakdown.tasks.get()


def _notice(world: World, task: Task, day: dt.date, *, number: int | None = None) -> None:
    paper: dict[str, Any] = {"late": 2, "backfill": WHY} if number is not None else {}
    notice = supervision_draft(
        world.call("ducha", day, **paper),
        task_id=task.pk,
        approved_by_id=world.people["01号常委"].pk,
        demands=["说明滞后原因。", "提出补救措施和完成时限。"],
        answer_by=day + dt.timedelta(days=10),
        contact="督查室",
    )
    supervision_sign(world.call("zhuren", day, **paper), notice_id=notice.pk, number=number)
