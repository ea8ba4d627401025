"""Pages of working together: 交叉事项 with its rows, 分管分歧 and the chair's ruling."""

from collections.abc import Callable
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from yixing.access import kinds, loaders
from yixing.access.actions import Action, Section
from yixing.access.numbers import row_number
from yixing.coordination import actions
from yixing.coordination.circulation import CIRCULATING
from yixing.coordination.forms import RaiseForm, ReadForm, RuleForm, SettleForm, StateForm, initial_of
from yixing.coordination.models import Difference
from yixing.coordination.shared import HEADS, Pair, rows_sheet, shared, sheet
from yixing.coordination.waiting import ADDRESS
from yixing.door.views import ActorRequest, acts, allowed, form_for, form_page, reads, submit
from yixing.matters.delegates import find_to_sign, principals_for
from yixing.matters.models import Matter
from yixing.matters.panels import sheet_facts
from yixing.people.record import record_lines
from yixing.supervision.models import Task
from yixing.ui.components import Badge, Column, Fact, NextStep, RelatedItem, SavedView
from yixing.ui.sheets import Sheet, workbook_response
from yixing_core.errors import Refusal

PER_PAGE = 25
BASE = "/portfolios/together/"
COLUMNS = (
    Column("about", "事项或任务", "wide"),
    Column("first", "提出方"),
    Column("second", "对方"),
    Column("point", "分歧", "wide"),
    Column("raised_on", "提请", "day"),
    Column("ruled_on", "裁定", "day"),
    Column("state", "状态"),
)
State = Difference.State


def tabs(current: str) -> list[SavedView]:
    """The lists of working together, one of them current."""
    named = (("交叉事项", BASE), ("分管分歧", ADDRESS), ("任务情况通报", f"{BASE}circulars/"))
    return [SavedView(label, url, current=label == current) for label, url in named]


def badge(row: Difference) -> Badge:
    """Where it stands, in a stamped word."""
    return Badge(row.get_state_display(), "warn" if row.state == State.OPEN else "good")


@reads(Section.PORTFOLIOS)
def table(request: ActorRequest) -> HttpResponse:
    """交叉事项: pairs of members with counts; a pair opens to its rows."""
    day = timezone.localdate(request.received_at)
    pairs = shared(request.actor, day)
    chosen = _chosen(request, pairs)
    if request.GET.get("export") == "xlsx":
        wanted = [chosen] if chosen is not None else pairs
        return workbook_response(f"交叉事项{day}", [sheet(wanted), rows_sheet(wanted)])
    context = {
        "heading": "交叉事项",
        "views": tabs("交叉事项"),
        "heads": HEADS,
        "pairs": [chosen] if chosen is not None else pairs,
        "chosen": chosen,
        "export": f"?first={chosen.first.pk}&second={chosen.second.pk}&export=xlsx" if chosen else "?export=xlsx",
    }
    return render(request, "coordination/shared.html", context)


def _chosen(request: ActorRequest, pairs: list[Pair]) -> Pair | None:
    wanted = {row_number(request.GET.get(name, "")) for name in ("first", "second")}
    return next((pair for pair in pairs if {pair.first.pk, pair.second.pk} == wanted), None)


@reads(Section.PORTFOLIOS)
def differences(request: ActorRequest) -> HttpResponse:
    """分管分歧: those the reader sees, the latest first."""
    rows = loaders.visible(Difference, request.actor).select_related("first", "second", "matter", "task", "ruler")
    rows = rows.order_by("-raised_on", "-id")
    if request.GET.get("export") == "xlsx":
        lines = [_cells(row) for row in rows]
        return workbook_response("分管分歧", [Sheet("分管分歧", [column.label for column in COLUMNS], lines)])
    context = {
        "heading": "分管分歧",
        "views": tabs("分管分歧"),
        "columns": COLUMNS,
        "page": (page := Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))),
        "lines": [(row, badge(row)) for row in page.object_list],
        "empty_words": "没有分管分歧。",
        "empty_hint": "两名常委意见不一的，从事项页或任务页提请书记裁定。",
    }
    return render(request, "coordination/differences.html", context)


def _cells(row: Difference) -> list[Any]:
    names = [row.first.name, row.second.name]
    return [str(row.about), *names, row.point, row.raised_on, row.ruled_on, row.get_state_display()]


@reads(Section.PORTFOLIOS)
def difference(request: ActorRequest, pk: int) -> HttpResponse:
    """One difference: what it is about, both positions, the ruling."""
    row = loaders.find(Difference, pk, request.actor)
    context = {
        "heading": row.point,
        "number": "分管分歧",
        "status": badge(row),
        "difference": row,
        "next": _steps(request, row),
        "facts": _facts(row),
        "related": _related(request, row),
        "record": record_lines(kinds.ref(row), request.actor),
    }
    return render(request, "coordination/difference.html", context)


def _facts(row: Difference) -> list[Fact]:
    found = [
        Fact("提请日期", row.raised_on.isoformat()),
        Fact(f"{row.first.name}的意见", row.first_position),
        Fact(f"{row.second.name}的意见", row.second_position),
    ]
    if row.ruled_on is not None:
        words = row.get_outcome_display() + (f"：{row.ruling}" if row.ruling else "")
        found.append(Fact("书记裁定", words, note=f"{row.ruled_on} {row.ruler}"))
    if row.agreed_on is not None:
        found.append(Fact("协商结果", row.agreement, note=row.agreed_on.isoformat()))
    return found


def _related(request: ActorRequest, row: Difference) -> list[RelatedItem]:
    about = row.about
    model: Any = Matter if row.matter is not None else Task
    if not loaders.visible(model, request.actor).filter(pk=about.pk).exists():
        return []
    kind = "事项" if row.matter is not None else "任务"
    return [RelatedItem(kind, str(about), kinds.address(kinds.ref(about)), str(getattr(about, "number", "") or ""))]


def _steps(request: ActorRequest, row: Difference) -> list[NextStep]:
    if row.state != State.OPEN:
        return []
    steps = []
    own = loaders.may(request.actor, Action.DIFFERENCE_RULE, row)
    if own or principals_for(request.actor, Action.DIFFERENCE_RULE, row):
        steps.append(NextStep("裁定" if own else "录入书记裁定（代录）", f"{ADDRESS}{row.pk}/rule/"))
    else:
        steps.append(NextStep("裁定", who="书记"))
    said = loaders.may(request.actor, Action.DIFFERENCE_STATE, row)
    if said or principals_for(request.actor, Action.DIFFERENCE_STATE, row):
        steps.append(
            NextStep("表明意见" if said else "录入本人意见（代录）", f"{ADDRESS}{row.pk}/state/", primary=False)
        )
    if allowed(request.actor, Action.DIFFERENCE_SETTLE) and loaders.may(request.actor, Action.DIFFERENCE_SETTLE, row):
        steps.append(NextStep("登记协商一致", f"{ADDRESS}{row.pk}/settle/", primary=False))
    return steps


@acts(Action.DIFFERENCE_RAISE)
def raise_(request: ActorRequest) -> HttpResponse:
    """提请裁定分歧 on the matter or task that the address names."""
    given = initial_of(request.POST if request.method == "POST" else request.GET)
    about = _about(request, given)
    form = form_for(request, RaiseForm, about=about)
    if request.method == "POST" and (made := submit(request, form, actions.difference_raise, **given)) is not None:
        return redirect("coordination:difference", made.pk)
    return form_page(
        request,
        form,
        heading="提请书记裁定分歧",
        back=kinds.address(kinds.ref(about)) if about is not None else ADDRESS,
        submit="提请裁定",
        consequence="书记和双方在工作台看到；裁定记在这件事上，不改变各自签署的意见。",
        template="coordination/raise.html",
        about=about,
        given={name.removesuffix("_id"): value for name, value in given.items() if value},
    )


def _about(request: ActorRequest, given: dict[str, Any]) -> Any:
    for model, name in ((Matter, "matter_id"), (Task, "task_id")):
        if given[name] is not None:
            return _find(model, given[name], request)
    return None


def _find(model: Any, pk: int, request: ActorRequest) -> Any:
    """The thing, as the reader or one of those he enters for sees it."""
    try:
        return loaders.find(model, pk, request.actor)
    except Refusal:
        from yixing.accounts.actors import actor_of_person  # noqa: PLC0415  (only on the rare path)

        for person in principals_for(request.actor, Action.DIFFERENCE_RAISE):
            row = loaders.visible(model, actor_of_person(person, request.actor.day)).filter(pk=pk).first()
            if row is not None:
                return row
        raise


@acts(Action.DIFFERENCE_RULE)
def rule(request: ActorRequest, pk: int) -> HttpResponse:
    """书记裁定."""
    row = find_to_sign(
        Difference, pk, request.actor, Action.DIFFERENCE_RULE, waits=lambda waiting: waiting.state == State.OPEN
    )
    return _act(request, form_for(request, RuleForm, row), row, actions.difference_rule, heading="书记裁定")


@acts(Action.DIFFERENCE_STATE)
def state(request: ActorRequest, pk: int) -> HttpResponse:
    """表明意见, by one of the two."""
    row = find_to_sign(
        Difference, pk, request.actor, Action.DIFFERENCE_STATE, waits=lambda waiting: waiting.state == State.OPEN
    )
    return _act(request, form_for(request, StateForm, row), row, actions.difference_state, heading="表明意见")


@acts(Action.DIFFERENCE_SETTLE)
def settle(request: ActorRequest, pk: int) -> HttpResponse:
    """登记协商一致."""
    row = loaders.find(Difference, pk, request.actor)
    return _act(request, form_for(request, SettleForm, row), row, actions.difference_settle, heading="登记协商一致")


def _act(
    request: ActorRequest, form: Any, row: Difference, do: Callable[..., Difference], *, heading: str
) -> HttpResponse:
    seen = loaders.visible(Difference, request.actor).filter(pk=row.pk).exists()
    back = f"{ADDRESS}{row.pk}/" if seen else "/"
    if request.method == "POST" and submit(request, form, do, difference_id=row.pk) is not None:
        return redirect(back)
    return form_page(
        request,
        form,
        heading=heading,
        back=back,
        consequence=f"记在“{row.about}”上，双方都能看到。",
        template="coordination/act.html",
        difference=row,
        facts=_facts(row),
    )


@acts(Action.CIRCULATION_READ)
def read(request: ActorRequest, pk: int) -> HttpResponse:
    """会前传阅 of a matter, by a member whose field it touches."""
    row = find_to_sign(
        Matter, pk, request.actor, Action.CIRCULATION_READ, waits=lambda waiting: waiting.state in CIRCULATING
    )
    form = form_for(request, ReadForm, row)
    seen = loaders.visible(Matter, request.actor).filter(pk=pk).exists()
    back = f"/matters/{pk}/" if seen else "/"
    if request.method == "POST" and submit(request, form, actions.circulation_read, matter_id=pk) is not None:
        return redirect(back)
    return form_page(
        request,
        form,
        heading="会前传阅",
        back=back,
        submit="已传阅",
        consequence="“会前传阅”一项随之登记；谁已传阅只有县委办和书记看得到。",
        template="coordination/read.html",
        matter=row,
        seen=seen,
        facts=sheet_facts(row, timezone.localdate(request.received_at)),
    )
