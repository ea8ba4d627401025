"""Pages of 决策全过程档案: of one decision, of a year; how far each is, and the files that are ready."""

from dataclasses import dataclass
from typing import Any, cast

from django.http import FileResponse, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from yixing.access import loaders
from yixing.access.actions import Action, Section
from yixing.decisions.models import Decision
from yixing.door.views import ActorRequest, acts, form_for, reads, submit
from yixing.dossiers.actions import KIND, dossier_take, dossier_year
from yixing.dossiers.forms import TakeForm, YearForm
from yixing.dossiers.jobs import DOSSIERS
from yixing.jobs.models import Job
from yixing_core.errors import Refusal

_SHOWN = 20


@dataclass(frozen=True, slots=True)
class Taken:
    """A line of the list of dossiers."""

    job: Job
    name: str
    ready: bool


def _taken(request: ActorRequest, **wanted: Any) -> dict[str, Any]:
    """The actor's own dossiers, the latest first."""
    jobs = loaders.visible(Job, request.actor).filter(kind=KIND, **wanted).order_by("-id")[:_SHOWN]
    rows = [Taken(job, str(job.payload["name"]), DOSSIERS.has(job)) for job in jobs]
    return {"rows": rows, "busy": any(row.job.state in {Job.State.WAITING, Job.State.RUNNING} for row in rows)}


@acts(Action.DOSSIER_TAKE)
def decision(request: ActorRequest, pk: int) -> HttpResponse:
    """One decision's: have it made, see how far it is, fetch it."""
    row = loaders.find(Decision, pk, request.actor)
    form = form_for(request, TakeForm, row)
    if request.method == "POST" and submit(request, form, dossier_take, decision_id=pk) is not None:
        return redirect("dossiers:decision", pk)
    context = {
        "heading": f"决策全过程档案：{row.title}",
        "number": row.number,
        "form": form,
        "refusal": form.refusal,
        "back": f"/decisions/{pk}/",
        "here": request.path,
        **_taken(request, payload__decision=pk),
    }
    return render(request, "dossiers/decision.html", context, status=form.status)


@acts(Action.DOSSIER_YEAR)
def year(request: ActorRequest) -> HttpResponse:
    """A year's, for 巡察 and 审计."""
    today = timezone.localdate(request.received_at)
    form = form_for(request, YearForm, initial={"year": today.year})
    if request.method == "POST" and submit(request, form, dossier_year) is not None:
        return redirect("dossiers:year")
    context = {
        "heading": "全年决策档案",
        "form": form,
        "refusal": form.refusal,
        "here": request.path,
        **_taken(request),
    }
    return render(request, "dossiers/year.html", context, status=form.status)


@reads(Section.DECISIONS)
def download(request: ActorRequest, pk: int) -> HttpResponse:
    """The file, for whoever had it made and may still take one."""
    done = loaders.find(Job, pk, request.actor)
    if done.kind != KIND or not DOSSIERS.has(done):
        raise Refusal("dossier_gone")
    loaders.require(request.actor, Action.DOSSIER_YEAR if "year" in done.payload else Action.DOSSIER_TAKE)
    response = FileResponse(
        DOSSIERS.place(pk).open("rb"), as_attachment=True, filename=f"决策全过程档案 {done.payload['name']}.zip"
    )
    response.headers["Content-Type"] = "application/zip"
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cache-Control"] = "private, no-store"
    return cast("HttpResponse", response)  # a streamed response is all but a HttpResponse to Django's types
