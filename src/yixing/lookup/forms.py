"""What is looked for, and as of which day posts are meant."""

from django import forms

from yixing.ui.forms import Form
from yixing.ui.widgets import DayInput


class LookUp(Form):
    """The filter of the page, read as a sentence."""

    q = forms.CharField(label="查找", required=False, max_length=100, widget=forms.TextInput(attrs={"type": "search"}))
    day = forms.DateField(label="职务按哪一天", required=False, widget=DayInput)
    kind = forms.CharField(required=False, widget=forms.HiddenInput)
