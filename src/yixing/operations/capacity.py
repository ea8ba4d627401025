"""In whose name a command acts: an account of the installation, never the machine itself."""

import datetime as dt
import uuid

from django.utils import timezone

from yixing.access import loaders
from yixing.access.actions import Action, Section
from yixing.access.actor import Actor
from yixing.access.policy import EVERYTHING, POLICY, SECTIONS, VISIBLE, Grant
from yixing.access.roles import Role
from yixing.accounts.actors import actor_of
from yixing.accounts.models import RoleGrant, User
from yixing.door.call import Call
from yixing.ledger import clock
from yixing.people.queries import on_day
from yixing_core.errors import Message, Refusal, catalogue

catalogue(
    {
        "no_such_user": Message("没有登录名为“{name}”的在用账户。", "请核对登录名，用 --user 重新指定。"),
        "whose_name": Message(
            "“{what}”可由{count}个账户办理：{names}。", "请用 --user 写明以谁的名义办理；存证按这个账户记录。"
        ),
        "section_closed": Message("账户“{name}”的岗位不能查看“{section}”。", "请用 --user 换一个可以查看的账户。"),
        "nobody_may": Message("没有账户可以“{what}”。", "须有角色：{who}。请先由安全管理员授予。"),
    }
)
_NAMED = 6


def acting(action: Action, user: str, moment: dt.datetime | None = None) -> Actor:
    """Who acts: the account named, or the only one whose role may.

    Raises:
        Refusal: ``no_such_user``, ``nobody_may``, ``whose_name`` where several may and none was named.
    """
    day = timezone.localdate(moment or clock.now())
    if user:
        return _named(user, day)
    roles = {role for grant in POLICY[action] for role in grant.roles}
    found = _holders(roles, day)
    if len(found) == 1:
        return actor_of(found[0], day)
    if not found:
        who = "、".join(role.label for role in Role if role in roles)
        raise Refusal("nobody_may", what=action.label, who=who)
    names = "、".join(user.username for user in found[:_NAMED]) + ("……" if len(found) > _NAMED else "")
    raise Refusal("whose_name", field="user", what=action.label, count=len(found), names=names)


def reading(section: Section, labels: tuple[str, ...], user: str) -> Actor:
    """Who reads: the account named, or the first that sees every row of these tables and may open their section.

    Raises:
        Refusal: ``no_such_user``, ``nobody_may``, ``section_closed`` where the account named may not open it.
    """
    day = timezone.localdate(clock.now())
    if user:
        actor = _named(user, day)
        if not loaders.may_open(actor, section):
            raise Refusal("section_closed", field="user", name=user, section=section.label)
        return actor
    roles = set(SECTIONS[section])
    for label in labels:
        roles &= {role for grant in VISIBLE.get(label, ()) if _whole(grant) for role in grant.roles}
    found = _holders(roles, day)
    if not found:
        raise Refusal("nobody_may", what="查看全部", who="、".join(role.label for role in Role if role in roles))
    return actor_of(found[0], day)


def call_for(actor: Actor, *, on: dt.date | None = None, backfill: str = "", request: uuid.UUID | None = None) -> Call:
    """The circumstances of one action entered now by a command."""
    at = clock.now()
    return Call(
        actor=actor,
        at=at,
        on=on or timezone.localdate(at),
        request=request or uuid.uuid4(),
        backfill=backfill,
    )


def _whole(grant: Grant) -> bool:
    return grant.relation == EVERYTHING


def _named(name: str, day: dt.date) -> Actor:
    user = User.objects.filter(username=name, is_active=True).first()
    if user is None:
        raise Refusal("no_such_user", field="user", name=name)
    return actor_of(user, day)


def _holders(roles: set[Role], day: dt.date) -> list[User]:
    """The accounts in one of these roles on a day, those of the office first, in the order of the roles' list."""
    held: dict[int, int] = {}
    order = {role.value: place for place, role in enumerate(Role)}
    for user_id, role in RoleGrant.objects.filter(on_day(day), role__in=roles).values_list("user_id", "role"):
        held[user_id] = min(order[role], held.get(user_id, len(order)))
    users = User.objects.filter(pk__in=held, is_active=True)
    return sorted(users, key=lambda user: (held[user.pk], user.pk))
