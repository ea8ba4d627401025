"""The actions of 事项议题; each is one named change with one ledger entry (docs/actions/matters.md)."""

from yixing.matters.actions.emergency import emergency_read, emergency_report
from yixing.matters.actions.opinions import opinion_adopt, opinion_open, opinion_reply
from yixing.matters.actions.sheet import matter_draft, matter_revise, matter_submit, matter_withdraw
from yixing.matters.actions.signatures import (
    matter_check,
    matter_determine,
    matter_member_sign,
    matter_review,
    matter_sign,
)
from yixing.matters.actions.steps import step_record

__all__ = (
    "emergency_read",
    "emergency_report",
    "matter_check",
    "matter_determine",
    "matter_draft",
    "matter_member_sign",
    "matter_review",
    "matter_revise",
    "matter_sign",
    "matter_submit",
    "matter_withdraw",
    "opinion_adopt",
    "opinion_open",
    "opinion_reply",
    "step_record",
)
