"""The relations of the policy table once more, row by row in plain Python; slow, obvious, and no query filter."""

from typing import Any

from django.apps import apps

from yixing.access.actor import Actor
from yixing.access.policy import EVERYTHING, VISIBLE


def _all(label: str) -> list[Any]:
    return list(apps.get_model(label)._default_manager.all())


def _ids(many: Any) -> set[int]:
    return {row.pk for row in many.all()}


def _attends(meeting_id: int | None, actor: Actor) -> bool:
    return any(row.meeting_id == meeting_id and row.person_id == actor.person_id for row in _all("meetings.Attendance"))


def _tasks_of(breakdown: Any) -> list[Any]:
    return [task for task in _all("supervision.Task") if task.breakdown_id == breakdown.pk]


def _own_portfolio_of_task(task: Any, actor: Actor) -> bool:
    by_person = task.leader_id is not None and task.leader_id == actor.person_id
    return by_person or task.area_id in actor.area_ids


def _instructed(task: Any, actor: Actor) -> bool:
    instruction = task.breakdown.instruction
    return instruction is not None and actor.person_id in {instruction.leader_id, instruction.successor_id}


def _of_person(row: Any, relation: str, actor: Actor) -> bool:
    if relation == "own":
        return row.person_id == actor.person_id
    if relation == "own_unit":
        return row.unit_id in actor.unit_ids
    if relation == "heard":
        return row.state == "heard"
    raise KeyError(relation)


def _talk(row: Any, relation: str, actor: Actor) -> bool:
    if relation == "own":
        return actor.person_id is not None and actor.person_id in {row.person_id, row.other_id}
    raise KeyError(relation)


def _matter(matter: Any, relation: str, actor: Actor) -> bool:
    if relation == "own_unit":
        return matter.unit_id in actor.unit_ids
    if relation == "touches_portfolio":
        return matter.area_id in actor.area_ids or bool(_ids(matter.other_areas) & actor.area_ids)
    if relation == "before_body":
        items = [item for item in _all("meetings.AgendaItem") if item.matter_id == matter.pk]
        return any(item.meeting.body_id in actor.body_ids and _attends(item.meeting_id, actor) for item in items)
    if relation == "emergency":
        return matter.type.slug == "emergency_ratification"
    if relation == "asked":
        replies = [reply for reply in _all("matters.OpinionReply") if reply.round.matter_id == matter.pk]
        return any(reply.unit_id in actor.unit_ids for reply in replies)
    raise KeyError(relation)


def _round(row: Any, relation: str, actor: Actor) -> bool:
    if relation == "asked":
        return any(reply.unit_id in actor.unit_ids for reply in row.replies.all())
    if relation == "touches_portfolio":
        return row.matter.area_id in actor.area_ids
    return _matter(row.matter, relation, actor)


def _reply(row: Any, relation: str, actor: Actor) -> bool:
    if relation == "own_unit":
        return row.unit_id in actor.unit_ids
    if relation == "asking_unit":
        return row.round.matter.unit_id in actor.unit_ids
    if relation == "touches_portfolio":
        return row.round.matter.area_id in actor.area_ids
    raise KeyError(relation)


def _argued(row: Any, relation: str, actor: Actor) -> bool:
    return _matter(row.matter, relation, actor)


def _research(row: Any, relation: str, actor: Actor) -> bool:
    if relation == "own_unit":
        return row.unit_id in actor.unit_ids
    if relation == "own_area":
        return row.area is not None and bool(_ids(row.area.units) & actor.unit_ids)
    if relation == "cited":
        return any(citation.matter.unit_id in actor.unit_ids for citation in row.citations.all())
    raise KeyError(relation)


def _meeting(row: Any, relation: str, actor: Actor) -> bool:
    if relation == "attends":
        return _attends(row.pk, actor)
    if relation == "own_body":
        return row.body_id in actor.body_ids
    if relation == "chairs":
        return row.chair_id is not None and row.chair_id == actor.person_id
    if relation == "own_area":
        return row.subject_area_id in actor.area_ids
    raise KeyError(relation)


def _item(row: Any, relation: str, actor: Actor) -> bool:
    if relation == "attends":
        return _attends(row.meeting_id, actor)
    if relation == "own_unit":
        return row.matter is not None and row.matter.unit_id in actor.unit_ids
    raise KeyError(relation)


def _poll(row: Any, relation: str, actor: Actor) -> bool:
    if relation == "attends":
        return _attends(row.item.meeting_id, actor)
    raise KeyError(relation)


def _decision(row: Any, relation: str, actor: Actor) -> bool:
    person = actor.person_id
    if relation == "own_unit":
        units = {row.lead_unit_id, row.amending_unit_id} | _ids(row.assist_units)
        if row.matter is not None:
            units.add(row.matter.unit_id)
        return bool(units & actor.unit_ids)
    if relation == "own_portfolio":
        return row.area_id in actor.area_ids or (person is not None and person in {row.leader_id, row.approver_id})
    if relation == "own_body":
        return row.meeting is not None and row.meeting.body_id in actor.body_ids
    if relation == "leads_meeting":
        return row.meeting is not None and person is not None and row.meeting.chair_id == person
    if relation == "briefed":
        return row.circular is not None and person in _ids(row.circular.members)
    raise KeyError(relation)


def _circular(row: Any, relation: str, actor: Actor) -> bool:
    if relation == "addressed":
        return actor.person_id in _ids(row.members)
    raise KeyError(relation)


def _briefing(row: Any, relation: str, actor: Actor) -> bool:
    if relation == "addressed":
        asked = {instruction.leader_id for instruction in row.instructions.all()} | _ids(row.leaders)
        asked |= {instruction.successor_id for instruction in row.instructions.all()} - {None}
        return actor.person_id in asked
    raise KeyError(relation)


def _instruction(row: Any, relation: str, actor: Actor) -> bool:
    if relation == "own":
        return actor.person_id in {row.leader_id, row.successor_id}
    if relation == "own_unit":
        return row.unit_id in actor.unit_ids
    raise KeyError(relation)


def _breakdown(row: Any, relation: str, actor: Actor) -> bool:
    if relation == "own_unit":
        return row.state == "approved" and any(task.lead_unit_id in actor.unit_ids for task in _tasks_of(row))
    if relation == "own_portfolio":
        return any(task.leader_id is not None and task.leader_id == actor.person_id for task in _tasks_of(row))
    raise KeyError(relation)


def _task(row: Any, relation: str, actor: Actor) -> bool:
    if relation == "own_unit":
        concerned = {row.lead_unit_id} | _ids(row.assist_units)
        return row.issued_on is not None and bool(concerned & actor.unit_ids)
    if relation == "own_portfolio":
        return _own_portfolio_of_task(row, actor)
    if relation == "instructed":
        return _instructed(row, actor)
    raise KeyError(relation)


def _report(row: Any, relation: str, actor: Actor) -> bool:
    if relation == "own_unit":
        return row.unit_id in actor.unit_ids
    if relation == "own_portfolio":
        return _own_portfolio_of_task(row.task, actor) or _instructed(row.task, actor)
    raise KeyError(relation)


def _notice(row: Any, relation: str, actor: Actor) -> bool:
    if relation == "own_unit":
        return row.unit_id in actor.unit_ids and row.document.state == "signed"
    if relation == "own_portfolio":
        return _own_portfolio_of_task(row.task, actor)
    raise KeyError(relation)


def _paper(row: Any, relation: str, actor: Actor) -> bool:
    kind, _, number = row.subject.partition("/")
    meetings = [meeting for meeting in _all("meetings.Meeting") if kind == "meeting" and str(meeting.pk) == number]
    if relation == "addressed":
        return row.state == "signed" and row.unit_id in actor.unit_ids
    if relation == "to_all":
        return row.state == "signed" and row.kind == "division_notice"
    if relation == "of_own_meeting":
        return row.state == "signed" and any(_attends(meeting.pk, actor) for meeting in meetings)
    if relation == "chairs_meeting":
        return any(meeting.chair_id is not None and meeting.chair_id == actor.person_id for meeting in meetings)
    raise KeyError(relation)


def _division(row: Any, relation: str, actor: Actor) -> bool:
    if relation == "in_force":
        return bool(row.state == "in_force")
    if relation == "asked":
        return bool(row.state == "draft" and row.asked_on is not None)
    raise KeyError(relation)


def _handover(row: Any, relation: str, actor: Actor) -> bool:
    if relation == "party":
        return actor.person_id in {row.giver_id, row.receiver_id, row.witness_id}
    raise KeyError(relation)


def _difference(row: Any, relation: str, actor: Actor) -> bool:
    if relation == "party":
        return actor.person_id in {row.first_id, row.second_id}
    raise KeyError(relation)


def _user(row: Any, relation: str, actor: Actor) -> bool:
    if relation == "self":
        return bool(row.pk == actor.user_id)
    raise KeyError(relation)


def _job(row: Any, relation: str, actor: Actor) -> bool:
    if relation == "export_of_ledger":
        return bool(row.kind == "ledger.export")
    if relation == "own_recheck":
        return bool(row.kind == "recheck" and row.payload["user"] == actor.user_id)
    if relation == "own_dossier":
        return bool(row.kind == "dossier" and row.payload["user"] == actor.user_id)
    raise KeyError(relation)


def _parameter(row: Any, relation: str, _: Actor) -> bool:
    if relation == "of_login":
        return row.key in {"login_failures", "login_lock_minutes"}
    raise KeyError(relation)


_STANDS = {
    "compliance.Parameter": _parameter,
    "jobs.Job": _job,
    "matters.Matter": _matter,
    "matters.OpinionRound": _round,
    "matters.OpinionReply": _reply,
    "argument.Consultation": _argued,
    "argument.PublicNotice": _argued,
    "argument.Hearing": _argued,
    "argument.Research": _research,
    "meetings.Meeting": _meeting,
    "meetings.AgendaItem": _item,
    "ballots.Poll": _poll,
    "decisions.Decision": _decision,
    "decisions.Circular": _circular,
    "coordination.TaskCircular": _circular,
    "briefings.Briefing": _briefing,
    "briefings.Instruction": _instruction,
    "supervision.Breakdown": _breakdown,
    "supervision.Task": _task,
    "supervision.Report": _report,
    "supervision.Notice": _notice,
    "duties.Inquiry": _of_person,
    "duties.Recommendation": _of_person,
    "duties.DutyReport": _of_person,
    "duties.Talk": _talk,
    "papers.Document": _paper,
    "portfolios.Division": _division,
    "handover.Handover": _handover,
    "coordination.Difference": _difference,
    "accounts.User": _user,
}


def sees(label: str, row: Any, actor: Actor) -> bool:
    """Whether somebody sees one row, by reading the table for each of his roles."""
    for role in actor.roles:
        for grant in VISIBLE[label]:
            if role in grant.roles and (grant.relation == EVERYTHING or _STANDS[label](row, grant.relation, actor)):
                return True
    return False
