"""``档案.json``: everything about one decision as plain data, and which places of it an entry must bear out."""

import json
from collections.abc import Iterable, Iterator
from typing import Any

from django.db.models import ForeignKey, Model

from yixing.access import kinds
from yixing.access.actions import Action
from yixing.access.actor import Actor
from yixing.compliance.models import Check
from yixing.compliance.reasons import reasons
from yixing.decisions.pages import outcome_word
from yixing.decisions.procedure import sees_procedure
from yixing.dossiers.subjects import Chain
from yixing.ledger.append import plain
from yixing.ledger.models import Entry
from yixing.matters.models import Step
from yixing.people.record import Names

_OWN_WORDS = frozenset({"reason"})
"""请假事由: a person's own affair, not part of the decision."""


def described(row: Model, *, skip: frozenset[str] = frozenset()) -> dict[str, Any]:
    """A row as data: its columns, the word beside each code, the name beside each row it points to."""
    hidden = frozenset(getattr(row, "unrecorded", ())) | skip | {"version"}
    found: dict[str, Any] = {}
    for column in row._meta.concrete_fields:  # noqa: SLF001  (Django's documented model metadata)
        if column.attname in hidden or column.name in hidden:
            continue
        value = getattr(row, column.attname)
        found[column.attname] = plain(value)
        if isinstance(column, ForeignKey) and value is not None:
            found[column.name] = str(getattr(row, column.name))
        elif column.choices and value not in (None, ""):
            found[f"{column.attname}_words"] = str(getattr(row, f"get_{column.name}_display")())
    return found


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
        "signatures": _rows(chain.matter.endorsements.select_related("person", "post")) if chain.matter else [],
        "steps": _rows(chain.matter.steps.all()) if chain.matter else [],
        "opinions": _opinions(chain),
        "meeting": described(chain.meeting) if chain.meeting is not None else None,
        "attendance": _rows(chain.meeting.attendances.all(), _OWN_WORDS) if chain.meeting is not None else [],
        "item": described(chain.item) if chain.item is not None else None,
        **_room(chain, secret=chain.secret),
        "polls": [described(poll) | {"options": _rows(poll.options.all())} for poll in chain.polls],
        "findings": _findings(chain),
        "dissents": _rows(chain.decision.dissents.select_related("person").order_by("person__order", "id"))
        if sees_procedure(actor)
        else [],
        "tasks": [_task(chain, task) for task in chain.tasks],
        "breakdowns": _rows(chain.breakdowns),
        "timeline": _timeline(entries),
    }


def agreement(record: dict[str, Any], entries: list[Entry], moved: Iterable[str]) -> list[dict[str, Any]]:
    """The places of the record that an entry must bear out; nothing about things that moved since the checkpoint."""
    still = set(moved)
    last: dict[tuple[str, str], Entry] = {}
    for entry in entries:
        last[entry.subject, entry.action] = entry
    claims = [
        {"here": f"/timeline/{at}/on", "entry": step["entry"], "there": "/entry/on"}
        for at, step in enumerate(record["timeline"])
    ]
    for subject, action, pairs in _borne_out(record):
        found = last.get((subject, action))
        if found is not None and subject not in still:
            claims += [{"here": here, "entry": found.seq, "there": there} for here, there in pairs]
    digests = {f"attachment/{one['id']}": at for at, one in enumerate(record["originals"]) if "file" in one}
    for (subject, action), entry in last.items():
        if action == Action.ATTACHMENT_ADD and subject in digests:
            here = f"/originals/{digests[subject]}/sha256"
            claims.append({"here": here, "entry": entry.seq, "there": "/entry/data/digest"})
    return claims


def _borne_out(record: dict[str, Any]) -> Iterator[tuple[str, str, list[tuple[str, str]]]]:
    """Subject, action, and pairs of a place in the record and one in the last entry of that action."""
    subject, item = record["subject"], record["item"]
    if record["decision"]["source"] == "direct":
        filed = ("decided_on", "filed_on", "record")
        yield subject, Action.DECISION_FILE_DIRECT, _pairs("/decision", filed)
    if item is not None and item["outcome"] and not item["is_referral"]:
        names = ("outcome", "method", "base", "present", "yes", "no", "abstain")
        yield f"item/{item['id']}", Action.MEETING_CONCLUDE, _pairs("/item", [n for n in names if item[n] is not None])
    for at, poll in enumerate(record["polls"]):
        if poll["state"] == "announced":
            sheet = ("base", "issued", "returned", "valid", "invalid")
            options = [
                (f"/polls/{at}/options/{number}/{name}", f"/entry/data/counts/{number}/{place}")
                for number, _ in enumerate(poll["options"])
                for place, name in enumerate(("yes", "no", "abstain"))
            ]
            yield f"poll/{poll['id']}", Action.POLL_CONFIRM, _pairs(f"/polls/{at}", sheet) + options
    for at, paper in enumerate(record["papers"]):
        if paper["kind"] in {"minutes", "light_minutes"}:
            yield f"paper/{paper['id']}", Action.MINUTES_SIGN, _pairs(f"/papers/{at}", ("number", "year"))
    for at, task in enumerate(record["tasks"]):
        if task["closed_on"] is not None:
            pairs = [(f"/tasks/{at}/closed_on", "/entry/on"), *_pairs(f"/tasks/{at}", ("verified_on",))]
            yield f"task/{task['id']}", Action.TASK_CLOSE, pairs
        for place, report in enumerate(task["reports"]):
            yield f"report/{report['id']}", Action.TASK_REPORT, _pairs(f"/tasks/{at}/reports/{place}", ("ask",))


def _pairs(place: str, names: Iterable[str]) -> list[tuple[str, str]]:
    return [(f"{place}/{name}", f"/entry/data/{name}") for name in names]


def _rows(rows: Iterable[Model], skip: frozenset[str] = frozenset()) -> list[dict[str, Any]]:
    return [described(row, skip=skip) for row in rows]


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
        described(one) | {"replies": _rows(reply for reply in chain.replies if reply.round_id == one.pk)}
        for one in chain.rounds
    ]


def _room(chain: Chain, *, secret: bool) -> dict[str, Any]:
    """Recusal, speaking, open votes. Where the vote is secret, no word of who stood for what."""
    item = chain.item
    if item is None:
        return {"recusals": [], "speaking": [], "votes": []}
    said = frozenset({"stance", "gist"}) if secret else frozenset()
    return {
        "recusals": _rows(item.recusals.select_related("person").order_by("person__order", "id")),
        "speaking": _rows(item.statements.select_related("person"), said),
        "votes": [] if secret else _rows(item.votes.select_related("person").order_by("person__order", "id")),
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
        "objections": _rows(task.objections.all()),
        "reports": _rows(one for one in chain.reports if one.task_id == task.pk),
        "reminders_made": _rows(task.reminder_rows.order_by("id")),
        "verifications": _rows(task.verifications.order_by("id")),
        "consents": _rows(task.consents.order_by("id")),
        "notices": _rows(one for one in chain.notices if one.task_id == task.pk),
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
