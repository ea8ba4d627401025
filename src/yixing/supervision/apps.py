"""The app of 督办; what it has in hand joins the register of open things when Django is ready."""

from django.apps import AppConfig


class SupervisionConfig(AppConfig):
    """督办."""

    name = "yixing.supervision"
    verbose_name = "督办"

    def ready(self) -> None:
        """Register what is open."""
        from yixing.supervision import in_hand  # noqa: F401, PLC0415  (models must be loaded first)
