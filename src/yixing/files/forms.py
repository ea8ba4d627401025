"""Upload and destruction of a file."""

from typing import Any

from django import forms

from yixing.attachments.models import Attachment
from yixing.door.forms import ActionForm
from yixing.people.pickers import person_choices
from yixing.ui.widgets import FileUpload, Reason, Ticks

SUFFIXES = (".docx", ".doc", ".wps", ".xlsx", ".xls", ".et", ".pdf", ".ofd", ".jpg", ".jpeg", ".png", ".txt")
MAX_MB = 50


class AttachmentForm(ActionForm):
    """One file, what it is called in the office, and who may know it."""

    versioned = False
    subject = forms.CharField(max_length=60, widget=forms.HiddenInput)
    upload = forms.FileField(label="文件", widget=FileUpload(suffixes=SUFFIXES, max_mb=MAX_MB))
    label = forms.ChoiceField(label="材料类别", choices=Attachment.Label.choices)
    level = forms.ChoiceField(
        label="知悉范围", choices=Attachment.Level.choices, initial=Attachment.Level.OPEN, widget=Ticks
    )
    reader_ids = forms.TypedMultipleChoiceField(
        label="知悉人员",
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="只在“内部”时需要勾选；上传人自己总能阅看。",
    )

    def prepare(self) -> None:
        """People by rank; a file is neither back-entered nor entered for somebody."""
        for name in ("on", "backfill", "acting_for", "scan"):
            self.fields.pop(name, None)
        self.fields["reader_ids"].choices = person_choices(self.today)  # type: ignore[attr-defined]

    def refuse(self, refusal: Any) -> None:
        """What the screening says of the file belongs at the file."""
        if refusal.field == "file":
            refusal.field = "upload"
        super().refuse(refusal)


class DestroyForm(ActionForm):
    """Why a file must go."""

    versioned = False
    kind = forms.ChoiceField(label="销毁类别", choices=Attachment.Destruction.choices, widget=Ticks)
    reason = forms.CharField(
        label="销毁原因", max_length=200, widget=Reason, help_text="写明依据，不要重复材料里的内容。"
    )

    def prepare(self) -> None:
        """A destruction happens now."""
        for name in ("on", "backfill", "acting_for", "scan"):
            self.fields.pop(name, None)
