"""Forms of working together."""

from typing import Any, ClassVar

from django import forms
from django.db.models import Q

from yixing.access import loaders
from yixing.access.actions import Action
from yixing.access.numbers import row_number
from yixing.coordination.models import Difference
from yixing.coordination.parties import parties_on
from yixing.door.forms import ActionForm, OwnForm
from yixing.matters.forms import SignedForm
from yixing.matters.models import Matter
from yixing.people.pickers import person_choices
from yixing.supervision.models import Task
from yixing.ui.forms import offer
from yixing.ui.widgets import LineTicks, PersonPicker, Reason


class ReadForm(SignedForm):
    """会前传阅: read, with one's word."""

    action: ClassVar[Action] = Action.CIRCULATION_READ
    leaves_out = ("backfill",)
    agreed = forms.TypedChoiceField(
        label="意见",
        choices=[("yes", "同意"), ("no", "有意见")],
        coerce=lambda value: value == "yes",
        widget=LineTicks,
        initial="yes",
    )
    opinion = forms.CharField(
        label="意见内容", max_length=200, required=False, widget=Reason, help_text="有意见的写明；不影响各自审签。"
    )

    def prepare(self) -> None:
        """The day is that on which it was read."""
        super().prepare()
        self.fields["on"].label = "传阅日期"


class RaiseForm(SignedForm):
    """提请裁定分歧: both sides in one line each."""

    action: ClassVar[Action] = Action.DIFFERENCE_RAISE
    versioned = False
    leaves_out = ("backfill",)
    first_id = forms.TypedChoiceField(label="提出方", coerce=int, widget=PersonPicker)
    second_id = forms.TypedChoiceField(label="对方", coerce=int, widget=PersonPicker)
    point = forms.CharField(label="分歧", max_length=200, help_text="一句话说清在哪一点上意见不一。")
    first_position = forms.CharField(label="提出方意见", max_length=200, help_text="一句话。")
    second_position = forms.CharField(label="对方意见", max_length=200, help_text="一句话。")

    def __init__(self, *args: Any, about: Matter | Task | None = None, **kwargs: Any) -> None:
        self.about = about
        super().__init__(*args, **kwargs)

    def prepare(self) -> None:
        """The members, and who has to do with the area that day; a member raises his own."""
        super().prepare()
        parties = Q(pk__in=[person.pk for person in parties_on(self.about, self.today)])
        for name in ("first_id", "second_id"):
            offer(self, name, person_choices(self.today, parties, empty="请选择"))
        if loaders.may(self.actor, Action.DIFFERENCE_RAISE) and self.actor.person_id is not None:
            self.fields["first_id"].initial = self.actor.person_id


class StateForm(SignedForm):
    """表明意见: one side's own line."""

    action: ClassVar[Action] = Action.DIFFERENCE_STATE
    leaves_out = ("backfill",)
    position = forms.CharField(label="本人意见", max_length=200, widget=Reason, help_text="一句话；替换原来登记的。")


class RuleForm(SignedForm):
    """书记裁定."""

    action: ClassVar[Action] = Action.DIFFERENCE_RULE
    outcome = forms.ChoiceField(label="裁定", choices=Difference.Outcome.choices, widget=LineTicks)
    ruling = forms.CharField(
        label="裁定意见", max_length=300, required=False, widget=Reason, help_text="按一方意见办的可以不填。"
    )

    def prepare(self) -> None:
        """The day is that of the ruling."""
        super().prepare()
        self.fields["on"].label = "裁定日期"


class TellForm(OwnForm):
    """Nothing to fill in: what is told follows from the tasks."""

    versioned = False


class SettleForm(ActionForm):
    """登记协商一致."""

    leaves_out = ("backfill",)
    agreement = forms.CharField(label="协商结果", max_length=300, widget=Reason)


def initial_of(given: Any) -> dict[str, Any]:
    """What the address says of the thing it is about: ``matter`` or ``task``, as numbers."""
    return {f"{name}_id": row_number(given.get(name, "")) for name in ("matter", "task")}
