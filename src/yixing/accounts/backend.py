"""Password login with lock-out after repeated failures (SEC-02); every attempt stands in the login log (SEC-07)."""

import copy
import datetime as dt
import logging
from dataclasses import dataclass
from typing import Any

from django.db.models import F
from django.http import HttpRequest
from django.utils import timezone

from yixing.accounts.models import SignIn, User
from yixing.compliance.gates import number
from yixing.ledger.stamps import Standing, keep
from yixing_core.errors import Message, Refusal, catalogue

log = logging.getLogger("yixing.login")
Outcome = SignIn.Outcome

catalogue(
    {
        "locked": Message(
            "账户已锁定，连续输错口令 {count} 次。",
            "请在 {minutes} 分钟后再试，或请安全管理员解除锁定、重置口令。",
            403,
        ),
        "bad_login": Message("登录名或口令不对。", "请重新输入；忘记口令请找安全管理员重置。", 403),
    }
)


def note(request: HttpRequest | None, outcome: SignIn.Outcome, user: User | None) -> None:
    """Write a line of the login log: never what was typed."""
    address = str(request.META.get("REMOTE_ADDR", ""))[:45] if request is not None else ""
    SignIn.objects.create(at=timezone.now(), user=user, outcome=outcome, address=address)
    log.info("%s user/%s", outcome.value, user.pk if user else "-")


@dataclass(frozen=True, slots=True)
class Limits:
    """After how many failures in a row an account is locked, and for how long: numbers of the county, dated."""

    failures: int
    lock: dt.timedelta

    @classmethod
    def on(cls, day: dt.date) -> "Limits":
        """The limits in force on a day."""
        return cls(number("login_failures", day), dt.timedelta(minutes=number("login_lock_minutes", day)))

    def locked(self, until: dt.datetime, now: dt.datetime) -> Refusal:
        """What somebody is told who meets the lock."""
        minutes = int((until - now).total_seconds() + 59) // 60
        return Refusal("locked", count=self.failures, minutes=minutes)


class LockingBackend:
    """Authenticates against argon2 hashes; counts failures on the account itself, so that every worker sees them."""

    def authenticate(
        self, request: HttpRequest | None, username: str = "", password: str = "", **_: Any
    ) -> User | None:
        """The user, or ``None`` for a wrong name or password.

        Raises:
            Refusal: ``locked``.
        """
        user = User.objects.filter(username=username).first()
        if user is None or not user.is_active:
            User().set_password(password)  # the same time as for a real account: names cannot be guessed by the clock
            note(request, Outcome.UNKNOWN, user)
            return None
        now = timezone.now()
        limits = Limits.on(timezone.localdate(now))
        if user.locked_until is not None and user.locked_until > now:
            note(request, Outcome.REFUSED, user)
            raise limits.locked(user.locked_until, now)
        if user.check_password(password):
            if user.failures or user.locked_until:
                User.objects.filter(pk=user.pk).update(failures=0, locked_until=None)
            note(request, Outcome.DONE, user)
            return user
        if self._count_failure(user, now, limits):
            note(request, Outcome.LOCKED, user)
            raise limits.locked(now + limits.lock, now)
        note(request, Outcome.WRONG, user)
        return None

    def _count_failure(self, user: User, now: dt.datetime, limits: "Limits") -> bool:
        """Count one more failure; whether that locked the account."""
        User.objects.filter(pk=user.pk).update(failures=F("failures") + 1)
        too_many = User.objects.filter(pk=user.pk, failures__gte=limits.failures)
        return bool(too_many.update(failures=0, locked_until=now + limits.lock))

    def get_user(self, user_id: int) -> User | None:
        """The user of a session, as long as the account is in use; a row of the caller's own."""

        def read() -> User | None:
            return User.objects.select_related("person").filter(pk=user_id, is_active=True).first()

        return copy.copy(keep(("user", user_id), read, Standing.ACCOUNTS, Standing.PEOPLE))
