"""What the job loop does for dossiers: write the file in the eyes of whoever asked, tell how far it is."""

import datetime as dt
from pathlib import Path

from django.utils import timezone

from yixing.access import loaders
from yixing.access.actions import Action
from yixing.access.actor import Actor
from yixing.accounts.actors import actor_of
from yixing.accounts.models import User
from yixing.decisions.models import Decision
from yixing.dossiers.actions import KIND
from yixing.dossiers.build import Made, Progress, build
from yixing.jobs.files import Shelf
from yixing.jobs.models import Job
from yixing.jobs.worker import job

DOSSIERS = Shelf("dossiers", ".zip")


def rows_of(task: Job, actor: Actor) -> list[Decision]:
    """The 议定事项 of a job that the actor may see, in the order of their days."""
    rows = loaders.visible(Decision, actor).select_related("lead_unit", "leader", "meeting", "matter", "item")
    asked = task.payload
    wanted = {"decided_on__year": asked["year"]} if "year" in asked else {"pk": asked["decision"]}
    return list(rows.filter(**wanted).order_by("decided_on", "id"))


def write(task: Job, target: Path, actor: Actor, progress: Progress) -> Made:
    """Write the file of a job at the moment it was asked for."""
    at = dt.datetime.fromisoformat(task.payload["at"])
    return build(target, rows_of(task, actor), actor, at, year=task.payload.get("year"), progress=progress)


@job(KIND)
def write_dossier(task: Job) -> str:
    """Write a dossier; killed halfway, it leaves no file, and the next loop begins anew."""
    target = DOSSIERS.cleared(task.pk)
    user = User.objects.get(pk=task.payload["user"], is_active=True)
    actor = actor_of(user, timezone.localdate(dt.datetime.fromisoformat(task.payload["at"])))
    # Roles may have ended between the asking and the writing.
    loaders.require(actor, Action.DOSSIER_YEAR if "year" in task.payload else Action.DOSSIER_TAKE)

    def tell(done: int, total: int) -> None:
        Job.objects.filter(pk=task.pk).update(progress=done, total=total, claimed=timezone.now())

    made = write(task, target, actor, tell)
    DOSSIERS.prune()
    return f"{made.decisions} 件，{made.bytes / 1024:,.0f} KB，存证点 {made.size} 条"
