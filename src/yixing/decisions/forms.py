"""Forms of 议定事项: approving the amended text, filing what a member decided himself, the filter."""

import datetime as dt
from decimal import Decimal
from typing import Any

from django import forms
from django.db.models import Q

from yixing.decisions.evaluation import STANDINGS, argued_before
from yixing.decisions.filing import listed_types
from yixing.decisions.models import Decision, Evaluation
from yixing.door.forms import ENTERED_LATER, ActionForm
from yixing.matters.facts import Records, cadre_facts
from yixing.matters.forms import YES_NO, ManyTicks, yes_no
from yixing.matters.models import MatterType
from yixing.people.models import Body, Membership, Organization, Person
from yixing.people.pickers import person_choices, unit_choices
from yixing.people.queries import on_day
from yixing.ui.forms import Form, offer
from yixing.ui.widgets import DayInput, FileUpload, FoldedUnits, LineTicks, Ticks, UnitPicker

WAN = Decimal(10000)
OUTCOMES = (
    ("agreed", "同意"),
    ("agreed_in_principle", "原则同意"),
    ("conveyed", "传达贯彻"),
    ("heard", "听取"),
    ("no_objection", "无异议"),
)


class ApproveForm(ActionForm):
    """审定修改稿."""

    evaluate_on = forms.DateField(
        label="决策后评估时间",
        required=False,
        widget=DayInput,
        help_text="重大决策不填的，按本县规定的期限定；一般事项不填。",
    )


class AppointForm(ActionForm):
    """办理任职: what the paper of an appointment says."""

    document = forms.CharField(label="任职文号", max_length=80, help_text="任免通知的发文字号；不写姓名。")
    promotion = forms.ChoiceField(
        label="是否有提拔任职的", choices=YES_NO, required=False, widget=LineTicks, help_text="平级调整、免职的选否。"
    )
    exception_explained = forms.ChoiceField(
        label="破格的情形和理由是否已写明", choices=YES_NO, required=False, widget=LineTicks
    )
    needs_probation = forms.ChoiceField(
        label="有没有须实行试用期的职务",
        choices=YES_NO,
        required=False,
        widget=LineTicks,
        help_text="提拔担任非选举产生的领导职务的选是。",
    )
    probation_months = forms.IntegerField(label="任职文件写明的试用期（月）", min_value=1, max_value=60, required=False)

    def prepare(self) -> None:
        """Ask only what is not on record: whether somebody is promoted, and of an exceptional promotion its reason."""
        self.fields["on"].label = "任职文件日期"
        matter = self.row.matter
        recorded = cadre_facts(matter, Records.of(matter)) if matter is not None else {}
        if recorded.get("promotion") is not None:
            del self.fields["promotion"]
        if not recorded.get("exceptional"):
            del self.fields["exception_explained"]

    def inputs(self) -> dict[str, Any]:
        """Answers as yes, no or nothing."""
        said = super().inputs()
        asked = ("promotion", "exception_explained", "needs_probation")
        return said | {name: yes_no(said[name]) for name in asked if name in said}


class EvaluateForm(ActionForm):
    """登记决策后评估."""

    unit_id = forms.ChoiceField(
        label="评估单位",
        required=False,
        widget=UnitPicker,
        help_text="提请、论证、评估过原事项的单位不得承担，已不列出。",
    )
    evaluator = forms.CharField(
        label="第三方机构", max_length=120, required=False, help_text="不是县内单位的填写名称。"
    )
    reached = forms.TypedChoiceField(
        label="是否达到预期效果",
        choices=(("yes", "达到"), ("no", "没有达到")),
        coerce=lambda value: value == "yes",
        widget=LineTicks,
    )
    conclusion = forms.CharField(label="评估结论", max_length=1000, widget=forms.Textarea(attrs={"rows": 5}))
    advice = forms.ChoiceField(label="建议", choices=Evaluation.Advice.choices, widget=LineTicks)
    document = forms.CharField(label="评估报告名称", max_length=120, required=False)
    report = forms.FileField(label="评估报告", required=False, widget=FileUpload())

    def prepare(self) -> None:
        """Units that took no part in arguing the matter; the day of the call is that of the evaluation."""
        self.fields["on"].label = "评估日期"
        others = ~Q(name__in=argued_before(self.row)) & ~Q(kind_id="committee")
        units = unit_choices(self.today, others, empty="不是县内单位")
        offer(self, "unit_id", units)

    def inputs(self) -> dict[str, Any]:
        """The unit as a number."""
        said = super().inputs()
        return said | {"unit_id": int(said["unit_id"]) if said["unit_id"] else None}


class DirectForm(ActionForm):
    """列入直接决定备案."""

    text = forms.CharField(label="决定内容", max_length=2000, widget=forms.Textarea(attrs={"rows": 4}))
    record_kind = forms.ChoiceField(label="依据材料", choices=Decision.Record.choices, widget=Ticks)
    basis = forms.CharField(label="依据编号或日期", max_length=200, help_text="专题会纪要号、批示日期或请示文号。")
    decided_on = forms.DateField(
        label="决定日期", required=False, widget=DayInput, help_text="作出决定的那一天；不填即为备案当日。"
    )
    lead_unit_id = forms.ChoiceField(
        label="牵头单位", required=False, widget=UnitPicker, help_text="不选即为提请单位。"
    )
    assist_unit_ids = forms.MultipleChoiceField(label="配合单位", required=False, widget=FoldedUnits)
    due = forms.CharField(label="时限", required=False, max_length=60, help_text="可写“6月底前”“长期坚持”。")
    original = forms.FileField(
        label="依据材料原件",
        required=False,
        widget=FileUpload(photo=True),
        help_text="批示、专题会纪要的扫描件或照片；代录已附签批件的、请示就是本事项的，不必再附。",
    )

    def prepare(self) -> None:
        """Units in the order of the establishment."""
        units = unit_choices(self.today)
        offer(self, "lead_unit_id", [("", "提请单位"), *units])
        offer(self, "assist_unit_ids", units)

    def inputs(self) -> dict[str, Any]:
        """Ids as numbers; what is not ticked is left to the records."""
        said = super().inputs()
        return said | {
            "lead_unit_id": int(said["lead_unit_id"]) if said["lead_unit_id"] else None,
            "assist_unit_ids": [int(value) for value in said["assist_unit_ids"]],
        }


class FilingFields:
    """A part of forms: type and sum of what is put on file from a paper, and which other members agreed to it.

    What belongs to a matter has the matter's own type and sum: then neither is asked.
    """

    fields: Any
    today: dt.date
    cleaned_data: dict[str, Any]

    def add_filing(self, suffix: str = "") -> None:
        """Add type, sum and 不涉及资金; to be called from the form's own ``prepare``."""
        self.fields[f"type_code{suffix}"] = forms.ChoiceField(
            label=f"事项类型{suffix}", choices=type_choices(), initial=usual_type(self.today), required=False
        )
        self.fields[f"amount_wan{suffix}"] = forms.DecimalField(
            label=f"金额（万元）{suffix}",
            required=False,
            min_value=0,
            max_digits=12,
            decimal_places=4,
            widget=forms.NumberInput(attrs={"step": "any", "inputmode": "decimal"}),
        )
        self.fields[f"no_funds{suffix}"] = forms.BooleanField(label="不涉及资金", required=False)

    def add_consent(self) -> None:
        """Add 商得同意: which other members agreed, and when."""
        members = Q(pk__in=Membership.objects.filter(_SEATED).filter(on_day(self.today)).values("person_id"))
        self.fields["consent_ids"] = forms.MultipleChoiceField(
            label="已商得同意的其他常委",
            required=False,
            choices=person_choices(self.today, members),
            widget=ManyTicks,
            help_text="涉及其他常委分管领域（配合单位由其分管）的，先商得同意；不涉及的不勾选。",
        )
        self.fields["consented_on"] = forms.DateField(label="商得同意日期", required=False, widget=DayInput)

    def filing(self, suffix: str = "") -> dict[str, Any]:
        """What was said, as the actions take it; the sum in 元."""
        said = self.cleaned_data
        found: dict[str, Any] = {}
        if f"type_code{suffix}" in self.fields:
            wan = said.get(f"amount_wan{suffix}")
            found |= {
                "type_code": said.get(f"type_code{suffix}") or usual_type(self.today),
                "amount": None if wan is None else wan * WAN,
                "no_funds": bool(said.get(f"no_funds{suffix}")),
            }
        if "consent_ids" in self.fields:
            found["consent_ids"] = [int(pk) for pk in said.get("consent_ids") or ()]
            found["consented_on"] = said.get("consented_on")
        return found


_SEATED = Q(body__kind=Body.Kind.STANDING_COMMITTEE)


def type_choices() -> list[tuple[str, str]]:
    """Every matter type of the county in its order."""
    return [(row.code, row.name) for row in MatterType.objects.order_by("order", "code")]


def usual_type(on: dt.date) -> str:
    """The type proposed at first: the last of those a member may decide alone, which is the most general one."""
    listed = listed_types(on)
    return listed[-1].code if listed else ""


class FileLightForm(FilingFields, ActionForm):
    """列入直接决定备案, for what a light meeting settled."""

    leaves_out = ENTERED_LATER

    def prepare(self) -> None:
        """Type and sum, unless they are those of a matter; the day of filing is today."""
        if self.row.matter_id is None:
            self.add_filing()
            self.fields["type_code"].required = True
        self.add_consent()

    def inputs(self) -> dict[str, Any]:
        """Type and sum in 元."""
        return self.filing()


class BriefForm(ActionForm):
    """通报直接决定."""

    versioned = False
    until = forms.DateField(label="备案截止", widget=DayInput, help_text="到这一天为止已备案、还没有通报的都列入。")

    def prepare(self) -> None:
        """The last day of the month before is proposed."""
        self.fields["until"].initial = self.today.replace(day=1) - dt.timedelta(days=1)


class RegisterFilterForm(Form):
    """The sentence above the register of direct decisions."""

    leader: Any = forms.ModelChoiceField(label="分管常委", required=False, queryset=None, empty_label="不限")
    record = forms.ChoiceField(label="依据材料", required=False, choices=[("", "不限"), *Decision.Record.choices])
    month = forms.DateField(
        label="备案月份",
        required=False,
        input_formats=["%Y-%m"],
        widget=forms.DateInput(attrs={"type": "month"}, format="%Y-%m"),
    )
    told = forms.ChoiceField(label="通报", required=False, choices=[("", "不限"), ("yes", "已通报"), ("no", "待通报")])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        leaders = Person.objects.filter(decisions__filed_on__isnull=False).distinct().order_by("order", "id")
        self.fields["leader"].queryset = leaders  # type: ignore[attr-defined]


class EvaluationFilterForm(Form):
    """The sentence above 决策后评估."""

    kind = forms.ChoiceField(label="状态为", required=False, choices=[("", "全部"), *STANDINGS])
    leader: Any = forms.ModelChoiceField(label="责任领导", required=False, queryset=None, empty_label="不限")
    unit: Any = forms.ModelChoiceField(label="牵头单位", required=False, queryset=None, empty_label="全部单位")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        leaders = Person.objects.filter(decisions__evaluate_on__isnull=False).distinct().order_by("order", "id")
        units = Organization.objects.filter(led_decisions__evaluate_on__isnull=False).distinct()
        self.fields["leader"].queryset = leaders  # type: ignore[attr-defined]
        self.fields["unit"].queryset = units.order_by("order", "code")  # type: ignore[attr-defined]


class DecisionFilterForm(Form):
    """The sentence above the list."""

    source = forms.ChoiceField(label="来源为", required=False, choices=[("", "全部"), *Decision.Source.choices])
    outcome = forms.ChoiceField(label="结论为", required=False, choices=[("", "全部"), *OUTCOMES])
    state = forms.ChoiceField(label="状态为", required=False, choices=[("", "全部"), *Decision.State.choices])
    leader: Any = forms.ModelChoiceField(label="责任领导", required=False, queryset=None, empty_label="不限")
    unit: Any = forms.ModelChoiceField(label="牵头或配合", required=False, queryset=None, empty_label="全部单位")
    month = forms.DateField(
        label="月份",
        required=False,
        input_formats=["%Y-%m"],
        widget=forms.DateInput(attrs={"type": "month"}, format="%Y-%m"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        leaders = Person.objects.filter(decisions__isnull=False).distinct().order_by("order", "id")
        self.fields["leader"].queryset = leaders  # type: ignore[attr-defined]
        self.fields["unit"].queryset = Organization.objects.order_by("order", "code")  # type: ignore[attr-defined]
