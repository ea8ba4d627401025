"""Forms of 事项议题; each becomes one action's keyword arguments."""

import datetime as dt
from decimal import Decimal
from typing import Any, ClassVar

from django import forms
from django.db.models import Q

from yixing.access import loaders
from yixing.access.actions import Action
from yixing.access.roles import Role
from yixing.compliance.gates import flag, number
from yixing.door.forms import ActionForm, OwnForm
from yixing.matters.delegates import principals_for
from yixing.matters.models import Endorsement, Importance, Matter, MatterType, Nature, OpinionReply, Submitter
from yixing.matters.options import OptionTableField
from yixing.matters.sheet import IMPACTS, REASON_LIMIT
from yixing.people.models import Person
from yixing.people.pickers import unit_choices
from yixing.portfolios.models import Area
from yixing.ui.components import Choice
from yixing.ui.forms import Form, offer
from yixing.ui.widgets import DayInput, LineTicks, Reason, Ticks, UnitPicker, UnitTicks

Verdict = Endorsement.Verdict
WAN = Decimal(10000)
YES_NO = (("", "未登记"), ("yes", "是"), ("no", "否"))


OFFLINE_WITHOUT = (
    "title",
    "amount_wan",
    "fund_source",
    "reason",
    "requests",
    "options",
    "disagreement",
    "report_words",
    "presenter",
)
"""Fields that the form of an 另册占位 does not have."""


def yes_no(value: str) -> bool | None:
    """The value of a 是/否/未登记 field."""
    return {"yes": True, "no": False}.get(value)


def from_yes_no(value: bool | None) -> str:  # noqa: FBT001  (a value being translated, not a switch)
    """A stored value as the 是/否/未登记 field shows it."""
    return "" if value is None else ("yes" if value else "no")


def area_choices(empty: str = "", *, ended: bool = False) -> list[Choice]:
    """Work areas grouped by domain, in the order of the catalogue; with ``ended`` those that are no more as well."""
    groups: dict[str, list[Choice]] = {}
    areas = Area.objects.all() if ended else Area.objects.filter(until__isnull=True)
    for area in areas.order_by("order", "id"):
        groups.setdefault(area.get_domain_display(), []).append((area.pk, area.name))
    grouped: list[Choice] = list(groups.items())
    return [("", empty), *grouped] if empty else grouped


class ManyTicks(forms.CheckboxSelectMultiple):
    """Several ticks of a short list, one a line; without the box that narrows long lists."""

    template_name = "ui/widgets/ticks.html"


class SignedForm(ActionForm):
    """A form that is signed: 代录 is offered only for those who may sign this, and demanded where the user may not."""

    action: ClassVar[Action]

    def prepare(self) -> None:
        """Narrow the principals to those who may do it."""
        own = loaders.may(self.actor, self.action, self.row)
        if "acting_for" not in self.fields:
            return
        people = principals_for(self.actor, self.action, self.row)
        if not people:
            del self.fields["acting_for"]
            del self.fields["scan"]
            return
        field = self.fields["acting_for"]
        field.queryset = Person.objects.filter(pk__in=[person.pk for person in people])  # type: ignore[attr-defined]
        if not own:
            field.required = True
            field.initial = people[0].pk
            field.empty_label = None  # type: ignore[attr-defined]
            self.fields["scan"].required = True


class SheetForm(ActionForm):
    """The 议题单. A draft needs title, type and nature only; what is lacking is asked when it is sent on."""

    unit_id = forms.TypedChoiceField(label="提请单位", coerce=int, widget=UnitPicker)
    title = forms.CharField(label="名称", max_length=200, required=False, help_text="写成“关于……的……”。")
    type_code = forms.ChoiceField(label="类型")
    nature = forms.ChoiceField(
        label="性质", choices=Nature.choices, widget=Ticks, help_text="只有研究审议和干部人事进行表决。"
    )
    importance = forms.ChoiceField(label="轻重", choices=Importance.choices, widget=LineTicks, required=False)
    submitter = forms.ChoiceField(
        label="提请主体",
        required=False,
        choices=[("", "按提请单位判定"), *Submitter.choices],
        help_text="政府事项一般由县政府党组提请。",
    )
    area_id = forms.TypedChoiceField(
        label="归口的分管事项", coerce=int, empty_value=None, required=False, help_text="由当日分管这一项的常委审签。"
    )
    other_area_ids = forms.TypedMultipleChoiceField(
        label="涉及其他常委分管的事项", coerce=int, required=False, widget=UnitTicks
    )
    amount_wan = forms.DecimalField(
        label="金额（万元）", max_digits=14, decimal_places=6, min_value=0, required=False, help_text="没有金额不填。"
    )
    fund_source = forms.CharField(label="资金来源", max_length=120, required=False)
    impacts = forms.MultipleChoiceField(
        label="影响", choices=IMPACTS, required=False, widget=ManyTicks, help_text="如实勾选，系统据此列出必经程序。"
    )
    competition_reviewed = forms.ChoiceField(label="公平竞争审查", choices=YES_NO, required=False)
    superior_asked_on = forms.DateField(label="请示上级日期", required=False, widget=DayInput)
    superior_approved = forms.ChoiceField(label="上级是否同意", choices=YES_NO, required=False)
    reason = forms.CharField(
        label="提请理由",
        max_length=REASON_LIMIT,
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=f"{REASON_LIMIT} 字以内。",
    )
    requests = forms.CharField(
        label="请会议决定的具体事项",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="一行一条。",
    )
    options = OptionTableField(
        label="方案比选",
        required=False,
        help_text="有两个以上方案的，一行一个，写明利、弊和结论；打印在议题单上。",
    )
    disagreement = forms.CharField(
        label="不同意见及协调情况", required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 3})
    )
    report_words = forms.IntegerField(label="汇报稿字数", min_value=0, required=False)
    presenter = forms.CharField(label="汇报人", max_length=60, required=False)
    attending_unit_ids = forms.TypedMultipleChoiceField(label="列席单位", coerce=int, required=False, widget=UnitTicks)
    minutes = forms.IntegerField(label="建议时长（分钟）", min_value=1, max_value=600, initial=15, required=False)
    is_offline = forms.BooleanField(
        label="涉密，只作另册占位",
        required=False,
        help_text="勾选后只登记类型、单位和日期，名称、理由、材料都不填，走线下。",
    )

    def prepare(self) -> None:
        """The units one may draft for, the types, the areas; the present sheet as initial values."""
        own = Q(pk__in=self.actor.unit_ids)
        only = None if self.actor.has(Role.CLERK) else own
        offer(self, "unit_id", unit_choices(self.today, only))
        offer(self, "type_code", [(row.code, f"{row.code} {row.name}") for row in MatterType.objects.all()])
        offer(self, "area_id", area_choices("请选择"))
        offer(self, "other_area_ids", area_choices())
        offer(self, "attending_unit_ids", unit_choices(self.today))
        if self.actor.unit_ids:
            self.fields["unit_id"].initial = min(self.actor.unit_ids)
        self.fields["importance"].initial = Importance.ORDINARY
        if not self.actor.has(Role.CLERK):
            del self.fields["backfill"]
        if self.row is not None:
            for name in ("unit_id", "is_offline"):
                del self.fields[name]
            self.initial = {**sheet_initial(self.row), **self.initial}
            if self.row.is_offline:
                for name in OFFLINE_WITHOUT:
                    del self.fields[name]

    def inputs(self) -> dict[str, Any]:
        """The sheet in the terms of ``SheetFields``."""
        given = super().inputs()
        if "amount_wan" in given:
            wan = given.pop("amount_wan")
            given["amount"] = None if wan is None else wan * WAN
        ticked = set(given.pop("impacts"))
        given |= {name: name in ticked for name, _ in IMPACTS}
        for name in ("competition_reviewed", "superior_approved"):
            given[name] = yes_no(given[name])
        given["importance"] = given["importance"] or Importance.ORDINARY.value
        given["minutes"] = given["minutes"] or 15
        return given


def sheet_initial(matter: Matter) -> dict[str, Any]:
    """The sheet of a matter as its form shows it."""
    same = (
        "title nature importance submitter area_id fund_source superior_asked_on reason requests disagreement "
        "report_words presenter minutes"
    )
    shown: dict[str, Any] = {name: getattr(matter, name) for name in same.split()}
    return shown | {
        "type_code": matter.type.code,
        "amount_wan": None if matter.amount is None else (matter.amount / WAN).normalize(),
        "impacts": [name for name, _ in IMPACTS if getattr(matter, name)],
        "competition_reviewed": from_yes_no(matter.competition_reviewed),
        "superior_approved": from_yes_no(matter.superior_approved),
        "options": matter.options,
        "other_area_ids": list(matter.other_areas.values_list("pk", flat=True)),
        "attending_unit_ids": list(matter.attending_units.values_list("pk", flat=True)),
    }


class ArrangementForm(ActionForm):
    """What the office arranges after the unit head has signed."""

    presenter = forms.CharField(label="汇报人", max_length=60, required=False)
    report_words = forms.IntegerField(label="汇报稿字数", min_value=0, required=False)
    minutes = forms.IntegerField(label="建议时长（分钟）", min_value=1, max_value=600)
    attending_unit_ids = forms.TypedMultipleChoiceField(label="列席单位", coerce=int, required=False, widget=UnitTicks)

    def prepare(self) -> None:
        """Present values."""
        offer(self, "attending_unit_ids", unit_choices(self.today))
        present = sheet_initial(self.row)
        self.initial = {**{name: present[name] for name in self.fields if name in present}, **self.initial}


class OneClickForm(OwnForm):
    """A button: only the keys; for what needs no further word."""


class SignForm(SignedForm):
    """同意 or 退回, with an opinion."""

    verdict = forms.ChoiceField(
        label="意见",
        choices=((Verdict.AGREE, "同意"), (Verdict.RETURN, "退回")),
        initial=Verdict.AGREE,
        widget=Ticks,
    )
    opinion = forms.CharField(
        label="意见内容", max_length=500, required=False, widget=Reason, help_text="退回的须写明原因。"
    )


class UnitHeadForm(SignForm):
    """单位负责人审签."""

    action = Action.MATTER_SIGN


class MemberForm(SignForm):
    """分管常委审签."""

    action = Action.MATTER_MEMBER_SIGN


class CheckForm(SignForm):
    """县委办核对."""

    action = Action.MATTER_CHECK


class ReviewForm(SignForm):
    """县委办主任审核."""

    action = Action.MATTER_REVIEW


VERDICTS = ((Verdict.LIST, "上会"), (Verdict.DEFER, "暂缓"), (Verdict.TRANSFER, "转专题会"), (Verdict.RETURN, "退回"))


class DetermineForm(SignedForm):
    """书记确定, for one matter."""

    action = Action.MATTER_DETERMINE
    verdict = forms.ChoiceField(label="书记确定", choices=VERDICTS, widget=Ticks)
    order = forms.IntegerField(label="上会次序", min_value=1, max_value=99, required=False)
    meeting_hint = forms.CharField(label="拟上会议", max_length=60, required=False)
    opinion = forms.CharField(
        label="意见内容", max_length=500, required=False, widget=Reason, help_text="退回的须写明原因。"
    )


class ArrangementListForm(SignedForm):
    """《议题安排》: circumstances and the meeting once; the lines are read by ``lines``."""

    action = Action.MATTER_DETERMINE
    versioned = False
    meeting_hint = forms.CharField(
        label="拟上会议", max_length=60, required=False, help_text="如：十五届县委常委会第36次。"
    )


class LineForm(Form):
    """One line of the 《议题安排》: a tick, the place, and a word where it is needed."""

    verdict = forms.ChoiceField(label="书记确定", choices=VERDICTS, widget=LineTicks, required=False)
    order = forms.IntegerField(
        label="次序", min_value=1, max_value=99, required=False, widget=forms.NumberInput(attrs={"class": "order"})
    )
    opinion = forms.CharField(
        label="意见",
        max_length=500,
        required=False,
        widget=forms.TextInput(attrs={"placeholder": "意见（退回须写明）"}),
    )
    version = forms.IntegerField(label="本页", required=False, widget=forms.HiddenInput)


class WithdrawForm(ActionForm):
    """撤题."""

    reason = forms.CharField(label="撤题原因", max_length=300, widget=Reason)


class OpinionOpenForm(ActionForm):
    """发出征求意见."""

    unit_ids = forms.TypedMultipleChoiceField(
        label="征求意见单位", coerce=int, widget=UnitTicks, help_text="已按本县对这类事项定的征求范围预选，可增减。"
    )
    due_on = forms.DateField(label="回复期限", widget=DayInput)
    text = forms.CharField(label="征求内容", max_length=1000, widget=forms.Textarea(attrs={"rows": 5}))
    silence_is_consent = forms.BooleanField(label="函中写明逾期视为无意见", required=False)

    def prepare(self) -> None:
        """Every unit but the asking one; the ones concerned are ticked."""
        others = Q(~Q(pk=self.row.unit_id), until__isnull=True) & ~Q(kind_id="committee")
        offer(self, "unit_ids", unit_choices(self.today, others))
        self.fields["due_on"].initial = self.today + dt.timedelta(days=number("opinions_days", self.today))
        self.fields["silence_is_consent"].initial = flag("silence_is_consent", self.today)
        self.fields["text"].initial = f"现就“{self.row.title}”征求你单位意见，请于期限内回复。"


class ReplyForm(SignedForm):
    """回复征求意见: the words of an opinion; 无意见 is a button of its own."""

    action = Action.OPINION_REPLY
    has_opinion = forms.TypedChoiceField(
        label="意见", choices=(("no", "无意见"), ("yes", "有意见")), coerce=lambda value: value == "yes", widget=Ticks
    )
    text = forms.CharField(
        label="意见内容",
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text="有意见的写明。",
    )


class AdoptionForm(ActionForm):
    """采纳情况表: a tick and a reason for each opinion of a round."""

    def prepare(self) -> None:
        """Two fields for each opinion, prefilled with what is written already."""
        self.replies = list(self.row.replies.filter(has_opinion=True).select_related("unit"))
        for reply in self.replies:
            self.fields[f"adoption-{reply.pk}"] = forms.ChoiceField(
                label=f"{reply.unit}的意见",
                choices=OpinionReply.Adoption.choices,
                widget=LineTicks,
                initial=reply.adoption,
            )
            self.fields[f"reason-{reply.pk}"] = forms.CharField(
                label="理由", max_length=300, required=False, widget=Reason, initial=reply.adoption_reason
            )

    def inputs(self) -> dict[str, Any]:
        """Lines of the table."""
        return {
            "lines": [
                {
                    "reply_id": reply.pk,
                    "adoption": self.cleaned_data[f"adoption-{reply.pk}"],
                    "reason": self.cleaned_data[f"reason-{reply.pk}"],
                }
                for reply in self.replies
            ]
        }


class ListFilterForm(Form):
    """The sentence above the list."""

    type = forms.ChoiceField(label="类型为", required=False)
    unit = forms.TypedChoiceField(label="提请单位", coerce=int, empty_value=None, required=False)
    state = forms.ChoiceField(label="状态", required=False, choices=[("", "不限"), *Matter.State.choices])
    month = forms.CharField(
        label="起草于", required=False, widget=forms.TextInput(attrs={"placeholder": "2023-06", "size": 8})
    )
    over = forms.DecimalField(label="金额超过", min_value=0, required=False, help_text="万元")
    mine = forms.BooleanField(label="只看本单位、本人分管和经手的", required=False)

    def __init__(self, *args: Any, today: dt.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        types = [(row.code, f"{row.code} {row.name}") for row in MatterType.objects.all()]
        offer(self, "type", [("", "不限"), *types])
        offer(self, "unit", unit_choices(today, empty="不限"))

    def clean_month(self) -> dt.date | None:
        """First day of the month; anything else is an error in words."""
        text = self.cleaned_data["month"].strip()
        if not text:
            return None
        try:
            return dt.date.fromisoformat(f"{text}-01")
        except ValueError:
            raise forms.ValidationError("“起草于”写成 2023-06 的样子。") from None
