"""《程序核对单》 as plain rows: the same for the page and for the print."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from yixing.access.kinds import ref
from yixing.compliance.reasons import reasons
from yixing.matters.models import Endorsement, Matter
from yixing.matters.routing import Route, StepLine, without_deliberation
from yixing.matters.standing import standing_steps, valid_signatures
from yixing.matters.steps import StepKind
from yixing_core.rules.model import MARKS, STATUS_LABELS, Finding, Status

Stage = Endorsement.Stage


@dataclass(frozen=True, slots=True)
class CheckLine:
    """One line: what is asked, what was done, how it stands, on what basis, what is lacking and whom to ask."""

    step: str
    requirement: str
    done: str
    status: Status
    basis: str
    verified: bool
    lacking: str

    @property
    def mark(self) -> str:
        """✓ ○ ✕ –."""
        return MARKS[self.status]

    @property
    def word(self) -> str:
        """已具备 · 待补 · 不符合 · 不适用."""
        return STATUS_LABELS[self.status]


@dataclass(frozen=True, slots=True)
class CheckSheet:
    """The whole sheet; ``verdict`` is 0 可以上会, 1 补齐后上会, 2 报书记同意后上会."""

    lines: tuple[CheckLine, ...]
    lacking: tuple[Finding, ...]
    verdict: int
    consent_reason: str
    checker: str
    approver: str
    checked_on: dt.date | None


READY, COMPLETE_FIRST, WITH_CONSENT = range(3)


def check_sheet(matter: Matter, route: Route, *, confidential: bool) -> CheckSheet:
    """Put the route of a matter into the rows of the 程序核对单.

    Args:
        matter: the matter.
        route: of the day.
        confidential: whether 酝酿 may be shown to the reader.
    """
    done = _done(matter)
    steps = [line for line in route.steps if confidential or line.step != StepKind.DELIBERATION]
    lines = [_step(line, done.get(line.step, "")) for line in steps]
    others = route.others if confidential else without_deliberation(route.others)
    lines += [_other(finding) for finding in others if finding.status is not Status.NOT_APPLICABLE]
    lacking = route.lacking if confidential else without_deliberation(route.lacking)
    written = reasons(ref(matter), "matter.list")
    signed = {signature.stage: signature for signature in valid_signatures(matter)}
    checker, approver = signed.get(Stage.OFFICE), signed.get(Stage.DIRECTOR)
    given = [written[finding.rule] for finding in lacking if finding.rule in written]
    return CheckSheet(
        lines=tuple(lines),
        lacking=lacking,
        verdict=_verdict(lacking, given),
        consent_reason="；".join(given),
        checker=str(checker.person) if checker and checker.person else "",
        approver=str(approver.person) if approver and approver.person else "",
        checked_on=checker.on if checker else None,
    )


def _verdict(lacking: Iterable[Finding], given: list[str]) -> int:
    unmet = list(lacking)
    if not unmet:
        return READY
    return WITH_CONSENT if given and not any(finding.blocks for finding in unmet) else COMPLETE_FIRST


def _step(line: StepLine, done: str) -> CheckLine:
    finding = line.finding
    undecided = f"先登记{'、'.join(line.undecided)}，才能判定是否需要"
    lacking = _lacking(finding) if line.certain else undecided
    return CheckLine(
        line.label, finding.requires, done, line.status, _basis(finding), finding.citation.verified, lacking
    )


def _other(finding: Finding) -> CheckLine:
    return CheckLine(
        finding.title,
        finding.requires,
        finding.text if finding.status is Status.SATISFIED else "",
        finding.status,
        _basis(finding),
        finding.citation.verified,
        _lacking(finding),
    )


def _lacking(finding: Finding) -> str:
    return f"{finding.text.removeprefix('缺：')}（找{finding.who}）" if finding.unmet else ""


def _basis(finding: Finding) -> str:
    citation = finding.citation
    article = "" if citation.article == "待核" else citation.article
    return f"《{citation.regulation}》{article}"


def _done(matter: Matter) -> dict[str, str]:
    """Step → day and paper of the last record, or day and signer of the signature."""
    words = {
        step.kind: "，".join(part for part in (day_words(step.on), step.document) if part)
        for step in standing_steps(matter)
    }
    for signature in valid_signatures(matter):
        words[signature.stage] = f"{day_words(signature.on)}，{signature.person or ''}"
    rounds = list(matter.rounds.order_by("id"))
    if rounds:
        words[StepKind.OPINIONS] = f"{day_words(rounds[0].opened_on)}起征求{len(rounds)}轮"
    return words


def day_words(day: dt.date) -> str:
    """A day as papers write it.

    >>> day_words(dt.date(2023, 6, 5))
    '2023年6月5日'
    """
    return f"{day.year}年{day.month}月{day.day}日"
