"""One task from a decision and one from a 批示, from draft to 销号."""

from tests.apps.supervision import loop
from yixing.briefings.actions import briefing_close
from yixing.ledger.models import Entry
from yixing.supervision.actions import task_close


def test_decision_to_closing(cast):
    task = loop.closed(cast)
    assert task.state == "closed"
    assert task.number == "督2023-0001"
    assert not task.is_open
    actions = list(Entry.objects.order_by("seq").values_list("action", flat=True))
    assert actions == [
        "task.draft",
        "task.approve",
        "task.accept",
        "task.report",
        "task.endorse",
        "task.verify",
        "task.consent",
        "task.close",
    ]


def test_instruction_to_closing(cast):
    instruction = loop.instruct(cast)
    task = loop.in_hand(cast, instruction_id=instruction.pk)
    task = loop.verified(cast, task)
    loop.agreed(cast, loop.shown(cast, instruction))
    task = task_close(cast.call("督查员"), task_id=task.pk)
    assert task.state == "closed"
    briefing = briefing_close(cast.call("秘书"), briefing_id=instruction.briefing_id)
    assert briefing.state == "closed"
