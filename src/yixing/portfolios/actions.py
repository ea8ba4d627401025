"""Lay down work areas, draft a division of work, and bring one into force by a decision."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import replace

from django.db.models import Q

from yixing.access.actions import Action
from yixing.access.kinds import ref
from yixing.door.call import Call
from yixing.door.door import action, gate, record
from yixing.papers.content import content_of
from yixing.papers.models import Document
from yixing.papers.numbering import take_number
from yixing.papers.series import checkpoint_line
from yixing.papers.signing import ask_signing
from yixing.papers.state import document_state
from yixing.people.models import Organization, Person
from yixing.people.queries import alive
from yixing.portfolios import refusals  # noqa: F401  (registers the messages this module raises)
from yixing.portfolios.facts import division_facts
from yixing.portfolios.handing import make_sheets
from yixing.portfolios.models import Area, Assignment, Contact, Division
from yixing.portfolios.notice import KIND, marks, notice_data, notices_of
from yixing.portfolios.queries import in_force, moves
from yixing_core.errors import Refusal
from yixing_core.papers.portfolios import division_notice_paper
from yixing_core.papers.titles import SOFT

Relation = Assignment.Relation


@action(Action.AREA_SET)
def area_set(
    call: Call,
    *,
    code: str,
    name: str,
    domain: str,
    order: int = 0,
    tags: Sequence[str] = (),
    unit_ids: Sequence[int] = (),
    weight: int = 1,
    since: dt.date | None = None,
    until: dt.date | None = None,
    version: int | None = None,
) -> Area:
    """Make a work area, or change the one with this code.

    Args:
        call: the circumstances.
        code: unique code; what decides whether an area is made or changed.
        name: as the office calls it.
        domain: one of ``Area.Domain``.
        order: place in the catalogue.
        tags: words that rules ask for, such as 财务 or 纪检.
        unit_ids: the units that belong to it (归口单位).
        weight: how much work it is, for the balance of a plan.
        since: first day in the catalogue, none for always.
        until: last day, none for still there.
        version: of the form, where one was shown.

    Raises:
        Refusal: ``forbidden``, ``stale``, ``division_lines`` for a unit that does not exist.
    """
    call.require(Action.AREA_SET)
    area = Area.objects.select_for_update().filter(code=code).first() or Area(code=code)
    if area.pk is not None:
        area = call.load(Area, area.pk, Action.AREA_SET, version=version)
    units = list(Organization.objects.filter(alive(call.on), pk__in=unit_ids))
    if missing := set(unit_ids) - {unit.pk for unit in units}:
        raise Refusal("division_lines", field="unit_ids", what="单位", value=min(missing))
    if domain not in Area.Domain.values:
        raise Refusal(
            "field_invalid",
            field="domain",
            label="领域",
            why=f"没有“{domain}”",
            mend=f"可填：{'、'.join(Area.Domain.labels)}。",
        )
    area.name, area.domain, area.order, area.weight = name, Area.Domain(domain), order, weight
    area.tags, area.since, area.until = sorted(set(tags)), since, until
    area.save()
    area.units.set(units)
    record(
        call,
        area,
        refs=units,
        data={"change": "area_set", "domain": domain, "order": order, "weight": weight, "since": since, "until": until},
    )
    return area


@action(Action.DIVISION_DRAFT)
def division_draft(
    call: Call,
    *,
    name: str,
    lines: Sequence[tuple[int, int, str]],
    division_id: int | None = None,
    version: int | None = None,
) -> Division:
    """Draft a division of work, or lay down a draft anew. A draft may have gaps and overlaps.

    Args:
        call: the circumstances.
        name: of the plan.
        lines: (area, person, relation), relation one of ``Assignment.Relation``.
        division_id: the draft to change; without it a new one is made.
        version: of the form.

    Raises:
        Refusal: ``forbidden``, ``not_found``, ``stale``, ``wrong_state`` for a plan that is no draft,
            ``division_lines``, ``division_twice``.
    """
    if division_id is None:
        call.require(Action.DIVISION_DRAFT)
        division = Division(name=name)
    else:
        division = call.load(Division, division_id, Action.DIVISION_DRAFT, version=version)
        _require_draft(division, "修改")
        division.name = name
    rows = _checked(lines)
    division.save()
    division.assignments.all().delete()
    Assignment.objects.bulk_create(
        Assignment(division=division, area=area, person=person, relation=relation) for area, person, relation in rows
    )
    leads = sum(relation in {Relation.RESPONSIBLE, Relation.LEAD} for _, _, relation in rows)
    record(
        call,
        division,
        data={"lines": len(rows), "leads": leads},
        note={"lines": [[area.pk, person.pk, relation] for area, person, relation in rows]},
    )
    return division


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
    """Bring a draft into force from a day on, by a decision of the committee.

    Relations the new plan does not change go on; the others end the day before, and the new ones begin. For each pair
    of members between whom areas move a 工作交接单 is made.

    Args:
        call: the circumstances.
        division_id: the draft.
        since: first day.
        decision: the meeting or the number of the 议定事项 that decided it.
        members_consulted: whether each member was asked beforehand.
        version: of the form.

    Raises:
        Refusal: ``not_found``, ``forbidden``, ``stale``, ``wrong_state``, ``decision_needed``, ``division_empty``,
            ``division_order``; ``gate`` and ``acknowledge`` of ``portfolio.adopt``.
    """
    division = call.load(Division, division_id, Action.DIVISION_ADOPT, version=version)
    _require_draft(division, "审定")
    if not decision.strip():
        raise Refusal("decision_needed", field="decision")
    if not division.assignments.exists():
        raise Refusal("division_empty", name=division.name)
    current = _require_later(since)
    facts = division_facts(division, since, members_consulted=members_consulted)
    passed = gate(call, "portfolio.adopt", facts)
    moved = moves(division, since)
    begun, ended = _take_over(division, since)
    if current is not None:
        current.until = since - dt.timedelta(days=1)
        current.save()
    division.state, division.since = Division.State.IN_FORCE, since
    division.decision, division.members_consulted = decision.strip(), members_consulted
    division.save()
    sheets = make_sheets(call, division)
    record(
        call,
        division,
        refs=[current, *(move.area for move in moved), *sheets],
        passed=[passed],
        data={
            "since": since,
            "begun": begun,
            "ended": ended,
            "moved": [
                {
                    "area": move.area.pk,
                    "from": move.before.pk if move.before else None,
                    "to": move.after.pk if move.after else None,
                }
                for move in moved
            ],
            "sheets": [sheet.pk for sheet in sheets],
        },
        note={"decision": decision},
    )
    return division


@action(Action.AREA_SET)
def contact_set(call: Call, *, person_id: int, organization_id: int, since: dt.date) -> Contact:
    """A member keeps contact with a township from a day on (联系乡镇); whoever did so before stops the day before.

    Raises:
        Refusal: ``forbidden``, ``not_found``, ``contact_taken`` where somebody began later than this day.
    """
    call.require(Action.AREA_SET)
    person = call.load(Person, person_id, Action.AREA_SET)
    unit = call.load(Organization, organization_id, Action.AREA_SET)
    for former in Contact.objects.filter(Q(until__isnull=True), organization=unit).select_related("person"):
        if former.since >= since:
            raise Refusal(
                "contact_taken",
                field="since",
                unit=unit.name,
                since=former.since.isoformat(),
                person=former.person.name,
            )
        former.until = since - dt.timedelta(days=1)
        former.save()
    contact = Contact.objects.create(person=person, organization=unit, since=since)
    record(call, unit, refs=[person], data={"change": "contact_set", "person": person.pk, "since": since})
    return contact


@action(Action.DIVISION_NOTIFY)
def division_notify(call: Call, *, division_id: int, version: int | None = None) -> Division:
    """Issue the 分工通知 of a plan in force: numbered now, to be read by everybody.

    Raises:
        Refusal: ``not_found``, ``forbidden``, ``stale``, ``wrong_state`` for a plan that is not in force,
            ``division_noticed`` while an earlier notice of it stands, ``field_invalid`` where two lead one area.
    """
    plan = call.load(Division, division_id, Action.DIVISION_NOTIFY, version=version)
    if plan.state != Division.State.IN_FORCE:
        state = plan.get_state_display()
        raise Refusal(
            "wrong_state", what=f"“{plan.name}”", state=state, action="印发分工通知", next="请先审定分工方案。"
        )
    standing = next((each for each in notices_of(plan) if each.state == Document.State.SIGNED), None)
    if standing is not None:
        raise Refusal("division_noticed", number=standing.number_words)
    data = notice_data(plan, signer=call.actor.name, issued_on=call.on, checkpoint=checkpoint_line())
    title = division_notice_paper(data).title
    series = marks().series
    document = Document(
        kind=KIND,
        subject=f"division/{plan.pk}",
        title="".join(title.split(SOFT)),
        series=series,
        year=call.on.year,
        number=take_number(series, call.on.year),
        signer_id=call.actor.person_id,
        signed_on=call.on,
        content=content_of(data),
    )
    # It says who is in charge of what; that an area is called 机构编制 is no demand.
    passed = ask_signing(call, document, ())
    document.state = document_state(document)
    document.save()
    plan.save()
    passed = replace(passed, about=ref(document))
    record(call, plan, refs=[document], passed=[passed], data={"year": document.year, "number": document.number})
    return plan


def _require_draft(division: Division, verb: str) -> None:
    if division.state != Division.State.DRAFT:
        raise Refusal(
            "wrong_state",
            what=f"“{division.name}”",
            state=division.get_state_display(),
            action=verb,
            next="需要调整的，请另拟一个方案。",
        )


def _checked(lines: Iterable[tuple[int, int, str]]) -> list[tuple[Area, Person, Relation]]:
    areas = {area.pk: area for area in Area.objects.all()}
    people = {person.pk: person for person in Person.objects.filter(pk__in={line[1] for line in lines})}
    seen: set[tuple[int, int, str]] = set()
    found = []
    for area_id, person_id, relation in lines:
        if area_id not in areas:
            raise Refusal("division_lines", field="lines", what="分管事项", value=area_id)
        if person_id not in people:
            raise Refusal("division_lines", field="lines", what="人员", value=person_id)
        if relation not in Relation.values:
            raise Refusal("division_lines", field="lines", what="关系", value=relation)
        key = (area_id, person_id, relation)
        if key in seen:
            raise Refusal(
                "division_twice",
                field="lines",
                area=areas[area_id].name,
                person=people[person_id].name,
                relation=Relation(relation).label,
            )
        seen.add(key)
        found.append((areas[area_id], people[person_id], Relation(relation)))
    return found


def _require_later(since: dt.date) -> Division | None:
    """The plan in force, which the new one must follow."""
    plans = Division.objects.select_for_update().filter(state=Division.State.IN_FORCE, until__isnull=True)
    current = plans.order_by("-since", "-id").first()
    if current is not None and current.since is not None and current.since >= since:
        raise Refusal(
            "division_order",
            field="since",
            since=since.isoformat(),
            current=current.name,
            begun=current.since.isoformat(),
        )
    return current


def _take_over(division: Division, since: dt.date) -> tuple[int, int]:
    """End what the plan changes, begin what is new; how many began and how many ended."""
    running = {(row.area_id, row.person_id, row.relation): row for row in in_force(since).filter(until__isnull=True)}
    planned = {(row.area_id, row.person_id, row.relation): row for row in division.assignments.all()}
    ended = [row for key, row in running.items() if key not in planned]
    begun = [row for key, row in planned.items() if key not in running]
    for row in ended:
        row.until = since - dt.timedelta(days=1)
        row.save()
    for row in begun:
        row.since = since
        row.save()
    return len(begun), len(ended)
