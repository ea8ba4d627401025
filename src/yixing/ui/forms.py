"""A form that speaks the office's words when something is not filled in."""

from collections.abc import Mapping
from typing import Any

from django import forms


class Form(forms.Form):
    """Base of all forms of the product: our own words for the usual errors, no bubbles of the browser.

    The sentences name the field, so that they also make sense in the summary at the top.
    """

    use_required_attribute = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        speak_all(self.base_fields)
        super().__init__(*args, **kwargs)
        speak_all(self.fields)


def speak_all(fields: Mapping[str, forms.Field]) -> None:
    """``speak`` to every field of a form or of its class."""
    for name, field in fields.items():
        speak(field, str(field.label or name))


def speak(field: forms.Field, label: str) -> None:
    """Put the office's words into a field's usual messages; messages the field set itself stay.

    A form's fields are copies of those of its class, with their messages: what was said once is not said again.
    """
    if getattr(field, "spoken", None) == label:
        return
    field.spoken = label  # type: ignore[attr-defined]
    chosen = isinstance(field, forms.ChoiceField | forms.ModelChoiceField)
    uploaded = isinstance(field, forms.FileField)
    verb = "没有选择" if chosen else "没有上传" if uploaded else "没有填写"
    words = {
        "required": f"“{label}”{verb}，请补上再提交。",
        "invalid_choice": f"“{label}”里没有这一项，请从列出的里面选。",
        "empty": f"“{label}”上传的是空文件，请重新选择。",
    }
    if isinstance(field, forms.DateField):
        words["invalid"] = f"“{label}”写成 2023-06-30 的样子。"
    if isinstance(field, forms.DecimalField | forms.IntegerField):
        words["invalid"] = f"“{label}”只填数字，不带单位。"
    for code, text in words.items():
        if code in field.error_messages and _is_stock(field, code):
            field.error_messages[code] = text


def _is_stock(field: forms.Field, code: str) -> bool:
    """Whether the message is still the one Django ships."""
    for kind in type(field).__mro__:
        stock = kind.__dict__.get("default_error_messages", {})
        if code in stock:
            return bool(field.error_messages[code] == stock[code])
    return False
