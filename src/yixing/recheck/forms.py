"""The form of a recheck."""

from django import forms

from yixing.door.forms import ActionForm
from yixing.ui.widgets import DayInput


class PeriodForm(ActionForm):
    """From which day to which."""

    versioned = False
    since = forms.DateField(label="自", widget=DayInput)
    until = forms.DateField(label="至", widget=DayInput, help_text="按议定日期；临机处置按处置日期。")
