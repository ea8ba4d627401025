"""调研: registered once, cited by every matter that rests on it."""

import datetime as dt
from collections.abc import Collection
from typing import Any

from yixing.access import loaders
from yixing.access.actions import Action
from yixing.access.roles import Role
from yixing.argument.derived import research_values, write_research
from yixing.argument.models import Citation, Research, ResearchMode
from yixing.argument.standing import arguable
from yixing.argument.words import needed, text_of
from yixing.door.call import Call
from yixing.door.door import action, record
from yixing.matters.models import Matter
from yixing.matters.state import OPEN
from yixing.people.models import Body, Membership, Organization, Person
from yixing.people.queries import on_day
from yixing_core.errors import Refusal


def sat_in_committee(person_id: int, day: dt.date) -> bool:
    """Whether somebody was a voting member of the standing committee on a day."""
    return Membership.objects.filter(
        on_day(day),
        person_id=person_id,
        body__kind=Body.Kind.STANDING_COMMITTEE,
        capacity=Membership.Capacity.MEMBER,
    ).exists()


@action(Action.RESEARCH_SET)
def research_set(
    call: Call,
    *,
    topic: str,
    leader_id: int,
    unit_id: int,
    modes: Collection[str],
    since: dt.date,
    until: dt.date,
    places: str = "",
    area_id: int | None = None,
    report_title: str = "",
    reported_on: dt.date | None = None,
    findings: int | None = None,
    proposals: int | None = None,
    summary: str = "",
    research_id: int | None = None,
    version: int | None = None,
) -> Research:
    """Register a research that has been done, or change what is written of it.

    A change reaches the matters that cite it, as long as they are open.

    Args:
        call: the circumstances.
        topic: what was looked into.
        leader_id: who led it; whether he sat in the standing committee that day is looked up.
        unit_id: who carried it out; units register their own, the clerk any.
        modes: values of ``ResearchMode``, at least one.
        since, until: first and last day.
        places: where, and which units were visited.
        area_id: the work area it belongs to; its units may cite it.
        report_title, reported_on: of the report.
        findings, proposals: how many.
        summary: in words.
        research_id: which one to change; a new one if not given.
        version: of the row the form showed.

    Raises:
        Refusal: ``field_required``, ``field_invalid``, ``research_modes``, ``research_span``, ``research_future``,
            ``research_unit``.
    """
    if research_id is None:
        call.require(Action.RESEARCH_SET)
        row = Research()
    else:
        row = call.load(Research, research_id, Action.RESEARCH_SET, version=version)
    unit = Organization.objects.filter(pk=unit_id).first()
    if unit is None or not Person.objects.filter(pk=leader_id).exists():
        raise Refusal("field_required", field="unit_id" if unit is None else "leader_id", label="承办单位和牵头人")
    if not call.actor.has(Role.CLERK) and unit_id not in call.actor.unit_ids:
        raise Refusal("research_unit", field="unit_id", unit=str(unit))
    row.modes = ",".join(mode for mode in ResearchMode.values if mode in set(modes))
    if not row.modes:
        raise Refusal("research_modes", field="modes")
    if until < since:
        raise Refusal("research_span", field="until")
    if until > call.on:
        raise Refusal("research_future", field="until", until=until.isoformat())
    row.topic = needed("topic", "课题", topic, 200)
    row.leader_id, row.unit_id, row.area_id = leader_id, unit_id, area_id
    row.is_led_by_member = sat_in_committee(leader_id, since)
    row.since, row.until, row.reported_on = since, until, reported_on
    row.places = text_of("places", "地点和单位", places, 300)
    row.report_title = text_of("report_title", "调研报告名称", report_title, 120)
    row.findings, row.proposals = findings or 0, proposals or 0
    row.summary = text_of("summary", "主要情况", summary, 1000)
    row.save()
    touched = _rewrite(row) if research_id is not None else []
    record(call, row, refs=[row.leader, row.unit, row.area, *touched], data=_data(row, new=research_id is None))
    return row


def _rewrite(research: Research) -> list[Matter]:
    """The steps of the open matters that cite it, written anew."""
    matters = list(Matter.objects.filter(citations__research=research, state__in=OPEN).order_by("pk"))
    for matter in matters:
        write_research(matter)
    return matters


def _data(row: Research, *, new: bool) -> dict[str, Any]:
    return {
        "modes": row.modes,
        "since": row.since,
        "until": row.until,
        "led_by_member": row.is_led_by_member,
        "report": bool(row.report_title),
        "findings": row.findings,
        "proposals": row.proposals,
        "new": new,
    }


@action(Action.RESEARCH_CITE)
def research_cite(call: Call, *, matter_id: int, research_ids: Collection[int], version: int | None = None) -> Matter:
    """Let a matter rest on researches the actor may see; the step 调查研究 follows from all it cites.

    Raises:
        Refusal: ``wrong_state``, ``research_none``, ``not_found``, ``research_later``, ``research_cited``.
    """
    matter = call.load(Matter, matter_id, Action.RESEARCH_CITE, version=version)
    arguable(call, matter, Action.RESEARCH_CITE, content=False)
    ids = set(research_ids)
    if not ids:
        raise Refusal("research_none", field="research_ids")
    found = list(loaders.visible(Research, call.actor).filter(pk__in=ids).order_by("until", "pk"))
    if len(found) != len(ids):
        raise Refusal("not_found")
    already = set(Citation.objects.filter(matter=matter).values_list("research_id", flat=True))
    for research in found:
        if research.until > call.on:
            until = research.until.isoformat()
            raise Refusal("research_later", field="research_ids", topic=research.topic, until=until)
        if research.pk in already:
            raise Refusal("research_cited", field="research_ids", topic=research.topic)
    Citation.objects.bulk_create(Citation(research=research, matter=matter, on=call.on) for research in found)
    write_research(matter)
    values = research_values(Citation.objects.filter(matter=matter).select_related("research"))
    record(call, matter, refs=found, data={"cited": len(found)} | values)
    return matter
