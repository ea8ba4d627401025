"""Forms of the division of work: the draft as a table of choices, its adoption, the catalogue of areas."""

from typing import Any

from django import forms

from yixing.door.forms import ActionForm
from yixing.people.pickers import person_choices, unit_choices
from yixing.portfolios import checks
from yixing.portfolios.checks import LEADS, Line
from yixing.portfolios.models import Area, Assignment
from yixing.portfolios.queries import members_on
from yixing.ui.widgets import DayInput, UnitTicks

_LEAD, _ASSIST = "lead-", "assist-"


class OwnForm(ActionForm):
    """Base: what is laid down here is neither entered for somebody nor back-entered."""

    def prepare(self) -> None:
        """Leave out the circumstances that do not apply."""
        for name in ("on", "backfill", "acting_for", "scan"):
            self.fields.pop(name, None)


class DraftForm(OwnForm):
    """A plan: for each area who is in charge and who assists. Blank is allowed in a draft.

    Relations that a table of two choices cannot show (several in charge, 联系) stay as they were in ``carried``.
    """

    name = forms.CharField(label="方案名称", max_length=60)

    def __init__(self, *args: Any, lines: list[Line], **kwargs: Any) -> None:
        self.lines = lines
        super().__init__(*args, **kwargs)

    def prepare(self) -> None:
        """One pair of choices an area, prefilled with the plan it starts from."""
        super().prepare()
        members = person_choices(self.today, only=None, empty="（未定）")
        seated = {person.pk for person in members_on(self.today)} | {line.person_id for line in self.lines}
        choices = [(value, label) for value, label in members if value == "" or value in seated]
        self.areas = checks.areas_on(self.today)
        for area in self.areas:
            for prefix, relations, word in (
                (_LEAD, LEADS, "分管"),
                (_ASSIST, {Assignment.Relation.ASSIST}, "协管"),
            ):
                mine = [line for line in self.lines if line.area_id == area.pk and line.relation in relations]
                self.fields[f"{prefix}{area.pk}"] = forms.TypedChoiceField(
                    label=f"{area.name}{word}",
                    choices=choices,
                    coerce=int,
                    empty_value=None,
                    required=False,
                    initial=mine[0].person_id if mine else None,
                )

    def rows(self) -> list[tuple[Area, Any, Any]]:
        """Area, choice of who is in charge, choice of who assists."""
        return [(area, self[f"{_LEAD}{area.pk}"], self[f"{_ASSIST}{area.pk}"]) for area in self.areas]

    def inputs(self) -> dict[str, Any]:
        """Name and lines of the plan."""
        lines: list[tuple[int, int, str]] = []
        for area in self.areas:
            lead, assist = (self.cleaned_data.get(f"{prefix}{area.pk}") for prefix in (_LEAD, _ASSIST))
            if lead is not None:
                lines.append((area.pk, lead, self._relation(area.pk, lead)))
            if assist is not None and assist != lead:
                lines.append((area.pk, assist, Assignment.Relation.ASSIST))
        kept = [(line.area_id, line.person_id, line.relation) for line in self.lines]
        lines += [line for line in kept if line[2] == Assignment.Relation.CONTACT]
        return {"name": self.cleaned_data["name"], "lines": lines}

    def _relation(self, area_id: int, person_id: int) -> str:
        """负责 stays 负责 where the same person goes on; everything else is 分管."""
        same = (line for line in self.lines if line.area_id == area_id and line.person_id == person_id)
        return next((line.relation for line in same if line.relation in LEADS), Assignment.Relation.LEAD)


class NewDraftForm(DraftForm):
    """A plan that is not there yet."""

    versioned = False


class NotifyForm(ActionForm):
    """Nothing to fill in; a delegate adds whom he enters for, and the signed paper."""

    def prepare(self) -> None:
        """A notice is issued when it is, never entered afterwards."""
        for name in ("on", "backfill"):
            self.fields.pop(name, None)


class AdoptForm(OwnForm):
    """The decision that brings a plan into force."""

    since = forms.DateField(label="生效日期", widget=DayInput)
    decision = forms.CharField(label="审定依据", max_length=120, help_text="常委会会议或议定事项编号。")
    members_consulted = forms.BooleanField(label="已征求每名常委本人意见", required=False)


class AreaForm(OwnForm):
    """A work area of the catalogue."""

    code = forms.CharField(label="编码", max_length=20)
    name = forms.CharField(label="分管事项", max_length=60)
    domain = forms.ChoiceField(label="领域", choices=Area.Domain.choices)
    order = forms.IntegerField(label="序", min_value=0, max_value=99999, initial=0)
    weight = forms.IntegerField(label="权重", min_value=0, max_value=1000, initial=1)
    tags = forms.CharField(
        label="标签", max_length=100, required=False, help_text="顿号分开，如“财务、工程”；规定按标签核对。"
    )
    unit_ids = forms.TypedMultipleChoiceField(label="归口单位", coerce=int, required=False, widget=UnitTicks)
    since = forms.DateField(label="自", widget=DayInput, required=False)
    until = forms.DateField(label="至", widget=DayInput, required=False, help_text="不再列入目录的最后一天。")

    def prepare(self) -> None:
        """Units of the day."""
        super().prepare()
        self.fields["unit_ids"].choices = unit_choices(self.today)  # type: ignore[attr-defined]

    def inputs(self) -> dict[str, Any]:
        """Tags as a list of words."""
        words = self.cleaned_data["tags"].replace(",", "、").replace("，", "、").split("、")
        return super().inputs() | {"tags": [word.strip() for word in words if word.strip()]}


class NewAreaForm(AreaForm):
    """A new work area."""

    versioned = False
