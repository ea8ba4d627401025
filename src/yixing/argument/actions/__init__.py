"""The actions of 论证咨询; each is one named change with one ledger entry (docs/actions/argument.md)."""

from yixing.argument import refusals as refusals
from yixing.argument.actions.consultations import consultation_conclude, consultation_open, consultation_reply
from yixing.argument.actions.experts import expert_import, expert_set
from yixing.argument.actions.hearings import hearing_announce, hearing_hold
from yixing.argument.actions.notices import publicity_close, publicity_open
from yixing.argument.actions.research import research_cite, research_set

__all__ = (
    "consultation_conclude",
    "consultation_open",
    "consultation_reply",
    "expert_import",
    "expert_set",
    "hearing_announce",
    "hearing_hold",
    "publicity_close",
    "publicity_open",
    "research_cite",
    "research_set",
)
