"""Rows that change: each carries a version, so that a form opened ten minutes ago cannot overwrite."""

from collections.abc import Collection
from typing import Any, Self

from django.db import models

from yixing.ledger.rows import forget, remember, store


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
            forget(self)
        else:
            store(self)

    @classmethod
    def from_db(cls, db: str | None, field_names: Collection[str], values: Collection[Any], **later: Any) -> Self:
        """A row as it was read, which it remembers; ``later`` is what a later Django hands over."""
        row = super().from_db(db, field_names, values, **later)
        remember(row, field_names, values)
        return row

    def refresh_from_db(self, *args: Any, **kwargs: Any) -> None:
        """Read again; what is saved next is everything."""
        super().refresh_from_db(*args, **kwargs)
        forget(self)
