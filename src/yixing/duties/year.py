"""年度核对: what the gate ``year.review`` is told of a year, from records alone, and whose names stand behind a number."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import Q

from yixing.compliance import gates
from yixing.compliance.gates import number
from yixing.decisions.models import Decision
from yixing.duties.charge import year_span
from yixing.duties.models import DutyReport
from yixing.duties.talks import missing_life, pairs_owed
from yixing.meetings.models import Meeting
from yixing.papers.models import Document
from yixing.papers.numbering import missing
from yixing.people.models import Person
from yixing.portfolios.queries import members_on
from yixing_core.rules.model import Finding, Status

ASKED: Final = ("XC-95", "XC-96", "XC-97", "XC-98", "XC-99", "LC-01", "LC-09", "LC-22")
"""Rules of the gate that are answered from records kept here; the others of the gate rest on records kept elsewhere."""
MONTHS: Final = 12


@dataclass(frozen=True, slots=True)
class Found:
    """What a number of a fact consists of: words for each, and where one goes on."""

    names: tuple[str, ...] = ()
    url: str = ""


@dataclass(frozen=True, slots=True)
class YearCheck:
    """The year judged on a day: findings of the rules asked, the names behind them, rules of the gate not asked."""

    year: int
    on: dt.date
    findings: tuple[Finding, ...]
    names: Mapping[str, Found]
    others: tuple[Finding, ...]

    @property
    def open(self) -> tuple[Finding, ...]:
        """Findings that somebody has to do something about."""
        return tuple(each for each in self.findings if each.status in {Status.VIOLATED, Status.MISSING})


def member_report_due(year: int) -> dt.date:
    """Until when the members report to 常委会 on a year."""
    last = year_span(year)[1]
    return last + dt.timedelta(days=number("member_report_days", last))


def committee_report_due(year: int) -> dt.date:
    """Until when 常委会 reports to 全委会 on a year."""
    last = year_span(year)[1]
    return last + dt.timedelta(days=number("committee_report_days", last))


def missing_reports(year: int, day: dt.date) -> list[Person]:
    """Members who sat at the end of the year (so far) and whose report on it was not heard, by rank."""
    heard = DutyReport.objects.filter(year=year, kind=DutyReport.Kind.MEMBER, state=DutyReport.State.HEARD)
    done = set(heard.values_list("person_id", flat=True))
    return [person for person in members_on(min(day, year_span(year)[1])) if person.pk not in done]


def committee_reported(year: int) -> bool:
    """Whether the report of 常委会 on a year was heard by 全委会."""
    return DutyReport.objects.filter(year=year, kind=DutyReport.Kind.COMMITTEE, state=DutyReport.State.HEARD).exists()


def unfiled(year: int) -> list[Decision]:
    """What one member decided and nobody put on file: 分管常委决定, and matters settled at his 专题会."""
    alone = Q(source=Decision.Source.DIRECT) | Q(source=Decision.Source.LIGHT, matter__isnull=False)
    return list(
        Decision.objects.filter(alone, decided_on__year=year, filed_on__isnull=True).order_by("decided_on", "id")
    )


def number_gaps(year: int) -> list[str]:
    """Numbers of the year's series that no document bears: 示例县委督〔2023〕17号."""
    series = Document.objects.filter(year=year, number__isnull=False).order_by("series")
    names = list(series.values_list("series", flat=True).distinct())
    return [f"{name}〔{year}〕{gap}号" for name in names for gap in missing(name, year)]


def _held(year: int, kind: str, last: dt.date) -> dict[int, int]:
    """Month → meetings of a kind that were held."""
    rows = Meeting.objects.filter(kind=kind, on__year=year, on__lte=last).exclude(state=Meeting.State.CANCELLED)
    found: dict[int, int] = {}
    for on in rows.values_list("on", flat=True):
        found[on.month] = found.get(on.month, 0) + 1
    return found


def gather(year: int, day: dt.date) -> tuple[dict[str, Any], dict[str, Found]]:
    """The facts of a year as it stands on a day, and the names behind each number by rule."""
    last = min(day, year_span(year)[1])
    reports = missing_reports(year, day)
    pairs = pairs_owed(year, day)
    life = missing_life(year, day)
    direct = unfiled(year)
    gaps = number_gaps(year)
    standing = _held(year, Meeting.Kind.STANDING, last)
    needed = number("standing_meetings_month", last)
    through = MONTHS if last == year_span(year)[1] else last.month - 1
    short = [month for month in range(1, through + 1) if standing.get(month, 0) < needed]
    facts = {
        "member_reports_missing": len(reports),
        "talk_pairs_missing": sum(map(len, pairs.values())),
        "unit_life_meetings_missing": len(life),
        "direct_unfiled": len(direct),
        "number_gaps": len(gaps),
        "report_to_plenary": committee_reported(year),
        "plenary_meetings": sum(_held(year, Meeting.Kind.PLENARY, last).values()),
        "standing_months_short": len(short),
    }
    names = {
        "XC-95": Found(tuple(person.name for person in reports), f"/duties/reports/?year={year}"),
        "XC-96": Found(
            tuple(f"第{quarter}季度 {pair}" for quarter, owed in pairs.items() for pair in owed),
            f"/duties/talks/?year={year}",
        ),
        "XC-97": Found(tuple(f"{row.decided_on} {row.title}" for row in direct), "/decisions/direct/"),
        "XC-98": Found(tuple(person.name for person in life), f"/duties/talks/life/?year={year}"),
        "XC-99": Found(tuple(gaps)),
        "LC-09": Found(tuple(f"{month}月 {standing.get(month, 0)} 次" for month in short), "/meetings/"),
    }
    return {"year": facts}, names


def year_check(year: int, day: dt.date) -> YearCheck:
    """Ask the gate about a year as it stands on a day; judged by the rules of that day, at the latest of the year's end."""
    on = min(day, year_span(year)[1])
    facts, names = gather(year, day)
    found = [each for each in gates.findings("year.review", facts, on=on) if each.status is not Status.NOT_APPLICABLE]
    return YearCheck(
        year,
        on,
        tuple(each for each in found if each.rule in ASKED),
        names,
        tuple(each for each in found if each.rule not in ASKED),
    )
