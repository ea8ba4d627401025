"""Forms of a meeting: planning, agenda, notice, the sheet of attendance, light meetings, minutes."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django import forms
from django.db.models import Q

from yixing.decisions.forms import FilingFields
from yixing.door.forms import ActionForm
from yixing.matters.models import Matter, Nature
from yixing.meetings.lines import LineFields, people_named
from yixing.meetings.models import AgendaItem, Attendance, Meeting
from yixing.meetings.naming import LIGHT
from yixing.papers.forms import BurdenFields
from yixing.papers.models import Document
from yixing.people.models import Body, Membership
from yixing.people.pickers import in_office, person_choices
from yixing.people.queries import on_day
from yixing.portfolios.models import Area
from yixing.ui.forms import Form, offer
from yixing.ui.widgets import DayInput, LineTicks, PersonPicker, Reason, Ticks

OWN_LINES = 3
FORMAL = tuple((kind.value, kind.label) for kind in Meeting.Kind if kind not in LIGHT)
LIGHTS = tuple((kind.value, kind.label) for kind in Meeting.Kind if kind in LIGHT)


def number_or_none(value: Any) -> int | None:
    """An id from a choice field, ``None`` for its empty line."""
    return int(value) if value else None


class PlainForm(ActionForm):
    """A button with its keys and, if wanted, the day, 代录 and reasons."""


class MinutesSignForm(BurdenFields, ActionForm):
    """签发会议纪要: a button, and 减负核对 where the 纪要 names demands that papers must not add."""

    def prepare(self) -> None:
        """Look into the draft."""
        self.add_burden(self.row.content)

    def inputs(self) -> dict[str, Any]:
        """The action's arguments."""
        return super().inputs() | self.burden()


class PlanForm(ActionForm):
    """拟定会议, or changing what was planned."""

    kind = forms.ChoiceField(label="类型", choices=FORMAL, initial=Meeting.Kind.STANDING)
    body_id = forms.ChoiceField(label="会议体", required=False, help_text="常委会、全委会不选即为本县的。")
    title = forms.CharField(
        label="会议名称", max_length=120, required=False, help_text="常委会、全委会不填，按届次自动编号。"
    )
    number = forms.IntegerField(
        label="第几次", required=False, min_value=1, help_text="不填自动接续；启用本系统前已开过的，填接续的次数。"
    )
    held_on = forms.DateField(label="日期", widget=DayInput)
    starts = forms.TimeField(
        label="时间", required=False, widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    )
    place = forms.CharField(label="地点", max_length=80, required=False)
    chair_id = forms.ChoiceField(label="主持", required=False, widget=PersonPicker, help_text="不选即为书记。")
    is_delegated = forms.BooleanField(label="书记委托主持", required=False)
    recorder_id = forms.ChoiceField(label="记录", required=False, widget=PersonPicker, help_text="不选即为录入人。")

    def prepare(self) -> None:
        """People by rank; what cannot change once the meeting has its number is left out."""
        bodies = [(str(row.pk), row.name) for row in Body.objects.order_by("order")]
        offer(self, "body_id", [("", "按类型"), *bodies])
        people = [("", "—"), *person_choices(self.today, in_office)]
        for name in ("chair_id", "recorder_id"):
            offer(self, name, people)
        if isinstance(self.row, Meeting):
            for name in ("kind", "body_id", "number"):
                del self.fields[name]

    def inputs(self) -> dict[str, Any]:
        """The day of the meeting is the action's ``on``."""
        given = super().inputs()
        given["on"] = given.pop("held_on")
        return given | {
            name: number_or_none(given[name]) for name in ("body_id", "chair_id", "recorder_id") if name in given
        }


class AgendaForm(ActionForm):
    """The whole agenda on one page: tick, place, who reports, how long."""

    def __init__(self, *args: Any, matters: Sequence[Matter], items: Sequence[AgendaItem], **kwargs: Any) -> None:
        self.matters, self.items = matters, items
        super().__init__(*args, **kwargs)

    def prepare(self) -> None:
        """A row for each item that is on it, each matter that may be, and some empty ones for titles of one's own.

        On a fresh agenda all that the chair determined is proposed.
        """
        self.rows: list[dict[str, Any]] = []
        self.fresh = not self.items
        place = 0
        for item in self.items:
            place += 1
            self._row(f"i{item.pk}", item.title, item.matter, place, item)
        there = {item.matter_id for item in self.items}
        for matter in self.matters:
            if matter.pk not in there:
                place += 1
                self._row(f"m{matter.pk}", matter.title, matter, place, None)
        for number in range(1, OWN_LINES + 1):
            key = f"own{number}"
            self.fields[f"{key}_title"] = forms.CharField(label="自拟议题", max_length=200, required=False)
            natures = [("", "性质"), *Nature.choices]
            self.fields[f"{key}_nature"] = forms.ChoiceField(label="性质", choices=natures, required=False)
            self.fields[f"{key}_offline"] = forms.BooleanField(label="另册占位", required=False)
            self._common(key, place + number, "", 15)

    def _row(self, key: str, title: str, matter: Matter | None, place: int, item: AgendaItem | None) -> None:
        self.fields[f"{key}_take"] = forms.BooleanField(
            label=f"列入：{title}", required=False, initial=self.fresh or item is not None
        )
        standing = isinstance(self.row, Meeting) and self.row.kind == Meeting.Kind.STANDING
        may_refer = standing and matter is not None and matter.decided_by == Matter.DecidedBy.PLENARY
        if may_refer:
            referral = item.is_referral if item is not None else True
            self.fields[f"{key}_referral"] = forms.BooleanField(label="提请全委会", required=False, initial=referral)
        source = item or matter
        self._common(key, place, source.presenter if source else "", source.minutes if source else 15)
        self.rows.append({"key": key, "title": title, "matter": matter, "item": item, "may_refer": may_refer})

    def _common(self, key: str, place: int, presenter: str, minutes: int) -> None:
        small = forms.NumberInput(attrs={"class": "narrow", "min": 1})
        self.fields[f"{key}_place"] = forms.IntegerField(
            label="次序", required=False, initial=place, min_value=1, widget=small
        )
        self.fields[f"{key}_presenter"] = forms.CharField(
            label="汇报人", max_length=60, required=False, initial=presenter
        )
        self.fields[f"{key}_minutes"] = forms.IntegerField(
            label="分钟", required=False, initial=minutes, min_value=1, max_value=480, widget=small
        )

    def lines(self) -> list[dict[str, Any]]:
        """The rows with their bound fields, for the template."""
        return [
            row
            | {name: self[f"{row['key']}_{name}"] for name in ("take", "place", "presenter", "minutes")}
            | ({"referral": self[f"{row['key']}_referral"]} if row["may_refer"] else {})
            for row in self.rows
        ]

    def own_lines(self) -> list[dict[str, Any]]:
        """The empty rows with their bound fields."""
        names = ("title", "nature", "offline", "place", "presenter", "minutes")
        return [{name: self[f"own{number}_{name}"] for name in names} for number in range(1, OWN_LINES + 1)]

    def inputs(self) -> dict[str, Any]:
        """The ticked rows in the order of their places."""
        said = self.cleaned_data
        chosen: list[tuple[int, dict[str, Any]]] = []
        for row in self.rows:
            key, matter = row["key"], row["matter"]
            if not said[f"{key}_take"]:
                continue
            line = self._line(key) | {"is_referral": said.get(f"{key}_referral", False)}
            if matter is not None:
                line["matter"] = matter.pk
            else:
                item = row["item"]
                line |= {"title": item.title, "nature": item.nature, "is_offline": item.is_offline}
            chosen.append((said[f"{key}_place"] or len(chosen) + 1, line))
        for number in range(1, OWN_LINES + 1):
            key = f"own{number}"
            if said[f"{key}_title"]:
                own = {"title": said[f"{key}_title"], "nature": said[f"{key}_nature"]}
                line = self._line(key) | own | {"is_offline": said[f"{key}_offline"]}
                chosen.append((said[f"{key}_place"] or len(chosen) + 1, line))
        return {"items": [line for _, line in sorted(chosen, key=lambda each: each[0])]}

    def _line(self, key: str) -> dict[str, Any]:
        said = self.cleaned_data
        return {"presenter": said[f"{key}_presenter"], "minutes": said[f"{key}_minutes"]}


class NotifyForm(ActionForm):
    """印发会议通知."""

    papers_on = forms.DateField(label="材料送达日期", required=False, widget=DayInput, help_text="不填即为通知当日。")
    members_consulted = forms.NullBooleanField(
        label="会前已征求委员意见",
        required=False,
        widget=forms.Select(choices=[("", "不适用"), ("true", "是"), ("false", "否")]),
        help_text="全委会填。",
    )
    contact = forms.CharField(label="联系人、电话", max_length=60, required=False)


class CancelForm(ActionForm):
    """取消会议."""

    reason = forms.CharField(label="取消原因", max_length=200, widget=Reason)


class LateForm(ActionForm):
    """临时增加议题."""

    matter_id = forms.ChoiceField(label="事项", widget=Ticks)
    consented = forms.BooleanField(label="书记已同意临时增加", required=False)
    papers_given = forms.BooleanField(label="材料已发给到会人员", required=False, initial=True)
    reason = forms.CharField(label="理由", max_length=300, widget=Reason, help_text="写明为什么不能等到下次会议。")

    def __init__(self, *args: Any, matters: Sequence[Matter], **kwargs: Any) -> None:
        self.matters = matters
        super().__init__(*args, **kwargs)

    def prepare(self) -> None:
        """Matters that wait for the chair or are determined; the row's version is the meeting's, not theirs."""
        choices = [(str(row.pk), f"{row.title}（{row.unit}，{row.get_state_display()}）") for row in self.matters]
        offer(self, "matter_id", choices)
        self.versioned = False

    def inputs(self) -> dict[str, Any]:
        """The matter by id."""
        return super().inputs() | {"matter_id": int(self.cleaned_data["matter_id"])}


class AttendanceForm(ActionForm):
    """The sheet of attendance: everybody present, exceptions changed, 列席 by name."""

    def __init__(self, *args: Any, rows: Sequence[Attendance], **kwargs: Any) -> None:
        self.sheet = [row for row in rows if row.capacity != Attendance.Capacity.NON_VOTING]
        self.others_now = "、".join(row.person.name for row in rows if row.capacity == Attendance.Capacity.NON_VOTING)
        super().__init__(*args, **kwargs)

    def prepare(self) -> None:
        """One row of ticks for each member; who was not entered yet is proposed as present."""
        presence = Attendance.Presence
        choices = [(code.value, code.label) for code in (presence.PRESENT, presence.LEAVE, presence.ABSENT)]
        for row in self.sheet:
            initial = presence.PRESENT if row.presence == presence.EXPECTED else row.presence
            self.fields[f"p_{row.person_id}"] = forms.ChoiceField(
                label=row.person.name, choices=choices, initial=initial, widget=LineTicks
            )
            self.fields[f"why_{row.person_id}"] = forms.CharField(
                label=f"{row.person.name}请假事由", max_length=120, required=False, initial=row.reason
            )
        self.fields["others_names"] = forms.CharField(
            label="列席", required=False, initial=self.others_now, max_length=1000, help_text="姓名，用顿号分开。"
        )

    def clean_others_names(self) -> list[int]:
        """The ids of those who attend; a name that is not in the system is named."""
        return people_named(self.cleaned_data["others_names"], self.today)

    def lines(self) -> list[dict[str, Any]]:
        """Rows with their bound fields."""
        return [
            {"row": row, "presence": self[f"p_{row.person_id}"], "why": self[f"why_{row.person_id}"]}
            for row in self.sheet
        ]

    def inputs(self) -> dict[str, Any]:
        """Presence and reason by person."""
        said = self.cleaned_data
        return {
            "presence": {row.person_id: said[f"p_{row.person_id}"] for row in self.sheet},
            "reasons": {row.person_id: said[f"why_{row.person_id}"] for row in self.sheet},
            "others": said["others_names"],
        }


class LightForm(LineFields, FilingFields, ActionForm):
    """专题会 and its like in one short form. 发生日期 is the day of the meeting."""

    versioned = False
    rows_shown = 5
    kind = forms.ChoiceField(label="类型", choices=LIGHTS, widget=LineTicks, initial=Meeting.Kind.TOPIC)
    title = forms.CharField(label="会议名称", max_length=120)
    starts = forms.TimeField(
        label="时间", required=False, widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    )
    place = forms.CharField(label="地点", max_length=80, required=False)
    chair_id = forms.ChoiceField(label="主持", widget=PersonPicker)
    participants = forms.CharField(label="参加", required=False, max_length=600, help_text="姓名、单位，用顿号分开。")
    area_id = forms.ChoiceField(label="所涉分管事项", required=False)
    matter_id = forms.ChoiceField(
        label="转来的事项", required=False, help_text="书记转专题会研究的，在此选定，会后即办结。"
    )

    def prepare(self) -> None:
        """Leaders by rank, areas in their order, matters that were referred to a light meeting."""
        super().prepare()
        self.fields["on"].label = "会议日期"
        member = Q(pk__in=Membership.objects.filter(on_day(self.today), body__isnull=False).values("person_id"))
        deciding = person_choices(self.today, member | Q(pk=self.actor.person_id or 0))
        offer(self, "chair_id", [("", "请选择"), *deciding])
        areas = [(str(row.pk), row.name) for row in Area.objects.order_by("order", "id")]
        offer(self, "area_id", [("", "按牵头单位"), *areas])
        rows = Matter.objects.filter(state=Matter.State.TRANSFERRED).order_by("id")
        matters = [(str(row.pk), row.title) for row in rows]
        offer(self, "matter_id", [("", "没有"), *matters])
        for number in range(1, self.rows_shown + 1):
            self.fields[f"file_{number}"] = forms.BooleanField(label="列入直接决定备案", required=False)
            self.add_filing(f"_{number}")
        self.add_consent()

    def line_fields(self) -> list[dict[str, Any]]:
        """The lines, each with its tick for 直接决定备案, type and sum."""
        names = {"file": "file_{}", "type": "type_code_{}", "amount": "amount_wan_{}", "none": "no_funds_{}"}
        return [
            line | {key: self[name.format(line["number"])] for key, name in names.items()}
            for line in super().line_fields()
        ]

    def settled(self) -> list[dict[str, Any]]:
        """The lines that were filled in; those ticked carry what goes on file with them."""
        return [
            line | ({"file": self.filing(f"_{number}")} if self.cleaned_data[f"file_{number}"] else {})
            for number, line in self.numbered()
        ]

    def inputs(self) -> dict[str, Any]:
        """The lines, the day, and ids as numbers."""
        said = self.cleaned_data
        ids = {name: number_or_none(said[name]) for name in ("chair_id", "area_id", "matter_id")}
        names = ("kind", "title", "starts", "place", "participants")
        return (
            {name: said[name] for name in names} | ids | {"lines": self.settled(), "on": said.get("on") or self.today}
        )


class MinutesForm(ActionForm):
    """The wording of a 纪要, item by item; each paragraph and each 议定事项 on a line of its own."""

    def __init__(self, *args: Any, document: Document, **kwargs: Any) -> None:
        self.document = document
        super().__init__(*args, **kwargs)

    def prepare(self) -> None:
        """Title, paragraphs and lines of each item, prefilled from the draft."""
        content = self.document.content
        self.count = len(content["items"])
        opening = content.get("opening", "")
        self.fields["opening"] = forms.CharField(
            label="开头", required=False, initial=opening, widget=Reason, help_text="不填即由会议时间、主持人自动写成。"
        )
        for number, item in enumerate(content["items"], 1):
            self.fields[f"title_{number}"] = forms.CharField(
                label=f"第{number}项", initial=item["title"], max_length=200
            )
            self.fields[f"paragraphs_{number}"] = forms.CharField(
                label="内容",
                required=False,
                initial="\n".join(item["paragraphs"]),
                widget=forms.Textarea(attrs={"rows": 3}),
            )
            self.fields[f"settled_{number}"] = forms.CharField(
                label="议定事项（一行一条）",
                required=False,
                initial="\n".join(item["settled"]),
                widget=forms.Textarea(attrs={"rows": 2}),
            )
        copies = "\n".join(content.get("copies", ()))
        self.fields["copies"] = forms.CharField(label="分送", required=False, initial=copies, widget=Reason)

    def inputs(self) -> dict[str, Any]:
        """The items as the action takes them."""
        said = self.cleaned_data
        items = [
            {
                "title": said[f"title_{number}"],
                "paragraphs": said[f"paragraphs_{number}"].splitlines(),
                "settled": said[f"settled_{number}"].splitlines(),
            }
            for number in range(1, self.count + 1)
        ]
        return {"items": items, "opening": said["opening"], "copies": said["copies"].splitlines()}


class ReviewForm(ActionForm):
    """审核会议纪要."""

    agree = forms.TypedChoiceField(
        label="意见",
        choices=[("yes", "同意送签"), ("no", "退回修改")],
        coerce=lambda value: value == "yes",
        initial="yes",
        widget=Ticks,
    )
    parts_reviewed = forms.BooleanField(label="涉及部分已送分管常委核对", required=False)
    opinion = forms.CharField(label="修改意见", max_length=300, required=False, widget=Reason)


class NoticeForm(BurdenFields, ActionForm):
    """印发议定事项通知 to the lead units that were not told yet."""

    unit_ids = forms.MultipleChoiceField(label="印发给", widget=forms.CheckboxSelectMultiple)
    contact = forms.CharField(label="联系人、电话", max_length=60, required=False)

    def __init__(self, *args: Any, units: Sequence[tuple[str, str]] = (), **kwargs: Any) -> None:
        self.units = units
        super().__init__(*args, **kwargs)

    def prepare(self) -> None:
        """All of them ticked."""
        offer(self, "unit_ids", self.units)
        self.fields["unit_ids"].initial = [value for value, _ in self.units]
        self.add_burden(list(self.row.decisions.values_list("text", flat=True)))

    def inputs(self) -> dict[str, Any]:
        """Units by id."""
        said = self.cleaned_data
        units = {"unit_ids": [int(value) for value in said["unit_ids"]], "contact": said["contact"]}
        return units | self.burden()


class MeetingFilterForm(Form):
    """The sentence above the list."""

    kind = forms.ChoiceField(label="类型为", required=False, choices=[("", "全部"), *Meeting.Kind.choices])
    state = forms.ChoiceField(label="状态为", required=False, choices=[("", "全部"), *Meeting.State.choices])
    month = forms.DateField(
        label="月份",
        required=False,
        input_formats=["%Y-%m"],
        widget=forms.DateInput(attrs={"type": "month"}, format="%Y-%m"),
    )


def plan_initial(meeting: Meeting) -> dict[str, Any]:
    """What was planned, for the form that changes it."""
    return {
        "title": meeting.title,
        "held_on": meeting.on,
        "starts": meeting.starts,
        "place": meeting.place,
        "chair_id": meeting.chair_id,
        "is_delegated": meeting.is_delegated,
        "recorder_id": meeting.recorder_id,
    }


def held_day(meeting: Meeting, today: dt.date) -> dt.date:
    """The day on which what is entered about a meeting happened: its own day once that has come."""
    return min(meeting.on, today)
