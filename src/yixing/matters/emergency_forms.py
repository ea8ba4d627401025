"""报告临机处置: five fields, for a thumb; everything else has a default."""

from typing import Any

from django import forms

from yixing.door.forms import ActionForm
from yixing.matters.steps import EMERGENCY_WORDS
from yixing.people.pickers import unit_choices
from yixing.ui.forms import offer
from yixing.ui.widgets import DayInput, UnitPicker


def _words(key: str, hint: str, rows: int) -> forms.CharField:
    label, most = EMERGENCY_WORDS[key]
    attrs = {"rows": rows, "placeholder": hint, "autocomplete": "off", "enterkeyhint": "next"}
    return forms.CharField(label=label, max_length=most, widget=forms.Textarea(attrs=attrs))


class EmergencyForm(ActionForm):
    """When, where and what; measures; why no meeting; to whom reported; which unit."""

    versioned = False
    cause = _words("cause", "如：今日5时，城关镇沿河路积水约半米，20户居民被困。", 3)
    measures = _words("measures", "如：已转移居民，封闭路段，调应急管理局排涝。", 3)
    why = _words("why", "如：水位仍在上涨，须当即转移。", 2)
    reported_to = _words("reported_to", "如：5时20分已电话报告书记、县长。", 2)
    unit_id = forms.ChoiceField(label="责任单位", widget=UnitPicker)
    happened_on = forms.DateField(label="事发日期", required=False, widget=DayInput, help_text="不填即为处置当日。")
    reported_on = forms.DateField(label="报告日期", required=False, widget=DayInput, help_text="不填即为处置当日。")
    superior_duty = forms.BooleanField(label="属应报上级的突发重大事件", required=False)

    five = ("cause", "measures", "why", "reported_to", "unit_id")
    later = ("happened_on", "reported_on", "superior_duty")

    def prepare(self) -> None:
        """Units in the order of the establishment; the day is the day he acted."""
        units = [("", "请选择"), *unit_choices(self.today)]
        offer(self, "unit_id", units)
        self.fields["on"].label = "处置日期"

    def first(self) -> list[Any]:
        """The five fields."""
        return [self[name] for name in self.five]

    def rest(self) -> list[Any]:
        """What has a default."""
        return [self[name] for name in self.later]

    def inputs(self) -> dict[str, Any]:
        """The unit as a number."""
        return super().inputs() | {"unit_id": int(self.cleaned_data["unit_id"])}


class EmergencyAgainForm(EmergencyForm):
    """The same once more, for a report that was sent back."""

    versioned = True
