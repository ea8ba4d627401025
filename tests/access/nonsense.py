"""What an address reads from a submit, something plausible for each of its fields, and nonsense of every kind.

Nothing is listed by hand: while a request runs, every form that is made and every name that is asked of the submitted
data is noted. From these come the fields, their kinds, and what somebody who fills them in well would send.
"""

import contextlib
import io
import uuid
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from unittest.mock import patch

from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile
from django.forms.forms import BaseForm
from django.http import QueryDict

NOTHING = None
"""What a browser sends of a list where nothing is ticked."""
HUGE = "1" + "0" * 30
LONG = "长" * 34_000
"""About 100 kB."""
DIGITS = "9" * 5000
"""More digits than Python turns into a number."""
WORDS = ("", "乱\x00码", LONG, "<script>{0.__class__}%s%(y)s\u202e𠮷")
NUMBERS = ("一百", HUGE, "-1", "NaN", "9" * 18, DIGITS)
DAYS = ("2026-02-31", "0001-01-01", "9999-12-31", "明天\x00")
CHOICES = ("nonsense\x00", "999999999", HUGE, DIGITS)
VERSIONS = ("abc", "-1", HUGE)
REQUESTS = ("abc", LONG)
TIMES = ("25:61", "早上")


def _archive(name: str, content: bytes) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, content)
    return packed.getvalue()


def good_pdf() -> SimpleUploadedFile:
    """A file that is what it says."""
    return SimpleUploadedFile("签批件.pdf", b"%PDF-1.4 signed\n%%EOF\n", "application/pdf")


def bad_files() -> list[Any]:
    """Files that are not what they say, and words where a file should be."""
    return [
        SimpleUploadedFile("空.pdf", b"", "application/pdf"),
        SimpleUploadedFile("签批件.pdf", b"\x89PNG\r\n\x1a\n" + bytes(64), "application/pdf"),
        SimpleUploadedFile("名单.xlsx", b"PK\x03\x04 broken archive", "application/zip"),
        SimpleUploadedFile("名单.xlsx", _archive("somewhere/else.txt", b"not a workbook"), "application/zip"),
        SimpleUploadedFile("汇报.docx", _archive("[Content_Types].xml", b"<!DOCTYPE a"), "application/msword"),
        SimpleUploadedFile("程序.exe", b"MZ" + bytes(64), "application/octet-stream"),
        SimpleUploadedFile("../../etc/passwd.pdf", b"%PDF-1.4\x00", "text/html; charset=\x00"),
        SimpleUploadedFile("长" * 400 + ".pdf", b"%PDF-1.4 a\n%%EOF\n", "application/pdf"),
        SimpleUploadedFile("照片.jpg", b"\xff\xd8\xff\xe0 no picture", "image/jpeg"),
        "not a file",
    ]


@dataclass(frozen=True, slots=True)
class Field:
    """One name a submit may bring: its label on the page, something plausible, and nonsense for it."""

    name: str
    label: str
    good: Any
    bad: tuple[Any, ...]


@dataclass(slots=True)
class Seen:
    """What a request made of the submitted data."""

    forms: list[BaseForm] = field(default_factory=list)
    asked: set[str] = field(default_factory=set)

    def bound(self) -> list[BaseForm]:
        """The forms that were given the submitted data."""
        return [form for form in self.forms if form.is_bound]

    def fields(self, thing: Any) -> list[Field]:
        """Every name that was asked for: those of the forms by their kind, the rest by what they look like."""
        found: dict[str, Field] = {}
        for form in self.bound():
            for name, each in form.fields.items():
                for one in _of_form(form, name, each):
                    found[one.name] = one
        for name in sorted(self.asked - found.keys() - {"csrfmiddlewaretoken"}):
            if not name.startswith("ack-"):
                found[name] = _bare(name, thing)
        return list(found.values())


@contextlib.contextmanager
def watch() -> Iterator[Seen]:
    """Note the forms that are made, and the names that are asked of what was submitted."""
    seen = Seen()
    make, get, many = BaseForm.__init__, QueryDict.__getitem__, QueryDict._getlist

    def made(self: BaseForm, *args: Any, **kwargs: Any) -> None:
        make(self, *args, **kwargs)
        seen.forms.append(self)

    def asked(self: Any, key: str) -> Any:
        seen.asked.add(str(key))
        return get(self, key)

    def listed(self: Any, key: str, *args: Any, **kwargs: Any) -> Any:
        seen.asked.add(str(key))
        return many(self, key, *args, **kwargs)

    with (
        patch.object(BaseForm, "__init__", made),
        patch.object(QueryDict, "__getitem__", asked),
        patch.object(QueryDict, "_getlist", listed),
    ):
        yield seen


def _of_form(form: BaseForm, name: str, each: forms.Field) -> list[Field]:
    html, label = form.add_prefix(name), str(each.label or "")
    if name == "request":
        return [Field(html, label, uuid.uuid4, REQUESTS)]
    given = form.get_initial_for_field(each, name)
    if name == "version":
        return [Field(html, label, "" if given is None else given, VERSIONS)]
    if isinstance(each, forms.MultiValueField):
        parts = zip(each.widget.widgets_names, each.fields, strict=True)
        return [Field(html + end, label, _plausible(part, None), _nonsense(part)) for end, part in parts]
    return [Field(html, label, _plausible(each, given), _nonsense(each))]


def _plausible(each: forms.Field, given: Any) -> Any:
    if given not in (None, "", []) and not isinstance(each, forms.FileField | forms.BooleanField):
        return [str(one) for one in given] if isinstance(given, list | tuple) else each.prepare_value(given)
    if isinstance(each, forms.ModelChoiceField):
        first = each.queryset.first()
        return first.pk if first is not None and each.required else NOTHING
    if isinstance(each, forms.ChoiceField):
        return _first_choice(each) if each.required else NOTHING
    if isinstance(each, forms.FileField):
        return good_pdf if each.required else ""
    return _written(each)


def _first_choice(each: forms.ChoiceField) -> Any:
    flat = [
        value
        for key, label in each.choices
        for value in ([one for one, _ in label] if isinstance(label, list | tuple) else [key])
    ]
    return next((value for value in flat if value not in (None, "")), "")


def _written(each: forms.Field) -> Any:
    if isinstance(each, forms.DateField):
        return "2023-06-12" if each.required else ""
    if isinstance(each, forms.TimeField):
        return "09:00"
    if isinstance(each, forms.IntegerField | forms.DecimalField):
        return max(1, each.min_value or 1) if each.required else ""
    if isinstance(each, forms.BooleanField):
        return "on" if each.required else ""
    return "年底前" if each.required else ""


def _nonsense(each: forms.Field) -> tuple[Any, ...]:
    if isinstance(each, forms.ModelChoiceField | forms.ChoiceField):
        return CHOICES
    if isinstance(each, forms.FileField):
        return tuple(bad_files())
    if isinstance(each, forms.DateField):
        return DAYS
    if isinstance(each, forms.TimeField):
        return TIMES
    if isinstance(each, forms.IntegerField | forms.DecimalField):
        return NUMBERS
    return WORDS


BARE = {
    "answer": "yes",
    "said": "已在办理",
    "who": "财政联络员",
    "opinion": "同意",
}
"""Names that a page reads without a form, before the number of the row: something plausible for each."""


def _bare(name: str, thing: Any) -> Field:
    stem, _, number = name.rpartition("-")
    if stem == "version":
        good: Any = ""
    elif stem in BARE and number.isdecimal():
        good = BARE[stem]
    else:
        good = getattr(thing, "pk", "") if name in {"ids", "who"} else ""
    long = LONG if stem in BARE or name.startswith(("recuse", "gist", "who")) else ""
    return Field(name, "", good, ("\x00", "-1", *CHOICES, *([long] if long else [])))


def filled(fields: list[Field], given: dict[str, Any]) -> dict[str, Any]:
    """What a browser would send: everything plausible but what is given; ``None`` leaves the field out."""
    sent = {one.name: one.good for one in fields} | given
    return {name: value for name, each in sent.items() if (value := _sent(each)) is not NOTHING}


def _sent(value: Any) -> Any:
    if isinstance(value, SimpleUploadedFile):
        value.seek(0)
    return value() if callable(value) else value
