"""The same thing asked twice of one unit: found before it is issued, so that the unit reports once (减负)."""

from yixing.supervision.lines import TaskLine, most_alike
from yixing.supervision.models import Task
from yixing.supervision.state import is_open

POOL = 500
"""How many of a unit's open tasks, the latest first, a new line is compared with."""


def similar_task(line: TaskLine) -> Task | None:
    """The open task of the same lead unit that says the same thing, if there is one."""
    rows = Task.objects.filter(is_open(), lead_unit_id=line.lead_unit_id).order_by("-id").values_list("pk", "text")
    key = most_alike(line.text, rows[:POOL])
    return Task.objects.select_related("lead_unit").get(pk=key) if key is not None else None
