"""Bytes that no row knows are removed once a day."""

import datetime as dt

from django.utils import timezone

from yixing.attachments.store import sweep
from yixing.jobs.models import Job
from yixing.jobs.worker import job


@job("files.sweep", daily=dt.time(3, 0))
def sweep_files(_: Job) -> str:
    """Remove orphans older than a day."""
    return f"清除无主文件 {sweep(now=timezone.now())} 个"
