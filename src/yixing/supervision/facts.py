"""What the rulebook is told of a 督办事项 (``task`` and ``decision`` in the catalogue), built from the records."""

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

from django.db import connection

from yixing.attachments.models import Attachment
from yixing.briefings.facts import instruction_facts
from yixing.decisions.models import Decision
from yixing.papers.models import Document
from yixing.people.models import Membership
from yixing.supervision.authority import closer, demands
from yixing.supervision.models import Report, Task, Verification
from yixing.supervision.responsible import in_charge

_METHODS: dict[str, str] = {
    Verification.Method.PAPERS: "papers",
    Verification.Method.SITE: "on_site",
    Verification.Method.UNANNOUNCED: "unannounced",
}
_OUTCOMES: dict[str, str] = {
    "agreed": "agree",
    "agreed_in_principle": "agree_in_principle",
    "deferred": "postpone",
    "rejected": "disagree",
    "conveyed": "convey",
    "heard": "heard",
    "no_objection": "no_objection",
}
_LIGHT_BODIES: dict[str, str] = {
    "topic": "thematic_meeting",
    "dispatch": "dispatch_meeting",
    "check_in": "brief_meeting",
    "on_site": "onsite_meeting",
}


def issue_facts(task: Task, *, on: dt.date, approved: bool) -> dict[str, Any]:
    """The facts of the gate ``task.issue``, before the task has its dates."""
    return {"task": _base(task, on=on) | {"approved_by_director": approved, "issued_on": on}} | _decision(
        task.breakdown.decision
    )


def accept_facts(
    task: Task, *, on: dt.date, accepted_on: dt.date | None = None, objected_on: dt.date | None = None
) -> Mapping[str, Any]:
    """The facts of the gate ``task.accept``: the unit signs for the task, or objects."""
    return {"task": _base(task, on=on) | {"accepted_on": accepted_on, "objected_on": objected_on}}


def report_facts(task: Task, report: Report, *, on: dt.date, signed: bool) -> Mapping[str, Any]:
    """The facts of the gate ``task.report``, at the moment the head of the unit signs."""
    claims = report.ask == Report.Ask.CLOSE
    return {
        "task": _base(task, on=on)
        | {
            "reported_on": report.on,
            "report_signed": signed,
            "evidence": evidence_of([report]),
            "extension_reason": bool(report.reason) if report.ask == Report.Ask.EXTEND else None,
            "extension_to": report.extend_to,
            "claimed_on": on if claims else task.claimed_on,
            "claim_signed": signed if claims else None,
        }
    }


def extend_facts(task: Task, report: Report, *, on: dt.date, granted: bool) -> Mapping[str, Any]:
    """The facts of the gate ``task.extend``."""
    return {
        "task": _base(task, on=on)
        | {
            "reported_on": report.on,
            "report_signed": report.state == Report.State.SIGNED,
            "extension_reason": bool(report.reason),
            "extension_to": report.extend_to,
            "extension_approved": granted,
        }
    }


def close_facts(task: Task, merged: Iterable[Task], *, on: dt.date) -> dict[str, Any]:
    """The facts of the gate ``task.close``: evidence, verification, whose word it needs and whether it is there."""
    claim = task.reports.filter(state=Report.State.SIGNED, ask=Report.Ask.CLOSE).order_by("-id").first()
    verification = task.verifications.filter(result=Verification.Result.HOLDS).order_by("-id").first()
    standing = verification if task.verified_on is not None else None
    leaders = [demand for demand in demands(task, merged, on) if demand.kind != "verification"]
    facts = _base(task, on=on) | {
        "reported_on": task.last_report_on,
        "report_signed": claim is not None if task.last_report_on else None,
        "evidence": evidence_of(task.reports.filter(state=Report.State.SIGNED)),
        "claimed_on": task.claimed_on,
        "claim_signed": claim is not None if task.claimed_on else None,
        "verification": _METHODS[standing.method] if standing else None,
        "verified_on": task.verified_on,
        "verifier_independent": independent(standing, task) if standing else None,
        "closer": closer(task.source, on),
        "leader_agreed": all(demand.met for demand in leaders),
    }
    instruction = task.breakdown.instruction
    return {"task": facts} | (instruction_facts(instruction) if instruction is not None else {})


def independent(verification: Verification, task: Task) -> bool:
    """Whether the verifier held no post in the lead or an assisting unit on the day he verified."""
    units = {task.lead_unit_id, *task.assist_units.values_list("pk", flat=True)}
    held = Membership.objects.filter(person_id=verification.person_id, since__lte=verification.on)
    spans = held.exclude(until__lt=verification.on)
    return not spans.filter(post__organization_id__in=units).exists()


def review_facts(task: Task, *, on: dt.date) -> Mapping[str, Any]:
    """The facts of the gate ``task.review``: was it chased when it was late, was the 督办通知 on it answered in time."""
    notices = task.notices.filter(document__state=Document.State.SIGNED)
    last = notices.order_by("answer_by", "id").last()
    facts = _base(task, on=on)
    facts["supervised"] = facts["supervised"] or last is not None
    if last is not None:
        facts |= {"reply_due": last.answer_by, "replied_on": last.answered_on}
    return {"task": facts}


def evidence_of(reports: Iterable[Report]) -> int:
    """How many pieces of evidence hang on these reports."""
    references = [f"report/{report.pk}" for report in reports]
    if not references:
        return 0
    return Attachment.objects.filter(
        subject__in=references, label=Attachment.Label.EVIDENCE, destroyed_reason=""
    ).count()


def _base(task: Task, *, on: dt.date) -> dict[str, Any]:
    led = task.leader_id is not None and in_charge(task.leader_id, task.lead_unit_id, on, area_id=task.area_id)
    return {
        "source": task.source,
        "leads": 1,
        "assists": _assists(task),
        "leader_named": task.leader_id is not None,
        "leader_in_charge": led if task.leader_id is not None else None,
        "wording_given": bool(task.text),
        "deadline": task.due_on,
        "deadline_words": task.due_words or None,
        "long_term": task.is_long_term,
        "approved_by_director": task.breakdown.approved_on is not None,
        "set_up_approved": True,  # a 议定事项 and a 批示 are themselves the leaders' word
        "duplicate_of": task.duplicate_of.number if task.duplicate_of else None,
        "duplicate_explained": bool(task.duplicate_reason) or task.merged_into_id is not None,
        "issued_on": task.assigned_on,
        "accepted_on": task.accepted_on,
        "objected_on": task.objected_on,
        "reported_on": task.last_report_on,
        "extensions": task.extensions,
        "overdue": task.due_on is not None and (task.claimed_on or on) > task.due_on,
        "supervised": task.last_reminded_on is not None,
    }


def _assists(task: Task) -> int:
    """How many units assist; asked at every gate of a task."""
    if not task.pk:
        return 0
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM supervision_task_assist_units WHERE task_id = %s", [task.pk])
        count: int = cursor.fetchone()[0]
    return count


def _decision(decision: Decision | None) -> dict[str, Any]:
    if decision is None:
        return {}
    outcome = _OUTCOMES.get(decision.outcome)
    in_principle = outcome == "agree_in_principle"
    return {
        "decision": {
            "outcome": outcome,
            "body": _body(decision),
            "decided_on": decision.decided_on,
            "edit_approved": decision.text_approved_on is not None if in_principle else None,
        }
    }


def _body(decision: Decision) -> str | None:
    if decision.source == Decision.Source.DIRECT:
        return "member"
    meeting = decision.meeting
    if meeting is None:
        return None
    if meeting.body is not None and meeting.body.kind in {"plenary", "standing_committee"}:
        return str(meeting.body.kind)
    return _LIGHT_BODIES.get(meeting.kind)
