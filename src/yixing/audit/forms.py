"""Filters of the logs; the erasure."""

import re

from django import forms

from yixing.access.actions import Action
from yixing.access.numbers import row_number
from yixing.accounts.models import SignIn
from yixing.audit.actions import REASONS
from yixing.door.forms import OwnForm
from yixing.ui.forms import Form
from yixing.ui.widgets import DayInput, Reason, Ticks


class EntryFilter(Form):
    """The sentence above the list of entries."""

    action = forms.ChoiceField(label="事项为", choices=[("", "任何事项"), *Action.choices], required=False)
    thing = forms.CharField(label="对象为", max_length=60, required=False, help_text="（如 matter/117）")
    who = forms.CharField(label="办理人为", max_length=40, required=False, help_text="（如 post/12 或 user/7）")
    since = forms.DateField(label="自", widget=DayInput, required=False)
    until = forms.DateField(label="至", widget=DayInput, required=False)


class SignInFilter(Form):
    """The sentence above the login log."""

    q = forms.CharField(label="登录名或姓名含", max_length=40, required=False)
    outcome = forms.ChoiceField(label="结果为", choices=[("", "任何结果"), *SignIn.Outcome.choices], required=False)
    since = forms.DateField(label="自", widget=DayInput, required=False)
    until = forms.DateField(label="至", widget=DayInput, required=False)


class PlainForm(OwnForm):
    """Nothing to fill in."""

    versioned = False


class EraseForm(PlainForm):
    """Which records go, and why."""

    seqs = forms.CharField(label="存证序号", max_length=400, help_text="顿号或空格分开，由审计管理员提供。")
    kind = forms.ChoiceField(label="类别", choices=list(REASONS.items()), widget=Ticks)
    reason = forms.CharField(label="原因和依据", max_length=300, widget=Reason, help_text="不要重复应删除的内容。")

    def clean_seqs(self) -> list[int]:
        """The numbers, each once."""
        words = [word for word in re.split(r"[、，,\s]+", self.cleaned_data["seqs"]) if word]
        if wrong := next((word for word in words if row_number(word) is None), None):
            message = f"“存证序号”里的“{wrong[:20]}”不是序号，只填数字，用顿号或空格分开。"
            raise forms.ValidationError(message)
        return sorted({int(word) for word in words})


class KeyForm(PlainForm):
    """Why the signing key is changed, and whether the old one can still sign."""

    reason = forms.CharField(label="更换原因", max_length=300, widget=Reason)
    lost = forms.BooleanField(
        label="原密钥已遗失或可能泄露",
        required=False,
        help_text="不勾选时由原密钥签署交接；勾选后没有原密钥的签署，由您负责，以后每次验证都会说明。",
    )
