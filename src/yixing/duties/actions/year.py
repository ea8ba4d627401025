"""年度核对: what the rules say of a year, put on record."""

import datetime as dt

from yixing.access.actions import Action
from yixing.compliance import gates
from yixing.compliance.gates import Passed
from yixing.door.call import Call
from yixing.door.door import action, record
from yixing.duties.charge import year_span
from yixing.duties.models import YearReview
from yixing.duties.year import ASKED, gather
from yixing_core.errors import Refusal


@action(Action.YEAR_REVIEW)
def year_review(call: Call, *, year: int) -> YearReview:
    """Put on record what the gate ``year.review`` says of a year as it stands today.

    What did not happen in a year that is over can no longer be otherwise: findings are recorded and refuse nothing.

    Args:
        call: ``call.on`` is the day of the check; the rules are those of that day, at the latest of the year's end.
        year: which one; it has begun.

    Raises:
        Refusal: ``report_year`` for a year to come.
    """
    call.require(Action.YEAR_REVIEW)
    if year > call.on.year:
        raise Refusal("report_year", field="year", year=year)
    day = min(call.on, year_span(year)[1])
    passed = _asked(year, call.on, day)
    row = YearReview.objects.create(year=year, on=call.on, open_rules=[finding.rule for finding in passed.violations])
    record(call, row, passed=[passed], data={"year": year, "open": len(passed.violations)})
    return row


def _asked(year: int, today: dt.date, day: dt.date) -> Passed:
    """The findings of the rules that are answered from records kept here; the rest of the gate is not asked."""
    facts, _ = gather(year, today)
    found = gates.noted("year.review", facts, on=day)
    return Passed(found.gate, tuple(each for each in found.findings if each.rule in ASKED))
