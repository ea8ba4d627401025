"""Whoever leads an area bears its tasks: after plans, drafts, leaving, late issue, in any order, signed or not.

An open task is led by who has its area that day, or it is on its way on a sheet, or on the list 未交接; and nothing is
on its way twice.
"""

import datetime as dt
from collections import Counter

from django.db import transaction
from hypothesis import HealthCheck, Phase, example, given, settings
from hypothesis import strategies as st

from tests.apps.handover.moving import ANY, DAY, adopt, adopted, drafted, task
from tests.apps.handover.test_nothing_falls_between import CODES, MEMBERS, PLAN, leader_then
from tests.apps.supervision import loop
from tests.cast import TODAY, Cast
from yixing.handover.actions import handover_pass_on, handover_prepare, handover_sign, handover_stand_in, turn_of
from yixing.handover.models import Handover, HandoverItem
from yixing.handover.passing import sheets_due
from yixing.handover.queries import in_office, unlisted
from yixing.handover.state import OPEN, UNRECEIVED, State
from yixing.people.models import Membership
from yixing.portfolios.models import Division
from yixing.portfolios.opinions import division_drop
from yixing.supervision.actions import task_approve
from yixing.supervision.models import Task
from yixing_core.errors import Refusal

LOGINS = {2: "县长", 3: "农业常委", 6: "别的常委", 9: "常委", 11: "县委办主任"}
STEP = st.one_of(
    st.tuples(st.just("plan"), PLAN),
    st.tuples(st.just("plan"), PLAN),
    st.tuples(st.just("ahead"), PLAN),
    st.tuples(st.just("draft"), PLAN),
    st.tuples(st.sampled_from(("adopt", "drop", "prepare")), st.just(0)),
    st.tuples(st.just("task"), st.sampled_from(CODES)),
    st.tuples(st.just("task"), st.sampled_from(CODES)),
    st.tuples(st.sampled_from(("written", "issued")), st.sampled_from(CODES)),
    st.tuples(st.sampled_from(("leave", "unseat")), st.sampled_from(MEMBERS)),
    st.tuples(st.just("hand"), st.sampled_from(MEMBERS)),
    st.tuples(st.just("sign"), st.integers(0, 3)),
    st.tuples(st.just("signall"), st.integers(0, 3)),
)
WALK = st.lists(STEP, min_size=3, max_size=12)


class County:
    """The cast on its way through the steps: the day, the draft at hand, the breakdowns not yet issued."""

    def __init__(self, cast: Cast) -> None:
        self.cast, self.day = cast, TODAY
        self.at_hand: Division | None = None
        self.unissued: list[int] = []

    def walk(self, steps: list[tuple[str, object]]) -> None:
        for what, value in steps:
            self.day += 3 * DAY
            getattr(self, f"do_{what}")(value)
            self.night()
            holds(self.cast, self.day, steps)

    def call(self, who: str = "秘书"):
        return self.cast.call(who, self.day, acknowledged=ANY)

    def night(self) -> None:
        for pk in sheets_due(self.day):
            handover_pass_on(self.call(), handover_id=pk)
        assert list(sheets_due(self.day)) == []

    def free(self) -> bool:
        """No plan waits for its day."""
        return not Division.objects.filter(since__gte=self.day).exists()

    def do_plan(self, value: dict[str, int]) -> None:
        if self.free():
            adopted(self.cast, since=self.day, on=self.day, **value)

    def do_ahead(self, value: dict[str, int]) -> None:
        """Decided today, in force in four days."""
        if self.free():
            adopted(self.cast, since=self.day + 4 * DAY, on=self.day, **value)

    def do_draft(self, value: dict[str, int]) -> None:
        """A draft, and a sheet for each pair it moves areas between, before it is adopted."""
        if self.at_hand is not None:
            return
        self.at_hand = drafted(self.cast, **value)
        for giver in MEMBERS:
            for receiver in MEMBERS:
                self.prepare(giver, receiver, cause="plan", division_id=self.at_hand.pk)

    def do_adopt(self, _: object) -> None:
        if self.at_hand is not None and self.free():
            adopt(self.cast, self.at_hand, self.day, self.day)
            self.at_hand = None

    def do_drop(self, _: object) -> None:
        if self.at_hand is not None:
            division_drop(self.call(), division_id=self.at_hand.pk, why="另拟方案")
            self.at_hand = None

    def do_task(self, code: str) -> None:
        leader = holder_then(self.cast.areas[code].pk, self.day)
        if leader is not None and not gone(leader, self.day):
            task(self.cast, code, self.day, str(next(p for p in self.cast.people.values() if p.pk == leader)))

    def do_written(self, code: str) -> None:
        """A breakdown that is approved later."""
        decision = loop.decide(self.cast, area=self.cast.areas[code], decided_on=self.day)
        line = loop.line(self.cast, due="年底前")
        self.unissued.append(loop.draft(self.cast, line, decision=decision, on=self.day).pk)

    def do_issued(self, _: object) -> None:
        for pk in self.unissued:
            task_approve(self.call("县委办主任"), breakdown_id=pk)
        self.unissued = []

    def do_leave(self, number: int) -> None:
        rows = Membership.objects.filter(person=self.person(number), until=None)
        rows.update(until=self.day - DAY)

    def do_unseat(self, number: int) -> None:
        """He loses his seat and keeps his post."""
        rows = Membership.objects.filter(person=self.person(number), until=None, body__kind="standing_committee")
        rows.update(until=self.day - DAY)

    def do_hand(self, number: int) -> None:
        """What those have who left goes to this member, as far as the list says so."""
        for left in unlisted(self.day):
            if left.receiver is None and left.giver.pk != self.person(number).pk:
                given = {"cause": "leave", "area_ids": sorted(left.areas)}
                self.prepare(left.giver, self.person(number), **given)

    def do_prepare(self, _: object) -> None:
        for left in unlisted(self.day):
            if left.receiver is not None:
                self.prepare(left.giver, left.receiver, effective_on=left.on)

    def do_sign(self, nth: int) -> None:
        """One signature on one sheet."""
        rows = list(Handover.objects.filter(state__in=OPEN).order_by("id"))
        if rows:
            self.sign(rows[nth % len(rows)])

    def do_signall(self, nth: int) -> None:
        """All signatures on one sheet."""
        rows = list(Handover.objects.filter(state__in=OPEN).order_by("id"))
        if rows:
            row = rows[nth % len(rows)]
            while row.state in OPEN and self.sign(row):
                row.refresh_from_db()

    def sign(self, row: Handover) -> bool:
        turn = turn_of(row)
        if row.state == State.GIVING and not in_office([turn.pk], self.day):
            handover_stand_in(self.call(), handover_id=row.pk, reason="已调离")
            return True
        login = LOGINS.get(int(turn.name[:2]))
        if login is None:
            return False
        handover_sign(self.call(login), handover_id=row.pk)
        return True

    def prepare(self, giver: object, receiver: object, **given: object) -> None:
        """Where there is nothing to hand over, or nobody to take it, there is no sheet."""
        ids = [each.pk if hasattr(each, "pk") else self.person(each).pk for each in (giver, receiver)]
        if ids[0] == ids[1]:
            return
        try:
            with transaction.atomic():
                given = {"effective_on": self.day} | given
                handover_prepare(self.call(), giver_id=ids[0], receiver_id=ids[1], **given)
        except Refusal as refused:
            assert refused.code in {"handover_nothing", "handover_not_member", "handover_people"}, refused.code  # noqa: PT017

    def person(self, number: int):
        return self.cast.people[f"{number:02d}号常委"]


def gone(person_id: int, day: dt.date) -> bool:
    """Naively: he had a seat of the standing committee and has none that day."""
    rows = Membership.objects.filter(person_id=person_id, body__kind="standing_committee")
    return not any(row.since <= day and (row.until is None or row.until >= day) for row in rows)


def holder_then(area_id: int, day: dt.date) -> int | None:
    """Naively, day by day: who leads by the plan; where he is gone, whoever the sheets of 人员变动 lead to."""
    held, led, turn = None, None, TODAY
    sheets = list(Handover.objects.filter(cause="leave", areas=area_id).exclude(state=State.VOID).order_by("id"))
    while turn <= day:
        now = leader_then(area_id, turn)
        if now != led:
            held = led = now
        for row in sheets:
            if row.effective_on == turn and row.giver_id == held and gone(held, turn):
                held = row.receiver_id
        turn += DAY
    return held


def holds(cast: Cast, day: dt.date, steps: object) -> None:
    on_list = Counter(thing.ref for left in unlisted(day) for thing in left.things)
    assert set(on_list.values()) <= {1}, (on_list, steps)
    items = HandoverItem.objects.filter(handover__state__in=UNRECEIVED).select_related("handover__division")
    on_way = Counter(item.ref for item in items)
    assert set(on_way.values()) <= {1}, (on_way, steps)
    counts = {item.ref for item in items if _counts(item.handover)}
    for row in Task.objects.filter(area__in=[cast.areas[code] for code in CODES], issued_on__isnull=False):
        ref = f"task/{row.pk}"
        holder = holder_then(row.area_id, day)
        right = holder is not None and row.leader_id == holder and not gone(holder, day)
        assert right or ref in on_list or ref in counts, (ref, row.leader, day, steps)


def _counts(sheet: Handover) -> bool:
    return sheet.division is None or sheet.division.state == "in_force"


@settings(
    max_examples=12,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    phases=(Phase.explicit, Phase.reuse, Phase.generate),  # a walk takes a second: shrinking one would take minutes
)
@given(steps=WALK)
@example([("task", "a01"), ("plan", {"a01": 2}), ("plan", {"a01": 3}), ("signall", 0), ("signall", 0)])
@example([("task", "a01"), ("draft", {"a01": 2}), ("signall", 0), ("drop", 0), ("plan", {"a01": 2})])
@example([("task", "a01"), ("draft", {"a01": 2}), ("signall", 0), ("adopt", 0), ("plan", {"a01": 3}), ("signall", 0)])
@example([("task", "a01"), ("leave", 9), ("hand", 2), ("signall", 0), ("plan", {"a01": 3}), ("signall", 0)])
@example([("task", "a01"), ("leave", 9), ("hand", 2), ("plan", {"a01": 3}), ("signall", 0)])
@example([("task", "a01"), ("unseat", 9), ("hand", 2), ("signall", 0), ("leave", 2), ("hand", 6), ("signall", 0)])
@example([("written", "a01"), ("plan", {"a01": 2}), ("issued", "a01")])
@example([("task", "a01"), ("ahead", {"a01": 2}), ("signall", 0), ("task", "a01"), ("task", "a01")])
def test_an_open_task_is_led_by_who_has_its_area_or_stands_where_it_is_handed_over(
    cast: Cast, steps: list[tuple[str, object]]
) -> None:
    with transaction.atomic():
        County(cast).walk(steps)
        transaction.set_rollback(True)
