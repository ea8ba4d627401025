"""For each address the object in the very state in which its action can be done, and what a good submit says there."""

import datetime as dt
from collections.abc import Callable
from typing import Any

from django.db.models import Model
from django.utils import timezone

from tests.access.objects import filed, light
from tests.apps.argument import arguing
from tests.apps.ballots.test_ballots import cadre_item, given_out, sheet
from tests.apps.decisions.test_appointments import batch
from tests.apps.decisions.test_appointments import decided as appointed
from tests.apps.decisions.test_decisions import in_principle
from tests.apps.decisions.test_evaluation import decided
from tests.apps.duties import doing
from tests.apps.handover import moving
from tests.apps.matters import walk
from tests.apps.meetings import desk
from tests.apps.portfolios.test_division import asked, draft
from tests.apps.supervision import loop
from tests.cast import PASSWORD, TODAY, Cast
from yixing.accounts.models import User
from yixing.ballots.actions import poll_count
from yixing.duties.charge import quarter_span, usual_year
from yixing.duties.talks import ended_quarters
from yixing.matters.actions import emergency_report, opinion_open
from yixing.matters.actions.signatures import matter_check
from yixing.matters.models import OpinionReply
from yixing.meetings import actions as meetings
from yixing.meetings.models import Meeting
from yixing.papers.models import Document
from yixing.people.models import Membership, Post
from yixing.portfolios.models import Assignment
from yixing.supervision.actions import supervision_draft
from yixing.supervision.models import Notice, Report, Task

Make = Callable[[Cast], Model]


def _reply(cast: Cast) -> OpinionReply:
    matter = walk.draft(cast, title="关于水库除险加固的请示")
    due = TODAY.replace(year=2030)
    units = [cast.units["D03"].pk]
    return opinion_open(
        cast.call("联络员"), matter_id=matter.pk, unit_ids=units, due_on=due, text="征求意见"
    ).replies.get()


def _matter(step: Callable[..., Model], title: str) -> Make:
    return lambda cast: step(cast, title=f"关于{title}的请示")


def _notified(cast: Cast) -> Meeting:
    """Of two matters that the chair determined, one is left for 临时增加."""
    desk.matter(cast, title="关于防汛抢险的事项")
    return desk.notified(cast, desk.matter(cast, title="关于道路养护的事项"))


def _two(cast: Cast) -> Task:
    """A task, and another that it may be merged into."""
    loop.in_hand(cast)
    return loop.in_hand(cast)


def _asks_for_time(cast: Cast) -> Task:
    task = loop.in_hand(cast)
    loop.signed(cast, task, ask=Report.Ask.EXTEND, extend_to="年底前", reason="汛期影响施工")
    return task


def _long(cast: Cast) -> Task:
    return loop.in_hand(cast, loop.line(cast, due="长期坚持"))


def _counted_by_another(cast: Cast) -> Model:
    poll = given_out(cast, cadre_item(cast))
    return poll_count(cast.call("监票人"), poll_id=poll.pk, **sheet((11, 0, 0), (11, 0, 0)))


def _locked(cast: Cast) -> User:
    user = cast.users["联络员"]
    user.locked_until = timezone.now() + dt.timedelta(minutes=15)
    user.save()
    return user


def _seated(cast: Cast) -> Meeting:
    return desk.seated(cast, desk.notified(cast, desk.matter(cast, title="关于消防站点的事项")))


def _open(cast: Cast) -> Meeting:
    return desk.opened(cast, desk.matter(cast, title="关于饮水安全的事项"))


def _with_waiting(cast: Cast) -> Model:
    item = desk.first_item(_open(cast))
    item.attending = "县财政局"
    item.save()
    return item


def _emergency(cast: Cast, who: str = "常委") -> Model:
    return emergency_report(
        cast.call(who),
        cause="今日5时，沿河路积水。",
        measures="已转移居民。",
        why="水位上涨。",
        reported_to="书记",
        unit_id=cast.units["D02"].pk,
    )


def _sent_back(cast: Cast) -> Model:
    """Reported by the first of those who report at all: only who made a report makes it anew."""
    matter = _emergency(cast, "书记")
    matter_check(cast.call("秘书"), matter_id=matter.pk, verdict="return", opinion="请写明转移人数。")
    matter.refresh_from_db()
    return matter


def _notice(cast: Cast) -> Notice:
    """A draft that may be signed today, whenever that is."""
    given = {"approved_by_id": cast.people["09号常委"].pk, "demands": ["报送资金到位情况。"]}
    by = TODAY.replace(year=2199)
    return supervision_draft(cast.call("督查员"), task_id=loop.in_hand(cast).pk, answer_by=by, **given)


def _settled(cast: Cast) -> Meeting:
    meeting = desk.opened(cast, desk.matter(cast, title="关于校车运营的事项"))
    line = {"text": "由县财政局保障。", "title": "保障", "lead": cast.units["D02"].pk, "due": "年底前"}
    desk.conclude(cast, desk.first_item(meeting), settled=[line])
    return meeting


def _closed(cast: Cast) -> Meeting:
    meeting = _settled(cast)
    return meetings.meeting_close(cast.call("秘书", desk.DAY, acknowledged=desk.ANY), meeting_id=meeting.pk)


def _reviewed(cast: Cast) -> Document:
    paper = meetings.minutes_draft(cast.call("秘书", desk.DAY), meeting_id=_closed(cast).pk)
    call = cast.call("县委办主任", desk.DAY, acknowledged=desk.ANY)
    return meetings.minutes_review(call, document_id=paper.pk, parts_reviewed=True)


def _signed(cast: Cast) -> Document:
    call = cast.call("书记", desk.DAY, acknowledged=desk.ANY)
    return meetings.minutes_sign(call, document_id=_reviewed(cast).pk)


def _handover(cast: Cast) -> Model:
    """A sheet that may be signed today without being late."""
    return moving.prepared(cast, timezone.localdate())


def _giver_gone(cast: Cast) -> Model:
    sheet = _handover(cast)
    Membership.objects.filter(person=cast.people["02号常委"]).update(until=TODAY)
    return sheet


def _report_and_meeting(cast: Cast) -> Model:
    doing.met(cast)
    return doing.report(cast, person_id=cast.people["06号常委"].pk, who="秘书")


def _touching(cast: Cast) -> Model:
    """A matter of 县财政局 that reaches into the chair's field."""
    other = [cast.areas["a10"].pk]
    return walk.to_office(cast, title="关于改革试点经费的请示", other_area_ids=other)


def _seen_by_the_mayor(cast: Cast) -> Model:
    """A matter in an area that the first of the members is in charge of."""
    matter = walk.to_office(cast, title="关于县级平台整合的请示")
    for row in Assignment.objects.filter(area=cast.areas["a01"]):
        row.person = cast.people["02号常委"]
        row.save()
    return matter


READY: dict[str, Make] = {
    "users/<int:pk>/unlock/": _locked,
    "matters/<int:pk>/edit/": _matter(walk.draft, "乡村公路"),
    "matters/<int:pk>/submit/": lambda cast: walk.with_papers(walk.draft(cast, title="关于节水改造的请示")),
    "matters/<int:pk>/sign/": _matter(walk.to_unit_head, "危房改造"),
    "matters/<int:pk>/check/": _matter(walk.to_office, "公交线路"),
    "matters/<int:pk>/review/": _matter(walk.to_director, "粮食收购"),
    "matters/<int:pk>/determine/": _matter(walk.to_chair, "林区防火"),
    "matters/<int:pk>/emergency/read/": _emergency,
    "matters/<int:pk>/emergency/again/": _sent_back,
    "matters/arrangement/": _matter(walk.to_chair, "河道整治"),
    "matters/replies/<int:pk>/": _reply,
    "argument/consultations/<int:pk>/conclude/": arguing.answered,
    "meetings/items/<int:pk>/speak/": lambda cast: desk.first_item(_open(cast)),
    "meetings/items/<int:pk>/recuse/": lambda cast: desk.first_item(_open(cast)),
    "meetings/items/<int:pk>/call/": _with_waiting,
    "meetings/<int:pk>/pause/": _open,
    "meetings/items/<int:pk>/conclude/": lambda cast: desk.first_item(_open(cast)),
    "meetings/minutes/<int:pk>/sign/": _reviewed,
    "meetings/<int:pk>/late/": _notified,
    "meetings/<int:pk>/attendance/": _notified,
    "meetings/<int:pk>/open/": _seated,
    "meetings/<int:pk>/close/": _settled,
    "meetings/<int:pk>/record/": _closed,
    "meetings/<int:pk>/minutes/": _closed,
    "meetings/<int:pk>/minutes/draft/": _closed,
    "meetings/<int:pk>/notices/": _closed,
    "polls/items/<int:pk>/": cadre_item,
    "polls/<int:pk>/count/": lambda cast: given_out(cast, cadre_item(cast)),
    "polls/<int:pk>/confirm/": _counted_by_another,
    "decisions/<int:pk>/approve/": in_principle,
    "decisions/<int:pk>/appoint/": lambda cast: appointed(cast, batch(cast)),
    "decisions/<int:pk>/file/": lambda cast: light(cast, "研究防汛物资"),
    "decisions/direct/brief/": lambda cast: filed(cast, "研究抗旱物资"),
    "briefings/instructions/<int:pk>/file/": loop.instruct,
    "decisions/<int:pk>/evaluate/": decided,
    "briefings/<int:pk>/close/": loop.present,
    "briefings/instructions/<int:pk>/answer/": lambda cast: loop.shown(cast, loop.instruct(cast)),
    "tasks/breakdowns/<int:pk>/": loop.draft,
    "tasks/breakdowns/<int:pk>/edit/": loop.draft,
    "tasks/breakdowns/<int:pk>/send-back/": loop.draft,
    "tasks/approve/": loop.draft,
    "tasks/<int:pk>/accept/": loop.issue,
    "tasks/<int:pk>/object/": loop.issue,
    "tasks/<int:pk>/report/": loop.in_hand,
    "tasks/<int:pk>/notice/": loop.in_hand,
    "tasks/notices/<int:pk>/sign/": _notice,
    "tasks/<int:pk>/verify/": loop.claimed,
    "tasks/<int:pk>/consent/": loop.verified,
    "tasks/<int:pk>/close/": loop.consented,
    "tasks/<int:pk>/keep/": _long,
    "tasks/<int:pk>/extend/": _asks_for_time,
    "tasks/<int:pk>/merge/": _two,
    "tasks/<int:pk>/reopen/": loop.closed,
    "portfolios/together/circulation/<int:pk>/": _touching,
    "portfolios/together/differences/new/": _seen_by_the_mayor,
    "portfolios/handovers/<int:pk>/sign/": _handover,
    "portfolios/handovers/<int:pk>/stand-in/": _giver_gone,
    "duties/inquiries/<int:pk>/judge/": doing.signed,
    "duties/reports/<int:pk>/hear/": _report_and_meeting,
    "portfolios/<int:pk>/edit/": draft,
    "portfolios/<int:pk>/ask/": draft,
    "portfolios/<int:pk>/opine/": asked,
    "portfolios/<int:pk>/drop/": draft,
    "portfolios/<int:pk>/adopt/": draft,
    "papers/<int:pk>/void/": _signed,
}
"""Address → what makes its object; everywhere else the object of that kind will do."""


def _talked(cast: Cast) -> dict[str, dict[str, Any]]:
    """Days in the year, and in the quarter, that the sheets of talks open with."""
    today = timezone.localdate()
    year = usual_year(today)
    first = {"fill_on": dt.date(year, 1, 2).isoformat()}
    member = cast.people["09号常委"].pk
    return {
        "duties/talks/pairs/": {"fill_on": quarter_span(year, (ended_quarters(year, today) or [1])[-1])[0].isoformat()},
        "duties/talks/heads/": first,
        "duties/talks/life/": first | {f"u{member}": cast.units["D02"].pk},
    }


def _staff_post() -> int:
    return Post.objects.filter(is_head=False).latest("pk").pk


def well(cast: Cast, things: dict[str, Any], thing: Any) -> dict[str, dict[str, Any]]:
    """Address → what a good submit says where a guess by the kind of the field would not do."""
    units = {code: unit.pk for code, unit in cast.units.items()}
    line = {"text_1": "由县财政局牵头落实。", "lead_1": units["D02"], "due_1": "年底前"}
    papers = {"issued": 11, "returned": 11, "valid": 11, "invalid": 0}
    pk = getattr(thing, "pk", "")
    votes = {f"{mark}_{order}": 11 if mark == "yes" else 0 for mark in _MARKS for order in (1, 2)}
    return {
        "decisions/<int:pk>/evaluate/": {"unit_id": units["D05"]},
        "argument/experts/new/": {"name": "专家90", "workplace": "示例学院"},
        "argument/consultations/<int:pk>/advice/": {"text": "可行。"},
        "argument/notices/<int:pk>/close/": {"objections": 1, "answered": 1},
        "argument/research/new/": {"since": "2023-06-01", "until": "2023-06-02"},
        "argument/research/<int:pk>/edit/": {"since": "2023-06-01", "until": "2023-06-02"},
        "argument/consultations/new/<int:pk>/": {"due_on": "2199-01-01"},
        "argument/hearings/new/<int:pk>/": {"planned_on": "2199-01-01"},
        "meetings/light/": line | {"kind": "topic", "title": "研究冬季供暖", "participants": "财政局长"},
        "meetings/items/<int:pk>/speak/": {"who": cast.people["09号常委"].pk},
        "meetings/items/<int:pk>/recuse/": {"recuse_person": cast.people["09号常委"].pk, "recuse_reason": "亲属"},
        "meetings/items/<int:pk>/conclude/": line | {"outcome": "agreed"},
        "meetings/<int:pk>/late/": {"consented": "on"},
        "meetings/<int:pk>/agenda/": {"own1_title": "传达学习有关会议精神", "own1_nature": "convey"},
        "polls/items/<int:pk>/": {"text_1": "干部001", "post_1": "县水利局局长"},
        "decisions/<int:pk>/appoint/": {"promotion": "no", "document": "任〔2023〕1号"},
        "decisions/<int:pk>/file/": {"type_code": "T20", "no_funds": "on"},
        "decisions/direct/brief/": {"until": TODAY.isoformat()},
        "briefings/instructions/<int:pk>/file/": {"type_code": "T20", "no_funds": "on"},
        "briefings/<int:pk>/close/": {"note": "存档备查"},
        "matters/new/": {"title": "关于农村客运补贴的请示", "reason": "工作需要", "requests": "请审议。"},
        "matters/emergencies/new/": {
            "cause": "今日9时，供水主管爆裂。",
            "measures": "已抢修。",
            "why": "须当即停水。",
            "reported_to": "书记",
        },
        "matters/arrangement/": {f"m{pk}-verdict": "list", f"m{pk}-order": 1},
        "briefings/<int:pk>/instruct/": {"text": "请抓紧办理。", "unit_id": units["D02"], "due_words": "年底前"},
        "polls/<int:pk>/count/": papers | votes,
        "polls/<int:pk>/confirm/": papers | votes,
        "tasks/approve/": {"ids": pk},
        "tasks/breakdowns/pending/": {"decisions": things["decision"].pk},
        "tasks/breakdowns/new/": {
            "lines-TOTAL_FORMS": 1,
            "lines-INITIAL_FORMS": 0,
            "lines-0-text": "落实资金",
            "lines-0-lead_unit_id": units["D02"],
        },
        "tasks/breakdowns/<int:pk>/edit/": {
            "lines-TOTAL_FORMS": 1,
            "lines-INITIAL_FORMS": 0,
            "lines-0-text": "落实资金",
            "lines-0-lead_unit_id": units["D02"],
        },
        "tasks/<int:pk>/notice/": {"demands": "报送资金到位情况。", "answer_by": "2199-01-01"},
        "roles/grant/": {"user_id": cast.users["委员"].pk, "role": "scrutineer"},
        "roles/delegations/set/": {"principal_id": cast.people["03号常委"].pk, "delegate_id": cast.users["秘书"].pk},
        "people/kinds/set/": {"code": "bureau", "name": "直属单位"},
        "people/organizations/add/": {"code": "D99", "name": "县水利局"},
        "people/bodies/add/": {"code": "topic", "name": "专题会议"},
        "people/memberships/add/": {"person_id": cast.people["委员13"].pk, "post_id": _staff_post()},
        "portfolios/together/differences/new/": {
            "matter": pk,
            "first_id": cast.people["02号常委"].pk,
            "second_id": cast.people["03号常委"].pk,
        },
        "portfolios/handovers/new/": {
            "cause": "leave",
            "giver_id": cast.people["09号常委"].pk,
            "receiver_id": cast.people["02号常委"].pk,
            "witness_id": "",
            "division_id": "",
            "area_ids": cast.areas["a07"].pk,
        },
        "portfolios/handovers/<int:pk>/witness/": {"witness_id": cast.people["05号常委"].pk},
        "portfolios/areas/new/": {"code": "a99", "name": "水利"},
        "portfolios/new/": {"base": "now"},
        "portfolios/<int:pk>/opine/": {"agrees": "yes", "text": ""},
        "portfolios/<int:pk>/adopt/": {"decision_id": "", "decision": "第18次常委会"},
        "portfolios/contacts/new/": {
            "organization_id": cast.units["X01"].pk,
            "person_id": cast.people["03号常委"].pk,
        },
        "users/create/": {"username": "shuili", "label": "备用管理员"},
        "password/": {"current": PASSWORD, "new": "明月几时有-2023", "again": "明月几时有-2023"},
        "duties/new/": {"person_id": cast.people["01号常委"].pk},
        "duties/<int:pk>/edit/": {"person_id": cast.people["09号常委"].pk},
        "duties/<int:pk>/assign/": {"text": "请抓紧办理。", "unit_id": units["D02"], "due_words": "年底前"},
        "duties/inquiries/new/": {"due_on": "2199-01-01"},
        "duties/inquiries/<int:pk>/judge/": {"verdict": "satisfied"},
        **_talked(cast),
        "rules/first-day/": {"rule-LC-21": "on", "since": "2024-01-01"},
        "ledger/erase/": {"seqs": "3"},
    }


_MARKS = ("yes", "no", "abstain", "spoiled")

NOT_DONE: dict[str, str] = {
    "tasks/views/": "a view of one's own is nobody's record: no action, no entry",
    "meetings/<int:pk>/room/": "shows the room; each of its buttons has its own address",
    "rules/<str:rule>/adopt/": "the county has adopted this rule",
    "ledger/checkpoints/sign/": "the small county has no signing key",
    "ledger/export/": "the small county has no signing key",
    "dossiers/": "the small county has no signing key",
    "dossiers/decisions/<int:pk>/": "the small county has no signing key",
    "ledger/key/": "the small county has no signing key",
    "people/import/": "needs a workbook",
    "argument/experts/import/": "needs a workbook",
    "portfolios/areas/import/": "needs a workbook",
    "portfolios/try/": "shows; nothing is stored",
    "portfolios/compare/": "shows; nothing is stored",
    "portfolios/proposals/": "a list for those who may ask",
}
"""Addresses at which no submit is done here, and why."""
