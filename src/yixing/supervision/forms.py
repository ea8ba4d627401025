"""Forms of 责任分解 and 督办事项; each becomes one action's keyword arguments."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, cast

from django import forms
from django.db.models import Q

from yixing.access.actions import Action
from yixing.access.numbers import row_number
from yixing.briefings.forms import ChoiceOfUnit
from yixing.briefings.queries import leading
from yixing.door.forms import ActionForm, DeadlineField
from yixing.matters.forms import SignedForm
from yixing.people.pickers import person_choices, unit_choices
from yixing.supervision.actions.unit import PROGRESS_MAX
from yixing.supervision.lines import TaskLine
from yixing.supervision.models import Report, Task, Verification
from yixing.supervision.state import LightKind, TaskState
from yixing.ui.forms import Form, offer
from yixing.ui.widgets import Choose, FileUpload, LineTicks, PersonPicker, Reason, Ticks, UnitTicks

STATE_CHOICES = (
    ("", "全部"),
    ("open", "在办"),
    *((state.value, state.label) for state in TaskState if state != "draft"),
)


class ChoiceOfLeader(forms.TypedChoiceField):
    """One leader by rank; a form fills in the choices of its day."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(coerce=int, empty_value=None, widget=PersonPicker, **kwargs)


class Files(forms.FileField):
    """Several files at once; its value is a list, empty where nothing was chosen."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(widget=FileUpload(several=True, photo=False), required=False, **kwargs)

    def clean(self, data: Any, initial: Any = None) -> Any:
        """Check each file by itself."""
        files = data if isinstance(data, list | tuple) else [data] if data else []
        return [super(Files, self).clean(file, initial) for file in files if file]


def _yes(given: dict[str, Any], name: str) -> dict[str, Any]:
    return given | {name: given[name] == "yes"}


class OneClickForm(ActionForm):
    """Nothing to fill in: the page of a button that was refused, with the reasons for warnings."""


class ObjectForm(ActionForm):
    """职责异议."""

    reason = forms.CharField(label="理由", max_length=300, widget=Reason, help_text="写明依据，如“三定”规定的职责。")
    suggested_unit_id = ChoiceOfUnit(label="建议承办单位", required=False)

    def prepare(self) -> None:
        """Offer the units of the day."""
        offer(self, "suggested_unit_id", unit_choices(self.today, empty="不建议"))


class ReassignForm(ActionForm):
    """答复职责异议, or a change of units."""

    accepted = forms.ChoiceField(
        label="答复", choices=(("yes", "改派"), ("no", "驳回，仍由原单位办理")), widget=Ticks, initial="yes"
    )
    new_unit_id = ChoiceOfUnit(label="改派给", required=False)
    assist_unit_ids = forms.TypedMultipleChoiceField(label="配合单位", coerce=int, required=False, widget=UnitTicks)
    answer = forms.CharField(
        label="答复意见", max_length=300, required=False, widget=Reason, help_text="驳回须写明理由。"
    )

    def prepare(self) -> None:
        """Offer the units of the day; the assisting ones are ticked."""
        choices = unit_choices(self.today)
        offer(self, "new_unit_id", [("", "不变更牵头单位"), *choices])
        offer(self, "assist_unit_ids", choices)
        if self.row is not None:
            self.fields["assist_unit_ids"].initial = list(self.row.assist_units.values_list("pk", flat=True))
            if not self.row.objected_on:
                del self.fields["accepted"]

    def inputs(self) -> dict[str, Any]:
        """The action's arguments."""
        given = super().inputs()
        return _yes(given, "accepted") if "accepted" in given else given


class ReportForm(ActionForm):
    """报进展: at most 200 characters, the last content is offered."""

    progress = forms.CharField(
        label="进展情况",
        max_length=PROGRESS_MAX,
        widget=forms.Textarea(attrs={"rows": 4, "maxlength": PROGRESS_MAX}),
        help_text=f"{PROGRESS_MAX} 字以内：做了什么、到了哪一步。",
    )
    problems = forms.CharField(label="存在问题", max_length=PROGRESS_MAX, required=False, widget=Reason)
    next_steps = forms.CharField(label="下步打算", max_length=PROGRESS_MAX, required=False, widget=Reason)
    evidence = Files(label="佐证")
    ask = forms.ChoiceField(label="这次是", choices=Report.Ask.choices, widget=Ticks, initial=Report.Ask.NONE)
    extend_to = DeadlineField(label="延期至", required=False, help_text="申请延期时填。")
    reason = forms.CharField(label="延期理由", max_length=300, required=False, widget=Reason)
    signed_page = forms.FileField(
        label="单位负责人签字页",
        required=False,
        widget=FileUpload(photo=True),
        help_text="已在纸上签字的，上传签字页即视为审签；不上传的，提交后送单位负责人审签。",
    )

    def inputs(self) -> dict[str, Any]:
        """The action's arguments."""
        given = super().inputs()
        return given | {"extend_to": given["extend_to"] or ""}


class EndorseForm(SignedForm):
    """单位负责人审签 of one report."""

    action = Action.TASK_ENDORSE
    agreed = forms.ChoiceField(
        label="审签", choices=(("yes", "同意报送"), ("no", "退回修改")), widget=Ticks, initial="yes"
    )
    opinion = forms.CharField(
        label="意见", max_length=200, required=False, widget=Reason, help_text="退回须写明怎样修改。"
    )

    def inputs(self) -> dict[str, Any]:
        """The action's arguments."""
        return _yes(super().inputs(), "agreed")


class SignManyForm(SignedForm):
    """The circumstances of signing several reports at once."""

    action = Action.TASK_ENDORSE
    versioned = False


class ApproveManyForm(SignedForm):
    """The circumstances of approving several 责任分解 at once."""

    action = Action.TASK_APPROVE
    versioned = False
    opinion = forms.CharField(label="批准意见", max_length=200, required=False, widget=Reason)


class RemindManyForm(ActionForm):
    """The circumstances of entering several calls at once."""

    versioned = False


class ManyForm(ActionForm):
    """The circumstances of doing one thing to several rows."""

    versioned = False


class SendBackForm(ActionForm):
    """退回责任分解."""

    opinion = forms.CharField(label="退回意见", max_length=200, widget=Reason)


class ExtendForm(ActionForm):
    """延期批复."""

    granted = forms.ChoiceField(
        label="批复", choices=(("yes", "同意延期"), ("no", "不同意")), widget=Ticks, initial="yes"
    )
    answer = forms.CharField(
        label="批复意见", max_length=200, required=False, widget=Reason, help_text="不同意须写明理由。"
    )

    def inputs(self) -> dict[str, Any]:
        """The action's arguments."""
        return _yes(super().inputs(), "granted")


class RemindForm(ActionForm):
    """电话催办."""

    versioned = False
    answered_by = forms.CharField(label="接听人", max_length=60, required=False)
    said = forms.CharField(label="答复", max_length=200, required=False, widget=Reason)


class VerifyForm(ActionForm):
    """核实."""

    method = forms.ChoiceField(label="核实方式", choices=Verification.Method.choices, widget=LineTicks)
    finding = forms.CharField(label="核实情况", max_length=400, widget=Reason)
    result = forms.ChoiceField(label="结论", choices=Verification.Result.choices, widget=Ticks)


class ConsentForm(SignedForm):
    """分管常委签认, or the instructing leader's word on one task."""

    action = Action.TASK_CONSENT
    agreed = forms.ChoiceField(
        label="签认", choices=(("yes", "同意销号"), ("no", "不同意，继续办理")), widget=Ticks, initial="yes"
    )
    opinion = forms.CharField(label="意见", max_length=200, required=False, widget=Reason)

    def inputs(self) -> dict[str, Any]:
        """The action's arguments."""
        return _yes(super().inputs(), "agreed")


class CloseForm(ActionForm):
    """销号."""

    note = forms.CharField(label="销号说明", max_length=300, required=False, widget=Reason)


class _LeaderForm(ActionForm):
    leader_id = ChoiceOfLeader(label="同意的领导", required=False)

    def prepare(self) -> None:
        """Offer the leaders of the day."""
        choices = person_choices(self.today, leading, empty="请选择")
        offer(self, "leader_id", choices)
        if self.row is not None:
            self.fields["leader_id"].initial = self.row.leader_id


class KeepForm(_LeaderForm):
    """转长期坚持."""

    reason = forms.CharField(label="阶段性成果和长期要求", max_length=300, widget=Reason)
    field_order = ("reason", "leader_id")


class StopForm(_LeaderForm):
    """终止."""

    reason = forms.CharField(label="终止原因", max_length=300, widget=Reason)
    field_order = ("reason", "leader_id")


class MergeForm(ActionForm):
    """并入."""

    into_id = forms.TypedChoiceField(label="并入哪项任务", coerce=int, help_text="同一牵头单位的在办任务。")
    reason = forms.CharField(label="说明", max_length=300, required=False, widget=Reason)

    def prepare(self) -> None:
        """Offer the unit's other open tasks."""
        rows = Task.objects.filter(is_open=True, lead_unit_id=self.row.lead_unit_id).exclude(pk=self.row.pk)
        choices = [(task.pk, f"{task.number} {task.text[:40]}") for task in rows.order_by("number")[:300]]
        offer(self, "into_id", choices)


class ReopenForm(ActionForm):
    """重新启动."""

    reason = forms.CharField(label="原因", max_length=300, widget=Reason, help_text="如：回头看发现反弹。")
    due = DeadlineField(label="新的时限")


class BreakdownForm(ActionForm):
    """The circumstances of a 责任分解; its lines stand in ``LineForm``."""


class LineForm(Form):
    """One line of a 责任分解表."""

    text = forms.CharField(label="任务（原文）", max_length=400, widget=forms.Textarea(attrs={"rows": 3}))
    lead_unit_id = ChoiceOfUnit(label="牵头单位")
    assist_unit_ids = forms.TypedMultipleChoiceField(label="配合单位", coerce=int, required=False, widget=UnitTicks)
    due = DeadlineField(label="时限", required=False, help_text="照原文写，如“6月底前”“长期坚持”；不写即按来源的时限。")
    leader_id = ChoiceOfLeader(label="责任领导", required=False)
    merge = forms.BooleanField(label="并入这项任务（一事一报）", required=False)
    merge_into_id = forms.IntegerField(label="并入哪项任务", required=False, widget=forms.HiddenInput)
    duplicate_reason = forms.CharField(label="不并入的理由", max_length=200, required=False, widget=Reason)

    def __init__(self, *args: Any, day: dt.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.similar: Task | None = None
        offer(self, "lead_unit_id", unit_choices(day, empty="请选择"))
        offer(self, "assist_unit_ids", unit_choices(day))
        offer(self, "leader_id", person_choices(day, leading, empty="按当日分工"))

    def line(self) -> TaskLine:
        """The line as the action takes it; only for a valid form that was filled in."""
        given = self.cleaned_data
        merging = given["merge"] and given["merge_into_id"]
        return TaskLine(
            text=given["text"],
            lead_unit_id=given["lead_unit_id"],
            assist_unit_ids=tuple(given["assist_unit_ids"]),
            due=given["due"] or "",
            leader_id=given["leader_id"],
            merge_into_id=given["merge_into_id"] if merging else None,
            duplicate_reason=given["duplicate_reason"],
        )


if TYPE_CHECKING:
    _LineForms = forms.BaseFormSet[LineForm]
else:
    _LineForms = forms.BaseFormSet


class Lines(_LineForms):
    """The lines of a 责任分解表; empty ones and those ticked away count for nothing."""

    def filled(self) -> list[LineForm]:
        """The forms of the lines that count, in their order; for a valid table."""
        gone = self.deleted_forms
        return [form for form in self.forms if form not in gone and form.cleaned_data.get("text")]

    def add_fields(self, form: LineForm, index: int | None) -> None:
        """Name the tick that takes a line away."""
        super().add_fields(form, index)
        if "DELETE" in form.fields:
            form.fields["DELETE"].label = "删去这一行"


LineFormSet = forms.formset_factory(LineForm, formset=Lines, extra=0, can_delete=True, max_num=40, absolute_max=60)


_TABLE = {
    "missing_management_form": "任务表没有传全，请重新打开页面再填。",
    "too_many_forms": "任务表的行数太多，请分成几张下达。",
}


def line_formset(
    today: dt.date, data: Mapping[str, Any] | None = None, *, initial: Sequence[dict[str, Any]] = (), blank: int = 1
) -> Lines:
    """The lines of a table for a day: bound to ``data``, or prefilled with ``initial`` and ``blank`` empty lines."""
    kwargs = {"day": today}
    if data is not None:
        return cast("Lines", LineFormSet(data, prefix="lines", form_kwargs=kwargs, error_messages=_TABLE))
    formset = cast("Lines", LineFormSet(initial=list(initial), prefix="lines", form_kwargs=kwargs))
    formset.extra = blank if initial else blank + 1
    return formset


YEARS_BACK = 5
"""Years of 下达 the sentence offers besides this one; an address may name an earlier one."""


def _years(today: dt.date, asked: str) -> list[tuple[int | str, str]]:
    years = set(range(today.year - YEARS_BACK, today.year + 1))
    named = row_number(asked) or 0
    if dt.MINYEAR <= named <= today.year:
        years.add(named)
    return [("", "不限"), *((year, f"{year}年") for year in sorted(years, reverse=True))]


def _leaders(today: dt.date, asked: str) -> Iterable[Any]:
    """Who leads today, and whoever an address names besides: what a former member answered for stays to be found."""
    known = person_choices(today, leading, empty="全部")
    number = row_number(asked)
    if number is None or any(value == number for value, _ in known):
        return known
    former = person_choices(today, Q(pk=number))
    return [*known, *former]


class ListFilterForm(Form):
    """The sentence above the 任务台账."""

    source = forms.ChoiceField(
        label="来源为", required=False, choices=[("", "全部"), *Task.Source.choices], widget=Choose
    )
    leader = ChoiceOfLeader(label="责任领导为", required=False)
    lead = ChoiceOfUnit(label="牵头为", required=False)
    unit = ChoiceOfUnit(label="单位（含配合）为", required=False)
    light = forms.ChoiceField(label="灯为", required=False, choices=[("", "全部"), *LightKind.choices], widget=Choose)
    state = forms.ChoiceField(label="状态为", required=False, choices=STATE_CHOICES, widget=Choose)
    month = forms.ChoiceField(label="到期", required=False, choices=(("", "不限"), ("1", "本月")), widget=Choose)
    year = forms.TypedChoiceField(label="下达", coerce=int, empty_value=None, required=False, widget=Choose)

    def __init__(self, asked: Mapping[str, str], *, today: dt.date, unit_side: bool = False, **kwargs: Any) -> None:
        super().__init__(asked, **kwargs)
        offer(self, "leader", _leaders(today, asked.get("leader", "")))
        offer(self, "year", _years(today, asked.get("year", "")))
        if unit_side:
            del self.fields["lead"], self.fields["unit"]
            return
        for name in ("lead", "unit"):
            offer(self, name, unit_choices(today, empty="全部"))
