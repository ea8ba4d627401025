"""常委履责 of the year: what members did beside what the loop records, what they asked of units, their reports, the talks.

Where a number is from: 交心 220 (a quarter's 55 pairs, four times), talks with heads of units 120 and 部门民主生活会 11 are
those of the county's plan; so are the 24 专题会 and 32 调研 that the loop has anyway. How often a member coordinated,
inspected, inquired or proposed is stated by no source: set here to what one member can do beside his meetings.
"""

import datetime as dt
from collections.abc import Iterator

from yixing.access.loaders import visible
from yixing.demo.plan import other_meetings, workday
from yixing.demo.world import Script, World
from yixing.duties.actions import (
    duty_report_draft,
    duty_report_hear,
    duty_set,
    inquiry_draft,
    inquiry_judge,
    inquiry_open,
    inquiry_sign,
    recommendation_make,
    recommendation_settle,
    talk_record,
)
from yixing.duties.actions.talks import TalkLine
from yixing.duties.charge import QUARTERS, area_between, quarter_span, units_in_charge
from yixing.duties.drafting import draft_text
from yixing.duties.models import DutyReport, Inquiry
from yixing.meetings.models import Meeting
from yixing.people.models import Organization, Person
from yixing.portfolios.models import Area

MEMBERS = range(1, 12)
COORDINATIONS = 4
"""专题协调 of a member, one a quarter; no source gives a number."""
INSPECTIONS = 2
"""专项督查 led by a member, one each half of the year; no source gives a number."""
RECTIFIED = 4
"""Of the eleven inquiries, one of each member, those whose first answer does not satisfy."""
TO_RECTIFY, TO_JUDGE = 10, 11
"""Members whose inquiry is open at the year's end: to be put right by February, and to be judged."""
HEAD_TALKS = 120
"""Each of the 75 units once in the first half of the year, the first 45 of them again in the second."""
NOT_REPORTED = (7, 10)
"""Members whose yearly report is missing with ``--faults`` (fault 8)."""
PAIRS_LACKING = 5
"""Pairs of the third quarter that did not talk with ``--faults`` (fault 9)."""
OFFICE, ORGANIZATION = "D01", "D02"


def scripts(world: World) -> Iterator[Script]:
    """Everything that members did in the year and the loop does not record by itself."""
    year = world.plan.year
    for member in MEMBERS:
        for number in range(COORDINATIONS):
            day = workday(dt.date(year, 2 + 3 * number, 3 + member * 2))
            words = (f"协调第{number + 1}季度重点难点问题", "有关单位分工落实，限期办结。")
            yield _duty(world, member, day, "coordination", words)
        for number in range(INSPECTIONS):
            day = workday(dt.date(year, 4 + 6 * number, 2 + member * 2))
            yield _duty(
                world, member, day, "inspection", ("带队督查分管领域重点任务", "发现的问题当场交办，列入督办。")
            )
        month = 12 if member in {TO_RECTIFY, TO_JUDGE} else 3 + member % 8
        yield _inquiry(world, member, workday(dt.date(year, month, 6 + member)))
        yield _award(world, member, workday(dt.date(year, 11, 2 + member)))
    for quarter in QUARTERS:
        yield _pairs(world, quarter)
    yield _heads(world, dt.date(year, 6, 28), again=False)
    yield _heads(world, dt.date(year, 11, 28), again=True)
    yield _life(world)
    yield _reports(world)


def _person(world: World, member: int) -> Person:
    return world.people[f"{member:02d}号常委"]


def _units(world: World, member: int, day: dt.date) -> list[Organization]:
    """Units of a member's field that have a liaison of their own, in the order of the establishment."""
    return [unit for unit in units_in_charge(_person(world, member).pk, day) if unit.code != OFFICE]


def _field(world: World, member: int, unit: Organization, day: dt.date) -> str:
    """The area by which a unit belongs to the member's field."""
    return str(Area.objects.get(pk=area_between(_person(world, member).pk, unit.pk, day) or 0))


def _duty(world: World, member: int, day: dt.date, mode: str, words: tuple[str, str]) -> Script:
    yield day
    units = _units(world, member, day)
    title, result = words
    duty_set(
        world.call("mishu", day),
        person_id=_person(world, member).pk,
        mode=mode,
        title=f"{title}（{units[0]}等单位）",
        result=result,
        unit_ids=[unit.pk for unit in units[: 1 + member % 3]],
    )


def _inquiry(world: World, member: int, day: dt.date) -> Script:
    """Asked, answered by the unit, judged; some are to be put right first. The last two of the year are still open."""
    yield day
    unit = _units(world, member, day)[0]
    login = world.login_of(member)
    row = inquiry_open(
        world.call("lianluo", day, for_=login),
        unit_id=unit.pk,
        title=f"{_field(world, member, unit, day)}重点任务进度滞后的原因",
        question="请说明重点任务没有按时序推进的原因、责任和下一步安排。",
        due_on=workday(day + dt.timedelta(days=7)),
    )
    day = workday(day + dt.timedelta(days=5))
    yield day
    _answer(world, row, day, "因前期手续办理较慢，进度有所滞后，已倒排工期。")
    if member == TO_JUDGE:
        return
    day = workday(day + dt.timedelta(days=2))
    yield day
    if member <= RECTIFIED or member == TO_RECTIFY:
        by = workday(day + dt.timedelta(days=25 if member != TO_RECTIFY else 50))
        inquiry_judge(
            world.call("lianluo", day, for_=_judging(world, row)),
            inquiry_id=row.pk,
            verdict="rectify",
            opinion="原因说得不清，措施不具体。",
            demand="逐项列明责任人和完成时限，按月报进度。",
            rectify_by=by,
        )
        if member == TO_RECTIFY:
            return
        day = workday(day + dt.timedelta(days=20))
        yield day
        _answer(world, row, day, "已逐项明确责任人和时限，本月进度已追平。")
        day = workday(day + dt.timedelta(days=3))
        yield day
    call = world.call("lianluo", day, for_=_judging(world, row))
    inquiry_judge(call, inquiry_id=row.pk, verdict="satisfied", opinion="同意。")


def _judging(world: World, row: Inquiry) -> str:
    """The login of the member who judges the answer by now: in July one goes over with its area."""
    row.refresh_from_db()
    return world.login_of(row.answers_to.order)


def _answer(world: World, row: Inquiry, day: dt.date, text: str) -> None:
    code = row.unit.code.lower()
    inquiry_draft(world.call(f"lianluo-{code}", day), inquiry_id=row.pk, text=text)
    inquiry_sign(world.call(f"fuzeren-{code}", day), inquiry_id=row.pk)


def _award(world: World, member: int, day: dt.date) -> Script:
    yield day
    unit = _units(world, member, day)[-1]
    login = world.login_of(member)
    row = recommendation_make(
        world.call("lianluo", day, for_=login),
        kind="reward" if member % 3 else "sanction",
        unit_id=unit.pk,
        title="全年重点任务完成较好" if member % 3 else "重点任务推进不力",
        text="建议年底考核时予以表扬。" if member % 3 else "建议约谈单位负责人，限期整改。",
        sent_to_id=world.units[ORGANIZATION].pk,
    )
    if member % 2:
        day = workday(day + dt.timedelta(days=20))
        yield day
        recommendation_settle(
            world.call("mishu", day),
            recommendation_id=row.pk,
            outcome="已按程序研究，意见采纳。",
            outcome_by="县委组织部（干部考核会议研究）",
        )


def _pairs(world: World, quarter: int) -> Script:
    """A quarter's sheet in one entry; its last pairs are missing where fault 9 is wanted."""
    first, last = quarter_span(world.plan.year, quarter)
    day = workday(last - dt.timedelta(days=4))
    yield day
    pairs = [(a, b) for a in MEMBERS for b in MEMBERS if a < b]
    if world.faults and quarter == 3:
        pairs = pairs[:-PAIRS_LACKING]
    lines = [
        TalkLine(
            _person(world, a).pk,
            workday(first + dt.timedelta(days=10 + 5 * a + b)),
            other_id=_person(world, b).pk,
        )
        for a, b in pairs
    ]
    talk_record(world.call("mishu", day), kind="pair", year=world.plan.year, quarter=quarter, lines=lines)


def _heads(world: World, day: dt.date, *, again: bool) -> Script:
    """Talks of half a year with the heads of units, in one entry."""
    yield day
    lines = [
        TalkLine(_person(world, member).pk, workday(day - dt.timedelta(days=100 - 7 * member)), unit_id=unit.pk)
        for member in MEMBERS
        for unit in units_in_charge(_person(world, member).pk, workday(day - dt.timedelta(days=100 - 7 * member)))
    ]
    if again:
        lines = [
            TalkLine(line.person_id, line.on, unit_id=line.unit_id, ordinal=2)
            for line in lines[: HEAD_TALKS - len(lines)]
        ]
    talk_record(world.call("mishu", day), kind="head", year=world.plan.year, lines=lines)


def _life(world: World) -> Script:
    """The 部门民主生活会 of the year: who presided took part for a unit of his field."""
    year = world.plan.year
    yield workday(dt.date(year, 12, 29))
    lines = []
    for kind, title, ordinal, day, _ in other_meetings(year):
        if kind == "life" and title == "部门民主生活会":
            member = (ordinal + len(title)) % len(MEMBERS) + 1
            person = _person(world, member)
            lines.append(TalkLine(person.pk, day, unit_id=units_in_charge(person.pk, day)[0].pk))
    call = world.call("mishu", workday(dt.date(year, 12, 29)))
    talk_record(call, kind="life", year=year, lines=lines)


def _reports(world: World) -> Script:
    """The members' at the last meeting before the last plenary, then that of 常委会; fault 8 leaves two out."""
    plenary = world.plan.plenaries[-1]
    standing = max(day for day in world.plan.standing if day < plenary)
    day = standing + dt.timedelta(days=1)
    yield day
    for member in MEMBERS:
        if not (world.faults and member in NOT_REPORTED):
            _report(world, member, day, "standing", standing)
    day = plenary + dt.timedelta(days=1)
    yield day
    _report(world, None, day, "plenary", plenary)


def _report(world: World, member: int | None, day: dt.date, kind: str, held: dt.date) -> None:
    """The draft as the register gives it, with its blanks filled in; then the meeting that heard it."""
    call = world.call("mishu", day)
    person = _person(world, member) if member else None
    text = draft_text(call.actor, person, world.plan.year, day)
    text = text.replace("（请补写）", "有的任务抓得不够紧，有的问题研究得不深。", 1)
    text = text.replace("（请补写）", "紧盯年度任务，逐项抓落实。", 1)
    row = duty_report_draft(
        call,
        text=text,
        kind=DutyReport.Kind.MEMBER if person else DutyReport.Kind.COMMITTEE,
        year=world.plan.year,
        person_id=person.pk if person else None,
    )
    meeting = visible(Meeting, call.actor).filter(body__code=kind, on=held).latest("pk")
    duty_report_hear(world.call("mishu", day), report_id=row.pk, meeting_id=meeting.pk)
