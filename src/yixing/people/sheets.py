"""Organizations and people as Excel files: out with everything, in again with faults by row and column, all or nothing.

An import brings in what is new and changes what differs; what is not in the file stays as it is. Exporting and
importing the same file changes nothing.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.db import transaction

from yixing.access import loaders
from yixing.access.actor import Actor
from yixing.people.models import Body, Membership, Organization, OrganizationKind, Person, Post
from yixing.people.spans import check_membership, require_empty, require_no_circle, require_span
from yixing.people.workbook import opened, require_faultless
from yixing.ui.sheets import Reader, Sheet, SheetColumn
from yixing_core.errors import Refusal

if TYPE_CHECKING:
    from django.core.files import File

Row = dict[str, Any]
UNITS, PERSONS, POSTS, HELD = "机构", "人员", "职务", "任职"

UNIT_COLUMNS = (
    SheetColumn("code", "编码", required=True, longest=20),
    SheetColumn("name", "名称", required=True, longest=80),
    SheetColumn("short_name", "简称", longest=30),
    SheetColumn("kind", "类别", required=True, longest=40),
    SheetColumn("parent", "上级编码", longest=20),
    SheetColumn("order", "序列", "number"),
    SheetColumn("since", "设立日期", "day"),
    SheetColumn("until", "撤销日期", "day"),
)
PERSON_COLUMNS = (
    SheetColumn("id", "人员编号", "number"),
    SheetColumn("name", "姓名", required=True, longest=40),
    SheetColumn("order", "排名", "number"),
    SheetColumn("profile", "专业与经历"),
)
POST_COLUMNS = (
    SheetColumn("unit", "单位编码", required=True, longest=20),
    SheetColumn("name", "职务", required=True, longest=60),
    SheetColumn("short_name", "称谓", longest=30),
    SheetColumn("order", "序", "number"),
    SheetColumn("is_head", "主要负责人", "tick"),
)
HELD_COLUMNS = (
    SheetColumn("person_id", "人员编号", "number"),
    SheetColumn("person", "姓名", required=True, longest=40),
    SheetColumn("unit", "单位编码", longest=20),
    SheetColumn("post", "职务", longest=60),
    SheetColumn("body", "会议体代码", longest=40),
    SheetColumn("capacity", "身份", "choice", choices={"任职": "holder", "委员": "member", "候补委员": "alternate"}),
    SheetColumn("is_chair", "主持人", "tick"),
    SheetColumn("since", "自", "day", required=True),
    SheetColumn("until", "至", "day"),
)
_CAPACITY_WORDS = {code: word for word, code in HELD_COLUMNS[5].choices.items()}


@dataclass(frozen=True, slots=True)
class Outcome:
    """What an import did, or would do: rows made, changed and left as they were, by sheet."""

    made: dict[str, int] = field(default_factory=dict)
    changed: dict[str, int] = field(default_factory=dict)
    same: dict[str, int] = field(default_factory=dict)

    def words(self) -> str:
        """机构：新增 3，修改 1，未变 71."""
        titles = dict.fromkeys([*self.made, *self.changed, *self.same])
        return "；".join(
            f"{title}：新增 {self.made.get(title, 0)}，"
            f"修改 {self.changed.get(title, 0)}，未变 {self.same.get(title, 0)}"
            for title in titles
        )


def _heads(columns: Iterable[SheetColumn]) -> list[str]:
    return [column.label for column in columns]


def organization_sheets(actor: Actor) -> list[Sheet]:
    """The workbook of the organizations the actor may see, in the order of the establishment."""
    rows = loaders.visible(Organization, actor).select_related("kind", "parent").order_by("order", "code")
    lines = (
        (
            row.code,
            row.name,
            row.short_name,
            row.kind.name,
            row.parent.code if row.parent else "",
            row.order,
            row.since,
            row.until,
        )
        for row in rows
    )
    return [Sheet(UNITS, _heads(UNIT_COLUMNS), lines)]


def people_sheets(actor: Actor) -> list[Sheet]:
    """The workbook of people, posts and memberships the actor may see."""
    people = loaders.visible(Person, actor).order_by("order", "id")
    posts = loaders.visible(Post, actor).select_related("organization")
    posts = posts.order_by("organization__order", "organization__code", "order", "id")
    held = loaders.visible(Membership, actor).select_related("person", "post__organization", "body")
    held = held.order_by("person__order", "person_id", "since", "id")
    return [
        Sheet(PERSONS, _heads(PERSON_COLUMNS), ((row.pk, row.name, row.order, row.profile) for row in people)),
        Sheet(
            POSTS,
            _heads(POST_COLUMNS),
            ((row.organization.code, row.name, row.short_name, row.order, row.is_head) for row in posts),
        ),
        Sheet(HELD, _heads(HELD_COLUMNS), (_held_line(row) for row in held)),
    ]


def _held_line(row: Membership) -> tuple[Any, ...]:
    return (
        row.person_id,
        row.person.name,
        row.post.organization.code if row.post else "",
        row.post.name if row.post else "",
        row.body.code if row.body else "",
        _CAPACITY_WORDS[row.capacity],
        row.is_chair,
        row.since,
        row.until,
    )


KINDS = {"organizations": organization_sheets, "people": people_sheets}
_SHEETS: dict[str, dict[str, tuple[SheetColumn, ...]]] = {
    "organizations": {UNITS: UNIT_COLUMNS},
    "people": {PERSONS: PERSON_COLUMNS, POSTS: POST_COLUMNS, HELD: HELD_COLUMNS},
}


def apply_workbook(kind: str, upload: "File[bytes]") -> Outcome:
    """Bring a workbook in, inside the transaction of an action.

    Raises:
        Refusal: ``sheet_kind``, ``sheet_unreadable``, what the screening refuses, and ``SheetRefusal`` with
            every fault; then the transaction must be rolled back.
    """
    if kind not in KINDS:
        raise Refusal("sheet_kind", field="kind", kind=kind)
    reader = opened(upload)
    sheets = {title: reader.rows(title, columns) for title, columns in _SHEETS[kind].items()}
    require_faultless(reader, *_SHEETS[kind])
    importer = _Importer(reader, sheets)
    outcome = importer.organizations() if kind == "organizations" else importer.people()
    require_faultless(reader, *_SHEETS[kind])
    return outcome


def try_workbook(kind: str, upload: "File[bytes]") -> Outcome:
    """What an import would do; nothing is kept. Raises as ``apply_workbook`` does."""
    with transaction.atomic():
        outcome = apply_workbook(kind, upload)
        transaction.set_rollback(True)
    return outcome


class _Importer:
    """One import: reads, looks up, writes; faults go to the reader with their cell."""

    def __init__(self, reader: Reader, sheets: dict[str, list[Row]]) -> None:
        self.reader = reader
        self.sheets = sheets
        self.outcome = Outcome()

    # 机构 -------------------------------------------------------------------------------------------------------------

    def organizations(self) -> Outcome:
        units = {unit.code: unit for unit in Organization.objects.all()}
        kinds = {word: kind for kind in OrganizationKind.objects.all() for word in (kind.name, kind.code)}
        seen: set[str] = set()
        written: list[tuple[Row, Organization]] = []
        for row in self.sheets[UNITS]:
            if row["code"] in seen:
                self._fault(UNITS, row, "编码", f"“{row['code']}”在文件中出现两次。")
                continue
            seen.add(row["code"])
            kind = kinds.get(row["kind"])
            if kind is None:
                self._fault(UNITS, row, "类别", f"没有“{row['kind']}”这个类别；请先建立类别。")
                continue
            if not self._ends_after_it_begins(UNITS, row, "撤销日期"):
                continue
            unit = units.get(row["code"]) or Organization(code=row["code"])
            values = {name: row[name] for name in ("name", "short_name", "since", "until")}
            self._write(UNITS, unit, values | {"kind": kind, "order": row["order"] or 0})
            units[unit.code] = unit
            written.append((row, unit))
        for row, unit in written:
            self._place(row, unit, units)
        return self.outcome

    def _place(self, row: Row, unit: Organization, units: dict[str, Organization]) -> None:
        parent = units.get(row["parent"]) if row["parent"] else None
        if row["parent"] and parent is None:
            self._fault(UNITS, row, "上级编码", f"没有编码为“{row['parent']}”的单位。")
            return
        if unit.parent_id != (parent.pk if parent else None):
            unit.parent = parent
            unit.save()
        try:
            require_no_circle(unit)
            require_empty(unit)
        except Refusal as refusal:
            self._refused(UNITS, row, refusal, {"parent_id": "上级编码", "until": "撤销日期"})

    # 人员 -------------------------------------------------------------------------------------------------------------

    def people(self) -> Outcome:
        people = self._persons()
        posts = self._posts()
        self._held(people, posts)
        return self.outcome

    def _persons(self) -> "_People":
        people = _People(list(Person.objects.all()))
        for row in self.sheets[PERSONS]:
            person = people.find(row["id"], row["name"])
            if isinstance(person, str):
                self._fault(PERSONS, row, "姓名", person)
                continue
            if person is not None and person.pk in people.listed:
                self._fault(PERSONS, row, "姓名", f"“{row['name']}”在文件中出现两次；重名的请填人员编号。")
                continue
            person = person or Person()
            values = {"name": row["name"], "profile": row["profile"], "order": row["order"] or 9999}
            self._write(PERSONS, person, values)
            people.add(person)
        return people

    def _posts(self) -> dict[tuple[str, str], Post]:
        units = {unit.code: unit for unit in Organization.objects.all()}
        posts = {(post.organization.code, post.name): post for post in Post.objects.select_related("organization")}
        seen: set[tuple[str, str]] = set()
        for row in self.sheets[POSTS]:
            unit, key = units.get(row["unit"]), (row["unit"], row["name"])
            if unit is None:
                self._fault(POSTS, row, "单位编码", f"没有编码为“{row['unit']}”的单位。")
                continue
            if key in seen:
                self._fault(POSTS, row, "职务", f"“{row['name']}”在这个单位出现两次。")
                continue
            seen.add(key)
            post = posts.get(key) or Post(organization=unit, name=row["name"])
            values = {"short_name": row["short_name"], "order": row["order"] or 0, "is_head": row["is_head"] or False}
            self._write(POSTS, post, values)
            posts[key] = post
        return posts

    def _held(self, people: "_People", posts: dict[tuple[str, str], Post]) -> None:
        bodies = {body.code: body for body in Body.objects.all()}
        known = {(row.person_id, row.post_id, row.body_id, row.since): row for row in Membership.objects.all()}
        written: list[tuple[Row, Membership]] = []
        for row in self.sheets[HELD]:
            person = people.find(row["person_id"], row["person"])
            if not isinstance(person, Person):
                self._fault(HELD, row, "姓名", person or f"没有叫“{row['person']}”的人；请先列入“{PERSONS}”。")
                continue
            post, body = self._place_held(row, posts, bodies)
            if post is None and body is None:
                continue
            since = row["since"]
            key = (person.pk, post.pk if post else None, body.pk if body else None, since)
            membership = known.get(key) or Membership(person=person, post=post, body=body, since=since)
            default = "holder" if post is not None else "member"
            values = {
                "capacity": row["capacity"] or default,
                "is_chair": row["is_chair"] or False,
                "until": row["until"],
            }
            if not self._ends_after_it_begins(HELD, row, "至"):
                continue
            self._write(HELD, membership, values)
            known[key] = membership
            written.append((row, membership))
        for row, membership in written:
            try:
                check_membership(membership)
            except Refusal as refusal:
                self._refused(
                    HELD, row, refusal, {"until": "至", "since": "自", "capacity": "身份", "is_chair": "主持人"}
                )

    def _ends_after_it_begins(self, sheet: str, row: Row, column: str) -> bool:
        try:
            require_span(row["since"], row["until"])
        except Refusal as refusal:
            self._refused(sheet, row, refusal, {"until": column})
            return False
        return True

    def _place_held(
        self, row: Row, posts: dict[tuple[str, str], Post], bodies: dict[str, Body]
    ) -> tuple[Post | None, Body | None]:
        if bool(row["post"]) == bool(row["body"]):
            self._fault(HELD, row, "职务", "“职务”和“会议体代码”填一个，只填一个。")
            return None, None
        if row["body"]:
            body = bodies.get(row["body"])
            if body is None:
                self._fault(HELD, row, "会议体代码", f"没有代码为“{row['body']}”的会议体。")
            return None, body
        post = posts.get((row["unit"], row["post"]))
        if post is None:
            self._fault(HELD, row, "职务", f"单位“{row['unit']}”没有职务“{row['post']}”；请先列入“{POSTS}”。")
        return post, None

    # 写入 -------------------------------------------------------------------------------------------------------------

    def _write(self, title: str, row: Any, values: dict[str, Any]) -> None:
        new = row.pk is None
        differs = new or any(getattr(row, name) != value for name, value in values.items())
        for name, value in values.items():
            setattr(row, name, value)
        if differs:
            row.save()
        counter = self.outcome.made if new else self.outcome.changed if differs else self.outcome.same
        counter[title] = counter.get(title, 0) + 1

    def _fault(self, sheet: str, row: Row, column: str, text: str) -> None:
        self.reader.fault(sheet, row["row"], column, text)

    def _refused(self, sheet: str, row: Row, refusal: Refusal, columns: dict[str, str]) -> None:
        column = columns.get(refusal.field, next(iter(columns.values())))
        self._fault(sheet, row, column, f"{refusal.text}{refusal.mend}")


class _People:
    """People by number and by name; a name that two people bear needs the number."""

    def __init__(self, rows: list[Person]) -> None:
        self.by_id = {row.pk: row for row in rows}
        self.by_name: dict[str, list[Person]] = {}
        for row in rows:
            self.by_name.setdefault(row.name, []).append(row)
        self.listed: set[int] = set()

    def add(self, person: Person) -> None:
        self.listed.add(person.pk)
        if person.pk not in self.by_id:
            self.by_id[person.pk] = person
            self.by_name.setdefault(person.name, []).append(person)

    def find(self, number: int | None, name: str) -> Person | str | None:
        """The person, words that say why it cannot be told, or nobody."""
        if number is not None:
            return self.by_id.get(number) or f"没有编号为 {number} 的人员。"
        same = self.by_name.get(name, [])
        if len(same) > 1:
            return f"有 {len(same)} 个人叫“{name}”，请填人员编号。"
        return same[0] if same else None
