"""The signatures on a 议题单: unit head, member in charge, office, office director, and the chair who determines."""

from yixing.access.actions import Action
from yixing.compliance.gates import Passed
from yixing.door.call import Call
from yixing.door.door import action, gate, record
from yixing.matters.facts import matter_facts
from yixing.matters.models import Endorsement, Matter
from yixing.matters.routing import route
from yixing.matters.signing import backfill_allowed, in_state, sign, with_earlier_reasons
from yixing.matters.standing import agenda_items, restate
from yixing.matters.state import State
from yixing.papers.numbering import take_number
from yixing.portfolios.leads import member_in_charge
from yixing_core.errors import Refusal

Stage = Endorsement.Stage
Verdict = Endorsement.Verdict

SERIES = "matter"
"""The register of 事项 in ``papers.numbering``; a number reads 2023-117."""


def _verdict(name: str, allowed: tuple[Verdict, ...]) -> Verdict:
    if name not in allowed:
        known = "、".join(verdict.label for verdict in allowed)
        raise Refusal("field_invalid", field="verdict", label="意见", why="没有这种意见", mend=f"可选：{known}。")
    return Verdict(name)


def _agree_or_return(name: str) -> Verdict:
    return _verdict(name, (Verdict.AGREE, Verdict.RETURN))


@action(Action.MATTER_SIGN)
def matter_sign(
    call: Call, *, matter_id: int, verdict: str = "agree", opinion: str = "", version: int | None = None
) -> Matter:
    """The unit head signs and the sheet goes to the member in charge, or he returns it to the drafter.

    The first signature gives the matter its number; the deciding body is worked out and kept.

    Args:
        call: the circumstances.
        matter_id: the matter.
        verdict: ``agree`` or ``return``.
        opinion: needed for a return.
        version: of the row the form showed.

    Raises:
        Refusal: ``wrong_state``, ``gate``/``acknowledge`` of ``matter.submit``, ``matter_return_reason``.
    """
    matter = call.load(Matter, matter_id, Action.MATTER_SIGN, version=version)
    backfill_allowed(call, matter)
    in_state(matter, {State.UNIT_HEAD}, Action.MATTER_SIGN)
    given = _agree_or_return(verdict)
    passed: list[Passed] = []
    if given == Verdict.AGREE:
        found = route(matter, call.on)
        passed.append(gate(call, "matter.submit", found.facts))
        if matter.number is None:
            matter.number = f"{call.on.year}-{take_number(SERIES, call.on.year):03d}"
        matter.decided_by = found.body or ""
    signature = sign(call, matter, Stage.UNIT_HEAD, given, opinion=opinion)
    restate(matter)
    record(
        call,
        matter,
        refs=[matter.unit],
        passed=passed,
        data={"verdict": given.value, "number": matter.number, "decided_by": matter.decided_by},
        note={"opinion": signature.opinion},
    )
    return matter


@action(Action.MATTER_MEMBER_SIGN)
def matter_member_sign(
    call: Call, *, matter_id: int, verdict: str = "agree", opinion: str = "", version: int | None = None
) -> Matter:
    """The member in whose portfolio the area lies on the day of signing agrees, or returns it to the unit.

    Raises:
        Refusal: ``wrong_state``, ``matter_nobody_in_charge``, ``matter_not_in_charge``, ``matter_return_reason``.
    """
    matter = call.load(Matter, matter_id, Action.MATTER_MEMBER_SIGN, version=version)
    backfill_allowed(call, matter)
    in_state(matter, {State.MEMBER}, Action.MATTER_MEMBER_SIGN)
    given = _agree_or_return(verdict)
    leading = member_in_charge(matter.area_id, call.on)
    if leading is None:
        raise Refusal("matter_nobody_in_charge", area=str(matter.area), on=call.on.isoformat())
    if leading.pk != call.actor.person_id:
        raise Refusal(
            "matter_not_in_charge",
            field="on",
            area=str(matter.area),
            on=call.on.isoformat(),
            who=leading.name,
            actor=call.actor.name,
        )
    signature = sign(call, matter, Stage.MEMBER, given, opinion=opinion)
    restate(matter)
    record(
        call,
        matter,
        refs=[matter.area, leading],
        data={"verdict": given.value},
        note={"opinion": signature.opinion},
    )
    return matter


@action(Action.MATTER_CHECK)
def matter_check(
    call: Call, *, matter_id: int, verdict: str = "agree", opinion: str = "", version: int | None = None
) -> Matter:
    """The office checks the procedure: what is found goes on the record, nothing stops here; or the sheet goes back.

    Raises:
        Refusal: ``wrong_state``, ``matter_return_reason``.
    """
    matter = call.load(Matter, matter_id, Action.MATTER_CHECK, version=version)
    backfill_allowed(call, matter)
    in_state(matter, {State.OFFICE}, Action.MATTER_CHECK)
    given = _agree_or_return(verdict)
    found = route(matter, call.on, stage="office")
    if given == Verdict.AGREE:
        matter.decided_by = found.body or ""
    signature = sign(call, matter, Stage.OFFICE, given, opinion=opinion)
    restate(matter)
    record(
        call,
        matter,
        refs=[matter.unit],
        passed=[Passed("matter.list", found.findings)],
        data={"verdict": given.value, "decided_by": matter.decided_by, "lacking": len(found.lacking)},
        note={"opinion": signature.opinion},
    )
    return matter


@action(Action.MATTER_REVIEW)
def matter_review(
    call: Call, *, matter_id: int, verdict: str = "agree", opinion: str = "", version: int | None = None
) -> Matter:
    """The office director puts the matter on the 《议题安排》 before the chair, or returns it.

    Raises:
        Refusal: ``wrong_state``, ``gate``/``acknowledge`` of ``matter.list`` (stage ``director``).
    """
    matter = call.load(Matter, matter_id, Action.MATTER_REVIEW, version=version)
    backfill_allowed(call, matter)
    in_state(matter, {State.DIRECTOR}, Action.MATTER_REVIEW)
    given = _agree_or_return(verdict)
    passed = [_list_gate(call, matter, "director")] if given == Verdict.AGREE else []
    signature = sign(call, matter, Stage.DIRECTOR, given, opinion=opinion)
    restate(matter)
    record(
        call,
        matter,
        refs=[matter.unit],
        passed=passed,
        data={"verdict": given.value},
        note={"opinion": signature.opinion},
    )
    return matter


@action(Action.MATTER_DETERMINE)
def matter_determine(
    call: Call,
    *,
    matter_id: int,
    verdict: str,
    order: int | None = None,
    meeting_hint: str = "",
    opinion: str = "",
    version: int | None = None,
) -> Matter:
    """The chair determines: 上会 with its place, 暂缓, 转专题会 or 退回. Only this makes a 事项 a 议题.

    Until it stands on an agenda he may determine it anew; the last word counts.

    Args:
        call: the circumstances; mostly a 代录 with the signed sheet.
        matter_id: the matter.
        verdict: ``list``, ``defer``, ``transfer`` or ``return``.
        order: place on the agenda, for ``list``.
        meeting_hint: the meeting he has in mind, in words.
        opinion: needed for a return.
        version: of the row the page showed.

    Raises:
        Refusal: ``wrong_state``, ``gate``/``acknowledge`` of ``matter.list`` (stage ``chair``).
    """
    matter = call.load(Matter, matter_id, Action.MATTER_DETERMINE, version=version)
    backfill_allowed(call, matter)
    in_state(matter, _determinable(matter), Action.MATTER_DETERMINE)
    given = _verdict(verdict, (Verdict.LIST, Verdict.DEFER, Verdict.TRANSFER, Verdict.RETURN))
    passed = [_list_gate(with_earlier_reasons(call, matter), matter, "chair")] if given == Verdict.LIST else []
    place = order if given == Verdict.LIST else None
    signature = sign(
        call, matter, Stage.CHAIR, given, opinion=opinion, order=place, meeting_hint=meeting_hint.strip()[:60]
    )
    restate(matter)
    record(
        call,
        matter,
        refs=[matter.unit],
        passed=passed,
        data={"verdict": given.value, "order": place},
        note={"opinion": signature.opinion, "meeting": signature.meeting_hint},
    )
    return matter


def _determinable(matter: Matter) -> set[str]:
    """States in which the chair may (again) determine; what a meeting put off comes back as a new submission."""
    states: set[str] = {State.CHAIR, State.LISTED, State.TRANSFERRED}
    if not agenda_items(matter, meeting=False):
        states.add(State.DEFERRED)
    return states


def _list_gate(call: Call, matter: Matter, stage: str) -> Passed:
    return gate(call, "matter.list", matter_facts(matter, call.on, stage=stage))
