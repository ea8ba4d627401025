"""The one policy table: who may see which rows, who may do what on which rows, who may open which section.

Every relation is written once, as a query filter for an actor, so that lists, pages, search, figures and exports
agree by construction. Anything not listed here is refused.
"""

from dataclasses import dataclass

from django.db.models import Q

from yixing.access.actions import Action, Section
from yixing.access.actor import Actor
from yixing.access.relations import RELATIONS
from yixing.access.roles import BUSINESS, LEADERS, OFFICE, Role

EVERYTHING = "everything"
A = Action
R = Role


@dataclass(frozen=True, slots=True)
class Grant:
    """Holders of any of ``roles`` stand in ``relation`` to the rows concerned."""

    roles: frozenset[Role]
    relation: str = EVERYTHING


def _grant(relation: str, *roles: Role) -> Grant:
    return Grant(frozenset(roles), relation)


_ALL_BUSINESS = Grant(BUSINESS)
_OFFICE = Grant(OFFICE)
_CHAIR_OFFICE = Grant(OFFICE | {Role.CHAIR})
_WATCH = (Grant(frozenset({R.DISCIPLINE, R.AUDITOR})),)
"""纪委 and 审计 read everything of substance, the chair's records included (mechanisms C15, C16)."""
_RECHECKERS = OFFICE | {R.CHAIR, R.DISCIPLINE, R.AUDITOR}
"""Who may look back over what others did: the chair, the office, 纪委 and 巡察 (never colleagues)."""

_ARGUED = (
    _CHAIR_OFFICE,
    *_WATCH,
    _grant("own_unit", R.UNIT_HEAD, R.LIAISON),
    _grant("touches_portfolio", R.MEMBER),
    _grant("before_body", R.MEMBER, R.COMMITTEE, R.ALTERNATE),
)
"""Records of how a matter was argued."""

VISIBLE: dict[str, tuple[Grant, ...]] = {
    "matters.Matter": (
        _CHAIR_OFFICE,
        *_WATCH,
        _grant("own_unit", R.UNIT_HEAD, R.LIAISON),
        _grant("asked", R.UNIT_HEAD, R.LIAISON),
        _grant("touches_portfolio", R.MEMBER),
        _grant("before_body", R.MEMBER, R.COMMITTEE, R.ALTERNATE),
        _grant("emergency", R.MEMBER),
    ),
    "matters.OpinionRound": (
        _CHAIR_OFFICE,
        *_WATCH,
        _grant("own_unit", R.UNIT_HEAD, R.LIAISON),
        _grant("asked", R.UNIT_HEAD, R.LIAISON),
        _grant("touches_portfolio", R.MEMBER),
    ),
    "matters.OpinionReply": (
        _CHAIR_OFFICE,
        *_WATCH,
        _grant("own_unit", R.UNIT_HEAD, R.LIAISON),
        _grant("asking_unit", R.UNIT_HEAD, R.LIAISON),
        _grant("touches_portfolio", R.MEMBER),
    ),
    "argument.Expert": (
        _CHAIR_OFFICE,
        *_WATCH,
        Grant(frozenset({R.MEMBER, R.COMMITTEE, R.UNIT_HEAD, R.LIAISON})),
    ),
    "argument.Consultation": _ARGUED,
    "argument.PublicNotice": _ARGUED,
    "argument.Hearing": _ARGUED,
    "argument.Research": (
        _CHAIR_OFFICE,
        *_WATCH,
        Grant(frozenset({R.MEMBER})),
        _grant("own_unit", R.UNIT_HEAD, R.LIAISON),
        _grant("own_area", R.UNIT_HEAD, R.LIAISON),
        _grant("cited", R.UNIT_HEAD, R.LIAISON),
    ),
    "meetings.Meeting": (
        _CHAIR_OFFICE,
        *_WATCH,
        _grant("attends", *BUSINESS),
        _grant("own_body", R.MEMBER, R.COMMITTEE, R.ALTERNATE),
        _grant("chairs", R.MEMBER),
        _grant("own_area", R.MEMBER),
    ),
    "meetings.AgendaItem": (
        _CHAIR_OFFICE,
        *_WATCH,
        _grant("attends", R.MEMBER, R.COMMITTEE, R.ALTERNATE),
        _grant("own_unit", R.UNIT_HEAD, R.LIAISON),
    ),
    "ballots.Poll": (
        _CHAIR_OFFICE,
        *_WATCH,
        Grant(frozenset({R.SCRUTINEER})),
        _grant("attends", R.MEMBER, R.COMMITTEE, R.ALTERNATE),
    ),
    "decisions.Decision": (
        _CHAIR_OFFICE,
        *_WATCH,
        _grant("own_unit", R.UNIT_HEAD, R.LIAISON),
        _grant("own_portfolio", R.MEMBER),
        _grant("own_body", R.MEMBER, R.COMMITTEE, R.ALTERNATE),
        _grant("leads_meeting", R.MEMBER),
        _grant("briefed", R.MEMBER),
    ),
    "decisions.Circular": (_CHAIR_OFFICE, *_WATCH, _grant("addressed", R.MEMBER)),
    "briefings.Briefing": (_CHAIR_OFFICE, *_WATCH, _grant("addressed", R.MEMBER)),
    "briefings.Instruction": (
        _CHAIR_OFFICE,
        *_WATCH,
        _grant("own", R.MEMBER),
        _grant("own_unit", R.UNIT_HEAD, R.LIAISON),
    ),
    "supervision.Breakdown": (
        _CHAIR_OFFICE,
        *_WATCH,
        _grant("own_unit", R.UNIT_HEAD, R.LIAISON),
        _grant("own_portfolio", R.MEMBER),
    ),
    "supervision.Task": (
        _CHAIR_OFFICE,
        *_WATCH,
        _grant("own_unit", R.UNIT_HEAD, R.LIAISON),
        _grant("own_portfolio", R.MEMBER),
        _grant("instructed", R.MEMBER),
    ),
    "supervision.Report": (
        _CHAIR_OFFICE,
        *_WATCH,
        _grant("own_unit", R.UNIT_HEAD, R.LIAISON),
        _grant("own_portfolio", R.MEMBER),
    ),
    "supervision.Notice": (
        _CHAIR_OFFICE,
        *_WATCH,
        _grant("own_unit", R.UNIT_HEAD, R.LIAISON),
        _grant("own_portfolio", R.MEMBER),
    ),
    "papers.Document": (
        _CHAIR_OFFICE,
        *_WATCH,
        _grant("addressed", R.UNIT_HEAD, R.LIAISON),
        _grant("to_all", *BUSINESS),
        _grant("of_own_meeting", R.MEMBER, R.COMMITTEE, R.ALTERNATE),
        _grant("chairs_meeting", R.MEMBER),
    ),
    "portfolios.Division": (
        _CHAIR_OFFICE,
        *_WATCH,
        Grant(frozenset({R.ORGANIZATION})),
        _grant("in_force", *BUSINESS),
        _grant("asked", R.MEMBER),
    ),
    "portfolios.Area": (_ALL_BUSINESS,),
    # Numbers about persons: the chair and the organization department, nobody else (practice of the trade).
    "proposals.Proposal": (Grant(frozenset({R.CHAIR, R.ORGANIZATION})),),
    # A sheet names what is in hand, which the organization department does not see (docs/actions/handover.md).
    "handover.Handover": (_CHAIR_OFFICE, *_WATCH, _grant("party", *BUSINESS)),
    "coordination.TaskCircular": (_CHAIR_OFFICE, *_WATCH, _grant("addressed", R.MEMBER)),
    # One of the two may be no member: a 副县长 who 协管 the area (contradiction C03).
    "coordination.Difference": (_CHAIR_OFFICE, *_WATCH, _grant("party", *BUSINESS)),
    # What a member did is no secret among members: they know too little of each other's fields (source 000).
    "duties.Duty": (_CHAIR_OFFICE, *_WATCH, Grant(frozenset({R.MEMBER}))),
    "duties.Inquiry": (
        _CHAIR_OFFICE,
        *_WATCH,
        Grant(frozenset({R.MEMBER})),
        _grant("own_unit", R.UNIT_HEAD, R.LIAISON),
    ),
    "duties.Recommendation": (
        _CHAIR_OFFICE,
        Grant(frozenset({R.ORGANIZATION, R.DISCIPLINE})),
        _grant("own", R.MEMBER),
    ),
    "duties.DutyReport": (_CHAIR_OFFICE, *_WATCH, _grant("own", R.MEMBER), _grant("heard", R.MEMBER)),
    "duties.YearReview": (_CHAIR_OFFICE, *_WATCH),
    "duties.TalkSheet": (_CHAIR_OFFICE, *_WATCH, Grant(frozenset({R.MEMBER, R.ORGANIZATION}))),
    "duties.Talk": (_CHAIR_OFFICE, *_WATCH, Grant(frozenset({R.ORGANIZATION})), _grant("own", R.MEMBER)),
    "people.Organization": (_ALL_BUSINESS, Grant(frozenset({R.SYSTEM_ADMIN, R.SECURITY_ADMIN}))),
    "people.Person": (_ALL_BUSINESS, Grant(frozenset({R.SYSTEM_ADMIN, R.SECURITY_ADMIN}))),
    "people.Post": (_ALL_BUSINESS, Grant(frozenset({R.SYSTEM_ADMIN, R.SECURITY_ADMIN}))),
    "people.Body": (_ALL_BUSINESS, Grant(frozenset({R.SYSTEM_ADMIN}))),
    "people.Membership": (_ALL_BUSINESS, Grant(frozenset({R.SYSTEM_ADMIN}))),
    "compliance.Parameter": (_ALL_BUSINESS, _grant("of_login", R.SECURITY_ADMIN)),
    "compliance.Adoption": (_ALL_BUSINESS,),
    "accounts.User": (Grant(frozenset({R.SYSTEM_ADMIN, R.SECURITY_ADMIN})), _grant("self", *Role)),
    "accounts.RoleGrant": (Grant(frozenset({R.SYSTEM_ADMIN, R.SECURITY_ADMIN})),),
    "accounts.Delegation": (Grant(frozenset({R.SYSTEM_ADMIN, R.SECURITY_ADMIN, R.DIRECTOR})),),
    "accounts.SignIn": (Grant(frozenset({R.AUDIT_ADMIN})),),
    "ledger.Entry": (Grant(frozenset({R.AUDITOR, R.AUDIT_ADMIN, R.DISCIPLINE})),),
    "ledger.Checkpoint": (Grant(frozenset({R.AUDITOR, R.AUDIT_ADMIN, R.DISCIPLINE})),),
    "jobs.Job": (
        Grant(frozenset({R.SYSTEM_ADMIN})),
        _grant("export_of_ledger", R.AUDITOR, R.AUDIT_ADMIN, R.DISCIPLINE),
        Grant(_RECHECKERS, "own_recheck"),
        _grant("own_dossier", R.DIRECTOR, R.CLERK, R.AUDITOR, R.DISCIPLINE),
    ),
}

_UNIT_SIDE = (_grant("own_unit", R.LIAISON, R.UNIT_HEAD),)
_UNIT_HEAD = (_grant("own_unit", R.UNIT_HEAD),)
_CLERK = (Grant(frozenset({R.CLERK})),)
_CLERK_DIRECTOR = (Grant(frozenset({R.CLERK, R.DIRECTOR})),)
_DIRECTOR = (Grant(frozenset({R.DIRECTOR})),)
_CHAIR = (Grant(frozenset({R.CHAIR})),)
_INSPECTOR = (Grant(frozenset({R.INSPECTOR})),)
_LEAD_UNIT = (_grant("lead_unit", R.LIAISON, R.UNIT_HEAD),)
_SYSTEM = (Grant(frozenset({R.SYSTEM_ADMIN})),)
_SECURITY = (Grant(frozenset({R.SECURITY_ADMIN})),)
_DIVIDING = (Grant(frozenset({R.CLERK, R.DIRECTOR, R.ORGANIZATION})),)
"""Who prepares the division of work."""

POLICY: dict[Action, tuple[Grant, ...]] = {
    A.MATTER_DRAFT: (Grant(frozenset({R.LIAISON, R.UNIT_HEAD, R.CLERK})),),
    A.MATTER_REVISE: (*_UNIT_SIDE, *_CLERK),
    A.MATTER_SUBMIT: _UNIT_SIDE,
    A.MATTER_SIGN: _UNIT_HEAD,
    A.MATTER_MEMBER_SIGN: (_grant("own_portfolio", R.MEMBER, R.CHAIR),),
    A.MATTER_CHECK: _CLERK,
    A.MATTER_REVIEW: _DIRECTOR,
    A.MATTER_DETERMINE: _CHAIR,
    A.MATTER_WITHDRAW: (*_UNIT_HEAD, *_CLERK_DIRECTOR),
    A.MATTER_ADD_LATE: _CLERK,
    A.STEP_RECORD: (*_UNIT_SIDE, *_CLERK),
    A.EMERGENCY_REPORT: (Grant(LEADERS),),
    A.EMERGENCY_READ: (Grant(LEADERS | {R.DIRECTOR}),),
    A.OPINION_OPEN: (*_UNIT_SIDE, *_CLERK),
    A.OPINION_REPLY: _UNIT_HEAD,
    A.OPINION_ADOPT: (*_UNIT_SIDE, *_CLERK),
    A.EXPERT_SET: _CLERK_DIRECTOR,
    A.EXPERT_IMPORT: _CLERK_DIRECTOR,
    A.CONSULTATION_OPEN: (*_UNIT_SIDE, *_CLERK),
    A.CONSULTATION_REPLY: (*_UNIT_SIDE, *_CLERK),
    A.CONSULTATION_CONCLUDE: (*_UNIT_SIDE, *_CLERK),
    A.RESEARCH_SET: (*_UNIT_SIDE, *_CLERK),
    A.RESEARCH_CITE: (*_UNIT_SIDE, *_CLERK),
    A.PUBLICITY_OPEN: (*_UNIT_SIDE, *_CLERK),
    A.PUBLICITY_CLOSE: (*_UNIT_SIDE, *_CLERK),
    A.HEARING_ANNOUNCE: (*_UNIT_SIDE, *_CLERK),
    A.HEARING_HOLD: (*_UNIT_SIDE, *_CLERK),
    A.MEETING_PLAN: _CLERK_DIRECTOR,
    A.MEETING_AGENDA: _CLERK_DIRECTOR,
    A.MEETING_NOTIFY: _CLERK_DIRECTOR,
    A.MEETING_ATTENDANCE: _CLERK,
    A.MEETING_OPEN: _CLERK,
    A.MEETING_PAUSE: _CLERK,
    A.MEETING_CALL: _CLERK,
    A.MEETING_RECUSE: _CLERK,
    A.MEETING_SPEAK: _CLERK,
    A.MEETING_CONCLUDE: _CLERK,
    A.MEETING_CLOSE: _CLERK,
    A.MEETING_CANCEL: _CLERK_DIRECTOR,
    A.MEETING_LIGHT: (Grant(frozenset({R.CLERK, R.DIRECTOR, R.INSPECTOR})),),
    A.POLL_OPEN: _CLERK,
    A.POLL_COUNT: (Grant(frozenset({R.SCRUTINEER, R.CLERK})),),
    A.POLL_CONFIRM: (Grant(frozenset({R.SCRUTINEER, R.CLERK})),),
    A.POLL_VOID: _CLERK,
    A.DECISION_APPROVE_TEXT: (_grant("approver", R.CHAIR, R.MEMBER, R.DIRECTOR),),
    A.DECISION_APPOINT: _CLERK_DIRECTOR,
    A.DECISION_FILE_DIRECT: (_grant("own_portfolio", R.MEMBER, R.CHAIR),),
    A.DECISION_FILE_LIGHT: (*_CLERK_DIRECTOR, _grant("leads_meeting", R.MEMBER, R.CHAIR)),
    A.DECISION_BRIEF: _CLERK_DIRECTOR,
    A.DECISION_EVALUATE: (Grant(OFFICE),),
    A.RECORD_CHECK: _DIRECTOR,
    A.MINUTES_DRAFT: _CLERK,
    A.MINUTES_REVIEW: _DIRECTOR,
    A.MINUTES_SIGN: (*_CHAIR, _grant("chairs_meeting", R.MEMBER)),
    A.NOTICE_ISSUE: _CLERK_DIRECTOR,
    A.DOCUMENT_VOID: _DIRECTOR,
    A.BRIEFING_REGISTER: (Grant(OFFICE),),
    A.BRIEFING_INSTRUCT: (Grant(LEADERS),),
    A.BRIEFING_SHOW: (Grant(frozenset({R.INSPECTOR, R.CLERK})),),
    A.BRIEFING_APPROVE: (_grant("answers", R.CHAIR, R.MEMBER),),
    A.BRIEFING_CLOSE: (Grant(OFFICE),),
    A.INSTRUCTION_FILE: (*_CLERK_DIRECTOR, _grant("own", R.CHAIR, R.MEMBER)),
    A.TASK_DRAFT: _INSPECTOR,
    A.TASK_APPROVE: _DIRECTOR,
    A.TASK_SEND_BACK: _DIRECTOR,
    A.TASK_ACCEPT: _LEAD_UNIT,
    A.TASK_OBJECT: _LEAD_UNIT,
    A.TASK_REASSIGN: _INSPECTOR,
    A.TASK_REPORT: _LEAD_UNIT,
    A.TASK_ENDORSE: _UNIT_HEAD,
    A.TASK_EXTEND: (Grant(frozenset({R.INSPECTOR, R.DIRECTOR})),),
    A.TASK_REMIND: _INSPECTOR,
    A.TASK_VERIFY: _INSPECTOR,
    A.TASK_CONSENT: (_grant("demands", R.MEMBER, R.CHAIR),),
    A.TASK_CLOSE: _INSPECTOR,
    A.TASK_KEEP: _INSPECTOR,
    A.TASK_MERGE: _INSPECTOR,
    A.TASK_STOP: _INSPECTOR,
    A.TASK_REOPEN: _INSPECTOR,
    A.SUPERVISION_DRAFT: _INSPECTOR,
    A.SUPERVISION_SIGN: _DIRECTOR,
    A.SUPERVISION_RECEIVE: _UNIT_SIDE,
    A.SUPERVISION_ANSWER: _UNIT_HEAD,
    A.AREA_SET: _DIVIDING,
    A.AREA_IMPORT: _DIVIDING,
    A.DIVISION_DRAFT: _DIVIDING,
    A.DIVISION_ASK: _DIVIDING,
    A.DIVISION_OPINE: (_grant("asked", R.MEMBER, R.CHAIR),),
    A.DIVISION_DROP: _DIVIDING,
    A.DIVISION_ADOPT: _DIRECTOR,
    A.DIVISION_NOTIFY: _DIRECTOR,
    A.PROPOSAL_ASK: (Grant(frozenset({R.CHAIR, R.ORGANIZATION})),),
    A.PROPOSAL_STOP: (Grant(frozenset({R.CHAIR, R.ORGANIZATION})),),
    A.HANDOVER_PREPARE: _CLERK_DIRECTOR,
    A.HANDOVER_SIGN: (_grant("party", *BUSINESS),),
    A.HANDOVER_PASS_ON: _CLERK,
    A.HANDOVER_STAND_IN: (Grant(frozenset({R.CHAIR, R.DIRECTOR, R.CLERK})),),
    A.HANDOVER_WITNESS: _CLERK_DIRECTOR,
    A.HANDOVER_VOID: _CLERK_DIRECTOR,
    A.CIRCULATION_READ: (_grant("touches_portfolio", R.MEMBER, R.CHAIR),),
    A.TASK_CIRCULATE: (Grant(frozenset({R.CLERK, R.DIRECTOR, R.INSPECTOR})),),
    A.DIFFERENCE_RAISE: (Grant(frozenset({R.MEMBER, R.CLERK})),),
    A.DIFFERENCE_STATE: (_grant("party", *BUSINESS),),
    A.DIFFERENCE_RULE: _CHAIR,
    A.DIFFERENCE_SETTLE: (*_CLERK, _grant("party", *BUSINESS)),
    A.DUTY_SET: (*_CLERK_DIRECTOR, _grant("own", R.CHAIR, R.MEMBER)),
    A.DUTY_ASSIGN: (_grant("own", R.CHAIR, R.MEMBER),),
    A.INQUIRY_OPEN: (Grant(LEADERS),),
    A.INQUIRY_DRAFT: _UNIT_SIDE,
    A.INQUIRY_SIGN: _UNIT_HEAD,
    A.INQUIRY_JUDGE: (_grant("answers", R.CHAIR, R.MEMBER),),
    A.RECOMMENDATION_MAKE: (Grant(LEADERS),),
    A.RECOMMENDATION_SETTLE: (Grant(frozenset({R.CLERK, R.DIRECTOR, R.ORGANIZATION, R.DISCIPLINE})),),
    A.DUTY_REPORT_DRAFT: (*_CLERK_DIRECTOR, _grant("own", R.CHAIR, R.MEMBER)),
    A.DUTY_REPORT_HEAR: _CLERK_DIRECTOR,
    A.YEAR_REVIEW: _CLERK_DIRECTOR,
    A.TALK_RECORD: (Grant(frozenset({R.CLERK, R.DIRECTOR, R.ORGANIZATION})),),
    A.ATTACHMENT_ADD: (_ALL_BUSINESS,),
    A.ATTACHMENT_DESTROY: _DIRECTOR,
    A.RULE_ADOPT: _CLERK_DIRECTOR,
    A.RULE_END: _CLERK_DIRECTOR,
    A.PARAMETER_SET: _CLERK_DIRECTOR,
    A.RECHECK_RUN: (Grant(_RECHECKERS),),
    A.PEOPLE_CHANGE: _SYSTEM,
    A.PEOPLE_IMPORT: _SYSTEM,
    A.USER_CREATE: _SYSTEM,
    A.USER_CLOSE: _SYSTEM,
    A.USER_RESET: _SECURITY,
    A.USER_UNLOCK: _SECURITY,
    A.PASSWORD_CHANGE: (_grant("self", *Role),),
    A.LOGIN_LIMIT: _SECURITY,
    A.ROLE_GRANT: _SECURITY,
    A.ROLE_REVOKE: _SECURITY,
    A.DELEGATION_SET: _SECURITY,
    A.LIAISON_HANDOVER: (_grant("own", R.UNIT_HEAD),),
    A.LEDGER_CHECKPOINT: (Grant(frozenset({R.AUDIT_ADMIN})),),
    A.LEDGER_EXPORT: (Grant(frozenset({R.AUDIT_ADMIN, R.AUDITOR, R.DISCIPLINE})),),
    A.LEDGER_KEY: _SECURITY,
    A.LEDGER_ERASE: _SECURITY,
    A.DOSSIER_TAKE: (Grant(frozenset({R.DIRECTOR, R.CLERK, R.AUDITOR, R.DISCIPLINE})),),
    A.DOSSIER_YEAR: (Grant(frozenset({R.DIRECTOR, R.AUDITOR, R.DISCIPLINE})),),
    A.INSTALLATION_INIT: (),
    A.INSTALLATION_RESTORE: (),
    A.INSTALLATION_UPGRADE: (),
}
"""Three actions have no grant: only the command line of the machine's owner performs them."""

DELEGABLE: frozenset[Action] = frozenset(
    {
        A.MATTER_SIGN,
        A.MATTER_MEMBER_SIGN,
        A.MATTER_REVIEW,
        A.MATTER_DETERMINE,
        A.OPINION_REPLY,
        A.EMERGENCY_REPORT,
        A.EMERGENCY_READ,
        A.DECISION_APPROVE_TEXT,
        A.DECISION_FILE_DIRECT,
        A.MINUTES_SIGN,
        A.RECORD_CHECK,
        A.MINUTES_REVIEW,
        A.BRIEFING_INSTRUCT,
        A.BRIEFING_APPROVE,
        A.TASK_ENDORSE,
        A.TASK_CONSENT,
        A.TASK_APPROVE,
        A.DIVISION_OPINE,
        A.DIVISION_NOTIFY,
        A.CIRCULATION_READ,
        A.DIFFERENCE_RAISE,
        A.DIFFERENCE_STATE,
        A.DIFFERENCE_RULE,
        A.HANDOVER_SIGN,
        A.HANDOVER_STAND_IN,
        A.SUPERVISION_SIGN,
        A.SUPERVISION_ANSWER,
        A.DUTY_SET,
        A.DUTY_ASSIGN,
        A.INQUIRY_OPEN,
        A.INQUIRY_SIGN,
        A.INQUIRY_JUDGE,
        A.RECOMMENDATION_MAKE,
    }
)
"""What is signed on paper and may be entered by somebody else with the scan (代录)."""

SECTIONS: dict[Section, frozenset[Role]] = {
    Section.WORKBENCH: frozenset(Role),
    Section.MATTERS: BUSINESS - {R.SCRUTINEER},
    Section.MEETINGS: OFFICE | LEADERS | {R.COMMITTEE, R.ALTERNATE, R.SCRUTINEER, R.DISCIPLINE, R.AUDITOR},
    Section.DECISIONS: OFFICE | LEADERS | {R.COMMITTEE, R.ALTERNATE, R.UNIT_HEAD, R.LIAISON, R.DISCIPLINE, R.AUDITOR},
    Section.BRIEFINGS: OFFICE | LEADERS | {R.DISCIPLINE, R.AUDITOR},
    Section.TASKS: OFFICE | LEADERS | {R.UNIT_HEAD, R.LIAISON, R.DISCIPLINE, R.AUDITOR},
    Section.PORTFOLIOS: BUSINESS,
    Section.DUTIES: OFFICE | LEADERS | {R.ORGANIZATION, R.DISCIPLINE, R.AUDITOR},
    Section.REPORTS: OFFICE | LEADERS | {R.DISCIPLINE, R.AUDITOR},
    Section.RULES: BUSINESS,
    Section.RECHECK: _RECHECKERS,
    Section.PEOPLE: BUSINESS | {R.SYSTEM_ADMIN},
    Section.LEDGER: frozenset({R.AUDITOR, R.AUDIT_ADMIN, R.DISCIPLINE}),
    Section.ACCOUNTS: frozenset({R.SYSTEM_ADMIN}),
    Section.SECURITY: frozenset({R.SECURITY_ADMIN}),
    Section.AUDIT: frozenset({R.AUDIT_ADMIN}),
    Section.SEARCH: frozenset(Role),
    Section.HANDBOOK: frozenset(Role),
}

RAIL: dict[Role, tuple[Section, ...]] = {
    R.CHAIR: (Section.WORKBENCH, Section.MATTERS, Section.TASKS),
    R.DIRECTOR: (
        Section.WORKBENCH,
        Section.MATTERS,
        Section.MEETINGS,
        Section.DECISIONS,
        Section.BRIEFINGS,
        Section.TASKS,
        Section.REPORTS,
    ),
    R.MEMBER: (
        Section.WORKBENCH,
        Section.MATTERS,
        Section.MEETINGS,
        Section.DECISIONS,
        Section.TASKS,
        Section.PORTFOLIOS,
        Section.DUTIES,
    ),
    R.CLERK: (
        Section.WORKBENCH,
        Section.MATTERS,
        Section.MEETINGS,
        Section.DECISIONS,
        Section.BRIEFINGS,
        Section.TASKS,
        Section.RULES,
    ),
    R.INSPECTOR: (
        Section.WORKBENCH,
        Section.TASKS,
        Section.BRIEFINGS,
        Section.DECISIONS,
        Section.MEETINGS,
        Section.PORTFOLIOS,
        Section.REPORTS,
    ),
    R.UNIT_HEAD: (Section.WORKBENCH, Section.MATTERS, Section.TASKS, Section.DECISIONS),
    R.LIAISON: (Section.WORKBENCH, Section.MATTERS, Section.SEARCH),
    R.COMMITTEE: (Section.WORKBENCH, Section.MEETINGS, Section.DECISIONS),
    R.ALTERNATE: (Section.WORKBENCH, Section.MEETINGS, Section.DECISIONS),
    R.DELEGATE: (Section.WORKBENCH, Section.SEARCH),
    R.SCRUTINEER: (Section.WORKBENCH, Section.MEETINGS),
    R.ORGANIZATION: (Section.WORKBENCH, Section.PORTFOLIOS, Section.DUTIES, Section.PEOPLE),
    R.DISCIPLINE: (
        Section.WORKBENCH,
        Section.MATTERS,
        Section.MEETINGS,
        Section.DECISIONS,
        Section.TASKS,
        Section.REPORTS,
        Section.LEDGER,
    ),
    R.AUDITOR: (
        Section.WORKBENCH,
        Section.LEDGER,
        Section.MATTERS,
        Section.MEETINGS,
        Section.DECISIONS,
        Section.TASKS,
        Section.REPORTS,
    ),
    R.SYSTEM_ADMIN: (Section.WORKBENCH, Section.ACCOUNTS, Section.PEOPLE),
    R.SECURITY_ADMIN: (Section.WORKBENCH, Section.SECURITY),
    R.AUDIT_ADMIN: (Section.WORKBENCH, Section.AUDIT, Section.LEDGER),
}
"""At most seven entries a role; for somebody with several roles those of the first listed here come first."""


def condition(grants: tuple[Grant, ...], model_label: str, actor: Actor) -> Q | None:
    """The rows of a model on which the actor stands in one of the granted relations; ``None`` where on no row.

    ``Q()`` means every row. An unknown relation is a programming error and raises ``KeyError``.
    """
    found: Q | None = None
    for grant in grants:
        if actor.roles.isdisjoint(grant.roles):
            continue
        if grant.relation == EVERYTHING:
            return Q()
        part = RELATIONS[model_label][grant.relation](actor)
        found = part if found is None else found | part
    return found
