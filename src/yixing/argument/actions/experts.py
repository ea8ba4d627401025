"""专家库: who may be asked, in which field, from when until when."""

import datetime as dt
from typing import TYPE_CHECKING

from yixing.access.actions import Action
from yixing.argument.models import Expert, Field
from yixing.argument.sheets import apply_experts
from yixing.argument.words import needed, one_of, text_of
from yixing.attachments.store import digest_of
from yixing.door.call import Call
from yixing.door.door import action, record
from yixing.ledger.models import Installation
from yixing_core.errors import Refusal

if TYPE_CHECKING:
    from django.core.files import File


@action(Action.EXPERT_SET)
def expert_set(
    call: Call,
    *,
    name: str,
    field: str,
    workplace: str,
    title: str = "",
    speciality: str = "",
    organization_id: int | None = None,
    since: dt.date | None = None,
    until: dt.date | None = None,
    expert_id: int | None = None,
    version: int | None = None,
) -> Expert:
    """Take an expert into the pool, or change what is written of him.

    Args:
        call: the circumstances.
        name, workplace: together they name him once.
        field: a value of ``Field``.
        title, speciality: as words.
        organization_id: the unit of the county he works for, if any; it cannot ask him about its own matters.
        since: first day in the pool, the day of the call if not given.
        until: last day in the pool; open if not given.
        expert_id: whom to change; a new one if not given.
        version: of the row the form showed.

    Raises:
        Refusal: ``field_required``, ``field_invalid``, ``expert_span``, ``expert_twice``.
    """
    if expert_id is None:
        call.require(Action.EXPERT_SET)
        row = Expert(since=since or call.on)
    else:
        row = call.load(Expert, expert_id, Action.EXPERT_SET, version=version)
        row.since = since or row.since
    row.name = needed("name", "姓名", name, 60)
    row.workplace = needed("workplace", "工作单位", workplace, 120)
    row.field = one_of("field", "领域", field, Field)
    row.title = text_of("title", "职称职务", title, 60)
    row.speciality = text_of("speciality", "专长", speciality, 200)
    row.organization_id = organization_id
    row.until = until
    if until is not None and until < row.since:
        raise Refusal("expert_span", field="until")
    if Expert.objects.filter(name=row.name, workplace=row.workplace).exclude(pk=row.pk).exists():
        raise Refusal("expert_twice", field="name", name=row.name, workplace=row.workplace)
    row.save()
    record(
        call,
        row,
        refs=[row.organization],
        data={"field": row.field, "since": row.since, "until": row.until, "new": expert_id is None},
    )
    return row


@action(Action.EXPERT_IMPORT)
def expert_import(call: Call, *, upload: "File[bytes]") -> Installation:
    """Bring the pool in from a workbook in the shape of its export: all of it, or nothing and every fault with its cell.

    Raises:
        Refusal: ``forbidden``, and what ``sheets.apply_experts`` refuses.
    """
    call.require(Action.EXPERT_IMPORT)
    digest = digest_of(upload)
    outcome = apply_experts(upload, call.on)
    installation = Installation.objects.get()
    record(
        call,
        installation,
        data={"file": digest, "made": outcome.made, "changed": outcome.changed, "same": outcome.same},
        note={"file": upload.name or ""},
    )
    return installation
