"""听证: announced, then held; the step 听证 follows, its days computed from the records."""

import datetime as dt

from yixing.access.actions import Action
from yixing.argument.derived import hearing_values, write_hearing
from yixing.argument.models import Hearing
from yixing.argument.standing import arguable
from yixing.argument.state import hearing_state
from yixing.argument.words import needed, text_of
from yixing.door.call import Call
from yixing.door.door import action, record
from yixing.matters.models import Matter
from yixing_core.errors import Refusal


@action(Action.HEARING_ANNOUNCE)
def hearing_announce(
    call: Call,
    *,
    matter_id: int,
    subject: str,
    planned_on: dt.date,
    place: str,
    is_public: bool = True,
    selection: str = "",
    participants_on: dt.date | None = None,
    papers_on: dt.date | None = None,
    version: int | None = None,
) -> Hearing:
    """Announce a hearing on a matter; ``on`` is the day of the announcement.

    Args:
        call: the circumstances.
        matter_id: the matter.
        subject: what is heard.
        planned_on, place: when and where.
        is_public: whether it is held in public.
        selection: how those who take part are chosen.
        participants_on: the day their list is (to be) announced.
        papers_on: the day the papers are (to be) sent to them.
        version: of the matter the form showed.

    Raises:
        Refusal: ``wrong_state``, ``field_required``, ``field_invalid``, ``hearing_before``.
    """
    matter = call.load(Matter, matter_id, Action.HEARING_ANNOUNCE, version=version)
    arguable(call, matter, Action.HEARING_ANNOUNCE)
    if planned_on < call.on:
        raise Refusal("hearing_before", field="planned_on", on=planned_on.isoformat(), announced=call.on.isoformat())
    hearing = Hearing(
        matter=matter,
        subject=needed("subject", "听证事项", subject, 200),
        announced_on=call.on,
        planned_on=planned_on,
        place=needed("place", "地点", place, 80),
        is_public=is_public,
        selection=text_of("selection", "参加人遴选办法", selection, 300),
        participants_on=participants_on,
        papers_on=papers_on,
    )
    hearing.save()
    matter.save()
    record(call, hearing, refs=[matter], data={"planned_on": planned_on, "public": is_public})
    return hearing


@action(Action.HEARING_HOLD)
def hearing_hold(
    call: Call,
    *,
    hearing_id: int,
    participants: int,
    participants_on: dt.date | None = None,
    papers_on: dt.date | None = None,
    is_public: bool = True,
    is_presented: bool = False,
    is_debated: bool = False,
    is_record_signed: bool = False,
    result: str = "",
    version: int | None = None,
) -> Hearing:
    """Write how the hearing was held; ``on`` is its day. A second time replaces the first.

    Args:
        call: the circumstances.
        hearing_id: the hearing.
        participants: how many took part.
        participants_on, papers_on: the days the list was announced and the papers were sent.
        is_public: whether it was public.
        is_presented, is_debated, is_record_signed: its three steps.
        result: in words.
        version: of the hearing the form showed.

    Raises:
        Refusal: ``wrong_state``, ``hearing_early``, ``hearing_order``, ``field_invalid``.
    """
    hearing = call.load(Hearing, hearing_id, Action.HEARING_HOLD, version=version, related=("matter",))
    arguable(call, hearing.matter, Action.HEARING_HOLD)
    if call.on < hearing.announced_on:
        announced = hearing.announced_on.isoformat()
        raise Refusal("hearing_early", field="on", on=call.on.isoformat(), announced=announced)
    for name, what, day in (
        ("participants_on", "名单公布", participants_on),
        ("papers_on", "材料送达", papers_on),
    ):
        if day is not None and day > call.on:
            raise Refusal("hearing_order", field=name, what=what, day=day.isoformat(), on=call.on.isoformat())
    hearing.held_on = call.on
    hearing.participants = participants
    hearing.participants_on, hearing.papers_on = participants_on, papers_on
    hearing.is_public = is_public
    hearing.is_presented, hearing.is_debated = is_presented, is_debated
    hearing.is_record_signed = is_record_signed
    hearing.result = text_of("result", "听证情况", result, 500)
    hearing.state = hearing_state(hearing)
    hearing.save()
    write_hearing(hearing)
    record(call, hearing, refs=[hearing.matter], data=hearing_values(hearing) | {"participants": participants})
    return hearing
