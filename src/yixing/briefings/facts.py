"""What the rulebook is told of a 批示 (``instruction`` in the catalogue)."""

from typing import Any

from django.db.models import Count, Q

from yixing.briefings.models import Instruction

ENDED = ("closed", "long_term", "stopped")
"""States of a task in which nothing more is to be done for the 批示; a merged task counts as the one it went into."""


def open_tasks(instruction: Instruction) -> int:
    """How many tasks of the 批示 are still in hand; a task merged into another is open as long as that one is."""
    done = Q(tasks__state__in=ENDED) | Q(tasks__state="merged", tasks__merged_into__state__in=ENDED)
    return int(instruction.breakdowns.aggregate(open=Count("tasks", filter=~done))["open"])


def instruction_facts(instruction: Instruction) -> dict[str, Any]:
    """The facts of the gate ``instruction.close``; what was not recorded is ``None``."""
    showing = instruction.showings.order_by("-id").first()
    return {
        "instruction": {
            "text_given": bool(instruction.text),
            "leader_named": True,
            "unit_named": instruction.unit_id is not None,
            "urgent": instruction.urgent,
            "given_on": instruction.on,
            "result_given": bool(showing.result) if showing else None,
            "result_signed": showing.signed if showing else None,
            "shown_on": instruction.shown_on,
            "leader_agreed": instruction.approved_on is not None if showing else None,
            "open_tasks": open_tasks(instruction),
        }
    }
