"""Which gates of the rulebook the actions ask: read from the actions themselves, so that no list can be out of date.

An action asks a gate where it, or a function of ours that it calls, names the gate and passes it to ``gate``, ``ask`` or
``noted``. The names stand as constants in the compiled functions; they are followed from the registered action down.
"""

import functools
from collections.abc import Callable, Iterator, Mapping
from types import CodeType, FunctionType, ModuleType
from typing import Any, Final

from yixing.access.actions import Action
from yixing.compliance.gates import ask, noted
from yixing.door.door import REGISTRY, gate
from yixing_core.rules.catalogue import GATES

_ASKING: Final[tuple[Callable[..., Any], ...]] = (gate, ask, noted)


def gates_by_action() -> Mapping[Action, frozenset[str]]:
    """The gates that each registered action asks; actions that ask none are left out.

    Every action is registered once all views are loaded, which the first request of a process has seen to.
    """
    found = {name: gates_of(function) for name, function in REGISTRY.items()}
    return {name: asked for name, asked in found.items() if asked}


def actions_by_gate() -> Mapping[str, tuple[Action, ...]]:
    """The actions that ask each gate, in the order in which the actions are listed; gates nobody asks have none."""
    return _by_gate(len(REGISTRY))


@functools.cache
def _by_gate(registered: int) -> Mapping[str, tuple[Action, ...]]:
    del registered  # computed anew when another action was registered
    asked = gates_by_action()
    return {name: tuple(action for action in Action if name in asked.get(action, frozenset())) for name in GATES}


@functools.cache
def gates_of(function: Callable[..., Any]) -> frozenset[str]:
    """The gates that a function asks, itself or through functions of ours that it calls."""
    start = getattr(function, "__wrapped__", function)
    waiting, seen, found = [start], {start}, set[str]()
    while waiting:
        current = waiting.pop()
        names = set(_names(current.__code__))
        used = list(_reached(names, current.__globals__))
        if any(each is known for each in used for known in _ASKING):
            found |= {text for text in _texts(current.__code__) if text in GATES}
        for each in used:
            if isinstance(each, FunctionType) and each not in _ASKING and each not in seen and _is_ours(each):
                seen.add(each)
                waiting.append(each)
    return frozenset(found)


def _is_ours(function: FunctionType) -> bool:
    # Another action is no part of this one: actions are not nested.
    return function.__module__.startswith("yixing.") and not hasattr(function, "__wrapped__")


def _reached(names: set[str], known: Mapping[str, Any]) -> Iterator[Any]:
    """What the names of a function stand for: globals, and attributes of modules among them."""
    for name in names:
        value = known.get(name)
        if isinstance(value, ModuleType):
            yield from (vars(value)[each] for each in names if each in vars(value))
        elif value is not None:
            yield value


def _names(code: CodeType) -> Iterator[str]:
    yield from code.co_names
    for inner in code.co_consts:
        if isinstance(inner, CodeType):
            yield from _names(inner)


def _texts(code: CodeType) -> Iterator[str]:
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield from _texts(constant)
        elif isinstance(constant, str):
            yield constant
        elif isinstance(constant, tuple):
            yield from (each for each in constant if isinstance(each, str))
