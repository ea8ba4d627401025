"""What 表决票 and 表决结果报告单 are printed from."""

from yixing.ballots.counting import names
from yixing.ballots.models import Option, Poll
from yixing.compliance.gates import rulebook
from yixing.meetings.voting import rule_of
from yixing.papers.series import checkpoint_line, county
from yixing_core.errors import Refusal
from yixing_core.papers.ballots import BallotData, Candidate, CountRow, ResultReportData


def subject_of(poll: Poll) -> str:
    """What is voted on, as the papers name it: for cadres their kind only, as the names stand below."""
    return "干部任免" if poll.item.nature == "cadre" else ""


def _candidate(option: Option) -> Candidate:
    return Candidate(name=option.text, post=option.post or "—")


def ballot_data(poll: Poll) -> BallotData:
    """表决票, one for each who may vote."""
    options = list(poll.options.order_by("order"))
    return BallotData(
        session=poll.item.meeting.title,
        subject=subject_of(poll),
        candidates=tuple(_candidate(option) for option in options),
        copies=max(1, poll.entitled),
        seal=f"中共{county()}委员会",
        held_on=poll.item.meeting.on,
        post_label="拟任（免）职务" if poll.item.nature == "cadre" else "说明",
    )


def result_data(poll: Poll) -> ResultReportData:
    """表决结果报告单 of an announced ballot.

    Raises:
        Refusal: ``poll_state`` before the second teller has confirmed.
    """
    if poll.state != Poll.State.ANNOUNCED:
        raise Refusal("poll_state", state=poll.get_state_display(), action="打印结果报告单", next="请先计票并复核。")
    rows = [
        CountRow(
            candidate=_candidate(option),
            yes=option.yes or 0,
            no=option.no or 0,
            abstain=option.abstain or 0,
            carried=bool(option.passed),
        )
        for option in poll.options.order_by("order")
    ]
    return ResultReportData(
        session=poll.item.meeting.title,
        subject=subject_of(poll),
        entitled=poll.base,
        present=poll.present,
        handed_out=poll.issued or 0,
        returned=poll.returned or 0,
        valid=poll.valid or 0,
        void=poll.invalid or 0,
        rows=tuple(rows),
        basis=basis_of(poll),
        chief_scrutineer=poll.chief_scrutineer,
        scrutineers=tuple(names(poll.scrutineers)),
        tellers=tuple(names(poll.tellers)),
        checkpoint=checkpoint_line(),
    )


def basis_of(poll: Poll) -> str:
    """The articles by which the result was computed, with what is not verified marked."""
    book, day = rulebook(), poll.item.meeting.on
    known = {rule.id: rule for rule in book.rules(day)}
    wanted = [known[name] for name in rule_of(poll.item.meeting, poll.item).basis if name in known]
    return "；".join(dict.fromkeys(str(rule.citation) for rule in wanted)) or "本县议事规则"
