"""Draft a division of work, bring one into force by a decision, and tell everybody (分工通知)."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from yixing.access import kinds
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
from yixing.people.models import Person
from yixing.portfolios import refusals  # noqa: F401  (registers the messages this module raises)
from yixing.portfolios.checks import LEADS
from yixing.portfolios.consulting import consulted
from yixing.portfolios.deciding import decided_by
from yixing.portfolios.facts import division_facts
from yixing.portfolios.handing import make_sheets
from yixing.portfolios.models import Area, Assignment, Division
from yixing.portfolios.notice import KIND, marks, notice_data, notices_of
from yixing.portfolios.queries import in_force, moves
from yixing.portfolios.state import require_draft
from yixing_core.errors import Refusal
from yixing_core.papers.portfolios import division_notice_paper
from yixing_core.papers.titles import SOFT

Relation = Assignment.Relation


@action(Action.DIVISION_DRAFT)
def division_draft(
    call: Call,
    *,
    name: str,
    lines: Sequence[tuple[int, int, str]],
    exceptions: Mapping[tuple[int, int], str] | None = None,
    since: dt.date | None = None,
    division_id: int | None = None,
    version: int | None = None,
) -> Division:
    """Draft a division of work, or lay down a draft anew. A draft may have gaps and overlaps.

    Args:
        call: the circumstances.
        name: of the plan.
        lines: (area, person, relation), relation one of ``Assignment.Relation``.
        exceptions: (area, person) → which of the four powers are kept back, in words; by default all four go along.
        since: from which day it is meant to hold: the catalogue and the members of that day are what it is drawn for.
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
        require_draft(division, "修改")
        division.name = name
    division.since = since
    rows = _checked(lines)
    division.save()
    division.assignments.all().delete()
    kept_back = {key: words.strip()[:200] for key, words in (exceptions or {}).items()}
    Assignment.objects.bulk_create(
        Assignment(
            division=division,
            area=area,
            person=person,
            relation=relation,
            exception=kept_back.get((area.pk, person.pk), "") if relation in LEADS else "",
        )
        for area, person, relation in rows
    )
    leads = sum(relation in {Relation.RESPONSIBLE, Relation.LEAD} for _, _, relation in rows)
    record(
        call,
        division,
        data={"lines": len(rows), "leads": leads, "since": since},
        note={
            "lines": [[area.pk, person.pk, relation] for area, person, relation in rows],
            "exceptions": [[*key, words] for key, words in sorted(kept_back.items()) if words],
        },
    )
    return division


@action(Action.DIVISION_ADOPT)
def division_adopt(
    call: Call,
    *,
    division_id: int,
    since: dt.date,
    decision: str = "",
    decision_id: int | None = None,
    version: int | None = None,
) -> Division:
    """Bring a draft into force from a day on, by a decision of the committee.

    Relations the new plan does not change go on; the others end the day before, and the new ones begin. Whether each
    member was asked is counted from his opinion of the draft as it stands. For each pair of members between whom areas
    move a 工作交接单 is made.

    Args:
        call: the circumstances.
        division_id: the draft.
        since: first day.
        decision_id: the 议定事项 of the standing committee that decided it.
        decision: where there is none in the book, the paper that did (会议纪要 or number); it counts as decided by the
            committee only in a 补录.
        version: of the form.

    Raises:
        Refusal: ``not_found``, ``forbidden``, ``stale``, ``wrong_state``, ``decision_needed``, ``decision_unfit``,
            ``division_empty``, ``division_early``, ``division_order``; ``gate`` and ``acknowledge`` of
            ``portfolio.adopt``.
    """
    _take_turns()
    division = call.load(Division, division_id, Action.DIVISION_ADOPT, version=version)
    require_draft(division, "审定")
    decided, words = (None, decision.strip()) if decision_id is None else decided_by(decision_id, call.actor, call.on)
    if not words:
        raise Refusal("decision_needed", field="decision_id")
    if not division.assignments.exists():
        raise Refusal("division_empty", name=division.name)
    current = _require_later(since)
    _require_decided(since, call.on if decided is None else decided.decided_on, backfill=bool(call.backfill))
    asked = consulted(division, call.on)
    discussed = decided is not None or bool(call.backfill)
    facts = division_facts(division, since, discussed=discussed, members_consulted=asked)
    passed = gate(call, "portfolio.adopt", facts)
    moved = moves(division, since)
    begun, ended = _take_over(division, since)
    if current is not None:
        current.until = since - dt.timedelta(days=1)
        current.save()
    division.state, division.since = Division.State.IN_FORCE, since
    division.decision, division.members_consulted = words[:120], asked
    division.decided_by = "" if decided is None else kinds.ref(decided)
    division.save()
    sheets = make_sheets(call, division)
    record(
        call,
        division,
        refs=[current, decided, *(move.area for move in moved), *sheets],
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
        note={"decision": words},
    )
    return division


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


def _take_turns() -> None:
    """Whoever adopts next reads the plans after this one is done: all are held, always in the same order."""
    list(Division.objects.select_for_update().order_by("pk").values_list("pk"))


def _require_decided(since: dt.date, decided_on: dt.date, *, backfill: bool) -> None:
    """No plan holds before it was decided; what did on paper is entered as it was (补录)."""
    if since < decided_on and not backfill:
        raise Refusal("division_early", field="since", since=since.isoformat(), decided=decided_on.isoformat())


def _require_later(since: dt.date) -> Division | None:
    """The plan in force, which the new one must follow."""
    current = Division.objects.filter(state=Division.State.IN_FORCE, until__isnull=True).first()
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
    # What is kept back is part of a relation: where that changes, a new span begins.
    running = {_relation(row): row for row in in_force(since).filter(until__isnull=True)}
    planned = {_relation(row): row for row in division.assignments.all()}
    ended = [row for key, row in running.items() if key not in planned]
    begun = [row for key, row in planned.items() if key not in running]
    for row in ended:
        row.until = since - dt.timedelta(days=1)
        row.save()
    for row in begun:
        row.since = since
        row.save()
    return len(begun), len(ended)


def _relation(row: Assignment) -> tuple[int, int, str, str]:
    return row.area_id, row.person_id, row.relation, row.exception
