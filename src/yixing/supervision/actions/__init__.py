"""What is done to 督办事项, by drawer: 责任分解 · the unit · the inspector's day · ways in which a task ends."""

from yixing.supervision.actions.breakdowns import task_approve, task_draft, task_send_back
from yixing.supervision.actions.endings import (
    task_close,
    task_consent,
    task_keep,
    task_merge,
    task_reopen,
    task_stop,
)
from yixing.supervision.actions.inspection import task_extend, task_reassign, task_remind, task_verify
from yixing.supervision.actions.notices import (
    supervision_answer,
    supervision_draft,
    supervision_receive,
    supervision_sign,
)
from yixing.supervision.actions.unit import task_accept, task_endorse, task_object, task_report

__all__ = (
    "supervision_answer",
    "supervision_draft",
    "supervision_receive",
    "supervision_sign",
    "task_accept",
    "task_approve",
    "task_close",
    "task_consent",
    "task_draft",
    "task_endorse",
    "task_extend",
    "task_keep",
    "task_merge",
    "task_object",
    "task_reassign",
    "task_remind",
    "task_reopen",
    "task_report",
    "task_send_back",
    "task_stop",
    "task_verify",
)
