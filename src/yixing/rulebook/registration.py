"""期初规则确认: the county registers one of its own regulations with the rules and numbers it fixes."""

import datetime as dt
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from yixing.door.call import Call
from yixing.rulebook import actions
from yixing_core.errors import Refusal


def line_request(request: uuid.UUID, line: str) -> uuid.UUID:
    """The request of one line of a form that performs several actions: the same submit gives the same requests."""
    return uuid.uuid5(request, line)


def register_regulation(
    call: Call, *, decision: str, since: dt.date, rules: Iterable[str], values: Mapping[str, Any]
) -> tuple[int, int]:
    """Adopt rules and set numbers by one decision; each is an action and an entry of its own.

    A submit that broke off halfway is taken up again by the same ``call``: what stands already is not done twice.

    Args:
        call: the circumstances; its ``request`` is the form's.
        decision: the regulation and by what it was passed.
        since: the day from which it holds.
        rules: ids of rules that it writes down.
        values: parameter → value.

    Returns:
        How many rules and how many numbers.

    Raises:
        Refusal: ``nothing_ticked``, and what ``rule_adopt`` and ``parameter_set`` refuse.
    """
    adopted, fixed = list(dict.fromkeys(rules)), dict(values)
    if not adopted and not fixed:
        raise Refusal("nothing_ticked")
    for rule in adopted:
        line = replace(call, request=line_request(call.request, f"rule:{rule}"))
        actions.rule_adopt(line, rule=rule, since=since, decision=decision)
    for key, value in fixed.items():
        line = replace(call, request=line_request(call.request, f"parameter:{key}"))
        actions.parameter_set(line, key=key, value=value, since=since, decision=decision)
    return len(adopted), len(fixed)
