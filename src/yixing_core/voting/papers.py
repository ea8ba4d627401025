"""Accounting of ballot papers: issued, returned, valid, invalid, and per candidate what was marked.

A paper that is not returned is 未投: it reduces the papers returned and is neither 弃权 nor invalid. Counts are
entered by one teller and again by another (录入甲, 复核乙); ``differences`` says where they disagree.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, fields

from yixing_core.errors import Refusal
from yixing_core.voting.poll import Counts, PollResult, poll_result
from yixing_core.voting.rule import VotingRule


@dataclass(frozen=True, slots=True)
class CandidateCount:
    """What the valid papers say of one candidate or item.

    Attributes:
        id: of the candidate or item.
        label: how the sheet names it.
        yes: 同意.
        no: 不同意.
        abstain: 弃权.
        void: valid papers on which this one line has no mark or several (该项无效).
    """

    id: str
    label: str
    yes: int
    no: int
    abstain: int
    void: int = 0


@dataclass(frozen=True, slots=True)
class PaperCount:
    """One count of the papers of one poll: 发出票, 收回票, 有效票, 无效票, and the candidates."""

    issued: int
    returned: int
    valid: int
    invalid: int
    candidates: tuple[CandidateCount, ...]

    @property
    def not_returned(self) -> int:
        """未投: papers issued and not returned."""
        return self.issued - self.returned


@dataclass(frozen=True, slots=True)
class Discrepancy:
    """A count that does not add up: which, and the sentence. ``candidate`` is the id where it concerns one."""

    field: str
    text: str
    candidate: str = ""


def discrepancies(count: PaperCount, *, voters: int) -> list[Discrepancy]:
    """Return everything that does not add up, empty if the papers balance.

    Args:
        count: the papers.
        voters: those present who may vote.

    Example:
        >>> line = CandidateCount("p1", "委员甲", yes=5, no=2, abstain=1)
        >>> [d.text for d in discrepancies(PaperCount(9, 9, 9, 0, (line,)), voters=9)]
        ['委员甲：同意5票、不同意2票、弃权1票合计8票，与有效票9张不符']
    """
    negative = list(_negative(count))
    return negative or [*_paper_problems(count, voters), *_candidate_problems(count)]


def require_balanced(count: PaperCount, *, voters: int) -> None:
    """Refuse papers that do not add up, naming every count that does not.

    Raises:
        Refusal: ``voting.papers``; ``findings`` holds the discrepancies.
    """
    found = discrepancies(count, voters=voters)
    if found:
        problems = "；".join(item.text for item in found)
        raise Refusal("voting.papers", field=found[0].field, findings=found, problems=problems)


@dataclass(frozen=True, slots=True)
class Difference:
    """Where the second count differs from the first."""

    field: str
    label: str
    first: int | None
    second: int | None


_NAMES = {
    "issued": "发出票",
    "returned": "收回票",
    "valid": "有效票",
    "invalid": "无效票",
    "yes": "同意",
    "no": "不同意",
    "abstain": "弃权",
    "void": "该项无效",
}


def differences(first: PaperCount, second: PaperCount) -> list[Difference]:
    """Compare the entry of one teller with that of the other; empty when they agree.

    A candidate that only one of them has appears with None on the other side.
    """
    found = [
        Difference(name, _NAMES[name], getattr(first, name), getattr(second, name))
        for name in ("issued", "returned", "valid", "invalid")
        if getattr(first, name) != getattr(second, name)
    ]
    ones, others = ({c.id: c for c in count.candidates} for count in (first, second))
    for key in dict.fromkeys([*ones, *others]):
        one, other = ones.get(key), others.get(key)
        label = (one or others[key]).label
        for name in ("yes", "no", "abstain", "void"):
            mine = getattr(one, name) if one else None
            theirs = getattr(other, name) if other else None
            if mine != theirs:
                found.append(Difference(f"{key}.{name}", f"{label}：{_NAMES[name]}", mine, theirs))
    return found


def paper_results(
    rule: VotingRule, *, entitled: int, present: int, voters: int, count: PaperCount
) -> dict[str, PollResult]:
    """Compute the result for every candidate from balanced papers.

    Args:
        rule: the rule in force on the day.
        entitled: 应到会.
        present: 实到会.
        voters: those present who may vote.
        count: the papers.

    Returns:
        Id of the candidate → result, in the order of the papers.

    Raises:
        Refusal: the papers do not balance, or the numbers of people contradict each other.
    """
    require_balanced(count, voters=voters)
    results = {}
    for line in count.candidates:
        counts = Counts(line.yes, line.no, line.abstain, invalid=count.invalid + line.void)
        results[line.id] = poll_result(rule, entitled=entitled, present=present, counts=counts, voters=voters)
    return results


def paper_sentence(count: PaperCount) -> str:
    """Return the sentence on the papers for the result sheet."""
    text = f"发出票{count.issued}张、收回票{count.returned}张、有效票{count.valid}张、无效票{count.invalid}张"
    return text + (f"，未投{count.not_returned}张" if count.not_returned else "")


def _negative(count: PaperCount) -> Iterator[Discrepancy]:
    for name in ("issued", "returned", "valid", "invalid"):
        if getattr(count, name) < 0:
            yield Discrepancy(name, f"{_NAMES[name]}不能为负数")
    for line in count.candidates:
        for field in fields(line):
            if field.name in _NAMES and getattr(line, field.name) < 0:
                yield Discrepancy(field.name, f"{line.label}：{_NAMES[field.name]}不能为负数", line.id)


def _paper_problems(count: PaperCount, voters: int) -> Iterator[Discrepancy]:
    if count.issued > voters:
        yield Discrepancy("issued", f"发出票{count.issued}张，多于到会有表决权的{voters}人")
    if count.returned > count.issued:
        yield Discrepancy("returned", f"收回票{count.returned}张，多于发出票{count.issued}张，本次投票无效")
    if count.valid + count.invalid != count.returned:
        total = count.valid + count.invalid
        yield Discrepancy(
            "valid",
            f"有效票{count.valid}张、无效票{count.invalid}张合计{total}张，与收回票{count.returned}张不符",
        )


def _candidate_problems(count: PaperCount) -> Iterator[Discrepancy]:
    if not count.candidates:
        yield Discrepancy("candidates", "没有列出表决的人选或事项")
    for key, times in Counter(line.id for line in count.candidates).items():
        if times > 1:
            label = next(line.label for line in count.candidates if line.id == key)
            yield Discrepancy("candidates", f"{label}列了{times}次", key)
    for line in count.candidates:
        total = line.yes + line.no + line.abstain + line.void
        if total != count.valid:
            void = f"、该项无效{line.void}票" if line.void else ""
            marks = f"同意{line.yes}票、不同意{line.no}票、弃权{line.abstain}票{void}"
            yield Discrepancy("candidates", f"{line.label}：{marks}合计{total}票，与有效票{count.valid}张不符", line.id)
