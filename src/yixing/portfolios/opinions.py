"""Ask the members about a draft, take down what each says, and lay a draft aside."""

from yixing.access.actions import Action
from yixing.door.call import Call
from yixing.door.door import action, record
from yixing.portfolios import refusals  # noqa: F401  (registers the messages this module raises)
from yixing.portfolios.consulting import shown_to
from yixing.portfolios.handing import void_sheets
from yixing.portfolios.models import Division, Opinion
from yixing.portfolios.queries import lines_of, members_on
from yixing.portfolios.state import require_draft
from yixing_core.errors import Refusal


@action(Action.DIVISION_ASK)
def division_ask(call: Call, *, division_id: int, version: int | None = None) -> Division:
    """征求本人意见: from this day the members see the draft, and each is asked for his opinion.

    Asking again after a change asks those of whom the draft now says something else.

    Raises:
        Refusal: ``not_found``, ``forbidden``, ``stale``, ``wrong_state`` for a plan that is no draft, ``division_empty``.
    """
    division = call.load(Division, division_id, Action.DIVISION_ASK, version=version)
    require_draft(division, "征求意见")
    if not division.assignments.exists():
        raise Refusal("division_empty", name=division.name)
    division.asked_on = call.on
    division.save()
    record(call, division, refs=list(members_on(call.on)), data={"asked_on": call.on})
    return division


@action(Action.DIVISION_OPINE)
def division_opine(
    call: Call, *, division_id: int, agrees: bool, text: str = "", version: int | None = None
) -> Division:
    """One member's opinion of a draft: what he said before of the same draft is replaced.

    Args:
        call: the circumstances; the actor is the member, also by 代录 with the signed paper.
        division_id: a draft the members were asked about.
        agrees: 同意, or 有意见.
        text: his opinion in a line; needed where he does not simply agree.
        version: of the draft he was shown.

    Raises:
        Refusal: ``not_found``, ``forbidden``, ``stale`` where the draft was changed meanwhile, ``wrong_state``,
            ``opinion_words``, ``opinion_seat`` for somebody who is no member that day.
    """
    division = call.load(Division, division_id, Action.DIVISION_OPINE, version=version)
    require_draft(division, "表示意见")
    if not agrees and not text.strip():
        raise Refusal("opinion_words", field="text")
    member = members_on(call.on).filter(pk=call.actor.person_id or 0).first()
    if member is None:
        raise Refusal("opinion_seat", person=call.actor.name)
    said = {"agrees": agrees, "text": text.strip(), "on": call.on, "shown": shown_to(lines_of(division), member.pk)}
    former = Opinion.objects.filter(division=division, person=member).first()
    opinion = former or Opinion(division=division, person=member)
    for name, value in said.items():
        setattr(opinion, name, value)
    opinion.save()
    record(
        call,
        division,
        refs=[member],
        data={"agrees": agrees, "again": former is not None},
        note={"text": opinion.text, "shown": opinion.shown},
    )
    return division


@action(Action.DIVISION_DROP)
def division_drop(call: Call, *, division_id: int, why: str, version: int | None = None) -> Division:
    """Lay a draft aside (未采用); it stays to be read, and cannot be taken up again. Its 工作交接单 are void with it.

    Raises:
        Refusal: ``not_found``, ``forbidden``, ``stale``, ``wrong_state`` for a plan that is no draft, ``reason_needed``.
    """
    division = call.load(Division, division_id, Action.DIVISION_DROP, version=version)
    require_draft(division, "作未采用处理")
    if not why.strip():
        raise Refusal("drop_why", field="why")
    division.state, division.dropped_why = Division.State.DROPPED, why.strip()
    division.save()
    sheets = void_sheets(call, division)
    record(
        call,
        division,
        refs=sheets,
        data={"asked": division.asked_on is not None, "sheets": [sheet.pk for sheet in sheets]},
        note={"why": division.dropped_why},
    )
    return division
