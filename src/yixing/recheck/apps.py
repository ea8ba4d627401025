"""The app of 程序回查; its job is registered when Django is ready."""

from django.apps import AppConfig


class RecheckConfig(AppConfig):
    """程序回查."""

    name = "yixing.recheck"
    verbose_name = "程序回查"

    def ready(self) -> None:
        """Register the kinds of jobs."""
        from yixing.recheck import jobs  # noqa: F401, PLC0415  (models must be loaded first)
