"""A few rows of each model, thrown over the small county at random: units, areas and persons in every combination."""

import datetime as dt
import random
from typing import Any

from django.utils import timezone

from tests.cast import TODAY, Cast
from yixing.argument.models import Citation, Consultation, Hearing, PublicNotice, Research
from yixing.ballots.models import Poll
from yixing.briefings.models import Briefing, Instruction
from yixing.coordination.models import Difference, TaskCircular
from yixing.decisions.models import Circular, Decision
from yixing.duties.models import Duty, DutyReport, Inquiry, Recommendation, Talk, TalkSheet
from yixing.handover.models import Handover
from yixing.jobs.models import Job
from yixing.matters.models import Matter, OpinionReply, OpinionRound
from yixing.meetings.models import AgendaItem, Attendance, Meeting
from yixing.papers.models import Document
from yixing.portfolios.models import Division
from yixing.supervision.models import Breakdown, Report, Task


class Scatter:
    """Everything that is picked at random, picked in one place."""

    def __init__(self, cast: Cast, chance: random.Random) -> None:
        self.cast, self.chance = cast, chance
        self.units = [unit for code, unit in cast.units.items() if code != "县委"]
        self.areas = list(cast.areas.values())
        self.people = list(cast.people.values())
        self.leaders = [person for name, person in cast.people.items() if "常委" in name]

    def one(self, rows: list[Any]) -> Any:
        return self.chance.choice(rows)

    def perhaps(self, rows: list[Any]) -> Any:
        return self.one(rows) if self.chance.random() < 0.6 else None

    def some(self, rows: list[Any]) -> list[Any]:
        return self.chance.sample(rows, self.chance.randint(0, 2))


def scatter(cast: Cast, chance: random.Random) -> None:
    """Make the rows; only what the database itself demands holds of them."""
    pick = Scatter(cast, chance)
    matters = [_matter(pick, number) for number in range(7)]
    meetings = [_meeting(pick, number) for number in range(6)]
    items = [_item(pick, meeting, order, matters) for meeting in meetings for order in (1, 2)]
    for item in items[::3]:
        Poll.objects.create(item=item, opened_on=TODAY, base=11, present=9, entitled=9)
    decisions = [_decision(pick, number, meetings, matters) for number in range(8)]
    briefings = [_briefing(pick, number) for number in range(5)]
    instructions = [_instruction(pick, briefing) for briefing in briefings for _ in range(chance.randint(0, 2))]
    for matter in matters:
        _argued(pick, matter)
    for number in range(8):
        _tasks(pick, number, decisions, instructions)
    for meeting in meetings:
        _paper(pick, meeting)
    for _ in range(4):
        _handover(pick)
        _difference(pick, pick.one(matters))
    _duties(pick, meetings)
    for number in range(3):
        circular = TaskCircular.objects.create(year=2023, ordinal=number + 1, on=TODAY)
        circular.members.set(pick.some(pick.leaders))
    for state in Division.State:
        until = TODAY if state == Division.State.IN_FORCE else None  # one at a time is in force without an end
        Division.objects.create(name=f"分工方案{state}", state=state, until=until)
        Division.objects.create(name=f"征求意见的分工方案{state}", state=state, until=until, asked_on=TODAY)
    due = timezone.make_aware(dt.datetime.combine(TODAY, dt.time(1)))
    Job.objects.create(kind="daily", due=due)
    for name in ("书记", "审计员"):
        Job.objects.create(kind="recheck", due=due, payload={"user": cast.users[name].pk})
    for name in ("审计员", "秘书"):
        Job.objects.create(kind="dossier", due=due, payload={"user": cast.users[name].pk})


def _matter(pick: Scatter, number: int) -> Matter:
    matter = Matter.objects.create(
        title=f"关于第{number}件事项的请示",
        type=pick.cast.types["T19"] if number % 4 == 0 else pick.one(list(pick.cast.types.values())),
        unit=pick.one(pick.units),
        area=pick.perhaps(pick.areas),
        drafted_on=TODAY,
    )
    matter.other_areas.set(pick.some(pick.areas))
    if pick.chance.random() < 0.6:
        opened = OpinionRound.objects.create(matter=matter, opened_on=TODAY, due_on=TODAY, text="征求意见")
        for unit in pick.some(pick.units):
            OpinionReply.objects.create(round=opened, unit=unit)
    return matter


def _argued(pick: Scatter, matter: Matter) -> None:
    day = {"since": TODAY, "until": TODAY}
    research = Research.objects.create(
        topic="课题", leader=pick.one(pick.people), unit=pick.one(pick.units), area=pick.perhaps(pick.areas), **day
    )
    if pick.chance.random() < 0.6:
        Citation.objects.create(research=research, matter=matter, on=TODAY)
    Consultation.objects.create(matter=matter, number=f"咨{matter.pk}", question="可行？", asked_on=TODAY, due_on=TODAY)
    PublicNotice.objects.create(matter=matter, text="公示", places="网站", **day)
    Hearing.objects.create(matter=matter, subject="听证", announced_on=TODAY, planned_on=TODAY, place="会议室")


def _meeting(pick: Scatter, number: int) -> Meeting:
    meeting = Meeting.objects.create(
        kind="standing",
        body=pick.perhaps(list(pick.cast.bodies.values())),
        title=f"第{number}次会议",
        year=2023,
        on=TODAY,
        chair=pick.perhaps(pick.leaders),
        subject_area=pick.perhaps(pick.areas),
    )
    for person in pick.chance.sample(pick.people, 5):
        Attendance.objects.create(meeting=meeting, person=person, capacity="member")
    return meeting


def _item(pick: Scatter, meeting: Meeting, order: int, matters: list[Matter]) -> AgendaItem:
    return AgendaItem.objects.create(
        meeting=meeting, order=order, matter=pick.perhaps(matters), title="议题", nature="deliberate"
    )


def _decision(pick: Scatter, number: int, meetings: list[Meeting], matters: list[Matter]) -> Decision:
    decision = Decision.objects.create(
        number=f"2023-{number}",
        source="meeting",
        meeting=pick.perhaps(meetings),
        matter=pick.perhaps(matters),
        area=pick.perhaps(pick.areas),
        title="议定事项",
        text="照办",
        outcome="agreed",
        decided_on=TODAY,
        effective_on=TODAY,
        lead_unit=pick.perhaps(pick.units),
        amending_unit=pick.perhaps(pick.units),
        leader=pick.perhaps(pick.leaders),
        approver=pick.perhaps(pick.leaders),
        **_filed(pick, number),
    )
    decision.assist_units.set(pick.some(pick.units))
    return decision


def _filed(pick: Scatter, number: int) -> dict[str, Any]:
    """Every other one is a member's own decision, and of these some were told to others."""
    if number % 2:
        return {}
    circular = None
    if pick.chance.random() < 0.7:
        circular = Circular.objects.create(year=2023, ordinal=number + 1, since=TODAY, until=TODAY, on=TODAY)
        circular.members.set(pick.some(pick.leaders))
    return {"record": "instruction", "basis": "批示", "filed_on": TODAY, "circular": circular}


def _briefing(pick: Scatter, number: int) -> Briefing:
    briefing = Briefing.objects.create(number=f"呈{number}", kind="incoming", title="来文", presented_on=TODAY)
    briefing.leaders.set(pick.some(pick.leaders))
    return briefing


def _instruction(pick: Scatter, briefing: Briefing) -> Instruction:
    return Instruction.objects.create(
        briefing=briefing,
        leader=pick.one(pick.leaders),
        successor=pick.perhaps(pick.leaders),
        unit=pick.perhaps(pick.units),
        on=TODAY,
        text="请办理",
    )


def _tasks(pick: Scatter, number: int, decisions: list[Decision], instructions: list[Instruction]) -> None:
    of_decision = not instructions or pick.chance.random() < 0.5
    issued = pick.chance.random() < 0.7
    breakdown = Breakdown.objects.create(
        decision=pick.one(decisions) if of_decision else None,
        instruction=None if of_decision else pick.one(instructions),
        drafted_on=TODAY,
        state="approved" if issued else "draft",
        approved_on=TODAY if issued else None,
    )
    for line in range(pick.chance.randint(1, 2)):
        task = Task(
            breakdown=breakdown,
            source="decision" if of_decision else "instruction",
            text="落实议定事项",
            lead_unit=pick.one(pick.units),
            leader=pick.perhaps(pick.leaders),
            area=pick.perhaps(pick.areas),
            due_words="6月底前",
            number=f"督{number}-{line}" if issued else None,
            issued_on=TODAY if issued else None,
        )
        task.settle()
        task.assist_units.set(pick.some(pick.units))
        Report.objects.create(task=task, unit=pick.one(pick.units), on=TODAY, progress="推进中")


def _difference(pick: Scatter, matter: Matter) -> None:
    first, second = pick.chance.sample(pick.leaders, 2)
    words = dict.fromkeys(("point", "first_position", "second_position"), "由谁牵头")
    Difference.objects.create(matter=matter, first=first, second=second, raised_on=TODAY, **words)


def _handover(pick: Scatter) -> None:
    giver, receiver, witness = pick.chance.sample(pick.leaders, 3)
    days = dict.fromkeys(("prepared_on", "effective_on", "due_on"), TODAY)
    Handover.objects.create(cause="plan", giver=giver, receiver=receiver, witness=witness, **days)


def _duties(pick: Scatter, meetings: list[Meeting]) -> None:
    sheet = TalkSheet.objects.create(kind="pair", year=2023, quarter=2)
    for number, person in enumerate(pick.leaders):
        unit = pick.one(pick.units)
        Duty.objects.create(person=person, mode="coordination", on=TODAY, title="协调")
        Inquiry.objects.create(
            number=f"质{number}",
            person=person,
            successor=pick.perhaps(pick.leaders),
            unit=unit,
            title="质询",
            asked_on=TODAY,
            due_on=TODAY,
        )
        Recommendation.objects.create(
            person=person, kind="reward", unit=unit, title="事由", text="意见", on=TODAY, sent_to=pick.one(pick.units)
        )
        heard = {"state": "heard", "heard_on": TODAY, "meeting": pick.one(meetings)} if number % 2 else {}
        DutyReport.objects.create(kind="member", year=2023, person=person, text="报告", drafted_on=TODAY, **heard)
        if number:
            Talk.objects.create(sheet=sheet, person=pick.leaders[0], other=person, on=TODAY)


def _paper(pick: Scatter, meeting: Meeting) -> None:
    state = pick.one(["draft", "signed"])
    signed = {"number": meeting.pk, "year": 2023} if state == "signed" else {}
    Document.objects.create(
        kind="minutes",
        subject=f"meeting/{meeting.pk}",
        unit=pick.perhaps(pick.units),
        title="会议纪要",
        series="纪要",
        state=state,
        content={},
        **signed,
    )
