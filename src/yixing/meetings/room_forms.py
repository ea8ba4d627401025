"""The clerk's form in the room: votes of the members in the middle, the conclusion at the right, one submit."""

from collections.abc import Sequence
from typing import Any

from django import forms

from yixing.door.forms import ActionForm
from yixing.meetings.forms import number_or_none
from yixing.meetings.lines import LineFields
from yixing.meetings.models import AgendaItem, Attendance, Vote
from yixing.meetings.roll import recused_ids
from yixing.meetings.state import VOTED, outcome_word, possible_outcomes
from yixing.people.pickers import in_office, person_choices, unit_choices
from yixing.ui.widgets import DayInput, LineTicks, PersonPicker, Reason, Ticks, UnitPicker
from yixing_core.rules.vocabulary import EMERGENCY_TYPE

Choice = Vote.Choice
METHODS = [(code.value, code.label) for code in AgendaItem.Method if code != AgendaItem.Method.NONE]


class RoomForm(LineFields, ActionForm):
    """Votes by member, outcome, what it needs, and the lines of 议定事项."""

    rows_shown = 4

    def __init__(self, *args: Any, item: AgendaItem, members: Sequence[Attendance], **kwargs: Any) -> None:
        self.item = item
        self.members = members
        self.away = recused_ids(item)
        super().__init__(*args, **kwargs)

    def prepare(self) -> None:
        """Only what the nature of the item can come to."""
        super().prepare()
        item = self.item
        possible = possible_outcomes(item.nature, is_referral=item.is_referral)
        self.voted = any(outcome in VOTED for outcome in possible)
        outcomes = [(outcome.value, outcome_word(outcome, item.nature)) for outcome in possible]
        self.fields["outcome"] = forms.ChoiceField(label="结论", choices=outcomes, initial=possible[0], widget=Ticks)
        if item.matter is not None and item.matter.type.slug == EMERGENCY_TYPE:
            self.fields["outcome"].help_text = "同意即追认；不同意即不予追认，须停止执行并善后。"
        self.fields["text"] = forms.CharField(
            label="议定内容" if self.voted else "要求、贯彻意见",
            required=False,
            widget=forms.Textarea(attrs={"rows": 3}),
            help_text="也可以只填下面的议定事项；撤题写原因。",
        )
        if self.voted:
            self._vote_fields()
        self._outcome_fields()

    def _vote_fields(self) -> None:
        poll: Any = self.item.polls.exclude(state="void").first()
        method = AgendaItem.Method.SECRET if poll is not None else AgendaItem.Method.ORAL
        self.fields["method"] = forms.ChoiceField(label="表决方式", choices=METHODS, initial=method)
        self.fields["in_order"] = forms.BooleanField(
            label="已按预定顺序逐一发言，主持人最后表态", required=False, initial=not self.item.statements.exists()
        )
        self.fields["candidates"] = forms.IntegerField(
            label="一并表决的人选数", required=False, initial=1, min_value=1, max_value=99
        )
        for row in self.voting_rows():
            self.fields[f"vote_{row.person_id}"] = forms.ChoiceField(
                label=row.person.name, choices=Choice.choices, initial=Choice.YES, widget=LineTicks
            )
            self.fields[f"gist_{row.person_id}"] = forms.CharField(
                label=f"{row.person.name}要点", required=False, max_length=300
            )

    def _outcome_fields(self) -> None:
        values = [value for value, _ in self.fields["outcome"].choices]
        if "agreed_in_principle" in values:
            self.fields["amendment"] = forms.CharField(label="修改要求", required=False, widget=Reason)
            units = [("", "请选择"), *unit_choices(self.today)]
            self.fields["amending_unit_id"] = forms.ChoiceField(
                label="修改单位", required=False, choices=units, widget=UnitPicker
            )
            people = [("", "请选择"), *person_choices(self.today, in_office)]
            self.fields["approver_id"] = forms.ChoiceField(
                label="审定人", required=False, choices=people, widget=PersonPicker
            )
            self.fields["amend_by"] = forms.DateField(label="修改时限", required=False, widget=DayInput)
        if "deferred" in values:
            self.fields["supplement"] = forms.CharField(
                label="须补充（缓议原因）", required=False, max_length=300, widget=Reason
            )
            self.fields["again_on"] = forms.DateField(label="再次上会", required=False, widget=DayInput)

    def voting_rows(self) -> list[Attendance]:
        """Members present who have not left for this item, by rank."""
        return [row for row in self.members if row.presence == "present" and row.person_id not in self.away]

    def opinion_lines(self) -> list[dict[str, Any]]:
        """Every member with his bound fields; the recused and the absent without."""
        open_to = {row.person_id for row in self.voting_rows()} if self.voted else set()
        return [
            {"row": row, "recused": row.person_id in self.away}
            | (
                {"vote": self[f"vote_{row.person_id}"], "gist": self[f"gist_{row.person_id}"]}
                if row.person_id in open_to
                else {}
            )
            for row in self.members
        ]

    def has(self, name: str) -> bool:
        """Whether the form has a field, for the template."""
        return name in self.fields

    def inputs(self) -> dict[str, Any]:
        """The conclusion as the action takes it: of the votes only the exceptions."""
        said = self.cleaned_data
        given: dict[str, Any] = {"outcome": said["outcome"], "text": said["text"], "settled": self.settled()}
        if self.voted:
            rows = self.voting_rows()
            votes = {row.person_id: said[f"vote_{row.person_id}"] for row in rows}
            gists = {row.person_id: said[f"gist_{row.person_id}"] for row in rows}
            given |= {
                "method": said["method"],
                "votes": {person: choice for person, choice in votes.items() if choice != Choice.YES},
                "gists": {person: gist for person, gist in gists.items() if gist},
                "in_order": said["in_order"],
                "candidates": said["candidates"] or 1,
            }
        if self.has("amendment"):
            given |= {
                "amendment": said["amendment"],
                "amending_unit_id": number_or_none(said["amending_unit_id"]),
                "approver_id": number_or_none(said["approver_id"]),
                "amend_by": said["amend_by"],
            }
        if self.has("supplement"):
            given |= {"supplement": said["supplement"], "again_on": said["again_on"]}
        return given
