"""登记履责: what a member did and no other part of the product records."""

import datetime as dt
from collections.abc import Collection

from yixing.access import loaders
from yixing.access.actions import Action
from yixing.access.roles import Role
from yixing.argument.actions.research import sat_in_committee
from yixing.argument.words import needed, one_of, text_of
from yixing.door.call import Call
from yixing.door.door import action, record
from yixing.duties.models import Duty, Mode
from yixing.duties.register import HOME
from yixing.matters.models import Matter
from yixing.people.models import Organization, Person
from yixing.supervision.models import Task
from yixing_core.errors import Refusal


@action(Action.DUTY_SET)
def duty_set(
    call: Call,
    *,
    person_id: int,
    mode: str,
    title: str,
    result: str = "",
    matter_id: int | None = None,
    unit_ids: Collection[int] = (),
    task_ids: Collection[int] = (),
    duty_id: int | None = None,
    version: int | None = None,
) -> Duty:
    """Register one 专题协调, 专项督查 or 专题报告 of a member, or change what is written of it.

    Args:
        call: ``call.on`` is the day on which he did it; he sat in the standing committee that day.
        person_id: the member; the office registers anybody's, a member his own.
        mode: a value of ``Mode`` that is not recorded elsewhere (see ``register.HOME``).
        title: what it was about.
        result: what came of it, in words.
        matter_id: the 议题 it concerned, one the actor may see.
        unit_ids: the units concerned.
        task_ids: tasks in hand that it pushed on, as far as the actor may see them.
        duty_id: which one to change; a new one if not given.
        version: of the row the form showed.

    Raises:
        Refusal: ``field_required``, ``field_invalid``, ``duty_home``, ``duty_member``, ``duty_other``, ``duty_unit``,
            ``duty_task``, ``duty_assigned``, ``not_found``.
    """
    if duty_id is None:
        call.require(Action.DUTY_SET)
        row = Duty()
    else:
        row = call.load(Duty, duty_id, Action.DUTY_SET, version=version)
    one_of("mode", "方式", mode, Mode)
    if Mode(mode) in HOME:
        raise Refusal("duty_home", field="mode", mode=Mode(mode).label, home=HOME[Mode(mode)][0])
    person = Person.objects.filter(pk=person_id).first()
    if person is None:
        raise Refusal("field_required", field="person_id", label="常委")
    if not call.actor.has(Role.CLERK, Role.DIRECTOR) and person_id != call.actor.person_id:
        raise Refusal("duty_other", field="person_id")
    if not sat_in_committee(person_id, call.on):
        raise Refusal("duty_member", field="person_id", name=person.name, on=call.on.isoformat())
    _keep_assigned(row, person, call.on)
    row.person, row.mode, row.on = person, mode, call.on
    row.title = needed("title", "事项", title, 200)
    row.result = text_of("result", "结果", result, 500)
    row.matter = loaders.find(Matter, matter_id, call.actor) if matter_id else None
    units, tasks = _units(unit_ids), _tasks(call, task_ids)
    row.save()
    row.units.set(units)
    row.tasks.set(tasks)
    record(
        call,
        row,
        refs=[person, row.matter, *units, *tasks],
        data={"mode": mode, "units": len(units), "tasks": len(tasks), "new": duty_id is None},
        note={"title": row.title, "result": row.result},
    )
    return row


def _keep_assigned(row: Duty, person: Person, on: dt.date) -> None:
    """Whose it is stays once he gave a 批示 on it, and it does not move behind the day of that."""
    briefing = row.briefing
    if briefing is None or (row.person_id == person.pk and on <= briefing.presented_on):
        return
    field = "on" if row.person_id == person.pk else "person_id"
    given = {"on": briefing.presented_on.isoformat(), "name": row.person.name, "number": briefing.number}
    raise Refusal("duty_assigned", field=field, **given)


def _units(unit_ids: Collection[int]) -> list[Organization]:
    wanted = set(unit_ids)
    units = list(Organization.objects.filter(pk__in=wanted).order_by("order", "code"))
    if len(units) != len(wanted):
        raise Refusal("duty_unit", field="unit_ids", count=len(wanted) - len(units))
    return units


def _tasks(call: Call, task_ids: Collection[int]) -> list[Task]:
    wanted = set(task_ids)
    tasks = list(loaders.visible(Task, call.actor).filter(pk__in=wanted).order_by("pk"))
    if len(tasks) != len(wanted):
        raise Refusal("duty_task", field="task_ids", count=len(wanted) - len(tasks))
    return tasks
