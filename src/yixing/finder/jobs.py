"""Once a day the index is looked over: what it missed is brought in, and all of it where it is gone."""

import datetime as dt

from yixing.jobs.models import Job
from yixing.jobs.worker import job
from yixing.search.index import refresh


@job("search.refresh", daily=dt.time(2, 0))
def refresh_index(_: Job) -> str:
    """Bring in what is missing."""
    return f"补入索引 {refresh()} 条"
