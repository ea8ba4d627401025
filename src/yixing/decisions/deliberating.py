"""书记专题会、书记办公会 only 酝酿: nothing they held becomes an 议定事项, by whatever door (C01, LC-27, CR-22)."""

import datetime as dt
from typing import Any

from yixing.compliance import gates
from yixing.decisions import refusals  # noqa: F401  (registers the message this module raises)
from yixing_core.errors import Refusal
from yixing_core.rules.model import Status

NAMES = ("书记办公会", "书记专题会", "书记碰头会", "书记会议", "书记会商")
"""What such meetings are called: a paper that bears the name is one of theirs, whatever kind was ticked."""
KIND = "secretary"


def is_secretaries(meeting: Any) -> bool:
    """Whether a meeting is one of the secretaries: by its kind, its body or its name."""
    body = meeting.body
    return meeting.kind == KIND or (body is not None and body.kind == KIND) or names_secretaries(meeting.title)


def names_secretaries(text: str) -> bool:
    """Whether words name a meeting of the secretaries.

    >>> names_secretaries("书记专题会纪要〔2023〕3号"), names_secretaries("县委书记主持的专题会")
    (True, False)
    """
    return any(name in text for name in NAMES)


def refuse_deciding(on: dt.date, *, field: str = "") -> Refusal:
    """The refusal, with the article that forbids it on that day."""
    facts = {"body": {"kind": "secretary_meeting"}, "item": {"secretary_meeting_decision": True}}
    found = gates.findings("item.conclude", facts, on=on)
    telling = [
        each for each in found if each.status is Status.VIOLATED and "item.secretary_meeting_decision" in each.facts
    ]
    return Refusal("secretary_decides", field=field, findings=telling)
