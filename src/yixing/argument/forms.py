"""Forms of 论证咨询; each becomes one action's keyword arguments."""

import datetime as dt
from typing import Any

from django import forms
from django.db.models import Q

from yixing.access.roles import Role
from yixing.argument.models import Advice, Consultation, Expert, Field, ResearchMode
from yixing.argument.queries import citable
from yixing.compliance.gates import number
from yixing.door.forms import ActionForm, WorkbookForm
from yixing.matters.forms import ManyTicks, area_choices
from yixing.people.pickers import in_office, person_choices, unit_choices
from yixing.people.queries import on_day
from yixing.ui.components import Choice
from yixing.ui.forms import Form, offer
from yixing.ui.widgets import DayInput, FileUpload, LineTicks, PersonPicker, Reason, UnitPicker, WideTicks

_LONG = forms.Textarea(attrs={"rows": 5})


class ExpertForm(ActionForm):
    """登记专家."""

    name = forms.CharField(label="姓名", max_length=60)
    field = forms.ChoiceField(label="领域", choices=Field.choices, widget=LineTicks)
    workplace = forms.CharField(label="工作单位", max_length=120)
    title = forms.CharField(label="职称职务", max_length=60, required=False)
    speciality = forms.CharField(label="专长", max_length=200, required=False)
    organization_id = forms.TypedChoiceField(
        label="所属县内单位",
        coerce=int,
        empty_value=None,
        required=False,
        widget=UnitPicker,
        help_text="在本县单位工作的选上：该单位自己的事项不得咨询他。",
    )
    since = forms.DateField(label="入库日期", required=False, widget=DayInput, help_text="不填即为今天。")
    until = forms.DateField(label="出库日期", required=False, widget=DayInput, help_text="不再聘请时填写。")

    def prepare(self) -> None:
        """Units, and what is written of an expert who is changed."""
        offer(self, "organization_id", unit_choices(self.today, empty="不在本县单位工作"))
        if isinstance(self.row, Expert):
            for name in ("name", "field", "workplace", "title", "speciality", "organization_id", "since", "until"):
                self.fields[name].initial = getattr(self.row, name)


class ExpertImportForm(WorkbookForm):
    """导入专家库."""


def expert_choices(day: dt.date, besides: int) -> list[Choice]:
    """The pool of a day by field, without the people of the unit that asks."""
    rows = Expert.objects.filter(on_day(day)).exclude(organization_id=besides).order_by("field", "id")
    groups: dict[str, list[Choice]] = {label: [] for label in Field.labels}
    for row in rows:
        words = "，".join(part for part in (row.workplace, row.title) if part)
        groups[row.get_field_display()].append((row.pk, f"{row.name}（{words}）"))
    return [(label, choices) for label, choices in groups.items() if choices]


class ConsultForm(ActionForm):
    """发出咨询书."""

    mode = forms.ChoiceField(
        label="方式", choices=Consultation.Mode.choices, widget=LineTicks, initial=Consultation.Mode.WRITTEN
    )
    question = forms.CharField(label="咨询问题", max_length=1000, widget=_LONG)
    expert_ids = forms.TypedMultipleChoiceField(
        label="咨询专家", coerce=int, widget=WideTicks, help_text="提请单位的人员与事项有利害关系，已不列出。"
    )
    due_on = forms.DateField(label="回复期限", widget=DayInput)
    held_on = forms.DateField(label="论证会日期", required=False, widget=DayInput, help_text="只有开论证会时填写。")
    place = forms.CharField(label="论证会地点", max_length=80, required=False)
    is_supplement = forms.BooleanField(
        label="补充咨询，与上一次的专家合并计算", required=False, help_text="不勾选的，以这一次代替上一次。"
    )

    def prepare(self) -> None:
        """Experts by field; the mark of a supplement only where something was concluded before."""
        offer(self, "expert_ids", expert_choices(self.today, self.row.unit_id))
        self.fields["due_on"].initial = self.today + dt.timedelta(days=number("opinions_days", self.today))
        self.fields["question"].initial = f"现就“{self.row.title}”征询您的意见。"
        if not Consultation.objects.filter(matter=self.row, state="concluded").exists():
            del self.fields["is_supplement"]


class AdviceForm(ActionForm):
    """登记专家意见 of one expert; which of them is given by the page."""

    def __init__(self, *args: Any, advice: Advice, **kwargs: Any) -> None:
        self.advice = advice
        super().__init__(*args, **kwargs)

    text = forms.CharField(label="专家意见", max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 6}))
    is_signed = forms.BooleanField(label="书面意见已署名、盖章", required=False)
    is_conflicted = forms.BooleanField(
        label="申明与事项有利害关系", required=False, help_text="申明后没有提意见的即为回避，不计人数。"
    )
    evidence = forms.FileField(label="专家意见扫描件", required=False, widget=FileUpload(photo=True))

    def prepare(self) -> None:
        """What is written already."""
        self.fields["on"].label = "回复日期"
        self.fields["on"].initial = self.advice.replied_on
        for name in ("text", "is_signed", "is_conflicted"):
            self.fields[name].initial = getattr(self.advice, name)

    def inputs(self) -> dict[str, Any]:
        """Which expert it is about."""
        return super().inputs() | {"advice_id": self.advice.pk}


class ConcludeForm(ActionForm):
    """专家意见采纳情况: a tick and a reason for each opinion of a consultation."""

    summary = forms.CharField(label="论证结论", max_length=500, required=False, widget=Reason)

    def prepare(self) -> None:
        """Two fields for each opinion, prefilled with what is written already."""
        self.fields["summary"].initial = self.row.summary
        self.advices = list(self.row.advices.exclude(text="").select_related("expert"))
        for advice in self.advices:
            self.fields[f"adoption-{advice.pk}"] = forms.ChoiceField(
                label=f"{advice.expert.name}的意见",
                choices=Advice.Adoption.choices,
                widget=LineTicks,
                initial=advice.adoption,
            )
            self.fields[f"reason-{advice.pk}"] = forms.CharField(
                label="理由", max_length=300, required=False, widget=Reason, initial=advice.adoption_reason
            )

    def inputs(self) -> dict[str, Any]:
        """Lines of the table and the conclusion."""
        lines = [
            {
                "advice_id": advice.pk,
                "adoption": self.cleaned_data[f"adoption-{advice.pk}"],
                "reason": self.cleaned_data[f"reason-{advice.pk}"],
            }
            for advice in self.advices
        ]
        return {"lines": lines, "summary": self.cleaned_data["summary"]}


class ResearchForm(ActionForm):
    """登记调研."""

    topic = forms.CharField(label="课题", max_length=200)
    leader_id = forms.TypedChoiceField(label="牵头人", coerce=int, widget=PersonPicker)
    unit_id = forms.TypedChoiceField(label="承办单位", coerce=int, widget=UnitPicker)
    area_id = forms.TypedChoiceField(
        label="所属分管事项", coerce=int, empty_value=None, required=False, help_text="归口单位可以引用。"
    )
    modes = forms.MultipleChoiceField(label="方式", choices=ResearchMode.choices, widget=ManyTicks)
    since = forms.DateField(label="开始日期", widget=DayInput)
    until = forms.DateField(label="结束日期", widget=DayInput)
    places = forms.CharField(label="地点和单位", max_length=300, required=False)
    report_title = forms.CharField(label="调研报告名称", max_length=120, required=False)
    reported_on = forms.DateField(label="报告日期", required=False, widget=DayInput)
    findings = forms.IntegerField(label="发现问题（个）", min_value=0, required=False)
    proposals = forms.IntegerField(label="提出建议（条）", min_value=0, required=False)
    summary = forms.CharField(label="主要情况", max_length=1000, required=False, widget=_LONG)

    def prepare(self) -> None:
        """Leaders by rank; one's own unit unless the office registers for others; what is written already."""
        offer(self, "leader_id", person_choices(self.today, in_office, empty="请选择"))
        office = self.actor.has(Role.CLERK)
        own = None if office else Q(pk__in=self.actor.unit_ids)
        offer(self, "unit_id", unit_choices(self.today, own))
        offer(self, "area_id", area_choices("不选"))
        if self.row is not None:
            for name in self.fields.keys() - {"version", "request", "on", "backfill"}:
                self.fields[name].initial = getattr(self.row, name)
            self.fields["modes"].initial = self.row.modes.split(",")


class CiteForm(ActionForm):
    """引用调研."""

    research_ids = forms.TypedMultipleChoiceField(label="引用的调研", coerce=int, widget=WideTicks)

    shown = 60

    def prepare(self) -> None:
        """What may be cited, that of the same area first."""
        rows = citable(self.actor, self.row, self.today)[: self.shown]
        words = [(row.pk, f"{row.topic}（{row.leader.name}牵头，{row.until.isoformat()}）") for row in rows]
        offer(self, "research_ids", words)


class NoticeForm(ActionForm):
    """发布公示."""

    text = forms.CharField(label="公示内容", max_length=1000, widget=_LONG)
    places = forms.CharField(label="公示地点", max_length=200, help_text="如：县政府网站、政务公开栏、有关村（社区）。")
    since = forms.DateField(label="起", widget=DayInput)
    until = forms.DateField(label="止", widget=DayInput, help_text="天数由起止日期算出，两头都算。")
    document = forms.CharField(label="公示文号", max_length=80, required=False)

    usual_days = 7

    def prepare(self) -> None:
        """A week from today."""
        self.fields["since"].initial = self.today
        self.fields["until"].initial = self.today + dt.timedelta(days=self.usual_days)
        self.fields["text"].initial = f"现将“{self.row.title}”有关情况公示，公示期间接受反映。"


class NoticeResultForm(ActionForm):
    """登记公示结果."""

    objections = forms.IntegerField(label="收到的反映（件）", min_value=0)
    answered = forms.IntegerField(label="已核实答复（件）", min_value=0)
    result = forms.CharField(
        label="反映和答复情况", max_length=500, required=False, widget=Reason, help_text="只写事，不写反映人。"
    )

    def prepare(self) -> None:
        """What is written already."""
        for name in ("objections", "answered", "result"):
            self.fields[name].initial = getattr(self.row, name)


class HearingForm(ActionForm):
    """公告听证."""

    subject = forms.CharField(label="听证事项", max_length=200)
    planned_on = forms.DateField(label="听证日期", widget=DayInput)
    place = forms.CharField(label="地点", max_length=80)
    is_public = forms.BooleanField(label="公开举行", required=False, initial=True)
    selection = forms.CharField(label="参加人遴选办法", max_length=300, required=False, widget=Reason)
    participants_on = forms.DateField(label="参加人名单公布日期", required=False, widget=DayInput)
    papers_on = forms.DateField(
        label="材料送达日期", required=False, widget=DayInput, help_text="到听证日的天数由两个日期算出。"
    )

    def prepare(self) -> None:
        """The day of the call is that of the announcement."""
        self.fields["on"].label = "公告日期"
        self.fields["subject"].initial = self.row.title


class HearingResultForm(ActionForm):
    """登记听证."""

    participants = forms.IntegerField(label="参加人数", min_value=1)
    participants_on = forms.DateField(label="参加人名单公布日期", required=False, widget=DayInput)
    papers_on = forms.DateField(label="材料送达日期", required=False, widget=DayInput)
    is_public = forms.BooleanField(label="公开举行", required=False)
    is_presented = forms.BooleanField(label="承办单位已介绍情况", required=False)
    is_debated = forms.BooleanField(label="参加人已陈述、质证、辩论", required=False)
    is_record_signed = forms.BooleanField(label="记录已由参加人签字确认", required=False)
    result = forms.CharField(label="听证情况", max_length=500, required=False, widget=Reason)

    def prepare(self) -> None:
        """What is written already; the day of the call is that of the hearing."""
        self.fields["on"].label = "举行日期"
        self.fields["on"].initial = self.row.held_on or min(self.row.planned_on, self.today)
        for name in (
            "participants",
            "participants_on",
            "papers_on",
            "is_public",
            "is_presented",
            "is_debated",
            "is_record_signed",
            "result",
        ):
            self.fields[name].initial = getattr(self.row, name)


_ANY = ("", "不限")


class _SpanForm(Form):
    """A filter with a span of days."""

    since = forms.DateField(label="自", required=False, widget=DayInput)
    until = forms.DateField(label="至", required=False, widget=DayInput)


class ExpertFilter(Form):
    """The sentence above the pool."""

    field = forms.ChoiceField(label="领域为", required=False, choices=[_ANY, *Field.choices])
    words = forms.CharField(label="姓名、单位或专长有", required=False, max_length=40)
    all = forms.BooleanField(label="连同已出库的", required=False)


class ConsultationFilter(_SpanForm):
    """The sentence above the consultations."""

    mode = forms.ChoiceField(label="方式为", required=False, choices=[_ANY, *Consultation.Mode.choices])
    state = forms.ChoiceField(label="状态为", required=False, choices=[_ANY, *Consultation.State.choices])
    field = forms.ChoiceField(label="领域为", required=False, choices=[_ANY, *Field.choices])


class ResearchFilter(_SpanForm):
    """The sentence above the researches."""

    leader = forms.TypedChoiceField(label="牵头人为", coerce=int, empty_value=None, required=False)
    unit = forms.TypedChoiceField(label="承办单位为", coerce=int, empty_value=None, required=False)
    mode = forms.ChoiceField(label="方式为", required=False, choices=[_ANY, *ResearchMode.choices])

    def __init__(self, *args: Any, today: dt.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "leader", person_choices(today, in_office, empty="不限"))
        offer(self, "unit", unit_choices(today, empty="不限"))


class PublicFilter(_SpanForm):
    """The sentence above public notices and hearings."""
