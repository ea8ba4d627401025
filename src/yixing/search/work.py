"""The nightly job that heals the index: what a fault or a bulk change left out of date is written then."""

import datetime as dt

from yixing.jobs.models import Job
from yixing.jobs.worker import job
from yixing.search.index import rebuild

KIND = "search.rebuild"


@job(KIND, daily=dt.time(3, 30))
def search_rebuild(task: Job) -> str:
    """Compare every thing with its row in the index."""

    def tell(done: int, total: int) -> None:
        Job.objects.filter(pk=task.pk).update(progress=done, total=total)

    return f"更新 {rebuild(tell)} 条"
