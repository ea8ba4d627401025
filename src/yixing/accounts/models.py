"""Accounts: who may log in, in which roles, and for whom somebody may enter (代录)."""

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q

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
    """A role of a user from a day to a day; granted and revoked by the security administrator."""

    user = models.ForeignKey(User, models.PROTECT, related_name="grants", verbose_name="用户")
    role = models.CharField("角色", max_length=20, choices=Role.choices)
    since = models.DateField("自")
    until = models.DateField("至", null=True, blank=True)

    class Meta:
        ordering = ("user_id", "role")
        constraints = (
            models.CheckConstraint(condition=Q(until__isnull=True) | Q(until__gte=F("since")), name="grant_span"),
            models.UniqueConstraint(fields=("user", "role"), condition=Q(until__isnull=True), name="grant_once"),
        )


class Delegation(Versioned):
    """``delegate`` may enter what ``principal`` said or signed on paper (代录)."""

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
