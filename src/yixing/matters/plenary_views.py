"""须提请全委会: what must go up to the plenary, and where each stands."""

import datetime as dt

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from yixing.access.actions import Section
from yixing.door.views import ActorRequest, reads
from yixing.matters.two_steps import COLUMNS, WORDS, Proof, must_go_up
from yixing.matters.views import today_of
from yixing.ui.components import SavedView
from yixing.ui.sheets import Sheet, workbook_response

PER_PAGE = 25


@require_GET
@reads(Section.MATTERS)
def plenary(request: ActorRequest) -> HttpResponse:
    """Matters of this year and the last whose route is the plenary, by where they stand; ``export=xlsx`` as shown."""
    today = today_of(request)
    found = must_go_up(request.actor, today, since=dt.date(today.year - 1, 1, 1))
    chosen = request.GET.get("show", "")
    rows = [each for each in found if each.stands == chosen] if chosen in WORDS else found
    if request.GET.get("export") == "xlsx":
        heads = [column.label for column in COLUMNS]
        cells = [
            [
                each.matter.number or "",
                each.matter.title,
                "；".join(f"{reason.rule} {reason.title}" for reason in each.reasons),
                _cell(each.standing),
                _cell(each.plenary),
                each.badge.word,
            ]
            for each in rows
        ]
        return workbook_response("须提请全委会", [Sheet("须提请全委会", heads, cells)])
    views = [SavedView("全部", "?", current=chosen not in WORDS, count=len(found))]
    views += [
        SavedView(badge.word, f"?show={key}", current=key == chosen, count=count)
        for key, badge in WORDS.items()
        if (count := sum(each.stands == key for each in found))
    ]
    context = {
        "heading": "须提请全委会",
        "views": views,
        "columns": COLUMNS,
        "page": Paginator(rows, PER_PAGE).get_page(request.GET.get("page")),
        "empty_words": "没有须提请全委会的事项。",
        "empty_hint": "特别重大的、重要干部任免和达到规定金额的，先经常委会审议，再提请全委会票决。",
    }
    return render(request, "matters/plenary.html", context)


def _cell(proof: Proof) -> str:
    return f"{proof.title} {proof.on or ''} {proof.words}".strip()
