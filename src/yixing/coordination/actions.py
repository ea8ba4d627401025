"""会前传阅 by the members a matter touches; tasks told to all; a difference put before the chair, stated, ruled, or agreed."""

from yixing.access import loaders
from yixing.access.actions import Action
from yixing.access.roles import Role
from yixing.coordination import refusals  # noqa: F401  (registers the messages this module raises)
from yixing.coordination.circulation import CIRCULATING, last_words, write_step
from yixing.coordination.models import Difference, Perusal, TaskCircular, ToldTask
from yixing.coordination.parties import parties_on
from yixing.coordination.telling import line, untold
from yixing.door.call import Call
from yixing.door.door import action, record
from yixing.matters.charge import touched_members
from yixing.matters.models import Matter
from yixing.matters.state import OPEN
from yixing.papers.numbering import take_number
from yixing.people.models import Person
from yixing.portfolios.queries import members_on
from yixing.supervision.models import Task
from yixing_core.errors import Refusal


@action(Action.DIFFERENCE_RAISE)
def difference_raise(
    call: Call,
    *,
    first_id: int,
    second_id: int,
    point: str,
    first_position: str,
    second_position: str,
    matter_id: int | None = None,
    task_id: int | None = None,
) -> Difference:
    """Put before the chair what two members see differently in one matter or task (双分管分歧).

    Args:
        call: one of the two, mostly entered for him (代录), or the clerk.
        first_id: who raises it. second_id: the other; both members in office that day or with a relation to an area
            concerned (负责, 分管, 协管, 联系), neither the chair.
        point: what it is about.
        first_position: what the one who raises it holds, in one line. second_position: what the other holds.
        matter_id: the matter, or ``task_id`` the task; exactly one, visible to the actor.

    Raises:
        Refusal: ``forbidden``, ``not_found``, ``difference_about``, ``difference_over``, ``difference_people``, ``difference_own``,
            ``difference_open``, ``field_required``.
    """
    call.require(Action.DIFFERENCE_RAISE)
    if (matter_id is None) == (task_id is None):
        raise Refusal("difference_about")
    matter = loaders.find(Matter, matter_id, call.actor, lock=True) if matter_id is not None else None
    task = loaders.find(Task, task_id, call.actor, lock=True) if task_id is not None else None
    if (matter is not None and matter.state not in OPEN) or (task is not None and not task.is_open):
        raise Refusal("difference_over", what=str(matter or task))
    first, second = _two(call, matter or task, first_id, second_id)
    _require_new(first, second, matter, task)
    row = Difference(
        matter=matter,
        task=task,
        first=first,
        second=second,
        point=_line("point", "分歧", point),
        first_position=_line("first_position", "提出方意见", first_position),
        second_position=_line("second_position", "对方意见", second_position),
        raised_on=call.on,
    )
    row.settle()
    record(call, row, refs=[row.about, first, second], data={"first": first.pk, "second": second.pk})
    return row


def _line(name: str, label: str, words: str, most: int = 200) -> str:
    text = " ".join(words.split())
    if not text:
        raise Refusal("field_required", field=name, label=label)
    return text[:most]


def _two(call: Call, about: Matter | Task | None, first_id: int, second_id: int) -> tuple[Person, Person]:
    parties = {person.pk: person for person in parties_on(about, call.on)}
    first, second = parties.get(first_id), parties.get(second_id)
    if first is None or second is None or first.pk == second.pk:
        raise Refusal("difference_people", field="second_id")
    if not call.actor.has(Role.CLERK) and call.actor.person_id not in {first.pk, second.pk}:
        raise Refusal("difference_own", field="first_id")
    return first, second


def _require_new(first: Person, second: Person, matter: Matter | None, task: Task | None) -> None:
    pair = {first.pk, second.pk}
    rows = Difference.objects.filter(matter=matter, task=task, state=Difference.State.OPEN)
    if any({row.first_id, row.second_id} == pair for row in rows):
        raise Refusal("difference_open", first=first.name, second=second.name)


@action(Action.DIFFERENCE_STATE)
def difference_state(call: Call, *, difference_id: int, position: str, version: int | None = None) -> Difference:
    """One of the two says in his own words what he holds: what was entered for him before is replaced.

    Args:
        call: one of the two, mostly entered for him (代录).
        difference_id: a difference that waits for the chair.
        position: what he holds, in one line.
        version: as the form saw it.

    Raises:
        Refusal: ``not_found``, ``forbidden``, ``stale``, ``difference_ended``, ``field_required``, ``difference_said``.
    """
    row = call.load(Difference, difference_id, Action.DIFFERENCE_STATE, version=version)
    _require_open(row, "表明意见")
    side = "first" if row.first_id == call.actor.person_id else "second"
    before, words = getattr(row, f"{side}_position"), _line("position", "意见", position)
    if words == before:
        raise Refusal("difference_said", field="position")
    setattr(row, f"{side}_position", words)
    row.settle()
    record(
        call, row, refs=[row.about, getattr(row, side)], data={"side": side}, note={"words": words, "before": before}
    )
    return row


@action(Action.DIFFERENCE_RULE)
def difference_rule(
    call: Call, *, difference_id: int, outcome: str, ruling: str = "", version: int | None = None
) -> Difference:
    """书记裁定, with the day and in words.

    Args:
        call: the chair, mostly entered for him (代录).
        difference_id: the difference.
        outcome: one of ``Difference.Outcome``.
        ruling: what he said; needed unless he followed one of the two.
        version: as the form saw it.

    Raises:
        Refusal: ``not_found``, ``forbidden``, ``stale``, ``difference_ended``, ``field_required``, ``field_invalid``.
    """
    row = call.load(Difference, difference_id, Action.DIFFERENCE_RULE, version=version)
    _require_open(row, "裁定")
    if outcome not in Difference.Outcome.values:
        raise Refusal(
            "field_invalid", field="outcome", label="裁定", why=f"没有“{outcome}”", mend="请从所列的几种里选。"
        )
    followed = outcome in {Difference.Outcome.FIRST, Difference.Outcome.SECOND}
    row.ruling = " ".join(ruling.split())[:300] if followed else _line("ruling", "裁定意见", ruling, 300)
    row.outcome, row.ruler_id, row.ruled_on = Difference.Outcome(outcome), call.actor.person_id, call.on
    row.settle()
    record(
        call,
        row,
        refs=[row.about, row.first, row.second],
        data={"outcome": outcome, "days": (call.on - row.raised_on).days},
        note={"ruling": row.ruling},
    )
    return row


@action(Action.DIFFERENCE_SETTLE)
def difference_settle(call: Call, *, difference_id: int, agreement: str, version: int | None = None) -> Difference:
    """The two agreed before the chair ruled; the words say on what.

    Raises:
        Refusal: ``not_found``, ``forbidden``, ``stale``, ``difference_ended``, ``field_required``.
    """
    row = call.load(Difference, difference_id, Action.DIFFERENCE_SETTLE, version=version)
    _require_open(row, "登记协商一致")
    row.agreement, row.agreed_on = _line("agreement", "协商结果", agreement, 300), call.on
    row.settle()
    record(call, row, refs=[row.about, row.first, row.second], data={"agreed": True}, note={"words": row.agreement})
    return row


def _require_open(row: Difference, verb: str) -> None:
    if row.state != Difference.State.OPEN:
        raise Refusal("difference_ended", state=row.get_state_display(), action=verb)


@action(Action.CIRCULATION_READ)
def circulation_read(
    call: Call, *, matter_id: int, agreed: bool = True, opinion: str = "", version: int | None = None
) -> Matter:
    """会前传阅: a member into whose field the matter reaches has read it; the step follows from all readings.

    Args:
        call: the member, mostly entered for him (代录); who was in charge counts as of the day he read.
        matter_id: a matter on its way to a meeting.
        agreed: whether he agrees; opinion: in words, needed where he does not.
        version: of the matter the form showed.

    Raises:
        Refusal: ``not_found``, ``forbidden``, ``stale``, ``circulation_over``, ``circulation_not_touched``,
            ``circulation_read``, ``field_required``.
    """
    matter = call.load(Matter, matter_id, Action.CIRCULATION_READ, version=version)
    if matter.state not in CIRCULATING:
        raise Refusal("circulation_over", title=matter.title, state=matter.get_state_display())
    touched = {person.pk: person for person in touched_members(matter, call.on)}
    if call.actor.person_id not in touched:
        names = "、".join(person.name for person in touched.values()) or "没有其他常委"
        raise Refusal("circulation_not_touched", title=matter.title, who=names)
    words = _line("opinion", "意见", opinion) if not agreed else " ".join(opinion.split())[:200]
    earlier = last_words(Perusal.objects.filter(matter=matter)).get(call.actor.person_id)
    if earlier is not None and (earlier.agreed, earlier.opinion) == (agreed, words):
        raise Refusal("circulation_read", on=earlier.on.isoformat())
    reading = Perusal.objects.create(
        matter=matter, person_id=call.actor.person_id, on=call.on, agreed=agreed, opinion=words
    )
    write_step(matter, reading)
    record(
        call,
        matter,
        refs=[touched[call.actor.person_id]],
        data={"agreed": agreed, "again": earlier is not None},
        note={"opinion": words},
    )
    return matter


@action(Action.TASK_CIRCULATE)
def task_circulate(call: Call) -> TaskCircular:
    """Tell the members of large tasks and of overdue ones they were not told of yet; each is told once for each reason.

    Raises:
        Refusal: ``forbidden``, ``circular_nothing``.
    """
    call.require(Action.TASK_CIRCULATE)
    found = list(untold(call.on))
    if not found:
        raise Refusal("circular_nothing")
    ordinal = take_number("task:circular", call.on.year)
    circular = TaskCircular.objects.create(year=call.on.year, ordinal=ordinal, on=call.on)
    members = list(members_on(call.on))
    circular.members.set(members)
    ToldTask.objects.bulk_create(line(circular, reason, task) for reason, task in found)
    late = sum(reason == ToldTask.Reason.LATE for reason, _ in found)
    refs = [*dict.fromkeys(task for _, task in found), *members]
    record(call, circular, refs=refs, data={"large": len(found) - late, "late": late, "members": len(members)})
    return circular
