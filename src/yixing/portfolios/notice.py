"""分工通知: a plan in force as the paper that tells everybody who is in charge of what."""

import datetime as dt

from yixing.papers.models import Document
from yixing.papers.series import Marks, marks_for
from yixing.people.models import Body, Membership, Person
from yixing.people.queries import on_day, titles_on
from yixing.portfolios.catalogue import areas_on
from yixing.portfolios.checks import dividing_kind
from yixing.portfolios.models import Assignment, Contact, Division
from yixing.portfolios.queries import in_force, members_on
from yixing_core.papers.portfolios import DivisionNoticeData, MemberPart

KIND = Document.Kind.DIVISION_NOTICE
ADDRESSEES = "各乡镇党委、政府，县直各单位"
POWERS = "负责、分管的事项，领导权、决定权、指挥权、监督执行权一并行使；注明职权例外的，按所注明的办理。"
"""The four powers of source 001 go with being in charge, unless something is kept back."""
Relation = Assignment.Relation
_KEPT = "exception"
_WHOSE = {Body.Kind.STANDING_COMMITTEE: "县委常委", Body.Kind.PARTY_GROUP: "党组成员"}
"""Whose division of work the notice tells of."""


def marks() -> Marks:
    """版头 and 代字 of the notice."""
    return marks_for(KIND)


def notices_of(plan: Division) -> list[Document]:
    """The notices issued on a plan, the latest first, those voided since included."""
    return list(Document.objects.filter(kind=KIND, subject=f"division/{plan.pk}").order_by("-id"))


def notice_data(plan: Division, **issued: object) -> DivisionNoticeData:
    """The data of the notice: what holds on the first day of the plan, by member in the order of rank."""
    since = plan.since or dt.date.min
    people = {person.pk: person for person in members_on(since)}
    lines: dict[int, dict[str, list[str]]] = {pk: {} for pk in people}
    names = {area.pk: area.name for area in areas_on(since)}
    rows = in_force(since).select_related("area", "person").order_by("area__order", "area_id")
    for row in rows:
        people.setdefault(row.person_id, row.person)
        name = names.get(row.area_id, row.area.name)
        lines.setdefault(row.person_id, {}).setdefault(row.relation, []).append(name)
        if row.exception:
            lines[row.person_id].setdefault(_KEPT, []).append(f"{name}（{row.exception}）")
    townships: dict[int, list[str]] = {}
    for contact in Contact.objects.filter(on_day(since)).select_related("organization").order_by("organization__order"):
        townships.setdefault(contact.person_id, []).append(contact.organization.name)
    titles = titles_on(people, since)
    chairs = set(
        Membership.objects.filter(on_day(since), body__kind=dividing_kind(), is_chair=True).values_list(
            "person_id", flat=True
        )
    )
    ordered = sorted(people.values(), key=lambda person: (person.order, person.pk))
    return DivisionNoticeData(
        mark=marks().mark,
        committee=_WHOSE[dividing_kind()],
        decision=plan.decision,
        since=since,
        members=tuple(
            _part(person, titles, lines[person.pk], townships.get(person.pk, []), chairs=person.pk in chairs)
            for person in ordered
        ),
        addressees=ADDRESSEES,
        office=marks().office,
        powers=POWERS,
        replaces=Division.objects.filter(state=Division.State.IN_FORCE, since__lt=since).exists(),
        **issued,  # type: ignore[arg-type]  # signer, day and checkpoint of an issued one
    )


def _part(
    person: Person, titles: dict[int, str], lines: dict[str, list[str]], townships: list[str], *, chairs: bool
) -> MemberPart:
    return MemberPart(
        name=person.name,
        chairs=chairs,
        post=titles.get(person.pk, ""),
        responsible=tuple(lines.get(Relation.RESPONSIBLE, ())),
        leads=tuple(lines.get(Relation.LEAD, ())),
        assists=tuple(lines.get(Relation.ASSIST, ())),
        contacts=tuple(lines.get(Relation.CONTACT, ())),
        townships=tuple(townships),
        exceptions=tuple(lines.get(_KEPT, ())),
    )
