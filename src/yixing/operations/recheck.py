"""``yixing recheck``: all rules over all decisions of a period, in the eyes of an account."""

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from yixing.access.actions import Action
from yixing.jobs.models import Job
from yixing.operations.capacity import acting, call_for
from yixing.recheck.actions import recheck_run
from yixing.recheck.judge import recheck
from yixing.recheck.occasions import Period
from yixing.recheck.result import as_dict, keep, words


@dataclass(frozen=True, slots=True)
class Rechecked:
    """What was found and in whose eyes."""

    reader: str
    found: dict[str, Any]

    @property
    def holds(self) -> bool:
        """Whether nothing stands open."""
        return not self.found["open"]

    def lines(self) -> Iterator[str]:
        """The result in words, a line a finding."""
        found = self.found
        yield (
            f"{found['since']} 至 {found['until']}：核对 {found['occasions']} 处，适用规定 {found['judged']} 条次。"
            f"按{self.reader}可见的范围。"
        )
        for each in found["open"]:
            strength = "" if each["binding"] else "（提示，没有说明理由）"
            who = "，".join(part for part in (each["unit"], each["member"]) if part)
            yield f"{each['word']}{strength}  {each['rule']} {each['title']}  {each['on']}  {each['about']}（{who or '—'}）：{each['text']}"
        yield f"不符合或待补 {len(found['open'])} 处；提示且已说明理由 {len(found['explained'])} 处。"


def run(*, since: dt.date, until: dt.date, user: str, progress: Callable[[int], None]) -> Rechecked:
    """Judge a period in the name of an account; the result stays and may be opened on the page as well.

    Raises:
        Refusal: ``recheck_span``, ``forbidden``, and what ``capacity.acting`` refuses.
    """
    actor = acting(Action.RECHECK_RUN, user)
    job = recheck_run(call_for(actor), since=since, until=until, by_command=True)
    try:
        found = recheck(actor, Period(since, until), progress)
        keep(job.pk, found)
    except BaseException:
        Job.objects.filter(pk=job.pk).update(state=Job.State.FAILED, message="命令没有核对成")
        raise
    Job.objects.filter(pk=job.pk).update(message=words(found))
    return Rechecked(f"{actor.name}（{actor.post_name}）", as_dict(found))
