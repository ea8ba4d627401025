"""How the year's matters are argued: the expert pool, research, consultations, public notices, hearings, evaluations."""

import datetime as dt
from collections.abc import Iterator

from yixing.argument.actions import (
    consultation_conclude,
    consultation_open,
    consultation_reply,
    expert_set,
    hearing_announce,
    hearing_hold,
    publicity_close,
    publicity_open,
    research_cite,
    research_set,
)
from yixing.argument.actions.consultations import AdviceLine
from yixing.argument.models import Consultation, Field
from yixing.decisions.actions import decision_evaluate
from yixing.demo import numbers
from yixing.demo.plan import Planned, workday
from yixing.demo.world import Script, World
from yixing.matters.models import Matter

PLACES: dict[Field, tuple[str, str, str]] = {
    Field.ECONOMY: ("示例大学经济学院", "教授", "区域经济、财政"),
    Field.AGRICULTURE: ("示例农业大学", "研究员", "种植结构、灌溉"),
    Field.MINING: ("示例地质勘查院", "高级工程师", "矿山安全、矿区修复"),
    Field.CULTURE: ("示例文化研究院", "研究员", "文物保护、文化产业"),
    Field.LAW: ("示例律师事务所", "律师", "行政法、合同"),
}
TOPICS = (
    "项目建设进度情况",
    "乡村产业发展情况",
    "教育医疗服务情况",
    "城区供热供水情况",
    "农村道路养护情况",
    "基层组织建设情况",
    "矿区生态修复情况",
    "营商环境情况",
)
MODES = (["meeting", "visit"], ["visit"], ["seminar"], ["meeting", "seminar", "visit"])
RESEARCH_CODES = frozenset({"T02", "T03", "T04", "T14", "T15"})
"""Types of matters for which the county's rules ask for research."""
EVALUATED_BY = "示例大学公共政策评估中心"


def register_experts(world: World, day: dt.date) -> None:
    """25 experts, five of each field."""
    for number in range(1, numbers.EXPERTS + 1):
        field = list(Field)[(number - 1) // (numbers.EXPERTS // len(Field))]
        workplace, title, speciality = PLACES[field]
        row = expert_set(
            world.call("mishu", day),
            name=f"专家{number:02d}",
            field=field.value,
            workplace=workplace,
            title=title,
            speciality=speciality,
        )
        world.experts.append(row.pk)


def research_days(year: int) -> Iterator[dt.date]:
    """The last day of each research: eight in September, two or three in every other month.

    >>> len(list(research_days(2023)))
    32
    """
    for month, count in enumerate(numbers.RESEARCHES_BY_MONTH, 1):
        for place in range(count):
            yield workday(dt.date(year, month, 3 + place * (24 // count)))


def research(world: World, number: int, day: dt.date) -> Script:
    """One research led by a member, with its report."""
    yield day
    member = number % 11 + 1
    topic = f"{TOPICS[number % len(TOPICS)]}调研（第{number}次）"
    unit = next(code for code, owner in world.unit_member.items() if owner == member)
    area = next(name for name, owner in world.owner["V2"].items() if owner == member)
    row = research_set(
        world.call("mishu", day),
        topic=topic,
        leader_id=world.people[f"{member:02d}号常委"].pk,
        unit_id=world.units[unit].pk,
        area_id=world.areas[area].pk,
        modes=MODES[number % len(MODES)],
        since=day - dt.timedelta(days=1 + number % 2),
        until=day,
        places=f"乡镇{number % 11 + 1:02d}、乡镇{(number + 4) % 11 + 1:02d}和有关单位",
        report_title=f"关于{TOPICS[number % len(TOPICS)]}的调研报告",
        reported_on=day,
        findings=3 + number % 4,
        proposals=2 + number % 3,
    )
    world.researches.append(row.pk)


def cite(world: World, planned: Planned, matter: Matter, day: dt.date) -> None:
    """A matter rests on the last research done, every third on the last two."""
    count = 2 if planned.index % 3 == 0 else 1
    research_cite(world.call("mishu", day), matter_id=matter.pk, research_ids=world.researches[-count:])


def begin(world: World, planned: Planned, matter: Matter, ends: dt.date) -> None:
    """On the day of the draft: experts asked, the notice posted, the hearing announced; all is over by ``ends``."""
    day, login = planned.drafted, f"lianluo-{planned.unit.lower()}"
    if planned.experts:
        _ask(world, planned, matter, ends)
    if planned.public_interest:
        notice = publicity_open(
            world.call(login, day),
            matter_id=matter.pk,
            text=f"现将{planned.title.split('（第')[0]}有关情况公示。",
            places="县政府网站、政务公开栏",
            since=min(day, ends - dt.timedelta(days=10)),
            until=max(day, ends - dt.timedelta(days=1)),
        )
        world.open_records[planned.index, "notice"] = notice.pk
    if planned.public_interest and planned.code == "T14":
        hearing = hearing_announce(
            world.call(login, day),
            matter_id=matter.pk,
            subject=planned.title.split("（第")[0],
            planned_on=ends,
            place="县会议中心",
            selection="自愿报名，随机选取，兼顾行业和年龄",
        )
        world.open_records[planned.index, "hearing"] = hearing.pk


def _ask(world: World, planned: Planned, matter: Matter, ends: dt.date) -> None:
    held = bool(planned.argument)
    asked = 5 if held else 3
    # Seven is prime to twenty-five: everybody's turn comes, and nobody is asked twice at once.
    experts = [world.experts[(planned.index + 7 * place) % numbers.EXPERTS] for place in range(asked)]
    made = consultation_open(
        world.call(f"lianluo-{planned.unit.lower()}", planned.drafted),
        matter_id=matter.pk,
        question=f"{planned.title.split('（第')[0]}是否必要、可行，风险如何防范？",
        expert_ids=experts,
        due_on=ends,
        mode="meeting" if held else "written",
        held_on=ends if held else None,
        place="县委第一会议室" if held else "",
    )
    world.open_records[planned.index, "experts"] = made.pk


def complete(world: World, planned: Planned, step: str, day: dt.date) -> bool:
    """On the day the steps are taken: what was begun for this one is completed; ``False`` where nothing was begun."""
    pk = world.open_records.pop((planned.index, step), None)
    if pk is None:
        return False
    login = f"lianluo-{planned.unit.lower()}"
    if step == "experts":
        _conclude(world, planned, pk, day)
    elif step == "notice":
        publicity_close(
            world.call(login, day), notice_id=pk, objections=2, answered=2, result="询问补偿和工期，均已答复。"
        )
    else:
        hearing_hold(
            world.call(login, day),
            hearing_id=pk,
            participants=15,
            participants_on=planned.drafted,
            papers_on=min(planned.drafted, day - dt.timedelta(days=8)),
            is_presented=True,
            is_debated=True,
            is_record_signed=True,
            result="多数参加人赞成，建议完善配套措施。",
        )
    return True


def _conclude(world: World, planned: Planned, pk: int, day: dt.date) -> None:
    login = f"lianluo-{planned.unit.lower()}"
    asked = Consultation.objects.get(pk=pk)
    lines: list[AdviceLine] = []
    for place, advice in enumerate(asked.advices.order_by("pk")):
        written = day if planned.argument else min(day, planned.drafted + dt.timedelta(days=1 + place))
        consultation_reply(
            world.call(login, written, late=(day - written).days),
            consultation_id=pk,
            advice_id=advice.pk,
            text="总体可行，建议明确分期目标。" if place != 1 else "建议充实资金测算依据。",
            is_signed=True,
        )
        partly = place == 1
        lines.append(
            {
                "advice_id": advice.pk,
                "adoption": "partly" if partly else "adopted",
                "reason": "资金测算已补充，分年安排另定。" if partly else "",
            }
        )
    consultation_conclude(world.call(login, day), consultation_id=pk, lines=lines, summary="方案可行，按意见修改。")


def evaluate(world: World, decision_id: int, due: dt.date) -> Script:
    """A decision is evaluated a week before its day, by a third party."""
    day = workday(due - dt.timedelta(days=7))
    yield day
    decision_evaluate(
        world.call("mishu", day),
        decision_id=decision_id,
        evaluator=EVALUATED_BY,
        reached=decision_id % 5 != 0,
        conclusion="主要目标基本实现，个别配套措施落实不够及时。",
        advice="adjust" if decision_id % 5 == 0 else "continue",
        document="决策后评估报告",
    )
