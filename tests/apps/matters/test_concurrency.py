"""Two people at once on one sheet: one wins, the other is told, nothing is lost or doubled."""

import uuid

import pytest

from tests.apps.matters import walk
from tests.at_once import at_once
from tests.cast import Cast
from yixing.ledger.models import Entry
from yixing.matters.actions import matter_determine, matter_sign, opinion_open, opinion_reply
from yixing.matters.arrangement import Line, determine_lines
from yixing.matters.models import Endorsement, Matter
from yixing_core.errors import Refusal


@pytest.mark.both
def test_two_sign_the_same_version(committed: Cast) -> None:
    matter = walk.to_unit_head(committed)
    calls = [committed.call("单位负责人") for _ in range(2)]
    results = at_once(
        *(lambda call=call: matter_sign(call, matter_id=matter.pk, version=matter.version) for call in calls)
    )
    refusals = [result for result in results if isinstance(result, Refusal)]
    assert [refusal.code for refusal in refusals] == ["stale"]
    assert "单位负责人审签" in refusals[0].text
    assert Endorsement.objects.filter(matter=matter, stage="unit_head").count() == 1
    assert Entry.objects.filter(action="matter.sign").count() == 1
    assert Matter.objects.get(pk=matter.pk).state == Matter.State.MEMBER


@pytest.mark.both
def test_a_double_click_signs_once(committed: Cast) -> None:
    matter = walk.to_unit_head(committed)
    call = committed.call("单位负责人", request=uuid.uuid4())
    act = lambda: matter_sign(call, matter_id=matter.pk, version=matter.version)  # noqa: E731  (said twice at once)
    results = at_once(act, act)
    assert [result.pk for result in results] == [matter.pk, matter.pk]
    assert Endorsement.objects.filter(matter=matter, stage="unit_head").count() == 1


@pytest.mark.both
def test_numbers_have_no_gap_and_no_double(committed: Cast) -> None:
    matters = [walk.to_unit_head(committed, title=f"关于第{number}件的请示") for number in range(4)]
    calls = [(committed.call("单位负责人"), matter.pk) for matter in matters]
    at_once(*(lambda call=call, pk=pk: matter_sign(call, matter_id=pk) for call, pk in calls))
    numbers = sorted(Matter.objects.values_list("number", flat=True))
    assert numbers == [f"2023-{number:03d}" for number in range(1, 5)]


@pytest.mark.both
def test_two_units_answer_one_round(committed: Cast) -> None:
    units = [committed.units[code].pk for code in ("D03", "X01")]
    call = committed.call("联络员")
    asked = opinion_open(call, matter_id=walk.draft(committed).pk, unit_ids=units, due_on=call.on, text="甲")
    acts = []
    for name, code in (("外单位负责人", "D03"), ("乡镇负责人", "X01")):
        reply = asked.replies.get(unit=committed.units[code])
        own = committed.call(name)
        acts.append(lambda own=own, pk=reply.pk: opinion_reply(own, reply_id=pk))
    assert not [result for result in at_once(*acts) if isinstance(result, Refusal)]
    assert asked.replies.filter(replied_on__isnull=False).count() == 2


@pytest.mark.both
def test_the_chairs_list_and_one_line_of_it_do_not_block_each_other(committed: Cast) -> None:
    first, second = (walk.to_chair(committed, title=f"关于{name}的请示") for name in ("甲事", "乙事"))
    lines = [Line(first.pk, "list", 1, version=first.version), Line(second.pk, "list", 2, version=second.version)]
    whole, single = committed.call("书记"), committed.call("书记")
    results = at_once(
        lambda: determine_lines(whole, lines),
        lambda: matter_determine(single, matter_id=second.pk, verdict="defer", version=second.version),
    )
    refusals = [result for result in results if isinstance(result, Refusal)]
    assert [refusal.code for refusal in refusals] == ["stale"]
    states = set(Matter.objects.values_list("state", flat=True))
    assert states in ({"listed"}, {"chair", "deferred"})
