"""What stands in the measured county: 75 units, their people, and ten years of tasks.

Written with the ORM in bulk, not through the actions: the size is what is wanted, not the history. Units differ as
real ones do: the busiest has a twentieth of all tasks, and what is open or late grows with the whole.
"""

import datetime as dt
import random
from dataclasses import dataclass

from django.contrib.auth.hashers import make_password
from django.db import transaction

from benchmarks.plan import ENDED, LATE, MEMBERS, PASSWORD, UNITS, USER, cumulated_shares
from yixing.access.roles import Role
from yixing.accounts.models import RoleGrant, User
from yixing.compliance.models import Parameter
from yixing.decisions.models import Decision
from yixing.meetings.models import Meeting
from yixing.people.models import Body, Membership, Organization, OrganizationKind, Person, Post
from yixing.portfolios.models import Area, Assignment, Division
from yixing.supervision.models import Breakdown, Task
from yixing.supervision.state import OPEN, task_state

AREAS = 120
CHUNK = 2000
TASKS_OF_A_DECISION = 3
DECISIONS_OF_A_MEETING = 8
YEARS = 10
INSPECTOR, DIRECTOR, HEAD = USER, "director", "head"
PARAMETERS = {"accept_workdays": 2, "objection_workdays": 2, "extensions_max": 3, "due_soon_days": 7}
WORK = ("集中供热管网改造", "农村饮水安全工程", "产业园区标准厂房", "中小学校舍维修", "高标准农田建设", "老旧小区改造")
STEPS = ("完成施工图审查并开工", "完成征地拆迁", "完成主体工程", "组织竣工验收", "报送阶段性进展", "落实配套资金")


@dataclass(slots=True)
class Establishment:
    """Who there is: units in their order, the members by rank, the body that decides."""

    units: list[Organization]
    members: list[Person]
    body: Body


@dataclass(frozen=True, slots=True)
class Days:
    """The days of one task that decide where it stands; ``ended`` is ``None`` while it is open."""

    issued: dt.date
    due: dt.date
    reported: dt.date
    ended: dt.date | None


@transaction.atomic
def fill(count: int, today: dt.date) -> None:
    """Fill a founded installation with ``count`` tasks as they stand on ``today``."""
    since = today - dt.timedelta(days=365 * YEARS)
    county = _establish(since)
    _accounts(county, since)
    _tasks(count, county, today)


def _establish(since: dt.date) -> Establishment:
    kind = OrganizationKind.objects.create(code="department", name="部门")
    root = Organization.objects.create(code="C00", name="中共示例县委员会", kind=kind)
    units = Organization.objects.bulk_create(
        Organization(code=f"D{number:02d}", name=f"部门{number:02d}", kind=kind, parent=root, order=number)
        for number in range(1, UNITS + 1)
    )
    body = Body.objects.create(code="standing", name="县委常委会", kind=Body.Kind.STANDING_COMMITTEE, organization=root)
    members = [
        _person(f"{number:02d}号常委", number, Post(organization=root, name=f"常委{number:02d}", order=number), since)
        for number in range(1, MEMBERS + 1)
    ]
    Membership.objects.bulk_create(
        Membership(person=person, body=body, capacity=Membership.Capacity.MEMBER, since=since) for person in members
    )
    division = Division.objects.create(name="常委分工", state=Division.State.IN_FORCE, since=since)
    for number in range(AREAS):
        area = Area.objects.create(code=f"a{number:03d}", name=f"分管事项{number:03d}", domain="economy", order=number)
        area.units.add(units[number % UNITS])
        person = members[number % UNITS % MEMBERS]
        Assignment.objects.create(division=division, area=area, person=person, relation="lead", since=since)
    Parameter.objects.bulk_create(Parameter(key=key, value=value, since=since) for key, value in PARAMETERS.items())
    return Establishment(units, members, body)


def _person(name: str, order: int, post: Post, since: dt.date) -> Person:
    person = Person.objects.create(name=name, order=order)
    post.save()
    Membership.objects.create(person=person, post=post, since=since)
    return person


def _accounts(county: Establishment, since: dt.date) -> None:
    password = make_password(PASSWORD)
    office, busiest = county.units[1], county.units[0]
    for order, (login, role, unit) in enumerate(
        ((INSPECTOR, Role.INSPECTOR, office), (DIRECTOR, Role.DIRECTOR, office), (HEAD, Role.UNIT_HEAD, busiest)), 100
    ):
        post = Post(organization=unit, name=role.label, order=order, is_head=login == HEAD)
        user = User.objects.create(
            username=login, person=_person(login, order, post, since), password=password, must_change_password=False
        )
        RoleGrant.objects.create(user=user, role=role, since=since)


def days(chance: random.Random, today: dt.date) -> Days:
    """Of ten years: four in five ended, one in eight late, the others still in time."""
    fate = chance.random()
    if fate < ENDED:
        issued = today - dt.timedelta(days=chance.randint(250, 365 * YEARS))
        due = issued + dt.timedelta(days=chance.randint(20, 200))
        reported = issued + dt.timedelta(days=chance.randint(1, 25))
        return Days(issued, due, reported, max(reported, due + dt.timedelta(days=chance.randint(-15, 20))))
    late = fate < ENDED + LATE
    due = today + dt.timedelta(days=-chance.randint(1, 400) if late else chance.randint(0, 180))
    issued = due - dt.timedelta(days=200)
    return Days(issued, due, issued + dt.timedelta(days=10), None)


def _sources(count: int, county: Establishment, today: dt.date) -> list[Breakdown]:
    needed = count // TASKS_OF_A_DECISION + 1
    meetings = Meeting.objects.bulk_create(
        Meeting(
            kind=Meeting.Kind.STANDING,
            body=county.body,
            title=f"常委会第{number}次会议",
            number=number,
            year=today.year,
            on=today,
            state=Meeting.State.CLOSED,
        )
        for number in range(1, needed // DECISIONS_OF_A_MEETING + 2)
    )
    decisions = (
        Decision(
            number=f"议定{number:06d}",
            source=Decision.Source.MEETING,
            meeting=meetings[number // DECISIONS_OF_A_MEETING],
            title=f"关于{WORK[number % len(WORK)]}的意见（{number}）",
            text="同意。",
            outcome="agreed",
            decided_on=today,
            effective_on=today,
            lead_unit=county.units[number % UNITS],
        )
        for number in range(needed)
    )
    director = county.members[-1]
    breakdowns = (
        Breakdown(
            decision=decision,
            drafted_on=today,
            drafter=director,
            approved_on=today,
            approver=director,
            state=Breakdown.State.APPROVED,
        )
        for decision in Decision.objects.bulk_create(decisions, batch_size=CHUNK)
    )
    return Breakdown.objects.bulk_create(breakdowns, batch_size=CHUNK)


def _tasks(count: int, county: Establishment, today: dt.date) -> None:
    chance = random.Random(2023)  # noqa: S311  (the same county every time)
    shares = cumulated_shares()
    sources = _sources(count, county, today)
    through = Task.assist_units.through
    for first in range(0, count, CHUNK):
        numbers = range(first, min(first + CHUNK, count))
        led = chance.choices(range(UNITS), cum_weights=shares, k=len(numbers))
        rows = [
            _task(number, place, county, sources[number // TASKS_OF_A_DECISION], days(chance, today))
            for number, place in zip(numbers, led, strict=True)
        ]
        Task.objects.bulk_create(rows)
        through.objects.bulk_create(
            through(task=row, organization=county.units[(place + step) % UNITS])
            for row, place in zip(rows, led, strict=True)
            for step in range(1, 1 + chance.randint(0, 2))
        )


def _task(number: int, place: int, county: Establishment, source: Breakdown, on: Days) -> Task:
    leader = county.members[place % MEMBERS]
    task = Task(
        number=f"督{on.issued.year}-{number:06d}",
        breakdown=source,
        source=Task.Source.DECISION,
        text=f"{WORK[number % len(WORK)]}（{number}号标段）{STEPS[number % len(STEPS)]}",
        lead_unit=county.units[place],
        leader=leader,
        due_words=f"{on.due.month}月底前",
        due_on=on.due,
        first_due_on=on.due,
        issued_on=on.issued,
        assigned_on=on.issued,
        sign_by=on.issued,
        accepted_on=on.issued,
        last_report_on=on.reported,
        last_report="已完成前期工作，正在按计划推进。",
        claimed_on=on.ended,
        verified_on=on.ended,
        verifier=leader if on.ended else None,
        consented_on=on.ended,
        closed_on=on.ended,
        closed_by=leader if on.ended else None,
    )
    # As Task.settle would store them; a test compares.
    task.state = task_state(task.records())
    task.is_open = task.state in OPEN
    task.due_sort = task.due_on or dt.date.max
    return task
