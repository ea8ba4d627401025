"""Pages of organizations, people and bodies: for everybody to look up, as of any day."""

import datetime as dt
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from yixing.access import loaders
from yixing.access.actions import Section
from yixing.door.views import ActorRequest, reads
from yixing.people import pages
from yixing.people.forms import PersonFilter, UnitFilter
from yixing.people.models import Body, Membership, Organization, OrganizationKind, Person, Post
from yixing.people.queries import members
from yixing.people.record import record_lines
from yixing.people.sheets import organization_sheets, people_sheets
from yixing.ui.components import Badge
from yixing.ui.forms import Form
from yixing.ui.sheets import workbook_response

PAGE = 25


def _today(request: ActorRequest) -> dt.date:
    return timezone.localdate(request.received_at)


def _filter(request: ActorRequest, form_class: type[Form]) -> tuple[Form, dict[str, Any]]:
    """The filter form and what it says; a blank or an unusable one says nothing."""
    form = form_class(request.GET or None, initial={"day": _today(request)})
    values = {name: value for name, value in form.cleaned_data.items() if value} if form.is_valid() else {}
    return form, {"day": _today(request)} | values


def _day(request: ActorRequest) -> dt.date:
    try:
        return dt.date.fromisoformat(request.GET.get("day", ""))
    except ValueError:
        return _today(request)


@reads(Section.PEOPLE)
def units(request: ActorRequest) -> HttpResponse:
    """机构, by establishment."""
    if request.GET.get("export") == "xlsx":
        return workbook_response("机构", organization_sheets(request.actor))
    form, said = _filter(request, UnitFilter)
    day = said["day"]
    rows = pages.units(request.actor, day, words=said.get("q", ""), kind=said.get("kind", ""))
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    context = {
        "heading": "机构人员",
        "views": pages.views("units"),
        "filter_form": form,
        "columns": pages.UNIT_COLUMNS,
        "page": page,
        "rows": pages.unit_rows(list(page), day),
        "unit_word": "个单位",
        "may_change": pages.may_change(request.actor),
    }
    return render(request, "people/units.html", context)


@reads(Section.PEOPLE)
def persons(request: ActorRequest) -> HttpResponse:
    """人员, by rank."""
    if request.GET.get("export") == "xlsx":
        return workbook_response("人员", people_sheets(request.actor))
    form, said = _filter(request, PersonFilter)
    day = said["day"]
    rows = pages.people(request.actor, day, words=said.get("q", ""), unit=said.get("unit"))
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    context = {
        "heading": "机构人员",
        "views": pages.views("persons"),
        "filter_form": form,
        "columns": pages.PERSON_COLUMNS,
        "page": page,
        "rows": pages.person_rows(list(page), day),
        "unit_word": "人",
        "may_change": pages.may_change(request.actor),
    }
    return render(request, "people/persons.html", context)


@reads(Section.PEOPLE)
def bodies(request: ActorRequest) -> HttpResponse:
    """会议体."""
    rows = loaders.visible(Body, request.actor).select_related("organization").order_by("order", "id")
    context = {
        "heading": "机构人员",
        "views": pages.views("bodies"),
        "bodies": rows,
        "may_change": pages.may_change(request.actor),
    }
    return render(request, "people/bodies.html", context)


@reads(Section.PEOPLE)
def organization(request: ActorRequest, pk: int) -> HttpResponse:
    """One unit: its posts and who holds them on a day, the units below, its 办理记录."""
    unit = loaders.find(Organization, pk, request.actor)
    day = _day(request)
    held = Membership.objects.filter(post__organization=unit, until__lt=day)
    context = {
        "heading": unit.name,
        "number": unit.code,
        "status": pages.unit_status(unit, day),
        "facts": pages.unit_facts(unit, day),
        "day": day,
        "posts": pages.posts_of_unit(unit, day),
        "former": pages.spans(held, day),
        "related": pages.children(unit, request.actor, day),
        "record": record_lines(f"organization/{pk}", request.actor),
        "unit": unit,
        "next": pages.change_steps(
            request.actor,
            ("修改", f"/people/organizations/{pk}/edit/"),
            ("增设职务", f"/people/organizations/{pk}/posts/add/"),
        ),
        "may_change": pages.may_change(request.actor),
    }
    return render(request, "people/organization.html", context)


@reads(Section.PEOPLE)
def post(request: ActorRequest, pk: int) -> HttpResponse:
    """A post stands on the page of its unit."""
    row = loaders.find(Post, pk, request.actor)
    return redirect("people:organization", row.organization_id)


@reads(Section.PEOPLE)
def person(request: ActorRequest, pk: int) -> HttpResponse:
    """One person: posts and bodies in time."""
    row = loaders.find(Person, pk, request.actor)
    day = _day(request)
    context = {
        "heading": row.name,
        "facts": pages.person_facts(row, day),
        "day": day,
        "spans": pages.spans(row.memberships.all(), day),
        "record": record_lines(f"person/{pk}", request.actor),
        "next": pages.change_steps(
            request.actor,
            ("修改", f"/people/persons/{pk}/edit/"),
            ("登记任职", f"/people/memberships/add/?person={pk}"),
        ),
        "may_change": pages.may_change(request.actor),
    }
    return render(request, "people/person.html", context)


@reads(Section.PEOPLE)
def body(request: ActorRequest, pk: int) -> HttpResponse:
    """One body: its members on a day, by rank."""
    row = loaders.find(Body, pk, request.actor)
    day = _day(request)
    found = members(row, day)
    context = {
        "heading": row.name,
        "status": None if row.can_decide else Badge("只酝酿，不决定", "quiet"),
        "facts": pages.body_facts(row, found.entitled, len(found.alternates)),
        "day": day,
        "spans": pages.spans(Membership.objects.filter(body=row), day),
        "record": record_lines(f"body/{pk}", request.actor),
        "next": pages.change_steps(
            request.actor,
            ("修改", f"/people/bodies/{pk}/edit/"),
            ("增加成员", f"/people/memberships/add/?body={pk}"),
        ),
        "may_change": pages.may_change(request.actor),
    }
    return render(request, "people/body.html", context)


@reads(Section.PEOPLE)
def kinds(request: ActorRequest) -> HttpResponse:
    """The kinds of organizations."""
    context = {
        "heading": "机构类别",
        "kinds": OrganizationKind.objects.all(),
        "may_change": pages.may_change(request.actor),
    }
    return render(request, "people/kinds.html", context)
