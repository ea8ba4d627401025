"""直接决定: what a member may decide alone, what of it is on file, and that the others hear of it."""

from typing import Any

import pytest

from tests.apps.decisions.test_decisions import file_direct
from tests.apps.meetings import desk
from tests.apps.meetings.test_meetings_result import refusal
from tests.cast import START, Cast
from yixing.compliance.models import Adoption, Parameter
from yixing.decisions.models import Decision

pytestmark = pytest.mark.django_db
RULES = ("XC-40", "XC-40.2", "XC-41", "XC-42")


def adopt(*rules: str) -> None:
    for rule in rules:
        Adoption.objects.create(rule=rule, since=START, decision="《县委常委分工负责制运行规则》")


def unmet(refused: Any) -> set[str]:
    return {finding.rule for finding in refused.findings if finding.unmet}


class TestWhiteList:
    def test_a_type_beyond_the_list_is_refused_and_sent_to_the_committee(self, cast: Cast) -> None:
        adopt(*RULES)
        beyond = desk.matter(cast, "关于村级活动场所的事项", "T10", upto="unit_head")
        refused = refusal(file_direct, cast, matter=beyond)
        assert unmet(refused) == {"XC-40.2"}
        assert "党的建设" in refused.text
        assert "分管领域常规业务" in refused.text
        assert "常委会" in refused.mend
        assert not Decision.objects.exists()

    def test_the_county_registers_its_own_list_from_a_day_on(self, cast: Cast) -> None:
        adopt(*RULES)
        matter = desk.matter(cast, "关于村级活动场所的事项", "T10", upto="unit_head")
        row = Parameter.objects.create(
            key="direct_types", value=["routine", "party_building"], since=desk.DAY, decision="第2次常委会"
        )
        before = {"decided_on": desk.BEFORE}
        assert unmet(refusal(file_direct, cast, matter=matter, **before)) == {"XC-40.2"}
        assert file_direct(cast, matter=matter).filed_on == row.since

    def test_a_sum_above_the_limit_is_refused(self, cast: Cast) -> None:
        adopt(*RULES)
        large = desk.matter(cast, "关于专项经费的事项", "T20", upto="unit_head", amount=5_000_001)
        refused = refusal(file_direct, cast, matter=large)
        assert "XC-41" in unmet(refused)
        assert "常委会" in refused.mend

    def test_what_weighs_more_is_not_decided_alone(self, cast: Cast) -> None:
        adopt(*RULES)
        heavy = desk.matter(cast, "关于重大调整的事项", "T20", upto="unit_head", importance="major")
        assert "XC-42" in unmet(refusal(file_direct, cast, matter=heavy))
