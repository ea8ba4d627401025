"""The lines of 议定事项 in forms: 事项, 牵头, 配合, 时限; units and people typed by name are looked up."""

import datetime as dt
import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q

from yixing.people.models import Organization, Person
from yixing.people.pickers import unit_choices
from yixing.people.queries import alive
from yixing.ui.widgets import DEADLINE_SUGGESTIONS, UnitPicker

_DIVIDERS = re.compile(r"[、，,；;\s]+")


def names_in(text: str) -> list[str]:
    """The names in a line of words, in their order, each once.

    >>> names_in("县财政局、 县教育局，县财政局")
    ['县财政局', '县教育局']
    """
    return list(dict.fromkeys(part for part in _DIVIDERS.split(text) if part))


def units_named(text: str, day: dt.date) -> list[int]:
    """Ids of the units that a line names by name, short name or code.

    Raises:
        ValidationError: naming what is no unit.
    """
    found: list[int] = []
    for name in names_in(text):
        unit = Organization.objects.filter(alive(day), Q(name=name) | Q(short_name=name) | Q(code=name)).first()
        if unit is None:
            raise ValidationError(f"没有叫“{name}”的单位，请写全称、简称或编码，用顿号分开。")
        found.append(unit.pk)
    return found


def people_named(text: str, day: dt.date) -> list[int]:
    """Ids of the persons that a line names.

    Raises:
        ValidationError: naming who is not in the system, or whose name two bear.
    """
    del day
    found: list[int] = []
    for name in names_in(text):
        people = list(Person.objects.filter(name=name)[:2])
        if not people:
            raise ValidationError(f"系统中没有“{name}”，请先在“机构人员”登记，或从名单中去掉。")
        if len(people) > 1:
            raise ValidationError(f"有两位“{name}”，请在会议记录中注明单位，这里先不填。")
        found.append(people[0].pk)
    return found


class LineFields:
    """A part of forms: ``rows_shown`` lines named ``text_1``, ``lead_1``, ``assist_1``, ``due_1`` …."""

    rows_shown = 3
    fields: Any
    today: dt.date
    cleaned_data: dict[str, Any]

    def prepare(self) -> None:
        """Add the fields; to be called from the form's own ``prepare``."""
        units = [("", "牵头单位"), *unit_choices(self.today)]
        for number in range(1, self.rows_shown + 1):
            self.fields[f"text_{number}"] = forms.CharField(
                label=f"议定事项{number}", required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 2})
            )
            self.fields[f"lead_{number}"] = forms.ChoiceField(
                label=f"牵头单位{number}", choices=units, required=False, widget=UnitPicker
            )
            self.fields[f"assist_{number}"] = _Units(self.today, label=f"配合单位{number}", required=False)
            self.fields[f"due_{number}"] = forms.CharField(
                label=f"时限{number}",
                required=False,
                max_length=60,
                widget=forms.TextInput(attrs={"list": "due-words", "placeholder": "6月底前", "autocomplete": "off"}),
            )

    @property
    def due_suggestions(self) -> tuple[str, ...]:
        """Words that are usual for a deadline."""
        return DEADLINE_SUGGESTIONS

    def line_fields(self) -> list[dict[str, Any]]:
        """The lines with their bound fields."""
        names = ("text", "lead", "assist", "due")
        return [
            {"number": number} | {name: self[f"{name}_{number}"] for name in names}  # type: ignore[index]
            for number in range(1, self.rows_shown + 1)
        ]

    def settled(self) -> list[dict[str, Any]]:
        """The lines that were filled in, as the actions take them."""
        return [line for _, line in self.numbered()]

    def numbered(self) -> list[tuple[int, dict[str, Any]]]:
        """The lines that were filled in, each with its place on the form."""
        said = self.cleaned_data
        return [
            (
                number,
                {
                    "text": said[f"text_{number}"],
                    "lead": int(said[f"lead_{number}"]) if said[f"lead_{number}"] else None,
                    "assist": said[f"assist_{number}"],
                    "due": said[f"due_{number}"],
                },
            )
            for number in range(1, self.rows_shown + 1)
            if said[f"text_{number}"] or said[f"lead_{number}"]
        ]


class _Units(forms.CharField):
    """Units typed by name, divided by 、; its value is their ids."""

    def __init__(self, day: dt.date, **kwargs: Any) -> None:
        self.day = day
        super().__init__(max_length=300, widget=forms.TextInput(attrs={"placeholder": "用顿号分开"}), **kwargs)

    def clean(self, value: Any) -> Any:
        """Look the names up."""
        return units_named(super().clean(value), self.day)
