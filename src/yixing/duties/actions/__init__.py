"""The actions of 常委履责; each is one named change with one ledger entry (docs/actions/duties.md)."""

from yixing.duties import refusals as refusals
from yixing.duties.actions.assigning import duty_assign
from yixing.duties.actions.inquiries import inquiry_draft, inquiry_judge, inquiry_open, inquiry_sign
from yixing.duties.actions.recommendations import recommendation_make, recommendation_settle
from yixing.duties.actions.register import duty_set
from yixing.duties.actions.reports import duty_report_draft, duty_report_hear
from yixing.duties.actions.talks import talk_record
from yixing.duties.actions.year import year_review

__all__ = (
    "duty_assign",
    "duty_report_draft",
    "duty_report_hear",
    "duty_set",
    "inquiry_draft",
    "inquiry_judge",
    "inquiry_open",
    "inquiry_sign",
    "recommendation_make",
    "recommendation_settle",
    "talk_record",
    "year_review",
)
