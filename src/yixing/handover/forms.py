"""Forms of 工作交接: opening a sheet, signing it, standing in, another witness, taking it back."""

from typing import Any, ClassVar

from django import forms

from yixing.access import loaders
from yixing.access.actions import Action
from yixing.door.forms import ENTERED_FOR, ENTERED_LATER, ActionForm
from yixing.handover.actions import turn_of
from yixing.handover.models import Handover
from yixing.handover.state import OPEN
from yixing.matters.forms import area_choices
from yixing.people.models import Person
from yixing.people.pickers import in_office, person_choices
from yixing.portfolios.models import Division
from yixing.ui.forms import Form, offer
from yixing.ui.widgets import DayInput, LineTicks, PersonPicker, Reason, WideTicks

CHOOSE = "请选择"


class PrepareForm(ActionForm):
    """开具工作交接单."""

    versioned = False
    leaves_out = (*ENTERED_FOR, "backfill")
    cause = forms.ChoiceField(
        label="事由",
        choices=Handover.Cause.choices,
        widget=LineTicks,
        initial=Handover.Cause.LEAVE,
        help_text="分工调整的，选择分工草案；补办的，按生效日期查出当时换手的分管事项。",
    )
    giver_id = forms.TypedChoiceField(label="移交人", coerce=int, widget=PersonPicker)
    receiver_id = forms.TypedChoiceField(label="接收人", coerce=int, widget=PersonPicker)
    witness_id = forms.TypedChoiceField(
        label="监交人",
        coerce=int,
        empty_value=None,
        required=False,
        widget=PersonPicker,
        help_text="不选的，由县委办主任监交；县委办主任是一方的，由书记监交。",
    )
    effective_on = forms.DateField(label="生效日期", widget=DayInput, help_text="接收人开始负责的第一天。")
    division_id = forms.TypedChoiceField(label="分工草案", coerce=int, empty_value=None, required=False)
    area_ids = forms.TypedMultipleChoiceField(
        label="交接的分管事项",
        coerce=int,
        required=False,
        widget=WideTicks,
        help_text="人员变动、职责划转时勾选；在办事项由系统列出，不必填写。",
    )
    papers = forms.CharField(label="移交材料", max_length=300, required=False)
    reason = forms.CharField(label="说明", max_length=200, required=False, widget=Reason)

    def prepare(self) -> None:
        """Everybody may have given; receivers and witnesses are in office."""
        serving = person_choices(self.today, in_office, empty=CHOOSE)
        offer(self, "giver_id", person_choices(self.today, empty=CHOOSE))
        offer(self, "receiver_id", serving)
        offer(self, "witness_id", person_choices(self.today, in_office, empty="按惯例"))
        drafts = Division.objects.filter(state=Division.State.DRAFT).order_by("-id")
        offer(self, "division_id", [("", "不按草案"), *((row.pk, row.name) for row in drafts)])
        # Areas that ended as well, for what was left in them.
        offer(self, "area_ids", area_choices(ended=True))
        self.fields["effective_on"].initial = self.today

    def inputs(self) -> dict[str, Any]:
        """A draft counts only where the plan is the cause."""
        given = super().inputs()
        if given["cause"] != Handover.Cause.PLAN:
            given["division_id"] = None
        return given


class SignForm(ActionForm):
    """签字: of the one whose turn it is, or entered for him (代录) with the signed sheet."""

    action: ClassVar[Action] = Action.HANDOVER_SIGN
    papers = forms.CharField(
        label="移交材料", max_length=300, required=False, help_text="随单移交的文件、台账、印章等，逐项写明。"
    )

    def prepare(self) -> None:
        """Papers are named by the giver; 代录 is only for whose turn it is."""
        if self.row.state != Handover.State.GIVING:
            del self.fields["papers"]
        else:
            self.fields["papers"].initial = self.row.papers
        self.fields["on"].label = "签字日期"
        if "acting_for" not in self.fields:
            return
        turn = turn_of(self.row)
        if turn.pk not in self.actor.principal_ids or self.row.state not in OPEN:
            del self.fields["acting_for"]
            del self.fields["scan"]
            return
        field = self.fields["acting_for"]
        field.queryset = Person.objects.filter(pk=turn.pk)  # type: ignore[attr-defined]
        if turn.pk != self.actor.person_id:
            field.required = self.fields["scan"].required = True
            field.initial, field.empty_label = turn.pk, None  # type: ignore[attr-defined]


class StandInForm(ActionForm):
    """代为移交 for a giver who has left."""

    reason = forms.CharField(
        label="代为移交的原因", max_length=200, widget=Reason, help_text="如：已调离本县，无法到场签字。"
    )
    papers = forms.CharField(label="移交材料", max_length=300, required=False)

    def prepare(self) -> None:
        """Entered for a leader only by those who may."""
        self.fields["papers"].initial = self.row.papers
        if "acting_for" in self.fields and loaders.may(self.actor, Action.HANDOVER_STAND_IN, self.row):
            del self.fields["acting_for"]
            del self.fields["scan"]


class WitnessForm(ActionForm):
    """改定监交人."""

    leaves_out = ("backfill",)
    witness_id = forms.TypedChoiceField(label="监交人", coerce=int, widget=PersonPicker)

    def prepare(self) -> None:
        """People in office."""
        offer(self, "witness_id", person_choices(self.today, in_office, empty=CHOOSE))
        self.fields["witness_id"].initial = self.row.witness_id


class VoidForm(ActionForm):
    """作废: it happens when it is entered."""

    leaves_out = ENTERED_LATER
    reason = forms.CharField(label="作废原因", max_length=200, widget=Reason)


class HandoverFilter(Form):
    """The sentence above the sheets."""

    state = forms.ChoiceField(
        label="状态为",
        required=False,
        choices=[("", "不限"), ("open", "未办结"), *Handover.State.choices],
    )
    person = forms.TypedChoiceField(label="涉及", coerce=int, empty_value=None, required=False)
    late = forms.BooleanField(label="只看逾期未签", required=False)

    def __init__(self, *args: Any, today: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "person", person_choices(today, empty="任何人"))
