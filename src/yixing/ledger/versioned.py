"""Rows that change: each carries a version, so that a form opened ten minutes ago cannot overwrite."""

from typing import Any

from django.db import models

from yixing.ledger.rows import store


class Versioned(models.Model):
    """``version`` grows with every save; forms carry it and ``access.load`` compares it after locking."""

    version = models.PositiveIntegerField("版本", default=1, editable=False)

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save and count the change."""
        if not self._state.adding:
            self.version += 1
        if args or kwargs or (self.pk is not None and self._state.adding):
            super().save(*args, **kwargs)
        else:
            store(self)
