"""Pages of the catalogue of work areas: the list, one area through time, entry, change, Excel, 联系乡镇."""

import datetime as dt
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render

from yixing.access import loaders
from yixing.access.actions import Action, Section
from yixing.door.views import ActorRequest, acts, form_for, form_page, reads, submit
from yixing.people.models import Organization
from yixing.people.record import record_lines
from yixing.portfolios.catalogue import AreaOn, areas_on, as_it_stands
from yixing.portfolios.cataloguing import area_import, area_set, contact_set
from yixing.portfolios.forms import AreaFilter, AreaForm, AreaImportForm, ContactForm, NewAreaForm
from yixing.portfolios.models import Area, AreaPast, Division
from yixing.portfolios.queries import who_lead
from yixing.portfolios.sheets import areas_sheet
from yixing.portfolios.views import today_of
from yixing.ui.components import Column, Fact, NextStep
from yixing.ui.sheets import workbook_response

PER_PAGE = 50
COLUMNS = (
    Column("code", "编码"),
    Column("name", "分管事项", "wide"),
    Column("domain", "领域"),
    Column("leader", "分管常委"),
    Column("units", "归口单位", "wide"),
    Column("tags", "标签"),
    Column("weight", "权重", "number"),
    Column("until", "列入目录"),
)


@reads(Section.PORTFOLIOS)
def areas(request: ActorRequest) -> HttpResponse:
    """The catalogue of a day as a list, with who is in charge; as a workbook what can be brought in again."""
    today = today_of(request)
    form = AreaFilter(request.GET or None, today=today)
    wanted = form.cleaned_data if form.is_valid() else {}
    day = wanted.get("day") or today
    every = wanted.get("day") is None
    rows = _fitting(wanted, day, every=every)
    if request.GET.get("export") == "xlsx":
        known = {row.pk: row for row in _visible(request)}
        return workbook_response("分管事项", [areas_sheet([row for row in rows if row.pk in known], known)])
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    lead = who_lead([row.pk for row in page.object_list], day)
    units = {unit.pk: str(unit) for unit in Organization.objects.all()}
    spans = {area.pk: area for area in _visible(request).filter(pk__in=[row.pk for row in page.object_list])}
    context = {
        "heading": "分管事项目录",
        "columns": COLUMNS,
        "filter_form": form,
        "page": page,
        "lines": [
            (row, lead.get(row.pk), [units[pk] for pk in row.unit_ids if pk in units], spans[row.pk])
            for row in page.object_list
        ],
        "unit_word": "项",
        "empty_words": "没有符合条件的分管事项。",
        "actions": _actions(request),
    }
    return render(request, "portfolios/areas.html", context)


def _visible(request: ActorRequest) -> QuerySet[Area]:
    return loaders.visible(Area, request.actor)


def _fitting(wanted: dict[str, Any], day: dt.date, *, every: bool) -> list[AreaOn]:
    """The areas of a day that the sentence leaves; without a day also those to come."""
    rows = list(areas_on(day))
    if every:
        known = {row.pk for row in rows}
        later = Area.objects.filter(Q(since__gt=day) | Q(until__lt=day)).exclude(pk__in=known).prefetch_related("units")
        rows += [as_it_stands(area) for area in later.order_by("order", "id")]
    words, domain = wanted.get("words", "").strip(), wanted.get("domain", "")
    leader, unit = wanted.get("leader", ""), wanted.get("unit", "")
    lead = {pk: str(person.pk) for pk, person in who_lead([row.pk for row in rows], day).items()} if leader else {}
    return [
        row
        for row in rows
        if (not words or words in row.name or words in row.code or any(words in tag for tag in row.tags))
        and (not domain or row.domain == domain)
        and (not leader or lead.get(row.pk, "none") == leader)
        and (not unit or int(unit) in row.unit_ids)
    ]


def _actions(request: ActorRequest) -> list[NextStep]:
    steps = [NextStep("分工表", "/portfolios/", primary=False)]
    if loaders.may(request.actor, Action.AREA_IMPORT):
        steps.insert(0, NextStep("导入", "/portfolios/areas/import/", primary=False))
    if loaders.may(request.actor, Action.AREA_SET):
        steps.insert(0, NextStep("新增", "/portfolios/areas/new/"))
    return steps


@reads(Section.PORTFOLIOS)
def area(request: ActorRequest, pk: int) -> HttpResponse:
    """One area: its units, who was in charge through all plans, and what the catalogue said of it before."""
    found = loaders.find(Area, pk, request.actor)
    spans = found.assignments.filter(since__isnull=False, division__state=Division.State.IN_FORCE)
    units = "、".join(str(unit) for unit in found.units.order_by("order", "code"))
    context = {
        "heading": found.name,
        "number": found.code,
        "facts": [
            Fact("领域", found.get_domain_display()),
            Fact("归口单位", units or "无"),
            Fact("标签", "、".join(found.tags) or "无"),
            Fact("权重", str(found.weight)),
            Fact("列入目录", _span(found)),
        ],
        "spans": spans.select_related("person", "division").order_by("-since", "person__order"),
        "pasts": _pasts(found),
        "next": [NextStep("修改", f"/portfolios/areas/{pk}/edit/", primary=False)]
        if loaders.may(request.actor, Action.AREA_SET)
        else None,
        "record": record_lines(f"area/{pk}", request.actor),
    }
    return render(request, "portfolios/area.html", context)


def _span(found: Area) -> str:
    begun = f"{found.since:%Y-%m-%d} 起" if found.since else "一直"
    return f"{begun}，至 {found.until:%Y-%m-%d}" if found.until else begun


def _pasts(found: Area) -> list[tuple[AreaPast, str]]:
    """What the catalogue said before, the latest first, each with its units in words."""
    pasts = list(found.pasts.order_by("-until"))
    named = {unit for past in pasts for unit in past.unit_ids}
    units = {unit.pk: str(unit) for unit in Organization.objects.filter(pk__in=named)}
    return [(past, "、".join(units[pk] for pk in past.unit_ids if pk in units)) for past in pasts]


@acts(Action.AREA_SET)
def area_new(request: ActorRequest) -> HttpResponse:
    """A new area."""
    return _area(request, form_for(request, NewAreaForm), "新增分管事项", "/portfolios/areas/")


@acts(Action.AREA_SET)
def area_edit(request: ActorRequest, pk: int) -> HttpResponse:
    """Changes of an area from a day on."""
    found = loaders.find(Area, pk, request.actor)
    initial = {name: getattr(found, name) for name in ("code", "name", "domain", "order", "weight", "since", "until")}
    initial |= {"tags": "、".join(found.tags), "unit_ids": [unit.pk for unit in found.units.all()]}
    form = form_for(request, AreaForm, found, initial=initial | {"from_day": today_of(request)})
    form.fields["code"].disabled = True
    return _area(request, form, f"修改：{found.name}", f"/portfolios/areas/{pk}/")


def _area(request: ActorRequest, form: Any, heading: str, back: str) -> HttpResponse:
    if request.method == "POST" and (found := submit(request, form, area_set)) is not None:
        return redirect("portfolios:area", found.pk)
    return form_page(request, form, heading=heading, back=back)


@acts(Action.AREA_IMPORT)
def areas_import(request: ActorRequest) -> HttpResponse:
    """导入分管事项 from a workbook; faults are listed by row and column."""
    form = form_for(request, AreaImportForm)
    if request.method == "POST" and submit(request, form, area_import) is not None:
        return redirect("portfolios:areas")
    return form_page(
        request,
        form,
        heading="导入分管事项",
        back="/portfolios/areas/",
        submit="导入",
        template="portfolios/import.html",
    )


@acts(Action.AREA_SET)
def contact_new(request: ActorRequest) -> HttpResponse:
    """登记联系乡镇 from a day on."""
    form = form_for(request, ContactForm, initial={"since": today_of(request)})
    if request.method == "POST" and submit(request, form, contact_set) is not None:
        return redirect(f"/portfolios/members/{form.cleaned_data['person_id']}/")
    return form_page(
        request,
        form,
        heading="登记联系乡镇",
        back="/portfolios/",
        submit="登记",
        consequence="原来联系的常委到前一天为止。",
    )
