"""The form of 试算: opened with the sheet as it stands; what is changed on it is only supposed."""

import datetime as dt
from typing import Any

from django import forms

from yixing.matters.forms import WAN, ManyTicks
from yixing.matters.models import Importance, Matter
from yixing.matters.sheet import IMPACTS
from yixing.matters.trial import Supposed
from yixing.ui.forms import Form
from yixing.ui.widgets import DayInput


class TrialForm(Form):
    """Amount in 万元, weight, impact and day; ``asked`` tells an untouched page from one with every tick taken off."""

    asked = forms.CharField(widget=forms.HiddenInput, required=False)
    amount_wan = forms.DecimalField(
        label="金额（万元）", max_digits=14, decimal_places=6, min_value=0, required=False, help_text="没有金额不填。"
    )
    importance = forms.ChoiceField(label="轻重", choices=Importance.choices, required=False)
    on = forms.DateField(
        label="按哪一天核对", required=False, widget=DayInput, help_text="按这一天的规定、参数和分工。"
    )
    impacts = forms.MultipleChoiceField(label="影响", choices=IMPACTS, required=False, widget=ManyTicks)

    def __init__(self, data: Any, *, matter: Matter, today: dt.date) -> None:
        self.now = Supposed.as_it_is(matter, today)
        amount = self.now.amount
        super().__init__(
            data if data and "asked" in data else None,
            initial={
                "asked": "1",
                "amount_wan": None if amount is None else f"{(amount / WAN).normalize():f}",
                "importance": self.now.importance,
                "on": today,
                "impacts": sorted(self.now.impacts),
            },
            auto_id="trial_%s",
        )

    def supposed(self) -> Supposed:
        """What was written, of a valid form; weight and day stay where they were left empty."""
        said = self.cleaned_data
        wan = said["amount_wan"]
        return Supposed(
            amount=None if wan is None else wan * WAN,
            impacts=frozenset(said["impacts"]),
            importance=said["importance"] or self.now.importance,
            on=said["on"] or self.now.on,
        )
