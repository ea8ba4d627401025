"""汇报统计: the year's figures, each of which opens to its records."""

import datetime as dt
from itertools import groupby

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from yixing.access import loaders
from yixing.access.actions import Section
from yixing.access.numbers import row_number
from yixing.door.views import ActorRequest, reads
from yixing.reports.figures import FIGURES, Scope, figure_of
from yixing.reports.rows import row_of
from yixing.ui.components import Figure as Shown

_PAGE = 25
_FIRST_YEAR, _LAST_YEAR = 1950, 2199


def _scope(request: ActorRequest) -> Scope:
    today = timezone.localdate(request.received_at)
    year = row_number(request.GET.get("year", "")) or 0
    as_of = request.GET.get("as_of", "")
    chosen = year if _FIRST_YEAR <= year <= _LAST_YEAR else _latest_year(today)
    try:
        day = dt.date.fromisoformat(as_of)
    except ValueError:
        day = min(today, dt.date(chosen, 12, 31))
    return Scope(chosen, day)


def _latest_year(today: dt.date) -> int:
    from yixing.meetings.models import Meeting  # noqa: PLC0415  (one look-up for the page's default)

    latest = Meeting.objects.filter(state="closed", on__lte=today).order_by("-on").values_list("on", flat=True).first()
    if latest is None:
        return today.year
    return latest.year - 1 if latest.month == 1 else latest.year  # in January one reports on the year that ended


@reads(Section.REPORTS)
def figure_list(request: ActorRequest) -> HttpResponse:
    """All figures of a year, by group."""
    scope = _scope(request)
    query = f"?year={scope.year}&as_of={scope.as_of}"
    groups = [
        (
            name,
            [
                Shown(f.name, f.value(request.actor, scope), f.unit, f"/reports/{f.id}/{query}", f.definition)
                for f in members
            ],
        )
        for name, members in groupby(FIGURES, key=lambda figure: figure.group)
    ]
    context = {
        "groups": groups,
        "scope": scope,
        "years": range(scope.year + 1, scope.year - 4, -1),
        "may_recheck": loaders.may_open(request.actor, Section.RECHECK),
    }
    return render(request, "reports/figures.html", context)


@reads(Section.REPORTS)
def figure_page(request: ActorRequest, figure_id: str) -> HttpResponse:
    """The records behind one figure."""
    figure = figure_of(figure_id)
    scope = _scope(request)
    page = Paginator(figure.queryset(request.actor, scope).order_by("pk"), _PAGE).get_page(request.GET.get("page"))
    context = {"figure": figure, "scope": scope, "page": page, "rows": [row_of(row) for row in page.object_list]}
    return render(request, "reports/figure.html", context)
