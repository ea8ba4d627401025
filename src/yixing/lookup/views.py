"""查询: one page for everything, in Chinese, by number, meeting and post."""

import datetime as dt
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from yixing.access import kinds
from yixing.access.actions import Section
from yixing.access.actor import Actor
from yixing.door.views import ActorRequest, reads
from yixing.lookup import queries
from yixing.lookup.forms import LookUp
from yixing.rulebook.words import citation_url
from yixing.search.folding import terms
from yixing.ui.components import Column, SavedView

PAGE = 25
COLUMNS = (
    Column("kind", "类别"),
    Column("number", "编号"),
    Column("what", "内容", "wide"),
    Column("on", "日期", "day"),
)


@reads(Section.SEARCH)
def look_up(request: ActorRequest) -> HttpResponse:
    """What contains the words, as far as the reader may see it."""
    today = timezone.localdate(request.received_at)
    form = LookUp({"day": today.isoformat(), **request.GET.dict()})
    said = form.cleaned_data if form.is_valid() else {}
    words, kind, day = said.get("q", "").strip(), said.get("kind", ""), said.get("day") or today
    wanted = terms(words)
    found = queries.look_up(wanted, request.actor, kind=kind)
    page = Paginator(found.ids, PAGE).get_page(request.GET.get("page"))
    first = page.number == 1 and not kind
    lines = queries.rules_saying(words, request.actor, day) if first else []
    context = {
        "heading": "查询",
        "search_query": words,
        "filter_form": form,
        "views": kind_views(found, request.actor, words, kind, day) if words else [],
        "columns": COLUMNS,
        "page": page,
        "hits": queries.hits(list(page.object_list), wanted),
        "holders": queries.post_holders(words, request.actor, day) if first else [],
        "rules": [(line, citation_url(line.rule.id)) for line in lines],
        "day": day,
        "more": found.more,
        "limit": queries.LIMIT,
        "unit_word": "条",
        "empty_words": f"没有找到含有“{words}”的内容。" if words else "请输入要找的字。",
        "empty_hint": "可以少写几个字；您无权查看的内容不会列出。"
        if words
        else "文号、编号、会议次数（第36次）、姓名、职务（书记、财政局长）、事项里的任何几个字都可以。",
    }
    return render(request, "lookup/results.html", context)


def kind_views(found: queries.Found, actor: Actor, words: str, kind: str, day: dt.date) -> list[SavedView]:
    """The kinds as tabs with their counts; where there are too many to count, the kinds alone."""
    asked = {"q": words, "day": day.isoformat()}
    counts = found.counts
    total = sum(counts.values()) if counts is not None else None
    views = [SavedView("全部", f"?{urlencode(asked)}", current=not kind, count=total)]
    for each in queries.open_kinds(actor):
        count = counts.get(each, 0) if counts is not None else None
        if count != 0 or each == kind:
            query = urlencode({**asked, "kind": each})
            views.append(SavedView(kinds.WORDS[each], f"?{query}", current=each == kind, count=count))
    return views
