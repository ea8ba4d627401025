"""公示: posted, and when it is over what came in; then the step 公示 follows."""

import datetime as dt

from yixing.access.actions import Action
from yixing.argument.derived import notice_values, write_notice
from yixing.argument.models import PublicNotice
from yixing.argument.standing import arguable, postable
from yixing.argument.state import notice_state
from yixing.argument.words import needed, text_of
from yixing.door.call import Call
from yixing.door.door import action, record
from yixing.matters.models import Matter
from yixing.matters.signing import backfill_allowed
from yixing_core.errors import Refusal


@action(Action.PUBLICITY_OPEN)
def publicity_open(
    call: Call,
    *,
    matter_id: int,
    text: str,
    places: str,
    since: dt.date,
    until: dt.date,
    document: str = "",
    version: int | None = None,
) -> PublicNotice:
    """Post a matter for the public to see and object to; an appointment that was decided, as its 任前公示 (CR-16).

    Args:
        call: the circumstances.
        matter_id: the matter.
        text: what is posted. places: where.
        since, until: first and last day, both included; the days are counted from them.
        document: its number, if it has one.
        version: of the matter the form showed.

    Raises:
        Refusal: ``wrong_state``, ``field_required``, ``field_invalid``, ``notice_span``.
    """
    matter = call.load(Matter, matter_id, Action.PUBLICITY_OPEN, version=version)
    is_appointment = postable(call, matter, Action.PUBLICITY_OPEN)
    if until < since:
        raise Refusal("notice_span", field="until")
    notice = PublicNotice(
        matter=matter,
        is_appointment=is_appointment,
        document=text_of("document", "公示文号", document, 80),
        text=needed("text", "公示内容", text, 1000),
        places=needed("places", "公示地点", places, 200),
        since=since,
        until=until,
    )
    notice.save()
    matter.save()
    record(call, notice, refs=[matter], data={"since": since, "until": until, "appointment": is_appointment})
    return notice


@action(Action.PUBLICITY_CLOSE)
def publicity_close(
    call: Call,
    *,
    notice_id: int,
    objections: int,
    answered: int,
    result: str = "",
    version: int | None = None,
) -> PublicNotice:
    """Write what came in while it was posted and what was answered; later answers are written the same way again.

    Raises:
        Refusal: ``wrong_state``, ``notice_running``, ``notice_answered``, ``field_invalid``.
    """
    notice = call.load(PublicNotice, notice_id, Action.PUBLICITY_CLOSE, version=version, related=("matter",))
    if notice.is_appointment:
        backfill_allowed(call, notice.matter)
    else:
        arguable(call, notice.matter, Action.PUBLICITY_CLOSE)
    if call.on < notice.until:
        raise Refusal("notice_running", until=notice.until.isoformat())
    if answered > objections:
        raise Refusal("notice_answered", field="answered", answered=answered, count=objections)
    notice.objections, notice.answered = objections, answered
    notice.result = text_of("result", "反映和答复情况", result, 500)
    notice.state = notice_state(notice)
    notice.save()
    write_notice(notice)
    record(call, notice, refs=[notice.matter], data=notice_values(notice))
    return notice
