"""Units, persons, posts and work areas behind a row are looked up once until they change, not once a row.

Wherever the product says ``task.lead_unit`` and the unit was not read along, Django asks the database. Nearly every such
relation leads to standing data (``ledger.stamps``), of which there are a few hundred rows that all requests share.
"""

import copy
from typing import Any, TypeVar

from django.apps import apps
from django.db.models import ForeignKey, Model
from django.db.models.fields.related_descriptors import ForwardManyToOneDescriptor

from yixing.ledger.stamps import TABLES, Standing, keep

_AREA = {table: area for area in (Standing.PEOPLE, Standing.PORTFOLIOS) for table in TABLES[area]}


M = TypeVar("M", bound=Model)


def known(model: type[M], pk: int) -> M | None:
    """The standing row of this number, ``None`` where there is none; a copy of the asker's own."""
    area = _AREA[model._meta.db_table]
    return copy.copy(keep((model, pk), lambda: model._base_manager.filter(pk=pk).first(), area))


class Known(ForwardManyToOneDescriptor):  # type: ignore[type-arg]  # not subscriptable at run time
    """The way from a row to the standing row it names; each asker gets a copy of his own."""

    def get_object(self, instance: Model) -> Any:
        """The row named, as Django's own descriptor gives it."""
        target = self.field.remote_field.model
        found = known(target, getattr(instance, self.field.attname))
        if found is None:
            raise target.DoesNotExist
        return found


def install() -> None:
    """Put the way in place on every model; once all models are loaded."""
    for model in apps.get_models(include_auto_created=True):
        for field in model._meta.local_fields:
            if type(field) is ForeignKey and field.related_model._meta.db_table in _AREA:
                setattr(model, field.name, Known(field))
