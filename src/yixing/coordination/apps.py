"""The app of working together; its table stands among the buttons of the division of work."""

import datetime as dt

from django.apps import AppConfig

from yixing.access.actor import Actor
from yixing.ui.components import NextStep


def _button(_actor: Actor, _plan: object, _day: dt.date) -> list[NextStep]:
    return [NextStep("交叉事项", "/portfolios/together/", primary=False)]


class CoordinationConfig(AppConfig):
    """工作协同."""

    name = "yixing.coordination"
    verbose_name = "工作协同"

    def ready(self) -> None:
        """Add the button."""
        from yixing.portfolios import hooks  # noqa: PLC0415  (models must be loaded first)

        hooks.register_buttons(_button)
