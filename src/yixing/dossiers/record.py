"""``档案.json``: everything about one decision as plain data."""

import json
from typing import Any

from yixing.access import kinds
from yixing.access.actions import Action
from yixing.access.actor import Actor
from yixing.compliance.models import Check
from yixing.compliance.reasons import reasons
from yixing.decisions.pages import outcome_word
from yixing.decisions.procedure import sees_procedure
from yixing.dossiers.argued import argued, rested_on
from yixing.dossiers.described import described, described_all
from yixing.dossiers.subjects import Chain
from yixing.ledger.append import plain
from yixing.ledger.models import Entry
from yixing.matters.models import Step
from yixing.meetings.models import AgendaItem
from yixing.people.record import Names

_OWN_WORDS = frozenset({"reason"})
"""请假事由: a person's own affair, not part of the decision."""


def record_of_chain(chain: Chain, actor: Actor, entries: list[Entry]) -> dict[str, Any]:
    """The whole of ``档案.json`` but for what the file itself adds (originals, papers, who made it)."""
    decision = described(chain.decision) | {
        "outcome_words": outcome_word(chain.decision),
        "assist_units": _units(chain.decision.assist_units),
    }
    return {
        "subject": kinds.ref(chain.decision),
        "decision": decision,
        "matter": _matter(chain),
        "signatures": described_all(chain.matter.endorsements.select_related("person", "post")) if chain.matter else [],
        "steps": described_all(chain.matter.steps.all()) if chain.matter else [],
        "opinions": _opinions(chain),
        **argued(chain),
        **rested_on(chain, actor),
        "before": [_before(chain, item) for item in chain.before],
        "meeting": described(chain.meeting) if chain.meeting is not None else None,
        "attendance": described_all(chain.meeting.attendances.all(), _OWN_WORDS) if chain.meeting is not None else [],
        "item": described(chain.item) if chain.item is not None else None,
        **_room(chain, chain.item),
        "polls": [described(poll) | {"options": described_all(poll.options.all())} for poll in chain.polls],
        "findings": _findings(chain),
        "dissents": described_all(chain.decision.dissents.select_related("person").order_by("person__order", "id"))
        if sees_procedure(actor)
        else [],
        "tasks": [_task(chain, task) for task in chain.tasks],
        "breakdowns": described_all(chain.breakdowns),
        "timeline": _timeline(entries),
    }


def _units(rows: Any) -> list[str]:
    return [str(unit) for unit in rows.order_by("order", "code")]


def _matter(chain: Chain) -> dict[str, Any] | None:
    matter = chain.matter
    if matter is None:
        return None
    if matter.is_offline:
        # 另册占位: number, kind and days stay, everything else is on paper.
        kept = ("id", "number", "type_id", "nature", "drafted_on", "decided_by", "is_offline", "state")
        return {name: plain(getattr(matter, name)) for name in kept} | {"type": str(matter.type)}
    return described(matter) | {"attending_units": _units(matter.attending_units)}


def _opinions(chain: Chain) -> list[dict[str, Any]]:
    return [
        described(one) | {"replies": described_all(reply for reply in chain.replies if reply.round_id == one.pk)}
        for one in chain.rounds
    ]


def _before(chain: Chain, item: AgendaItem) -> dict[str, Any]:
    """An earlier turn of the matter before a body, with its meeting where the actor sees it."""
    meetings = [*chain.meetings_before, *([chain.meeting] if chain.meeting is not None else [])]
    held = next((one for one in meetings if one.pk == item.meeting_id), None)
    return {
        "item": described(item),
        "meeting": described(held) if held is not None else None,
        "attendance": described_all(held.attendances.all(), _OWN_WORDS) if held is not None else [],
        **_room(chain, item),
    }


def _room(chain: Chain, item: AgendaItem | None) -> dict[str, Any]:
    """Recusal, speaking, open votes. Where the vote is secret, no word of who stood for what."""
    if item is None:
        return {"recusals": [], "speaking": [], "votes": []}
    secret = chain.secret(item)
    said = frozenset({"stance", "gist"}) if secret else frozenset()
    votes = item.votes.select_related("person").order_by("person__order", "id")
    return {
        "recusals": described_all(item.recusals.select_related("person").order_by("person__order", "id")),
        "speaking": described_all(item.statements.select_related("person"), said),
        "votes": [] if secret else described_all(votes),
    }


def _findings(chain: Chain) -> list[dict[str, Any]]:
    """What each gate found about things of the chain, with the reasons that were given for warnings.

    An agenda passes ``matter.list`` for all its matters at once, those of others and their 酝酿 among them: left out here,
    as each matter's own passing stands with the matter.
    """
    subjects = [kinds.ref(row) for row in chain.rows()]
    checks = Check.objects.filter(subject__in=subjects).order_by("entry_id", "id")
    checks = checks.exclude(subject__startswith="meeting/", gate__startswith="matter.")
    return [
        {
            "subject": check.subject,
            "gate": check.gate,
            "on": check.on.isoformat(),
            "entry": check.entry_id,
            "findings": check.findings,
            "reasons": reasons(check.subject, check.gate),
        }
        for check in checks
    ]


def _task(chain: Chain, task: Any) -> dict[str, Any]:
    return described(task) | {
        "assist_units": _units(task.assist_units),
        "objections": described_all(task.objections.all()),
        "reports": described_all(one for one in chain.reports if one.task_id == task.pk),
        "reminders_made": described_all(task.reminder_rows.order_by("id")),
        "verifications": described_all(task.verifications.order_by("id")),
        "consents": described_all(task.consents.order_by("id")),
        "notices": described_all(one for one in chain.notices if one.task_id == task.pk),
    }


def _words(entry: Entry) -> str:
    """What was done, in the office's word; of a step of the procedure which one."""
    label = Action(entry.action).label
    step = json.loads(entry.line)["data"].get("step") if entry.action == Action.STEP_RECORD else None
    return f"{label}（{Step.Kind(step).label}）" if step in Step.Kind.values else label


def _timeline(entries: list[Entry]) -> list[dict[str, Any]]:
    """Every entry about the chain in words, by the day it happened: what the cover's chain is taken from."""
    names = Names.of(entries)
    rows = [
        {
            "on": entry.on.isoformat(),
            "step": entry.action,
            "words": _words(entry),
            "subject": entry.subject,
            "who": names.on(entry.actor, entry.on),
            "by": names.on(entry.by, entry.on) if entry.by else "",
            "backfilled": json.loads(entry.line)["data"].get("backfill") is True,
            "entry": entry.seq,
        }
        for entry in entries
    ]
    return sorted(rows, key=lambda row: (row["on"], row["entry"]))
