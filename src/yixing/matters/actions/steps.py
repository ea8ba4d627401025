"""记录程序完成情况: a step is done by recording its evidence, one form a kind."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from yixing.access.actions import Action
from yixing.access.kinds import ref
from yixing.access.roles import Role
from yixing.attachments.models import Attachment
from yixing.attachments.store import attach
from yixing.door.call import Call
from yixing.door.door import action, record
from yixing.matters.models import Matter, Step
from yixing.matters.signing import backfill_allowed, in_state
from yixing.matters.standing import restate
from yixing.matters.state import OPEN
from yixing.matters.steps import EMERGENCY_WORDS, OFFICE_ONLY, StepKind, checked_values, refuse_ahead
from yixing_core.errors import Refusal

if TYPE_CHECKING:
    from django.core.files import File


@action(Action.STEP_RECORD)
def step_record(
    call: Call,
    *,
    matter_id: int,
    kind: str,
    values: Mapping[str, Any],
    document: str = "",
    summary: str = "",
    evidence: "File[bytes] | None" = None,
    corrects_id: int | None = None,
    version: int | None = None,
) -> Matter:
    """Record that a step was taken on the day ``call.on``.

    Args:
        call: the circumstances; its ``on`` is the day of the step.
        matter_id: the matter.
        kind: a value of ``Step.Kind``.
        values: by the keys that ``matters.steps.FIELDS`` closes for the kind; what is left out is "not recorded".
        document: number or name of the paper (for 前置研究 the 纪要号).
        summary: in words; never an opinion given in 酝酿.
        evidence: a scan or file, kept with the matter.
        corrects_id: an earlier record of the same kind that this one replaces.
        version: of the matter the form showed.

    Raises:
        Refusal: ``wrong_state``, ``step_kind``, ``step_key``, ``field_invalid``, ``step_office_only``,
            ``step_corrects``, ``step_derived``, ``matter_offline_papers``.
    """
    matter = call.load(Matter, matter_id, Action.STEP_RECORD, version=version)
    backfill_allowed(call, matter)
    in_state(matter, OPEN, Action.STEP_RECORD)
    if kind in OFFICE_ONLY and not call.actor.has(Role.CLERK):
        raise Refusal("step_office_only", kind=StepKind(kind).label)
    earlier = _revoke(matter, kind, corrects_id)
    checked = checked_values(kind, earlier | dict(values))
    if kind == StepKind.EMERGENCY:
        refuse_ahead(checked, timezone.localdate(call.at))
    step = Step.objects.create(
        matter=matter,
        kind=kind,
        on=call.on,
        document=document.strip()[:80],
        summary="" if kind in OFFICE_ONLY else summary.strip()[:500],
        values=checked,
    )
    if evidence is not None:
        _keep(call, matter, kind, evidence)
    restate(matter)
    record(
        call,
        matter,
        # 酝酿 is not told apart on the ledger: before the meeting it is nobody's business but the office's.
        data={} if kind in OFFICE_ONLY else {"step": kind, "corrects": corrects_id},
        note={"step": kind, "values": checked, "document": step.document, "summary": step.summary},
    )
    return matter


def _revoke(matter: Matter, kind: str, corrects_id: int | None) -> dict[str, Any]:
    """Take back the record that is corrected; the words of a 临机处置 stand in no form of steps and are kept."""
    if corrects_id is None:
        return {}
    earlier = Step.objects.filter(pk=corrects_id, matter=matter, kind=kind, is_revoked=False).first()
    if earlier is None:
        raise Refusal("step_corrects", kind=StepKind(kind).label)
    if earlier.origin:
        raise Refusal("step_derived", kind=StepKind(kind).label)
    earlier.is_revoked = True
    earlier.save(update_fields=("is_revoked",))
    return {key: text for key, text in earlier.values.items() if kind == StepKind.EMERGENCY and key in EMERGENCY_WORDS}


def _keep(call: Call, matter: Matter, kind: str, evidence: "File[bytes]") -> None:
    if matter.is_offline:
        raise Refusal("matter_offline_papers", field="evidence")
    internal = kind in OFFICE_ONLY
    attach(
        evidence,
        subject=ref(matter),
        label=Attachment.Label.EVIDENCE,
        by=call.actor.ref,
        at=call.at,
        level=Attachment.Level.INTERNAL if internal else Attachment.Level.OPEN,
        readers=[call.actor.person_id] if internal and call.actor.person_id else (),
    )
