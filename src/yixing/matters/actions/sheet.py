"""起草、修改、送审、撤题: what the proposing unit does with its 议题单."""

from typing import Unpack, cast

from yixing.access.actions import Action
from yixing.access.roles import Role
from yixing.door.call import Call
from yixing.door.door import action, record
from yixing.matters.models import Endorsement, Matter
from yixing.matters.sheet import (
    ARRANGEMENT,
    SheetFields,
    apply_many,
    apply_sheet,
    changed_fields,
    default_submitter,
    incomplete,
    label_of,
    offline_title,
)
from yixing.matters.signing import backfill_allowed, in_state, sign
from yixing.matters.standing import agenda_items, reporter, restate
from yixing.matters.state import BEFORE_MEETING, EDITABLE, OPEN, State
from yixing.people.models import Organization
from yixing_core.errors import Refusal

_RESUBMITTABLE = frozenset({State.DEFERRED, State.RETURNED, State.WITHDRAWN, State.CONCLUDED, State.FILED})
"""What was put off comes again; what was decided is put forward anew to be changed or stopped (变更, AD-19)."""


@action(Action.MATTER_DRAFT)
def matter_draft(
    call: Call,
    *,
    unit_id: int,
    is_offline: bool = False,
    resubmits_id: int | None = None,
    **sheet: Unpack[SheetFields],
) -> Matter:
    """Draft a 议题单 for one's own unit; the clerk registers for another unit by 补录.

    Args:
        call: the circumstances; a 补录 makes a matter that stays marked as such.
        unit_id: 提请单位.
        is_offline: 另册占位: type, unit and day only; title is that of the type, content is refused.
        resubmits_id: the matter that was put off, returned or withdrawn and is put forward again, or that was decided
            and is put forward to change or stop what was decided.
        sheet: the fields of ``SheetFields``; ``type_code``, ``nature`` and (unless offline) ``title`` are needed.

    Raises:
        Refusal: ``forbidden``, ``matter_for_unit``, ``matter_backfill_office``, ``matter_resubmits``,
            ``field_required``, ``field_invalid``, ``matter_offline_content``.
    """
    call.require(Action.MATTER_DRAFT)
    unit = _unit_for(call, unit_id)
    matter = Matter(
        unit=unit,
        drafted_on=call.on,
        is_offline=is_offline,
        is_backfilled=bool(call.backfill),
        resubmits=_original(call, resubmits_id),
    )
    for name, label in (("type_code", "类型"), ("nature", "性质")):
        if not sheet.get(name):
            raise Refusal("field_required", field=name, label=label)
    if not sheet.get("submitter"):
        sheet["submitter"] = default_submitter(unit, sheet["type_code"], call.on)
    if is_offline:
        sheet["title"] = ""
    apply_sheet(matter, sheet)
    matter.save()
    apply_many(matter, sheet)
    record(
        call,
        matter,
        refs=[unit, matter.area, matter.resubmits],
        data={"type": matter.type.code, "nature": matter.nature, "offline": is_offline},
        note=_lists(matter),
    )
    return matter


def _unit_for(call: Call, unit_id: int) -> Organization:
    unit = Organization.objects.filter(pk=unit_id).first()
    if unit is None:
        raise Refusal("field_invalid", field="unit_id", label="提请单位", why="不存在", mend="请从列表中选择。")
    if call.backfill and not call.actor.has(Role.CLERK):
        raise Refusal("matter_backfill_office", field="backfill")
    if unit.pk not in call.actor.unit_ids and not call.backfill:
        raise Refusal("matter_for_unit", field="unit_id", unit=str(unit))
    return unit


def _original(call: Call, resubmits_id: int | None) -> Matter | None:
    if resubmits_id is None:
        return None
    original = call.load(Matter, resubmits_id, Action.MATTER_REVISE)
    if original.state not in _RESUBMITTABLE:
        raise Refusal("matter_resubmits", title=original.title, state=original.get_state_display())
    return original


def _lists(matter: Matter) -> dict[str, object]:
    """The lists of the sheet, for the record behind the entry's digest."""
    return {
        "other_areas": sorted(matter.other_areas.values_list("pk", flat=True)),
        "attending_units": sorted(matter.attending_units.values_list("pk", flat=True)),
    }


@action(Action.MATTER_REVISE)
def matter_revise(call: Call, *, matter_id: int, version: int | None = None, **sheet: Unpack[SheetFields]) -> Matter:
    """Change the sheet: all of it until the unit head has signed; after that the office arranges what is practical.

    Args:
        call: the circumstances.
        matter_id: the matter.
        version: of the row the form showed.
        sheet: only the fields that are to change.

    Raises:
        Refusal: ``wrong_state``, ``matter_signed_sheet``, and those of ``matter_draft``.
    """
    matter = call.load(Matter, matter_id, Action.MATTER_REVISE, version=version)
    backfill_allowed(call, matter)
    if matter.is_offline:
        sheet["title"] = offline_title(matter.type)
    changed = changed_fields(matter, sheet)
    if matter.state not in EDITABLE:
        in_state(matter, BEFORE_MEETING, Action.MATTER_REVISE)
        signed = [name for name in changed if name not in ARRANGEMENT]
        if signed or not call.actor.has(Role.CLERK):
            labels = "、".join(label_of(name) for name in signed or changed)
            raise Refusal("matter_signed_sheet", field=(signed or [""])[0], labels=labels or "议题单")
    apply_sheet(matter, sheet)
    apply_many(matter, sheet)
    matter.save()
    record(call, matter, refs=[matter.area], data={"changed": sorted(changed)}, note=_lists(matter))
    return matter


@action(Action.MATTER_SUBMIT)
def matter_submit(call: Call, *, matter_id: int, version: int | None = None) -> Matter:
    """Send the sheet to the unit head for his signature.

    Raises:
        Refusal: ``wrong_state``, ``matter_incomplete``, ``emergency_returned`` (a member reported it, not the unit).
    """
    matter = call.load(Matter, matter_id, Action.MATTER_SUBMIT, version=version)
    backfill_allowed(call, matter)
    in_state(matter, {State.DRAFTING, State.RETURNED}, Action.MATTER_SUBMIT)
    member = reporter(matter)
    if member is not None:
        raise Refusal("emergency_returned", title=matter.title, who=member.name)
    lacking = incomplete(matter)
    if lacking:
        labels = "、".join(label_of(name) for name in lacking)
        raise Refusal("matter_incomplete", field=lacking[0], labels=labels)
    sign(call, matter, Endorsement.Stage.SUBMIT, Endorsement.Verdict.AGREE)
    restate(matter)
    record(call, matter, refs=[matter.unit])
    return matter


@action(Action.MATTER_WITHDRAW)
def matter_withdraw(call: Call, *, matter_id: int, reason: str, version: int | None = None) -> Matter:
    """撤题: take the matter back before the meeting; it may be put forward again as a new one.

    Raises:
        Refusal: ``wrong_state``, ``field_required``, ``matter_withdraw_open`` once the meeting has begun.
    """
    matter = call.load(Matter, matter_id, Action.MATTER_WITHDRAW, version=version)
    backfill_allowed(call, matter)
    in_state(matter, OPEN, Action.MATTER_WITHDRAW)
    if not reason.strip():
        raise Refusal("field_required", field="reason", label="撤题原因")
    meetings = _leave_agenda(call, matter)
    matter.withdrawn_on = call.on
    matter.withdrawn_reason = reason.strip()[:300]
    restate(matter)
    record(call, matter, refs=[matter.unit, *meetings], note={"reason": matter.withdrawn_reason})
    return matter


def _leave_agenda(call: Call, matter: Matter) -> list[Endorsement]:
    """Mark the open item of a meeting that has not begun as withdrawn; the agenda shows it struck through."""
    meetings = []
    for item in agenda_items(matter):
        if item.outcome:
            continue
        if item.meeting.opened_at is not None:
            raise Refusal("matter_withdraw_open", meeting=item.meeting.title)
        item.outcome = "withdrawn"
        item.concluded_on = call.on
        item.save()
        meetings.append(cast("Endorsement", item.meeting))
    return meetings
