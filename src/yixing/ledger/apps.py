from django.apps import AppConfig
from django.db.models.signals import post_migrate


class LedgerConfig(AppConfig):
    """Installs the append-only triggers after every migrate (SQLite drops them when a table is altered)."""

    name = "yixing.ledger"
    label = "ledger"
    verbose_name = "存证"

    def ready(self) -> None:
        """Connect the installer, which runs once a migrate, when this app's turn comes; know the standing rows."""
        from yixing.ledger import known  # noqa: PLC0415  (needs loaded models)
        from yixing.ledger.triggers import install  # noqa: PLC0415  (needs loaded models)

        known.install()
        post_migrate.connect(lambda using, **_: install(using), sender=self, weak=False, dispatch_uid="ledger-triggers")
