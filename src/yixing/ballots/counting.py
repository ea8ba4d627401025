"""The counts of a paper ballot between the rows and ``yixing_core.voting``."""

from collections.abc import Mapping, Sequence
from typing import Any

from yixing.ballots.models import Option, Poll
from yixing.meetings.voting import rule_of
from yixing_core.errors import Refusal
from yixing_core.voting.papers import CandidateCount, PaperCount, discrepancies, paper_results
from yixing_core.voting.poll import PollResult

MARKS = ("yes", "no", "abstain", "spoiled")


def label(option: Option) -> str:
    """How sheets and refusals name a line of the ballot."""
    return f"{option.text}（{option.post}）" if option.post else option.text


def entered(
    options: Sequence[Option], papers: Mapping[str, int], counts: Mapping[int, Mapping[str, int]]
) -> PaperCount:
    """What a teller entered.

    Args:
        options: the lines of the ballot.
        papers: keys ``issued, returned, valid, invalid``.
        counts: order of the line → keys ``yes, no, abstain`` and, if any, ``spoiled``.

    Raises:
        Refusal: ``poll_option_missing``.
    """
    lines = []
    for option in options:
        marks = counts.get(option.order)
        if marks is None:
            raise Refusal("poll_option_missing", field=f"yes_{option.order}", text=label(option))
        yes, no, abstain, spoiled = (int(marks.get(name, 0)) for name in MARKS)
        lines.append(CandidateCount(str(option.order), label(option), yes, no, abstain, spoiled))
    issued, returned, valid, invalid = (int(papers[name]) for name in ("issued", "returned", "valid", "invalid"))
    return PaperCount(issued, returned, valid, invalid, tuple(lines))


def must_balance(count: PaperCount, *, voters: int) -> None:
    """Refuse papers that do not add up, naming every count that does not and pointing at the first field.

    Raises:
        Refusal: ``voting.papers``.
    """
    found = discrepancies(count, voters=voters)
    if found:
        first = found[0]
        field = f"yes_{first.candidate}" if first.candidate else first.field
        raise Refusal("voting.papers", field=field, problems="；".join(each.text for each in found))


def stored(poll: Poll, options: Sequence[Option]) -> PaperCount:
    """The first teller's count as it stands in the rows."""
    papers = {name: getattr(poll, name) or 0 for name in ("issued", "returned", "valid", "invalid")}
    marks = {option.order: {name: getattr(option, name) or 0 for name in MARKS} for option in options}
    return entered(options, papers, marks)


def results(poll: Poll, count: PaperCount) -> dict[int, PollResult]:
    """The result for each line, from the rule in force on the meeting's day and the numbers frozen with the poll."""
    found = paper_results(
        rule_of(poll.item.meeting, poll.item),
        entitled=poll.base,
        present=poll.present,
        voters=poll.entitled,
        count=count,
    )
    return {int(key): result for key, result in found.items()}


def names(text: str) -> list[str]:
    """The names in a field that divides them with 、 or commas.

    >>> names("委员甲、委员乙")
    ['委员甲', '委员乙']
    """
    return [part.strip() for part in text.replace("，", "、").replace(",", "、").split("、") if part.strip()]


def poll_counts(poll: Poll, count: PaperCount, line: CandidateCount, *, passed: bool) -> dict[str, Any]:
    """The facts of one line for ``poll.declare``; a line marked wrongly counts as invalid for that name only."""
    return {
        "issued": count.issued,
        "returned": count.returned,
        "valid": count.valid - line.void,
        "invalid": count.invalid + line.void,
        "yes": line.yes,
        "no": line.no,
        "abstain": line.abstain,
        "postpone": 0,
        "declared_passed": passed,
        "counted_twice": True,
    } | staff_facts(poll)


def staff_facts(poll: Poll) -> dict[str, Any]:
    """Who watches and counts, in numbers; a recused member may do neither."""
    watching = [*names(poll.chief_scrutineer), *names(poll.scrutineers)]
    counting = names(poll.tellers)
    recused = set(poll.item.recusals.values_list("person__name", flat=True))
    return {
        "scrutineers": len(watching),
        "tellers": len(counting),
        "scrutineer_conflicts": len(recused.intersection([*watching, *counting])),
    }
