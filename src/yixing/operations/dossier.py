"""``yixing dossier``: a decision's file, or a year's, written by the command in the name of an account."""

from dataclasses import dataclass
from pathlib import Path

from django.utils import timezone

from yixing.access import loaders
from yixing.access.actions import Action
from yixing.decisions.models import Decision
from yixing.dossiers.actions import dossier_take, dossier_year
from yixing.dossiers.build import Made, Progress, file_digest
from yixing.dossiers.jobs import write
from yixing.jobs.models import Job
from yixing.ledger.keys import signer
from yixing.operations.capacity import acting, call_for
from yixing_core.errors import Refusal


@dataclass(frozen=True, slots=True)
class Written:
    """What was written, in whose name, and what to compare it with."""

    made: Made
    reader: str
    fingerprint: str
    sha256: str


def dossier(
    target: Path, *, decision: str = "", year: int | None = None, user: str = "", progress: Progress
) -> Written:
    """Write the dossier of a decision (by its number) or of a year beside ``target`` and move it into place whole.

    Raises:
        Refusal: ``dossier_unknown``, ``dossier_year_empty``, ``forbidden``, ``key_missing``, and what
            ``capacity.acting`` refuses.
    """
    actor = acting(Action.DOSSIER_TAKE if year is None else Action.DOSSIER_YEAR, user)
    call = call_for(actor)
    if year is not None:
        job = dossier_year(call, year=year, by_command=True)
    else:
        row = loaders.visible(Decision, actor).filter(number=decision).first()
        if row is None:
            raise Refusal("dossier_unknown", field="decision", number=decision)
        job = dossier_take(call, decision_id=row.pk, by_command=True)
    try:
        made = write(job, target, actor, progress)
    except BaseException:
        Job.objects.filter(pk=job.pk).update(state=Job.State.FAILED, message="命令没有写成", finished=timezone.now())
        raise
    reader = f"{actor.name}（{actor.post_name}）"
    return Written(made, reader, signer().verifier.fingerprint, file_digest(target))
