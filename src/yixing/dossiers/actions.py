"""Taking a dossier out: of one decision, or of a year's. Each is an action; a job or the command writes the file."""

from django.utils import timezone

from yixing.access import loaders
from yixing.access.actions import Action
from yixing.decisions.models import Decision
from yixing.door.call import Call
from yixing.door.door import action, record
from yixing.dossiers import refusals  # noqa: F401  (registers the messages this module raises)
from yixing.jobs.models import Job
from yixing.jobs.worker import enqueue
from yixing.ledger import keys
from yixing_core.errors import Refusal

KIND = "dossier"
"""Kind of the job that writes the file."""


@action(Action.DOSSIER_TAKE)
def dossier_take(call: Call, *, decision_id: int, by_command: bool = False) -> Job:
    """Have everything about one 议定事项 written as a file with its proofs.

    Args:
        call: the circumstances; the file holds what this actor may see.
        decision_id: the 议定事项.
        by_command: the caller writes the file himself; no loop takes the job.

    Raises:
        Refusal: ``not_found``, ``forbidden``, ``key_missing``.
    """
    call.require(Action.DOSSIER_TAKE)
    decision = loaders.find(Decision, decision_id, call.actor)
    keys.signer()
    job = _job(call, {"decision": decision.pk, "name": decision.number}, by_command=by_command)
    record(call, job, refs=[decision], data={"decision": decision.pk})
    return job


@action(Action.DOSSIER_YEAR)
def dossier_year(call: Call, *, year: int, by_command: bool = False) -> Job:
    """Have the dossiers of all 议定事项 of a year written as one volume.

    Args:
        call: the circumstances; the file holds what this actor may see.
        year: of the decisions.
        by_command: as in ``dossier_take``.

    Raises:
        Refusal: ``forbidden``, ``key_missing``, ``dossier_year_empty``.
    """
    call.require(Action.DOSSIER_YEAR)
    count = loaders.visible(Decision, call.actor).filter(decided_on__year=year).count()
    if count == 0:
        raise Refusal("dossier_year_empty", field="year", year=year)
    keys.signer()
    job = _job(call, {"year": year, "name": f"{year}年度"}, by_command=by_command)
    record(call, job, data={"year": year, "decisions": count})
    return job


def _job(call: Call, wanted: dict[str, object], *, by_command: bool) -> Job:
    payload = {**wanted, "user": call.actor.user_id, "at": timezone.localtime(call.at).isoformat()}
    return enqueue(KIND, payload, due=call.at, done="由命令写出" if by_command else "")
