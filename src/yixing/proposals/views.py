"""Pages of 测算建议方案: ask, see how far it is, read what it suggests, fix or rule out and compute anew, make a draft."""

import json
from typing import Any

from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone

from yixing.access import loaders
from yixing.access.actions import Action, Section
from yixing.access.numbers import row_number
from yixing.door.views import ActorRequest, acts, form_for, form_page, reads, submit
from yixing.jobs.models import Job
from yixing.people.models import Person
from yixing.people.record import record_lines
from yixing.portfolios.catalogue import areas_on
from yixing.portfolios.models import Area
from yixing.portfolios.trial import Shift
from yixing.proposals.actions import LIMITS, proposal_ask, proposal_stop
from yixing.proposals.asked import document_of
from yixing.proposals.forms import AskForm, StopForm
from yixing.proposals.jobs import answer_of
from yixing.proposals.models import Proposal
from yixing.proposals.shown import burdened, changed_since, changes_of, contradictory, leads_of, solved
from yixing.ui.components import Badge, Fact, NextStep, Tone
from yixing_core.portfolio.answer import Status
from yixing_core.portfolio.problem import Objective

BASE = "/portfolios/proposals/"
_SHOWN = 30
_TONES: dict[str, Tone] = {Status.OPTIMAL: "good", Status.FEASIBLE: "warn", Status.INFEASIBLE: "bad"}
_BUSY = (Job.State.WAITING, Job.State.RUNNING)


@acts(Action.PROPOSAL_ASK)
def proposals(request: ActorRequest) -> HttpResponse:
    """What was computed, the latest first."""
    rows = loaders.visible(Proposal, request.actor).select_related("division", "job").order_by("-id")[:_SHOWN]
    context = {
        "heading": "测算建议方案",
        "rows": rows,
        "busy": any(row.job.state in _BUSY for row in rows),
        "ask_url": f"{BASE}new/",
        "here": request.path,
    }
    return render(request, "proposals/proposals.html", context)


@acts(Action.PROPOSAL_ASK)
def ask(request: ActorRequest) -> HttpResponse:
    """Ask for a computation; ``from`` takes over an earlier one, ``pin`` and ``ban`` fix or rule out one more."""
    earlier = _earlier(request)
    form = form_for(request, AskForm, initial=_initial(request, earlier))
    if request.method == "POST" and (made := submit(request, form, proposal_ask)) is not None:
        return redirect("proposals:proposal", made.pk)
    pins, bans = form["pins"].value() or "", form["bans"].value() or ""
    return form_page(
        request,
        form,
        heading="测算建议方案",
        back=BASE,
        submit="测算",
        template="proposals/ask.html",
        domains=Area.Domain.labels,
        said=_said(pins.split(), bans.split()),
        contradictory=contradictory(areas_on(form.today), form.today),
    )


def _earlier(request: ActorRequest) -> Proposal | None:
    """The computation the address names, else the last one: what was said of the members is not typed again."""
    rows = loaders.visible(Proposal, request.actor).order_by("-id")
    wanted = row_number(request.GET.get("from", ""))
    return rows.filter(pk=wanted).first() if wanted else rows.first()


def _initial(request: ActorRequest, earlier: Proposal | None) -> dict[str, Any]:
    if earlier is None:
        return {}
    initial: dict[str, Any] = {
        f"fit-{person}-{domain}": value for person, mine in earlier.fit.items() for domain, value in mine.items()
    }
    if not request.GET.get("from"):
        return initial
    initial |= {name: getattr(earlier, name) for name in ("division_id", "preference", "away", "capped")}
    initial["seconds"] = min(earlier.seconds, max(LIMITS))
    initial["pins"] = _pairs([*earlier.pins], request.GET.getlist("pin"), request.GET.getlist("free"))
    initial["bans"] = _pairs([*earlier.bans], request.GET.getlist("ban"), request.GET.getlist("free"))
    return initial


def _pairs(kept: list[list[int]], more: list[str], freed: list[str]) -> str:
    words = [f"{area}:{person}" for area, person in kept]
    return " ".join(dict.fromkeys(word for word in [*words, *more] if word not in freed))


def _said(pins: list[str], bans: list[str]) -> list[str]:
    """What is fixed and ruled out, in words."""
    pairs = [("指定", word) for word in pins] + [("排除", word) for word in bans]
    parts = [(how, *word.partition(":")[::2]) for how, word in pairs]
    areas = {str(area.pk): area.name for area in Area.objects.filter(pk__in=_numbers(each[1] for each in parts))}
    people = {str(row.pk): row.name for row in Person.objects.filter(pk__in=_numbers(each[2] for each in parts))}
    return [
        f"{areas[area]}{'由' if how == '指定' else '不由'}{people[person]}分管"
        for how, area, person in parts
        if area in areas and person in people
    ]


def _numbers(words: Any) -> list[int]:
    return [number for word in words if (number := row_number(word)) is not None]


@reads(Section.PORTFOLIOS)
def proposal(request: ActorRequest, pk: int) -> HttpResponse:
    """One computation: how far it is, then what it suggests or why there is no division."""
    found = loaders.find(Proposal, pk, request.actor)
    answer = answer_of(found) if found.job.state == Job.State.DONE else None
    busy = found.job.state in _BUSY
    context = {
        "heading": str(found),
        "found": found,
        "status": _badge(found, answer),
        "facts": _facts(found),
        "busy": busy,
        "stopping": busy and found.stopped_on is not None,
        "here": request.path,
        "answer": answer,
        "record": record_lines(f"proposal/{pk}", request.actor),
    }
    context |= _suggested(found, answer)
    context["next"] = _next(request, found, context)
    return render(request, "proposals/proposal.html", context)


def _badge(found: Proposal, answer: dict[str, Any] | None) -> Badge:
    if answer is None:
        return Badge("没有算成" if found.job.state == Job.State.FAILED else found.job.get_state_display(), "quiet")
    if "refused" in answer:
        return Badge("没有算出方案", "warn")
    status = Status(answer["status"])
    if answer["assignment"] and contradictory(solved(found, answer).areas, found.on):
        return Badge("有不相容事项", "warn")
    return Badge(status.label, _TONES[status])


def _facts(found: Proposal) -> list[Fact]:
    away = Person.objects.filter(pk__in=found.away).order_by("order", "id")
    words = [f"{area}:{person}" for area, person in found.pins], [f"{area}:{person}" for area, person in found.bans]
    return [
        Fact("以此为底", found.division.name if found.division is not None else "现行分工"),
        Fact("先后", found.get_preference_display()),
        Fact("不参加分工的", "、".join(person.name for person in away) or "无"),
        Fact("指定、排除", "；".join(_said(*words)) or "无"),
        Fact("每人项数", "不超过本县提示的项数" if found.capped else "不限"),
        Fact("最长用时", f"{found.seconds} 秒"),
    ]


def _suggested(found: Proposal, answer: dict[str, Any] | None) -> dict[str, Any]:
    """The suggestion beside what it starts from: what changes for whom, and what each aim reached."""
    if answer is None or not answer.get("assignment"):
        return {}
    base, leads = solved(found, answer), leads_of(answer)
    changes, moves = changes_of(base, leads)
    return {
        "changes": changes,
        "moves": moves,
        "stale": "、".join(changed_since(found, answer)),
        "contradictory": contradictory(base.areas, found.on),
        "burdened": burdened(base, leads, found.on),
        "aims": [_aim(name, reached) for name, reached in answer["objectives"].items()],
        "pinning": [_pinning(found, shift, moves) for shift in changes.shifts],
        "seconds": answer["solver"]["seconds"],
    }


def _aim(name: str, reached: dict[str, int]) -> dict[str, Any]:
    proved = reached["value"] == reached["bound"]
    return {"label": Objective(name).label, "value": reached["value"], "bound": reached["bound"], "proved": proved}


def _pinning(found: Proposal, shift: Shift, moves: dict[int, int]) -> dict[str, Any]:
    """Of one suggested change: compute anew with it ruled out, or with the area left where it is."""
    area = shift.area.pk
    stays = [person.pk for person in shift.before if person.pk not in found.away]
    base = f"{BASE}new/?from={found.pk}"
    return {
        "shift": shift,
        "ban": f"{base}&ban={area}:{moves[area]}" if area in moves else "",
        "stay": f"{base}&pin={area}:{stays[0]}" if len(stays) == 1 else "",
    }


def _next(request: ActorRequest, found: Proposal, context: dict[str, Any]) -> list[NextStep]:
    steps = []
    if context["busy"] and found.stopped_on is None:
        steps.append(NextStep("停止测算", f"{BASE}{found.pk}/stop/", primary=False))
    if context.get("moves") and not context["stale"] and loaders.may(request.actor, Action.DIVISION_DRAFT):
        query = QueryDict(mutable=True)
        if found.division_id is not None:
            query["plan"] = str(found.division_id)
        query.setlist("move", [f"{area}:{person}" for area, person in context["moves"].items()])
        steps.append(NextStep("拟成草案", f"/portfolios/new/?{query.urlencode()}"))
    if not context["busy"]:
        stale = bool(context.get("stale"))
        steps.append(NextStep("再测算" if stale else "改条件再测算", f"{BASE}new/?from={found.pk}", primary=stale))
    return steps


@acts(Action.PROPOSAL_STOP)
def stop(request: ActorRequest, pk: int) -> HttpResponse:
    """Stop a computation."""
    found = loaders.find(Proposal, pk, request.actor)
    form = form_for(request, StopForm, found)
    if request.method == "POST" and submit(request, form, proposal_stop, proposal_id=pk) is not None:
        return redirect("proposals:proposal", pk)
    return form_page(
        request,
        form,
        heading=f"停止：{found}",
        back=f"{BASE}{pk}/",
        submit="停止测算",
        consequence="到现在为止最好的方案就是结果；一个也没有找到的，没有结果。",
    )


@reads(Section.PORTFOLIOS)
def problem_file(request: ActorRequest, pk: int) -> HttpResponse:
    """``P.json`` of a computation as it was solved, else as it stands: ``yixing portfolio solve`` computes it again."""
    found = loaders.find(Proposal, pk, request.actor)
    answer = answer_of(found) if found.job.state == Job.State.DONE else None
    problem = document_of(found) if answer is None else answer["problem"]
    text = json.dumps(problem, ensure_ascii=False, indent=1)
    response = HttpResponse(text, content_type="application/json; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="proposal-{found.pk}-{timezone.localdate()}.json"'
    return response
