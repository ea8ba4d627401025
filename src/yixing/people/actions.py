"""Changes of organizations, posts, persons, bodies and memberships: one function a kind of change, one entry a call.

All of them are the action 变更机构人员 of the system administrator. Nothing is ever deleted: a post that falls vacant,
a unit that is dissolved and a member who leaves keep their rows with the day on which it ended.
"""

import datetime as dt
from typing import TYPE_CHECKING

from yixing.access.actions import Action
from yixing.attachments.store import digest_of
from yixing.door.call import Call
from yixing.door.door import action, record
from yixing.ledger.models import Installation
from yixing.people import refusals  # noqa: F401  (registers the messages this module raises)
from yixing.people.models import Body, Membership, Organization, OrganizationKind, Person, Post
from yixing.people.sheets import apply_workbook
from yixing.people.spans import (
    check_membership,
    require_empty,
    require_free_code,
    require_no_circle,
    require_span,
)
from yixing_core.errors import Refusal

if TYPE_CHECKING:
    from django.core.files import File

CHANGE = Action.PEOPLE_CHANGE


@action(CHANGE)
def organization_kind_set(call: Call, *, code: str, name: str, order: int = 0) -> OrganizationKind:
    """Make a kind of organization, or give the one with this code another name or place.

    Raises:
        Refusal: ``forbidden``, ``code_taken`` where another kind bears the name.
    """
    call.require(CHANGE)
    other = OrganizationKind.objects.filter(name=name).exclude(code=code).first()
    if other is not None:
        raise Refusal("code_taken", field="name", taken=other.code, name=other.name)
    kind = OrganizationKind(code=code, name=name, order=order)
    kind.save()
    record(call, kind, data={"code": code, "order": order})
    return kind


@action(CHANGE)
def organization_add(
    call: Call,
    *,
    code: str,
    name: str,
    kind: str,
    parent_id: int | None = None,
    short_name: str = "",
    order: int = 0,
    since: dt.date | None = None,
) -> Organization:
    """Set up a unit.

    Args:
        call: the circumstances.
        code: unique code of the unit.
        name: full name.
        kind: code of its kind.
        parent_id: the unit above it, none for the committee itself.
        short_name: how lists call it.
        order: place in the establishment (序列).
        since: day it was set up, if known.

    Raises:
        Refusal: ``forbidden``, ``code_taken``.
    """
    call.require(CHANGE)
    unit = Organization(
        code=code,
        name=name,
        kind=_kind(kind),
        parent=_unit(parent_id),
        short_name=short_name,
        order=order,
        since=since,
    )
    require_free_code(unit)
    unit.save()
    record(call, unit, refs=[unit.parent], data={"change": "organization_add", "kind": kind, "order": order})
    return unit


@action(CHANGE)
def organization_revise(
    call: Call,
    *,
    organization_id: int,
    code: str,
    name: str,
    kind: str,
    parent_id: int | None = None,
    short_name: str = "",
    order: int = 0,
    since: dt.date | None = None,
    until: dt.date | None = None,
    version: int | None = None,
) -> Organization:
    """Change a unit: its name, place or parent, or dissolve it by the day of its end.

    Raises:
        Refusal: ``not_found``, ``forbidden``, ``stale``, ``code_taken``, ``unit_circle``, ``span_backwards``,
            ``unit_in_use``.
    """
    unit = call.load(Organization, organization_id, CHANGE, version=version)
    unit.code, unit.name, unit.short_name = code, name, short_name
    unit.kind, unit.parent = _kind(kind), _unit(parent_id)
    unit.order, unit.since, unit.until = order, since, until
    require_free_code(unit)
    require_no_circle(unit)
    require_span(since, until)
    require_empty(unit)
    unit.save()
    record(
        call,
        unit,
        refs=[unit.parent],
        data={"change": "organization_revise", "kind": kind, "order": order, "until": until},
    )
    return unit


@action(CHANGE)
def post_add(
    call: Call, *, organization_id: int, name: str, short_name: str = "", order: int = 0, is_head: bool = False
) -> Post:
    """Set up a post in a unit.

    Raises:
        Refusal: ``not_found``, ``forbidden``, ``post_taken``.
    """
    unit = call.load(Organization, organization_id, CHANGE)
    post = Post(organization=unit, name=name, short_name=short_name, order=order, is_head=is_head)
    _require_free_post(post)
    post.save()
    record(call, post, refs=[unit], data={"change": "post_add", "order": order, "head": is_head})
    return post


@action(CHANGE)
def post_revise(
    call: Call,
    *,
    post_id: int,
    name: str,
    short_name: str = "",
    order: int = 0,
    is_head: bool = False,
    version: int | None = None,
) -> Post:
    """Change a post's name, form of address or place.

    Raises:
        Refusal: ``not_found``, ``forbidden``, ``stale``, ``post_taken``, ``post_occupied`` where a post that becomes
            the head's has been held by two at once.
    """
    post = call.load(Post, post_id, CHANGE, version=version)
    post.name, post.short_name, post.order, post.is_head = name, short_name, order, is_head
    _require_free_post(post)
    if is_head:
        for row in Membership.objects.filter(post=post).select_related("person"):
            row.post = post
            check_membership(row)
    post.save()
    record(call, post, refs=[post.organization], data={"change": "post_revise", "order": order, "head": is_head})
    return post


@action(CHANGE)
def person_add(call: Call, *, name: str, order: int = 9999, profile: str = "") -> Person:
    """Enter a person: a name, a place in the order of rank (排名), a few lines of profile."""
    call.require(CHANGE)
    person = Person.objects.create(name=name, order=order, profile=profile)
    record(call, person, data={"change": "person_add", "order": order})
    return person


@action(CHANGE)
def person_revise(
    call: Call, *, person_id: int, name: str, order: int, profile: str = "", version: int | None = None
) -> Person:
    """Change a person's name, rank or profile.

    Raises:
        Refusal: ``not_found``, ``forbidden``, ``stale``.
    """
    person = call.load(Person, person_id, CHANGE, version=version)
    person.name, person.order, person.profile = name, order, profile
    person.save()
    record(call, person, data={"change": "person_revise", "order": order})
    return person


@action(CHANGE)
def body_add(
    call: Call,
    *,
    code: str,
    name: str,
    kind: str,
    organization_id: int,
    term: str = "",
    numbering: str = Body.Numbering.TERM,
    can_decide: bool = True,
    order: int = 0,
) -> Body:
    """Set up a body that decides or deliberates. Its quorum and majority are parameters, dated and by decision.

    Raises:
        Refusal: ``not_found``, ``forbidden``, ``code_taken``.
    """
    unit = call.load(Organization, organization_id, CHANGE)
    body = Body(
        code=code,
        name=name,
        kind=Body.Kind(kind),
        organization=unit,
        term=term,
        numbering=Body.Numbering(numbering),
        can_decide=can_decide,
        order=order,
    )
    _require_free_body(body)
    body.save()
    record(call, body, refs=[unit], data={"change": "body_add", "kind": kind, "can_decide": can_decide})
    return body


@action(CHANGE)
def body_revise(
    call: Call,
    *,
    body_id: int,
    code: str,
    name: str,
    kind: str,
    term: str = "",
    numbering: str = Body.Numbering.TERM,
    can_decide: bool = True,
    order: int = 0,
    version: int | None = None,
) -> Body:
    """Change a body: its name, term, numbering, and whether it may decide.

    Raises:
        Refusal: ``not_found``, ``forbidden``, ``stale``, ``code_taken``.
    """
    body = call.load(Body, body_id, CHANGE, version=version)
    body.code, body.name, body.kind, body.term = code, name, Body.Kind(kind), term
    body.numbering, body.can_decide, body.order = Body.Numbering(numbering), can_decide, order
    _require_free_body(body)
    body.save()
    record(call, body, refs=[body.organization], data={"change": "body_revise", "kind": kind, "can_decide": can_decide})
    return body


@action(CHANGE)
def membership_begin(
    call: Call,
    *,
    person_id: int,
    since: dt.date,
    post_id: int | None = None,
    body_id: int | None = None,
    capacity: str = "",
    is_chair: bool = False,
    until: dt.date | None = None,
) -> Membership:
    """Somebody takes a post, or a seat in a body, from a day on.

    Args:
        call: the circumstances.
        person_id: who.
        since: first day.
        post_id: the post, or
        body_id: the body; exactly one of the two.
        capacity: ``holder`` for a post (the default there), ``member`` (the default of a body) or ``alternate``.
        is_chair: presides over the body (书记).
        until: last day, if it is known already.

    Raises:
        Refusal: ``not_found``, ``forbidden``, and what ``spans.check_membership`` refuses.
    """
    person = call.load(Person, person_id, CHANGE)
    post = call.load(Post, post_id, CHANGE) if post_id is not None else None
    body = call.load(Body, body_id, CHANGE) if body_id is not None else None
    default = Membership.Capacity.HOLDER if post is not None else Membership.Capacity.MEMBER
    row = Membership(
        person=person,
        post=post,
        body=body,
        capacity=Membership.Capacity(capacity) if capacity else default,
        is_chair=is_chair,
        since=since,
        until=until,
    )
    check_membership(row)
    row.save()
    record(call, row, refs=_about(row), data={"change": "membership_begin", "since": since, "until": until})
    return row


@action(CHANGE)
def membership_end(call: Call, *, membership_id: int, until: dt.date, version: int | None = None) -> Membership:
    """Somebody leaves a post or a body; ``until`` is the last day.

    Raises:
        Refusal: ``not_found``, ``forbidden``, ``stale``, ``span_backwards``.
    """
    row = call.load(Membership, membership_id, CHANGE, version=version)
    require_span(row.since, until)
    row.until = until
    check_membership(row)
    row.save()
    record(call, row, refs=_about(row), data={"change": "membership_end", "until": until})
    return row


@action(CHANGE)
def membership_revise(
    call: Call,
    *,
    membership_id: int,
    since: dt.date,
    until: dt.date | None = None,
    capacity: str = "",
    is_chair: bool = False,
    version: int | None = None,
) -> Membership:
    """Correct what was entered wrongly about a membership: its days, its capacity, who presides.

    Raises:
        Refusal: ``not_found``, ``forbidden``, ``stale``, and what ``spans.check_membership`` refuses.
    """
    row = call.load(Membership, membership_id, CHANGE, version=version)
    row.since, row.until, row.is_chair = since, until, is_chair
    if capacity:
        row.capacity = Membership.Capacity(capacity)
    check_membership(row)
    row.save()
    record(call, row, refs=_about(row), data={"change": "membership_revise", "since": since, "until": until})
    return row


@action(Action.PEOPLE_IMPORT)
def people_import(call: Call, *, kind: str, upload: "File[bytes]") -> Installation:
    """Bring a workbook of organizations or of people in: all of it, or nothing and every fault with its cell.

    Args:
        call: the circumstances.
        kind: ``organizations`` or ``people``.
        upload: the .xlsx file, in the shape of the export.

    Raises:
        Refusal: ``forbidden``, and what ``sheets.apply_workbook`` refuses.
    """
    call.require(Action.PEOPLE_IMPORT)
    digest = digest_of(upload)
    outcome = apply_workbook(kind, upload)
    installation = Installation.objects.get()
    counts = {
        f"{name}_{place}": number
        for name, by_sheet in (("made", outcome.made), ("changed", outcome.changed), ("same", outcome.same))
        for place, number in enumerate(by_sheet.values(), 1)
    }
    record(
        call,
        installation,
        data={"kind": kind, "file": digest, **counts},
        note={"file": upload.name or "", "outcome": outcome.words()},
    )
    return installation


def _kind(code: str) -> OrganizationKind:
    kind = OrganizationKind.objects.filter(pk=code).first()
    if kind is None:
        raise Refusal("not_found")
    return kind


def _unit(pk: int | None) -> Organization | None:
    if pk is None:
        return None
    unit = Organization.objects.filter(pk=pk).first()
    if unit is None:
        raise Refusal("not_found")
    return unit


def _require_free_post(post: Post) -> None:
    if Post.objects.filter(organization_id=post.organization_id, name=post.name).exclude(pk=post.pk).exists():
        raise Refusal("post_taken", field="name", unit=str(post.organization), name=post.name)


def _require_free_body(body: Body) -> None:
    other = Body.objects.filter(code=body.code).exclude(pk=body.pk).first()
    if other is not None:
        raise Refusal("code_taken", field="code", taken=body.code, name=other.name)


def _about(row: Membership) -> list[Person | Post | Body | Organization | None]:
    return [row.person, row.post, row.body, row.post.organization if row.post else None]
