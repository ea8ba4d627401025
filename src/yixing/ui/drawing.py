"""Parts of a list page that are drawn by hand: a template for each of a hundred small pieces costs more than the list."""

import functools
from collections.abc import Hashable, Iterable, Mapping
from html import escape
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Page
from django.forms import BaseForm
from django.http import QueryDict
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

from yixing.ui.components import Column

_OFF = '<span class="off">{}</span>'
_TURNED: Mapping[str, tuple[str, str]] = {"": ("", ""), "up": ("ascending", "↑"), "down": ("descending", "↓")}


class Address:
    """The query string of a page, taken apart once for the links that change some of it."""

    def __init__(self, query: QueryDict) -> None:
        self._parts = [(key, urlencode({key: value})) for key, values in query.lists() for value in values]

    def with_(self, **changes: object) -> str:
        """The query string with some keys replaced in their place, or added; ``None`` removes."""
        said = {key: "" if value is None else urlencode({key: value}) for key, value in changes.items()}
        found = []
        for key, part in self._parts:
            if key not in changes:
                found.append(part)
            elif said[key]:
                found.append(said[key])
                said[key] = ""
        return "&".join((*found, *filter(None, said.values())))


@functools.cache
def fixed(template: str) -> SafeString:
    """A template without a context, drawn once for the life of the process: it says the same on every page."""
    return render_to_string(template)


@functools.lru_cache(maxsize=512)
def drawn(template: str, items: tuple[Hashable, ...]) -> SafeString:
    """A template over frozen view models, as ``items``; the same ones are drawn once, for they decide every character."""
    return render_to_string(template, {"items": items})


def draw_head(columns: Iterable[Column], query: QueryDict, *, ticks: bool) -> SafeString:
    """The head of a list, as the tag ``table_head`` says."""
    sort, address = query.get("sort", ""), Address(query)
    tick = (
        '<th class="col-tick" scope="col"><input type="checkbox" data-all="ids" aria-label="选中本页全部" hidden></th>'
    )
    cells = "".join(_head_cell(column, sort, address) for column in columns)
    return mark_safe(f"<thead><tr>{tick if ticks else ''}{cells}</tr></thead>")  # noqa: S308  (escaped below)


def _head_cell(column: Column, sort: str, address: Address) -> str:
    way, arrow = _TURNED["up" if sort == column.key else "down" if sort == f"-{column.key}" else ""]
    label = escape(column.label)
    if column.sortable:
        turned = f"-{column.key}" if way == "ascending" else column.key
        url = escape(f"?{address.with_(sort=turned, page=None)}")
        label = f'<a href="{url}">{label}<span class="sort" aria-hidden="true">{arrow}</span></a>'
    turned_way = f' aria-sort="{way}"' if way else ""
    return f'<th scope="col" class="col-{escape(column.kind)}"{turned_way}>{label}</th>'


def draw_pager(page: Page[Any], query: QueryDict) -> SafeString:
    """Paging that keeps the filter, as the tag ``pager`` says."""
    address = Address(query)

    def link(label: object, number: int, extra: str = "") -> str:
        return f'<a {extra}href="{escape(f"?{address.with_(page=number)}")}">{label}</a>'

    numbers = "".join(
        f'<li class="pager-number">{_OFF.format("…") if not isinstance(number, int) else link(number, number, here)}</li>'
        for number in page.paginator.get_elided_page_range(page.number, on_each_side=2, on_ends=1)
        for here in ('aria-current="page" ' if number == page.number else "",)
    )
    before = (
        link("上一页", page.previous_page_number(), 'rel="prev" ') if page.has_previous() else _OFF.format("上一页")
    )
    after = link("下一页", page.next_page_number(), 'rel="next" ') if page.has_next() else _OFF.format("下一页")
    return mark_safe(  # noqa: S308  (numbers, words of ours and an escaped address)
        '<nav class="pager" aria-label="分页">'
        f'<span class="pager-range">第 <span class="figure">{page.start_index()}–{page.end_index()}</span> 条</span> '
        f"<ul><li>{before}</li> {numbers} <li>{after}</li></ul></nav>"
    )


def draw_sentence(form: BaseForm | None, *, path: str, sort: str = "", submit: str = "查看") -> SafeString:
    """The filter bar, as the tag ``sentence`` says."""
    if form is None:
        return mark_safe("")
    return render_to_string("ui/parts/sentence.html", {"form": form, "submit": submit, "sort": sort, "path": path})


def draw_options(pairs: Iterable[tuple[object, object]], chosen: set[str]) -> str:
    """The options of a choice, one a line, as Django draws them; the first that is ``chosen`` is taken out of it."""
    found = []
    for key, label in pairs:
        value, mark = "" if key is None else str(key), ""
        if value in chosen:
            chosen.clear()
            mark = " selected"
        found.append(f'  <option value="{escape(value)}"{mark}>{escape(str(label))}</option>\n')
    return "".join(found)
