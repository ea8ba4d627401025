"""The step that follows from a record: its values are computed from days and counts, nobody types them.

A step written here carries its ``origin``; what the same record wrote before is revoked, so that one record stands for
one step at a time.
"""

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

from yixing.access.kinds import ref
from yixing.argument.models import Advice, Citation, Consultation, Hearing, PublicNotice
from yixing.matters.models import Matter, Step
from yixing.matters.standing import restate
from yixing.matters.steps import StepKind, checked_values
from yixing_core.workdays.calendar import default_calendar


def expert_values(advices: Iterable[Advice]) -> dict[str, Any]:
    """What the rules ask of experts: who gave an opinion, who signed it, who had an interest.

    An expert who declared an interest and gave no opinion stood aside: he counts nowhere. One expert counts once.
    """
    given = {advice.expert_id: advice for advice in advices if advice.text}
    return {
        "count": len(given),
        "signed": sum(advice.is_signed for advice in given.values()),
        "conflicted": sum(advice.is_conflicted for advice in given.values()),
        "adoption_table": all(advice.adoption for advice in given.values()),
    }


def together(consultation: Consultation) -> list[Consultation]:
    """The consultation with those it supplements, the latest first."""
    earlier = Consultation.objects.filter(
        matter_id=consultation.matter_id, concluded_on__isnull=False, pk__lt=consultation.pk
    ).order_by("-pk")
    found = [consultation]
    for each in earlier:
        if not found[-1].is_supplement:
            break
        found.append(each)
    return found


def write_experts(consultation: Consultation) -> None:
    """专家论证, once the adoption of every opinion is written."""
    on = consultation.concluded_on
    if on is None:
        return
    counted = Advice.objects.filter(consultation__in=together(consultation)).order_by("consultation_id", "id")
    _write(
        consultation.matter,
        StepKind.EXPERTS,
        ref(consultation),
        on=on,
        values=expert_values(counted),
        document=consultation.number,
        summary=consultation.summary,
    )


def research_values(citations: Iterable[Citation], typed: Iterable[Step] = ()) -> dict[str, Any]:
    """What the rules ask of research: how often, led by a member, with a report; ``typed`` are records of paper."""
    researches = [citation.research for citation in citations]
    steps = list(typed)
    return {
        "count": len(researches) + sum(int(step.values.get("count") or 1) for step in steps),
        "led_by_member": any(each.is_led_by_member for each in researches)
        or any(step.values.get("led_by_member") for step in steps),
        "report": any(each.report_title for each in researches) or any(step.values.get("report") for step in steps),
    }


def write_research(matter: Matter) -> None:
    """调查研究, from everything the matter cites, together with what was entered of it on paper."""
    citations = list(
        Citation.objects.filter(matter=matter).select_related("research").order_by("research__until", "id")
    )
    if not citations:
        return
    standing = Step.objects.filter(matter=matter, kind=StepKind.RESEARCH, is_revoked=False)
    typed = list(standing.filter(origin=""))
    standing.exclude(origin="").update(is_revoked=True)
    last = citations[-1].research
    _write(
        matter,
        StepKind.RESEARCH,
        ref(last),
        on=max([last.until, *(step.on for step in typed)]),
        values=research_values(citations, typed),
        document=last.report_title,
        summary="、".join(citation.research.topic for citation in citations)[:500],
    )


def span_days(since: dt.date, until: dt.date) -> int:
    """Days of a span, both ends included.

    >>> span_days(dt.date(2023, 5, 1), dt.date(2023, 5, 7))
    7
    """
    return (until - since).days + 1


def span_workdays(since: dt.date, until: dt.date) -> int:
    """Working days of a span, both ends included."""
    calendar = default_calendar()
    return sum(calendar.is_workday(since + dt.timedelta(days=day)) for day in range(span_days(since, until)))


def notice_values(notice: PublicNotice) -> dict[str, Any]:
    """What the rules ask of a public notice: its days and working days, what came in, what was answered."""
    return {
        "days": span_days(notice.since, notice.until),
        "workdays": span_workdays(notice.since, notice.until),
        "count": notice.objections,
        "answered": notice.answered,
    }


def write_notice(notice: PublicNotice) -> None:
    """公示, once it is over and its result is written. A 任前公示 follows the decision and is no step towards it."""
    if notice.is_appointment:
        return
    _write(
        notice.matter,
        StepKind.NOTICE,
        ref(notice),
        on=notice.until,
        values=notice_values(notice),
        document=notice.document,
        summary=notice.result,
    )


def hearing_values(hearing: Hearing) -> dict[str, Any]:
    """What the rules ask of a hearing; a day that is not known gives no value, and the check asks for it."""
    held, papers, listed = hearing.held_on, hearing.papers_on, hearing.participants_on
    return {
        "papers_days": (held - papers).days if held and papers else None,
        "public": hearing.is_public,
        "participants_announced": listed < held if held and listed else None,
        "record_signed": hearing.is_record_signed,
    }


def write_hearing(hearing: Hearing) -> None:
    """听证, once it was held."""
    if hearing.held_on is None:
        return
    _write(
        hearing.matter,
        StepKind.HEARING,
        ref(hearing),
        on=hearing.held_on,
        values=hearing_values(hearing),
        document=hearing.subject,
        summary=hearing.result,
    )


def _write(
    matter: Matter,
    kind: StepKind,
    origin: str,
    *,
    on: dt.date,
    values: Mapping[str, Any],
    document: str,
    summary: str,
) -> None:
    Step.objects.filter(matter=matter, kind=kind, origin=origin, is_revoked=False).update(is_revoked=True)
    Step.objects.create(
        matter=matter,
        kind=kind,
        on=on,
        document=document[:80],
        summary=summary[:500],
        values=checked_values(kind, values),
        origin=origin,
    )
    restate(matter)
