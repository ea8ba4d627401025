"""The short names of things on the ledger, in links between things and in search: ``matter/117``."""

from typing import Any

from django.apps import apps
from django.db.models import Model, SlugField
from django.urls import NoReverseMatch, reverse

from yixing_core.errors import Refusal

KINDS: dict[str, str] = {
    "matter": "matters.Matter",
    "round": "matters.OpinionRound",
    "reply": "matters.OpinionReply",
    "expert": "argument.Expert",
    "consultation": "argument.Consultation",
    "research": "argument.Research",
    "public_notice": "argument.PublicNotice",
    "hearing": "argument.Hearing",
    "meeting": "meetings.Meeting",
    "item": "meetings.AgendaItem",
    "poll": "ballots.Poll",
    "decision": "decisions.Decision",
    "circular": "decisions.Circular",
    "briefing": "briefings.Briefing",
    "instruction": "briefings.Instruction",
    "task": "supervision.Task",
    "breakdown": "supervision.Breakdown",
    "report": "supervision.Report",
    "notice": "supervision.Notice",
    "paper": "papers.Document",
    "division": "portfolios.Division",
    "duty": "duties.Duty",
    "inquiry": "duties.Inquiry",
    "recommendation": "duties.Recommendation",
    "duty_report": "duties.DutyReport",
    "talk_sheet": "duties.TalkSheet",
    "year_review": "duties.YearReview",
    "area": "portfolios.Area",
    "handover": "handover.Handover",
    "difference": "coordination.Difference",
    "task_circular": "coordination.TaskCircular",
    "perusal": "coordination.Perusal",
    "proposal": "proposals.Proposal",
    "organization": "people.Organization",
    "person": "people.Person",
    "post": "people.Post",
    "body": "people.Body",
    "membership": "people.Membership",
    "organization_kind": "people.OrganizationKind",
    "user": "accounts.User",
    "grant": "accounts.RoleGrant",
    "delegation": "accounts.Delegation",
    "parameter": "compliance.Parameter",
    "adoption": "compliance.Adoption",
    "attachment": "attachments.Attachment",
    "checkpoint": "ledger.Checkpoint",
    "entry": "ledger.Entry",
    "installation": "ledger.Installation",
    "job": "jobs.Job",
}
_NAMES = {label: kind for kind, label in KINDS.items()}

WORDS: dict[str, str] = {
    "matter": "事项",
    "round": "征求意见",
    "reply": "征求意见回复",
    "expert": "专家",
    "consultation": "专家咨询",
    "research": "调研",
    "public_notice": "公示",
    "hearing": "听证",
    "meeting": "会议",
    "item": "议程",
    "poll": "票决",
    "decision": "议定事项",
    "circular": "直接决定通报",
    "briefing": "呈批件",
    "instruction": "批示",
    "task": "督办事项",
    "breakdown": "责任分解",
    "report": "进展",
    "notice": "督办通知",
    "paper": "公文",
    "division": "分工方案",
    "duty": "履责",
    "inquiry": "专题质询",
    "recommendation": "奖惩意见",
    "duty_report": "分工报告",
    "talk_sheet": "交心谈话清单",
    "year_review": "年度核对",
    "area": "分管事项",
    "handover": "工作交接单",
    "difference": "分管分歧",
    "perusal": "会前传阅",
    "organization": "单位",
    "person": "人员",
    "post": "职务",
    "body": "会议体",
    "membership": "任职",
    "organization_kind": "机构类别",
    "user": "账户",
    "grant": "岗位角色",
    "delegation": "代录授权",
    "parameter": "参数",
    "adoption": "采用规定",
    "attachment": "材料",
    "checkpoint": "存证点",
    "entry": "存证记录",
    "proposal": "测算方案",
    "task_circular": "任务情况通报",
    "installation": "系统",
    "job": "后台作业",
}
"""The office's word for each kind, for search, 办理记录 and lists of what hangs together."""


def ref(thing: Model) -> str:
    """``matter/117`` for a saved row.

    Raises:
        KeyError: the model has no short name; add it to ``KINDS``.
    """
    return f"{_NAMES[thing._meta.label]}/{thing.pk}"


def kind_of(model: type[Model]) -> str:
    """The short name of a model."""
    return _NAMES[model._meta.label]


def model_of(kind: str) -> type[Model]:
    """The model behind a short name; ``Refusal("not_found")`` for a name that does not exist."""
    if kind not in KINDS:
        raise Refusal("not_found")
    return apps.get_model(KINDS[kind])


def resolve(reference: str) -> Any:
    """The row behind ``matter/117``, whoever asks. Pages use ``loaders.find`` instead.

    Raises:
        Refusal: ``not_found`` for an unknown kind, a bad number or a row that does not exist.
    """
    kind, _, key = reference.partition("/")
    model = model_of(kind)
    by_code = isinstance(model._meta.pk, SlugField)
    row = model._default_manager.filter(pk=key).first() if by_code or key.isdecimal() else None
    if row is None:
        raise Refusal("not_found")
    return row


def address(reference: str) -> str:
    """The page of ``matter/117``: the address named ``matters:matter``, as every app names the page of its kinds.

    Empty for a kind that has no page of its own. Says nothing about who may open it.
    """
    kind, _, key = reference.partition("/")
    if kind not in KINDS or not key.isdecimal():
        return ""
    try:
        return reverse(f"{KINDS[kind].partition('.')[0]}:{kind}", args=(int(key),))
    except NoReverseMatch:
        return ""
