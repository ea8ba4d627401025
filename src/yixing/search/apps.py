from django.apps import AppConfig
from django.db.models.signals import post_migrate, post_save


class SearchConfig(AppConfig):
    """Makes the index after every migrate and notes what actions save."""

    name = "yixing.search"
    verbose_name = "查询"

    def ready(self) -> None:
        """Connect the index; jobs register themselves."""
        from yixing.search import index, work  # noqa: F401, PLC0415  (needs loaded models)

        post_migrate.connect(
            lambda using, **_: index.install(using), sender=self, weak=False, dispatch_uid="search-index"
        )
        post_save.connect(index.saved, dispatch_uid="search-saved")
