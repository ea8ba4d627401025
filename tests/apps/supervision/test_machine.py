"""Any order of steps: what the actions do is what a naive machine says, and stored states are the function's."""

import datetime as dt

from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.apps.supervision import loop
from tests.cast import TODAY
from yixing.supervision.actions import (
    task_accept,
    task_close,
    task_consent,
    task_endorse,
    task_extend,
    task_keep,
    task_object,
    task_reassign,
    task_reopen,
    task_report,
    task_stop,
    task_verify,
)
from yixing.supervision.models import Report, Task
from yixing.supervision.state import OPEN, task_state
from yixing_core.errors import Refusal


class Machine:
    """What should happen, kept as a word for where the task stands and what lies before the head of the unit."""

    def __init__(self) -> None:
        self.state, self.pending, self.agreed, self.answered, self.extending = "issued", None, False, False, False

    def step(self, name: str) -> bool:
        """Whether the step is possible; takes it if it is."""
        return getattr(self, f"_{name}")()

    def _move(self, possible, state):
        if possible:
            self.state = state
        return possible

    def _accept(self) -> bool:
        return self._move(self.state == "issued", "in_hand")

    def _object(self) -> bool:
        return self._move(self.state == "issued" and not self.answered, "objected")

    def _reject(self) -> bool:
        possible = self._move(self.state == "objected", "issued")
        self.answered |= possible
        return possible

    def _report(self) -> bool:
        return self._hand_in("none", ("in_hand", "long_term"))

    def _claim(self) -> bool:
        return self._hand_in("close", ("in_hand",))

    def _ask_time(self) -> bool:
        return not self.extending and self._hand_in("extend", ("in_hand",))

    def _hand_in(self, ask: str, states: tuple[str, ...]) -> bool:
        possible = self.state in states and self.pending is None
        if possible:
            self.pending = ask
        return possible

    def _sign(self) -> bool:
        states = ("in_hand", "long_term") if self.pending == "none" else ("in_hand",)
        if self.pending is None or self.state not in states:
            return False
        if self.pending == "close":
            self.state = "claimed"
        self.extending |= self.pending == "extend"
        self.pending = None
        return True

    def _extend(self) -> bool:
        possible = self.state == "in_hand" and self.extending
        self.extending &= not possible
        return possible

    def _verify(self) -> bool:
        possible = self.state in ("claimed", "verified")
        return self._move(possible, "verified")

    def _return(self) -> bool:
        possible = self.state in ("in_hand", "claimed", "verified")
        self.agreed &= not possible
        return self._move(possible, "in_hand")

    def _consent(self) -> bool:
        possible = self.state == "verified"
        self.agreed |= possible
        return possible

    def _refuse_consent(self) -> bool:
        possible = self.state == "verified"
        self.agreed &= not possible
        return self._move(possible, "in_hand")

    def _close(self) -> bool:
        return self._move(self.state == "verified" and self.agreed, "closed")

    def _keep(self) -> bool:
        return self._move(self.state == "verified", "long_term")

    def _stop(self) -> bool:
        return self._move(self.state not in ("closed", "stopped"), "stopped")

    def _reopen(self) -> bool:
        possible = self.state in ("closed", "long_term", "stopped")
        self.agreed &= not possible
        return self._move(possible, "in_hand")


STEPS = {
    "accept": lambda cast, task: task_accept(cast.call("联络员", loop.ISSUED), task_id=task.pk),
    "object": lambda cast, task: task_object(cast.call("联络员", loop.ISSUED), task_id=task.pk, reason="职责不清"),
    "reject": lambda cast, task: task_reassign(
        cast.call("督查员", loop.ISSUED), task_id=task.pk, accepted=False, answer="仍由你单位办理"
    ),
    "report": loop.report,
    "claim": lambda cast, task: loop.report(cast, task, ask="close"),
    "ask_time": lambda cast, task: loop.report(cast, task, ask="extend", extend_to=_later(task), reason="雨季"),
    "sign": lambda cast, task: task_endorse(cast.call("单位负责人"), report_id=_pending(task)),
    "extend": lambda cast, task: task_extend(cast.call("督查员"), task_id=task.pk, granted=False, answer="不同意"),
    "verify": lambda cast, task: _verify(cast, task, "holds"),
    "return": lambda cast, task: _verify(cast, task, "return"),
    "consent": lambda cast, task: task_consent(cast.call("常委"), task_id=task.pk),
    "refuse_consent": lambda cast, task: task_consent(cast.call("常委"), task_id=task.pk, agreed=False, opinion="再办"),
    "close": lambda cast, task: task_close(cast.call("督查员"), task_id=task.pk),
    "keep": lambda cast, task: task_keep(cast.call("督查员"), task_id=task.pk, reason="转入长效"),
    "stop": lambda cast, task: task_stop(
        cast.call("督查员"), task_id=task.pk, reason="项目取消", leader_id=cast.people["09号常委"].pk
    ),
    "reopen": lambda cast, task: task_reopen(cast.call("督查员"), task_id=task.pk, reason="反弹", due="年底前"),
}


def _later(task: Task) -> tuple[str, dt.date]:
    return ("延期", (task.due_on or TODAY) + dt.timedelta(days=30))


def _pending(task: Task) -> int:
    return task.reports.filter(state=Report.State.UNSIGNED).values_list("pk", flat=True).first() or 0


def _verify(cast, task: Task, result: str) -> Task:
    return task_verify(cast.call("督查员"), task_id=task.pk, method="papers", finding="看了资料", result=result)


WAY = ("accept", "claim", "sign", "verify", "consent", "close")
# A walk begins some way down the road to 销号, else few of them would ever come near its end.
WALKS = st.builds(
    lambda begun, rest: [*WAY[:begun], *rest],
    st.integers(0, len(WAY)),
    st.lists(st.sampled_from([*STEPS, *WAY]), min_size=3, max_size=16),
)


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(walk=WALKS)
def test_any_order_of_steps(cast, walk):
    with transaction.atomic():
        task = loop.issue(cast)
        machine = Machine()
        for name in walk:
            possible = machine.step(name)
            before = task.version
            try:
                STEPS[name](cast, task)
                done = True
            except Refusal:
                done = False
            task.refresh_from_db()
            assert done == possible, f"{name} in {walk}: {machine.state} / {task.state}"
            assert done or task.version == before
            assert task.state == machine.state, f"after {name} in {walk}"
            assert task.state == task_state(task.records())
            assert task.is_open == (task.state in OPEN)
        transaction.set_rollback(True)


def test_stored_states_are_the_functions(cast):
    loop.closed(cast)
    loop.claimed(cast)
    loop.issue(cast)
    loop.draft(cast)
    for task in Task.objects.all():
        assert task.state == task_state(task.records())
        assert task.is_open == (task.state in OPEN)
        assert task.due_sort == (task.due_on or dt.date.max)


def test_a_claim_that_stands_is_a_signed_report(cast):
    loop.claimed(cast)
    loop.consented(cast)
    for task in Task.objects.filter(claimed_on__isnull=False):
        claim = task.reports.filter(ask=Report.Ask.CLOSE, state=Report.State.SIGNED).first()
        assert claim is not None
        assert claim.signed_on == task.claimed_on


def test_report_action_is_what_the_loop_uses(cast):
    task = loop.in_hand(cast)
    report = task_report(cast.call("联络员"), task_id=task.pk, progress="已办")
    assert (report.state, report.task_id) == ("unsigned", task.pk)
