"""The app of 工作交接; a plan that takes effect makes its sheets through it."""

from django.apps import AppConfig


class HandoverConfig(AppConfig):
    """工作交接."""

    name = "yixing.handover"
    verbose_name = "工作交接"

    def ready(self) -> None:
        """Register what adoption sets going, and what is looked for every night."""
        from yixing.handover import adoption, jobs  # noqa: F401, PLC0415  (models must be loaded first)
