"""Forms of login and password."""

from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password

from yixing.door.forms import ActionForm


class LoginForm(forms.Form):
    """Login name and password."""

    username = forms.CharField(
        label="登录名", max_length=40, widget=forms.TextInput(attrs={"autocomplete": "username"})
    )
    password = forms.CharField(
        label="口令", max_length=200, widget=forms.PasswordInput(attrs={"autocomplete": "current-password"})
    )


class PasswordForm(ActionForm):
    """The present password once, the new one twice."""

    versioned = False
    current = forms.CharField(
        label="现用口令", max_length=200, widget=forms.PasswordInput(attrs={"autocomplete": "current-password"})
    )
    new = forms.CharField(
        label="新口令",
        max_length=200,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text="至少 10 位，不能全是数字，不能是常见口令。",
    )
    again = forms.CharField(
        label="再输一遍新口令", max_length=200, widget=forms.PasswordInput(attrs={"autocomplete": "new-password"})
    )

    def prepare(self) -> None:
        """A password is not back-entered, nor entered for somebody."""
        for name in ("on", "backfill", "acting_for", "scan"):
            self.fields.pop(name, None)

    def clean(self) -> dict[str, Any]:
        """The two new ones are the same, and good enough."""
        cleaned = super().clean() or {}
        new = cleaned.get("new")
        if new and cleaned.get("again") and new != cleaned["again"]:
            self.add_error("again", "两遍新口令不一样，请重新输入。")
        if new:
            try:
                validate_password(new, self.row)
            except forms.ValidationError as weak:
                self.add_error("new", weak)
        return cleaned

    def inputs(self) -> dict[str, Any]:
        """Only the two passwords go on."""
        return {"current": self.cleaned_data["current"], "new": self.cleaned_data["new"]}
