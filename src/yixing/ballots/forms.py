"""Forms of a paper ballot: giving out, the count entered twice, voiding."""

from typing import Any

from django import forms

from yixing.ballots.counting import MARKS, label
from yixing.ballots.models import Poll
from yixing.door.forms import ActionForm
from yixing.meetings.models import AgendaItem
from yixing.ui.widgets import Reason

LINES = 12
PAPERS = (("issued", "发出票"), ("returned", "收回票"), ("valid", "有效票"), ("invalid", "无效票"))
MARK_LABELS = {"yes": "同意", "no": "不同意", "abstain": "弃权", "spoiled": "该项无效"}


class PollForm(ActionForm):
    """发出表决票: the lines of the ballot, and who watches and counts."""

    chief_scrutineer = forms.CharField(label="总监票人", max_length=40)
    scrutineers = forms.CharField(label="监票人", max_length=120, help_text="会议举手通过的，用顿号分开。")
    tellers = forms.CharField(label="计票人", max_length=120, help_text="用顿号分开。")

    def prepare(self) -> None:
        """Empty lines; an 另册 item needs only their number, any other question is proposed from its title."""
        item = self.row
        assert isinstance(item, AgendaItem)  # noqa: S101  (the view gives the item)
        for number in range(1, LINES + 1):
            initial = item.title if number == 1 and item.nature != "cadre" else ""
            self.fields[f"text_{number}"] = forms.CharField(
                label=f"姓名或事项{number}", max_length=120, required=False, initial=initial
            )
            self.fields[f"post_{number}"] = forms.CharField(
                label=f"拟任（免）职务{number}", max_length=120, required=False
            )
        if item.is_offline:
            self.fields["count"] = forms.IntegerField(
                label="人选数", min_value=1, max_value=200, initial=1, help_text="另册占位：票上的姓名不进系统。"
            )

    def lines(self) -> list[dict[str, Any]]:
        """Lines with their bound fields; none for 另册."""
        if "count" in self.fields:
            return []
        return [
            {"number": number, "text": self[f"text_{number}"], "post": self[f"post_{number}"]}
            for number in range(1, LINES + 1)
        ]

    def inputs(self) -> dict[str, Any]:
        """The lines that were filled in."""
        said = self.cleaned_data
        if "count" in self.fields:
            options = [{"text": str(number)} for number in range(1, said["count"] + 1)]
        else:
            options = [
                {"text": said[f"text_{number}"], "post": said[f"post_{number}"]}
                for number in range(1, LINES + 1)
                if said[f"text_{number}"]
            ]
        names = ("chief_scrutineer", "scrutineers", "tellers")
        return {"options": options, **{name: said[name] for name in names}}


class CountForm(ActionForm):
    """录入 and 复核 of the counts: always empty, so that the second teller cannot copy the first."""

    def prepare(self) -> None:
        """Papers, then one row of marks for each line of the ballot."""
        poll = self.row
        assert isinstance(poll, Poll)  # noqa: S101  (the view gives the poll)
        self.options = list(poll.options.order_by("order"))
        for name, word in PAPERS:
            self.fields[name] = _count(word)
        for option in self.options:
            for mark in MARKS:
                self.fields[f"{mark}_{option.order}"] = _count(
                    f"{label(option)}：{MARK_LABELS[mark]}", required=mark != "spoiled"
                )

    def lines(self) -> list[dict[str, Any]]:
        """Lines with their bound fields."""
        return [
            {"option": option, "marks": [(MARK_LABELS[mark], self[f"{mark}_{option.order}"]) for mark in MARKS]}
            for option in self.options
        ]

    def papers(self) -> list[Any]:
        """The four bound fields of the papers."""
        return [self[name] for name, _ in PAPERS]

    def inputs(self) -> dict[str, Any]:
        """Papers and marks by line."""
        said = self.cleaned_data
        counts = {
            option.order: {mark: said[f"{mark}_{option.order}"] or 0 for mark in MARKS} for option in self.options
        }
        return {name: said[name] for name, _ in PAPERS} | {"counts": counts}


def _count(word: str, *, required: bool = True) -> forms.IntegerField:
    widget = forms.NumberInput(attrs={"inputmode": "numeric", "min": 0, "autocomplete": "off"})
    return forms.IntegerField(label=word, min_value=0, max_value=100_000, required=required, widget=widget)


class VoidForm(ActionForm):
    """作废重投."""

    reason = forms.CharField(label="作废事由", max_length=200, widget=Reason)
