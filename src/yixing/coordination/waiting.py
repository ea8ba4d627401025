"""What of working together waits for whom: matters to read before the meeting, differences before the chair, tasks to tell."""

from dataclasses import replace

from django.db.models import Q

from yixing.access.actor import Actor
from yixing.access.roles import Role
from yixing.accounts.actors import actor_of_person
from yixing.coordination.circulation import to_read
from yixing.coordination.models import Difference
from yixing.coordination.telling import to_tell
from yixing.ledger.kept import keep
from yixing.people.models import Person
from yixing.ui.components import WorkRow, due_words

LIMIT = 50
TELLING = (Role.CLERK, Role.INSPECTOR)
"""Who is reminded that large and overdue tasks wait to be told to the other members."""
ADDRESS = "/portfolios/together/differences/"


def waiting_for(actor: Actor) -> list[WorkRow]:
    """To tell, for the office; to rule, for the chair and those who may enter for him; what waits for him, for the two."""
    rows = [*_to_tell(actor), *_to_rule(actor), *_own(actor), *_to_read(actor)]
    for person in Person.objects.filter(pk__in=actor.principal_ids).order_by("order", "id"):
        principal = actor_of_person(person, actor.day)
        found = [*_to_rule(principal), *_own(principal), *_to_read(principal)]
        rows += [replace(row, note=f"代{person.name}录入") for row in found]
    return rows


def _to_tell(actor: Actor) -> list[WorkRow]:
    """One line for the office while large and overdue tasks of past months were told to nobody."""
    if not actor.has(*TELLING):
        return []
    found = keep(("tasks to tell", actor.day), lambda: to_tell(actor.day))
    if found is None:
        return []
    parts = [f"{word} {count}" for word, count in (("重大", found.large), ("逾期", found.late)) if count]
    return [
        WorkRow(
            what=f"{found.large + found.late} 件任务待通报其他常委（{'、'.join(parts)}）",
            url="/portfolios/together/circulars/",
            kind="任务情况通报",
            due=found.due,
            due_words=due_words(found.due, actor.day),
            rule="XC-45",
            rule_url="/rules/XC-45/",
            button="通报",
            button_url="/portfolios/together/circulars/new/",
        )
    ]


def _to_read(actor: Actor) -> list[WorkRow]:
    return [
        WorkRow(
            what=row.title,
            url=f"/matters/{row.pk}/",
            kind="会前传阅",
            number=row.number or "",
            from_whom=str(row.unit),
            rule="XC-16",
            rule_url="/rules/XC-16/",
            button="传阅",
            button_url=f"/portfolios/together/circulation/{row.pk}/",
        )
        for row in to_read(actor, actor.day)[:LIMIT]
    ]


def _to_rule(actor: Actor) -> list[WorkRow]:
    if not actor.has(Role.CHAIR):
        return []
    return [_row(row, button="裁定") for row in _open(Q())]


def _own(actor: Actor) -> list[WorkRow]:
    if actor.person_id is None or actor.has(Role.CHAIR):
        return []
    sides = Q(first_id=actor.person_id) | Q(second_id=actor.person_id)
    return [_row(row, button="表明意见", page="state") for row in _open(sides)]


def _open(condition: Q) -> list[Difference]:
    rows = Difference.objects.filter(condition, state=Difference.State.OPEN)
    return list(rows.select_related("first", "second", "matter", "task").order_by("raised_on", "id")[:LIMIT])


def _row(row: Difference, *, button: str = "", page: str = "rule") -> WorkRow:
    return WorkRow(
        what=str(row.about),
        url=f"{ADDRESS}{row.pk}/",
        kind="分管分歧",
        from_whom=str(row) if page == "rule" else "等书记裁定",
        due=row.raised_on,
        due_words="提请之日",
        button=button,
        button_url=f"{ADDRESS}{row.pk}/{page}/" if button else "",
    )
