"""Units, leaders and tasks with the columns that creating one fills, registered with auditlog."""

from auditlog.registry import auditlog  # type: ignore[import-untyped]  # ships no types
from django.db import models


class Unit(models.Model):
    """Who has to do it."""

    name = models.CharField(max_length=80)


class Leader(models.Model):
    """In whose portfolio it lies."""

    name = models.CharField(max_length=40)


class Source(models.Model):
    """The decision it comes from."""

    title = models.CharField(max_length=200)
    decided_on = models.DateField()


class Task(models.Model):
    """One task."""

    source = models.ForeignKey(Source, models.PROTECT)
    text = models.CharField(max_length=400)
    lead_unit = models.ForeignKey(Unit, models.PROTECT)
    leader = models.ForeignKey(Leader, models.PROTECT, null=True, blank=True)
    due_words = models.CharField(max_length=60)
    due_on = models.DateField(null=True, blank=True)
    is_open = models.BooleanField(default=True)
    created = models.DateTimeField(auto_now_add=True)

    class Meta:
        indexes = (models.Index(fields=("lead_unit", "is_open", "due_on")),)


auditlog.register(Task)
