from django.apps import AppConfig


class FinderConfig(AppConfig):
    """查询; registers the daily look over the index."""

    name = "yixing.finder"
    label = "finder"
    verbose_name = "查询"

    def ready(self) -> None:
        """Register the job."""
        from yixing.finder import jobs  # noqa: F401, PLC0415  (needs loaded models)
