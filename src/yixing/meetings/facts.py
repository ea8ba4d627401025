"""The rulebook's facts about a meeting, built from its records under exactly the catalogue's names.

What the product itself makes impossible is stated as such: a vote row exists only for a member who is present and not
recused, so that votes by proxy, in writing or by outsiders are 0 by construction, not by assertion.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from yixing.access.kinds import ref
from yixing.attachments.models import Attachment
from yixing.matters.models import Endorsement, Matter, Nature
from yixing.meetings.models import AgendaItem, Attendance, Meeting, Statement
from yixing.meetings.roll import chair_of, present_rows, recused_ids, voting_rows
from yixing.people.models import Body
from yixing.people.queries import members

BODY_CODES: dict[str, str] = {
    Body.Kind.PLENARY: "plenary",
    Body.Kind.STANDING_COMMITTEE: "standing_committee",
    Body.Kind.PARTY_GROUP: "party_group",
    Body.Kind.SECRETARY: "secretary_meeting",
}
LIGHT_CODES: dict[str, str] = {
    Meeting.Kind.TOPIC: "thematic_meeting",
    Meeting.Kind.DISPATCH: "dispatch_meeting",
    Meeting.Kind.CHECK_IN: "brief_meeting",
    Meeting.Kind.ON_SITE: "onsite_meeting",
    Meeting.Kind.SECRETARY: "secretary_meeting",
}
OUTCOME_CODES: dict[str, str] = {
    AgendaItem.Outcome.AGREED: "agree",
    AgendaItem.Outcome.AGREED_IN_PRINCIPLE: "agree_in_principle",
    AgendaItem.Outcome.DEFERRED: "postpone",
    AgendaItem.Outcome.REJECTED: "disagree",
    AgendaItem.Outcome.CONVEYED: "convey",
    AgendaItem.Outcome.HEARD: "heard",
    AgendaItem.Outcome.NO_OBJECTION: "no_objection",
    AgendaItem.Outcome.REFERRED: "refer",
}
METHOD_CODES: dict[str, str] = {
    AgendaItem.Method.ORAL: "oral",
    AgendaItem.Method.SHOW: "hands",
    AgendaItem.Method.NAMED: "named",
    AgendaItem.Method.SECRET: "secret",
}
STAND_TAKEN = frozenset(Statement.Stance.values) - {Statement.Stance.NONE}


def body_facts(meeting: Meeting) -> dict[str, Any]:
    """``body``: what kind of body meets, and how many are entitled that day."""
    if meeting.body is None:
        return {"kind": LIGHT_CODES.get(meeting.kind)}
    found = members(meeting.body, meeting.on)
    entitled = meeting.entitled if meeting.entitled is not None else found.entitled
    return {"kind": BODY_CODES[meeting.body.kind], "entitled": entitled, "alternates": len(found.alternates)}


def _chair_code(meeting: Meeting) -> str | None:
    """Which of the three words fits who presides: 书记, 副书记 (by the post of that day), or another member."""
    if meeting.chair is None:
        return None
    if meeting.chair == chair_of(meeting):
        return "secretary"
    row = meeting.attendances.filter(person=meeting.chair).first()
    return "deputy" if row is not None and "副书记" in row.post_name else "other"


def determined(matter: Matter) -> bool:
    """Whether the chair's latest word on it, after the last return, was 上会 (LC-11)."""
    words: list[str] = []
    for row in sorted(matter.endorsements.all(), key=lambda row: row.pk):  # prefetched where many are asked
        if row.verdict == Endorsement.Verdict.RETURN:
            words = []
        elif row.stage == Endorsement.Stage.CHAIR:
            words.append(row.verdict)
    return bool(words) and words[-1] == Endorsement.Verdict.LIST


def is_determined(item: AgendaItem) -> bool:
    """Whether an item stands on the chair's word.

    An item without a matter is 传达学习, a hearing or a paper to read, or a place held for what stays on paper: it is
    not put to the vote, and the chair determines it with the list of the meeting.
    """
    return item.matter is None or determined(item.matter)


def _without_papers(items: Iterable[AgendaItem]) -> int:
    """Items on which nothing was sent out: no file at the matter and none at the item."""
    wanted = {ref(item): (ref(item), ref(item.matter) if item.matter else "") for item in items if not item.is_offline}
    places = {place for pair in wanted.values() for place in pair if place}
    have = set(
        Attachment.objects.filter(subject__in=places, file__destroyed__isnull=True).values_list("subject", flat=True)
    )
    return sum(1 for pair in wanted.values() if not have.intersection(pair))


def meeting_facts(meeting: Meeting) -> dict[str, Any]:
    """``meeting``: who presides, when it was announced, what is on the agenda, who is missing."""
    items = list(
        meeting.items.exclude(outcome=AgendaItem.Outcome.WITHDRAWN)
        .select_related("matter")
        .prefetch_related("matter__endorsements")
    )
    rows = voting_rows(meeting)
    facts: dict[str, Any] = {
        "chair": _chair_code(meeting),
        "chair_delegated": meeting.is_delegated,
        "notice_on": meeting.notified_on,
        "papers_on": meeting.papers_on,
        "held_on": meeting.on,
        "items": len(items),
        "undetermined_items": sum(1 for item in items if not is_determined(item)),
        "items_without_papers": _without_papers(items),
        "cadre_items": sum(1 for item in items if item.nature == Nature.CADRE),
        "absent_without_leave": sum(1 for row in rows if row.presence == Attendance.Presence.ABSENT),
        "election": False,
    }
    facts["called_by_secretary"] = facts["undetermined_items"] == 0
    if meeting.kind == Meeting.Kind.PLENARY:
        facts["agenda_set_by_standing_committee"] = all(reviewed_on(item.matter) is not None for item in items)
        facts["members_consulted"] = meeting.members_consulted
    return facts


def reviewed_on(matter: Matter | None) -> Any:
    """The day the standing committee passed a matter on to the plenary; ``None`` if it did not."""
    if matter is None:
        return None
    row = matter.items.filter(is_referral=True, outcome=AgendaItem.Outcome.REFERRED).order_by("-concluded_on").first()
    return row.concluded_on if row is not None else None


def _stands(item: AgendaItem) -> list[tuple[int, int]]:
    """(place, person) of everybody who took a stand, in the order they spoke."""
    return [
        (row.order, row.person_id)
        for row in item.statements.all()
        if row.stance in STAND_TAKEN and row.person_id is not None
    ]


def chair_spoke_last(item: AgendaItem) -> bool | None:
    """Whether the person presiding took his stand after everybody else; ``None`` where it was not recorded.

    Introducing an item or asking is no stand (practice.md §1.3/15).
    """
    stands = _stands(item)
    chair = item.meeting.chair_id
    if not stands or chair not in {person for _, person in stands}:
        return None
    return stands[-1][1] == chair


def poll_facts(item: AgendaItem, *, method: str, candidates: int = 1, **counts: Any) -> dict[str, Any]:
    """``poll``: how the vote on an item is taken.

    Args:
        item: the item.
        method: a code of ``AgendaItem.Method``.
        candidates: names on one paper, or put to one vote.
        counts: facts only the caller knows (``yes``, ``declared_passed``, ``issued`` …).
    """
    recused = recused_ids(item)
    statements = list(item.statements.all())
    facts: dict[str, Any] = {
        "method": METHOD_CODES[method],
        "matters": 1,
        "candidates": candidates,
        "separate_choice": method == AgendaItem.Method.SECRET,
        "entitled": item.meeting.entitled if item.meeting.body is not None else None,
        "recused": len(recused),
        "recused_present": 0,
        "recused_voted": 0,
        "outsiders_voted": 0,
        "proxy_votes": 0,
        "written_counted": 0,
        "other_names": 0,
        "spoken": len({person for _, person in _stands(item)}),
        "chair_spoke_last": chair_spoke_last(item),
        "introduced": any(row.stance == Statement.Stance.NONE for row in statements) or None,
        "sharp_disagreement": False,
        "reconsideration": False,
    }
    if method == AgendaItem.Method.SECRET:
        facts["medium"] = "paper"
    return facts | counts


def item_facts(
    item: AgendaItem, *, outcome: str, polled: bool, text: str, supplement: str = "", **edit: Any
) -> dict[str, Any]:
    """``item``: the conclusion that is about to be drawn; ``edit`` are the facts of 原则同意 and 暂缓."""
    return {
        "outcome": OUTCOME_CODES[outcome],
        "polled": polled,
        "conclusion_given": bool(text.strip()),
        "supplement_given": bool(supplement.strip()) if outcome == AgendaItem.Outcome.DEFERRED else None,
        "secretary_meeting_decision": item.meeting.body is not None and item.meeting.body.kind == Body.Kind.SECRETARY,
    } | edit


def seat_facts(meeting: Meeting) -> dict[str, Any]:
    """The facts that all items of a meeting share: body, who is there, meeting."""
    return {"body": body_facts(meeting), "present": len(present_rows(meeting)), "meeting": meeting_facts(meeting)}


def room_facts(item: AgendaItem, matter: Mapping[str, Any], seats: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """The facts that the three gates of an item share: body, present, meeting, and what the matter brings.

    Args:
        item: the item.
        matter: the facts of its matter.
        seats: ``seat_facts`` of its meeting where they are known already.
    """
    return {
        # What is no appointment concerns nobody's post: said, because a rule cannot tell "no" from "not recorded".
        "cadre": {"chief_of_township": False},
        **matter,
        **(seats or seat_facts(item.meeting)),
    }


def minutes_facts(
    meeting: Meeting, *, items: int, signer: str, reviewed: bool, parts: bool | None, matches: bool
) -> dict[str, Any]:
    """``minutes``: what the record of a closed meeting holds (LC-29), and how the 纪要 went round.

    Args:
        meeting: the meeting.
        items: how many items the 纪要 reports.
        signer: code of who signs.
        reviewed: by the office.
        parts: checked by the members concerned.
        matches: no contradiction with the record.
    """
    rows = meeting.items.exclude(outcome=AgendaItem.Outcome.WITHDRAWN)
    voted = [
        item
        for item in rows.prefetch_related("votes", "statements", "polls")
        if item.method not in {"", AgendaItem.Method.NONE}
    ]
    open_votes = [item for item in voted if item.method != AgendaItem.Method.SECRET]
    return {
        "attendance": not meeting.attendances.filter(
            capacity=Attendance.Capacity.MEMBER, presence=Attendance.Presence.EXPECTED
        ).exists(),
        "chair": meeting.chair_id is not None,
        "items": items,
        # In an open vote everybody's choice is a row with his name: dissent cannot be left out of the record.
        "opinions": all(item.votes.all() or item.statements.all() for item in open_votes),
        "method": True,
        "votes": all(item.yes is not None or item.polls.all() for item in voted),
        "dissent_kept": all(item.votes.all() for item in open_votes),
        "signer": signer,
        "reviewed_by_office": reviewed,
        "member_parts_reviewed": parts,
        "figures_match": matches,
    }
