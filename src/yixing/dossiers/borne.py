"""Which places of ``档案.json`` an entry of the book must bear out."""

import json
from collections.abc import Iterable, Iterator
from typing import Any

from yixing.access.actions import Action
from yixing.ledger.models import Entry

Pairs = list[tuple[str, str]]


class Entries:
    """The entries of a dossier, found by what they are about."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self._found: dict[tuple[str, str], list[Entry]] = {}
        self._brought: dict[tuple[str, str], tuple[Entry, str]] = {}
        for entry in entries:
            self._found.setdefault((entry.subject, entry.action), []).append(entry)
            data = json.loads(entry.line)["data"]
            for name in _BROUGHT:
                if isinstance(data.get(name), str):
                    self._brought.setdefault((entry.subject, data[name]), (entry, name))

    def all(self, subject: str, action: Action) -> list[Entry]:
        """Those of an action about a thing, in the order of the book."""
        return self._found.get((subject, action.value), [])

    def last(self, subject: str, action: Action, naming: str = "") -> Entry | None:
        """The last of them; with ``naming`` the last that names this other thing."""
        rows = self.all(subject, action)
        if naming:
            rows = [row for row in rows if naming in json.loads(row.line)["refs"]]
        return rows[-1] if rows else None

    def brought(self, subject: str, digest: str) -> tuple[Entry | None, str]:
        """The entry of the action that a file came in with, and under which name: scan, original, report."""
        return self._brought.get((subject, digest), (None, ""))


_BROUGHT = ("scan", "original", "report")


def agreement(record: dict[str, Any], entries: list[Entry], moved: Iterable[str]) -> list[dict[str, Any]]:
    """The places of the record that an entry must bear out; nothing about things that moved since the checkpoint."""
    still = set(moved)
    book = Entries(entries)
    claims = [
        {"here": f"/timeline/{at}/on", "entry": step["entry"], "there": "/entry/on"}
        for at, step in enumerate(record["timeline"])
    ]
    for entry, pairs in _borne_out(record, book):
        if entry is not None and entry.subject not in still:
            claims += [{"here": here, "entry": entry.seq, "there": there} for here, there in pairs]
    return claims


def _borne_out(record: dict[str, Any], book: Entries) -> Iterator[tuple[Entry | None, Pairs]]:
    """An entry, if there is one, and pairs of a place in the record and one in it."""
    yield from _filing(record, book)
    yield from _argument(record, book)
    yield from _emergency(record, book)
    yield from _meetings(record, book)
    yield from _tasks(record, book)
    for at, one in enumerate(record["originals"]):
        if "file" in one:
            entry = book.last(f"attachment/{one['id']}", Action.ATTACHMENT_ADD)
            if entry is not None:
                yield entry, [(f"/originals/{at}/sha256", "/entry/data/digest")]
            else:
                entry, name = book.brought(one["subject"], one["digest"])
                yield entry, [(f"/originals/{at}/sha256", f"/entry/data/{name}")]


_FILED = ("decided_on", "filed_on", "record")


def _filing(record: dict[str, Any], book: Entries) -> Iterator[tuple[Entry | None, Pairs]]:
    """However it was put on file: from a matter, a 批示, a light meeting afterwards or as the meeting was entered."""
    subject, decision = record["subject"], record["decision"]
    if decision["filed_on"] is not None:
        for action in (Action.DECISION_FILE_DIRECT, Action.DECISION_FILE_LIGHT, Action.INSTRUCTION_FILE):
            yield book.last(subject, action), _pairs("/decision", _FILED)
    meeting = record["meeting"]
    if decision["source"] == "light" and meeting is not None:
        entered = book.last(f"meeting/{meeting['id']}", Action.MEETING_LIGHT, naming=subject)
        yield entered, [("/decision/decided_on", "/entry/data/on"), *_pairs("/meeting", ("kind", "on", "number"))]
        afterwards = book.last(subject, Action.DECISION_FILE_LIGHT)
        if (
            decision["filed_on"] is not None
            and afterwards is None
            and entered is not None
            and _says(entered, "filed_on")
        ):
            yield entered, _pairs("/decision", ("filed_on",))
    told = record["circular"]
    if told is not None:
        pairs = [("/circular/on", "/entry/on"), *_pairs("/circular", ("since", "until"))]
        yield book.last(f"circular/{told['id']}", Action.DECISION_BRIEF, naming=subject), pairs
    for at, one in enumerate(record["basis"]["instructions"]):
        place = f"/basis/instructions/{at}"
        pairs = [(f"{place}/on", "/entry/on"), *_pairs(place, ("due_on", "urgent"))]
        pairs += _renamed(place, leader_id="leader", unit_id="unit", is_noted="noted")
        subject = f"instruction/{one['id']}"
        given = book.last(subject, Action.BRIEFING_INSTRUCT) or book.last(subject, Action.DUTY_ASSIGN)
        yield given, pairs
    briefing = record["basis"]["briefing"]
    if briefing is not None:
        pairs = [("/basis/briefing/presented_on", "/entry/on"), *_pairs("/basis/briefing", ("kind", "number"))]
        yield book.last(f"briefing/{briefing['id']}", Action.BRIEFING_REGISTER), pairs
        for one in record["basis"]["instructions"]:
            # 交办 of a duty's result registers the 呈批件 together with the first 批示 on it.
            assigned = book.last(f"instruction/{one['id']}", Action.DUTY_ASSIGN)
            if assigned is not None and _says(assigned, "number"):
                yield assigned, pairs


def _argument(record: dict[str, Any], book: Entries) -> Iterator[tuple[Entry | None, Pairs]]:
    """专家咨询, 调研, 公示, 听证, 决策后评估."""
    for at, one in enumerate(record["consultations"]):
        yield from _consultation(f"/consultations/{at}", one, book)
    for at, one in enumerate(record["research"]):
        cited = f"research/{one['research_id']}"
        matter = f"matter/{record['matter']['id']}"
        yield book.last(matter, Action.RESEARCH_CITE, naming=cited), [(f"/research/{at}/cited_on", "/entry/on")]
        if one["research"] is not None:
            place = f"/research/{at}/research"
            pairs = _pairs(place, ("modes", "since", "until", "findings", "proposals"))
            yield book.last(cited, Action.RESEARCH_SET), pairs + _renamed(place, is_led_by_member="led_by_member")
    for at, one in enumerate(record["publicity"]):
        place, subject = f"/publicity/{at}", f"public_notice/{one['id']}"
        yield book.last(subject, Action.PUBLICITY_OPEN), _pairs(place, ("since", "until"))
        yield book.last(subject, Action.PUBLICITY_CLOSE), _renamed(place, objections="count", answered="answered")
    for at, one in enumerate(record["hearings"]):
        place, subject = f"/hearings/{at}", f"hearing/{one['id']}"
        held, public = book.last(subject, Action.HEARING_HOLD), _renamed(place, is_public="public")
        announced = _pairs(place, ("planned_on",)) + (public if held is None else [])
        yield book.last(subject, Action.HEARING_ANNOUNCE), announced
        yield held, _pairs(place, ("participants",)) + _renamed(place, is_record_signed="record_signed") + public
    done = book.all(record["subject"], Action.DECISION_EVALUATE)
    if len(done) == len(record["evaluations"]):
        for at, entry in enumerate(done):
            yield entry, [(f"/evaluations/{at}/on", "/entry/on"), *_pairs(f"/evaluations/{at}", ("reached", "advice"))]


def _consultation(place: str, one: dict[str, Any], book: Entries) -> Iterator[tuple[Entry | None, Pairs]]:
    subject = f"consultation/{one['id']}"
    asked = [*_pairs(place, ("asked", "mode")), *_renamed(place, due_on="due", is_supplement="supplement")]
    yield book.last(subject, Action.CONSULTATION_OPEN), asked
    for at, advice in enumerate(one["advices"]):
        said = _renamed(f"{place}/advices/{at}", is_signed="signed", is_conflicted="conflicted")
        yield book.last(subject, Action.CONSULTATION_REPLY, naming=f"expert/{advice['expert_id']}"), said
    yield book.last(subject, Action.CONSULTATION_CONCLUDE), [(f"{place}/concluded_on", "/entry/on")]


def _emergency(record: dict[str, Any], book: Entries) -> Iterator[tuple[Entry | None, Pairs]]:
    """The report of a 临机处置, and who read it: one entry for each reading, in the same order."""
    if record["matter"] is None:
        return
    subject = f"matter/{record['matter']['id']}"
    report = next(iter(book.all(subject, Action.EMERGENCY_REPORT)), None)
    steps = [(one["id"], at) for at, one in enumerate(record["steps"]) if one["kind"] == "emergency"]
    if report is not None and steps:
        # A correction or a second report adds a step; the first is the one that was reported first.
        place = f"/steps/{min(steps)[1]}/values"
        yield report, [("/matter/number", "/entry/data/number"), *_pairs(place, ("decided_on", "reported_on"))]
    read = book.all(subject, Action.EMERGENCY_READ)
    if len(read) == len(record["readings"]):
        for at, entry in enumerate(read):
            yield entry, [(f"/readings/{at}/on", "/entry/on")]


def _meetings(record: dict[str, Any], book: Entries) -> Iterator[tuple[Entry | None, Pairs]]:
    items = [("/item", record["item"])] if record["item"] is not None else []
    items += [(f"/before/{at}/item", one["item"]) for at, one in enumerate(record["before"])]
    for place, item in items:
        if item["outcome"] and not item["is_referral"]:
            names = ("outcome", "method", "base", "present", "yes", "no", "abstain")
            pairs = _pairs(place, [name for name in names if item[name] is not None])
            yield book.last(f"item/{item['id']}", Action.MEETING_CONCLUDE), pairs
    for at, poll in enumerate(record["polls"]):
        if poll["state"] == "announced":
            sheet = ("base", "issued", "returned", "valid", "invalid")
            options = [
                (f"/polls/{at}/options/{number}/{name}", f"/entry/data/counts/{number}/{place}")
                for number, _ in enumerate(poll["options"])
                for place, name in enumerate(("yes", "no", "abstain"))
            ]
            yield book.last(f"poll/{poll['id']}", Action.POLL_CONFIRM), _pairs(f"/polls/{at}", sheet) + options
    for at, paper in enumerate(record["papers"]):
        if paper["kind"] in {"minutes", "light_minutes"}:
            yield book.last(f"paper/{paper['id']}", Action.MINUTES_SIGN), _pairs(f"/papers/{at}", ("number", "year"))


def _tasks(record: dict[str, Any], book: Entries) -> Iterator[tuple[Entry | None, Pairs]]:
    for at, task in enumerate(record["tasks"]):
        if task["closed_on"] is not None:
            pairs = [(f"/tasks/{at}/closed_on", "/entry/on"), *_pairs(f"/tasks/{at}", ("verified_on",))]
            yield book.last(f"task/{task['id']}", Action.TASK_CLOSE), pairs
        for place, report in enumerate(task["reports"]):
            pairs = _pairs(f"/tasks/{at}/reports/{place}", ("ask",))
            yield book.last(f"report/{report['id']}", Action.TASK_REPORT), pairs


def _says(entry: Entry, name: str) -> bool:
    """Whether the entry tells this; older entries tell less."""
    return name in json.loads(entry.line)["data"]


def _pairs(place: str, names: Iterable[str]) -> Pairs:
    """Places that have the same name in the data of the entry."""
    return [(f"{place}/{name}", f"/entry/data/{name}") for name in names]


def _renamed(place: str, **names: str) -> Pairs:
    """Places that have another name there."""
    return [(f"{place}/{here}", f"/entry/data/{there}") for here, there in names.items()]
