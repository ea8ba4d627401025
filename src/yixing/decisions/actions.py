"""What is done to an 议定事项 by itself: the amended text approved, a member's own decision put on file."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Unpack

from yixing.access.actions import Action
from yixing.access.kinds import ref
from yixing.attachments.models import Attachment
from yixing.attachments.store import attach
from yixing.compliance.gates import Passed
from yixing.decisions import refusals  # noqa: F401  (registers the messages this module raises)
from yixing.decisions.deliberating import names_secretaries, refuse_deciding
from yixing.decisions.evaluation import argued_before, evaluation_day
from yixing.decisions.facts import concluded_effect, decision_effect, effect_facts, promotes
from yixing.decisions.filing import Said, briefing_group, filing_group, paper_of, put_on_file
from yixing.decisions.models import Appointment, Circular, Decision, Evaluation
from yixing.decisions.records import Circumstances, settle, settled_of
from yixing.decisions.state import decision_state
from yixing.door.call import Call
from yixing.door.door import action, gate, record
from yixing.matters.facts import direct_facts, matter_facts
from yixing.matters.models import Matter
from yixing.matters.standing import restate
from yixing.papers.numbering import take_number
from yixing.people.models import Body, Membership, Organization, Person
from yixing.people.queries import on_day
from yixing.portfolios.leads import member_in_charge
from yixing_core.errors import Refusal

if TYPE_CHECKING:
    from django.core.files import File

DIRECT_FROM = frozenset(
    {
        Matter.State.DRAFTING,
        Matter.State.UNIT_HEAD,
        Matter.State.MEMBER,
        Matter.State.OFFICE,
        Matter.State.RETURNED,
        Matter.State.TRANSFERRED,
    }
)
"""States in which a matter may still be decided by the member in charge: it is not before the chair or a meeting."""


@action(Action.DECISION_APPROVE_TEXT)
def decision_approve_text(
    call: Call, *, decision_id: int, evaluate_on: dt.date | None = None, version: int | None = None
) -> Decision:
    """The approver has approved the amended text: what was agreed in principle takes effect today (原则同意→生效).

    All lines of the same item take effect together, because one text was amended.

    Args:
        call: the circumstances; the actor is the approver named at the conclusion.
        decision_id: any of the lines.
        evaluate_on: for what is major, the day it is to be evaluated (决策后评估); by the county's parameter if not given.
        version: of the decision.

    Raises:
        Refusal: ``decision_not_pending``, or the gate ``decision.effect``.
    """
    decision = call.load(Decision, decision_id, Action.DECISION_APPROVE_TEXT, version=version)
    if decision.state != Decision.State.PENDING_TEXT:
        raise Refusal("decision_not_pending", number=decision.number)
    evaluate_on = evaluate_on or evaluation_day(decision, call.on)
    passed = gate(call, "decision.effect", effect_facts(decision_effect(decision, call.on, evaluate_on)))
    together = lines_of(decision)
    for row in together:
        row.text_approved_on = row.effective_on = call.on
        row.evaluate_on = evaluate_on if row is together[0] else None
        row.state = decision_state(row)
        row.save()
    data = {"effective_on": call.on, "lines": len(together)}
    record(call, decision, refs=[*together, decision.matter, decision.meeting], passed=[passed], data=data)
    return decision


def lines_of(decision: Decision) -> list[Decision]:
    """The lines of the same item that wait for the same thing, the first of them first: they take effect together."""
    if decision.item_id is None:
        return [decision]
    others = Decision.objects.select_for_update().filter(item_id=decision.item_id, state=decision.state)
    return sorted([decision, *others.exclude(pk=decision.pk)], key=lambda row: row.pk)


@action(Action.DECISION_APPOINT)
def decision_appoint(
    call: Call,
    *,
    decision_id: int,
    document: str,
    promotion: bool | None = None,
    exception_explained: bool | None = None,
    needs_probation: bool | None = None,
    probation_months: int | None = None,
    version: int | None = None,
) -> Decision:
    """办理任职: the paper of an appointment is issued, and what was decided takes effect with it.

    Args:
        call: the circumstances; ``on`` is the day of the paper.
        decision_id: any line of an appointment that waits for its papers.
        document: number of the paper.
        promotion: whether somebody is promoted; only where the 干部工作程序 does not say so.
        exception_explained: of an exceptional promotion, whether the notice said why.
        needs_probation, probation_months: whether a post has a time of probation, and how long the paper says it is.
        version: of the decision.

    Raises:
        Refusal: ``decision_not_appointing``, ``field_required``, or the gate ``decision.effect`` (CR-16, CR-17).
    """
    decision = call.load(Decision, decision_id, Action.DECISION_APPOINT, version=version)
    if decision.state != Decision.State.PENDING_NOTICE:
        raise Refusal("decision_not_appointing", number=decision.number, state=decision.get_state_display())
    if not document.strip():
        raise Refusal("field_required", field="document", label="任职文号")
    known = promotes(decision.matter) if decision.matter is not None else None
    is_promotion = promotion if known is None else known
    if is_promotion is None:
        raise Refusal("field_required", field="promotion", label="是否有提拔任职的")
    together = lines_of(decision)
    papers = Appointment(
        decision=together[0],
        on=call.on,
        document=document.strip()[:80],
        is_promotion=is_promotion,
        is_exception_explained=exception_explained,
        needs_probation=needs_probation if is_promotion else False,
        probation_months=probation_months,
    )
    evaluate_on = evaluation_day(decision, call.on)
    effect = decision_effect(decision, call.on, evaluate_on)
    passed = gate(call, "decision.effect", effect_facts(effect, papers=papers))
    papers.save()
    for row in together:
        row.appointed_on = row.effective_on = call.on
        row.evaluate_on = evaluate_on if row is together[0] else None
        row.state = decision_state(row)
        row.save()
    data = {"effective_on": call.on, "lines": len(together), "promotion": is_promotion}
    refs = [*together, decision.matter, decision.meeting]
    record(
        call,
        decision,
        refs=refs,
        passed=[replace(passed, about=ref(together[0]))],
        data=data,
        note={"document": papers.document},
    )
    return decision


@action(Action.DECISION_EVALUATE)
def decision_evaluate(
    call: Call,
    *,
    decision_id: int,
    reached: bool,
    conclusion: str,
    advice: str,
    unit_id: int | None = None,
    evaluator: str = "",
    document: str = "",
    report: "File[bytes] | None" = None,
    version: int | None = None,
) -> Decision:
    """登记决策后评估: what came of a decision, judged by somebody who neither put it forward nor argued it.

    Args:
        call: the circumstances; ``on`` is the day of the evaluation.
        decision_id: a decision in force; its item's other lines are evaluated with it.
        reached: whether it had the effect that was expected.
        conclusion: in words.
        advice: ``continue``, ``adjust`` or ``stop``.
        unit_id, evaluator: the county's own unit, or a third party by its name.
        document: the name of the report. report: the report itself, kept with the decision.
        version: of the decision the form showed.

    Raises:
        Refusal: ``evaluate_not_due`` (not major, or not in force), ``evaluate_before``, ``evaluate_who``,
            ``evaluate_same_unit`` (AD-18), ``field_required``, ``field_invalid``.
    """
    decision = call.load(Decision, decision_id, Action.DECISION_EVALUATE, version=version)
    if decision.evaluate_on is None or decision.effective_on is None:
        raise Refusal("evaluate_not_due", number=decision.number)
    if call.on < decision.effective_on:
        raise Refusal("evaluate_before", field="on", day=decision.effective_on.isoformat())
    unit, name = _evaluator(decision, unit_id, evaluator)
    if not conclusion.strip():
        raise Refusal("field_required", field="conclusion", label="评估结论")
    if advice not in Evaluation.Advice.values:
        raise Refusal("field_invalid", field="advice", label="建议", why="没有选择", mend="请选继续、调整或停止执行。")
    made = Evaluation.objects.create(
        decision=decision,
        on=call.on,
        evaluator=name,
        unit=unit,
        reached=reached,
        conclusion=conclusion.strip()[:1000],
        advice=advice,
        document=document.strip()[:120],
    )
    decision.evaluated_on = call.on
    decision.save()
    data: dict[str, object] = {"reached": reached, "advice": advice, "due": decision.evaluate_on}
    if report is not None:
        hung = attach(report, subject=ref(decision), label=Attachment.Label.OTHER, by=call.actor.ref, at=call.at)
        data["report"] = hung.file.digest
    record(
        call,
        decision,
        refs=[decision.matter, unit],
        data=data,
        note={"evaluator": name, "conclusion": made.conclusion, "document": made.document},
    )
    return decision


def _evaluator(decision: Decision, unit_id: int | None, evaluator: str) -> tuple[Organization | None, str]:
    """Who evaluated; those who argued the matter do not (AD-18)."""
    unit = Organization.objects.filter(pk=unit_id).first() if unit_id else None
    name = str(unit) if unit is not None else evaluator.strip()[:120]
    if not name:
        raise Refusal("evaluate_who", field="unit_id")
    took_part = argued_before(decision)
    how = took_part.get(name)
    if how is not None:
        raise Refusal("evaluate_same_unit", field="unit_id" if unit else "evaluator", unit=name, how=how)
    return unit, name


@action(Action.DECISION_FILE_DIRECT)
def decision_file_direct(
    call: Call,
    *,
    matter_id: int,
    text: str,
    record_kind: str,
    basis: str,
    decided_on: dt.date | None = None,
    lead_unit_id: int | None = None,
    assist_unit_ids: Sequence[int] = (),
    due: str = "",
    original: "File[bytes] | None" = None,
    version: int | None = None,
) -> Decision:
    """列入直接决定备案: a matter that the member in charge decided himself is filed as a by-product of his paper.

    Args:
        call: the circumstances; ``on`` is the day of filing, the actor the member (mostly 代录).
        matter_id: a matter of his portfolio that is neither before the chair nor on an agenda.
        text: what he decided.
        record_kind: thematic_minutes, instruction or signed_request.
        basis: its number or day.
        decided_on: the day he decided, the day of filing if not given; his portfolio of that day counts.
        lead_unit_id: who carries it out; the unit that put it if not given.
        assist_unit_ids: who assists.
        due: until when, in the office's words.
        original: of the paper, where it was not written here (材料齐全); the scan of a 代录 is one too.
        version: of the matter.

    Raises:
        Refusal: ``direct_state``, ``direct_area``, ``direct_not_in_charge``, or the gates ``matter.decide_direct`` and
            ``filing``.
    """
    matter = call.load(Matter, matter_id, Action.DECISION_FILE_DIRECT, version=version)
    if matter.state not in DIRECT_FROM and not call.backfill:
        raise Refusal("direct_state", title=matter.title, state=matter.get_state_display())
    if record_kind not in Decision.Record.values or not basis.strip():
        raise Refusal("direct_basis", field="basis")
    if names_secretaries(basis):
        raise refuse_deciding(call.on, field="basis")
    day = decided_on or call.on
    if day > call.on:
        raise Refusal("future_day", field="decided_on", on=day.isoformat())
    leader = member_in_charge(matter.area_id, day)
    if matter.area is None:
        raise Refusal("direct_area", title=matter.title)
    if (leader is None or leader.pk != call.actor.person_id) and not call.backfill:
        raise Refusal("direct_not_in_charge", area=matter.area.name)
    paper = Decision(
        matter=matter, text=text, record=record_kind, basis=basis.strip(), decided_on=day, filed_on=call.on
    )
    passed = _ask(call, paper, matter, brought=original is not None or call.scan is not None)
    line = settled_of(
        [{"text": text, "lead": lead_unit_id or matter.unit_id, "assist": list(assist_unit_ids), "due": due}]
    )[0]
    about = Circumstances(
        source=Decision.Source.DIRECT,
        outcome="agreed",
        on=day,
        is_backfilled=bool(call.backfill),
        area=matter.area,
        origin={"matter": matter, "record": record_kind, "basis": basis.strip(), "filed_on": call.on},
    )
    number = f"备{day.year}-{take_number('decision:direct', day.year):03d}"
    decision = settle(line, number, matter.title, about)
    matter.decided_by = Matter.DecidedBy.MEMBER
    restate(matter)
    data: dict[str, object] = {"decided_on": day, "filed_on": call.on, "record": record_kind}
    if original is not None:
        hung = attach(original, subject=ref(decision), label=Attachment.Label.BASIS, by=call.actor.ref, at=call.at)
        data["original"] = hung.file.digest
    record(call, decision, refs=[matter], passed=passed, data=data, note={"text": text, "basis": basis.strip()})
    return decision


def _ask(call: Call, paper: Decision, matter: Matter, *, brought: bool) -> list[Passed]:
    """May he decide this alone, and is it filed as it should be; ``paper`` is not stored yet."""
    day, decider = paper.decided_on, call.actor.person_id or 0
    direct = direct_facts(matter, decider_id=decider, decided_on=day, record=paper.record, filed_on=call.on)
    filing = filing_group(paper, brought=brought)
    facts = matter_facts(matter, day, direct=direct)
    group = {name: group for name, group in facts.items() if name != "direct"}
    effect = concluded_effect(matter, Matter.DecidedBy.MEMBER, "agreed", day)
    return [
        gate(call, "matter.decide_direct", facts),
        gate(call, "filing", {"filing": filing, "direct": direct}),
        gate(call, "decision.effect", effect_facts(effect, group=group)),
    ]


@action(Action.DECISION_FILE_LIGHT)
def decision_file_light(call: Call, *, decision_id: int, version: int | None = None, **said: Unpack[Said]) -> Decision:
    """列入直接决定备案: what a light meeting settled is put on file afterwards, its 纪要 being the paper.

    Args:
        call: the circumstances.
        decision_id: a line of a light meeting whose chair led the area that day.
        version: of the decision.
        said: type, sum or that there is none (of a line without a matter), and which other members had agreed when.

    Raises:
        Refusal: ``direct_not_light``, and what ``decisions.filing.put_on_file`` refuses.
    """
    decision = call.load(Decision, decision_id, Action.DECISION_FILE_LIGHT, version=version)
    if decision.source != Decision.Source.LIGHT or decision.meeting is None:
        raise Refusal("direct_not_light", number=decision.number)
    meeting = decision.meeting
    paper = paper_of(Decision.Record.THEMATIC_MINUTES, f"{meeting.title}纪要", meeting.chair_id, said)
    passed = put_on_file(call, decision, paper)
    data = {"decided_on": decision.decided_on, "filed_on": decision.filed_on, "record": paper.record}
    consents = Person.objects.filter(pk__in=paper.consents)
    record(call, decision, refs=[meeting, decision.matter, *consents], passed=passed, data=data)
    return decision


@action(Action.DECISION_BRIEF)
def decision_brief(call: Call, *, until: dt.date) -> Circular:
    """通报: send the other members what was filed up to a day and stood in no circular yet.

    Args:
        call: the circumstances; ``on`` is the day it was sent round.
        until: the last day of filing that is taken in.

    Raises:
        Refusal: ``brief_future``, ``brief_nothing``, or the gate ``filing`` where it comes later than the county allows.
    """
    call.require(Action.DECISION_BRIEF)
    if until > call.on:
        raise Refusal("brief_future", field="until", until=until.isoformat())
    rows = list(
        Decision.objects.select_for_update(of=("self",))
        .filter(filed_on__lte=until, circular__isnull=True)
        .order_by("filed_on", "id")
    )
    if not rows:
        raise Refusal("brief_nothing", field="until", until=until.isoformat())
    first = rows[0].filed_on or until
    passed = [gate(call, "filing", briefing_group(first, call.on))]
    circular = Circular.objects.create(
        year=call.on.year,
        ordinal=take_number("decision:circular", call.on.year),
        since=first,
        until=until,
        on=call.on,
    )
    seats = Membership.objects.filter(on_day(call.on), body__kind=Body.Kind.STANDING_COMMITTEE)
    members = list(Person.objects.filter(pk__in=seats.values("person_id")).order_by("order", "id"))
    circular.members.set(members)
    for row in rows:
        row.circular = circular
        row.save()
    data = {"since": first, "until": until, "decisions": len(rows), "members": len(members)}
    record(call, circular, refs=[*rows, *members], passed=passed, data=data)
    return circular
