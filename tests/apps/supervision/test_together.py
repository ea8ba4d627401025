"""Two people at once on one task: one wins, the other is told, nothing is lost or doubled."""

import pytest

from tests.apps.supervision import loop
from tests.at_once import at_once
from yixing.ledger.models import Entry
from yixing.supervision.actions import (
    task_accept,
    task_approve,
    task_close,
    task_endorse,
    task_merge,
    task_object,
    task_report,
)
from yixing.supervision.models import Report, Task
from yixing_core.errors import Refusal


def one_refused(results):
    refused = [result for result in results if isinstance(result, Refusal)]
    assert len(refused) == len(results) - 1, results
    return refused[0]


def test_two_liaisons_report(committed):
    task = loop.in_hand(committed)
    calls = [committed.call("联络员"), committed.call("单位负责人")]
    results = at_once(
        *(lambda c=call: task_report(c, task_id=task.pk, version=task.version, progress="已开工") for call in calls)
    )
    assert one_refused(results).code in ("stale", "report_pending", "wrong_state")
    assert Report.objects.count() == 1
    assert Entry.objects.filter(action="task.report").count() == 1


def test_two_inspectors_close(committed):
    task = loop.consented(committed)
    results = at_once(
        *(
            lambda c=call: task_close(c, task_id=task.pk, version=task.version)
            for call in (committed.call("督查员"), committed.call("督查员"))
        )
    )
    assert one_refused(results).code in ("stale", "wrong_state")
    assert Entry.objects.filter(action="task.close").count() == 1
    assert Task.objects.get(pk=task.pk).state == "closed"


def test_a_double_click_is_one_report(committed):
    task = loop.in_hand(committed)
    call = committed.call("联络员")
    first, second = at_once(
        *(lambda: task_report(call, task_id=task.pk, version=task.version, progress="已开工") for _ in range(2))
    )
    assert first == second
    assert Report.objects.count() == 1


def test_sign_for_it_or_object(committed):
    task = loop.issue(committed)
    results = at_once(
        lambda: task_accept(committed.call("联络员", loop.ISSUED), task_id=task.pk, version=task.version),
        lambda: task_object(
            committed.call("单位负责人", loop.ISSUED), task_id=task.pk, version=task.version, reason="职责不清"
        ),
    )
    assert one_refused(results).code == "stale"


def test_endorsing_and_merging_wait_for_each_other(committed):
    """Both take the task first; whoever comes second finds what the first left."""
    task, into = loop.in_hand(committed), loop.in_hand(committed)
    report = loop.report(committed, task)
    results = at_once(
        lambda: task_endorse(committed.call("单位负责人"), report_id=report.pk),
        lambda: task_merge(committed.call("督查员"), task_id=task.pk, into_id=into.pk),
    )
    refused = [result for result in results if isinstance(result, Refusal)]
    assert len(refused) <= 1
    task.refresh_from_db()
    assert task.state in ("merged", "in_hand")
    assert not Report.objects.filter(task=task, state="unsigned", task__state="merged").exists()


@pytest.mark.parametrize("count", [4])
def test_numbers_have_no_gaps_under_haste(committed, count):
    breakdowns = [loop.draft(committed, loop.line(committed), loop.line(committed, "D03")) for _ in range(count)]
    results = at_once(
        *(
            lambda b=row: task_approve(committed.call("县委办主任", loop.ISSUED), breakdown_id=b.pk)
            for row in breakdowns
        )
    )
    assert not [result for result in results if isinstance(result, Refusal)]
    numbers = sorted(Task.objects.values_list("number", flat=True))
    assert numbers == [f"督2023-{place:04d}" for place in range(1, 2 * count + 1)]
