"""The app of 决策全过程档案; its job is registered when Django is ready."""

from django.apps import AppConfig


class DossiersConfig(AppConfig):
    """决策全过程档案."""

    name = "yixing.dossiers"
    verbose_name = "决策全过程档案"

    def ready(self) -> None:
        """Register the kinds of jobs."""
        from yixing.dossiers import jobs  # noqa: F401, PLC0415  (models must be loaded first)
