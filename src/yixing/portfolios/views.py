"""分工: the table of a day, one plan, one member's page, 某日由谁分管, 公示牌."""

import datetime as dt
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from yixing.access import loaders
from yixing.access.actions import Action, Section
from yixing.access.numbers import row_number
from yixing.access.roles import Role
from yixing.compliance.gates import findings
from yixing.door.views import ActorRequest, acts, allowed, form_for, form_page, reads, submit
from yixing.papers.content import paper_of
from yixing.papers.files import FileRow, file_row
from yixing.papers.models import Document
from yixing.papers.rendering import file_response
from yixing.people.models import Person
from yixing.people.record import record_lines
from yixing.portfolios import history, hooks, matrix
from yixing.portfolios.actions import division_notify
from yixing.portfolios.board import board_of
from yixing.portfolios.catalogue import areas_on
from yixing.portfolios.checks import Line
from yixing.portfolios.consulting import MemberOpinion, consulted, opinions_of
from yixing.portfolios.deciding import address
from yixing.portfolios.facts import division_facts
from yixing.portfolios.forms import HistoryFilter, NotifyForm
from yixing.portfolios.models import Division
from yixing.portfolios.notice import notice_data, notices_of
from yixing.portfolios.panels import panel
from yixing.portfolios.queries import day_of_plan, division_on, lines_of, lines_on, people_of
from yixing.portfolios.trial import Comparison, compare
from yixing.ui.components import Badge, Fact, FindingView, NextStep, Tone, spoken
from yixing.ui.sheets import workbook_response
from yixing_core.errors import Refusal
from yixing_core.papers.portfolios import division_notice_paper

SHOWN_PLANS = 12
TRYING = (Action.DIVISION_DRAFT, Action.PROPOSAL_ASK)
"""What the changes tried out end in, a draft or a computation: whoever may do either may try."""
WATCHING = (Role.DISCIPLINE, Role.AUDITOR, Role.INSPECTOR)
TONES: dict[str, Tone] = {"draft": "info", "in_force": "good", "dropped": "quiet"}


def today_of(request: ActorRequest) -> dt.date:
    """The day of the request."""
    return timezone.localdate(request.received_at)


def day_of(request: ActorRequest) -> dt.date:
    """The day the address asks for; today where it names none."""
    try:
        return dt.date.fromisoformat(request.GET.get("day", ""))
    except ValueError:
        return today_of(request)


def may_try(request: ActorRequest) -> bool:
    """Who may try changes out: those who prepare drafts, and the chair."""
    return any(loaders.may(request.actor, action) for action in TRYING)


def _whole(request: ActorRequest) -> bool:
    """Who is told of members by name what the county's numbers say of their load and duties."""
    return may_try(request) or request.actor.has(*WATCHING)


@reads(Section.PORTFOLIOS)
def table(request: ActorRequest) -> HttpResponse:
    """分工表 of a day (default: today), with what is wrong in the first line; one member's panel beside it."""
    day = day_of(request)
    lines = lines_on(day)
    found = matrix.build(lines, day, whole=_whole(request))
    if request.GET.get("export") == "xlsx":
        return workbook_response(f"分工表{day}", [matrix.sheet(found)])
    plan = division_on(day)
    context = {
        "heading": "分工",
        "day": day,
        "matrix": found,
        "division": plan,
        "decision_url": address(plan) if plan else "",
        "panel": _panel(request, lines, day),
        "panel_url": f"/portfolios/?day={day}",
        "plans": loaders.visible(Division, request.actor).order_by("-since", "-id")[:SHOWN_PLANS],
        "actions": _buttons(request, plan, day),
        "more": _more(request, plan, day),
    }
    return render(request, "portfolios/table.html", context)


def _panel(request: ActorRequest, lines: list[Line], day: dt.date) -> Any:
    wanted = row_number(request.GET.get("member", ""))
    person = loaders.visible(Person, request.actor).filter(pk=wanted or 0).first()
    return panel(person, lines, day, request.actor) if person is not None else None


def _buttons(request: ActorRequest, plan: Division | None, day: dt.date) -> list[NextStep]:
    """The buttons of the table in the office's order."""
    drafts = loaders.visible(Division, request.actor).filter(state=Division.State.DRAFT).order_by("-id")
    draft = drafts.first() if loaders.may(request.actor, Action.DIVISION_DRAFT) else None
    steps = []
    if may_try(request):
        steps.append(NextStep("试调整", "/portfolios/try/"))
    if draft is not None:
        steps.append(NextStep("征求本人意见", f"/portfolios/{draft.pk}/#opinions", primary=False))
        steps.append(NextStep("提交常委会审定", f"/portfolios/{draft.pk}/", primary=False))
    if plan is not None:
        steps.append(NextStep("印分工通知", f"/portfolios/{plan.pk}/notice.pdf", primary=False))
    steps.append(NextStep("历史：某日由谁分管", f"/portfolios/history/?day={day}", primary=False))
    return steps + hooks.buttons(request.actor, plan, day)


def _more(request: ActorRequest, plan: Division | None, day: dt.date) -> list[NextStep]:
    steps = [
        NextStep("公示牌", f"/portfolios/board/?day={day}", primary=False),
        NextStep("分管事项目录", "/portfolios/areas/", primary=False),
    ]
    if may_try(request):
        steps.append(NextStep("比较两个方案", "/portfolios/compare/", primary=False))
    if loaders.may(request.actor, Action.DIVISION_DRAFT):
        steps.append(NextStep("拟分工方案", "/portfolios/new/", primary=False))
    if loaders.may(request.actor, Action.AREA_SET):
        steps.append(NextStep("登记联系乡镇", "/portfolios/contacts/new/", primary=False))
    return steps + hooks.buttons(request.actor, plan, day, more=True)


@reads(Section.PORTFOLIOS)
def division(request: ActorRequest, pk: int) -> HttpResponse:
    """One plan: its table, what changes for whom, and of a draft what the members said."""
    plan = loaders.find(Division, pk, request.actor)
    day = day_of_plan(plan, today_of(request))
    draft = plan.state == Division.State.DRAFT
    lines = lines_of(plan)
    context = {
        "heading": plan.name,
        "status": Badge(plan.get_state_display(), TONES[plan.state]),
        "facts": _plan_facts(plan),
        "matrix": matrix.build(lines, day, whole=_whole(request)),
        "findings": _findings(plan, day, today_of(request)) if draft and may_try(request) else None,
        "findings_action": "审定",
        "changes": _changes(plan, lines, day),
        "opinions": _opinions(request, plan, lines) if plan.asked_on else [],
        "opining": draft and plan.asked_on and allowed(request.actor, Action.DIVISION_OPINE),
        "day": day,
        "plan": plan,
        "next": _plan_steps(request, plan) if draft else _notify_step(request, plan),
        "files": _files(plan),
        "record": record_lines(f"division/{pk}", request.actor),
    }
    return render(request, "portfolios/division.html", context)


def _findings(plan: Division, day: dt.date, today: dt.date) -> list[FindingView]:
    """What the rulebook would say, were the draft adopted today, for the day it is meant for, by the committee."""
    facts = division_facts(plan, day, discussed=True, members_consulted=consulted(plan, today))
    return [spoken(finding) for finding in findings("portfolio.adopt", facts, on=day)]


def _changes(plan: Division, lines: list[Line], day: dt.date) -> Comparison:
    """What changes against the day before a plan, or of a draft against today."""
    before = lines_on(day if plan.state == Division.State.DRAFT else day - dt.timedelta(days=1))
    return compare(before, lines, areas_on(day), people_of([*before, *lines]))


def _opinions(request: ActorRequest, plan: Division, lines: list[Line]) -> list[MemberOpinion]:
    """Of everybody for those who prepare the plan, the chair and who watches; a member sees his own."""
    today = today_of(request)
    draft = plan.state == Division.State.DRAFT
    rows = opinions_of(plan, today if draft else day_of_plan(plan, today), lines)
    if _whole(request):
        return rows
    return [row for row in rows if row.person.pk == request.actor.person_id]


def _plan_facts(plan: Division) -> list[Fact]:
    facts = []
    if plan.asked_on is not None:
        facts.append(Fact("征求本人意见", plan.asked_on.isoformat()))
    if plan.since is not None and plan.state != Division.State.IN_FORCE:
        facts.append(Fact("拟生效", plan.since.isoformat()))
    elif plan.since is not None:
        facts.append(Fact("生效", plan.since.isoformat()))
        facts.append(Fact("至", plan.until.isoformat() if plan.until else "今"))
        facts.append(Fact("审定依据", plan.decision, url=address(plan)))
        facts.append(Fact("本人意见", "已逐人征求" if plan.members_consulted else "没有逐人征求"))
    if plan.dropped_why:
        facts.append(Fact("未采用的原因", plan.dropped_why))
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


def _plan_steps(request: ActorRequest, plan: Division) -> list[NextStep]:
    """The buttons of a draft in the office's order; the first one that is his to press is the primary one."""
    actor, base = request.actor, f"/portfolios/{plan.pk}/"
    steps = []
    if may_try(request):
        steps.append(NextStep("试调整", f"/portfolios/try/?plan={plan.pk}", primary=False))
    if loaders.may(actor, Action.DIVISION_DRAFT, plan):
        steps.append(NextStep("修改草案", f"{base}edit/", primary=False))
        again = "再次征求本人意见" if plan.asked_on else "征求本人意见"
        steps.append(NextStep(again, f"{base}ask/", primary=plan.asked_on is None))
    if plan.asked_on and actor.has(Role.MEMBER, Role.CHAIR) and allowed(actor, Action.DIVISION_OPINE):
        steps.append(NextStep("表示意见", f"{base}opine/"))
    if loaders.may(actor, Action.MATTER_DRAFT) and may_try(request):
        steps.append(NextStep("提交常委会审定", "/matters/new/", primary=False))
    if loaders.may(actor, Action.DIVISION_ADOPT, plan):
        steps.append(NextStep("登记审定", f"{base}adopt/", primary=plan.asked_on is not None))
    if loaders.may(actor, Action.DIVISION_DROP, plan):
        steps.append(NextStep("不采用", f"{base}drop/", primary=False))
    return steps or [NextStep("审定", who="县委办主任（提交常委会审定后）")]


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
    return form_page(
        request,
        form,
        heading=f"印发分工通知：{plan.name}",
        back=f"/portfolios/{pk}/",
        submit="印发",
        consequence="即编文号，各单位可见；编号不再收回，重印须先作废原文号。",
    )


@reads(Section.PORTFOLIOS)
def member(request: ActorRequest, pk: int) -> HttpResponse:
    """One member: areas, units, townships, work and 履责 on a day."""
    person = loaders.find(Person, pk, request.actor)
    day = day_of(request)
    found = panel(person, lines_on(day), day, request.actor)
    facts = [Fact("分管事项", f"{len(found.led)} 项"), Fact("分管部门", f"{len(found.units)} 个")]
    if found.weight != len(found.led):
        facts.append(Fact("权重", str(found.weight)))
    context = {"heading": person.name, "number": found.title, "day": day, "panel": found, "facts": facts}
    return render(request, "portfolios/member.html", context)


@reads(Section.PORTFOLIOS)
def who(request: ActorRequest) -> HttpResponse:
    """历史：某日由谁分管: any day, all areas or those of an area, a unit or a member."""
    day = day_of(request)
    form = HistoryFilter({**request.GET.dict(), "day": day.isoformat()}, day=day)
    wanted = form.cleaned_data if form.is_valid() else {}
    rows = history.rows(
        day,
        area_id=_number(wanted.get("area")),
        unit_id=_number(wanted.get("unit")),
        person_id=_number(wanted.get("person")),
    )
    if request.GET.get("export") == "xlsx":
        return workbook_response(f"某日由谁分管{day}", [history.sheet(rows)])
    plan = division_on(day)
    context = {
        "heading": "历史：某日由谁分管",
        "day": day,
        "filter_form": form,
        "rows": rows,
        "contacts": history.contacts(day, unit_id=_number(wanted.get("unit")), person_id=_number(wanted.get("person"))),
        "division": plan,
        "decision_url": address(plan) if plan else "",
        "query": request.GET.urlencode(),
    }
    return render(request, "portfolios/history.html", context)


def _number(word: Any) -> int | None:
    return int(word) if word else None


@reads(Section.PORTFOLIOS)
def board(request: ActorRequest) -> HttpResponse:
    """公示牌: members by rank with post, areas and units, to be printed and hung up; nothing personal on it."""
    day = day_of(request)
    context = {
        "heading": "县委常委分工公示牌",
        "day": day,
        "members": board_of(day),
        "back_url": f"/portfolios/?day={day}",
        "printed_on": f"{day.year}年{day.month}月{day.day}日起公示",
    }
    return render(request, "portfolios/board.html", context)
