"""The year on paper: which matters there are, when, by which way, to which meeting, with which end.

Pure and deterministic: the same seed and year give the same plan. ``year.py`` then walks it through the actions.
"""

import datetime as dt
import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

from yixing.demo import numbers
from yixing.demo.titles import title_of
from yixing_core.workdays.calendar import default_calendar

_QUICK_MEETINGS = frozenset({0, 1, 2, *range(3, numbers.STANDING_MEETINGS, 3)})
Way = Literal["direct", "standing", "plenary", "returned", "withdrawn"]

NO_OPINIONS = ("T01", "T07", "T08", "T11", "T12", "T13", "T16", "T17", "T19")
"""Types that need no round of opinions, and so can reach the first meetings of the year."""
NEEDS_OPINIONS = ("T02", "T03", "T04", "T05", "T06", "T09", "T10", "T14", "T15", "T18")
NEEDS_EXPERTS = ("T02", "T04", "T05", "T15", "T16")
HEARD = (("T14", 6), ("T16", 2), ("T11", 4), ("T12", 4), ("T13", 3), ("T17", 3))
"""Which standing items are heard only: with them the steps of the others come to the sums of ``numbers``."""
AREAS_OF_TYPE: dict[str, tuple[str, ...]] = {
    "T01": ("县委全面工作",),
    "T02": ("发展战略规划统筹", "发展改革"),
    "T03": ("县委全面工作", "县政府全面工作", "综合协调"),
    "T04": ("重点项目统筹", "发展改革", "交通", "水利", "工业和科技", "住房城建", "能源"),
    "T05": ("财政预算统筹", "财政税务", "债务风险防范", "国资金融"),
    "T06": ("党委机构编制", "政府机构编制"),
    "T07": ("干部选任", "干部监督"),
    "T08": ("干部选任",),
    "T09": ("年度考核", "公务员管理"),
    "T10": ("党的建设总责", "农村基层组织", "城市社区党建", "两新组织党建", "党员教育管理", "驻村工作队"),
    "T11": ("意识形态", "新闻宣传", "精神文明", "文化事业产业", "融媒体"),
    "T12": ("党风廉政建设", "作风督查", "巡察", "廉政教育"),
    "T13": ("平安建设", "综治网格", "扫黑除恶", "社会治理创新"),
    "T14": ("民生实事统筹", "就业社保", "医保民政", "教育（联系）", "卫生健康（联系）"),
    "T15": ("自然资源", "住房城建", "交通"),
    "T16": ("生态环境", "人居环境"),
    "T17": ("农业农村", "乡村振兴", "水利"),
    "T18": ("法规制度", "政策研究", "人才工作", "办文"),
    "T19": ("应急管理总责", "值班应急", "群体性事件处置"),
    "T20": (
        "市场监管",
        "行政审批服务",
        "统计",
        "文物旅游",
        "老干部",
        "工商联",
        "双拥",
        "信访统筹",
        "民族",
        "宗教",
        "征兵",
        "后勤",
        "档案",
        "粮食安全",
        "招商联谊",
        "公共法律服务",
    ),
}

REACHES = {
    "T04": "财政预算统筹",
    "T13": "网络舆情",
    "T14": "财政预算统筹",
    "T15": "生态环境",
    "T16": "住房城建",
    "T17": "水利",
}
"""Types of matters of which some reach into another area, and into which."""

MOVING: dict[str, tuple[tuple[str, ...], tuple[str, str]]] = {
    "招商引资": (("T04",), ("招商引资重点项目落地", "产业招商园区配套项目")),
    "应急管理总责": (("T13", "T18"), ("突发事件应急预案管理办法", "防汛抗旱应急准备工作")),
    "帮扶协作": (("T17",), ("东西部协作产业帮扶项目安排", "帮扶车间稳岗就业安排")),
}
"""Areas that V3 moves: types and subjects of what is open there when they change hands."""


@dataclass(slots=True)
class Planned:
    """One matter of the year before it exists."""

    index: int
    code: str
    way: Way
    title: str = ""
    area: str = ""
    drafted: dt.date = dt.date.min
    meeting: int = -1
    """Index of the standing meeting (0–35) or of the plenary (0–3)."""
    referral: int = -1
    """For a plenary matter: the standing meeting that refers it."""
    outcome: str = ""
    nature: str = "deliberate"
    amount: int | None = None
    late: bool = False
    offline: bool = False
    backfilled: bool = False
    text_approved: bool = False
    promotes: bool = False
    """A batch of appointments that promotes somebody: in force only after 任前公示."""
    tasks: int = 0
    unit: str = ""
    importance: str = "ordinary"
    public_interest: bool = False
    asks_opinions: bool = False
    replies: int = 0
    experts: bool = False
    argument: int = 0
    """Which of the 18 argument meetings gave the expert opinion; 0 for one of the 52 consultations."""
    reaches: str = ""
    """Another area, of another member, into which it reaches: he reads it before the meeting."""
    differs: bool = False
    """He and the member in charge differ; the chair rules."""


@dataclass(slots=True)
class Plan:
    """The whole year."""

    year: int
    matters: list[Planned] = field(default_factory=list)
    standing: list[dt.date] = field(default_factory=list)
    plenaries: list[dt.date] = field(default_factory=list)
    division: int = -1
    """Index of the matter by which the committee changes the division of work (V3)."""

    def of(self, way: Way) -> list[Planned]:
        """The matters that go one way."""
        return [matter for matter in self.matters if matter.way == way]


def workday(day: dt.date) -> dt.date:
    """The day itself, or the next working day."""
    calendar = default_calendar()
    return day if calendar.is_workday(day) else calendar.add_workdays(day, 1)


def make_plan(year: int) -> Plan:
    """Plan the year.

    Returns:
        312 matters and 5 withdrawn ones, 36 + 4 meeting days; the sums are those of ``numbers``.
    """
    chance = random.Random(numbers.SEED + year)
    plan = Plan(year)
    plan.standing = [workday(dt.date(year, month, day)) for month in range(1, 13) for day in (12, 20, 27)]
    plan.plenaries = [workday(dt.date(year, month, 24)) for month, _, _ in numbers.PLENARIES]
    _matters(plan)
    _meetings(plan, chance)
    _draft_days(plan, chance)
    _ends(plan, chance)
    _marks(plan, chance)
    _promotions(plan)
    _tasks(plan, chance)
    _steps(plan, chance)
    for matter in plan.matters:
        matter.area = AREAS_OF_TYPE[matter.code][matter.index % len(AREAS_OF_TYPE[matter.code])]
        matter.title = title_of(matter.code, matter.index, matter.area)
        matter.nature = _nature(matter)
        if matter.code in {"T04", "T05"}:
            matter.amount = chance.randrange(12, 90) * 1_000_000
        elif matter.code in {"T14", "T15"}:
            matter.amount = chance.randrange(1, 40) * 100_000
    _division(plan)
    _moving(plan)
    _reaching(plan)
    return plan


def _moving(plan: Plan) -> None:
    """In each area that changes hands in July two matters were decided shortly before: their tasks change hands."""
    switch = dt.date(plan.year, 7, 1)
    for area, (codes, subjects) in MOVING.items():
        decided = [
            (_settled_on(plan, m), m) for m in plan.matters if m.code in codes and m.tasks and m.way != "plenary"
        ]
        latest = sorted(((day, m.index, m) for day, m in decided if day < switch), reverse=True)
        for subject, (_, _, matter) in zip(subjects, latest, strict=False):
            matter.area = area
            matter.title = f"关于{subject}的请示（第{matter.index}号）"


def _reaching(plan: Plan) -> None:
    """Twelve matters, spread over the year, reach into another member's field; one that is agreed divides the two."""
    leads = {name: member for member, _, names in numbers.AREAS for name in names.split()}
    moved = set(MOVING)
    able = [
        m
        for m in plan.of("standing")
        if m.code in REACHES
        and leads[m.area] != leads[REACHES[m.code]]
        and not (m.offline or m.backfilled or m.late or m.area in moved)
    ]
    able.sort(key=lambda m: (m.meeting, m.index))
    read = [able[place * len(able) // numbers.READ_BEFORE] for place in range(numbers.READ_BEFORE)]
    for matter in read:
        matter.reaches = REACHES[matter.code]
    agreed = [matter for matter in read if matter.outcome == "agreed"]
    agreed[len(agreed) // 2].differs = True


def _settled_on(plan: Plan, matter: Planned) -> dt.date:
    return matter.drafted if matter.way == "direct" else _decided_on(plan, matter)


def _division(plan: Plan) -> None:
    """The last matter of 党的建设 agreed in June is the change of the members' division of work."""
    decided = [
        matter
        for matter in plan.of("standing")
        if matter.code == "T10"
        and matter.outcome == "agreed"
        and dt.date(plan.year, 2, 1) < plan.standing[matter.meeting] < dt.date(plan.year, 7, 1)
    ]
    matter = max(decided, key=lambda each: (each.meeting, each.index))
    matter.title = f"关于调整县委常委分工的请示（第{matter.index}号）"
    plan.division = matter.index


def _matters(plan: Plan) -> None:
    for code, (direct, standing, plenary, returned) in numbers.MATTERS.items():
        ways: tuple[tuple[Way, int], ...] = (
            ("standing", standing),
            ("plenary", plenary),
            ("direct", direct),
            ("returned", returned),
        )
        for way, count in ways:
            plan.matters += [Planned(0, code, way) for _ in range(count)]
    plan.matters += [Planned(0, code, "withdrawn") for code in ("T04", "T05", "T10", "T15", "T18")[: numbers.WITHDRAWN]]
    for index, matter in enumerate(plan.matters):
        matter.index = index


def _meetings(plan: Plan, chance: random.Random) -> None:
    standing = plan.of("standing")
    chance.shuffle(standing)
    # The first meeting of the year adopts the rules of procedure; then what needs no round of opinions comes first.
    first = next(matter for matter in standing if matter.code == "T18")
    standing.sort(key=lambda matter: matter is not first)
    quick = [matter for matter in standing[1:] if matter.code in NO_OPINIONS]
    slow = [matter for matter in standing[1:] if matter.code not in NO_OPINIONS]
    # The first three meetings and the first of every month take what needs no round of opinions, so that each month's
    # number of drafts can be kept.
    places = [place for place in range(1, len(standing)) if place // numbers.ITEMS_A_MEETING in _QUICK_MEETINGS]
    taken = dict(zip(places, quick, strict=False))
    rest = quick[len(places) :] + slow
    chance.shuffle(rest)
    others = iter(rest)
    for place in range(len(standing)):
        matter = first if place == 0 else taken.get(place) or next(others)
        matter.meeting = place // numbers.ITEMS_A_MEETING
    plenary = plan.of("plenary")
    chance.shuffle(plenary)
    for place, matter in enumerate(plenary):
        matter.meeting = place // 3
        # Twelve different standing meetings refer one matter each, in the two weeks before the plenary.
        matter.referral = (numbers.PLENARIES[matter.meeting][0] - 1) * 3 - 1 + place % 3
    # Plenary of February: its referrals are the last January and the first two February meetings.


def _draft_days(plan: Plan, chance: random.Random) -> None:
    """Give every counted matter a day so that each month has its number and nothing is drafted after its meeting."""
    counted = [matter for matter in plan.matters if matter.way != "withdrawn"]
    latest = {matter.index: _latest_month(plan, matter) for matter in counted}
    left = list(numbers.MATTERS_BY_MONTH)
    bound = sorted((m for m in counted if m.way in {"standing", "plenary"}), key=lambda m: (latest[m.index], m.index))
    for matter in bound:
        month = next(month for month in range(latest[matter.index], 0, -1) if left[month - 1])
        left[month - 1] -= 1
        matter.drafted = _day_in(plan, matter, month, chance)
    free = [matter for matter in counted if matter.way in {"direct", "returned"}]
    chance.shuffle(free)
    months = [month for month, count in enumerate(left, 1) for _ in range(count)]
    for matter, month in zip(free, months, strict=True):
        matter.drafted = workday(dt.date(plan.year, month, chance.randrange(3, 20)))
    for place, matter in enumerate(plan.of("withdrawn")):
        matter.drafted = workday(dt.date(plan.year, 3 + place, 6))


def _decided_on(plan: Plan, matter: Planned) -> dt.date:
    return plan.standing[matter.referral if matter.way == "plenary" else matter.meeting]


def _limit(plan: Plan, matter: Planned) -> dt.date:
    """The last day on which a matter can be drafted and still reach its meeting, through holidays too."""
    decided = _decided_on(plan, matter)
    days, workdays = (6, 5) if matter.code in NO_OPINIONS else (16, 6)
    return min(decided - dt.timedelta(days=days), default_calendar().add_workdays(decided, -workdays))


def _latest_month(plan: Plan, matter: Planned) -> int:
    day = _limit(plan, matter)
    return day.month if day.year == plan.year else 1


def _day_in(plan: Plan, matter: Planned, month: int, chance: random.Random) -> dt.date:
    limit = _limit(plan, matter)
    last = min(limit, dt.date(plan.year, month, 24))
    day = max(dt.date(plan.year, month, 3), last - dt.timedelta(days=chance.randrange(8)))
    calendar = default_calendar()
    while not calendar.is_workday(day) and day.day > 3:
        day -= dt.timedelta(days=1)
    return workday(day)


def _ends(plan: Plan, chance: random.Random) -> None:
    standing = plan.of("standing")
    for matter in standing:
        if matter.code == "T01":
            matter.outcome = "conveyed"
    for code, count in HEARD:
        for matter in [matter for matter in standing if matter.code == code][:count]:
            matter.outcome = "heard"
    voted = [matter for matter in standing if not matter.outcome]
    first = min(voted, key=lambda matter: (matter.meeting, matter.code != "T18"))
    rest = [matter for matter in voted if matter is not first and matter.code not in {"T07", "T19"}]
    chance.shuffle(rest)
    rare: list[str] = [o for o in ("agreed_in_principle", "deferred", "rejected") for _ in range(numbers.OUTCOMES[o])]
    for matter, outcome in zip(rest, rare, strict=False):
        matter.outcome = outcome
    for matter in voted:
        matter.outcome = matter.outcome or "agreed"
    principled = [matter for matter in standing if matter.outcome == "agreed_in_principle"]
    for place, matter in enumerate(sorted(principled, key=lambda matter: matter.meeting)):
        matter.text_approved = place < numbers.TEXTS_APPROVED
    for matter in plan.of("plenary"):
        matter.outcome = "agreed"


def _marks(plan: Plan, chance: random.Random) -> None:
    standing = [matter for matter in plan.of("standing") if matter.meeting > 2]
    cadre = [matter for matter in standing if matter.code == "T07"]
    cases = [matter for matter in standing if matter.code == "T12"]
    for matter in cadre[: numbers.OFFLINE[0]] + cases[: numbers.OFFLINE[1]]:
        matter.offline = True
    late = [matter for matter in standing if matter.code in {"T13", "T17", "T11"} and not matter.offline]
    for matter in chance.sample(late, numbers.LATE_ITEMS):
        matter.late = True
    entered_late = [
        matter for matter in standing if matter.code in NO_OPINIONS and not matter.offline and not matter.late
    ]
    for matter in chance.sample(entered_late, numbers.BACKFILLED):
        matter.backfilled = True


def _promotions(plan: Plan) -> None:
    """Four batches of the year promote somebody, spread over it; the others are transfers and removals."""
    batches = [m for m in plan.of("standing") if m.code == "T07" and 2 < m.meeting < PROMOTED_BY]
    clear = sorted((m for m in batches if not m.offline and not m.backfilled), key=lambda m: (m.meeting, m.index))
    for place in range(numbers.PROMOTION_BATCHES):
        clear[place * len(clear) // numbers.PROMOTION_BATCHES].promotes = True


PROMOTED_BY = 33
"""No batch of the last meetings promotes: its 任前公示 would reach into the next year."""


def _tasks(plan: Plan, chance: random.Random) -> None:
    deciding = {"agreed", "agreed_in_principle", "conveyed", "heard"}
    sources = [m for m in plan.matters if m.way == "direct" or m.outcome in deciding]
    sources = [m for m in sources if m.text_approved or m.outcome != "agreed_in_principle"]
    counts = [count for count, times in numbers.TASKS_OF_DECISIONS.items() for _ in range(times)]
    chance.shuffle(counts)
    for matter, count in zip(sources, counts, strict=True):
        matter.tasks = count


def _steps(plan: Plan, chance: random.Random) -> None:
    """Which matters ask for opinions (120), for experts (52 and 18) and are shown to the public (14)."""
    deciding = [m for m in plan.matters if m.way in {"standing", "plenary"} and m.outcome not in {"heard", "conveyed"}]
    asking = [matter for matter in deciding if matter.code in NEEDS_OPINIONS]
    free = [m for m in deciding if m.code in {"T17", "T16", "T13", "T11"} and m.meeting % 3 and m.meeting > 2]
    asking += free[: numbers.OPINION_ROUNDS - len(asking)]
    for matter in asking:
        matter.asks_opinions = True
        matter.replies = numbers.OPINION_REPLIES + chance.choice((-3, -1, 0, 1, 3))
    asking[-1].replies += numbers.OPINION_ROUNDS * numbers.OPINION_REPLIES - sum(matter.replies for matter in asking)
    for place, matter in enumerate(matter for matter in deciding if matter.code in NEEDS_EXPERTS):
        matter.experts = True
        matter.argument = place + 1 if place < numbers.ARGUMENT_MEETINGS else 0
    shown = [matter for matter in deciding if matter.code == "T14"]
    others = [matter for matter in deciding if matter.code == "T04"]
    for matter in shown + others[: numbers.PUBLIC_NOTICES - len(shown)]:
        matter.public_interest = True
    for matter in plan.matters:
        matter.importance = "exceptional" if matter.way == "plenary" else "major" if matter.experts else "ordinary"


def _nature(matter: Planned) -> str:
    if matter.code == "T01":
        return "convey"
    if matter.code in {"T07", "T08"}:
        return "cadre"
    return "hear" if matter.outcome == "heard" else "deliberate"


def other_meetings(year: int) -> Iterator[tuple[str, str, int, dt.date, bool]]:
    """Kind, title, ordinal, day and whether it is a large one, for every meeting that is neither plenary nor standing."""
    for kind, title, count, large in numbers.OTHER_MEETINGS:
        for ordinal in range(1, count + 1):
            yield kind, title, ordinal, _spread(year, kind, ordinal, count), large


def _spread(year: int, kind: str, ordinal: int, count: int) -> dt.date:
    if kind == "check_in":
        first = next(dt.date(year, 1, day) for day in range(1, 8) if dt.date(year, 1, day).weekday() == 0)
        return first + dt.timedelta(weeks=ordinal - 1)
    if kind == "rectification":
        return workday(dt.date(year, 3 + ordinal, 15))
    if kind == "life" and count == 1:
        return workday(dt.date(year, 1, 16))
    month = 1 + (ordinal - 1) * 12 // count
    return workday(dt.date(year, month, 4 + (ordinal * 7 + len(kind)) % 20))


def counts(plan: Plan) -> dict[str, Counter[str]]:
    """The sums of a plan, by way, by outcome and by month, for the test that holds them against ``numbers``."""
    counted = [matter for matter in plan.matters if matter.way != "withdrawn"]
    return {
        "ways": Counter(matter.way for matter in plan.matters),
        "outcomes": Counter(matter.outcome for matter in plan.of("standing")),
        "months": Counter(str(matter.drafted.month) for matter in counted),
        "meetings": Counter(str(matter.meeting) for matter in plan.of("standing")),
    }
