from django.apps import AppConfig


class AuditConfig(AppConfig):
    """存证 and 日志; registers the daily checkpoint."""

    name = "yixing.audit"
    label = "audit"
    verbose_name = "存证"

    def ready(self) -> None:
        """Register the job."""
        from yixing.audit import jobs  # noqa: F401, PLC0415  (needs loaded models)
