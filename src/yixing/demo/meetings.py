"""The year's meetings: 36 of the standing committee, 4 of the plenary, and all the others."""

import datetime as dt
from collections.abc import Callable
from typing import Any

from yixing.argument.actions import publicity_close, publicity_open
from yixing.ballots.actions import poll_confirm, poll_count, poll_open
from yixing.coordination.actions import task_circulate
from yixing.coordination.telling import untold
from yixing.decisions.actions import decision_appoint, decision_approve_text, decision_brief, decision_file_direct
from yixing.decisions.models import Decision
from yixing.demo import numbers
from yixing.demo.matters import REASONS, draft, sign_by_unit, take_steps, unit_of
from yixing.demo.plan import Planned, workday
from yixing.demo.world import Script, World
from yixing.matters.models import Matter
from yixing.meetings.actions import (
    matter_add_late,
    meeting_agenda,
    meeting_attendance,
    meeting_close,
    meeting_conclude,
    meeting_light,
    meeting_notify,
    meeting_open,
    meeting_plan,
    minutes_draft,
    minutes_review,
    minutes_sign,
    notice_issue,
    record_check,
)
from yixing.meetings.actions.minutes import minutes_of, unnoticed
from yixing.meetings.models import AgendaItem, Meeting
from yixing.meetings.roll import voters
from yixing_core.workdays.calendar import default_calendar, next_month

Decided = Callable[[Planned, Decision, dt.date], None]
"""Called for every decision that is in force, so that its tasks may follow."""
LIGHT_KINDS = frozenset({"on_site", "check_in", "dispatch", "topic"})


def standing(world: World, index: int, made: dict[int, Matter], decided: Decided) -> Script:
    """One meeting of the standing committee, from the plan to the notices."""
    day = world.plan.standing[index]
    before = workday_before(day, 2)
    yield before
    own = [m for m in world.plan.of("standing") if m.meeting == index]
    referred = [m for m in world.plan.of("plenary") if m.referral == index]
    meeting = meeting_plan(
        world.call("mishu", before),
        kind="standing",
        body_id=world.bodies["standing"].pk,
        on=day,
        starts=dt.time(9),
        place="县委常委会议室",
        recorder_id=world.actor("mishu2", before).person_id,
    )
    lines: list[dict[str, Any]] = [{"matter": made[m.index].pk} for m in own if not m.late]
    lines += [{"matter": made[m.index].pk, "is_referral": True} for m in referred]
    meeting_agenda(world.call("mishu", before, acknowledged=REASONS), meeting_id=meeting.pk, items=lines)
    meeting_notify(world.call("mishu", before, acknowledged=REASONS), meeting_id=meeting.pk, papers_on=before)
    yield day
    for planned in own:
        if planned.late:
            matter_add_late(
                world.call("mishu", day, acknowledged=REASONS),
                meeting_id=meeting.pk,
                matter_id=made[planned.index].pk,
                consented=True,
                reason="上级来文要求立即研究，书记同意临时增加。",
            )
    _open(world, meeting, day, absent=_absent(index))
    by_matter = {made[m.index].pk: m for m in [*own, *referred]}
    for item in AgendaItem.objects.filter(meeting=meeting).order_by("order"):
        planned = by_matter[item.matter_id or 0]
        _conclude(world, item, planned, day)
        if planned.way == "standing":
            for decision in Decision.objects.filter(item=item, state="effective"):
                decided(planned, decision, day)
    meeting_close(world.call("mishu", day, acknowledged=REASONS), meeting_id=meeting.pk)
    yield from _paper_work(world, meeting, day)


def workday_before(day: dt.date, days: int) -> dt.date:
    """The working day that lies so many working days before another."""
    return default_calendar().add_workdays(day, -days)


def _absent(index: int) -> list[int]:
    """Members on leave: 14 meetings with all eleven, 16 with ten, 5 with nine, one with eight."""
    sizes = [size for size, times in numbers.STANDING_ATTENDANCE.items() for _ in range(times)]
    missing = 11 - sizes[(index * 7) % len(sizes)]
    return [3 + (index + turn * 3) % 8 for turn in range(missing)]


def _open(world: World, meeting: Meeting, day: dt.date, absent: list[int]) -> None:
    people = {f"{n:02d}号常委": n for n in range(1, 12)}
    presence = {world.people[name].pk: "leave" if number in absent else "present" for name, number in people.items()}
    reasons = {world.people[f"{number:02d}号常委"].pk: "外出参加上级会议" for number in absent}
    meeting_attendance(world.call("mishu", day), meeting_id=meeting.pk, presence=presence, reasons=reasons)
    meeting_open(world.call("mishu", day, acknowledged=REASONS), meeting_id=meeting.pk)


def _conclude(world: World, item: AgendaItem, planned: Planned, day: dt.date) -> None:
    """The outcome the plan names; agreed ones unanimously, a rejected one by a vote that fails."""
    given: dict[str, Any] = {"in_order": True}
    unit = world.units[unit_of(world, planned)]
    subject = "内容见另册" if planned.offline else planned.title.split("（第")[0]
    line = {"text": f"{subject}，由{unit.name}牵头落实。", "title": item.title, "lead": unit.pk, "due": "年底前"}
    outcome = "referred" if planned.way == "plenary" else planned.outcome
    if outcome in {"agreed", "agreed_in_principle"}:
        given["settled"] = [line]
    if outcome in {"conveyed", "heard"}:
        given |= {"text": "会议提出了贯彻意见和工作要求。", "settled": [line]}
    if outcome == "agreed_in_principle":
        given |= {
            "amendment": "按会议讨论的意见修改后印发。",
            "amending_unit_id": unit.pk,
            "approver_id": world.people["11号常委"].pk,
            "amend_by": day + dt.timedelta(days=14),
        }
    if outcome == "deferred":
        given |= {"supplement": "补充可行性论证和资金来源说明。", "again_on": day + dt.timedelta(days=30)}
    if outcome == "rejected":
        given |= {"text": "不具备实施条件，不予同意。", "votes": _against(item)}
    if outcome == "referred":
        given["text"] = "同意提请县委全委会审议表决。"
    meeting_conclude(world.call("mishu", day, acknowledged=REASONS), item_id=item.pk, outcome=outcome, **given)


def _against(item: AgendaItem) -> dict[int, str]:
    return {row.person_id: "no" for row in list(voters(item))[1:]}


def _paper_work(world: World, meeting: Meeting, day: dt.date) -> Script:
    """The record is checked; the minutes drafted, reviewed and signed; each lead unit gets its notice."""
    after = workday(day + dt.timedelta(days=1))
    yield after
    record_check(world.call("lianluo", after, for_="zhuren"), meeting_id=meeting.pk)
    document = minutes_draft(world.call("mishu2", after), meeting_id=meeting.pk)
    minutes_review(world.call("lianluo", after, for_="zhuren"), document_id=document.pk, parts_reviewed=True)
    after = workday(day + dt.timedelta(days=2))
    yield after
    minutes_sign(world.call("lianluo", after, for_="shuji", acknowledged=REASONS), document_id=document.pk)
    if unnoticed(meeting):
        notice_issue(world.call("mishu2", after), meeting_id=meeting.pk)


def approve_text(world: World, decision_id: int, day: dt.date, decided: Decided, planned: Planned) -> Script:
    """原则同意: the office director approves the amended text within the limit; then it is in force."""
    when = workday(day + dt.timedelta(days=12))
    yield when
    decision = decision_approve_text(
        world.call("lianluo", when, for_="zhuren", acknowledged=REASONS), decision_id=decision_id
    )
    decided(planned, decision, when)


def appoint(
    world: World, decision: Decision, matter: Matter, day: dt.date, decided: Decided, planned: Planned
) -> Script:
    """A batch that promotes: 任前公示 of more than five working days, its result, then the 任职文件 and its effect."""
    since = workday(day + dt.timedelta(days=1))
    until = default_calendar().add_workdays(since, 5)
    yield since
    notice = publicity_open(
        world.call("mishu", since),
        matter_id=matter.pk,
        text="经县委常委会研究，拟提拔任职人选予以公示。公示期间如有反映，请向县委组织部提出。",
        places="县党务公开栏、任职单位公示栏",
        since=since,
        until=until,
    )
    when = workday(until + dt.timedelta(days=1))
    yield when
    publicity_close(world.call("mishu", when), notice_id=notice.pk, objections=0, answered=0)
    row = decision_appoint(
        world.call("mishu", when, acknowledged=REASONS),
        decision_id=decision.pk,
        document=f"示任〔{when.year}〕{planned.meeting + 1}号",
        needs_probation=True,
        probation_months=12,
    )
    decided(planned, row, when)


def plenary(world: World, index: int, made: dict[int, Matter], decided: Decided) -> Script:
    """One plenary: three items, each put to a secret ballot on paper."""
    _, present, alternates = numbers.PLENARIES[index]
    day = world.plan.plenaries[index]
    before = workday_before(day, 2)
    yield before
    own = [m for m in world.plan.of("plenary") if m.meeting == index]
    meeting = meeting_plan(
        world.call("mishu", before),
        kind="plenary",
        body_id=world.bodies["plenary"].pk,
        on=day,
        starts=dt.time(9),
        place="县会议中心",
        recorder_id=world.actor("mishu2", before).person_id,
        is_large=index in {0, 3},
    )
    meeting_agenda(
        world.call("mishu", before, acknowledged=REASONS),
        meeting_id=meeting.pk,
        items=[{"matter": made[m.index].pk} for m in own],
    )
    meeting_notify(
        world.call("mishu", before, acknowledged=REASONS),
        meeting_id=meeting.pk,
        papers_on=before,
        members_consulted=True,
    )
    yield day
    voting = [f"{n:02d}号常委" for n in range(1, 12)] + [f"委员{n}" for n in range(12, numbers.COMMITTEE + 1)]
    others = [f"候补{n}" for n in range(1, numbers.ALTERNATES + 1)]
    presence = {world.people[name].pk: "present" if place < present else "leave" for place, name in enumerate(voting)}
    presence |= {
        world.people[name].pk: "present" if place < alternates else "leave" for place, name in enumerate(others)
    }
    reasons = {pk: "因公出差" for pk, state in presence.items() if state == "leave"}
    meeting_attendance(world.call("mishu", day), meeting_id=meeting.pk, presence=presence, reasons=reasons)
    meeting_open(world.call("mishu", day, acknowledged=REASONS), meeting_id=meeting.pk)
    by_matter = {made[m.index].pk: m for m in own}
    for item in AgendaItem.objects.filter(meeting=meeting).order_by("order"):
        planned = by_matter[item.matter_id or 0]
        _ballot(world, item, planned, day, present)
        unit = world.units[unit_of(world, planned)]
        line = {
            "text": f"{planned.title.split('（第')[0]}，票决通过。",
            "title": item.title,
            "lead": unit.pk,
            "due": "年底前",
        }
        meeting_conclude(
            world.call("mishu", day, acknowledged=REASONS),
            item_id=item.pk,
            outcome="agreed",
            method="secret",
            settled=[line],
        )
        for decision in Decision.objects.filter(item=item, state="effective"):
            decided(planned, decision, day)
    meeting_close(world.call("mishu", day, acknowledged=REASONS), meeting_id=meeting.pk)
    yield from _paper_work(world, meeting, day)


def plenary_counts(order: int, present: int) -> tuple[int, int, int]:
    """同意, 不同意, 弃权 of the plenary's ballots by their order in the year.

    Over the twelve: 弃权 9, 不同意 5, the fewest 同意 30 (of 33 present); all others are 同意.

    >>> plenary_counts(6, 33)
    (30, 1, 2)
    """
    against = {6: 1, 1: 1, 4: 1, 9: 1, 11: 1}.get(order, 0)
    abstain = {6: 2, 0: 1, 2: 1, 3: 1, 5: 1, 7: 1, 8: 1, 10: 1}.get(order, 0)
    return present - against - abstain, against, abstain


def _ballot(world: World, item: AgendaItem, planned: Planned, day: dt.date, present: int) -> None:
    order = [m.index for m in sorted(world.plan.of("plenary"), key=lambda m: (m.meeting, m.index))].index(planned.index)
    yes, no, abstain = plenary_counts(order, present)
    option = (
        {"text": f"干部{900 + order}", "post": "乡镇党委书记（平级转任）"}
        if planned.nature == "cadre"
        else {"text": item.title}
    )
    poll = poll_open(
        world.call("mishu", day, acknowledged=REASONS),
        item_id=item.pk,
        options=[option],
        chief_scrutineer="干部210",
        scrutineers="干部211、干部208",
        tellers="干部202、干部203",
    )
    papers: dict[str, Any] = {"issued": present, "returned": present, "valid": present, "invalid": 0}
    counts = {1: {"yes": yes, "no": no, "abstain": abstain}}
    poll_count(world.call("jianpiao", day), poll_id=poll.pk, **papers, counts=counts)
    poll_confirm(world.call("jianpiao2", day, acknowledged=REASONS), poll_id=poll.pk, **papers, counts=counts)


def told(world: World, month: int) -> Script:
    """The other members are told in the first days of a month: what was filed in the last one, large and overdue tasks."""
    following = next_month(dt.date(world.plan.year, month, 1))
    day = workday(following + dt.timedelta(days=2))
    yield day
    until = following - dt.timedelta(days=1)
    if Decision.objects.filter(filed_on__lte=until, circular__isnull=True).exists():
        decision_brief(world.call("mishu", day, acknowledged=REASONS), until=until)
    if any(untold(day)):
        task_circulate(world.call("mishu", day))


def sign_light(world: World, meeting: Meeting, day: dt.date, chair: str) -> None:
    """The one-page 纪要 of a light meeting is signed by whoever presided."""
    document = minutes_of(meeting)
    if document is not None:
        minutes_sign(world.call("lianluo", day, for_=chair), document_id=document.pk)


def other(world: World, kind: str, title: str, ordinal: int, day: dt.date, *, large: bool) -> Script:
    """Any other meeting: a light one with what it settled, or one that is only on record."""
    yield day
    name = f"{title}（第{ordinal}次）"
    chair = world.people[f"{(ordinal + len(title)) % 11 + 1:02d}号常委"].pk
    if kind in LIGHT_KINDS:
        unit = world.units[f"D{(ordinal * 7) % 58 + 2:02d}"]
        held = meeting_light(
            world.call("mishu2", day),
            kind=kind,
            title=name,
            on=day,
            chair_id=chair,
            lines=[{"text": f"第{ordinal}次会议议定事项由{unit.name}抓紧落实。", "lead": unit.pk, "due": "本月底前"}],
            place="县委第二会议室",
            participants="有关县领导、部门主要负责人",
        )
        sign_light(world, held, day, world.login_of((ordinal + len(title)) % 11 + 1))
        return
    meeting = meeting_plan(
        world.call("mishu2", day), kind=kind, title=name, on=day, place="县会议中心", chair_id=chair, is_large=large
    )
    meeting_open(world.call("mishu2", day), meeting_id=meeting.pk)
    meeting_close(world.call("mishu2", day), meeting_id=meeting.pk)


def direct(world: World, planned: Planned, number: int, made: dict[int, Matter], decided: Decided) -> Script:
    """A matter of a member's own field that he decides himself: filed as a by-product of his paper."""
    yield planned.drafted
    matter = made[planned.index] = draft(world, planned, planned.drafted)
    day = workday(planned.drafted + dt.timedelta(days=2))
    yield day
    take_steps(world, planned, matter, day)
    sign_by_unit(world, planned, matter, day)
    member = world.member_of(planned.area, day)
    day = workday(day + dt.timedelta(days=1))
    yield day
    topic = number <= numbers.TOPIC_MEETINGS
    basis = f"分管领导批示（{day.year}年第{number}件）"
    if topic:
        held = meeting_light(
            world.call("mishu2", day),
            kind="topic",
            title=f"{planned.area}专题会议",
            on=day,
            chair_id=world.people[f"{member:02d}号常委"].pk,
            lines=[
                {
                    "text": f"研究{planned.title.split('（第')[0]}。",
                    "lead": world.units[unit_of(world, planned)].pk,
                    "due": "年底前",
                }
            ],
            participants="分管常委、有关部门负责人",
            area_id=world.areas[planned.area].pk,
        )
        basis = f"{held.title}纪要"
        sign_light(world, held, day, world.login_of(member))
    decision = decision_file_direct(
        world.call("lianluo", day, for_=world.login_of(member), acknowledged=REASONS),
        matter_id=matter.pk,
        text=f"同意{planned.title.split('（第')[0]}，由提请单位组织实施。",
        record_kind="thematic_minutes" if topic else "instruction",
        basis=basis,
        decided_on=day,
        due="年底前",
    )
    decided(planned, decision, day)
