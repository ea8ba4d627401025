"""Prints of 论证咨询: 专家意见采纳情况表 and 咨询书, as .docx and PDF."""

import datetime as dt

from yixing.argument.models import Advice, Consultation
from yixing_core.papers.argument import (
    ExpertLetterData,
    ExpertOpinion,
    ExpertTableData,
    expert_letter_paper,
    expert_table_paper,
)
from yixing_core.papers.model import Paper


def adoption_print(asked: Consultation, on: dt.date) -> Paper:
    """《专家意见采纳情况表》: every expert asked, what he said, what became of it."""
    advices = list(asked.advices.select_related("expert"))
    data = ExpertTableData(
        number=asked.number,
        title=asked.matter.title,
        unit=str(asked.matter.unit),
        mode=asked.get_mode_display(),
        question=asked.question,
        asked_on=asked.asked_on,
        held_on=asked.held_on,
        opinions=tuple(_opinion(advice) for advice in advices),
        conclusion=asked.summary,
        filled_on=asked.concluded_on or on,
    )
    return expert_table_paper(data)


def _opinion(advice: Advice) -> ExpertOpinion:
    expert = advice.expert
    silent = "回避" if advice.is_conflicted else "未回复"
    words = (advice.get_adoption_display() or "待填") if advice.text else silent
    return ExpertOpinion(
        name=expert.name,
        place="，".join(part for part in (expert.workplace, expert.title) if part),
        field=expert.get_field_display(),
        opinion=advice.text,
        signed=advice.is_signed,
        conflicted=advice.is_conflicted and bool(advice.text),
        adoption=words,
        reason=advice.adoption_reason,
        on=advice.replied_on,
    )


def letter_print(asked: Consultation) -> Paper:
    """《专家咨询书》 to be signed and sent back; one form for all who are asked."""
    data = ExpertLetterData(
        number=asked.number,
        title=asked.matter.title,
        unit=str(asked.matter.unit),
        mode=asked.get_mode_display(),
        question=asked.question,
        experts=tuple(
            f"{advice.expert.name}（{advice.expert.workplace}）" for advice in asked.advices.select_related("expert")
        ),
        asked_on=asked.asked_on,
        due_on=asked.due_on,
        place=asked.place,
    )
    return expert_letter_paper(data)
