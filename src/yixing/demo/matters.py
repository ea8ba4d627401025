"""The way of each planned matter from the first draft until the chair has determined it."""

import datetime as dt
from typing import Any

from yixing.demo import argument, together
from yixing.demo.plan import Planned, workday
from yixing.demo.world import Script, World
from yixing.matters.actions import (
    emergency_read,
    emergency_report,
    matter_check,
    matter_determine,
    matter_draft,
    matter_member_sign,
    matter_review,
    matter_sign,
    matter_submit,
    matter_withdraw,
    opinion_adopt,
    opinion_open,
    opinion_reply,
    step_record,
)
from yixing.matters.actions.opinions import AdoptionLine
from yixing.matters.models import Matter, OpinionReply
from yixing.matters.routing import route
from yixing.matters.sheet import OptionRow
from yixing_core.rules.model import Status

STEP_VALUES: dict[str, dict[str, Any]] = {
    "government": {"by": "executive", "conclusion": "agree"},
    "finance": {"conclusion": "agree", "signed": True},
    "risk": {"by": "县委政法委", "conclusion": "low"},
    "legal": {"by": "regulations_office", "workdays": 7, "conclusion": "lawful", "counsel_heard": True},
    "deliberation": {
        "form": "individual",
        "people": ["secretary", "deputy", "member_in_charge"],
        "mature": True,
        "decided": False,
    },
}
OPTIONS: list[OptionRow] = [
    {"plan": "一次建成", "pros": "见效快，群众感受明显", "cons": "当年资金压力大", "conclusion": "不采用"},
    {"plan": "分两年实施", "pros": "资金可以平衡，可边建边改", "cons": "工期较长", "conclusion": "推荐"},
]
"""方案比选 of every third of the large matters."""
CADRE_VALUES: dict[str, Any] = {
    "appointment": True,
    "promotion": False,
    "term_change": False,
    "motion_done": True,
    "recommendation_done": True,
    "inspection_done": True,
    "inspectors": 3,
    "unit_candidate": False,
    "non_party": False,
    "dual_managed": False,
    "exceptional": False,
    "kin_conflict": False,
    "chief_of_township": False,
    "circulated_instead": False,
}
"""What the organization department reports of a batch of appointments: nothing unusual."""
ARGUED = frozenset({"experts", "notice", "hearing"})
"""Steps that follow from what was begun with the draft; only matters on their way to a meeting get as far."""
DOCUMENTS = {
    "government": "县政府常务会议纪要〔{year}〕{n}号",
    "legal": "法规审〔{year}〕{n}号",
    "finance": "财预审〔{year}〕{n}号",
}


def draft(world: World, planned: Planned, day: dt.date, **more: Any) -> Matter:
    """Draft a matter by the liaison of the unit it comes from, and send it to the unit head."""
    unit = unit_of(world, planned)
    liaison = f"lianluo-{unit.lower()}"
    sheet: dict[str, Any] = {
        "type_code": planned.code,
        "nature": planned.nature,
        "area_id": world.areas[planned.area].pk,
    }
    if not planned.offline:
        sheet |= {
            "title": planned.title,
            "reason": "为落实年度工作部署，结合实际提出本事项。",
            "requests": "请审议本事项。\n请明确牵头单位和完成时限。",
            "presenter": f"{world.units[unit].name}主要负责人",
            "amount": planned.amount,
            "fund_source": "县级财政预算" if planned.amount else "",
            "importance": planned.importance,
            "options": OPTIONS if planned.experts and planned.index % 3 == 0 else [],
            "is_public_interest": planned.public_interest,
            "is_professional": planned.code in {"T04", "T15", "T16"},
            "is_normative": planned.code == "T18",
            "other_area_ids": [world.areas[planned.reaches].pk] if planned.reaches else [],
        }
    call = world.call(liaison, day)
    if planned.backfilled:
        call = world.call(
            "mishu", day, late=1 + planned.index % 4, backfill="单位已凭纸质议题单报送，系统内补录，原件附后。"
        )
    return matter_draft(call, unit_id=world.units[unit].pk, is_offline=planned.offline, **sheet, **more)


def unit_of(world: World, planned: Planned) -> str:
    """The unit a matter comes from: one that belongs to the member in charge of its area."""
    del world
    return planned.unit


def sign_by_unit(world: World, planned: Planned, matter: Matter, day: dt.date, verdict: str = "agree") -> None:
    """Send to the unit head, who signs or returns it."""
    unit = unit_of(world, planned).lower()
    matter_submit(world.call(f"lianluo-{unit}", day), matter_id=matter.pk)
    matter_sign(
        world.call(f"fuzeren-{unit}", day, acknowledged=REASONS),
        matter_id=matter.pk,
        verdict=verdict,
        opinion="材料不全，请补充后再报。" if verdict == "return" else "",
    )


class _Reasons(dict[str, str]):
    """A reason for any warning that is asked: the demonstration's office answers every one."""

    def get(self, key: str, default: Any = "") -> Any:
        """The same reason for every rule."""
        del key, default
        return "已向书记说明，按本县惯例办理。"

    def __getitem__(self, key: str) -> str:
        return str(self.get(key))

    def __contains__(self, key: object) -> bool:
        return isinstance(key, str)


REASONS = _Reasons()


def take_steps(world: World, planned: Planned, matter: Matter, day: dt.date) -> None:
    """Record evidence for every step the rulebook asks of the matter, as far as it is not there."""
    unit = unit_of(world, planned).lower()
    if planned.code in {"T07", "T08"}:
        values = CADRE_VALUES | {"recommended_on": day - dt.timedelta(days=40), "promotion": planned.promotes}
        step_record(world.call("mishu", day), matter_id=matter.pk, kind="cadre", values=values)
    for line in route(matter, day, stage="chair").steps:
        if line.status is Status.SATISFIED:
            continue
        if line.step == "research":
            argument.cite(world, planned, matter, day)
        elif line.step in ARGUED:
            argument.complete(world, planned, line.step, day)
        if line.step not in STEP_VALUES:
            continue
        login = "mishu" if line.step == "deliberation" else f"lianluo-{unit}"
        values = dict(STEP_VALUES[line.step])
        document = DOCUMENTS.get(line.step, "").format(year=day.year, n=planned.index + 1)
        if line.step == "finance":
            values["signed_on"] = day
        step_record(world.call(login, day), matter_id=matter.pk, kind=line.step, values=values, document=document)


def ask_opinions(world: World, planned: Planned, matter: Matter, day: dt.date, ready_by: dt.date) -> Script:
    """A round of opinions: sent to all units, 41 answer on average, adopted or not, one by one."""
    unit = unit_of(world, planned)
    others = [code for code in world.units if code not in {"C00", unit}]
    short = ready_by - day < dt.timedelta(days=10)
    due = day + dt.timedelta(days=2 if short else 6)
    round_ = opinion_open(
        world.call(f"lianluo-{unit.lower()}", day),
        matter_id=matter.pk,
        unit_ids=[world.units[code].pk for code in others],
        due_on=due,
        text=f"请就{planned.title}提出意见；逾期未回复视为无意见。",
    )
    yield due
    answering = world.chance.sample(others, planned.replies)
    replies = {reply.unit.code: reply for reply in OpinionReply.objects.filter(round=round_).select_related("unit")}
    for place, code in enumerate(answering):
        answered = day + dt.timedelta(days=1 + place % (2 if short else 3))
        opinion = place < 2
        opinion_reply(
            world.call(f"fuzeren-{code.lower()}", answered),
            reply_id=replies[code].pk,
            has_opinion=opinion,
            text="建议进一步明确部门职责分工和资金保障渠道。" if opinion else "",
        )
    lines: list[AdoptionLine] = [
        {"reply_id": replies[code].pk, "adoption": adoption, "reason": reason}
        for code, adoption, reason in zip(
            answering[:2], ("adopted", "partly"), ("", "资金渠道已在预算中统筹安排。"), strict=True
        )
    ]
    yield due + dt.timedelta(days=1)
    opinion_adopt(world.call(f"lianluo-{unit.lower()}", due + dt.timedelta(days=1)), round_id=round_.pk, lines=lines)


def to_the_chair(world: World, planned: Planned, matter: Matter, day: dt.date, until: str = "director") -> None:
    """Member, office and director sign; the member through the delegate, with the scan."""
    member = world.login_of(world.member_of(planned.area, day))
    matter_member_sign(world.call("lianluo", day, for_=member, acknowledged=REASONS), matter_id=matter.pk)
    if until == "member":
        return
    together.read(world, planned, matter, day)
    matter_check(world.call("mishu", day, acknowledged=REASONS), matter_id=matter.pk)
    if until == "office":
        return
    matter_review(world.call("lianluo", day, for_="zhuren", acknowledged=REASONS), matter_id=matter.pk)


def bring(world: World, planned: Planned, ready_by: dt.date, *, made: dict[int, Matter]) -> Script:
    """A matter from its draft to the chair's determination, at the latest on ``ready_by``."""
    yield planned.drafted
    if planned.code == EMERGENCY:
        yield from _emergency(world, planned, ready_by, made)
        return
    matter = made[planned.index] = draft(world, planned, planned.drafted)
    asked = workday(planned.drafted + dt.timedelta(days=1))
    day = min(
        workday(min(asked + dt.timedelta(days=8), ready_by) if planned.asks_opinions else planned.drafted), ready_by
    )
    argument.begin(world, planned, matter, day)
    if planned.asks_opinions:
        yield from ask_opinions(world, planned, matter, asked, ready_by)
    yield day
    take_steps(world, planned, matter, day)
    sign_by_unit(world, planned, matter, day)
    to_the_chair(world, planned, matter, day)
    yield ready_by
    together.rule(world, planned, matter, ready_by)
    matter_determine(
        world.call("lianluo", ready_by, for_="shuji", acknowledged=REASONS), matter_id=matter.pk, verdict="list"
    )


EMERGENCY = "T19"


def _emergency(world: World, planned: Planned, ready_by: dt.date, made: dict[int, Matter]) -> Script:
    """临机处置: reported by the member on the day he acted, read by the chair, then put before the standing committee."""
    day = planned.drafted
    member = world.login_of(world.member_of(planned.area, day))
    paper: dict[str, Any] = {"acknowledged": REASONS}
    if planned.backfilled:
        paper |= {"late": 1 + planned.index % 4, "backfill": "处置时在现场，事后补录，值班记录附后。"}
    what = planned.title.split("（第")[0].removeprefix("关于").split("处置")[0].removesuffix("临机")
    matter = made[planned.index] = emergency_report(
        world.call("lianluo", day, for_=member, **paper),
        cause=f"当日清晨，{what}，情况紧急，影响周边群众和单位。",
        measures="已到现场组织处置，转移受影响群众，封控现场，调集抢险力量和物资。",
        why="情况仍在发展，须当场决断，来不及召集会议。",
        reported_to="处置同时已电话报告书记、县长。",
        unit_id=world.units[unit_of(world, planned)].pk,
        area_id=world.areas[planned.area].pk,
        title=planned.title,
    )
    emergency_read(world.call("lianluo", day, for_="shuji"), matter_id=matter.pk)
    day = min(workday(day + dt.timedelta(days=1)), ready_by)
    yield day
    matter_check(world.call("mishu", day, acknowledged=REASONS), matter_id=matter.pk)
    matter_review(world.call("lianluo", day, for_="zhuren", acknowledged=REASONS), matter_id=matter.pk)
    yield ready_by
    matter_determine(
        world.call("lianluo", ready_by, for_="shuji", acknowledged=REASONS), matter_id=matter.pk, verdict="list"
    )


def send_back(world: World, planned: Planned, *, made: dict[int, Matter]) -> Script:
    """A matter that is returned: by the unit head, the member, the office or the chair, in turns."""
    yield planned.drafted
    matter = made[planned.index] = draft(world, planned, planned.drafted)
    day = workday(planned.drafted + dt.timedelta(days=2))
    yield day
    stage = planned.index % 3
    if stage == 0:
        sign_by_unit(world, planned, matter, day, verdict="return")
        return
    take_steps(world, planned, matter, day)
    sign_by_unit(world, planned, matter, day)
    member = world.login_of(world.member_of(planned.area, day))
    words = "论证不充分，请补充调研后再报。"
    if stage == 1:
        matter_member_sign(
            world.call("lianluo", day, for_=member), matter_id=matter.pk, verdict="return", opinion=words
        )
        return
    to_the_chair(world, planned, matter, day, until="member")
    matter_check(world.call("mishu", day), matter_id=matter.pk, verdict="return", opinion=words)


def withdraw(world: World, planned: Planned, *, made: dict[int, Matter]) -> Script:
    """A matter withdrawn before the meeting (会前撤题)."""
    yield planned.drafted
    matter = made[planned.index] = draft(world, planned, planned.drafted)
    day = workday(planned.drafted + dt.timedelta(days=3))
    yield day
    take_steps(world, planned, matter, day)
    sign_by_unit(world, planned, matter, day)
    day = workday(day + dt.timedelta(days=2))
    yield day
    unit = unit_of(world, planned).lower()
    matter_withdraw(world.call(f"fuzeren-{unit}", day), matter_id=matter.pk, reason="上级政策有调整，待明确后再报。")
