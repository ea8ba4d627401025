"""The county's numbers on a day, as the rules see them under ``params``."""

import datetime as dt
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from yixing.compliance.models import Parameter
from yixing.ledger.stamps import Standing, keep


def on_day(day: dt.date, body_id: int | None = None) -> Mapping[str, Any]:
    """Every parameter's value in force on a day; a body's own value wins over the county's."""
    return keep(("parameters", day, body_id), lambda: _on_day(day, body_id), Standing.PARAMETERS)


def _on_day(day: dt.date, body_id: int | None) -> Mapping[str, Any]:
    rows = Parameter.objects.filter(since__lte=day).order_by("since", "id").values_list("key", "body_id", "value")
    general = {name: value for name, body, value in rows if body is None}
    own = {name: value for name, body, value in rows if body is not None and body == body_id}
    return MappingProxyType(general | own)


def tree_on_day(day: dt.date, body_id: int | None = None) -> Mapping[str, Any]:
    """The same as the rules read them: ``params.quorum.standing``. Shared, to be read only."""
    return keep(("parameter tree", day, body_id), lambda: nested(on_day(day, body_id)), Standing.PARAMETERS)


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
