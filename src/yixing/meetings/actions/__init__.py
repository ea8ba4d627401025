"""Every action of a meeting, from its plan to the notices after it."""

from yixing.meetings.actions.conclude import meeting_conclude
from yixing.meetings.actions.light import meeting_light
from yixing.meetings.actions.minutes import minutes_draft, minutes_review, minutes_sign, notice_issue, record_check
from yixing.meetings.actions.planning import (
    matter_add_late,
    meeting_agenda,
    meeting_cancel,
    meeting_notify,
    meeting_plan,
)
from yixing.meetings.actions.room import (
    meeting_attendance,
    meeting_call,
    meeting_close,
    meeting_open,
    meeting_pause,
    meeting_recuse,
    meeting_speak,
)

__all__ = (
    "matter_add_late",
    "meeting_agenda",
    "meeting_attendance",
    "meeting_call",
    "meeting_cancel",
    "meeting_close",
    "meeting_conclude",
    "meeting_light",
    "meeting_notify",
    "meeting_open",
    "meeting_pause",
    "meeting_plan",
    "meeting_recuse",
    "meeting_speak",
    "minutes_draft",
    "minutes_review",
    "minutes_sign",
    "notice_issue",
    "record_check",
)
