"""The one door: every change of state passes here, in one transaction, with one ledger entry.

An action is a function ``(call, **inputs) -> row`` decorated with ``@action(Action.X)``; it returns the row its entry
is about. Page, command line, import and job all call it; there is no other write.
"""

import functools
from collections.abc import Callable, Iterable, Mapping
from contextvars import ContextVar
from typing import Any, Concatenate, ParamSpec, TypeVar, cast

from django.db import transaction
from django.db.models import Model

from yixing.access import kinds
from yixing.access.actions import Action
from yixing.access.policy import DELEGABLE
from yixing.attachments.store import Label, attach, digest_of
from yixing.compliance.gates import Passed, ask
from yixing.compliance.models import Check
from yixing.door.call import Call
from yixing.ledger import append as ledger
from yixing.ledger.models import Entry
from yixing.ledger.rows import insert
from yixing.ledger.stamps import held
from yixing.search import index
from yixing_core.errors import Refusal

P = ParamSpec("P")
T = TypeVar("T", bound=Model)

REGISTRY: dict[Action, Callable[..., Any]] = {}
_current: ContextVar[tuple[Action, list[Entry]] | None] = ContextVar("current action", default=None)


class DoorError(RuntimeError):
    """A programming error: an action nested in another, or one that did not record itself exactly once."""


def action(name: Action) -> Callable[[Callable[Concatenate[Call, P], T]], Callable[Concatenate[Call, P], T]]:
    """Make a function the implementation of an action: one transaction, replay of a repeated submit, one entry."""

    def wrap(function: Callable[Concatenate[Call, P], T]) -> Callable[Concatenate[Call, P], T]:
        @functools.wraps(function)
        def run(call: Call, *args: P.args, **kwargs: P.kwargs) -> T:
            if _current.get() is not None:
                msg = f"{name} called inside another action; share a plain function instead"
                raise DoorError(msg)
            entries: list[Entry] = []
            token = _current.set((name, entries))
            try:
                with transaction.atomic(), held(), index.gathering():
                    earlier = ledger.replayed(call.request)
                    if earlier is not None:
                        return cast("T", _first_result(earlier, name, call))
                    _check_circumstances(call, name)
                    row = function(call, *args, **kwargs)
                    if len(entries) != 1:
                        msg = f"{name} made {len(entries)} ledger entries"
                        raise DoorError(msg)
                    if call.scan is not None:
                        attach(call.scan, subject=kinds.ref(row), label=Label.SCAN, by=call.actor.ref, at=call.at)
                    return row
            finally:
                _current.reset(token)

        REGISTRY[name] = run
        return cast("Callable[Concatenate[Call, P], T]", run)

    return wrap


def _first_result(earlier: Entry, name: Action, call: Call) -> Model:
    if earlier.action != name.value or earlier.actor != call.actor.ref:
        raise Refusal("request_reused", action=Action(earlier.action).label)
    return cast("Model", kinds.resolve(earlier.subject))


def _check_circumstances(call: Call, name: Action) -> None:
    if call.on > call.at.astimezone().date():
        raise Refusal("future_day", field="on", on=call.on.isoformat())
    if call.actor.delegate_user_id is not None:
        if name not in DELEGABLE:
            raise Refusal("not_delegable", action=name.label)
        if call.scan is None:
            raise Refusal("scan_required", field="scan")


def gate(call: Call, name: str, facts: Mapping[str, Any]) -> Passed:
    """Ask the rulebook, judging by the day it happened.

    Returns:
        The findings, to be handed to ``record``.

    Raises:
        Refusal: ``gate`` where a blocking rule is violated or a needed record is missing, ``acknowledge`` where a
            warning has no reason yet. For a 补录 nothing refuses; the findings are recorded.
    """
    return ask(name, facts, on=call.on, acknowledged=call.acknowledged, backfill=bool(call.backfill))


def record(
    call: Call,
    subject: Model,
    *,
    refs: Iterable[Model | None] = (),
    passed: Iterable[Passed] = (),
    data: Mapping[str, Any] | None = None,
    note: Mapping[str, Any] | None = None,
) -> Entry:
    """Append the entry of the running action and keep what its gates found.

    Args:
        call: the circumstances.
        subject: the row the entry is about; its full content is the digested record.
        refs: other rows concerned (``None`` is passed over).
        passed: results of ``gate``.
        data: ids, dates, counts, codes; goes on the ledger in the clear.
        note: names and words; goes into the digested record only.
    """
    current = _current.get()
    if current is None:
        msg = "record() outside an action"
        raise DoorError(msg)
    name, entries = current
    passed = tuple(passed)
    public = dict(data or {})
    private = dict(note or {})
    if call.backfill:
        public["backfill"] = True
        private["backfill"] = call.backfill
    if given := {rule: why for result in passed for rule, why in result.acknowledged.items()} | dict(call.acknowledged):
        private["acknowledged"] = given
    if call.scan is not None:
        public["scan"] = digest_of(call.scan)
    entry = ledger.append(
        action=name,
        subject=subject,
        actor=call.actor.ref,
        by=call.actor.by,
        at=call.at,
        on=call.on,
        request=call.request,
        refs=[row for row in refs if row is not None],
        rules=[line for result in passed for line in result.ledger_lines()],
        data=public,
        record=private or None,
    )
    entries.append(entry)
    for result in passed:
        if result.findings:
            insert(
                Check(
                    entry=entry,
                    subject=result.about or entry.subject,
                    gate=result.gate,
                    on=call.on,
                    findings=[finding.as_dict() for finding in result.findings],
                    violated=len(result.violations),
                )
            )
    return entry
