"""One set of figures (一个口径): a figure is defined once and opens to the very records it counts.

A figure is a name, its definition in words, a unit, and one function from (rows the reader may see, scope) to the rows
it counts. Dashboards, reports and circulars print ``Figure.value`` and nothing else.
"""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, cast

from django.db.models import F, Model, Q, QuerySet

from yixing.access.actor import Actor
from yixing.access.loaders import visible
from yixing.argument.models import Consultation, Expert, Hearing, Research
from yixing.ballots.models import Poll
from yixing.briefings.models import Instruction
from yixing.decisions.models import Decision
from yixing.duties.models import Duty, DutyReport, Inquiry, Talk
from yixing.handover.models import Handover, HandoverItem
from yixing.matters.models import Matter, OpinionReply, OpinionRound, Step
from yixing.meetings.models import AgendaItem, Meeting
from yixing.papers.models import Document
from yixing.supervision.models import Reminder, Task
from yixing_core.errors import Refusal


@dataclass(frozen=True, slots=True)
class Scope:
    """The year reported on, as it stood at the end of ``as_of``."""

    year: int
    as_of: dt.date

    @property
    def first(self) -> dt.date:
        """1 January of the year."""
        return dt.date(self.year, 1, 1)

    @property
    def last(self) -> dt.date:
        """The last day that counts: the year's end or the as-of day, whichever comes first."""
        return min(dt.date(self.year, 12, 31), self.as_of)

    def within(self, column: str) -> Q:
        """Rows whose date column lies in the year, up to the as-of day."""
        return Q(**{f"{column}__gte": self.first, f"{column}__lte": self.last})


Rows = Callable[[Scope], Q]


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure; ``rows`` says which of the model's rows it counts."""

    id: str
    group: str
    name: str
    definition: str
    unit: str
    model: type[Model]
    rows: Rows
    via: str = ""
    """For a model without its own line in the policy table: the lookup to the row that is visible or not."""

    def queryset(self, actor: Actor, scope: Scope) -> QuerySet[Any]:
        """The rows the figure counts, as far as the reader may see them."""
        if not self.via:
            return visible(self.model, actor).filter(self.rows(scope))
        parent = cast("type[Model]", self.model._meta.get_field(self.via).related_model)
        seen = visible(parent, actor)
        return self.model._default_manager.filter(self.rows(scope), **{f"{self.via}__in": seen})

    def value(self, actor: Actor, scope: Scope) -> int:
        """How many."""
        return self.queryset(actor, scope).count()


def _items(scope: Scope, *outcomes: str) -> Q:
    concluded = Q(meeting__kind=Meeting.Kind.STANDING, is_referral=False) & scope.within("concluded_on")
    return concluded & (Q(outcome__in=outcomes) if outcomes else ~Q(outcome__in=("", "withdrawn")))


def _task(scope: Scope, **extra: object) -> Q:
    return scope.within("issued_on") & Q(**extra)


def _talk(scope: Scope, kind: str) -> Q:
    return scope.within("on") & Q(sheet__kind=kind)


O = AgendaItem.Outcome  # noqa: E741  (the word of the table below)
S = Task.State
_ENDED = (S.CLOSED, S.MERGED, S.STOPPED)
_PLENARY = Q(meeting__kind=Meeting.Kind.PLENARY)

FIGURES: tuple[Figure, ...] = (
    Figure(
        "matters",
        "事项议题",
        "事项总数",
        "不含撤题和未送审的草稿",
        "件",
        Matter,
        lambda s: s.within("drafted_on") & ~Q(state__in=("withdrawn", "drafting")),
    ),
    Figure(
        "matters_returned",
        "事项议题",
        "退回事项",
        "本年起草、现为退回的事项",
        "件",
        Matter,
        lambda s: s.within("drafted_on") & Q(state="returned"),
    ),
    Figure(
        "matters_withdrawn",
        "事项议题",
        "会前撤题",
        "本年起草、会前撤回的事项",
        "件",
        Matter,
        lambda s: s.within("drafted_on") & Q(state="withdrawn"),
    ),
    Figure(
        "opinion_rounds",
        "事项议题",
        "征求意见",
        "本年发出的征求意见",
        "次",
        OpinionRound,
        lambda s: s.within("opened_on"),
    ),
    Figure(
        "opinion_replies",
        "事项议题",
        "意见回复",
        "本年收到的单位回复",
        "份",
        OpinionReply,
        lambda s: s.within("replied_on"),
    ),
    Figure(
        "expert_steps",
        "事项议题",
        "专家论证",
        "本年完成专家咨询或论证会的事项，更正前的不计",
        "次",
        Step,
        lambda s: s.within("on") & Q(kind="experts", is_revoked=False),
        via="matter",
    ),
    Figure(
        "experts",
        "事项议题",
        "专家库",
        "在库的专家",
        "人",
        Expert,
        lambda s: Q(since__lte=s.last) & (Q(until__isnull=True) | Q(until__gte=s.last)),
    ),
    Figure(
        "consultations",
        "事项议题",
        "专家咨询",
        "本年发出的专家咨询书，论证会另计",
        "次",
        Consultation,
        lambda s: s.within("asked_on") & Q(mode="written"),
    ),
    Figure(
        "argument_meetings",
        "事项议题",
        "论证会",
        "本年召开的专家论证会",
        "次",
        Consultation,
        lambda s: s.within("held_on") & Q(mode="meeting"),
    ),
    Figure("researches", "事项议题", "调研", "本年完成的调研", "次", Research, lambda s: s.within("until")),
    Figure(
        "researches_led",
        "事项议题",
        "其中：常委牵头",
        "本年完成、由常委牵头的调研",
        "次",
        Research,
        lambda s: s.within("until") & Q(is_led_by_member=True),
    ),
    Figure("hearings", "事项议题", "听证", "本年举行的听证", "次", Hearing, lambda s: s.within("held_on")),
    Figure(
        "public_notices",
        "事项议题",
        "公示",
        "本年记录的公示",
        "次",
        Step,
        lambda s: s.within("on") & Q(kind="notice", is_revoked=False),
        via="matter",
    ),
    Figure(
        "standing_meetings",
        "会议",
        "常委会会议",
        "本年召开的常委会会议",
        "次",
        Meeting,
        lambda s: s.within("on") & Q(kind="standing", state="closed"),
    ),
    Figure(
        "plenary_meetings",
        "会议",
        "全委会会议",
        "本年召开的全委会会议",
        "次",
        Meeting,
        lambda s: s.within("on") & Q(kind="plenary", state="closed"),
    ),
    Figure(
        "large_meetings",
        "会议",
        "全县大型会议",
        "本年召开的全县性大型会议，含扩大举行的全委会",
        "次",
        Meeting,
        lambda s: s.within("on") & Q(is_large=True, state="closed"),
    ),
    Figure(
        "onsite_meetings",
        "会议",
        "现场办公会",
        "本年召开的现场办公会",
        "次",
        Meeting,
        lambda s: s.within("on") & Q(kind="on_site", state="closed"),
    ),
    Figure(
        "meetings",
        "会议",
        "会议总数",
        "本年召开的各类会议，一次会议计一次",
        "次",
        Meeting,
        lambda s: s.within("on") & Q(state="closed"),
    ),
    Figure(
        "standing_items",
        "会议",
        "常委会议题",
        "本年常委会作出结论的议题，不含提请全委会的程序项",
        "项",
        AgendaItem,
        _items,
    ),
    Figure(
        "items_conveyed",
        "会议",
        "其中：传达贯彻",
        "结论为传达贯彻的常委会议题",
        "项",
        AgendaItem,
        lambda s: _items(s, O.CONVEYED),
    ),
    Figure(
        "items_heard", "会议", "其中：听取", "结论为听取的常委会议题", "项", AgendaItem, lambda s: _items(s, O.HEARD)
    ),
    Figure(
        "items_agreed", "会议", "其中：同意", "结论为同意的常委会议题", "项", AgendaItem, lambda s: _items(s, O.AGREED)
    ),
    Figure(
        "items_agreed_in_principle",
        "会议",
        "其中：原则同意",
        "结论为原则同意的常委会议题",
        "项",
        AgendaItem,
        lambda s: _items(s, O.AGREED_IN_PRINCIPLE),
    ),
    Figure(
        "items_deferred",
        "会议",
        "其中：暂缓",
        "结论为暂缓（缓议）的常委会议题",
        "项",
        AgendaItem,
        lambda s: _items(s, O.DEFERRED),
    ),
    Figure(
        "items_rejected",
        "会议",
        "其中：不同意",
        "结论为不同意的常委会议题",
        "项",
        AgendaItem,
        lambda s: _items(s, O.REJECTED),
    ),
    Figure(
        "items_late",
        "会议",
        "临时增加议题",
        "本年会议通知后增加的议题",
        "项",
        AgendaItem,
        lambda s: s.within("concluded_on") & Q(is_late=True),
    ),
    Figure(
        "plenary_items",
        "会议",
        "全委会议题",
        "本年全委会作出结论的议题",
        "项",
        AgendaItem,
        lambda s: s.within("concluded_on") & _PLENARY,
    ),
    Figure(
        "polls",
        "会议",
        "无记名投票表决",
        "本年公布结果的票决",
        "次",
        Poll,
        lambda s: s.within("opened_on") & Q(state="announced"),
    ),
    Figure(
        "decisions",
        "议定事项",
        "会议议定和直接决定",
        "常委会、全委会议定事项和分管常委决定备案",
        "项",
        Decision,
        lambda s: s.within("decided_on") & Q(source__in=("meeting", "direct")),
    ),
    Figure(
        "decisions_direct",
        "议定事项",
        "其中：分管常委决定",
        "分管常委决定并备案的事项",
        "项",
        Decision,
        lambda s: s.within("decided_on") & Q(source="direct"),
    ),
    Figure(
        "decisions_light",
        "议定事项",
        "专题会议定",
        "专题会、调度会等议定的事项",
        "项",
        Decision,
        lambda s: s.within("decided_on") & Q(source="light"),
    ),
    Figure(
        "texts_pending",
        "议定事项",
        "原则同意待审定",
        "原则同意、修改稿尚未审定的事项",
        "项",
        Decision,
        lambda s: s.within("decided_on") & Q(state="pending_text"),
    ),
    Figure(
        "evaluations_due",
        "议定事项",
        "到期的决策后评估",
        "本年内应当评估的重大决策",
        "项",
        Decision,
        lambda s: s.within("evaluate_on"),
    ),
    Figure(
        "evaluations_done",
        "议定事项",
        "其中：已评估",
        "本年内应当评估、已经评估的重大决策",
        "项",
        Decision,
        lambda s: s.within("evaluate_on") & Q(evaluated_on__lte=s.last),
    ),
    Figure(
        "minutes_signed",
        "议定事项",
        "会议纪要",
        "本年签发的会议纪要",
        "期",
        Document,
        lambda s: s.within("signed_on") & Q(kind="minutes", state="signed"),
    ),
    Figure(
        "decision_tasks",
        "督办",
        "议定事项任务",
        "本年下达、来源为议定事项的任务",
        "件",
        Task,
        lambda s: _task(s, source="decision"),
    ),
    Figure(
        "decision_tasks_closed",
        "督办",
        "其中：已销号",
        "其中已销号的",
        "件",
        Task,
        lambda s: _task(s, source="decision", state=S.CLOSED),
    ),
    Figure(
        "decision_tasks_long_term",
        "督办",
        "其中：长期坚持",
        "其中转长期坚持的",
        "件",
        Task,
        lambda s: _task(s, source="decision", state=S.LONG_TERM),
    ),
    Figure(
        "decision_tasks_overdue",
        "督办",
        "其中：逾期",
        "其中过时限未结束的",
        "件",
        Task,
        lambda s: _task(s, source="decision") & Q(due_on__lt=s.as_of) & ~Q(state__in=(*_ENDED, S.LONG_TERM)),
    ),
    Figure(
        "decision_tasks_merged",
        "督办",
        "其中：并入、终止",
        "其中并入其他任务或经领导同意终止的",
        "件",
        Task,
        lambda s: _task(s, source="decision", state__in=(S.MERGED, S.STOPPED)),
    ),
    Figure(
        "instruction_tasks",
        "督办",
        "批示件任务",
        "本年下达、来源为领导批示的任务",
        "件",
        Task,
        lambda s: _task(s, source="instruction"),
    ),
    Figure(
        "instruction_tasks_closed",
        "督办",
        "其中：已销号",
        "其中已销号的",
        "件",
        Task,
        lambda s: _task(s, source="instruction", state=S.CLOSED),
    ),
    Figure(
        "instructions",
        "督办",
        "领导批示",
        "本年需要办理的领导批示",
        "件",
        Instruction,
        lambda s: s.within("on") & ~Q(state="noted"),
    ),
    Figure("reminders", "督办", "电话催办", "本年电话催办登记", "次", Reminder, lambda s: s.within("on"), via="task"),
    Figure(
        "handovers",
        "分工",
        "工作交接单",
        "本年生效的工作交接单，不含作废",
        "份",
        Handover,
        lambda s: s.within("effective_on") & ~Q(state="void"),
    ),
    Figure(
        "handovers_done",
        "分工",
        "其中：三方按期签完",
        "其中移交人、接收人、监交人都在期限内签字的",
        "份",
        Handover,
        lambda s: s.within("effective_on") & Q(state="done", witnessed_on__lte=F("due_on")),
    ),
    Figure(
        "handover_items",
        "分工",
        "交接的在办事项",
        "本年生效的工作交接单上的在办事项",
        "件",
        HandoverItem,
        lambda s: s.within("handover__effective_on") & ~Q(handover__state="void"),
        via="handover",
    ),
    Figure(
        "duties",
        "常委履责",
        "专题协调、专项督查",
        "本年登记的专题协调、专项督查和专题报告；会议、调研、决定另有数字",
        "次",
        Duty,
        lambda s: s.within("on"),
    ),
    Figure("inquiries", "常委履责", "专题质询", "本年提出的专题质询", "件", Inquiry, lambda s: s.within("asked_on")),
    Figure(
        "member_reports",
        "常委履责",
        "常委分工报告",
        "本年由常委会听取的常委分管工作报告",
        "份",
        DutyReport,
        lambda s: s.within("heard_on") & Q(kind=DutyReport.Kind.MEMBER),
    ),
    Figure("heart_talks", "常委履责", "常委互交心", "本年登记的交心，一对一次", "次", Talk, lambda s: _talk(s, "pair")),
    Figure(
        "head_talks",
        "常委履责",
        "与分管部门负责人谈话",
        "本年登记的与分管部门主要负责人谈话",
        "次",
        Talk,
        lambda s: _talk(s, "head"),
    ),
    Figure(
        "unit_life_meetings",
        "常委履责",
        "参加分管部门民主生活会",
        "本年登记的常委参加分管部门民主生活会",
        "次",
        Talk,
        lambda s: _talk(s, "life"),
    ),
)

BY_ID = {figure.id: figure for figure in FIGURES}


def figure_of(figure_id: str) -> Figure:
    """The figure of an id; ``not_found`` for one that is not defined."""
    if figure_id not in BY_ID:
        raise Refusal("not_found")
    return BY_ID[figure_id]
