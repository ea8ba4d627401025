"""批示 whose result the leader has not agreed to: open with him, or with who took over from him."""

from collections.abc import Collection, Iterable

from django.db.models import Model, Q

from yixing.briefings.models import Instruction
from yixing.portfolios.waiting import Source, Thing, register, renamed

_OPEN = (Instruction.State.IN_HAND, Instruction.State.SHOWN)
"""再督办 is carried on by the 批示 that followed."""


def _instructions(person_ids: Collection[int]) -> Iterable[Thing]:
    own = Q(leader_id__in=person_ids, successor__isnull=True) | Q(successor_id__in=person_ids)
    rows = Instruction.objects.filter(own, state__in=_OPEN).select_related("briefing")
    for row in rows.order_by("on", "id"):
        yield Thing(
            kind="instruction",
            pk=row.pk,
            number=row.briefing.number,
            text=row.briefing.title,
            state=row.get_state_display(),
            due=row.due_on.isoformat() if row.due_on else row.due_words,
            since=row.on,
            person_id=row.answers_to_id,
        )


def _pass_on(ids: Collection[int], giver: int, receiver: int) -> Iterable[Model]:
    own = Q(leader_id=giver, successor__isnull=True) | Q(successor_id=giver)
    return renamed(Instruction.objects.filter(own, pk__in=ids, state__in=_OPEN), "successor_id", receiver)


register(Source("instruction", with_people=_instructions, pass_on=_pass_on))
