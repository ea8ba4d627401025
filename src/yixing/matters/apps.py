"""The app of 事项议题; what it has in hand joins the register of open things when Django is ready."""

from django.apps import AppConfig


class MattersConfig(AppConfig):
    """事项议题."""

    name = "yixing.matters"
    verbose_name = "事项议题"

    def ready(self) -> None:
        """Register what is open."""
        from yixing.matters import in_hand  # noqa: F401, PLC0415  (models must be loaded first)
