"""Ended sessions are cleared once a day."""

import datetime as dt

from django.contrib.sessions.models import Session
from django.utils import timezone

from yixing.jobs.models import Job
from yixing.jobs.worker import job


@job("session.cleanup", daily=dt.time(3, 30))
def clear_sessions(_: Job) -> str:
    """Delete sessions that have ended."""
    count, _by_model = Session.objects.filter(expire_date__lt=timezone.now()).delete()
    return f"清除已结束的会话 {count} 个"
