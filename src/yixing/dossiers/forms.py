"""The forms of dossiers."""

from django import forms

from yixing.door.forms import ActionForm


class TakeForm(ActionForm):
    """Nothing to fill in."""

    versioned = False


class YearForm(ActionForm):
    """Which year's."""

    versioned = False
    year = forms.IntegerField(
        label="年度", min_value=2000, max_value=2100, help_text="议定日期在这一年的全部议定事项。"
    )
