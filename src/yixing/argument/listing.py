"""One list page for every kind of record: the tabs, the filter as a sentence, 25 a page, and the same as a workbook."""

from collections.abc import Callable, Sequence
from typing import Any

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import render

from yixing.argument import pages
from yixing.argument.queries import Span
from yixing.door.views import ActorRequest
from yixing.ui.components import Column, NextStep
from yixing.ui.forms import Form
from yixing.ui.sheets import workbook_response

PER_PAGE = 25


def said(form: Form) -> dict[str, Any]:
    """What the sentence says; nothing where it cannot be read."""
    return form.cleaned_data if form.is_valid() else {}


def span_of(wanted: dict[str, Any]) -> Span:
    """The span of days of a sentence."""
    return Span(wanted.get("since"), wanted.get("until"))


def list_page(
    request: ActorRequest,
    title: str,
    rows: QuerySet[Any],
    *,
    template: str,
    form: Form,
    columns: Sequence[Column],
    cells: Callable[[Any], list[Any]],
    actions: Sequence[NextStep] = (),
    unit_word: str = "件",
) -> HttpResponse:
    """Draw a list, or with ``export=xlsx`` give what it shows.

    Args:
        request: whose page. title: 专家库 ..., also the tab.
        rows: what the sentence leaves, in order.
        template: of the rows. form: the sentence. columns: the heads.
        cells: a row as the workbook has it.
        actions: buttons above the list. unit_word: what is counted.
    """
    if request.GET.get("export") == "xlsx":
        return workbook_response(title, [pages.sheet(title, columns, (cells(row) for row in rows))])
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "heading": "论证咨询",
        "views": pages.tabs(title),
        "filter_form": form,
        "columns": columns,
        "page": page,
        "lines": [(row, cells(row)) for row in page.object_list],
        "actions": actions,
        "unit_word": unit_word,
        "empty_words": f"没有符合条件的{title}。",
    }
    return render(request, template, context)
