"""The app of 常委履责; what a member did lately joins the pages of the division of work when Django is ready, what he asked the 工作交接单."""

from django.apps import AppConfig


class DutiesConfig(AppConfig):
    """常委履责."""

    name = "yixing.duties"
    verbose_name = "常委履责"

    def ready(self) -> None:
        """Register 近期履责, and the inquiries that change hands with an area."""
        from yixing.duties import in_hand, recently  # noqa: F401, PLC0415  (models must be loaded first)
