"""Ask for a suggested division of work, and stop a computation that takes too long. Neither changes any plan."""

import datetime as dt
from collections.abc import Mapping, Sequence

from yixing.access.actions import Action
from yixing.door.call import Call
from yixing.door.door import action, record
from yixing.jobs.models import Job
from yixing.jobs.worker import enqueue
from yixing.people.models import Person
from yixing.portfolios.catalogue import areas_on
from yixing.portfolios.checks import seated_on
from yixing.portfolios.models import Area, Division
from yixing.portfolios.queries import day_of_plan
from yixing.proposals import refusals  # noqa: F401  (registers the messages this module raises)
from yixing.proposals.models import Proposal
from yixing_core.errors import Refusal

KIND = "portfolio.solve"
"""Kind of the job that computes."""
BEST_FIT = 5
LIMITS = (30, 60, 120)
"""Seconds that may be asked for, explaining included; one loop does all jobs, and exports wait behind this one."""
Pairs = Sequence[tuple[int, int]]


@action(Action.PROPOSAL_ASK)
def proposal_ask(
    call: Call,
    *,
    preference: str = Proposal.Preference.STABLE,
    division_id: int | None = None,
    away: Sequence[int] = (),
    pins: Pairs = (),
    bans: Pairs = (),
    fit: Mapping[int, Mapping[str, int]] | None = None,
    capped: bool = False,
    seconds: int = 60,
) -> Proposal:
    """Have a division of work computed; the answer is a suggestion that lies with the proposal.

    Args:
        call: the circumstances; areas and members are those of ``on``, or of the day the draft to start from is meant for.
        preference: one of ``Proposal.Preference``: what matters first.
        division_id: the plan to start from; what is in force if not given.
        away: members who get nothing (who left, or are away for long).
        pins: (area, member): who is to lead it.
        bans: (area, member): who is not to lead it.
        fit: member → domain → 0 … 5.
        capped: nobody gets more areas than the county's number (``member_areas_max``), which otherwise only prompts.
        seconds: the longest it may take, one of ``LIMITS``.

    Raises:
        Refusal: ``forbidden``, ``not_found`` for the plan, ``proposal_empty``, ``proposal_unknown``, ``proposal_fit``,
            ``field_invalid``.
    """
    call.require(Action.PROPOSAL_ASK)
    division = call.load(Division, division_id, Action.PROPOSAL_ASK) if division_id is not None else None
    day = day_for(division, call.on)
    areas, seated = {area.pk for area in areas_on(day)}, seated_on(day)
    if not areas or not seated - set(away):
        raise Refusal("proposal_empty", what="分管事项目录是空的" if not areas else "没有参加分工的常委")
    for area, person in (*pins, *bans):
        if area not in areas or person not in seated:
            raise Refusal("proposal_unknown", value=f"{area}:{person}")
    if unknown := [person for person in away if person not in seated]:
        raise Refusal("proposal_unknown", field="away", value=unknown[0])
    if preference not in Proposal.Preference.values or seconds not in LIMITS:
        raise Refusal("field_invalid", field="preference", label="先后、用时", why="没有这一项", mend="请重新选择。")
    proposal = Proposal(
        division=division,
        on=day,
        preference=preference,
        away=sorted(set(away)),
        pins=sorted({area: [area, person] for area, person in pins}.values()),
        bans=sorted([area, person] for area, person in set(bans)),
        fit=_checked(fit or {}, seated),
        capped=capped,
        seconds=seconds,
        job=enqueue(KIND, {}, due=call.at),
    )
    proposal.save()
    Job.objects.filter(pk=proposal.job_id).update(payload={"proposal": proposal.pk, "user": call.actor.user_id})
    people = Person.objects.filter(pk__in={person for _, person in (*pins, *bans)} | set(away))
    named = Area.objects.filter(pk__in={area for area, _ in (*pins, *bans)})
    counts = {"away": len(proposal.away), "pins": len(proposal.pins), "bans": len(proposal.bans)}
    data = {"preference": preference, "capped": capped, "seconds": seconds, **counts}
    record(call, proposal, refs=[division, *people, *named], data=data, note=proposal.asked)
    return proposal


def day_for(division: Division | None, today: dt.date) -> dt.date:
    """For which day is computed: the one a draft is meant for, else today."""
    if division is None or division.state != Division.State.DRAFT:
        return today
    return day_of_plan(division, today)


@action(Action.PROPOSAL_STOP)
def proposal_stop(call: Call, *, proposal_id: int, version: int | None = None) -> Proposal:
    """Stop a computation; the best division found so far is the answer.

    Raises:
        Refusal: ``not_found``, ``forbidden``, ``stale``, ``proposal_over``.
    """
    proposal = call.load(Proposal, proposal_id, Action.PROPOSAL_STOP, version=version)
    over = proposal.job.state in {Job.State.DONE, Job.State.FAILED}
    if over or proposal.stopped_on is not None:
        raise Refusal("proposal_over")
    proposal.stopped_on = call.on
    proposal.save()
    record(call, proposal, data={"change": "stop"})
    return proposal


def _checked(fit: Mapping[int, Mapping[str, int]], seated: frozenset[int]) -> dict[str, dict[str, int]]:
    found: dict[str, dict[str, int]] = {}
    for person, values in sorted(fit.items()):
        if person not in seated:
            raise Refusal("proposal_unknown", field="fit", value=person)
        for domain, value in values.items():
            if domain not in Area.Domain.values or not 0 <= value <= BEST_FIT:
                raise Refusal("proposal_fit", field="fit")
            if value:
                found.setdefault(str(person), {})[domain] = value
    return found
