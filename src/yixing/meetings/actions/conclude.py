"""The conclusion of an item: outcome, vote, result, 议定事项, in one action."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from django.db.models import prefetch_related_objects

from yixing.access.actions import Action
from yixing.access.kinds import ref
from yixing.compliance.gates import Passed, noted
from yixing.decisions.facts import awaits_papers, concluded_effect, effect_facts
from yixing.decisions.models import Decision, Dissent
from yixing.decisions.records import Amendment, Circumstances, Settled, refs_of, settle, settled_of
from yixing.door.call import Call
from yixing.door.door import action, gate, record
from yixing.matters.facts import emergency_facts, matter_facts, with_more
from yixing.matters.models import Matter
from yixing.matters.standing import restate
from yixing.meetings import refusals  # noqa: F401  (registers the messages this module raises)
from yixing.meetings.actions.room import open_item
from yixing.meetings.facts import item_facts, poll_facts, room_facts
from yixing.meetings.models import AgendaItem, Statement, Vote
from yixing.meetings.naming import decision_number
from yixing.meetings.roll import present_rows, read_room, voters
from yixing.meetings.speaking import add_statements, order_of
from yixing.meetings.state import CARRIED, DECIDING, VOTED, outcome_word, possible_outcomes
from yixing.meetings.voting import entitled_of, result_of, rule_of
from yixing.people.models import Body, Organization, Person
from yixing_core.errors import Refusal
from yixing_core.rules.vocabulary import DECIDING_BODIES, EMERGENCY_TYPE
from yixing_core.voting.poll import Counts

Outcome = AgendaItem.Outcome
Method = AgendaItem.Method
Choice = Vote.Choice
_STANCE: dict[str, str] = {
    Choice.YES: Statement.Stance.AGREE,
    Choice.NO: Statement.Stance.DISAGREE,
    Choice.ABSTAIN: Statement.Stance.ABSTAIN,
    Choice.POSTPONE: Statement.Stance.POSTPONE,
}
_DECIDES = frozenset({Outcome.AGREED, Outcome.AGREED_IN_PRINCIPLE, Outcome.NO_OBJECTION})
"""Outcomes that decide a matter; to hear a report or to convey a paper decides nothing."""
_IN_FORCE = frozenset({Outcome.AGREED, Outcome.NO_OBJECTION})
"""Outcomes in force from the moment they are concluded; 原则同意 waits for its text."""
_TEXT_WANTED = {Outcome.CONVEYED: "贯彻意见", Outcome.HEARD: "会议要求", Outcome.WITHDRAWN: "撤题原因"}


@dataclass(slots=True)
class _Vote:
    """The vote that a conclusion rests on: who chose what (open methods only), the counts, whether it was carried."""

    method: str = Method.NONE
    choices: dict[int, str] = field(default_factory=dict)
    counts: Counts | None = None
    carried: bool | None = None
    base: int | None = None
    """Of a ballot: 应到 as it was frozen with it."""
    most: int = 0
    """Of a ballot: 同意 for the name that had most of them."""
    passed: list[Passed] = field(default_factory=list)
    room: dict[str, Any] = field(default_factory=dict)

    def room_of(self, item: AgendaItem, on: dt.date) -> dict[str, Any]:
        """The facts of the room, read once for the two or three gates of a conclusion."""
        if not self.room:
            self.room = room_facts(item, matter_group(item, on))
        return self.room


@action(Action.MEETING_CONCLUDE)
def meeting_conclude(
    call: Call,
    *,
    item_id: int,
    outcome: str,
    version: int | None = None,
    method: str = "",
    votes: Mapping[int, str] | None = None,
    text: str = "",
    settled: Sequence[Mapping[str, Any]] = (),
    in_order: bool = False,
    gists: Mapping[int, str] | None = None,
    candidates: int = 1,
    amendment: str = "",
    amending_unit_id: int | None = None,
    approver_id: int | None = None,
    amend_by: dt.date | None = None,
    supplement: str = "",
    again_on: dt.date | None = None,
    dissents: Mapping[int, str] | None = None,
) -> AgendaItem:
    """Conclude one item; whoever comes second is told that it is concluded already.

    The result of a vote is computed from the parameters of that day and must carry the outcome. What was agreed, agreed
    in principle, conveyed, heard or raised no objection becomes an 议定事项, one for each line.

    Args:
        call: the circumstances; ``on`` is the day of the meeting.
        item_id: an open item.
        outcome: code of ``AgendaItem.Outcome`` that its nature allows.
        version: of the item.
        method: oral, show, named or secret; oral if not given where a vote is needed.
        votes: for open methods the exceptions only, person → no, abstain or postpone; all others present agree.
        text: what was concluded; taken from the lines if empty.
        settled: lines with keys ``text, title, lead, assist, due`` (units by id); one line from ``text`` if empty.
        in_order: everybody present spoke in the prefilled order, the chair last: the statements are written so.
        gists: person → the point he made, for the statements that ``in_order`` writes and for dissents.
        candidates: persons put to one open vote (LC-17).
        amendment: of 原则同意: what is to be changed.
        amending_unit_id: by which unit.
        approver_id: who approves the amended text.
        amend_by: until when.
        supplement: of 暂缓: what is lacking.
        again_on: when it comes back.
        dissents: person → the opinion he reserves (LC-26); whoever votes against is kept in any case.

    Raises:
        Refusal: the outcome does not fit, a field is missing, the vote does not carry it, or a gate refuses.
    """
    item = open_item(call, item_id, Action.MEETING_CONCLUDE, version=version, doing="作结论")
    read_room(item)
    chosen = Outcome(outcome)
    _check_outcome(item, chosen)
    lines = _lines(item, chosen, text, settled)
    text = text.strip() or "；".join(line.text for line in lines)
    _check_text(item, chosen, text, supplement)
    edit = _amendment(chosen, amendment, amending_unit_id, approver_id, amend_by)
    vote = _vote(item, chosen, method, votes or {})
    if in_order and vote.method != Method.SECRET:
        _speak_in_order(item, vote, gists or {})
    prefetch_related_objects([item], "statements")
    if vote.choices:
        _ask_poll(call, item, chosen, vote, candidates)
    if chosen != Outcome.WITHDRAWN:
        vote.passed.append(
            _ask_conclusion(call, item, chosen, vote, text=text, supplement=supplement, edit=edit, again_on=again_on)
        )
    _check_result(call, item, chosen, vote)
    _ask_body(call, item, chosen, vote)
    effect = _ask_effect(call, item, chosen, vote)
    _write(call, item, chosen, vote, text=text, supplement=supplement, again_on=again_on)
    decisions = _decide(call, item, lines, edit)
    if effect is not None:
        vote.passed.append(replace(effect, about=ref(decisions[0])) if decisions else effect)
    _keep_dissent(decisions, vote, {**(gists or {}), **(dissents or {})}, set(dissents or {}))
    if item.matter is not None:
        vote.passed += _ratification(item.matter, call.on)
        restate(item.matter)
    record(
        call,
        item,
        refs=[item.meeting, item.matter, *refs_of(decisions)],
        passed=vote.passed,
        data=_public(item, decisions),
        note={"text": text, "votes": _by_name(vote)},
    )
    return item


def _ratification(matter: Matter, on: dt.date) -> list[Passed]:
    """追认: whether a 临机处置 was reported and ratified in time stands with the conclusion, and stops nothing."""
    if matter.type.slug != EMERGENCY_TYPE:
        return []
    facts = emergency_facts(matter)
    return [noted("matter.ratify", {"emergency": facts}, on=on)] if facts.get("decided_on") else []


def _check_outcome(item: AgendaItem, outcome: Outcome) -> None:
    possible = possible_outcomes(item.nature, is_referral=item.is_referral)
    if outcome in possible:
        return
    if item.is_referral:
        raise Refusal("outcome_referral", field="outcome")
    words = "、".join(outcome_word(each, item.nature) for each in possible)
    nature = item.get_nature_display()
    raise Refusal("outcome_impossible", field="outcome", nature=nature, outcome=outcome.label, possible=words)


def _lines(item: AgendaItem, outcome: Outcome, text: str, settled: Sequence[Mapping[str, Any]]) -> list[Settled]:
    """The lines that become 议定事项: those given, or one made of the text, led by the unit that put the matter."""
    if outcome not in DECIDING:
        return []
    lines = settled_of(settled)
    if lines:
        return lines
    if item.is_offline:
        # 另册占位: that something was decided is on record, what it was stays on paper.
        return [Settled(text=text.strip() or "内容见另册。", title=item.title)]
    if not text.strip():
        return []
    lead = item.matter.unit if item.matter is not None and outcome in VOTED else None
    return [Settled(text=text.strip(), title=item.title, lead=lead)]


def _check_text(item: AgendaItem, outcome: Outcome, text: str, supplement: str) -> None:
    word = outcome_word(outcome, item.nature)
    if outcome == Outcome.DEFERRED:
        if not supplement.strip():
            raise Refusal("conclusion_text", field="supplement", outcome=word, what="须补充的内容或缓议的原因")
        return
    if not text and outcome != Outcome.REJECTED and not item.is_offline:
        raise Refusal("conclusion_text", field="text", outcome=word, what=_TEXT_WANTED.get(outcome, "议定内容"))


def _amendment(
    outcome: Outcome, text: str, unit_id: int | None, approver_id: int | None, until: dt.date | None
) -> Amendment | None:
    if outcome != Outcome.AGREED_IN_PRINCIPLE:
        return None
    unit = Organization.objects.filter(pk=unit_id).first() if unit_id else None
    approver = Person.objects.filter(pk=approver_id).first() if approver_id else None
    missing = {
        "amendment": None if text.strip() else "修改要求",
        "amending_unit_id": None if unit else "修改单位",
        "approver_id": None if approver else "审定人",
        "amend_by": None if until else "修改时限",
    }
    lacking = {name: word for name, word in missing.items() if word}
    if lacking or unit is None or approver is None or until is None:
        raise Refusal("decision_amendment", field=next(iter(lacking)), what="、".join(lacking.values()))
    return Amendment(text.strip(), unit, approver, until)


def _vote(item: AgendaItem, outcome: Outcome, method: str, votes: Mapping[int, str]) -> _Vote:
    """Who voted how, or what the paper ballot said; nothing where the outcome rests on no vote."""
    poll: Any = item.polls.exclude(state="void").first()
    if outcome not in VOTED:
        if poll is not None and poll.state != "announced":
            raise Refusal("method_poll_running")
        return _Vote()
    chosen = Method(method or (Method.SECRET if poll is not None else Method.ORAL))
    if chosen == Method.NONE:
        raise Refusal("method_needed", field="method", outcome=outcome.label)
    if chosen == Method.SECRET:
        return _secret(poll)
    if poll is not None:
        raise Refusal("method_poll_exists", field="method", method=chosen.label)
    here = {row.person_id: row.person.name for row in voters(item)}
    choices = dict.fromkeys(here, str(Choice.YES))
    for person_id, choice in votes.items():
        if person_id not in here:
            person = Person.objects.filter(pk=person_id).first()
            raise Refusal("vote_absent", field="votes", name=person.name if person is not None else "此人")
        if choice not in Choice.values:
            raise Refusal("vote_choice", field="votes", name=here[person_id])
        choices[person_id] = choice
    tally = {choice: sum(given == choice for given in choices.values()) for choice in Choice.values}
    return _Vote(chosen, choices, Counts(tally["yes"], tally["no"], tally["abstain"], tally["postpone"]))


def _secret(poll: Any) -> _Vote:
    """The announced ballot; of several names each has its own counts, and the item has none of its own."""
    if poll is None or poll.state != "announced":
        raise Refusal("method_secret_poll", field="method")
    options = list(poll.options.all())
    counts = Counts(options[0].yes, options[0].no, options[0].abstain) if len(options) == 1 else None
    most = max((option.yes or 0 for option in options), default=0)
    return _Vote(Method.SECRET, {}, counts, any(option.passed for option in options), poll.base, most)


def _speak_in_order(item: AgendaItem, vote: _Vote, gists: Mapping[int, str]) -> None:
    """Write the statements of everybody who has none yet, in the prefilled order."""
    spoken = {row.person_id for row in item.statements.exclude(stance=Statement.Stance.NONE)}
    rows = []
    for turn in order_of(item):
        if turn.row is None:
            rows.append(Statement(speaker=turn.speaker[:60], stance=Statement.Stance.NONE))
        elif turn.row.person_id not in spoken:
            person_id = turn.row.person_id
            stance = _STANCE[vote.choices.get(person_id, Choice.YES)] if vote.choices else Statement.Stance.NONE
            rows.append(Statement(person_id=person_id, stance=stance, gist=gists.get(person_id, "")[:300]))
    if item.statements.exists():
        rows = [row for row in rows if row.person_id is not None]
    add_statements(item, rows)


def matter_group(item: AgendaItem, on: dt.date) -> dict[str, Any]:
    """What the matter brings to the gates of the room; a place held for offline papers brings only its kind."""
    if item.matter is not None:
        return matter_facts(item.matter, on)
    kind = {"type": "cadre_appointment"} if item.nature == "cadre" else {}
    return {"matter": {"nature": item.nature, "offline": item.is_offline, "punishment": False, **kind}}


def _ask_poll(call: Call, item: AgendaItem, outcome: Outcome, vote: _Vote, candidates: int) -> None:
    """The two gates of an open vote: may it begin, and does the result stand."""
    assert vote.counts is not None  # noqa: S101  (an open vote has counts)
    vote.carried = result_of(item, vote.counts).carried
    facts = vote.room_of(item, call.on)
    poll = poll_facts(item, method=vote.method, candidates=candidates)
    vote.passed.append(gate(call, "poll.open", {**facts, "poll": poll}))
    counts = {
        "yes": vote.counts.yes,
        "no": vote.counts.no,
        "abstain": vote.counts.abstain,
        "postpone": vote.counts.postpone,
        "declared_passed": outcome in CARRIED,
    }
    vote.passed.append(gate(call, "poll.declare", {**facts, "poll": poll | counts}))


def _ask_conclusion(
    call: Call,
    item: AgendaItem,
    outcome: Outcome,
    vote: _Vote,
    *,
    text: str,
    supplement: str,
    edit: Amendment | None,
    again_on: dt.date | None,
) -> Passed:
    polled = vote.method != Method.NONE
    extra: dict[str, Any] = {"resume_on": again_on}
    if edit is not None:
        extra |= {
            "edit_request_given": bool(edit.text),
            "edit_unit_named": True,
            "edit_approver_named": True,
            "edit_due": edit.until,
        }
    facts: dict[str, Any] = {
        **vote.room_of(item, call.on),
        "item": item_facts(item, outcome=outcome, polled=polled, text=text, supplement=supplement, **extra),
    }
    if polled:
        facts["poll"] = poll_facts(item, method=vote.method)
    return gate(call, "item.conclude", facts)


def _ask_body(call: Call, item: AgendaItem, outcome: Outcome, vote: _Vote) -> None:
    """May this body decide the matter at all."""
    matter, body = item.matter, item.meeting.body
    if outcome not in _DECIDES or matter is None or body is None or body.kind not in DECIDING_BODIES:
        return
    groups = {
        name: group for name, group in vote.room_of(item, call.on).items() if name in {"matter", "steps", "cadre"}
    }
    vote.passed.append(gate(call, "matter.route", with_more(groups, matter={"body": body.kind})))


def _ask_effect(call: Call, item: AgendaItem, outcome: Outcome, vote: _Vote) -> Passed | None:
    """What is agreed outright takes effect with its conclusion, unless it waits for 任前公示 and 任职文件.

    Then only the two proofs of the plenary (两步决定) are asked now, and everything else with those papers.
    """
    matter, body = item.matter, item.meeting.body
    if outcome not in _IN_FORCE or matter is None or body is None or body.kind not in DECIDING_BODIES:
        return None
    groups = {
        name: group for name, group in vote.room_of(item, call.on).items() if name in {"matter", "steps", "cadre"}
    }
    facts = effect_facts(concluded_effect(matter, body.kind, outcome, call.on, carried=vote.carried), group=groups)
    if awaits_papers(matter):
        if body.kind != Body.Kind.PLENARY:
            return None
        facts["decision"] |= {"promotion": False, "exceptional_promotion": False, "probation_needed": False}
    return gate(call, "decision.effect", facts)


def _check_result(call: Call, item: AgendaItem, outcome: Outcome, vote: _Vote) -> None:
    """The outcome must be what the count says; what was done before the system is recorded as it was (补录)."""
    if vote.carried is None or call.backfill:
        return
    yes = vote.counts.yes if vote.counts is not None else vote.most
    base = entitled_of(item.meeting) if vote.base is None else vote.base
    majority = rule_of(item.meeting, item).majority
    said: dict[str, Any] = {
        "yes": yes,
        "base": base,
        "verdict": majority.verdict(yes, base),
        "needed": majority.needed(base),
    }
    if outcome in CARRIED and not vote.carried:
        raise Refusal("vote_not_carried", field="outcome", outcome=outcome.label, **said)
    if outcome == Outcome.REJECTED and vote.carried:
        raise Refusal("vote_carried", field="outcome", **said)


def _write(
    call: Call, item: AgendaItem, outcome: Outcome, vote: _Vote, *, text: str, supplement: str, again_on: dt.date | None
) -> None:
    item.outcome, item.method, item.concluded_on = outcome, vote.method, call.on
    item.text, item.supplement, item.again_on = text, supplement.strip(), again_on
    if outcome != Outcome.WITHDRAWN:
        item.base, item.present = entitled_of(item.meeting), len(present_rows(item.meeting))
    if vote.counts is not None:
        item.yes, item.no, item.abstain = vote.counts.yes, vote.counts.no, vote.counts.abstain
        item.postpone = vote.counts.postpone
    item.save()
    Vote.objects.bulk_create(
        Vote(item=item, person_id=person_id, choice=choice) for person_id, choice in vote.choices.items()
    )


def _decide(call: Call, item: AgendaItem, lines: Sequence[Settled], edit: Amendment | None) -> list[Decision]:
    meeting, matter = item.meeting, item.matter
    about = Circumstances(
        source=Decision.Source.MEETING,
        outcome=item.outcome,
        on=call.on,
        is_backfilled=bool(call.backfill) or meeting.is_backfilled,
        area=matter.area if matter is not None else None,
        amendment=edit,
        awaits_papers=item.outcome in _IN_FORCE and awaits_papers(matter),
        origin={"meeting": meeting, "item": item, "matter": matter},
        counts={"yes": item.yes, "no": item.no, "abstain": item.abstain},
    )
    place = meeting.decisions.count()
    return [
        settle(line, decision_number(meeting, place + index), item.title, about) for index, line in enumerate(lines, 1)
    ]


def _keep_dissent(decisions: Sequence[Decision], vote: _Vote, words: Mapping[int, str], reserved: set[int]) -> None:
    """Whoever voted against, and whoever reserves his opinion, stays with the decision (LC-26)."""
    against = {person_id for person_id, choice in vote.choices.items() if choice == Choice.NO} | reserved
    Dissent.objects.bulk_create(
        Dissent(decision=decision, person_id=person_id, text=(words.get(person_id) or "不同意")[:300])
        for decision in decisions
        for person_id in sorted(against)
    )


def _public(item: AgendaItem, decisions: Sequence[Decision]) -> dict[str, Any]:
    """Codes and counts for the ledger: of a secret ballot the counts stand with the poll."""
    data: dict[str, Any] = {"outcome": item.outcome, "method": item.method, "base": item.base, "present": item.present}
    if item.yes is not None:
        data |= {"yes": item.yes, "no": item.no, "abstain": item.abstain, "postpone": item.postpone}
    return data | {"recused": item.recusals.count(), "decisions": [ref(row) for row in decisions]}


def _by_name(vote: _Vote) -> list[list[str]]:
    names = dict(Person.objects.filter(pk__in=vote.choices).values_list("pk", "name"))
    return [[names[person_id], choice] for person_id, choice in vote.choices.items()]
