"""The form behind every action: version and request key, the day it happened, 代录 and 补录, reasons for warnings."""

import datetime as dt
import uuid
from collections.abc import Mapping
from typing import Any, ClassVar

from django import forms
from django.core.files.uploadedfile import UploadedFile

from yixing.access.actor import Actor
from yixing.ui.forms import speak, speak_all
from yixing.ui.widgets import DayInput, DeadlineWords, FileUpload, Reason, acknowledgements
from yixing_core.errors import Message, Refusal, catalogue
from yixing_core.workdays.calendar import default_calendar
from yixing_core.workdays.deadline import parse_deadline

KEYS_BROKEN = "“本页”的编号不完整，不能提交。请重新打开页面再办理。"
ENTERED_FOR = ("acting_for", "scan")
ENTERED_LATER = ("on", "backfill")
CIRCUMSTANCES = ("version", "request", *ENTERED_LATER, *ENTERED_FOR)


catalogue(
    {
        "button_invalid": Message("没有办成：{why}", "改正后再办理；仍然不行的，请重新打开页面。"),
        "words_invalid": Message("没有办成：{why}", "改正后再提交。"),
    }
)


class ActionForm(forms.Form):
    """Base of every form that changes something. Its own fields become the action's keyword arguments.

    The fields in ``CIRCUMSTANCES`` become the ``Call``. A subclass that sets ``versioned = False`` makes a new row.
    """

    versioned = True
    leaves_out: ClassVar[tuple[str, ...]] = ()
    """Circumstances that cannot arise here and are not asked for."""
    version = forms.IntegerField(
        label="本页", required=False, widget=forms.HiddenInput, error_messages={"invalid": KEYS_BROKEN}
    )
    request = forms.UUIDField(
        label="本页", required=False, widget=forms.HiddenInput, error_messages={"invalid": KEYS_BROKEN}
    )
    on = forms.DateField(label="发生日期", required=False, widget=DayInput, help_text="不填即为今天。")
    acting_for: Any = forms.ModelChoiceField(
        label="代录", queryset=None, required=False, empty_label="本人办理", help_text="为领导代录须附签批件。"
    )
    scan = forms.FileField(label="签批扫描件", required=False, widget=FileUpload(photo=True))
    backfill = forms.CharField(
        label="补录说明",
        required=False,
        max_length=300,
        widget=Reason,
        help_text="仅在补录系统外已办事项时填写原因和依据。",
    )

    def __init__(
        self,
        *args: Any,
        actor: Actor,
        today: dt.date,
        row: Any = None,
        delegable: bool = True,
        **kwargs: Any,
    ) -> None:
        self.actor = actor
        self.today = today
        self.row = row
        self.refusal: Refusal | None = None
        speak_all(self.base_fields)
        super().__init__(*args, **kwargs)
        self.fields["version"].initial = getattr(row, "version", None)
        self.fields["request"].initial = uuid.uuid4
        people = self.fields["acting_for"]
        if actor.principal_ids and delegable:
            from yixing.people.models import Person  # noqa: PLC0415  (forms are built after the models are loaded)

            people.queryset = Person.objects.filter(pk__in=actor.principal_ids)  # type: ignore[attr-defined]
        else:
            del self.fields["acting_for"]
            del self.fields["scan"]
        for name in self.leaves_out:
            self.fields.pop(name, None)
        self.prepare()
        speak_all(self.fields)

    def prepare(self) -> None:
        """Narrow choices for this actor and this row; called at the end of ``__init__``."""

    def inputs(self) -> dict[str, Any]:
        """The action's keyword arguments."""
        return {name: value for name, value in self.cleaned_data.items() if name not in CIRCUMSTANCES}

    def acknowledged(self) -> dict[str, str]:
        """Reasons given for warnings, by rule."""
        return acknowledgements(self.data)

    @property
    def status(self) -> int:
        """HTTP status of the page that shows this form again."""
        if self.refusal is not None:
            return self.refusal.status
        return 422 if self.is_bound and self.errors else 200

    def refuse(self, refusal: Refusal) -> None:
        """Show a refusal where it belongs: at its field, or above the form."""
        self.refusal = refusal
        if refusal.field in self.fields:
            self.add_error(refusal.field, f"{refusal.text}{refusal.mend}")

    def explain(self) -> None:
        """Say what is wrong where the page has a button and no fields: then nothing else on it would."""
        if self.errors and self.fields.keys() <= set(CIRCUMSTANCES):
            wrong = {name: "".join(str(text) for text in texts) for name, texts in self.errors.items()}
            self.refusal = Refusal("button_invalid", field=next(iter(wrong)), why="".join(wrong.values()))

    @property
    def scan_file(self) -> "UploadedFile[Any] | None":
        """The uploaded scan of a 代录."""
        return self.cleaned_data.get("scan")


class OwnForm(ActionForm):
    """Base: what one lays down oneself, when it is entered; neither 代录 nor 补录."""

    leaves_out = (*ENTERED_LATER, *ENTERED_FOR)


class UploadForm(ActionForm):
    """Base: a file is brought in by the field ``upload``."""

    versioned = False

    def refuse(self, refusal: Refusal) -> None:
        """What is wrong with the file belongs at the file."""
        if refusal.field == "file":
            refusal.field = "upload"
        super().refuse(refusal)


class WorkbookForm(UploadForm):
    """Base: a workbook to bring in."""

    upload = forms.FileField(label="Excel 文件", widget=FileUpload(suffixes=(".xlsx",)))


def written(data: Mapping[str, Any], name: str, *, label: str, most: int) -> str:
    """Words that stand in a table beside the form, taken as strictly as a field of a form would take them.

    Raises:
        Refusal: ``words_invalid``; too long, or with signs that cannot be kept.
    """
    field = forms.CharField(max_length=most, required=False)
    speak(field, label)
    try:
        return str(field.clean(data.get(name, "")))
    except forms.ValidationError as wrong:
        raise Refusal("words_invalid", why="".join(wrong.messages)) from None


class DeadlineField(forms.MultiValueField):
    """A deadline in the office's words, with the day they mean: value ``(words, date | None)``."""

    widget = DeadlineWords

    def __init__(self, **kwargs: Any) -> None:
        required = kwargs.pop("required", True)
        fields = (forms.CharField(max_length=60, required=required), forms.DateField(required=False))
        super().__init__(fields=fields, require_all_fields=False, required=required, **kwargs)

    def compress(self, data_list: list[Any]) -> tuple[str, dt.date | None]:
        """Words and day; the day is worked out by the action from the day it happened."""
        words, day = (data_list or ["", None])[:2]
        return (words or (day.isoformat() if day else ""), day)


def resolve_deadline(value: tuple[str, dt.date | None] | str, on: dt.date) -> tuple[str, dt.date | None, bool]:
    """Words, due day and whether it is long-term, counted from the day it was decided.

    Raises:
        Refusal: the words cannot be understood; the message says what may be written.
    """
    words, day = value if isinstance(value, tuple) else (value, None)
    if day is not None:
        return words, day, False
    deadline = parse_deadline(words, on, default_calendar())
    return deadline.words, deadline.due, deadline.long_term
