"""What the administrators' pages show."""

import datetime as dt
from dataclasses import dataclass

from yixing.access.roles import Role
from yixing.accounts.models import RoleGrant, User
from yixing.people.queries import titles_on
from yixing.ui.components import Badge, Column, Fact

COLUMNS = (
    Column("username", "登录名"),
    Column("name", "姓名或名称"),
    Column("title", "职务", "wide"),
    Column("roles", "岗位角色"),
    Column("state", "状态"),
    Column("last_login", "最近登录", "day"),
)


JOB_WORDS = {
    "ledger.checkpoint": "签发存证点",
    "ledger.export": "导出存证",
    "files.sweep": "清理无主文件",
    "session.cleanup": "清理过期会话",
    "search.rebuild": "重建查询索引",
    "dossier": "制作决策全过程档案",
    "recheck": "程序回查",
    "portfolio.solve": "测算建议方案",
    "handover.pass_on": "交接到期，换责任领导",
}
"""Kinds of jobs in the administrator's words; a test looks for every kind that is registered."""


@dataclass(frozen=True, slots=True)
class AccountRow:
    """A line of a list of accounts."""

    user: User
    title: str
    roles: tuple[str, ...]
    status: Badge


def status_of(user: User, now: dt.datetime) -> Badge:
    """在用 · 停用 · 锁定 · 须改口令."""
    if not user.is_active:
        return Badge("停用", "quiet")
    if user.locked_until is not None and user.locked_until > now:
        return Badge("锁定", "bad")
    return Badge("须改口令", "warn") if user.must_change_password else Badge("在用", "good")


def rows(users: list[User], day: dt.date, now: dt.datetime) -> list[AccountRow]:
    """Accounts with the posts of their people, in one more query; ``current`` grants are loaded."""
    titles = titles_on([user.person_id for user in users if user.person_id is not None], day)
    return [
        AccountRow(
            user,
            titles.get(user.person_id or 0, ""),
            tuple(Role(grant.role).label for grant in getattr(user, "current", ())),
            status_of(user, now),
        )
        for user in users
    ]


def facts(user: User, day: dt.date, now: dt.datetime) -> list[Fact]:
    """The facts of an account."""
    found = [Fact("登录名", user.username)]
    if user.person is not None:
        title = titles_on([user.person.pk], day).get(user.person.pk, "无")
        found += [Fact("人员", user.person.name), Fact("职务", title)]
    if user.locked_until is not None and user.locked_until > now:
        found.append(Fact("锁定至", f"{user.locked_until.astimezone():%Y-%m-%d %H:%M}"))
    return found


def grants(user: User) -> list[RoleGrant]:
    """The roles of an account through time, the latest first."""
    return list(user.grants.order_by("-since", "-id"))
