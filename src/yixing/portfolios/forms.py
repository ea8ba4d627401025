"""Forms of the division of work: a new draft, the draft as a table, opinions, adoption, the catalogue, the sentences."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from django import forms

from yixing.door.forms import ENTERED_FOR, ENTERED_LATER, ActionForm, OwnForm, WorkbookForm
from yixing.people.models import Organization, Person
from yixing.people.pickers import person_choices, unit_choices
from yixing.people.queries import alive
from yixing.portfolios import checks
from yixing.portfolios.catalogue import AreaOn, areas_on
from yixing.portfolios.checks import LEADS, Line
from yixing.portfolios.deciding import offered
from yixing.portfolios.models import Area, Assignment, Division
from yixing.portfolios.queries import lines_of, lines_on, people_of
from yixing.portfolios.sheets import TAG_LONGEST, parts
from yixing.portfolios.trial import moved
from yixing.ui.forms import Form, offer
from yixing.ui.widgets import Choose, DayInput, Reason, Ticks, UnitTicks

NOW, BLANK = "now", "blank"
_ALL = ("", "全部")
_MEANT = "有新到任、离任的常委或新增事项的，写明从哪天起；核对和可选的人都按那一天。不写的按今天。"
Named = list[tuple[Any, str]]


class NewDraftForm(OwnForm):
    """A plan that is not there yet: its name, and from which one it starts. What was tried comes along as moves."""

    versioned = False
    name = forms.CharField(label="方案名称", max_length=60)
    base = forms.ChoiceField(label="以什么为底稿", widget=Choose)
    since = forms.DateField(label="拟生效日期", widget=DayInput, required=False, help_text=_MEANT)

    def __init__(self, *args: Any, plans: Sequence[Division], moves: Mapping[int, int], **kwargs: Any) -> None:
        self.plans = {str(plan.pk): plan for plan in plans}
        self.moves = moves
        super().__init__(*args, **kwargs)

    def prepare(self) -> None:
        """What is in force, any plan the actor sees, or nothing."""
        choices = [(NOW, "现行分工"), *((pk, plan.name) for pk, plan in self.plans.items()), (BLANK, "空白")]
        offer(self, "base", choices)

    def inputs(self) -> dict[str, Any]:
        """Name and lines of the plan, the moves that were tried already made."""
        base = self.cleaned_data["base"]
        lines: list[Line] = []
        if base != BLANK:
            lines = lines_on(self.today) if base == NOW else lines_of(self.plans[base])
        kept = {name: self.cleaned_data[name] for name in ("name", "since")}
        return kept | written(moved(lines, self.moves))


def written(lines: Sequence[Line]) -> dict[str, Any]:
    """Lines as ``division_draft`` takes them."""
    return {
        "lines": [(line.area_id, line.person_id, line.relation) for line in lines],
        "exceptions": {(line.area_id, line.person_id): line.exception for line in lines if line.exception},
    }


class DraftForm(OwnForm):
    """The areas of one domain as a table: in each cell how a member stands to an area, and what is kept back of powers.

    The other domains stay as they are. Several in charge of one area, and none, are allowed in a draft.
    """

    name = forms.CharField(label="方案名称", max_length=60)
    since = forms.DateField(label="拟生效日期", widget=DayInput, required=False, help_text=_MEANT)

    def __init__(self, *args: Any, lines: Sequence[Line], domain: str, day: dt.date, **kwargs: Any) -> None:
        self.lines = lines
        self.domain = domain
        self.day = day
        super().__init__(*args, **kwargs)

    def prepare(self) -> None:
        """A choice for each area and member."""
        self.areas = [area for area in areas_on(self.day) if area.domain == self.domain]
        people = people_of(self.lines)
        missing = Person.objects.filter(pk__in=checks.seated_on(self.day) - people.keys())
        self.people = sorted([*people.values(), *missing], key=lambda person: (person.order, person.pk))
        held: dict[tuple[int, int], Line] = {}
        for line in self.lines:
            known = held.get((line.area_id, line.person_id))
            if known is None or known.relation not in LEADS:
                held[line.area_id, line.person_id] = line
        for area in self.areas:
            for person in self.people:
                now = held.get((area.pk, person.pk))
                self.fields[_cell(area, person)] = forms.ChoiceField(
                    label=f"{area.name}：{person.name}",
                    choices=[("", ""), *Assignment.Relation.choices],
                    required=False,
                    initial=now.relation if now else "",
                    widget=Choose,
                )
            self.fields[_kept(area)] = forms.CharField(
                label=f"{area.name}：职权例外", max_length=200, required=False, initial=self._kept_back(area)
            )

    def _kept_back(self, area: AreaOn) -> str:
        return next((line.exception for line in self.lines if line.area_id == area.pk and line.exception), "")

    def rows(self) -> list[tuple[AreaOn, list[Any], Any]]:
        """Area, the choice for each member, and what is kept back."""
        return [(area, [self[_cell(area, person)] for person in self.people], self[_kept(area)]) for area in self.areas]

    def inputs(self) -> dict[str, Any]:
        """Name and all lines of the plan: those of this domain from the table, the others as they were."""
        shown = {area.pk for area in self.areas}
        found = [line for line in self.lines if line.area_id not in shown]
        for area in self.areas:
            stands = {person.pk: self.cleaned_data[_cell(area, person)] for person in self.people}
            kept = self._exceptions(area, [person for person, relation in stands.items() if relation in LEADS])
            found += [
                Line(area.pk, person, relation, kept.get(person, "")) for person, relation in stands.items() if relation
            ]
        return {name: self.cleaned_data[name] for name in ("name", "since")} | written(found)

    def _exceptions(self, area: AreaOn, leads: Sequence[int]) -> dict[int, str]:
        """What is kept back from whom: from the only one in charge; of several, from those whose words these were."""
        words = self.cleaned_data[_kept(area)].strip()
        if len(leads) == 1:
            return {leads[0]: words}
        own = {line.person_id: line.exception for line in self.lines if line.area_id == area.pk and line.exception}
        if words == self._kept_back(area):
            return own
        return dict.fromkeys([person for person in leads if person in own] or leads, words)


def _cell(area: AreaOn, person: Person) -> str:
    return f"cell-{area.pk}-{person.pk}"


def _kept(area: AreaOn) -> str:
    return f"kept-{area.pk}"


class AskForm(OwnForm):
    """Nothing to fill in."""


class OpineForm(ActionForm):
    """What a member thinks of a draft; the office adds for whom it enters, and the signed paper with its day."""

    leaves_out = ("backfill",)
    agrees = forms.TypedChoiceField(
        label="意见",
        choices=(("yes", "同意"), ("no", "有意见")),
        coerce=lambda word: word == "yes",
        widget=Ticks,
    )
    text = forms.CharField(
        label="意见内容", max_length=300, required=False, widget=Reason, help_text="有意见的写明哪一项、怎样调整。"
    )


class DropForm(OwnForm):
    """Why a draft is laid aside."""

    why = forms.CharField(label="未采用的原因", max_length=200, widget=Reason)


class NotifyForm(ActionForm):
    """Nothing to fill in; a delegate adds whom he enters for, and the signed paper. Never entered afterwards."""

    leaves_out = ENTERED_LATER


class AdoptForm(ActionForm):
    """The decision that brings a plan into force; one that a paper decided is back-entered (补录)."""

    leaves_out = ENTERED_FOR
    since = forms.DateField(label="生效日期", widget=DayInput)
    decision_id = forms.TypedChoiceField(
        label="审定的议定事项",
        coerce=int,
        empty_value=None,
        required=False,
        help_text="常委会同意、已经生效、写明分工的；一个议定事项只审定一个方案。",
    )
    decision = forms.CharField(
        label="或：审定的纪要",
        max_length=120,
        required=False,
        help_text="没有在系统内办理的，写明会议和纪要号，并填补录说明。",
    )

    def prepare(self) -> None:
        """The decisions that may have decided it."""
        offer(self, "decision_id", [("", "（不在系统内）"), *offered(self.actor, self.today)])


class NewAreaForm(OwnForm):
    """A work area of the catalogue."""

    versioned = False
    code = forms.CharField(label="编码", max_length=20)
    name = forms.CharField(label="分管事项", max_length=60)
    domain = forms.ChoiceField(label="领域", choices=Area.Domain.choices)
    order = forms.IntegerField(label="序", min_value=0, max_value=99999, initial=0)
    weight = forms.IntegerField(
        label="权重", min_value=0, max_value=1000, initial=1, help_text="工作量的相对大小，用于看分管轻重。"
    )
    tags = forms.CharField(
        label="标签", max_length=100, required=False, help_text="顿号分开，如“财务、工程”；规定按标签核对。"
    )
    unit_ids = forms.TypedMultipleChoiceField(label="归口单位", coerce=int, required=False, widget=UnitTicks)
    since = forms.DateField(label="自", widget=DayInput, required=False)
    until = forms.DateField(label="至", widget=DayInput, required=False, help_text="不再列入目录的最后一天。")

    def prepare(self) -> None:
        """Units of the day."""
        offer(self, "unit_ids", unit_choices(self.today))

    def clean_tags(self) -> list[str]:
        """Tags as a list of words."""
        words = parts(self.cleaned_data["tags"])
        if any(len(word) > TAG_LONGEST for word in words):
            raise forms.ValidationError(f"一个标签最多 {TAG_LONGEST} 个字；几个标签用顿号分开。")
        return words


class AreaForm(NewAreaForm):
    """Changes of a work area, from a day on."""

    versioned = True
    from_day = forms.DateField(
        label="变更自",
        widget=DayInput,
        required=False,
        help_text="名称、领域、权重、标签、归口单位从这天起变；以前的留作历史。",
    )
    correction = forms.BooleanField(
        label="更正笔误", required=False, help_text="勾选后不留变更：一直就是这样，只是录错了。"
    )


class AreaImportForm(OwnForm, WorkbookForm):
    """导入分管事项."""


class ContactForm(OwnForm):
    """Which member keeps contact with which township from a day on."""

    versioned = False
    organization_id = forms.TypedChoiceField(label="乡镇", coerce=int)
    person_id = forms.TypedChoiceField(label="常委", coerce=int)
    since = forms.DateField(label="自", widget=DayInput)

    def prepare(self) -> None:
        """Units and members of the day."""
        offer(self, "organization_id", unit_choices(self.today, empty="（请选）"))
        offer(self, "person_id", member_choices(self.today))


def member_choices(day: dt.date, empty: str = "（请选）") -> Named:
    """The members of a day by rank, with their posts."""
    seated = checks.seated_on(day)
    return [
        (value, label) for value, label in person_choices(day, empty=empty) if value == "" or int(str(value)) in seated
    ]


class AreaFilter(Form):
    """The sentence above the catalogue."""

    words = forms.CharField(label="名称、编码或标签有", required=False, max_length=40)
    domain = forms.ChoiceField(label="领域为", required=False, choices=[_ALL, *Area.Domain.choices])
    leader = forms.ChoiceField(label="分管常委为", required=False, widget=Choose)
    unit = forms.ChoiceField(label="归口单位为", required=False, widget=Choose)
    day = forms.DateField(label="截至", required=False, widget=DayInput)

    def __init__(self, *args: Any, today: dt.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        members = [*member_choices(today, empty="全部"), ("none", "无人分管")]
        offer(self, "leader", members)
        offer(self, "unit", unit_choices(today, empty="全部"))


class HistoryFilter(Form):
    """某日由谁分管: the day, and optionally an area, a unit or a person."""

    day = forms.DateField(label="在", required=False, widget=DayInput)
    area = forms.ChoiceField(label="分管事项为", required=False, widget=Choose)
    unit = forms.ChoiceField(label="单位为", required=False, widget=Choose)
    person = forms.ChoiceField(label="常委为", required=False, widget=Choose)

    def __init__(self, *args: Any, day: dt.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        areas = [(area.pk, area.name) for area in areas_on(day)]
        units = [(unit.pk, str(unit)) for unit in Organization.objects.filter(alive(day)).order_by("order", "code")]
        people = people_of(lines_on(day))
        seated = Person.objects.filter(pk__in=checks.seated_on(day) | people.keys()).order_by("order", "id")
        offer(self, "area", [_ALL, *areas])
        offer(self, "unit", [_ALL, *units])
        offer(self, "person", [_ALL, *((person.pk, person.name) for person in seated)])


class TrialForm(Form):
    """试调整: an area, and who would be in charge of it."""

    area = forms.TypedChoiceField(label="把", coerce=int, widget=Choose)
    to = forms.TypedChoiceField(label="改由", help_text="分管", coerce=int, widget=Choose)

    def __init__(self, *args: Any, day: dt.date, leaders: Mapping[int, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        areas = [
            (area.pk, f"{area.name}（现：{leaders.get(area.pk, '无人分管')}）")
            for area in sorted(
                areas_on(day), key=lambda area: (list(Area.Domain.values).index(area.domain), area.order)
            )
        ]
        offer(self, "area", [("", "（选分管事项）"), *areas])
        offer(self, "to", member_choices(day, empty="（选常委）"))
