"""Records of 常委履责 made by the actions, for tests that begin with one."""

import datetime as dt
from typing import Any

from tests.apps.meetings import desk
from tests.cast import TODAY, Cast
from yixing.duties import actions
from yixing.duties.actions.talks import TalkLine
from yixing.duties.models import Duty, DutyReport, Inquiry, Recommendation, TalkSheet
from yixing.meetings.actions import meeting_close, meeting_light
from yixing.meetings.models import Meeting

DUE = TODAY + dt.timedelta(days=7)
LATER = TODAY + dt.timedelta(days=30)
MARCH = dt.date(2023, 3, 20)


def duty(cast: Cast, **changes: Any) -> Duty:
    given = {
        "person_id": cast.people["09号常委"].pk,
        "mode": "coordination",
        "title": "协调供热管网资金缺口",
        "result": "由财政先行垫付。",
        "unit_ids": [cast.units["D02"].pk],
    }
    who, day = changes.pop("who", "秘书"), changes.pop("day", TODAY)
    return actions.duty_set(cast.call(who, day), **(given | changes))


def assign(cast: Cast, row: Duty | None = None, **changes: Any) -> Duty:
    """09号常委 has 县财政局 do what came of his duty."""
    row = row or duty(cast)
    given = {"text": "请财政局6月底前垫付到位。", "unit_id": cast.units["D02"].pk, "due": "6月底前"}
    who, day = changes.pop("who", "常委"), changes.pop("day", TODAY)
    call = changes.pop("call", None) or cast.call(who, day)
    actions.duty_assign(call, duty_id=row.pk, **(given | changes))
    return Duty.objects.get(pk=row.pk)


def ask(cast: Cast, **changes: Any) -> Inquiry:
    """09号常委 asks 县财政局."""
    given = {
        "unit_id": cast.units["D02"].pk,
        "title": "供热补贴拨付迟缓",
        "question": "请说明补贴没有按月拨付的原因。",
        "due_on": DUE,
    }
    who, day = changes.pop("who", "常委"), changes.pop("day", TODAY)
    return actions.inquiry_open(cast.call(who, day), **(given | changes))


def signed(cast: Cast, row: Inquiry | None = None, *, day: dt.date = TODAY, text: str = "已拨付到位。") -> Inquiry:
    row = row or ask(cast)
    return actions.inquiry_sign(cast.call("单位负责人", day), inquiry_id=row.pk, text=text)


def judge(cast: Cast, row: Inquiry, verdict: str = "satisfied", **changes: Any) -> Inquiry:
    day = changes.pop("day", TODAY)
    return actions.inquiry_judge(cast.call("常委", day), inquiry_id=row.pk, verdict=verdict, **changes)


def rectify(cast: Cast, row: Inquiry, **changes: Any) -> Inquiry:
    given = {"opinion": "只说了经过。", "demand": "补拨到位并建立按月拨付制度。", "rectify_by": LATER}
    return judge(cast, row, "rectify", **(given | changes))


def recommend(cast: Cast, **changes: Any) -> Recommendation:
    given = {
        "kind": "reward",
        "unit_id": cast.units["D02"].pk,
        "title": "防汛资金保障及时",
        "text": "建议通报表扬。",
        "sent_to_id": cast.units["D05"].pk,
    }
    who = changes.pop("who", "常委")
    return actions.recommendation_make(cast.call(who), **(given | changes))


def report(cast: Cast, **changes: Any) -> DutyReport:
    given = {"text": "一、履行职责情况\n全年认真履职。", "person_id": cast.people["09号常委"].pk}
    who, day = changes.pop("who", "常委"), changes.pop("day", TODAY)
    return actions.duty_report_draft(cast.call(who, day), **(given | changes))


def heard(cast: Cast, row: DutyReport | None = None) -> DutyReport:
    """Heard at a meeting of the standing committee on ``desk.DAY``."""
    row = row or report(cast)
    return actions.duty_report_hear(cast.call("秘书", desk.DAY), report_id=row.pk, meeting_id=met(cast).pk)


def met(cast: Cast) -> Meeting:
    """A meeting of the standing committee that is over."""
    meeting = desk.opened(cast, desk.matter(cast, title="关于听取分管工作报告的事项"))
    desk.conclude(cast, desk.first_item(meeting))
    return meeting_close(cast.call("秘书", desk.DAY, acknowledged=desk.ANY), meeting_id=meeting.pk)


def light(cast: Cast, title: str = "研究供热保障") -> Meeting:
    """A 专题会 that 09号常委 chaired."""
    return meeting_light(
        cast.call("秘书", desk.DAY),
        kind="topic",
        title=title,
        on=desk.DAY,
        chair_id=cast.people["09号常委"].pk,
        lines=[{"text": "由县财政局落实。", "lead": cast.units["D02"].pk, "due": "年底前"}],
        area_id=cast.areas["a01"].pk,
    )


def pair(cast: Cast, first: int, second: int, on: dt.date | None) -> TalkLine:
    people = cast.people
    return TalkLine(people[f"{first:02d}号常委"].pk, on, other_id=people[f"{second:02d}号常委"].pk)


def quarter(
    cast: Cast, lines: list[TalkLine], *, number: int = 1, day: dt.date = TODAY, who: str = "秘书"
) -> TalkSheet:
    return actions.talk_record(cast.call(who, day), kind="pair", year=2023, quarter=number, lines=lines)


def every_pair(cast: Cast, on: dt.date, *, without: int = 0) -> list[TalkLine]:
    lines = [pair(cast, first, second, on) for first in range(1, 12) for second in range(first + 1, 12)]
    return lines[: len(lines) - without]
