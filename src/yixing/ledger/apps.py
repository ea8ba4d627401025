from django.apps import AppConfig
from django.db.models.signals import post_migrate


class LedgerConfig(AppConfig):
    """Installs the append-only triggers after every migrate (SQLite drops them when a table is altered)."""

    name = "yixing.ledger"
    label = "ledger"
    verbose_name = "存证"

    def ready(self) -> None:
        """Connect the installer; it runs once a migrate, when this app's turn comes."""
        from yixing.ledger.triggers import install  # noqa: PLC0415  (needs loaded models)

        post_migrate.connect(lambda using, **_: install(using), sender=self, weak=False, dispatch_uid="ledger-triggers")
