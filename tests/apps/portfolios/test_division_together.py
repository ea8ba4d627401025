"""Two plans adopted at the same moment: one comes into force, the other is told what holds by then."""

import pytest

from tests.apps.portfolios.test_division import JULY, adopt, draft
from tests.at_once import at_once
from tests.cast import Cast
from yixing.portfolios.models import Assignment, Division
from yixing_core.errors import Refusal


@pytest.mark.both
def test_two_adoptions_at_once_leave_one_plan_in_force(committed: Cast) -> None:
    one, other = draft(committed, a01=2), draft(committed, a01=3)
    results = at_once(lambda: adopt(committed, one), lambda: adopt(committed, other))
    assert [each.code for each in results if isinstance(each, Refusal)] == ["division_order"]
    assert Division.objects.filter(state="in_force", until__isnull=True).count() == 1
    leading = Assignment.objects.filter(area=committed.areas["a01"], since=JULY, until__isnull=True)
    assert leading.count() == 1
