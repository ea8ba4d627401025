"""Forms of login and password, of the administrators, and of the liaison's handover."""

from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.db.models import Q, QuerySet

from yixing.access.roles import Role
from yixing.accounts.models import User
from yixing.accounts.queries import by_rank, liaisons_of
from yixing.door.forms import OwnForm
from yixing.people.models import Membership
from yixing.people.pickers import person_choices
from yixing.people.queries import on_day
from yixing.ui.forms import Form, offer
from yixing.ui.widgets import DayInput, PersonPicker


class LoginForm(Form):
    """Login name and password."""

    username = forms.CharField(
        label="登录名", max_length=40, widget=forms.TextInput(attrs={"autocomplete": "username"})
    )
    password = forms.CharField(
        label="口令", max_length=200, widget=forms.PasswordInput(attrs={"autocomplete": "current-password"})
    )


_WEAK = {
    "password_too_short": "“新口令”太短，请至少用 10 位。",
    "password_entirely_numeric": "“新口令”全是数字，请加上字母或汉字。",
    "password_too_common": "“新口令”是常见口令，请另想一个。",
    "password_too_similar": "“新口令”与登录名太像，请另想一个。",
    "": "“新口令”不合要求，请另想一个。",
}
"""What is wrong with a new password, by the code of the check."""


class PasswordForm(OwnForm):
    """The present password once, the new one twice."""

    versioned = False
    current = forms.CharField(
        label="现用口令", max_length=200, widget=forms.PasswordInput(attrs={"autocomplete": "current-password"})
    )
    new = forms.CharField(
        label="新口令",
        max_length=200,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text="至少 10 位，不能全是数字，不能是常见口令。",
    )
    again = forms.CharField(
        label="再输一遍新口令", max_length=200, widget=forms.PasswordInput(attrs={"autocomplete": "new-password"})
    )

    def clean(self) -> dict[str, Any]:
        """The two new ones are the same, and good enough."""
        cleaned = super().clean() or {}
        new = cleaned.get("new")
        if new and cleaned.get("again") and new != cleaned["again"]:
            self.add_error("again", "两遍新口令不一样，请重新输入。")
        if new:
            try:
                validate_password(new, self.row)
            except forms.ValidationError as weak:
                self.add_error("new", [_WEAK.get(each.code or "", _WEAK[""]) for each in weak.error_list])
        return cleaned

    def inputs(self) -> dict[str, Any]:
        """Only the two passwords go on."""
        return {"current": self.cleaned_data["current"], "new": self.cleaned_data["new"]}


class AdministratorForm(OwnForm):
    """Base of the administrators' forms: done by themselves, now."""

    versioned = False


class UserForm(AdministratorForm):
    """A new account: somebody's, or an administrator's."""

    username = forms.CharField(label="登录名", max_length=40, help_text="字母、数字、汉字或 . _ -，中间不留空格。")
    person_id = forms.TypedChoiceField(
        label="人员", coerce=int, empty_value=None, required=False, help_text="业务账户选人员。"
    )
    label = forms.CharField(
        label="名称", max_length=40, required=False, help_text="管理员账户填名称，如“系统管理员（乙）”，不选人员。"
    )

    def prepare(self) -> None:
        """People who have no account yet; a form sent twice still names the one who has it by now."""
        without = Q() if self.is_bound else Q(user__isnull=True)
        offer(self, "person_id", person_choices(self.today, without, empty="（不选）"))


class ConfirmForm(AdministratorForm):
    """Nothing to fill in; the page says what will happen."""

    versioned = True


CHOOSE = "请选择"
"""Nobody is chosen beforehand: a power given by an overlooked default is given all the same."""


def _accounts(users: QuerySet[User]) -> list[tuple[Any, str]]:
    rows = by_rank(users.select_related("person"))
    return [("", CHOOSE), *((user.pk, f"{user}（{user.username}）") for user in rows)]


class GrantForm(AdministratorForm):
    """A role for a user."""

    user_id = forms.TypedChoiceField(label="用户", coerce=int)
    role = forms.ChoiceField(label="岗位角色", choices=[("", CHOOSE), *Role.choices])
    since = forms.DateField(label="自", widget=DayInput, required=False, help_text="不填即从今天起。")

    def prepare(self) -> None:
        """Accounts in use, in the order of the list of accounts."""
        offer(self, "user_id", _accounts(User.objects.filter(is_active=True)))


class DelegationForm(AdministratorForm):
    """For whom somebody may enter."""

    principal_id = forms.TypedChoiceField(label="领导", coerce=int, widget=PersonPicker)
    delegate_id = forms.TypedChoiceField(label="领导联络员", coerce=int)
    since = forms.DateField(label="自", widget=DayInput, required=False, help_text="不填即从今天起。")

    def prepare(self) -> None:
        """People by rank; accounts in use that belong to somebody."""
        offer(self, "principal_id", person_choices(self.today, empty=CHOOSE))
        offer(self, "delegate_id", _accounts(User.objects.filter(is_active=True, person__isnull=False)))


class HandoverForm(AdministratorForm):
    """From which liaison to whom."""

    from_user_id = forms.TypedChoiceField(label="移交人", coerce=int, empty_value=None, required=False)
    to_person_id = forms.TypedChoiceField(label="接收人", coerce=int, widget=PersonPicker)

    def prepare(self) -> None:
        """The liaisons and the people of the unit."""
        liaisons = [(user.pk, str(user)) for user in liaisons_of(self.row, self.today)]
        if len(liaisons) > 1:
            offer(self, "from_user_id", liaisons)
        else:
            del self.fields["from_user_id"]
        held = Membership.objects.filter(on_day(self.today), post__organization=self.row).values("person_id")
        offer(self, "to_person_id", person_choices(self.today, Q(pk__in=held), empty=CHOOSE))
        # Neither who hands it over nor the head himself: where one is left it is he, and one press does it.
        apart = {*liaisons_of(self.row, self.today).values_list("person_id", flat=True), self.actor.person_id}
        left = [pk for pk in held.values_list("person_id", flat=True).distinct() if pk not in apart]
        if len(left) == 1:
            self.fields["to_person_id"].initial = left[0]


class AccountFilter(Form):
    """The sentence above a list of accounts."""

    q = forms.CharField(label="登录名或姓名含", max_length=40, required=False)
    role = forms.ChoiceField(label="角色为", choices=[("", "任何角色"), *Role.choices], required=False)
    state = forms.ChoiceField(
        label="状态为",
        choices=[("", "不限"), ("active", "在用"), ("closed", "停用"), ("locked", "锁定"), ("forced", "须改口令")],
        required=False,
    )
