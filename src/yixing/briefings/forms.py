"""Forms of 呈批件 and 批示; each becomes one action's keyword arguments."""

from typing import Any, cast

from django import forms
from django.db.models import Q

from yixing.access.actions import Action
from yixing.briefings.models import Briefing
from yixing.briefings.queries import leading
from yixing.decisions.forms import FilingFields
from yixing.door.forms import ENTERED_LATER, ActionForm, DeadlineField
from yixing.matters.forms import SignedForm
from yixing.people.models import Person
from yixing.people.pickers import person_choices, unit_choices
from yixing.portfolios.models import Area
from yixing.ui.forms import Form
from yixing.ui.forms import offer as offer  # also for the forms of 履责
from yixing.ui.widgets import FileUpload, PersonPicker, Reason, Ticks, UnitPicker, UnitTicks

AGREED = (("yes", "同意"), ("no", "不同意，另作批示（再督办）"))


class ChoiceOfUnit(forms.TypedChoiceField):
    """One unit of the establishment; a form fills in the choices of its day."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(coerce=int, empty_value=None, widget=UnitPicker, **kwargs)


class RegisterForm(ActionForm):
    """呈批件登记."""

    versioned = False
    kind = forms.ChoiceField(
        label="类别",
        # 履责事项 are registered by the member's own 交办 on the page of the duty.
        choices=[(kind.value, kind.label) for kind in Briefing.Kind if kind != Briefing.Kind.DUTY],
        widget=Ticks,
    )
    title = forms.CharField(label="标题", max_length=200)
    source = forms.CharField(label="来文单位或刊期", max_length=120, required=False)
    source_number = forms.CharField(label="来文字号", max_length=80, required=False)
    leader_ids = forms.TypedMultipleChoiceField(label="呈送领导", coerce=int, widget=UnitTicks)
    summary = forms.CharField(label="摘要", max_length=1000, required=False, widget=Reason)
    paper = forms.FileField(label="来文扫描件", required=False, widget=FileUpload(photo=True))

    def prepare(self) -> None:
        """Offer the members of the bodies, by rank."""
        offer(self, "leader_ids", person_choices(self.today, leading))


class InstructForm(SignedForm):
    """登记批示: what the leader wrote, for himself or by 代录 with the scan."""

    action = Action.BRIEFING_INSTRUCT
    text = forms.CharField(
        label="批示原文",
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="照录原文。",
    )
    noted = forms.BooleanField(label="圈阅，不需要办理", required=False)
    requirement = forms.CharField(label="办理要求", max_length=300, required=False, widget=Reason)
    unit_id = ChoiceOfUnit(label="承办单位", required=False)
    due = DeadlineField(label="时限", required=False, help_text="照录原话；没写的按本县规定的批示件时限。")
    urgent = forms.BooleanField(label="急件", required=False)
    forward_to_ids = forms.TypedMultipleChoiceField(
        label="转呈领导", coerce=int, required=False, widget=UnitTicks, help_text="批示中请其他领导阅处的，勾选后呈送。"
    )

    def prepare(self) -> None:
        """Offer the units of the day, and only principals before whom it lies."""
        super().prepare()
        offer(self, "unit_id", unit_choices(self.today, empty="请选择"))
        offer(self, "forward_to_ids", person_choices(self.today, leading))
        if "acting_for" in self.fields:
            addressed = Q(briefings=self.row) | Q(instructions__briefing=self.row)
            field = cast("forms.ModelChoiceField[Person]", self.fields["acting_for"])
            offered = field.queryset if field.queryset is not None else Person.objects.none()
            field.queryset = offered.filter(addressed).distinct()

    def inputs(self) -> dict[str, Any]:
        """The action's arguments."""
        return super().inputs() | {"due": self.cleaned_data["due"] or ""}


class ShowForm(ActionForm):
    """呈阅: the result in words."""

    result = forms.CharField(
        label="办理情况",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text="已带入单位报送的最新进展，可修改。",
    )
    signed = forms.BooleanField(label="办理情况已经承办单位主要负责人审签", required=False)


class AnswerForm(SignedForm):
    """阅示: agreed, or a new 批示."""

    action = Action.BRIEFING_APPROVE
    agreed = forms.ChoiceField(label="阅示意见", choices=AGREED, widget=Ticks, initial="yes")
    text = forms.CharField(
        label="阅示原文",
        required=False,
        max_length=200,
        widget=Reason,
        help_text="不同意时照录新的批示，作为新的批示办理。",
    )
    unit_id = ChoiceOfUnit(label="承办单位", required=False, help_text="另作批示时填，不选即原单位。")
    due = DeadlineField(label="时限", required=False, help_text="另作批示时填。")
    urgent = forms.BooleanField(label="急件", required=False)

    def prepare(self) -> None:
        """Offer the units of the day."""
        super().prepare()
        offer(self, "unit_id", unit_choices(self.today, empty="原承办单位"))

    def inputs(self) -> dict[str, Any]:
        """The action's arguments."""
        given = super().inputs()
        return given | {"agreed": given["agreed"] == "yes", "due": given["due"] or ""}


class CloseForm(ActionForm):
    """办结呈批件."""

    note = forms.CharField(
        label="办结说明", max_length=200, required=False, widget=Reason, help_text="没有领导批示就办结的，须写明原因。"
    )


class ListFilterForm(Form):
    """The sentence above the list of 呈批件."""

    kind = forms.ChoiceField(label="类别为", required=False, choices=[("", "全部"), *Briefing.Kind.choices])
    leader = forms.TypedChoiceField(label="领导为", required=False, coerce=int, empty_value=None, widget=PersonPicker)
    unit = ChoiceOfUnit(label="承办单位为", required=False)
    state = forms.ChoiceField(label="状态为", required=False, choices=[("", "全部"), *Briefing.State.choices])

    def __init__(self, *args: Any, today: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "leader", person_choices(today, leading, empty="全部"))
        offer(self, "unit", unit_choices(today, empty="全部"))


class FileInstructionForm(FilingFields, ActionForm):
    """批示列入直接决定备案: everything is proposed from the 批示, its unit and the county's list."""

    leaves_out = ENTERED_LATER
    area_id = forms.ChoiceField(label="分管事项", required=False, help_text="按承办单位选好，可改。")

    def prepare(self) -> None:
        """Areas in their order; the day of filing is today."""
        areas = [(str(row.pk), row.name) for row in Area.objects.order_by("order", "id")]
        offer(self, "area_id", [("", "按承办单位"), *areas])
        self.add_filing()
        self.fields["type_code"].required = True
        self.add_consent()

    def inputs(self) -> dict[str, Any]:
        """Area, type and sum in 元."""
        said = self.cleaned_data
        return self.filing() | {"area_id": int(said["area_id"]) if said["area_id"] else None}
