"""What the job loop does for a proposal: solve, tell how far it is, stop when told, keep the answer as a file."""

import json
import os
import time
from dataclasses import astuple, dataclass, field
from typing import Any

from django.utils import timezone

from yixing.jobs.files import Shelf
from yixing.jobs.models import Job
from yixing.jobs.worker import job
from yixing.portfolios.catalogue import areas_on
from yixing.proposals.actions import KIND, LIMITS
from yixing.proposals.asked import base_lines, both_tags, document_of
from yixing.proposals.models import Proposal
from yixing_core.errors import Refusal
from yixing_core.portfolio.answer import Answer
from yixing_core.portfolio.parse import problem_from
from yixing_core.portfolio.problem import Problem
from yixing_core.portfolio.solve import Progress, solve
from yixing_core.portfolio.wording import grouped

ANSWERS = Shelf("proposals", ".json", most=200)
_EVERY = 1.0
"""Seconds between two looks at the database."""


@dataclass
class _Watch:
    """Tells the page how far it is, and asks whether to stop; both at most once a second."""

    job_id: int
    proposal_id: int
    told: float = field(default_factory=time.monotonic)
    asked: float = field(default_factory=time.monotonic)
    stopped: bool = False

    def tell(self, progress: Progress) -> None:
        now = time.monotonic()
        if now - self.told >= _EVERY:
            self.told = now
            Job.objects.filter(pk=self.job_id).update(message=progress.words[:300], claimed=timezone.now())

    def cancelled(self) -> bool:
        now = time.monotonic()
        if not self.stopped and now - self.asked >= _EVERY:
            self.asked = now
            self.stopped = Proposal.objects.filter(pk=self.proposal_id, stopped_on__isnull=False).exists()
        return self.stopped


@job(KIND)
def solve_proposal(task: Job) -> str:
    """Compute one proposal; killed halfway it leaves nothing, and the next loop begins anew."""
    proposal = Proposal.objects.select_related("division").get(pk=task.payload["proposal"])
    watch = _Watch(task.pk, proposal.pk)
    lines = base_lines(proposal)
    asked = document_of(proposal, lines)
    kept = {"problem": asked, "lines": [astuple(line) for line in lines]}
    try:
        problem = problem_from(asked)
        limit = min(proposal.seconds, max(LIMITS))  # more could be asked for once
        answer = solve(problem, limit=limit, progress=watch.tell, cancelled=watch.cancelled)
    except (Refusal, MemoryError) as ended:
        refusal = ended if isinstance(ended, Refusal) else Refusal("portfolio.memory")
        keep(task.pk, kept | {"refused": f"{refusal.text}{refusal.mend}"})
        return "没有算出方案"
    keep(task.pk, kept | _document(problem, answer))
    contradictory = answer.assignment and both_tags(areas_on(proposal.on), proposal.on)
    return f"{answer.status.label}；有不相容事项" if contradictory else answer.status.label


def keep(job_id: int, document: dict[str, Any]) -> None:
    """Put an answer on the shelf, whole or not at all."""
    target = ANSWERS.cleared(job_id)
    part = target.with_name(f".{target.name}.{os.getpid()}")
    part.write_text(json.dumps(document, ensure_ascii=False), encoding="utf-8")
    part.replace(target)
    ANSWERS.prune()


def answer_of(proposal: Proposal) -> dict[str, Any] | None:
    """The answer of a proposal; ``None`` while it is computed, or when it was tidied away."""
    place = ANSWERS.place(proposal.job_id)
    return dict(json.loads(place.read_text(encoding="utf-8"))) if place.exists() else None


def _document(problem: Problem, answer: Answer) -> dict[str, Any]:
    """``PLAN.json``, with the conflict told in few lines and what would help; ``unexplained`` where it was not found."""
    names = [reason.rule for reason in answer.conflict]
    told = grouped(problem, names) if answer.explained else []
    unexplained = "" if answer.explained else "".join(reason.text for reason in answer.conflict)
    relaxations = [[step.text for step in relaxation.steps] for relaxation in answer.relaxations]
    return answer.to_document() | {"told": told, "unexplained": unexplained, "relaxations": relaxations}
