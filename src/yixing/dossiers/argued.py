"""How a decision was argued, and what a decision on file rests on: these parts of ``档案.json``, and their words.

Of persons only what the record itself needs: of an expert his name, his field and the county's unit he works for, of a
hearing how many took part, of a public notice how many answered it.
"""

import datetime as dt
from collections import Counter
from typing import Any

from yixing.access.actor import Actor
from yixing.argument.models import Advice, Citation, Consultation, ResearchMode
from yixing.decisions.models import Decision, Evaluation
from yixing.decisions.procedure import sees_procedure
from yixing.dossiers.described import described, described_all
from yixing.dossiers.subjects import Chain
from yixing_core.papers.dossiers import Ground


def argued(chain: Chain) -> dict[str, Any]:
    """专家咨询, 调研, 公示, 听证 of the matter; 决策后评估."""
    return {
        "consultations": [_consultation(one) for one in chain.consultations],
        "research": [_citation(chain, one) for one in chain.citations],
        "publicity": described_all(chain.publicity),
        "hearings": described_all(chain.hearings),
        "evaluations": described_all(chain.decision.evaluations.select_related("unit").order_by("on", "id")),
    }


def rested_on(chain: Chain, actor: Actor) -> dict[str, Any]:
    """What a decision on file rests on, who was told of it; who read the report of an emergency.

    Who has read what is for those who look into the procedure, not for colleagues.
    """
    return {
        "basis": {
            "briefing": described(chain.briefing) if chain.briefing is not None else None,
            "instructions": [
                described(one) | {"showings": described_all(one.showings.order_by("id"))} for one in chain.instructions
            ],
        },
        "circular": _circular(chain),
        "readings": described_all(chain.matter.readings.select_related("person").order_by("id"))
        if chain.matter is not None and sees_procedure(actor)
        else [],
    }


def _consultation(asked: Consultation) -> dict[str, Any]:
    advices = list(asked.advices.select_related("expert__organization").order_by("id"))
    return described(asked) | {"asked": len(advices), "advices": [_advice(one) for one in advices]}


def _advice(row: Advice) -> dict[str, Any]:
    expert = row.expert
    return described(row) | {
        "expert_field": expert.field,
        "expert_field_words": expert.get_field_display(),
        "expert_unit": str(expert.organization) if expert.organization is not None else "",
    }


def _citation(chain: Chain, row: Citation) -> dict[str, Any]:
    """The research where the actor sees it; else only that one was cited, and when."""
    told: dict[str, Any] = {"cited_on": row.on.isoformat(), "research_id": row.research_id, "research": None}
    seen = next((one for one in chain.researches if one.pk == row.research_id), None)
    if seen is not None:
        told["research"] = described(seen) | {"modes_words": seen.mode_words}
    return told


def _circular(chain: Chain) -> dict[str, Any] | None:
    """The circular and to whom it went; the other decisions that stand in it are not of this one."""
    row = chain.circular
    if row is None:
        return None
    members = [str(person) for person in row.members.order_by("order", "id")]
    return described(row) | {"title": str(row), "members": members}


# --- the same in words, for the cover ---


def grounds(chain: Chain, record: dict[str, Any]) -> tuple[Ground, ...]:
    """依据和论证 as the cover lists them, each with its day."""
    found = [
        *_consulted(record["consultations"]),
        *_researched(record["research"]),
        *_published(record["publicity"]),
        *_heard(record["hearings"]),
        *_before(record["before"]),
        *_filed(chain, record),
        *_read(record["readings"]),
        *_evaluated(record["evaluations"]),
    ]
    return tuple(found)


def _day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


def _consulted(rows: list[dict[str, Any]]) -> list[Ground]:
    found = []
    for row in rows:
        kinds = Counter(one["adoption"] for one in row["advices"])
        counts = "、".join(f"{word}{kinds[kind]}" for kind, word in Advice.Adoption.choices if kinds[kind])
        given = sum(bool(one["text"]) for one in row["advices"])
        words = f"{row['number']}（{row['mode_words']}）：请专家{row['asked']}人，提出意见{given}份" + (
            f"，{counts}" if counts else f"，{row['state_words']}"
        )
        found.append(Ground("专家咨询", _day(row["asked_on"]), words))
    return found


def _researched(rows: list[dict[str, Any]]) -> list[Ground]:
    found = []
    for row in rows:
        one = row["research"]
        if one is None:
            words = "引用调研1项，内容不在本档案内"
        else:
            modes = "、".join(ResearchMode(mode).label for mode in one["modes"].split(",") if mode)
            report = f"，报告《{one['report_title']}》" if one["report_title"] else ""
            words = f"《{one['topic']}》：{one['leader']}牵头，{one['since']}至{one['until']}，{modes}{report}"
        found.append(Ground("调研", _day(row["cited_on"]), words))
    return found


def _published(rows: list[dict[str, Any]]) -> list[Ground]:
    found = []
    for row in rows:
        came = "" if row["objections"] is None else f"，收到反映{row['objections']}件，已核实答复{row['answered']}件"
        found.append(Ground("公示", _day(row["since"]), f"{row['since']}至{row['until']}，{row['places']}{came}"))
    return found


def _heard(rows: list[dict[str, Any]]) -> list[Ground]:
    found = []
    for row in rows:
        count = f"，参加{row['participants']}人" if row["participants"] is not None else ""
        words = f"{row['subject']}：{row['state_words']}{count}"
        found.append(Ground("听证", _day(row["held_on"] or row["announced_on"]), words))
    return found


def _before(rows: list[dict[str, Any]]) -> list[Ground]:
    found = []
    for row in rows:
        where = row["meeting"]["title"] if row["meeting"] is not None else "会议"
        on = _day(row["item"]["concluded_on"])
        found.append(Ground("此前上会", on, f"{where}：{row['item'].get('outcome_words', '')}"))
    return found


def _filed(chain: Chain, record: dict[str, Any]) -> list[Ground]:
    decision = chain.decision
    found = [
        Ground("批示", _day(one["on"]), f"{one['leader']}：{one['text']}") for one in record["basis"]["instructions"]
    ]
    if decision.filed_on is not None:
        word = Decision.Record(decision.record).label
        found.append(Ground("备案", decision.filed_on, f"依据{word}：{decision.basis}"))
    told = record["circular"]
    if told is not None:
        found.append(Ground("通报", _day(told["on"]), f"{told['title']}，送{'、'.join(told['members'])}"))
    return found


def _read(rows: list[dict[str, Any]]) -> list[Ground]:
    return [Ground("已阅", _day(row["on"]), f"{row['person']}阅临机处置报告") for row in rows]


def _evaluated(rows: list[dict[str, Any]]) -> list[Ground]:
    found = []
    for row in rows:
        advice = Evaluation.Advice(row["advice"]).label
        reached = "达到预期效果" if row["reached"] else "没有达到预期效果"
        words = f"{row['evaluator']}：{reached}，{advice}。{row['conclusion']}"
        found.append(Ground("决策后评估", _day(row["on"]), words))
    return found
