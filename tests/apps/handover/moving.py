"""What the tests of 工作交接 begin with: open things in an area, and a plan that moves it."""

import datetime as dt
import itertools
from typing import Any

from tests.apps.portfolios.test_division import current
from tests.apps.supervision import loop
from tests.cast import TODAY, Cast
from yixing.decisions.models import Decision
from yixing.duties.models import Inquiry, InquiryRound
from yixing.handover.actions import handover_prepare, handover_sign
from yixing.handover.models import Handover
from yixing.matters.models import Matter
from yixing.portfolios.actions import division_adopt, division_draft
from yixing.portfolios.models import Division
from yixing.supervision.models import Breakdown, Task

JULY = dt.date(2023, 7, 1)
DAY = dt.timedelta(days=1)
ANY = dict.fromkeys(
    (*("SZ-03", "SZ-09", "XC-89", "XC-90", "XC-91", "XC-92", "XC-93", "XC-94"), "XC-93.2"), "已口头征求，书记同意"
)
_numbers = itertools.count(1)


def matter(cast: Cast, area: str = "a01", on: dt.date = TODAY, **given: Any) -> Matter:
    fields = {
        "title": f"关于第{next(_numbers)}号工程的请示",
        "type": cast.types["T17"],
        "nature": "deliberate",
        "unit": cast.units["D02"],
        "area": cast.areas[area],
        "drafted_on": on,
        "state": "member",
    }
    return Matter.objects.create(**(fields | given))


def task(cast: Cast, area: str = "a01", on: dt.date = TODAY, leader: str = "09号常委") -> Task:
    breakdown = Breakdown.objects.create(decision=loop.decide(cast), drafted_on=on, approved_on=on, state="approved")
    row = Task(
        number=f"T{next(_numbers):05d}",
        breakdown=breakdown,
        source="decision",
        text=f"第{next(_numbers)}项任务",
        lead_unit=cast.units["D02"],
        leader=cast.people[leader],
        area=cast.areas[area],
        due_words="年底前",
        due_on=dt.date(2023, 12, 31),
        issued_on=on,
        assigned_on=on,
    )
    row.settle()
    return row


def text(cast: Cast, area: str = "a01", approver: str = "09号常委", on: dt.date = TODAY) -> Decision:
    """A text agreed in principle that waits for a member's approval."""
    return loop.decide(
        cast,
        area=cast.areas[area],
        decided_on=on,
        state="pending_text",
        effective_on=None,
        approver=cast.people[approver],
        amend_by=on + 10 * DAY,
    )


def inquiry(cast: Cast, area: str = "a01", member: str = "09号常委", on: dt.date = TODAY) -> Inquiry:
    """A 质询 the unit has still to answer."""
    row = Inquiry.objects.create(
        number=f"Z{next(_numbers):05d}",
        person=cast.people[member],
        unit=cast.units["D02"],
        area=cast.areas[area],
        title=f"第{next(_numbers)}项进度滞后",
        asked_on=on,
        due_on=on + 10 * DAY,
    )
    InquiryRound.objects.create(inquiry=row, ordinal=1, demand="请说明原因。", due_on=row.due_on)
    return row


def drafted(cast: Cast, **changes: Any) -> Division:
    return division_draft(cast.call("秘书"), name="调整方案", lines=current(cast, **changes))


def adopted(cast: Cast, since: dt.date = JULY, on: dt.date = TODAY, **changes: Any) -> Division:
    """A plan that gives areas to other members: ``a01=2``."""
    return adopt(cast, drafted(cast, **changes), since, on)


def adopt(cast: Cast, plan: Division, since: dt.date = JULY, on: dt.date = TODAY) -> Division:
    call = cast.call("县委办主任", on, acknowledged=ANY)
    return division_adopt(call, division_id=plan.pk, since=since, decision="第18次常委会")


def sheet(cast: Cast, **changes: Any) -> Handover:
    """The sheet of a plan that moves 财政税务 from 09 to 02."""
    return Handover.objects.get(division=adopted(cast, **(changes or {"a01": 2})))


def sign(cast: Cast, row: Handover, *who: str, on: dt.date = JULY + DAY) -> Handover:
    for name in who or ("常委", "县长", "县委办主任"):
        row = handover_sign(cast.call(name, on, acknowledged=ANY), handover_id=row.pk)
    return row


def prepared(cast: Cast, on: dt.date = TODAY, giver: str = "02号常委", receiver: str = "09号常委") -> Handover:
    """A sheet that waits for its first signature; it moves nothing, since no plan is behind it."""
    return handover_prepare(
        cast.call("秘书", on),
        giver_id=cast.people[giver].pk,
        receiver_id=cast.people[receiver].pk,
        effective_on=on,
        cause="area",
        area_ids=[cast.areas["a01"].pk],
    )
