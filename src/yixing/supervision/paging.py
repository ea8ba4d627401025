"""Paging with a bounded count: ten years of tasks cost a list page no more than one."""

from functools import cached_property
from typing import TYPE_CHECKING, Any

from django.core.paginator import Paginator
from django.db.models import QuerySet

COUNT_MAX = 2000
"""Beyond this a list says “2000 以上”; nobody pages that far, the filter is the way."""


if TYPE_CHECKING:
    _Rows = Paginator[Any]
else:
    _Rows = Paginator


class BoundedPaginator(_Rows):
    """A paginator over a queryset that counts at most ``COUNT_MAX`` rows."""

    object_list: QuerySet[Any]

    @cached_property
    def counted(self) -> int:
        """Number of rows up to one more than the bound."""
        return self.object_list.order_by()[: COUNT_MAX + 1].count()

    @cached_property
    def count(self) -> int:
        """Number of rows that can be paged to."""
        return min(self.counted, COUNT_MAX)

    @property
    def words(self) -> str:
        """The count as it stands on the page."""
        return f"{COUNT_MAX} 以上" if self.counted > COUNT_MAX else str(self.counted)
