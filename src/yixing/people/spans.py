"""What must hold of posts and memberships in time, whoever writes them: a form, an import, the demonstration."""

import datetime as dt

from django.db.models import QuerySet

from yixing.people import refusals  # noqa: F401  (registers the messages this module raises)
from yixing.people.models import Body, Membership, Organization, Post
from yixing.people.queries import alive, overlapping
from yixing_core.errors import Refusal

Capacity = Membership.Capacity


def require_span(since: dt.date | None, until: dt.date | None) -> None:
    """Refuse a span that ends before it begins."""
    if since is not None and until is not None and until < since:
        raise Refusal("span_backwards", field="until", since=since.isoformat(), until=until.isoformat())


def require_free_code(organization: Organization) -> None:
    """Refuse a code that another organization bears."""
    other = Organization.objects.filter(code=organization.code).exclude(pk=organization.pk).first()
    if other is not None:
        raise Refusal("code_taken", field="code", taken=organization.code, name=other.name)


def require_no_circle(organization: Organization) -> None:
    """Refuse a parent that lies below the organization itself; reads one row a level."""
    above = organization.parent
    while above is not None:
        if above.pk == organization.pk:
            raise Refusal("unit_circle", field="parent_id", unit=organization.name)
        above = above.parent


def require_empty(organization: Organization) -> None:
    """Refuse to dissolve a unit in which somebody still holds a post, or below which a unit still exists."""
    if organization.until is None:
        return
    after = organization.until + dt.timedelta(days=1)
    held = Membership.objects.filter(overlapping(after, None), post__organization=organization)
    held = held.select_related("person").order_by("person__order", "id")
    row = held.first()
    below = Organization.objects.filter(alive(after), parent=organization).first()
    what = f"{row.person.name}在任" if row else f"下级“{below.name}”" if below else ""
    if what:
        raise Refusal(
            "unit_in_use", field="until", unit=organization.name, what=what, day=organization.until.isoformat()
        )


def check_membership(row: Membership) -> None:
    """Everything that must hold of one membership beside the others.

    Raises:
        Refusal: ``membership_of_what``, ``capacity_wrong``, ``span_backwards``, ``held_already``, ``post_occupied``,
            ``chair_occupied``.
    """
    post, body = row.post, row.body
    if (post is None) == (body is None):
        raise Refusal("membership_of_what", field="post_id")
    if (row.capacity == Capacity.HOLDER) != (post is not None):
        what = f"职务“{post}”" if post else f"会议体“{body}”"
        raise Refusal("capacity_wrong", field="capacity", capacity=Capacity(row.capacity).label, what=what)
    require_span(row.since, row.until)
    others = Membership.objects.filter(overlapping(row.since, row.until), post=post, body=body).exclude(pk=row.pk)
    _require_single(row, others, str(post or body))
    if post is not None and post.is_head:
        _require_vacant(post, others)
    if body is not None and row.is_chair:
        _require_no_other_chair(body, others)


def _require_single(row: Membership, others: QuerySet[Membership], what: str) -> None:
    twice = others.filter(person_id=row.person_id).first()
    if twice is not None:
        words = f"任{what}" if row.post_id else f"是{what}成员"
        raise Refusal("held_already", field="since", person=row.person.name, since=twice.since.isoformat(), what=words)


def _require_vacant(post: Post, others: QuerySet[Membership]) -> None:
    holder = others.select_related("person").first()
    if holder is not None:
        raise Refusal(
            "post_occupied", field="since", post=post.title, holder=holder.person.name, since=holder.since.isoformat()
        )


def _require_no_other_chair(body: Body, others: QuerySet[Membership]) -> None:
    chair = others.filter(is_chair=True).select_related("person").first()
    if chair is not None:
        raise Refusal("chair_occupied", field="is_chair", body=body.name, holder=chair.person.name)
