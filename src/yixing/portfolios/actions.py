"""分工: a plan is drafted, checked, decided and in force from a day; what it does not change goes on."""

import datetime as dt
from collections.abc import Iterable

from django.db.models import Q

from yixing.access.actions import Action
from yixing.door.call import Call
from yixing.door.door import action, gate, record
from yixing.people.models import Person
from yixing.portfolios.facts import division_facts
from yixing.portfolios.models import Area, Assignment, Division
from yixing.portfolios.queries import moves, on_day
from yixing_core.errors import Message, Refusal, catalogue

catalogue(
    {
        "division_state": Message("“{name}”现在是“{state}”，不能再改。", "请另拟一份分工方案。", 409),
        "division_basis": Message("没有写明审定依据。", "请填写常委会议定事项编号或文号。"),
    }
)

Line = tuple[int, int, str]
"""Area, person, relation (``lead``, ``responsible``, ``contact``, ``assist``)."""


@action(Action.AREA_SET)
def area_set(
    call: Call,
    *,
    code: str,
    name: str,
    domain: str,
    order: int = 0,
    tags: Iterable[str] = (),
    unit_ids: Iterable[int] = (),
    since: dt.date | None = None,
    until: dt.date | None = None,
) -> Area:
    """Enter a work area in the catalogue, or change the one that bears the code.

    Raises:
        Refusal: ``field_required``, ``field_invalid``.
    """
    call.require(Action.AREA_SET)
    for field, label, value in (("code", "编码", code), ("name", "名称", name)):
        if not value.strip():
            raise Refusal("field_required", field=field, label=label)
    if domain not in Area.Domain.values:
        choices = "、".join(Area.Domain.labels)
        raise Refusal("field_invalid", field="domain", label="领域", why=f"没有“{domain}”", mend=f"可填：{choices}。")
    area = Area.objects.select_for_update().filter(code=code.strip()).first() or Area(code=code.strip())
    area.name, area.domain, area.order = name.strip(), domain, order
    area.tags, area.since, area.until = list(tags), since, until
    area.save()
    units = list(unit_ids)
    area.units.set(units)
    record(call, area, data={"code": area.code, "units": units})
    return area


@action(Action.DIVISION_DRAFT)
def division_draft(call: Call, *, name: str, lines: Iterable[Line], division_id: int | None = None) -> Division:
    """Draft a plan, or draft it anew; a draft may have gaps and overlaps.

    Args:
        call: the circumstances.
        name: what the plan is called.
        lines: the assignments.
        division_id: an existing draft, to replace its lines.

    Raises:
        Refusal: ``division_state`` for one that is no draft; ``field_required``, ``not_found``.
    """
    call.require(Action.DIVISION_DRAFT)
    if not name.strip():
        raise Refusal("field_required", field="name", label="方案名称")
    if division_id is None:
        division = Division.objects.create(name=name.strip())
    else:
        division = call.load(Division, division_id, Action.DIVISION_DRAFT)
        _expect_draft(division)
        division.name = name.strip()
        division.save()
        division.assignments.all().delete()
    wanted = list(dict.fromkeys(lines))
    areas = Area.objects.in_bulk({area for area, _, _ in wanted})
    people = Person.objects.in_bulk({person for _, person, _ in wanted})
    if len(areas) < len({area for area, _, _ in wanted}) or len(people) < len({person for _, person, _ in wanted}):
        raise Refusal("not_found")
    Assignment.objects.bulk_create(
        Assignment(division=division, area_id=area, person_id=person, relation=Assignment.Relation(relation))
        for area, person, relation in wanted
    )
    record(call, division, data={"lines": len(wanted)}, note={"lines": [list(line) for line in wanted]})
    return division


def _expect_draft(division: Division) -> None:
    if division.state != Division.State.DRAFT:
        raise Refusal("division_state", name=division.name, state=division.get_state_display())


@action(Action.DIVISION_ADOPT)
def division_adopt(
    call: Call,
    *,
    division_id: int,
    since: dt.date,
    decision: str,
    members_consulted: bool = False,
    version: int | None = None,
) -> Division:
    """Put a plan in force from a day, by a decision; the plan before ends the day before.

    The gate ``portfolio.adopt`` refuses a plan with 无人分管 or 分管交叉.

    Raises:
        Refusal: ``gate``, ``division_state``, ``division_basis``.
    """
    division = call.load(Division, division_id, Action.DIVISION_ADOPT, version=version)
    _expect_draft(division)
    if not decision.strip():
        raise Refusal("division_basis", field="decision")
    passed = gate(call, "portfolio.adopt", division_facts(division, since, members_consulted=members_consulted))
    moved = moves(division, since)
    _take_over(division, since)
    division.state = Division.State.IN_FORCE
    division.since = since
    division.decision = decision.strip()
    division.save()
    record(
        call,
        division,
        passed=[passed],
        data={"since": since.isoformat(), "moved": len(moved)},
        note={"decision": decision.strip()},
    )
    return division


def _take_over(division: Division, since: dt.date) -> None:
    """End every line of the plan before on the day before, and begin every line of this one: a plan is always whole."""
    running = Assignment.objects.filter(Q(on_day(since)) | Q(since__gte=since), division__state=Division.State.IN_FORCE)
    for row in running:
        row.until = max(since - dt.timedelta(days=1), row.since or since)
        row.save()
    division.assignments.update(since=since)
