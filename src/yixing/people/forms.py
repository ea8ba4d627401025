"""Forms of the system administrator for units, posts, people, bodies and memberships; filters of the lists."""

from typing import Any

from django import forms
from django.db.models import Q

from yixing.door.forms import CIRCUMSTANCES, OwnForm, WorkbookForm
from yixing.people.models import Body, Membership, Organization, OrganizationKind
from yixing.people.pickers import person_choices, post_choices, unit_choices
from yixing.people.queries import alive
from yixing.ui.forms import Form, offer
from yixing.ui.widgets import DayInput, PersonPicker, Reason, Ticks, UnitPicker


def _number(label: str, help_text: str = "", initial: int = 0) -> forms.IntegerField:
    return forms.IntegerField(
        label=label, min_value=0, max_value=99999, initial=initial, help_text=help_text, required=True
    )


def _choice(label: str, **kwargs: Any) -> forms.TypedChoiceField:
    return forms.TypedChoiceField(label=label, coerce=int, empty_value=None, **kwargs)


class KindForm(OwnForm):
    """A kind of organization."""

    versioned = False
    code = forms.SlugField(label="代码", max_length=40, help_text="英文小写，如 township；同一代码再填即为改名。")
    name = forms.CharField(label="类别名称", max_length=40)
    order = _number("序")


class OrganizationForm(OwnForm):
    """A unit of the establishment."""

    code = forms.CharField(label="编码", max_length=20)
    name = forms.CharField(label="名称", max_length=80)
    short_name = forms.CharField(label="简称", max_length=30, required=False)
    kind = forms.ChoiceField(label="类别")
    parent_id = _choice("上级", widget=UnitPicker, required=False)
    order = _number("序列", "在编制中的次序，名单都按它排列。")
    since = forms.DateField(label="设立日期", widget=DayInput, required=False)

    def prepare(self) -> None:
        """Kinds and possible parents."""
        offer(self, "kind", [(kind.code, kind.name) for kind in OrganizationKind.objects.all()])
        others = ~Q(pk=self.row.pk) if isinstance(self.row, Organization) else Q()
        offer(self, "parent_id", unit_choices(self.today, others, empty="（无上级）"))


class OrganizationAddForm(OrganizationForm):
    """A new unit."""

    versioned = False


class OrganizationEditForm(OrganizationForm):
    """Changes of a unit, its end included."""

    until = forms.DateField(
        label="撤销日期", widget=DayInput, required=False, help_text="最后一天；有人在任或有下级时不能撤销。"
    )


class PostForm(OwnForm):
    """A post of a unit."""

    name = forms.CharField(label="职务", max_length=60)
    short_name = forms.CharField(
        label="称谓", max_length=30, required=False, help_text="查询时用，如“县长”“财政局长”。"
    )
    order = _number("序", "在本单位内的次序。")
    is_head = forms.BooleanField(label="主要负责人", required=False, help_text="同一时间只能一人担任。")


class PostAddForm(PostForm):
    """A new post."""

    versioned = False


class PersonForm(OwnForm):
    """A person."""

    name = forms.CharField(label="姓名", max_length=40)
    order = _number("排名", "领导同志按排名，其他人员可不改。", initial=9999)
    profile = forms.CharField(label="专业与经历", max_length=2000, required=False, widget=Reason)


class PersonAddForm(PersonForm):
    """A new person."""

    versioned = False


class BodyForm(OwnForm):
    """A body that decides or deliberates."""

    code = forms.SlugField(label="代码", max_length=40)
    name = forms.CharField(label="名称", max_length=60)
    kind = forms.ChoiceField(label="类别", choices=Body.Kind.choices)
    term = forms.CharField(label="届次", max_length=20, required=False, help_text="如“十五届”。")
    numbering = forms.ChoiceField(label="会议编号", choices=Body.Numbering.choices, widget=Ticks)
    can_decide = forms.BooleanField(label="可以作出决定", required=False, help_text="书记专题会只酝酿，不作决定。")
    order = _number("序")


class BodyAddForm(BodyForm):
    """A new body."""

    versioned = False
    organization_id = _choice("所属单位", widget=UnitPicker)

    def prepare(self) -> None:
        """Units of the day."""
        offer(self, "organization_id", unit_choices(self.today))


class MembershipForm(OwnForm):
    """Somebody takes a post or a seat. Opened from a person, a post or a body, which is then given."""

    versioned = False
    person_id = _choice("姓名", widget=PersonPicker)
    post_id = _choice("职务", required=False)
    body_id = _choice("会议体", required=False, help_text="职务和会议体选一个，只选一个。")
    capacity = forms.ChoiceField(
        label="身份", choices=[("", "（按默认）"), *Membership.Capacity.choices], required=False
    )
    is_chair = forms.BooleanField(label="主持人（书记）", required=False)
    since = forms.DateField(label="自", widget=DayInput)
    until = forms.DateField(label="至", widget=DayInput, required=False, help_text="不填即在任。")

    def prepare(self) -> None:
        """Everybody, every post, every body."""
        offer(self, "person_id", person_choices(self.today))
        offer(self, "post_id", post_choices(empty="（不选）"))
        offer(self, "body_id", [("", "（不选）"), *((body.pk, body.name) for body in Body.objects.all())])


class MembershipEditForm(OwnForm):
    """The end of a membership, or a correction."""

    capacity = forms.ChoiceField(label="身份", choices=Membership.Capacity.choices)
    is_chair = forms.BooleanField(label="主持人（书记）", required=False)
    since = forms.DateField(label="自", widget=DayInput)
    until = forms.DateField(label="至", widget=DayInput, required=False, help_text="最后一天；不填即在任。")


class ImportForm(OwnForm, WorkbookForm):
    """A workbook of units or of people."""

    kind = forms.ChoiceField(
        label="导入什么", choices=[("organizations", "机构"), ("people", "人员、职务和任职")], widget=Ticks
    )
    field_order = (*CIRCUMSTANCES, "kind", "upload")


class UnitFilter(Form):
    """The sentence above the list of units."""

    q = forms.CharField(label="名称或编码含", max_length=40, required=False)
    kind = forms.ChoiceField(label="类别为", required=False)
    day = forms.DateField(label="截至", widget=DayInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = [(kind.code, kind.name) for kind in OrganizationKind.objects.all()]
        offer(self, "kind", [("", "任何类别"), *kinds])


class PersonFilter(Form):
    """The sentence above the list of people."""

    q = forms.CharField(label="姓名或职务含", max_length=40, required=False)
    unit = forms.TypedChoiceField(label="单位为", coerce=int, empty_value=None, required=False)
    day = forms.DateField(label="截至", widget=DayInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        units = Organization.objects.filter(alive(kwargs["initial"]["day"])).order_by("order", "code")
        choices = [("", "任何单位"), *((unit.pk, str(unit)) for unit in units)]
        offer(self, "unit", choices)
