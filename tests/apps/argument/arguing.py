"""Records of 论证 made by the actions, for tests that begin with one."""

import datetime as dt
from typing import Any

from tests.apps.matters import walk
from tests.cast import TODAY, Cast
from yixing.argument import actions
from yixing.argument.models import Consultation, Expert, Hearing, PublicNotice, Research
from yixing.matters.models import Matter

EARLIER = TODAY - dt.timedelta(days=30)
LATER = TODAY + dt.timedelta(days=10)


def matter(cast: Cast, **changes: Any) -> Matter:
    """A large project of 县财政局: the rules ask for research, opinions and experts."""
    given = {"type_code": "T04", "title": "关于城区供热管网改造的请示", "amount": 30_000_000, "fund_source": "县级财政"}
    return walk.draft(cast, **(given | changes))


def expert(cast: Cast, name: str = "专家01", **changes: Any) -> Expert:
    given = {"name": name, "field": "economy", "workplace": "示例大学", "title": "教授", "since": EARLIER}
    return actions.expert_set(cast.call("秘书"), **(given | changes))


def pool(cast: Cast, count: int = 3) -> list[Expert]:
    known = Expert.objects.count()
    return [expert(cast, f"专家{known + number:02d}") for number in range(1, count + 1)]


def asked(cast: Cast, row: Matter | None = None, experts: list[Expert] | None = None, **changes: Any) -> Consultation:
    row = row or matter(cast)
    chosen = experts if experts is not None else pool(cast)
    given: dict[str, Any] = {
        "matter_id": row.pk,
        "question": "管网走向和投资是否合理？",
        "expert_ids": [each.pk for each in chosen],
        "due_on": TODAY + dt.timedelta(days=7),
    }
    day = changes.pop("day", TODAY)
    return actions.consultation_open(cast.call("联络员", day), **(given | changes))


def say(
    cast: Cast, consultation: Consultation, place: int = 0, *, day: dt.date = TODAY, **changes: Any
) -> Consultation:
    advice = consultation.advices.order_by("pk")[place]
    given = {"text": "建议分期实施。", "is_signed": True} | changes
    return actions.consultation_reply(
        cast.call("联络员", day), consultation_id=consultation.pk, advice_id=advice.pk, **given
    )


def answered(cast: Cast, row: Matter | None = None, **changes: Any) -> Consultation:
    consultation = asked(cast, row, **changes)
    for place in range(consultation.advices.count()):
        consultation = say(cast, consultation, place)
    return consultation


def concluded(cast: Cast, row: Matter | None = None, day: dt.date = TODAY, **changes: Any) -> Consultation:
    consultation = answered(cast, row, **changes)
    return conclude(cast, consultation, day)


def conclude(cast: Cast, consultation: Consultation, day: dt.date = TODAY, adoption: str = "adopted") -> Consultation:
    lines: Any = [
        {"advice_id": advice.pk, "adoption": adoption, "reason": ""} for advice in consultation.advices.exclude(text="")
    ]
    return actions.consultation_conclude(cast.call("联络员", day), consultation_id=consultation.pk, lines=lines)


def research(cast: Cast, who: str = "秘书", **changes: Any) -> Research:
    given: dict[str, Any] = {
        "topic": "城区冬季供热情况调研",
        "leader_id": cast.people["09号常委"].pk,
        "unit_id": cast.units["D02"].pk,
        "area_id": cast.areas["a01"].pk,
        "modes": ["visit", "meeting"],
        "since": EARLIER,
        "until": EARLIER + dt.timedelta(days=2),
        "places": "供热公司、三个小区",
        "report_title": "城区冬季供热调研报告",
        "findings": 4,
        "proposals": 3,
    }
    return actions.research_set(cast.call(who), **(given | changes))


def notice(cast: Cast, row: Matter | None = None, **changes: Any) -> PublicNotice:
    given: dict[str, Any] = {
        "text": "现予公示。",
        "places": "县政府网站",
        "since": EARLIER,
        "until": EARLIER + dt.timedelta(days=6),
    }
    row = row or matter(cast)
    return actions.publicity_open(cast.call("联络员"), matter_id=row.pk, **(given | changes))


def hearing(cast: Cast, row: Matter | None = None, **changes: Any) -> Hearing:
    given: dict[str, Any] = {
        "subject": "供热价格调整",
        "planned_on": TODAY,
        "place": "县会议中心",
        "participants_on": TODAY - dt.timedelta(days=9),
        "papers_on": TODAY - dt.timedelta(days=8),
    }
    day = changes.pop("day", TODAY - dt.timedelta(days=10))
    row = row or matter(cast, day=day)
    return actions.hearing_announce(cast.call("联络员", day), matter_id=row.pk, **(given | changes))
