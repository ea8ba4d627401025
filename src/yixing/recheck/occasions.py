"""What a period's decisions are judged by: each gate they had to pass, with the facts of the day it was passed.

Facts come from the records of today, of which only what was done by that day counts. What was only said at the desk when
a gate was passed (whether the chair consented to a late item, how many names stood on a paper) stands in the findings
kept then; it fills the gaps and never overrides a record.
"""

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import QuerySet

from yixing.access.actor import Actor
from yixing.access.kinds import ref
from yixing.access.loaders import visible
from yixing.ballots.counting import poll_counts, results, staff_facts, stored
from yixing.ballots.models import Poll
from yixing.compliance.models import Check
from yixing.decisions.facts import decision_effect, effect_facts, is_appointment, promotes
from yixing.decisions.leaders import leader_of_area
from yixing.decisions.models import Decision
from yixing.decisions.originals import complete
from yixing.matters.emergencies import day_of, judged_on
from yixing.matters.facts import Records, emergency_facts, matter_facts, with_more
from yixing.matters.models import Endorsement, Matter, Step
from yixing.meetings.actions.conclude import matter_group
from yixing.meetings.facts import item_facts, poll_facts, room_facts, seat_facts
from yixing.meetings.models import AgendaItem, Meeting
from yixing.meetings.state import CARRIED
from yixing.people.models import Organization, Person
from yixing_core.rules.catalogue import GATES, nest

Facts = dict[str, Any]
Outcome = AgendaItem.Outcome
_DECIDED = (Outcome.AGREED, Outcome.AGREED_IN_PRINCIPLE, Outcome.NO_OBJECTION)
_IN_FORCE = (Outcome.AGREED, Outcome.NO_OBJECTION)
_OF_DECISIONS = ("matter.decide_direct", "filing", "decision.effect")
"""Gates whose facts are kept with the 议定事项 and do not change afterwards."""


@dataclass(frozen=True, slots=True)
class About:
    """Whose it is: the thing as lists show it, the unit that put it forward, the member in whose portfolio it lay."""

    title: str
    url: str
    number: str = ""
    unit: Organization | None = None
    member: Person | None = None


@dataclass(frozen=True, slots=True)
class Occasion:
    """One gate that was to be passed on one day: to be judged anew."""

    gate: str
    on: dt.date
    facts: Mapping[str, Any] = field(repr=False)
    about: About
    sources: tuple[str, ...]
    """Things (``matter/117``) at whose gates a reason for a warning may have been given."""


@dataclass(frozen=True, slots=True)
class Period:
    """From a day to a day, both included."""

    since: dt.date
    until: dt.date

    @classmethod
    def year(cls, year: int) -> "Period":
        """A whole year."""
        return cls(dt.date(year, 1, 1), dt.date(year, 12, 31))

    def __contains__(self, day: object) -> bool:
        return isinstance(day, dt.date) and self.since <= day <= self.until


def occasions(actor: Actor, period: Period) -> Iterator[Occasion]:
    """Every gate that the decisions of a period had to pass, as far as the actor sees them.

    Args:
        actor: who asks; what he may not see is not judged for him.
        period: by the day on which it was decided; of an emergency, the day of the decision on the spot.
    """
    frozen = Frozen(period)
    yield from _meetings(actor, period, frozen)
    yield from _filed(actor, period, frozen)
    yield from _emergencies(actor, period)


class Frozen:
    """The facts that were kept when gates were passed, by gate and thing; read once for a period."""

    def __init__(self, period: Period) -> None:
        self._facts: dict[tuple[str, str], Facts] = {}
        # What was decided in the period may have been filed, or its text approved, long afterwards.
        rows = Check.objects.filter(on__gte=period.since - dt.timedelta(days=366))
        wanted = rows.filter(gate__in=(*_OF_DECISIONS, "matter.add_late", "poll.open", "item.conclude"))
        for gate, subject, findings in wanted.order_by("pk").values_list("gate", "subject", "findings"):
            flat = {name: value for finding in findings for name, value in finding["facts"].items() if name != "on"}
            self._facts[gate, subject] = {
                name: value for name, value in flat.items() if not name.startswith("params.") and value is not None
            }

    def get(self, gate: str, *things: str) -> Facts:
        """What is kept about the first of the things that passed the gate, nested; empty if none did."""
        return nest(next((self._facts[gate, thing] for thing in things if (gate, thing) in self._facts), {}))


def _meetings(actor: Actor, period: Period, frozen: Frozen) -> Iterator[Occasion]:
    held = visible(Meeting, actor).filter(body__isnull=False, on__range=(period.since, period.until))
    rows = held.exclude(state=Meeting.State.CANCELLED).select_related("body", "chair")
    for meeting in rows.prefetch_related("attendances").order_by("on", "pk"):
        seats = seat_facts(meeting)
        about = About(meeting.title, f"/meetings/{meeting.pk}/", member=meeting.chair)
        asked = {name: group for name, group in seats.items() if name != "present"}
        if meeting.notified_on is not None:
            yield Occasion("meeting.notify", meeting.notified_on, asked, about, (ref(meeting),))
        if meeting.entitled is None:
            continue
        present = seats["present"] if meeting.present is None else meeting.present
        seats["body"]["entitled"] = meeting.entitled
        yield Occasion("meeting.open", meeting.on, {**asked, "present": present}, about, (ref(meeting),))
        items = list(_items(actor, meeting))
        records = Records.each(item.matter for item in items if item.matter is not None)
        for item in items:
            item.meeting = meeting  # the row with its attendance sheet, read once
            yield from _item(item, seats, frozen, records)


def _items(actor: Actor, meeting: Meeting) -> QuerySet[AgendaItem]:
    rows = visible(AgendaItem, actor).filter(meeting=meeting, concluded_on__isnull=False)
    rows = rows.exclude(outcome__in=("", Outcome.WITHDRAWN)).select_related("matter__type", "matter__unit")
    return rows.prefetch_related("statements", "recusals").order_by("order")


def _item(
    item: AgendaItem, seats: Mapping[str, Any], frozen: Frozen, records: Mapping[int, Records]
) -> Iterator[Occasion]:
    day = item.concluded_on or item.meeting.on
    about = _about_item(item, day)
    matter = item.matter
    sources = (ref(item), ref(item.meeting), *([ref(matter)] if matter is not None else []))
    if matter is None:
        group = matter_group(item, day)
    else:
        group = matter_facts(matter, day, records=records[matter.pk].by(day))
        yield from _procedure(item, matter, group, frozen, about=about, sources=sources)
    room = room_facts(item, group, {**seats, "present": seats["present"] if item.present is None else item.present})
    said = frozen.get("poll.open", ref(item)).get("poll", {})
    for poll, declared in _polls(item, said):
        yield Occasion("poll.open", day, {**room, "poll": poll}, about, sources)
        yield Occasion("poll.declare", day, {**room, "poll": poll | declared}, about, sources)
    concluded = frozen.get("item.conclude", ref(item)).get("item", {})
    voted = item.method not in {"", AgendaItem.Method.NONE}
    conclusion = item_facts(
        item, outcome=item.outcome, polled=voted, text=item.text, supplement=item.supplement, resume_on=item.again_on
    )
    facts = {**room, "item": {**concluded, **{k: v for k, v in conclusion.items() if v is not None}}}
    if voted:
        facts["poll"] = poll_facts(item, method=item.method)
    yield Occasion("item.conclude", day, facts, about, sources)
    if matter is not None:
        yield from _effect(item, matter, group, records[matter.pk], about=about, sources=sources)


def _effect(
    item: AgendaItem, matter: Matter, group: Facts, records: Records, *, about: About, sources: tuple[str, ...]
) -> Iterator[Occasion]:
    """What was agreed outright, on the day it took effect: an appointment with its 任职文件, everything else at once.

    A text agreed in principle is judged by what was kept when it was approved (``_filed``).
    """
    body = item.meeting.body
    if item.outcome not in _IN_FORCE or body is None or body.kind not in {"standing_committee", "plenary"}:
        return
    decision = item.decisions.select_related("meeting__body", "appointment").order_by("pk").first()
    if decision is None or decision.effective_on is None:
        return
    if is_appointment(matter) and not decision.awaits_papers and promotes(matter) is None:
        return  # decided before it was asked whether anybody is promoted: there is nothing to judge it by
    on = decision.effective_on
    if on != (item.concluded_on or item.meeting.on):
        group = matter_facts(matter, on, records=records.by(on))
    papers = decision.appointment if decision.awaits_papers else None
    facts = effect_facts(decision_effect(decision, on, decision.evaluate_on), group=group, papers=papers)
    yield Occasion("decision.effect", on, facts, about, (*sources, ref(decision)))


def _procedure(
    item: AgendaItem, matter: Matter, group: Facts, frozen: Frozen, *, about: About, sources: tuple[str, ...]
) -> Iterator[Occasion]:
    """The way of a matter to the meeting: signed and sent, put on the list, before the body it belongs to."""
    day = item.concluded_on or item.meeting.on
    sent = [row for row in matter.endorsements.all() if row.stage == Endorsement.Stage.UNIT_HEAD and row.on <= day]
    if sent:
        on = max(row.on for row in sent)
        yield Occasion("matter.submit", on, group, about, sources)
    listed = {"matter": {"body": "standing_committee"}} if item.is_referral else {}
    yield Occasion("matter.list", day, with_more(group, stage="agenda", **listed), about, sources)
    if item.is_late:
        late = frozen.get("matter.add_late", *sources).get("late", {"reason_given": bool(item.late_reason.strip())})
        yield Occasion("matter.add_late", day, with_more(group, stage="agenda", late=late), about, sources)
    body = item.meeting.body
    if item.outcome in _DECIDED and body is not None and body.kind in {"standing_committee", "plenary"}:
        yield Occasion("matter.route", day, with_more(group, matter={"body": body.kind}), about, sources)


def _polls(item: AgendaItem, said: Mapping[str, Any]) -> Iterator[tuple[Facts, Facts]]:
    """What is asked when a vote begins and what when its result stands; of a ballot once for every line."""
    if item.method in {"", AgendaItem.Method.NONE}:
        return
    if item.method != AgendaItem.Method.SECRET:
        poll = poll_facts(item, method=item.method, candidates=int(said.get("candidates") or 1))
        counts = {"yes": item.yes, "no": item.no, "abstain": item.abstain, "postpone": item.postpone}
        yield poll, {**counts, "declared_passed": item.outcome in CARRIED}
        return
    for poll_row in Poll.objects.filter(item=item, state=Poll.State.ANNOUNCED):
        options = list(poll_row.options.order_by("order"))
        count = stored(poll_row, options)
        computed = results(poll_row, count)
        opened = poll_facts(item, method=item.method, candidates=len(options), **staff_facts(poll_row))
        for option, line in zip(options, count.candidates, strict=True):
            passed = bool(option.passed)
            assert computed[option.order].carried == passed  # noqa: S101  (a result that differs is our own fault)
            yield opened, poll_counts(poll_row, count, line, passed=passed)


def _about_item(item: AgendaItem, day: dt.date) -> About:
    matter = item.matter
    if matter is None:
        return About(item.title, f"/meetings/{item.meeting_id}/")
    member = leader_of_area(matter.area, day) if matter.area_id else None
    return About(matter.title, f"/matters/{matter.pk}/", matter.number or "", matter.unit, member)


def _filed(actor: Actor, period: Period, frozen: Frozen) -> Iterator[Occasion]:
    """Decisions of a member and texts that were approved later: judged by what is kept with them."""
    rows = visible(Decision, actor).filter(decided_on__range=(period.since, period.until))
    rows = rows.select_related("matter__unit", "lead_unit", "leader", "instruction").order_by("decided_on", "pk")
    whole = complete(rows.filter(filed_on__isnull=False))
    for decision in rows.iterator(chunk_size=500):
        kept = ref(decision)
        unit = decision.matter.unit if decision.matter is not None else decision.lead_unit
        about = About(decision.title, f"/decisions/{decision.pk}/", decision.number, unit, decision.leader)
        sources = (kept, *([ref(decision.matter)] if decision.matter is not None else []))
        for gate in _OF_DECISIONS:
            facts = frozen.get(gate, kept)
            if facts:
                if gate == "decision.effect" and decision.item_id and decision.outcome in _IN_FORCE:
                    continue  # judged with its item, from the records of the day
                day = decision.effective_on if gate == "decision.effect" else decision.decided_on
                found = _offered(gate, facts, complete=decision.pk in whole)
                yield Occasion(gate, day or decision.decided_on, found, about, sources)


def _offered(gate: str, facts: Facts, *, complete: bool) -> Facts:
    """What was kept for a gate; whether the papers of a filing are there is looked up anew."""
    groups = {name.partition(".")[0] for name in GATES[gate].groups}
    found = {name: value for name, value in facts.items() if name in groups}
    if gate == "filing" and found.get("filing", {}).get("kind") == "direct_decision":
        found["filing"] = {**found["filing"], "complete": complete}
    return found


def _emergencies(actor: Actor, period: Period) -> Iterator[Occasion]:
    steps = Step.objects.filter(kind=Step.Kind.EMERGENCY, is_revoked=False, matter__in=visible(Matter, actor))
    for step in steps.select_related("matter__unit", "matter__area", "matter__type").order_by("on", "pk"):
        matter = step.matter
        facts = emergency_facts(matter)
        day = day_of(facts.get("decided_on")) or step.on
        if day not in period:
            continue
        member = leader_of_area(matter.area, day) if matter.area_id else None
        about = About(matter.title, f"/matters/{matter.pk}/", matter.number or "", matter.unit, member)
        sources = (ref(matter),)
        yield Occasion("matter.emergency", step.on, {"emergency": facts}, about, sources)
        yield Occasion("matter.ratify", judged_on(facts, actor.day), {"emergency": facts}, about, sources)
