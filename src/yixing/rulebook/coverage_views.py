"""The page 核对覆盖 of 规定库."""

from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from yixing.access.actions import Section
from yixing.door.views import ActorRequest, reads
from yixing.rulebook import coverage, pages
from yixing.rulebook.queries import pack_titles
from yixing.ui.forms import Form, offer
from yixing.ui.sheets import workbook_response
from yixing.ui.widgets import DayInput
from yixing_core.errors import Refusal
from yixing_core.rules.catalogue import GATES

PAGE = 50


class CoverageFilter(Form):
    """As of which day, at which gate, from which pack."""

    day = forms.DateField(label="截至", required=False, widget=DayInput)
    gate = forms.ChoiceField(label="关口为", required=False)
    pack = forms.ChoiceField(label="归入", required=False)
    use = forms.ChoiceField(
        label="关口",
        required=False,
        choices=[("", "不限"), ("on", coverage.IN_USE), ("off", coverage.NOT_IN_USE)],
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        gates = [(name, gate.label) for name, gate in GATES.items()]
        offer(self, "gate", [("", "不限"), *gates])
        offer(self, "pack", [("", "不限"), *pack_titles().items()])


@reads(Section.RULES)
def coverage_page(request: ActorRequest) -> HttpResponse:
    """Every rule in force with the number of its examples; for the office and the auditor.

    Raises:
        Refusal: ``not_found`` for everybody else.
    """
    if not request.actor.has(*coverage.READERS):
        raise Refusal("not_found")
    today = timezone.localdate(request.received_at)
    form = CoverageFilter(request.GET or None, initial={"day": today})
    said = form.cleaned_data if form.is_valid() else {}
    day = said.get("day") or today
    found = coverage.coverage(day)
    shown = coverage.chosen(found, gate=said.get("gate", ""), pack=said.get("pack", ""), use=said.get("use", ""))
    if request.GET.get("export") == "xlsx":
        return workbook_response("核对覆盖", [coverage.coverage_sheet(shown)])
    lines = coverage.gate_lines(found)
    page = Paginator(shown, PAGE).get_page(request.GET.get("page"))
    context = {
        "heading": "核对覆盖",
        "sections": pages.sections("coverage", request.actor),
        "filter_form": form,
        "columns": coverage.COLUMNS,
        "page": page,
        "cases": sum(line.cases for line in shown),
        "lacking": sum(bool(line.lacking) for line in shown),
        "gates": lines,
        "off": [line for line in lines if not line.is_on],
        "day": day,
        "empty_words": "没有符合条件的规定。",
    }
    return render(request, "rulebook/coverage.html", context)
