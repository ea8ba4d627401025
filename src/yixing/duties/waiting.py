"""What of 常委履责 waits for whom on the 工作台: inquiries, reports that fall due, sheets of talks that are not full."""

import datetime as dt
from dataclasses import replace

from yixing.access.actor import Actor
from yixing.access.loaders import visible
from yixing.access.roles import LEADERS, Role
from yixing.accounts.actors import actor_of_person
from yixing.compliance.gates import number
from yixing.duties.charge import quarter_span, year_span
from yixing.duties.models import DutyReport, Inquiry
from yixing.duties.pages import light
from yixing.duties.queries import judged_by, names
from yixing.duties.state import WAITING
from yixing.duties.talks import ended_quarters, missing_pairs
from yixing.duties.year import committee_report_due, committee_reported, member_report_due, missing_reports
from yixing.people.models import Person
from yixing.ui.components import Light, WorkRow, due_words

LIMIT = 20
TALKS_DAYS = 60
"""How long after its end a quarter's open 交心 stand on the 工作台; the list of the year has them for good."""
State = Inquiry.State


def waiting_for(actor: Actor) -> list[WorkRow]:
    """What waits for this actor, and inquiries of those he may enter for (marked so)."""
    rows = [*_inquiries(actor), *_own_report(actor), *_office(actor)]
    have = {(row.url, row.button) for row in rows}
    if actor.principal_ids and Inquiry.objects.exclude(state=State.CLOSED).exists():
        for principal in Person.objects.filter(pk__in=actor.principal_ids).order_by("order", "id"):
            found = _inquiries(actor_of_person(principal, actor.day))
            signed = [row for row in found if row.button in {"审签", "评判"} and (row.url, row.button) not in have]
            rows += [replace(row, note=f"代{principal.name}录入") for row in signed]
    return rows


def _inquiries(actor: Actor) -> list[WorkRow]:
    """For the unit what to answer, for its head what to sign, for the member what to judge."""
    rows: list[WorkRow] = []
    if actor.has(Role.LIAISON, Role.UNIT_HEAD):
        asked = visible(Inquiry, actor).filter(unit_id__in=actor.unit_ids, state__in=WAITING)
        for row in asked.select_related("person", "unit").order_by("due_on", "id")[:LIMIT]:
            signs = actor.has(Role.UNIT_HEAD)
            if signs or row.state != State.DRAFTED:
                rows.append(_inquiry(row, actor.day, "审签" if signs else "拟答复", "sign" if signs else "draft"))
    if not actor.roles.isdisjoint(LEADERS) and actor.person_id is not None:
        answered = Inquiry.objects.filter(judged_by(actor.person_id), state=State.ANSWERED)
        found = answered.select_related("person", "unit").order_by("due_on", "id")[:LIMIT]
        rows += [_inquiry(row, actor.day, "评判", "judge") for row in found]
    return rows


def _inquiry(row: Inquiry, today: dt.date, button: str, page: str) -> WorkRow:
    judged = row.state == State.ANSWERED
    return WorkRow(
        what=row.title,
        url=f"/duties/inquiries/{row.pk}/",
        kind="质询整改" if row.state == State.RECTIFYING else "专题质询",
        number=row.number,
        from_whom=str(row.unit) if judged else row.person.name,
        due=row.due_on,
        due_words="" if judged else due_words(row.due_on, today),
        light=light(row, today),
        button=button,
        button_url=f"/duties/inquiries/{row.pk}/{page}/",
    )


def _near(due: dt.date, today: dt.date) -> bool:
    return due - dt.timedelta(days=number("report_soon_days", today)) <= today


def _own_report(actor: Actor) -> list[WorkRow]:
    """The member's own report of the year, from some weeks before it is due until it is heard."""
    if actor.roles.isdisjoint(LEADERS) or actor.person_id is None:
        return []
    year = _reported_year(actor.day)
    due = member_report_due(year)
    if not _near(due, actor.day) or actor.person_id not in {person.pk for person in missing_reports(year, actor.day)}:
        return []
    draft = DutyReport.objects.filter(year=year, person_id=actor.person_id).first()
    url = f"/duties/reports/{draft.pk}/" if draft else f"/duties/reports/new/?year={year}&person={actor.person_id}"
    return [
        WorkRow(
            what=f"{year}年分管工作报告",
            url=url,
            kind="分工报告",
            due=due,
            due_words=due_words(due, actor.day),
            light=_light(due, actor.day),
            rule="XC-95",
            rule_url="/rules/XC-95/",
            button="修改" if draft else "起草",
            button_url=f"{url}edit/" if draft else url,
        )
    ]


def _reported_year(today: dt.date) -> int:
    """The year reported on: the one that ended, until those of the present one draw near."""
    return today.year if _near(member_report_due(today.year), today) else today.year - 1


def _light(due: dt.date, today: dt.date) -> Light:
    return Light("late" if due < today else "due", f"应于 {due} 前报告")


def _office(actor: Actor) -> list[WorkRow]:
    """For the office who has not reported, whether 常委会 has, and which 交心 of the last quarter are missing: a line each."""
    if not actor.has(Role.CLERK, Role.DIRECTOR):
        return []
    return [*_missing_reports(actor.day), *_missing_talks(actor.day)]


def _missing_reports(today: dt.date) -> list[WorkRow]:
    year = _reported_year(today)
    rows = []
    due = member_report_due(year)
    people = missing_reports(year, today) if _near(due, today) else []
    if people:
        rows.append(
            _reports_row(f"{len(people)} 名常委还没有报告{year}年分管工作：{names(people)}", year, due, today, "XC-95")
        )
    due = committee_report_due(year)
    if _near(due, today) and not committee_reported(year):
        rows.append(_reports_row(f"县委常委会{year}年工作还没有向全委会报告", year, due, today, "LC-22"))
    return rows


def _reports_row(what: str, year: int, due: dt.date, today: dt.date, rule: str) -> WorkRow:
    return WorkRow(
        what=what,
        url=f"/duties/reports/?year={year}",
        kind="分工报告",
        due=due,
        due_words=due_words(due, today),
        light=_light(due, today),
        rule=rule,
        rule_url=f"/rules/{rule}/",
        button="看名单",
    )


def _missing_talks(today: dt.date) -> list[WorkRow]:
    """The quarter that ended last, for some weeks after its end."""
    year = today.year if ended_quarters(today.year, today) else today.year - 1
    quarter = ended_quarters(year, min(today, year_span(year)[1]))[-1]
    due = quarter_span(year, quarter)[1]
    if (today - due).days > TALKS_DAYS:
        return []
    owed = missing_pairs(year, quarter)
    if not owed:
        return []
    url = f"/duties/talks/pairs/?year={year}&quarter={quarter}"
    return [
        WorkRow(
            what=f"{year}年第{quarter}季度交心还缺 {len(owed)} 对",
            url=f"/duties/talks/?year={year}",
            kind="季度交心",
            due=due,
            due_words=due_words(due, today),
            rule="XC-96",
            rule_url="/rules/XC-96/",
            button="登记日期",
            button_url=url,
        )
    ]
