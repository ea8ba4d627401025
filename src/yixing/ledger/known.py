"""Units, persons, posts and work areas behind a row are looked up once until they change, not once a row.

Wherever the product says ``task.lead_unit`` and the unit was not read along, Django asks the database. Nearly every such
relation leads to standing data (``ledger.stamps``), of which there are a few hundred rows that all requests share.
"""

import copy
from typing import Any

from django.apps import apps
from django.db.models import ForeignKey, Model
from django.db.models.fields.related_descriptors import ForwardManyToOneDescriptor

from yixing.ledger.stamps import TABLES, Standing, keep

_AREA = {table: area for area in (Standing.PEOPLE, Standing.PORTFOLIOS) for table in TABLES[area]}


class Known(ForwardManyToOneDescriptor):  # type: ignore[type-arg]  # not subscriptable at run time
    """The way from a row to the standing row it names; each asker gets a copy of his own."""

    def get_object(self, instance: Model) -> Any:
        """The row named, as Django's own descriptor gives it."""
        target = self.field.remote_field.model
        pk = getattr(instance, self.field.attname)
        area = _AREA[target._meta.db_table]  # noqa: SLF001  (Django's documented model metadata)
        return copy.copy(keep((target, pk), lambda: target._base_manager.get(pk=pk), area))  # noqa: SLF001


def install() -> None:
    """Put the way in place on every model; once all models are loaded."""
    for model in apps.get_models(include_auto_created=True):
        for field in model._meta.local_fields:  # noqa: SLF001
            if type(field) is ForeignKey and field.related_model._meta.db_table in _AREA:  # noqa: SLF001
                setattr(model, field.name, Known(field))
