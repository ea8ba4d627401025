"""A new installation: tables, signing key, the first entry, the three administrators with one-time passwords."""

import datetime as dt
import json
import secrets
import sys
import uuid
from collections.abc import Mapping

from django.core.management import call_command
from django.db import transaction
from django.utils import timezone

from yixing.access.actions import Action
from yixing.access.roles import Role
from yixing.accounts.models import RoleGrant, User
from yixing.ledger import append as ledger
from yixing.ledger.book import make_checkpoint
from yixing.ledger.keys import make_key
from yixing.ledger.models import Installation
from yixing_core.ledger.merkle import EMPTY_ROOT
from yixing_core.ledger.rotation import first_key

ADMINISTRATORS = (
    ("system", Role.SYSTEM_ADMIN),
    ("security", Role.SECURITY_ADMIN),
    ("audit", Role.AUDIT_ADMIN),
)


def found(name: str, mode: Installation.Mode, at: dt.datetime) -> Installation:
    """Make the tables, the key and the two first entries: the key, then the installation itself."""
    call_command("migrate", verbosity=0, interactive=False)
    origin = f"yixing/{secrets.token_hex(6)}"
    key = make_key(origin)
    with transaction.atomic():
        installation = Installation.objects.create(mode=mode, name=name, origin=origin, created=at)
        day = timezone.localdate(at)
        data = first_key(key, 0, EMPTY_ROOT)
        _append(Action.LEDGER_KEY, installation, at, day, data)
        _append(Action.INSTALLATION_INIT, installation, at, day, {"mode": str(mode)})
    return installation


def _append(
    action: Action, installation: Installation, at: dt.datetime, on: dt.date, data: Mapping[str, object]
) -> None:
    ledger.append(
        action=action,
        subject=installation,
        actor="user/0",
        by=None,
        at=at,
        on=on,
        request=uuid.uuid4(),
        data=data,
    )


def initialise(*, name: str, as_json: bool) -> int:
    """``yixing init``: an empty installation; prints each administrator's one-time password once."""
    now = timezone.now()
    installation = found(name, Installation.Mode.PRODUCTION, now)
    logins = {}
    with transaction.atomic():
        for username, role in ADMINISTRATORS:
            password = secrets.token_urlsafe(9)
            user = User(username=username, label=role.label, must_change_password=True)
            user.set_password(password)
            user.save()
            RoleGrant.objects.create(user=user, role=role, since=timezone.localdate(now))
            logins[username] = password
    make_checkpoint(now)
    if as_json:
        print(json.dumps({"name": installation.name, "origin": installation.origin, "logins": logins}))
        return 0
    lines = [f"{name}已建立。三名管理员的一次性口令（首次登录须修改，只显示这一次）："]
    lines += [f"  {username}（{role.label}）  {logins[username]}" for username, role in ADMINISTRATORS]
    lines.append("下一步：yixing serve，由系统管理员导入机构人员，由县委办登记本县议事规则。")
    print("\n".join(lines), file=sys.stdout)
    return 0
