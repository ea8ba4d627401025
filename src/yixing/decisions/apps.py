"""The app of 议定事项; what it has in hand joins the register of open things when Django is ready."""

from django.apps import AppConfig


class DecisionsConfig(AppConfig):
    """议定事项."""

    name = "yixing.decisions"
    verbose_name = "议定事项"

    def ready(self) -> None:
        """Register what is open."""
        from yixing.decisions import in_hand  # noqa: F401, PLC0415  (models must be loaded first)
