"""One form for each kind of step, its fields made from the closed list of keys in ``steps``."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.db.models import Q

from yixing.door.forms import ActionForm
from yixing.matters.charge import touched_members
from yixing.matters.forms import YES_NO, ManyTicks, from_yes_no, yes_no
from yixing.matters.models import Step
from yixing.matters.steps import FIELDS, OFFICE_ONLY, PEOPLE_KEY, StepKind, key_of
from yixing.people.pickers import person_choices
from yixing.ui.widgets import DayInput, FileUpload, LineTicks, Reason
from yixing_core.rules.kinds import Fact, Kind

DOCUMENT_LABELS = {
    StepKind.GOVERNMENT: "纪要号",
    StepKind.RESEARCH: "调研报告名称",
    StepKind.NOTICE: "公示文号",
    StepKind.LEGAL: "审查意见文号",
    StepKind.RISK: "评估报告名称",
}
ON_LABELS = {
    StepKind.GOVERNMENT: "会议日期",
    StepKind.DELIBERATION: "酝酿日期",
    StepKind.NOTICE: "公示结束日期",
    StepKind.HEARING: "听证日期",
}


class StepForm(ActionForm):
    """记录程序完成情况 of one kind; the kind is given by the page."""

    def __init__(self, *args: Any, kind: str, corrects: Step | None = None, **kwargs: Any) -> None:
        self.kind = StepKind(kind)
        self.corrects = corrects
        super().__init__(*args, **kwargs)

    def prepare(self) -> None:
        """The fields of the kind, then paper, words and file; a correction begins with what was recorded."""
        recorded = self.corrects.values if self.corrects else {}
        on = self.fields["on"]
        on.label = ON_LABELS.get(self.kind, "完成日期")
        on.help_text = "程序实际完成的那一天；不填即为今天。"
        on.initial = self.corrects.on if self.corrects else None
        for fact in FIELDS[self.kind]:
            self.fields[key_of(fact)] = _field(fact, recorded.get(key_of(fact)))
        if self.kind == StepKind.CIRCULATION:
            self._people(recorded.get(PEOPLE_KEY))
        label = DOCUMENT_LABELS.get(self.kind, "文号或材料名称")
        document = self.corrects.document if self.corrects else ""
        self.fields["document"] = forms.CharField(label=label, max_length=80, required=False, initial=document)
        if self.kind not in OFFICE_ONLY:
            summary = self.corrects.summary if self.corrects else ""
            self.fields["summary"] = forms.CharField(
                label="情况", max_length=500, required=False, widget=Reason, initial=summary
            )
        if not self.row.is_offline:
            upload = FileUpload(photo=True)
            self.fields["evidence"] = forms.FileField(label="佐证材料", required=False, widget=upload)

    def _people(self, recorded: list[int] | None) -> None:
        touched = touched_members(self.row, self.today)
        choices = person_choices(self.today, Q(pk__in=[person.pk for person in touched]))
        self.fields[PEOPLE_KEY] = forms.TypedMultipleChoiceField(
            label="已传阅的常委",
            coerce=int,
            required=False,
            choices=choices,
            widget=ManyTicks,
            initial=recorded or [person.pk for person in touched],
        )

    def inputs(self) -> dict[str, Any]:
        """The action's arguments: ``values`` apart from paper, words and file."""
        cleaned = self.cleaned_data
        values = {key_of(fact): _value(fact, cleaned[key_of(fact)]) for fact in FIELDS[self.kind]}
        if self.kind == StepKind.CIRCULATION:
            values[PEOPLE_KEY] = cleaned[PEOPLE_KEY]
        return {
            "kind": self.kind.value,
            "values": values,
            "document": cleaned["document"],
            "summary": cleaned.get("summary", ""),
            "evidence": cleaned.get("evidence"),
            "corrects_id": self.corrects.pk if self.corrects else None,
        }


def _value(fact: Fact, cleaned: Any) -> Any:
    return yes_no(cleaned) if fact.kind is Kind.BOOL else cleaned


_PLAIN: dict[Kind, Callable[..., forms.Field]] = {
    Kind.INT: forms.IntegerField,
    Kind.DECIMAL: forms.DecimalField,
    Kind.DATE: forms.DateField,
}


def _field(fact: Fact, recorded: Any) -> forms.Field:
    """The form field of a fact; never required: what is left out is 待补, and the check says so."""
    label = f"{fact.label}（{fact.unit}）" if fact.unit else fact.label
    if fact.kind is Kind.BOOL:
        shown = from_yes_no(recorded)
        return forms.ChoiceField(label=label, choices=YES_NO, required=False, widget=LineTicks, initial=shown)
    if fact.kind is Kind.ENUM:
        choices = [("", "未登记"), *(fact.choices or {}).items()]
        return forms.ChoiceField(label=label, choices=choices, required=False, initial=recorded)
    if fact.kind is Kind.ENUMS:
        choices = list((fact.choices or {}).items())
        return forms.MultipleChoiceField(
            label=label, choices=choices, required=False, widget=ManyTicks, initial=recorded
        )
    if fact.kind is Kind.TEXT:
        return forms.CharField(label=label, max_length=120, required=False, initial=recorded or "")
    extra: dict[str, Any] = {"widget": DayInput} if fact.kind is Kind.DATE else {"min_value": 0}
    return _PLAIN[fact.kind](label=label, required=False, initial=recorded, **extra)
