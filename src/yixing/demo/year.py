"""The whole year: every script of every matter, meeting, decision and task, played in the order of days."""

import datetime as dt
from collections.abc import Callable, Iterator

from yixing.decisions.models import Decision
from yixing.demo import argument, duties, meetings, numbers, tasks
from yixing.demo.build import change_division
from yixing.demo.county import County
from yixing.demo.matters import bring, send_back, withdraw
from yixing.demo.plan import Planned, other_meetings, workday
from yixing.demo.world import Script, World, run
from yixing.matters.models import Matter


class Year:
    """The year while it is played: what was made so far, and which courses are still to be given out."""

    def __init__(self, world: World, county: County) -> None:
        self.world = world
        self.made: dict[int, Matter] = {}
        self.following: list[Script] = []
        units = [unit.code for unit in county.units]
        departments = [code for code in units if code.startswith("D") and code != "D01"]
        townships = [code for code in units if code.startswith("X")]
        self.courses = tasks.make_courses(world.chance, departments, townships)
        self._given: dict[int, list[tasks.Course]] = {}
        self._give_out(world)

    def _give_out(self, world: World) -> None:
        """Hand the courses to the matters by the day they are decided, so that the last ones of the year stay in hand."""

        def day(matter: Planned) -> dt.date:
            if matter.way == "plenary":
                return world.plan.plenaries[matter.meeting]
            base = matter.drafted if matter.way == "direct" else world.plan.standing[matter.meeting]
            return base + dt.timedelta(days=12) if matter.text_approved or matter.promotes else base

        deciding = [m for m in world.plan.matters if m.tasks]
        place = 0
        for matter in sorted(deciding, key=lambda m: (day(m), m.index)):
            self._given[matter.index] = self.courses[place : place + matter.tasks]
            place += matter.tasks

    def decided(self, planned: Planned, decision: Decision, day: dt.date) -> None:
        """Tasks follow a decision that is in force."""
        if planned.index == self.world.plan.division:
            self.world.divided_by = self.world.divided_by or decision.pk
        self._evaluate(decision)
        title = decision.title.split("（第")[0]
        courses = self._given.get(planned.index, [])
        if courses:
            self.following.append(tasks.issue(self.world, courses, day, title=title, decision_id=decision.pk))

    def _evaluate(self, decision: Decision) -> None:
        """Most of what falls due in the year is evaluated; every seventh is left to be found late."""
        due = decision.evaluate_on
        if due is not None and due.year == self.world.plan.year and decision.pk % 7:
            self.following.append(argument.evaluate(self.world, decision.pk, due))

    def scripts(self) -> Iterator[Script]:
        """Everything that goes on in the year."""
        world = self.world
        yield change_division(world)
        for number, day in enumerate(argument.research_days(world.plan.year), 1):
            yield argument.research(world, number, day)
        direct = 0
        for planned in world.plan.matters:
            direct += planned.way == "direct"
            yield self._way(planned, direct)
        for index in range(numbers.STANDING_MEETINGS):
            yield self._standing(index)
        for index in range(len(numbers.PLENARIES)):
            yield meetings.plenary(world, index, self.made, self.decided)
        for month in range(1, 13):
            yield meetings.told(world, month)
        for kind, title, ordinal, day, large in other_meetings(world.plan.year):
            yield meetings.other(world, kind, title, ordinal, day, large=large)
        for number in range(1, numbers.INSTRUCTIONS + 1):
            yield tasks.instruction(world, number, self._instruction_day(number))
        yield from duties.scripts(world)

    def _way(self, planned: Planned, direct: int) -> Script:
        """The script of one matter; ``direct`` counts those a member decides himself."""
        world = self.world
        match planned.way:
            case "standing":
                return bring(world, planned, self._ready(planned, planned.meeting), made=self.made)
            case "plenary":
                return bring(world, planned, self._ready(planned, planned.referral), made=self.made)
            case "direct":
                return meetings.direct(world, planned, direct, self.made, self.decided)
            case "returned":
                return send_back(world, planned, made=self.made)
            case "withdrawn":
                return withdraw(world, planned, made=self.made)

    def _ready(self, planned: Planned, meeting: int) -> dt.date:
        day = self.world.plan.standing[meeting]
        return meetings.workday_before(day, 3) if not planned.late else meetings.workday_before(day, 1)

    def _instruction_day(self, number: int) -> dt.date:
        first = dt.date(self.world.plan.year, 1, 5)
        step = 335 if number <= numbers.INSTRUCTIONS_CLOSED else 348
        return workday(first + dt.timedelta(days=step * number // numbers.INSTRUCTIONS))

    def _standing(self, index: int) -> Script:
        yield from meetings.standing(self.world, index, self.made, self.decided)
        day = self.world.plan.standing[index]
        for planned in self.world.plan.of("standing"):
            if planned.meeting == index and planned.promotes:
                matter = self.made[planned.index]
                for decision in Decision.objects.filter(matter=matter, state="pending_notice"):
                    self.following.append(meetings.appoint(self.world, decision, matter, day, self.decided, planned))
            if planned.meeting == index and planned.outcome == "agreed_in_principle" and planned.text_approved:
                for decision in Decision.objects.filter(matter=self.made[planned.index], state="pending_text"):
                    self.following.append(meetings.approve_text(self.world, decision.pk, day, self.decided, planned))


def play(world: World, county: County, tell: Callable[[int, dt.date], None]) -> Year:
    """Play the year."""
    year = Year(world, county)
    run(year.scripts(), tell, year.following)
    return year
