"""The app of 常委履责; what a member did lately joins the pages of the division of work when Django is ready."""

from django.apps import AppConfig


class DutiesConfig(AppConfig):
    """常委履责."""

    name = "yixing.duties"
    verbose_name = "常委履责"

    def ready(self) -> None:
        """Register 近期履责."""
        from yixing.duties import recently  # noqa: F401, PLC0415  (models must be loaded first)
