"""Forms of 规定库: the filter of the list, adopting a rule, setting a number, and the first day's registration."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django import forms

from yixing.access.kinds import model_of
from yixing.access.loaders import visible
from yixing.door.forms import OwnForm
from yixing.rulebook.queries import Number, RuleLine, pack_titles
from yixing.rulebook.words import STRENGTH, unit_words
from yixing.ui.forms import Form, offer
from yixing.ui.widgets import DayInput, InlineTicks, Reason, Ticks, UnitTicks
from yixing_core.rules.facts.parameters import GROUPS, NUMBERS
from yixing_core.rules.kinds import Kind, WrongValue, coerce

_YES_NO = (("yes", "是"), ("no", "否"))
DECISION_HELP = "写会议和议定事项编号，或文号，如“十五届县委常委会第2次会议”。"


class RuleFilter(Form):
    """The filter of the list, read as a sentence."""

    day = forms.DateField(label="截至", required=False, widget=DayInput)
    strength = forms.ChoiceField(label="力度为", required=False)
    doubtful = forms.BooleanField(label="只看待核的", required=False)
    q = forms.CharField(label="含有", required=False, max_length=60)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        words = [(code.value, word) for code, word in STRENGTH.items()]
        offer(self, "strength", [("", "不限"), *words])
        self.fields["pack"] = forms.ChoiceField(choices=[("", ""), *pack_titles().items()], required=False)
        self.fields["pack"].widget = forms.HiddenInput()


class DayFilter(Form):
    """As of which day."""

    day = forms.DateField(label="截至", required=False, widget=DayInput)


class NumberFilter(DayFilter):
    """As of which day, and which group of parameters."""

    group = forms.ChoiceField(
        choices=[("", ""), NUMBERS, *((code, heading) for code, (heading, _) in GROUPS.items())],
        required=False,
        widget=forms.HiddenInput,
    )


class _CountyForm(OwnForm):
    """Base: decided by the committee and entered by the office, so there is no 代录 and no 补录."""

    versioned = False


class AdoptForm(_CountyForm):
    """Adopt one rule."""

    since = forms.DateField(label="自何日起", widget=DayInput, help_text="从这一天起，不符合即不能办理。")
    decision = forms.CharField(label="采用依据", max_length=120, help_text=DECISION_HELP)


class EndForm(_CountyForm):
    """End an adoption."""

    versioned = True
    until = forms.DateField(label="执行到", widget=DayInput, help_text="仍按硬性执行的最后一天。")
    decision = forms.CharField(label="终止依据", max_length=120, help_text=DECISION_HELP)


def _amount_help(fact_unit: str) -> str:
    return "单位：元。" if fact_unit == "元" else f"单位：{fact_unit}。" if fact_unit else ""


def value_field(number: Number, *, label: str = "数值", required: bool = True) -> forms.Field:
    """The field for one parameter's value, by its kind."""
    fact = number.fact
    if fact.kind is Kind.BOOL:
        return forms.ChoiceField(label=label, choices=_YES_NO, widget=Ticks, required=required)
    if fact.kind is Kind.ENUMS and fact.choices:
        choices = list(fact.choices.items())
        return forms.MultipleChoiceField(
            label=label, choices=choices, widget=UnitTicks, required=required, help_text="可以勾选几个。"
        )
    if fact.choices:
        return forms.ChoiceField(label=label, choices=[("", "未选"), *fact.choices.items()], required=required)
    if fact.kind is Kind.INT:
        return forms.IntegerField(label=label, min_value=0, required=required, help_text=_amount_help(fact.unit))
    if fact.kind is Kind.DECIMAL:
        return forms.DecimalField(
            label=label, min_value=0, decimal_places=2, required=required, help_text=_amount_help(fact.unit)
        )
    return forms.CharField(label=label, max_length=20, required=required, help_text="写成 2/3 的样子。")


def initial_value(number: Number) -> Any:
    """What stands in the field at first: the value in force."""
    if number.fact.kind is Kind.BOOL and number.value is not None:
        return "yes" if number.value is True else "no"
    if number.fact.kind is Kind.ENUMS:
        return list(number.value or ())
    return "" if number.value is None else str(number.value)


def stored_value(number: Number, entered: Any) -> Any:
    """What was entered, as the action takes it.

    Raises:
        ValidationError: it does not fit the parameter, in words.
    """
    value: Any = entered == "yes" if number.fact.kind is Kind.BOOL else entered
    if number.fact.kind is Kind.DECIMAL:
        value = str(entered)
    try:
        coerce(number.fact, value)
    except WrongValue as wrong:
        example = "如 2/3，在 0 和 1 之间" if number.fact.kind is Kind.FRACTION else f"单位为{unit_words(number.fact)}"
        raise forms.ValidationError(f"“{number.fact.label}”填写不对：应为{example}。") from wrong
    return value


class ParameterForm(_CountyForm):
    """Set one number from a day on."""

    value = forms.CharField()
    since = forms.DateField(label="自何日起", widget=DayInput)
    decision = forms.CharField(label="依据", max_length=120, help_text=DECISION_HELP)
    body_id = forms.TypedChoiceField(
        label="适用于", coerce=int, empty_value=None, required=False, help_text="不选即适用于本县各会议体。"
    )
    note = forms.CharField(label="说明", max_length=300, required=False, widget=Reason)

    def prepare(self) -> None:
        """The field that fits the parameter, and the bodies that may have a value of their own."""
        number: Number = self.row
        self.fields["value"] = value_field(number, label=number.fact.label)
        self.fields["value"].initial = initial_value(number)
        if number.fact.kind is Kind.ENUMS:  # 一个都不勾 is an answer too: none of them
            self.fields["value"].required = False
        bodies = visible(model_of("body"), self.actor)
        choices = [("", "本县"), *((body.pk, str(body)) for body in bodies)]
        offer(self, "body_id", choices)

    def clean_value(self) -> Any:
        """The value as the action takes it."""
        return stored_value(self.row, self.cleaned_data["value"])


class LimitForm(ParameterForm):
    """A number of the login: for the whole installation, not for one body."""

    def prepare(self) -> None:
        """As for any number, without the body."""
        super().prepare()
        del self.fields["body_id"]


class RegistrationForm(_CountyForm):
    """One of the county's own regulations: its name, by what it was passed, which rules and numbers it fixes."""

    regulation = forms.CharField(
        label="本县规定名称",
        max_length=60,
        widget=forms.TextInput(attrs={"list": "own-regulations"}),
        help_text="如《县委常委会议事规则》《县委常委分工负责制运行规则》。",
    )
    passed = forms.CharField(label="通过依据", max_length=50, help_text=DECISION_HELP)
    since = forms.DateField(label="施行日期", widget=DayInput)

    def __init__(self, *args: Any, lines: Sequence[RuleLine], numbers: Sequence[Number], **kwargs: Any) -> None:
        self.lines, self.numbers = lines, numbers
        super().__init__(*args, **kwargs)

    def prepare(self) -> None:
        """A tick for each rule that may be adopted, a tick and a value for each number."""
        for line in self.lines:
            self.fields[f"rule-{line.rule.id}"] = forms.BooleanField(label=line.rule.title, required=False)
        for number in self.numbers:
            label = number.fact.label
            self.fields[f"fix-{number.key}"] = forms.BooleanField(label=f"{label}：由该规定写明", required=False)
            field = value_field(number, label=label, required=False)
            if number.fact.kind is Kind.BOOL:
                field.widget = forms.Select(choices=_YES_NO)
            if isinstance(field, forms.MultipleChoiceField):
                field.widget = InlineTicks(choices=list((number.fact.choices or {}).items()))
            field.initial = initial_value(number)
            self.fields[f"value-{number.key}"] = field

    def rule_rows(self) -> list[tuple[RuleLine, Any]]:
        """Rule and its tick."""
        return [(line, self[f"rule-{line.rule.id}"]) for line in self.lines]

    def number_rows(self) -> list[tuple[Number, Any, Any]]:
        """Number, its tick and its value."""
        return [(each, self[f"fix-{each.key}"], self[f"value-{each.key}"]) for each in self.numbers]

    def clean(self) -> dict[str, Any]:
        """Every ticked number needs a value that fits; wrong ones are told before anything is done."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        for each in self.numbers:
            name = f"value-{each.key}"
            if not cleaned.get(f"fix-{each.key}") or name in self.errors:
                continue
            if cleaned.get(name) in (None, ""):
                self.add_error(name, f"“{each.fact.label}”勾选了但没有填数，请补上再提交。")
                continue
            try:
                cleaned[name] = stored_value(each, cleaned[name])
            except forms.ValidationError as wrong:
                self.add_error(name, wrong)
        return cleaned

    @property
    def decision(self) -> str:
        """The regulation and by what it was passed, as adoptions carry it."""
        name: str = self.cleaned_data["regulation"].strip()
        name = name if name.startswith("《") else f"《{name}》"
        return f"{name}（{self.cleaned_data['passed'].strip()}）"

    def ticked(self) -> tuple[dt.date, list[str], dict[str, Any]]:
        """From when, which rules, which numbers."""
        said = self.cleaned_data
        rules = [line.rule.id for line in self.lines if said.get(f"rule-{line.rule.id}")]
        values = {each.key: said[f"value-{each.key}"] for each in self.numbers if said.get(f"fix-{each.key}")}
        return said["since"], rules, values
