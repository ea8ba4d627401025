"""Who has a seat in the body among whose members work is divided, who lost it, and since when; read once."""

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from yixing.ledger.stamps import Standing, keep
from yixing.people.models import Membership
from yixing.portfolios.checks import dividing_kind

Span = tuple[dt.date, dt.date | None]


@dataclass(frozen=True, slots=True)
class Seats:
    """Person → his spans: ``seated`` with a vote in the dividing body, ``serving`` in any post or seat."""

    seated: Mapping[int, Sequence[Span]]
    serving: Mapping[int, Sequence[Span]]

    def gone(self, person_id: int, day: dt.date) -> bool:
        """Whether he had a seat and has none any more; of somebody who never had one, any post counts.

        Whoever gives up the seat and keeps another post has left all the same: his work is divided among the others.
        """
        spans = self._counting(person_id, day)
        return not _covered(spans, day) and any(_ended(span, day) for span in spans)

    def last_day(self, person_id: int, day: dt.date) -> dt.date:
        """The last day of the seat (or post) that he lost; the beginning of time where he lost none."""
        spans = self._counting(person_id, day)
        return max((until for _, until in spans if until is not None and until < day), default=dt.date.min)

    def in_service(self, person_id: int, day: dt.date) -> bool:
        """Whether he holds any post or seat."""
        return _covered(self.serving.get(person_id, ()), day)

    def gone_people(self, day: dt.date) -> list[int]:
        """Everybody who is gone."""
        return sorted(pk for pk in self.serving if self.gone(pk, day))

    def _counting(self, person_id: int, day: dt.date) -> Sequence[Span]:
        own = self.seated.get(person_id, ())
        return own if any(since <= day for since, _ in own) else self.serving.get(person_id, ())


def _covered(spans: Sequence[Span], day: dt.date) -> bool:
    return any(since <= day and (until is None or day <= until) for since, until in spans)


def _ended(span: Span, day: dt.date) -> bool:
    return span[1] is not None and span[1] < day


def seats() -> Seats:
    """The seats and posts as they stand now, over all time."""
    return keep("handover seats", _read, Standing.PEOPLE)


def _read() -> Seats:
    kind = dividing_kind()
    seated: dict[int, list[Span]] = defaultdict(list)
    serving: dict[int, list[Span]] = defaultdict(list)
    rows = Membership.objects.order_by("since", "id")
    for person, since, until, body, capacity in rows.values_list(
        "person_id", "since", "until", "body__kind", "capacity"
    ):
        serving[person].append((since, until))
        if body == kind and capacity == Membership.Capacity.MEMBER:
            seated[person].append((since, until))
    return Seats(dict(seated), dict(serving))
