"""A form that speaks the office's words when something is not filled in, or cannot be what was meant."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, cast

from django import forms

from yixing.ui.components import Choice

FIRST_DAY, LAST_DAY = dt.date(1900, 1, 1), dt.date(2199, 12, 31)
"""Days outside are slips of the pen, and the calendar could not count on from them."""
LARGEST = 2**31 - 1
"""What a column of whole numbers holds."""


_NOTHING_SAID: tuple[str | None, dict[str, str]] = (None, {})


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


def offer(form: forms.BaseForm, name: str, choices: Iterable[Choice]) -> None:
    """Give a field of choices what may be chosen."""
    cast("forms.ChoiceField", form.fields[name]).choices = choices


def speak_all(fields: Mapping[str, forms.Field]) -> None:
    """``speak`` to every field of a form or of its class."""
    for name, field in fields.items():
        speak(field, str(field.label or name))


def speak(field: forms.Field, label: str) -> None:
    """Put the office's words into a field's usual messages, and bounds on what no page can mean.

    Messages that the field set itself stay. A form's fields are copies of those of its class, with their messages:
    what was said once is said again only where the field has another label here.
    """
    before, said = getattr(field, "spoken", _NOTHING_SAID)
    if before == label:
        return
    words = _words(field, label)
    for code, text in words.items():
        now = field.error_messages.get(code)
        if now is None or now == said.get(code) or _is_stock(field, code):
            field.error_messages[code] = text
    field.spoken = (label, words)  # type: ignore[attr-defined]
    if isinstance(field, forms.MultiValueField):
        for part in field.fields:
            speak(part, label)
    _bound(field, label)


def _bound(field: forms.Field, label: str) -> None:
    field.validators = [each for each in field.validators if not isinstance(each, _Within)]
    if isinstance(field, forms.DateField):
        field.validators.append(_Within(FIRST_DAY, LAST_DAY, f"“{label}”的年份不对，请核对后再填。"))
    if isinstance(field, forms.IntegerField) and field.max_value is None and not field.widget.is_hidden:
        field.validators.append(_Within(-LARGEST, LARGEST, f"“{label}”的数太大，请核对后再填。"))


def _words(field: forms.Field, label: str) -> dict[str, str]:
    chosen = isinstance(field, forms.ChoiceField | forms.ModelChoiceField)
    uploaded = isinstance(field, forms.FileField)
    verb = "没有选择" if chosen else "没有上传" if uploaded else "没有填写"
    named = label.replace("%", "%%")  # these are filled in with what was sent
    words = {
        "required": f"“{label}”{verb}，请补上再提交。",
        "invalid_choice": f"“{named}”里没有这一项，请从列出的里面选。",
        "invalid_list": f"“{label}”里没有这一项，请从列出的里面选。",
        "invalid_pk_value": f"“{named}”里没有这一项，请从列出的里面选。",
        "incomplete": f"“{label}”没有填写完整，请补上再提交。",
        "empty": f"“{label}”上传的是空文件，请重新选择。",
        "null_characters_not_allowed": f"“{label}”里有不能保存的符号，请重新输入，不要从别处粘贴。",
        "max_length": f"“{named}”最多写 %(limit_value)d 字，现在有 %(show_value)d 字，请删减。",
        "min_value": f"“{named}”不能小于 %(limit_value)s，请核对后再填。",
        "max_value": f"“{named}”不能大于 %(limit_value)s，请核对后再填。",
        "max_digits": f"“{label}”的数太大，请核对后再填。",
        "max_whole_digits": f"“{label}”的数太大，请核对后再填。",
        "max_decimal_places": f"“{named}”最多保留 %(max)s 位小数，请改后再提交。",
    }
    if uploaded:
        words["max_length"] = f"“{named}”的文件名最多 %(max)d 字，现在有 %(length)d 字，请改短文件名再上传。"
        words["invalid"] = f"“{label}”没有上传，请补上再提交。"
    if isinstance(field, forms.DateField):
        words["invalid"] = f"“{label}”写成 2023-06-30 的样子。"
    if isinstance(field, forms.TimeField):
        words["invalid"] = f"“{label}”写成 09:00 的样子。"
    if isinstance(field, forms.SlugField):
        words["invalid"] = f"“{label}”只用字母、数字、下划线和短横，请改后再提交。"
    if isinstance(field, forms.DecimalField | forms.IntegerField):
        words["invalid"] = f"“{label}”只填数字，不带单位。"
    return words


@dataclass(frozen=True, slots=True)
class _Within:
    """A bound on what can be meant, as a validator."""

    first: Any
    last: Any
    text: str

    def __call__(self, value: Any) -> None:
        if value is not None and not self.first <= value <= self.last:
            raise forms.ValidationError(self.text)


def _is_stock(field: forms.Field, code: str) -> bool:
    """Whether the message is still the one Django ships."""
    for kind in type(field).__mro__:
        stock = kind.__dict__.get("default_error_messages", {})
        if code in stock:
            return bool(field.error_messages[code] == stock[code])
    return False
