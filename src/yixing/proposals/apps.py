"""The app of 测算建议方案; it stands under 更多 on the pages of the division of work."""

import datetime as dt

from django.apps import AppConfig

from yixing.access.actions import Action
from yixing.access.actor import Actor
from yixing.ui.components import NextStep


def _button(actor: Actor, _plan: object, _day: dt.date) -> list[NextStep]:
    from yixing.access import loaders  # noqa: PLC0415  (models must be loaded first)

    may = loaders.may(actor, Action.PROPOSAL_ASK)
    return [NextStep("测算建议方案", "/portfolios/proposals/", primary=False)] if may else []


class ProposalsConfig(AppConfig):
    """测算建议方案."""

    name = "yixing.proposals"
    verbose_name = "测算建议方案"

    def ready(self) -> None:
        """Register the job and the button."""
        from yixing.portfolios import hooks  # noqa: PLC0415  (models must be loaded first)
        from yixing.proposals import jobs  # noqa: F401, PLC0415  (registers itself)

        hooks.register_buttons(_button, more=True)
