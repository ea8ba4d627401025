"""The app of 呈批批示; what it has in hand joins the register of open things when Django is ready."""

from django.apps import AppConfig


class BriefingsConfig(AppConfig):
    """呈批批示."""

    name = "yixing.briefings"
    verbose_name = "呈批批示"

    def ready(self) -> None:
        """Register what is open."""
        from yixing.briefings import in_hand  # noqa: F401, PLC0415  (models must be loaded first)
