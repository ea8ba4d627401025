"""What became of each decision: tasks, from the breakdown to their end, by the ends that ``numbers`` fixes."""

import datetime as dt
import random
from collections.abc import Generator
from dataclasses import dataclass

from yixing.briefings.actions import (
    briefing_approve,
    briefing_close,
    briefing_instruct,
    briefing_register,
    briefing_show,
)
from yixing.briefings.models import Instruction
from yixing.demo import numbers
from yixing.demo.matters import REASONS
from yixing.demo.plan import workday
from yixing.demo.world import Script, World
from yixing.supervision.actions import (
    task_accept,
    task_approve,
    task_close,
    task_consent,
    task_draft,
    task_endorse,
    task_keep,
    task_merge,
    task_object,
    task_reassign,
    task_remind,
    task_report,
    task_stop,
    task_verify,
)
from yixing.supervision.lines import TaskLine
from yixing.supervision.models import Report, Task


@dataclass(slots=True)
class Course:
    """What is to become of one task."""

    end: str
    unit: str
    leader: int
    objected: str = ""
    reminded: int = 0
    number: int = 0


def make_courses(chance: random.Random, departments: list[str], townships: list[str]) -> list[Course]:
    """One course for each of the 420 tasks, in the order in which their decisions fall.

    The last ones of the year are in hand; long-term, overdue, merged and stopped ones are spread before them.
    """
    total = sum(numbers.TASK_ENDS.values())
    ends = ["closed"] * (total - numbers.TASK_ENDS["in_hand"]) + ["in_hand"] * numbers.TASK_ENDS["in_hand"]
    rare = [end for end in ("overdue", "long_term", "merged", "stopped") for _ in range(numbers.TASK_ENDS[end])]
    places = sorted(chance.sample(range(60, total - numbers.TASK_ENDS["in_hand"] - 40), len(rare)))
    for place, end in zip(places, rare, strict=True):
        ends[place] = end
    leaders = [member for member, count in enumerate(numbers.TASKS_BY_MEMBER, 1) for _ in range(count)]
    chance.shuffle(leaders)
    town = set(chance.sample(range(total), numbers.TOWNSHIP_TASKS))
    courses = [
        Course(
            end=ends[place],
            unit=townships[place % len(townships)] if place in town else departments[place % len(departments)],
            leader=leaders[place],
            number=place + 1,
        )
        for place in range(total)
    ]
    closing = [course for course in courses if course.end == "closed"][10:]
    for course, kind in zip(
        closing[::30], ["reassigned"] * numbers.OBJECTIONS[0] + ["refused"] * numbers.OBJECTIONS[1], strict=False
    ):
        course.objected = kind
    overdue = [course for course in courses if course.end == "overdue"]
    for course in courses:
        if course.end == "merged":  # into a task that the same unit has in hand already
            course.unit = next(other.unit for other in overdue if other.unit[0] == course.unit[0])
    for turn in range(numbers.REMINDERS):
        (overdue + closing[40:60])[turn % (len(overdue) + 20)].reminded += 1
    return courses


def due_words(course: Course, day: dt.date) -> str:
    """A deadline in the office's words, some weeks after the decision; overdue ones fall due within the year."""
    if course.end == "long_term":
        return "长期坚持"
    later = day + dt.timedelta(days=40 if course.end in {"overdue", "merged", "stopped"} else 75)
    if course.end == "in_hand":
        return f"{day.year + 1}年3月底前"
    if later.year > day.year:
        return "年底前"
    return (f"{later.month}月底前", f"{later.month}月{later.day}日前")[course.number % 2]


def task_line(world: World, course: Course, text: str, day: dt.date) -> TaskLine:
    """The line of a breakdown."""
    person = world.people[f"{course.leader:02d}号常委"]
    assist = "D16" if course.unit != "D16" else "D17"
    return TaskLine(
        text=text,
        lead_unit_id=world.units[course.unit].pk,
        assist_unit_ids=(world.units[assist].pk,) if course.number % 3 == 0 else (),
        due=due_words(course, day),
        leader_id=person.pk,
    )


def issue(world: World, courses: list[Course], day: dt.date, *, title: str, **source: int) -> Script:
    """Draft and approve the breakdown of a decision; then every task goes its way."""
    drafted = min(workday(day + dt.timedelta(days=1)), dt.date(world.plan.year, 12, 29))
    yield drafted
    lines = [
        task_line(world, course, f"落实“{title}”第{place}项任务（任务{course.number}号）", day)
        for place, course in enumerate(courses, 1)
    ]
    breakdown = task_draft(world.call("ducha", drafted), lines=lines, **source)
    approved = drafted
    task_approve(world.call("lianluo", approved, for_="zhuren", acknowledged=REASONS), breakdown_id=breakdown.pk)
    tasks = list(Task.objects.filter(breakdown=breakdown).order_by("id"))
    running = [follow(world, task.pk, course, approved) for task, course in zip(tasks, courses, strict=True)]
    yield from side_by_side(running)


def side_by_side(scripts: list[Script]) -> Script:
    """Several scripts as one, in the order of their days."""
    waiting: list[tuple[dt.date, int, Script]] = []
    for number, script in enumerate(scripts):
        day = next(script, None)
        if day is not None:
            waiting.append((day, number, script))
    while waiting:
        waiting.sort(key=lambda entry: entry[:2])
        day, number, script = waiting.pop(0)
        yield day
        following = next(script, None)
        if following is not None:
            waiting.append((max(day, following), number, script))


def follow(world: World, task_id: int, course: Course, issued: dt.date) -> Script:
    """One task from its issue to the end its course names."""
    last = dt.date(world.plan.year, 12, 29)
    day = min(workday(issued + dt.timedelta(days=1)), last)
    yield day
    unit = course.unit.lower()
    if course.objected:
        unit = yield from _objection(world, task_id, course, day)
    task_accept(world.call(f"lianluo-{unit}", day, acknowledged=REASONS), task_id=task_id)
    if course.end == "in_hand" and course.number % 2:
        return
    day = min(workday(day + dt.timedelta(days=10)), last)
    yield day
    _report(world, task_id, unit, day, "已制定工作方案，明确责任分工，正在有序推进。")
    for turn in range(course.reminded):
        when = min(workday(day + dt.timedelta(days=7 * turn + 2)), last)
        yield when
        task_remind(
            world.call("ducha2", when),
            task_id=task_id,
            answered_by="单位办公室值班人员",
            said="正在抓紧办理，近期报送进展。",
        )
    if course.end in {"in_hand", "overdue"}:
        return
    if course.end in {"long_term", "stopped", "merged"}:
        yield from _other_end(world, task_id, course, min(workday(day + dt.timedelta(days=20)), last))
        return
    day = min(workday(day + dt.timedelta(days=12 + course.number % 17)), last)
    yield day
    yield from _finish(world, task_id, unit, day, last)


def _objection(world: World, task_id: int, course: Course, day: dt.date) -> Generator[dt.date, None, str]:
    unit = course.unit.lower()
    task_object(
        world.call(f"lianluo-{unit}", day), task_id=task_id, reason="该事项不属本单位职责范围，建议由业务主管部门牵头。"
    )
    yield day
    moved = course.objected == "reassigned"
    own = [code for code, member in world.unit_member.items() if member == course.leader and code.startswith("D")]
    target = next(code.lower() for code in own if code.lower() not in {unit, "d01"})
    task_reassign(
        world.call("ducha", day),
        task_id=task_id,
        accepted=moved,
        answer="" if moved else "按“三定”规定属你单位职责，请按期办理。",
        new_unit_id=world.units[target.upper()].pk if moved else None,
    )
    return target if moved else unit


def _report(world: World, task_id: int, unit: str, day: dt.date, words: str, ask: str = Report.Ask.NONE) -> None:
    report = task_report(
        world.call(f"lianluo-{unit}", day),
        task_id=task_id,
        progress=words,
        problems="" if ask != Report.Ask.NONE else "个别环节需要部门协调。",
        next_steps="按时间节点推进，确保按期完成。" if ask == Report.Ask.NONE else "",
        ask=ask,
    )
    task_endorse(world.call(f"fuzeren-{unit}", day, acknowledged=REASONS), report_id=report.pk)


def _leader_of(task_id: int) -> int:
    """责任领导 of a task as it stands: since July it may be whoever took the area over."""
    return Task.objects.values_list("leader_id", flat=True).get(pk=task_id) or 0


def _finish(world: World, task_id: int, unit: str, day: dt.date, last: dt.date) -> Script:
    """Claim, verify, consent, close."""
    _report(world, task_id, unit, day, "任务已全部完成，佐证材料已上传，申请办结。", ask=Report.Ask.CLOSE)
    day = min(workday(day + dt.timedelta(days=2)), last)
    yield day
    task_verify(
        world.call("ducha2", day), task_id=task_id, method="papers", finding="查阅佐证材料，情况属实。", result="holds"
    )
    leader = _leader_of(task_id)
    login = next(name for name, person in world.users.items() if person.person_id == leader)
    task_consent(world.call("lianluo", day, for_=login), task_id=task_id)
    task_close(world.call("ducha", day, acknowledged=REASONS), task_id=task_id)


def _other_end(world: World, task_id: int, course: Course, day: dt.date) -> Script:
    yield day
    leader = _leader_of(task_id)
    if course.end == "long_term":
        task_keep(
            world.call("ducha", day), task_id=task_id, reason="已取得阶段性成果，转为长期坚持。", leader_id=leader
        )
    elif course.end == "stopped":
        task_stop(
            world.call("ducha", day), task_id=task_id, reason="上级政策调整，经责任领导同意终止。", leader_id=leader
        )
    else:
        same_unit = Task.objects.filter(lead_unit__code=course.unit, state="in_hand").exclude(pk=task_id)
        target = same_unit.order_by("id").first()
        if target is not None:
            task_merge(
                world.call("ducha", day), task_id=task_id, into_id=target.pk, reason="与已有任务内容相近，合并办理。"
            )


def instruction(world: World, number: int, day: dt.date) -> Script:
    """A paper put before a leader, his 批示, the task, shown again, approved and closed; the last ones stay in hand."""
    leader = world.login_of(1 if number % 2 else (number // 2) % 11 + 1)
    unit = f"D{number % 59 + 2:02d}"
    closed = number <= numbers.INSTRUCTIONS_CLOSED
    report = number <= numbers.INSTRUCTED_AGAIN
    yield day
    person = world.users[leader].person_id or 0
    briefing = briefing_register(
        world.call("mishu2", day),
        kind="special_report" if report else "incoming",
        title=f"关于第{number}件{'督查情况的专报' if report else '请示报告事项'}",
        source="县委督查室" if report else world.units[unit].name,
        leader_ids=[person],
    )
    day = workday(day + dt.timedelta(days=1))
    yield day
    briefing_instruct(
        world.call("lianluo", day, for_=leader),
        briefing_id=briefing.pk,
        text=f"请有关单位抓紧研究落实，结果报我。（批示{number}）",
        requirement="研究提出落实措施并报结果",
        unit_id=world.units[unit].pk,
        due="15日内",
    )
    made = Instruction.objects.filter(briefing=briefing).latest("id")
    text = f"办理领导批示第{number}件"
    line = TaskLine(
        text=text, lead_unit_id=world.units[unit].pk, due="15日内" if closed else "明年一季度末前", leader_id=person
    )
    breakdown = task_draft(world.call("ducha3", day), lines=[line], instruction_id=made.pk)
    task_approve(world.call("lianluo", day, for_="zhuren", acknowledged=REASONS), breakdown_id=breakdown.pk)
    task = Task.objects.get(breakdown=breakdown)
    day = workday(day + dt.timedelta(days=1))
    yield day
    task_accept(world.call(f"lianluo-{unit.lower()}", day, acknowledged=REASONS), task_id=task.pk)
    if not closed:
        return
    day = workday(day + dt.timedelta(days=6))
    yield day
    yield from _close_instruction(world, briefing.pk, made.pk, task.pk, leader, unit.lower(), day)


def _close_instruction(
    world: World, briefing: int, made: int, task: int, leader: str, unit: str, day: dt.date
) -> Script:
    last = dt.date(world.plan.year, 12, 29)
    day = min(day, last)
    _report(world, task, unit, day, "批示要求已落实，结果如附件，申请办结。", ask=Report.Ask.CLOSE)
    task_verify(
        world.call("ducha2", day), task_id=task, method="papers", finding="查阅材料，已按批示落实。", result="holds"
    )
    day = min(workday(day + dt.timedelta(days=2)), last)
    yield day
    briefing_show(
        world.call("ducha", day), instruction_id=made, result="承办单位已按批示要求落实，情况属实。", signed=True
    )
    briefing_approve(world.call("lianluo", day, for_=leader), instruction_id=made, agreed=True, text="已阅，同意。")
    task_consent(world.call("lianluo", day, for_=leader), task_id=task)
    task_close(world.call("ducha", day, acknowledged=REASONS), task_id=task)
    briefing_close(world.call("ducha", day), briefing_id=briefing)
