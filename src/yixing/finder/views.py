"""查询: one box for everything, by words, numbers, meetings and posts."""

import datetime as dt
from dataclasses import dataclass
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from yixing.access import kinds
from yixing.access.actions import Section
from yixing.door.views import ActorRequest, reads
from yixing.finder.queries import counts, found, holders
from yixing.search.models import SearchRow
from yixing.search.tokens import QUERY_LONGEST
from yixing.ui.components import SavedView

PAGE = 25
_AROUND = 40
_SHOWN = 140


@dataclass(frozen=True, slots=True)
class Hit:
    """A result as it is shown."""

    kind: str
    url: str
    number: SafeString
    title: SafeString
    text: SafeString
    on: dt.date | None


@reads(Section.SEARCH)
def search(request: ActorRequest) -> HttpResponse:
    """Results of ``q`` by kind; posts give who holds them on the day."""
    query = request.GET.get("q", "").strip()[:QUERY_LONGEST]
    kind = request.GET.get("kind", "")
    day = _day(request)
    by_kind = counts(query, request.actor) if query else {}
    kind = kind if kind in by_kind else ""
    total = by_kind.get(kind, 0) if kind else sum(by_kind.values())
    paginator = Paginator(found(query, request.actor, kind), PAGE)
    paginator.count = total  # counted already, by kind
    page = paginator.get_page(request.GET.get("page"))
    context = {
        "heading": "查询",
        "search_query": query,
        "query": query,
        "day": day,
        "views": _views(query, kind, by_kind),
        "holders": holders(query, request.actor, day) if query else [],
        "hits": [_hit(row, query) for row in page] if total else [],
        "page": page,
        "total": total,
    }
    return render(request, "finder/search.html", context)


def _day(request: ActorRequest) -> dt.date:
    try:
        return dt.date.fromisoformat(request.GET.get("day", ""))
    except ValueError:
        return timezone.localdate(request.received_at)


def _views(query: str, kind: str, by_kind: dict[str, int]) -> list[SavedView]:
    if len(by_kind) < 2:  # noqa: PLR2004  (one kind needs no choice)
        return []
    every = SavedView("全部", _address(query, ""), current=not kind, count=sum(by_kind.values()))
    return [
        every,
        *(
            SavedView(kinds.WORDS[each], _address(query, each), current=kind == each, count=count)
            for each, count in by_kind.items()
        ),
    ]


def _address(query: str, kind: str) -> str:
    return f"/search/?{urlencode({'q': query} | ({'kind': kind} if kind else {}))}"


def _hit(row: SearchRow, query: str) -> Hit:
    words = query.split()
    return Hit(
        kind=kinds.WORDS[row.kind],
        url=kinds.address(row.reference),
        number=marked(row.number, words),
        title=marked(row.title, words),
        text=marked(_around(row.text, words), words),
        on=row.on,
    )


def _around(text: str, words: list[str]) -> str:
    """The part of a text in which the first word occurs, in one line."""
    line = " ".join(text.split())
    places = [place for word in words if (place := line.casefold().find(word.casefold())) >= 0]
    if not places:
        return line[:_SHOWN] + ("…" if len(line) > _SHOWN else "")
    start = max(0, min(places) - _AROUND)
    end = start + _SHOWN
    return ("…" if start else "") + line[start:end] + ("…" if end < len(line) else "")


def marked(text: str, words: list[str]) -> SafeString:
    """A text with the words that were looked for marked; everything else escaped.

    >>> marked("督办<17>号", ["17"])
    '督办&lt;<mark>17</mark>&gt;号'
    """
    spans = sorted({span for word in words if word for span in _spans(text, word)})
    parts: list[SafeString] = []
    end = 0
    for start, stop in spans:
        if start < end:
            continue
        parts.append(format_html("{}<mark>{}</mark>", text[end:start], text[start:stop]))
        end = stop
    parts.append(format_html("{}", text[end:]))
    return format_html_join("", "{}", ((part,) for part in parts))


def _spans(text: str, word: str) -> list[tuple[int, int]]:
    levelled, wanted = text.casefold(), word.casefold()
    if len(levelled) != len(text):  # a letter that changes its length has no place to be marked at
        return []
    spans, place = [], levelled.find(wanted)
    while place >= 0:
        spans.append((place, place + len(wanted)))
        place = levelled.find(wanted, place + len(wanted))
    return spans
