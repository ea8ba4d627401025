"""How an actor may stand to a row: each relation of the policy table written once, as a query filter for the actor."""

from collections.abc import Callable
from typing import Any

from django.apps import apps
from django.db.models import CharField, Q, Value
from django.db.models.functions import Cast, Concat

from yixing.access.actor import Actor
from yixing_core.rules.vocabulary import EMERGENCY_TYPE


def _rows(label: str) -> Any:
    """All rows of another model by its label: apps above are known here by name only."""
    return apps.get_model(label)._default_manager.all()


def _through(label: str, lookup: str, values: object, column: str) -> Any:
    """A subquery over another model, so that joins never double a row."""
    return _rows(label).filter(**{f"{lookup}__in": values}).values(column)


def _of_meetings(rows: Any, column: str) -> Any:
    """``meeting/17`` of each row, as papers name what they are about; asked by the database, not before it."""
    return rows.values_list(Concat(Value("meeting/"), Cast(column, CharField())))


def _instructing(actor: Actor, prefix: str = "") -> Q:
    """批示 of the actor, those he took over by a signed 工作交接单 included."""
    person = actor.person_id or 0  # nobody: an empty column is no one's
    return Q(**{f"{prefix}leader_id": person}) | Q(**{f"{prefix}successor_id": person})


_MATTER_UNIT: dict[str, Callable[[Actor], Q]] = {
    "own_unit": lambda a: Q(unit_id__in=a.unit_ids),
    "own_portfolio": lambda a: Q(area_id__in=a.area_ids),
    "touches_portfolio": lambda a: (
        Q(area_id__in=a.area_ids) | Q(pk__in=_through("matters.Matter", "other_areas", a.area_ids, "pk"))
    ),
    "before_body": lambda a: Q(
        pk__in=_rows("meetings.AgendaItem")
        .filter(meeting__body_id__in=a.body_ids, meeting__attendances__person_id=a.person_id, matter__isnull=False)
        .values("matter_id")
    ),
    "asked": lambda a: Q(pk__in=_through("matters.OpinionReply", "unit_id", a.unit_ids, "round__matter_id")),
    # 临机处置 is reported to the whole standing committee (LC-28).
    "emergency": lambda _: Q(type_id__in=_rows("matters.MatterType").filter(slug=EMERGENCY_TYPE).values("pk")),
}


def _of_matter(relation: str) -> Callable[[Actor], Q]:
    """Rows about a matter to which the actor stands in this relation."""
    return lambda a: Q(matter__in=_rows("matters.Matter").filter(_MATTER_UNIT[relation](a)))


_OF_MATTER = {name: _of_matter(name) for name in ("own_unit", "touches_portfolio", "before_body")}
"""Not the units that were merely asked for their opinion."""


RELATIONS: dict[str, dict[str, Callable[[Actor], Q]]] = {
    "matters.Matter": _MATTER_UNIT,
    "argument.Expert": {},
    "argument.Consultation": _OF_MATTER,
    "argument.PublicNotice": _OF_MATTER,
    "argument.Hearing": _OF_MATTER,
    "argument.Research": {
        "own_unit": lambda a: Q(unit_id__in=a.unit_ids),
        "own_area": lambda a: Q(area_id__in=_through("portfolios.Area", "units", a.unit_ids, "pk")),
        "cited": lambda a: Q(pk__in=_through("argument.Citation", "matter__unit_id", a.unit_ids, "research_id")),
    },
    "matters.OpinionRound": {
        "own_unit": lambda a: Q(matter__unit_id__in=a.unit_ids),
        "asked": lambda a: Q(pk__in=_through("matters.OpinionReply", "unit_id", a.unit_ids, "round_id")),
        "touches_portfolio": lambda a: Q(matter__area_id__in=a.area_ids),
    },
    "matters.OpinionReply": {
        "own_unit": lambda a: Q(unit_id__in=a.unit_ids),
        "asking_unit": lambda a: Q(round__matter__unit_id__in=a.unit_ids),
        "touches_portfolio": lambda a: Q(round__matter__area_id__in=a.area_ids),
    },
    "meetings.Meeting": {
        "attends": lambda a: Q(pk__in=_through("meetings.Attendance", "person_id", (a.person_id,), "meeting_id")),
        "own_body": lambda a: Q(body_id__in=a.body_ids),
        "chairs": lambda a: Q(chair_id=a.person_id),
        "own_area": lambda a: Q(subject_area_id__in=a.area_ids),
    },
    "meetings.AgendaItem": {
        "attends": lambda a: Q(
            meeting_id__in=_through("meetings.Attendance", "person_id", (a.person_id,), "meeting_id")
        ),
        "own_unit": lambda a: Q(matter__unit_id__in=a.unit_ids),
    },
    "ballots.Poll": {
        "attends": lambda a: Q(
            item__meeting_id__in=_through("meetings.Attendance", "person_id", (a.person_id,), "meeting_id")
        ),
    },
    "decisions.Decision": {
        "own_unit": lambda a: (
            Q(lead_unit_id__in=a.unit_ids)
            | Q(amending_unit_id__in=a.unit_ids)
            | Q(pk__in=_through("decisions.Decision", "assist_units", a.unit_ids, "pk"))
            | Q(matter__unit_id__in=a.unit_ids)
        ),
        "own_portfolio": lambda a: Q(area_id__in=a.area_ids) | Q(leader_id=a.person_id) | Q(approver_id=a.person_id),
        "own_body": lambda a: Q(meeting__body_id__in=a.body_ids),
        "leads_meeting": lambda a: Q(meeting__chair_id=a.person_id),
        "approver": lambda a: Q(approver_id=a.person_id),
        # 直接决定通报: what a member decided alone is told to the others.
        "briefed": lambda a: Q(circular_id__in=_through("decisions.Circular", "members", (a.person_id,), "pk")),
    },
    "decisions.Circular": {
        "addressed": lambda a: Q(pk__in=_through("decisions.Circular", "members", (a.person_id,), "pk")),
    },
    "briefings.Briefing": {
        "addressed": lambda a: (
            Q(pk__in=_rows("briefings.Instruction").filter(_instructing(a)).values("briefing_id"))
            | Q(pk__in=_through("briefings.Briefing", "leaders", (a.person_id,), "pk"))
        ),
    },
    "briefings.Instruction": {
        "own": _instructing,
        "answers": lambda a: Q(leader_id=a.person_id, successor__isnull=True) | Q(successor_id=a.person_id or 0),
        "own_unit": lambda a: Q(unit_id__in=a.unit_ids),
    },
    "supervision.Breakdown": {
        "own_unit": lambda a: Q(
            state="approved", pk__in=_through("supervision.Task", "lead_unit_id", a.unit_ids, "breakdown_id")
        ),
        "own_portfolio": lambda a: Q(pk__in=_through("supervision.Task", "leader_id", (a.person_id,), "breakdown_id")),
    },
    "supervision.Task": {
        # A draft is a working paper of the office: the unit sees a task when it is issued.
        "lead_unit": lambda a: Q(lead_unit_id__in=a.unit_ids, issued_on__isnull=False),
        "own_unit": lambda a: (
            Q(issued_on__isnull=False)
            & (
                Q(lead_unit_id__in=a.unit_ids)
                | Q(pk__in=_through("supervision.Task", "assist_units", a.unit_ids, "pk"))
            )
        ),
        "own_portfolio": lambda a: Q(leader_id=a.person_id) | Q(area_id__in=a.area_ids),
        "instructed": lambda a: Q(
            breakdown_id__in=_rows("supervision.Breakdown").filter(_instructing(a, "instruction__")).values("pk")
        ),
        # Whose word 销号 needs: 分管常委 for a 议定事项, the instructing leader for a 批示件.
        "demands": lambda a: (
            Q(source="decision", leader_id=a.person_id)
            | Q(source="instruction", breakdown__instruction__leader_id=a.person_id)
            | Q(source="instruction", breakdown__instruction__successor_id=a.person_id or 0)
        ),
    },
    "supervision.Report": {
        "own_unit": lambda a: Q(unit_id__in=a.unit_ids),
        "own_portfolio": lambda a: (
            Q(task__leader_id=a.person_id)
            | Q(task__area_id__in=a.area_ids)
            | _instructing(a, "task__breakdown__instruction__")
        ),
    },
    "supervision.Notice": {
        # A draft is a working paper of the office, as with tasks.
        "own_unit": lambda a: Q(unit_id__in=a.unit_ids, document__state="signed"),
        "own_portfolio": lambda a: Q(task__leader_id=a.person_id) | Q(task__area_id__in=a.area_ids),
    },
    "papers.Document": {
        "chairs_meeting": lambda a: Q(
            subject__in=_of_meetings(_rows("meetings.Meeting").filter(chair_id=a.person_id), "pk")
        ),
        "addressed": lambda a: Q(unit_id__in=a.unit_ids, state="signed"),
        # Addressed to everybody: who is in charge of what.
        "to_all": lambda _: Q(kind="division_notice", state="signed"),
        "of_own_meeting": lambda a: Q(
            state="signed",
            subject__in=_of_meetings(_rows("meetings.Attendance").filter(person_id=a.person_id), "meeting_id"),
        ),
    },
    "portfolios.Division": {
        "in_force": lambda _: Q(state="in_force"),
        # A draft is a working paper of the office until the members are asked.
        "asked": lambda _: Q(state="draft", asked_on__isnull=False),
    },
    "portfolios.Area": {},
    "coordination.TaskCircular": {
        "addressed": lambda a: Q(pk__in=_through("coordination.TaskCircular", "members", (a.person_id,), "pk")),
    },
    "coordination.Difference": {"party": lambda a: Q(first_id=a.person_id) | Q(second_id=a.person_id)},
    "proposals.Proposal": {},
    "handover.Handover": {
        "party": lambda a: Q(giver_id=a.person_id) | Q(receiver_id=a.person_id) | Q(witness_id=a.person_id),
    },
    "duties.Duty": {"own": lambda a: Q(person_id=a.person_id)},
    "duties.Inquiry": {
        # Whose judgement ends it: the member who asked, or who took it over by a signed 工作交接单.
        "answers": lambda a: Q(person_id=a.person_id, successor__isnull=True) | Q(successor_id=a.person_id or 0),
        "own_unit": lambda a: Q(unit_id__in=a.unit_ids),
    },
    "duties.Recommendation": {"own": lambda a: Q(person_id=a.person_id)},
    "duties.DutyReport": {
        "own": lambda a: Q(person_id=a.person_id),
        # What was reported before the whole committee is known to the whole committee.
        "heard": lambda _: Q(state="heard"),
    },
    "duties.TalkSheet": {},
    "duties.YearReview": {},
    "duties.Talk": {"own": lambda a: Q(person_id=a.person_id) | Q(other_id=a.person_id)},
    "accounts.User": {"self": lambda a: Q(pk=a.user_id)},
    "people.Organization": {"own": lambda a: Q(pk__in=a.unit_ids)},
    "compliance.Parameter": {"of_login": lambda _: Q(key__startswith="login_")},
    "jobs.Job": {
        "export_of_ledger": lambda _: Q(kind="ledger.export"),
        # What a recheck found is what its asker may see: nobody else's.
        "own_recheck": lambda a: Q(kind="recheck", payload__user=a.user_id),
        # A dossier holds what its taker may see: the file is nobody else's.
        "own_dossier": lambda a: Q(kind="dossier", payload__user=a.user_id),
    },
}
