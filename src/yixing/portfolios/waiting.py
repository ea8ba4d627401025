"""What is open in an area: matters on their way and tasks in hand, which change hands with it."""

from collections.abc import Iterable

from django.apps import apps

ENDED = {
    "matters.Matter": ("concluded", "returned", "withdrawn", "filed", "deferred", "transferred"),
    "supervision.Task": ("draft", "closed", "merged", "stopped"),
}
"""States in which nothing is left to do. Matters and tasks stand above this app, so they are asked by their label."""


def open_work(area_ids: Iterable[int]) -> int:
    """How many matters and tasks of these areas are open."""
    ids = list(area_ids)
    return sum(
        apps.get_model(label)._default_manager.filter(area_id__in=ids).exclude(state__in=ended).count()  # noqa: SLF001
        for label, ended in ENDED.items()
    )
