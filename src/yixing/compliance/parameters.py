"""The county's numbers on a day, as the rules see them under ``params``."""

import datetime as dt
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.core.cache import cache
from django.db.models import Max, Sum

from yixing.compliance.models import Adoption, Parameter

Stamp = tuple[int, ...]
_held: ContextVar[dict[str, Stamp] | None] = ContextVar("stamp held for one action", default=None)


@contextmanager
def held() -> Iterator[None]:
    """Within one action nothing else can change the county's numbers: they are looked up once."""
    token = _held.set({})
    try:
        yield
    finally:
        _held.reset(token)


def stamp() -> Stamp:
    """Changes whenever a parameter or an adoption changes; what is derived from them is kept until then."""
    kept = _held.get()
    if kept is None:
        return _stamp()
    if "stamp" not in kept:
        kept["stamp"] = _stamp()
    return kept["stamp"]


def _stamp() -> Stamp:
    # Versions only grow, so their sum changes with every change of any row.
    counts = [
        model._default_manager.aggregate(last=Max("id"), changes=Sum("version"))  # noqa: SLF001  (both are ours)
        for model in (Parameter, Adoption)
    ]
    return tuple(count[name] or 0 for count in counts for name in ("last", "changes"))


def on_day(day: dt.date, body_id: int | None = None) -> Mapping[str, Any]:
    """Every parameter's value in force on a day; a body's own value wins over the county's."""
    key = f"params:{'-'.join(map(str, stamp()))}:{day}:{body_id}"
    found = cache.get(key)
    if found is None:
        rows = Parameter.objects.filter(since__lte=day).order_by("since", "id").values_list("key", "body_id", "value")
        general = {name: value for name, body, value in rows if body is None}
        own = {name: value for name, body, value in rows if body is not None and body == body_id}
        found = general | own
        cache.set(key, found, 300)
    return dict(found)


def nested(flat: Mapping[str, Any]) -> dict[str, Any]:
    """``{"quorum.standing": 1}`` as ``{"quorum": {"standing": 1}}``, the form in which facts are given.

    >>> nested({"a.b": 1, "c": 2})
    {'a': {'b': 1}, 'c': 2}
    """
    tree: dict[str, Any] = {}
    for key, value in flat.items():
        *path, last = key.split(".")
        branch = tree
        for name in path:
            branch = branch.setdefault(name, {})
        branch[last] = value
    return tree
