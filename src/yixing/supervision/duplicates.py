"""The same thing asked twice of one unit: found before it is issued, so that the unit reports once (减负)."""

import functools

from yixing.access.prepared import PLACE
from yixing.supervision.lines import TaskLine, most_alike
from yixing.supervision.models import Task
from yixing.supervision.prepared import Prepared, prepared
from yixing.supervision.state import is_open

POOL = 500
"""How many of a unit's open tasks, the latest first, a new line is compared with."""


@functools.cache
def _pool() -> Prepared:
    """The question about the open tasks of the unit ``PLACE``."""
    rows = Task.objects.filter(is_open(), lead_unit_id=PLACE).order_by("-id")
    return prepared(rows.values_list("pk", "text")[:POOL])


def similar_task(line: TaskLine) -> Task | None:
    """The open task of the same lead unit that says the same thing, if there is one."""
    asked = _pool()
    rows = asked.rows([line.lead_unit_id if value == PLACE else value for value in asked.values])
    key = most_alike(line.text, ((pk, text) for pk, text in rows))
    return Task.objects.select_related("lead_unit").get(pk=key) if key is not None else None
