"""Prints of 事项议题 as plain data for ``yixing_core.papers``: 议题单, 程序核对单, 议题安排, 意见采纳情况表."""

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from yixing.access.actor import Actor
from yixing.attachments.queries import documents
from yixing.compliance import gates, parameters
from yixing.matters.charge import touched_members
from yixing.matters.check_sheet import CheckSheet, day_words
from yixing.matters.facts import CADRE_TYPES
from yixing.matters.findings import body_reason
from yixing.matters.models import Endorsement, Matter, Nature, OpinionReply, OpinionRound, Step
from yixing.matters.opinions import ReplyStanding, round_standing, rounds_of, standing_of
from yixing.matters.panels import money_words
from yixing.matters.routing import Route
from yixing.matters.sheet import request_lines
from yixing.matters.standing import standing_steps, valid_signatures
from yixing.people.models import Body
from yixing.people.queries import members
from yixing.portfolios.leads import member_in_charge
from yixing.ui.components import DocumentLink
from yixing_core.papers.matters import (
    Adoption,
    AgendaProposalData,
    Determination,
    MatterSheetData,
    Opinion,
    OpinionTableData,
    Option,
    ProposedItem,
    UnitOpinion,
    agenda_proposal_paper,
    matter_sheet_paper,
    opinion_table_paper,
)
from yixing_core.papers.model import Paper
from yixing_core.papers.procedure import CheckRow, Mark, ProcedureCheckData, Verdict, procedure_check_paper
from yixing_core.rules.facts.matters import STEPS as STEP_FACTS
from yixing_core.rules.kinds import coerce, shown
from yixing_core.rules.model import Status
from yixing_core.rules.procedure import secret_ballot
from yixing_core.voting.rule import Base, Compare, Threshold

Stage = Endorsement.Stage
_FACTS = {fact.name: fact for fact in STEP_FACTS}
_MARKS = {
    Status.SATISFIED: Mark.SATISFIED,
    Status.MISSING: Mark.MISSING,
    Status.VIOLATED: Mark.VIOLATED,
    Status.NOT_APPLICABLE: Mark.NOT_APPLICABLE,
}
_VERDICTS = (Verdict.READY, Verdict.COMPLETE_FIRST, Verdict.WITH_CONSENT)


def links(base: str, name: str) -> list[DocumentLink]:
    """The two files of one print."""
    return [DocumentLink(name, f"{base}.{suffix}", kind=words) for suffix, words in (("docx", "Word"), ("pdf", "PDF"))]


# --- 议题单 ---


def sheet_print(matter: Matter, actor: Actor, on: dt.date) -> Paper:
    """议题单 for signature; of an 另册占位 only what may be known."""
    signed = {signature.stage: signature for signature in valid_signatures(matter)}
    head = signed.get(Stage.UNIT_HEAD)
    leading = member_in_charge(matter.area_id, on)
    offline = "材料线下，另册登记"
    data = MatterSheetData(
        number=matter.number or "",
        title=matter.title,
        kind=f"{matter.type.code} {matter.type.name}",
        nature=matter.get_nature_display(),
        unit=str(matter.unit),
        unit_head=str(head.person) if head and head.person else "",
        signed_on=head.on if head else None,
        member=f"{leading.name}（{matter.area}）" if leading else f"{matter.area or '未填'}（当日无人分管）",
        others=tuple(person.name for person in touched_members(matter, on)),
        amount="，".join(part for part in (money_words(matter.amount), matter.fund_source) if part),
        reasons=offline if matter.is_offline else matter.reason or "（未填）",
        asks=(offline,) if matter.is_offline else tuple(request_lines(matter)) or ("（未填）",),
        prior_study=_step_words(matter, Step.Kind.GOVERNMENT),
        consultation=_consultation(matter, on),
        disputes=matter.disagreement,
        legality=_step_words(matter, Step.Kind.LEGAL),
        options=tuple(
            Option(name=row["plan"], gain=row["pros"], cost=row["cons"], conclusion=row["conclusion"])
            for row in matter.options
        ),
        attachments=tuple(link.name for link in documents(f"matter/{matter.pk}", actor)),
        reporter=matter.presenter,
        attending=tuple(str(unit) for unit in matter.attending_units.all()),
        minutes=matter.minutes or None,
        separate=matter.is_offline,
        opinions=tuple(_opinion(place, signed.get(stage)) for place, stage in _PLACES),
    )
    return matter_sheet_paper(data)


_PLACES = (
    ("分管常委意见", Stage.MEMBER),
    ("县委办核对", Stage.OFFICE),
    ("县委办主任意见", Stage.DIRECTOR),
    ("书记确定", Stage.CHAIR),
)


def _opinion(place: str, signature: Endorsement | None) -> Opinion:
    if signature is None:
        return Opinion(place=place)
    words = signature.get_verdict_display() + (f"：{signature.opinion}" if signature.opinion else "")
    by = "代录" if signature.is_delegated else ""
    return Opinion(place=place, text=words, name=str(signature.person or ""), on=signature.on, by=by)


def _step_words(matter: Matter, kind: Step.Kind) -> str:
    """A recorded step in a line: who, day, number, conclusion."""
    found = [step for step in standing_steps(matter) if step.kind == kind]
    if not found:
        return ""
    step = found[-1]
    told = [_value(kind, key, step.values.get(key)) for key in ("by", "conclusion")]
    parts = (told[0], day_words(step.on), step.document, told[1])
    return "，".join(part for part in parts if part)


def _value(kind: str, key: str, stored: Any) -> str:
    fact = _FACTS.get(f"steps.{kind}.{key}")
    return shown(fact, coerce(fact, stored)) if fact is not None and stored is not None else ""


def _consultation(matter: Matter, on: dt.date) -> str:
    rounds = rounds_of(matter)
    if not rounds:
        return ""
    standings = [round_standing(each, on, list(each.replies.all())) for each in rounds]
    replied, asked = sum(each.replied for each in standings), sum(each.asked for each in standings)
    table = "采纳情况表已形成" if all(each.adoption_table for each in standings) else "采纳情况表待完成"
    return f"征求{asked}个单位，已回{replied}个，{table}"


# --- 程序核对单 ---


@dataclass(frozen=True, slots=True)
class Numbers:
    """How many belong to the deciding body that day, must be present and must agree; 表决方式 in words."""

    method: str
    entitled: int | None = None
    quorum: int | None = None
    needed: int | None = None


_VOTED = frozenset({Nature.DELIBERATE.value, Nature.CADRE.value})


def body_numbers(matter: Matter, body: str | None, on: dt.date) -> Numbers:
    """应到、到会和同意的最少人数 of the body that decides, from the county's numbers of the day (LC-04 to LC-15)."""
    if matter.nature not in _VOTED:
        return Numbers("不表决")
    if body not in Body.Kind.values:
        return Numbers("分管常委决定" if body == Matter.DecidedBy.MEMBER else "")
    plenary = body == Body.Kind.PLENARY
    cadre = matter.type.slug in CADRE_TYPES or matter.is_punishment
    asked = gates.with_parameters({"matter": {"type": matter.type.slug}}, on)
    method = "无记名投票" if secret_ballot(gates.rulebook(), asked, body, on) else "逐项表决"
    row = Body.objects.filter(kind=body).order_by("order", "id").first()
    if row is None:
        return Numbers(method)
    chosen = {f"params.{key}": value for key, value in parameters.on_day(on, row.pk).items()}
    values: dict[str, Any] = gates.rulebook().defaults(on) | chosen
    share = "quorum_plenary" if plenary else "quorum_cadre" if cadre else "quorum_standing"
    compare = Compare.AT_LEAST if values.get("params.quorum_inclusive") else Compare.MORE_THAN
    entitled = members(row, on).entitled
    return Numbers(
        method,
        entitled,
        _needed(values.get(f"params.{share}"), compare, entitled),
        _needed(values.get("params.majority"), Compare.MORE_THAN, entitled),
    )


def _needed(share: Any, compare: Compare, entitled: int) -> int | None:
    if share is None:
        return None
    part = Fraction(str(share))
    return Threshold(part.numerator, part.denominator, compare, Base.ENTITLED).needed(entitled)


def procedure_print(matter: Matter, found: Route, sheet: CheckSheet, on: dt.date) -> Paper:
    """程序核对单 on one A4."""
    numbers = body_numbers(matter, found.body, on)
    rows = tuple(
        CheckRow(
            step=line.step,
            requirement=line.requirement,
            done=line.done,
            mark=_MARKS[line.status],
            basis=line.basis,
            verified=line.verified,
            lacking=line.lacking,
        )
        for line in sheet.lines
    )
    data = ProcedureCheckData(
        number=matter.number or "",
        title=matter.title,
        kind=matter.type.name,
        nature=matter.get_nature_display(),
        unit=str(matter.unit),
        body=found.body_label,
        body_reason=body_reason(found),
        method=numbers.method,
        entitled=numbers.entitled,
        quorum=numbers.quorum,
        needed=numbers.needed,
        rows=rows,
        verdict=_VERDICTS[sheet.verdict],
        reason=sheet.consent_reason,
        checker=sheet.checker,
        approver=sheet.approver,
        checked_on=day_words(sheet.checked_on) if sheet.checked_on else "",
    )
    return procedure_check_paper(data)


# --- 议题安排 ---

_TICKS = {
    Endorsement.Verdict.LIST: Determination.ON_AGENDA,
    Endorsement.Verdict.DEFER: Determination.POSTPONED,
    Endorsement.Verdict.TRANSFER: Determination.TOPICAL,
    Endorsement.Verdict.RETURN: Determination.RETURNED,
}


def arrangement_print(matters: Iterable[Matter], lacking: Callable[[Matter], int], on: dt.date) -> Paper:
    """《议题安排（送审）》 for the chair's ticks; what he listed already stands ticked."""
    items = []
    for matter in matters:
        leading = member_in_charge(matter.area_id, on)
        open_ = lacking(matter)
        word = [each for each in valid_signatures(matter) if each.stage == Stage.CHAIR]
        items.append(
            ProposedItem(
                title=matter.title,
                nature=matter.get_nature_display(),
                unit=str(matter.unit),
                member=leading.name if leading else "",
                procedure=f"缺{open_}项" if open_ else "已齐",
                minutes=matter.minutes or None,
                ticked=_TICKS[Endorsement.Verdict(word[-1].verdict)] if word else None,
            )
        )
    return agenda_proposal_paper(AgendaProposalData(session="县委常委会", items=tuple(items), submitted_on=on))


# --- 意见采纳情况表 ---

_ADOPTIONS = {
    OpinionReply.Adoption.ADOPTED: Adoption.ADOPTED,
    OpinionReply.Adoption.PARTLY: Adoption.PARTLY,
    OpinionReply.Adoption.NOT_ADOPTED: Adoption.NOT_ADOPTED,
}


def adoption_print(asked: OpinionRound, on: dt.date) -> Paper:
    """意见采纳情况表 of a round: units that answered, and those whose silence counts; who is still awaited is left out."""
    replies = list(asked.replies.select_related("unit"))
    rows = [_unit_opinion(reply, standing_of(reply, asked, on)) for reply in replies]
    data = OpinionTableData(
        title=asked.matter.title,
        unit=str(asked.matter.unit),
        period=f"{day_words(asked.opened_on)}至{day_words(asked.due_on)}",
        opinions=tuple(row for row in rows if row is not None),
        asked=len(replies),
        filled_on=on,
    )
    return opinion_table_paper(data)


def _unit_opinion(reply: OpinionReply, standing: ReplyStanding) -> UnitOpinion | None:
    unit = str(reply.unit)
    if standing is ReplyStanding.SILENT:
        return UnitOpinion(unit=unit, adoption=Adoption.SILENT)
    if standing is ReplyStanding.NO_OPINION:
        return UnitOpinion(unit=unit, adoption=Adoption.NONE, on=reply.replied_on)
    if standing is ReplyStanding.HAS_OPINION and reply.adoption:
        adoption = _ADOPTIONS[OpinionReply.Adoption(reply.adoption)]
        return UnitOpinion(
            unit=unit, opinion=reply.text, adoption=adoption, reason=reply.adoption_reason, on=reply.replied_on
        )
    return None
