"""分工: the table of a day, plans and their adoption, one member's page, the catalogue of areas."""

import datetime as dt
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from yixing.access import loaders
from yixing.access.actions import Action, Section
from yixing.door.views import ActorRequest, acts, allowed, form_for, reads, submit
from yixing.papers.content import paper_of
from yixing.papers.files import FileRow, file_row
from yixing.papers.models import Document
from yixing.papers.rendering import file_response
from yixing.people.models import Person
from yixing.people.queries import titles_on
from yixing.people.record import record_lines
from yixing.portfolios import matrix
from yixing.portfolios.actions import area_set, division_adopt, division_draft, division_notify
from yixing.portfolios.facts import division_facts
from yixing.portfolios.forms import AdoptForm, AreaForm, DraftForm, NewAreaForm, NewDraftForm, NotifyForm
from yixing.portfolios.models import Area, Division
from yixing.portfolios.notice import notice_data, notices_of
from yixing.portfolios.queries import areas_of, contacts_of, division_on, in_force, lines_of, lines_on, moves, who_lead
from yixing.ui.components import Badge, Fact, NextStep
from yixing.ui.sheets import workbook_response
from yixing_core.errors import Refusal
from yixing_core.papers.portfolios import division_notice_paper


def _today(request: ActorRequest) -> dt.date:
    return timezone.localdate(request.received_at)


def _day(request: ActorRequest) -> dt.date:
    try:
        return dt.date.fromisoformat(request.GET.get("day", ""))
    except ValueError:
        return _today(request)


@reads(Section.PORTFOLIOS)
def table(request: ActorRequest) -> HttpResponse:
    """分工表 of a day (default: today), with what is wrong in the first line."""
    day = _day(request)
    found = matrix.build(lines_on(day), day)
    if request.GET.get("export") == "xlsx":
        return workbook_response(f"分工表{day}", [matrix.sheet(found)])
    context = {
        "heading": "分工",
        "day": day,
        "matrix": found,
        "division": division_on(day),
        "plans": loaders.visible(Division, request.actor).order_by("-since", "-id")[:12],
        "may_draft": loaders.may(request.actor, Action.DIVISION_DRAFT),
        "may_set": loaders.may(request.actor, Action.AREA_SET),
    }
    return render(request, "portfolios/table.html", context)


@reads(Section.PORTFOLIOS)
def division(request: ActorRequest, pk: int) -> HttpResponse:
    """One plan: its table, what it moves, what the rulebook would say."""
    plan = loaders.find(Division, pk, request.actor)
    day = plan.since or _today(request)
    draft = plan.state == Division.State.DRAFT
    context = {
        "heading": plan.name,
        "status": Badge(plan.get_state_display(), "info" if draft else "good"),
        "facts": _plan_facts(plan),
        "matrix": matrix.build(lines_of(plan), day),
        "moves": moves(plan, day),
        "day": day,
        "next": _plan_steps(request, plan) if draft else _notify_step(request, plan),
        "files": _files(plan),
        "record": record_lines(f"division/{pk}", request.actor),
    }
    return render(request, "portfolios/division.html", context)


def _plan_facts(plan: Division) -> list[Fact]:
    facts = []
    if plan.since is not None:
        facts.append(Fact("生效", plan.since.isoformat()))
        facts.append(Fact("至", plan.until.isoformat() if plan.until else "今"))
        facts.append(Fact("审定依据", plan.decision))
    return facts


def _files(plan: Division) -> list[FileRow]:
    """The issued notices, or before there is one the notice as it would read (without a number)."""
    if plan.state != Division.State.IN_FORCE:
        return []
    issued = [file_row(each) for each in notices_of(plan) if each.state == Document.State.SIGNED]
    return issued or [FileRow("分工通知（未编号）", f"/portfolios/{plan.pk}/notice")]


def _notify_step(request: ActorRequest, plan: Division) -> list[NextStep] | None:
    standing = any(each.state == Document.State.SIGNED for each in notices_of(plan))
    if plan.state != Division.State.IN_FORCE or standing or not allowed(request.actor, Action.DIVISION_NOTIFY):
        return None
    return [NextStep("印发分工通知", f"/portfolios/{plan.pk}/notify/", primary=False)]


@reads(Section.PORTFOLIOS)
def notice_file(request: ActorRequest, pk: int, suffix: str) -> HttpResponse:
    """分工通知 of a plan in force as ``.docx`` or ``.pdf``: the issued one, or as it would read."""
    plan = loaders.find(Division, pk, request.actor)
    if plan.state != Division.State.IN_FORCE:
        raise Refusal("not_found")
    issued = next((each for each in notices_of(plan) if each.state == Document.State.SIGNED), None)
    paper = paper_of(issued) if issued is not None else division_notice_paper(notice_data(plan))
    return file_response(paper, f"分工通知（{plan.name}）", suffix)


@acts(Action.DIVISION_NOTIFY)
def notify(request: ActorRequest, pk: int) -> HttpResponse:
    """印发分工通知."""
    plan = loaders.find(Division, pk, request.actor)
    form = form_for(request, NotifyForm, plan)
    if request.method == "POST" and submit(request, form, division_notify, division_id=pk) is not None:
        return redirect("portfolios:division", pk)
    context = {
        "heading": f"印发分工通知：{plan.name}",
        "form": form,
        "refusal": form.refusal,
        "submit": "印发",
        "cancel_url": f"/portfolios/{pk}/",
        "consequence": "即编文号，各单位可见；编号不再收回，重印须先作废原文号。",
    }
    return render(request, "ui/form.html", context, status=form.status)


def _plan_steps(request: ActorRequest, plan: Division) -> list[NextStep]:
    steps = []
    if loaders.may(request.actor, Action.DIVISION_ADOPT, plan):
        steps.append(NextStep("审定", f"/portfolios/{plan.pk}/adopt/"))
    if loaders.may(request.actor, Action.DIVISION_DRAFT, plan):
        steps.append(NextStep("修改草案", f"/portfolios/{plan.pk}/edit/", primary=not steps))
    return steps or [NextStep("审定", who="县委办主任（提交常委会审定后）")]


@acts(Action.DIVISION_DRAFT)
def draft_new(request: ActorRequest) -> HttpResponse:
    """A new plan, beginning with what is in force."""
    lines = lines_on(_today(request))
    return _draft(request, form_for(request, NewDraftForm, lines=lines), "拟分工方案", "/portfolios/")


@acts(Action.DIVISION_DRAFT)
def draft_edit(request: ActorRequest, pk: int) -> HttpResponse:
    """A draft laid down anew."""
    plan = loaders.find(Division, pk, request.actor)
    form = form_for(request, DraftForm, plan, lines=lines_of(plan), initial={"name": plan.name})
    return _draft(request, form, f"修改：{plan.name}", f"/portfolios/{pk}/", division_id=pk)


def _draft(request: ActorRequest, form: Any, heading: str, back: str, **given: Any) -> HttpResponse:
    if request.method == "POST" and (plan := submit(request, form, division_draft, **given)) is not None:
        return redirect("portfolios:division", plan.pk)
    context = {
        "heading": heading,
        "form": form,
        "refusal": form.refusal,
        "submit": "保存草案",
        "cancel_url": back,
        "consequence": "草案可以有空缺和交叉，审定时才核对。",
    }
    return render(request, "portfolios/draft.html", context, status=form.status)


@acts(Action.DIVISION_ADOPT)
def adopt(request: ActorRequest, pk: int) -> HttpResponse:
    """Bring a draft into force by a decision."""
    plan = loaders.find(Division, pk, request.actor)
    form = form_for(request, AdoptForm, plan, initial={"since": _today(request)})
    if request.method == "POST" and submit(request, form, division_adopt, division_id=pk) is not None:
        return redirect("portfolios:division", pk)
    waiting = division_facts(plan, _today(request))["portfolio"]["open_work"]
    context = {
        "heading": f"审定：{plan.name}",
        "form": form,
        "refusal": form.refusal,
        "submit": "审定",
        "cancel_url": f"/portfolios/{pk}/",
        "consequence": f"自生效之日起按新方案分管；没有变化的继续。移交的事项上有在办 {waiting} 件。",
    }
    return render(request, "ui/form.html", context, status=form.status)


@reads(Section.PORTFOLIOS)
def member(request: ActorRequest, pk: int) -> HttpResponse:
    """One member: areas, units, townships on a day."""
    person = loaders.find(Person, pk, request.actor)
    day = _day(request)
    areas = list(areas_of(person, day).prefetch_related("units"))
    others = in_force(day).filter(person=person).exclude(area__in=areas).select_related("area")
    units = {unit.pk: unit for area in areas for unit in area.units.all()}
    context = {
        "heading": person.name,
        "number": titles_on([pk], day).get(pk, ""),
        "person": person,
        "day": day,
        "areas": areas,
        "others": others.order_by("area__order", "area_id"),
        "units": sorted(units.values(), key=lambda unit: (unit.order, unit.code)),
        "contacts": contacts_of(person, day),
        "facts": [Fact("分管事项", f"{len(areas)} 项"), Fact("分管部门", f"{len(units)} 个")],
    }
    return render(request, "portfolios/member.html", context)


@reads(Section.PORTFOLIOS)
def areas(request: ActorRequest) -> HttpResponse:
    """The catalogue of work areas of a day, with who is in charge."""
    day = _day(request)
    rows = list(loaders.visible(Area, request.actor).prefetch_related("units").order_by("order", "id"))
    lead = who_lead([area.pk for area in rows], day)
    context = {
        "heading": "分管事项目录",
        "rows": [(area, lead.get(area.pk)) for area in rows],
        "may_set": loaders.may(request.actor, Action.AREA_SET),
    }
    return render(request, "portfolios/areas.html", context)


@reads(Section.PORTFOLIOS)
def area(request: ActorRequest, pk: int) -> HttpResponse:
    """One area: its units and who was in charge, through all plans."""
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
        ],
        "spans": spans.select_related("person", "division").order_by("-since", "person__order"),
        "next": [NextStep("修改", f"/portfolios/areas/{pk}/edit/", primary=False)]
        if loaders.may(request.actor, Action.AREA_SET)
        else None,
        "record": record_lines(f"area/{pk}", request.actor),
    }
    return render(request, "portfolios/area.html", context)


@acts(Action.AREA_SET)
def area_new(request: ActorRequest) -> HttpResponse:
    """A new area."""
    return _area(request, form_for(request, NewAreaForm), "新增分管事项", "/portfolios/areas/")


@acts(Action.AREA_SET)
def area_edit(request: ActorRequest, pk: int) -> HttpResponse:
    """Changes of an area."""
    found = loaders.find(Area, pk, request.actor)
    initial = {name: getattr(found, name) for name in ("code", "name", "domain", "order", "weight", "since", "until")}
    initial |= {"tags": "、".join(found.tags), "unit_ids": [unit.pk for unit in found.units.all()]}
    form = form_for(request, AreaForm, found, initial=initial)
    form.fields["code"].disabled = True
    return _area(request, form, f"修改：{found.name}", f"/portfolios/areas/{pk}/")


def _area(request: ActorRequest, form: Any, heading: str, back: str) -> HttpResponse:
    if request.method == "POST" and (found := submit(request, form, area_set)) is not None:
        return redirect("portfolios:area", found.pk)
    context = {"heading": heading, "form": form, "refusal": form.refusal, "submit": "保存", "cancel_url": back}
    return render(request, "ui/form.html", context, status=form.status)
