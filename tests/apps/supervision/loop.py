"""The loop from a decision or a 批示 to 销号, step by step, as the cast would walk it."""

import datetime as dt
import itertools

from django.core.files.uploadedfile import SimpleUploadedFile

from tests.cast import TODAY, Cast
from yixing.briefings.actions import briefing_approve, briefing_instruct, briefing_register, briefing_show
from yixing.briefings.models import Briefing, Instruction
from yixing.decisions.models import Decision
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

_numbers = itertools.count(1)
ISSUED = TODAY - dt.timedelta(days=11)
WORDINGS = itertools.cycle(
    (
        "完成集中供热管网施工图审查并开工",
        "清理拖欠民营企业账款",
        "编制下半年重点项目资金平衡方案",
        "组织农产品产销对接活动",
        "开展校园周边食品安全检查",
        "修订政府采购负面清单",
        "推进乡镇财政所标准化建设",
        "落实防汛物资储备",
    )
)


def pdf(name: str = "佐证.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, b"%PDF-1.4 " + str(next(_numbers)).encode() + b"\n%%EOF\n", "application/pdf")


def decide(cast: Cast, **given) -> Decision:
    fields = {
        "number": f"2023-36-{next(_numbers):03d}",
        "source": Decision.Source.LIGHT,
        "area": cast.areas["a01"],
        "title": "关于集中供热的事项",
        "text": "会议同意集中供热方案，由县财政局牵头落实资金。",
        "outcome": "agreed",
        "decided_on": ISSUED,
        "effective_on": ISSUED,
        "lead_unit": cast.units["D02"],
        "leader": cast.people["09号常委"],
        "due_words": "6月底前",
        "due_on": dt.date(2023, 6, 30),
    } | given
    return Decision.objects.create(**fields)


def line(cast: Cast, unit: str = "D02", **given) -> TaskLine:
    fields = {
        "text": f"{next(WORDINGS)}（第{next(_numbers)}批）",
        "lead_unit_id": cast.units[unit].pk,
        "due": "6月底前",
    } | given
    return TaskLine(**fields)


def draft(cast: Cast, *lines: TaskLine, decision: Decision | None = None, on: dt.date = ISSUED, **given):
    source = {} if "instruction_id" in given else {"decision_id": (decision or decide(cast)).pk}
    return task_draft(cast.call("督查员", on), lines=lines or (line(cast),), **source, **given)


def issue(cast: Cast, *lines: TaskLine, on: dt.date = ISSUED, **given) -> Task:
    """One task from a decision, issued and waiting to be signed for."""
    breakdown = draft(cast, *lines, on=on, **given)
    task_approve(cast.call("县委办主任", on), breakdown_id=breakdown.pk)
    return Task.objects.filter(breakdown=breakdown).order_by("id").first()


def in_hand(cast: Cast, *lines: TaskLine, on: dt.date = ISSUED, **given) -> Task:
    task = issue(cast, *lines, on=on, **given)
    return task_accept(cast.call("联络员", on), task_id=task.pk)


def report(cast: Cast, task: Task, *, on: dt.date = TODAY, **given) -> Report:
    fields = {"progress": "施工图已审查，设备进场。", "evidence": [pdf()]} | given
    return task_report(cast.call("联络员", on), task_id=task.pk, **fields)


def signed(cast: Cast, task: Task, *, on: dt.date = TODAY, **given) -> Report:
    entered = report(cast, task, on=on, **given)
    return task_endorse(cast.call("单位负责人", on), report_id=entered.pk)


def claimed(cast: Cast, task: Task | None = None, *, on: dt.date = TODAY) -> Task:
    task = task or in_hand(cast)
    signed(cast, task, on=on, ask=Report.Ask.CLOSE)
    task.refresh_from_db()
    return task


def verified(cast: Cast, task: Task | None = None, *, on: dt.date = TODAY) -> Task:
    task = claimed(cast, task, on=on)
    return task_verify(
        cast.call("督查员", on), task_id=task.pk, method="site", finding="现场查看，已开工。", result="holds"
    )


def consented(cast: Cast, task: Task | None = None, *, on: dt.date = TODAY) -> Task:
    task = verified(cast, task, on=on)
    return task_consent(cast.call("常委", on), task_id=task.pk)


def closed(cast: Cast, task: Task | None = None, *, on: dt.date = TODAY) -> Task:
    task = consented(cast, task, on=on)
    return task_close(cast.call("督查员", on), task_id=task.pk)


def present(cast: Cast, **given) -> Briefing:
    fields = {
        "kind": "incoming",
        "title": "关于供热问题的来文",
        "leader_ids": [cast.people["01号常委"].pk],
        "source": "市委办公室",
    } | given
    return briefing_register(cast.call("秘书", ISSUED), **fields)


def instruct(cast: Cast, briefing: Briefing | None = None, *, who: str = "书记", **given) -> Instruction:
    briefing = briefing or present(cast)
    fields = {"text": "请财政局抓紧办理，6月底前报结果。", "unit_id": cast.units["D02"].pk, "due": "6月底前"} | given
    return briefing_instruct(cast.call(who, ISSUED), briefing_id=briefing.pk, **fields)


def shown(cast: Cast, instruction: Instruction, *, on: dt.date = TODAY) -> Instruction:
    return briefing_show(cast.call("督查员", on), instruction_id=instruction.pk, result="供热资金已落实。", signed=True)


def agreed(cast: Cast, instruction: Instruction, *, who: str = "书记", on: dt.date = TODAY) -> Instruction:
    return briefing_approve(cast.call(who, on), instruction_id=instruction.pk, agreed=True, text="同意。")
