"""Paging with a bounded count: ten years of tasks cost a list page no more than one."""

from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any, Protocol, cast

from django.core.paginator import Paginator
from django.db.models import QuerySet

COUNT_MAX = 2000
"""Beyond this a list says “2000 以上”; nobody pages that far, the filter is the way."""


if TYPE_CHECKING:
    _Rows = Paginator[Any]
else:
    _Rows = Paginator


class Counts(Protocol):
    """A list that counts itself up to a bound, and is cut like any other."""

    def counted(self, most: int) -> int:
        """How many there are, counted up to ``most``."""

    def __getitem__(self, part: slice) -> Sequence[Any]:
        """A page."""


class BoundedPaginator(_Rows):
    """A paginator over a queryset, or a list that ``Counts``, of which at most ``COUNT_MAX`` rows are counted."""

    object_list: Any

    def __init__(self, rows: "QuerySet[Any, Any] | Counts", per_page: int) -> None:
        super().__init__(cast("QuerySet[Any, Any]", rows), per_page)

    @cached_property
    def counted(self) -> int:
        """Number of rows up to one more than the bound."""
        if isinstance(self.object_list, QuerySet):
            return self.object_list.order_by()[: COUNT_MAX + 1].count()
        counts: Counts = self.object_list
        return counts.counted(COUNT_MAX + 1)

    @cached_property
    def count(self) -> int:
        """Number of rows that can be paged to."""
        return min(self.counted, COUNT_MAX)

    @property
    def words(self) -> str:
        """The count as it stands on the page."""
        return f"{COUNT_MAX} 以上" if self.counted > COUNT_MAX else str(self.counted)
