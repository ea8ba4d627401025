"""What of 工作交接 waits for whom: the rows of the 工作台 of giver, receiver, witness and office."""

from dataclasses import replace

from django.db.models import Q

from yixing.access.actor import Actor
from yixing.access.roles import Role
from yixing.handover.models import Handover
from yixing.handover.queries import Unlisted, unlisted
from yixing.handover.state import State, unsigned_late
from yixing.ledger.kept import keep
from yixing.people.models import Person
from yixing.ui.components import WorkRow, due_words

LIMIT = 50
ADDRESS = "/portfolios/handovers/"
_TURN = {
    State.GIVING: ("giver", "移交人"),
    State.RECEIVING: ("receiver", "接收人"),
    State.WITNESSING: ("witness", "监交人"),
}


def waiting_for(actor: Actor) -> list[WorkRow]:
    """Sheets to sign, sheets of one's own that are late with somebody else, and what stands on no sheet."""
    rows = [*_to_sign(actor.person_id, actor), *_late_elsewhere(actor), *_without_sheet(actor)]
    for person in Person.objects.filter(pk__in=actor.principal_ids).order_by("order", "id"):
        rows += [replace(row, note=f"代{person.name}录入") for row in _to_sign(person.pk, actor)]
    return rows


def _to_sign(person_id: int | None, actor: Actor) -> list[WorkRow]:
    if person_id is None:
        return []
    turn = Q()
    for state, (who, _) in _TURN.items():
        turn |= Q(state=state, **{f"{who}_id": person_id})
    rows = Handover.objects.filter(turn).select_related("giver", "receiver").order_by("due_on", "id")
    return [_row(row, actor, button="签字") for row in rows[:LIMIT]]


def _row(row: Handover, actor: Actor, *, button: str = "", from_whom: str = "") -> WorkRow:
    sign = f"{ADDRESS}{row.pk}/sign/" if button else ""
    return WorkRow(
        what=str(row),
        url=f"{ADDRESS}{row.pk}/",
        kind=row.get_state_display(),
        from_whom=from_whom or row.get_cause_display(),
        due=row.due_on,
        due_words=due_words(row.due_on, actor.day),
        rule="XC-93.2",
        rule_url="/rules/XC-93.2/",
        button=button,
        button_url=sign,
    )


def _late_elsewhere(actor: Actor) -> list[WorkRow]:
    """Late sheets that wait for another: shown to the other two, and all of them to the office."""
    mine = Q()
    for state, (who, _) in _TURN.items():
        others = {name for name, _ in _TURN.values()} - {who}
        for other in others:
            mine |= Q(state=state, **{f"{other}_id": actor.person_id})
    seen = ~Q(pk__in=()) if actor.has(Role.CLERK, Role.DIRECTOR) else mine if actor.person_id else Q(pk__in=())
    rows = Handover.objects.filter(seen, unsigned_late(actor.day)).select_related("giver", "receiver", "witness")
    found = []
    for row in rows.order_by("due_on", "id")[:LIMIT]:
        who, word = _TURN[State(row.state)]
        person = getattr(row, who)
        if person.pk != actor.person_id:
            found.append(_row(row, actor, from_whom=f"等{word}{person.name}签字"))
    return found


def _without_sheet(actor: Actor) -> list[WorkRow]:
    """What changed hands without a sheet: to the office all of it, to giver and receiver what concerns them."""
    office = actor.has(Role.CLERK, Role.DIRECTOR)
    if not office and not actor.has(Role.MEMBER, Role.CHAIR):
        return []
    left: list[Unlisted] = keep(("handover", "unlisted", actor.day), lambda: unlisted(actor.day))
    own = [each for each in left if office or actor.person_id in {each.giver.pk, _pk(each.receiver)}]
    return [
        WorkRow(
            what=f"{each.giver.name}{'离任后' if each.has_left else ''}的 {len(each.things)} 件在办事项没有交接单",
            url=f"{ADDRESS}#unlisted",
            kind="未交接",
            from_whom=f"应移交{each.receiver.name}" if each.receiver else "还没有接收人",
            due=each.on,
            due_words=f"{each.on} 起",
            rule="XC-93",
            rule_url="/rules/XC-93/",
            button="办理" if office else "看",
        )
        for each in own[:LIMIT]
    ]


def _pk(person: Person | None) -> int | None:
    return person.pk if person is not None else None
