"""咨询书: ask experts, take down what each says, write what became of it; then the step 专家论证 follows."""

import datetime as dt
from collections.abc import Collection, Iterable
from typing import TYPE_CHECKING, TypedDict

from yixing.access.actions import Action
from yixing.access.kinds import ref
from yixing.argument.derived import expert_values, write_experts
from yixing.argument.models import Advice, Consultation, Expert
from yixing.argument.standing import arguable
from yixing.argument.state import consultation_state
from yixing.argument.words import needed, one_of, text_of
from yixing.attachments.models import Attachment
from yixing.attachments.store import attach
from yixing.door.call import Call
from yixing.door.door import action, record
from yixing.matters.models import Matter
from yixing.papers.numbering import take_number
from yixing.people.queries import on_day
from yixing_core.errors import Refusal

if TYPE_CHECKING:
    from django.core.files import File

Mode = Consultation.Mode
Adoption = Advice.Adoption


class AdviceLine(TypedDict):
    """One line of 专家意见采纳情况: ``adoption`` is ``adopted``, ``partly`` or ``not_adopted``."""

    advice_id: int
    adoption: str
    reason: str


@action(Action.CONSULTATION_OPEN)
def consultation_open(
    call: Call,
    *,
    matter_id: int,
    question: str,
    expert_ids: Collection[int],
    due_on: dt.date,
    mode: str = Mode.WRITTEN.value,
    held_on: dt.date | None = None,
    place: str = "",
    is_supplement: bool = False,
    version: int | None = None,
) -> Consultation:
    """Put a question on a matter to experts of the pool, in writing or at a 论证会.

    Args:
        call: the circumstances; ``on`` is the day the 咨询书 goes out.
        matter_id: the matter.
        question: what is asked.
        expert_ids: who is asked; all of them in the pool that day, none of the unit that puts the matter forward.
        due_on: last day for the answer; of a meeting its own day.
        mode: ``written`` or ``meeting``.
        held_on, place: of the 论证会.
        is_supplement: counted together with the consultation before it, instead of replacing it.
        version: of the matter the form showed.

    Returns:
        The consultation with one open advice for each expert.

    Raises:
        Refusal: ``wrong_state``, ``field_required``, ``field_invalid``, ``consultation_experts``,
            ``consultation_unknown_expert``, ``consultation_interested`` (AD-09), ``consultation_due``,
            ``consultation_held``.
    """
    matter = call.load(Matter, matter_id, Action.CONSULTATION_OPEN, version=version)
    arguable(call, matter, Action.CONSULTATION_OPEN)
    mode = one_of("mode", "方式", mode, Mode)
    experts = _experts(call, matter, set(expert_ids))
    if mode == Mode.MEETING and held_on is None:
        raise Refusal("consultation_held", field="held_on")
    due_on = held_on if mode == Mode.MEETING and held_on else due_on
    if due_on < call.on:
        raise Refusal("consultation_due", field="due_on", due=due_on.isoformat(), on=call.on.isoformat())
    asked = Consultation(
        matter=matter,
        number=f"咨{call.on.year}-{take_number('consultation', call.on.year):03d}",
        mode=mode,
        question=needed("question", "咨询问题", question, 1000),
        asked_on=call.on,
        due_on=due_on,
        held_on=held_on if mode == Mode.MEETING else None,
        place=text_of("place", "论证会地点", place, 80) if mode == Mode.MEETING else "",
        is_supplement=is_supplement and Consultation.objects.filter(matter=matter, state="concluded").exists(),
    )
    asked.save()
    Advice.objects.bulk_create(Advice(consultation=asked, expert=expert) for expert in experts)
    matter.save()
    record(
        call,
        asked,
        refs=[matter, *experts],
        data={"asked": len(experts), "due": due_on, "mode": mode, "supplement": asked.is_supplement},
    )
    return asked


def _experts(call: Call, matter: Matter, ids: set[int]) -> list[Expert]:
    if not ids:
        raise Refusal("consultation_experts", field="expert_ids")
    experts = list(Expert.objects.filter(on_day(call.on), pk__in=ids).order_by("field", "id"))
    if len(experts) != len(ids):
        raise Refusal("consultation_unknown_expert", field="expert_ids", count=len(ids) - len(experts))
    interested = [expert.name for expert in experts if expert.organization_id == matter.unit_id]
    if interested:
        names = "、".join(interested)
        raise Refusal("consultation_interested", field="expert_ids", names=names, unit=str(matter.unit))
    return experts


@action(Action.CONSULTATION_REPLY)
def consultation_reply(
    call: Call,
    *,
    consultation_id: int,
    advice_id: int,
    text: str = "",
    is_signed: bool = False,
    is_conflicted: bool = False,
    evidence: "File[bytes] | None" = None,
    version: int | None = None,
) -> Consultation:
    """Take down what one expert says; until the adoption is written a second time replaces the first.

    Args:
        call: the circumstances; ``on`` is the day of his paper.
        consultation_id: the 咨询书.
        advice_id: which of the experts asked.
        text: his opinion; empty only for one who declares an interest and stands aside.
        is_signed: his paper is signed and sealed.
        is_conflicted: he declares an interest in the matter (AD-09).
        evidence: a scan of his paper, kept with the 咨询书.
        version: of the consultation the form showed.

    Raises:
        Refusal: ``wrong_state``, ``consultation_concluded``, ``consultation_advice``, ``consultation_text``,
            ``consultation_before``, ``consultation_not_held``.
    """
    asked = call.load(Consultation, consultation_id, Action.CONSULTATION_REPLY, version=version, related=("matter",))
    _answerable(call, asked, Action.CONSULTATION_REPLY)
    if asked.concluded_on is not None:
        raise Refusal("consultation_concluded", number=asked.number)
    advice = asked.advices.filter(pk=advice_id).first()
    if advice is None:
        raise Refusal("consultation_advice")
    if call.on < asked.asked_on:
        raise Refusal("consultation_before", field="on", on=asked.asked_on.isoformat())
    advice.text = text_of("text", "专家意见", text, 2000)
    if not advice.text and not is_conflicted:
        raise Refusal("consultation_text", field="text")
    advice.replied_on = call.on
    advice.is_signed = is_signed and bool(advice.text)
    advice.is_conflicted = is_conflicted
    advice.save()
    if evidence is not None:
        attach(evidence, subject=ref(asked), label=Attachment.Label.EVIDENCE, by=call.actor.ref, at=call.at)
    asked.state = consultation_state(asked, asked.advices.all())
    asked.save()
    record(
        call,
        asked,
        refs=[asked.matter, advice.expert],
        data={"signed": advice.is_signed, "conflicted": is_conflicted, "opinion": bool(advice.text)},
        note={"advice": advice.pk, "text": advice.text},
    )
    return asked


@action(Action.CONSULTATION_CONCLUDE)
def consultation_conclude(
    call: Call,
    *,
    consultation_id: int,
    lines: Iterable[AdviceLine],
    summary: str = "",
    version: int | None = None,
) -> Consultation:
    """Write what became of each opinion; the step 专家论证 of the matter follows from it. May be written anew.

    Args:
        call: the circumstances.
        consultation_id: the 咨询书; experts who have not answered are left out.
        lines: one for each opinion; what is not adopted in full needs its reason.
        summary: the conclusion of the whole in words.
        version: of the consultation the form showed.

    Raises:
        Refusal: ``wrong_state``, ``consultation_no_opinion``, ``advice_line``, ``advice_adoption``, ``advice_reason``,
            ``consultation_not_held``.
    """
    asked = call.load(Consultation, consultation_id, Action.CONSULTATION_CONCLUDE, version=version, related=("matter",))
    _answerable(call, asked, Action.CONSULTATION_CONCLUDE)
    given = {advice.pk: advice for advice in asked.advices.exclude(text="").select_related("expert")}
    if not given:
        raise Refusal("consultation_no_opinion")
    said = {line["advice_id"]: line for line in lines}
    if not said.keys() <= given.keys():
        raise Refusal("advice_line")
    for pk, advice in given.items():
        _adopt(advice, said.get(pk))
    asked.summary = text_of("summary", "论证结论", summary, 500)
    asked.concluded_on = call.on
    asked.state = consultation_state(asked, ())
    asked.save()
    write_experts(asked)
    counts = {kind: sum(advice.adoption == kind for advice in given.values()) for kind in Adoption.values}
    record(
        call,
        asked,
        refs=[asked.matter],
        data=counts | {key: value for key, value in expert_values(given.values()).items() if key != "adoption_table"},
        note={"lines": {str(pk): [each.adoption, each.adoption_reason] for pk, each in given.items()}},
    )
    return asked


def _answerable(call: Call, asked: Consultation, act: Action) -> None:
    """The matter is still open, and a 论证会 has taken place."""
    arguable(call, asked.matter, act)
    if asked.held_on is not None and call.on < asked.held_on:
        raise Refusal("consultation_not_held", on=asked.held_on.isoformat())


def _adopt(advice: Advice, line: AdviceLine | None) -> None:
    adoption = line["adoption"] if line else ""
    reason = line.get("reason", "").strip() if line else ""
    if adoption not in Adoption.values:
        raise Refusal("advice_adoption", field=f"adoption-{advice.pk}", expert=advice.expert.name)
    if adoption != Adoption.ADOPTED and not reason:
        raise Refusal("advice_reason", field=f"reason-{advice.pk}", expert=advice.expert.name)
    advice.adoption = adoption
    advice.adoption_reason = text_of(f"reason-{advice.pk}", "理由", reason, 300)
    advice.save()
