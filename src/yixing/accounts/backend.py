"""Password login with lock-out after repeated failures (SEC-02; the numbers are parameters)."""

import datetime as dt
import logging
from typing import Any

from django.db.models import F
from django.http import HttpRequest
from django.utils import timezone

from yixing.accounts.models import User
from yixing_core.errors import Message, Refusal, catalogue

log = logging.getLogger("yixing.login")
FAILURES = 5
LOCK = dt.timedelta(minutes=15)

catalogue(
    {
        "locked": Message(
            "账户已锁定，连续输错口令 {count} 次。", "请在 {minutes} 分钟后再试，或请安全管理员解除锁定。", 403
        ),
        "bad_login": Message("登录名或口令不对。", "请重新输入；忘记口令请找安全管理员重置。", 403),
    }
)


class LockingBackend:
    """Authenticates against argon2 hashes; counts failures on the account itself, so that every worker sees them."""

    def authenticate(
        self, request: HttpRequest | None, username: str = "", password: str = "", **_: Any
    ) -> User | None:
        """The user, or ``None`` for a wrong name or password.

        Raises:
            Refusal: ``locked``.
        """
        del request
        user = User.objects.filter(username=username).first()
        if user is None or not user.is_active:
            User().set_password(password)  # the same time as for a real account: names cannot be guessed by the clock
            return None
        now = timezone.now()
        if user.locked_until is not None and user.locked_until > now:
            minutes = int((user.locked_until - now).total_seconds() // 60) + 1
            raise Refusal("locked", count=FAILURES, minutes=minutes)
        if user.check_password(password):
            if user.failures or user.locked_until:
                User.objects.filter(pk=user.pk).update(failures=0, locked_until=None)
            log.info("login user/%s", user.pk)
            return user
        self._count_failure(user, now)
        return None

    def _count_failure(self, user: User, now: dt.datetime) -> None:
        User.objects.filter(pk=user.pk).update(failures=F("failures") + 1)
        log.warning("login failed user/%s", user.pk)
        if user.failures + 1 >= FAILURES:
            User.objects.filter(pk=user.pk).update(failures=0, locked_until=now + LOCK)
            log.warning("locked user/%s", user.pk)

    def get_user(self, user_id: int) -> User | None:
        """The user of a session, as long as the account is in use."""
        return User.objects.select_related("person").filter(pk=user_id, is_active=True).first()
