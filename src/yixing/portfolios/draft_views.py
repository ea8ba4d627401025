"""Pages on which a plan is prepared: 试调整, a new draft, its table, opinions, laying it aside, adoption, comparison."""

from typing import Any

from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render

from yixing.access import loaders
from yixing.access.actions import Action
from yixing.access.numbers import row_number
from yixing.door.views import ActorRequest, acts, form_for, form_page, submit
from yixing.people.models import Person
from yixing.portfolios import checks, matrix, trial
from yixing.portfolios.actions import division_adopt, division_draft
from yixing.portfolios.catalogue import areas_on
from yixing.portfolios.checks import Line
from yixing.portfolios.consulting import Shown, opinions_of, shown_to, unsaid_words
from yixing.portfolios.facts import division_facts
from yixing.portfolios.forms import AdoptForm, AskForm, DraftForm, DropForm, NewDraftForm, OpineForm, TrialForm
from yixing.portfolios.models import Area, Assignment, Division
from yixing.portfolios.opinions import division_ask, division_drop, division_opine
from yixing.portfolios.queries import day_of_plan, lines_of, lines_on, people_of
from yixing.portfolios.trial import compare, moved, parse_moves
from yixing.portfolios.views import TRYING, today_of
from yixing.portfolios.waiting import in_sight, open_in
from yixing.ui.components import SavedView

_PLANS = 30
DRAFT = Division.State.DRAFT


def _plan_of(request: ActorRequest, key: str) -> Division | None:
    """The plan the address names, as far as the actor sees it."""
    wanted = row_number(request.GET.get(key, ""))
    return loaders.find(Division, wanted, request.actor) if wanted is not None else None


@acts(*TRYING)
def try_(request: ActorRequest) -> HttpResponse:
    """试调整: give areas to other members and see what changes for whom; the address holds it all, nothing is written."""
    plan = _plan_of(request, "plan")
    today = today_of(request) if plan is None else day_of_plan(plan, today_of(request))
    base = lines_on(today) if plan is None else lines_of(plan)
    areas = areas_on(today)
    seated = checks.seated_on(today)
    moves = parse_moves(request.GET.getlist("move"), [area.pk for area in areas], seated)
    people = people_of(base) | {person.pk: person for person in Person.objects.filter(pk__in=seated)}
    form = TrialForm(request.GET if request.GET.get("area") else None, day=today, leaders=_leaders(base, people))
    if request.GET.get("area") and form.is_valid():
        moves[form.cleaned_data["area"]] = form.cleaned_data["to"]
        return redirect(f"/portfolios/try/?{_query(plan, moves)}")
    after = moved(base, moves)
    found = compare(base, after, areas, people)
    now = checks.findings(base, areas, today, people)
    then = checks.findings(after, areas, today, people)
    context = {
        "heading": "试调整",
        "plan": plan,
        "form": form,
        "moves": [
            (shift, f"/portfolios/try/?{_query(plan, {key: to for key, to in moves.items() if key != shift.area.pk})}")
            for shift in found.shifts
        ],
        "changes": found,
        "notes_now": matrix.notes(now),
        "notes": matrix.notes(then),
        "faults": then.total,
        "handed": _handed(request, found, moves),
        "move_words": [f"{area}:{person}" for area, person in moves.items()],
        "draft_url": f"/portfolios/new/?{_query(plan, moves)}"
        if moves and loaders.may(request.actor, Action.DIVISION_DRAFT)
        else "",
    }
    return render(request, "portfolios/try.html", context)


def _leaders(lines: list[Line], people: dict[int, Person]) -> dict[int, str]:
    return {
        area: "、".join(person.name for pk, person in people.items() if pk in who)
        for area, who in checks.leaders(lines).items()
    }


def _query(plan: Division | None, moves: dict[int, int]) -> str:
    query = QueryDict(mutable=True)
    if plan is not None:
        query["plan"] = str(plan.pk)
    query.setlist("move", [f"{area}:{person}" for area, person in moves.items()])
    return query.urlencode()


def _handed(request: ActorRequest, found: trial.Comparison, moves: dict[int, int]) -> list[tuple[trial.Shift, Any]]:
    """What is open in the areas that move, by area: it would be handed over."""
    things = in_sight(open_in(moves), request.actor)
    return [
        (shift, mine)
        for shift in found.shifts
        if (mine := [thing for thing in things if thing.area_id == shift.area.pk])
    ]


@acts(*TRYING)
def comparison(request: ActorRequest) -> HttpResponse:
    """比较两个方案 by what changes for whom."""
    today = today_of(request)
    plans = list(loaders.visible(Division, request.actor).order_by("-id")[:_PLANS])
    one, other = _plan_of(request, "a"), _plan_of(request, "b")
    before = lines_on(today) if one is None else lines_of(one)
    after = lines_on(today) if other is None else lines_of(other)
    people = people_of([*before, *after])
    context = {
        "heading": "比较两个方案",
        "plans": plans,
        "one": one,
        "other": other,
        "changes": compare(before, after, areas_on(today), people),
    }
    return render(request, "portfolios/compare.html", context)


@acts(Action.DIVISION_DRAFT)
def draft_new(request: ActorRequest) -> HttpResponse:
    """A new plan, beginning with what is in force or with another plan; what was tried comes along."""
    plan = _plan_of(request, "plan")
    today = today_of(request) if plan is None else day_of_plan(plan, today_of(request))
    plans = list(loaders.visible(Division, request.actor).order_by("-id")[:_PLANS])
    moves = parse_moves(request.GET.getlist("move"), [area.pk for area in areas_on(today)], checks.seated_on(today))
    initial = {"base": str(plan.pk) if plan else "now", "since": plan.since if plan and plan.state == DRAFT else None}
    form = form_for(request, NewDraftForm, plans=plans, moves=moves, initial=initial)
    if request.method == "POST" and (made := submit(request, form, division_draft)) is not None:
        return redirect("portfolios:division", made.pk)
    return form_page(
        request,
        form,
        heading="拟分工方案",
        back="/portfolios/",
        submit="拟成草案",
        consequence=f"带入试调整的 {len(moves)} 项变化。" if moves else "草案可以有空缺和交叉，审定时才核对。",
    )


@acts(Action.DIVISION_DRAFT)
def draft_edit(request: ActorRequest, pk: int) -> HttpResponse:
    """A draft laid down anew, one domain at a time: who stands how to each of its areas."""
    plan = loaders.find(Division, pk, request.actor)
    wanted = request.GET.get("domain", "")
    domain = Area.Domain(wanted) if wanted in Area.Domain.values else Area.Domain.POLITICS
    day = day_of_plan(plan, today_of(request))
    initial = {"name": plan.name, "since": plan.since}
    form = form_for(request, DraftForm, plan, lines=lines_of(plan), domain=domain, day=day, initial=initial)
    if request.method == "POST" and submit(request, form, division_draft, division_id=pk) is not None:
        return redirect(f"/portfolios/{pk}/edit/?domain={domain}" if "stay" in request.POST else f"/portfolios/{pk}/")
    return form_page(
        request,
        form,
        heading=f"修改：{plan.name}",
        back=f"/portfolios/{pk}/",
        submit="保存，回到方案",
        consequence="只改本领域，其他领域不动。草案可以有空缺和交叉，审定时才核对。",
        template="portfolios/draft.html",
        views=[
            SavedView(str(label), f"/portfolios/{pk}/edit/?domain={value}", current=value == domain)
            for value, label in Area.Domain.choices
        ],
        domain=domain.label,
    )


@acts(Action.DIVISION_ASK)
def ask(request: ActorRequest, pk: int) -> HttpResponse:
    """征求本人意见: show the draft to the members."""
    plan = loaders.find(Division, pk, request.actor)
    form = form_for(request, AskForm, plan)
    if request.method == "POST" and submit(request, form, division_ask, division_id=pk) is not None:
        return redirect("portfolios:division", pk)
    consequence = "从今天起各常委可以看到这个草案，工作台上出现“表示意见”。改动过的，只有涉及的常委须再表示意见。"
    return form_page(
        request,
        form,
        heading=f"征求本人意见：{plan.name}",
        back=f"/portfolios/{pk}/",
        submit="征求意见",
        consequence=consequence,
    )


@acts(Action.DIVISION_OPINE)
def opine(request: ActorRequest, pk: int) -> HttpResponse:
    """A member's opinion of a draft, with what the draft says of him before his eyes."""
    plan = _asked_about(request, pk)
    seen = loaders.visible(Division, request.actor).filter(pk=pk).exists()
    back = f"/portfolios/{pk}/" if seen else "/"
    form = form_for(request, OpineForm, plan)
    if request.method == "POST" and submit(request, form, division_opine, division_id=pk) is not None:
        return redirect(back)
    names = {area.pk: area.name for area in areas_on(day_of_plan(plan, today_of(request)))}
    mine = shown_to(lines_of(plan), request.actor.person_id or 0)
    own = request.actor.person_id in checks.seated_on(today_of(request))
    whose = [*([("您", mine)] if own else []), *_entered_for(request, plan)]
    return form_page(
        request,
        form,
        heading=f"对分工方案表示意见：{plan.name}",
        back=back,
        submit="提交意见",
        template="portfolios/opine.html",
        own=own,
        parts=[(who, [_worded(*line, names=names) for line in said]) for who, said in whose],
    )


def _worded(area: int | str, relation: int | str, kept: int | str, *, names: dict[int, str]) -> tuple[str, str, str]:
    label = str(Assignment.Relation(str(relation)).label)
    return label, names.get(int(area), "（已不在目录）"), str(kept)


def _entered_for(request: ActorRequest, plan: Division) -> list[tuple[str, Shown]]:
    """The members the actor may enter for (代录), by rank, each with what the draft says of him."""
    seated, lines = checks.seated_on(today_of(request)), lines_of(plan)
    people = Person.objects.filter(pk__in=seated & request.actor.principal_ids).order_by("order", "id")
    return [(person.name, shown_to(lines, person.pk)) for person in people]


def _asked_about(request: ActorRequest, pk: int) -> Division:
    """The draft an opinion is about: visible to the actor, or one that a member he enters for is asked about (代录)."""
    actor = request.actor
    if not checks.seated_on(today_of(request)).isdisjoint(actor.principal_ids):
        asked = Division.objects.filter(pk=pk, state=Division.State.DRAFT, asked_on__isnull=False).first()
        if asked is not None:
            return asked
    return loaders.find(Division, pk, actor)


@acts(Action.DIVISION_DROP)
def drop(request: ActorRequest, pk: int) -> HttpResponse:
    """Lay a draft aside."""
    plan = loaders.find(Division, pk, request.actor)
    form = form_for(request, DropForm, plan)
    if request.method == "POST" and submit(request, form, division_drop, division_id=pk) is not None:
        return redirect("portfolios:division", pk)
    kept = "草案留存备查，不能再修改和审定。"
    return form_page(
        request,
        form,
        heading=f"不采用：{plan.name}",
        back=f"/portfolios/{pk}/",
        submit="作未采用处理",
        consequence=kept,
    )


@acts(Action.DIVISION_ADOPT)
def adopt(request: ActorRequest, pk: int) -> HttpResponse:
    """Bring a draft into force by a decision."""
    plan = loaders.find(Division, pk, request.actor)
    today = today_of(request)
    form = form_for(request, AdoptForm, plan, initial={"since": day_of_plan(plan, today)})
    if request.method == "POST" and submit(request, form, division_adopt, division_id=pk) is not None:
        return redirect("portfolios:division", pk)
    waiting = division_facts(plan, today)["portfolio"]["open_work"]
    consequence = f"自生效之日起按新方案分管；没有变化的继续。移交的事项上有在办 {waiting} 件。"
    consequence += unsaid_words(opinions_of(plan, today))
    return form_page(
        request,
        form,
        heading=f"登记审定：{plan.name}",
        back=f"/portfolios/{pk}/",
        submit="审定",
        consequence=consequence,
    )
