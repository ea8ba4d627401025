"""The page of 试算: a form that asks, an answer in words, nothing stored."""

from django.http import HttpResponse
from django.shortcuts import render

from yixing.access import loaders
from yixing.access.actions import Section
from yixing.door.views import ActorRequest, reads
from yixing.matters.findings import sees_deliberation
from yixing.matters.models import Matter
from yixing.matters.trial import trial
from yixing.matters.trial_forms import TrialForm
from yixing.matters.views import today_of


@reads(Section.MATTERS)
def trial_page(request: ActorRequest, pk: int) -> HttpResponse:
    """What would change of the procedure if amount, impact, weight or day were others."""
    row = loaders.find(Matter, pk, request.actor)
    today = today_of(request)
    form = TrialForm(request.GET, matter=row, today=today)
    answer = None
    if form.is_valid():
        confidential = sees_deliberation(request.actor, row)
        answer = trial(row, form.supposed(), today, confidential=confidential)
    context = {"heading": "改条件试算", "number": row.number or "", "matter": row, "trial_form": form, "answer": answer}
    return render(request, "matters/trial.html", context)
