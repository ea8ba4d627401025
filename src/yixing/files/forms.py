"""Upload and destruction of a file."""

from django import forms

from yixing.attachments.models import Attachment
from yixing.door.forms import OwnForm, UploadForm
from yixing.people.pickers import person_choices
from yixing.ui.forms import offer
from yixing.ui.widgets import FileUpload, Reason, Ticks

SUFFIXES = (".docx", ".doc", ".wps", ".xlsx", ".xls", ".et", ".pdf", ".ofd", ".jpg", ".jpeg", ".png", ".txt")
MAX_MB = 50


class AttachmentForm(OwnForm, UploadForm):
    """One file, what it is called in the office, and who may know it."""

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
        """People by rank."""
        offer(self, "reader_ids", person_choices(self.today))


class DestroyForm(OwnForm):
    """Why a file must go."""

    versioned = False
    kind = forms.ChoiceField(label="销毁类别", choices=Attachment.Destruction.choices, widget=Ticks)
    reason = forms.CharField(
        label="销毁原因", max_length=200, widget=Reason, help_text="写明依据，不要重复材料里的内容。"
    )
