"""Accounts: who may log in, in which roles, and for whom somebody may enter (代录)."""

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q

from yixing.access.roles import Role
from yixing.ledger.versioned import Versioned


class UserManager(BaseUserManager["User"]):
    """Looks users up by login name."""

    def get_by_natural_key(self, username: str | None) -> "User":
        """The user with this login name."""
        return self.get(username=username)


class User(Versioned, AbstractBaseUser):
    """A login. Business users are tied to a person; the three administrators are not."""

    username = models.CharField("登录名", max_length=40, unique=True)
    label = models.CharField("名称", max_length=40, blank=True)
    person = models.OneToOneField("people.Person", models.PROTECT, null=True, blank=True, verbose_name="人员")
    is_active = models.BooleanField("在用", default=True)
    must_change_password = models.BooleanField("须修改口令", default=True)
    failures = models.PositiveIntegerField("连续失败次数", default=0)
    locked_until = models.DateTimeField("锁定至", null=True, blank=True)
    last_seen_change = models.BigIntegerField("上次看到的记录", default=0)

    USERNAME_FIELD = "username"
    unrecorded = ("password", "failures", "locked_until", "last_login", "last_seen_change")
    """Never in the record behind a ledger entry."""

    objects = UserManager()

    class Meta:
        ordering = ("username",)

    def __str__(self) -> str:
        return self.label or (self.person.name if self.person else self.username)


class RoleGrant(Versioned):
    """A role of a user from a day to a day; granted and revoked by the security administrator.

    A revocation counts at once: ``until`` becomes the day before. A role granted and revoked on one day therefore ends
    before it began and was held on no day.
    """

    user = models.ForeignKey(User, models.PROTECT, related_name="grants", verbose_name="用户")
    role = models.CharField("角色", max_length=20, choices=Role.choices)
    since = models.DateField("自")
    until = models.DateField("至", null=True, blank=True)

    class Meta:
        ordering = ("user_id", "role")
        constraints = (
            models.UniqueConstraint(fields=("user", "role"), condition=Q(until__isnull=True), name="grant_once"),
        )


class Delegation(Versioned):
    """``delegate`` may enter what ``principal`` said or signed on paper (代录). Ends at once, as a role does."""

    principal = models.ForeignKey("people.Person", models.PROTECT, related_name="delegations", verbose_name="领导")
    delegate = models.ForeignKey(User, models.PROTECT, related_name="delegations", verbose_name="联络员")
    since = models.DateField("自")
    until = models.DateField("至", null=True, blank=True)

    class Meta:
        ordering = ("principal__order",)
        constraints = (
            models.UniqueConstraint(
                fields=("principal", "delegate"), condition=Q(until__isnull=True), name="delegation_once"
            ),
        )


class SignIn(models.Model):
    """One line of the login log: who, when, from where, with which outcome (SEC-07). Never what was typed."""

    class Outcome(models.TextChoices):
        DONE = "done", "登录"
        WRONG = "wrong", "口令不对"
        UNKNOWN = "unknown", "登录名不存在或已停用"
        REFUSED = "refused", "账户锁定中"
        LOCKED = "locked", "连续输错，锁定"
        LEFT = "left", "退出"

    at = models.DateTimeField("时间")
    user = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="sign_ins", verbose_name="账户")
    outcome = models.CharField("结果", max_length=10, choices=Outcome.choices)
    address = models.CharField("来自", max_length=45, blank=True)

    class Meta:
        ordering = ("-id",)
        indexes = (models.Index(fields=("user", "at")), models.Index(fields=("at",)))


class SavedView(models.Model):
    """A filter of a list that a user keeps under a name. Nobody's record: it changes what one person looks at first.

    Therefore it is neither an action nor on the ledger; each user sees and changes only his own.
    """

    user = models.ForeignKey(User, models.CASCADE, related_name="views", verbose_name="用户")
    page = models.CharField("列表", max_length=20)
    label = models.CharField("视图名称", max_length=20)
    query = models.CharField("筛选", max_length=300, blank=True)

    class Meta:
        ordering = ("id",)
        constraints = (models.UniqueConstraint(fields=("user", "page", "label"), name="view_once"),)
