"""规定库: the rules in force, the county's numbers, and what it fixes by its own regulations."""

import datetime as dt
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from yixing.access import loaders
from yixing.access.actions import Action, Section
from yixing.compliance.models import Adoption, Parameter
from yixing.door.views import ActorRequest, acts, call_of, form_for, form_page, reads, submit
from yixing.papers.rendering import file_response
from yixing.rulebook import pages, queries
from yixing.rulebook import procedures as tables
from yixing.rulebook.actions import LOGIN_KEYS, parameter_set, rule_adopt, rule_end
from yixing.rulebook.forms import (
    AdoptForm,
    DayFilter,
    EndForm,
    NumberFilter,
    ParameterForm,
    RegistrationForm,
    RuleFilter,
)
from yixing.rulebook.registration import register_regulation
from yixing.rulebook.words import value_words
from yixing.ui.sheets import workbook_response
from yixing_core.errors import Refusal
from yixing_core.rules.facts.parameters import group_of

PAGE = 25


def _today(request: ActorRequest) -> dt.date:
    return timezone.localdate(request.received_at)


def _asked(form: RuleFilter | DayFilter, today: dt.date) -> dict[str, Any]:
    said = {name: value for name, value in form.cleaned_data.items() if value} if form.is_valid() else {}
    return {"day": today} | said


@reads(Section.RULES)
def rules(request: ActorRequest) -> HttpResponse:
    """The rules in force on a day, by pack."""
    form = RuleFilter(request.GET or None, initial={"day": _today(request)})
    said = _asked(form, _today(request))
    lines = queries.chosen(
        queries.rule_lines(said["day"]),
        strength=said.get("strength", ""),
        doubtful=said.get("doubtful", False),
        words=said.get("q", "").strip(),
    )
    pack = said.get("pack", "")
    shown = queries.chosen(lines, pack=pack)
    if request.GET.get("export") == "xlsx":
        return workbook_response("规定库", [pages.rule_sheet(shown)])
    page = Paginator(shown, PAGE).get_page(request.GET.get("page"))
    context = {
        "heading": "规定库",
        "sections": pages.sections("rules", request.actor),
        "views": pages.pack_views(lines, pack, request.GET.dict()),
        "filter_form": form,
        "columns": pages.RULE_COLUMNS,
        "page": page,
        "rows": pages.rule_rows(page.object_list),
        "unit_word": "条",
        "empty_words": "没有符合条件的规定。",
    }
    return render(request, "rulebook/rules.html", context)


@reads(Section.RULES)
def rule(request: ActorRequest, rule: str) -> HttpResponse:
    """One rule: requirement, citation, what is checked in words, examples."""
    line = queries.rule_line(rule, _today(request))
    context = {
        "heading": line.rule.title,
        "number": line.rule.id,
        "status": pages.strength_badge(line),
        "next": pages.rule_next(line, request.actor),
        "facts": pages.rule_facts(line),
        "cases": pages.case_rows(line),
        "related": pages.numbers_of(line),
        "record": pages.rule_record(line, request.actor),
    }
    return render(request, "rulebook/rule.html", context)


@acts(Action.RULE_ADOPT)
def adopt(request: ActorRequest, rule: str) -> HttpResponse:
    """采用规定."""
    line = queries.rule_line(rule, _today(request))
    form = form_for(request, AdoptForm, initial={"since": _today(request)})
    if request.method == "POST" and submit(request, form, rule_adopt, rule=rule) is not None:
        return redirect("compliance:rule", rule)
    return form_page(
        request,
        form,
        heading=f"采用规定：{line.rule.title}",
        back=f"/rules/{rule}/",
        submit="采用规定",
        consequence="采用后即为本县硬性规定：不符合或缺材料的，自该日起不能办理。",
    )


@acts(Action.RULE_END)
def end(request: ActorRequest, pk: int) -> HttpResponse:
    """终止采用."""
    row = loaders.find(Adoption, pk, request.actor)
    line = queries.line_of(row, _today(request))
    form = form_for(request, EndForm, row, initial={"until": _today(request)})
    if request.method == "POST" and submit(request, form, rule_end, adoption_id=pk) is not None:
        return redirect("compliance:rule", line.rule.id)
    after = "仍为硬性（原文已核对）" if not line.doubt else "只作提示"
    return form_page(
        request,
        form,
        heading=f"终止采用：{line.rule.title}",
        back=f"/rules/{line.rule.id}/",
        submit="终止采用",
        consequence=f"到这一天为止仍按本县采用的规定核对，以后{after}。此前发生的事，事后录入的也照旧核对。",
    )


@reads(Section.RULES)
def adoption(request: ActorRequest, pk: int) -> HttpResponse:
    """An adoption stands on the page of its rule."""
    return redirect("compliance:rule", loaders.find(Adoption, pk, request.actor).rule)


@reads(Section.RULES)
def procedures(request: ActorRequest) -> HttpResponse:
    """程序表: for every type of matter its steps, who decides and by what vote, on a day."""
    form = DayFilter(request.GET or None, initial={"day": _today(request)})
    day = _asked(form, _today(request))["day"]
    rows = tables.table(day)
    if request.GET.get("export") == "xlsx":
        return workbook_response("程序表", [tables.sheet(rows)])
    common = tables.common_steps(rows)
    lines = [(row, tables.own_steps(row, common), tables.lacking_steps(row, common)) for row in rows]
    context = {
        "heading": "规定库",
        "sections": pages.sections("procedures", request.actor),
        "filter_form": form,
        "columns": tables.COLUMNS,
        "page": Paginator(lines, len(lines)).get_page(1),
        "common": common,
        "prints": tables.prints(day),
        "day": day,
        "unit_word": "类",
    }
    return render(request, "rulebook/procedures.html", context)


@reads(Section.RULES)
def procedures_file(request: ActorRequest, suffix: str) -> HttpResponse:
    """《重大事项决策程序一览表》 of a day, as .docx or PDF."""
    day = _asked(DayFilter(request.GET or None), _today(request))["day"]
    return file_response(tables.paper(tables.table(day), day), f"重大事项决策程序一览表-{day.isoformat()}", suffix)


@reads(Section.RULES)
def procedure(request: ActorRequest, code: str) -> HttpResponse:
    """The procedure of one type: its steps in order, who does each, when, on which article."""
    form = DayFilter(request.GET or None, initial={"day": _today(request)})
    day = _asked(form, _today(request))["day"]
    row = tables.row_of(code, day)
    context = {
        "heading": row.label,
        "number": row.number,
        "facts": tables.row_facts(row),
        "steps": tables.step_lines(row),
        "filter_form": form,
        "day": day,
    }
    return render(request, "rulebook/procedure.html", context)


@reads(Section.RULES)
def parameters(request: ActorRequest) -> HttpResponse:
    """Every number of the county on a day."""
    form = NumberFilter(request.GET or None, initial={"day": _today(request)})
    said = _asked(form, _today(request))
    every = queries.numbers(said["day"], request.actor)
    group = said.get("group", "")
    found = [number for number in every if not group or group_of(number.key)[0] == group]
    if request.GET.get("export") == "xlsx":
        return workbook_response("参数", [pages.number_sheet(found)])
    page = Paginator(found, len(found)).get_page(1)
    context = {
        "heading": "规定库",
        "sections": pages.sections("parameters", request.actor),
        "views": pages.group_views(every, group, said["day"]),
        "filter_form": form,
        "columns": pages.NUMBER_COLUMNS,
        "page": page,
        "unit_word": "项",
    }
    return render(request, "rulebook/parameters.html", context)


@reads(Section.RULES)
def parameter(request: ActorRequest, key: str) -> HttpResponse:
    """One number: its value, since when, by which decision, and what it was before."""
    number = queries.number(key, _today(request), request.actor)
    rows = queries.history(key, request.actor)
    context = {
        "heading": number.fact.label,
        "next": pages.number_next(number, request.actor),
        "facts": pages.number_facts(number),
        "history": [(row, value_words(number.fact, row.value)) for row in rows],
        "related": pages.number_related(number),
        "record": pages.number_record(number, request.actor),
    }
    return render(request, "rulebook/parameter.html", context)


@reads(Section.RULES)
def parameter_row(request: ActorRequest, pk: int) -> HttpResponse:
    """A value stands on the page of its parameter."""
    return redirect("compliance:number", loaders.find(Parameter, pk, request.actor).key)


@acts(Action.PARAMETER_SET)
def parameter_set_page(request: ActorRequest, key: str) -> HttpResponse:
    """登记参数."""
    number = queries.number(key, _today(request), request.actor)
    form = form_for(request, ParameterForm, number, initial={"since": _today(request)})
    if request.method == "POST" and submit(request, form, parameter_set, key=key) is not None:
        return redirect("compliance:number", key)
    return form_page(
        request,
        form,
        heading=f"登记参数：{number.fact.label}",
        back=f"/rules/parameters/{key}/",
        submit="登记",
        consequence="自该日起按新值核对；以前的值留作历史，此前发生的事仍按当时的值。",
    )


@acts(Action.RULE_ADOPT)
def first_day(request: ActorRequest) -> HttpResponse:
    """期初规则确认: register the county's own regulations and what they fix."""
    today = _today(request)
    lines = [line for line in queries.rule_lines(today) if line.adoptable]
    numbers = [each for each in queries.numbers(today, request.actor) if each.key not in LOGIN_KEYS]
    form = form_for(request, RegistrationForm, lines=lines, numbers=numbers, initial={"since": today})
    if request.method == "POST" and form.is_valid():
        since, ticked, values = form.ticked()
        try:
            done = register_regulation(
                call_of(request, form), decision=form.decision, since=since, rules=ticked, values=values
            )
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, f"已登记{form.decision}：采用规定 {done[0]} 条，登记参数 {done[1]} 项。")
            return redirect("compliance:first_day")
    first = {*queries.QUORUM_NUMBERS, queries.EDITION}
    context = {
        "heading": "期初规则确认",
        "sections": pages.sections("first-day", request.actor),
        "form": form,
        "refusal": form.refusal,
        "first_rules": [row for row in form.rule_rows() if row[0].rule.row in queries.QUORUM_ROWS],
        "other_rules": _by_pack([row for row in form.rule_rows() if row[0].rule.row not in queries.QUORUM_ROWS]),
        "first_numbers": [row for row in form.number_rows() if row[0].key in queries.QUORUM_NUMBERS],
        "edition": [row for row in form.number_rows() if row[0].key == queries.EDITION],
        "other_numbers": _by_group([row for row in form.number_rows() if row[0].key not in first]),
        "registered": queries.registered(request.actor),
        "submit": "登记",
    }
    return render(request, "rulebook/first_day.html", context, status=form.status)


def _by_pack(rows: list[tuple[queries.RuleLine, Any]]) -> list[tuple[str, list[tuple[queries.RuleLine, Any]]]]:
    titles = queries.pack_titles()
    grouped: dict[str, list[tuple[queries.RuleLine, Any]]] = {}
    for row in rows:
        grouped.setdefault(titles[row[0].rule.pack], []).append(row)
    return list(grouped.items())


def _by_group(rows: list[tuple[queries.Number, Any, Any]]) -> list[tuple[str, list[tuple[queries.Number, Any, Any]]]]:
    grouped: dict[str, list[tuple[queries.Number, Any, Any]]] = {}
    for row in rows:
        grouped.setdefault(group_of(row[0].key)[1], []).append(row)
    return list(grouped.items())
