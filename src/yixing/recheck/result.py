"""What a recheck found, as it is kept in a file and shown: plain values, the same for page, command and Excel."""

import json
from collections.abc import Iterable
from typing import Any

from yixing.jobs.files import Shelf
from yixing.recheck.judge import Lapse, Line, Recheck, by_member, by_rule, by_unit
from yixing.ui.components import citation_words
from yixing_core.rules.catalogue import GATES
from yixing_core.rules.model import STATUS_LABELS

RESULTS = Shelf("rechecks", ".json")
HEADS = (
    "规定",
    "名称",
    "力度",
    "结论",
    "何时核对",
    "日期",
    "编号",
    "事项",
    "提请单位",
    "分管常委",
    "情况",
    "依据",
    "当时的理由",
)


def as_dict(found: Recheck) -> dict[str, Any]:
    """The result as JSON: how much was asked, three summaries, every lapse."""
    open_ = found.open
    return {
        "since": found.period.since.isoformat(),
        "until": found.period.until.isoformat(),
        "occasions": found.occasions,
        "judged": found.judged,
        "by_rule": _lines(by_rule(open_)),
        "by_unit": _lines(by_unit(open_)),
        "by_member": _lines(by_member(open_)),
        "open": [_lapse(each) for each in open_],
        "explained": [_lapse(each) for each in found.explained],
    }


def words(found: Recheck) -> str:
    """The result in one line."""
    binding = sum(each.finding.blocks for each in found.open)
    return f"核对 {found.occasions} 处，不符合或待补 {binding} 处，提示未说明理由 {len(found.open) - binding} 处"


def _lines(lines: Iterable[Line]) -> list[dict[str, Any]]:
    return [{"key": each.key, "words": each.words, "binding": each.binding, "other": each.other} for each in lines]


def _lapse(each: Lapse) -> dict[str, Any]:
    finding, about = each.finding, each.about
    return {
        "rule": finding.rule,
        "title": finding.title,
        "binding": finding.blocks,
        "status": finding.status.value,
        "word": STATUS_LABELS[finding.status],
        "gate": GATES[each.gate].label,
        "on": each.on.isoformat(),
        "number": about.number,
        "about": about.title,
        "url": about.url,
        "unit": str(about.unit or ""),
        "unit_id": str(about.unit.pk) if about.unit else "",
        "member": about.member.name if about.member else "",
        "member_id": str(about.member.pk) if about.member else "",
        "text": finding.text,
        "basis": citation_words(finding.citation)[0],
        "reason": each.reason,
    }


def row(lapse: dict[str, Any]) -> tuple[Any, ...]:
    """A lapse as a row of the workbook, under ``HEADS``."""
    return (
        lapse["rule"],
        lapse["title"],
        "硬性" if lapse["binding"] else "提示",
        lapse["word"],
        lapse["gate"],
        lapse["on"],
        lapse["number"],
        lapse["about"],
        lapse["unit"],
        lapse["member"],
        lapse["text"],
        lapse["basis"],
        lapse["reason"],
    )


def keep(job_id: int, found: Recheck) -> None:
    """Write the result of a job beside its place and move it there whole; the oldest results go."""
    target = RESULTS.cleared(job_id)
    partial = target.with_name(f".{target.name}.part")
    partial.write_text(json.dumps(as_dict(found), ensure_ascii=False), encoding="utf-8")
    partial.replace(target)
    RESULTS.prune()


def kept(job_id: int) -> dict[str, Any] | None:
    """The result of a job; ``None`` where it is not there any more."""
    place = RESULTS.place(job_id)
    found: dict[str, Any] | None = json.loads(place.read_text(encoding="utf-8")) if place.exists() else None
    return found
