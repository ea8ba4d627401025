"""Forms of 常委履责."""

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any, ClassVar

from django import forms

from yixing.access import loaders
from yixing.access.actions import Action
from yixing.access.actor import Actor
from yixing.access.roles import Role
from yixing.accounts.actors import actor_of_person
from yixing.briefings.forms import ChoiceOfUnit, offer
from yixing.briefings.queries import leading
from yixing.door.forms import ActionForm, DeadlineField
from yixing.duties.charge import units_in_charge, usual_year
from yixing.duties.models import DutyReport, Inquiry, InquiryRound, Mode, Recommendation
from yixing.duties.register import HOME
from yixing.matters.forms import SignedForm
from yixing.meetings.models import Meeting
from yixing.people.models import Body, Person
from yixing.people.pickers import person_choices, unit_choices
from yixing.supervision.forms import ChoiceOfLeader
from yixing.supervision.models import Task
from yixing.supervision.state import TaskState
from yixing.ui.components import Choice
from yixing.ui.forms import Form
from yixing.ui.widgets import Choose, DayInput, LineTicks, PersonPicker, Reason, UnitTicks, WideTicks

OPEN_TASKS = 60
ANSWER_DAYS = 7
RECTIFY_DAYS = 30
_ANY = ("", "不限")
_ENDED = (TaskState.DRAFT, TaskState.CLOSED, TaskState.MERGED, TaskState.STOPPED)


def years_of(today: dt.date, asked: int = 0) -> list[Choice]:
    """This year and the five before it, for filters; besides them an earlier one that an address names."""
    years = set(range(today.year - 5, today.year + 1))
    if dt.MINYEAR <= asked <= today.year:
        years.add(asked)
    return [(str(year), f"{year}年") for year in sorted(years, reverse=True)]


def _principals(actor: Actor, action: Action) -> list[Actor]:
    """The actor himself where he may do it, and everybody he may enter for."""
    own = [actor] if loaders.may(actor, action) else []
    people = Person.objects.filter(pk__in=actor.principal_ids).order_by("order", "id")
    others = (actor_of_person(person, actor.day) for person in people)
    return own + [other for other in others if loaders.may(other, action)]


class DutyForm(ActionForm):
    """登记履责."""

    person_id = ChoiceOfLeader(label="常委")
    mode = forms.ChoiceField(
        label="方式",
        choices=[(str(mode), mode.label) for mode in Mode if mode not in HOME],
        widget=LineTicks,
        help_text="专题决策、会议、调研、质询、奖惩在各自的地方登记，自动列入。",
    )
    title = forms.CharField(label="事项", max_length=200, help_text="一句话写明协调、督查或者报告了什么。")
    unit_ids = forms.TypedMultipleChoiceField(label="涉及单位", coerce=int, required=False, widget=UnitTicks)
    result = forms.CharField(label="结果", max_length=500, required=False, widget=Reason)
    task_ids = forms.TypedMultipleChoiceField(
        label="落实任务",
        coerce=int,
        required=False,
        widget=WideTicks,
        help_text="勾选这次推动的在办任务；要新下达任务的，登记后由本人在这件履责上“交办”，督查室分解。",
    )

    def prepare(self) -> None:
        """Offer members of the day, units and open tasks; what is written already."""
        self.fields["on"].label = "日期"
        offer(self, "person_id", person_choices(self.today, leading(self.today), empty="请选择"))
        offer(self, "unit_ids", unit_choices(self.today))
        tasks = loaders.visible(Task, self.actor).exclude(state__in=_ENDED)
        if not self.actor.has(Role.CLERK, Role.DIRECTOR):
            self.fields["person_id"].initial = self.actor.person_id
            tasks = tasks.filter(leader_id=self.actor.person_id)
        chosen = list(self.row.tasks.all()) if self.row is not None else []
        open_ = [*chosen, *tasks.exclude(pk__in=[task.pk for task in chosen]).order_by("due_sort", "id")[:OPEN_TASKS]]
        offer(self, "task_ids", [(task.pk, f"{task.number} {task.text}") for task in open_])
        if self.row is not None:
            for name in ("person_id", "mode", "title", "result", "on"):
                self.fields[name].initial = getattr(self.row, name)
            self.fields["unit_ids"].initial = [unit.pk for unit in self.row.units.all()]
            self.fields["task_ids"].initial = [task.pk for task in chosen]


class AssignForm(SignedForm):
    """交办履责结果: what the member wrote, for himself or by 代录 with the signed paper."""

    action: ClassVar[Action] = Action.DUTY_ASSIGN
    text = forms.CharField(
        label="批示原文",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="写明交给谁、办什么；代录的照录原文。",
    )
    unit_id = ChoiceOfUnit(label="承办单位", help_text="一次交办一个单位；还有别的单位，提交后再交办一次。")
    due = DeadlineField(label="时限", required=False, help_text="照录原话；没写的按本县规定的批示件时限。")
    urgent = forms.BooleanField(label="急件", required=False)

    def prepare(self) -> None:
        """Offer the units of the day; where the duty concerned one alone, that is it."""
        super().prepare()
        offer(self, "unit_id", unit_choices(self.today, empty="请选择"))
        units = list(self.row.units.order_by("order", "code")[:2])
        if len(units) == 1:
            self.fields["unit_id"].initial = units[0].pk

    def inputs(self) -> dict[str, Any]:
        """The action's arguments."""
        return super().inputs() | {"due": self.cleaned_data["due"] or ""}


class FieldForm(SignedForm):
    """A form about a unit of the member's own field; a delegate is offered those of everybody he may enter for."""

    unit_id = ChoiceOfUnit(label="单位")

    def prepare(self) -> None:
        """Only units in charge today: the action judges by the day it happened."""
        super().prepare()
        found: list[Choice] = []
        for actor in _principals(self.actor, self.action):
            units = [(unit.pk, unit.name) for unit in units_in_charge(actor.person_id or 0, self.today)]
            found += units
        offer(self, "unit_id", [("", "请选择"), *dict.fromkeys(found)])


class InquiryForm(FieldForm):
    """提出专题质询."""

    action: ClassVar[Action] = Action.INQUIRY_OPEN
    versioned = False
    title = forms.CharField(label="质询事项", max_length=120)
    question = forms.CharField(
        label="质询内容",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="写明请单位说明什么情况。",
    )
    due_on = forms.DateField(label="答复期限", widget=DayInput)

    def prepare(self) -> None:
        """A week is usual."""
        super().prepare()
        self.fields["unit_id"].label = "质询单位"
        self.fields["unit_id"].help_text = "只列分管部门。"
        self.fields["due_on"].initial = self.today + dt.timedelta(days=ANSWER_DAYS)


class AnswerForm(ActionForm):
    """拟质询答复."""

    text = forms.CharField(label="答复", max_length=2000, widget=forms.Textarea(attrs={"rows": 8}))

    def prepare(self) -> None:
        """What the draft says already."""
        self.fields["text"].initial = _open_round(self.row).text


class AnswerSignForm(SignedForm):
    """审签质询答复."""

    action: ClassVar[Action] = Action.INQUIRY_SIGN
    text = forms.CharField(label="答复", max_length=2000, widget=forms.Textarea(attrs={"rows": 8}))

    def prepare(self) -> None:
        """The draft, which the head may still change."""
        super().prepare()
        self.fields["text"].initial = _open_round(self.row).text


class JudgeForm(SignedForm):
    """评判质询答复."""

    action: ClassVar[Action] = Action.INQUIRY_JUDGE
    verdict = forms.ChoiceField(label="评判", choices=InquiryRound.Verdict.choices, widget=LineTicks)
    opinion = forms.CharField(label="评判意见", max_length=500, required=False, widget=Reason)
    demand = forms.CharField(
        label="整改要求", max_length=1000, required=False, widget=Reason, help_text="要求整改的写；满意的不写。"
    )
    rectify_by = forms.DateField(label="整改期限", required=False, widget=DayInput)


def _open_round(row: Inquiry) -> InquiryRound:
    return row.rounds.order_by("-ordinal")[0]


class RecommendationForm(FieldForm):
    """提出奖惩意见."""

    action: ClassVar[Action] = Action.RECOMMENDATION_MAKE
    versioned = False
    kind = forms.ChoiceField(label="类别", choices=Recommendation.Kind.choices, widget=LineTicks)
    post = forms.CharField(label="职务", max_length=60, required=False, help_text="对人的意见写职务，不写姓名。")
    title = forms.CharField(label="事由", max_length=120)
    text = forms.CharField(label="意见", max_length=1000, widget=forms.Textarea(attrs={"rows": 4}))
    sent_to_id = ChoiceOfUnit(label="送达单位", help_text="组织部、纪委等；由其按规定办理，系统不作处理。")

    def prepare(self) -> None:
        """To whom it may go: any unit."""
        super().prepare()
        offer(self, "sent_to_id", unit_choices(self.today, empty="请选择"))


class SettleForm(ActionForm):
    """登记奖惩意见处理结果."""

    outcome = forms.CharField(label="处理结果", max_length=500, widget=Reason, help_text="不采纳的也写明。")
    outcome_by = forms.CharField(label="由谁决定", max_length=120, help_text="写单位和文号或会议。")


class ReportForm(ActionForm):
    """起草分工报告."""

    text = forms.CharField(label="正文", max_length=20000, widget=forms.Textarea(attrs={"rows": 26}))


class HearForm(ActionForm):
    """登记听取分工报告: meetings of the body that hears it, the latest first."""

    meeting_id = forms.TypedChoiceField(label="听取的会议", coerce=int, widget=Choose)

    def prepare(self) -> None:
        """Those held since the year of the report began."""
        report: DutyReport = self.row
        body = Body.Kind.PLENARY if report.kind == DutyReport.Kind.COMMITTEE else Body.Kind.STANDING_COMMITTEE
        held = loaders.visible(Meeting, self.actor).filter(
            body__kind=body,
            on__gte=dt.date(report.year, 1, 1),
            on__lte=self.today,
            state__in=(Meeting.State.OPEN, Meeting.State.CLOSED),
        )
        rows = [(meeting.pk, f"{meeting.on} {meeting.title}") for meeting in held.order_by("-on", "-id")[:80]]
        offer(self, "meeting_id", [("", "请选择"), *rows])


class SheetForm(ActionForm):
    """The days of a sheet; its cells are fields named after who they are about."""

    fill_on = forms.DateField(
        label="其余空格都填", required=False, widget=DayInput, help_text="同一天谈的，填一次即可；已填的格不变。"
    )


class ReviewForm(ActionForm):
    """记录年度核对."""

    year = forms.TypedChoiceField(label="年度", coerce=int)

    def prepare(self) -> None:
        """The year one checks usually."""
        offer(self, "year", years_of(self.today))
        self.fields["year"].initial = usual_year(self.today)


class RegisterFilter(Form):
    """The sentence above the register; ``asked`` names the year as a number."""

    year = forms.TypedChoiceField(label="年度为", coerce=int, empty_value=None, required=False)
    person = forms.TypedChoiceField(label="常委为", coerce=int, empty_value=None, required=False, widget=PersonPicker)
    mode = forms.ChoiceField(label="方式为", required=False, choices=[_ANY, *Mode.choices])
    tasks = forms.ChoiceField(label="落实任务", required=False, choices=[_ANY, ("yes", "有任务的")])
    annual = forms.ChoiceField(label="年度分工报告", required=False, choices=[("", "计入"), ("no", "不计入")])

    def __init__(self, asked: Mapping[str, Any], *, today: dt.date, people: Iterable[Person], **kwargs: Any) -> None:
        super().__init__(asked, **kwargs)
        offer(self, "year", years_of(today, int(asked.get("year", 0))))
        offer(self, "person", [_ANY, *((person.pk, person.name) for person in people)])


class YearFilter(Form):
    """The sentence above pages of one year; ``whole`` also offers all of them."""

    year = forms.TypedChoiceField(label="年度为", coerce=int, empty_value=None, required=False)

    def __init__(self, *args: Any, today: dt.date, whole: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "year", [*([_ANY] if whole else []), *years_of(today)])


class InquiryFilter(Form):
    """The sentence above the inquiries."""

    state = forms.ChoiceField(label="状态为", required=False, choices=[_ANY, *Inquiry.State.choices, ("late", "逾期")])
    person = forms.TypedChoiceField(label="常委为", coerce=int, empty_value=None, required=False, widget=PersonPicker)

    def __init__(self, *args: Any, today: dt.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "person", person_choices(today, leading(today), empty="不限"))
