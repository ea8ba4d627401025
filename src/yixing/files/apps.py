from django.apps import AppConfig


class FilesConfig(AppConfig):
    """Files; registers the sweep of orphans."""

    name = "yixing.files"
    label = "files"
    verbose_name = "材料"

    def ready(self) -> None:
        """Register the job."""
        from yixing.files import jobs  # noqa: F401, PLC0415  (needs loaded models)
