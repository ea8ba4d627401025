"""The county's limits for tasks, as dated parameters, and the days they lead to."""

import datetime as dt

from yixing.compliance import parameters
from yixing.compliance.gates import number
from yixing_core.workdays.calendar import default_calendar


def soon_days(on: dt.date) -> int:
    """How many days before its deadline a task counts as 临期."""
    return number("due_soon_days", on)


def sign_by(assigned_on: dt.date) -> dt.date | None:
    """The last day for 签收 of what was handed over on a day; ``None`` where the county has set no limit."""
    return _within(assigned_on, "accept_workdays")


def object_by(assigned_on: dt.date) -> dt.date | None:
    """The last day for a 职责异议; ``None`` where the county has set no limit."""
    return _within(assigned_on, "objection_workdays")


def _within(start: dt.date, key: str) -> dt.date | None:
    days = parameters.on_day(start).get(key)
    return None if days is None else default_calendar().add_workdays(start, int(days))
