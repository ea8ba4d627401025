"""Forms of numbered documents."""

from django import forms

from yixing.door.forms import ActionForm
from yixing.ui.widgets import Reason


class VoidForm(ActionForm):
    """作废文号."""

    reason = forms.CharField(label="作废原因", max_length=200, widget=Reason)
