"""What the pages of organizations and people show: view models from rows, nothing else."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from yixing.access import loaders
from yixing.access.actions import Action
from yixing.access.actor import Actor
from yixing.people.models import Body, Membership, Organization, Person, Post
from yixing.people.queries import alive, heads_of, on_day, titles_on
from yixing.ui.components import Badge, Column, Fact, NextStep, RelatedItem, SavedView

UNIT_COLUMNS = (
    Column("order", "序列", "number"),
    Column("code", "编码"),
    Column("name", "名称", "wide"),
    Column("kind", "类别"),
    Column("head", "主要负责人"),
    Column("held", "在任", "number"),
    Column("parent", "上级"),
)
PERSON_COLUMNS = (
    Column("order", "排名", "number"),
    Column("name", "姓名"),
    Column("post", "职务", "wide"),
    Column("bodies", "会议体"),
)


@dataclass(frozen=True, slots=True)
class UnitRow:
    """A line of the list of units."""

    unit: Organization
    head: Person | None
    held: int


@dataclass(frozen=True, slots=True)
class PersonRow:
    """A line of the list of people."""

    person: Person
    posts: tuple[str, ...]
    bodies: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Span:
    """A line of a history: who or what, in which capacity, from when to when, whether on the day that is asked."""

    membership: Membership
    now: bool


def views(current: str) -> list[SavedView]:
    """The three lists of this section."""
    return [
        SavedView("机构", "/people/", current=current == "units"),
        SavedView("人员", "/people/persons/", current=current == "persons"),
        SavedView("会议体", "/people/bodies/", current=current == "bodies"),
    ]


def units(actor: Actor, day: dt.date, *, words: str = "", kind: str = "") -> QuerySet[Organization]:
    """The units of a day in the order of the establishment."""
    rows = loaders.visible(Organization, actor).filter(alive(day)).select_related("kind", "parent")
    if words:
        rows = rows.filter(Q(name__contains=words) | Q(short_name__contains=words) | Q(code__icontains=words))
    if kind:
        rows = rows.filter(kind_id=kind)
    held = Count("posts__memberships", filter=on_day(day, "posts__memberships__"), distinct=True)
    return rows.annotate(held=held).order_by("order", "code")


def unit_rows(rows: list[Organization], day: dt.date) -> list[UnitRow]:
    """Units with their heads of the day, in one more query."""
    heads = heads_of([row.pk for row in rows], day)
    return [UnitRow(row, heads.get(row.pk), getattr(row, "held", 0)) for row in rows]


def people(actor: Actor, day: dt.date, *, words: str = "", unit: int | None = None) -> QuerySet[Person]:
    """People by rank; with a unit, those who hold a post in it on the day."""
    rows = loaders.visible(Person, actor)
    held = Membership.objects.filter(on_day(day))
    if words:
        in_post = held.filter(Q(post__name__contains=words) | Q(post__short_name__contains=words)).values("person_id")
        rows = rows.filter(Q(name__contains=words) | Q(pk__in=in_post))
    if unit is not None:
        rows = rows.filter(pk__in=held.filter(post__organization_id=unit).values("person_id"))
    return rows.order_by("order", "id")


def person_rows(rows: list[Person], day: dt.date) -> list[PersonRow]:
    """People with their posts and bodies of the day, in one more query."""
    held = Membership.objects.filter(on_day(day), person__in=rows).select_related("post__organization", "body")
    posts: dict[int, list[str]] = {}
    bodies: dict[int, list[str]] = {}
    for row in held.order_by("post__order", "body__order", "id"):
        if row.post is not None:
            posts.setdefault(row.person_id, []).append(row.post.title)
        elif row.body is not None:
            word = "" if row.capacity == Membership.Capacity.MEMBER else "（候补）"
            bodies.setdefault(row.person_id, []).append(f"{row.body}{word}")
    return [PersonRow(row, tuple(posts.get(row.pk, ())), tuple(bodies.get(row.pk, ()))) for row in rows]


def spans(memberships: QuerySet[Membership], day: dt.date) -> list[Span]:
    """A history, the latest first, with those of the day marked."""
    rows = memberships.select_related("person", "post__organization", "body")
    return [
        Span(row, row.since <= day and (row.until is None or row.until >= day))
        for row in rows.order_by("-since", "person__order", "-id")
    ]


def may_change(actor: Actor) -> bool:
    """Whether the pages offer the forms of the system administrator."""
    return loaders.may(actor, Action.PEOPLE_CHANGE)


def unit_facts(unit: Organization, day: dt.date) -> list[Fact]:
    """The facts of a unit."""
    head = heads_of([unit.pk], day).get(unit.pk)
    facts = [
        Fact("编码", unit.code),
        Fact("类别", unit.kind.name),
        Fact("序列", unit.order),
        Fact("主要负责人", head.name if head else "空缺", f"/people/persons/{head.pk}/" if head else ""),
    ]
    if unit.parent is not None:
        facts.append(Fact("上级", unit.parent.name, f"/people/organizations/{unit.parent_id}/"))
    if unit.since is not None:
        facts.append(Fact("设立", unit.since.isoformat()))
    return facts


def unit_status(unit: Organization, day: dt.date) -> Badge | None:
    """已撤销, once it is."""
    return Badge("已撤销", "quiet") if unit.until is not None and unit.until < day else None


def posts_of_unit(unit: Organization, day: dt.date) -> list[tuple[Post, list[Membership]]]:
    """The posts of a unit with who holds them on the day, in two queries."""
    posts = list(unit.posts.order_by("order", "id"))
    held: dict[int | None, list[Membership]] = {}
    rows = Membership.objects.filter(on_day(day), post__in=posts).select_related("person")
    for row in rows.order_by("person__order", "id"):
        held.setdefault(row.post_id, []).append(row)
    return [(post, held.get(post.pk, [])) for post in posts]


def children(unit: Organization, actor: Actor, day: dt.date) -> list[RelatedItem]:
    """The units below, in the order of the establishment."""
    rows = loaders.visible(Organization, actor).filter(alive(day), parent=unit).select_related("kind")
    return [
        RelatedItem(row.kind.name, row.name, f"/people/organizations/{row.pk}/", row.code)
        for row in rows.order_by("order", "code")
    ]


def person_facts(person: Person, day: dt.date) -> list[Fact]:
    """The facts of a person."""
    title = titles_on([person.pk], day).get(person.pk, "无")
    facts = [Fact("现任职务", title), Fact("排名", person.order)]
    if person.profile:
        facts.append(Fact("专业与经历", person.profile))
    return facts


def body_facts(body: Body, voting: int, alternates: int) -> list[Fact]:
    """The facts of a body; 应到 counts members with a vote only."""
    facts = [
        Fact("类别", body.get_kind_display()),
        Fact("所属", body.organization.name, f"/people/organizations/{body.organization_id}/"),
        Fact("会议编号", body.get_numbering_display()),
        Fact("可以作出决定", "是" if body.can_decide else "否"),
        Fact("应到（有表决权）", f"{voting} 人"),
    ]
    if body.term:
        facts.insert(1, Fact("届次", body.term))
    if alternates:
        facts.append(Fact("候补委员", f"{alternates} 人"))
    return facts


def change_steps(actor: Actor, *steps: tuple[str, str]) -> list[NextStep] | None:
    """The buttons of the system administrator, as label and address; nothing for others."""
    if not may_change(actor):
        return None
    return [NextStep(label, url, primary=False) for label, url in steps]
