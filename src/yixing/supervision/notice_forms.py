"""Forms of 督办通知 and its 回执."""

from typing import Any

from django import forms

from yixing.access.actions import Action
from yixing.briefings.queries import leading
from yixing.door.forms import ActionForm
from yixing.matters.forms import SignedForm
from yixing.papers.forms import BurdenFields
from yixing.people.pickers import person_choices
from yixing.supervision.forms import ChoiceOfLeader
from yixing.supervision.notices import answers
from yixing.ui.forms import offer
from yixing.ui.widgets import DayInput, Reason


class NoticeForm(ActionForm):
    """拟督办通知."""

    approved_by_id = ChoiceOfLeader(label="立项批准人")
    problems = forms.CharField(label="存在问题", max_length=400, required=False, widget=Reason)
    demands = forms.CharField(
        label="办理要求", max_length=4000, widget=Reason, help_text="一行一条，逐条写明要办什么。"
    )
    answer_by = forms.DateField(label="反馈时限", widget=DayInput)
    contact = forms.CharField(label="联系人电话", max_length=60, required=False)
    again = forms.CharField(
        label="再次督办的理由", max_length=200, required=False, help_text="本任务已有督办通知没有回复的，写明为何再发。"
    )

    def prepare(self) -> None:
        """Offer the leaders of the day, the task's own first."""
        offer(self, "approved_by_id", person_choices(self.today, leading(self.today), empty="请选择"))
        if self.row is not None:
            self.fields["approved_by_id"].initial = self.row.leader_id

    def inputs(self) -> dict[str, Any]:
        """The action's arguments: a line is a demand."""
        given = super().inputs()
        return given | {"demands": [line.strip() for line in given["demands"].splitlines() if line.strip()]}


class NoticeSignForm(BurdenFields, SignedForm):
    """签发督办通知."""

    action = Action.SUPERVISION_SIGN
    contact = forms.CharField(label="联系人电话", max_length=60, required=False, help_text="拟稿时已填的可不填。")

    def prepare(self) -> None:
        """减负核对, where the draft names such demands."""
        super().prepare()
        self.add_burden(self.row.document.content)

    def inputs(self) -> dict[str, Any]:
        """The action's arguments."""
        return super().inputs() | self.burden()


class NoticeAnswerForm(SignedForm):
    """回复督办通知: a field for each demand."""

    action = Action.SUPERVISION_ANSWER
    unfinished = forms.CharField(label="未完成的原因和时限", max_length=400, required=False, widget=Reason)

    def prepare(self) -> None:
        """A field for each demand, in its order, above the rest."""
        super().prepare()
        fields = {
            f"result_{place}": forms.CharField(label=f"{place}. {demand}", max_length=400, widget=Reason)
            for place, (demand, _) in enumerate(answers(self.row), 1)
        }
        self.fields = fields | self.fields

    def inputs(self) -> dict[str, Any]:
        """The action's arguments: the results as a list."""
        given = super().inputs()
        names = [name for name in given if name.startswith("result_")]
        return {name: value for name, value in given.items() if name not in names} | {
            "results": [given[name] for name in names]
        }

    def refuse(self, refusal: Any) -> None:
        """What lacks belongs at the first field."""
        if refusal.field == "results":
            refusal.field = "result_1"
        super().refuse(refusal)
