"""The procedure of a matter as one sheet, what would change, and the pages of the packs."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tests.rules.packs import packs, rulebook
from tests.rules.test_packs import matter
from yixing_core.rules.expression import parse
from yixing_core.rules.procedure import procedure, what_if
from yixing_core.rules.reference import page
from yixing_core.rules.vocabulary import MATTER_TYPES
from yixing_core.rules.wording import words

DAY = date(2023, 6, 12)
DOCS = Path(__file__).parents[2] / "docs" / "rules"


def sheet(code: str, **changed: Any) -> Any:
    facts = matter(code, **({"importance": "major"} | changed))
    return procedure(rulebook(), facts | {"params": {"large_funds": 5_000_000}}, DAY)


@pytest.mark.parametrize("code", list(MATTER_TYPES))
def test_every_type_has_a_sheet(code: str) -> None:
    found = sheet(code)
    assert found.label == MATTER_TYPES[code]
    assert found.body
    assert found.reasons
    assert all(row.who and row.requires and row.basis and row.certain for row in found.rows)


def test_who_decides_and_how() -> None:
    assert (sheet("key_cadre_appointment").body, sheet("key_cadre_appointment").secret) == ("plenary", True)
    assert (sheet("cadre_appointment").body, sheet("cadre_appointment").secret) == ("standing_committee", False)
    assert sheet("long_term_plan").secret
    assert sheet("long_term_plan", importance="exceptional").body_label == "全委会"
    assert sheet("routine", importance="ordinary").body == "member"


def test_what_another_matter_would_change() -> None:
    facts = matter("agriculture", importance="ordinary", amount=100_000) | {"params": {"large_funds": 5_000_000}}
    raised = what_if(rulebook(), facts, {"amount": 6_000_000}, DAY)
    assert (raised.body_before, raised.body_after) == ("member", "standing_committee")
    assert what_if(rulebook(), facts, {"amount": 200_000}, DAY).nothing
    touching = what_if(rulebook(), facts, {"public_interest": True}, DAY)
    assert [step.step for step in touching.added] == ["notice"]
    listed = matter("livelihood", importance="major") | {"params": {"hearing_types": ["livelihood"]}}
    heard = what_if(rulebook(), listed, {"nature": "hear"}, DAY)
    assert {step.step for step in heard.dropped} == {"government", "research", "opinions", "notice", "hearing"}


@pytest.mark.parametrize("pack", packs(), ids=lambda pack: pack.id)
def test_the_page_of_a_pack_is_up_to_date(pack: Any) -> None:
    """Written by ``yixing_core.rules.reference.page``; a change of a pack is a change of its page."""
    assert (DOCS / f"{pack.id}.md").read_text(encoding="utf-8") == page(pack)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('body.kind == "plenary"', "会议主体为全委会"),
        ('matter.type not in ["routine"]', "事项类型不属于：分管领域常规业务"),
        ("not poll.urgent", "是否须立即执行的紧急情况：否"),
        ("not known(task.objected_on)", "职责异议日期没有登记"),
        ("matter.amount >= 5000000", "金额不少于500万元"),
        ("task.deadline < on", "时限早于发生日期"),
        ("days(meeting.notice_on, meeting.held_on) >= 2", "会议通知日期到开会日期的天数不少于2"),
        (
            "present >= fewest(params.quorum_cadre, body.entitled)",
            "实到会人数不少于应到会人数的“干部任免、处分党员到会比例”",
        ),
        ('poll.yes >= over(fraction("1/2"), poll.entitled)', "同意超过本次应到会人数的二分之一"),
        ('"secretary" in steps.deliberation.people', "参加酝酿的人中有书记"),
        (
            "steps.legal.done or poll.urgent and matter.late",
            "合法性审查，或者（是否须立即执行的紧急情况，且是否临时增加）",
        ),
    ],
)
def test_conditions_in_the_words_of_the_office(text: str, said: str) -> None:
    assert words(parse(text).root) == said
