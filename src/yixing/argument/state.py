"""Where a record of 论证 stands: pure functions of what it holds; the action that changed it stores the answer."""

from collections.abc import Iterable

from yixing.argument.models import Advice, Consultation, Hearing, PublicNotice


def consultation_state(consultation: Consultation, advices: Iterable[Advice]) -> Consultation.State:
    """Concluded once the adoption is written; answered when nobody is waited for any more."""
    if consultation.concluded_on is not None:
        return Consultation.State.CONCLUDED
    waiting = any(advice.replied_on is None for advice in advices)
    return Consultation.State.ASKED if waiting else Consultation.State.ANSWERED


def notice_state(notice: PublicNotice) -> PublicNotice.State:
    """Closed once it is written what came in."""
    return PublicNotice.State.POSTED if notice.objections is None else PublicNotice.State.CLOSED


def hearing_state(hearing: Hearing) -> Hearing.State:
    """Held once the day it was held is written."""
    return Hearing.State.ANNOUNCED if hearing.held_on is None else Hearing.State.HELD
