"""Rows and permissions: the only way from a number in a URL or a form to a row."""

import functools
from typing import TypeVar

from django.db.models import Model, Q, QuerySet

from yixing.access import kinds
from yixing.access.actions import Action, Section
from yixing.access.actor import Actor
from yixing.access.numbers import row_number
from yixing.access.policy import POLICY, SECTIONS, VISIBLE, condition
from yixing.access.prepared import PLACE, Question, question
from yixing.access.roles import Role
from yixing_core.errors import Refusal

M = TypeVar("M", bound=Model)


def visible(model: type[M], actor: Actor) -> QuerySet[M]:
    """The rows of a model that the actor may see. The only source of rows for pages, search, figures and exports.

    A model that is not in the table is visible to nobody.
    """
    rows = model._default_manager.all()
    part = sight(model, actor)
    if part is None:
        return rows.none()
    return rows.filter(part) if part != Q() else rows


def sight(model: type[Model], actor: Actor) -> Q | None:
    """The condition behind ``visible``: ``None`` for no row, ``Q()`` for every row. Asks the database nothing."""
    label = model._meta.label
    return condition(VISIBLE.get(label, ()), label, actor)


def find(model: type[M], pk: object, actor: Actor, *, lock: bool = False) -> M:
    """One visible row, on demand locked for this transaction; missing and invisible look the same.

    Raises:
        Refusal: ``not_found`` (404).
    """
    row = _row(model, pk, actor, None, lock=lock, related=())
    if row is None:
        raise Refusal("not_found")
    return row


def _row(
    model: type[M], pk: object, actor: Actor, action: Action | None, *, lock: bool, related: tuple[str, ...]
) -> M | None:
    """The row if the actor may see it, and may do this to it where an action is given."""
    number = row_number(str(pk))
    asked = _question(model, actor.reach, action, lock=lock, related=related) if number is not None else None
    found: M | None = asked.row(number) if asked is not None and number is not None else None
    return found


@functools.lru_cache(maxsize=4096)
def _question(
    model: type[M], actor: Actor, action: Action | None, *, lock: bool, related: tuple[str, ...]
) -> Question[M] | None:
    """What is asked of the database; for an actor reduced to his reach, so that a question serves every day."""
    rows = visible(model, actor).filter(pk=PLACE).select_related(*related)
    if lock:
        rows = rows.select_for_update(of=("self",))
    if action is None:
        return question(rows)
    part = condition(POLICY.get(action, ()), model._meta.label, actor)
    return question(rows.filter(part)) if part is not None else None


def find_by_ref(reference: str, actor: Actor) -> Model:
    """One visible row by ``matter/117``; ``not_found`` as in ``find``."""
    kind, _, number = reference.partition("/")
    pk = row_number(number)
    if pk is None:
        raise Refusal("not_found")
    return find(kinds.model_of(kind), pk, actor)


def may(actor: Actor, action: Action, row: Model | None = None) -> bool:
    """Whether the policy table allows the action, on this row if one is given."""
    grants = POLICY.get(action, ())
    if row is None:
        return any(not actor.roles.isdisjoint(grant.roles) for grant in grants)
    label = row._meta.label
    part = condition(grants, label, actor)
    if part is None:
        return False
    return part == Q() or type(row)._default_manager.filter(part, pk=row.pk).exists()


def who_may(action: Action) -> str:
    """The roles that may do it, in words, for a refusal."""
    roles = {role for grant in POLICY.get(action, ()) for role in grant.roles}
    if roles == set(Role):
        return "任何人"
    return "、".join(role.label for role in Role if role in roles) or "系统所有者（命令行）"


def require(actor: Actor, action: Action, row: Model | None = None) -> None:
    """Refuse (403) with the reason unless the policy table allows the action."""
    if not may(actor, action, row):
        raise Refusal("forbidden", action=action.label, who=f"此事由{who_may(action)}办理，且限于其职责范围内的事项。")


def load(
    model: type[M], pk: object, actor: Actor, action: Action, *, lock: bool = True, related: tuple[str, ...] = ()
) -> M:
    """One row to act upon: visible, allowed, locked for this transaction; in one query where it is allowed.

    Raises:
        Refusal: ``not_found`` (missing or invisible), ``forbidden`` (visible, but not yours to act on).
    """
    row = _row(model, pk, actor, action, lock=lock, related=related)
    if row is not None:
        return row
    row = _row(model, pk, actor, None, lock=lock, related=related)
    if row is None:
        raise Refusal("not_found")
    require(actor, action, row)
    return row


def may_open(actor: Actor, section: Section) -> bool:
    """Whether the actor may open a section of the rail."""
    return not actor.roles.isdisjoint(SECTIONS[section])
