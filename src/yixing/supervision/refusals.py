"""What can be wrong with a 督办事项, and what to do about it."""

from yixing.supervision.models import Task
from yixing.supervision.state import TaskState
from yixing_core.errors import Message, Refusal, catalogue

catalogue(
    {
        "no_lines": Message("责任分解表没有一行任务。", "请至少填写一行：事项、牵头单位、时限。"),
        "no_source": Message("没有写明分解的是哪一件议定事项或批示。", "请从议定事项或批示页面点“分解”。"),
        "noted_only": Message("这件批示只是圈阅，不需要分解。", "如领导另有要求，请先登记新的批示。", 409),
        "line_text": Message("第{line}行没有写明任务内容。", "请照录议定或批示的原文。"),
        "line_assist": Message("第{line}行的配合单位中有牵头单位。", "请从配合单位中去掉牵头单位。"),
        "line_due": Message("第{line}行没有写明时限。", "请照原文填写，如“6月底前”“立即”“长期坚持”。"),
        "duplicate": Message(
            "{lines}与同一单位的在办任务相似：{tasks}。",
            "同一件事请并入原任务（一事一报）；确是另一件事的，请写明理由。",
        ),
        "merge_target": Message("不能并入{what}：{why}。", "请选同一牵头单位、仍在办理的任务。", 409),
        "decision_not_effective": Message(
            "“{what}”是原则同意，修改稿还没有审定，尚未生效。", "请在{approver}审定修改稿后再下达任务。", 409
        ),
        "not_a_person_task": Message("当前账户没有对应的人员，不能办理督办事项。", "请由有岗位的人员登录办理。", 403),
        "objection_answered": Message(
            "本单位的职责异议已答复：{answer}。", "请签收办理；确有新情况的，请电话联系督查室。", 409
        ),
        "reason_needed": Message("“{label}”没有填写。", "请用一两句话写明。"),
        "new_unit_needed": Message("同意改派时须选择新的牵头单位。", "请选择改派给哪个单位。"),
        "same_unit": Message("改派的单位就是现在的牵头单位。", "请另选单位；不改派的，请选“驳回”。"),
        "nothing_to_answer": Message("这项任务没有待答复的职责异议。", "需要变更牵头单位的，请选择新的牵头单位。", 409),
        "report_empty": Message("没有填写进展情况。", "请用一两句话写明做了什么、到了哪一步。"),
        "too_long": Message("“{label}”有{length}字，超过{limit}字。", "请压缩到{limit}字以内，详细材料作为附件上传。"),
        "report_pending": Message(
            "这项任务已有一条{on}填报、待单位负责人审签的进展。",
            "一事一报：请等审签；要修改的，请单位负责人先退回。",
            409,
        ),
        "extend_pending": Message("已有一次延期申请等待批复。", "请等督查室批复后再申请。", 409),
        "extend_to_needed": Message("没有写明延期到什么时候。", "请填写延期后的时限，如“9月底前”。"),
        "extend_backwards": Message("延期后的时限 {to} 不晚于现在的时限 {now}。", "请填写更晚的时限。"),
        "extend_no_deadline": Message("这项任务没有具体时限，无需延期。", "请直接报进展。", 409),
        "nothing_to_extend": Message("这项任务没有待批复的延期申请。", "延期由承办单位在报进展时提出。", 409),
        "no_unit_head": Message(
            "{unit}在{on}没有登记主要负责人，签字页无从对应。", "请系统管理员补登任职，或由单位负责人登录审签。", 409
        ),
        "not_claimed": Message(
            "单位还没有申请办结，不能认定“属实，可以销号”。", "请先由单位申请办结；现在可以登记“继续督办”。", 409
        ),
        "demands_unmet": Message("{what}暂不能销号：还缺{missing}。", "{who}", 409),
        "not_demanded": Message("{what}销号不需要您签认。", "由{who}签认。", 403),
        "consent_early": Message("督查室还没有核实，暂不签认。", "请等督查室核实后再签认。", 409),
        "keep_unverified": Message(
            "转长期坚持须先经督查室核实阶段性成果。", "请先核实；原时限就是“长期坚持”的可直接转。", 409
        ),
        "end_leader": Message("终止任务须经领导同意。", "请选择同意终止的领导。"),
        "reopen_due": Message("重新启动须写明新的时限。", "请填写新的时限，如“12月底前”。"),
        "notice_demands": Message("没有写明办理要求，或超过 {most} 条。", "请一行写一条，逐条写明要办什么。"),
        "notice_answer_by": Message("反馈时限不晚于 {on}。", "请填写之后的一天；签发已过时限的，请退回重拟。"),
        "notice_state": Message("督办通知现在是“{state}”，不能{action}。", "请刷新后看最新情况。", 409),
        "notice_number": Message("不能编为第 {number} 号。", "系统内签发的自动编号；补录的编号须在已有编号之后。"),
        "notice_results": Message(
            "办理结果须逐条对应 {count} 条要求，还缺第 {open} 条。", "请逐条填写；未完成的写明进度，并填原因和时限。"
        ),
        "nothing_chosen": Message("没有勾选任何一项。", "请先勾选再办理。"),
    }
)

_FOLLOWING: dict[str, str] = {
    TaskState.DRAFT: "任务还没有下达，请先由县委办主任批准责任分解。",
    TaskState.ISSUED: "请先由牵头单位签收。",
    TaskState.OBJECTED: "单位已提出职责异议，请督查室先答复。",
    TaskState.IN_HAND: "请牵头单位先报进展、申请办结。",
    TaskState.CLAIMED: "单位已申请办结，请等督查室核实。",
    TaskState.VERIFIED: "已核实，请等领导签认后销号。",
    TaskState.CLOSED: "任务已销号；情况反弹的，可由督查室重新启动。",
    TaskState.LONG_TERM: "任务已转长期坚持。",
    TaskState.MERGED: "任务已并入另一项任务，请在那项任务上办理。",
    TaskState.STOPPED: "任务已终止。",
}


def expect(task: Task, *states: TaskState, action: str) -> None:
    """Refuse (409) unless the task stands in one of these states; the refusal says what to do instead."""
    here = TaskState(task.state)
    if here not in states:
        what = f"任务{task.number}" if task.number else "这项任务"
        raise Refusal("wrong_state", what=what, state=here.label, action=action, next=_FOLLOWING[here])


def need(value: str, *, field: str, label: str, limit: int) -> str:
    """The text without blanks at its ends; refused where nothing is left, or more than ``limit`` characters."""
    text = fit(value, field=field, label=label, limit=limit)
    if not text:
        raise Refusal("reason_needed", field=field, label=label)
    return text


def fit(value: str, *, field: str, label: str, limit: int) -> str:
    """The text without blanks at its ends; refused where it is longer than ``limit`` characters."""
    text = value.strip()
    if len(text) > limit:
        raise Refusal("too_long", field=field, label=label, length=len(text), limit=limit)
    return text
