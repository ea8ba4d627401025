"""What the cover and the contents of a dossier are printed from."""

import datetime as dt
from typing import Any

from yixing.access.actions import Action
from yixing.access.actor import Actor
from yixing.decisions.pages import outcome_word, votes
from yixing.dossiers.argued import grounds
from yixing.dossiers.subjects import Chain
from yixing.ledger.models import Checkpoint
from yixing.papers.series import county
from yixing_core.ledger.checkpoint import Checkpoint as Head
from yixing_core.ledger.checkpoint import Note, Verifier
from yixing_core.papers.dossiers import ChainStep, CoverData, IndexRow, Original, Proof

A = Action
PHASES: dict[str, str] = {
    **dict.fromkeys((A.MATTER_DRAFT, A.MATTER_SIGN, A.MATTER_MEMBER_SIGN, A.MATTER_CHECK, A.MATTER_REVIEW), "事项"),
    **dict.fromkeys((A.MATTER_DETERMINE, A.MATTER_ADD_LATE), "事项"),
    **dict.fromkeys((A.EMERGENCY_REPORT, A.EMERGENCY_READ), "事项"),
    **dict.fromkeys((A.BRIEFING_REGISTER, A.BRIEFING_INSTRUCT, A.BRIEFING_SHOW, A.BRIEFING_APPROVE), "批示"),
    A.DUTY_ASSIGN: "批示",
    **dict.fromkeys((A.STEP_RECORD, A.OPINION_OPEN, A.OPINION_ADOPT), "程序"),
    **dict.fromkeys((A.CONSULTATION_OPEN, A.CONSULTATION_REPLY, A.CONSULTATION_CONCLUDE), "论证"),
    **dict.fromkeys((A.RESEARCH_SET, A.RESEARCH_CITE), "论证"),
    **dict.fromkeys((A.PUBLICITY_OPEN, A.PUBLICITY_CLOSE, A.HEARING_ANNOUNCE, A.HEARING_HOLD), "论证"),
    **dict.fromkeys((A.MEETING_AGENDA, A.MEETING_NOTIFY, A.MEETING_OPEN, A.MEETING_LIGHT, A.RECORD_CHECK), "会议"),
    **dict.fromkeys((A.POLL_OPEN, A.POLL_CONFIRM, A.POLL_VOID), "表决"),
    **dict.fromkeys((A.MEETING_CONCLUDE, A.DECISION_FILE_DIRECT, A.DECISION_APPROVE_TEXT), "决定"),
    **dict.fromkeys((A.MINUTES_SIGN, A.NOTICE_ISSUE), "决定"),
    **dict.fromkeys((A.DECISION_FILE_LIGHT, A.INSTRUCTION_FILE, A.DECISION_BRIEF), "备案"),
    **dict.fromkeys((A.TASK_APPROVE, A.TASK_ACCEPT, A.TASK_OBJECT, A.TASK_REASSIGN, A.TASK_ENDORSE), "任务"),
    **dict.fromkeys((A.SUPERVISION_SIGN, A.SUPERVISION_ANSWER, A.TASK_REMIND, A.TASK_EXTEND, A.TASK_VERIFY), "督查"),
    **dict.fromkeys((A.TASK_CONSENT, A.TASK_CLOSE, A.TASK_KEEP, A.TASK_MERGE, A.TASK_STOP, A.TASK_REOPEN), "评价"),
    A.DECISION_EVALUATE: "评价",
}
"""The steps that the cover names, each in its phase of the chain; 档案.json has them all."""


def body_words(chain: Chain) -> str:
    """Who decided: the meeting, or the member."""
    decision = chain.decision
    if chain.meeting is not None:
        return chain.meeting.title
    return decision.get_source_display()


def proof_of(checkpoint: Checkpoint, key: Verifier) -> Proof:
    """The checkpoint as it is printed."""
    head = Head.parse(Note.parse(checkpoint.note).text)
    root = head.text().splitlines()[-1]
    return Proof(head.origin, head.size, root, key.fingerprint, checkpoint.note)


def index_row(chain: Chain, folder: str) -> IndexRow:
    """The line of a decision in the contents of a year."""
    decision = chain.decision
    return IndexRow(
        decision.number, decision.title, body_words(chain), decision.decided_on, outcome_word(decision), folder
    )


def cover_data(
    chain: Chain,
    record: dict[str, Any],
    originals: tuple[Original, ...],
    proof: Proof,
    made_for: Actor,
) -> CoverData:
    """What the cover is printed from."""
    decision = chain.decision
    units = [str(decision.lead_unit)] if decision.lead_unit is not None else []
    counts = "；".join(f"{name}：{words}" for name, words in votes(decision)) if chain.item is not None else ""
    return CoverData(
        county=county(),
        number=decision.number,
        title=decision.title,
        text=decision.text,
        body=body_words(chain),
        decided_on=decision.decided_on,
        outcome=outcome_word(decision),
        votes=counts,
        lead="、".join(units),
        leader=decision.leader.name if decision.leader is not None else "",
        grounds=grounds(chain, record),
        chain=tuple(_steps(record)),
        originals=originals,
        proof=proof,
        made_on=made_for.day,
        made_for=f"{made_for.name}（{made_for.post_name}）" if made_for.post_name else made_for.name,
    )


def _steps(record: dict[str, Any]) -> list[ChainStep]:
    steps = []
    for row in record["timeline"]:
        phase = PHASES.get(row["step"])
        if phase is not None:
            by = f"，{row['by']}代录" if row["by"] else ""
            late = "（补录）" if row["backfilled"] else ""
            text = f"{row['words']}：{row['who']}{by}{late}"
            steps.append(ChainStep(phase, dt.date.fromisoformat(row["on"]), text, row["entry"]))
    return steps
